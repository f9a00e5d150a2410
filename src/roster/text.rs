//! A shift as the text of one cell: `08:30-17:00 lunch 12:00-12:30; counter 13:00-15:00`.
//!
//! First the shift from its first minute to its last, then what it holds besides contacts, each
//! with its times, separated by semicolons. Times are local; those after midnight count on, so
//! that a night shift is `22:00-30:00`.

use super::{Activity, Segment, Shift, Span};
use crate::calendar::{Grid, clock};
use crate::error::Problem;
use chrono::{NaiveDate, NaiveTime, TimeDelta};

/// The latest clock time that a shift may name: the midnight that ends the next day.
const LATEST: u32 = 2 * 24 * 60;

/// A shift as the text of a cell; what touches and is the same is written once.
///
/// ```
/// use bezet::calendar::Grid;
/// use bezet::roster::{parse_shift_text, shift_text};
/// use chrono::NaiveDate;
/// let monday = NaiveDate::from_ymd_opt(2021, 4, 12).expect("a date");
/// let grid = Grid::days(chrono_tz::Europe::Amsterdam, monday, 7, 15);
/// let text = "08:30-17:00 break 10:15-10:30; lunch 12:00-12:30; counter 13:00-15:00";
/// let shift = parse_shift_text(text, "p01", monday, &grid, "a cell").expect("a shift");
/// assert_eq!(shift.paid().to_string(), "8:00");
/// assert_eq!(shift_text(&shift, &grid), text);
/// ```
pub fn shift_text(shift: &Shift, grid: &Grid) -> String {
    shift_text_in(shift, grid, Activity::to_string)
}

/// [`shift_text`] with names of activities in another language.
///
/// What comes back from [`parse_shift_text`] is the shift where the names are those that it knows.
pub fn shift_text_in(shift: &Shift, grid: &Grid, name: impl Fn(&Activity) -> String) -> String {
    let times = |span: Span| {
        let at = |minute| clock(clock_after(grid, shift.date, minute).unsigned_abs());
        format!("{}-{}", at(span.from), at(span.to))
    };
    if shift.segments.is_empty() {
        return String::new();
    }
    let parts: Vec<String> = shift
        .joined()
        .iter()
        .filter(|segment| segment.activity != Activity::Contacts)
        .map(|segment| format!("{} {}", name(&segment.activity), times(segment.span)))
        .collect();
    let text = format!("{} {}", times(shift.span()), parts.join("; "));
    text.trim_end().to_owned()
}

/// Reads the text of a cell as a person's shift on a date; the inverse of [`shift_text`].
///
/// Breaks and contacts may have their Dutch names, `pauze` and `telefoon`.
///
/// # Errors
/// `P120` where it cannot be understood, `P108` an end before its start, `P112` something outside
/// the shift, `P113` two things at once, `P122` something in the hour that the spring change skips;
/// `place` says where.
pub fn parse_shift_text(
    text: &str,
    person: &str,
    date: NaiveDate,
    grid: &Grid,
    place: &str,
) -> Result<Shift, Problem> {
    let text = text.trim();
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let whole = parse_times(first, place)?;
    let parts = rest
        .split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty());
    let parts = parts
        .map(|part| parse_part(part, place))
        .collect::<Result<Vec<_>, _>>()?;
    let draft = Draft { whole, parts };
    draft.shift(person, date, grid, place)
}

fn parse_part(part: &str, place: &str) -> Result<(Activity, Clocks), Problem> {
    let Some((name, times)) = part.rsplit_once(char::is_whitespace) else {
        return Err(unclear(part, place));
    };
    Ok((Activity::from(name.trim()), parse_times(times, place)?))
}

fn unclear(text: &str, place: &str) -> Problem {
    Problem::new("P120", place, format!("is no shift: `{text}`"))
        .hint("write it as `08:30-17:00 lunch 12:00-12:30; counter 13:00-15:00`")
}

/// From one minute after midnight to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clocks {
    /// First minute.
    pub from: u32,
    /// First minute after it.
    pub to: u32,
}

impl From<crate::calendar::ClockSpan> for Clocks {
    fn from(span: crate::calendar::ClockSpan) -> Self {
        Self {
            from: span.from,
            to: span.to,
        }
    }
}

/// Reads `08:30-17:00`; the end is later than the start.
pub fn parse_times(text: &str, place: &str) -> Result<Clocks, Problem> {
    let times = text.split_once(['-', '\u{2013}']);
    let times = times.and_then(|(from, to)| Some((parse_time(from)?, parse_time(to)?)));
    let Some((from, to)) = times else {
        return Err(unclear(text, place));
    };
    if to <= from {
        let problem = Problem::new("P108", place, format!("ends before it starts: `{text}`"));
        return Err(problem.hint("times after midnight count on: 22:00-30:00"));
    }
    Ok(Clocks { from, to })
}

/// Reads a clock time up to `48:00`, with or without seconds `:00`.
pub fn parse_time(text: &str) -> Option<u32> {
    let mut parts = text.trim().split(':');
    let hours = parts
        .next()
        .filter(|hours| (1..=2).contains(&hours.len()))?;
    let minutes = parts.next().filter(|minutes| minutes.len() == 2)?;
    if !matches!(parts.next(), None | Some("00")) || parts.next().is_some() {
        return None;
    }
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let total = hours * 60 + minutes;
    (minutes < 60 && total <= LATEST).then_some(total)
}

/// A shift by the clock: from when to when, and what is in it besides contacts.
pub struct Draft {
    /// The whole shift.
    pub whole: Clocks,
    /// What is in it.
    pub parts: Vec<(Activity, Clocks)>,
}

impl Draft {
    /// The shift, with contacts wherever nothing else is.
    pub fn shift(
        mut self,
        person: &str,
        date: NaiveDate,
        grid: &Grid,
        place: &str,
    ) -> Result<Shift, Problem> {
        self.parts.sort_by_key(|(_, clocks)| *clocks);
        self.fits(place)?;
        let mut pieces = Vec::new();
        let mut free = self.whole.from;
        for (activity, clocks) in self.parts {
            pieces.push((Activity::Contacts, free, clocks.from));
            pieces.push((activity, clocks.from, clocks.to));
            free = clocks.to;
        }
        pieces.push((Activity::Contacts, free, self.whole.to));
        let mut segments = Vec::new();
        for (activity, from, to) in pieces {
            let span = Span::local(grid, date, from, to);
            if span.from < span.to {
                segments.push(Segment { activity, span });
            } else if activity != Activity::Contacts {
                return Err(skipped(&activity, Clocks { from, to }, place));
            }
        }
        if segments.is_empty() {
            return Err(skipped(&Activity::Contacts, self.whole, place));
        }
        Ok(Shift {
            person: person.to_owned(),
            date,
            segments,
        })
    }

    fn fits(&self, place: &str) -> Result<(), Problem> {
        let outside = |clocks: &Clocks| clocks.from < self.whole.from || self.whole.to < clocks.to;
        if let Some((activity, clocks)) = self.parts.iter().find(|(_, clocks)| outside(clocks)) {
            let what = format!("`{activity} {}` lies outside the shift", shown(*clocks));
            let hint = format!("the shift is {}", shown(self.whole));
            return Err(Problem::new("P112", place, what).hint(hint));
        }
        for pair in self.parts.windows(2) {
            let [(first, earlier), (second, later)] = pair else {
                continue;
            };
            if later.from < earlier.to {
                let what = format!("`{first}` and `{second}` are at the same time");
                let hint = format!("{} and {}", shown(*earlier), shown(*later));
                return Err(Problem::new("P113", place, what).hint(hint));
            }
        }
        Ok(())
    }
}

fn skipped(activity: &Activity, clocks: Clocks, place: &str) -> Problem {
    let what = format!(
        "`{activity} {}`: the clock skips these times",
        shown(clocks)
    );
    Problem::new("P122", place, what)
        .hint("the clock goes forward that night: put it before or after")
}

fn shown(clocks: Clocks) -> String {
    format!("{}-{}", clock(clocks.from), clock(clocks.to))
}

/// Minutes from the midnight that begins `date` to a minute of the grid, by the local clock.
pub fn clock_after(grid: &Grid, date: NaiveDate, minute: i32) -> i32 {
    let instant = grid.start + TimeDelta::minutes(i64::from(minute));
    let local = instant.with_timezone(&grid.zone).naive_local();
    (local - date.and_time(NaiveTime::MIN)).num_minutes() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Shift, Problem> {
        let saturday = NaiveDate::from_ymd_opt(2021, 3, 27).unwrap();
        let grid = Grid::days(chrono_tz::Europe::Amsterdam, saturday, 3, 15);
        parse_shift_text(text, "p01", saturday, &grid, "a cell")
    }

    #[test]
    fn a_dutch_cell_is_the_same_shift() {
        let english = read("08:30-17:00 break 10:15-10:30; lunch 12:00-12:30; phone 13:00-14:00");
        let dutch = read("08:30-17:00 pauze 10:15-10:30; lunch 12:00-12:30; telefoon 13:00-14:00");
        assert_eq!(english.unwrap(), dutch.unwrap());
    }

    #[test]
    fn the_night_of_the_spring_change_is_an_hour_shorter() {
        let shift = read("22:00-30:00 break 25:00-25:15; lunch 27:00-27:30").unwrap();
        assert_eq!(shift.span().minutes().0, 7 * 60);
        let across = read("22:00-30:00 break 25:45-27:15").unwrap();
        assert_eq!(across.segments[1].span.minutes().0, 30);
    }

    #[test]
    fn what_lies_in_the_skipped_hour_is_refused() {
        for text in ["22:00-30:00 break 26:15-26:30", "26:10-26:50"] {
            assert_eq!(read(text).unwrap_err().code, "P122");
        }
        // Around it a shift is but what is left of it.
        assert_eq!(read("26:30-27:30").unwrap().span().minutes().0, 30);
    }
}
