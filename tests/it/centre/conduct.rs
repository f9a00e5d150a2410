//! What must hold of every contact and every agent, read off the log.

use super::*;
use bezet::simulate::{ContactRecord, Ending, log};
use std::collections::BTreeMap;

/// Three queues and three crews with breaks: only the second crew can do everything.
fn mixed(leaving: Leaving) -> Centre {
    let of = |name: &str, contacts: f64, priority: u8| {
        let handle_time = Law::Lognormal {
            mean: 300.0,
            cv: 0.9,
        };
        let patience = Law::Weibull {
            mean: 900.0,
            shape: 0.8,
        };
        Queue {
            priority,
            ..Queue::new(name, vec![contacts; 16], handle_time, patience)
        }
    };
    let with = |skills: &[(usize, u8)], people: Vec<Vec<(f64, f64)>>| Crew {
        skills: skills
            .iter()
            .map(|&(queue, rank)| Skill { queue, rank })
            .collect(),
        present: Present::Spans(people),
    };
    let shift = |start: f64| vec![(start, start + 5000.0), (start + 5900.0, start + 11_000.0)];
    let mut centre = centre(
        900.0,
        vec![of("a", 12.0, 1), of("b", 8.0, 0), of("c", 6.0, 0)],
        vec![
            with(
                &[(0, 0)],
                (0..4).map(|i| shift(f64::from(i) * 700.0)).collect(),
            ),
            with(
                &[(0, 1), (1, 0), (2, 0)],
                (0..3).map(|i| shift(f64::from(i) * 900.0)).collect(),
            ),
            with(&[(1, 0), (2, 0)], (0..4).map(|_| shift(1800.0)).collect()),
        ],
    );
    centre.leaving = leaving;
    centre
}

/// The people of all crews in order of their numbers: skills and stretches.
fn people(centre: &Centre) -> Vec<(Vec<usize>, Vec<(f64, f64)>)> {
    let of = |crew: &Crew| {
        let skills: Vec<usize> = crew.skills.iter().map(|skill| skill.queue).collect();
        let Present::Spans(people) = &crew.present else {
            unreachable!("this centre has people");
        };
        let people = people.clone();
        people.into_iter().map(move |spans| (skills.clone(), spans))
    };
    centre.crews.iter().flat_map(of).collect()
}

fn answered(contacts: &[ContactRecord]) -> impl Iterator<Item = (&ContactRecord, usize, f64)> {
    contacts.iter().filter_map(|one| {
        let agent = one.agent? as usize;
        Some((one, agent, one.arrival + one.wait))
    })
}

#[test]
fn every_contact_has_one_end_and_agents_do_what_they_can() {
    let centre = mixed(Leaving::Exhaustive);
    let contacts = log(&centre, 5, 3).unwrap();
    let people = people(&centre);
    assert!(contacts.len() > 1500);
    let mut work: BTreeMap<(u32, usize), Vec<(f64, f64)>> = BTreeMap::new();
    for (one, agent, start) in answered(&contacts) {
        assert_eq!(one.ending, Ending::Answered);
        let (skills, spans) = &people[agent];
        assert!(skills.contains(&(one.queue as usize)), "{one:?} by {agent}");
        let there = |&(from, to): &(f64, f64)| from <= start && start < to;
        assert!(spans.iter().any(there), "{one:?} in a break of {agent}");
        let stretch = (start, start + one.handle_time);
        work.entry((one.replication, agent))
            .or_default()
            .push(stretch);
    }
    for stretches in work.values_mut() {
        stretches.sort_by(|a, b| a.0.total_cmp(&b.0));
        // Starts and ends are sums of the same numbers in another order: a rounding apart.
        assert!(stretches.windows(2).all(|two| two[0].1 <= two[1].0 + 1e-6));
    }
    let taken = answered(&contacts).count();
    let gone = contacts
        .iter()
        .filter(|one| one.ending == Ending::Abandoned);
    assert_eq!(taken + gone.count(), contacts.len());
    assert!(contacts.iter().all(|one| one.wait >= 0.0));
}

/// Inside a queue nobody who waits on is overtaken.
#[test]
fn first_come_first_served() {
    let contacts = log(&mixed(Leaving::Exhaustive), 5, 4).unwrap();
    for replication in 0..5 {
        for queue in 0..3 {
            let of = |one: &&ContactRecord| (one.replication, one.queue) == (replication, queue);
            let queue: Vec<ContactRecord> = contacts.iter().filter(of).copied().collect();
            let mut last = 0.0;
            for (_, _, start) in answered(&queue) {
                assert!(start >= last - 1e-6);
                last = start;
            }
        }
    }
}

/// While somebody waits, no agent who could help is idle: each start of a contact that waited is
/// the end of another, or the start of somebody's stretch.
#[test]
fn nobody_waits_for_an_idle_agent() {
    let centre = mixed(Leaving::Exhaustive);
    let (contacts, people) = (log(&centre, 2, 5).unwrap(), people(&centre));
    for (one, agent, start) in answered(&contacts).filter(|(one, ..)| one.wait > 0.0) {
        let comes = people[agent].1.iter().any(|(from, _)| *from == start);
        let ends = answered(&contacts).any(|(other, by, began)| {
            let same = other.replication == one.replication && by == agent;
            same && (began + other.handle_time - start).abs() < 1e-6
        });
        assert!(comes || ends, "{one:?}");
    }
}

/// Little's law, exactly: contact-seconds of waiting are the area under the number that waits.
#[test]
fn the_queue_is_the_waits() {
    let contacts = log(&mixed(Leaving::Exhaustive), 1, 6).unwrap();
    let waits: f64 = contacts.iter().map(|one| one.wait).sum();
    let mut steps: Vec<(f64, f64)> = contacts
        .iter()
        .flat_map(|one| [(one.arrival, 1.0), (one.arrival + one.wait, -1.0)])
        .collect();
    steps.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut area, mut queue, mut last) = (0.0, 0.0, 0.0);
    for (at, step) in steps {
        area += queue * (at - last);
        queue += step;
        last = at;
    }
    assert!((area / waits - 1.0).abs() < 1e-9, "{area} {waits}");
}

/// The log is what the figures are made of.
#[test]
fn the_figures_are_those_of_the_log() {
    for leaving in [Leaving::Exhaustive, Leaving::Preemptive] {
        let centre = mixed(leaving);
        let trials = trials(40);
        let contacts = log(&centre, 40, trials.seed).unwrap();
        let outcome = imitate(&centre, &trials).unwrap();
        for (index, queue) in (0..).zip(&outcome.queues) {
            let of: Vec<&ContactRecord> = contacts.iter().filter(|c| c.queue == index).collect();
            let wait: f64 = of.iter().map(|one| one.wait).sum();
            let offered = of.len() as f64;
            assert!((queue.day.offered.mean * 40.0 - offered).abs() < 1e-6);
            assert!((queue.day.wait_offered.mean / (wait / offered) - 1.0).abs() < 1e-9);
            let by_interval: f64 = queue.intervals.iter().map(|one| one.offered.mean).sum();
            assert!((by_interval - queue.day.offered.mean).abs() < 1e-9);
        }
    }
}

/// Who can do everything is kept for what only they can do.
#[test]
fn the_most_specialised_goes_first() {
    let contacts = log(&mixed(Leaving::Exhaustive), 20, 7).unwrap();
    let centre = mixed(Leaving::Exhaustive);
    let people = people(&centre);
    for (one, agent, start) in answered(&contacts).filter(|(one, ..)| one.wait == 0.0) {
        if people[agent].0.len() < 3 || one.queue != 0 {
            continue;
        }
        // All of the first crew who are there are busy.
        for special in (0..4).filter(|&other| {
            people[other]
                .1
                .iter()
                .any(|(from, to)| *from <= start && start < *to)
        }) {
            let busy = answered(&contacts).any(|(other, by, began)| {
                other.replication == one.replication
                    && by == special
                    && began <= start
                    && start <= began + other.handle_time + 1e-6
            });
            assert!(busy, "{one:?}: {special} was idle");
        }
    }
}

#[test]
fn threads_do_not_matter() {
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        let mut centre = mixed(Leaving::Preemptive);
        centre.busyness = 30.0;
        let outcome = pool.install(|| imitate(&centre, &trials(300)).unwrap());
        serde_json::to_string(&outcome).unwrap()
    };
    assert_eq!(on(1), on(2));
}

/// The same traffic meets both centres: one agent more shortens the wait of every day.
#[test]
fn centres_share_their_contacts() {
    let less = balanced(3.6, 4, exponential(1.0), exponential(4.0));
    let more = balanced(3.6, 5, exponential(1.0), exponential(4.0));
    let (less, more) = (log(&less, 1, 8).unwrap(), log(&more, 1, 8).unwrap());
    assert_eq!(less.len(), more.len());
    let same = less.iter().zip(&more).all(|(a, b)| a.arrival == b.arrival);
    assert!(same);
    let wait = |contacts: &[ContactRecord]| contacts.iter().map(|one| one.wait).sum::<f64>();
    assert!(wait(&more) < 0.7 * wait(&less));
}

/// A day's busyness multiplies the whole day: the number of contacts has the gamma's variance too.
#[test]
fn busyness_moves_whole_days() {
    let mut centre = balanced(0.01, 1, exponential(1.0), ENDLESS);
    centre.busyness = 25.0;
    let outcome = imitate(&centre, &trials(4000)).unwrap();
    let offered = outcome.queues[0].day.offered;
    // Poisson of mean 400 and a gamma of cv 0.2: 400 + 80^2.
    let error = (offered.high - offered.mean) / 1.9606;
    let spread = error * 4000.0_f64.sqrt();
    let exact = (400.0_f64 + 6400.0).sqrt();
    // The standard error of a standard deviation of 4000 numbers is 1.1 %; five allowed.
    assert!((spread / exact - 1.0).abs() < 0.055, "{spread} {exact}");
}
