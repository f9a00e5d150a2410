//! The rows of the week's programme: coverage, other work, contracts, and the week's two limits.

use super::model::Model;
use super::model_day::Pattern;
use super::model_state::State;
use super::model_week::session_price;
use super::solve::Programme;
use crate::error::Result;
use std::sync::Arc;

/// Which row of the programme says what.
pub(super) struct Rows {
    /// Coverage by interval.
    pub cover: Vec<Option<usize>>,
    /// People by kind, day and unit.
    pub staffed: Vec<Vec<Vec<Option<usize>>>>,
    /// Minutes by kind and day.
    pub minutes: Vec<Vec<Option<usize>>>,
    /// The contract of each person.
    pub contract: Vec<usize>,
    /// One shift at most, by person and day.
    pub one: Vec<Vec<usize>>,
    /// Sessions by person and session owed.
    pub sessions: Vec<Vec<usize>>,
    pub waiting: Option<usize>,
    pub overflow: Option<usize>,
}

impl Rows {
    pub fn new(model: &Model, base: &State, bounds: &mut Vec<(f64, f64)>) -> Self {
        let mut row = |from: f64, to: f64| {
            bounds.push((from, to));
            bounds.len() - 1
        };
        let any = f64::INFINITY;
        let step = f64::from(model.sizes.step);
        let curves = model.curves.intervals.iter().zip(&base.cover);
        let cover = curves
            .map(|(curve, cover)| curve.as_ref().map(|_| row(-f64::from(*cover) / step, any)))
            .collect();
        let mut ask = |asked: i32| (asked > 0).then(|| row(f64::from(asked), any));
        let (mut staffed, mut minutes) = (Vec::new(), Vec::new());
        for (index, kind) in model.kinds.iter().enumerate() {
            let unit = |day: usize, unit: usize| {
                kind.people_at(day, unit) - base.staffed[index][day][unit]
            };
            let days = 0..model.days.len();
            staffed.push(
                days.clone()
                    .map(|day| {
                        (0..model.days[day].units)
                            .map(|u| ask(unit(day, u)))
                            .collect()
                    })
                    .collect(),
            );
            minutes.push(
                days.map(|day| ask(kind.minutes_on(day) - base.minutes[index][day]))
                    .collect(),
            );
        }
        let staff = &model.staff;
        let total = |value: fn(&super::model_curve::Curve) -> f64| -> f64 {
            model.curves.intervals.iter().flatten().map(value).sum()
        };
        let (waiting, overflow) = (
            total(|curve| curve.waiting[0]),
            total(|curve| curve.overflow[0]),
        );
        Self {
            cover,
            staffed,
            minutes,
            contract: staff
                .iter()
                .map(|s| row(f64::from(s.target), f64::from(s.target)))
                .collect(),
            one: staff
                .iter()
                .map(|_| model.days.iter().map(|_| row(-any, 1.0)).collect())
                .collect(),
            sessions: staff
                .iter()
                .map(|s| s.sessions.iter().map(|_| row(1.0, 1.0)).collect())
                .collect(),
            waiting: model.terms.waiting_max.map(|most| row(waiting - most, any)),
            overflow: model
                .terms
                .overflow_max
                .map(|most| row(overflow - most, any)),
        }
    }

    /// Coverage by stretches of equal return.
    pub fn curves(&self, model: &Model, programme: &mut Programme) -> Result<()> {
        let step = f64::from(model.sizes.step);
        for (curve, row) in model.curves.intervals.iter().zip(&self.cover) {
            let (Some(curve), Some(row)) = (curve, row) else {
                continue;
            };
            for (from, to) in curve.stretches() {
                let agents = (to - from) as f64 / step;
                let fall = |values: &[f64]| (values[from] - values[to]) / agents;
                let mut factors = vec![(*row, -1.0)];
                factors.extend(self.waiting.map(|row| (row, fall(&curve.waiting))));
                factors.extend(self.overflow.map(|row| (row, fall(&curve.overflow))));
                programme.add(-fall(&curve.euros), agents, &factors)?;
            }
        }
        Ok(())
    }

    /// What may be missing, at its price.
    pub fn slacks(&self, model: &Model, programme: &mut Programme) -> Result<()> {
        let (any, prices) = (f64::INFINITY, &model.prices);
        let minute = prices.work_hour / 60.0;
        let unit = minute * f64::from(model.sizes.unit);
        for row in self.staffed.iter().flatten().flatten().flatten() {
            programme.add(unit, any, &[(*row, 1.0)])?;
        }
        for row in self.minutes.iter().flatten().flatten() {
            programme.add(minute, any, &[(*row, 1.0)])?;
        }
        for (staff, row) in model.staff.iter().zip(&self.contract) {
            let euros = model.terms.contract_hour.0 / 60.0;
            let (below, above) = (staff.target - staff.low, staff.high - staff.target);
            programme.add(euros, f64::from(below.max(0)), &[(*row, 1.0)])?;
            programme.add(euros, f64::from(above.max(0)), &[(*row, -1.0)])?;
        }
        for (staff, rows) in model.staff.iter().zip(&self.sessions) {
            for (kind, row) in staff.sessions.iter().zip(rows) {
                programme.add(session_price(model, *kind), any, &[(*row, 1.0)])?;
            }
        }
        for (row, price) in [
            (self.waiting, prices.waiting_over),
            (self.overflow, prices.overflow_over),
        ] {
            if let Some(row) = row {
                programme.add(price, any, &[(row, 1.0)])?;
            }
        }
        Ok(())
    }

    /// What a pattern brings to each row.
    pub fn factors(&self, model: &Model, person: usize, pattern: &Pattern) -> Vec<(usize, f64)> {
        let mut state = State::empty(model);
        state.put(model, person, Arc::new(pattern.clone()));
        let day = pattern.day;
        let step = f64::from(model.sizes.step);
        let cover = self
            .cover
            .iter()
            .zip(&state.cover)
            .filter(|(_, cover)| **cover > 0);
        let mut factors: Vec<(usize, f64)> = cover
            .filter_map(|(row, cover)| row.map(|row| (row, f64::from(*cover) / step)))
            .collect();
        for kind in 0..model.kinds.len() {
            let staffed = self.staffed[kind][day]
                .iter()
                .zip(&state.staffed[kind][day]);
            let present = staffed.filter(|(_, people)| **people > 0);
            factors.extend(present.filter_map(|(row, _)| row.map(|row| (row, 1.0))));
            let minutes = state.minutes[kind][day];
            if let (Some(row), true) = (self.minutes[kind][day], minutes > 0) {
                factors.push((row, f64::from(minutes)));
            }
        }
        factors.push((
            self.contract[person],
            f64::from(model.lengths[pattern.length].paid),
        ));
        factors.push((self.one[person][day], 1.0));
        let held = state.sessions(model, person);
        let sessions = self.sessions[person].iter().enumerate();
        factors.extend(
            sessions
                .filter(|(index, _)| held & (1 << index) != 0)
                .map(|(_, row)| (*row, 1.0)),
        );
        factors
    }
}
