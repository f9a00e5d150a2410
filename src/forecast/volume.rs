//! Expected contacts of any day: level x weekday and interval x effects of the date.

use super::days::{self, Days};
use super::effects::{self, Effect, Effects, Observation, Workdays};
use super::level::{self, Level, Ratio};
use super::profile::{self, Example, Profile};
use super::robust::{self, Weighted};
use crate::calendar::DayCalendar;
use chrono::NaiveDate;
use ndarray::Array2;

/// The past with what bears on each of its days.
pub(super) struct Known<'a> {
    /// The matrix.
    pub days: &'a Days,
    /// Effects by row.
    pub effects: Vec<Vec<Effect>>,
    /// May the day set the level?
    ordinary: Vec<bool>,
    /// Weekdays that usually open.
    pub workdays: Workdays,
}

impl<'a> Known<'a> {
    /// Finds what bears on each day of the past.
    pub fn of(days: &'a Days, calendar: &DayCalendar) -> Self {
        let workdays = workdays(days);
        let on = |day| effects::effects_on(days.date(day), calendar, &workdays);
        let effects: Vec<Vec<Effect>> = (0..days.len()).map(on).collect();
        Self {
            ordinary: ordinary(days, &effects),
            effects,
            days,
            workdays,
        }
    }

    fn is_ordinary(&self, day: usize) -> bool {
        self.ordinary.get(day) == Some(&true)
    }
}

/// Days that may set the level: known, and not bent by an event or a holiday.
///
/// A past that is nearly all event has no other days to learn from: then all of it counts.
fn ordinary(days: &Days, effects: &[Vec<Effect>]) -> Vec<bool> {
    let known: Vec<bool> = (0..days.len()).map(|day| days.is_known(day)).collect();
    let plain =
        |(known, effects): (&bool, &Vec<Effect>)| *known && !effects.iter().any(Effect::keeps_out);
    let ordinary: Vec<bool> = known.iter().zip(effects).map(plain).collect();
    let count = ordinary.iter().filter(|ordinary| **ordinary).count();
    if count < FEWEST { known } else { ordinary }
}

/// Ordinary days without which a past is taken as it is.
const FEWEST: usize = 5;

/// A weekday opens usually when at least a third as many of its dates are known as of the most
/// frequent weekday.
fn workdays(days: &Days) -> Workdays {
    let mut counts = [0_usize; 7];
    for day in (0..days.len()).filter(|day| days.is_known(*day)) {
        if let Some(count) = counts.get_mut(days.weekday(day)) {
            *count += 1;
        }
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    counts.map(|count| count > 0 && 3 * count >= most)
}

/// What was learnt of the volume.
pub(super) struct Volume {
    first: NaiveDate,
    /// Weekday and interval.
    pub profile: Profile,
    /// Level, growth and season.
    pub level: Level,
    /// Effects of dates.
    pub effects: Effects,
    /// Weekdays that usually open.
    pub workdays: Workdays,
    /// First and last row that the level is learnt from.
    pub window: (usize, usize),
    /// How many weeks that is.
    pub weeks: usize,
}

impl Volume {
    /// Learns from the first `end` days, with a memory of so many usable weeks.
    pub fn learn(known: &Known<'_>, end: usize, weeks: usize) -> Option<Self> {
        let weeks = weeks.max(1);
        let ages = ages(known, end);
        let start = profile::plain(known.days, &examples(known, &ages, 2 * weeks, |_| 1.0));
        let ratios: Vec<Option<Ratio>> = (0..end).map(|d| ratio(known.days, d, &start)).collect();

        let raw = ordinary_logs(known, &ratios, &Effects::default());
        let effects = learn_effects(known, &ratios, &level::local(&raw));
        let logs = ordinary_logs(known, &ratios, &effects);
        let around = level::local(&logs);

        let clean = |day: usize| -> Option<Ratio> {
            let ratio = (*ratios.get(day)?)?;
            let value = ratio.value / effects.log(known.effects.get(day)?).exp();
            Some(Ratio { value, ..ratio })
        };
        let own = |day: usize| ratios.get(day).copied().flatten().map_or(1.0, |r| r.value);
        let mut profile = Profile::learn(known.days, &examples(known, &ages, 2 * weeks, own));
        let factors = weekday_factors(known, &ages, &around, 2 * weeks, clean);
        for (weekday, factor) in factors.iter().enumerate() {
            profile.scale(weekday, *factor);
        }
        let factor = |day| factors.get(known.days.weekday(day)).copied().unwrap_or(1.0);
        let recent: Vec<(usize, f64, f64)> = (0..end)
            .filter_map(|day| {
                let age = ages
                    .get(day)
                    .copied()
                    .flatten()
                    .filter(|age| *age < weeks)?;
                let ratio = clean(day)?;
                Some((
                    day,
                    ratio.value / factor(day),
                    ratio.weight * fading(age, weeks as f64 / 2.0),
                ))
            })
            .collect();
        let window = (recent.first()?.0, recent.last()?.0);
        let learnt = ages.iter().flatten().filter(|age| **age < weeks).max()? + 1;
        Some(Self {
            first: known.days.first,
            level: Level::learn(&recent, logs)?,
            workdays: known.workdays,
            weeks: learnt,
            profile,
            effects,
            window,
        })
    }

    /// The factor of a date on top of its weekday's profile.
    pub fn factor(&self, date: NaiveDate, calendar: &DayCalendar) -> f64 {
        let row = (date - self.first).num_days() as f64;
        let effects = effects::effects_on(date, calendar, &self.workdays);
        self.level.at(row) * self.effects.log(&effects).exp()
    }

    /// Expected contacts per interval of the clock on a date, as if open all day.
    pub fn rates(&self, date: NaiveDate, calendar: &DayCalendar) -> Vec<f64> {
        let factor = self.factor(date, calendar);
        let weekday = days::weekday(date);
        let row = self.profile.rates.row(weekday);
        row.iter().map(|rate| rate * factor).collect()
    }
}

/// For each ordinary day how many usable weeks ago it was; none for other days.
fn ages(known: &Known<'_>, end: usize) -> Vec<Option<usize>> {
    let mut ages = vec![None; end];
    let (mut age, mut week) = (0, None);
    for day in (0..end).rev().filter(|day| known.is_ordinary(*day)) {
        let this = (end - 1 - day) / 7;
        if week.is_some_and(|week| week != this) {
            age += 1;
        }
        week = Some(this);
        if let Some(known) = ages.get_mut(day) {
            *known = Some(age);
        }
    }
    ages
}

fn fading(age: usize, half_life: f64) -> f64 {
    0.5_f64.powf(age as f64 / half_life)
}

/// The last `count` ordinary days of each weekday, fading with age.
fn examples(
    known: &Known<'_>,
    ages: &[Option<usize>],
    count: usize,
    ratio: impl Fn(usize) -> f64,
) -> Vec<Vec<Example>> {
    let mut examples: Vec<Vec<Example>> = (0..7).map(|_| Vec::new()).collect();
    for (day, age) in ages.iter().enumerate().rev() {
        let Some(age) = age else { continue };
        let Some(rows) = examples.get_mut(known.days.weekday(day)) else {
            continue;
        };
        let ratio = ratio(day);
        if rows.len() < count && ratio > 0.0 {
            rows.push(Example {
                day,
                ratio,
                weight: fading(*age, count as f64 / 2.0) * ratio,
            });
        }
    }
    examples
}

/// A day's known contacts over what the profile expects of the same intervals; none when the
/// profile knows less than a fifth of them.
fn ratio(days: &Days, day: usize, profile: &Array2<f64>) -> Option<Ratio> {
    let weekday = days.weekday(day);
    let (mut contacts, mut expected, mut cells, mut shared) = (0.0, 0.0, 0, 0);
    for (position, count) in days.known(day) {
        cells += 1;
        let rate = profile
            .get([weekday, position])
            .copied()
            .unwrap_or(f64::NAN);
        if rate.is_nan() {
            continue;
        }
        shared += 1;
        contacts += count;
        expected += rate;
    }
    (5 * shared >= cells && expected > 0.0).then(|| Ratio {
        value: contacts / expected,
        weight: expected,
    })
}

/// Logs of the ordinary days, their effects taken off.
fn ordinary_logs(
    known: &Known<'_>,
    ratios: &[Option<Ratio>],
    effects: &Effects,
) -> Vec<Option<f64>> {
    let log = |(day, ratio): (usize, &Option<Ratio>)| {
        let ratio = (*ratio).filter(|_| known.is_ordinary(day))?;
        Some(ratio.log() - effects.log(known.effects.get(day)?))
    };
    ratios.iter().enumerate().map(log).collect()
}

/// Log of the largest factor that an effect is believed to have, about five; beyond it a day is
/// an outage or a surge that nobody marked.
const LARGEST: f64 = 1.6;

fn learn_effects(known: &Known<'_>, ratios: &[Option<Ratio>], around: &[f64]) -> Effects {
    let days = ratios.iter().zip(around).zip(&known.effects);
    let observations: Vec<Observation> = days
        .filter_map(|((ratio, around), effects)| {
            Some(Observation {
                effects: effects.clone(),
                log: ((*ratio)?.log() - around).clamp(-LARGEST, LARGEST),
            })
        })
        .collect();
    let plain = observations.iter().filter(|o| o.effects.is_empty());
    let noise = effects::noise(&plain.map(|o| o.log).collect::<Vec<f64>>());
    Effects::learn(&observations, noise)
}

/// What each weekday of the last weeks does on top of the plain profile.
fn weekday_factors(
    known: &Known<'_>,
    ages: &[Option<usize>],
    around: &[f64],
    weeks: usize,
    clean: impl Fn(usize) -> Option<Ratio>,
) -> Vec<f64> {
    let factor = |weekday: usize| {
        let values: Vec<Weighted> = ages
            .iter()
            .enumerate()
            .filter(|(day, _)| known.days.weekday(*day) == weekday)
            .filter_map(|(day, age)| {
                let age = age.filter(|age| *age < weeks)?;
                let value = clean(day)?.value / around.get(day)?.exp();
                Some((value, fading(age, weeks as f64 / 2.0)))
            })
            .collect();
        robust::mean(&values)
            .filter(|factor| *factor > 0.0)
            .unwrap_or(1.0)
    };
    (0..7).map(factor).collect()
}
