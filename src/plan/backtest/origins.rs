//! From which evenings to forecast again.

use super::world::World;
use crate::error::{Note, Phrase, Problem, Problems, Result};
use crate::history::Queue;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use std::collections::BTreeSet;

/// The last known days of a back-test.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Origins {
    /// Up to thirteen weeks, as far as the record has eight weeks before the first.
    #[default]
    Usual,
    /// So many, a week apart, at the ends of planning weeks (Sundays).
    Last(usize),
    /// These dates.
    Dates(Vec<NaiveDate>),
}

/// Origins to test.
pub(super) struct Chosen {
    pub dates: Vec<NaiveDate>,
    /// Did the user name them?
    pub named: bool,
    pub note: Option<Note>,
}

/// How many origins are usual.
const USUAL: usize = 13;
/// Days of the record before the first of the usual origins.
const BEFORE: i64 = 55;
/// Days without which no method learns anything.
const LEAST: i64 = 13;
/// Days at the end of the record that show on which weekdays anything is recorded.
const RECENT: i64 = 56;

impl Origins {
    /// Reads a number of origins, or dates with commas.
    ///
    /// # Errors
    /// `B101` for every part that is neither.
    ///
    /// ```
    /// use bezet::plan::Origins;
    /// assert_eq!(Origins::parse("20")?, Origins::Last(20));
    /// assert!(matches!(Origins::parse("2003-05-25, 2003-06-01")?, Origins::Dates(d) if d.len() == 2));
    /// let error = Origins::parse("2003-05-25,2003-13-01").expect_err("no such month");
    /// assert!(error.to_string().contains("`2003-13-01` is no date"));
    /// # Ok::<(), bezet::error::Error>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self> {
        if let Ok(count @ 1..=10_000) = text.trim().parse() {
            return Ok(Self::Last(count));
        }
        let mut problems = Problems::new();
        let mut dates = BTreeSet::new();
        for part in text.split(',').map(str::trim) {
            match part.parse::<NaiveDate>() {
                Ok(date) if (1900..2200).contains(&date.year()) => {
                    dates.insert(date);
                }
                _ => problems.push(no_date(part)),
            }
        }
        problems.or_ok(Self::Dates(dates.into_iter().collect()))
    }

    /// The origins to test on a record, with `(lead, days)` as asked.
    pub(super) fn of(&self, world: &World, span: (u32, u32)) -> Result<Chosen> {
        let Some(known) = Recorded::of(&world.record) else {
            return Err(Problem::new("B104", "history", "nothing is recorded")
                .hint("give a history with contacts offered")
                .into());
        };
        match self {
            Self::Dates(dates) => named(dates, &known, span),
            Self::Last(count) => known.last(*count, LEAST, span),
            Self::Usual => known
                .last(USUAL, BEFORE, span)
                .or_else(|_| known.last(USUAL, LEAST, span)),
        }
    }
}

/// The named origins; those without a recorded day to score are left out and told, unless none is
/// left.
fn named(dates: &[NaiveDate], known: &Recorded, span: (u32, u32)) -> Result<Chosen> {
    let within = |origin: &&NaiveDate| (known.first..=known.last).contains(*origin);
    let outside = dates.iter().filter(|origin| !within(origin));
    let problems: Vec<Problem> = outside
        .map(|origin| self::outside(*origin, known))
        .collect();
    Problems::from(problems).or_ok(())?;
    let (scored, empty): (Vec<NaiveDate>, Vec<NaiveDate>) =
        dates.iter().partition(|origin| known.any(**origin, span));
    if scored.is_empty() {
        let problems = empty.iter().map(|origin| nothing_to_score(*origin, span));
        return Err(Problems::from(problems.collect::<Vec<Problem>>()).into());
    }
    Ok(Chosen {
        dates: scored,
        named: true,
        note: unscored(&empty),
    })
}

fn unscored(empty: &[NaiveDate]) -> Option<Note> {
    let (first, last) = (empty.first()?, empty.last()?);
    let what = Phrase::count(
        empty.len(),
        ["origin", "origins"],
        ["beginpunt", "beginpunten"],
    )
    .within(
        &format!("{{}} left out, {first} to {last}: no day to be scored is recorded"),
        &format!("{{}} weggelaten, {first} t/m {last}: er is geen dag vastgelegd om te toetsen"),
    );
    Some(Note::new("N603", "--origins", what))
}

/// The days of a record.
struct Recorded {
    days: BTreeSet<NaiveDate>,
    first: NaiveDate,
    last: NaiveDate,
    /// Weekdays that were recorded of late, Monday first.
    usual: [bool; 7],
}

impl Recorded {
    fn of(record: &Queue) -> Option<Self> {
        let grid = &record.offered.grid;
        let is_known = |date: &NaiveDate| {
            let day = record.offered.values.get(grid.day_range(*date));
            day.is_some_and(|day| day.iter().any(Option::is_some))
        };
        let days: BTreeSet<NaiveDate> = grid.dates().into_iter().filter(is_known).collect();
        let (first, last) = (*days.first()?, *days.last()?);
        let mut usual = [false; 7];
        for day in days.iter().filter(|day| (last - **day).num_days() < RECENT) {
            if let Some(usual) = usual.get_mut(day.weekday().num_days_from_monday() as usize) {
                *usual = true;
            }
        }
        Some(Self {
            days,
            first,
            last,
            usual,
        })
    }

    fn targets(origin: NaiveDate, (lead, days): (u32, u32)) -> impl Iterator<Item = NaiveDate> {
        let first = origin + Days::new(lead.into());
        first.iter_days().take(days as usize)
    }

    /// Is any target day recorded?
    fn any(&self, origin: NaiveDate, span: (u32, u32)) -> bool {
        Self::targets(origin, span).any(|day| self.days.contains(&day))
    }

    /// Does the record end after every target day on a weekday that it usually has?
    fn reaches(&self, origin: NaiveDate, span: (u32, u32)) -> bool {
        let usual = |day: &NaiveDate| {
            let weekday = day.weekday().num_days_from_monday() as usize;
            self.usual.get(weekday) == Some(&true)
        };
        Self::targets(origin, span)
            .filter(usual)
            .all(|day| day <= self.last)
    }

    /// The last `count` Sundays that can be tested, at least `before` days after the first day.
    fn last(&self, count: usize, before: i64, span: (u32, u32)) -> Result<Chosen> {
        let sunday = self.last.week(Weekday::Mon).first_day() - Days::new(1);
        let back = std::iter::successors(Some(sunday), |day| day.checked_sub_days(Days::new(7)));
        let early = |day: &NaiveDate| (*day - self.first).num_days() >= before;
        let able = back
            .take_while(early)
            .skip_while(|origin| !self.reaches(*origin, span))
            .filter(|origin| self.any(*origin, span));
        let mut dates: Vec<NaiveDate> = able.take(count).collect();
        dates.reverse();
        if dates.is_empty() {
            return Err(self.too_short(span).into());
        }
        let note = (dates.len() < count).then(|| fewer(dates.len(), count));
        Ok(Chosen {
            dates,
            named: false,
            note,
        })
    }

    fn too_short(&self, (lead, days): (u32, u32)) -> Problem {
        let what = format!(
            "the record, `{}` to `{}`, is too short for a single origin",
            self.first, self.last
        );
        let hint = format!(
            "it must hold two weeks, and after a Sunday {} days more; lower --lead-days or --days, or give more history",
            lead + days - 1
        );
        Problem::new("B104", "history", what).hint(hint)
    }
}

fn no_date(part: &str) -> Problem {
    Problem::new(
        "B101",
        "--origins",
        format!("`{part}` is no date, and no number of origins"),
    )
    .hint("write dates as 2003-05-25,2003-06-01, or how many origins, such as 13")
}

fn outside(origin: NaiveDate, known: &Recorded) -> Problem {
    let what = format!("`{origin}` lies outside the record");
    let hint = format!("it runs from {} to {}", known.first, known.last);
    Problem::new("B102", "--origins", what).hint(hint)
}

fn nothing_to_score(origin: NaiveDate, (lead, days): (u32, u32)) -> Problem {
    let first = origin + Days::new(lead.into());
    let last = first + Days::new(u64::from(days).saturating_sub(1));
    let what =
        format!("of `{origin}` nothing can be scored: no day from {first} to {last} is recorded");
    Problem::new("B103", "--origins", what)
        .hint("take an earlier origin, or lower --lead-days or --days")
}

/// The problems of an origin that some method could not learn from.
pub(super) fn unable(origin: NaiveDate, found: &Problems) -> Problems {
    let placed = found.iter().cloned().map(|mut problem| {
        problem.place = format!("origin {origin}");
        problem
    });
    placed.collect::<Vec<_>>().into()
}

/// Origins that were left out.
pub(super) fn left_out(origins: &[NaiveDate]) -> Note {
    let what = Phrase::count(
        origins.len(),
        ["origin has", "origins have"],
        ["oorsprong heeft", "oorsprongen hebben"],
    );
    let first = origins.first().copied().unwrap_or_default();
    let what = what.within(
        &format!("{{}} too little before: left out, the first on {first}"),
        &format!("{{}} te weinig ervoor: weggelaten, de eerste op {first}"),
    );
    Note::new("N602", "--origins", what)
}

fn fewer(there: usize, asked: usize) -> Note {
    let what = Phrase::count(there, ["origin", "origins"], ["oorsprong", "oorsprongen"]);
    let what = what.within(
        &format!("{{}} of {asked} weekly ones: the record has no more"),
        &format!("{{}} van {asked} wekelijkse: de geschiedenis heeft er niet meer"),
    );
    Note::new("N601", "--origins", what)
}
