//! The moments between which a day with a time-out is followed.

use super::tally::Wait;
use crate::queueing::transient::day::Interval;

/// Moments that repeat with the time-out, so that a caller who comes at one gives up at another,
/// and among which is every moment at which rates or agents change.
pub(super) struct Lattice {
    period: f64,
    /// Moments of the first period, from 0 on.
    offsets: Vec<f64>,
    /// Number of the moment at which each interval begins, and at which the last one ends.
    pub bounds: Vec<usize>,
}

/// Events that a coarse step may see on average.
const EVENTS: f64 = 1.0;

/// Steps of a period at least.
const FEWEST: f64 = 4.0;

/// Steps of a day and a period together, or of two periods, at most.
const MOST_STEPS: f64 = 4e6;

/// Moments closer than this, in periods, are one.
const ONE: f64 = 1e-9;

impl Lattice {
    /// Steps are cut into `fine` parts; `None` where there would be too many.
    pub(super) fn new(intervals: &[Interval], period: f64, fine: usize) -> Option<Self> {
        let length: f64 = intervals.iter().map(|interval| interval.length).sum();
        let longest = longest_step(intervals).min(period / FEWEST) / period;
        let steps = (length / period + 1.0) * (1.0 / longest + intervals.len() as f64 + 1.0);
        if steps.is_nan() || steps * fine as f64 > MOST_STEPS {
            return None;
        }
        let mut begins = vec![0.0];
        begins.extend(intervals.iter().scan(0.0, |time, interval| {
            *time += interval.length;
            Some(*time)
        }));
        let in_periods = |time: f64| {
            let periods = time / period;
            let whole = (periods + ONE).floor();
            (whole as usize, (periods - whole).max(0.0))
        };
        let mut places: Vec<f64> = begins.iter().map(|time| in_periods(*time).1).collect();
        places.sort_by(f64::total_cmp);
        places.dedup_by(|later, earlier| *later - *earlier < ONE);
        let mut offsets = Vec::new();
        let mut firsts = Vec::with_capacity(places.len());
        for (index, from) in places.iter().enumerate() {
            let to = places.get(index + 1).copied().unwrap_or(1.0);
            let count = ((to - from) / longest).ceil().max(1.0) as usize * fine;
            firsts.push(offsets.len());
            let part = |i| period * (from + (to - from) * i as f64 / count as f64);
            offsets.extend((0..count).map(part));
        }
        let number = |time: &f64| {
            let (whole, rest) = in_periods(*time);
            let place = places.partition_point(|place| *place <= rest + ONE / 2.0);
            whole * offsets.len() + firsts[place.max(1) - 1]
        };
        let bounds = begins.iter().map(number).collect();
        Some(Self {
            period,
            offsets,
            bounds,
        })
    }

    /// Steps in a period.
    pub(super) fn repeat(&self) -> usize {
        self.offsets.len()
    }

    pub(super) fn moment(&self, index: usize) -> f64 {
        let count = self.offsets.len();
        (index / count) as f64 * self.period + self.offsets[index % count]
    }

    /// Length of the step that follows a moment.
    pub(super) fn step(&self, index: usize) -> f64 {
        let place = index % self.offsets.len();
        let next = self.offsets.get(place + 1).unwrap_or(&self.period);
        next - self.offsets[place]
    }

    /// The interval in which a step lies; the last goes on after the day.
    pub(super) fn part(&self, step: usize) -> usize {
        let begun = self.bounds.partition_point(|bound| *bound <= step);
        begun.clamp(1, self.bounds.len() - 1) - 1
    }

    /// The waits from the middle of each step of a period to that of the next.
    pub(super) fn paces(&self, theta: f64) -> Vec<Wait> {
        let pace = |index| 0.5 * (self.step(index) + self.step(index + 1));
        (0..self.repeat())
            .map(|index| Wait::new(pace(index), theta))
            .collect()
    }
}

/// So short that contacts come and go, and patience ends, rarely within a step.
fn longest_step(intervals: &[Interval]) -> f64 {
    let step = |interval: &Interval| {
        let rates = &interval.rates;
        let events = rates.arrival + f64::from(interval.agents) * rates.service;
        EVENTS / events.max(rates.abandonment)
    };
    intervals.iter().map(step).fold(f64::INFINITY, f64::min)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queueing::Rates;

    #[test]
    fn moments_repeat_and_meet_the_changes() {
        let rates = Rates::new(0.02, 0.003, 0.0).unwrap();
        let parts = [900.0, 250.0, 1234.5].map(|length| Interval::new(length, rates, 6));
        for period in [300.0, 420.0, 77.7, 5000.0] {
            let lattice = Lattice::new(&parts, period, 2).unwrap();
            for (bound, begin) in lattice.bounds.iter().zip([0.0, 900.0, 1150.0, 2384.5]) {
                assert!((lattice.moment(*bound) - begin).abs() < 1e-6, "{period}");
            }
            for index in 0..3 * lattice.repeat() {
                let later = lattice.moment(index + lattice.repeat());
                assert!((later - lattice.moment(index) - period).abs() < 1e-9);
                let next = lattice.moment(index) + lattice.step(index);
                assert!((next - lattice.moment(index + 1)).abs() < 1e-9);
            }
        }
    }
}
