//! What a crowd covers, by hand and against rosters of named people.

use crate::week::{centre, clock, person};
use bezet::roster::{Crowd, Demand, Waits, Work, crowd};
use bezet::units::Minutes;

/// Waiting that falls by so much for each agent up to a number, and no further.
struct Steps(fn(usize, u32) -> f64);

impl Waits for Steps {
    fn waiting(&self, interval: usize, agents: u32) -> f64 {
        (self.0)(interval, agents)
    }

    fn overflow(&self, _interval: usize, _agents: u32) -> f64 {
        0.0
    }
}

fn agents(crowd: &Crowd) -> f64 {
    crowd.coverage.values.iter().map(|agents| agents.0).sum()
}

/// Two people of eight hours, one day each: 4-hour shifts, no lunch, no breaks.
fn pair() -> crate::week::Centre {
    let people = (1..=2).map(|id| person(id, 480, &[2, 3, 4], &["phone"]));
    let mut centre = centre(people.collect(), Vec::new());
    centre.shifts.paid = vec![Minutes(240)];
    centre.shifts.break_due = None;
    centre.shifts.start_step = 60;
    centre
}

#[test]
fn hours_close_and_work_goes_where_callers_wait() {
    let centre = pair();
    let waits = Steps(|_, agents| 1000.0 * f64::from(5 - agents.min(5)));
    let found = crowd(&centre.setting(), 1.0, &waits).unwrap();
    let step = centre.setting().open.grid.step_hours();
    // two people with two shifts of four hours each: sixteen hours, all on the phone or spare
    assert!((found.paid.0 - 16.0).abs() < 1e-6, "{found:?}");
    let spent = agents(&found) * step + found.breaks.0 + found.work.0 + found.spare.0;
    assert!(
        (spent - found.paid.0).abs() < 1e-5,
        "{spent} of {:?}",
        found.paid
    );
    assert!(found.undone.0.abs() < 1e-6);
    // twice the people are twice the hours
    let twice = crowd(&centre.setting(), 2.0, &waits).unwrap();
    assert!((twice.paid.0 - 32.0).abs() < 1e-6);
}

#[test]
fn other_work_takes_its_hours_or_is_told_undone() {
    let mut centre = pair();
    let windows = std::array::from_fn(|day| match day {
        0..5 => vec![clock(480, 1080)],
        _ => Vec::new(),
    });
    centre.work.push(Work {
        name: "forms".to_owned(),
        skill: None,
        seat: false,
        screen: true,
        block: (Minutes(60), Minutes(240)),
        demand: Demand::Hours {
            per_day: Minutes(60),
            windows,
        },
    });
    let waits = Steps(|_, agents| 1000.0 * f64::from(5 - agents.min(5)));
    let found = crowd(&centre.setting(), 1.0, &waits).unwrap();
    let open_days = centre.setting().open.grid.dates().len().min(5) as f64;
    // nobody works on the days off of `tiny` people: what cannot be done there is undone
    assert!(
        (found.work.0 + found.undone.0 - open_days).abs() < 1e-5,
        "{found:?}"
    );
    let step = centre.setting().open.grid.step_hours();
    let spent = agents(&found) * step + found.breaks.0 + found.work.0 + found.spare.0;
    assert!((spent - found.paid.0).abs() < 1e-5);
}

/// No pair of people, whatever days and starts they have, leaves less waiting than the crowd.
#[test]
fn no_roster_beats_the_crowd() {
    let centre = pair();
    let grid = centre.setting().open.grid;
    let starts: Vec<u32> = (480..=840).step_by(60).collect();
    for falls in [0.5, 0.8] {
        let waits = Falls(falls);
        let found = crowd(&centre.setting(), 1.0, &waits).unwrap();
        let coverage = found.coverage.values.iter().enumerate();
        let least: f64 = coverage
            .map(|(interval, agents)| straight(&waits, interval, agents.0))
            .sum();
        let of_day = |day: usize| {
            let pairs = starts
                .iter()
                .flat_map(|one| starts.iter().map(move |two| [*one, *two]));
            let waiting = |pair: [u32; 2]| -> f64 {
                let range = grid.day_range(grid.dates()[day]);
                let there = |interval: usize| {
                    let minute = grid.minute_of_day(interval);
                    let there = |start: &&u32| **start <= minute && minute < **start + 240;
                    pair.iter().filter(there).count() as u32
                };
                range
                    .map(|interval| waits.waiting(interval, there(interval)))
                    .sum()
            };
            pairs.map(waiting).fold(f64::INFINITY, f64::min)
        };
        // each person has two shifts of four hours on the only two days that both work
        let rest: f64 = (grid.day_range(grid.dates()[2]).start..grid.len)
            .map(|interval| waits.waiting(interval, 0))
            .sum();
        let best = of_day(0) + of_day(1) + rest;
        assert!(least <= best * (1.0 + 1e-9), "{least} against {best}");
        assert!(
            least >= 0.8 * best,
            "{least} is no bound worth its name beside {best}"
        );
    }
}

/// Waiting that falls by the same factor for each agent, busier at some hours than at others.
struct Falls(f64);

impl Waits for Falls {
    fn waiting(&self, interval: usize, agents: u32) -> f64 {
        let busy = 1.0 + (interval % 11) as f64;
        1000.0 * busy * self.0.powi(agents as i32)
    }

    fn overflow(&self, _interval: usize, _agents: u32) -> f64 {
        0.0
    }
}

fn straight(waits: &Falls, interval: usize, agents: f64) -> f64 {
    let low = agents.floor();
    let at = |agents: f64| waits.waiting(interval, agents as u32);
    at(low) + (agents - low) * (at(low + 1.0) - at(low))
}
