//! A centre that has no file of its present roster: planned, measured otherwise, or refused.

use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Output};

/// Ten weeks of a small centre, Monday to Friday from 09:00 to 17:00 by the hour: 20 contacts of
/// 300 s, a wait of 90 s on average where waits are recorded, two agents where they are.
fn history(recorded: bool) -> String {
    let mut text = String::from("start,offered,answered,abandoned,handle_time_s");
    text += if recorded { ",wait_s,agents\n" } else { "\n" };
    let monday = chrono::NaiveDate::from_ymd_opt(2021, 1, 4).unwrap();
    for day in (0..70).filter(|day| day % 7 < 5) {
        for hour in 9..17 {
            let date = monday + chrono::Days::new(day);
            let wait = if hour < 13 { 60 } else { 120 };
            write!(text, "{date}T{hour:02}:00,20,19,1,300").unwrap();
            text += &if recorded {
                format!(",{wait},2\n")
            } else {
                "\n".to_owned()
            };
        }
    }
    text
}

/// A folder with the centre; `target` is the content of its table.
fn centre(recorded: bool, target: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    put("history.csv", &history(recorded));
    let days = ",08:00-18:00".repeat(5);
    let people = (1..=5).map(|id| format!("p{id},32{days}\n"));
    let people: String = people.collect();
    put(
        "people.csv",
        &format!("id,contract_hours,mon,tue,wed,thu,fri\n{people}"),
    );
    let hours: String = ["mon", "tue", "wed", "thu", "fri"]
        .map(|day| format!("{day} = \"09:00-17:00\"\n"))
        .concat();
    put(
        "centre.toml",
        &format!(
            "name = \"Loket\"\nlanguage = \"en\"\nstep_minutes = 60\nlead_days = 0\n\
             [opening]\n{hours}[history]\nfiles = [\"history.csv\"]\n\
             [people]\nfile = \"people.csv\"\n[shifts]\nearliest = \"08:00\"\nlatest = \"18:00\"\npaid = [\"8:00\"]\n\
             [simulate]\nreplications = 50\n[target]\n{target}\n"
        ),
    );
    folder
}

fn bezet(folder: &Path, verb: &str, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bezet"))
        .args([verb, "centre.toml", "--week", "2021-W11"])
        .args(more)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn talk(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// plan.json of a plan that could be made, with its status.
fn planned(folder: &Path) -> (Output, serde_json::Value) {
    let output = bezet(folder, "plan", &[]);
    assert_ne!(output.status.code(), Some(2), "{}", talk(&output));
    let text = std::fs::read_to_string(folder.join("out/2021-W11/plan.json")).unwrap();
    let plan = serde_json::from_str(&text).unwrap();
    exact_and_simulated_agree(&plan);
    (output, plan)
}

/// Two ways to the wait that share no formula: the exact one lies where the simulation says, give
/// or take two more half widths (99.9 % and some 1 % for handle times that change by interval).
fn exact_and_simulated_agree(plan: &serde_json::Value) {
    let number = |path: &str| {
        plan.pointer(path)
            .and_then(serde_json::Value::as_f64)
            .unwrap()
    };
    let side = "/planned";
    let exact = number(&format!("{side}/exact/wait"));
    let [mean, high] = ["mean", "high"].map(|of| number(&format!("{side}/outcome/wait/{of}")));
    let apart = (exact - mean).abs();
    assert!(
        apart <= 2.0 * (high - mean) + 0.01 * mean,
        "{exact} {mean} {high}"
    );
    let waits = plan
        .pointer("/comparison/intervals")
        .and_then(serde_json::Value::as_array);
    assert!(waits.is_some_and(|waits| !waits.is_empty()));
}

/// Of the table only the planned column is there, and nowhere a 0 for what nobody knows.
fn says_nothing_of_a_present_roster(folder: &Path, output: &Output, plan: &serde_json::Value) {
    assert!(plan["present"].is_null() && plan["present_breaches"].is_null());
    let text = out(output);
    let heads = text.lines().filter(|line| line.contains("planned")).count();
    assert!(heads >= 2, "{text}");
    assert!(
        !text.contains("difference  ") && !text.contains("present "),
        "{text}"
    );
    let page = std::fs::read_to_string(folder.join("out/2021-W11/report.html")).unwrap();
    assert!(
        !page.contains("NaN") && !page.contains("present roster on"),
        "the page"
    );
    assert!(page.contains("The average wait will be "));
}

#[test]
fn a_reduction_is_against_the_recorded_wait() {
    let folder = centre(true, "wait_reduction = 0.1");
    let (output, plan) = planned(folder.path());
    says_nothing_of_a_present_roster(folder.path(), &output, &plan);
    let target = &plan["target"];
    assert_eq!(target["against"], "recorded");
    // As many contacts in every hour: the mean of 60 s and 120 s.
    assert_eq!(target["recorded"], 90.0);
    assert_eq!(
        (&target["from"], &target["to"]),
        (&"2021-01-16".into(), &"2021-03-12".into())
    );
    let ratio = |key: &str| target["ratio"][key].as_f64().unwrap();
    let wait = plan["planned"]["outcome"]["wait"]["mean"].as_f64().unwrap();
    assert!((ratio("mean") - wait / 90.0).abs() < 1e-12);
    assert_eq!(target["reached"], ratio("high") <= 0.9);
    assert!(
        out(&output).contains("of the recorded wait, 1:30 from 16 January 2021 to 12 March 2021")
    );
    assert!(
        talk(&output).contains("note[N403]: there is no present roster"),
        "{}",
        talk(&output)
    );
    let code = if target["reached"] == true { 0 } else { 1 };
    assert_eq!(output.status.code(), Some(code));
}

#[test]
fn an_absolute_wait_needs_neither() {
    for (most, reached) in [("600", true), ("1", false)] {
        let folder = centre(false, &format!("average_wait_s = {most}"));
        let (output, plan) = planned(folder.path());
        says_nothing_of_a_present_roster(folder.path(), &output, &plan);
        assert_eq!(plan["target"]["against"], "wait");
        assert_eq!(plan["target"]["reached"], reached, "{}", out(&output));
        assert_eq!(output.status.code(), Some(if reached { 0 } else { 1 }));
        assert!(!talk(&output).contains("N403"), "{}", talk(&output));
    }
}

#[test]
fn a_service_level_needs_neither() {
    for (share, reached) in [("0.05", true), ("0.999", false)] {
        let target = format!("service_level = {{ share = {share}, answer_within_s = 20 }}");
        let folder = centre(false, &target);
        let (output, plan) = planned(folder.path());
        assert_eq!(plan["target"]["against"], "service_level");
        assert_eq!(plan["target"]["reached"], reached, "{}", out(&output));
        assert!(
            out(&output).contains("answered within 20 s (95%:"),
            "{}",
            out(&output)
        );
    }
}

/// A reduction that cannot be measured gives way to the absolute target, and this is said.
#[test]
fn what_cannot_be_measured_gives_way() {
    let folder = centre(false, "wait_reduction = 0.1\naverage_wait_s = 600");
    let (output, plan) = planned(folder.path());
    assert_eq!(plan["target"]["against"], "wait");
    assert!(
        talk(&output).contains("`wait_reduction` is left aside"),
        "{}",
        talk(&output)
    );
}

#[test]
fn without_anything_to_measure_against_it_is_refused() {
    let folder = centre(false, "wait_reduction = 0.1");
    for verb in ["plan", "roster"] {
        let output = bezet(folder.path(), verb, &[]);
        assert_eq!(output.status.code(), Some(2), "{verb}");
        let text = talk(&output);
        assert!(
            text.contains("error[C190]: `wait_reduction` has nothing"),
            "{text}"
        );
        for way in ["`average_wait_s`", "[present]", "`agents`"] {
            assert!(text.contains(way), "{way}: {text}");
        }
    }
    assert!(!folder.path().join("out/2021-W11").exists());
}

/// Where lunch makes a day longer than the opening hours, the hint says so: without `earliest`
/// and `latest` shifts keep to those hours.
#[test]
fn a_day_too_long_for_the_hours_of_shifts_is_named() {
    let folder = centre(true, "");
    let file = folder.path().join("centre.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let text = text.replace("earliest = \"08:00\"\nlatest = \"18:00\"\n", "");
    std::fs::write(&file, text).unwrap();
    let output = bezet(folder.path(), "roster", &[]);
    assert_eq!(output.status.code(), Some(2));
    let talk = talk(&output);
    let hint = "a day of 8:00 takes 8:30 with lunch, more than the 8:00 from `earliest` 09:00 to \
                `latest` 17:00";
    assert!(
        talk.contains("error[P117]") && talk.contains(hint),
        "{talk}"
    );
}

#[test]
fn a_queue_that_nobody_has_the_skill_of_is_refused() {
    let folder = centre(true, "");
    let file = folder.path().join("people.csv");
    let text = std::fs::read_to_string(&file).unwrap();
    let text = text
        .replace("fri\n", "fri,skills\n")
        .replace("18:00\n", "18:00,counter\n");
    std::fs::write(&file, text).unwrap();
    let output = bezet(folder.path(), "roster", &[]);
    assert_eq!(output.status.code(), Some(2));
    let talk = talk(&output);
    assert!(
        talk.contains("error[P121]") && talk.contains("skills there are `counter`:"),
        "{talk}"
    );
}

#[test]
fn a_roster_is_asked_for_where_none_is_configured() {
    let folder = centre(true, "");
    for verb in ["simulate", "check"] {
        let output = bezet(folder.path(), verb, &[]);
        assert_eq!(output.status.code(), Some(2), "{verb}");
        let text = talk(&output);
        assert!(
            text.contains("error[C192]") && text.contains("as ROSTER"),
            "{text}"
        );
        assert!(out(&output).is_empty());
    }
}
