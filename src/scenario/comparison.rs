//! Scenarios side by side against today, with how sure each is.

use super::answer::{Answer, answer};
use super::chance::{Chance, Draw, Drawn, drawn, draws, quantile};
use super::finance::ledger;
use super::frontier::{Frontier, frontier};
use super::hindsight::{Hindsight, hindsight};
use super::ledger::Ledger;
use super::sensitivity::{Swing, sensitivity};
use super::year::Year;
use crate::config::{Config, Scenario};
use crate::error::{Error, Note, Phrase, Problems, Result};
use chrono::NaiveDate;
use serde::Serialize;

/// Version of scenarios.json.
const FORMAT: u32 = 1;

/// What else is asked of a comparison.
#[derive(Clone, Copy, Debug, Default)]
pub struct Extras {
    /// The frontier of the last scenario.
    pub frontier: bool,
    /// What moves the answer of the last scenario.
    pub sensitivity: bool,
    /// How sure each answer is.
    pub chance: bool,
    /// Budget against actual of a past year.
    pub hindsight: Option<i32>,
}

/// Scenarios side by side.
#[derive(Debug, Serialize)]
pub struct Comparison {
    /// Version of this document's form.
    pub format: u32,
    /// Version of bezet that made it.
    pub version: &'static str,
    /// Name of the centre.
    pub name: String,
    /// The queue.
    pub queue: String,
    /// Language of what is read.
    pub language: &'static str,
    /// The last day whose history was known.
    pub known_until: NaiveDate,
    /// First day of the year.
    pub from: NaiveDate,
    /// First day after it.
    pub until: NaiveDate,
    /// Seed of the draws.
    pub seed: u64,
    /// Weeks that stand for the year, as the present opening hours have them.
    pub weeks: Vec<StandIn>,
    /// Today first, then each scenario.
    pub columns: Vec<Column>,
    /// The frontier of the last one, if it is asked.
    pub frontier: Option<Frontier>,
    /// What moves the answer of the last one, if it is asked.
    pub sensitivity: Option<Vec<Swing>>,
    /// Budget against actual of a past year, if it is asked.
    pub hindsight: Option<Hindsight>,
    /// What was said on the way.
    pub notes: Vec<Note>,
}

/// A week that stands for all that are like it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StandIn {
    /// Its Monday.
    pub monday: NaiveDate,
    /// How many weeks it stands for.
    pub weeks: usize,
    /// Open days of the year that it stands for.
    pub open_days: f64,
    /// Contacts of an open day.
    pub per_day: f64,
}

/// A scenario with its figures.
#[derive(Debug, Serialize)]
pub struct Column {
    /// What it needs and gets.
    pub answer: Answer,
    /// Every figure with where it comes from.
    pub ledger: Ledger,
    /// How sure it is, if that is asked.
    pub chance: Option<Chance>,
    /// Full-time equivalents more than today takes: expected, then with four years of five inside.
    pub step: Step,
    /// Files that it was read from.
    pub files: Vec<String>,
    /// What is to be said of it.
    pub notes: Vec<Note>,
}

/// A difference in full-time equivalents with its interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Step {
    /// As expected.
    pub fte: f64,
    /// Nine of ten years are above it, and nine of ten below; `None` where no years were drawn.
    pub low_high: Option<[f64; 2]>,
}

/// A scenario with the year it lies in.
struct Case<'a> {
    year: &'a Year,
    scenario: &'a Scenario,
}

/// Compares scenarios with today: the configuration as it is, with nothing changed.
///
/// # Errors
/// All problems of the input: those of [`Year::read`] and [`Year::shape`], and `C174` for people who come or
/// go before the year begins.
pub fn compare(config: &Config, scenarios: &[Scenario], extras: Extras) -> Result<Comparison> {
    let today = Scenario {
        id: "today".to_owned(),
        name: ["today".to_owned(), "vandaag".to_owned()],
        from: scenarios.iter().find_map(|scenario| scenario.from.clone()),
        ..Scenario::default()
    };
    let year = Year::read(config, &today)?;
    let mut problems = Problems::new();
    for scenario in scenarios {
        problems.extend(year.check_c174_people_come_in_time(scenario));
    }
    problems.or_ok(())?;
    let mut others = Vec::new();
    for scenario in scenarios {
        let other = scenario.opening.is_some() || differs(&scenario.from, &today.from);
        others.push(match other {
            true => Some(Year::read(config, scenario)?),
            false => None,
        });
    }
    let unchanged = answer(&year, &today, f64::INFINITY)?.given.wait;
    let seed = config.simulate_seed;
    let cases = std::iter::once(Case {
        year: &year,
        scenario: &today,
    });
    let cases = cases.chain(scenarios.iter().zip(&others).map(|(scenario, other)| Case {
        year: other.as_ref().unwrap_or(&year),
        scenario,
    }));
    let mut columns: Vec<Column> = Vec::new();
    let years = extras.chance.then(|| draws(&year, &today, seed));
    let mut first: Option<Vec<Drawn>> = None;
    let mut last = None;
    for case in cases {
        let base = columns.first().map(|column| column.answer.needed.fte);
        let (column, found) = case.column(unchanged, years.as_deref(), base, first.as_deref())?;
        first = first.or(found);
        columns.push(column);
        last = Some(case);
    }
    let (Some(last), Some(column)) = (last, columns.last()) else {
        return Err(Error::Stopped);
    };
    let swings = || sensitivity(last.year, last.scenario, unchanged);
    Ok(Comparison {
        format: FORMAT,
        version: env!("CARGO_PKG_VERSION"),
        name: config.name.clone(),
        queue: config.history.queue.clone(),
        language: config.language.code(),
        known_until: year.known_until,
        from: year.months.first().copied().unwrap_or(year.known_until),
        until: year.end(),
        seed,
        weeks: year.kinds.iter().map(stand_in).collect(),
        frontier: match extras.frontier {
            true => Some(frontier(last.year, last.scenario, &column.answer)?),
            false => None,
        },
        sensitivity: extras.sensitivity.then(swings).transpose()?,
        hindsight: extras
            .hindsight
            .map(|of| hindsight(config, of))
            .transpose()?,
        columns,
        notes: year.notes.clone(),
    })
}

fn stand_in(kind: &super::KindOfWeek) -> StandIn {
    StandIn {
        monday: kind.monday,
        weeks: kind.weeks,
        open_days: kind.open_days(),
        per_day: kind.per_day,
    }
}

fn differs<T: PartialEq>(
    one: &Option<crate::config::Stated<T>>,
    other: &Option<crate::config::Stated<T>>,
) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.value != other.value,
        _ => false,
    }
}

impl Case<'_> {
    fn column(
        &self,
        unchanged: f64,
        years: Option<&[Draw]>,
        base: Option<f64>,
        today: Option<&[Drawn]>,
    ) -> Result<(Column, Option<Vec<Drawn>>)> {
        let answer = answer(self.year, self.scenario, unchanged)?;
        let found = years.map(|years| drawn(self.year, self.scenario, unchanged, years));
        let found = found.transpose()?;
        let low_high = found.as_ref().map(|found| {
            let today = today.unwrap_or(found);
            let steps = found
                .iter()
                .zip(today)
                .map(|(own, base)| own.needed - base.needed);
            let steps: Vec<f64> = steps.collect();
            [quantile(&steps, 0.1), quantile(&steps, 0.9)]
        });
        let column = Column {
            step: Step {
                fte: answer.needed.fte - base.unwrap_or(answer.needed.fte),
                low_high,
            },
            ledger: ledger(self.year, self.scenario, &answer, unchanged),
            chance: found.as_ref().map(|found| Chance::of(found, answer.target)),
            files: self.scenario.files.clone(),
            notes: outside_over(&answer).into_iter().collect(),
            answer,
        };
        Ok((column, found))
    }
}

/// More contacts would go outside with the present team than are taken there: its wait is too rosy.
fn outside_over(answer: &Answer) -> Option<Note> {
    let most = answer.outside_most?;
    let [outside, _] = answer.outside_week;
    (outside > most).then(|| {
        let what = Phrase::new(
            format!(
                "with the present team `{outside:.0}` contacts a week would go outside, and {most:.0} are \
                 taken there: its wait would be longer than is said"
            ),
            format!(
                "met het huidige team zouden `{outside:.0}` contacten per week naar buiten gaan, en \
                 daar worden er {most:.0} aangenomen: de wachttijd zou langer zijn dan hier staat"
            ),
        );
        Note::new("N701", format!("scenario `{}`", answer.id), what)
    })
}
