//! Erlang X: callers who are lost call again.

use super::steady::{Rates, Steady};

/// What callers meet when some of the lost ones call again.
#[derive(Clone, Debug)]
pub struct Redialled {
    /// Calls offered per unit of time, repeated ones included: λ.
    pub arrival: f64,
    /// What each of these calls meets.
    pub steady: Steady,
}

/// The balance in which a share of the lost calls, hung up or refused, is made again (Erlang X).
///
/// `fresh` has the rate of first calls, λ0; `share` is r, from 0 to 1; `queue` says what calls meet
/// at given rates. A repeated call is as patient as a first one, and repeated again with the same
/// chance. `None` when `share` is out of range, or when every caller tries until answered (r = 1)
/// and the agents cannot answer them all. Some ten evaluations of `queue`.
///
/// # Formula
/// λ = λ0 / (1 - r (1 - P_served(λ))); solved as (1 - r) λ + r λ P_served(λ) = λ0, whose left side
/// grows with λ, on λ0 <= λ <= λ0 / (1 - r)
///
/// # Example
/// ```
/// use bezet::queueing::{Rates, loss, redial};
/// // one line without queue: served are λ / (1 + λ). With r = 1 all must be: λ0 = 0.5 needs λ = 1
/// let fresh = Rates::new(0.5, 1.0, 0.0).expect("rates");
/// let found = redial(&fresh, 1.0, |rates| loss(1.0, rates)).expect("a balance");
/// assert!((found.arrival - 1.0).abs() < 1e-14);
/// ```
///
/// # References
/// G. Koole, Call Center Optimization (2013), on redials (Erlang X).
pub fn redial(fresh: &Rates, share: f64, queue: impl Fn(&Rates) -> Steady) -> Option<Redialled> {
    if !(0.0..=1.0).contains(&share) {
        return None;
    }
    // First calls that the rate λ stands for, less those there are: grows with λ.
    let surplus = |arrival: f64| {
        let rates = fresh.with_arrival(arrival)?;
        let served = queue(&rates).p_served;
        Some(((1.0 - share) * arrival + share * arrival * served) / fresh.arrival - 1.0)
    };
    let arrival = if fresh.arrival == 0.0 || share == 0.0 {
        fresh.arrival
    } else {
        let (high, above) = upper(fresh.arrival, share, &surplus)?;
        let low = (fresh.arrival, surplus(fresh.arrival)?);
        root(low, (high, above), &surplus)?
    };
    let steady = queue(&fresh.with_arrival(arrival)?);
    Some(Redialled { arrival, steady })
}

/// Above this many calls per caller there is no balance worth the name.
const MOST_CALLS: f64 = 1e12;

/// A rate at which there are calls enough, and the surplus there.
fn upper(fresh: f64, share: f64, surplus: &impl Fn(f64) -> Option<f64>) -> Option<(f64, f64)> {
    let most = fresh * (1.0 - share).recip().min(MOST_CALLS);
    let mut factor = 2.0;
    loop {
        let rate = (fresh * factor).min(most);
        let found = surplus(rate)?;
        if found >= 0.0 {
            return Some((rate, found));
        }
        if rate >= most {
            // At λ0 / (1 - r) only rounding can leave a deficit.
            return (found > -1e-12 && share < 1.0).then_some((rate, 0.0));
        }
        factor *= factor;
    }
}

/// Where the surplus is 0: false position, in which an end that stays too long counts for half
/// (Illinois), and halves of the range where even that is slow.
fn root(low: (f64, f64), high: (f64, f64), surplus: &impl Fn(f64) -> Option<f64>) -> Option<f64> {
    let ((mut left, mut below), (mut right, mut above)) = (low, high);
    if below >= 0.0 {
        return Some(left);
    }
    let mut last = 0.0;
    for round in 1..200 {
        let mut next = left - below / (above - below) * (right - left);
        if round % 8 == 0 || !(left..=right).contains(&next) {
            next = 0.5 * (left + right);
        }
        let found = surplus(next)?;
        if found.abs() <= f64::EPSILON || right - left <= f64::EPSILON * right {
            return Some(next);
        }
        let again = found * last > 0.0;
        if found > 0.0 {
            (right, above) = (next, found);
            below *= if again { 0.5 } else { 1.0 };
        } else {
            (left, below) = (next, found);
            above *= if again { 0.5 } else { 1.0 };
        }
        last = found;
    }
    Some(0.5 * (left + right))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queueing::erlang_a;

    #[test]
    fn nobody_redials_is_the_plain_queue() {
        let rates = Rates::new(14.0, 1.0, 0.5).unwrap();
        let found = redial(&rates, 0.0, |rates| erlang_a(12.0, rates)).unwrap();
        assert_eq!(found.arrival, 14.0);
        assert_eq!(found.steady.e_wait, erlang_a(12.0, &rates).e_wait);
    }

    #[test]
    fn everybody_until_answered_needs_enough_agents() {
        let queue = |rates: &Rates| erlang_a(12.0, rates);
        assert!(redial(&Rates::new(12.5, 1.0, 0.5).unwrap(), 1.0, queue).is_none());
        let found = redial(&Rates::new(11.5, 1.0, 0.5).unwrap(), 1.0, queue).unwrap();
        assert!((found.arrival * found.steady.p_served / 11.5 - 1.0).abs() < 1e-13);
    }

    #[test]
    fn few_evaluations() {
        for (arrival, share) in [
            (14.0, 0.3),
            (11.0, 0.99),
            (1e3, 0.5),
            (1.0, 1.0),
            (1e-9, 0.7),
        ] {
            let asked = std::cell::Cell::new(0);
            let queue = |rates: &Rates| {
                asked.set(asked.get() + 1);
                erlang_a(12.0, rates)
            };
            let found = redial(&Rates::new(arrival, 1.0, 0.5).unwrap(), share, queue).unwrap();
            let lost = 1.0 - found.steady.p_served;
            assert!((found.arrival * (1.0 - share * lost) / arrival - 1.0).abs() < 1e-13);
            assert!(asked.get() < 40, "{arrival} {share}: {}", asked.get());
        }
    }
}
