//! Explanations against every week that there is.

mod crowd;
mod weeks;

use crate::week::{Centre, centre, clock, monday, person};
use bezet::roster::{
    Activity, Costs, Fact, Kind, Leave, PersonWeek, Segment, Shift, Span, why, why_text,
};
use bezet::units::{Euros, Minutes};
use chrono::Days;
use std::collections::BTreeSet;
use weeks::legal;

const COSTS: Costs = Costs {
    contract_hour: Euros(100.0),
    shortage_hour: Euros(60.0),
};

/// One person who works on the first two days, shifts of four hours that start every two hours.
fn tiny() -> Centre {
    let mut one = person(1, 480, &[2, 3, 4], &["phone"]);
    one.team = "noord".to_owned();
    for hours in one.availability.iter_mut().flatten() {
        *hours = clock(480, 960);
    }
    let mut centre = centre(vec![one], Vec::new());
    centre.shifts.paid = vec![Minutes(240)];
    centre.shifts.start_step = 120;
    centre.shifts.latest = 960;
    centre.shifts.lunch_window = clock(600, 780);
    centre.rules.screen_stretch = Minutes(1440);
    // The model leaves the short rest that the law allows once a week to people.
    centre.rules.daily_rest_once = centre.rules.daily_rest;
    centre
}

fn on(centre: &Centre, day: u64, from: i32, minutes: i32) -> Shift {
    let start = day as i32 * 1440 + from;
    let span = Span {
        from: start,
        to: start + minutes,
    };
    Shift {
        person: centre.people[0].id.clone(),
        date: monday() + Days::new(day),
        segments: vec![Segment {
            activity: Activity::Contacts,
            span,
        }],
    }
}

fn unpaid_leave(first: u64, last: u64) -> Vec<Leave> {
    vec![Leave {
        from: monday() + Days::new(first),
        to: monday() + Days::new(last),
        credit: Some(Minutes::ZERO),
    }]
}

/// What a case is called, what is wrong in it, what kind that is, and a fact that must be named.
type Case = (&'static str, fn(&mut Centre), Kind, &'static str);

const CASES: [Case; 6] = [
    (
        "lengths",
        |c| c.people[0].contract = Minutes(500),
        Kind::Week,
        "paid",
    ),
    (
        "leave",
        |c| c.people[0].leave = unpaid_leave(1, 1),
        Kind::Week,
        "leave",
    ),
    (
        "holiday",
        |c| {
            // The holiday counts for half the contract, which no shift of the other day is.
            c.holidays = BTreeSet::from([monday()]);
            c.shifts.paid = vec![Minutes(180), Minutes(300)];
        },
        Kind::Week,
        "holiday",
    ),
    (
        "hours too short",
        |c| c.people[0].availability[1] = Some(clock(480, 660)),
        Kind::Week,
        "hours",
    ),
    (
        "days in a row",
        |c| c.rules.consecutive_days = 1,
        Kind::Week,
        "consecutive_days",
    ),
    (
        "days in a row with those before",
        |c| {
            c.rules.consecutive_days = 2;
            c.before = vec![on(c, 0, -900, 240)];
            c.before[0].date = monday() - Days::new(1);
        },
        Kind::Week,
        "before",
    ),
];

/// The name of a fact's kind, or of its rule.
fn named(fact: &Fact) -> String {
    let json = serde_json::to_value(fact).unwrap();
    let name = json.get("name").unwrap_or(&json["fact"]);
    name.as_str().unwrap().to_owned()
}

#[test]
fn each_set_contradicts_and_without_any_member_there_is_a_week() {
    for (name, change, kind, expected) in CASES {
        let mut centre = tiny();
        assert!(
            legal(&PersonWeek::of(&centre.setting(), 0)),
            "{name}: the base"
        );
        change(&mut centre);
        let week = PersonWeek::of(&centre.setting(), 0);
        assert!(!legal(&week), "{name}: the case is legal");
        let found = why(&centre.setting(), &COSTS);
        assert_eq!(found.len(), 1, "{name}: {found:?}");
        let one = &found[0];
        let names: Vec<String> = one.set.iter().map(named).collect();
        assert_eq!(one.kind, kind, "{name}: {names:?}");
        assert!(names.iter().any(|n| n == expected), "{name}: {names:?}");
        let core = week.without(one.lifted.iter());
        assert!(!legal(&core), "{name}: {names:?} does not contradict");
        for member in &one.set {
            let gone: Vec<&Fact> = one.lifted.iter().chain([member]).collect();
            let freed = week.without(sorted(gone).into_iter());
            assert!(
                legal(&freed),
                "{name}: {member:?} is not needed of {names:?}"
            );
        }
        for relaxation in &one.relaxations {
            let mut relaxed = week.clone();
            relaxation.change.apply(&mut relaxed);
            assert!(legal(&relaxed), "{name}: {relaxation:?} is not enough");
        }
    }
}

/// Facts in order, so that locked shifts of a date go from the last to the first.
fn sorted(mut facts: Vec<&Fact>) -> Vec<&Fact> {
    facts.sort();
    facts
}

/// The smallest tolerance is smallest: one minute less is not enough.
#[test]
fn a_relaxation_is_the_smallest_and_has_its_price() {
    let mut centre = tiny();
    centre.people[0].contract = Minutes(504);
    let found = why(&centre.setting(), &COSTS);
    let tolerance = found[0]
        .relaxations
        .iter()
        .find(|r| r.words().english.starts_with("a tolerance"))
        .unwrap();
    assert_eq!(tolerance.words().english, "a tolerance of 0:24");
    assert!((tolerance.euros.0 - 40.0).abs() < 1e-9);
    let mut week = PersonWeek::of(&centre.setting(), 0);
    tolerance.change.apply(&mut week);
    assert!(legal(&week));
    centre.rules.contract_tolerance = Minutes(23);
    assert!(!legal(&PersonWeek::of(&centre.setting(), 0)));
}

#[test]
fn a_week_without_contradiction_has_none() {
    let centre = crate::week::kcc();
    let found = why(&centre.setting(), &COSTS);
    assert_eq!(found, Vec::new());
    assert_eq!(
        why_text(&found, &centre.grid(), true),
        "geen tegenspraak gevonden\n"
    );
}
