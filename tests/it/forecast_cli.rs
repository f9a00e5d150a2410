//! `bezet forecast` as typed: the rest of today, long horizons, paths, new queues.

use crate::support::{bezet, out};
use chrono::{Datelike, Days, NaiveDate};
use std::path::{Path, PathBuf};
use std::process::Output;

/// A file of history: two queues over twelve weeks of half-hours, Monday to Friday from 9 to 17 o'clock;
/// the new one in the last days only. Counts waver by a rule, without chance.
fn history(folder: &Path, name: &str, own: u64, change: impl Fn(NaiveDate, u32) -> u32) -> PathBuf {
    let first = NaiveDate::from_ymd_opt(2021, 1, 4).unwrap();
    let mut text = "start,queue,offered\n".to_owned();
    for day in 0..84 {
        let date = first + Days::new(day);
        if date.weekday().num_days_from_monday() > 4 {
            continue;
        }
        for half in 18..34_u32 {
            let waver = (day as u32 * 7 + half * 5) % 11;
            let count = 20 + 2 * half.abs_diff(26) + waver + change(date, half);
            let start = format!("{date}T{:02}:{:02}", half / 2, half % 2 * 30);
            text += &format!("{start},phone,{count}\n");
            if day >= 84 - own {
                text += &format!("{start},chat,{}\n", count / 4);
            }
        }
    }
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn forecast(file: &Path, more: &[&str]) -> Output {
    let file = file.to_str().unwrap();
    let output = bezet(&[&["forecast", file], more].concat());
    assert_eq!(output.status.code(), Some(0), "{}", talk(&output));
    output
}

fn talk(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The numbers of a column, found by its name.
fn column(text: &str, name: &str) -> Vec<f64> {
    let mut lines = text.lines();
    let at = lines.next().unwrap().split(',').position(|c| c == name);
    let cell = |line: &str| line.split(',').nth(at.unwrap()).unwrap().parse().unwrap();
    lines.map(cell).collect()
}

fn sum(text: &str, name: &str) -> f64 {
    column(text, name).iter().sum()
}

#[test]
fn the_rest_of_today_follows_the_morning() {
    let folder = tempfile::tempdir().unwrap();
    let today = NaiveDate::from_ymd_opt(2021, 3, 24).unwrap();
    // A heavy morning: twice as many until eleven; afterwards as usual, which must not matter.
    let heavy = |date, half| if date == today && half < 22 { 40 } else { 0 };
    let file = history(folder.path(), "heavy.csv", 0, heavy);
    let later = |date, half| match date == today && half >= 22 {
        true => 5000,
        false => heavy(date, half),
    };
    let corrupt = history(folder.path(), "corrupt.csv", 0, later);
    let now = ["--queue", "phone", "--now", "2021-03-24T11:10"];
    let output = forecast(&file, &now);
    let rows = out(&output);
    assert_eq!(rows, out(&forecast(&corrupt, &now)));
    assert_eq!(rows.lines().filter(|row| row.ends_with(",seen")).count(), 4);
    assert_eq!(
        rows.lines()
            .filter(|row| row.ends_with(",expected"))
            .count(),
        12
    );
    let usual = out(&forecast(
        &file,
        &["--queue", "phone", "--start", "2021-03-24", "--days", "1"],
    ));
    let rest = |text: &str| column(text, "contacts")[4..].iter().sum::<f64>();
    assert!(rest(&rows) > 1.02 * rest(&usual), "{rows}\n{usual}");
    let said = talk(&output);
    assert!(
        said.contains("busyness so far 1.") && said.contains("day total"),
        "{said}"
    );
    let day = out(&forecast(&file, &[&now[..], &["--by", "day"]].concat()));
    assert!(
        (sum(&day, "contacts") - sum(&rows, "contacts")).abs() < 0.2,
        "{day}"
    );
}

#[test]
fn a_day_of_which_nothing_is_known_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = history(folder.path(), "h.csv", 0, |_, _| 0);
    for now in ["2021-03-24T08:00", "2021-03-27T11:00", "2030-01-01T11:00"] {
        let output = bezet(&["forecast", file.to_str().unwrap(), "--now", now]);
        assert_eq!(output.status.code(), Some(2), "{now}");
        assert!(talk(&output).contains("error[H304]"), "{}", talk(&output));
    }
}

#[test]
fn two_years_by_month_add_up_and_grow() {
    let folder = tempfile::tempdir().unwrap();
    let file = history(folder.path(), "h.csv", 0, |_, _| 0);
    let long = ["--queue", "phone", "--weeks", "104"];
    let by =
        |by: &str, more: &[&str]| out(&forecast(&file, &[&long[..], &["--by", by], more].concat()));
    let (months, days) = (by("month", &[]), by("day", &[]));
    assert_eq!(months.lines().count(), 1 + 25);
    assert_eq!(days.lines().count(), 1 + 520);
    assert_eq!(by("week", &[]).lines().count(), 1 + 104);
    assert!((sum(&months, "contacts") / sum(&by("interval", &[]), "contacts") - 1.0).abs() < 1e-4);
    // The last full month begins two years on, less a little: 5 % a year is 1.05 to that power.
    let grown = by("month", &["--growth", "0.05"]);
    let ratio = column(&grown, "contacts")[23] / column(&months, "contacts")[23];
    // Working days of February 2023 lie some 692 days after the last known one, 26 March 2021.
    assert!(
        (ratio - 1.05_f64.powf(692.0 / 365.0)).abs() < 0.003,
        "{ratio}"
    );
    let wide = by("month", &["--level", "0.95"]);
    for (month, edge) in column(&wide, "high").iter().enumerate() {
        assert!(*edge > column(&months, "high")[month]);
    }
}

#[test]
fn paths_are_repeatable_and_centred() {
    let folder = tempfile::tempdir().unwrap();
    let file = history(folder.path(), "h.csv", 0, |_, _| 0);
    let drawn = |name: &str, more: &[&str]| {
        let path = folder.path().join(name);
        let paths = [
            "--queue",
            "phone",
            "--paths",
            "200",
            "--out",
            path.to_str().unwrap(),
        ];
        let rows = out(&forecast(&file, &[&paths[..], more].concat()));
        (std::fs::read_to_string(path).unwrap(), rows)
    };
    let (first, rows) = drawn("a.csv", &["--seed", "7", "--threads", "1"]);
    assert_eq!(first, drawn("b.csv", &["--seed", "7"]).0);
    assert_ne!(first, drawn("c.csv", &["--seed", "8"]).0);
    assert_eq!(first.lines().count(), 1 + 200 * 80);
    let mean = sum(&first, "contacts") / 200.0;
    // Days vary by a few percent; of 200 paths of five days little is left.
    assert!((mean / sum(&rows, "contacts") - 1.0).abs() < 0.02, "{mean}");
    let (days, _) = drawn("d.csv", &["--seed", "7", "--by", "day"]);
    assert_eq!(days.lines().count(), 1 + 200 * 5);
    assert!((sum(&days, "contacts") / sum(&first, "contacts") - 1.0).abs() < 1e-9);
}

#[test]
fn a_new_queue_takes_the_shape_of_another() {
    let folder = tempfile::tempdir().unwrap();
    let file = history(folder.path(), "none.csv", 0, |_, _| 0);
    let phone = out(&forecast(&file, &["--queue", "phone"]));
    let like = ["--queue", "chat", "--like", "phone"];
    let share = out(&forecast(
        &file,
        &[&like[..], &["--share", "0.25"]].concat(),
    ));
    for (new, old) in column(&share, "contacts")
        .iter()
        .zip(column(&phone, "contacts"))
    {
        assert!((new - 0.25 * old).abs() < 0.011, "{new} {old}");
    }
    let stated = out(&forecast(
        &file,
        &[&like[..], &["--per-day", "80"]].concat(),
    ));
    assert!(
        (sum(&stated, "contacts") / 400.0 - 1.0).abs() < 0.05,
        "{stated}"
    );
    // A week of its own, a quarter of the phone's, draws a statement of a half towards it.
    let file = history(folder.path(), "week.csv", 7, |_, _| 0);
    let output = forecast(&file, &[&like[..], &["--share", "0.5"]].concat());
    let ratio = sum(&out(&output), "contacts") / sum(&phone, "contacts");
    assert!((0.25..0.4).contains(&ratio), "{ratio}");
    assert!(talk(&output).contains("5 own days"), "{}", talk(&output));
    // After two weeks its own history is enough.
    let file = history(folder.path(), "weeks.csv", 21, |_, _| 0);
    let output = forecast(&file, &[&like[..], &["--share", "0.5"]].concat());
    assert!(talk(&output).contains("note[N324]"), "{}", talk(&output));
    let ratio = sum(&out(&output), "contacts") / sum(&phone, "contacts");
    assert!((ratio - 0.25).abs() < 0.02, "{ratio}");
}

#[test]
fn a_queue_to_be_like_must_be_there() {
    let folder = tempfile::tempdir().unwrap();
    let file = history(folder.path(), "h.csv", 0, |_, _| 0);
    let file = file.to_str().unwrap();
    let output = bezet(&[
        "forecast", file, "--queue", "chat", "--like", "phones", "--share", "1",
    ]);
    assert!(talk(&output).contains("error[H105]"), "{}", talk(&output));
    assert!(talk(&output).contains("did you mean `phone`"));
    let output = bezet(&["forecast", file, "--like", "phone"]);
    assert_eq!(output.status.code(), Some(2));
}
