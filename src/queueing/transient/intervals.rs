//! What the callers of each interval meet, all later changes of agents included.

use super::backward::{Ahead, answered, answered_before};
use super::boundary::Change;
use super::chain::{Carried, Chain, carry};
use super::day::Day;
use super::forward::{DayWait, Sums, forward};
use super::tail::met;
use super::weights::Weights;

/// What the callers who arrive in an interval meet, and what the interval itself is like.
///
/// Shares are of the contacts offered in the interval. Where none are offered, shares and waits
/// are those of one who would come.
#[derive(Clone, Debug, PartialEq)]
pub struct IntervalWait {
    /// Mean number waiting during the interval.
    pub e_queue: f64,
    /// Mean number of agents on a contact, those who should have left not counted.
    pub e_busy: f64,
    /// Mean number waiting at its end.
    pub queue_end: f64,
    /// Share that is accepted.
    pub p_accept: f64,
    /// Share that is accepted and has to wait.
    pub p_wait: f64,
    /// Share that goes outside.
    pub p_overflow: f64,
    /// Share that hangs up.
    pub p_abandon: f64,
    /// Share that is answered.
    pub p_served: f64,
    /// Mean wait of accepted contacts until answered or hung up.
    pub e_wait: f64,
    /// Mean wait of answered contacts.
    pub e_wait_served: f64,
    /// Share that is answered within each threshold.
    pub served_within: Vec<f64>,
}

/// The exact wait of a day and of each interval's callers, with service levels at thresholds.
///
/// With [`Leaving::Preemptive`](super::Leaving) a caller's wait ends when an agent first answers;
/// the whole day counts the second wait of those who are put back too, and their hanging up.
///
/// # Formula
/// Those who wait are followed by the number ahead of them: g' = λ p + A g, in one uniformisation
/// with the chain itself, up to the interval's end; what is to come from there follows backwards
/// from the end of the day.
///
/// # Example
/// ```
/// use bezet::queueing::{Day, Interval, Leaving, Rates, interval_waits};
/// // patience as long as the handle time: the number present is Poisson, and from an empty start
/// // its mean at t is a (1 - e^{-t}): with agents for nobody, all of them wait
/// let rates = Rates::new(2.0, 1.0, 1.0).expect("rates");
/// let hour = Interval { length: 1.0, rates, agents: 0, waiting_places: None };
/// let (_, waits) = interval_waits(&Day::new(vec![hour], Leaving::Exhaustive)?, &[]);
/// assert!((waits[0].queue_end - 2.0 * (1.0 - (-1.0_f64).exp())).abs() < 1e-12);
/// assert!((waits[0].e_wait - 1.0).abs() < 1e-12);
/// # Ok::<(), bezet::error::Error>(())
/// ```
pub fn interval_waits(day: &Day, thresholds: &[f64]) -> (DayWait, Vec<IntervalWait>) {
    let mut sums = Sums::default();
    let mut parts: Vec<Part> = Vec::with_capacity(day.intervals.len());
    forward(day, |stretch| {
        sums.add(&stretch);
        let interval = &day.intervals[parts.len()];
        parts.push(Part {
            chain: Chain::new(interval, stretch.start.len() - 1),
            start: stretch.start.to_vec(),
            carried: Carried {
                end: stretch.carried.end.clone(),
                over: stretch.carried.over.clone(),
            },
        });
    });
    let ends = ends(day, &parts);
    let waits: Vec<IntervalWait> = (0..parts.len())
        .map(|index| {
            let mut wait = parts[index].wait(&ends[index]);
            let level = |threshold: &f64| served_within(day, &parts, index, *threshold);
            wait.served_within = thresholds.iter().map(level).collect();
            wait
        })
        .collect();
    (sums.wait(day), waits)
}

/// An interval on the way through the day.
struct Part {
    chain: Chain,
    start: Vec<f64>,
    carried: Carried,
}

/// What those who wait at the end of each interval have still to come.
fn ends(day: &Day, parts: &[Part]) -> Vec<Ahead> {
    let Some(last) = parts.last() else {
        return Vec::new();
    };
    let places = places(day, parts);
    let mut weights = Weights::default();
    let mut ahead = Ahead::at_end(&last.chain, places);
    let mut ends = Vec::with_capacity(parts.len());
    for (index, part) in parts.iter().enumerate().rev() {
        ends.push(ahead.clone());
        ahead = ahead.through(&part.chain, &mut weights);
        if index > 0 {
            ahead = ahead.before(&change(day, index));
        }
    }
    ends.reverse();
    ends
}

/// The change of agents at the start of an interval that is not the first.
fn change(day: &Day, index: usize) -> Change {
    Change {
        from: day.intervals[index - 1].agents as usize,
        to: day.intervals[index].agents as usize,
        leaving: day.leaving,
    }
}

/// Places that anyone may have in the queue, being put back included.
fn places(day: &Day, parts: &[Part]) -> usize {
    let waiting = parts
        .iter()
        .map(|part| part.chain.top.saturating_sub(part.chain.agents));
    let agents = day
        .intervals
        .iter()
        .map(|interval| interval.agents as usize);
    let most = waiting.max().unwrap_or(0) + 1;
    most + agents.clone().max().unwrap_or(0) - agents.min().unwrap_or(0)
}

impl Part {
    fn wait(&self, end: &Ahead) -> IntervalWait {
        let (chain, over) = (&self.chain, &self.carried.over);
        let (agents, length) = (chain.agents, chain.length);
        let waiting = |chances: &[f64]| -> f64 {
            let each = chances.iter().skip(agents).enumerate();
            each.map(|(waiting, chance)| waiting as f64 * chance).sum()
        };
        let busy = over.iter().enumerate();
        let busy: f64 = busy.map(|(m, time)| m.min(agents) as f64 * time).sum();
        let refused: f64 = over.iter().skip(chain.full).sum();
        let may_wait = over.iter().take(chain.full).skip(agents).sum::<f64>();
        let p_overflow = refused / length;
        let p_accept = 1.0 - p_overflow;
        // Of one contact: per unit of arrivals, so that intervals without any have an answer.
        let followed = self.follow();
        let wait = followed.time + met(&followed.here, &end.wait);
        let abandon = chain.abandonment * followed.time + met(&followed.here, &end.abandon);
        let abandon_wait = chain.abandonment * followed.age_time
            + met(&followed.age, &end.abandon)
            + met(&followed.here, &end.abandon_wait);
        let p_served = p_accept - abandon;
        let ratio = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        IntervalWait {
            e_queue: waiting(over) / length,
            e_busy: busy / length,
            queue_end: waiting(&self.carried.end),
            p_accept,
            p_wait: may_wait / length,
            p_overflow,
            p_abandon: abandon,
            p_served,
            e_wait: ratio(wait, p_accept),
            e_wait_served: ratio((wait - abandon_wait).max(0.0), p_served),
            served_within: Vec::new(),
        }
    }

    /// Those who came in the interval and wait, per contact that comes.
    fn follow(&self) -> Followed {
        let chain = &self.chain;
        let places = chain.top.saturating_sub(chain.agents) + 1;
        let mut weights = Weights::default();
        weights.set(chain.rate, chain.length);
        let jumps = chain.jumps();
        let mut present = jumps.room(&self.start);
        let mut next = jumps.room(&[]);
        let (mut here, mut age) = (vec![0.0; places + 1], vec![0.0; places + 1]);
        let mut followed = Followed {
            here: vec![0.0; places],
            age: vec![0.0; places],
            time: 0.0,
            age_time: 0.0,
        };
        let advance: Vec<f64> = (0..=places)
            .map(|k| chain.advance(k) / chain.rate)
            .collect();
        let theta = chain.abandonment / chain.rate;
        let enter = 1.0 / (chain.length * chain.rate);
        for (at, over) in weights.iter() {
            let mut sums = (0.0, 0.0);
            for k in 0..places {
                followed.here[k] += at * here[k];
                followed.age[k] += at * age[k];
                sums = (sums.0 + here[k], sums.1 + age[k]);
            }
            followed.time += over * sums.0;
            followed.age_time += over * sums.1;
            for k in 0..places {
                let came = match chain.agents + k {
                    m if m < chain.full => present.get(m).map_or(0.0, |chance| chance * enter),
                    _ => 0.0,
                };
                let stay = 1.0 - advance[k] - theta;
                age[k] = age[k] * stay + age[k + 1] * advance[k + 1] + here[k] / chain.rate;
                here[k] = here[k] * stay + here[k + 1] * advance[k + 1] + came;
            }
            jumps.forth(&present, &mut next);
            std::mem::swap(&mut present, &mut next);
        }
        followed
    }
}

/// Those of an interval's callers who wait at its end, per caller.
struct Followed {
    /// By contacts ahead: chance.
    here: Vec<f64>,
    /// By contacts ahead: chance times the time waited so far.
    age: Vec<f64>,
    /// Mean time waited inside the interval.
    time: f64,
    /// The integral of the time waited so far, over the time waited inside.
    age_time: f64,
}

/// Points of a Gauss-Legendre rule on (-1, 1) with their weights, for half of it.
const GAUSS: [(f64, f64); 8] = [
    (0.095_012_509_837_637_44, 0.189_450_610_455_068_5),
    (0.281_603_550_779_258_9, 0.182_603_415_044_923_6),
    (0.458_016_777_657_227_4, 0.169_156_519_395_002_54),
    (0.617_876_244_402_643_7, 0.149_595_988_816_576_73),
    (0.755_404_408_355_003, 0.124_628_971_255_533_88),
    (0.865_631_202_387_831_7, 0.095_158_511_682_492_79),
    (0.944_575_023_073_232_6, 0.062_253_523_938_647_894),
    (0.989_400_934_991_649_9, 0.027_152_459_411_754_095),
];

/// Share of the interval's contacts that is answered within a threshold.
///
/// Those whose time runs out inside the interval are weighed with the exact integral of the
/// chances; for the others the chance is smooth in the moment of arrival, and is integrated.
fn served_within(day: &Day, parts: &[Part], index: usize, threshold: f64) -> f64 {
    let part = &parts[index];
    let chain = &part.chain;
    let places = chain.top.saturating_sub(chain.agents) + 1;
    let mut weights = Weights::default();
    let inside = (chain.length - threshold).max(0.0);
    let mut start = part.start.clone();
    let mut sum = 0.0;
    if inside > 0.0 {
        let mut level = vec![0.0; places];
        answered(chain, threshold, &mut level, &mut weights);
        let early = Chain {
            length: inside,
            ..*chain
        };
        let carried = carry(&early, &start, &mut weights);
        sum += weigh(chain, &carried.over, &level);
        start = carried.end;
    }
    let mut at = inside;
    for panel in panels(day, index, inside, threshold) {
        let (middle, half) = (0.5 * (panel.0 + panel.1), 0.5 * (panel.1 - panel.0));
        let points = GAUSS.iter().rev().map(|(x, w)| (-x, *w));
        for (x, weight) in points.chain(GAUSS) {
            let moment = middle + half * x;
            let on = Chain {
                length: moment - at,
                ..*chain
            };
            start = carry(&on, &start, &mut weights).end;
            at = moment;
            let level = level_at(day, parts, (index, moment), threshold, places);
            sum += half * weight * weigh(chain, &start, &level);
        }
    }
    sum / chain.length
}

/// Chances times the chance of being answered in time.
fn weigh(chain: &Chain, chances: &[f64], level: &[f64]) -> f64 {
    let free: f64 = chances.iter().take(chain.agents).sum();
    let waiting = chances
        .iter()
        .take(chain.full)
        .skip(chain.agents)
        .zip(level);
    free + waiting.map(|(chance, level)| chance * level).sum::<f64>()
}

/// Stretches of the interval's rest over which a contact meets the same changes.
fn panels(day: &Day, index: usize, from: f64, threshold: f64) -> Vec<(f64, f64)> {
    let length = day.intervals[index].length;
    let mut edges = vec![from];
    let mut end = length;
    for later in &day.intervals[index + 1..] {
        end += later.length;
        if end - threshold >= length {
            break;
        }
        if end - threshold > from {
            edges.push(end - threshold);
        }
    }
    edges.push(length);
    edges
        .windows(2)
        .filter(|edge| edge[1] > edge[0])
        .map(|edge| (edge[0], edge[1]))
        .collect()
}

/// Chance of being answered within the threshold, by contacts ahead, of one who comes at a moment
/// of an interval and still waits when it ends.
fn level_at(
    day: &Day,
    parts: &[Part],
    (index, moment): (usize, f64),
    threshold: f64,
    places: usize,
) -> Vec<f64> {
    let more: usize = day
        .intervals
        .iter()
        .map(|interval| interval.agents as usize)
        .max()
        .unwrap_or(0);
    let mut level = vec![0.0; places + more];
    let mut weights = Weights::default();
    let mut left = threshold - (day.intervals[index].length - moment);
    let mut last = index;
    while last + 1 < parts.len() && left > 0.0 {
        last += 1;
        if left <= day.intervals[last].length || last + 1 == parts.len() {
            break;
        }
        left -= day.intervals[last].length;
    }
    for later in (index + 1..=last).rev() {
        let length = if later == last {
            left
        } else {
            day.intervals[later].length
        };
        answered(&parts[later].chain, length, &mut level, &mut weights);
        level = answered_before(&change(day, later), &level);
    }
    let here = if last == index {
        threshold
    } else {
        day.intervals[index].length - moment
    };
    answered(&parts[index].chain, here, &mut level, &mut weights);
    level
}
