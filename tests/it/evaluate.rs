//! `bezet evaluate`: a day from a file, by the names of its field.

use crate::support::{bezet, out};

/// Two calls a handle time for one hour of nobody, patience as long as the handle time.
const DAY: &str = r#"{"inputs": {"name": "alone", "interval_s": 100, "first_interval": "08:30",
  "lambda_per_s": [0.02, 0.0], "staff": [0, 1], "mu_per_s": 0.01, "theta_per_s": [0.01, 0.01],
  "discipline": "exhaustive", "T_s": [20, 60]}}"#;

fn day(text: &str) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    file
}

#[test]
fn a_day_is_printed_by_the_names_of_the_field() {
    let file = day(DAY);
    let output = bezet(&[
        "evaluate",
        file.path().to_str().unwrap(),
        "--slopes",
        "--json",
    ]);
    assert_eq!(output.status.code(), Some(0));
    let found: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    // Poisson with mean 2 (1 - 1/e): all of them wait.
    let queue = 2.0 * (1.0 - (-1.0_f64).exp());
    let number = |path: &str| {
        found
            .pointer(path)
            .and_then(serde_json::Value::as_f64)
            .unwrap()
    };
    assert!((number("/q_end/0") - queue).abs() < 1e-12);
    assert!((number("/p_wait/0") - 1.0).abs() < 1e-12);
    assert!((number("/day/p_ab") - 0.01 * number("/day/queue_time") / 2.0).abs() < 1e-12);
    assert!(number("/sl/60/0") > number("/sl/20/0"));
    assert!(number("/slopes/one_agent_more/0") < 0.0);
    assert!(found.pointer("/slopes/one_agent_less/0").unwrap().is_null());
}

#[test]
fn a_day_in_words_has_a_row_per_interval() {
    let file = day(DAY);
    let output = bezet(&["evaluate", file.path().to_str().unwrap()]);
    let text = out(&output);
    assert!(
        text.contains("\n08:30 ") && text.contains("\n08:31 "),
        "{text}"
    );
    assert!(text.contains("within   20 s"), "{text}");
}

#[test]
fn a_time_out_has_its_own_names() {
    let file = day(&DAY.replace("\"T_s\"", "\"timeout_s\": 100, \"T_s\""));
    let output = bezet(&["evaluate", file.path().to_str().unwrap(), "--json"]);
    let found: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    let transfer = found
        .pointer("/day/p_transfer")
        .and_then(serde_json::Value::as_f64);
    // Nobody answers at first: those who come early stay for the whole time-out by chance 1/e.
    assert!(
        transfer.is_some_and(|share| share > 0.0 && share < (-1.0_f64).exp()),
        "{found}"
    );
    // A cap beside it would be left aside without a word.
    let both = day(&DAY.replace("\"T_s\"", "\"timeout_s\": 100, \"queue_cap\": 2, \"T_s\""));
    let output = bezet(&["evaluate", both.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    let output = bezet(&["evaluate", file.path().to_str().unwrap(), "--slopes"]);
    assert_eq!(output.status.code(), Some(2));
    let output = bezet(&["evaluate", file.path().to_str().unwrap()]);
    assert!(out(&output).contains("\n08:31 "), "{}", out(&output));
    let refused = day(&DAY.replace("\"T_s\"", "\"timeout_s\": -1, \"T_s\""));
    let output = bezet(&["evaluate", refused.path().to_str().unwrap()]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        output.status.code() == Some(2) && said.contains("Q115") && said.contains("`-1`"),
        "{said}"
    );
}

#[test]
fn all_that_is_wrong_with_a_file_is_told_at_once() {
    let wrong = DAY
        .replace("[0, 1]", "[0, 1, 2]")
        .replace("[0.02, 0.0]", "[-0.02, 0.0]")
        .replace("[20, 60]", "[-20, 60]");
    let file = day(&wrong);
    let output = bezet(&["evaluate", file.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    for part in [
        "Q112",
        "staff",
        "Q113",
        "`-20`",
        "Q114",
        "interval 1",
        "`-0.02`",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let file = day(&DAY.replace("\"staff\"", "\"stuff\""));
    let output = bezet(&["evaluate", file.path().to_str().unwrap()]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        output.status.code() == Some(2) && said.contains("Q111") && said.contains("`stuff`"),
        "{said}"
    );
}

/// Simulated beside exact: the same names, within four standard errors (half widths are two).
#[test]
fn a_day_is_simulated_beside_its_exact_figures() {
    let file = day(DAY);
    let path = file.path().to_str().unwrap();
    let arguments = ["evaluate", path, "--simulate", "4000", "--seed", "5"];
    let output = bezet(&[&arguments[..], &["--json"]].concat());
    let found: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    for (name, exact) in found["day"].as_object().unwrap() {
        let pair = &found["simulated"][name];
        let (mean, half) = (pair[0].as_f64().unwrap(), pair[1].as_f64().unwrap());
        let difference = (mean - exact.as_f64().unwrap()).abs();
        assert!(
            difference <= 2.0 * half + 1e-12,
            "{name}: {mean} {half} {exact}"
        );
    }
    let text = out(&bezet(&arguments));
    assert!(
        text.contains("half width") && text.contains("seed 5"),
        "{text}"
    );
}

/// Laws that the exact day does not know are followed by the simulation, or refused.
#[test]
fn a_law_is_for_the_simulation() {
    let lognormal = DAY.replace(
        "\"T_s\"",
        "\"handle_time_law\": {\"lognormal\": {\"cv\": 1.5}}, \"T_s\"",
    );
    let file = day(&lognormal);
    let path = file.path().to_str().unwrap();
    let refused = bezet(&["evaluate", path]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("Q116"));
    let text = out(&bezet(&["evaluate", path, "--simulate", "10"]));
    assert!(text.contains("exact: with exponential laws"), "{text}");
}

#[test]
fn windows_quantiles_and_busy_days_are_answered() {
    let with = |more: &str| day(&DAY.replace("\"T_s\"", &format!("{more}, \"T_s\"")));
    let found = |file: &tempfile::NamedTempFile, flags: &[&str]| -> serde_json::Value {
        let path = file.path().to_str().unwrap();
        let output = bezet(&[&["evaluate", path, "--json"], flags].concat());
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        serde_json::from_str(&out(&output)).unwrap()
    };
    let number = |found: &serde_json::Value, path: &str| {
        found
            .pointer(path)
            .and_then(serde_json::Value::as_f64)
            .unwrap()
    };
    // A quarter goes outside in the first interval alone, where all who come are.
    let quarter = found(&with("\"outside_share\": [0.25, null]"), &[]);
    assert!((number(&quarter, "/day/p_overflow") - 0.25).abs() < 1e-12);
    // Nobody there: any wait foretold is too long.
    let foretold = found(&with("\"predicted_wait_s\": 60"), &[]);
    assert!((number(&foretold, "/day/p_overflow") - 1.0).abs() < 1e-12);
    let plain = found(
        &with("\"backlog\": 0"),
        &["--quantile", "0.5", "--busyness", "25"],
    );
    assert!(number(&plain, "/day/wait_quantile_0.5") > 0.0);
    assert!(number(&plain, "/wait_quantile/0.5/0") > 0.0);
    // With as much patience as handle time the queue is in proportion to those who come.
    let busy = number(&plain, "/day/busy_e_wait_all");
    assert!(busy > number(&plain, "/day/e_wait_all"), "{plain}");
    let waiting = found(&with("\"backlog\": 3"), &[]);
    assert!(number(&waiting, "/day/queue_time") > number(&plain, "/day/queue_time"));
    let flags = ["--busyness", "25", "--longest-wait", "1e9"];
    let chance = found(&with("\"backlog\": 0"), &flags);
    // But for the rounding of 64 differences.
    assert!((number(&chance, "/day/busy_chance_of_wait") - 1.0).abs() < 1e-12);
}

#[test]
fn what_cannot_be_had_together_is_refused() {
    let said = |more: &str, flags: &[&str]| {
        let file = day(&DAY.replace("\"T_s\"", &format!("{more}, \"T_s\"")));
        let path = file.path().to_str().unwrap();
        let output = bezet(&[&["evaluate", path], flags].concat());
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let two = said("\"queue_cap\": 2.5, \"outside_share\": 0.1", &[]);
    assert!(
        two.contains("Q117") && two.contains("`2` rules") && two.contains("`2.5`"),
        "{two}"
    );
    assert!(said("\"outside_share\": 2", &[]).contains("Q104"));
    assert!(said("\"backlog\": 2", &["--simulate", "10"]).contains("Q118"));
    assert!(said("\"backlog\": 2", &["--busyness", "-1"]).contains("Q119"));
    assert!(said("\"timeout_s\": 60", &["--quantile", "0.9"]).contains("Q115"));
}
