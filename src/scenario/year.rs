//! A year ahead: what is expected, who is there, how they are rostered now.

use super::kinds::{KindOfWeek, kinds};
use super::ladder::Traffic;
use super::shape::Shapes;
use crate::calendar::{Grid, Series};
use crate::config::{Config, Scenario};
use crate::error::{Findings, Note, Problem, Result};
use crate::history::Queue;
use crate::plan::{expect, last_day};
use crate::roster::{self, Person};
use crate::units::{Agents, Contacts, Seconds};
use chrono::{Datelike, Days, Months, NaiveDate};

/// Months that are looked at.
pub(super) const MONTHS: u32 = 12;

/// Patience where the record tells none, in seconds.
const PATIENCE_UNKNOWN: f64 = 2400.0;

/// Everything that scenarios of one year share.
pub struct Year {
    /// The configuration.
    pub config: Config,
    /// The people, without leave.
    pub people: Vec<Person>,
    /// The first day of each month.
    pub months: Vec<NaiveDate>,
    /// The last day that the record knows.
    pub known_until: NaiveDate,
    /// Expected contacts of the year.
    pub contacts: Series<Contacts>,
    /// Expected mean handle times.
    pub handle_time: Series<Seconds>,
    /// Open intervals.
    pub open: Series<bool>,
    /// Mean patience.
    pub patience: Seconds,
    /// Shape of the law of a day's busyness.
    pub busyness: f64,
    /// Standard deviation of the year's contacts, as a share of them: how far all may be off
    /// together.
    pub spread: f64,
    /// Agents on contacts of the present roster, where there is one.
    pub present: Option<Series<Agents>>,
    /// Weeks that are alike.
    pub kinds: Vec<KindOfWeek>,
    /// What was said on the way.
    pub notes: Vec<Note>,
    pub(super) shapes: Shapes,
}

impl Year {
    /// Reads history and people, and forecasts the year of a scenario: twelve months from the one that it
    /// states, or the first that the record does not know.
    ///
    /// # Errors
    /// All problems of the files; a history too short; `C176` where the year lies before the record's
    /// end.
    pub fn read(config: &Config, scenario: &Scenario) -> Result<Self> {
        let mut config = config.clone();
        if let Some(opening) = &scenario.opening {
            config.opening.week.clone_from(&opening.value.week);
        }
        let last = last_day(&config)?;
        let first = match &scenario.from {
            Some(from) => check_c176_year_is_to_come(from.value, last, &from.place)?,
            None => month_after(last),
        };
        Ok(Self::of(config, first, last)?.0)
    }

    /// A year that the record may hold, with what was known on an evening, and the whole record.
    pub(super) fn past(
        config: &Config,
        first: NaiveDate,
        known: NaiveDate,
    ) -> Result<(Self, Queue)> {
        let config = Config {
            present: None,
            ..config.clone()
        };
        Self::of(config, first, known)
    }

    fn of(config: Config, first: NaiveDate, known: NaiveDate) -> Result<(Self, Queue)> {
        let months: Vec<NaiveDate> = (0..MONTHS).map(|nth| first + Months::new(nth)).collect();
        let end = first + Months::new(MONTHS);
        let days = (end - first).num_days() as u32;
        let expected = expect(&config, first, days, known)?;
        let law = expected.forecast.law(first, end - Days::new(1));
        let (people, present) = staff(&config, first)?;
        let mut year = Self {
            people,
            months,
            known_until: expected.known_until,
            open: expected.open,
            patience: expected.patience.unwrap_or(Seconds(PATIENCE_UNKNOWN)),
            busyness: expected.forecast.busyness,
            spread: law.variance().sqrt() / law.mean().max(f64::MIN_POSITIVE),
            contacts: expected.forecast.contacts,
            handle_time: expected.forecast.handle_time,
            present,
            kinds: Vec::new(),
            notes: expected.notes,
            shapes: Shapes::default(),
            config,
        };
        year.kinds = kinds(&year);
        Ok((year, expected.record))
    }

    /// The first day after the year.
    pub fn end(&self) -> NaiveDate {
        self.months
            .first()
            .map_or(self.known_until, |first| *first + Months::new(MONTHS))
    }

    /// Contract hours a week of all people.
    pub fn contract_hours(&self) -> f64 {
        self.people
            .iter()
            .map(|person| person.contract.hours().0)
            .sum()
    }

    /// Mean handle time of the year in seconds, by a traffic.
    pub(super) fn handle_time_mean(&self, traffic: &Traffic) -> f64 {
        let pairs = self.contacts.values.iter().zip(&self.handle_time.values);
        let seconds: f64 = pairs
            .map(|(contacts, long)| contacts.0 * traffic.handle_time(long.0))
            .sum();
        seconds / self.volume().max(f64::MIN_POSITIVE)
    }

    /// Contacts expected in the year.
    pub fn volume(&self) -> f64 {
        self.contacts.values.iter().map(|contacts| contacts.0).sum()
    }
}

fn month_after(last: NaiveDate) -> NaiveDate {
    let first = last.with_day(1).unwrap_or(last);
    match last + Days::new(1) {
        next if next.day() == 1 => next,
        _ => first + Months::new(1),
    }
}

fn check_c176_year_is_to_come(from: NaiveDate, last: NaiveDate, place: &str) -> Result<NaiveDate> {
    if from > last {
        return Ok(from);
    }
    let what = format!("a year from `{from}` begins in the record, which is known until {last}");
    let hint = format!(
        "begin with {} or later, or leave `year.from` out",
        month_after(last).format("%Y-%m")
    );
    Err(Problem::new("C176", place, what).hint(hint).into())
}

/// The people, and the agents of the first week from here on that the present roster shows.
fn staff(config: &Config, first: NaiveDate) -> Result<(Vec<Person>, Option<Series<Agents>>)> {
    let mut people = roster::read_people(&config.people, None)?;
    for person in &mut people {
        person.leave.clear();
    }
    let Some(present) = &config.present else {
        return Ok((people, None));
    };
    let monday = first - Days::new(u64::from(first.weekday().num_days_from_monday()));
    for week in 0..LOOKED_AT {
        let grid = Grid::days(config.zone, monday + Days::new(7 * week), 7, config.step);
        let mut findings = Findings::default();
        let (file, codes) = (&present.file, &present.codes);
        let roster = roster::collect_roster(file, codes, &grid, &people, &mut findings)?;
        if !findings
            .problems
            .iter()
            .any(|problem| problem.code == "P115")
        {
            let coverage = findings.problems.or_ok(roster.coverage())?;
            return Ok((people, Some(coverage)));
        }
    }
    Ok((people, None))
}

/// Weeks of a year in which the present roster is looked for.
const LOOKED_AT: u64 = 53;
