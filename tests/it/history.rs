//! Every form in which telephone systems and spreadsheets export the same history gives the same
//! series; what cannot be true is refused with its code, all at once.

use bezet::calendar::{DayCalendar, Event, EventKind, OpeningHours};
use bezet::error::{Error, Problems};
use bezet::history::{CleanOptions, History, Queue, Source, clean, learn_hours, patience, read};
use bezet::table::{DateOrder, Decimal};
use bezet::units::Seconds;
use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta};
use chrono_tz::Europe::Amsterdam;
use proptest::prelude::*;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// One interval of the history that all forms tell.
#[derive(Clone, Copy)]
struct Interval {
    start: NaiveDateTime,
    offered: u32,
    answered: u32,
    handle: f64,
    wait: f64,
    agents: f64,
}

impl Interval {
    fn abandoned(&self) -> u32 {
        self.offered - self.answered
    }

    /// The measures in the order of bezet's columns, printed with a decimal point.
    fn cells(&self) -> [String; 6] {
        [
            self.offered.to_string(),
            self.answered.to_string(),
            self.abandoned().to_string(),
            self.handle.to_string(),
            self.wait.to_string(),
            self.agents.to_string(),
        ]
    }
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Two weeks of April 2021, quarters from 08:30 to 17:00 on weekdays.
fn fixture() -> Vec<Interval> {
    let days = date("2021-04-05").iter_days().take(14);
    let weekdays = days.filter(|day| day.weekday().num_days_from_monday() < 5);
    weekdays
        .flat_map(|day| {
            (0..34_u32).map(move |quarter| {
                let start = day.and_hms_opt(8, 30, 0).unwrap();
                let offered = 5 + (day.day() * 7 + quarter * 3) % 11;
                Interval {
                    start: start + TimeDelta::minutes(15 * i64::from(quarter)),
                    offered,
                    answered: offered - quarter % 3,
                    handle: 300.0 + f64::from((quarter * 13) % 40) + 0.5,
                    wait: 60.0 + f64::from(quarter) * 1.25,
                    agents: 6.0 + f64::from(quarter % 4) * 0.25,
                }
            })
        })
        .collect()
}

const HEADER: [&str; 7] = [
    "start",
    "offered",
    "answered",
    "abandoned",
    "handle_time_s",
    "wait_s",
    "agents",
];

/// A long file: a header, a delimiter, and how a start and a measure are written.
fn long(
    header: &[&str],
    sign: &str,
    start: impl Fn(NaiveDateTime) -> String,
    cell: impl Fn(&str) -> String,
) -> String {
    let mut text = header.join(sign) + "\n";
    for interval in fixture() {
        let cells = interval.cells().map(|value| cell(&value)).join(sign);
        writeln!(text, "{}{sign}{cells}", start(interval.start)).unwrap();
    }
    text
}

fn iso(start: NaiveDateTime) -> String {
    start.format("%Y-%m-%dT%H:%M:%S").to_string()
}

fn as_is(cell: &str) -> String {
    cell.to_owned()
}

fn comma(cell: &str) -> String {
    cell.replace('.', ",")
}

fn serial(start: NaiveDateTime) -> f64 {
    let epoch = date("1899-12-30").and_hms_opt(0, 0, 0).unwrap();
    (start - epoch).num_seconds() as f64 / 86_400.0
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

fn source(path: &Path) -> Source {
    Source::new(vec![path.to_owned()], Amsterdam)
}

fn read_bytes(name: &str, bytes: impl AsRef<[u8]>) -> Result<History, Error> {
    read(&source(&Folder::new().file(name, bytes)))
}

fn problems(text: &str) -> Problems {
    problems_of(read_bytes("calls.csv", text))
}

fn problems_of(result: Result<History, Error>) -> Problems {
    match result {
        Err(Error::Problems(problems)) => problems,
        other => panic!("expected problems, got {other:?}"),
    }
}

fn codes(problems: &Problems) -> Vec<&'static str> {
    problems.iter().map(|problem| problem.code).collect()
}

fn expected() -> Queue {
    only(&read_bytes("calls.csv", long(&HEADER, ",", iso, as_is)).unwrap())
}

fn only(history: &History) -> Queue {
    assert_eq!(history.queues.len(), 1);
    history.queues.values().next().unwrap().clone()
}

fn said(history: &History, part: &str) -> bool {
    history.notes.iter().any(|note| note.what.contains(part))
}

#[test]
fn the_series_is_what_was_written() {
    let queue = expected();
    let grid = queue.offered.grid;
    assert_eq!((grid.step, grid.len), (15, 12 * 96));
    for interval in fixture() {
        let index = grid.day_range(interval.start.date()).start
            + (interval.start.time() - chrono::NaiveTime::MIN).num_minutes() as usize / 15;
        assert_eq!(grid.local(index), interval.start);
        assert_eq!(
            queue.offered.values[index].unwrap().0,
            f64::from(interval.offered)
        );
        assert_eq!(
            queue.abandoned.values[index].unwrap().0,
            f64::from(interval.abandoned())
        );
        assert_eq!(queue.handle_time.values[index].unwrap().0, interval.handle);
        assert_eq!(queue.wait.values[index].unwrap().0, interval.wait);
        assert_eq!(queue.agents.values[index].unwrap().0, interval.agents);
    }
    let known = queue.offered.values.iter().flatten().count();
    assert_eq!(known, fixture().len());
}

#[test]
fn every_form_of_text_gives_the_same_series() {
    let dutch = [
        "Datum/tijd",
        "Aangeboden",
        "Beantwoord",
        "Afgehaakt",
        "Gemiddelde afhandeltijd",
        "Wachttijd",
        "Medewerkers",
    ];
    let split = [
        "Datum;Tijd",
        "Aangeboden",
        "Beantwoord",
        "Afgehaakt",
        "AHT",
        "Wachttijd",
        "Agenten",
    ];
    let span = |start: NaiveDateTime| {
        let end = start + TimeDelta::minutes(15);
        format!(
            "{};{}-{}",
            start.format("%-d-%-m-%Y"),
            start.format("%H:%M"),
            end.format("%H:%M")
        )
    };
    let hms = |start: NaiveDateTime| start.format("%Y-%m-%d;%H:%M:%S").to_string();
    let day_time_serial = |start: NaiveDateTime| {
        let serial = serial(start);
        format!(
            "{};{}",
            serial.trunc(),
            comma(&format!("{:.6}", serial.fract()))
        )
    };
    let slashes = |start: NaiveDateTime| start.format("%d/%m/%Y %H:%M").to_string();
    let offset = |start: NaiveDateTime| start.format("%Y-%m-%dT%H:%M:%S+02:00").to_string();
    let minutes = |cell: &str| match cell.parse::<f64>() {
        // Handle times, the only numbers over 200, as mm:ss with half seconds.
        Ok(value) if value > 200.0 => {
            format!("{:02}:{:04.1}", (value / 60.0).trunc(), value % 60.0)
        }
        _ => cell.to_owned(),
    };
    let forms = [
        (
            "semicolons and decimal commas",
            long(
                &dutch,
                ";",
                |s| s.format("%d-%m-%Y %H:%M").to_string(),
                comma,
            ),
            "decimal commas",
        ),
        ("tabs", long(&HEADER, "\t", iso, as_is), "tabs"),
        (
            "CRLF",
            long(&HEADER, ",", iso, as_is).replace('\n', "\r\n"),
            "CRLF",
        ),
        (
            "byte order mark",
            format!("\u{feff}{}", long(&HEADER, ",", iso, as_is)),
            "byte order mark",
        ),
        (
            "separator line",
            format!("sep=;\r\n{}", long(&HEADER, ";", iso, as_is)),
            "semicolons",
        ),
        ("spans", long(&split, ";", span, comma), "spans of time"),
        ("hh:mm:ss", long(&split, ";", hms, as_is), "`Tijd` as time"),
        (
            "serial moments",
            long(&HEADER, ";", |s| comma(&format!("{:.5}", serial(s))), comma),
            "serial numbers",
        ),
        (
            "serial dates and times",
            long(&split, ";", day_time_serial, comma),
            "serial numbers",
        ),
        ("slashes", long(&HEADER, ",", slashes, as_is), "day first"),
        (
            "offsets",
            long(&HEADER, ",", offset, as_is),
            "offset from UTC",
        ),
        ("durations", long(&HEADER, ",", iso, minutes), "15 minutes"),
    ];
    let expected = expected();
    for (form, text, note) in forms {
        let history = read_bytes("calls.csv", text).unwrap_or_else(|e| panic!("{form}: {e}"));
        assert_eq!(only(&history), expected, "{form}");
        assert!(said(&history, note), "{form}: {:?}", history.notes);
    }
}

#[test]
fn latin_1_and_utf_16_and_gzip_give_the_same_series() {
    let header = [
        "start",
        "offered",
        "answered",
        "abandoned",
        "handle_time_s",
        "wait_s",
        "agents;Wachtrij",
    ];
    let text = long(&header, ";", iso, as_is).replace("\n2", ";Pati\u{eb}nten\n2");
    let (first, rest) = text.split_once(";Pati\u{eb}nten").unwrap();
    let text = format!("{first}{rest}").trim_end().to_owned() + ";Pati\u{eb}nten\n";
    let latin_1: Vec<u8> = text.chars().map(|c| c as u8).collect();
    let utf_16: Vec<u8> = std::iter::once('\u{feff}')
        .chain(text.chars())
        .flat_map(|c| (c as u16).to_le_bytes())
        .collect();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(text.as_bytes()).unwrap();
    let gzip = gzip.finish().unwrap();
    let forms = [
        (text.into_bytes(), "semicolons"),
        (latin_1, "Windows-1252"),
        (utf_16, "UTF-16LE"),
        (gzip, "gzip"),
    ];
    for (bytes, note) in forms {
        let history = read_bytes("calls.csv", bytes).unwrap();
        assert_eq!(
            history.queue("Pati\u{eb}nten").unwrap(),
            &expected(),
            "{note}"
        );
        assert!(said(&history, note), "{note}: {:?}", history.notes);
    }
}

#[test]
fn total_rows_blank_rows_and_disorder_are_said() {
    let text = long(&HEADER, ",", iso, as_is);
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines[1..].reverse();
    lines.insert(40, lines[39].clone());
    lines.insert(50, ",,,,,,".to_owned());
    lines.insert(60, "Totaal,3400,3000,400,,,".to_owned());
    lines.push("Grand total,3400,3000,400,,,".to_owned());
    let history = read_bytes("calls.csv", lines.join("\n")).unwrap();
    assert_eq!(only(&history), expected());
    for note in [
        "not in order",
        "1 rows that repeat",
        "1 blank rows",
        "2 rows of totals",
    ] {
        assert!(said(&history, note), "{note}: {:?}", history.notes);
    }
}

fn workbook(path: &Path, typed: bool) {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().set_name("Toelichting").unwrap();
    let sheet = book.add_worksheet().set_name("Data").unwrap();
    for (column, title) in HEADER.iter().enumerate() {
        sheet.write(0, column as u16, *title).unwrap();
    }
    let moment = rust_xlsxwriter::Format::new().set_num_format("dd-mm-yyyy hh:mm");
    for (row, interval) in (1..).zip(fixture()) {
        match typed {
            true => sheet.write_with_format(row, 0, serial(interval.start), &moment),
            false => sheet.write(row, 0, serial(interval.start)),
        }
        .unwrap();
        for (column, cell) in (1..).zip(interval.cells()) {
            sheet
                .write(row, column, cell.parse::<f64>().unwrap())
                .unwrap();
        }
    }
    book.save(path).unwrap();
}

#[test]
fn workbooks_give_the_same_series() {
    let folder = Folder::new();
    for typed in [true, false] {
        let path = folder.0.path().join("calls.xlsx");
        workbook(&path, typed);
        let named = PathBuf::from(format!("{}#Data", path.display()));
        let history = read(&source(&named)).unwrap();
        assert_eq!(only(&history), expected(), "typed: {typed}");
        assert!(said(&history, "sheet `Data`"));
        let unnamed = problems_of(read(&source(&path)));
        assert_eq!(codes(&unnamed), ["T101"]);
        let misnamed = PathBuf::from(format!("{}#Date", path.display()));
        let misnamed = problems_of(read(&source(&misnamed)));
        assert_eq!(codes(&misnamed), ["T109"]);
        assert!(misnamed.to_string().contains("did you mean `Data`?"));
    }
}

/// A row per day and measure, a column per quarter.
fn wide(titles: impl Fn(u32) -> String, measures: &[(&str, usize)]) -> String {
    let columns: Vec<String> = (0..34).map(titles).collect();
    let mut text = format!("Datum;Kengetal;{};Totaal\n", columns.join(";"));
    for day in fixture().chunks(34) {
        for (name, measure) in measures {
            let cells: Vec<String> = day.iter().map(|i| i.cells()[*measure].clone()).collect();
            let date = day[0].start.date();
            writeln!(text, "{date};{name};{};999", cells.join(";")).unwrap();
        }
    }
    text
}

#[test]
fn wide_files_give_the_same_series() {
    let measures = [
        ("Aangeboden", 0),
        ("Beantwoord", 1),
        ("Afgehaakt", 2),
        ("AHT", 3),
        ("Wachttijd", 4),
        ("Agenten", 5),
    ];
    let at = |quarter: u32| {
        let minute = 510 + 15 * quarter;
        format!("{:02}:{:02}", minute / 60, minute % 60)
    };
    let span = |quarter: u32| format!("{}-{}", at(quarter), at(quarter + 1));
    let seconds = |quarter: u32| format!("{}:00", at(quarter));
    let fraction = |quarter: u32| format!("{:.6}", f64::from(510 + 15 * quarter) / 1440.0);
    let titles: [&dyn Fn(u32) -> String; 4] = [&at, &span, &seconds, &fraction];
    for title in titles {
        let history = read_bytes("calls.csv", wide(title, &measures)).unwrap();
        assert_eq!(only(&history), expected(), "{}", title(0));
        assert!(said(&history, "a row per day, 34 intervals across"));
    }
    let offered = wide(at, &measures[..1])
        .replace(";Aangeboden", "")
        .replace(";Kengetal", "");
    let history = read_bytes("calls.csv", offered).unwrap();
    assert_eq!(only(&history).offered, expected().offered);
}

#[test]
fn single_calls_are_counted_into_the_same_series() {
    let mut calls = "start,reached_queue,outcome,service_s,wait_s\n".to_owned();
    for interval in fixture() {
        for call in 0..interval.offered {
            let start = interval.start + TimeDelta::seconds(i64::from(call) * 40);
            let (outcome, service) = match call < interval.answered {
                true => ("AGENT", interval.handle.to_string()),
                false => ("HANG", "0".to_owned()),
            };
            writeln!(calls, "{start},1,{outcome},{service},{}", interval.wait).unwrap();
        }
        writeln!(calls, "{},0,HANG,0,0", interval.start).unwrap();
    }
    let history = read_bytes("calls.csv", calls).unwrap();
    let (counted, expected) = (only(&history), expected());
    assert!(said(&history, "340 calls that never reached the queue"));
    assert!(said(&history, "calls counted in intervals of 15 minutes"));
    for index in 0..expected.offered.values.len() {
        let Some(offered) = expected.offered.values[index] else {
            // Days without a call are unknown, intervals without one are empty.
            let empty = counted.offered.values[index].is_none_or(|count| count.0 == 0.0);
            assert!(empty);
            continue;
        };
        assert_eq!(counted.offered.values[index], Some(offered));
        assert_eq!(
            counted.answered.values[index],
            expected.answered.values[index]
        );
        assert_eq!(
            counted.abandoned.values[index],
            expected.abandoned.values[index]
        );
        // Means of equal numbers: only the order of additions can differ.
        let near =
            |a: Option<Seconds>, b: Option<Seconds>| (a.unwrap().0 - b.unwrap().0).abs() < 1e-9;
        assert!(near(
            counted.handle_time.values[index],
            expected.handle_time.values[index]
        ));
        assert!(near(
            counted.wait.values[index],
            expected.wait.values[index]
        ));
    }
    let weekend = counted.offered.grid.day_range(date("2021-04-10"));
    assert!(counted.offered.values[weekend].iter().all(Option::is_none));
}

#[test]
fn columns_are_mapped_by_the_source() {
    let header = ["Moment", "In", "Op", "Weg", "AHT", "Wachttijd", "Koppen"];
    let path_of = |folder: &Folder| folder.file("calls.csv", long(&header, ",", iso, as_is));
    let folder = Folder::new();
    let mut source = source(&path_of(&folder));
    let pairs = [
        ("start", "Moment"),
        ("offered", "In"),
        ("answered", "Op"),
        ("abandoned", "Weg"),
        ("agents", "Koppen"),
    ];
    source.columns = pairs
        .map(|(ours, theirs)| (ours.to_owned(), theirs.to_owned()))
        .into();
    assert_eq!(only(&read(&source).unwrap()), expected());
    source
        .columns
        .insert("offered".to_owned(), "Ink".to_owned());
    source.columns.insert("ofered".to_owned(), "In".to_owned());
    let found = problems_of(read(&source));
    assert_eq!(codes(&found), ["T104", "T103", "T102"]);
    assert!(found.to_string().contains("kind = \"calls\""));
    assert!(found.to_string().contains("did you mean `In`?"));
    assert!(found.to_string().contains("did you mean `offered`?"));
}

#[test]
fn what_cannot_be_read_is_refused_all_at_once() {
    let text = "start,queue,offered,answered\n\
        2021-04-12T08:30,phone,12,10\n\
        2021-04-12T08:45,phone,-3,0\n\
        2021-04-12T09:00,phone,twelve,10\n\
        2021-04-12T09:15,phone,12000000,10\n\
        2021-04-12T09:30,phone,10,12\n\
        a row of text,phone,10,12\n\
        2021-04-12T09:45,,10,9\n";
    let found = problems(text);
    let mut all = codes(&found);
    all.sort_unstable();
    assert_eq!(all, ["H101", "H102", "H103", "H114", "T105", "T106"]);
    let expected = [
        ("row 3, column offered", "`-3` is negative"),
        ("row 4, column offered", "`twelve` is no number"),
        ("row 5, column offered", "`12000000` is no count"),
        (
            "row 6, column answered",
            "answered `12` is above offered `10`",
        ),
        ("row 7, column start", "`a row of text` is no date and time"),
    ];
    for (place, what) in expected {
        let hit = found
            .iter()
            .find(|p| p.place.ends_with(place))
            .expect(place);
        assert!(hit.what.contains(what) && !hit.hint.is_empty(), "{hit}");
    }
}

#[test]
fn each_refusal_has_its_code() {
    let contradiction =
        "start,offered\n2021-04-12T08:30,1\n2021-04-12T08:45,1\n2021-04-12T08:30,2\n";
    let table = [
        ("", "T101", "`0` rows"),
        ("\n\n", "T101", "`0` rows"),
        ("start,offered\n", "H110", "`0` rows"),
        (
            "start,ofered\n2021-04-12T08:30,1\n",
            "T102",
            "no column `offered`",
        ),
        ("offered\n1\n", "T102", "no column `start`"),
        ("Datum,offered\n12-04-2021,1\n", "T102", "no column `time`"),
        (contradiction, "H104", "`2` contradicts `1`"),
        (
            "start,offered\n2021-04-12T00:00,1\n2021-04-13T00:00,1\n",
            "H106",
            "`1440` minutes",
        ),
        (
            "start,offered\n2021-04-12T00:01,1\n2021-04-12T00:02,1\n",
            "H106",
            "`1` minutes",
        ),
        (
            "start,offered\n2021-03-28T01:30,1\n2021-03-28T02:30,1\n",
            "H108",
            "is skipped",
        ),
        (
            "start,offered\n2021-04-12T08:30:07,1\n",
            "H107",
            "odd seconds",
        ),
        (
            "start,offered\n1970-01-01T08:30,1\n2021-04-12T08:30,1\n",
            "H115",
            "`1970-01-01`",
        ),
        (
            "start,wait_s,outcome\n2021-04-12T08:30,1,LOST\n",
            "H109",
            "`LOST`",
        ),
        ("start,offered\n03/04/2021 08:30,1\n", "T110", "03/04/2021"),
        (
            "start,offered\n2021-04-12T08:30,\"1,234\"\n",
            "T107",
            "1,234",
        ),
        (
            "start;offered;aht\n2021-04-12T08:30;1;1,5\n2021-04-12T08:45;1;1.5\n",
            "T107",
            "mixed",
        ),
    ];
    for (text, code, what) in table {
        let found = problems(text);
        assert_eq!(codes(&found), [code], "{text}\n{found}");
        let problem = found.iter().next().unwrap();
        assert!(problem.what.contains(what), "{problem}");
        assert!(!problem.hint.is_empty(), "{problem}");
    }
    let none = problems_of(read(&Source::new(Vec::new(), Amsterdam)));
    assert_eq!(codes(&none), ["H113"]);
    let absent = read(&source(Path::new("absent.csv")));
    assert!(matches!(absent, Err(Error::Read { .. })));
}

#[test]
fn doubt_is_settled_by_the_rest_of_the_file_or_by_the_source() {
    let text = "start;offered;aht\n03/04/2021 08:30;1.234;300\n13/04/2021 08:30;7;300,5\n";
    let queue = only(&read_bytes("calls.csv", text).unwrap());
    assert_eq!(queue.first_date(), date("2021-04-03"));
    assert_eq!(
        queue.offered.values.iter().flatten().next().unwrap().0,
        1234.0
    );
    let folder = Folder::new();
    let path = folder.file("doubt.csv", "start;offered\n03/04/2021 08:30;1.234\n");
    let mut source = source(&path);
    source.decimal = Some(Decimal::Comma);
    source.dates = Some(DateOrder::MonthFirst);
    let queue = only(&read(&source).unwrap());
    assert_eq!(queue.first_date(), date("2021-03-04"));
}

#[test]
fn a_queue_without_history_names_those_that_have_one() {
    let folder = Folder::new();
    let text = "start,queue,offered\n2021-04-12T08:30,phone,1\n2021-04-12T08:30,chat,2\n";
    let mut source = source(&folder.file("calls.csv", text));
    source.only = vec!["phnoe".to_owned()];
    let found = problems_of(read(&source));
    assert_eq!(codes(&found), ["H105"]);
    assert!(found.to_string().contains("did you mean `phone`?"));
    source.only = vec!["chat".to_owned()];
    let history = read(&source).unwrap();
    assert_eq!(history.queues.keys().collect::<Vec<_>>(), ["chat"]);
    assert!(
        history
            .queue("mail")
            .unwrap_err()
            .to_string()
            .contains("H105")
    );
}

#[test]
fn the_hour_that_autumn_repeats_is_read_twice() {
    let mut text = "start,offered\n".to_owned();
    for (count, time) in ["01:30", "02:00", "02:30", "02:00", "02:30", "03:00"]
        .iter()
        .enumerate()
    {
        writeln!(text, "2021-10-31T{time},{count}").unwrap();
    }
    let history = read_bytes("calls.csv", &text).unwrap();
    let queue = only(&history);
    assert_eq!(queue.offered.grid.len, 50);
    let counts: Vec<f64> = queue.offered.values.iter().flatten().map(|c| c.0).collect();
    assert_eq!(counts, [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]);
    assert!(said(&history, "autumn repeats"));
}

#[test]
fn the_hour_that_spring_skips_may_be_empty() {
    let text = "start,offered\n2021-03-28T01:30,4\n2021-03-28T02:00,0\n2021-03-28T02:30,\n2021-03-28T03:00,5\n";
    let history = read_bytes("calls.csv", text).unwrap();
    let queue = only(&history);
    assert_eq!(queue.offered.grid.len, 46);
    let known: Vec<usize> = (0..46)
        .filter(|i| queue.offered.values[*i].is_some())
        .collect();
    assert_eq!(known, [3, 4]);
    assert!(said(
        &history,
        "2 empty intervals of the hour that spring skips"
    ));
}

#[test]
fn history_can_be_hidden_and_coarsened() {
    let queue = expected();
    let hidden = queue.until(date("2021-04-09"));
    assert_eq!(hidden.last_date(), date("2021-04-09"));
    assert_eq!(queue.recorded_weeks().len(), 2);
    assert_eq!(hidden.recorded_weeks().len(), 1);
    assert_eq!(queue.until(date("2021-01-01")).offered.values.len(), 0);
    let hours = queue.resample(30).unwrap();
    let first = fixture();
    let index = hours.offered.grid.day_range(date("2021-04-05")).start + 17;
    let (a, b) = (first[0], first[1]);
    let offered = f64::from(a.offered + b.offered);
    assert_eq!(hours.offered.values[index].unwrap().0, offered);
    let wait = (f64::from(a.offered) * a.wait + f64::from(b.offered) * b.wait) / offered;
    assert!((hours.wait.values[index].unwrap().0 - wait).abs() < 1e-9);
    assert_eq!(
        hours.agents.values[index].unwrap().0,
        (a.agents + b.agents) / 2.0
    );
    assert!(queue.resample(20).unwrap_err().to_string().contains("H112"));
    assert!(queue.resample(5).unwrap_err().to_string().contains("H112"));
}

#[test]
fn patience_is_waiting_over_abandonments() {
    let (mut waited, mut left) = (0.0, 0.0);
    for interval in fixture()
        .iter()
        .filter(|i| i.start.date() >= date("2021-04-12"))
    {
        waited += interval.wait * f64::from(interval.offered);
        left += f64::from(interval.abandoned());
    }
    let found = patience(&expected(), date("2021-04-12"), date("2021-04-30")).unwrap();
    assert!((found.0 - waited / left).abs() < 1e-9);
    let bare = only(&read_bytes("c.csv", "start,offered\n2021-04-12T08:30,1\n").unwrap());
    assert_eq!(
        patience(&bare, date("2021-04-12"), date("2021-04-12")),
        None
    );
}

/// Thirty weeks of half-hours, office hours, about twenty contacts each.
fn half_year(change: impl Fn(NaiveDateTime, f64) -> Option<f64>) -> Queue {
    let mut text = "start,offered,handle_time_s\n".to_owned();
    for day in date("2020-09-07").iter_days().take(210) {
        if day.weekday().num_days_from_monday() > 4 {
            continue;
        }
        for half in 0..18 {
            let start = day.and_hms_opt(8, 0, 0).unwrap() + TimeDelta::minutes(30 * half);
            let usual = 18.0 + f64::from((day.ordinal() * 5 + half as u32 * 3) % 5);
            if let Some(offered) = change(start, usual) {
                writeln!(text, "{start},{offered},300").unwrap();
            }
        }
    }
    only(&read_bytes("calls.csv", text).unwrap())
}

fn cleaned(queue: &Queue, events: Vec<Event>) -> bezet::history::Clean {
    let open = learn_hours(queue).mask(&queue.offered.grid);
    let calendar = DayCalendar::dutch(2019..=2022, events);
    clean(queue, &open, &calendar, &CleanOptions::default()).unwrap()
}

fn usable_on(clean: &bezet::history::Clean, day: &str) -> usize {
    let range = clean.usable.grid.day_range(date(day));
    clean.usable.values[range]
        .iter()
        .filter(|usable| **usable)
        .count()
}

#[test]
fn hours_are_learnt_from_arrivals() {
    let queue = half_year(|_, usual| Some(usual));
    let hours = learn_hours(&queue);
    for weekday in 0..5 {
        assert_eq!(hours.week[weekday].len(), 1);
        assert_eq!(
            (hours.week[weekday][0].from, hours.week[weekday][0].to),
            (480, 1020)
        );
    }
    assert!(hours.week[5].is_empty() && hours.week[6].is_empty());
    assert_eq!(hours.exceptions, OpeningHours::default().exceptions);
}

#[test]
fn what_must_not_be_learnt_is_set_aside_and_told() {
    let queue = half_year(|start, usual| match start.date().to_string().as_str() {
        "2020-10-13" => None,
        "2020-10-21" if start.time().to_string().as_str() < "11:00:00" => Some(0.0),
        "2020-11-10" => Some(usual * 2.0),
        "2020-11-17" if start.time().to_string() == "09:00:00" => None,
        _ => Some(usual),
    });
    let shock = Event {
        name: "storm".to_owned(),
        kind: EventKind::Shock,
        from: date("2021-02-08"),
        to: date("2021-02-09"),
    };
    let clean = cleaned(&queue, vec![shock]);
    let expected = [
        ("2020-10-12", 18),
        ("2020-10-13", 0),
        ("2020-10-21", 12),
        ("2020-11-10", 0),
        ("2020-11-17", 17),
        ("2020-12-25", 0),
        ("2021-02-08", 0),
        ("2021-02-10", 18),
        ("2020-10-17", 0),
    ];
    for (day, usable) in expected {
        assert_eq!(usable_on(&clean, day), usable, "{day}: {:?}", clean.notes);
    }
    let notes = [
        ("N221", "2020-10-13"),
        ("N222", "2020-11-17"),
        ("N224", "1 days unlike"),
        ("N225", "2020-10-21 08:00 to 11:00"),
        ("N228", "2020-12-25"),
        ("N229", "(storm)"),
    ];
    for (code, what) in notes {
        let hit = clean
            .notes
            .iter()
            .find(|note| note.code == code)
            .expect(code);
        assert!(hit.what.contains(what), "{hit}");
    }
    assert_eq!(clean.notes.len(), notes.len());
    let set_aside = clean.contacts.values.iter().zip(&clean.usable.values);
    assert!(
        set_aside
            .filter(|(_, usable)| !**usable)
            .all(|(contacts, _)| contacts.0 == 0.0)
    );
}

#[test]
fn a_record_without_zeros_leaves_empty_intervals_out() {
    let quiet = |start: NaiveDateTime| {
        start.time().to_string() == "12:00:00" && start.day().is_multiple_of(2)
    };
    let queue = half_year(|start, _| (!quiet(start)).then_some(3.0));
    let clean = cleaned(&queue, Vec::new());
    assert_eq!(usable_on(&clean, "2020-10-12"), 18);
    assert!(clean.notes.iter().any(|note| note.code == "N223"));
}

/// Megabytes of memory that this process ever had in use.
fn peak_memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1024.0
}

fn measured(what: &str, source: &Source) -> History {
    let began = std::time::Instant::now();
    let history = read(source).unwrap();
    let seconds = began.elapsed().as_secs_f64();
    eprintln!("{what}: {seconds:.1} s, peak {:.0} MB", peak_memory());
    history
}

/// Run alone (`--ignored --nocapture ten_million`): takes a minute and 1.2 GB of disk.
#[test]
#[ignore = "large"]
fn ten_million_rows_are_read() {
    const ROWS: usize = 10_000_000;
    let folder = Folder::new();
    let (calls, intervals) = (
        folder.0.path().join("calls.csv"),
        folder.0.path().join("q.csv"),
    );
    let mut file = std::io::BufWriter::new(std::fs::File::create(&calls).unwrap());
    writeln!(file, "start,queue,outcome,service_s,wait_s").unwrap();
    let first = date("2018-01-01").and_hms_opt(8, 0, 0).unwrap();
    for row in 0..ROWS {
        let (day, second) = (row / 9_000, row % 9_000 * 4);
        let start = first + TimeDelta::days(day as i64) + TimeDelta::seconds(second as i64);
        let start = start.format("%Y-%m-%dT%H:%M:%S");
        writeln!(file, "{start},phone,AGENT,{},{}", 200 + row % 300, row % 90).unwrap();
    }
    drop(file);
    let history = measured("10 million calls", &source(&calls));
    let offered = &history.queue("phone").unwrap().offered;
    let total: f64 = offered.values.iter().flatten().map(|count| count.0).sum();
    assert_eq!(total, ROWS as f64);
    let mut file = std::io::BufWriter::new(std::fs::File::create(&intervals).unwrap());
    writeln!(
        file,
        "{}",
        HEADER.join(",").replace("offered", "queue,offered")
    )
    .unwrap();
    for row in 0..ROWS {
        let start = first + TimeDelta::hours(1) + TimeDelta::minutes(5 * (row / 20) as i64);
        let start = start
            .and_local_timezone(chrono::Utc)
            .unwrap()
            .format("%Y-%m-%dT%H:%M:%SZ");
        writeln!(
            file,
            "{start},q{:02},{},9,1,300.5,41.25,6",
            row % 20,
            10 + row % 7
        )
        .unwrap();
    }
    drop(file);
    let mut source = source(&intervals);
    source.only = vec!["q07".to_owned()];
    let history = measured("10 million intervals, one queue of twenty", &source);
    let known = history
        .queue("q07")
        .unwrap()
        .offered
        .values
        .iter()
        .flatten()
        .count();
    assert_eq!(known, ROWS / 20);
    drop(history);
    source.only.clear();
    let history = measured("10 million intervals, all twenty queues", &source);
    let counts = history
        .queues
        .values()
        .map(|q| q.offered.values.iter().flatten().count());
    assert_eq!(counts.sum::<usize>(), ROWS);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_bytes("calls.csv", bytes);
    }

    #[test]
    fn no_mangled_export_makes_it_panic(
        cuts in proptest::collection::vec((0_usize..1200, 0_usize..9, "[0-9;,.:\"/ T-]{0,4}|\u{e9}|Totaal|\n"), 1..6),
        form in 0_usize..3,
    ) {
        let mut text: Vec<char> = match form {
            0 => long(&HEADER, ",", iso, as_is),
            1 => long(&HEADER, ";", |s| s.format("%d/%m/%Y %H:%M").to_string(), comma),
            _ => wide(|q| format!("{:02}:{:02}", (510 + 15 * q) / 60, (510 + 15 * q) % 60), &[("offered", 0)]),
        }
        .chars()
        .take(1500)
        .collect();
        for (at, length, insert) in cuts {
            let at = at.min(text.len());
            let end = (at + length).min(text.len());
            text.splice(at..end, insert.chars());
        }
        let _ = read_bytes("calls.csv", text.into_iter().collect::<String>());
    }
}
