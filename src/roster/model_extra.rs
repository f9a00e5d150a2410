//! What a shift costs beside its hours: wishes that it crosses, unsocial hours, allowances.

use super::model::{LUNCH, Model};
use super::model_day::Pattern;
use super::model_sequence::sequence_price;
use super::model_state::prefix;
use super::people::unsocial_excess;
use std::sync::Arc;

/// By person and day: euros by length and start; none where nothing costs anything.
pub(super) fn extras(model: &Model) -> Vec<Vec<Vec<Vec<f64>>>> {
    let excess = unsocial_excess(model.setting.people);
    let days = |person: usize| {
        (0..model.days.len())
            .map(|day| of_day(model, person, day, excess[person]))
            .collect()
    };
    (0..model.setting.people.len()).map(days).collect()
}

fn of_day(model: &Model, person: usize, day: usize, excess: f64) -> Vec<Vec<f64>> {
    let date = model.days[day].date;
    let wishes = &model.setting.people[person].wishes;
    let wishes: Vec<_> = wishes.iter().filter(|wish| wish.covers(date)).collect();
    let unsocial = model.setting.rules.unsocial.filter(|_| excess > 0.0);
    if wishes.is_empty() && unsocial.is_none() {
        return Vec::new();
    }
    let price = |length: usize, start: usize| {
        let (from, to) = model.clock(start, length);
        let crossed = wishes.iter().filter(|wish| wish.is_crossed_by(from, to));
        let crossed: f64 = crossed.map(|wish| wish.price.0).sum();
        let unsocial = unsocial.filter(|rule| rule.holds(date, to));
        crossed + unsocial.map_or(0.0, |rule| rule.price.0 * excess)
    };
    let starts = |length| (0..model.days[day].units).map(move |start| (length, start));
    (0..model.lengths.len())
        .map(|length| {
            starts(length)
                .map(|(length, start)| price(length, start))
                .collect()
        })
        .collect()
}

/// Allowances of a day: sums in euros from unit 0 up to each unit.
pub(super) fn allowances(model: &Model, day: usize) -> Vec<f64> {
    let (rules, the_day) = (model.setting.rules, &model.days[day]);
    let unit = model.sizes.unit;
    let earliest = model.setting.shifts.earliest as i32;
    let euros = |index: usize| {
        let from = earliest + index as i32 * unit;
        let paid = |allowance: &super::rules::Allowance| {
            let windows = allowance.windows[the_day.weekday].iter();
            let inside: i32 = windows
                .map(|w| ((from + unit).min(w.to as i32) - from.max(w.from as i32)).max(0))
                .sum();
            f64::from(inside) / 60.0 * allowance.share.0
        };
        rules.allowances.iter().map(paid).sum::<f64>() * model.terms.hour.0
    };
    // One unit beyond the day, for what is left of a shift after its last whole unit.
    prefix((0..=the_day.units).map(euros))
}

impl Model<'_> {
    /// First and last minute after midnight of a shift of this length from this unit.
    pub fn clock(&self, start: usize, length: usize) -> (i32, i32) {
        let from = self.setting.shifts.earliest as i32 + start as i32 * self.sizes.unit;
        (from, from + self.lengths[length].presence)
    }

    /// What a shift of this length from this unit costs the person's wishes and fair share.
    pub fn extra(&self, person: usize, day: usize, length: usize, start: usize) -> f64 {
        let prices = &self.extras[person][day];
        prices.get(length).map_or(0.0, |prices| prices[start])
    }

    /// Allowances of so many units from a unit on.
    pub fn allowance(&self, day: usize, unit: usize, units: usize) -> f64 {
        let sums = &self.allowances[day];
        let last = sums.len() - 1;
        sums[(unit + units).min(last)] - sums[unit.min(last)]
    }

    /// Allowance of the minutes after the last whole unit.
    pub fn tail_allowance(&self, day: usize, unit: usize, length: usize) -> f64 {
        let share = f64::from(self.lengths[length].tail) / f64::from(self.sizes.unit);
        self.allowance(day, unit, 1) * share
    }

    /// What a pattern costs beside its hours.
    pub fn pattern_extra(&self, person: usize, pattern: &Pattern) -> f64 {
        let (day, length) = (pattern.day, pattern.length);
        let codes = pattern.codes.iter().enumerate();
        let paid = codes.filter(|(_, code)| **code != LUNCH);
        let whole: f64 = paid
            .map(|(offset, _)| self.allowance(day, pattern.start + offset, 1))
            .sum();
        let end = pattern.start + pattern.codes.len();
        whole
            + self.tail_allowance(day, end, length)
            + self.extra(person, day, length, pattern.start)
    }

    /// What a person's week costs beside its hours.
    pub fn week_extra(&self, person: usize, patterns: &[Option<Arc<Pattern>>]) -> f64 {
        if !self.has_extras {
            return 0.0;
        }
        let each = patterns.iter().flatten();
        let each: f64 = each
            .map(|pattern| self.pattern_extra(person, pattern))
            .sum();
        each + sequence_price(self, person, patterns)
    }
}
