//! Rosters and texts at random.

use bezet::calendar::{ClockSpan, Grid, OpeningHours};
use bezet::roster::{
    Activity, Demand, Person, Roster, Rules, Segment, Setting, Shift, ShiftOptions, Span, Work,
    check, parse_shift_text, shift_text,
};
use bezet::units::Minutes;
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Three weeks with the clock change of spring in them.
fn grid() -> Grid {
    Grid::days(chrono_tz::Europe::Amsterdam, monday(), 21, 15)
}

fn monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2021, 3, 15).unwrap()
}

fn activity() -> impl Strategy<Value = Activity> {
    let names = [
        "phone",
        "break",
        "lunch",
        "counter",
        "team meeting",
        "nobody's",
    ];
    proptest::sample::select(names.to_vec()).prop_map(Activity::from)
}

/// A day from 0 to 25 after the first Monday, so outside the weeks too.
fn date() -> impl Strategy<Value = NaiveDate> {
    (0_u64..26).prop_map(|day| monday() + Days::new(day))
}

/// Stretches of any length and order, backwards and far away too.
fn shift() -> impl Strategy<Value = Shift> {
    let stretch = (activity(), -3_000..40_000_i32, -60..900_i32);
    let person = proptest::sample::select(vec!["p01", "p02", "p03", "p99"]);
    (person, date(), prop::collection::vec(stretch, 0..6)).prop_map(|(person, date, stretches)| {
        let segment = |(activity, from, length): (Activity, i32, i32)| Segment {
            activity,
            span: Span {
                from,
                to: from + length,
            },
        };
        Shift {
            person: person.to_owned(),
            date,
            segments: stretches.into_iter().map(segment).collect(),
        }
    })
}

/// A shift as a cell can hold it, into the next night too, in which the clock may skip an hour.
fn tidy() -> impl Strategy<Value = Shift> {
    let lengths = prop::collection::vec((activity(), 1..180_u32), 1..8);
    (date(), 300..900_u32, lengths).prop_map(|(date, start, lengths)| {
        let mut from = start;
        let mut segments = Vec::new();
        for (activity, length) in lengths {
            let span = Span::local(&grid(), date, from, from + length);
            if span.from < span.to {
                segments.push(Segment { activity, span });
            }
            from += length;
        }
        let shift = Shift {
            person: "p01".to_owned(),
            date,
            segments,
        };
        Shift {
            segments: shift.joined(),
            ..shift
        }
    })
}

fn people() -> Vec<Person> {
    let person = |id: &str| Person {
        id: id.to_owned(),
        name: id.to_owned(),
        team: "noord".to_owned(),
        site: "hall".to_owned(),
        contract: Minutes(2160),
        skills: ["phone".to_owned()].into(),
        availability: [Some(ClockSpan {
            from: 480,
            to: 1080,
        }); 7],
        past_weeks: vec![Minutes(2160); 3],
        ..Person::default()
    };
    ["p01", "p02", "p03"].map(person).to_vec()
}

fn work() -> Vec<Work> {
    let windows: [Vec<ClockSpan>; 7] =
        std::array::from_fn(|_| vec![ClockSpan { from: 540, to: 780 }]);
    let named = |name: &str, demand| Work {
        name: name.to_owned(),
        skill: None,
        seat: true,
        screen: false,
        block: (Minutes(60), Minutes(240)),
        demand,
    };
    let meeting = Demand::Meeting {
        team: "noord".to_owned(),
        weekday: 1,
        at: ClockSpan { from: 540, to: 585 },
    };
    vec![
        named("counter", Demand::Staffed { people: 1, windows }),
        named("team meeting", meeting),
    ]
}

proptest! {
    #[test]
    fn the_text_of_a_shift_reads_back(shift in tidy()) {
        let text = shift_text(&shift, &grid());
        let read = parse_shift_text(&text, "p01", shift.date, &grid(), "a cell");
        prop_assert_eq!(read.map_err(|problem| problem.to_string()), Ok(shift));
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[0-9:; a-z-]{0,40}") {
        let read = parse_shift_text(&text, "p01", monday(), &grid(), "a cell");
        if let Ok(shift) = read {
            prop_assert!(shift.paid() >= Minutes::ZERO);
        }
    }

    #[test]
    fn a_random_roster_is_checked_in_order(shifts in prop::collection::vec(shift(), 0..12)) {
        let (people, work, rules) = (people(), work(), Rules::default());
        let shifts_allowed = ShiftOptions {
            earliest: 480,
            latest: 1080,
            start_step: 15,
            paid: vec![Minutes(240), Minutes(480)],
            lunch: Minutes(30),
            lunch_window: ClockSpan { from: 690, to: 825 },
            short_break: Minutes(15),
            break_due: None,
            break_edge: Minutes(30),
        };
        let setting = Setting {
            people: &people,
            queue: "phone",
            rules: &rules,
            shifts: &shifts_allowed,
            work: &work,
            open: &OpeningHours::always().mask(&grid()),
            holidays: &BTreeSet::from([monday()]),
            seats: &BTreeMap::from([("hall".to_owned(), 1)]),
            locked: &[],
            before: &[],
        };
        let breaches = check(&setting, &Roster { grid: grid(), shifts }.sorted());
        // Nobody works the contract of three weeks in at most twelve shifts of these lengths.
        prop_assert!(breaches.iter().any(|breach| breach.rule == "contract"));
        prop_assert!(breaches.is_sorted_by_key(|breach| (breach.code, breach.who.clone())));
    }
}
