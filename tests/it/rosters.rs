//! People, leave and rosters as planners keep them: every form read, every mistake named.

use bezet::calendar::{ClockSpan, Grid, OpeningHours, Series, parse_clock};
use bezet::error::{Error, Problems};
use bezet::roster::{
    Code, Demand, Person, Roster, Rules, Setting, ShiftOptions, Work, read_people, read_roster,
    roster_csv, shift_text, unknown_people, unreachable_contracts,
};
use bezet::units::Minutes;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use tempfile::TempDir;

const PEOPLE: &str = "\
id,name,team,site,contract_hours,skills,mon,tue,wed,thu,fri,past_weeks
p02,Bea,noord,stadhuis,36,phone counter,08:00-18:00,08:00-18:00,08:00-18:00,08:00-18:00,08:00-18:00,36 36:30
p01,Ada,zuid,stadhuis,7.2,phone,08:00-18:00,,,,,
";

/// A folder with files.
struct Files(TempDir);

impl Files {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn with(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }
}

fn monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2021, 4, 12).unwrap()
}

fn grid() -> Grid {
    Grid::days(chrono_tz::Europe::Amsterdam, monday(), 7, 15)
}

fn span(text: &str) -> ClockSpan {
    let (from, to) = text.split_once('-').unwrap();
    ClockSpan {
        from: parse_clock(from).unwrap(),
        to: parse_clock(to).unwrap(),
    }
}

fn codes() -> BTreeMap<String, Code> {
    let day = Code::Shift {
        span: span("08:30-17:00"),
        lunch: Some(span("12:00-12:30")),
        breaks: vec![span("10:15-10:30")],
    };
    let counter = |at| Code::Work {
        name: "counter".to_owned(),
        at: span(at),
    };
    BTreeMap::from([
        ("D".to_owned(), day),
        ("B1".to_owned(), counter("11:00-13:00")),
        ("B2".to_owned(), counter("16:00-17:30")),
        ("VL".to_owned(), Code::Leave),
        ("-".to_owned(), Code::Off),
    ])
}

fn people() -> Vec<Person> {
    let files = Files::new();
    read_people(&files.with("people.csv", PEOPLE), None).unwrap()
}

/// The codes of the problems, and all their text.
fn problems<T>(result: Result<T, Error>) -> (Vec<&'static str>, String) {
    match result {
        Err(Error::Problems(problems)) => shown(&problems),
        Err(other) => panic!("not a problem of the input: {other}"),
        Ok(_) => panic!("nothing was found"),
    }
}

fn shown(problems: &Problems) -> (Vec<&'static str>, String) {
    let mut codes: Vec<&str> = problems.iter().map(|problem| problem.code).collect();
    codes.sort_unstable();
    (codes, problems.to_string())
}

#[test]
fn people_are_read_in_order_of_id() {
    let people = people();
    assert_eq!(
        people.iter().map(|p| p.id.as_str()).collect::<Vec<_>>(),
        ["p01", "p02"]
    );
    assert_eq!(people[0].contract, Minutes(432));
    assert_eq!(people[0].availability[0], Some(span("08:00-18:00")));
    assert_eq!(people[0].availability[1..], [None; 6]);
    assert_eq!(people[1].past_weeks, [Minutes(2160), Minutes(2190)]);
    assert_eq!(
        people[1].skills,
        BTreeSet::from(["counter".to_owned(), "phone".to_owned()])
    );
}

#[test]
fn people_are_read_from_dutch_spreadsheets_too() {
    let dutch = PEOPLE
        .replace(',', ";")
        .replace("7.2", "7,2")
        .replace("Ada", "Ad\u{e8}le");
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(&dutch);
    let files = Files::new();
    let read = read_people(&files.with("people.csv", bytes), None).unwrap();
    assert_eq!(read[0].name, "Ad\u{e8}le");
    assert_eq!((read[0].contract, &read[1]), (Minutes(432), &people()[1]));
}

#[test]
fn leave_is_read_without_its_reason() {
    let files = Files::new();
    let people = files.with("people.csv", PEOPLE);
    let leave = "person,from,to,hours_per_day,kind\np01,2021-04-12,12-04-2021,,sick\n";
    let read = read_people(&people, Some(&files.with("leave.csv", leave))).unwrap();
    assert_eq!(
        read[0].credit(&grid().dates(), &BTreeSet::new()),
        Minutes(432)
    );
    assert!(!format!("{read:?}").contains("sick"));
}

#[test]
fn every_mistake_in_people_and_leave_is_named_at_once() {
    let files = Files::new();
    let people = "\
id,contract_hours,mon,tue,wed,thu,fri,past_weeks
p01,36,08:00-18:00,,,,,
p01,36,,,,,,
p03,many,8 to 5,18:00-08:00,,,,400
,16,,,,,,
";
    let leave = "person,from,to,hours_per_day\np1,2021-04-12,2021-04-13,\n\
        p01,2021-04-13,2021-04-12,\np01,soon,2021-04-12,\np01,2021-04-12,2021-04-12,x\n";
    let people = files.with("people.csv", people);
    let read = read_people(&people, Some(&files.with("leave.csv", leave)));
    let (codes, text) = problems(read);
    let expected = [
        "P102", "P103", "P103", "P103", "P104", "P106", "P107", "P108", "P108", "P114",
    ];
    assert_eq!(codes, expected, "{text}");
    assert!(text.contains("people.csv: row 3, column id"), "{text}");
    assert!(
        text.contains("names nobody among the people: `p1`"),
        "{text}"
    );
    assert!(text.contains("did you mean `p01`?"), "{text}");
}

#[test]
fn a_list_of_people_without_people_or_columns_is_refused() {
    let files = Files::new();
    let header = PEOPLE.lines().next().unwrap();
    let (codes, text) = problems(read_people(&files.with("people.csv", header), None));
    assert_eq!(codes, ["P105"], "{text}");
    let bare = "id,contract,mon,tue,wed,thu\np01,36,,,,\n";
    let (codes, text) = problems(read_people(&files.with("bare.csv", bare), None));
    assert_eq!(codes, ["P101", "P101"], "{text}");
    assert!(text.contains("has no column `contract_hours`"), "{text}");
}

fn read(name: &str, text: &str) -> Result<Roster, Error> {
    let files = Files::new();
    read_roster(&files.with(name, text), &codes(), &grid(), &people())
}

fn texts(roster: &Roster) -> Vec<String> {
    let text = |shift| shift_text(shift, &roster.grid);
    roster.shifts.iter().map(text).collect()
}

#[test]
fn codes_are_read_and_work_gives_way_to_breaks() {
    let wide = "person,2021-04-11,2021-04-12,2021-04-13\np01,D,D+B1,-\nBea,,VL,B1\n";
    let roster = read("present.csv", wide).unwrap();
    let day = "08:30-17:00 break 10:15-10:30; counter 11:00-12:00; lunch 12:00-12:30; \
        counter 12:30-13:00";
    assert_eq!(texts(&roster), [day, "11:00-13:00 counter 11:00-13:00"]);
    assert_eq!(roster.shifts[1].person, "p02");
    assert_eq!(roster.shifts[0].paid(), Minutes(480));
}

#[test]
fn weekdays_stand_for_the_days_of_the_week() {
    let roster = read("present.csv", "persoon;ma;vr\np01;D;\np02;;D\n").unwrap();
    let days: Vec<String> = roster
        .shifts
        .iter()
        .map(|shift| shift.date.to_string())
        .collect();
    assert_eq!(days, ["2021-04-12", "2021-04-16"]);
}

#[test]
fn all_forms_give_the_same_roster() {
    let codes = read(
        "codes.csv",
        "person,2021-04-12,2021-04-13\np01,D,\np02,D+B1,D\n",
    )
    .unwrap();
    let long = read("long.csv", &roster_csv(&codes)).unwrap();
    assert_eq!(long, codes);
    let cells: Vec<String> = texts(&codes);
    let wide = format!(
        "person,2021-04-12,2021-04-13\np01,{},\np02,{},{}\n",
        cells[0], cells[1], cells[2]
    );
    assert_eq!(read("cells.csv", &wide).unwrap(), codes);
}

#[test]
fn the_edited_workbook_is_read_back() {
    let codes = read(
        "codes.csv",
        "person,2021-04-12,2021-04-13\np01,D,\np02,D+B1,D\n",
    )
    .unwrap();
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().set_name("coverage").unwrap();
    let sheet = book.add_worksheet().set_name("roster").unwrap();
    let format = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    sheet.write(0, 0, "person").unwrap();
    sheet.write(0, 1, "name").unwrap();
    for (column, text) in [(2, "2021-04-12"), (3, "2021-04-13")] {
        let date = rust_xlsxwriter::ExcelDateTime::parse_from_str(text).unwrap();
        sheet.write_with_format(0, column, &date, &format).unwrap();
    }
    for (row, column, shift) in [(1, 2, 0), (2, 2, 1), (2, 3, 2)] {
        let shift = &codes.shifts[shift];
        sheet.write(row, 0, &shift.person).unwrap();
        sheet
            .write(row, column, shift_text(shift, &codes.grid))
            .unwrap();
    }
    let files = Files::new();
    let path = files.0.path().join("roster.xlsx");
    book.save(&path).unwrap();
    assert_eq!(
        read_roster(&path, &BTreeMap::new(), &grid(), &people()).unwrap(),
        codes
    );
}

#[test]
fn every_mistake_in_a_roster_is_named_at_once() {
    let wide = "\
person,2021-04-12,2021-04-13,2021-04-14,2021-04-15
p01,DD,D+D,D+B2,B1+B2
p01,D,,,
p03,D,,,
p02,17:00-08:30,08:30-17:00 lunch,09:00-12:00 counter 08:00-10:00,09:00-12:00 lunch 10:00-11:00; break 10:30-10:45
";
    let (codes, text) = problems(read("present.csv", wide));
    let expected = [
        "P102", "P106", "P108", "P110", "P112", "P112", "P112", "P113", "P113", "P120",
    ];
    assert_eq!(codes, expected, "{text}");
    assert!(text.contains("did you mean `D`?"), "{text}");
    assert!(text.contains("row 2, column 2021-04-12"), "{text}");
}

#[test]
fn every_mistake_in_a_long_roster_is_named_at_once() {
    let long = "\
person,date,activity,from,to
p01,2021-04-12,phone,08:30,12:00
p01,2021-04-12,counter,11:59,13:00
p01,2021-04-13,phone,12:00,09:00
p01,2021-04-14,,09:00,12:00
p01,later,phone,09:00,12:00
p1,2021-04-14,phone,09:00,12:00
p02,2021-04-14,phone,9,12:00
p3,later,,9,12:00
";
    let (codes, text) = problems(read("roster.csv", long));
    let expected = [
        "P106", "P106", "P107", "P107", "P108", "P113", "P114", "P114", "P120", "P120",
    ];
    assert_eq!(codes, expected, "{text}");
}

#[test]
fn a_roster_of_another_week_or_without_people_is_refused() {
    let (codes, text) = problems(read("present.csv", "person,2021-04-19\np01,D\n"));
    assert_eq!(codes, ["P115"], "{text}");
    let long = "person,date,activity,from,to\np01,2021-04-19,phone,08:30,12:00\n";
    assert_eq!(problems(read("roster.csv", long)).0, ["P115"]);
    let (codes, text) = problems(read("present.csv", "who,2021-04-12\np01,D\n"));
    assert_eq!(codes, ["P101"], "{text}");
}

struct Centre {
    people: Vec<Person>,
    work: Vec<Work>,
    paid: Vec<i32>,
    holidays: BTreeSet<NaiveDate>,
}

impl Centre {
    fn ask(&self, question: fn(&Setting) -> Problems) -> (Vec<&'static str>, String) {
        let shifts = ShiftOptions {
            earliest: 480,
            latest: 1080,
            start_step: 15,
            paid: self.paid.iter().copied().map(Minutes).collect(),
            lunch: Minutes(30),
            lunch_window: span("11:30-13:45"),
            short_break: Minutes(15),
            break_due: None,
            break_edge: Minutes(30),
        };
        let open: Series<bool> = OpeningHours::always().mask(&grid());
        let setting = Setting {
            people: &self.people,
            queue: "phone",
            rules: &Rules::default(),
            shifts: &shifts,
            work: &self.work,
            open: &open,
            holidays: &self.holidays,
            seats: &BTreeMap::new(),
            locked: &[],
            before: &[],
        };
        shown(&question(&setting))
    }
}

fn centre(paid: &[i32]) -> Centre {
    Centre {
        people: people(),
        work: Vec::new(),
        paid: paid.to_vec(),
        holidays: BTreeSet::new(),
    }
}

#[test]
fn contracts_that_no_shifts_reach_are_named() {
    assert!(centre(&[432]).ask(unreachable_contracts).0.is_empty());
    let (codes, text) = centre(&[240, 480]).ask(unreachable_contracts);
    assert_eq!(codes, ["P117"], "{text}");
    assert!(text.contains("person p01, week 2021-W15"), "{text}");
    assert!(
        text.contains("`7:12`") && text.contains("nearest") && text.contains("8:00"),
        "{text}"
    );
}

#[test]
fn a_holiday_counts_towards_the_contract_that_is_to_be_reached() {
    let holiday = Centre {
        holidays: BTreeSet::from([monday()]),
        ..centre(&[432])
    };
    assert!(holiday.ask(unreachable_contracts).0.is_empty());
}

#[test]
fn sessions_and_meetings_of_nobody_are_named() {
    let work = |demand| Work {
        name: "coaching".to_owned(),
        skill: None,
        seat: false,
        screen: false,
        block: (Minutes(60), Minutes(60)),
        demand,
    };
    let session = Demand::Session {
        people: vec!["p01".to_owned(), "p9".to_owned()],
        minutes: Minutes(60),
        windows: Default::default(),
    };
    let meeting = Demand::Meeting {
        team: "nord".to_owned(),
        weekday: 0,
        at: span("09:00-10:00"),
    };
    let mut centre = centre(&[432]);
    centre.work = vec![work(session), work(meeting)];
    let (codes, text) = centre.ask(unknown_people);
    assert_eq!(codes, ["P118", "P119"], "{text}");
    assert!(text.contains("did you mean `noord`?"), "{text}");
}
