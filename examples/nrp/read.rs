//! The text format of the instances, read into a [`Roster`](super::week::Roster).

use crate::week::{Person, Roster, Shift};
use bezet::roster::Need;
use std::collections::BTreeMap;

/// More days, minutes or people than anybody rosters are taken for a slip.
const MOST: u32 = 10_000_000;
/// Kinds of shift at most: a day of a tour is one byte.
const MOST_SHIFTS: usize = 250;
/// Days at most.
const MOST_DAYS: u32 = 3700;

/// What is wrong with a file, and in which line; 0 where no line is to blame.
#[derive(Debug, PartialEq, Eq)]
pub struct Mistake {
    pub line: usize,
    pub what: String,
}

impl std::fmt::Display for Mistake {
    fn fmt(&self, to: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self.line {
            0 => write!(to, "{}", self.what),
            line => write!(to, "line {line}: {}", self.what),
        }
    }
}

type Read<T> = Result<T, Mistake>;

/// A line that says something.
struct Line<'t> {
    number: usize,
    fields: Vec<&'t str>,
}

impl<'t> Line<'t> {
    fn wrong(&self, what: impl Into<String>) -> Mistake {
        Mistake {
            line: self.number,
            what: what.into(),
        }
    }

    fn text(&self, field: usize, name: &str) -> Read<&'t str> {
        match self.fields.get(field) {
            Some(text) if !text.is_empty() => Ok(text),
            _ => Err(self.wrong(format!("{name} is missing"))),
        }
    }

    fn number(&self, field: usize, name: &str) -> Read<u32> {
        self.parsed(self.text(field, name)?, name)
    }

    fn parsed(&self, text: &str, name: &str) -> Read<u32> {
        let number = text.parse::<u32>().ok().filter(|number| *number <= MOST);
        number.ok_or_else(|| self.wrong(format!("{name} is `{text}`, not a number up to {MOST}")))
    }

    fn found(&self, index: &BTreeMap<&str, usize>, field: usize, name: &str) -> Read<usize> {
        let text = self.text(field, name)?;
        let found = index.get(text).copied();
        found.ok_or_else(|| self.wrong(format!("{name} `{text}` is unknown")))
    }

    fn day(&self, field: usize, days: usize) -> Read<usize> {
        let day = self.number(field, "day")? as usize;
        match day < days {
            true => Ok(day),
            false => Err(self.wrong(format!("day {day} is after the horizon of {days} days"))),
        }
    }
}

/// The lines by section.
fn sections(text: &str) -> Read<BTreeMap<&str, Vec<Line<'_>>>> {
    let mut sections: BTreeMap<&str, Vec<Line>> = BTreeMap::new();
    let mut section = None;
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        let number = index + 1;
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if line.starts_with("SECTION_") {
            section = Some(line);
            sections.entry(line).or_default();
            continue;
        }
        let Some(section) = section else {
            let what = "comes before the first section, such as SECTION_HORIZON".to_owned();
            return Err(Mistake { line: number, what });
        };
        let fields = line.split(',').map(str::trim).collect();
        sections
            .entry(section)
            .or_default()
            .push(Line { number, fields });
    }
    Ok(sections)
}

/// Reads an instance.
///
/// # Errors
/// The first [`Mistake`] found.
pub fn read(text: &str) -> Read<Roster> {
    let sections = sections(text)?;
    let lines = |name: &str| sections.get(name).map_or(&[][..], Vec::as_slice);
    let some = |name: &'static str| match lines(name) {
        [] => Err(Mistake {
            line: 0,
            what: format!("{name} is missing or empty"),
        }),
        lines => Ok(lines),
    };
    let days = horizon(&some("SECTION_HORIZON")?[0])?;
    let shifts = shifts(some("SECTION_SHIFTS")?)?;
    let staff = some("SECTION_STAFF")?;
    let types: BTreeMap<&str, usize> = names(shifts.iter().map(|shift| shift.name.as_str()));
    let mut people = Vec::new();
    let mut index: BTreeMap<&str, usize> = BTreeMap::new();
    for line in staff {
        let name = line.text(0, "employee")?;
        if index.insert(name, people.len()).is_some() {
            return Err(line.wrong(format!("employee `{name}` is there twice")));
        }
        people.push(person(line, days, &types)?);
    }
    for line in lines("SECTION_DAYS_OFF") {
        let person = line.found(&index, 0, "employee")?;
        for field in 1..line.fields.len() {
            let day = line.day(field, days)?;
            people[person].free[day] = true;
        }
    }
    for (section, on) in [
        ("SECTION_SHIFT_ON_REQUESTS", true),
        ("SECTION_SHIFT_OFF_REQUESTS", false),
    ] {
        for line in lines(section) {
            let person = line.found(&index, 0, "employee")?;
            let cell = line.day(1, days)? * types.len() + line.found(&types, 2, "shift")?;
            let weight = f64::from(line.number(3, "weight")?);
            let wishes = if on {
                &mut people[person].on
            } else {
                &mut people[person].off
            };
            wishes[cell] += weight;
        }
    }
    let needs = needs(lines("SECTION_COVER"), days, &types)?;
    Ok(Roster::new(days, shifts, people, needs))
}

fn names<'t>(names: impl Iterator<Item = &'t str>) -> BTreeMap<&'t str, usize> {
    names
        .enumerate()
        .map(|(index, name)| (name, index))
        .collect()
}

fn horizon(line: &Line) -> Read<usize> {
    match line.number(0, "horizon")? {
        days @ 1..=MOST_DAYS => Ok(days as usize),
        _ => Err(line.wrong(format!("a horizon has 1 to {MOST_DAYS} days"))),
    }
}

fn shifts(lines: &[Line]) -> Read<Vec<Shift>> {
    let mut index: BTreeMap<&str, usize> = BTreeMap::new();
    for line in lines {
        let name = line.text(0, "shift")?;
        if index.insert(name, index.len()).is_some() {
            return Err(line.wrong(format!("shift `{name}` is there twice")));
        }
        if index.len() > MOST_SHIFTS {
            return Err(line.wrong(format!("there are more than {MOST_SHIFTS} shifts")));
        }
    }
    let one = |line: &Line| {
        let minutes = line.number(1, "length in minutes")?;
        if minutes == 0 {
            return Err(line.wrong("a shift lasts at least a minute"));
        }
        let mut never = vec![false; index.len()];
        let barred = line.fields.get(2).map_or("", |barred| barred);
        for name in barred
            .split('|')
            .map(str::trim)
            .filter(|name| !name.is_empty())
        {
            let Some(shift) = index.get(name) else {
                return Err(line.wrong(format!("shift `{name}` is unknown")));
            };
            never[*shift] = true;
        }
        Ok(Shift {
            name: line.text(0, "shift")?.to_owned(),
            minutes,
            never,
        })
    };
    lines.iter().map(one).collect()
}

fn person(line: &Line, days: usize, types: &BTreeMap<&str, usize>) -> Read<Person> {
    let mut most = vec![u32::MAX; types.len()];
    for pair in line.text(1, "most shifts of each kind")?.split('|') {
        let Some((name, count)) = pair.split_once('=') else {
            return Err(line.wrong(format!("`{pair}` is not SHIFT=NUMBER")));
        };
        let Some(shift) = types.get(name.trim()) else {
            return Err(line.wrong(format!("shift `{name}` is unknown")));
        };
        most[*shift] = line.parsed(count.trim(), "number of shifts")?;
    }
    let cells = days * types.len();
    Ok(Person {
        name: line.text(0, "employee")?.to_owned(),
        most,
        most_minutes: line.number(2, "most minutes")?,
        least_minutes: line.number(3, "least minutes")?,
        most_run: line.number(4, "most consecutive shifts")?,
        least_run: line.number(5, "least consecutive shifts")?,
        least_rest: line.number(6, "least consecutive days off")?,
        most_weekends: line.number(7, "most weekends")?,
        free: vec![false; days],
        on: vec![0.0; cells],
        off: vec![0.0; cells],
    })
}

/// Cells that no line names need nothing and cost nothing.
fn needs(lines: &[Line], days: usize, types: &BTreeMap<&str, usize>) -> Read<Vec<Need>> {
    let mut needs = vec![None; days * types.len()];
    for line in lines {
        let cell = line.day(0, days)? * types.len() + line.found(types, 1, "shift")?;
        let need = Need {
            required: line.number(2, "requirement")?,
            short: f64::from(line.number(3, "weight below")?),
            surplus: f64::from(line.number(4, "weight above")?),
        };
        if needs[cell].replace(need).is_some() {
            return Err(line.wrong("the cover of this day and shift is there twice"));
        }
    }
    let nothing = Need {
        required: 0,
        short: 0.0,
        surplus: 0.0,
    };
    Ok(needs
        .into_iter()
        .map(|need| need.unwrap_or(nothing))
        .collect())
}
