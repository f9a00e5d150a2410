//! What people read of a plan: complete, in both languages, the same in every form.

mod fixture;

use bezet::plan::{Asked, Calibration, Plan, Target};
use bezet::report::{breaches_text, bridge_text, outcome_text, text, write};
use bezet::roster::{Activity, Breach, read_roster};
use bezet::simulate::Estimate;
use bezet::units::{Hours, Seconds, Share};
use calamine::{Data, Reader, Xlsx};
use chrono::NaiveDateTime;
use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::Path;

/// Every file of a plan by its name in the folder.
fn files(plan: &Plan) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let written = write(plan, folder.path()).unwrap();
    let name = |path: &Path| {
        path.strip_prefix(folder.path())
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned()
    };
    let files = written
        .iter()
        .map(|path| (name(path), fs::read(path).unwrap()));
    let files: BTreeMap<_, _> = files.collect();
    let top = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(top, 5, "four files and the calendars, nothing left over");
    files
}

fn string(files: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    String::from_utf8(files[name].clone()).unwrap()
}

#[test]
fn the_terminal_answers_in_some_ten_lines() {
    let dutch = text(&fixture::plan("nl"));
    assert!(dutch.lines().count() <= 20);
    assert!(dutch.contains("gemiddelde wachttijd (min:s)"));
    assert!(dutch.contains("dezelfde, exact berekend"));
    assert!(dutch.contains("gevraagd hoogstens 0,750"));
    assert!(dutch.contains("0 in het geplande rooster, 3 in het huidige"));
    assert!(dutch.contains(
        "hoogstens 1,8% boven het best mogelijke (kosten € 23.418, ondergrens € 22.996)"
    ));
    assert!(
        dutch.contains("5,1 persoonsuren; het meest di 13 apr 09:00–09:45, telefoon: 3,5 personen")
    );
    assert!(dutch.contains(
        "15 februari 2021 t/m 26 februari 2021: gemeten 4:12, berekend 4:06; verschil −0:06 (95%: −0:17 tot +0:05), door toeval te verklaren"
    ));
    let english = text(&fixture::plan("en"));
    assert!(english.contains("average wait (min:s)"));
    assert!(english.contains("at most 0.750 asked"));
    assert_eq!(english.lines().count(), dutch.lines().count());
}

#[test]
fn a_missed_target_and_an_uncalibrated_engine_are_said() {
    let mut plan = fixture::plan("en");
    plan.target.reached = false;
    plan.calibration = Calibration::Uncalibrated {
        reason: "no agent counts".to_owned(),
    };
    plan.solve.shortage.clear();
    let text = text(&plan);
    assert!(text.contains("not reached"));
    assert!(text.contains("uncalibrated: no agent counts"));
    assert!(
        text.lines()
            .any(|line| line.starts_with("shortage") && line.ends_with("none"))
    );
    let page = string(&files(&plan), "report.html");
    assert!(page.contains("Target not reached") && !page.contains("Target reached"));
}

/// The plan of a centre that has no present roster, with a target of another kind.
fn without_present(language: &'static str, asked: Asked) -> Plan {
    let mut plan = fixture::plan(language);
    plan.present = None;
    plan.present_breaches = None;
    plan.target = Target {
        asked,
        exact: None,
        reached: asked.reached(),
    };
    plan
}

fn limits(mean: f64, low: f64, high: f64) -> Estimate {
    Estimate { mean, low, high }
}

fn recorded() -> Asked {
    Asked::Recorded {
        reduction: Share(0.25),
        ratio: limits(0.7, 0.68, 0.72),
        recorded: Seconds(274.0),
        from: fixture::date(2021, 1, 2),
        to: fixture::date(2021, 2, 26),
    }
}

#[test]
fn without_a_present_roster_only_the_planned_one_is_shown() {
    let dutch = text(&without_present("nl", recorded()));
    for line in [
        "maat                                          gepland",
        "gemiddelde wachttijd (min:s)         3:12 (3:06–3:18)",
        "contacten naar extern callcenter           61 (59–63)",
        "bereikt: 0,700 van de gemeten wachttijd, 4:34 van 2 januari 2021 t/m 26 februari 2021 (95%: 0,680–0,720), gevraagd hoogstens 0,750",
        "overtredingen  0 in het geplande rooster\n",
    ] {
        assert!(dutch.contains(line), "{line}\n{dutch}");
    }
    assert!(!dutch.contains("huidig"), "{dutch}");
    let english = text(&without_present("en", recorded()));
    for line in [
        "reached: 0.700 of the recorded wait, 4:34 from 2 January 2021 to 26 February 2021 (95%: 0.680–0.720), at most 0.750 asked",
        "breaches     0 in the planned roster\n",
    ] {
        assert!(english.contains(line), "{line}\n{english}");
    }
    assert!(!english.contains("present"), "{english}");
    let bridge = bridge_text(&without_present("nl", recorded()));
    assert!(
        bridge
            .lines()
            .next()
            .unwrap()
            .split_whitespace()
            .eq(["uren", "gepland"])
    );
    assert!(
        bridge.lines().all(|line| line.matches(':').count() <= 1),
        "{bridge}"
    );
}

#[test]
fn absolute_targets_are_said_in_their_unit() {
    let wait = Asked::Wait {
        most: Seconds(60.0),
        wait: limits(58.0, 55.0, 61.0),
    };
    let level = Asked::ServiceLevel {
        share: Share(0.8),
        answer_within: Seconds(20.0),
        level: limits(0.82, 0.8, 0.84),
    };
    for (language, asked, line) in [
        (
            "nl",
            wait,
            "niet bereikt: gemiddeld 0:58 wachten (95%: 0:55–1:01), gevraagd hoogstens 1:00",
        ),
        (
            "en",
            wait,
            "not reached: a wait of 0:58 on average (95%: 0:55–1:01), at most 1:00 asked",
        ),
        (
            "nl",
            level,
            " bereikt: 82,0% opgenomen binnen 20 s (95%: 80,0%–84,0%), gevraagd minstens 80,0%",
        ),
        (
            "en",
            level,
            " reached: 82.0% answered within 20 s (95%: 80.0%–84.0%), at least 80.0% asked",
        ),
    ] {
        let text = text(&without_present(language, asked));
        assert!(text.contains(line), "{line}\n{text}");
    }
}

#[test]
fn no_file_tells_of_a_roster_that_is_not_there() {
    for (language, headline, words) in [
        (
            "nl",
            "De gemiddelde wachttijd wordt 3:12 minuten.",
            ["huidig", "Huidig", "verschil"],
        ),
        (
            "en",
            "The average wait will be 3:12 minutes.",
            ["present", "Present", "difference<"],
        ),
    ] {
        let mut plan = without_present(language, recorded());
        plan.calibration = Calibration::Uncalibrated {
            reason: "no agents".to_owned(),
        };
        let files = files(&plan);
        let page = string(&files, "report.html");
        let (_, body) = page.split_once("</style>").unwrap();
        assert!(body.contains(headline) && !body.contains("NaN"));
        for word in words {
            assert!(!body.contains(word), "{language}: {word}");
        }
        assert!(!body.contains("class=\"present\""));
        let document: serde_json::Value = serde_json::from_slice(&files["plan.json"]).unwrap();
        assert!(document["present"].is_null() && document["present_breaches"].is_null());
        assert_eq!(document["target"]["against"], "recorded");
        for sheet in workbook(&files).into_values() {
            for cell in sheet.concat() {
                assert!(!words.iter().any(|word| cell.contains(word)), "{cell}");
            }
        }
    }
}

/// `12:30` or `−0:45` in minutes.
fn minutes(text: &str) -> i64 {
    let (hours, minutes) = text.trim_start_matches(['−', '+']).split_once(':').unwrap();
    let size = hours.parse::<i64>().unwrap() * 60 + minutes.parse::<i64>().unwrap();
    if text.starts_with('−') { -size } else { size }
}

/// The columns of the bridge, the difference the third, by what each line does: `=` totals, indented what is taken off.
fn bridge_columns(bridge: &str) -> [Vec<(bool, i64)>; 3] {
    let lines = bridge.lines().skip(2);
    let rows: Vec<(bool, [i64; 3])> = lines
        .map(|line| {
            let cells: Vec<&str> = line.split_whitespace().collect();
            let [.., present, planned, change] = cells[..] else {
                panic!("{line}")
            };
            (
                line.starts_with('='),
                [present, planned, change].map(minutes),
            )
        })
        .collect();
    [0, 1, 2].map(|side| {
        rows.iter()
            .map(|(total, values)| (*total, values[side]))
            .collect()
    })
}

#[test]
fn the_hours_bridge_adds_up_as_printed() {
    for column in bridge_columns(&bridge_text(&fixture::plan("nl"))) {
        let mut left = column[0].1;
        let totals = column.iter().filter(|(total, _)| *total).count();
        assert_eq!(totals, 3, "paid, rostered on the phone, on the phone");
        for (total, value) in &column[1..] {
            if *total {
                assert_eq!(left, *value);
            } else {
                left += value;
            }
        }
    }
}

#[test]
fn a_bridge_that_does_not_close_says_so() {
    let mut plan = fixture::plan("en");
    assert!(!bridge_text(&plan).contains("unexplained"));
    plan.planned.bridge.paid += Hours(1.5);
    let line = bridge_text(&plan);
    let line = line
        .lines()
        .find(|line| line.contains("unexplained"))
        .unwrap()
        .to_owned();
    assert!(line.contains("−1:30"), "{line}");
}

#[test]
fn the_page_needs_nothing_else() {
    for language in ["nl", "en"] {
        let page = string(&files(&fixture::plan(language)), "report.html");
        for outside in ["http:", "https:", "<script", "src=", "@import", "url("] {
            assert!(!page.contains(outside), "{language}: {outside}");
        }
        assert!(page.contains(&format!("<html lang=\"{language}\">")));
        let opened = page.matches("<svg").count();
        assert_eq!(opened, page.matches("</svg>").count());
        assert!(
            opened > 20,
            "three charts and a roster for each of five days, and more"
        );
        assert!(!page.contains("NaN") && !page.contains("inf"), "{language}");
        assert_eq!(
            page.matches("<table").count(),
            page.matches("<caption>").count()
        );
    }
}

#[test]
fn names_are_text_on_the_page() {
    let mut plan = fixture::plan("en");
    plan.people.insert("p01".to_owned(), "<b>A & B".to_owned());
    let page = string(&files(&plan), "report.html");
    assert!(page.contains("&lt;b&gt;A &amp; B") && !page.contains("<b>A"));
}

#[test]
fn notes_are_told_once_in_the_language_of_the_page() {
    let told = [
        ("nl", "hebben een decimale komma", "with a decimal comma"),
        ("en", "with a decimal comma", "hebben een decimale komma"),
    ];
    for (language, own, other) in told {
        let mut plan = fixture::plan(language);
        // The plan's notes hold those of the forecast too.
        plan.notes.extend(plan.forecast.notes.clone());
        plan.notes[0].place = "history".to_owned();
        let page = string(&files(&plan), "report.html");
        assert_eq!(page.matches(own).count(), 1, "{language}");
        assert!(!page.contains(other), "{language}");
        assert_eq!(page.contains("<td>geschiedenis</td>"), language == "nl");
        let trend = ["groei van het laatste jaar", "trend of the last year"];
        let count = |words: &str| page.matches(words).count();
        assert_eq!(trend.map(count).iter().sum::<usize>(), 1, "{language}");
    }
}

#[test]
fn why_people_are_away_is_not_published() {
    for language in ["nl", "en"] {
        let files = files(&fixture::plan(language));
        let mut published: Vec<String> = Vec::new();
        published.push(string(&files, "roster.csv"));
        published.extend(workbook(&files).into_values().flatten().flatten());
        published.extend(
            files
                .keys()
                .filter(|name| name.ends_with(".ics"))
                .map(|name| string(&files, name)),
        );
        let page = string(&files, "report.html");
        assert!(!page.contains("parental"), "a note about a person");
        published.push(without_bridge(&page));
        for text in published {
            let text = text.to_lowercase();
            for reason in [
                "verlof", "ziek", "leave", "sick", "parental", "holiday", "feestdag",
            ] {
                assert!(!text.contains(reason), "{language}: {reason}");
            }
        }
    }
}

/// The page without its style and the hours bridge, which adds everybody's hours.
fn without_bridge(page: &str) -> String {
    let (_, body) = page.split_once("</style>").unwrap();
    let sections = body.split("<section>");
    let is_bridge = |section: &&str| {
        !section.starts_with("<h2>De urenbrug") && !section.starts_with("<h2>The hours bridge")
    };
    let kept: Vec<&str> = sections.clone().filter(is_bridge).collect();
    assert_eq!(kept.len() + 1, sections.count());
    kept.concat()
}

#[test]
fn the_same_plan_gives_the_same_bytes() {
    assert_eq!(files(&fixture::plan("nl")), files(&fixture::plan("nl")));
}

#[test]
fn the_document_holds_everything_and_its_version() {
    let files = files(&fixture::plan("nl"));
    let document: serde_json::Value = serde_json::from_slice(&files["plan.json"]).unwrap();
    assert_eq!(document["format"], 1);
    assert_eq!(document["week"], "2021-W15");
    let plan = fixture::plan("nl");
    let shifts = document["planned"]["roster"]["shifts"].as_array().unwrap();
    assert_eq!(shifts.len(), plan.planned.roster.shifts.len());
    assert_eq!(document["contracts"]["p01"], 36 * 60);
}

#[test]
fn a_table_of_the_roster_follows_it_to_the_minute() {
    let plan = fixture::plan("nl");
    let table = files(&plan)["roster.csv"].clone();
    let mut reader = csv::Reader::from_reader(table.as_slice());
    let mut rows = reader.records().map(|row| row.unwrap());
    let grid = &plan.planned.roster.grid;
    for shift in &plan.planned.roster.shifts {
        for segment in &shift.segments {
            let row = rows.next().unwrap();
            let (from, to) = segment.span.local_times(grid);
            let times = [from, to].map(|time| time.format("%H:%M").to_string());
            let date = shift.date.to_string();
            let activity = segment.activity.to_string();
            let expected = [&shift.person, &date, &activity, &times[0], &times[1]];
            assert_eq!(row.iter().collect::<Vec<_>>(), expected);
        }
    }
    assert!(rows.next().is_none());
}

/// The cells of each sheet as text.
fn workbook(files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<Vec<String>>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(files["roster.xlsx"].clone())).unwrap();
    let mut sheets = BTreeMap::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).unwrap();
        let text = |row: &[Data]| row.iter().map(ToString::to_string).collect();
        sheets.insert(name, range.rows().map(text).collect());
    }
    sheets
}

#[test]
fn the_workbook_reads_back() {
    let plan = fixture::plan("nl");
    let sheets = workbook(&files(&plan));
    assert_eq!(
        sheets.keys().collect::<Vec<_>>(),
        ["bezetting", "roster", "samenvatting"]
    );
    let roster = &sheets["roster"];
    assert_eq!(roster[0][..3], ["id", "naam", "ma 2021-04-12"]);
    assert_eq!(roster.len(), 25);
    let first = plan.planned.roster.of("p01").next().unwrap();
    assert!(
        roster[1][2].starts_with(&cell_start(&plan, first)),
        "{}",
        roster[1][2]
    );
    let cells = roster.concat().join(" ");
    assert!(cells.contains(" pauze ") && !cells.contains(" break "));
    let away = &roster[fixture::AWAY + 1];
    assert!(
        away[2..7].iter().all(String::is_empty),
        "who is away is off"
    );
    let open = plan.open.values.iter().filter(|open| **open).count();
    assert_eq!(sheets["bezetting"].len(), open + 1);
    let summary = sheets["samenvatting"].concat().join(" ");
    for line in text(&plan).lines().skip(4).filter(|line| !line.is_empty()) {
        let label = line.split("  ").next().unwrap();
        assert!(summary.contains(label), "{label}");
    }
}

#[test]
fn the_roster_comes_back_from_table_and_workbook() {
    let plan = fixture::plan("nl");
    let folder = tempfile::tempdir().unwrap();
    write(&plan, folder.path()).unwrap();
    for name in ["roster.csv", "roster.xlsx"] {
        let path = folder.path().join(name);
        let grid = &plan.planned.roster.grid;
        let read = read_roster(&path, &BTreeMap::new(), grid, &fixture::people()).unwrap();
        assert_eq!(read, plan.planned.roster, "{name}");
    }
}

#[test]
fn breaches_are_listed_in_the_unit_of_their_rule() {
    let grid = fixture::plan("en").planned.roster.grid;
    let breach = fixture::breach("screen_stretch", "R08");
    let days = Breach {
        code: "R09",
        rule: "consecutive_days",
        to: 6 * 1440,
        measured: 7.0,
        allowed: 6.0,
        ..breach.clone()
    };
    let text = breaches_text(&[breach, days], &grid);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3);
    let cells = |line: &str| {
        line.split("  ")
            .map(str::trim)
            .filter(|cell| !cell.is_empty())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        cells(lines[1]),
        [
            "R08",
            "screen work at a stretch",
            "p03",
            "Mon 12 Apr 10:00–12:45",
            "2:45",
            "2:00"
        ]
    );
    assert_eq!(
        cells(lines[2])[3..],
        ["Mon 12 Apr 10:00 – Sat 17 Apr 24:00", "7", "6"]
    );
    assert_eq!(breaches_text(&[], &grid), "no breaches\n");
}

#[test]
fn an_outcome_is_shown_with_its_limits() {
    let plan = fixture::plan("en");
    let text = outcome_text(&[plan.present.unwrap().outcome, plan.planned.outcome]);
    assert_eq!(text.lines().count(), 18);
    assert!(
        text.contains("4:30 (4:22–4:38)") && text.contains("3:12 (3:06–3:18)"),
        "{text}"
    );
}

fn cell_start(plan: &Plan, shift: &bezet::roster::Shift) -> String {
    let (from, to) = shift.span().local_times(&plan.planned.roster.grid);
    format!("{}-{}", from.format("%H:%M"), to.format("%H:%M"))
}

/// The lines of a calendar, folded ones joined, after checking form: CRLF and 75 octets.
fn unfolded(calendar: &str) -> Vec<String> {
    assert!(calendar.ends_with("END:VCALENDAR\r\n"));
    let mut lines: Vec<String> = Vec::new();
    for line in calendar.split_terminator("\r\n") {
        assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{line}");
        match (line.strip_prefix(' '), lines.last_mut()) {
            (Some(rest), Some(last)) => last.push_str(rest),
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

#[test]
fn every_person_has_a_calendar_that_follows_the_roster() {
    let plan = fixture::plan("nl");
    let files = files(&plan);
    let grid = &plan.planned.roster.grid;
    let mut seen: Vec<String> = Vec::new();
    for id in plan.people.keys() {
        let lines = unfolded(&string(&files, &format!("ics/{id}.ics")));
        let of = |key: &str| -> Vec<String> {
            let values = lines.iter().filter_map(|line| line.strip_prefix(key));
            values.map(str::to_owned).collect()
        };
        let instants = |key: &str| -> Vec<NaiveDateTime> {
            let parse =
                |text: &String| NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%SZ").unwrap();
            of(key).iter().map(parse).collect()
        };
        let shifts: Vec<_> = plan
            .planned
            .roster
            .of(id)
            .map(|shift| shift.span().instants(grid))
            .collect();
        let starts: Vec<_> = shifts.iter().map(|(from, _)| from.naive_utc()).collect();
        let ends: Vec<_> = shifts.iter().map(|(_, to)| to.naive_utc()).collect();
        assert_eq!(instants("DTSTART:"), starts, "{id}");
        assert_eq!(instants("DTEND:"), ends, "{id}");
        assert!(
            of("DTSTAMP:")
                .iter()
                .all(|stamp| stamp == "20210228T000000Z")
        );
        assert!(of("SEQUENCE:").iter().all(|sequence| sequence == "0"));
        seen.extend(of("UID:"));
    }
    let count = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), count, "identities are unique");
    assert_eq!(count, plan.planned.roster.shifts.len());
    assert!(
        seen[0].starts_with("Klantenservice.2021-W15.p01.2021-04-12"),
        "{}",
        seen[0]
    );
}

#[test]
fn a_calendar_tells_breaks_and_other_work() {
    let plan = fixture::plan("nl");
    let counter = |shift: &&bezet::roster::Shift| {
        shift
            .segments
            .iter()
            .any(|s| s.activity == Activity::Work("counter".to_owned()))
    };
    let shift = plan.planned.roster.shifts.iter().find(counter).unwrap();
    let lines = unfolded(&string(&files(&plan), &format!("ics/{}.ics", shift.person)));
    let description = lines
        .iter()
        .find(|line| line.starts_with("DESCRIPTION:"))
        .unwrap();
    for word in ["counter", "lunch", "pauze", "overige tijd: telefoon", "\\n"] {
        assert!(description.contains(word), "{word}: {description}");
    }
}

#[test]
fn an_unwritable_folder_is_refused_by_code() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "in the way").unwrap();
    let error = write(&fixture::plan("nl"), &file.join("out"))
        .unwrap_err()
        .to_string();
    assert!(error.contains("W101") && error.contains("hint:"), "{error}");
}

/// Keeps both pages for the eye: `target/tmp/report-nl/report.html`.
#[test]
fn both_languages_render() {
    for language in ["nl", "en"] {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("report-{language}"));
        let written = write(&fixture::plan(language), &folder).unwrap();
        assert_eq!(written.len(), 4 + 24);
        fs::write(folder.join("text.txt"), text(&fixture::plan(language))).unwrap();
        fs::write(
            folder.join("bridge.txt"),
            bridge_text(&fixture::plan(language)),
        )
        .unwrap();
    }
}
