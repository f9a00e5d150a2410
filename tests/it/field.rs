//! The field test on records whose truth is known.

use crate::support::{bezet, out};
use bezet::history::{PresenceRule, Source, contacts, staffed};
use bezet::law::Law;
use bezet::plan::{FieldOptions, Measure, field_test};
use bezet::simulate::{Centre, Crew, Ending, Leaving, Present, Queue, Skill, log};
use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};
use std::fmt::Write;
use std::path::PathBuf;

const ZONE: chrono_tz::Tz = chrono_tz::Europe::Amsterdam;

/// Ten hours with a lunch for each, a little more work than six agents can do at noon.
fn centre() -> Centre {
    let (handle_time, patience) = (
        Law::Exponential { mean: 200.0 },
        Law::Exponential { mean: 300.0 },
    );
    let hourly = [
        60.0, 110.0, 130.0, 110.0, 90.0, 90.0, 110.0, 120.0, 90.0, 60.0,
    ];
    let contacts: Vec<f64> = hourly.iter().flat_map(|count| [count / 4.0; 4]).collect();
    let lunch = |person: i32| 4.0 * 3600.0 + f64::from(person / 2) * 1800.0;
    let people = (0..6).map(|one| vec![(0.0, lunch(one)), (lunch(one) + 1800.0, 36_000.0)]);
    Centre {
        interval: 900.0,
        queues: vec![Queue::new("phone", contacts, handle_time, patience)],
        crews: vec![Crew {
            skills: vec![Skill { queue: 0, rank: 0 }],
            present: Present::Spans(people.collect()),
        }],
        leaving: Leaving::Exhaustive,
        busyness: f64::INFINITY,
    }
}

fn moment(day: u32, seconds: f64) -> NaiveDateTime {
    let first = NaiveDate::from_ymd_opt(2021, 1, 4).unwrap() + Days::new(u64::from(day));
    let opening = first.and_hms_opt(8, 0, 0).unwrap();
    opening + TimeDelta::seconds(seconds as i64)
}

/// Simulated days as a telephone system would write them: in whole seconds, with a menu before.
fn record(days: u32) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calls.csv");
    let mut text = String::from("start,menu_s,wait_s,outcome,service_s,agent\n");
    for one in log(&centre(), days, 5).unwrap() {
        let start = moment(one.replication, one.arrival.floor() - 10.0);
        let agent = one.agent.map_or(String::new(), |agent| format!("A{agent}"));
        let word = if one.ending == Ending::Answered {
            "answered"
        } else {
            "abandoned"
        };
        let (wait, handle) = (one.wait.round(), one.handle_time.round());
        writeln!(text, "{start},10,{wait},{word},{handle},{agent}").unwrap();
    }
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

#[test]
fn agents_and_patience_are_found_again() {
    let (_folder, path) = record(60);
    let record = contacts(&Source::new(vec![path], ZONE)).unwrap().unwrap();
    assert_eq!(record.agents.len(), 6);
    let found = staffed(&record.contacts, &PresenceRule::default());
    let hours: f64 = found
        .stays
        .iter()
        .map(|stay| (stay.to - stay.from) / 3600.0)
        .sum();
    // Six times 9.5 hours; idle minutes before lunch and closing are not seen, the last contact of
    // a stretch is, and either is a few minutes a day.
    assert!((hours / 60.0 / 57.0 - 1.0).abs() < 0.02, "{hours}");
    // Rounding to whole seconds is all that looks like work after a contact.
    assert!(found.after_contact < 3.0, "{}", found.after_contact);
    let laws = bezet::plan::assumptions(&record.contacts);
    let patience = laws.patience.unwrap();
    // 95 % of records hold it; the seed was not chosen.
    assert!(
        patience.low < 1.0 / 300.0 && 1.0 / 300.0 < patience.high,
        "{patience:?}"
    );
    assert!((laws.patience_shape.unwrap() - 1.0).abs() < 0.05);
    let time = laws.handle_time.unwrap();
    // Five standard errors of 48,000 exponential handle times: 2.3 %.
    assert!(
        (time.mean / 200.0 - 1.0).abs() < 0.023 && (time.cv - 1.0).abs() < 0.023,
        "{time:?}"
    );
    for row in &laws.survival {
        // Kaplan and Meier know nothing of the law: four of their standard errors, and a second's
        // rounding at a hazard of 1 / 300. Hardly anybody waits for ten minutes here.
        let off = (row.kaplan_meier - (-row.at_s / 300.0).exp()).abs();
        assert!(
            row.at_s > 300.0 || off <= 4.0 * row.error + 0.5 / 300.0,
            "{row:?}"
        );
    }
}

#[test]
fn where_the_model_is_the_truth_the_exact_chain_is_right() {
    let (_folder, path) = record(60);
    let options = FieldOptions {
        replications: 40,
        ..FieldOptions::default()
    };
    let test = field_test(&Source::new(vec![path], ZONE), &options).unwrap();
    assert_eq!(test.days.len(), 60);
    let score = |method: &str, measure| {
        let mut scores = test.scores.iter();
        scores
            .find(|score| score.method == method && score.measure == measure)
            .unwrap()
    };
    let exact = score("exact", Measure::Wait);
    // What an hour counts is its rate give or take a tenth, and a queue grows faster with a higher
    // rate than it shrinks with a lower one: some 5 % too long is the test's own, and a standard
    // error of the mean of 60 days is 1.5 %.
    assert!(exact.bias.abs() < 0.1 * exact.recorded, "{exact:?}");
    let simulated = score("simulated", Measure::Wait);
    assert!(
        (simulated.bias - exact.bias).abs() < 0.03 * exact.recorded,
        "{simulated:?}"
    );
    assert!(exact.correlation.unwrap() > 0.75, "{exact:?}");
    let abandoned = score("exact", Measure::Abandoned);
    assert!(
        abandoned.bias.abs() < 0.1 * abandoned.recorded,
        "{abandoned:?}"
    );
    // Noon has more work than agents, every day.
    assert_eq!(test.erlang_c_infinite, 60);
    let cost = test
        .assumptions
        .as_ref()
        .and_then(|laws| laws.cost)
        .unwrap();
    // The record's own laws are exponential here: nothing is lost by assuming it. Two runs of 2,400
    // days, whose waits have a cv near 0.4, differ by chance by 1.2 %.
    assert!(
        (cost.both.wait_s / cost.exponential.wait_s - 1.0).abs() < 0.04,
        "{cost:?}"
    );
}

#[test]
fn the_command_prints_the_table_and_every_day() {
    let (_folder, path) = record(35);
    let path = path.to_str().unwrap();
    let output = bezet(&["calibrate", path, "--replications", "4"]);
    assert_eq!(output.status.code(), Some(0));
    let text = out(&output);
    for part in [
        "exact chain through the day",
        "35 days from 2021-01-04",
        "Kaplan-Meier",
        "patience",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let json = |more: &[&str]| {
        let arguments = ["calibrate", path, "--replications", "4", "--json"];
        let output = bezet(&[&arguments, more].concat());
        serde_json::from_str::<serde_json::Value>(&out(&output)).unwrap()
    };
    let all = json(&[]);
    assert_eq!(all["days"].as_array().unwrap().len(), 35);
    // A part of the days has the same figures as the whole: patience is of the whole record.
    let some = json(&["--days", "2021-01-05..2021-01-07", "--threads", "1"]);
    assert_eq!(some["days"].as_array().unwrap().len(), 3);
    assert_eq!(some["days"][0], all["days"][1]);
}

#[test]
fn a_history_of_intervals_is_tested_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("intervals.csv");
    let mut text = String::from("start,offered,answered,abandoned,handle_time_s,wait_s,agents\n");
    for day in 0..20 {
        for quarter in 0..40 {
            let start = moment(day, f64::from(quarter) * 900.0);
            writeln!(text, "{start},20,18,2,200,30,5.5").unwrap();
        }
    }
    std::fs::write(&path, text).unwrap();
    let test = field_test(&Source::new(vec![path], ZONE), &FieldOptions::default()).unwrap();
    assert_eq!((test.days.len(), test.after_contact_s), (20, None));
    let day = &test.days[3];
    let laws = test.assumptions.as_ref().unwrap();
    assert_eq!((laws.handle_time, laws.survival.len()), (None, 0));
    assert!((laws.patience.unwrap().mean() - 300.0).abs() < 1e-9);
    // 30 s of waiting for each of 20, and 2 who hang up: patience 300 s, by hand.
    assert!((day.patience_s - 300.0).abs() < 1e-9 && (day.agent_hours - 55.0).abs() < 1e-9);
    assert_eq!(
        (day.offered, day.recorded.wait_s, day.recorded.abandoned),
        (800.0, 30.0, 0.1)
    );
    // The same day by another method: 100 simulated days, whose mean is good to some 5 %.
    let exact = day.exact.unwrap();
    assert!(
        (day.simulated.wait_s / exact.wait_s - 1.0).abs() < 0.05,
        "{day:?}"
    );
    assert!((exact.abandoned * day.patience_s - exact.wait_s).abs() < 0.05 * exact.wait_s);
}

#[test]
fn what_cannot_be_tested_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |name: &str, text: &str, code: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        let output = bezet(&["calibrate", path.to_str().unwrap()]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(code), "{code}: {said}");
    };
    refused(
        "waits.csv",
        "start,outcome,agent\n2021-01-04T08:00:00,answered,a\n",
        "H116",
    );
    refused(
        "few.csv",
        "start,wait_s,outcome,service_s,agent\n2021-01-04T08:00:00,3,answered,100,a\n",
        "F101",
    );
    refused(
        "two.csv",
        "start,queue,offered,wait_s,agents\n2021-01-04T08:00,a,3,1,1\n2021-01-04T08:15,a,3,1,1\n2021-01-04T08:00,b,3,1,1\n",
        "F102",
    );
    let odd = bezet(&["calibrate", "x.csv", "--days", "2021-02-01..2021-01-01"]);
    assert_eq!(odd.status.code(), Some(2));
}

#[test]
fn single_contacts_say_what_was_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calls.csv");
    let text = "start;queue;ivr;wait_s;uitkomst;handle_time_s;medewerker\n\
        4-1-2021 08:00:05;a;-9;0:40;beantwoord;300;anna\n\
        4-1-2021 08:00:00;b;10;90;afgehaakt;;\n\
        4-1-2021 08:01:00;a;;;beantwoord;200;anna\n\
        4-1-2021 08:02:00;a;5;5000;beantwoord;200;bas\n\
        4-1-2021 08:03:00;b;1;2;phantom;0;\n";
    std::fs::write(&path, text).unwrap();
    let mut source = Source::new(vec![path], ZONE);
    let mut record = contacts(&source).unwrap().unwrap();
    let said = |code: &str| record.notes.iter().filter(|note| note.code == code).count();
    assert_eq!(
        [said("N206"), said("N212"), said("N213")],
        [1, 1, 1],
        "{:?}",
        record.notes
    );
    let of = |at: usize| (record.contacts[at].at, record.contacts[at].wait);
    // 4 January 2021, 08:00 in Amsterdam; a menu of 10 s, and one below 0.
    assert_eq!(
        [of(0), of(1)],
        [(1_609_743_605.0, 40.0), (1_609_743_610.0, 90.0)]
    );
    assert_eq!(record.contacts[0].left(), 1_609_743_645.0);
    assert_eq!((record.contacts[1].agent, record.contacts.len()), (None, 3));
    assert_eq!(
        record.set_aside(3600.0, 10_800.0).map(|note| note.code),
        Some("N214")
    );
    assert_eq!(record.contacts.len(), 2);
    source.only = vec!["b".to_owned()];
    let of_b = contacts(&source).unwrap().unwrap();
    assert_eq!(
        (of_b.queues, of_b.contacts.len()),
        (vec!["b".to_owned()], 1)
    );
    source.only = vec!["c".to_owned()];
    assert!(contacts(&source).unwrap_err().to_string().contains("H105"));
}
