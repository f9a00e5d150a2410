//! Reading people and their leave.

use super::rows::{Rows, parse_date};
use crate::calendar::{ClockSpan, WEEKDAYS, parse_clock};
use crate::error::{Findings, Problem, Problems, Result};
use crate::roster::reach::meant;
use crate::roster::{Leave, Person};
use crate::table::Row;
use crate::units::Minutes;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Reads the people, and their leave if there is a list of it.
///
/// Columns of people: `id,name,team,site,contract_hours,skills,mon..sun,past_weeks,balance_hours`.
/// Contract hours are `36`, `7,2`, `7.2` or `36:00`; skills are separated by spaces or semicolons; weekdays
/// are hours such as `08:00-18:00`, or blank on a fixed day off; past weeks are paid hours, the
/// latest first; the balance is what was paid beyond the contract so far, negative what is owed.
/// `name`, `team`, `site`, `skills`, `sat`, `sun`, `past_weeks` and `balance_hours` may be left out.
///
/// Columns of leave: `person,from,to` and perhaps `hours_per_day`. The reason of absence is not
/// read, whatever column it is in.
///
/// # Errors
/// All problems of both files at once, codes `P101` to `P108` and `P114`; `T` codes where a
/// file is no table.
pub fn read_people(path: &Path, leave: Option<&Path>) -> Result<Vec<Person>> {
    let mut findings = Findings::default();
    let people = collect_people(path, leave, &mut findings)?;
    findings.problems.or_ok(people)
}

/// The same, with the problems and notes of both files kept; a person with a problem is among
/// the people.
///
/// # Errors
/// When a file cannot be read.
pub fn collect_people(
    path: &Path,
    leave: Option<&Path>,
    findings: &mut Findings,
) -> Result<Vec<Person>> {
    let mut people = match Rows::read(path, "people", findings)? {
        Some(rows) => people(&rows, &mut findings.problems),
        None => Vec::new(),
    };
    if let Some(leave) = leave
        && let Some(rows) = Rows::read(leave, "leave", findings)?
    {
        add_leave(&rows, &mut people, &mut findings.problems);
    }
    Ok(people)
}

/// Where the columns are that every row needs.
pub(super) fn columns<'a>(
    rows: &Rows,
    names: &[&'a str],
    problems: &mut Problems,
) -> BTreeMap<&'a str, usize> {
    let mut found = BTreeMap::new();
    for name in names {
        match rows.column(&[name]) {
            Some(column) => {
                found.insert(*name, column);
            }
            None => {
                let what = format!("has no column `{name}`");
                let hint = meant(name, rows.header.iter().map(String::as_str));
                problems.push(Problem::new("P101", &rows.file, what).hint(hint));
            }
        }
    }
    found
}

fn people(rows: &Rows, problems: &mut Problems) -> Vec<Person> {
    let found = columns(rows, &["id", "contract_hours"], problems);
    let weekdays = WEEKDAYS.map(|names| rows.column(&names));
    for (names, column) in WEEKDAYS.iter().zip(weekdays).take(5) {
        if column.is_none() {
            let what = format!("has no column `{}`", names[0]);
            let hint = "give the hours of each weekday, blank on a fixed day off";
            problems.push(Problem::new("P101", &rows.file, what).hint(hint));
        }
    }
    if found.len() < 2 {
        return Vec::new();
    }
    let mut seen: BTreeMap<String, u64> = BTreeMap::new();
    let mut people = Vec::new();
    for row in &rows.rows {
        let person = person(rows, row, &weekdays, problems);
        match seen.get(&person.id) {
            Some(first) => {
                let what = format!("names a person twice: `{}`", person.id);
                let problem = Problem::new("P102", rows.place(row, "id"), what);
                problems.push(problem.hint(format!("the first is row {first}")));
            }
            None => {
                seen.insert(person.id.clone(), row.number);
                people.push(person);
            }
        }
    }
    if rows.rows.is_empty() {
        let problem = Problem::new("P105", &rows.file, "has no people at all");
        problems.push(problem.hint("give one row per person below the header"));
    }
    people.sort_by(|a, b| a.id.cmp(&b.id));
    people
}

fn person(
    rows: &Rows,
    row: &Row,
    weekdays: &[Option<usize>; 7],
    problems: &mut Problems,
) -> Person {
    let text = |name: &str| rows.text(row, name).to_owned();
    let id = text("id");
    if id.is_empty() {
        let problem = Problem::new("P114", rows.place(row, "id"), "has no id: ``");
        problems.push(problem.hint("every person has an id of their own, such as `p01`"));
    }
    let mut keep = |value: std::result::Result<_, Problem>| {
        value.map_err(|problem| problems.push(problem)).ok()
    };
    let contract = keep(hours(rows, row, "contract_hours", &text("contract_hours")));
    let balance = match text("balance_hours") {
        blank if blank.is_empty() => None,
        written => keep(balance(rows, row, &written)),
    };
    let past = text("past_weeks");
    let past_weeks = words(&past)
        .filter_map(|word| keep(hours(rows, row, "past_weeks", word)))
        .collect();
    let mut availability = [None; 7];
    for (day, (names, column)) in availability.iter_mut().zip(WEEKDAYS.iter().zip(weekdays)) {
        let place = rows.place(row, names[0]);
        match available(column.map_or("", |column| row.cell(column)), &place) {
            Ok(hours) => *day = hours,
            Err(problem) => problems.push(problem),
        }
    }
    let name = text("name");
    Person {
        name: if name.is_empty() { id.clone() } else { name },
        id,
        team: text("team"),
        site: text("site"),
        contract: contract.unwrap_or_default(),
        skills: words(&text("skills"))
            .map(str::to_owned)
            .collect::<BTreeSet<_>>(),
        availability,
        past_weeks,
        balance: balance.unwrap_or_default(),
        ..Person::default()
    }
}

/// The words of a list.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|mark: char| mark.is_whitespace() || [';', '|', '+'].contains(&mark));
    words.filter(|word| !word.is_empty())
}

fn hours(
    rows: &Rows,
    row: &Row,
    column: &str,
    text: &str,
) -> std::result::Result<Minutes, Problem> {
    parse_hours(text).ok_or_else(|| {
        let what = format!("is no number of hours: `{text}`");
        Problem::new("P103", rows.place(row, column), what)
            .hint("write `36`, `7,2` or `7:12`; at most 168")
    })
}

/// Hours ahead of the contract, or behind it with a minus.
fn balance(rows: &Rows, row: &Row, text: &str) -> std::result::Result<Minutes, Problem> {
    match text.strip_prefix(['-', '\u{2212}']) {
        Some(behind) => hours(rows, row, "balance_hours", behind).map(|owed| Minutes(-owed.0)),
        None => {
            let ahead = text.strip_prefix('+').unwrap_or(text);
            hours(rows, row, "balance_hours", ahead)
        }
    }
}

/// Reads `36`, `7,2`, `7.2` or `7:12` as minutes.
fn parse_hours(text: &str) -> Option<Minutes> {
    let minutes = match text.split_once(':') {
        Some((hours, minutes)) => {
            let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
            (hours <= 168 && minutes < 60).then_some(hours as i32 * 60 + minutes as i32)?
        }
        None => {
            let hours: f64 = text.replace(',', ".").parse().ok()?;
            (0.0..=168.0)
                .contains(&hours)
                .then(|| Minutes::from_hours(hours).0)?
        }
    };
    (0..=168 * 60)
        .contains(&minutes)
        .then_some(Minutes(minutes))
}

fn available(text: &str, place: &str) -> std::result::Result<Option<ClockSpan>, Problem> {
    if matches!(text, "" | "-" | "off" | "vrij") {
        return Ok(None);
    }
    let times = text.split_once('-');
    let times = times.and_then(|(from, to)| Some((parse_clock(from)?, parse_clock(to)?)));
    match times {
        Some((from, to)) if from < to => Ok(Some(ClockSpan { from, to })),
        Some(_) => Err(
            Problem::new("P108", place, format!("ends before it starts: `{text}`"))
                .hint("write the earlier time first"),
        ),
        None => Err(
            Problem::new("P104", place, format!("is no stretch of a day: `{text}`"))
                .hint("write `08:00-18:00`, or nothing on a fixed day off"),
        ),
    }
}

fn add_leave(rows: &Rows, people: &mut [Person], problems: &mut Problems) {
    let found = columns(rows, &["person", "from", "to"], problems);
    if found.len() < 3 {
        return;
    }
    // Where nobody is known, that is the one thing to say.
    let known = !people.is_empty();
    for row in &rows.rows {
        let id = rows.text(row, "person");
        let leave = leave(rows, row)
            .map_err(|problem| problems.push(problem))
            .ok();
        match people.iter_mut().find(|person| person.id == id) {
            Some(person) => person.leave.extend(leave),
            None if known => {
                let ids = people.iter().map(|person| person.id.as_str());
                let what = format!("names nobody among the people: `{id}`");
                let problem = Problem::new("P106", rows.place(row, "person"), what);
                problems.push(problem.hint(meant(id, ids)));
            }
            None => {}
        }
    }
    for person in people {
        person.leave.sort_by_key(|leave| (leave.from, leave.to));
    }
}

fn leave(rows: &Rows, row: &Row) -> std::result::Result<Leave, Problem> {
    let date = |name: &str| {
        let text = rows.text(row, name);
        parse_date(text).ok_or_else(|| {
            Problem::new(
                "P107",
                rows.place(row, name),
                format!("is no date: `{text}`"),
            )
            .hint("write it as 2021-04-12 or 12-04-2021")
        })
    };
    let (from, to) = (date("from")?, date("to")?);
    if to < from {
        let what = format!("ends before it starts: `{from}` to `{to}`");
        let problem = Problem::new("P108", rows.place(row, "to"), what);
        return Err(problem.hint("`to` is the last day of the leave"));
    }
    let text = rows.text(row, "hours_per_day");
    let credit = match text {
        "" => None,
        text => Some(hours(rows, row, "hours_per_day", text)?),
    };
    Ok(Leave { from, to, credit })
}
