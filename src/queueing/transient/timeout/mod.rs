//! The true time-out: a contact that has waited so long goes elsewhere.
//!
//! Each caller then has a clock, so the number present says too little. But it is enough to know
//! when the next caller who stays would be answered: callers who hang up or leave move it nowhere,
//! and one who will be answered moves it to the next moment at which an agent comes free. Those
//! moments are a Poisson stream while all agents are busy, and the moments at which agents come.

mod idle;
mod lattice;
mod offered;
mod sums;
mod tally;
mod walk;

use super::day::{Day, Interval, Leaving};
use sums::Sums;
use walk::Walk;

/// What the callers of an interval, or of the day, meet when they leave after a time-out.
///
/// Shares and waits are of all offered contacts; the wait ends at the time-out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimeoutWait {
    /// Mean wait.
    pub e_wait: f64,
    /// Mean wait of answered contacts.
    pub e_wait_served: f64,
    /// Share that has to wait.
    pub p_wait: f64,
    /// Share that hangs up before the time-out.
    pub p_abandon: f64,
    /// Share that waits until the time-out, and goes elsewhere.
    pub p_transfer: f64,
    /// Share that is answered.
    pub p_served: f64,
    /// Share that is answered within each threshold.
    pub served_within: Vec<f64>,
}

/// The wait of a day and of each interval's callers when a contact that has waited `timeout` goes
/// elsewhere; `None` as in [`timeout_waits_by_interval`].
///
/// # Example
/// ```
/// use bezet::queueing::{Day, Interval, Leaving, Rates, timeout_waits};
/// // with no agents all wait until the time-out, and e^{-1} of them stay so long
/// let rates = Rates::new(0.1, 1.0, 0.01).expect("rates");
/// let hour = Interval::new(3600.0, rates, 0);
/// let day = Day::new(vec![hour], Leaving::Exhaustive)?;
/// let (whole, _) = timeout_waits(&day, 100.0, &[]).expect("no backlog");
/// assert!((whole.p_transfer - (-1.0_f64).exp()).abs() < 1e-12);
/// # Ok::<(), bezet::error::Error>(())
/// ```
pub fn timeout_waits(
    day: &Day,
    timeout: f64,
    thresholds: &[f64],
) -> Option<(TimeoutWait, Vec<TimeoutWait>)> {
    timeout_waits_by_interval(day, &vec![Some(timeout); day.intervals.len()], thresholds)
}

/// The same when only contacts that arrive in some intervals have a time-out, the same in all.
///
/// `None` where a time-out is not above 0 or not that of the others, or intervals are missing;
/// where contacts are handed back, places to wait are limited or the day starts with a backlog;
/// where the day ends without agents for those who have no time-out; and where the day has too
/// many moments to be followed: some million.
///
/// # Formula
/// Let U be the moment at which the next caller who stays would be answered, F(t, u) = P(U <= u)
/// at time t, r(u) the rate at which agents come free. Then with f = ∂F/∂u and g = -∂F/∂t, for u
/// above t: ∂f/∂t = -∂g/∂u = r(u) g - λ(t) e^{-θ (u - t)} f, the last only up to u = t + τ.
/// Steps of t and u by the trapezoidal rule; four lattices, each twice as fine as the last, give
/// the limit, to some 1e-6; service levels, whose thresholds cut through steps, to some 1e-5.
///
/// # Example
/// ```
/// use bezet::queueing::{Day, Interval, Leaving, Rates, timeout_waits_by_interval};
/// let rates = Rates::new(0.1, 0.01, 0.002).expect("rates");
/// let hour = Interval::new(3600.0, rates, 9);
/// let day = Day::new(vec![hour; 2], Leaving::Exhaustive)?;
/// let (_, waits) = timeout_waits_by_interval(&day, &[Some(60.0), None], &[]).expect("waits");
/// assert!(waits[0].p_transfer > 0.1 && waits[1].p_transfer == 0.0);
/// # Ok::<(), bezet::error::Error>(())
/// ```
///
/// # References
/// F. Baccelli and G. Hebuterne, On queues with impatient customers (1981), for the offered wait;
/// the equations over a day are our own.
pub fn timeout_waits_by_interval(
    day: &Day,
    timeouts: &[Option<f64>],
    thresholds: &[f64],
) -> Option<(TimeoutWait, Vec<TimeoutWait>)> {
    if !can_be_followed(day, timeouts) {
        return None;
    }
    let walk = |fine| Walk::new(day, timeouts, thresholds, fine)?.run();
    let lattices = [1, 2, 4, 8].into_iter().map(walk).collect::<Option<_>>()?;
    Some(waits(day, thresholds.len(), limits(lattices)))
}

fn can_be_followed(day: &Day, timeouts: &[Option<f64>]) -> bool {
    let mut given = timeouts.iter().flatten();
    let first = given.next();
    let one = first.is_none_or(|first| {
        *first > 0.0 && first.is_finite() && given.all(|timeout| timeout == first)
    });
    let limited = |interval: &Interval| interval.overflow.is_some() || interval.relieved > 0;
    let deserted = day.intervals.last().is_none_or(|last| last.agents == 0);
    one && timeouts.len() == day.intervals.len()
        && !(deserted && timeouts.contains(&None))
        && !day.intervals.iter().any(limited)
        && day.backlog == 0
        && day.leaving != Leaving::Preemptive
}

/// The limit of ever finer lattices, each twice as fine as the last: errors are a sum of powers of
/// the step from its square on, of which each round takes one away.
fn limits(mut lattices: Vec<Vec<Sums>>) -> Vec<Sums> {
    let mut power = 2;
    while lattices.len() > 1 {
        let pairs = lattices.windows(2);
        lattices = pairs.map(|pair| limit(&pair[0], &pair[1], power)).collect();
        power += 1;
    }
    lattices.remove(0)
}

fn limit(coarse: &[Sums], fine: &[Sums], power: i32) -> Vec<Sums> {
    let pairs = coarse.iter().cloned().zip(fine.iter().cloned());
    pairs
        .map(|(coarse, fine)| coarse.limit(fine, power))
        .collect()
}

fn waits(day: &Day, thresholds: usize, sums: Vec<Sums>) -> (TimeoutWait, Vec<TimeoutWait>) {
    let waits = sums.iter().map(Sums::wait).collect();
    let mut whole = Sums::new(thresholds);
    for (sums, interval) in sums.into_iter().zip(&day.intervals) {
        whole.add(sums, interval.rates.arrival);
    }
    (whole.wait(), waits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queueing::{Overflow, Rates};

    /// Agents come and go, and nothing fits the time-out.
    fn day(patience: f64) -> Day {
        let part = |length, arrival, agents| {
            Interval::new(
                length,
                Rates::new(arrival, 1.0 / 300.0, 1.0 / patience).unwrap(),
                agents,
            )
        };
        let parts = vec![
            part(900.0, 0.02, 5),
            part(1000.0, 0.03, 8),
            part(700.0, 0.03, 6),
            part(950.0, 0.01, 7),
        ];
        Day::new(parts, Leaving::Exhaustive).unwrap()
    }

    /// Relative errors summed over intervals and quantities, against a limit known better.
    fn errors(found: &[Sums], known: &[Sums]) -> f64 {
        let parts = |sums: &Sums| [sums.wait, sums.served, sums.served_wait, sums.transferred];
        let pairs = found.iter().zip(known);
        let errors = pairs.flat_map(|(found, known)| {
            let known = parts(known).into_iter().zip(parts(found));
            known.map(|(known, found)| (found / known - 1.0).abs())
        });
        errors.sum()
    }

    #[test]
    fn errors_fall_by_a_power_of_the_step_for_each_lattice() {
        let day = day(2000.0);
        for timeout in [250.0, 431.7] {
            let timeouts = vec![Some(timeout); day.intervals.len()];
            let walk = |fine| {
                Walk::new(&day, &timeouts, &[], fine)
                    .unwrap()
                    .run()
                    .unwrap()
            };
            let all = |finest: &[usize]| limits(finest.iter().map(|fine| walk(*fine)).collect());
            let known = all(&[4, 8, 16, 32]);
            let plain = [1, 2, 4].map(|fine| errors(&walk(fine), &known));
            let squares = [1, 2, 4].map(|fine| errors(&all(&[fine, 2 * fine]), &known));
            let cubes = [1, 2].map(|fine| errors(&all(&[fine, 2 * fine, 4 * fine]), &known));
            // The next power of the step bends each ratio a little.
            for errors in plain.windows(2) {
                assert!((3.6..4.4).contains(&(errors[0] / errors[1])), "{plain:?}");
            }
            for errors in squares.windows(2) {
                assert!((7.0..9.0).contains(&(errors[0] / errors[1])), "{squares:?}");
            }
            assert!((13.0..19.0).contains(&(cubes[0] / cubes[1])), "{cubes:?}");
            // Sixteen figures together.
            let last = errors(&all(&[1, 2, 4, 8]), &known);
            assert!(last < 2e-7, "{last}");
        }
    }

    #[test]
    fn what_cannot_be_followed_is_refused() {
        let sound = day(600.0);
        let follow = |day: &Day, timeout| timeout_waits(day, timeout, &[]).is_some();
        assert!(follow(&sound, 60.0));
        for timeout in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e-300, 1e300] {
            assert!(!follow(&sound, timeout), "{timeout}");
        }
        assert!(!follow(&sound.clone().with_backlog(3).unwrap(), 60.0));
        let parts = |change: &dyn Fn(&mut Interval)| {
            let mut parts = sound.intervals.clone();
            parts.iter_mut().for_each(change);
            Day::new(parts, Leaving::Exhaustive).unwrap()
        };
        assert!(!follow(
            &parts(&|part| part.overflow = Some(Overflow::waiting_places(3))),
            60.0
        ));
        let handed_back = Day::new(sound.intervals.clone(), Leaving::Preemptive).unwrap();
        assert!(!follow(&handed_back, 60.0));
        let nobody = parts(&|part| part.agents = 0);
        assert!(follow(&nobody, 60.0));
        let by_interval = |day: &Day, timeouts: &[Option<f64>]| {
            timeout_waits_by_interval(day, timeouts, &[]).is_some()
        };
        assert!(by_interval(&sound, &[None, Some(60.0), None, None]));
        assert!(!by_interval(&nobody, &[None, Some(60.0), None, None]));
        assert!(!by_interval(&sound, &[None, Some(60.0), None, Some(61.0)]));
        assert!(!by_interval(&sound, &[Some(60.0)]));
    }
}
