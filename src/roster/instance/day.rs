//! The best shift of each length on a day, with its breaks, at given gains of the intervals.

/// Where breaks and lunch may lie in a shift of a length, by offsets from its start.
#[derive(Clone, Debug)]
pub(super) struct Breaks {
    /// First interval of the lunch.
    pub lunch: usize,
    /// First and last place of the break before it, and of the one after it.
    pub before: (usize, usize),
    pub after: (usize, usize),
}

/// Intervals of a lunch.
pub(super) const LUNCH: usize = 2;

/// All places of lunch in a shift of `len` intervals with those of the breaks that go with it.
///
/// Work lasts from `max(2, len / 6)` to `most` intervals at a time; lunch begins at three tenths
/// of the shift at the earliest and at 65 hundredths at the latest.
pub(super) fn breaks(len: usize, most: usize) -> Vec<Breaks> {
    let least = (len / 6).max(2);
    let lunches = (3 * len).div_ceil(10)..=(13 * len) / 20;
    lunches
        .filter_map(|lunch| {
            let before = (
                least.max((lunch).saturating_sub(1 + most)),
                most.min(lunch.checked_sub(1 + least)?),
            );
            let after = (
                (lunch + LUNCH + least).max(len.saturating_sub(1 + most)),
                (lunch + LUNCH + most).min(len.checked_sub(1 + least)?),
            );
            let some = |(first, last): (usize, usize)| first <= last;
            (some(before) && some(after)).then_some(Breaks {
                lunch,
                before,
                after,
            })
        })
        .collect()
}

/// A shift of the catalogue on a day: what it brings at best, and where its lunch then is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed {
    pub gain: f64,
    pub start: usize,
    pub lunch: usize,
}

/// Least values over stretches of up to fifteen intervals, each found from two of a power of two.
pub(super) struct Least {
    levels: [Vec<f64>; 4],
    /// Sums of all before.
    sums: Vec<f64>,
}

impl Least {
    pub fn new(intervals: usize) -> Self {
        Self {
            levels: std::array::from_fn(|_| vec![0.0; intervals]),
            sums: vec![0.0; intervals + 1],
        }
    }

    pub fn fill(&mut self, values: &[f64]) {
        let mut sum = 0.0;
        for (value, before) in values.iter().zip(&mut self.sums) {
            *before = sum;
            sum += value;
        }
        if let Some(whole) = self.sums.last_mut() {
            *whole = sum;
        }
        self.levels[0].copy_from_slice(values);
        for level in 1..self.levels.len() {
            let half = 1 << (level - 1);
            let (below, above) = self.levels.split_at_mut(level);
            let below = &below[level - 1];
            for at in 0..values.len().saturating_sub(2 * half - 1) {
                above[0][at] = below[at].min(below[at + half]);
            }
        }
    }

    /// The least of the values from `first` to `last`.
    fn of(&self, first: usize, last: usize) -> f64 {
        let length = last - first + 1;
        let level = length.ilog2() as usize;
        let values = &self.levels[level];
        values[first].min(values[last + 1 - (1 << level)])
    }

    /// The best lunch of a shift with what the shift then brings.
    pub fn place(&self, start: usize, len: usize, breaks: &[Breaks]) -> Option<Placed> {
        let values = &self.levels[0];
        let mut least = f64::INFINITY;
        let mut best = None;
        for place in breaks {
            let lunch = start + place.lunch;
            let lost = self.of(start + place.before.0, start + place.before.1)
                + values[lunch]
                + values[lunch + 1]
                + self.of(start + place.after.0, start + place.after.1);
            if lost < least {
                (least, best) = (lost, Some(place.lunch));
            }
        }
        best.map(|lunch| Placed {
            gain: self.sums[start + len] - self.sums[start] - least,
            start,
            lunch,
        })
    }
}

/// The place of the least value between two offsets from a start, the first of equals.
pub(super) fn least_at(values: &[f64], start: usize, (first, last): (usize, usize)) -> usize {
    let mut best = first;
    for offset in first..=last {
        if values[start + offset] < values[start + best] {
            best = offset;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By trying every break and lunch that the rules of the format allow.
    fn by_trial(values: &[f64], start: usize, len: usize, most: usize) -> f64 {
        let least = (len / 6).max(2);
        let fits = |stretch: i64| stretch >= least as i64 && stretch <= most as i64;
        let mut best = f64::NEG_INFINITY;
        let whole: f64 = values[start..start + len].iter().sum();
        for first in 0..len as i64 {
            for lunch in first + 1..len as i64 {
                for second in lunch + 2..len as i64 {
                    let stretches = [
                        first,
                        lunch - first - 1,
                        second - lunch - 2,
                        len as i64 - second - 1,
                    ];
                    let share = lunch as f64 / len as f64;
                    let inside = (0.3 - 1e-12..=0.65 + 1e-12).contains(&share);
                    if stretches.into_iter().all(fits) && inside {
                        let at = |offset: i64| values[start + offset as usize];
                        let lost = at(first) + at(lunch) + at(lunch + 1) + at(second);
                        best = best.max(whole - lost);
                    }
                }
            }
        }
        best
    }

    #[test]
    fn the_best_breaks_are_those_of_all_trials() {
        let mut seed = 12345_u64;
        let mut random = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 40) as f64 / 1e6 - 8.0
        };
        for len in [10, 16, 17, 22, 29, 36] {
            let values: Vec<f64> = (0..44).map(|_| random()).collect();
            let mut table = Least::new(values.len());
            table.fill(&values);
            for start in [0, 3, 44 - len] {
                let placed = table.place(start, len, &breaks(len, 12));
                let found = placed.map_or(f64::NEG_INFINITY, |placed| placed.gain);
                let true_best = by_trial(&values, start, len, 12);
                assert!(found == true_best || (found - true_best).abs() < 1e-9);
            }
        }
    }
}
