//! Input that must be refused, as the command refuses it: code, place, value and hint, everything
//! at once, status 2 and nothing written.

use chrono::{Datelike, NaiveDate};
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output};

const CONFIG: &str = r#"name = "Centre"
[opening]
mon = "08:30-17:00"
tue = "08:30-17:00"
wed = "08:30-17:00"
thu = "08:30-17:00"
fri = "08:30-17:00"
[history]
files = ["history.csv"]
queue = "phone"
[people]
file = "people.csv"
leave = "leave.csv"
[present]
file = "present.csv"
[present.codes]
D = { shift = "08:30-17:00", lunch = "12:00", breaks = ["10:15", "15:00"] }
[shifts]
paid = ["8:00"]
"#;

const PEOPLE: &str = "id,contract_hours,mon,tue,wed,thu,fri
p01,40,08:00-18:00,08:00-18:00,08:00-18:00,08:00-18:00,08:00-18:00
p02,32,08:00-18:00,08:00-18:00,08:00-18:00,08:00-18:00,
";

const LEAVE: &str = "person,from,to
p02,2021-06-01,2021-06-04
";

const PRESENT: &str = "person,mon,tue,wed,thu,fri
p01,D,D,D,D,D
p02,D,D,D,D,
";

/// Sixteen weeks of quarters, the last of them after the planning date.
fn history() -> String {
    let mut text = "start,queue,offered,answered,handle_time_s\n".to_owned();
    let first = NaiveDate::from_ymd_opt(2020, 11, 16).unwrap();
    let weekdays = first.iter_days().take(16 * 7);
    for day in weekdays.filter(|day| day.weekday().num_days_from_monday() < 5) {
        for quarter in 34..68 {
            let (hour, minute) = (quarter / 4, quarter % 4 * 15);
            let offered = 2 + (day.day() + quarter) % 2;
            writeln!(
                text,
                "{day}T{hour:02}:{minute:02},phone,{offered},{offered},300"
            )
            .unwrap();
        }
    }
    text
}

/// A small centre in a folder of its own.
struct Centre(tempfile::TempDir);

impl Centre {
    fn new() -> Self {
        let centre = Self(tempfile::tempdir().unwrap());
        centre.write("kcc.toml", CONFIG);
        centre.write("history.csv", &history());
        centre.write("people.csv", PEOPLE);
        centre.write("leave.csv", LEAVE);
        centre.write("present.csv", PRESENT);
        centre
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    /// Puts another text in the place of one that a file holds.
    fn change(&self, name: &str, old: &str, new: &str) {
        let text = std::fs::read_to_string(self.path(name)).unwrap();
        assert!(text.contains(old), "{name} holds no `{old}`");
        self.write(name, &text.replacen(old, new, 1));
    }

    fn bezet(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_bezet"))
            .args(arguments)
            .current_dir(self.0.path())
            .output()
            .unwrap()
    }

    fn plan(&self) -> Output {
        self.bezet(&[
            "plan", "kcc.toml", "--week", "2021-W15", "--out", "out/week",
        ])
    }

    /// What `bezet plan` refuses; nothing may be written.
    fn refused(&self) -> Refusal {
        let refusal = Refusal::of(&self.plan());
        assert!(
            !self.path("out").exists(),
            "a folder is left:\n{}",
            refusal.0
        );
        refusal
    }
}

/// What was said on stderr.
struct Refusal(String);

impl Refusal {
    fn of(output: &Output) -> Self {
        let talk = String::from_utf8(output.stderr.clone()).unwrap();
        assert_eq!(output.status.code(), Some(2), "{talk}");
        assert!(output.stdout.is_empty(), "{talk}");
        Self(talk)
    }

    /// The problems, each with its code first.
    fn problems(&self) -> impl Iterator<Item = &str> {
        self.0.split("error[").skip(1)
    }

    fn codes(&self) -> Vec<&str> {
        let mut codes: Vec<&str> = self.problems().map(|problem| &problem[..4]).collect();
        codes.sort_unstable();
        codes
    }

    /// A problem of this code names this place and this value, and has a hint.
    fn says(&self, (code, place, value): (&str, &str, &str)) {
        let told = self.problems().any(|problem| {
            let mut lines = problem.lines();
            let what = lines.next().unwrap_or_default();
            let at = lines.next().unwrap_or_default();
            what.starts_with(code)
                && what.contains(value)
                && at.contains(place)
                && problem.contains("\nhint: ")
        });
        assert!(told, "no {code} of {value} at {place}:\n{}", self.0);
    }
}

/// A file, the text in it that is changed, into what, and the problem: code, place, value.
type Slip = (
    &'static str,
    &'static str,
    &'static str,
    (&'static str, &'static str, &'static str),
);

fn each_is_refused_alone(slips: &[Slip]) {
    for (file, old, new, told) in slips {
        let centre = Centre::new();
        centre.change(file, old, new);
        let refusal = centre.refused();
        refusal.says(*told);
        assert_eq!(refusal.codes(), [told.0], "{}", refusal.0);
    }
}

#[test]
fn the_centre_is_sound_before_it_is_broken() {
    let centre = Centre::new();
    let output = centre.bezet(&[
        "simulate",
        "kcc.toml",
        "--week",
        "2021-W15",
        "--replications",
        "2",
    ]);
    let talk = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{talk}");
}

#[test]
fn cells_and_rows_of_history() {
    each_is_refused_alone(&[
        (
            "history.csv",
            "T08:30,phone,2,",
            "T08:30,phone,-2,",
            ("H101", "history.csv: row 2, column offered", "`-2`"),
        ),
        (
            "history.csv",
            "T08:45,phone,3,",
            "T08:45,phone,31207384,",
            ("H102", "history.csv: row 3, column offered", "`31207384`"),
        ),
        (
            "history.csv",
            "T08:45,phone,3,3",
            "T08:45,phone,3,4",
            ("H103", "history.csv: row 3, column answered", "`4`"),
        ),
        (
            "history.csv",
            "2020-11-16T08:45,phone",
            "2020-11-16T08:30,phone",
            ("H104", "history.csv: row 3, column offered", "`3`"),
        ),
        (
            "history.csv",
            "2020-11-16T08:45",
            "see the other file",
            (
                "T106",
                "history.csv: row 3, column start",
                "`see the other file`",
            ),
        ),
        (
            "history.csv",
            "start,queue,offered",
            "start,queue,ofered",
            ("T102", "history.csv", "`offered`"),
        ),
        (
            "kcc.toml",
            "queue = \"phone\"",
            "queue = \"phnoe\"",
            ("H105", "history.csv", "`phnoe`"),
        ),
    ]);
}

#[test]
fn people_and_rosters() {
    each_is_refused_alone(&[
        (
            "people.csv",
            "p02,32",
            "p01,40,,,,,\np02,32",
            ("P102", "people.csv: row 3, column id", "`p01`"),
        ),
        (
            "people.csv",
            "p01,40",
            "p01,37",
            ("P117", "people.csv: person p01, week 2021-W15", "`37:00`"),
        ),
        (
            "people.csv",
            "contract_hours",
            "hours",
            ("P101", "people.csv", "`contract_hours`"),
        ),
        (
            "people.csv",
            PEOPLE,
            "id,contract_hours,mon,tue,wed,thu,fri\n",
            ("P105", "people.csv", "no people"),
        ),
        (
            "leave.csv",
            "p02,2021-06-01",
            "p02,first of June",
            ("P107", "leave.csv: row 2, column from", "`first of June`"),
        ),
        (
            "present.csv",
            "p01,D,D",
            "p01,D,X",
            ("P110", "present.csv: row 2, column 2021-04-13", "`X`"),
        ),
    ]);
}

#[test]
fn empty_files() {
    for file in ["history.csv", "people.csv", "leave.csv", "present.csv"] {
        let centre = Centre::new();
        centre.write(file, "");
        let refusal = centre.refused();
        refusal.says(("T101", file, "`0` rows"));
        assert_eq!(refusal.codes(), ["T101"], "{}", refusal.0);
    }
}

#[test]
fn the_configuration() {
    each_is_refused_alone(&[
        (
            "kcc.toml",
            "[shifts]",
            "[shifts]\nlatests = \"18:00\"",
            ("C102", "kcc.toml: shifts.latests (line 19)", "`latests`"),
        ),
        (
            "kcc.toml",
            "mon = \"08:30-17:00\"",
            "mon = \"17:00-08:30\"",
            ("C111", "kcc.toml: opening.mon (line 3)", "`17:00-08:30`"),
        ),
        (
            "kcc.toml",
            "[opening]",
            "zone = \"Europe/Amsterdm\"\n[opening]",
            ("C110", "kcc.toml: zone (line 2)", "`Europe/Amsterdm`"),
        ),
    ]);
}

#[test]
fn a_week_with_too_little_history_before_it() {
    let centre = Centre::new();
    let plan = |week: &str| centre.bezet(&["plan", "kcc.toml", "--week", week, "--out", "out"]);
    // Planned on what was known six weeks before: nothing, and one week.
    let refusal = Refusal::of(&plan("2020-W46"));
    refusal.says(("H190", "history.csv", "`2020-09-27`"));
    let refusal = Refusal::of(&plan("2021-W01"));
    refusal.says(("H303", "history.csv", "`5` usable days"));
    assert!(!centre.path("out").exists());
}

#[test]
fn an_unwritable_folder_is_told_with_the_rest() {
    let centre = Centre::new();
    centre.write("out", "a file");
    centre.change("people.csv", "p02,32", "p02,much");
    let refusal = Refusal::of(&centre.plan());
    refusal.says(("W101", "out/week", "`out/week`"));
    refusal.says(("P103", "people.csv: row 3, column contract_hours", "`much`"));
    assert_eq!(
        std::fs::read_to_string(centre.path("out")).unwrap(),
        "a file"
    );
}

#[test]
fn a_folder_with_results_stays_as_it_is() {
    let centre = Centre::new();
    std::fs::create_dir_all(centre.path("out/week")).unwrap();
    centre.write("out/week/plan.json", "an earlier plan");
    centre.change("people.csv", "p02,32", "p01,32");
    Refusal::of(&centre.plan()).says(("P102", "people.csv: row 3", "`p01`"));
    let left: Vec<_> = std::fs::read_dir(centre.path("out/week"))
        .unwrap()
        .collect();
    assert_eq!(left.len(), 1);
    assert_eq!(
        std::fs::read_to_string(centre.path("out/week/plan.json")).unwrap(),
        "an earlier plan"
    );
}

#[test]
fn everything_that_is_wrong_with_the_data_is_told_at_once() {
    let centre = Centre::new();
    let history = [
        ("2020-11-16T08:45,phone", "2020-11-16T08:30,phone"),
        ("2020-11-16T09:00,phone,2,", "2020-11-16T09:00,phone,-2,"),
        ("2020-11-16T09:15,phone,3,3", "2020-11-16T09:15,phone,3,9"),
        ("2020-11-16T09:30,", "Tuesday,"),
    ];
    for (old, new) in history {
        centre.change("history.csv", old, new);
    }
    centre.change("people.csv", "p01,40", "p01,-4");
    centre.change("people.csv", "p02,32", "p01,32");
    centre.change("leave.csv", "p02,2021-06-01", "p03,2021-06-09");
    centre.change("leave.csv", "\np03", "\np09,2021-06-01,2021-06-02\np03");
    centre.change("present.csv", "p01,D,D", "p01,D,X");
    let refusal = centre.refused();
    for told in [
        ("H104", "history.csv: row 3, column offered", "`3`"),
        ("H101", "history.csv: row 4, column offered", "`-2`"),
        ("H103", "history.csv: row 5, column answered", "`9`"),
        ("T106", "history.csv: row 6, column start", "`Tuesday`"),
        ("P103", "people.csv: row 2, column contract_hours", "`-4`"),
        ("P102", "people.csv: row 3, column id", "`p01`"),
        ("P106", "leave.csv: row 2, column person", "`p09`"),
        ("P108", "leave.csv: row 3, column to", "`2021-06-09`"),
        ("P110", "present.csv: row 2, column 2021-04-13", "`X`"),
    ] {
        refusal.says(told);
    }
}

#[test]
fn everything_that_is_wrong_with_the_configuration_is_told_at_once() {
    let centre = Centre::new();
    centre.change("kcc.toml", "mon = \"08:30-17:00\"", "mon = \"17:00-08:30\"");
    centre.change("kcc.toml", "[opening]", "zone = \"Mars\"\n[opening]");
    centre.change("kcc.toml", "[shifts]", "[shifts]\nlatests = \"18:00\"");
    centre.change("kcc.toml", "\"people.csv\"", "\"peeple.csv\"");
    let refusal = centre.refused();
    for told in [
        ("C110", "kcc.toml: zone (line 2)", "`Mars`"),
        ("C111", "kcc.toml: opening.mon (line 4)", "`17:00-08:30`"),
        ("C109", "kcc.toml: people.file (line 13)", "peeple.csv"),
        ("C102", "kcc.toml: shifts.latests (line 20)", "`latests`"),
    ] {
        refusal.says(told);
    }
    assert_eq!(refusal.codes(), ["C102", "C109", "C110", "C111"]);
}

#[test]
fn a_bare_history_is_refused_the_same() {
    let centre = Centre::new();
    centre.change(
        "history.csv",
        "2020-11-16T08:45,phone",
        "2020-11-16T08:30,phone",
    );
    centre.change(
        "history.csv",
        "2020-11-16T09:00,phone,2,",
        "2020-11-16T09:00,phone,-2,",
    );
    let refusal = Refusal::of(&centre.bezet(&["forecast", "history.csv"]));
    refusal.says(("H104", "history.csv: row 3, column offered", "`3`"));
    refusal.says(("H101", "history.csv: row 4, column offered", "`-2`"));
    assert_eq!(refusal.codes(), ["H101", "H104"]);

    let centre = Centre::new();
    let refusal = Refusal::of(&centre.bezet(&["forecast", "history.csv", "--queue", "fone"]));
    refusal.says(("H105", "history.csv", "`fone`"));
    assert!(refusal.0.contains("queues with history are phone"));
    centre.write("history.csv", "");
    let refusal = Refusal::of(&centre.bezet(&["forecast", "history.csv"]));
    refusal.says(("T101", "history.csv", "`0` rows"));
}

#[test]
fn how_people_and_rosters_were_read_is_said_once() {
    let centre = Centre::new();
    for file in ["people.csv", "leave.csv", "present.csv"] {
        let text = std::fs::read_to_string(centre.path(file)).unwrap();
        centre.write(file, &text.replace(',', ";"));
    }
    let simulate = ["simulate", "--replications", "2"];
    for verb in [&["check"][..], &simulate] {
        let arguments = [verb, &["kcc.toml", "--week", "2021-W15"]].concat();
        let output = centre.bezet(&arguments);
        let talk = String::from_utf8(output.stderr).unwrap();
        for file in ["people.csv", "leave.csv", "present.csv"] {
            let note = format!("note[N101]: read as semicolons between cells ({file})");
            assert_eq!(talk.matches(&note).count(), 1, "{file}: {talk}");
        }
    }
}
