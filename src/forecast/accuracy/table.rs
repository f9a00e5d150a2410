//! Scores of all origins as the figures of a table.

use super::score::{LEVELS, Score, Sums};
use crate::units::Share;
use serde::Serialize;

/// A share per interval, per day and per stretch of seven days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct PerSpan {
    /// Of intervals.
    pub interval: Share,
    /// Of days.
    pub day: Share,
    /// Of weeks.
    pub week: Share,
}

/// How often a band held what came.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Coverage {
    /// Share that the band was meant to hold.
    pub level: Share,
    /// Share that it held, edges included.
    pub share: Share,
    /// Standard error of that share, clustered by origin; `None` of a single origin.
    pub standard_error: Option<f64>,
}

/// How the chances given to less than what came are spread: evenly, if the laws are right.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Transform {
    /// Share in each tenth.
    pub shares: [f64; 10],
    /// The largest distance of a share from a tenth.
    pub largest: f64,
    /// That distance in standard errors clustered by origin; `None` of a single origin.
    pub largest_in_errors: Option<f64>,
}

/// How sure the laws of intervals, or of days, rightly were.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Calibration {
    /// Coverage of the bands, by [`LEVELS`](super::LEVELS).
    pub coverage: Vec<Coverage>,
    /// The randomised probability integral transform.
    pub transform: Transform,
}

/// The figures of one method over all origins.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MethodScore {
    /// The method.
    pub method: &'static str,
    /// Summed absolute errors over summed contacts (WAPE).
    pub error: PerSpan,
    /// Mean absolute error per interval over that of last week's value before the first origin.
    pub scaled_error: Option<f64>,
    /// Twice the mean pinball loss of the quantiles 0.1, 0.5 and 0.9, over the contacts.
    pub pinball: Share,
    /// Summed errors over the contacts; positive is forecast too high.
    pub bias: Share,
    /// Intervals.
    pub intervals: Calibration,
    /// Days.
    pub days: Calibration,
    /// Mean seconds to fit and predict once, where timed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds: Option<f64>,
    /// Each origin by itself.
    pub origins: Vec<Score>,
}

impl MethodScore {
    /// The figures of a method from its score at each origin; `scale` as of
    /// [`naive_scale`](super::naive_scale).
    ///
    /// ```
    /// use bezet::forecast::{MethodScore, Score};
    /// let mut score = Score { came: 50.0, error: -1.0, ..Score::default() };
    /// (score.intervals.count, score.intervals.absolute) = (4, 8.0);
    /// let table = MethodScore::of("mine", vec![score], Some(4.0));
    /// assert_eq!((table.error.interval.0, table.bias.0), (0.16, -0.02));
    /// assert_eq!(table.scaled_error, Some(0.5));
    /// ```
    pub fn of(method: &'static str, origins: Vec<Score>, scale: Option<f64>) -> Self {
        let sum = |of: fn(&Score) -> f64| origins.iter().map(of).sum::<f64>();
        let came = sum(|score| score.came);
        let share = |sum: f64| Share(if came > 0.0 { sum / came } else { 0.0 });
        let absolute = sum(|score| score.intervals.absolute);
        let count = sum(|score| score.intervals.count as f64);
        Self {
            method,
            error: PerSpan {
                interval: share(absolute),
                day: share(sum(|score| score.days.absolute)),
                week: share(sum(|score| score.weeks.1)),
            },
            scaled_error: scale
                .filter(|_| count > 0.0)
                .map(|scale| absolute / count / scale),
            pinball: share(sum(|score| score.pinball)),
            bias: share(sum(|score| score.error)),
            intervals: Calibration::of(&origins, |score| &score.intervals),
            days: Calibration::of(&origins, |score| &score.days),
            seconds: None,
            origins,
        }
    }
}

impl Calibration {
    fn of(origins: &[Score], part: fn(&Score) -> &Sums) -> Self {
        let coverage = LEVELS.into_iter().enumerate().map(|(nth, level)| {
            let within = |sums: &Sums| sums.within.get(nth).copied().unwrap_or(0);
            let (share, standard_error) = clustered(origins, part, within);
            Coverage {
                level: Share(level),
                share: Share(share),
                standard_error,
            }
        });
        Self {
            coverage: coverage.collect(),
            transform: Transform::of(origins, part),
        }
    }
}

impl Transform {
    fn of(origins: &[Score], part: fn(&Score) -> &Sums) -> Self {
        let bins: [(f64, Option<f64>); 10] = std::array::from_fn(|bin| {
            clustered(origins, part, |sums| {
                sums.transform.get(bin).copied().unwrap_or(0)
            })
        });
        let far = |share: f64| (share - 0.1).abs();
        let errors = bins.iter().filter_map(|(share, error)| {
            let error = error.filter(|error| *error > 0.0)?;
            Some(far(*share) / error)
        });
        Self {
            shares: bins.map(|(share, _)| share),
            largest: bins
                .iter()
                .map(|(share, _)| far(*share))
                .fold(0.0, f64::max),
            largest_in_errors: errors.reduce(f64::max),
        }
    }
}

/// A share over all origins, and its standard error as a ratio of sums over independent origins.
///
/// # Formula
/// `p = sum k / sum n`, variance `G / (G - 1) sum (k - p n)^2 / (sum n)^2` over `G` origins.
///
/// # References
/// W. G. Cochran, *Sampling Techniques* (1977), section 2.11.
fn clustered(
    origins: &[Score],
    part: fn(&Score) -> &Sums,
    hits: impl Fn(&Sums) -> usize,
) -> (f64, Option<f64>) {
    let counted = origins.iter().map(part).filter(|sums| sums.count > 0);
    let pairs: Vec<(f64, f64)> = counted
        .map(|sums| (hits(sums) as f64, sums.count as f64))
        .collect();
    let (hit, count) = pairs
        .iter()
        .fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
    if count <= 0.0 {
        return (0.0, None);
    }
    let share = hit / count;
    let squares: f64 = pairs.iter().map(|(k, n)| (k - share * n).powi(2)).sum();
    let groups = pairs.len() as f64;
    let error = (groups > 1.0).then(|| (groups / (groups - 1.0) * squares).sqrt() / count);
    (share, error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(within: usize, count: usize) -> Score {
        let mut score = Score::default();
        score.intervals.within = [within, count];
        score.intervals.count = count;
        score
    }

    /// By hand: 7 of 10 and 9 of 10 make 0.8; the deviations are -1 and 1, so the variance is
    /// 2 / 1 x 2 / 400.
    #[test]
    fn standard_errors_are_clustered() {
        let origins = [score(7, 10), score(9, 10)];
        let (share, error) = clustered(&origins, |score| &score.intervals, |sums| sums.within[0]);
        assert!((share - 0.8).abs() < 1e-12);
        assert!((error.unwrap() - 0.1).abs() < 1e-12);
        assert_eq!(
            clustered(
                &origins[..1],
                |score| &score.intervals,
                |sums| sums.within[0]
            )
            .1,
            None
        );
    }
}
