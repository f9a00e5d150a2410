//! Every form of export gives the same series, with a note of what was understood.

use super::refusals::{codes, problems_of};
use super::{
    Folder, HEADER, as_is, date, expected, fixture, iso, long, only, read_bytes, said, source,
};
use bezet::history::read;
use bezet::table::{DateOrder, Decimal};
use bezet::units::Seconds;
use chrono::{NaiveDateTime, TimeDelta};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

pub(super) fn comma(cell: &str) -> String {
    cell.replace('.', ",")
}

fn serial(start: NaiveDateTime) -> f64 {
    let epoch = date("1899-12-30").and_hms_opt(0, 0, 0).unwrap();
    (start - epoch).num_seconds() as f64 / 86_400.0
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
        "1 row that repeats",
        "1 blank row left out",
        "2 rows of totals",
    ] {
        assert!(said(&history, note), "{note}: {:?}", history.notes);
    }
}

pub(super) fn workbook(path: &Path, typed: bool) {
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
pub(super) fn wide(titles: impl Fn(u32) -> String, measures: &[(&str, usize)]) -> String {
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
