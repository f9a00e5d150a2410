//! Questions to a record, and what must not be learnt from it.

use super::{date, expected, fixture, only, read_bytes};
use bezet::calendar::{DayCalendar, Event, EventKind, OpeningHours};
use bezet::history::{Clean, CleanOptions, Queue, clean, learn_hours, patience};
use chrono::{Datelike, NaiveDateTime, TimeDelta};
use std::fmt::Write as _;

#[test]
fn history_can_be_hidden_and_coarsened() {
    let queue = expected();
    let hidden = queue.until(date("2021-04-09"));
    assert_eq!(hidden.last_date(), date("2021-04-09"));
    assert_eq!(queue.recorded_weeks().len(), 2);
    assert_eq!(hidden.recorded_weeks().len(), 1);
    assert_eq!(queue.until(date("2021-01-01")).offered.values.len(), 0);
    let hours = queue.resample(30).unwrap();
    let first = fixture();
    let index = hours.offered.grid.day_range(date("2021-04-05")).start + 17;
    let (a, b) = (first[0], first[1]);
    let offered = f64::from(a.offered + b.offered);
    assert_eq!(hours.offered.values[index].unwrap().0, offered);
    let wait = (f64::from(a.offered) * a.wait + f64::from(b.offered) * b.wait) / offered;
    assert!((hours.wait.values[index].unwrap().0 - wait).abs() < 1e-9);
    assert_eq!(
        hours.agents.values[index].unwrap().0,
        (a.agents + b.agents) / 2.0
    );
    assert!(queue.resample(20).unwrap_err().to_string().contains("H112"));
    assert!(queue.resample(5).unwrap_err().to_string().contains("H112"));
}

#[test]
fn patience_is_waiting_over_abandonments() {
    let (mut waited, mut left) = (0.0, 0.0);
    for interval in fixture()
        .iter()
        .filter(|i| i.start.date() >= date("2021-04-12"))
    {
        waited += interval.wait * f64::from(interval.offered);
        left += f64::from(interval.abandoned());
    }
    let found = patience(&expected(), date("2021-04-12"), date("2021-04-30")).unwrap();
    assert!((found.0 - waited / left).abs() < 1e-9);
    let bare = only(&read_bytes("c.csv", "start,offered\n2021-04-12T08:30,1\n").unwrap());
    assert_eq!(
        patience(&bare, date("2021-04-12"), date("2021-04-12")),
        None
    );
}

/// Thirty weeks of half-hours, office hours, about twenty contacts each.
fn half_year(change: impl Fn(NaiveDateTime, f64) -> Option<f64>) -> Queue {
    let mut text = "start,offered,handle_time_s\n".to_owned();
    for day in date("2020-09-07").iter_days().take(210) {
        if day.weekday().num_days_from_monday() > 4 {
            continue;
        }
        for half in 0..18 {
            let start = day.and_hms_opt(8, 0, 0).unwrap() + TimeDelta::minutes(30 * half);
            let usual = 18.0 + f64::from((day.ordinal() * 5 + half as u32 * 3) % 5);
            if let Some(offered) = change(start, usual) {
                writeln!(text, "{start},{offered},300").unwrap();
            }
        }
    }
    only(&read_bytes("calls.csv", text).unwrap())
}

fn cleaned(queue: &Queue, events: Vec<Event>) -> Clean {
    let open = learn_hours(queue).mask(&queue.offered.grid);
    let calendar = DayCalendar::dutch(2019..=2022, events);
    clean(queue, &open, &calendar, &CleanOptions::default()).unwrap()
}

fn usable_on(clean: &Clean, day: &str) -> usize {
    let range = clean.usable.grid.day_range(date(day));
    clean.usable.values[range]
        .iter()
        .filter(|usable| **usable)
        .count()
}

#[test]
fn hours_are_learnt_from_arrivals() {
    let queue = half_year(|_, usual| Some(usual));
    let hours = learn_hours(&queue);
    for weekday in 0..5 {
        assert_eq!(hours.week[weekday].len(), 1);
        assert_eq!(
            (hours.week[weekday][0].from, hours.week[weekday][0].to),
            (480, 1020)
        );
    }
    assert!(hours.week[5].is_empty() && hours.week[6].is_empty());
    assert_eq!(hours.exceptions, OpeningHours::default().exceptions);
}

#[test]
fn what_must_not_be_learnt_is_set_aside_and_told() {
    let queue = half_year(|start, usual| match start.date().to_string().as_str() {
        "2020-10-13" => None,
        "2020-10-21" if start.time().to_string().as_str() < "11:00:00" => Some(0.0),
        "2020-11-10" => Some(usual * 2.0),
        "2020-11-17" if start.time().to_string() == "09:00:00" => None,
        _ => Some(usual),
    });
    let shock = Event {
        name: "storm".to_owned(),
        kind: EventKind::Shock,
        from: date("2021-02-08"),
        to: date("2021-02-09"),
    };
    let clean = cleaned(&queue, vec![shock]);
    let expected = [
        ("2020-10-12", 18),
        ("2020-10-13", 0),
        ("2020-10-21", 12),
        ("2020-11-10", 0),
        ("2020-11-17", 17),
        // A holiday on which the lines were open shows what holidays do.
        ("2020-12-25", 18),
        ("2021-02-08", 0),
        ("2021-02-10", 18),
        ("2020-10-17", 0),
    ];
    for (day, usable) in expected {
        assert_eq!(usable_on(&clean, day), usable, "{day}: {:?}", clean.notes);
    }
    let notes = [
        ("N221", "2020-10-13"),
        ("N222", "2020-11-17"),
        ("N224", "1 day unlike"),
        ("N225", "2020-10-21 08:00 to 11:00"),
        ("N229", "(storm)"),
    ];
    for (code, what) in notes {
        let hit = clean
            .notes
            .iter()
            .find(|note| note.code == code)
            .expect(code);
        assert!(hit.what.contains(what), "{hit}");
    }
    assert_eq!(clean.notes.len(), notes.len());
    let set_aside = clean.contacts.values.iter().zip(&clean.usable.values);
    assert!(
        set_aside
            .filter(|(_, usable)| !**usable)
            .all(|(contacts, _)| contacts.0 == 0.0)
    );
}

#[test]
fn a_record_without_zeros_leaves_empty_intervals_out() {
    let quiet = |start: NaiveDateTime| {
        start.time().to_string() == "12:00:00" && start.day().is_multiple_of(2)
    };
    let queue = half_year(|start, _| (!quiet(start)).then_some(3.0));
    let clean = cleaned(&queue, Vec::new());
    assert_eq!(usable_on(&clean, "2020-10-12"), 18);
    assert!(clean.notes.iter().any(|note| note.code == "N223"));
}

#[test]
fn a_new_level_at_the_end_is_no_run_of_odd_days() {
    // The record ends on Friday 2 April 2021. Usable intervals on its last day:
    let cases = [
        ("2021-03-29", 10.0, 18, "five days at ten times the level"),
        ("2021-03-31", 10.0, 0, "three days may pass"),
        ("2021-03-22", 2.0, 18, "two weeks at twice the level"),
        (
            "2021-03-24",
            2.0,
            0,
            "eight days at twice the level may pass",
        ),
    ];
    for (from, factor, usable, why) in cases {
        let queue = half_year(|start, usual| {
            let new = start.date() >= date(from);
            Some(if new { usual * factor } else { usual })
        });
        assert_eq!(
            usable_on(&cleaned(&queue, vec![]), "2021-04-02"),
            usable,
            "{why}"
        );
    }
}
