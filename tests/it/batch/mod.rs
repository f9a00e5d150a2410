//! `bezet batch`: every row a line, in order, the same bytes however it is run.

mod jobs;
mod large;

use crate::support::{self, bezet, out};
use bezet::config::Config;
use bezet::plan::{Unwatched, expect_week};
use bezet::scenario::batch::{self, Manifest, Options, Shard, Shards};
use jobs::{BAD, Jobs, bad, day};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Rows of the small manifest; the large one has 10,000.
const SMALL: usize = 300;

#[test]
fn exactly_the_bad_rows_are_errors_on_any_number_of_threads() {
    let jobs = Jobs::new(SMALL);
    let one = jobs.run("one.jsonl", 1, "1/1");
    let three = jobs.run("three.jsonl", 3, "1/1");
    assert_eq!((one, one.before), (three, 0));
    assert_eq!((one.done, one.failed), (SMALL, SMALL / BAD));
    assert_eq!(jobs.bytes("one.jsonl"), jobs.bytes("three.jsonl"));
    for (row, line) in jobs.lines("one.jsonl").iter().enumerate() {
        assert_eq!(line["row"], row + 1);
        let wrong = row % BAD == BAD - 1;
        assert_eq!(line["ok"], !wrong, "{line}");
        assert_eq!(line.get("result").is_some(), !wrong);
        if wrong {
            let problems = line["problems"].as_array().unwrap();
            let codes: Vec<&str> = problems
                .iter()
                .map(|p| p["code"].as_str().unwrap())
                .collect();
            assert_eq!(codes, bad(row / BAD).1, "{line}");
            let text = line.to_string();
            assert!(
                !text.contains(&*jobs.folder.path().to_string_lossy()),
                "{text}"
            );
        }
    }
}

#[test]
fn a_run_goes_on_wherever_it_ended() {
    let jobs = Jobs::new(60);
    jobs.run("whole.jsonl", 2, "1/1");
    let whole = jobs.bytes("whole.jsonl");
    // In the head, at its end, within a line, at a line's end, at the very end.
    let head = whole.iter().position(|byte| *byte == b'\n').unwrap();
    let last = whole.len() - 1;
    let cuts = [
        0,
        1,
        head,
        head + 1,
        head + 9,
        whole.len() / 3,
        whole.len() / 2,
        last,
        last + 1,
    ];
    for cut in cuts {
        std::fs::write(jobs.path("cut.jsonl"), &whole[..cut]).unwrap();
        let run = jobs.run("cut.jsonl", 2, "1/1");
        let lines = whole[..cut].iter().filter(|byte| **byte == b'\n').count();
        assert_eq!((run.before, run.done), (lines.saturating_sub(1), 60));
        assert_eq!(run.failed, 60 / BAD, "those of before are counted too");
        assert_eq!(jobs.bytes("cut.jsonl"), whole, "cut at {cut}");
    }
}

#[test]
fn a_killed_run_loses_no_job_and_does_none_twice() {
    let jobs = Jobs::new(SMALL);
    jobs.run("whole.jsonl", 2, "1/1");
    let kills = [1, 40, 150].map(|lines| jobs.kill_at("killed.jsonl", lines).1);
    assert!(kills.contains(&true), "a run was killed at work");
    let end = jobs.start("killed.jsonl").wait().unwrap();
    assert_eq!(end.code(), Some(1), "some rows have no result");
    assert_eq!(jobs.bytes("killed.jsonl"), jobs.bytes("whole.jsonl"));
}

#[test]
fn shards_merged_are_one_run() {
    let jobs = Jobs::new(61);
    jobs.run("whole.jsonl", 2, "1/1");
    let names: Vec<String> = (1..=4).map(|nth| format!("{nth}.jsonl")).collect();
    for (nth, name) in names.iter().enumerate() {
        let run = jobs.run(name, 2, &format!("{}/4", nth + 1));
        assert_eq!(run.rows, if nth == 0 { 16 } else { 15 });
    }
    let merged = |names: &[&str]| {
        let files: Vec<PathBuf> = names.iter().map(|name| jobs.path(name)).collect();
        let mut bytes = Vec::new();
        let shards = Shards::read(&jobs.manifest(), &files).map_err(|error| error.to_string())?;
        shards.write(&mut bytes).unwrap();
        Ok::<_, String>(bytes)
    };
    let order = ["3.jsonl", "1.jsonl", "4.jsonl", "2.jsonl"];
    assert_eq!(merged(&order).unwrap(), jobs.bytes("whole.jsonl"));
    let short = jobs.bytes("4.jsonl");
    std::fs::write(jobs.path("short.jsonl"), &short[..short.len() - 3]).unwrap();
    let wrong = merged(&["1.jsonl", "1.jsonl", "short.jsonl"]).unwrap_err();
    for word in [
        "J115",
        "J116",
        "`1/4` is in",
        "`2/4` is missing",
        "`3/4` is missing",
    ] {
        assert!(wrong.contains(word), "{word}: {wrong}");
    }
    assert!(wrong.contains("`4/4` has 14 of 15 rows"), "{wrong}");
    let other = merged(&["1.jsonl", "whole.jsonl"]).unwrap_err();
    assert!(other.contains("J115"), "{other}");
}

#[test]
fn results_of_something_else_are_left_alone() {
    let jobs = Jobs::new(8);
    jobs.run("results.jsonl", 1, "1/1");
    let was = jobs.bytes("results.jsonl");
    let refused = |name: &str, fresh: bool| {
        let options = Options {
            out: &jobs.path(name),
            shard: Shard::default(),
            fresh,
            threads: 1,
        };
        let run = batch::run(&jobs.manifest(), &options, &Unwatched::default());
        run.map_err(|error| error.to_string())
    };
    // Not even asked to start over does it write over what is not its own.
    assert!(refused("jobs.jsonl", true).unwrap_err().contains("J113"));
    assert!(refused("day.json", false).unwrap_err().contains("J113"));
    let swapped = String::from_utf8(was.clone())
        .unwrap()
        .replace("\"row\":3", "\"row\":4");
    std::fs::write(jobs.path("swapped.jsonl"), swapped).unwrap();
    let wrong = refused("swapped.jsonl", false).unwrap_err();
    assert!(
        wrong.contains("J113") && wrong.contains("line 4"),
        "{wrong}"
    );
    let lines = std::fs::read_to_string(jobs.path("jobs.jsonl")).unwrap();
    std::fs::write(jobs.path("jobs.jsonl"), lines.replace("0.01", "0.011")).unwrap();
    assert!(
        refused("results.jsonl", false)
            .unwrap_err()
            .contains("J112")
    );
    assert_eq!(jobs.bytes("results.jsonl"), was);
    assert_eq!(refused("results.jsonl", true).unwrap().before, 0);
    assert_ne!(jobs.bytes("results.jsonl"), was);
}

#[test]
fn results_are_those_of_the_verbs() {
    let jobs = Jobs::new(4);
    jobs.run("results.jsonl", 2, "1/1");
    let lines = jobs.lines("results.jsonl");
    let file = |name| jobs.path(name).to_str().unwrap().to_owned();
    let verb = |arguments: &[&str]| {
        let output = bezet(arguments);
        serde_json::from_str::<Value>(&out(&output)).unwrap()
    };
    let busy = verb(&["evaluate", &file("day.json"), "--busyness", "12", "--json"]);
    assert_eq!(lines[2]["result"], busy["day"]);
    let plain = verb(&["evaluate", &file("day.json"), "--json"]);
    assert_eq!(lines[3]["result"], plain["day"]);
    assert_eq!((&lines[3]["id"], &lines[0]["id"]), (&json!(6), &json!(1)));
    let first = [
        "--start",
        "2021-04-19",
        "--days",
        "7",
        "--by",
        "day",
        "--json",
    ];
    let calls = file("calls.csv");
    let days = verb(&[&["forecast", &calls], &first[..]].concat());
    assert_eq!(lines[1]["result"]["days"], days);
}

#[test]
fn a_table_says_what_lines_say_and_overrides_reach_the_configuration() {
    let folder = tempfile::tempdir().unwrap();
    let config = support::file("config/kcc.toml");
    let config = config.display();
    let text = format!(
        "kind;id;config;week;set.lead_days;set.target.wait_reductoin;set.name\n\
         forecast;a;{config};2021-W15;;;\n\
         forecast;b;{config};2021-W15;77;;\"Elsewhere\"\n\
         forecast;c;{config};2021-W15;x;0.3;\n"
    );
    std::fs::write(folder.path().join("jobs.csv"), text).unwrap();
    let manifest = Manifest::read(&folder.path().join("jobs.csv")).unwrap();
    let options = Options {
        out: &folder.path().join("out.jsonl"),
        shard: Shard::default(),
        fresh: false,
        threads: 2,
    };
    let run = batch::run(&manifest, &options, &Unwatched::default()).unwrap();
    assert_eq!((run.done, run.failed), (3, 1));
    let text = std::fs::read_to_string(options.out).unwrap();
    let lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    for (line, lead) in [(1, 42), (2, 77)] {
        let mut config = Config::read(&support::file("config/kcc.toml")).unwrap();
        config.lead_days = lead;
        let expected = expect_week(&config, "2021-W15".parse().unwrap()).unwrap();
        let dates = expected.forecast.contacts.grid.dates();
        let total = expected.forecast.total(dates[0], dates[6]).unwrap();
        let found = &lines[line]["result"]["total"];
        // As written, since reading may change the last bit.
        let total: Value = serde_json::from_str(&serde_json::to_string(&total).unwrap()).unwrap();
        assert_eq!(found, &total);
    }
    assert_ne!(lines[1]["result"], lines[2]["result"]);
    let problems = lines[3]["problems"].as_array().unwrap();
    let codes: BTreeMap<&str, &str> = problems
        .iter()
        .map(|p| (p["code"].as_str().unwrap(), p["place"].as_str().unwrap()))
        .collect();
    assert_eq!(codes.len(), 2, "{problems:?}");
    assert!(
        codes["C102"].ends_with("kcc.toml: target.wait_reductoin"),
        "{codes:?}"
    );
    assert!(codes["C104"].ends_with("kcc.toml: lead_days"), "{codes:?}");
}

#[test]
fn a_manifest_that_is_none_ends_with_2_and_bad_rows_with_1() {
    let folder = tempfile::tempdir().unwrap();
    let run = |name: &str, text: &str, more: &[&str]| {
        let file = folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        let output = bezet(&[&["batch", file.to_str().unwrap()], more].concat());
        let said = String::from_utf8(output.stderr).unwrap();
        (output.status.code(), said)
    };
    for (name, text) in [
        ("a.txt", "{}"),
        ("b.jsonl", " \n\n"),
        ("c.csv", "id,day\n1,day.json\n"),
        ("d.csv", "kind,day,day\nevaluate,a,b\n"),
    ] {
        let (code, said) = run(name, text, &[]);
        assert_eq!(code, Some(2), "{name}");
        assert!(said.contains("J111"), "{said}");
    }
    let row = json!({"kind": "evaluate", "day": day(1)}).to_string();
    assert_eq!(run("good.jsonl", &row, &[]).0, Some(0));
    assert!(folder.path().join("good.results.jsonl").exists());
    let (code, said) = run("bad.jsonl", &format!("{row}\nx\n"), &["--shard", "2/2"]);
    assert_eq!(code, Some(1));
    assert!(said.contains("1 rows have no result"), "{said}");
    assert!(folder.path().join("bad.2-of-2.results.jsonl").exists());
    assert_eq!(run("good.jsonl", &row, &["--shard", "3/2"]).0, Some(2));
}
