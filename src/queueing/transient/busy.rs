//! Days that are busier or quieter than expected, all day long.

use super::boundary::Change;
use super::busyness::Busyness;
use super::carry::Room;
use super::chain::{Chain, folded, trimmed};
use super::day::Day;
use super::forward::{DayWait, Stretch, Sums, day_wait, rewards};
use super::lanes::LANES;
use statrs::distribution::{ContinuousCDF, Gamma};

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
    // What is rarer still is as the last.
    let rest = if before.1 {
        1.0 - law.cdf(before.0)
    } else {
        0.0
    };
    (chance + rest).min(1.0)
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
