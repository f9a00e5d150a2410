//! The past as experts see it: what dates do, how busy days were, and the level around them.

use super::days::Days;
use super::effects::{self, Effects, Observation};
use super::known::Known;
use super::late;
use super::level::{self, Ratio};
use super::month::MonthCurve;
use super::profile::{self, Example, Profile};
use super::robust::{self, Weighted};
use super::shifts::{Shift, shifts};
use chrono::NaiveDate;
use ndarray::Array2;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What every expert starts from: days with their effects taken off, and the level around them.
pub(super) struct Base<'a> {
    /// The past.
    pub known: &'a Known<'a>,
    /// Rows before this one are known.
    pub end: usize,
    /// For each ordinary day how many usable weeks ago it was.
    pub ages: Vec<Option<usize>>,
    /// What dates do.
    pub effects: Effects,
    /// What the date of the month does.
    pub month: MonthCurve,
    /// Log of each ordinary day over the plain profile, effects taken off.
    pub logs: Vec<Option<f64>>,
    /// The median of those logs around each day.
    pub around: Vec<f64>,
    /// Lasting shifts of the level.
    pub shifts: Vec<Shift>,
    /// What brings the log of each day to the present level.
    moves: Vec<f64>,
    ratios: Vec<Option<Ratio>>,
    /// Profiles that experts have asked for, by the dates they are learnt from.
    shapes: RefCell<BTreeMap<usize, Shape>>,
}

/// A profile, and what each weekday does on top of the plain one; part of the profile.
type Shape = (Arc<Profile>, Arc<[f64]>);

impl<'a> Base<'a> {
    /// Learns from the first `end` days, with a memory of so many usable weeks.
    pub fn learn(known: &'a Known<'a>, end: usize, weeks: usize) -> Self {
        let ages = ages(known, end);
        let mut base = Self {
            known,
            end,
            ages,
            effects: Effects::default(),
            month: MonthCurve::default(),
            logs: Vec::new(),
            around: Vec::new(),
            shifts: Vec::new(),
            moves: vec![0.0; end],
            ratios: Vec::new(),
            shapes: RefCell::default(),
        };
        let start = profile::plain(known.days, &base.examples(2 * weeks, |_| 1.0));
        base.ratios = (0..end).map(|d| ratio(known.days, d, &start)).collect();
        let raw = base.ordinary_logs();
        base.rebase(&raw);
        let raw = base.ordinary_logs();
        let around = level::local(&raw);
        base.effects = base.learn_effects(&around);
        base.learn_month(&around);
        base.logs = base.ordinary_logs();
        base.around = level::local(&base.logs);
        base
    }

    /// Finds lasting shifts and brings what lies before them to the present level.
    fn rebase(&mut self, logs: &[Option<f64>]) {
        let values: Vec<Option<Weighted>> =
            logs.iter().map(|log| log.map(|log| (log, 1.0))).collect();
        self.shifts = shifts(&values);
        for shift in self.shifts.clone() {
            let size = step(logs, shift.row).unwrap_or(shift.size);
            if size.abs() < REGIME || size * shift.size < 0.0 {
                continue;
            }
            self.move_before(shift.row, size);
        }
        let moved: Vec<Option<f64>> = logs
            .iter()
            .zip(&self.moves)
            .map(|(log, step)| log.map(|log| log + step))
            .collect();
        if let Some((row, size)) = late::new_level(&moved) {
            self.move_before(row, size);
        }
    }

    fn move_before(&mut self, row: usize, size: f64) {
        for step in self.moves.iter_mut().take(row) {
            *step += size;
        }
    }

    /// Log of what brings a day to the present level.
    pub fn moved(&self, day: usize) -> f64 {
        self.moves.get(day).copied().unwrap_or(0.0)
    }

    /// Log of what the effects of a known day do together.
    pub fn effect(&self, day: usize) -> f64 {
        let effects = self.known.effects.get(day);
        let month = self.month.log(self.known.days.date(day));
        month + effects.map_or(0.0, |effects| self.effects.log(effects))
    }

    /// Variance of that log.
    pub fn effect_variance(&self, day: usize) -> f64 {
        let effects = self.known.effects.get(day);
        effects.map_or(0.0, |effects| self.effects.variance(effects))
    }

    /// A day's volume over that of the plain profile.
    pub fn ratio(&self, day: usize) -> Option<Ratio> {
        self.ratios.get(day).copied().flatten()
    }

    /// The same with the effects of its date taken off.
    pub fn clean(&self, day: usize) -> Option<Ratio> {
        let ratio = self.ratio(day)?;
        let value = ratio.value * (self.moved(day) - self.effect(day)).exp();
        Some(Ratio { value, ..ratio })
    }

    /// The ordinary days of the last so many usable weeks, with their age in weeks.
    pub fn recent(&self, weeks: usize) -> impl Iterator<Item = (usize, usize)> {
        let ages = self.ages.iter().enumerate();
        ages.filter_map(move |(day, age)| Some((day, age.filter(|age| *age < weeks)?)))
    }

    /// The last `count` ordinary days of each weekday, fading with age.
    pub fn examples(&self, count: usize, ratio: impl Fn(usize) -> f64) -> Vec<Vec<Example>> {
        let mut examples: Vec<Vec<Example>> = (0..7).map(|_| Vec::new()).collect();
        for (day, age) in self.ages.iter().enumerate().rev() {
            let Some(age) = age else { continue };
            let Some(rows) = examples.get_mut(self.known.days.weekday(day)) else {
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

    /// The shape of the week from the last `count` days of each weekday.
    pub fn profile(&self, count: usize) -> Arc<Profile> {
        self.shape(count).0
    }

    /// What each weekday of the last weeks does on top of the plain profile; part of the shape.
    pub fn weekday_factors(&self, weeks: usize) -> Arc<[f64]> {
        self.shape(weeks).1
    }

    fn shape(&self, count: usize) -> Shape {
        if let Some(known) = self.shapes.borrow().get(&count) {
            return known.clone();
        }
        let own = |day: usize| self.ratio(day).map_or(1.0, |ratio| ratio.value);
        let mut profile = Profile::learn(self.known.days, &self.examples(count, own));
        let factors: Arc<[f64]> = self.factors(count).into();
        for (weekday, factor) in factors.iter().enumerate() {
            profile.scale(weekday, *factor);
        }
        let shape = (Arc::new(profile), factors);
        self.shapes.borrow_mut().insert(count, shape.clone());
        shape
    }

    fn factors(&self, weeks: usize) -> Vec<f64> {
        let mut values: Vec<Vec<Weighted>> = vec![Vec::new(); 7];
        for (day, age) in self.recent(weeks) {
            let (Some(ratio), Some(around)) = (self.clean(day), self.around.get(day)) else {
                continue;
            };
            if let Some(of_weekday) = values.get_mut(self.known.days.weekday(day)) {
                of_weekday.push((ratio.value / around.exp(), fading(age, weeks as f64 / 2.0)));
            }
        }
        let factor = |values: &Vec<Weighted>| robust::mean(values).filter(|factor| *factor > 0.0);
        values
            .iter()
            .map(|values| factor(values).unwrap_or(1.0))
            .collect()
    }

    fn learn_month(&mut self, around: &[f64]) {
        let logs = self.ordinary_logs();
        let rest: Vec<(NaiveDate, f64)> = (self.end.saturating_sub(3 * 364)..self.end)
            .filter_map(|day| {
                Some((
                    self.known.days.date(day),
                    (*logs.get(day)?)? - around.get(day)?,
                ))
            })
            .collect();
        let noise = effects::noise(&rest.iter().map(|rest| rest.1).collect::<Vec<f64>>());
        self.month = MonthCurve::learn(&rest, noise);
    }

    fn learn_effects(&self, around: &[f64]) -> Effects {
        let observations: Vec<Observation> = (0..self.end)
            .filter_map(|day| {
                let log = self.ratio(day)?.log() + self.moved(day) - around.get(day)?;
                Some(Observation {
                    effects: self.known.effects.get(day)?,
                    log: log.clamp(-LARGEST, LARGEST),
                })
            })
            .collect();
        let plain = observations.iter().filter(|o| o.effects.is_empty());
        let noise = effects::noise(&plain.map(|o| o.log).collect::<Vec<f64>>());
        Effects::learn(&observations, noise)
    }

    /// Logs of the ordinary days, their effects taken off.
    fn ordinary_logs(&self) -> Vec<Option<f64>> {
        let log = |day: usize| {
            let ratio = self.ratio(day).filter(|_| self.known.is_ordinary(day))?;
            Some(ratio.log() + self.moved(day) - self.effect(day))
        };
        (0..self.end).map(log).collect()
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

/// Weight of something so many weeks old.
pub(super) fn fading(age: usize, half_life: f64) -> f64 {
    0.5_f64.powf(age as f64 / half_life)
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

/// A level half as high again, as a log: the queue is another one since. Smaller shifts are left to
/// the memory of the experts, which is better than an uncertain size.
const REGIME: f64 = 0.4;

/// How far the level steps at a row: eight weeks after against eight weeks before, less what the
/// same weeks did a year before where they are known.
fn step(logs: &[Option<f64>], row: usize) -> Option<f64> {
    let mean = |from: Option<usize>| {
        let from = from?;
        let values: Vec<Weighted> = logs
            .iter()
            .skip(from)
            .take(56)
            .flatten()
            .map(|log| (*log, 1.0))
            .collect();
        (values.len() >= 8).then(|| robust::mean(&values)).flatten()
    };
    let across = |row: Option<usize>| Some(mean(row)? - mean(row?.checked_sub(56))?);
    let before = across(row.checked_sub(364)).filter(|change| change.abs() < 0.2);
    Some(across(Some(row))? - before.unwrap_or(0.0))
}

/// Log of the largest factor that an effect is believed to have, about five; beyond it a day is
/// an outage or a surge that nobody marked.
const LARGEST: f64 = 1.6;
