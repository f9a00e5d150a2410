//! What an edit does to a roster.

use super::Edit;
use crate::calendar::{Grid, local_instant};
use crate::error::{Problem, nearest};
use crate::roster::{Activity, Person, Roster, Segment, Shift, Span, parse_shift_text};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

/// A roster with the shifts that stand as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// The roster.
    pub roster: Roster,
    /// The locked shifts, as they were when locked.
    pub locked: Vec<Shift>,
}

impl Edited {
    /// The roster after an edit.
    ///
    /// # Errors
    /// `P141` nobody of that name, `P142` a day of another week, `P143` no shift to change, and the
    /// codes of [`parse_shift_text`](crate::roster::parse_shift_text) for a shift that is none.
    pub fn apply(&self, edit: &Edit, people: &[Person]) -> Result<Self, Problem> {
        let mut next = self.clone();
        match edit {
            Edit::Sick {
                person,
                from,
                until,
            } => next.away(edit, known(edit, person, people)?, *from, *until)?,
            Edit::Off { person, date } => {
                let from = date.and_time(NaiveTime::MIN);
                next.away(edit, known(edit, person, people)?, from, Some(*date))?;
            }
            Edit::Swap { people: ids, date } => {
                let [a, b] = [&ids[0], &ids[1]].map(|id| known(edit, id, people));
                next.swap(edit, a?, b?, *date)?;
            }
            Edit::Move {
                person,
                date,
                start,
            } => next.shifted(edit, known(edit, person, people)?, *date, *start)?,
            Edit::Assign {
                person,
                date,
                shift,
            } => next.assign(edit, known(edit, person, people)?, *date, shift)?,
            Edit::Lock { person, date } => {
                next.lock(edit, known(edit, person, people)?, *date)?;
            }
            Edit::Unlock { person, date } => {
                let person = known(edit, person, people)?;
                let free = |shift: &Shift| shift.person == person && on(date, shift.date);
                next.locked.retain(|shift| !free(shift));
            }
        }
        next.roster = next.roster.sorted();
        Ok(next)
    }

    fn away(
        &mut self,
        edit: &Edit,
        person: &str,
        from: NaiveDateTime,
        until: Option<NaiveDate>,
    ) -> Result<(), Problem> {
        let grid = self.roster.grid;
        in_week(edit, from.date(), &grid)?;
        let begins = (local_instant(grid.zone, from) - grid.start).num_minutes() as i32;
        let mut found = false;
        for shift in &mut self.roster.shifts {
            let days = until.is_none_or(|until| shift.date <= until);
            if shift.person == person && days && shift.span().to > begins {
                found = true;
                shift.segments = absent_from(shift, begins);
            }
        }
        if found {
            return Ok(());
        }
        Err(no_shift(edit, person, "from then on"))
    }

    fn swap(&mut self, edit: &Edit, a: &str, b: &str, date: NaiveDate) -> Result<(), Problem> {
        in_week(edit, date, &self.roster.grid)?;
        let mut found = false;
        for shift in self.roster.shifts.iter_mut().filter(|s| s.date == date) {
            let other = match shift.person.as_str() {
                id if id == a => b,
                id if id == b => a,
                _ => continue,
            };
            other.clone_into(&mut shift.person);
            found = true;
        }
        if found {
            return Ok(());
        }
        Err(no_shift(edit, &format!("{a}` nor `{b}"), "that day"))
    }

    fn shifted(
        &mut self,
        edit: &Edit,
        person: &str,
        date: NaiveDate,
        start: u32,
    ) -> Result<(), Problem> {
        let grid = self.roster.grid;
        in_week(edit, date, &grid)?;
        let shifts = self.roster.shifts.iter_mut();
        let mut of_day = shifts.filter(|shift| shift.person == person && shift.date == date);
        let Some(shift) = of_day.next() else {
            return Err(no_shift(edit, person, "that day"));
        };
        let by = Span::local(&grid, date, start, start).from - shift.span().from;
        for segment in &mut shift.segments {
            segment.span.from += by;
            segment.span.to += by;
        }
        Ok(())
    }

    fn assign(
        &mut self,
        edit: &Edit,
        person: &str,
        date: NaiveDate,
        text: &str,
    ) -> Result<(), Problem> {
        let grid = self.roster.grid;
        in_week(edit, date, &grid)?;
        let shift = match text {
            "" => None,
            text => Some(parse_shift_text(text, person, date, &grid, &place(edit))?),
        };
        let old = |shift: &Shift| shift.person == person && shift.date == date;
        self.roster.shifts.retain(|shift| !old(shift));
        self.roster.shifts.extend(shift);
        Ok(())
    }

    fn lock(&mut self, edit: &Edit, person: &str, date: Option<NaiveDate>) -> Result<(), Problem> {
        if let Some(date) = date {
            in_week(edit, date, &self.roster.grid)?;
        }
        let meant = |shift: &Shift| shift.person == person && on(&date, shift.date);
        self.locked.retain(|shift| !meant(shift));
        let before = self.locked.len();
        let shifts = self.roster.shifts.iter();
        self.locked
            .extend(shifts.filter(|shift| meant(shift)).cloned());
        if self.locked.len() == before {
            return Err(no_shift(edit, person, "to lock"));
        }
        Ok(())
    }
}

fn on(date: &Option<NaiveDate>, of_shift: NaiveDate) -> bool {
    date.is_none_or(|date| date == of_shift)
}

/// A shift with absence from a minute on; lunch stays, as it is not paid.
fn absent_from(shift: &Shift, minute: i32) -> Vec<Segment> {
    let mut segments = Vec::new();
    for segment in &shift.segments {
        let cut = minute.clamp(segment.span.from, segment.span.to);
        let activity = match segment.activity {
            Activity::Lunch => Activity::Lunch,
            _ => Activity::Absent,
        };
        let parts = [
            (segment.activity.clone(), segment.span.from, cut),
            (activity, cut, segment.span.to),
        ];
        let parts = parts.into_iter().filter(|(_, from, to)| from < to);
        segments.extend(parts.map(|(activity, from, to)| Segment {
            activity,
            span: Span { from, to },
        }));
    }
    let whole = Shift {
        segments,
        ..shift.clone()
    };
    whole.joined()
}

fn place(edit: &Edit) -> String {
    format!("--{edit}")
}

fn known<'a>(edit: &Edit, person: &str, people: &'a [Person]) -> Result<&'a str, Problem> {
    let mut ids = people.iter().map(|person| person.id.as_str());
    if let Some(id) = ids.clone().find(|id| *id == person) {
        return Ok(id);
    }
    let what = format!("names nobody among the people: `{person}`");
    let problem = Problem::new("P141", place(edit), what);
    Err(match nearest(person, ids.by_ref()) {
        Some(meant) => problem.hint(format!("did you mean `{meant}`?")),
        None => problem.hint("take an id of people.csv"),
    })
}

fn in_week(edit: &Edit, date: NaiveDate, grid: &Grid) -> Result<(), Problem> {
    let dates = grid.dates();
    if dates.contains(&date) {
        return Ok(());
    }
    let what = format!("is no day of the week that is edited: `{date}`");
    let [first, last] = [dates.first(), dates.last()].map(|date| date.copied().unwrap_or_default());
    Err(Problem::new("P142", place(edit), what).hint(format!("its days are {first} to {last}")))
}

fn no_shift(edit: &Edit, person: &str, when: &str) -> Problem {
    let what = format!("there is no shift of `{person}` {when}");
    Problem::new("P143", place(edit), what).hint("the roster shows who works when")
}
