//! How a line keeps holidays, as its record shows: closed, quiet, or like any other day.

use super::Queue;
use super::day_totals::DayTotals;
use crate::calendar::{DayCalendar, Holiday, dutch_holidays};
use crate::error::{Note, Phrase};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Holidays that must be met before what is seen of them is expected of others.
const MET: usize = 2;
/// ... and so many times as many must show it as do not.
const TIMES: usize = 3;
/// Dutch holidays that a collective agreement gives as a day off or not: they and the others show
/// nothing of each other.
const BY_AGREEMENT: [&str; 2] = ["Goede Vrijdag", "Bevrijdingsdag"];

/// What a record shows of holidays: on how many dates it is so and on how many not.
struct Shown {
    by_name: BTreeMap<String, (usize, usize)>,
    all: (usize, usize),
}

impl Shown {
    fn of(holidays: &[Holiday], is_so: impl Fn(NaiveDate) -> Option<bool>) -> Self {
        let mut shown = Self {
            by_name: BTreeMap::new(),
            all: (0, 0),
        };
        for day in holidays {
            let Some(so) = is_so(day.date) else { continue };
            count(shown.by_name.entry(day.name.clone()).or_default(), so);
            if !is_by_agreement(day) {
                count(&mut shown.all, so);
            }
        }
        shown
    }

    /// Do most dates of its name show it? `None` before the record met one.
    fn own(&self, day: &Holiday) -> Option<bool> {
        let (so, not) = self.by_name.get(&day.name)?;
        Some(so > not)
    }

    /// Do so many holidays show it that one of another name may?
    fn suggests(&self, day: &Holiday) -> bool {
        let (so, not) = self.all;
        so >= MET && so >= TIMES * not && !is_by_agreement(day)
    }
}

fn count((so, not): &mut (usize, usize), is_so: bool) {
    match is_so {
        true => *so += 1,
        false => *not += 1,
    }
}

fn is_by_agreement(day: &Holiday) -> bool {
    BY_AGREEMENT.contains(&day.name_nl.as_str())
}

/// The holidays on which a line is closed, in and after its record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClosedHolidays {
    /// Those that were or, to come, will be closed.
    pub closed: Vec<Holiday>,
    /// Those to come of which the record says nothing itself, where most others were closed.
    pub unmet: Vec<Holiday>,
}

/// Sees from a record on which holidays the line is closed.
///
/// A holiday of the record was closed when nothing came, or was recorded, on a weekday that is
/// usually open, and the same weekdays around it had 7 contacts or more; a date within a gap of the
/// record says nothing. One to come is closed when most of the dates of its name were. One of a name
/// that the record has not met is taken to be open, for nobody at work on an open day costs more
/// than the reverse; it is listed as unmet where three quarters of at least two holidays were closed.
///
/// # Example
/// ```
/// use bezet::calendar::Holiday;
/// use bezet::history::{Source, closed_holidays, read};
/// use chrono::{Datelike, Days, NaiveDate};
/// let date = |text: &str| text.parse::<NaiveDate>().expect("a date");
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("days.csv");
/// // Closed at weekends and on Easter Monday of 2020.
/// let days = date("2020-01-06").iter_days().take(300);
/// let open = days.filter(|day| day.weekday().number_from_monday() < 6 && *day != date("2020-04-13"));
/// let rows: Vec<String> = open.map(|day| format!("{day},100\n")).collect();
/// std::fs::write(&path, format!("start,offered\n{}", rows.concat()))?;
/// let history = read(&Source::new(vec![path], chrono_tz::Europe::Amsterdam))?;
/// let queue = history.queues.values().next().expect("a queue");
/// let easter = ["2020-04-13", "2021-04-05"].map(|day| Holiday::listed(date(day), "Easter Monday"));
/// let closed = closed_holidays(queue, &easter).closed;
/// let dates: Vec<NaiveDate> = closed.iter().map(|day| day.date).collect();
/// assert_eq!(dates, [date("2020-04-13"), date("2021-04-05")]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn closed_holidays(record: &Queue, holidays: &[Holiday]) -> ClosedHolidays {
    let days = DayTotals::of(record);
    let public: Vec<Holiday> = holidays.iter().filter(|day| day.public).cloned().collect();
    let shown = Shown::of(&public, |date| days.is_closed(date));
    let mut found = ClosedHolidays::default();
    for day in public {
        let to_come = days.is_to_come(day.date);
        let closed = match to_come {
            true => shown.own(&day),
            false => days.is_closed(day.date),
        };
        if closed == Some(true) {
            found.closed.push(day);
        } else if to_come && closed.is_none() && shown.suggests(&day) && days.opens_on(day.date) {
            found.unmet.push(day);
        }
    }
    found
}

/// The Dutch holidays that a record keeps, from its first day to `until`, with a note that says so.
///
/// A holiday counts when on most of its dates in the record the day was missing or had less than
/// 70 % of the contacts of the same weekdays around it. One that the record has not met counts when
/// three quarters of at least two holidays were such days, but for Good Friday and Liberation Day,
/// which not every employer gives.
pub fn dutch_holidays_kept(record: &Queue, until: NaiveDate) -> (Vec<Holiday>, Option<Note>) {
    let years = DayCalendar::years(record.first_date(), until);
    let holidays: Vec<Holiday> = years.flat_map(dutch_holidays).collect();
    let days = DayTotals::of(record);
    let shown = Shown::of(&holidays, |date| days.is_odd(date));
    let keeps = |day: &Holiday| shown.own(day).unwrap_or_else(|| shown.suggests(day));
    let kept: Vec<Holiday> = holidays.into_iter().filter(keeps).collect();
    let note = (!kept.is_empty()).then(|| {
        let what = names(&kept).within(
            "the record keeps these Dutch holidays, and they count: {}",
            "de geschiedenis kent deze feestdagen, en die tellen: {}",
        );
        Note::new("N232", "history", what)
    });
    (kept, note)
}

impl ClosedHolidays {
    /// Those before a date.
    pub fn until(mut self, date: NaiveDate) -> Self {
        for days in [&mut self.closed, &mut self.unmet] {
            days.retain(|day| day.date < date);
        }
        self
    }

    /// What is to be said of them.
    pub fn notes(&self) -> Vec<Note> {
        let closed = names(&self.closed).within(
            "closed on holidays, as the record shows: {}",
            "gesloten op feestdagen, blijkens de geschiedenis: {}",
        );
        let unmet = names(&self.unmet).within(
            "closed on other holidays, but the record has never met {}: taken to be open",
            "gesloten op andere feestdagen, maar {} komt in de geschiedenis niet voor: als open gerekend",
        );
        let said = [("N233", &self.closed, closed), ("N234", &self.unmet, unmet)];
        let said = said.into_iter().filter(|(_, days, _)| !days.is_empty());
        said.map(|(code, _, what)| Note::new(code, "history", what))
            .collect()
    }
}

/// Names of holidays, each once, in order of first date.
fn names(holidays: &[Holiday]) -> Phrase {
    let mut seen = BTreeSet::new();
    let first = holidays.iter().filter(|day| seen.insert(&day.name));
    let phrases: Vec<Phrase> = first
        .map(|day| Phrase::new(day.name.clone(), day.name_nl.clone()))
        .collect();
    Phrase::list(&phrases)
}
