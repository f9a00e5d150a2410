use super::*;
use crate::calendar::{DayCalendar, Grid};
use crate::forecast::{Options, default_method};
use chrono::Datelike;
use rand::SeedableRng;
use rand_distr::{Distribution, Gamma};
use rand_pcg::Pcg64Mcg;

/// A group: contacts per open half-hour, and seconds by day.
type Truth<'a> = (f64, &'a dyn Fn(usize) -> f64);

/// Contacts of a group and their handle times.
type Group = (Series<Option<Contacts>>, Series<Option<Seconds>>);

/// A queue and its groups: half-hours from 9 to 17 on weekdays, exponential handle times.
struct Made {
    grid: Grid,
    contacts: Series<Contacts>,
    handle_time: Series<Option<Seconds>>,
    open: Series<bool>,
    calendar: DayCalendar,
    groups: Vec<Group>,
}

const NAMES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

fn first() -> NaiveDate {
    NaiveDate::from_ymd_opt(2018, 1, 1).expect("a date")
}

impl Made {
    fn new(days: u32, truth: &[Truth<'_>], seed: u64) -> Self {
        let mut random = Pcg64Mcg::seed_from_u64(seed);
        let grid = Grid::days(chrono_tz::UTC, first(), days, 30);
        let open = Series::from_fn(grid, |index| {
            grid.date(index).weekday().num_days_from_monday() < 5
                && (540..1020).contains(&grid.minute_of_day(index))
        });
        let groups: Vec<_> = truth
            .iter()
            .map(|(contacts, seconds)| {
                let law = Gamma::new(*contacts, 1.0 / contacts).expect("contacts");
                let counts =
                    Series::from_fn(grid, |i| open.values[i].then_some(Contacts(*contacts)));
                let times = Series::from_fn(grid, |i| {
                    let time = seconds(i / 48) * law.sample(&mut random);
                    open.values[i].then_some(Seconds(time))
                });
                (counts, times)
            })
            .collect();
        let all: f64 = truth.iter().map(|(contacts, _)| contacts).sum();
        let total = |index: usize| {
            let parts = groups.iter().zip(truth);
            let sum =
                parts.map(|((_, times), (n, _))| n * times.values[index].map_or(0.0, |t| t.0));
            sum.sum::<f64>()
        };
        Self {
            contacts: Series::from_fn(grid, |i| Contacts(if open.values[i] { all } else { 0.0 })),
            handle_time: Series::from_fn(grid, |i| open.values[i].then(|| Seconds(total(i) / all))),
            grid,
            open,
            calendar: DayCalendar::plain(Vec::new()),
            groups,
        }
    }

    fn past(&self) -> Past<'_> {
        Past {
            contacts: &self.contacts,
            handle_time: &self.handle_time,
            open: &self.open,
            usable: &self.open,
            calendar: &self.calendar,
        }
    }

    fn learn(&self) -> GroupTimes {
        let groups = NAMES
            .iter()
            .zip(&self.groups)
            .map(|(name, (contacts, handle_time))| {
                let past = GroupPast {
                    contacts,
                    handle_time,
                };
                ((*name).to_owned(), past)
            });
        let learnt = GroupTimes::learn(&self.past(), &groups.collect()).expect("a past");
        learnt.expect("contacts of groups")
    }
}

/// Root mean square of errors over what was stated.
fn score(errors: &[(f64, f64)]) -> f64 {
    let squares = errors.iter().map(|(off, said)| (off / said).powi(2));
    (squares.sum::<f64>() / errors.len() as f64).sqrt()
}

#[test]
fn two_groups_of_known_factor_are_found_within_their_errors() {
    let (fast, slow) = (|_| 270.0, |_| 330.0);
    let mut errors = Vec::new();
    for seed in 0..100 {
        let times = Made::new(182, &[(4.0, &fast), (4.0, &slow)], seed).learn();
        let [fast, slow] = &times.groups[..] else {
            panic!("two groups")
        };
        // One contact each per two: what one has too little the other has too much.
        assert!((fast.factor + slow.factor - 2.0).abs() < 1e-9);
        errors.push((slow.factor - 1.1, slow.error));
    }
    // A root mean square of 100 normals is 1 within 0.14 (two deviations); the memory is chosen by
    // what it looks back on, which costs a little.
    assert!((0.7..1.3).contains(&score(&errors)), "{}", score(&errors));
}

#[test]
fn a_group_that_slows_by_a_minute_is_dated_and_the_other_is_not() {
    let (steady, slowed) = (|_| 300.0, |day| if day < 400 { 270.0 } else { 330.0 });
    let (mut sizes, mut factors, mut others, mut off) = (Vec::new(), Vec::new(), 0, Vec::new());
    for seed in 0..100 {
        let times = Made::new(728, &[(10.0, &steady), (10.0, &slowed)], seed).learn();
        others += times.groups[0].shifts.len();
        let shift = times.groups[1].shifts.last().expect("a shift");
        off.push((
            ((shift.date - first()).num_days() - 400) as f64,
            shift.date_error.max(1.0),
        ));
        sizes.push((shift.size.0 - 60.0, shift.error.0));
        let truth = 330.0 / 315.0;
        factors.push((times.groups[1].factor - truth, times.groups[1].error));
        let told = times.notes.iter().any(|note| {
            note.code == "N332"
                && note.what.contains("group `b` shifted by +")
                && note.dutch.contains("groep `b` verschoof +")
        });
        assert!(told, "{:?}", times.notes);
    }
    assert!((0.8..1.2).contains(&score(&sizes)), "{}", score(&sizes));
    assert!((0.7..1.3).contains(&score(&factors)), "{}", score(&factors));
    // Days are whole, so one at least is stated.
    assert!(score(&off) < 1.2, "{}", score(&off));
    assert!(
        off.iter().all(|(days, said)| days.abs() <= 3.0 * said),
        "{off:?}"
    );
    // False alarms are below five in a hundred.
    assert!(others <= 5, "{others}");
}

#[test]
fn groups_weighted_with_their_contacts_are_the_queue() {
    let (a, b, c) = (|_| 240.0, |_| 300.0, |_| 420.0);
    let made = Made::new(182, &[(1.0, &a), (4.0, &b), (2.0, &c)], 1);
    let times = made.learn();
    let method = default_method(Options::default());
    let next = Grid::days(
        chrono_tz::UTC,
        made.grid.date(made.grid.len - 1) + chrono::Days::new(1),
        7,
        30,
    );
    let fitted = method.fit(&made.past()).expect("a past");
    let forecast = fitted.predict(&Series::filled(next, true), &made.calendar);
    let split = times.split(&forecast);
    let shares: f64 = times.groups.iter().map(|group| group.share).sum();
    assert!((shares - 1.0).abs() < 1e-12);
    for index in 0..next.len {
        let parts = times.groups.iter();
        let sum: f64 = parts
            .map(|g| g.share * split[&g.group].values[index].0)
            .sum();
        assert!((sum - forecast.handle_time.values[index].0).abs() < 1e-9);
    }
    let now: f64 = times.groups.iter().map(|g| g.share * g.handle_time.0).sum();
    assert!((now - times.handle_time.0).abs() < 1e-9);
    // Contacts of 1, 4 and 2 in 7.
    assert!((times.groups[1].share - 4.0 / 7.0).abs() < 1e-9);
}

#[test]
fn few_contacts_are_drawn_to_the_queue() {
    let (fast, slow) = (|_| 285.0, |_| 315.0);
    for odd in [5.0, 3000.0] {
        let odd = |_| odd;
        let mut made = Made::new(182, &[(4.0, &fast), (4.0, &slow), (1.0, &odd)], 3);
        // Three contacts, the last ones of the record.
        let open: Vec<usize> = (0..made.grid.len)
            .filter(|i| made.open.values[*i])
            .collect();
        for index in &open[..open.len() - 3] {
            made.groups[2].0.values[*index] = Some(Contacts::ZERO);
            made.groups[2].1.values[*index] = None;
        }
        let times = made.learn();
        let group = &times.groups[2];
        assert_eq!(group.contacts, 3.0);
        assert!((group.factor - 1.0).abs() < 0.1, "{group:?}");
        let said = times.notes.last().expect("told");
        assert!(
            said.code == "N333" && said.what.ends_with(": `c`"),
            "{}",
            said.what
        );
    }
}

#[test]
fn noise_is_no_difference() {
    let same = |_| 300.0;
    let (mut off, mut plain) = (0.0, 0.0);
    for seed in 0..50 {
        let made = Made::new(28, &[(0.25, &same as &dyn Fn(usize) -> f64); 6], seed);
        for group in &made.learn().groups {
            off += (group.factor - 1.0).abs() / 300.0;
        }
        for (_, times) in &made.groups {
            let known: Vec<f64> = times.values.iter().flatten().map(|t| t.0).collect();
            plain += (known.iter().sum::<f64>() / known.len() as f64 / 300.0 - 1.0).abs() / 300.0;
        }
    }
    assert!(off < 0.5 * plain, "{off} {plain}");
}

#[test]
fn without_contacts_of_groups_there_is_nothing() {
    let same = |_| 300.0;
    let mut made = Made::new(28, &[(4.0, &same)], 1);
    assert_eq!(made.learn().groups[0].factor, 1.0);
    made.groups[0].1.values.fill(None);
    let (contacts, handle_time) = &made.groups[0];
    let past = GroupPast {
        contacts,
        handle_time,
    };
    let groups = BTreeMap::from([("a".to_owned(), past)]);
    assert!(
        GroupTimes::learn(&made.past(), &groups)
            .expect("a past")
            .is_none()
    );
    assert!(
        GroupTimes::learn(&made.past(), &BTreeMap::new())
            .expect("a past")
            .is_none()
    );
}
