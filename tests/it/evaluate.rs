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
