//! How long the wait is that a share of the answered callers does not pass.

use super::day::Day;
use super::intervals::{Part, parts};
use super::levels::served_within;

/// The wait that a share of those answered does not pass, for the day and by interval of arrival.
///
/// `None` where nobody is answered. The wait is that until an agent first answers.
///
/// # Example
/// ```
/// use bezet::queueing::{Day, Interval, Leaving, Rates, erlang_c, wait_quantile};
/// // in the middle of a long day all is as in balance, where P(W > t) = C e^{-(c μ - λ) t}
/// let rates = Rates::new(7.0, 1.0, 0.0).expect("rates");
/// let day = Day::new(vec![Interval::new(200.0, rates, 8); 3], Leaving::Exhaustive)?;
/// let (_, by_interval) = wait_quantile(&day, 0.9);
/// let wanted = (erlang_c(8.0, &rates).p_wait / 0.1_f64).ln();
/// assert!((by_interval[1].expect("answered") - wanted).abs() < 1e-6);
/// # Ok::<(), bezet::error::Error>(())
/// ```
pub fn wait_quantile(day: &Day, share: f64) -> (Option<f64>, Vec<Option<f64>>) {
    let (_, parts) = parts(day);
    let within = |index: usize, wait: f64| served_within(day, &parts, index, wait);
    let one = |index: usize| quantile(share, longest(day, &parts), |wait| within(index, wait));
    let came: Vec<f64> = day
        .intervals
        .iter()
        .map(|interval| interval.rates.arrival * interval.length)
        .collect();
    let all = |wait: f64| {
        let each = came.iter().enumerate().filter(|(_, came)| **came > 0.0);
        each.map(|(index, came)| came * within(index, wait)).sum()
    };
    let by_interval = (0..parts.len()).map(one).collect();
    (quantile(share, longest(day, &parts), all), by_interval)
}

/// A wait that nobody who is answered passes, or next to nobody: the rest of the day and what the
/// queue takes after it.
fn longest(day: &Day, parts: &[Part]) -> f64 {
    let hours: f64 = day.intervals.iter().map(|interval| interval.length).sum();
    let after = parts.last().map_or(0.0, |last| {
        let chain = &last.chain;
        let served = chain.advance(0).max(chain.abandonment).max(1.0 / hours);
        (chain.top as f64 + 40.0) / served
    });
    hours + after
}

/// The least wait within which this share of all answered is: `within` rises with the wait.
fn quantile(share: f64, longest: f64, within: impl Fn(f64) -> f64) -> Option<f64> {
    let wanted = share.clamp(0.0, 1.0) * within(longest);
    if wanted.is_nan() || wanted <= 0.0 {
        return None;
    }
    if within(0.0) >= wanted {
        return Some(0.0);
    }
    let (mut low, mut high) = (0.0, longest * 1e-3);
    while within(high) < wanted && high < longest {
        low = high;
        high = (2.0 * high).min(longest);
    }
    Some(cross(low, high, |wait| within(wait) - wanted))
}

/// Where a rising function crosses 0, by the secant where it helps and by halves where not
/// (the Illinois rule: an end that stays counts half).
fn cross(mut low: f64, mut high: f64, value: impl Fn(f64) -> f64) -> f64 {
    let (mut below, mut above) = (value(low), value(high));
    let mut side = 0;
    for _ in 0..60 {
        let next = (low * above - high * below) / (above - below);
        if !(next > low && next < high) || high - low < 1e-9 * high {
            break;
        }
        let here = value(next);
        if here.abs() < 1e-13 {
            return next;
        }
        if here > 0.0 {
            (high, above) = (next, here);
            below *= if side > 0 { 0.5 } else { 1.0 };
            side = 1;
        } else {
            (low, below) = (next, here);
            above *= if side < 0 { 0.5 } else { 1.0 };
            side = -1;
        }
    }
    0.5 * (low + high)
}
