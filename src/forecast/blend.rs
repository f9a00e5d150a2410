//! Forecasts by one expert, or by several that are weighted by how they would have done.

use super::base::Base;
use super::days::{self, Days};
use super::effects::{self, Effects, Workdays};
use super::experts::{Expert, Plain};
use super::known::Known;
use super::month::MonthCurve;
use super::outlook::Outlook;
use super::profile::Profile;
use super::said;
use super::set_aside;
use super::spreads::{Spreads, Tested, relative_variance};
use super::trials::{Trial, learn, trials};
use super::weights::Weights;
use super::{Fitted, Forecast, Method, Options, Past};
use crate::calendar::{DayCalendar, Series};
use crate::error::Result;
use chrono::NaiveDate;
use std::sync::Arc;

/// Experts weighted by how they would have forecast the last half year.
///
/// # Formula
/// Contacts of an interval = total of the day x share of the interval x effects of the date. Total
/// and shares are weighted means of the experts'; see [`Weights`].
pub(super) struct Blend {
    /// Its name, as in configuration and tables.
    pub name: &'static str,
    /// Who is asked.
    pub experts: Vec<Box<dyn Expert>>,
    /// What they are called.
    pub names: Vec<&'static str>,
    /// Memory, level of the bands, fall-backs.
    pub options: Options,
}

impl Method for Blend {
    fn name(&self) -> &'static str {
        self.name
    }

    fn fit(&self, past: &Past<'_>) -> Result<Box<dyn Fitted>> {
        let days = Days::of(past)?;
        let known = Known::of(&days, past.calendar);
        let weeks = self.options.weeks;
        let trials = trials(&known, &self.experts, weeks);
        let weights = Weights::learn(&trials, self.experts.len());
        let tested: Vec<Tested> = trials.iter().map(|trial| tested(trial, &weights)).collect();
        let spreads = Spreads::learn(&tested, self.experts.len(), set_aside::share(past));
        let base = Base::learn(&known, days.len(), weeks);
        let Some(learnt) = learn(&self.experts, &base) else {
            return Err(days::nothing_usable().into());
        };
        let mut outlook = Outlook::new(&days, spreads, &self.options);
        outlook
            .notes
            .extend(said::of_past(&base, past.calendar, weeks));
        let near = weights.first().map_or(&[][..], |weights| &weights.day);
        outlook
            .notes
            .extend(said::of_weights(&self.names, near, &days));
        let profile = base.profile(2 * weeks);
        Ok(Box::new(Blended {
            profile,
            seen: seen(&days),
            first: days.first,
            workdays: known.workdays,
            effects: base.effects,
            month: base.month,
            learnt,
            weights,
            outlook,
        }))
    }
}

/// A trial as the weights would have had it.
fn tested(trial: &Trial, weights: &[Weights]) -> Tested {
    let all = vec![true; trial.contacts.len()];
    let weights = Weights::on(weights, trial.lead);
    let expected = weights.map_or(Vec::new(), |w| w.combine(&trial.expected, &all));
    Tested {
        day: trial.day,
        lead: trial.lead,
        effect: trial.effect,
        cells: trial.contacts.iter().copied().zip(expected).collect(),
    }
}

/// Days that tell which intervals are open.
const HALF_A_YEAR: usize = 182;

/// Intervals of each weekday that the last half year knows; of all weekdays for those it never saw.
fn seen(days: &Days) -> Vec<Vec<bool>> {
    let mut seen = vec![vec![false; days.positions()]; 7];
    let mut any = vec![false; days.positions()];
    for day in days.len().saturating_sub(HALF_A_YEAR)..days.len() {
        for (position, _) in days.known(day) {
            let of_weekday = seen.get_mut(days.weekday(day));
            if let Some(cell) = of_weekday.and_then(|row| row.get_mut(position)) {
                *cell = true;
            }
            if let Some(cell) = any.get_mut(position) {
                *cell = true;
            }
        }
    }
    for row in seen.iter_mut().filter(|row| !row.contains(&true)) {
        row.clone_from(&any);
    }
    seen
}

struct Blended {
    first: NaiveDate,
    workdays: Workdays,
    effects: Effects,
    month: MonthCurve,
    learnt: Vec<Box<dyn Plain>>,
    weights: Vec<Weights>,
    seen: Vec<Vec<bool>>,
    profile: Arc<Profile>,
    outlook: Outlook,
}

impl Fitted for Blended {
    fn predict(&self, open: &Series<bool>, calendar: &DayCalendar) -> Forecast {
        let unsure = |date| {
            let effects = effects::effects_on(date, calendar, &self.workdays);
            relative_variance(self.effects.variance(&effects))
        };
        let rates = |date| self.rates(date, calendar);
        let mut forecast = self.outlook.forecast(open, rates, unsure);
        let dates = said::of_dates(open, calendar, &self.workdays, &self.effects);
        forecast.notes.extend(dates);
        forecast.notes.extend(said::of_hours(open, &self.profile));
        forecast
    }
}

impl Blended {
    /// Expected contacts per interval of the clock on a date, as if open all day.
    fn rates(&self, date: NaiveDate, calendar: &DayCalendar) -> Vec<f64> {
        let (row, weekday) = ((date - self.first).num_days(), days::weekday(date));
        let plain = self.learnt.iter();
        let expected: Vec<Vec<f64>> = plain.map(|p| p.rates(row as f64, weekday)).collect();
        let weights = Weights::on(&self.weights, self.outlook.lead(date));
        let (Some(weights), Some(seen)) = (weights, self.seen.get(weekday)) else {
            return Vec::new();
        };
        let effect = self.factor(date, calendar);
        let combined = weights.combine(&expected, seen);
        combined.iter().map(|rate| rate * effect).collect()
    }

    /// What the date itself does.
    fn factor(&self, date: NaiveDate, calendar: &DayCalendar) -> f64 {
        let effects = effects::effects_on(date, calendar, &self.workdays);
        (self.effects.log(&effects) + self.month.log(date)).exp()
    }
}
