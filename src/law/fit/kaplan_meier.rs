//! The law as the record has it: Kaplan and Meier's estimate.

use super::{Group, Observed, grouped};
use crate::law::Law;
use serde::Serialize;

/// A moment at which durations ended.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Step {
    /// Duration in seconds.
    pub at: f64,
    /// Observations that lasted at least so long.
    pub at_risk: u64,
    /// Of them, those that ended here.
    pub events: u64,
    /// Share that lasts longer.
    pub survival: f64,
    /// Standard error of that share (Greenwood).
    pub error: f64,
}

/// Durations that stand for a whole law.
const QUANTILES: u32 = 1000;

/// The share of durations that lasts longer than any time, without a law behind it.
///
/// # Formula
/// S(t) = Π (1 - d / n) over the moments up to t at which d of the n still there ended; standard
/// error S(t) √(Σ d / (n (n - d))) (Greenwood). Beyond the longest observation it stays where it is:
/// nothing is known there.
///
/// # References
/// E. L. Kaplan and P. Meier, Nonparametric estimation from incomplete observations (1958);
/// M. Greenwood, The natural duration of cancer (1926).
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Survival {
    /// In order of time. A first step at 0 is the atom: those who end at once.
    pub steps: Vec<Step>,
}

impl Survival {
    /// Estimates the share that lasts, of durations that may be cut short.
    ///
    /// ```
    /// use bezet::law::fit::{Observed, Survival};
    /// // one hangs up at 10 s, one is answered at 20 s, one hangs up at 30 s
    /// let calls = [(10.0, true), (20.0, false), (30.0, true), (40.0, false)];
    /// let lasts = Survival::of(&calls.map(|(duration, ended)| Observed { duration, ended }));
    /// assert_eq!((lasts.at(5.0), lasts.at(10.0), lasts.at(30.0)), (1.0, 0.75, 0.375));
    /// ```
    pub fn of(observed: &[Observed]) -> Self {
        let groups = grouped(observed);
        let mut at_risk: u64 = groups.iter().map(|group| group.all).sum();
        let (mut survival, mut variance) = (1.0, 0.0);
        let mut steps = Vec::new();
        for group in groups {
            if group.events > 0 {
                let Group {
                    duration, events, ..
                } = group;
                let (risk, ended) = (at_risk as f64, events as f64);
                survival *= 1.0 - ended / risk;
                variance += match at_risk - events {
                    // All have ended: the share is 0, and so is its error.
                    0 => 0.0,
                    left => ended / (risk * left as f64),
                };
                steps.push(Step {
                    at: duration,
                    at_risk,
                    events,
                    survival,
                    error: survival * f64::sqrt(variance),
                });
            }
            at_risk -= group.all;
        }
        Self { steps }
    }

    /// The last step up to a time; `None` before the first.
    pub fn step_at(&self, time: f64) -> Option<&Step> {
        let after = self.steps.partition_point(|step| step.at <= time);
        after.checked_sub(1).and_then(|last| self.steps.get(last))
    }

    /// The share that lasts longer than a time.
    pub fn at(&self, time: f64) -> f64 {
        self.step_at(time).map_or(1.0, |step| step.survival)
    }

    /// The share that ends at once: callers who hang up before they wait.
    pub fn atom(&self) -> f64 {
        1.0 - self.at(0.0)
    }

    /// The first time that no more than so large a share outlasts; `None` where the record does
    /// not reach that far. A share of 0.5 gives the median.
    pub fn quantile(&self, share: f64) -> Option<f64> {
        let reached = self.steps.iter().find(|step| step.survival <= share);
        reached.map(|step| step.at)
    }

    /// The law to draw from: a thousand equally likely durations.
    ///
    /// Beyond the longest duration at which any ended the record knows nothing; there the law goes on
    /// with a constant `rate` of ending. Without any step it is exponential.
    ///
    /// ```
    /// use bezet::law::fit::{Observed, Survival};
    /// // half of them end at 10 s; the others last longer, who knows how long
    /// let record = [(10.0, true), (10.0, false)];
    /// let lasts = Survival::of(&record.map(|(duration, ended)| Observed { duration, ended }));
    /// // 10 s, and for half of them 100 s on average beyond
    /// assert!((lasts.law(0.01).mean() - 60.0).abs() < 0.1);
    /// ```
    pub fn law(&self, rate: f64) -> Law {
        let Some(last) = self.steps.last() else {
            return Law::Exponential { mean: rate.recip() };
        };
        let durations = (0..QUANTILES).map(|index| {
            let share = 1.0 - (f64::from(index) + 0.5) / f64::from(QUANTILES);
            let beyond = || last.at + (last.survival / share).ln().max(0.0) / rate;
            self.quantile(share).unwrap_or_else(beyond)
        });
        Law::Recorded(durations.collect())
    }

    /// The mean of the duration or of `limit`, whichever is less: the area under the curve.
    pub fn mean_within(&self, limit: f64) -> f64 {
        let (mut area, mut from, mut share) = (0.0, 0.0, 1.0);
        for step in self.steps.iter().take_while(|step| step.at < limit) {
            area += share * (step.at - from);
            (from, share) = (step.at, step.survival);
        }
        area + share * (limit - from).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(pairs: &[(f64, bool)]) -> Survival {
        let observed = pairs
            .iter()
            .map(|&(duration, ended)| Observed { duration, ended });
        Survival::of(&observed.collect::<Vec<_>>())
    }

    #[test]
    fn without_censoring_it_is_the_empirical_law() {
        let lasts = seen(&[(1.0, true), (2.0, true), (2.0, true), (5.0, true)]);
        assert_eq!(
            [0.5, 1.0, 2.0, 5.0].map(|t| lasts.at(t)),
            [1.0, 0.75, 0.25, 0.0]
        );
        // binomial: sqrt(p (1 - p) / n)
        let error = lasts.step_at(2.0).map(|step| step.error);
        assert!((error.unwrap() - (0.25_f64 * 0.75 / 4.0).sqrt()).abs() < 1e-15);
        assert_eq!(lasts.mean_within(100.0), 2.5);
        assert_eq!(lasts.quantile(0.5), Some(2.0));
    }

    #[test]
    fn nothing_and_nothing_but_answers_have_no_steps() {
        assert_eq!(seen(&[]), Survival::default());
        let answered = seen(&[(3.0, false), (9.0, false)]);
        assert_eq!((answered.at(1e9), answered.quantile(0.9)), (1.0, None));
        assert_eq!((answered.atom(), answered.mean_within(7.0)), (0.0, 7.0));
    }

    #[test]
    fn those_who_hang_up_at_once_are_the_atom() {
        let lasts = seen(&[(0.0, true), (0.0, false), (4.0, true), (4.0, false)]);
        assert_eq!((lasts.atom(), lasts.at(4.0)), (0.25, 0.375));
    }
}
