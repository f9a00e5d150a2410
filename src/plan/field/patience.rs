//! Patience of other months than a day's own.

use super::days::Day;
use crate::law::fit::Hazard;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// Total waiting and abandonments by calendar month.
pub(super) struct OtherMonths {
    months: BTreeMap<(i32, u32), (f64, f64)>,
}

impl OtherMonths {
    pub fn of(days: &[Day]) -> Self {
        let mut months: BTreeMap<(i32, u32), (f64, f64)> = BTreeMap::new();
        for day in days {
            let month = months.entry(month(day.date)).or_default();
            month.0 += day.waited;
            month.1 += day.abandoned;
        }
        Self { months }
    }

    /// Mean patience in seconds, total waiting over abandonments, of all months but that of a day;
    /// of the whole record where it has no other month in which anybody hung up. `None` where
    /// nobody did.
    pub fn mean(&self, date: NaiveDate) -> Option<f64> {
        let other = self.sum(|known| known != month(date));
        other.or_else(|| self.sum(|_| true))
    }

    fn sum(&self, include: impl Fn((i32, u32)) -> bool) -> Option<f64> {
        let months = self.months.iter().filter(|(known, _)| include(**known));
        let (waited, abandoned) = months.fold((0.0, 0.0), |(waited, abandoned), (_, sums)| {
            (waited + sums.0, abandoned + sums.1)
        });
        let mean = Hazard::new(abandoned.round() as u64, waited)?.mean();
        mean.is_finite().then_some(mean)
    }
}

fn month(date: NaiveDate) -> (i32, u32) {
    (date.year(), date.month())
}
