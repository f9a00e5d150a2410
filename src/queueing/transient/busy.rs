//! Days that are busier or quieter than expected, all day long.

use super::boundary::Change;
use super::carry::Room;
use super::chain::{Chain, folded, trimmed};
use super::day::Day;
use super::forward::{DayWait, Stretch, Sums, day_wait, rewards};
use super::lanes::LANES;
use statrs::distribution::{ContinuousCDF, Gamma};

/// How busy a day is: a gamma factor of mean 1 on all its arrivals.
///
/// # Formula
/// F ~ gamma(α, α), of standard deviation 1/√α: with N contacts expected the count of a day has
/// variance N + N²/α. α without end is a day as expected.
///
/// # References
/// G. Jongbloed and G. Koole, Managing uncertainty in call centres using Poisson mixtures (2001).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Busyness {
    shape: f64,
}

/// Factors by whose waits all others are judged: the waits are then exact to some 1e-7 of
/// themselves at a standard deviation of a fifth, far better at a tenth.
const NODES: usize = 3 * LANES;

/// From here on the gamma law is as narrow as makes no difference.
const CERTAIN: f64 = 1e6;

impl Busyness {
    /// Busyness of this shape α, above 0; `None` for what is no shape. Below 0.1 (a spread of three
    /// times the mean) it counts as 0.1.
    ///
    /// ```
    /// use bezet::queueing::Busyness;
    /// let busy = Busyness::new(25.0).expect("above 0");
    /// assert_eq!(busy.spread(), 0.2);
    /// assert!(Busyness::new(-1.0).is_none());
    /// ```
    pub fn new(shape: f64) -> Option<Self> {
        (shape > 0.0).then_some(Self {
            shape: shape.max(0.1),
        })
    }

    /// Standard deviation of the factor.
    pub fn spread(&self) -> f64 {
        self.shape.sqrt().recip()
    }

    /// Factors and their weights, which add up to 1: Gauss and Laguerre's rule.
    ///
    /// # Formula
    /// The nodes are the eigenvalues of the tridiagonal matrix of the recurrence of the polynomials
    /// that are orthogonal under the law, with diagonal 2k + α and squares k (k + α - 1) beside it; the
    /// weights are 1 / Σ p_k², p_k the orthonormal ones (G. H. Golub and J. H. Welsch, 1969).
    fn nodes(&self) -> Vec<(f64, f64)> {
        if self.shape >= CERTAIN {
            return vec![(1.0, 1.0)];
        }
        let node = |index| {
            let x = eigenvalue(self.shape, index);
            (x / self.shape, weight(self.shape, x))
        };
        let nodes: Vec<(f64, f64)> = (0..NODES).map(node).collect();
        let sum: f64 = nodes.iter().map(|(_, weight)| weight).sum();
        nodes
            .into_iter()
            .map(|(x, weight)| (x, weight / sum))
            .collect()
    }

    /// The law of the factor; `None` where it is certain.
    fn law(&self) -> Option<Gamma> {
        let law = Gamma::new(self.shape, self.shape);
        law.ok().filter(|_| self.shape < CERTAIN)
    }
}

/// Diagonal and square of the entry before it.
fn recurrence(shape: f64, k: usize) -> (f64, f64) {
    let k = k as f64;
    (2.0 * k + shape, k * (k + shape - 1.0))
}

/// The eigenvalue with so many below it: halving, by Sturm's count of those below a number.
fn eigenvalue(shape: f64, index: usize) -> f64 {
    let below = |x: f64| {
        let mut pivot = 1.0;
        let negative = (0..NODES).filter(|k| {
            let (diagonal, square) = recurrence(shape, *k);
            pivot = diagonal - x - square / pivot;
            if pivot == 0.0 {
                pivot = f64::MIN_POSITIVE;
            }
            pivot < 0.0
        });
        negative.count()
    };
    let (mut low, mut high) = (0.0, 4.0 * NODES as f64 + 2.0 * shape);
    while high - low > 4.0 * f64::EPSILON * high {
        let middle = 0.5 * (low + high);
        if below(middle) > index {
            high = middle;
        } else {
            low = middle;
        }
    }
    0.5 * (low + high)
}

fn weight(shape: f64, x: f64) -> f64 {
    let (mut before, mut now, mut squares) = (0.0, 1.0, 1.0);
    for k in 0..NODES - 1 {
        let (diagonal, square) = recurrence(shape, k);
        let beside = recurrence(shape, k + 1).1.sqrt();
        let next = ((x - diagonal) * now - square.sqrt() * before) / beside;
        (before, now) = (now, next);
        squares += now * now;
    }
    squares.recip()
}

impl Day {
    /// The same day with all arrivals times a factor, 0 or more.
    pub(super) fn busier(&self, factor: f64) -> Self {
        let mut day = self.clone();
        for interval in &mut day.intervals {
            interval.rates.arrival *= factor;
        }
        day
    }
}

/// What the callers of days of unknown busyness meet, on average over all of them.
///
/// Heavy days have more callers and longer waits, so this is more than on the day expected. Shares
/// and waits are over all contacts of all days.
///
/// # Example
/// ```
/// use bezet::queueing::{Busyness, Day, Interval, Leaving, Rates, busy_day_wait, day_wait};
/// let rates = Rates::new(8.0 / 330.0, 1.0 / 330.0, 1.0 / 600.0).expect("rates");
/// let day = Day::new(vec![Interval::new(900.0, rates, 9); 12], Leaving::Exhaustive)?;
/// let certain = day_wait(&day).e_wait;
/// assert!(busy_day_wait(&day, Busyness::new(25.0).expect("above 0")).e_wait > 1.1 * certain);
/// let narrow = busy_day_wait(&day, Busyness::new(1e5).expect("above 0")).e_wait;
/// assert!((narrow / certain - 1.0).abs() < 1e-3);
/// # Ok::<(), bezet::error::Error>(())
/// ```
pub fn busy_day_wait(day: &Day, busyness: Busyness) -> DayWait {
    let nodes = busyness.nodes();
    let mut sums = Sums::default();
    for four in nodes.chunks(LANES) {
        for (found, (_, weight)) in side_by_side(day, four).iter().zip(four) {
            sums.join(found, *weight);
        }
    }
    sums.wait(day)
}

/// The chance that a day's busyness leaves its expected wait at most this.
///
/// The wait is that of all offered contacts given how busy the day is, those who go outside with 0;
/// chance within the day comes on top. It rises with the busyness, but for overflow, which may
/// lower it again: so every place where it crosses is looked for, between 64 equally likely days.
///
/// ```
/// use bezet::queueing::{Busyness, Day, Interval, Leaving, Rates, chance_of_wait, wait_of_share};
/// let rates = Rates::new(8.0 / 330.0, 1.0 / 330.0, 1.0 / 600.0).expect("rates");
/// let day = Day::new(vec![Interval::new(900.0, rates, 9); 12], Leaving::Exhaustive)?;
/// let busy = Busyness::new(25.0).expect("above 0");
/// // the wait that nine days of ten keep is kept by nine days of ten
/// let nine_of_ten = wait_of_share(&day, busy, 0.9);
/// assert!((chance_of_wait(&day, busy, nine_of_ten) - 0.9).abs() < 1e-9);
/// # Ok::<(), bezet::error::Error>(())
/// ```
pub fn chance_of_wait(day: &Day, busyness: Busyness, longest: f64) -> f64 {
    let keeps = |factor: f64| day_wait(&day.busier(factor)).e_wait_offered <= longest;
    let Some(law) = busyness.law() else {
        return f64::from(u8::from(keeps(1.0)));
    };
    let quantile = |part: usize| match part {
        0 => 0.0,
        part => law.inverse_cdf((part as f64 / PARTS as f64).min(1.0 - 1e-9)),
    };
    let mut before = (0.0, keeps(0.0));
    let mut chance = 0.0;
    for part in 1..=PARTS {
        let factor = quantile(part);
        let here = (factor, keeps(factor));
        chance += kept(&law, before, here, keeps);
        before = here;
    }
    chance
}

/// Equally likely days between which a target is crossed once at most.
const PARTS: usize = 64;

/// The chance of a factor between two at which the target is kept.
fn kept(law: &Gamma, low: (f64, bool), high: (f64, bool), keeps: impl Fn(f64) -> bool) -> f64 {
    let between = |low: f64, high: f64| law.cdf(high) - law.cdf(low);
    if low.1 == high.1 {
        return if low.1 { between(low.0, high.0) } else { 0.0 };
    }
    let (mut below, mut above) = (low.0, high.0);
    while above - below > 1e-10 * above {
        let middle = 0.5 * (below + above);
        if keeps(middle) == low.1 {
            below = middle;
        } else {
            above = middle;
        }
    }
    match low.1 {
        true => between(low.0, below),
        false => between(above, high.0),
    }
}

/// The expected wait that a share of the days, the quieter ones, keep: that of offered contacts.
pub fn wait_of_share(day: &Day, busyness: Busyness, share: f64) -> f64 {
    let factor = match busyness.law() {
        Some(law) => law.inverse_cdf(share.clamp(1e-9, 1.0 - 1e-9)),
        None => 1.0,
    };
    day_wait(&day.busier(factor)).e_wait_offered
}

/// Up to four days that differ in their busyness, side by side.
fn side_by_side(day: &Day, nodes: &[(f64, f64)]) -> [Sums; LANES] {
    let factor = |lane: usize| nodes.get(lane).or(nodes.first()).map_or(1.0, |node| node.0);
    let days: [Day; LANES] = std::array::from_fn(|lane| day.busier(factor(lane)));
    let mut room = Room::default();
    let mut sums: [Sums; LANES] = Default::default();
    let mut chances: [Vec<f64>; LANES] = std::array::from_fn(|_| day.at_start());
    for index in 0..day.intervals.len() {
        let change = Change::at(day, index);
        let started = chances.each_ref().map(|chances| {
            let (mut start, leavers) = change.after(chances);
            trimmed(&mut start);
            (start, leavers)
        });
        let chains =
            std::array::from_fn(|lane| Chain::new(&days[lane].intervals[index], &started[lane].0));
        let chains = Chain::abreast(chains);
        let starts: [Vec<f64>; LANES] =
            std::array::from_fn(|lane| folded(&started[lane].0, chains[lane].top));
        let carried = room.carry_abreast(&chains, starts.each_ref().map(Vec::as_slice), rewards);
        for (lane, carried) in carried.into_iter().enumerate() {
            let stretch = Stretch {
                chain: &chains[lane],
                start: &starts[lane],
                carried: &carried,
                leavers: started[lane].1,
                last: index + 1 == day.intervals.len(),
            };
            let [queue_time, outside] = carried.over;
            sums[lane].add(&stretch, queue_time, outside);
            chances[lane] = carried.end;
            trimmed(&mut chances[lane]);
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_have_the_moments_of_the_law() {
        for shape in [0.5, 4.0, 25.0, 400.0] {
            let nodes = Busyness::new(shape).unwrap().nodes();
            // E F^k = (α)(α + 1) ... (α + k - 1) / α^k, exact up to twice the nodes less one.
            let mut wanted = 1.0;
            for k in 0..2 * NODES {
                let found: f64 = nodes
                    .iter()
                    .map(|(x, weight)| weight * x.powi(k as i32))
                    .sum();
                assert!(
                    (found / wanted - 1.0).abs() < 1e-10,
                    "{shape} {k}: {found} {wanted}"
                );
                wanted *= (shape + k as f64) / shape;
            }
        }
        assert_eq!(Busyness::new(f64::INFINITY).unwrap().nodes(), [(1.0, 1.0)]);
    }
}
