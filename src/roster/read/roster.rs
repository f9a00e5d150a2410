//! Reading a roster: person by day, or as bezet writes it.

use super::codes::{Code, draft};
use super::rows::{Rows, parse_date};
use crate::calendar::{Grid, WEEKDAYS};
use crate::error::{Findings, Problem, Problems, Result};
use crate::roster::reach::meant;
use crate::roster::text::{parse_shift_text, parse_times};
use crate::roster::{Activity, Person, Roster, Segment, Shift, Span};
use crate::table::Row;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;
use std::path::Path;

/// Columns that may name the person.
const PERSON: [&str; 6] = ["person", "id", "persoon", "medewerker", "name", "naam"];

/// Reads the roster of the weeks of the grid from a file; its other days are left out.
///
/// Three forms are known by their columns: person by day with codes joined by `+`; person by day
/// with cells as [`shift_text`](crate::roster::shift_text) writes them (a csv file, or the sheet
/// `roster` of a workbook); and a row per stretch, `person,date,activity,from,to`. People are
/// named by id, or by a name that only one of them has. Days are dates or weekdays.
///
/// # Errors
/// All problems of the file at once, codes `P101`, `P102` and `P106` to `P120`; `T` codes
/// where it is no table.
pub fn read_roster(
    path: &Path,
    codes: &BTreeMap<String, Code>,
    grid: &Grid,
    people: &[Person],
) -> Result<Roster> {
    let mut findings = Findings::default();
    let roster = collect_roster(path, codes, grid, people, &mut findings)?;
    findings.problems.or_ok(roster)
}

/// The same, with the problems and notes of the file kept; a cell with a problem is left out.
///
/// # Errors
/// When the file cannot be read.
pub fn collect_roster(
    path: &Path,
    codes: &BTreeMap<String, Code>,
    grid: &Grid,
    people: &[Person],
    findings: &mut Findings,
) -> Result<Roster> {
    let Some(rows) = Rows::read(path, "roster", findings)? else {
        return Ok(Roster {
            grid: *grid,
            shifts: Vec::new(),
        });
    };
    let mut reader = Reader {
        rows,
        codes,
        grid,
        people,
        problems: Problems::new(),
    };
    let long = ["activity", "from", "to"];
    let shifts = if long
        .iter()
        .all(|name| reader.rows.column(&[name]).is_some())
    {
        reader.long()
    } else {
        reader.wide()
    };
    let roster = Roster {
        grid: *grid,
        shifts,
    };
    findings.problems.extend(reader.problems);
    Ok(roster.sorted())
}

struct Reader<'a> {
    rows: Rows,
    codes: &'a BTreeMap<String, Code>,
    grid: &'a Grid,
    people: &'a [Person],
    problems: Problems,
}

impl<'a> Reader<'a> {
    /// A row per person and a column per day.
    fn wide(&mut self) -> Vec<Shift> {
        let Some(names) = self.person_column() else {
            return Vec::new();
        };
        let days = self.days();
        if days.is_empty() {
            let problem = Problem::new("P115", &self.rows.file, "has no day of the week planned");
            let dates = self.grid.dates();
            let week = dates.first().map(NaiveDate::to_string).unwrap_or_default();
            self.problems
                .push(problem.hint(format!("columns are dates, from {week} on")));
        }
        let mut shifts = Vec::new();
        let mut seen: BTreeMap<&str, u64> = BTreeMap::new();
        let rows = std::mem::take(&mut self.rows.rows);
        for row in &rows {
            let Some(person) = self.person(row, names) else {
                continue;
            };
            if let Some(first) = seen.insert(&person.id, row.number) {
                let what = format!("names a person twice: `{}`", person.id);
                let problem = Problem::new("P102", self.rows.place(row, "person"), what);
                self.problems
                    .push(problem.hint(format!("the first is row {first}")));
                continue;
            }
            for (column, date) in &days {
                shifts.extend(self.cell(row, *column, person, *date));
            }
        }
        shifts
    }

    /// The columns that are days of the grid, with their dates.
    fn days(&self) -> Vec<(usize, NaiveDate)> {
        let dates = self.grid.dates();
        let mut days = Vec::new();
        for (column, name) in self.rows.header.iter().enumerate() {
            let dated = parse_date(name);
            let weekday = WEEKDAYS
                .iter()
                .position(|names| names.contains(&name.as_str()));
            let is_day = |date: &&NaiveDate| {
                let of_week = date.weekday().num_days_from_monday() as usize;
                Some(**date) == dated || Some(of_week) == weekday
            };
            days.extend(dates.iter().filter(is_day).map(|date| (column, *date)));
        }
        days
    }

    fn cell(
        &mut self,
        row: &Row,
        column: usize,
        person: &Person,
        date: NaiveDate,
    ) -> Option<Shift> {
        let text = row.cell(column);
        if text.is_empty() {
            return None;
        }
        let place = self.rows.place(row, &date.to_string());
        let by_clock = text.starts_with(|mark: char| mark.is_ascii_digit()) && text.contains(':');
        let shift = if by_clock && !self.codes.contains_key(text) {
            parse_shift_text(text, &person.id, date, self.grid, &place).map(Some)
        } else {
            draft(text, self.codes, &place).and_then(|draft| {
                let shift = draft.map(|draft| draft.shift(&person.id, date, self.grid, &place));
                shift.transpose()
            })
        };
        shift.unwrap_or_else(|problem| {
            self.problems.push(problem);
            None
        })
    }

    /// A row per stretch.
    fn long(&mut self) -> Vec<Shift> {
        let Some(names) = self.person_column() else {
            return Vec::new();
        };
        let dates = self.grid.dates();
        let mut stretches: BTreeMap<(&str, NaiveDate), Vec<(Segment, String)>> = BTreeMap::new();
        let rows = std::mem::take(&mut self.rows.rows);
        let mut inside = rows.is_empty();
        for row in &rows {
            let date = self.date(row);
            inside |= date.is_none_or(|date| dates.contains(&date));
            let person = self.person(row, names);
            if date.is_some_and(|date| !dates.contains(&date)) {
                continue;
            }
            // What else is wrong with a row is told with its person and date.
            let stretch = self.stretch(row, date.unwrap_or_default());
            if let (Some(person), Some(date), Some(stretch)) = (person, date, stretch) {
                stretches
                    .entry((&person.id, date))
                    .or_default()
                    .push(stretch);
            }
        }
        if !inside {
            let problem = Problem::new("P115", &self.rows.file, "has no day of the week planned");
            self.problems
                .push(problem.hint("is it the roster of another week?"));
        }
        let shifts = stretches.into_iter();
        shifts
            .map(|((person, date), stretches)| self.joined(person, date, stretches))
            .collect()
    }

    fn stretch(&mut self, row: &Row, date: NaiveDate) -> Option<(Segment, String)> {
        let text = |name: &str| self.rows.text(row, name).to_owned();
        let place = self.rows.place(row, "from");
        let activity = text("activity");
        let named = !activity.is_empty();
        if !named {
            let problem = Problem::new("P114", self.rows.place(row, "activity"), "is empty: ``");
            self.problems
                .push(problem.hint("`phone`, `break`, `lunch` or the name of work"));
        }
        let times = format!("{}-{}", text("from"), text("to"));
        match parse_times(&times, &place) {
            Ok(times) => {
                let span = Span::local(self.grid, date, times.from, times.to);
                let activity = Activity::from(activity.as_str());
                named.then_some((Segment { activity, span }, place))
            }
            Err(problem) => {
                self.problems.push(problem);
                None
            }
        }
    }

    /// A shift of its stretches in order of time; gaps stay, for the checker to name.
    fn joined(
        &mut self,
        person: &str,
        date: NaiveDate,
        mut stretches: Vec<(Segment, String)>,
    ) -> Shift {
        stretches.sort_by_key(|(segment, _)| segment.span);
        for pair in stretches.windows(2) {
            let [(first, _), (second, place)] = pair else {
                continue;
            };
            if second.span.from < first.span.to {
                let what = format!(
                    "`{}` and `{}` are at the same time",
                    first.activity, second.activity
                );
                let problem = Problem::new("P113", place, what);
                self.problems
                    .push(problem.hint("a person does one thing at a time"));
            }
        }
        Shift {
            person: person.to_owned(),
            date,
            segments: stretches.into_iter().map(|(segment, _)| segment).collect(),
        }
    }

    fn date(&mut self, row: &Row) -> Option<NaiveDate> {
        let column = self.rows.column(&["date", "datum"]);
        let text = column.map_or("", |column| row.cell(column));
        let date = parse_date(text);
        if date.is_none() {
            let what = format!("is no date: `{text}`");
            let problem = Problem::new("P107", self.rows.place(row, "date"), what);
            self.problems
                .push(problem.hint("write it as 2021-04-12 or 12-04-2021"));
        }
        date
    }

    fn person_column(&mut self) -> Option<usize> {
        let found = PERSON.iter().find_map(|name| self.rows.column(&[name]));
        if found.is_none() {
            let problem = Problem::new("P101", &self.rows.file, "has no column `person`");
            let header = self.rows.header.iter().map(String::as_str);
            self.problems.push(problem.hint(meant("person", header)));
        }
        found
    }

    /// Who a row is about: by id, or by a name that is theirs alone.
    fn person(&mut self, row: &Row, column: usize) -> Option<&'a Person> {
        let word = row.cell(column);
        let people = self.people;
        if let Some(person) = people.iter().find(|person| person.id == word) {
            return Some(person);
        }
        let mut named = people.iter().filter(|person| person.name == word);
        if let (Some(person), None) = (named.next(), named.next()) {
            return Some(person);
        }
        let what = format!("names nobody among the people: `{word}`");
        let problem = Problem::new("P106", self.rows.place(row, "person"), what);
        let hint = meant(word, people.iter().map(|person| person.id.as_str()));
        self.problems.push(problem.hint(hint));
        None
    }
}
