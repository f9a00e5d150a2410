//! `bezet forecast --by-group` as typed.

use crate::support::{bezet, out};
use chrono::{Datelike, Days, NaiveDate};
use rand::SeedableRng;
use rand_distr::{Distribution, Gamma};
use rand_pcg::Pcg64Mcg;
use std::path::{Path, PathBuf};

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// Day on which group `late` slows from 270 to 330 s.
fn slowed() -> NaiveDate {
    date(2021, 6, 15)
}

/// A year of calls on weekdays, handle times that vary by half their mean: of three calls, two are answered by `even` in
/// 300 s, one by `late`; two calls of the last day by `few`.
fn calls(folder: &Path, column: &str) -> PathBuf {
    let mut random = Pcg64Mcg::seed_from_u64(7);
    let law = Gamma::new(4.0, 0.25).unwrap();
    let first = date(2021, 1, 4);
    let mut text = format!("start,{column},outcome,wait_s,handle_time_s\n");
    for day in 0..364 {
        let date = first + Days::new(day);
        if date.weekday().num_days_from_monday() > 4 {
            continue;
        }
        for call in 0..192 {
            let (group, mean) = match call % 3 {
                0 if date < slowed() => ("late", 270.0),
                0 => ("late", 330.0),
                _ if day == 361 && call > 189 => ("few", 300.0),
                _ => ("even", 300.0),
            };
            let drawn: f64 = law.sample(&mut random);
            let (hour, minute) = (9 + call / 24, call % 24 * 2);
            let seconds = (mean * drawn).max(1.0);
            text += &format!("{date}T{hour:02}:{minute:02}:00,{group},answered,5,{seconds:.1}\n");
        }
    }
    let path = folder.join("calls.csv");
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn groups_are_told_with_their_factor_and_the_day_they_slowed() {
    let folder = tempfile::tempdir().unwrap();
    let file = calls(folder.path(), "team");
    let output = bezet(&["forecast", file.to_str().unwrap(), "--by-group"]);
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    let text = out(&output);
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(
        text.lines().next().unwrap(),
        "group,handle_time_s,factor,factor_error,contacts,share,shift_date,shift_s,shift_error_s"
    );
    let names: Vec<&str> = rows.iter().skip(1).map(|row| row[0]).collect();
    assert_eq!(names, ["even", "few", "late"]);
    let number = |row: usize, cell: usize| rows[row][cell].parse::<f64>().unwrap();
    // The queue's mean is 310 s now: 300/310 and 330/310.
    for (row, truth) in [(1, 300.0 / 310.0), (3, 330.0 / 310.0)] {
        let (factor, error) = (number(row, 2), number(row, 3));
        assert!((factor - truth).abs() < 2.0 * error, "{text}");
        assert!(error < 0.03, "{text}");
    }
    assert!((number(2, 2) - 1.0).abs() < 0.02, "{text}");
    let shares: f64 = (1..4).map(|row| number(row, 5)).sum();
    assert!((shares - 1.0).abs() < 1e-3);
    let day: NaiveDate = rows[3][6].parse().unwrap();
    assert!((day - slowed()).num_days().abs() <= 7, "{text}");
    assert!((number(3, 7) - 60.0).abs() < 2.0 * number(3, 8), "{text}");
    assert_eq!(rows[1][6..], ["", "", ""]);
    assert!(
        said.contains("N332") && said.contains("group `late` shifted by +"),
        "{said}"
    );
    assert!(said.contains("N333") && said.contains("`few`"), "{said}");
}

#[test]
fn json_holds_the_same_and_adds_up() {
    let folder = tempfile::tempdir().unwrap();
    let file = calls(folder.path(), "groep");
    let output = bezet(&["forecast", file.to_str().unwrap(), "--by-group", "--json"]);
    assert_eq!(output.status.code(), Some(0));
    let json: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    let groups = json["groups"].as_array().unwrap();
    let part = |group: &serde_json::Value| {
        group["share"].as_f64().unwrap() * group["handle_time"].as_f64().unwrap()
    };
    let sum: f64 = groups.iter().map(part).sum();
    assert!((sum - json["handle_time"].as_f64().unwrap()).abs() < 1e-6);
    let late = &groups[2];
    assert_eq!(late["group"], "late");
    let shift = late["shifts"].as_array().unwrap().last().unwrap();
    let day: NaiveDate = shift["date"].as_str().unwrap().parse().unwrap();
    assert!((day - slowed()).num_days().abs() <= 7, "{shift}");
    assert!(groups[0]["shifts"].as_array().unwrap().is_empty());
}

#[test]
fn a_record_without_groups_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = calls(folder.path(), "something");
    let output = bezet(&["forecast", file.to_str().unwrap(), "--by-group"]);
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.contains("H322") && said.contains("column group"),
        "{said}"
    );
    assert!(output.stdout.is_empty());
    let output = bezet(&[
        "forecast",
        file.to_str().unwrap(),
        "--by-group",
        "--by-topic",
    ]);
    assert_eq!(output.status.code(), Some(2));
}
