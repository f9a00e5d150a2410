//! Intervals within a day, added up to whole local days.

use super::{date, only, read_bytes};
use bezet::history::Queue;
use chrono::{NaiveDate, NaiveTime, TimeDelta};
use std::fmt::Write as _;

fn days(queue: &Queue) -> Vec<(NaiveDate, Option<f64>)> {
    let days = queue.resample(1440).unwrap().offered;
    assert_eq!(days.grid.step, 1440);
    let value = |index: usize| days.values[index].map(|contacts| contacts.0);
    (0..days.grid.len)
        .map(|index| (days.grid.date(index), value(index)))
        .collect()
}

/// Weeks of hours from eight to six, Monday to Friday.
fn office(weeks: i64, count: impl Fn(NaiveDate, u32) -> Option<u32>) -> Queue {
    let mut text = "start,offered,handle_time_s\n".to_owned();
    for day in date("2021-03-01").iter_days().take(7 * weeks as usize) {
        for hour in 8..18 {
            let office = chrono::Datelike::weekday(&day).num_days_from_monday() < 5;
            if let Some(count) = count(day, hour).filter(|_| office) {
                writeln!(text, "{day}T{hour:02}:00,{count},{}", 100 + hour).unwrap();
            }
        }
    }
    only(&read_bytes("hours.csv", text).unwrap())
}

#[test]
fn days_of_a_clock_change_are_one_day_each() {
    // Round the clock, a contact per half-hour of 1 February to 30 November, local time.
    let zone = chrono_tz::Europe::Amsterdam;
    let first = date("2021-02-01").and_time(NaiveTime::MIN);
    let start = bezet::calendar::local_instant(zone, first);
    let mut text = "start,offered\n".to_owned();
    for half in 0..48 * 300 {
        let at = start + TimeDelta::minutes(30 * half);
        writeln!(text, "{},1", at.with_timezone(&zone).to_rfc3339()).unwrap();
    }
    let queue = only(&read_bytes("halves.csv", text).unwrap());
    let found = days(&queue);
    for (day, total) in &found[..299] {
        let halves = match day.to_string().as_str() {
            "2021-03-28" => 46.0,
            "2021-10-31" => 50.0,
            _ => 48.0,
        };
        assert_eq!(*total, Some(halves), "{day}");
    }
    assert_eq!(found[0].0, date("2021-02-01"));
}

#[test]
fn a_part_of_a_day_is_no_day_and_a_closed_one_is_unknown() {
    let (holiday, gap) = (date("2021-04-05"), date("2021-04-13"));
    let queue = office(10, |day, hour| {
        let missing = day == holiday || day == gap && hour == 11;
        (!missing).then_some(if hour == 9 { 0 } else { hour })
    });
    let usual = f64::from((8..18).filter(|hour| *hour != 9).sum::<u32>());
    for (day, total) in days(&queue) {
        let weekend = chrono::Datelike::weekday(&day).num_days_from_monday() > 4;
        let unknown = weekend || day == holiday || day == gap;
        assert_eq!(total, (!unknown).then_some(usual), "{day}");
    }
    let whole = queue.resample(1440).unwrap();
    let mean: f64 = (8..18)
        .filter(|hour| *hour != 9)
        .map(|hour| f64::from(hour * (100 + hour)) / usual)
        .sum();
    assert!((whole.handle_time.values[0].unwrap().0 - mean).abs() < 1e-9);
}

#[test]
fn what_an_exporter_leaves_out_is_empty_unless_much_was_to_be_expected() {
    let day = date("2021-04-13");
    let left_out = |count: u32, hours: std::ops::Range<u32>| {
        let queue = office(8, |at, hour| {
            (at != day || !hours.contains(&hour)).then_some(count)
        });
        days(&queue)
            .into_iter()
            .find(|(at, _)| *at == day)
            .unwrap()
            .1
    };
    assert_eq!(left_out(3, 11..14), Some(21.0));
    // Twelve contacts were to be expected in four hours in a row.
    assert_eq!(left_out(3, 11..15), None);
    assert_eq!(left_out(20, 11..12), None);
}

#[test]
fn shorter_hours_that_last_are_followed_and_the_future_changes_nothing() {
    let change = date("2021-04-12");
    let queue = office(12, |day, hour| {
        (day < change || hour < 16).then_some(hour - 8)
    });
    let found = days(&queue);
    let unknown: Vec<NaiveDate> = found
        .iter()
        .filter(|(day, total)| {
            total.is_none() && chrono::Datelike::weekday(day).num_days_from_monday() < 5
        })
        .map(|(day, _)| *day)
        .collect();
    let twice = change.iter_days().take(12);
    let weekdays = twice.filter(|day| chrono::Datelike::weekday(day).num_days_from_monday() < 5);
    assert_eq!(unknown, weekdays.collect::<Vec<_>>());
    let until = date("2021-04-16");
    let known = days(&queue.until(until));
    let before: Vec<_> = found.into_iter().filter(|(day, _)| *day <= until).collect();
    assert_eq!(known, before);
}

#[test]
fn steps_that_do_not_add_up_are_refused_with_what_does() {
    let queue = office(2, |_, hour| Some(hour));
    assert!(queue.resample(60).is_ok());
    for step in [0, 7, 45, 90, 120, 720, 1439, 2880] {
        let error = queue.resample(step).unwrap_err().to_string();
        assert!(error.contains("H112"), "{error}");
        assert!(error.contains("1440"), "{error}");
    }
    let error = queue.resample(1440).unwrap().resample(60).unwrap_err();
    assert!(error.to_string().contains("row per date"), "{error}");
}
