//! Each verb as typed: stdout, stderr, files and status.

use crate::support::{bezet, out};
use std::path::{Path, PathBuf};
use std::process::Output;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn talk(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push((path.clone(), std::fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}

fn named(found: Vec<(PathBuf, Vec<u8>)>, folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let relative = |path: PathBuf| path.strip_prefix(folder).unwrap().to_owned();
    found
        .into_iter()
        .map(|(path, bytes)| (relative(path), bytes))
        .collect()
}

#[test]
fn every_verb_teaches() {
    for verb in [
        "sample", "forecast", "backtest", "staff", "roster", "check", "simulate", "centre", "plan",
        "evaluate", "erlang", "edit", "suggest", "publish", "scenario",
    ] {
        let output = bezet(&[verb, "--help"]);
        assert_eq!(output.status.code(), Some(0), "{verb}");
        let text = out(&output);
        assert!(text.contains("Usage: bezet"), "{verb}");
        assert!(text.lines().count() > 12, "{verb} says too little:\n{text}");
    }
}

#[test]
fn a_slip_in_the_words_ends_with_two() {
    assert_eq!(bezet(&["plann"]).status.code(), Some(2));
    assert_eq!(
        bezet(&["plan", "config/kcc.toml", "--week", "2021-15"])
            .status
            .code(),
        Some(2)
    );
}

#[test]
fn a_missing_file_is_named() {
    let output = bezet(&["plan", "config/nowhere.toml", "--week", "2021-W15"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(talk(&output).contains("config/nowhere.toml"));
    assert!(out(&output).is_empty());
}

#[test]
fn a_bare_history_is_forecast() {
    let output = bezet(&[
        "forecast",
        "data/history.csv",
        "--start",
        "2021-02-22",
        "--days",
        "7",
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", talk(&output));
    let text = out(&output);
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("start,contacts,low,high,handle_time_s"));
    assert_eq!(lines.count(), 5 * 34);
}

#[test]
fn the_requirement_has_a_row_per_open_interval() {
    let output = bezet(&["staff", "config/kcc.toml", "--week", "2021-W15"]);
    assert_eq!(output.status.code(), Some(0), "{}", talk(&output));
    assert_eq!(out(&output).lines().count(), 1 + 5 * 34);
}

#[test]
fn the_present_roster_obeys_the_rules() {
    let output = bezet(&["check", "config/kcc.toml", "--week", "2021-W15"]);
    assert_eq!(output.status.code(), Some(0), "{}", out(&output));
}

/// The log's mean wait and shares are those of a simulation of the same single repetition.
#[test]
fn every_contact_of_a_week_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("contacts.csv");
    let output = bezet(&[
        "simulate",
        "config/kcc.toml",
        "--week",
        "2021-W15",
        "--replications",
        "1",
        "--json",
        "--records",
        path.to_str().unwrap(),
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", talk(&output));
    let found: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    let said = |name: &str| found[0][name]["mean"].as_f64().unwrap();
    let mut table = csv::Reader::from_path(&path).unwrap();
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    assert_eq!(rows.len() as f64, said("offered"));
    let waits: f64 = rows.iter().map(|row| row[4].parse::<f64>().unwrap()).sum();
    // Waits are written in thousandths of a second.
    assert!((waits / rows.len() as f64 - said("wait")).abs() < 1e-3);
    let gone = rows.iter().filter(|row| &row[5] == "abandoned").count();
    assert!((gone as f64 / rows.len() as f64 - said("abandoned")).abs() < 1e-12);
    assert!(rows[0][2].starts_with("2021-04-12T08:3") && rows[0][2].ends_with("+02:00"));
    let answered = rows.iter().filter(|row| &row[5] == "answered");
    assert!(answered.clone().count() > 1000);
    assert!(
        answered
            .clone()
            .all(|row| !row[7].is_empty() && &row[6] != "0.000")
    );
}

#[test]
fn an_unwritable_folder_is_refused_before_the_work() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("taken");
    std::fs::write(&file, "a file").unwrap();
    let below = file.join("out");
    let output = bezet(&[
        "plan",
        "config/kcc.toml",
        "--week",
        "2021-W15",
        "--out",
        below.to_str().unwrap(),
    ]);
    assert_eq!(output.status.code(), Some(2));
    assert!(talk(&output).contains("error[W101]"), "{}", talk(&output));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "a file");
}

/// The promise of the whole: twice, and with one and two threads, the same bytes; no breach; the
/// simulated wait down by a quarter, upper confidence limit included, at no more paid hours; what
/// is written reads back and passes the checker.
#[test]
fn the_sample_week_is_planned_and_repeats_to_the_byte() {
    let one = tempfile::tempdir().unwrap();
    let two = tempfile::tempdir().unwrap();
    for (folder, threads) in [(&one, "1"), (&two, "2")] {
        let output = bezet(&[
            "plan",
            "config/kcc.toml",
            "--week",
            "2021-W15",
            "--threads",
            threads,
            "--out",
            folder.path().to_str().unwrap(),
        ]);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{}{}",
            out(&output),
            talk(&output)
        );
    }
    let (first, second) = (files(one.path()), files(two.path()));
    assert!(first.len() >= 5 + 20, "{} files", first.len());
    assert_eq!(named(first, one.path()), named(second, two.path()));

    let text = std::fs::read_to_string(one.path().join("plan.json")).unwrap();
    let plan: serde_json::Value = serde_json::from_str(&text).unwrap();
    for note in plan["notes"].as_array().unwrap() {
        let says = |language: &str| note[language].as_str().unwrap_or_default().to_owned();
        assert!(
            !says("what").is_empty() && !says("dutch").is_empty(),
            "{note}"
        );
        assert_ne!(says("what"), says("dutch"));
        assert!(!says("what").contains("1 days"), "{note}");
    }
    assert_eq!(plan["breaches"].as_array().map(Vec::len), Some(0));
    assert!(plan["target"]["ratio"]["high"].as_f64().unwrap() <= 0.75);
    let paid = |side: &str| plan[side]["bridge"]["paid"].as_f64().unwrap();
    assert!(paid("planned") <= paid("present") + 1e-9);
    assert!(plan["solve"]["gap"].as_f64().unwrap() < 0.25);

    for name in ["roster.csv", "roster.xlsx"] {
        let file = one.path().join(name);
        let output = bezet(&[
            "check",
            "config/kcc.toml",
            file.to_str().unwrap(),
            "--week",
            "2021-W15",
        ]);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{name}: {}{}",
            out(&output),
            talk(&output)
        );
    }
}

/// A first day inside the history hides what came later: the forecast is that of a file which ends
/// there.
#[test]
fn what_came_later_is_hidden() {
    let folder = tempfile::tempdir().unwrap();
    let whole = std::fs::read_to_string(root().join("data/history.csv")).unwrap();
    let known = whole
        .lines()
        .filter(|line| line.starts_with("start") || *line < "2020-09-07")
        .map(|line| format!("{line}\n"));
    let ended = folder.path().join("ended.csv");
    std::fs::write(&ended, known.collect::<String>()).unwrap();
    let forecast = |file: &str| bezet(&["forecast", file, "--start", "2020-09-07", "--days", "5"]);
    let (inside, after) = (
        forecast("data/history.csv"),
        forecast(ended.to_str().unwrap()),
    );
    assert_eq!(after.status.code(), Some(0), "{}", talk(&after));
    assert_eq!(out(&inside), out(&after));
    assert!(talk(&inside).contains("WAPE") && !talk(&after).contains("WAPE"));
}

#[test]
fn a_refused_week_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let below = folder.path().join("out");
    let output = bezet(&[
        "plan",
        "config/kcc.toml",
        "--week",
        "2018-W02",
        "--out",
        below.to_str().unwrap(),
    ]);
    assert_eq!(output.status.code(), Some(2));
    assert!(talk(&output).contains("error[P115]"), "{}", talk(&output));
    assert!(!below.exists());
}

#[test]
fn one_queue_is_answered_in_words_and_as_json() {
    let flags = "erlang --calls 100 --per 30min --handle-time 3min";
    let typed: Vec<&str> = flags.split(' ').collect();
    let output = bezet(&[&typed[..], &["--service-level", "0.8"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", talk(&output));
    // 14 agents, 88.835 % within 20 seconds (readme of pyworkforce)
    let text = out(&output);
    let ends = |words: &str, value: &str| {
        let found = text.lines().find(|line| line.contains(words));
        assert!(found.is_some_and(|line| line.ends_with(value)), "{text}");
    };
    ends("agents needed", " 14");
    ends("answered in time, of all", " 88.84 %");
    let output = bezet(&[&typed[..], &["--agents", "14", "--json"]].concat());
    let document: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    let level = document["sl_offered"].as_f64().unwrap();
    assert!((level - 0.8883500191794669).abs() < 1e-12);
}

#[test]
fn every_slip_of_the_calculator_is_said_at_once() {
    let flags = "erlang --calls -3 --agents 2.5 --asa 20 --room 2 --redial 7";
    let output = bezet(&flags.split(' ').collect::<Vec<_>>());
    assert_eq!(output.status.code(), Some(2));
    let said = talk(&output);
    for part in ["`-3`", "`7`", "E102", "--handle-time", "E103", "E105"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let flags = "erlang --calls 30 --per 1h --handle-time 1h --room 20 --max-blocked 0.001";
    let output = bezet(&flags.split(' ').collect::<Vec<_>>());
    assert!(talk(&output).contains("E104"));
    let flags = "erlang --calls 9 --handle-time 1h --agents 8 --patience 60 --redial 1";
    let output = bezet(&flags.split(' ').collect::<Vec<_>>());
    assert!(talk(&output).contains("E106"), "{}", talk(&output));
}

#[test]
fn a_file_of_cases_comes_back_with_answers() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cases.csv");
    let text = "id,model,lambda,mu,theta,c,K,T,p_wait,note,redial\n\
                one,C,0.8,1,,1,,5,0.8,\"a, b\",\n\
                two,C,0.8,1,,1,,,,,\n\
                three,X,14,1,0.5,12,,1,?,,0.5\n";
    std::fs::write(&path, text).unwrap();
    let output = bezet(&["erlang", "--table", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", talk(&output));
    let answered = out(&output);
    let mut reader = csv::Reader::from_reader(answered.as_bytes());
    let header = reader.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|title| title == name).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.unwrap()).collect();
    assert_eq!(&rows[0][at("note")], "a, b");
    assert_eq!(&rows[0][at("bezet_p_wait")], "8e-1");
    // Its own column is empty there, and without T there are no levels.
    assert_eq!(
        (
            &rows[1][at("bezet_p_wait")],
            &rows[1][at("bezet_sl_offered")]
        ),
        ("", "")
    );
    assert_eq!(&rows[1][at("bezet_e_w_ab")], "");
    let number = |name: &str| rows[2][at(name)].parse::<f64>().unwrap();
    assert!(number("bezet_e_w_ab") > 0.0 && number("bezet_p_late") > 0.0);
}

#[test]
fn bad_rows_of_cases_are_refused_together() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cases.csv");
    let text = "model,lambda,mu,theta,c,K,T,redial\n\
                D,1,1,0,1,,1,\n\
                C,one,0,0,,,1,\n\
                K,1,1,0,4,3,1,\n\
                K,1,1,0,4,,1,\n\
                X,1,1,0.5,4,,1,\n";
    std::fs::write(&path, text).unwrap();
    let output = bezet(&["erlang", "--table", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(out(&output).is_empty());
    let said = talk(&output);
    for place in [
        "row 2, column model",
        "row 3, column lambda",
        "row 3, column mu",
        "row 3, column c",
        "row 4, column K",
        "row 5, column K",
        "row 6, column redial",
    ] {
        assert!(said.contains(place), "{place}: {said}");
    }
    std::fs::write(&path, "model,lambda,mu,c,K,T\n").unwrap();
    let said = talk(&bezet(&["erlang", "--table", path.to_str().unwrap()]));
    assert!(said.contains("E110") && said.contains("`theta`"));
    std::fs::write(
        &path,
        "model,lambda,mu,theta,c,K,T,redial\nX,9,1,0.5,8,,1,1\n",
    )
    .unwrap();
    let said = talk(&bezet(&["erlang", "--table", path.to_str().unwrap()]));
    assert!(said.contains("E113"));
}
