//! The configuration: what reads, what is refused, and with which words.

use bezet::calendar::{ClockSpan, IsoWeek};
use bezet::config::{Code, Config, Language, Like, LikeLevel};
use bezet::error::Error;
use bezet::history::{Kind, Outcome, Shape};
use bezet::roster::{Demand, Rules};
use bezet::staffing::{Formula, Target};
use bezet::table::Decimal;
use bezet::units::{Euros, Minutes, Seconds, Share};
use chrono::NaiveDate;
use proptest::prelude::*;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The least that is a configuration.
const MINIMAL: &str = r#"
name = "KCC"
opening = { mon = "09:00-17:00" }
history = { files = ["history.csv"] }
people = { file = "people.csv" }
"#;

/// A folder with the files that the configurations of these tests name.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for file in ["history", "people", "leave", "present"] {
            std::fs::create_dir_all(folder.path("data")).unwrap();
            std::fs::write(folder.path(&format!("data/{file}.csv")), "").unwrap();
            std::fs::write(folder.path(&format!("{file}.csv")), "").unwrap();
        }
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        std::fs::write(self.path(name), text).unwrap();
    }

    fn read(&self, text: &str) -> bezet::error::Result<Config> {
        self.write("kcc.toml", text);
        Config::read(&self.path("kcc.toml"))
    }

    /// The problems as they are shown, with this folder left out of paths.
    fn problems(&self, text: &str) -> Vec<String> {
        let folder = format!("{}/", self.0.path().display());
        match self.read(text) {
            Err(Error::Problems(problems)) => problems
                .iter()
                .map(|problem| problem.to_string().replace(&folder, ""))
                .collect(),
            other => panic!("no problems: {other:?}"),
        }
    }
}

/// The configuration and the law that are shipped, read among empty data files.
fn shipped() -> (Folder, String) {
    let folder = Folder::new();
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(here.join("config/kcc.toml")).unwrap();
    let rules = std::fs::read_to_string(here.join("config/rules-nl.toml")).unwrap();
    folder.write("config/rules-nl.toml", &rules);
    folder.write("config/kcc.toml", &text);
    (folder, text)
}

#[test]
fn the_shipped_configuration_reads() {
    let (folder, _) = shipped();
    let config = Config::read(&folder.path("config/kcc.toml")).unwrap();
    assert_eq!(config.name, "Klantenservice");
    assert_eq!(config.language, Language::Nl);
    assert_eq!(config.zone, chrono_tz::Europe::Amsterdam);
    assert_eq!((config.step, config.lead_days), (15, 42));
    assert_eq!(config.target.formula, Formula::ErlangA);
    assert_eq!(config.history.queue, "phone");
    assert!(config.overflow.is_some());
    assert!(config.people.ends_with("config/../data/people.csv"));
    let present = config.present.expect("a present roster");
    assert!(present.codes.values().any(|code| *code == Code::Leave));
    let demands = config.work.iter().map(|work| &work.demand);
    let staffed = demands.filter(|demand| matches!(demand, Demand::Staffed { .. }));
    assert!(staffed.count() >= 1);
}

#[test]
fn the_shipped_rules_are_the_law() {
    let (folder, _) = shipped();
    let config = Config::read(&folder.path("config/kcc.toml")).unwrap();
    let contract_tolerance = config.rules.contract_tolerance;
    let law = Rules {
        contract_tolerance,
        ..Rules::default()
    };
    assert_eq!(config.rules, law);
}

#[test]
fn the_least_configuration_has_defaults() {
    let config = Folder::new().read(MINIMAL).unwrap();
    assert_eq!(config.zone, chrono_tz::Europe::Amsterdam);
    assert_eq!(config.step, 15);
    assert_eq!((config.shifts.earliest, config.shifts.latest), (540, 1020));
    assert_eq!(config.rules, Rules::default());
    assert!(config.work.is_empty() && config.overflow.is_none() && config.present.is_none());
    assert!(config.output.ends_with("out"));
}

#[test]
fn agreed_rules_are_read_and_their_mistakes_named() {
    let text = format!(
        "{MINIMAL}[rules]\nlate_early = {{ late = '17:30', early = '08:30' }}\n\
         consecutive_days_least = {{ days = 2, price = 20 }}\nweekends_off = {{ free = 2, of = 4 }}\n\
         same_start = {{ within_minutes = 60, price = 5 }}\nbalance_max_hours = 10.5\n\
         unsocial = {{ late = '17:30', weekend = false, price = 5 }}\n\
         allowances = [{{ windows = ['mon-fri 20:00-22:00', 'zat 08:00-18:00'], share = 0.25 }}]\n"
    );
    let text = text.replace("zat", "za");
    let rules = Folder::new().read(&text).unwrap().rules;
    let late_early = rules.late_early.unwrap();
    assert_eq!((late_early.late, late_early.early), (1050, 510));
    assert_eq!(late_early.price, None);
    let least = rules.consecutive_days_least.unwrap();
    assert_eq!((least.days, least.price), (2, Some(Euros(20.0))));
    let weekends = rules.weekends_off.unwrap();
    assert_eq!((weekends.free, weekends.of), (2, 4));
    assert_eq!(rules.same_start.unwrap().within, Minutes(60));
    assert_eq!(rules.balance_max, Some(Minutes(630)));
    assert!(!rules.unsocial.unwrap().weekend);
    assert_eq!(rules.allowances[0].windows[5].len(), 1);
    let wrong = format!(
        "{MINIMAL}[rules]\nlate_early = {{ late = '17:30' }}\nweekends_off = {{ free = 5, of = 4 }}\n\
         consecutive_days_least = {{ days = 1 }}\nsame_start = {{ within = 60 }}\n\
         allowances = [{{ share = 0.25 }}]\n"
    );
    let Err(Error::Problems(problems)) = Folder::new().read(&wrong) else {
        panic!("mistakes")
    };
    let mut codes: Vec<&str> = problems.iter().map(|problem| problem.code).collect();
    codes.sort_unstable();
    assert_eq!(
        codes,
        ["C102", "C103", "C103", "C105", "C152"],
        "{problems}"
    );
}

#[test]
fn windows_and_blocks_are_read() {
    let text = format!(
        "{MINIMAL}[[work]]\nname = 'counter'\ndemand = 'staffed'\npeople = 3\n\
         windows = ['mon,wed-thu 09:00-12:00, 13:00-16:00', 'wed 17:00-19:00']\nblock = '1:00-2:30'"
    );
    let config = Folder::new().read(&text).unwrap();
    assert_eq!(config.work[0].block, (Minutes(60), Minutes(150)));
    let Demand::Staffed { people, windows } = &config.work[0].demand else {
        panic!("staffed work");
    };
    assert_eq!(*people, 3);
    let lengths = windows.each_ref().map(Vec::len);
    assert_eq!(lengths, [2, 0, 3, 2, 0, 0, 0]);
    assert_eq!(windows[0][1], ClockSpan { from: 780, to: 960 });
}

#[test]
fn every_target_that_is_written_counts() {
    let folder = Folder::new();
    let targets = |text: &str| {
        let config = folder.read(&format!("{MINIMAL}{text}")).unwrap();
        config.target.staffing
    };
    let default = Target::ServiceLevel {
        share: Share(0.8),
        answer_within: Seconds(60.0),
    };
    assert_eq!(targets(""), [default]);
    let wait = Target::AverageWait(Seconds(120.0));
    assert_eq!(targets("target = { average_wait_s = 120 }"), [wait]);
    let both = "target = { max_occupancy = 0.9, service_level = {} }";
    assert_eq!(targets(both), [default, Target::MaxOccupancy(Share(0.9))]);
}

#[test]
fn the_history_is_described_once() {
    let text = MINIMAL.replace(
        "files = [\"history.csv\"]",
        "files = [\"history.csv\"], queue = \"chat\", kind = \"calls\", decimal = \",\", \
         columns = { offered = \"Aangeboden\" }, outcomes = { weg = \"ignored\" }",
    );
    let config = Folder::new().read(&text).unwrap();
    let source = config.source();
    assert_eq!((source.kind, source.shape), (Kind::Calls, Shape::Auto));
    assert_eq!(source.only, ["chat"]);
    assert_eq!(source.decimal, Some(Decimal::Comma));
    assert_eq!(source.columns["offered"], "Aangeboden");
    assert_eq!(source.outcomes["weg"], Outcome::Ignored);
}

#[test]
fn a_new_queue_is_like_another() {
    let like = |text: &str| {
        let text = format!("{MINIMAL}[forecast.like]\nqueue = 'phone'\n{text}");
        Folder::new().read(&text).unwrap().forecast.like
    };
    let expected = |level, days| {
        let queue = "phone".to_owned();
        Some(Like { queue, level, days })
    };
    assert_eq!(
        like("contacts_per_day = 12.5"),
        expected(LikeLevel::PerDay(12.5), 5.0)
    );
    assert_eq!(
        like("share = 0.3\nworth_days = 10"),
        expected(LikeLevel::Share(0.3), 10.0)
    );
    let plain = Folder::new().read(MINIMAL).unwrap();
    assert_eq!(plain.forecast.like, None);
}

#[test]
fn rules_beside_the_file_win() {
    let folder = Folder::new();
    folder.write(
        "rules.toml",
        "daily_rest_hours = 12\nweekly_rest_hours = 40",
    );
    let text = format!("{MINIMAL}[rules]\nfile = 'rules.toml'\nweekly_rest_hours = 48.5");
    let rules = folder.read(&text).unwrap().rules;
    assert_eq!(rules.daily_rest, Minutes(720));
    assert_eq!(rules.weekly_rest, Minutes(2910));
    assert_eq!(rules.shift_max, Rules::default().shift_max);
}

#[test]
fn holidays_close_the_lines_unless_hours_are_given() {
    let text = MINIMAL.replace(
        "mon = \"09:00-17:00\"",
        "mon = \"09:00-17:00\", exceptions = [{ date = 2021-05-24, hours = \"10:00-12:00\" }]",
    );
    let config = Folder::new().read(&text).unwrap();
    let date = |text: &str| text.parse::<NaiveDate>().unwrap();
    let (easter, whitsun) = (date("2021-04-05"), date("2021-05-24"));
    let opening = config.opening_with_holidays(2021..=2021);
    assert!(opening.on(easter).is_empty());
    assert_eq!(opening.on(whitsun).len(), 1);
    let closed = config.closed_holidays(&[easter, whitsun, date("2021-04-12")]);
    assert_eq!(closed.into_iter().collect::<Vec<_>>(), vec![easter]);
    let week: IsoWeek = "2021-W14".parse().unwrap();
    let calendar = config.calendar(week.monday, week.monday);
    assert!(calendar.is_public_holiday(easter));
}

#[test]
fn holidays_of_any_country_come_from_a_file() {
    let folder = Folder::new();
    let two = "country,date,name\nUS,2021-05-31,Memorial Day\nNL,2021-04-05,Tweede paasdag\n";
    folder.write("holidays.csv", two);
    let text =
        |keys: &str| format!("{MINIMAL}\ncalendar = {{ holidays = \"holidays.csv\"{keys} }}");
    let config = folder.read(&text(", country = \"us\"")).unwrap();
    let date = |text: &str| text.parse::<NaiveDate>().unwrap();
    let (memorial, easter) = (date("2021-05-31"), date("2021-04-05"));
    let opening = config.opening_with_holidays(2021..=2021);
    assert!(opening.on(memorial).is_empty() && !opening.on(easter).is_empty());
    assert!(
        config
            .calendar(easter, memorial)
            .is_public_holiday(memorial)
    );
    for (keys, code) in [("", "D106"), (", country = \"BE\"", "D105")] {
        let error = folder.read(&text(keys)).unwrap_err().to_string();
        assert!(error.contains(&format!("error[{code}]")), "{error}");
    }
    folder.write("holidays.csv", "date,name\nno day,Memorial Day\n");
    let error = folder.read(&text("")).unwrap_err().to_string();
    assert!(
        error.contains("error[D102]") && error.contains("row 2"),
        "{error}"
    );
    let error = folder
        .read(&text("").replace(".csv\" }", ".xlsx\" }"))
        .unwrap_err()
        .to_string();
    assert!(error.contains("error[C109]"), "{error}");
}

#[test]
fn all_problems_come_at_once_and_in_order() {
    let text = "zone = 'Mars'\nstep_minutes = 7\n[opening]\nmon = '17:00-09:00'\n[people]\n";
    let shown = Folder::new().problems(text);
    let codes: Vec<&str> = shown.iter().map(|text| &text[6..10]).collect();
    assert_eq!(codes, ["C103", "C103", "C111", "C103", "C106", "C110"]);
}

/// The smallest wrong input of each code, and all that is said about it.
const WRONG: [(&str, &str); 38] = [
    (
        "zone = \n",
        "error[C101]: not TOML: string values must be quoted, expected literal string\n  kcc.toml: line 7\n\nhint: see https://toml.io for the format",
    ),
    (
        "[forecast]\nmethode = 'x'",
        "error[C102]: unknown key `methode`\n  kcc.toml: forecast.methode (line 8)\n\nhint: keys here are `method`, `level`, `weeks`, `handle_time_s`, `like`; did you mean `method`?",
    ),
    (
        "[forecast.like]\nqueue = 'phone'",
        "error[C118]: states no level\n  kcc.toml: forecast.like (line 7)\n\nhint: give contacts_per_day = 12.5, or share = 0.3 of the other queue",
    ),
    (
        "[present]",
        "error[C103]: `present.file` is missing\n  kcc.toml: present.file\n\nhint: config/kcc.toml shows and explains `present.file`",
    ),
    (
        "step_minutes = '15'",
        "error[C104]: `15` is text, not a whole number\n  kcc.toml: step_minutes (line 7)\n\nhint: give a whole number",
    ),
    (
        "prices = { hour = -36 }",
        "error[C105]: `-36` is out of range\n  kcc.toml: prices.hour (line 7)\n\nhint: give at least 0 and at most 1000000",
    ),
    (
        "absence = { unplanned = 5.0 }",
        "error[C105]: `5` is out of range\n  kcc.toml: absence.unplanned (line 7)\n\nhint: give at least 0 and at most 0.9",
    ),
    (
        "step_minutes = 7",
        "error[C106]: `7` is not known here\n  kcc.toml: step_minutes (line 7)\n\nhint: choose from `5`, `10`, `15`, `20`, `30`, `60`",
    ),
    (
        "target = { formula = 'erlang-b' }",
        "error[C106]: `erlang-b` is not known here\n  kcc.toml: target.formula (line 7)\n\nhint: choose from `erlang-a`, `erlang-c`; did you mean `erlang-a`?",
    ),
    (
        "language = 'fr'",
        "error[C106]: `fr` is not known here\n  kcc.toml: language (line 7)\n\nhint: choose from `nl`, `en`",
    ),
    (
        "forecast = { method = 'seasonal-men' }",
        "error[C106]: `seasonal-men` is not known here\n  kcc.toml: forecast.method (line 7)\n\nhint: choose from `blend`, `regression`, `seasonal-mean`, `recent-mean`, `median`, `low-rank`, `smoothing`, `seasonal-naive`; did you mean `seasonal-mean`?",
    ),
    (
        "shifts = { earliest = '8.00' }",
        "error[C107]: cannot read `8.00`\n  kcc.toml: shifts.earliest (line 7)\n\nhint: write it as `08:30`",
    ),
    (
        "shifts = { paid = [] }",
        "error[C108]: `shifts.paid` is an empty list\n  kcc.toml: shifts.paid (line 7)\n\nhint: name at least one, or leave the key out where it may be absent",
    ),
    (
        "rules = { file = 'law.toml' }",
        "error[C109]: there is no file `law.toml`\n  kcc.toml: rules.file (line 7)\n\nhint: it was looked for at `law.toml`",
    ),
    (
        "zone = 'Europe/Amsterdm'",
        "error[C110]: there is no time zone `Europe/Amsterdm`\n  kcc.toml: zone (line 7)\n\nhint: did you mean `Europe/Amsterdam`?",
    ),
    (
        "shifts = { lunch_window = '13:45-11:30' }",
        "error[C111]: `13:45-11:30` ends before it starts\n  kcc.toml: shifts.lunch_window (line 7)\n\nhint: hours lie within one day, midnight at its end is `24:00`",
    ),
    (
        "overflow = { wait_above_s = 1, price_per_contact = 1, windows = ['mon 09:00-11:00', 'mon-fri 10:00-12:00'] }",
        "error[C112]: `09:00-11:00` and `10:00-12:00` overlap\n  kcc.toml: overflow.windows (line 7)\n\nhint: join them into one",
    ),
    (
        "overflow = { wait_above_s = [60, 300], price_per_contact = 1, windows = 'mon 09:00-11:00' }",
        "error[C160]: `2` thresholds, and none is chosen\n  kcc.toml: overflow.wait_above_s (line 7)\n\nhint: give one, or write `decide = true`",
    ),
    (
        "overflow = { wait_above_s = 1, price_per_contact = 1, handle_time_s = 300, windows = 'mon 09:00-11:00' }",
        "error[C161]: the external centre's handle time, without a price per minute\n  kcc.toml: overflow.handle_time_s (line 7)\n\nhint: it is for `price_per_minute`; leave it out where a contact has its price",
    ),
    (
        "overflow = { wait_above_s = 1, price_per_contact = 1, weekly_min = 9, weekly_max = 5, windows = 'mon 09:00-11:00' }",
        "error[C162]: `9` contacts a week are paid at least, `5` taken at most\n  kcc.toml: overflow (line 7)\n\nhint: compare weekly_min, weekly_max and commitment",
    ),
    (
        "overflow = { wait_above_s = 1, price_per_contact = 1, handed_back = 0.1, windows = 'mon 09:00-11:00' }",
        "error[C163]: a share of `0.1` is handed back: that is not reckoned yet\n  kcc.toml: overflow.handed_back (line 7)\n\nhint: leave `handed_back` out only if none come back: each that does needs an agent here after all, so the roster would be too thin",
    ),
    (
        "calendar = { events = [{ name = 'tax', kind = 'planned', from = 2021-03-01, to = 2021-02-01 }] }",
        "error[C115]: event `tax` ends before it begins\n  kcc.toml: calendar.events[1].to (line 7)\n\nhint: it runs from `2021-03-01` to `2021-02-01`",
    ),
    (
        "present = { file = 'present.csv', codes = { 'D+B' = { off = true } } }",
        "error[C121]: code `D+B` holds a `+`, which joins codes in a cell\n  kcc.toml: present.codes.D+B (line 7)\n\nhint: explain the parts; a cell may then join them",
    ),
    (
        "present = { file = 'present.csv', codes = { D = {} } }",
        "error[C122]: a code has one meaning, this one has 0\n  kcc.toml: present.codes.D (line 7)\n\nhint: give one of `shift`, `work` with `at`, `leave = true`, `off = true`",
    ),
    (
        "present = { file = 'present.csv', codes = { B = { work = 'desk', at = '09:00-10:00' } } }\nwork = [{ name = 'desks', demand = 'meeting', team = 'n', at = 'mon 09:00', minutes = 60 }]",
        "error[C123]: there is no work `desk`\n  kcc.toml: present.codes.B.work (line 7)\n\nhint: work is `desks`; did you mean `desks`?",
    ),
    (
        "present = { file = 'present.csv', codes = { D = { shift = '09:00-13:00', lunch = '13:00' } } }",
        "error[C124]: lunch or a break begins outside the shift `09:00-13:00`\n  kcc.toml: present.codes.D (line 7)\n\nhint: give times at which the person is there",
    ),
    (
        "shifts = { paid = ['8:00', '4:00'] }",
        "error[C130]: paid length `4:00` is not longer than `8:00` before it\n  kcc.toml: shifts.paid (line 7)\n\nhint: write each length once, the shortest first",
    ),
    (
        "shifts = { paid = ['9:00'] }",
        "error[C131]: no shift fits in `09:00-17:00`: the shortest is `9:00`\n  kcc.toml: shifts (line 7)\n\nhint: widen `earliest` and `latest`, or allow shorter shifts",
    ),
    (
        "shifts = { lunch_minutes = 60, lunch_window = '12:00-12:45' }",
        "error[C132]: lunch of `1:00` does not fit in `12:00-12:45`\n  kcc.toml: shifts.lunch_window (line 7)\n\nhint: widen the window",
    ),
    (
        "work = [{ name = 'lunch', demand = 'meeting', team = 'n', at = 'mon 09:00', minutes = 60 }]",
        "error[C140]: the name `lunch` is taken\n  kcc.toml: work[1].name (line 7)\n\nhint: other work has names of its own; `phone`, `telefoon`, `break`, `pauze` and `lunch` are taken",
    ),
    (
        "work = [{ name = 'forms', demand = 'hours', hours_per_day = 2, windows = ['mon 09:00-12:00'], block = '2:00-1:00' }]",
        "error[C141]: `2:00-1:00` is no shortest and longest time\n  kcc.toml: work[1].block (line 7)\n\nhint: give the shortest first, longer than nothing",
    ),
    (
        "work = [{ name = 'forms', demand = 'hours', hours_per_day = 2, windows = ['mon 09:00-10:00'], block = '2:00-3:00' }]",
        "error[C142]: `2:00` at a stretch does not fit in window `09:00-10:00`\n  kcc.toml: work[1].windows (line 7)\n\nhint: widen the window, or allow shorter stretches",
    ),
    (
        "work = [{ name = 'talk', demand = 'meeting', team = 'n', at = 'mon 23:30', minutes = 60 }]",
        "error[C143]: the meeting ends 30 minutes after midnight\n  kcc.toml: work[1].at (line 7)\n\nhint: begin earlier or make it shorter",
    ),
    (
        "work = [{ name = 'talk', demand = 'meeting', team = 'n', at = 'mon 09:00', minutes = 60, people = 3 }]",
        "error[C102]: unknown key `people`\n  kcc.toml: work[1].people (line 7)\n\nhint: keys here are `name`, `demand`, `skill`, `seat`, `screen`, `team`, `at`, `minutes`",
    ),
    (
        "rules = { daily_rest_hours = 7 }",
        "error[C150]: `daily_rest_once` exceeds `daily_rest`\n  kcc.toml: rules (line 7)\n\nhint: compare with `config/rules-nl.toml`, where each figure has its article",
    ),
    (
        "simulate = { replications = 1.5 }",
        "error[C104]: `1.5` is a number, not a whole number\n  kcc.toml: simulate.replications (line 7)\n\nhint: give a whole number",
    ),
    (
        "work = ['counter']",
        "error[C104]: `counter` is text, not a table\n  kcc.toml: work[1] (line 7)\n\nhint: give a table",
    ),
    (
        "output = 'out'",
        "error[C104]: `out` is text, not a table\n  kcc.toml: output (line 7)\n\nhint: give a table",
    ),
];

#[test]
fn each_mistake_has_its_words() {
    let folder = Folder::new();
    for (text, shown) in WRONG {
        let problems = folder.problems(&format!("{MINIMAL}\n{text}"));
        assert_eq!(problems, [shown], "{text}");
    }
}

#[test]
fn mistakes_in_opening_hours_have_their_words() {
    let wrong = [
        (
            "mon = \"\"",
            "error[C113]: the lines never open\n  kcc.toml: opening (line 3)\n\nhint: write hours for at least one weekday, such as `mon = \"08:30-17:00\"`",
        ),
        (
            "mon = \"17:00-09:00\"",
            "error[C111]: `17:00-09:00` ends before it starts\n  kcc.toml: opening.mon (line 3)\n\nhint: hours lie within one day, midnight at its end is `24:00`",
        ),
        (
            "mon = \"09:00-17:00\", exceptions = [{ date = 2021-12-24, hours = '' }, { date = 2021-12-24, hours = '' }]",
            "error[C114]: `2021-12-24` has been given hours before\n  kcc.toml: opening.exceptions[2].date (line 3)\n\nhint: join both in one, such as `08:30-12:00, 13:00-15:00`",
        ),
    ];
    let folder = Folder::new();
    for (hours, shown) in wrong {
        let text = MINIMAL.replace("mon = \"09:00-17:00\"", hours);
        assert_eq!(folder.problems(&text), [shown], "{hours}");
    }
}

#[test]
fn rules_that_are_no_text_are_refused() {
    let folder = Folder::new();
    std::fs::write(folder.path("law.toml"), [0xff, 0xfe, 0x00]).unwrap();
    let shown = folder.problems(&format!("{MINIMAL}rules = {{ file = 'law.toml' }}"));
    assert_eq!(
        shown,
        [
            "error[C151]: cannot read `law.toml`: stream did not contain valid UTF-8\n  law.toml\n\nhint: the file of rules is text like `config/rules-nl.toml`"
        ]
    );
}

#[test]
fn problems_in_the_rules_name_their_file() {
    let folder = Folder::new();
    folder.write("law.toml", "\ndaily_rst_hours = 11");
    let shown = folder.problems(&format!("{MINIMAL}rules = {{ file = 'law.toml' }}"));
    assert!(
        shown[0].contains("law.toml: daily_rst_hours (line 2)"),
        "{shown:?}"
    );
    assert!(
        shown[0].contains("did you mean `daily_rest_hours`?"),
        "{shown:?}"
    );
}

proptest! {
    /// Whatever is done to the text, the answer is a configuration or problems.
    #[test]
    fn no_text_makes_it_panic(
        cut in 0usize..6000,
        length in 0usize..40,
        put in "[ -~\n\u{e9}]{0,12}",
        swap in proptest::option::of((0usize..140, 0usize..140)),
    ) {
        let (folder, text) = shipped();
        let mut lines: Vec<&str> = text.lines().collect();
        if let Some((one, other)) = swap {
            let count = lines.len();
            lines.swap(one % count, other % count);
        }
        let mut characters: Vec<char> = lines.join("\n").chars().collect();
        let from = cut.min(characters.len());
        let to = (from + length).min(characters.len());
        characters.splice(from..to, put.chars());
        let mutated: String = characters.into_iter().collect();
        let answer = Config::parse(&mutated, &folder.path("config/kcc.toml"));
        if let Err(error) = answer {
            prop_assert!(!error.to_string().is_empty());
        }
    }
}
