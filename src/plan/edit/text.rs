//! Edits as they are typed: `p07=2021-04-13 07:40`.

use super::Edit;
use crate::error::Problem;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use std::fmt;

/// Kinds of edits, as flags name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditKind {
    /// Away from a moment on.
    Sick,
    /// A day off.
    Off,
    /// Two people swap a day.
    Swap,
    /// Another start.
    Move,
    /// Another shift.
    Assign,
    /// A shift stands.
    Lock,
    /// A shift may change.
    Unlock,
}

impl EditKind {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Sick,
        Self::Off,
        Self::Swap,
        Self::Move,
        Self::Assign,
        Self::Lock,
        Self::Unlock,
    ];

    /// The word that a flag has for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sick => "sick",
            Self::Off => "off",
            Self::Swap => "swap",
            Self::Move => "move",
            Self::Assign => "assign",
            Self::Lock => "lock",
            Self::Unlock => "unlock",
        }
    }

    /// How it is written.
    pub fn example(self) -> &'static str {
        match self {
            Self::Sick => {
                "p07=2021-04-13 07:40, or p07=2021-04-13 07:40/2021-04-14 with a last day"
            }
            Self::Off => "p07=2021-04-16",
            Self::Swap => "p07,p12=2021-04-14",
            Self::Move => "p07=2021-04-14 09:00",
            Self::Assign => {
                "p07=2021-04-14 08:30-12:30 break 10:30-10:45; a date alone is a free day"
            }
            Self::Lock | Self::Unlock => "p07, or p07=2021-04-14",
        }
    }
}

impl Edit {
    /// Reads an edit of a kind.
    ///
    /// # Errors
    /// `P140` where it does not have the kind's form.
    ///
    /// ```
    /// use bezet::plan::{Edit, EditKind};
    /// let off = Edit::parse(EditKind::Off, "p07=2021-04-16").expect("an edit");
    /// assert_eq!(off.to_string(), "off p07=2021-04-16");
    /// assert_eq!(Edit::parse(EditKind::Off, "p07").map_err(|p| p.code), Err("P140"));
    /// ```
    pub fn parse(kind: EditKind, text: &str) -> Result<Self, Problem> {
        let unclear = || {
            let place = format!("--{}", kind.name());
            Problem::new("P140", place, format!("is no edit of this kind: `{text}`"))
                .hint(format!("write it as {}", kind.example()))
        };
        parsed(kind, text).ok_or_else(unclear)
    }
}

fn parsed(kind: EditKind, text: &str) -> Option<Edit> {
    let (who, when) = match text.split_once('=') {
        Some((who, when)) => (who.trim(), when.trim()),
        None => (text.trim(), ""),
    };
    let person = who.to_owned();
    let dated = || when.parse::<NaiveDate>().ok();
    let locked = || (when.is_empty() || dated().is_some()).then(dated);
    if who.is_empty() {
        return None;
    }
    Some(match kind {
        EditKind::Sick => sick(person, when)?,
        EditKind::Off => Edit::Off {
            person,
            date: dated()?,
        },
        EditKind::Swap => Edit::Swap {
            people: pair(who)?,
            date: dated()?,
        },
        EditKind::Move => {
            let moment = moment(when)?;
            let start = moment.hour() * 60 + moment.minute();
            let date = moment.date();
            Edit::Move {
                person,
                date,
                start,
            }
        }
        EditKind::Assign => {
            let (date, shift) = when.split_once(char::is_whitespace).unwrap_or((when, ""));
            Edit::Assign {
                person,
                date: date.parse().ok()?,
                shift: shift.trim().to_owned(),
            }
        }
        EditKind::Lock => Edit::Lock {
            person,
            date: locked()?,
        },
        EditKind::Unlock => Edit::Unlock {
            person,
            date: locked()?,
        },
    })
}

fn sick(person: String, when: &str) -> Option<Edit> {
    let (from, until) = match when.split_once('/') {
        Some((from, until)) => (from.trim(), Some(until.trim().parse().ok()?)),
        None => (when, None),
    };
    let whole = || Some(from.parse::<NaiveDate>().ok()?.and_time(NaiveTime::MIN));
    Some(Edit::Sick {
        person,
        from: moment(from).or_else(whole)?,
        until,
    })
}

fn pair(who: &str) -> Option<[String; 2]> {
    let (one, other) = who.split_once(',')?;
    let (one, other) = (one.trim(), other.trim());
    (!one.is_empty() && !other.is_empty()).then(|| [one.to_owned(), other.to_owned()])
}

/// `2021-04-13 07:40`, or with a `T` between.
fn moment(text: &str) -> Option<NaiveDateTime> {
    let formats = ["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"];
    let mut read = formats.iter();
    read.find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
}

impl fmt::Display for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sick {
                person,
                from,
                until,
            } => {
                write!(f, "sick {person}={}", from.format("%Y-%m-%d %H:%M"))?;
                until.map_or(Ok(()), |until| write!(f, "/{until}"))
            }
            Self::Off { person, date } => write!(f, "off {person}={date}"),
            Self::Swap {
                people: [a, b],
                date,
            } => write!(f, "swap {a},{b}={date}"),
            Self::Move {
                person,
                date,
                start,
            } => write!(
                f,
                "move {person}={date} {:02}:{:02}",
                start / 60,
                start % 60
            ),
            Self::Assign {
                person,
                date,
                shift,
            } => write!(
                f,
                "{}",
                format!("assign {person}={date} {shift}").trim_end()
            ),
            Self::Lock { person, date } => lock(f, "lock", person, *date),
            Self::Unlock { person, date } => lock(f, "unlock", person, *date),
        }
    }
}

fn lock(
    f: &mut fmt::Formatter<'_>,
    word: &str,
    person: &str,
    date: Option<NaiveDate>,
) -> fmt::Result {
    write!(f, "{word} {person}")?;
    date.map_or(Ok(()), |date| write!(f, "={date}"))
}
