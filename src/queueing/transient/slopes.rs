//! What one agent more or less, or one contact more, in an interval does to the whole day.

use super::boundary::Change;
use super::chain::{Chain, carry, trimmed};
use super::day::{Day, Interval};
use super::forward::{Stretch, forward};
use super::tail::{met, waited_out};
use super::weights::Weights;

/// Exact effects on a day's total waiting, by interval.
#[derive(Clone, Debug, PartialEq)]
pub struct Slopes {
    /// Change of the queue time with one agent more in the interval alone: below 0 as a rule.
    pub one_more: Vec<f64>,
    /// Change of the queue time with one agent less in the interval alone; `None` without agents.
    pub one_less: Vec<Option<f64>>,
    /// Change of the queue time per contact more that comes in the interval: what one that goes
    /// elsewhere is worth.
    pub contact: Vec<f64>,
}

/// All slopes of a day's total waiting, in the time of some five days' evaluations.
///
/// With ψ(m) the waiting still to come after an interval when m contacts are present, one more
/// agent changes the interval and the jumps at both of its ends, and nothing before: carried
/// through the one interval, the chances meet ψ again.
///
/// # Example
/// ```
/// use bezet::queueing::{Day, Interval, Leaving, Rates, day_wait, slopes};
/// let rates = Rates::new(8.0 / 330.0, 1.0 / 330.0, 1.0 / 600.0).expect("rates");
/// let quarters = vec![Interval { length: 900.0, rates, agents: 8, waiting_places: None }; 8];
/// let day = Day::new(quarters.clone(), Leaving::Exhaustive)?;
/// let mut more = quarters;
/// more[3].agents = 9;
/// let effect = day_wait(&Day::new(more, Leaving::Exhaustive)?).queue_time - day_wait(&day).queue_time;
/// assert!((slopes(&day).one_more[3] / effect - 1.0).abs() < 1e-9);
/// # Ok::<(), bezet::error::Error>(())
/// ```
pub fn slopes(day: &Day) -> Slopes {
    let mut befores: Vec<Vec<f64>> = Vec::with_capacity(day.intervals.len());
    let mut previous = vec![0.0; day.backlog as usize + 1];
    previous[day.backlog as usize] = 1.0;
    let mut tops = Vec::with_capacity(day.intervals.len());
    forward(day, |stretch: Stretch| {
        befores.push(std::mem::replace(
            &mut previous,
            stretch.carried.end.clone(),
        ));
        tops.push(stretch.chain.top);
    });
    let starts = starts(day, &tops);
    let one = |index: usize| Around {
        day,
        index,
        before: &befores[index],
        here: &starts[index],
        next: starts.get(index + 1).map(Vec::as_slice),
    };
    let arounds: Vec<Around> = (0..day.intervals.len()).map(one).collect();
    let effect = |index: usize, more: i64| arounds[index].waiting(more) - arounds[index].as_it_is();
    let less = |index: usize| (day.intervals[index].agents > 0).then(|| effect(index, -1));
    let all = 0..arounds.len();
    Slopes {
        one_more: all.clone().map(|index| effect(index, 1)).collect(),
        one_less: all.map(less).collect(),
        contact: arounds.iter().map(Around::contact).collect(),
    }
}

/// States beyond the top that one agent more or less may bring into play.
const MORE: usize = 4;

/// Waiting to come from the start of each interval, by contacts present just after the agents
/// have changed.
///
/// Each interval has the states that its chances reach and a few more; what lies beyond them has no
/// chance that counts, and stands for the last.
fn starts(day: &Day, tops: &[usize]) -> Vec<Vec<f64>> {
    let mut weights = Weights::default();
    let mut all: Vec<Vec<f64>> = Vec::with_capacity(day.intervals.len());
    for (index, interval) in day.intervals.iter().enumerate().rev() {
        let states = tops[index] + MORE;
        let chain = Chain::up_to(interval, states - 1);
        let end = match all.last() {
            None => waited_out(&chain, states),
            Some(next) => change(day, index + 1, 0).before(next, states),
        };
        all.push(back(&chain, &end, &mut weights));
    }
    all.reverse();
    all
}

/// Waiting to come at an interval's start, from that at its end.
fn back(chain: &Chain, end: &[f64], weights: &mut Weights) -> Vec<f64> {
    weights.set(chain.rate, chain.length);
    let jumps = chain.jumps();
    let states = end.len();
    let waiting = |m: usize| m.saturating_sub(chain.agents) as f64 / chain.rate;
    let cost: Vec<f64> = (0..states).map(waiting).collect();
    let mut now = jumps.room(end);
    let mut before = jumps.room(&[]);
    let mut start = vec![0.0; states];
    for (at, _) in weights.iter() {
        for (sum, value) in start.iter_mut().zip(&now) {
            *sum += at * value;
        }
        jumps.back(&now, &mut before);
        for (value, cost) in before.iter_mut().zip(&cost) {
            *value += cost;
        }
        std::mem::swap(&mut now, &mut before);
    }
    start
}

/// The change at the start of an interval that is not the first, with so many agents more in it.
fn change(day: &Day, index: usize, more: i64) -> Change {
    Change {
        from: day.intervals[index - 1].agents as usize,
        to: changed(&day.intervals[index], more) as usize,
        leaving: day.leaving,
    }
}

fn changed(interval: &Interval, more: i64) -> u32 {
    u32::try_from(i64::from(interval.agents) + more).unwrap_or(0)
}

/// An interval with what lies before and after it.
struct Around<'a> {
    day: &'a Day,
    index: usize,
    /// Chances before the agents change at its start.
    before: &'a [f64],
    /// Waiting to come from its own start, and from the start of the next interval.
    here: &'a [f64],
    next: Option<&'a [f64]>,
}

impl Around<'_> {
    /// The chain with so many agents more, and the chances at its start.
    fn chain(&self, more: i64) -> (Chain, Vec<f64>) {
        let interval = &self.day.intervals[self.index];
        let agents = changed(interval, more);
        let mut start = match self.index {
            0 => self.before.to_vec(),
            index => change(self.day, index, more).after(self.before).0,
        };
        trimmed(&mut start);
        let chain = Chain::new(
            &Interval {
                agents,
                ..*interval
            },
            start.len() - 1,
        );
        (chain, start)
    }

    /// Waiting to come at its end, by contacts present.
    fn to_come(&self, chain: &Chain) -> Vec<f64> {
        let states = chain.top + 1;
        let Some(next) = self.next else {
            return waited_out(chain, states);
        };
        let change = Change {
            from: chain.agents,
            to: self.day.intervals[self.index + 1].agents as usize,
            leaving: self.day.leaving,
        };
        change.before(next, states)
    }

    /// Waiting in the interval and after it.
    fn as_it_is(&self) -> f64 {
        let (_, start) = self.chain(0);
        met(&start, self.here)
    }

    /// The same with so many agents more in it.
    fn waiting(&self, more: i64) -> f64 {
        let (chain, start) = self.chain(more);
        let carried = carry(&chain, &start, &mut Weights::default());
        queue(&chain, &carried.over) + met(&carried.end, &self.to_come(&chain))
    }

    /// Waiting per contact more: the derivative of the chances, carried beside them.
    fn contact(&self) -> f64 {
        let (chain, start) = self.chain(0);
        let mut weights = Weights::default();
        weights.set(chain.rate, chain.length);
        let jumps = chain.jumps();
        let states = chain.top + 1;
        let mut present = jumps.room(&start);
        let mut slope = jumps.room(&[]);
        let mut next = jumps.room(&[]);
        let (mut end, mut over) = (vec![0.0; states], vec![0.0; states]);
        let enter = 1.0 / (chain.length * chain.rate);
        let entered = chain.full.min(states - 1);
        for (at, time) in weights.iter() {
            for ((end, over), slope) in end.iter_mut().zip(&mut over).zip(&slope) {
                *end += at * slope;
                *over += time * slope;
            }
            jumps.forth(&slope, &mut next);
            std::mem::swap(&mut slope, &mut next);
            for (m, chance) in present[..entered].iter().enumerate() {
                slope[m] -= enter * chance;
                slope[m + 1] += enter * chance;
            }
            jumps.forth(&present, &mut next);
            std::mem::swap(&mut present, &mut next);
        }
        queue(&chain, &over) + met(&end, &self.to_come(&chain))
    }
}

fn queue(chain: &Chain, over: &[f64]) -> f64 {
    let waiting = over.iter().skip(chain.agents).enumerate();
    waiting.map(|(waiting, time)| waiting as f64 * time).sum()
}
