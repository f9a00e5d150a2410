//! `bezet centre`: a centre from a file.

use crate::support::{bezet, out};

/// Phones and forms: two generalists and a person with a lunch.
const CENTRE: &str = r#"{
  "interval_s": 1800, "first_interval": "08:30", "T_s": [20], "busyness": 50,
  "queues": [
    {"name": "phone", "contacts": [20, 26, 24, 18], "handle_time_s": 330, "patience_s": [900, 900, 600, 600],
     "handle_time_law": {"lognormal": {"cv": 1.1}}, "overflow": [null, {"queue_cap": 4}, {"timeout_s": 300}, null],
     "callback": {"wait_above_s": 200, "accepts": 0.5, "within_s": 3600}},
    {"name": "forms", "contacts": [3, 3, 3, 3], "handle_time_s": 400, "handle_time_law": "fixed", "priority": 1}],
  "crews": [
    {"skills": ["phone", "forms"], "agents": [2, 3, 3, 2]},
    {"skills": [["phone", "forms"]], "people": [["08:30-09:15", "09:45-10:30"]]}]}"#;

fn centre(text: &str) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    file
}

#[test]
fn a_centre_is_simulated_and_its_contacts_written() {
    let file = centre(CENTRE);
    let path = file.path().to_str().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let records = folder.path().join("contacts.csv");
    let arguments = ["centre", path, "--days", "200", "--json", "--records"];
    let with_records = [&arguments[..], &[records.to_str().unwrap()]].concat();
    let output = bezet(&with_records);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let found: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(found["queues"][0]["name"], "phone");
    assert_eq!(found["queues"][0]["intervals"].as_array().unwrap().len(), 4);
    let outside = |interval: usize| {
        let share = &found["queues"][0]["intervals"][interval]["outside"]["mean"];
        share.as_f64().unwrap()
    };
    assert!(outside(1) > 0.0 && outside(0) == 0.0 && outside(2) == 0.0);
    let back = found["queues"][0]["day"]["called_back"]["mean"].as_f64();
    assert!(back.is_some_and(|share| share > 0.0));
    let text = std::fs::read_to_string(records).unwrap();
    let mut lines = text.lines();
    assert_eq!(
        lines.next().unwrap(),
        "replication,queue,arrival,interval,wait_s,outcome,handle_time_s,agent"
    );
    assert!(lines.clone().count() > 40);
    assert!(lines.all(|line| line.split(',').count() == 8));
    assert!(
        text.contains("1,phone,08:3") && text.contains(",answered,"),
        "{text}"
    );
    assert!(
        text.contains(",forms,") && text.contains(",400.000,"),
        "{text}"
    );
}

#[test]
fn a_centre_in_words_names_queues_and_hours() {
    let file = centre(CENTRE);
    let output = bezet(&["centre", file.path().to_str().unwrap(), "--days", "20"]);
    let text = out(&output);
    for part in [
        "queue phone",
        "queue forms",
        "\n10:00 ",
        "within 20 s",
        "crew",
        "on time",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn the_sample_of_a_centre_runs() {
    let output = bezet(&["centre", "config/centre.json", "--days", "10"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(out(&output).contains("queue business"));
}

#[test]
fn what_is_no_centre_is_told_at_once() {
    let said = |text: &str| {
        let file = centre(text);
        let output = bezet(&["centre", file.path().to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let wrong = CENTRE
        .replace(
            "[\"phone\", \"forms\"], \"agents\"",
            "[\"mail\"], \"agents\"",
        )
        .replace("08:30-09:15", "07:30-09:15");
    let text = said(&wrong);
    for part in [
        "S109",
        "`mail`",
        "`phone`, `forms`",
        "S110",
        "`07:30-09:15`",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(said(&CENTRE.replace("\"crews\"", "\"teams\"")).contains("S108"));
    let neither = CENTRE.replace("\"agents\": [2, 3, 3, 2]", "\"people\": null");
    assert!(said(&neither).contains("S111"));
    let uneven = CENTRE.replace("[20, 26, 24, 18]", "[20, 26, 24]");
    assert!(said(&uneven).contains("S102"));
}
