//! The two engines of `simulate` on the same contacts.

use bezet::calendar::{Grid, Series};
use bezet::simulate::{
    Arrivals, Case, ContactRecord, Ending, Options, Overflow, Presence, Staffing, Traffic,
    case_log, record,
};
use bezet::units::{Agents, Contacts, Seconds, Share};
use chrono::NaiveDate;

fn traffic() -> Traffic {
    let monday = NaiveDate::from_ymd_opt(2021, 4, 12).unwrap();
    let grid = Grid::days(chrono_tz::Europe::Amsterdam, monday, 5, 30);
    let open = |i: usize| (17..34).contains(&(i % 48));
    Traffic {
        arrivals: Arrivals::Expected,
        contacts: Series::from_fn(grid, |i| Contacts(20.0 + 12.0 * f64::from(i as u32 % 5))),
        handle_time: Series::filled(grid, Seconds(330.0)),
        open: Series::from_fn(grid, open),
        patience: Seconds(900.0),
        busyness: 30.0,
    }
}

/// Shifts with breaks, some of them sick, some of them gone before closing.
fn people() -> Staffing {
    let person = |key: u64| {
        let (day, number) = ((key / 9) as i32 * 1440, (key % 9) as i32);
        let from = day + 510 + 30 * (number % 4);
        Presence {
            key,
            spans: vec![
                (from, from + 120),
                (from + 135, from + 240 + 5 * number),
                (from + 300, from + 480),
            ],
        }
    };
    Staffing::People((0..45).map(person).collect())
}

/// Counts that rise and then fall, with parts of agents. Had they risen again, the recursion might
/// number newcomers otherwise, and then another agent would leave: the same only in law.
fn counts() -> Staffing {
    Staffing::Counts(Series::from_fn(traffic().contacts.grid, |i| {
        let half = f64::from((i % 48) as u32);
        Agents(match i % 48 {
            17..34 => 9.0 - 0.75 * (half - 24.0).abs(),
            _ => 0.0,
        })
    }))
}

fn options(seed: u64) -> Options {
    Options {
        replications: 1,
        seed,
        absence: Share(0.1),
        answer_within: Seconds(60.0),
        long_wait: Seconds(1200.0),
    }
}

/// What the log says of an interval: offered, answered, abandoned, handle time, wait.
fn sums(contacts: &[ContactRecord], interval: usize) -> (u32, u32, u32, f64, f64) {
    let here = contacts
        .iter()
        .filter(|one| one.interval as usize == interval);
    here.fold((0, 0, 0, 0.0, 0.0), |sums, one| {
        (
            sums.0 + 1,
            sums.1 + u32::from(one.ending == Ending::Answered),
            sums.2 + u32::from(one.ending == Ending::Abandoned),
            sums.3 + one.handle_time,
            sums.4 + one.wait,
        )
    })
}

/// Events and recursion share the drawn contacts and nothing else; they agree in each interval of
/// each week to the rounding of sums.
fn assert_agree(staffing: Staffing, overflow: bool) {
    let traffic = traffic();
    let overflow = overflow.then(|| Overflow {
        wait_above: Series::from_fn(traffic.contacts.grid, |i| {
            (i % 48 < 28).then_some(Seconds(if i % 48 < 22 { 240.0 } else { 90.0 }))
        }),
        answer: Seconds(45.0),
    });
    let case = Case {
        name: "week".into(),
        staffing,
        overflow,
    };
    let mut outside = 0;
    for seed in 0..20 {
        let by_recursion = record(&traffic, &case, &options(seed)).unwrap();
        let by_events = case_log(&traffic, &case, &options(seed), 1).unwrap();
        for (interval, one) in by_recursion.values.iter().enumerate() {
            let found = sums(&by_events, interval);
            let counts = (one.offered, one.answered, one.abandoned);
            assert_eq!((found.0, found.1, found.2), counts, "{seed} {interval}");
            assert!((found.3 - one.handle_time).abs() < 1e-6);
            assert!(
                (found.4 - one.wait).abs() < 1e-6 * (1.0 + one.wait),
                "{interval}"
            );
        }
        outside += by_events
            .iter()
            .filter(|c| c.ending == Ending::Outside)
            .count();
    }
    assert_eq!(outside > 100, case.overflow.is_some());
}

#[test]
fn people_with_breaks() {
    assert_agree(people(), false);
}

#[test]
fn people_and_an_external_centre() {
    assert_agree(people(), true);
}

#[test]
fn counted_agents() {
    assert_agree(counts(), false);
}
