//! How good forecasts would have been: again from earlier evenings, with what was known then.

mod evening;
mod origins;
mod rows;
mod world;

pub use origins::Origins;

use crate::error::{Error, Note, Problem, Problems, Result};
use crate::forecast::{self, Floor, MethodScore, NAMES, PerSpan, Score, naive_scale};
use crate::units::{Contacts, Share};
use chrono::NaiveDate;
use chrono_tz::Tz;
use evening::Evening;
use rayon::prelude::*;
use serde::Serialize;
use std::path::PathBuf;
use world::World;

/// What to test, and from when.
#[derive(Clone, Debug)]
pub struct BacktestOptions {
    /// A bare history, or a configuration (.toml).
    pub file: PathBuf,
    /// The queue; may be left out where the file has one, or is a configuration.
    pub queue: Option<String>,
    /// The first scored day is so many days after the origin; at least 1.
    pub lead_days: u32,
    /// Days scored from there on; at least 1.
    pub days: u32,
    /// Interval in minutes; as configured, or as recorded, if left out.
    pub step: Option<u32>,
    /// The last known days.
    pub origins: Origins,
    /// A file of holidays; in place of those of a configuration.
    pub calendar: Option<PathBuf>,
    /// The country whose holidays count; the one that the record shows if left out.
    pub country: Option<String>,
    /// Time zone of a bare file.
    pub zone: Tz,
    /// The methods, of [`NAMES`]; all if empty.
    pub methods: Vec<String>,
}

/// A back-test: every method from every origin, beside what came.
#[derive(Clone, Debug, Serialize)]
pub struct Backtest {
    /// Version of this document's form.
    pub format: u32,
    /// Version of bezet that made it.
    pub version: &'static str,
    /// The file tested.
    pub file: String,
    /// The queue.
    pub queue: String,
    /// Language of what planners read: the configuration's, `en` for a bare file.
    #[serde(skip)]
    pub language: &'static str,
    /// Time zone of the local clock.
    pub zone: String,
    /// Interval in minutes.
    pub step_minutes: u32,
    /// The first scored day is so many days after the origin.
    pub lead_days: u32,
    /// Days scored from there on.
    pub days: u32,
    /// The last known days.
    pub origins: Vec<NaiveDate>,
    /// What was tested.
    pub tested: Tested,
    /// WAPE that remains when every rate is known: pure chance of Poisson counts.
    pub floor: PerSpan,
    /// Mean absolute error of last week's value before the first origin, in contacts per interval.
    pub naive_scale: Option<f64>,
    /// The methods, the default first.
    pub methods: Vec<MethodScore>,
    /// What was said on the way.
    pub notes: Vec<Note>,
    /// The first method's forecasts as rows: origin,start,mean,q10,q50,q90.
    #[serde(skip)]
    pub forecasts: String,
}

/// How much a back-test looked at, all origins together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Tested {
    /// Intervals.
    pub intervals: usize,
    /// Days.
    pub days: usize,
    /// Stretches of seven days.
    pub weeks: usize,
    /// Contacts that came.
    pub contacts: Contacts,
}

/// Forecasts again from each origin, the last known day, as if nothing later had happened.
///
/// Scored are the days from `lead_days` after the origin on: lead 8 and 7 days are days 8 to 14
/// ahead. At each origin opening hours, holidays' country and cleaning are found anew from the
/// record up to it; shocks that a configuration names are known once they have begun. What came is
/// the raw record, on holidays too; an interval of which a part is unknown is not scored. With a
/// configuration its opening hours hold and what came outside of them is not scored; in a bare file
/// every recorded interval is, also where the learnt hours expect nothing.
///
/// # Errors
/// All problems of the files; `B101` to `B105` for origins and methods that cannot be tested.
pub fn backtest(options: &BacktestOptions) -> Result<Backtest> {
    let names = methods(&options.methods)?;
    let world = World::read(options)?;
    let span = (
        options.lead_days.clamp(1, LONGEST),
        options.days.clamp(1, LONGEST),
    );
    let origins = options.origins.of(&world, span)?;
    let evenings = origins.dates.par_iter().map(|origin| {
        let evening = Evening::of(&world, *origin, span)?;
        evening.test(&names, &world)
    });
    let evenings: Vec<Result<Night>> = evenings.collect();
    let (dates, nights, mut notes) = able(&origins, evenings)?;
    notes.splice(0..0, world.notes.iter().cloned());
    Ok(summary(options, &world, &names, dates, nights, notes))
}

/// Days beyond which nobody forecasts.
const LONGEST: u32 = 3_660;

/// What came of one origin.
struct Night {
    floor: Floor,
    /// Score and seconds by method.
    scores: Vec<(Score, f64)>,
    forecasts: String,
    notes: Vec<Note>,
}

/// The methods asked for, each by its own name.
fn methods(asked: &[String]) -> Result<Vec<&'static str>> {
    if asked.is_empty() {
        return Ok(NAMES.to_vec());
    }
    let mut problems = Problems::new();
    let mut names = Vec::new();
    for name in asked {
        match NAMES.iter().find(|known| *known == name) {
            Some(name) if names.contains(name) => {}
            Some(name) => names.push(*name),
            None => problems.push(no_such_method(name)),
        }
    }
    problems.or_ok(names)
}

fn no_such_method(name: &str) -> Problem {
    let mut hint = format!("methods are `{}`", NAMES.join("`, `"));
    if let Some(near) = crate::error::nearest(name, NAMES) {
        hint.push_str(&format!("; did you mean `{near}`?"));
    }
    Problem::new("B105", "--method", format!("there is no method `{name}`")).hint(hint)
}

type Able = (Vec<NaiveDate>, Vec<Night>, Vec<Note>);

/// Those that every method could forecast. Origins that the user named must all be able to.
fn able(origins: &origins::Chosen, nights: Vec<Result<Night>>) -> Result<Able> {
    let mut problems = Problems::new();
    let mut able = (Vec::new(), Vec::new(), Vec::new());
    let mut unable = Vec::new();
    for (date, night) in origins.dates.iter().zip(nights) {
        match night {
            Ok(night) => {
                able.0.push(*date);
                able.1.push(night);
            }
            Err(Error::Problems(found)) => {
                problems.extend(origins::unable(*date, &found));
                unable.push(*date);
            }
            Err(other) => return Err(other),
        }
    }
    if able.1.is_empty() || (origins.named && !problems.is_empty()) {
        return Err(problems.into());
    }
    able.2.extend(origins.note.clone());
    if !unable.is_empty() {
        able.2.push(origins::left_out(&unable));
    }
    Ok(able)
}

fn summary(
    options: &BacktestOptions,
    world: &World,
    names: &[&'static str],
    origins: Vec<NaiveDate>,
    nights: Vec<Night>,
    mut notes: Vec<Note>,
) -> Backtest {
    let first = origins.first().copied().unwrap_or_default();
    let grid = world.record.offered.grid;
    let naive_scale = naive_scale(&world.record.offered, first);
    let methods = scored(names, &nights, naive_scale);
    let tested = tested(&methods);
    // The last evening knew most of what a record shows.
    for note in nights.iter().rev().flat_map(|night| &night.notes) {
        if !notes.iter().any(|said| said.code == note.code) {
            notes.push(note.clone());
        }
    }
    let rows = nights.iter().map(|night| night.forecasts.as_str());
    Backtest {
        format: 1,
        version: env!("CARGO_PKG_VERSION"),
        file: options.file.display().to_string(),
        queue: world.queue.clone(),
        language: world.language(),
        zone: grid.zone.name().to_owned(),
        step_minutes: grid.step,
        lead_days: options.lead_days,
        days: options.days,
        floor: floor(&nights, tested.contacts),
        tested,
        naive_scale,
        methods,
        notes,
        forecasts: std::iter::once(rows::HEADER).chain(rows).collect(),
        origins,
    }
}

fn scored(names: &[&'static str], nights: &[Night], scale: Option<f64>) -> Vec<MethodScore> {
    let scored = names.iter().enumerate().map(|(nth, name)| {
        let of = |night: &Night| night.scores.get(nth).cloned().unwrap_or_default();
        let (scores, seconds): (Vec<Score>, Vec<f64>) = nights.iter().map(of).unzip();
        let mean = seconds.iter().sum::<f64>() / seconds.len().max(1) as f64;
        MethodScore {
            seconds: Some(mean),
            ..MethodScore::of(name, scores, scale)
        }
    });
    scored.collect()
}

fn tested(methods: &[MethodScore]) -> Tested {
    let mut tested = Tested::default();
    for score in methods
        .first()
        .into_iter()
        .flat_map(|method| &method.origins)
    {
        tested.intervals += score.intervals.count;
        tested.days += score.days.count;
        tested.weeks += score.weeks.0;
        tested.contacts.0 += score.came;
    }
    tested
}

fn floor(nights: &[Night], came: Contacts) -> PerSpan {
    let share = |of: fn(&Floor) -> f64| {
        let sum: f64 = nights.iter().map(|night| of(&night.floor)).sum();
        Share(if came.0 > 0.0 { sum / came.0 } else { 0.0 })
    };
    PerSpan {
        interval: share(|floor| floor.interval),
        day: share(|floor| floor.day),
        week: share(|floor| floor.week),
    }
}

/// The method of a name with the world's options.
fn method(name: &str, world: &World) -> Result<Box<dyn forecast::Method>> {
    forecast::method(name, world.options).ok_or_else(|| no_such_method(name).into())
}
