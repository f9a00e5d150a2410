//! The roster itself.

use crate::calendar::{Grid, Series, local_instant};
use crate::units::{Agents, Minutes};
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use serde::Serialize;
use std::fmt;

/// A stretch of time in whole minutes after the first instant of the week's grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Span {
    /// First minute.
    pub from: i32,
    /// First minute after it.
    pub to: i32,
}

impl Span {
    /// Its length.
    pub fn minutes(self) -> Minutes {
        Minutes(self.to - self.from)
    }

    /// The minutes that two stretches share.
    pub fn overlap(self, other: Self) -> i32 {
        (self.to.min(other.to) - self.from.max(other.from)).max(0)
    }

    /// The stretch between two local clock times on a date.
    pub fn local(grid: &Grid, date: NaiveDate, from: u32, to: u32) -> Self {
        let minute = |clock: u32| {
            let midnight = date.and_time(chrono::NaiveTime::MIN);
            let local = midnight + TimeDelta::minutes(i64::from(clock));
            (local_instant(grid.zone, local) - grid.start).num_minutes() as i32
        };
        Self {
            from: minute(from),
            to: minute(to),
        }
    }

    /// The instants at which it begins and ends.
    pub fn instants(self, grid: &Grid) -> (DateTime<Utc>, DateTime<Utc>) {
        let at = |minute: i32| grid.start + TimeDelta::minutes(i64::from(minute));
        (at(self.from), at(self.to))
    }

    /// The local clock times at which it begins and ends.
    pub fn local_times(self, grid: &Grid) -> (NaiveDateTime, NaiveDateTime) {
        let (from, to) = self.instants(grid);
        let local = |instant: DateTime<Utc>| instant.with_timezone(&grid.zone).naive_local();
        (local(from), local(to))
    }
}

/// What a person does during a stretch of a shift.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Activity {
    /// Available for contacts.
    Contacts,
    /// A short break, paid.
    Break,
    /// Lunch, unpaid.
    Lunch,
    /// Not there though rostered, and paid; the reason is told nowhere.
    Absent,
    /// Other work, by name.
    Work(String),
}

impl fmt::Display for Activity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Contacts => f.write_str("phone"),
            Self::Break => f.write_str("break"),
            Self::Lunch => f.write_str("lunch"),
            Self::Absent => f.write_str("absent"),
            Self::Work(name) => f.write_str(name),
        }
    }
}

/// By the English or the Dutch name, as a planner's sheet has either.
impl From<&str> for Activity {
    fn from(word: &str) -> Self {
        match word {
            "phone" | "telefoon" => Self::Contacts,
            "break" | "pauze" => Self::Break,
            "lunch" => Self::Lunch,
            "absent" | "afwezig" => Self::Absent,
            name => Self::Work(name.to_owned()),
        }
    }
}

impl Serialize for Activity {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A stretch of a shift with one activity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Segment {
    /// What is done.
    pub activity: Activity,
    /// When.
    pub span: Span,
}

/// A person's working day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shift {
    /// Id of the person.
    pub person: String,
    /// The local date on which it begins.
    pub date: NaiveDate,
    /// Stretches that follow each other without gap, in order.
    pub segments: Vec<Segment>,
}

impl Shift {
    /// From the first minute to the last.
    pub fn span(&self) -> Span {
        let from = self.segments.first().map_or(0, |segment| segment.span.from);
        let to = self.segments.last().map_or(from, |segment| segment.span.to);
        Span { from, to }
    }

    /// Its stretches, those of the same activity that touch joined into one.
    pub fn joined(&self) -> Vec<Segment> {
        let mut joined: Vec<Segment> = Vec::with_capacity(self.segments.len());
        for segment in &self.segments {
            match joined.last_mut() {
                Some(last)
                    if last.activity == segment.activity && last.span.to == segment.span.from =>
                {
                    last.span.to = segment.span.to;
                }
                _ => joined.push(segment.clone()),
            }
        }
        joined
    }

    /// Time of the stretches with one activity.
    pub fn minutes_of(&self, activity: &Activity) -> Minutes {
        let with_it = self.segments.iter().filter(|s| s.activity == *activity);
        with_it.map(|segment| segment.span.minutes()).sum()
    }

    /// Paid time: all but lunch.
    pub fn paid(&self) -> Minutes {
        let paid = self
            .segments
            .iter()
            .filter(|s| s.activity != Activity::Lunch);
        paid.map(|segment| segment.span.minutes()).sum()
    }
}

/// Everybody's shifts of the weeks that the grid covers, ordered by person and time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Roster {
    /// The weeks.
    pub grid: Grid,
    /// The shifts.
    pub shifts: Vec<Shift>,
}

impl Roster {
    /// Mean number of people per interval whose activity is the one given.
    pub fn people_at(&self, activity: &Activity) -> Series<Agents> {
        let mut values = vec![Agents::ZERO; self.grid.len];
        let step = self.grid.step as i32;
        let segments = self.shifts.iter().flat_map(|shift| &shift.segments);
        for segment in segments.filter(|segment| segment.activity == *activity) {
            let first = segment.span.from.max(0) / step;
            let last = (segment.span.to.min(self.grid.len as i32 * step) + step - 1) / step;
            for index in first..last.max(first) {
                let interval = Span {
                    from: index * step,
                    to: (index + 1) * step,
                };
                let share = f64::from(segment.span.overlap(interval)) / f64::from(step);
                values[index as usize] += Agents(share);
            }
        }
        Series {
            grid: self.grid,
            values,
        }
    }

    /// Coverage: mean number of people available for contacts per interval.
    pub fn coverage(&self) -> Series<Agents> {
        self.people_at(&Activity::Contacts)
    }

    /// The shifts of one person, in order of time.
    pub fn of<'a>(&'a self, person: &'a str) -> impl Iterator<Item = &'a Shift> {
        self.shifts
            .iter()
            .filter(move |shift| shift.person == person)
    }

    /// Orders the shifts by person and time, as every roster is.
    pub fn sorted(mut self) -> Self {
        self.shifts
            .sort_by(|a, b| (&a.person, a.span()).cmp(&(&b.person, b.span())));
        self
    }
}
