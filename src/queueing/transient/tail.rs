//! After the day's end: nobody comes any more, and nothing changes until the queue is empty.

use super::chain::Chain;

/// A wait that never ends, so that no chances with it are a number and sums of them too.
pub(super) const WITHOUT_END: f64 = 1e200;

/// What a wait comes to that was reckoned with [`WITHOUT_END`].
pub(super) fn ended(wait: f64) -> f64 {
    if wait > 1e-20 * WITHOUT_END {
        f64::INFINITY
    } else {
        wait
    }
}

/// The wait of one with so many ahead, from that of one a place further.
pub(super) fn wait_alone(chain: &Chain, ahead: usize, nearer: f64) -> f64 {
    let advance = chain.advance(ahead);
    let leave = advance + chain.abandonment;
    if leave == 0.0 {
        return f64::INFINITY;
    }
    let rest = if advance > 0.0 { advance * nearer } else { 0.0 };
    (1.0 + rest) / leave
}

/// Waiting of all who are present, by contacts present.
pub(super) fn waited_out(chain: &Chain, states: usize) -> Vec<f64> {
    let mut values = vec![0.0; states];
    let mut wait = 0.0;
    for present in chain.agents + 1..states {
        wait = wait_alone(chain, present - chain.agents - 1, wait);
        values[present] = values[present - 1] + wait;
    }
    values
}

/// Chances times values; what cannot be does not count, were its value without end.
pub(super) fn met(chances: &[f64], values: &[f64]) -> f64 {
    let each = chances
        .iter()
        .zip(values)
        .filter(|(chance, _)| **chance != 0.0);
    each.map(|(chance, value)| chance * value).sum()
}
