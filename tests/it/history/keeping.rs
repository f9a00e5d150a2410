//! How a line keeps holidays is seen from its record.

use super::super::support::bezet;
use super::{date, only, read_bytes};
use bezet::calendar::{Holiday, dutch_holidays};
use bezet::history::{Queue, closed_holidays, dutch_holidays_kept};
use chrono::{Datelike, NaiveDate};
use std::fmt::Write;

/// Working days of two years on which Dutch offices are closed, from the government's calendar.
const CLOSED: [&str; 10] = [
    "2021-04-05",
    "2021-04-27",
    "2021-05-13",
    "2021-05-24",
    "2022-04-18",
    "2022-04-27",
    "2022-05-26",
    "2022-06-06",
    "2022-12-26",
    "2023-04-10",
];

/// Working days of 2021 to 14 April 2023, half-hours from 8 to 12, by `change` of date and usual.
fn record(change: impl Fn(NaiveDate, f64) -> Option<f64>) -> (String, Queue) {
    let mut text = String::from("start,offered\n");
    let days = date("2021-01-04").iter_days();
    for day in days.take_while(|day| *day <= date("2023-04-14")) {
        for half in 0..8 {
            let usual = 20.0 + f64::from((day.ordinal() * 7 + half * 3) % 5);
            let Some(offered) =
                change(day, usual).filter(|_| day.weekday().num_days_from_monday() < 5)
            else {
                continue;
            };
            let (hour, minute) = (8 + half / 2, 30 * (half % 2));
            writeln!(text, "{day} {hour:02}:{minute:02},{offered}").unwrap();
        }
    }
    let queue = only(&read_bytes("calls.csv", text.clone()).unwrap());
    (text, queue)
}

/// Liberation Day is a day like others.
fn is_closed(day: NaiveDate) -> bool {
    CLOSED.contains(&day.to_string().as_str())
}

fn dutch() -> Vec<Holiday> {
    (2021..=2023).flat_map(dutch_holidays).collect()
}

fn dates(days: &[Holiday]) -> Vec<String> {
    days.iter().map(|day| day.date.to_string()).collect()
}

#[test]
fn closed_days_are_those_without_contacts_where_some_were_due() {
    let missing = record(|day, usual| (!is_closed(day)).then_some(usual)).1;
    let zero = record(|day, usual| Some(if is_closed(day) { 0.0 } else { usual })).1;
    for queue in [&missing, &zero] {
        let found = closed_holidays(queue, &dutch());
        let to_come = ["2023-04-27", "2023-05-18", "2023-05-29", "2023-12-26"];
        assert_eq!(dates(&found.closed), [&CLOSED[..], &to_come].concat());
        // Christmas fell on weekends in both years; Whit Sunday is never due, Liberation Day open.
        assert_eq!(dates(&found.unmet), ["2023-12-25"]);
    }
}

#[test]
fn a_quiet_a_usual_and_a_thin_line_are_never_closed() {
    let quiet = record(|day, usual| Some(if is_closed(day) { 0.2 * usual } else { usual })).1;
    let usual = record(|_, usual| Some(usual)).1;
    // Four contacts a day: one in fifty days passes without any.
    let thin = record(|day, _| (!is_closed(day)).then_some(0.5)).1;
    for queue in [quiet, usual, thin] {
        assert_eq!(dates(&closed_holidays(&queue, &dutch()).closed), [""; 0]);
    }
}

#[test]
fn a_gap_in_the_record_closes_nothing() {
    let gap = |day: NaiveDate| date("2022-04-11") <= day && day <= date("2022-05-02");
    let queue = record(|day, usual| (!gap(day)).then_some(usual)).1;
    assert_eq!(dates(&closed_holidays(&queue, &dutch()).closed), [""; 0]);
}

#[test]
fn a_record_keeps_the_holidays_that_were_quiet() {
    // As in Germany: closed on Good Friday, open on King's Day.
    let away = ["2021-04-02", "2022-04-15", "2023-04-07"];
    let open = ["2021-04-27", "2022-04-27"];
    let shut = |day: NaiveDate| {
        let text = day.to_string();
        (is_closed(day) || away.contains(&text.as_str())) && !open.contains(&text.as_str())
    };
    let queue = record(|day, usual| (!shut(day)).then_some(usual)).1;
    let (kept, note) = dutch_holidays_kept(&queue, date("2023-05-01"));
    let names: std::collections::BTreeSet<&str> =
        kept.iter().map(|day| day.name.as_str()).collect();
    assert!(names.contains("Good Friday") && names.contains("Christmas Day"));
    assert!(!names.contains("King's Day") && !names.contains("Liberation Day"));
    assert_eq!(note.unwrap().code, "N232");
    let usual = record(|_, usual| Some(usual)).1;
    let (kept, note) = dutch_holidays_kept(&usual, date("2023-05-01"));
    assert!(kept.is_empty() && note.is_none());
}

#[test]
fn a_bare_file_forecasts_nothing_for_a_closed_holiday() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calls.csv");
    std::fs::write(
        &path,
        record(|day, usual| (!is_closed(day)).then_some(usual)).0,
    )
    .unwrap();
    let kings_day = |more: &[&str]| {
        let asked = [
            "forecast",
            path.to_str().unwrap(),
            "--start=2023-04-24",
            "--by=day",
        ];
        let output = bezet(&[&asked, more].concat());
        let text = String::from_utf8(output.stdout).unwrap();
        let days: Vec<&str> = text.lines().skip(1).collect();
        let row = days.iter().find(|row| row.starts_with("2023-04-27"));
        let contacts = row
            .and_then(|row| row.split(',').nth(2))
            .map(|cell| cell.parse::<f64>().unwrap());
        (contacts, String::from_utf8(output.stderr).unwrap())
    };
    let (contacts, said) = kings_day(&[]);
    assert!(
        contacts.is_none() && said.contains("N232") && said.contains("N233"),
        "{said}"
    );
    let (contacts, said) = kings_day(&["--zone=Europe/Brussels"]);
    assert!(
        contacts.unwrap() > 150.0 && !said.contains("N232"),
        "{said}"
    );
    // A list of holidays that the line was closed on.
    let list = folder.path().join("holidays.csv");
    let rows: Vec<String> = dutch()
        .iter()
        .map(|day| format!("{},{}\n", day.date, day.name))
        .collect();
    std::fs::write(&list, format!("date,name\n{}", rows.concat())).unwrap();
    let calendar = format!("--calendar={}", list.display());
    let (contacts, said) = kings_day(&[&calendar, "--zone=Europe/Brussels"]);
    assert!(contacts.is_none() && said.contains("N233"), "{said}");
}
