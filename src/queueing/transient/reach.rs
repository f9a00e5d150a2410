//! How many contacts may be present in an interval, at most, by a bound that is proven.

use super::day::Interval;
use super::lanes::{LANES, Lanes};

/// The number that is passed at any moment of the interval by a chance of this at most.
const PASSED: f64 = 1e-13;

/// The least number of contacts that one of two bounds allows, from chances at the start.
///
/// # Formula
/// With u > 0 and z = e^u, both by Doob's inequality for a positive martingale:
///
/// - above c the number is at most a walk of arrivals and answers that never rests,
///   P(N_t > K) ≤ 2 e^{ψΔ} E z^{max(N_0, c)} / z^K, ψ = max(0, λ (z - 1) + c μ (1/z - 1)); that it
///   passes K at any moment is at most 1 + λΔ times as likely (each time it passes, one comes);
/// - who comes stays as long as if served and hanging up both took 1/r, r = min(μ, θ): the number
///   is at most one that starts binomial and grows Poisson (M/M/∞), of mean λ (1 - e^{-rΔ}) / r.
///
/// u is 6.5 standard deviations' worth: any u gives a true bound, this one about the least (7.7 would
/// be for a normal law; this one leans to where more are present).
pub(super) fn reach(interval: &Interval, start: &[f64]) -> usize {
    let bound = walk(interval, start).min(endless(interval, start));
    // What comes at most in any case: for chances that are too far out for the bounds.
    let most = start.len() as f64 + far(interval.rates.arrival * interval.length);
    bound.min(most).ceil() as usize
}

/// A Poisson number of this mean is below this, but for a chance of 1e-14.
fn far(mean: f64) -> f64 {
    mean + 8.0 * mean.sqrt() + 30.0
}

/// Mean and variance of the number, those below `least` counted as so many.
fn moments(start: &[f64], least: usize) -> (f64, f64) {
    let above = &start[least.min(start.len())..];
    // By what is above `least`, four at a time: a sum waits for each number that is added to it.
    let (mut mean, mut square) = (Lanes::ZERO, Lanes::ZERO);
    let mut more = Lanes::each(|lane| lane as f64);
    let (fours, rest) = above.as_chunks::<LANES>();
    for chances in fours {
        let times = more * Lanes(*chances);
        mean = mean + times;
        square = square + more * times;
        more = more + Lanes::all(LANES as f64);
    }
    for (lane, chance) in rest.iter().enumerate() {
        mean[lane] += more[lane] * chance;
        square[lane] += more[lane] * more[lane] * chance;
    }
    let (mean, square) = (mean.iter().sum::<f64>(), square.iter().sum::<f64>());
    (least as f64 + mean, (square - mean * mean).max(0.0))
}

/// ln E z^{max(N, least) - least}.
fn ln_moment(start: &[f64], least: usize, z: f64) -> f64 {
    let (below, above) = start.split_at(least.min(start.len()));
    let (fours, rest) = above.as_chunks::<LANES>();
    let fourth = Lanes::all((z * z) * (z * z));
    let mut sums = Lanes::each(|lane| rest.get(lane).copied().unwrap_or(0.0));
    for chances in fours.iter().rev() {
        sums = sums * fourth + Lanes(*chances);
    }
    let above = sums.iter().rev().fold(0.0, |sum, part| sum * z + part);
    (below.iter().sum::<f64>() + above).ln()
}

/// The u that serves a spread.
fn tilt(variance: f64) -> f64 {
    6.5 / (variance + 4.0).sqrt()
}

fn walk(interval: &Interval, start: &[f64]) -> f64 {
    let agents = interval.agents as usize;
    let come = interval.rates.arrival * interval.length;
    let gone = f64::from(interval.agents) * interval.rates.service * interval.length;
    let u = tilt(moments(start, agents).1 + come + gone);
    let z = u.exp();
    let growth = (come * (z - 1.0) + gone * (z.recip() - 1.0)).max(0.0);
    let passed = ln_moment(start, agents, z) + growth + (2.0 * (1.0 + come) / PASSED).ln();
    agents as f64 + passed / u
}

fn endless(interval: &Interval, start: &[f64]) -> f64 {
    let (rates, length) = (&interval.rates, interval.length);
    let slowest = match interval.agents {
        0 => rates.abandonment,
        _ => rates.abandonment.min(rates.service),
    };
    let stay = (-slowest * length).exp();
    let there = match slowest * length {
        leave if leave > 1e-9 => rates.arrival / slowest * -(-leave).exp_m1(),
        _ => rates.arrival * length,
    };
    let (mean, variance) = moments(start, 0);
    let u = tilt(variance + there);
    let x = u.exp_m1();
    let (least, z) = (mean.floor(), (stay * x).ln_1p());
    if z < 1e-9 {
        // So long an interval forgets its start, and this bound with it.
        return f64::INFINITY;
    }
    let ends = least * z + ln_moment(start, least as usize, z.exp()) + there * x;
    let passed = ends - PASSED.ln();
    // The martingale is least at one end of the interval.
    (passed / u).max((passed - there * x) / z)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queueing::Rates;

    fn interval(arrival: f64, abandonment: f64, agents: u32) -> Interval {
        Interval::new(1.0, Rates::new(arrival, 1.0, abandonment).unwrap(), agents)
    }

    #[test]
    fn a_bound_is_above_what_comes_and_not_far_above() {
        // Nobody leaves: a Poisson number of mean 20, passed at 60 by 5e-13 and at 63 by 1e-14.
        let found = reach(&interval(20.0, 0.0, 0), &[1.0]);
        assert!((63..=75).contains(&found), "{found}");
        // 9 erlangs on 12 agents, in balance: 8.9e-12 of the time more than 100 are there without
        // end to patience, and of an interval from empty far less.
        let found = reach(&interval(9.0, 0.5, 12), &[1.0]);
        assert!((25..=50).contains(&found), "{found}");
        // One who is surely there counts.
        let mut there = vec![0.0; 501];
        there[500] = 1.0;
        let found = reach(&interval(1.0, 0.0, 1), &there);
        assert!((500..=550).contains(&found), "{found}");
    }

    #[test]
    fn extremes_have_a_bound_too() {
        for (arrival, abandonment, agents) in [
            (0.0, 0.0, 0),
            (1e-300, 1e-300, 1),
            (1e4, 0.0, 0),
            (0.0, 60.0, 90_000),
        ] {
            for start in [vec![1.0], vec![0.0, 1.0], vec![0.5; 2]] {
                let found = reach(&interval(arrival, abandonment, agents), &start);
                assert!(found < 40_000 || agents > 0 && found < 91_000, "{found}");
            }
        }
    }
}
