//! Erlang B: agents without a queue.

use super::integral::{graded, integrate, log_gap, reach};
use super::law::Law;
use super::steady::{Rates, Steady, sensible};

/// Share of contacts that finds all agents busy when nobody can wait (Erlang B).
///
/// `load` in erlangs; `agents` may be a fraction, by the usual integral. Takes of the order of
/// `sqrt(agents)` steps, keeps 12 digits up to a million agents, and falls to 0 only where the
/// smallest number does ([`ln_erlang_b`] goes on).
///
/// # Formula
/// B = (a^c / c!) / Σ_{k=0..c} a^k / k!, and for every c: 1/B = a ∫ e^{-a t} (1 + t)^c dt over t > 0
///
/// # Example
/// ```
/// use bezet::queueing::erlang_b;
/// // the classic table: 4.461 erlangs on 10 lines lose 1 %
/// assert!((erlang_b(10.0, 4.461) - 0.01).abs() < 5e-6);
/// assert_eq!(erlang_b(0.0, 3.0), 1.0);
/// ```
///
/// # References
/// D. L. Jagerman, Some properties of the Erlang loss function, BSTJ 53 (1974), for fractions;
/// C. Loader, Fast and accurate computation of binomial probabilities (2000), for the Poisson term.
pub fn erlang_b(agents: f64, load: f64) -> f64 {
    blocking(sensible(agents), load).share()
}

/// Natural logarithm of [`erlang_b`], right where the share itself is too small for a number.
///
/// ```
/// use bezet::queueing::ln_erlang_b;
/// // 1000 agents at 1 erlang: 1/B is 1000! Σ 1/k! = 1000! e, and ln 1000! = 5912.128178488163
/// assert!((ln_erlang_b(1000.0, 1.0) + 5913.128178488163).abs() < 1e-8);
/// ```
pub fn ln_erlang_b(agents: f64, load: f64) -> f64 {
    blocking(sensible(agents), load).ln()
}

/// What callers meet when nobody can wait (Erlang B, M/M/c/c): answered at once or refused.
///
/// `agents` may be a fraction; patience plays no part.
///
/// # Formula
/// With x = a B(c - 1): p_block = x / (c + x), p_served = c / (c + x); neither loses digits
///
/// # Example
/// ```
/// use bezet::queueing::{Rates, loss};
/// // 1 erlang on one line: half is refused
/// let steady = loss(1.0, &Rates::new(1.0, 1.0, 0.0).expect("rates"));
/// assert_eq!((steady.p_block, steady.p_served, steady.occupancy), (0.5, 0.5, 0.5));
/// ```
///
/// # References
/// A. K. Erlang, Solution of some problems in the theory of probabilities (1917).
pub fn loss(agents: f64, rates: &Rates) -> Steady {
    let (agents, load) = (sensible(agents), rates.load());
    if rates.arrival == 0.0 {
        return Steady::idle();
    }
    let (p_block, p_served) = match agents {
        0.0 => (1.0, 0.0),
        _ if load < LEAST_LOAD => {
            let p_block = blocking(agents, load).share();
            (p_block, 1.0 - p_block)
        }
        _ => {
            // B is at least that of one agent less, and may be nearly 1 at any load.
            let below = (load * blocking(agents - 1.0, load).share()).min(f64::MAX);
            let p_served = (1.0 + below / agents).recip();
            (below / agents * p_served, p_served)
        }
    };
    Steady {
        p_block: p_block.min(1.0),
        p_served,
        occupancy: if agents > 0.0 {
            (load.min(f64::MAX) / agents * p_served).min(1.0)
        } else {
            0.0
        },
        law: Law::Immediate { agents, load },
        ..Steady::idle()
    }
}

/// A load below this has lost digits, and makes nobody wait.
pub(super) const LEAST_LOAD: f64 = 1e-305;

/// B, in the form in which it was found.
#[derive(Clone, Copy)]
pub(super) enum Blocking {
    /// 1/B - 1, whose digits count where nearly everything is blocked.
    Excess(f64),
    /// B and ln B.
    Share { share: f64, ln: f64 },
}

impl Blocking {
    pub(super) fn share(self) -> f64 {
        match self {
            Self::Excess(excess) => (1.0 + excess).recip(),
            Self::Share { share, .. } => share,
        }
    }

    pub(super) fn ln(self) -> f64 {
        match self {
            Self::Excess(excess) => -excess.ln_1p(),
            Self::Share { ln, .. } => ln,
        }
    }

    /// 1/B - 1.
    pub(super) fn excess(self) -> f64 {
        match self {
            Self::Excess(excess) => excess,
            Self::Share { share, .. } => (1.0 - share) / share,
        }
    }
}

/// B for any number of agents above -1; the least that Erlang A asks for is one less than its own.
pub(super) fn blocking(agents: f64, load: f64) -> Blocking {
    if agents == 0.0 || load == f64::INFINITY {
        return Blocking::Excess(0.0);
    }
    if load <= 0.0 || load.is_nan() {
        return Blocking::Share {
            share: 0.0,
            ln: f64::NEG_INFINITY,
        };
    }
    if agents.fract() != 0.0 {
        return continuous(agents, load);
    }
    if agents <= FEW {
        let excess = all_terms(agents, load);
        if excess < f64::MAX {
            return Blocking::Excess(excess);
        }
    } else if load >= agents {
        return Blocking::Excess(overload(agents, load));
    }
    saddle_point(agents, load)
}

/// Up to here all terms are added, at any load.
const FEW: f64 = 64.0;

/// From here on Stirling's series has all digits.
const SMALL: f64 = 20.0;

/// A term of this share of its sum changes no digit.
const NEGLIGIBLE: f64 = 1e-18;

/// 1/B - 1 = Σ_{j≥1} c (c-1) ... (c-j+1) / a^j, to the last term; without a division per term,
/// at the price of half a rounding for each.
fn all_terms(agents: f64, load: f64) -> f64 {
    let per_load = load.recip();
    let (mut sum, mut term) = (0.0, 1.0);
    for k in (1..=agents as u32).rev() {
        term *= f64::from(k) * per_load;
        sum += term;
    }
    sum
}

/// The same for many agents and a ≥ c, where the terms fall from the first on.
fn overload(agents: f64, load: f64) -> f64 {
    let (mut sum, mut lost, mut term, mut left) = (0.0, 0.0, 1.0, agents);
    while left > 0.0 && term > NEGLIGIBLE * sum {
        term *= left / load;
        left -= 1.0;
        // Compensated: a thousand terms of like size would cost a digit.
        let corrected = term - lost;
        let next = sum + corrected;
        lost = (next - sum) - corrected;
        sum = next;
    }
    sum
}

/// B = p / (1 - p Σ_{j≥1} a^j / ((c+1) ... (c+j))) for a < c, with p the Poisson chance of c.
fn saddle_point(agents: f64, load: f64) -> Blocking {
    let ln_p = -stirling_error(agents)
        - deviance(agents, load)
        - 0.5 * (std::f64::consts::TAU * agents).ln();
    let p = ln_p.exp();
    let (mut term, mut sum, mut k) = (1.0, 0.0, agents);
    loop {
        k += 1.0;
        term *= load / k;
        sum += term;
        if term <= NEGLIGIBLE * sum {
            break;
        }
    }
    Blocking::Share {
        share: p / (1.0 - p * sum),
        ln: ln_p - (-p * sum).ln_1p(),
    }
}

/// ln Γ(c + 1) - ln(sqrt(2πc) (c/e)^c), for c above 0.
pub(super) fn stirling_error(c: f64) -> f64 {
    let mut c = c;
    let mut shift = 0.0;
    while c < SMALL {
        shift += (c + 0.5) * c.recip().ln_1p() - 1.0;
        c += 1.0;
    }
    let square = c * c;
    let series =
        1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - 1.0 / (1188.0 * square)) / square) / square;
    shift + (1.0 / 12.0 - series / square) / c
}

/// x ln(x / mean) + mean - x without cancellation near the mean.
fn deviance(x: f64, mean: f64) -> f64 {
    deviance_of(x, x.ln() - mean.ln(), mean - x)
}

/// The same where ln(x / mean) and mean - x are known better than the mean.
pub(super) fn deviance_of(x: f64, ln_ratio: f64, difference: f64) -> f64 {
    let ratio = difference / x;
    if ratio > -0.5 {
        x * log_gap(ratio)
    } else {
        x * ln_ratio + difference
    }
}

/// The integral, for a number of agents that is not whole.
fn continuous(agents: f64, load: f64) -> Blocking {
    if agents > load.max(1.0) {
        return hump(agents, load);
    }
    if agents > 0.0 {
        // By parts: 1/B - 1 itself, which may be small.
        return Blocking::Excess(agents * fall(agents - 1.0, load));
    }
    let inverse = load * fall(agents, load);
    Blocking::Share {
        share: inverse.recip(),
        ln: -inverse.ln(),
    }
}

/// ∫ e^{-a t} (1 + t)^p dt over t > 0 for p ≤ a or below 0, where the integrand only falls.
fn fall(power: f64, load: f64) -> f64 {
    let exponent = |t: f64| match t {
        t if t > 0.05 => load * t - power * t.ln_1p(),
        t => (load - power) * t + power * log_gap(t),
    };
    let end = reach(load.recip(), exponent);
    let [area] = graded(end, (1.0 + load).recip(), |t| [(-exponent(t)).exp()]);
    area
}

/// B for a load below the agents: the integrand has its top where 1 + t = c / a.
fn hump(agents: f64, load: f64) -> Blocking {
    let exponent = |w: f64| agents * log_gap(w);
    let width = agents.sqrt().recip();
    let left = reach(width, |w| exponent(-w)).min(1.0 - load / agents);
    let right = reach(width, exponent);
    // From the left end on, where it may rise within a / c.
    let [below] = graded(left, load / agents, |u| [(-exponent(u - left)).exp()]);
    let [above] = integrate(0.0, right, |w| [(-exponent(w)).exp()]);
    let ln = -(agents.ln() + deviance(agents, load)) - (below + above).ln();
    Blocking::Share {
        share: ln.exp(),
        ln,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_recursion_over_agents() {
        for load in [0.01, 0.9, 7.3, 21.0, 150.0] {
            let mut inverse = 1.0;
            for agents in 1..=200 {
                inverse = 1.0 + f64::from(agents) / load * inverse;
                let found = erlang_b(f64::from(agents), load) * inverse;
                // B falls to 1e-308 and below; its logarithm, up to 700, is rounded to 1e-16 of it.
                assert!(
                    inverse > 1e300 || (found - 1.0).abs() < 1e-12,
                    "{agents} {load}"
                );
            }
        }
    }

    #[test]
    fn methods_agree_where_one_gives_way_to_another() {
        for agents in [21.0, 40.0, FEW, FEW + 1.0, 90.0] {
            for share in [0.05, 0.3, 0.8, 0.999, 1.0, 1.3, 40.0] {
                let load: f64 = agents * share;
                let other = match load {
                    load if load >= agents => overload(agents, load),
                    load => saddle_point(agents, load).excess(),
                };
                let error = (all_terms(agents, load) / other - 1.0).abs();
                // The saddle point's logarithm, up to -200, is rounded to 1e-16 of it.
                assert!(error < 1e-13, "{agents} {load}: {error:.1e}");
            }
        }
    }

    #[test]
    fn a_fraction_of_an_agent_obeys_the_recursion() {
        for (agents, load) in [
            (0.5, 3.0),
            (3.25, 0.7),
            (40.5, 40.0),
            (1000.5, 900.0),
            (7.5, 1e4),
        ] {
            let inverse = 1.0 + (agents + 1.0) / load / erlang_b(agents, load);
            let found = erlang_b(agents + 1.0, load) * inverse;
            assert!((found - 1.0).abs() < 1e-12, "{agents} {load}: {found}");
        }
    }

    #[test]
    fn a_fraction_below_one_has_the_known_integral() {
        // 1/B(1/2, a) = 1 + sqrt(π / 4a) e^a erfc(sqrt a); at a = 1: 1.378936...
        let inverse = 1.0 + (std::f64::consts::PI / 4.0).sqrt() * 0.427_583_576_155_807;
        assert!((erlang_b(0.5, 1.0) * inverse - 1.0).abs() < 1e-13);
    }
}
