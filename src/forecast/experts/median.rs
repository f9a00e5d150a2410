//! The median of the last same weekdays, interval by interval.

use super::{Expert, Plain};
use crate::forecast::base::Base;
use crate::forecast::profile::filled;
use crate::forecast::robust;
use ndarray::Array2;

/// The median of each weekday and interval over its last dates, their effects taken off.
pub struct Median {
    /// Dates of each weekday.
    pub dates: usize,
}

impl Expert for Median {
    fn learn(&self, base: &Base<'_>) -> Option<Box<dyn Plain>> {
        let days = base.known.days;
        let mut rates = Array2::from_elem((7, days.positions()), f64::NAN);
        for (weekday, examples) in base.examples(self.dates, |_| 1.0).iter().enumerate() {
            for position in 0..days.positions() {
                let values: Vec<f64> = examples
                    .iter()
                    .filter_map(|example| {
                        let contacts = *days.contacts.get([example.day, position])?;
                        Some(contacts * (base.moved(example.day) - base.effect(example.day)).exp())
                    })
                    .filter(|contacts| contacts.is_finite())
                    .collect();
                if let (Some(rate), Some(median)) =
                    (rates.get_mut([weekday, position]), middle(&values))
                {
                    *rate = median;
                }
            }
        }
        let any = rates.iter().any(|rate| rate.is_finite());
        any.then(|| Box::new(Learnt { rates }) as Box<dyn Plain>)
    }
}

/// The median; the mean of small counts, whose median is too coarse.
fn middle(values: &[f64]) -> Option<f64> {
    let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    if mean < 10.0 {
        return (!values.is_empty()).then_some(mean);
    }
    robust::median(values)
}

struct Learnt {
    rates: Array2<f64>,
}

impl Plain for Learnt {
    fn rates(&self, _: f64, weekday: usize) -> Vec<f64> {
        let row: Vec<f64> = self.rates.row(weekday).to_vec();
        if row.iter().any(|rate| rate.is_finite()) {
            return filled(&row);
        }
        let known = self.rates.rows().into_iter().map(|row| row.to_vec());
        let known = known.filter(|row| row.iter().any(|rate| rate.is_finite()));
        known.map(|row| filled(&row)).next().unwrap_or_default()
    }
}
