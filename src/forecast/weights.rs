//! How much each expert counts, by how it would have done.

use super::trials::Trial;

/// Days ahead, grouped: what serves for next week need not serve for next year.
pub(super) const LEADS: [usize; 5] = [14, 35, 56, 182, 400];

/// The group of a number of days ahead.
pub(super) fn group_of(lead: usize) -> usize {
    LEADS
        .iter()
        .take(LEADS.len() - 1)
        .filter(|last| lead > **last)
        .count()
}

/// Two groups and the share of the latter in what holds so many days ahead.
///
/// What a group taught holds up to its last day; from there on the next one comes in, in full from
/// its own middle on. So nothing steps at an edge, and the days that trials saw most keep what
/// the trials said of them.
pub(super) fn between(lead: usize) -> (usize, usize, f64) {
    let group = group_of(lead).min(LEADS.len() - 1);
    let last = |group: usize| LEADS.get(group).copied().unwrap_or(0) as f64;
    let Some(before) = group.checked_sub(1) else {
        return (0, 0, 0.0);
    };
    let middle = f64::midpoint(last(before) + 1.0, last(group));
    let share = (lead as f64 - last(before)) / (middle - last(before));
    match share < 1.0 {
        true => (before, group, share),
        false => (group, group, 0.0),
    }
}

/// Weights of experts on the total of a day and on how it spreads over the day; each sums to 1.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Weights {
    /// On day totals.
    pub day: Vec<f64>,
    /// On the shape of the day.
    pub shape: Vec<f64>,
}

/// How strongly weights are drawn to equal ones, relative to the mean squared error.
const DRAWN: f64 = 0.2;
/// Trials without which a group of leads takes the weights of the group before it.
const FEWEST: usize = 20;
/// Relative errors of days beyond this say no more.
const LARGEST: f64 = 0.6;

impl Weights {
    /// The same for all of so many experts.
    pub fn equal(experts: usize) -> Self {
        let share = vec![1.0 / experts.max(1) as f64; experts];
        Self {
            day: share.clone(),
            shape: share,
        }
    }

    /// The weights of each group of leads.
    pub fn learn(trials: &[Trial], experts: usize) -> Vec<Self> {
        let mut last = Self::equal(experts);
        let groups = (0..LEADS.len()).map(|group| {
            let of_group = || trials.iter().filter(|trial| group_of(trial.lead) == group);
            if experts > 1 && of_group().count() >= FEWEST {
                last = Self::of(of_group(), experts);
            }
            last.clone()
        });
        groups.collect()
    }

    /// The weights so many days ahead, of those of the groups.
    pub fn on(groups: &[Self], lead: usize) -> Option<Self> {
        let (one, other, share) = between(lead);
        let (one, other) = (groups.get(one)?, groups.get(other)?);
        let mixed = |one: &[f64], other: &[f64]| {
            let pairs = one.iter().zip(other);
            pairs.map(|(a, b)| a + share * (b - a)).collect()
        };
        Some(Self {
            day: mixed(&one.day, &other.day),
            shape: mixed(&one.shape, &other.shape),
        })
    }

    /// Weights with the least squared error, drawn to equal ones.
    ///
    /// # Formula
    /// `min over w >= 0, sum w = 1 of w' G w + d |w - 1/k|^2`, with `G` the mean products of the
    /// experts' errors at a trace of `k`. Chance errors of counts add the same constant to all of
    /// `G`, which weights that sum to 1 cannot see: noisy intervals do not blur the choice.
    ///
    /// # References
    /// J. M. Bates, C. W. J. Granger, *The combination of forecasts*, Operational Research
    /// Quarterly 20 (1969) 451-468; drawn to equal weights for the reason of R. T. Clemen,
    /// *International Journal of Forecasting* 5 (1989) 559-583.
    fn of<'a>(trials: impl Iterator<Item = &'a Trial>, experts: usize) -> Self {
        let (mut day, mut shape) = (Products::new(experts), Products::new(experts));
        for trial in trials {
            let totals = totals(&trial.expected);
            let came: f64 = trial.contacts.iter().sum();
            let typical = totals.iter().sum::<f64>() / experts as f64;
            if typical <= 0.0 {
                continue;
            }
            let error = |total: &f64| ((total - came) / typical).clamp(-LARGEST, LARGEST);
            day.add(&totals.iter().map(error).collect::<Vec<f64>>(), 1.0);
            for (nth, count) in trial.contacts.iter().enumerate() {
                let error = |(expected, total): (&Vec<f64>, &f64)| match expected.get(nth) {
                    Some(rate) if *total > 0.0 && rate.is_finite() => rate * came / total - count,
                    _ => -count,
                };
                let errors: Vec<f64> = trial.expected.iter().zip(&totals).map(error).collect();
                shape.add(&errors, 1.0 / typical);
            }
        }
        Self {
            day: day.weights(),
            shape: shape.weights(),
        }
    }

    /// The experts' rates combined, so that the part of the day that is `seen` has the combined
    /// total. An interval takes what those experts say that know it.
    pub fn combine(&self, expected: &[Vec<f64>], seen: &[bool]) -> Vec<f64> {
        let within = |rates: &[f64]| -> f64 {
            let cells = rates
                .iter()
                .zip(seen)
                .filter(|(rate, seen)| **seen && rate.is_finite());
            cells.map(|(rate, _)| rate).sum()
        };
        let totals: Vec<f64> = expected.iter().map(|rates| within(rates)).collect();
        let total: f64 = totals
            .iter()
            .zip(&self.day)
            .map(|(total, w)| total * w)
            .sum();
        let mut shape = self.shape(expected, &totals);
        let size = within(&shape);
        let scale = if size > 0.0 { total / size } else { 0.0 };
        shape.iter_mut().for_each(|rate| *rate *= scale);
        shape
    }

    fn shape(&self, expected: &[Vec<f64>], totals: &[f64]) -> Vec<f64> {
        let intervals = expected.first().map_or(0, Vec::len);
        let mut shape = vec![0.0; intervals];
        let mut weights = vec![0.0; intervals];
        for ((rates, total), weight) in expected.iter().zip(totals).zip(&self.shape) {
            if *total <= 0.0 {
                continue;
            }
            for ((sum, weights), rate) in shape.iter_mut().zip(&mut weights).zip(rates) {
                if rate.is_finite() {
                    *sum += weight * rate / total;
                    *weights += weight;
                }
            }
        }
        let shares = shape.iter().zip(&weights);
        shares
            .map(|(sum, w)| if *w > 0.0 { sum / w } else { 0.0 })
            .collect()
    }
}

/// What each expert expects of all intervals that it knows.
fn totals(expected: &[Vec<f64>]) -> Vec<f64> {
    let total = |rates: &Vec<f64>| rates.iter().filter(|rate| rate.is_finite()).sum();
    expected.iter().map(total).collect()
}

/// Sums of products of the experts' errors.
struct Products {
    size: usize,
    sums: Vec<f64>,
}

/// Exchanges between two experts after which weights no longer move.
const EXCHANGES: usize = 400;

impl Products {
    fn new(size: usize) -> Self {
        Self {
            size,
            sums: vec![0.0; size * size],
        }
    }

    fn add(&mut self, errors: &[f64], weight: f64) {
        for (row, error) in self.sums.chunks_exact_mut(self.size).zip(errors) {
            for (sum, other) in row.iter_mut().zip(errors) {
                *sum += weight * error * other;
            }
        }
    }

    /// The best weights: again and again from the expert that should lose most to the one that
    /// should win most, as far as both gain.
    fn weights(&self) -> Vec<f64> {
        let size = self.size;
        let at =
            |row: usize, column: usize| self.sums.get(row * size + column).copied().unwrap_or(0.0);
        let scale = (0..size).map(|nth| at(nth, nth)).sum::<f64>() / size as f64;
        let mut weights = vec![1.0 / size as f64; size];
        if scale <= 0.0 {
            return weights;
        }
        let cost = |row, column| at(row, column) / scale + if row == column { DRAWN } else { 0.0 };
        for _ in 0..EXCHANGES {
            let slope = |row: usize| -> f64 {
                let terms = weights.iter().enumerate();
                terms
                    .map(|(column, weight)| cost(row, column) * weight)
                    .sum()
            };
            let slopes: Vec<f64> = (0..size).map(slope).collect();
            let order = |a: &usize, b: &usize| slopes[*a].total_cmp(&slopes[*b]);
            let (Some(winner), Some(loser)) = (
                (0..size).min_by(order),
                (0..size).filter(|nth| weights[*nth] > 0.0).max_by(order),
            ) else {
                break;
            };
            let gain = slopes[loser] - slopes[winner];
            if gain < 1e-9 {
                break;
            }
            let curve = cost(winner, winner) + cost(loser, loser) - 2.0 * cost(winner, loser);
            let step = (gain / curve).min(weights[loser]);
            weights[winner] += step;
            weights[loser] -= step;
        }
        weights
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trial(lead: usize, contacts: &[f64], expected: &[&[f64]]) -> Trial {
        Trial {
            day: 0,
            lead,
            contacts: contacts.to_vec(),
            expected: expected.iter().map(|rates| rates.to_vec()).collect(),
            effect: 0.0,
        }
    }

    /// Errors +10 % and -10 % on totals: equal weights cancel them, whatever they are drawn to.
    /// A third expert that is always twice too high is left with what drawing gives it.
    #[test]
    fn errors_that_cancel_share_the_weight() {
        let trials: Vec<Trial> = (0..30)
            .map(|_| {
                trial(
                    7,
                    &[50.0, 50.0],
                    &[&[55.0, 55.0], &[45.0, 45.0], &[100.0, 100.0]],
                )
            })
            .collect();
        let weights = Weights::learn(&trials, 3);
        let [plus, minus, wild] = weights[0].day[..] else {
            panic!("three")
        };
        assert!(minus > plus && plus > wild && wild < 0.15);
        assert!((plus + minus + wild - 1.0).abs() < 1e-12);
        // All shapes are right: nothing to choose between.
        assert!(
            weights[0]
                .shape
                .iter()
                .all(|w| (w - 1.0 / 3.0).abs() < 1e-9)
        );
        assert_eq!(weights[4], weights[0]);
    }

    /// The second group comes in from day 14 to its middle, day 25: day 18 is 4 / 11 on the way.
    #[test]
    fn weights_move_evenly_over_the_lead() {
        let of = |day: f64| Weights {
            day: vec![day, 1.0 - day],
            shape: vec![0.5, 0.5],
        };
        let groups = [0.1, 0.8, 0.3, 0.9, 0.2].map(of);
        let first = |lead| Weights::on(&groups, lead).expect("five groups").day[0];
        assert!((first(18) - (0.1 + 0.7 * 4.0 / 11.0)).abs() < 1e-12);
        assert_eq!([1, 14, 25, 35, 2000].map(first), [0.1, 0.1, 0.8, 0.8, 0.2]);
        // No step is larger than the steepest slope, 0.7 over those 11 days.
        for lead in 1..600 {
            assert!((first(lead + 1) - first(lead)).abs() <= 0.7 / 11.0 + 1e-12);
        }
    }

    #[test]
    fn combined_totals_are_the_weighted_totals() {
        let weights = Weights {
            day: vec![0.25, 0.75],
            shape: vec![0.5, 0.5],
        };
        let expected = [vec![10.0, 30.0, 9.0], vec![40.0, 40.0, f64::NAN]];
        let combined = weights.combine(&expected, &[true, true, false]);
        // Totals 40 and 80: 70; shapes (1/4, 3/4) and (1/2, 1/2): (3/8, 5/8).
        assert!((combined[0] - 26.25).abs() < 1e-12 && (combined[1] - 43.75).abs() < 1e-12);
        // Only the first knows the third interval: 9/40 of the total.
        assert!((combined[2] - 70.0 * 9.0 / 40.0).abs() < 1e-12);
    }
}
