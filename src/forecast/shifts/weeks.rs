//! Weekly means, which one odd day cannot move far.

use crate::forecast::robust::{self, Weighted};

/// Days of a block.
pub(super) const WEEK: usize = 7;

/// The known weeks of a series, counted back from its end.
pub(super) struct Weeks {
    /// Mean row of the known days of each.
    pub places: Vec<f64>,
    /// First row of each; the first week may begin before the series.
    pub starts: Vec<i64>,
    /// Mean of each.
    pub values: Vec<f64>,
    /// Weight of each; their mean is 1.
    pub weights: Vec<f64>,
    /// Weight of a day in the same unit is its own times this.
    pub unit: f64,
}

impl Weeks {
    /// Means of each seven rows that have a known day.
    pub fn of(values: &[Option<Weighted>]) -> Self {
        let mut weeks = Self {
            places: Vec::new(),
            starts: Vec::new(),
            values: Vec::new(),
            weights: Vec::new(),
            unit: 1.0,
        };
        let reach = 3.0 * day_noise(values);
        let head = values.len() % WEEK;
        let (first, rest) = values.split_at(head);
        weeks.push(first, head as i64 - WEEK as i64, head, reach);
        for (nth, days) in rest.chunks(WEEK).enumerate() {
            let start = head + nth * WEEK;
            weeks.push(days, start as i64, start + WEEK, reach);
        }
        let total: f64 = weeks.weights.iter().sum();
        if total > 0.0 {
            weeks.unit = weeks.len() as f64 / total;
            let unit = weeks.unit;
            weeks.weights.iter_mut().for_each(|weight| *weight *= unit);
        }
        weeks
    }

    fn push(&mut self, days: &[Option<Weighted>], start: i64, end: usize, reach: f64) {
        let first = end - days.len();
        let known: Vec<(usize, Weighted)> = known(days).collect();
        let weight: f64 = known.iter().map(|(_, (_, weight))| weight).sum();
        let plain: Vec<f64> = known.iter().map(|(_, (value, _))| *value).collect();
        let Some(middle) = robust::median(&plain) else {
            return;
        };
        let pull = |value: f64| match plain.len() {
            0..3 => value,
            _ => value.clamp(middle - reach, middle + reach),
        };
        let total: f64 = known.iter().map(|(_, (v, weight))| pull(*v) * weight).sum();
        let place: f64 = known
            .iter()
            .map(|(day, (_, w))| (first + day) as f64 * w)
            .sum();
        self.places.push(place / weight);
        self.starts.push(start);
        self.values.push(total / weight);
        self.weights.push(weight);
    }

    /// Number of known weeks.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Rows from the first to the last known week.
    pub fn span(&self) -> f64 {
        match (self.places.first(), self.places.last()) {
            (Some(first), Some(last)) => last - first,
            _ => 0.0,
        }
    }
}

/// The known days of a stretch.
fn known(days: &[Option<Weighted>]) -> impl Iterator<Item = (usize, Weighted)> {
    let days = days.iter().enumerate();
    days.filter_map(|(day, value)| {
        let (value, weight) = (*value)?;
        let sound = value.is_finite() && weight.is_finite() && weight > 0.0;
        sound.then_some((day, (value, weight)))
    })
}

/// Robust deviation of days within their week.
fn day_noise(values: &[Option<Weighted>]) -> f64 {
    let mut around = Vec::with_capacity(values.len());
    for week in values.chunks(WEEK) {
        let plain: Vec<f64> = known(week).map(|(_, (value, _))| value).collect();
        if let (3.., Some(middle)) = (plain.len(), robust::median(&plain)) {
            around.extend(plain.iter().map(|value| value - middle));
        }
    }
    // The median is one of the values in a week of an odd number of days, which shrinks the rest.
    1.25 * robust::spread(&around)
}
