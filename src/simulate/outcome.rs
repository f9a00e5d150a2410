//! Sums over replications, and what they say with how much certainty.

use super::engine::Fate;
use super::{Case, Estimate, Options, Outcome, Traffic};
use crate::calendar::{Grid, Series};
use crate::units::Seconds;
use statrs::distribution::{ContinuousCDF, StudentsT};

/// One replication of one case.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Totals {
    offered: f64,
    wait: f64,
    long: f64,
    within: f64,
    abandoned: f64,
    overflowed: f64,
    service: f64,
    pub(super) available: f64,
    pub(super) overtime: f64,
}

impl Totals {
    /// Counts one contact.
    pub(super) fn count(&mut self, fate: Fate, service: f64, options: &Options) {
        self.offered += 1.0;
        self.wait += fate.wait();
        self.long += f64::from(u8::from(fate.wait() > options.long_wait.0));
        match fate {
            Fate::Answered(wait) => {
                self.within += f64::from(u8::from(wait <= options.answer_within.0));
                self.service += service;
            }
            Fate::Abandoned(_) => self.abandoned += 1.0,
            Fate::Outside(_) => self.overflowed += 1.0,
        }
    }
}

/// Some replications of all cases.
#[derive(Debug)]
pub(super) struct Tally {
    cases: Vec<CaseTally>,
}

#[derive(Clone, Debug)]
struct CaseTally {
    totals: Vec<Totals>,
    /// Sum of waits and number of contacts by interval of arrival.
    waits: Vec<f64>,
    counts: Vec<f64>,
}

impl Tally {
    pub(super) fn new(cases: usize, intervals: usize) -> Self {
        let case = CaseTally {
            totals: Vec::new(),
            waits: vec![0.0; intervals],
            counts: vec![0.0; intervals],
        };
        Self {
            cases: vec![case; cases],
        }
    }

    /// Sums of waits and numbers of contacts of a case, by interval of arrival.
    pub(super) fn intervals(&mut self, case: usize) -> (&mut [f64], &mut [f64]) {
        let case = &mut self.cases[case];
        (&mut case.waits, &mut case.counts)
    }

    pub(super) fn push(&mut self, case: usize, totals: Totals) {
        self.cases[case].totals.push(totals);
    }

    fn append(mut self, later: Self) -> Self {
        for (case, more) in self.cases.iter_mut().zip(later.cases) {
            case.totals.extend(more.totals);
            add(&mut case.waits, &more.waits);
            add(&mut case.counts, &more.counts);
        }
        self
    }
}

fn add(sums: &mut [f64], more: &[f64]) {
    for (sum, more) in sums.iter_mut().zip(more) {
        *sum += more;
    }
}

/// The cases of a run, imitated on the same contacts.
#[derive(Clone, Debug)]
pub struct Run {
    /// What came out, a case each, in the order given.
    pub outcomes: Vec<Outcome>,
    totals: Vec<Vec<Totals>>,
}

impl Run {
    /// Replications come in order of chunks, so that sums are made in one order.
    pub(super) fn new(traffic: &Traffic, cases: &[Case], tallies: Vec<Tally>) -> Self {
        let grid = traffic.contacts.grid;
        let none = Tally::new(cases.len(), grid.len);
        let all = tallies.into_iter().fold(none, Tally::append);
        let outcomes = cases.iter().zip(&all.cases);
        Self {
            outcomes: outcomes
                .map(|(case, tally)| outcome(&case.name, grid, tally))
                .collect(),
            totals: all.cases.into_iter().map(|case| case.totals).collect(),
        }
    }

    /// Average wait of one case over that of another, by their places in the run; `None` when
    /// there is no such case.
    ///
    /// Both saw the same contacts, so chance that moves both leaves the ratio alone: its interval
    /// is much narrower than the intervals of the two waits suggest.
    ///
    /// # Formula
    /// `R = (sum w / sum n) / (sum v / sum m)` over replications with total waits `w, v` and
    /// contacts `n, m`; its variance by linearising `R` in the four sums (delta method) with the
    /// replications as independent pairs, Student's t for the interval.
    pub fn wait_ratio(&self, case: usize, base: usize) -> Option<Estimate> {
        let (case, base) = (self.totals.get(case)?, self.totals.get(base)?);
        let (wait, base_wait) = (Sums::of(case, waits), Sums::of(base, waits));
        let ratio = wait.ratio() / base_wait.ratio();
        let pairs = case.iter().zip(base);
        let errors = pairs
            .map(|(one, other)| ratio * (wait.error(waits(one)) - base_wait.error(waits(other))));
        Some(estimate(ratio, errors.collect()))
    }
}

/// Total wait and number of contacts.
fn waits(totals: &Totals) -> (f64, f64) {
    (totals.wait, totals.offered)
}

fn outcome(name: &str, grid: Grid, tally: &CaseTally) -> Outcome {
    let share = |part: fn(&Totals) -> f64| {
        let pair = |totals: &Totals| (part(totals), totals.offered);
        share_of(&tally.totals, pair)
    };
    let mean = |part: fn(&Totals) -> f64| share_of(&tally.totals, |totals| (part(totals), 1.0));
    Outcome {
        name: name.to_owned(),
        offered: mean(|totals| totals.offered),
        wait: share(|totals| totals.wait),
        long_waits: share(|totals| totals.long),
        service_level: share(|totals| totals.within),
        abandoned: share(|totals| totals.abandoned),
        overflowed: mean(|totals| totals.overflowed),
        occupancy: share_of(&tally.totals, |t| (t.service - t.overtime, t.available)),
        overtime: mean(|totals| totals.overtime),
        wait_by_interval: Series::from_fn(grid, |interval| {
            let count = tally.counts[interval];
            (count > 0.0).then(|| Seconds(tally.waits[interval] / count))
        }),
    }
}

/// Ratio of two sums over replications, with its interval.
fn share_of(totals: &[Totals], pair: impl Fn(&Totals) -> (f64, f64)) -> Estimate {
    Estimate::of_ratio(totals.iter().map(pair))
}

impl Estimate {
    /// The ratio of two sums over independent pairs, with its 95 % confidence interval.
    ///
    /// Two pairs at least, or the interval has no ends; nothing over nothing is 0.
    ///
    /// # Formula
    /// `R = sum a / sum b`; its variance by linearising `R` in both sums (delta method) over the
    /// `n` pairs, Student's t with `n - 1` degrees of freedom for the interval.
    ///
    /// ```
    /// use bezet::simulate::Estimate;
    /// let mean = Estimate::of_ratio([(1.0, 1.0), (3.0, 1.0)]);
    /// assert_eq!(mean.mean, 2.0);
    /// // s = sqrt(2), t(0.975, 1) = 12.7062: half width 12.7062 sqrt(2 / 2).
    /// assert!((mean.high - 14.7062).abs() < 1e-4);
    /// ```
    pub fn of_ratio(pairs: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let pairs: Vec<(f64, f64)> = pairs.into_iter().collect();
        let sums = Sums::of(&pairs, |pair| *pair);
        let errors = pairs.iter().map(|pair| ratio_error(&sums, *pair));
        estimate(sums.ratio(), errors.collect())
    }
}

/// The part of one replication in the error of a ratio, also where the ratio is 0.
fn ratio_error(sums: &Sums, (above, below): (f64, f64)) -> f64 {
    match sums.below {
        0.0 => 0.0,
        _ => (above - sums.ratio() * below) / sums.below,
    }
}

/// Sums over replications of a quantity above and below a fraction line.
struct Sums {
    above: f64,
    below: f64,
}

impl Sums {
    fn of<T>(totals: &[T], pair: impl Fn(&T) -> (f64, f64)) -> Self {
        let zero = Self {
            above: 0.0,
            below: 0.0,
        };
        totals
            .iter()
            .map(pair)
            .fold(zero, |sums, (above, below)| Self {
                above: sums.above + above,
                below: sums.below + below,
            })
    }

    /// Above over below; nothing over nothing is nothing.
    fn ratio(&self) -> f64 {
        match self.below {
            0.0 => 0.0,
            _ => self.above / self.below,
        }
    }

    /// The part of one replication in the relative error of the ratio.
    fn error(&self, (above, below): (f64, f64)) -> f64 {
        above / self.above - below / self.below
    }
}

/// The 95 % interval of a value from what each of the `n` replications adds to its error.
fn estimate(value: f64, errors: Vec<f64>) -> Estimate {
    let squares = errors.iter().map(|error| error * error).sum();
    interval(value, squares, errors.len(), quantile(errors.len()))
}

/// The 95 % interval of a value from the sum of squares `sum e^2` of what each of the `n`
/// replications adds to its error.
///
/// # Formula
/// `value -+ t sqrt(n / (n - 1) sum e^2)`: for a mean `e = (x - mean) / n`, so that this is the
/// usual interval. One replication says nothing of its own certainty: the interval has no ends.
pub(super) fn interval(value: f64, squares: f64, n: usize, quantile: f64) -> Estimate {
    let n = n as f64;
    let half = match quantile.is_finite() {
        true => quantile * (n / (n - 1.0) * squares).sqrt(),
        false => f64::INFINITY,
    };
    Estimate {
        mean: value,
        low: value - half,
        high: value + half,
    }
}

/// Student's t that 2.5 % exceed, of `n` replications; infinite when they are too few.
pub(super) fn quantile(n: usize) -> f64 {
    let freedom = n as f64 - 1.0;
    let law = StudentsT::new(0.0, 1.0, freedom);
    law.map_or(f64::INFINITY, |law| law.inverse_cdf(0.975))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replication(offered: f64, wait: f64) -> Totals {
        Totals {
            offered,
            wait,
            ..Totals::default()
        }
    }

    #[test]
    fn a_mean_has_the_usual_interval() {
        let totals: Vec<Totals> = [1.0, 2.0, 4.0].map(|wait| replication(1.0, wait)).into();
        let estimate = share_of(&totals, |one| (one.wait, 1.0));
        // s = sqrt(7/3), t(0.975, 2) = 4.302653: half width 4.302653 sqrt(7/9).
        assert!((estimate.mean - 7.0 / 3.0).abs() < 1e-12);
        let half = 4.302_653 * (7.0_f64 / 9.0).sqrt();
        assert!((estimate.high - estimate.mean - half).abs() < 1e-5);
    }

    #[test]
    fn waits_are_weighted_by_contacts() {
        let totals = [replication(1.0, 10.0), replication(3.0, 10.0)];
        assert_eq!(share_of(&totals, waits).mean, 5.0);
    }

    #[test]
    fn a_constant_factor_is_known_for_certain() {
        let base = vec![replication(10.0, 50.0), replication(20.0, 300.0)];
        let half: Vec<Totals> = base
            .iter()
            .map(|t| replication(t.offered, t.wait / 2.0))
            .collect();
        let run = Run {
            outcomes: Vec::new(),
            totals: vec![base, half],
        };
        let ratio = run.wait_ratio(1, 0).unwrap();
        assert_eq!(ratio.mean, 0.5);
        assert!(ratio.high - ratio.low < 1e-12);
        assert_eq!(run.wait_ratio(2, 0), None);
    }

    #[test]
    fn one_replication_has_no_interval() {
        let alone = share_of(&[replication(2.0, 10.0)], waits);
        assert_eq!((alone.mean, alone.high), (5.0, f64::INFINITY));
    }
}
