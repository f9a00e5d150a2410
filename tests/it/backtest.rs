//! The back-test: figures by hand, nothing of the future, the same on any number of threads.

use crate::support::{bezet, out};
use bezet::calendar::{DayCalendar, Grid, Series};
use bezet::forecast::{Floor, MethodScore, NAMES, Options, Past, Score, method, naive_scale};
use bezet::units::{Contacts, Seconds};
use chrono::{Datelike, Days, NaiveDate, Weekday};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Contacts of a half-hour, by plain arithmetic: a shape over the day, busier Mondays, a slow
/// rise, and some scatter that no generator is needed for.
fn contacts(day: NaiveDate, half: u32) -> u32 {
    let number = day.num_days_from_ce() as u32;
    let shape = 20 + 3 * (half % 9);
    let monday = if day.weekday() == Weekday::Mon { 12 } else { 0 };
    shape + monday + number % 100 / 10 + (number * 7919 + half * 104_729) % 13
}

/// A record of weekdays from nine to five, holidays of NL in 2003 left out.
fn record(folder: &Path, weeks: u64, value: impl Fn(NaiveDate, u32) -> u32) -> PathBuf {
    let mut text = "start,offered\n".to_owned();
    for day in date("2003-01-06").iter_days().take(7 * weeks as usize) {
        let closed = ["2003-04-21", "2003-04-30", "2003-05-29"]
            .map(date)
            .contains(&day);
        if day.weekday().num_days_from_monday() > 4 || closed {
            continue;
        }
        for half in 18..34 {
            let (hour, minute) = (half / 2, half % 2 * 30);
            writeln!(text, "{day} {hour:02}:{minute:02},{}", value(day, half)).unwrap();
        }
    }
    let path = folder.join("calls.csv");
    std::fs::write(&path, text).unwrap();
    path
}

fn calendar(folder: &Path) -> PathBuf {
    let path = folder.join("holidays.csv");
    let text = "country,date,name\nNL,2003-04-21,Easter Monday\nNL,2003-04-30,Queen's Day\n\
                NL,2003-05-29,Ascension Day\nNL,2003-06-09,Whit Monday\nUS,2003-05-26,Memorial Day\n\
                US,2003-02-17,Washington's Birthday\nUS,2003-07-04,Independence Day\n";
    std::fs::write(&path, text).unwrap();
    path
}

fn run(arguments: &[&str]) -> std::process::Output {
    let output = bezet(&[&["backtest"], arguments].concat());
    let talk = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{talk}");
    output
}

fn json(arguments: &[&str]) -> serde_json::Value {
    serde_json::from_str(&out(&run(&[arguments, &["--json"]].concat()))).unwrap()
}

/// Everything after the origin is replaced: the forecasts do not change by a byte, whichever
/// method makes them; what they are scored against does.
#[test]
fn nothing_of_the_future_leaks() {
    let [honest, corrupt] = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let origin = date("2003-06-01");
    let files = [
        record(honest.path(), 26, contacts),
        record(corrupt.path(), 26, |day, half| match day > origin {
            true => (half * 97 + day.day() * 31) % 900 * u32::from(day.day() % 3 > 0),
            false => contacts(day, half),
        }),
    ];
    let holidays = calendar(honest.path());
    for name in NAMES {
        let runs = files.each_ref().map(|file| {
            let rows = file.with_extension("rows");
            let test = json(&[
                file.to_str().unwrap(),
                "--origins=2003-06-01",
                "--lead-days=1",
                "--days=14",
                "--calendar",
                holidays.to_str().unwrap(),
                "--method",
                name,
                "--forecasts",
                rows.to_str().unwrap(),
            ]);
            (std::fs::read(rows).unwrap(), test)
        });
        let [(honest, truth), (misled, changed)] = runs;
        assert!(honest.len() > 14 * 48 * 20, "{name}");
        assert!(honest == misled, "{name} has seen the future");
        assert_ne!(truth["tested"]["contacts"], changed["tested"]["contacts"]);
    }
}

#[test]
fn the_country_is_seen_from_the_days_before_the_origin() {
    let folder = tempfile::tempdir().unwrap();
    let file = record(folder.path(), 26, contacts);
    let holidays = calendar(folder.path());
    let said = |origins: &str, more: &[&str]| {
        let file = [
            file.to_str().unwrap(),
            "--origins",
            origins,
            "--calendar",
            holidays.to_str().unwrap(),
        ];
        json(&[&file[..], more].concat())["notes"].to_string()
    };
    // Only a holiday of the US has been by then, and it was a day like others.
    assert!(said("2003-04-09", &[]).contains("does not tell the countries NL, US apart"));
    assert!(said("2003-03-09", &[]).contains("holidays of US are the only ones"));
    assert!(said("2003-06-01", &[]).contains("agrees best with the holidays of NL"));
    assert!(!said("2003-06-01", &["--country", "us"]).contains("N231"));
}

#[test]
fn a_forecast_knows_the_holidays_of_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = record(folder.path(), 22, contacts);
    let holidays = calendar(folder.path());
    let said = |more: &[&str]| {
        let output = bezet(
            &[
                &["forecast", file.to_str().unwrap(), "--start=2003-06-09"],
                more,
            ]
            .concat(),
        );
        assert_eq!(output.status.code(), Some(0));
        String::from_utf8(output.stderr).unwrap()
    };
    let with = said(&["--calendar", holidays.to_str().unwrap()]);
    assert!(
        with.contains("agrees best with the holidays of NL"),
        "{with}"
    );
    assert!(with.contains("Whit Monday"), "{with}");
    // Without a file the record shows that it keeps those of its country, where that is known.
    assert!(said(&[]).contains("keeps these Dutch holidays"));
    assert!(!said(&["--zone=Europe/Berlin"]).contains("Whit Monday"));
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let file = record(folder.path(), 26, contacts);
    let runs = ["1", "2"].map(|threads| {
        let [rows, page] = ["rows", "html"].map(|kind| folder.path().join(kind));
        let arguments = [
            file.to_str().unwrap(),
            "--threads",
            threads,
            "--json",
            "--forecasts",
            rows.to_str().unwrap(),
            "--html",
            page.to_str().unwrap(),
        ];
        let printed = out(&run(&arguments));
        (
            printed,
            std::fs::read(rows).unwrap(),
            std::fs::read(page).unwrap(),
        )
    });
    let [one, two] = runs;
    assert!(one == two);
    let page = String::from_utf8(one.2).unwrap();
    assert!(page.matches("<svg").count() > 3 && !page.contains("http"));
}

/// Two days of two intervals; every figure is worked out here.
#[test]
fn figures_are_those_by_hand() {
    let monday = date("2021-03-01");
    let past = Grid::days(chrono_tz::UTC, monday, 14, 720);
    let always = Series::filled(past, true);
    let calendar = DayCalendar::plain(Vec::new());
    // The last week is the forecast of the naive method: 10 by day and 20 by night.
    let counts = Series::from_fn(past, |index| {
        Contacts(if index % 2 == 0 { 10.0 } else { 20.0 })
    });
    let past = Past {
        contacts: &counts,
        handle_time: &Series::filled(past, Some(Seconds(60.0))),
        open: &always,
        usable: &always,
        calendar: &calendar,
    };
    let naive = method("seasonal-naive", Options::default()).unwrap();
    let grid = Grid::days(chrono_tz::UTC, date("2021-03-22"), 2, 720);
    let forecast = naive
        .fit(&past)
        .unwrap()
        .predict(&Series::filled(grid, true), &calendar);
    let came = Series {
        grid,
        values: vec![
            Some(Contacts(13.0)),
            Some(Contacts(16.0)),
            None,
            Some(Contacts(21.0)),
        ],
    };
    let score = Score::of(&forecast, &came).unwrap();
    // Errors -3, +4 and -1; days +1 and -1; the week 0; contacts 50.
    assert_eq!((score.came, score.error), (50.0, 0.0));
    assert_eq!((score.intervals.count, score.intervals.absolute), (3, 8.0));
    assert_eq!((score.days.count, score.days.absolute), (2, 2.0));
    assert_eq!(score.weeks, (1, 0.0));
    let pinball: f64 = [(0, 13.0), (1, 16.0), (3, 21.0)]
        .into_iter()
        .flat_map(|(index, count)| [0.1, 0.5, 0.9].map(|q| (index, count, q)))
        .map(|(index, count, q)| {
            let at = forecast.interval_law(index).quantile(q);
            let loss = if count >= at {
                q * (count - at)
            } else {
                (1.0 - q) * (at - count)
            };
            2.0 * loss / 3.0
        })
        .sum();
    assert!((score.pinball - pinball).abs() < 1e-12);
    let table = MethodScore::of("seasonal-naive", vec![score], Some(2.0));
    assert!((table.error.interval.0 - 0.16).abs() < 1e-12);
    assert!((table.error.day.0 - 0.04).abs() < 1e-12);
    assert!((table.scaled_error.unwrap() - 8.0 / 3.0 / 2.0).abs() < 1e-12);
    // E|N - m| by summing Poisson's probabilities.
    let floor = Floor::of(&came, &came);
    let direct = |mean: f64| {
        let (mut p, mut sum) = ((-mean).exp(), 0.0);
        for n in 0..200 {
            sum += p * (f64::from(n) - mean).abs();
            p *= mean / f64::from(n + 1);
        }
        sum
    };
    // The record is these two days, so each day's shape is its own: rates are the counts.
    assert!((floor.interval - (direct(13.0) + direct(16.0) + direct(21.0))).abs() < 1e-6);
    assert!((floor.day - (direct(29.0) + direct(21.0))).abs() < 1e-6);
    assert!((floor.week - direct(50.0)).abs() < 1e-6);
}

#[test]
fn the_scale_is_last_weeks_error() {
    // A week of 5, then 8, then 6, day by day: differences of 3 and of 2, the third week hidden.
    let grid = Grid::days(chrono_tz::America::New_York, date("2003-03-24"), 28, 60);
    let week = |index: usize| (grid.date(index) - grid.date(0)).num_days() as usize / 7;
    let counts = [5.0, 8.0, 6.0, 50.0];
    let record = Series::from_fn(grid, |index| counts.get(week(index)).map(|c| Contacts(*c)));
    let scale = naive_scale(&record, date("2003-04-13")).unwrap();
    // Both weeks have as many intervals with a week before them, but the hour that the clock
    // skipped on 6 April: its week before is there, so the second week has 167.
    let expected = (167.0 * 3.0 + 168.0 * 2.0) / 335.0;
    assert!((scale - expected).abs() < 1e-12, "{scale}");
    assert_eq!(naive_scale(&record, date("2003-03-30")), None);
}

#[test]
fn a_part_of_an_interval_is_not_scored_as_a_whole() {
    let folder = tempfile::tempdir().unwrap();
    let file = record(folder.path(), 16, contacts);
    // The last quarter of each day is a single one: 17:00 without its second half.
    let text = std::fs::read_to_string(&file).unwrap();
    let mut longer = String::new();
    for line in text.lines() {
        writeln!(longer, "{line}").unwrap();
        if line.contains(" 16:30,") {
            writeln!(longer, "{}3", &line.replace(" 16:30,", " 17:00,")[..17]).unwrap();
        }
    }
    std::fs::write(&file, longer).unwrap();
    let test = json(&[file.to_str().unwrap(), "--step", "60", "--origins", "1"]);
    // Monday 21 April was Easter.
    assert_eq!(test["tested"]["days"], 4);
    assert_eq!(test["tested"]["intervals"], 4 * 8);
    let last = date("2003-01-06") + Days::new(7 * 14 - 1);
    assert_eq!(test["origins"][0], last.to_string());
}

/// Half-hours added up to days are a record with a row per date, in every figure.
#[test]
fn whole_days_of_half_hours_are_tested_as_a_record_of_days() {
    let folder = tempfile::tempdir().unwrap();
    let halves = record(folder.path(), 30, contacts);
    let mut totals = std::collections::BTreeMap::<String, u32>::new();
    for line in std::fs::read_to_string(&halves).unwrap().lines().skip(1) {
        let (start, count) = line.split_once(',').unwrap();
        *totals.entry(start[..10].to_owned()).or_default() += count.parse::<u32>().unwrap();
    }
    let mut text = "start,offered\n".to_owned();
    for (day, total) in totals {
        writeln!(text, "{day},{total}").unwrap();
    }
    let days = folder.path().join("days.csv");
    std::fs::write(&days, text).unwrap();
    let asked = ["--step=1440", "--origins=4"];
    let added = json(&[&[halves.to_str().unwrap()], &asked[..]].concat());
    let given = json(&[&[days.to_str().unwrap()], &asked[..]].concat());
    assert_eq!(added["tested"], given["tested"]);
    assert_eq!(added["tested"]["intervals"], 20);
    assert_eq!(added["methods"], given["methods"]);
    let refused = bezet(&["backtest", halves.to_str().unwrap(), "--step=120"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("whole days"));
}

/// Round the clock in New York: the hour that spring skips is no interval, the one that autumn
/// repeats is two, and stands in the rows once.
#[test]
fn days_of_the_clock_change_have_the_hours_that_they_have() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calls.csv");
    let (spring, autumn) = (date("2003-04-06"), date("2003-10-26"));
    let mut text = "start,offered\n".to_owned();
    for day in date("2003-02-03").iter_days().take(7 * 40) {
        for hour in 0..24 {
            let times = match (day, hour) {
                (day, 2) if day == spring => 0,
                (day, 1) if day == autumn => 2,
                _ => 1,
            };
            for _ in 0..times {
                writeln!(text, "{day} {hour:02}:00,{}", contacts(day, hour)).unwrap();
            }
        }
    }
    std::fs::write(&path, text).unwrap();
    let rows = folder.path().join("rows.csv");
    for (origin, scored, written) in [("2003-03-30", 167, 167), ("2003-10-19", 169, 168)] {
        let test = json(&[
            path.to_str().unwrap(),
            "--zone=America/New_York",
            "--lead-days=1",
            "--origins",
            origin,
            "--forecasts",
            rows.to_str().unwrap(),
        ]);
        assert_eq!(test["tested"]["intervals"], scored);
        let lines = std::fs::read_to_string(&rows).unwrap();
        let starts: BTreeSet<&str> = lines.lines().filter_map(|l| l.split(',').nth(1)).collect();
        assert_eq!(
            (starts.len() - 1, lines.lines().count() - 1),
            (written, written)
        );
    }
}

#[test]
fn lead_and_days_are_as_said() {
    let folder = tempfile::tempdir().unwrap();
    let file = record(folder.path(), 26, contacts);
    let rows = folder.path().join("rows.csv");
    run(&[
        file.to_str().unwrap(),
        "--origins=2003-05-25",
        "--forecasts",
        rows.to_str().unwrap(),
    ]);
    let text = std::fs::read_to_string(rows).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "origin,start,mean,q10,q50,q90");
    assert!(lines[1].starts_with("2003-05-25,2003-06-02 00:00:00,"));
    assert!(
        lines
            .last()
            .unwrap()
            .starts_with("2003-05-25,2003-06-08 23:30:00,")
    );
    assert_eq!(lines.len(), 1 + 7 * 48);
}

#[test]
fn a_configuration_is_tested_within_its_hours() {
    let output = run(&[
        "config/kcc.toml",
        "--origins=2020-03-01",
        "--language",
        "nl",
    ]);
    let text = out(&output);
    assert!(text.contains("1 oorsprong"), "{text}");
    assert!(
        text.lines().all(|line| line.chars().count() <= 100),
        "{text}"
    );
}

#[test]
fn what_cannot_be_tested_is_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = record(folder.path(), 16, contacts);
    let holidays = calendar(folder.path());
    let (file, holidays) = (file.to_str().unwrap(), holidays.to_str().unwrap());
    let cases: [(&[&str], &[&str]); 7] = [
        (
            &["--origins", "2003-05-32,sunday"],
            &["B101", "`2003-05-32`", "`sunday`"],
        ),
        (
            &["--origins", "2002-01-01,2004-01-01"],
            &["B102", "2002", "2004", "2003-01-06"],
        ),
        (
            &["--origins", "2003-04-25"],
            &["B103", "2003-05-03 to 2003-05-09"],
        ),
        (&["--origins", "2003-01-08"], &["H303", "origin 2003-01-08"]),
        (&["--lead-days", "120"], &["B104"]),
        (&["--method", "crystal-ball"], &["B105", "seasonal-naive"]),
        (
            &["--calendar", holidays, "--country", "UK"],
            &["D105", "`NL`, `US`"],
        ),
    ];
    for (arguments, said) in cases {
        let output = bezet(&[&["backtest", file], arguments].concat());
        let talk = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{talk}");
        assert!(output.stdout.is_empty());
        for word in said {
            assert!(talk.contains(word), "{arguments:?}: {talk}");
        }
    }
}
