//! What one agent more or less, or one contact more, in an interval does to the whole day.

use super::boundary::Change;
use super::carry::{Carried, Room};
use super::chain::{Chain, folded, trimmed};
use super::day::{Day, Interval};
use super::lanes::LANES;
use super::tail::{WITHOUT_END, met, waited_out};

/// Exact effects on a day's total waiting, by interval.
#[derive(Clone, Debug, Default, PartialEq)]
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
/// through the one interval, the chances meet ψ again. One pass forth has four lanes: the day as it
/// is, the derivative of its chances by contacts, one agent more, one less. One pass back has ψ.
/// A queue that can never empty, without agents or patience at the end, waits 1e200 a contact here.
///
/// # Example
/// ```
/// use bezet::queueing::{Day, Interval, Leaving, Rates, day_wait, slopes};
/// let rates = Rates::new(8.0 / 330.0, 1.0 / 330.0, 1.0 / 600.0).expect("rates");
/// let quarters = vec![Interval::new(900.0, rates, 8); 8];
/// let day = Day::new(quarters.clone(), Leaving::Exhaustive)?;
/// let mut more = quarters;
/// more[3].agents = 9;
/// let effect = day_wait(&Day::new(more, Leaving::Exhaustive)?).queue_time - day_wait(&day).queue_time;
/// assert!((slopes(&day).one_more[3] / effect - 1.0).abs() < 1e-9);
/// # Ok::<(), bezet::error::Error>(())
/// ```
pub fn slopes(day: &Day) -> Slopes {
    let passed = pass(day);
    let starts = to_come(day, &passed);
    let mut found = Slopes::default();
    for (index, passed) in passed.iter().enumerate() {
        let next = starts.get(index + 1).map(Vec::as_slice);
        let [as_it_is, contact, more, less] = std::array::from_fn(|lane| {
            let (chain, carried) = (&passed.chains[lane], &passed.carried[lane]);
            carried.over[0] + met(&carried.end, &after(day, index, chain, next))
        });
        let has_agents = day.intervals[index].agents > 0;
        found.one_more.push(more - as_it_is);
        found.one_less.push(has_agents.then_some(less - as_it_is));
        found.contact.push(contact);
    }
    found
}

/// An interval carried four times: as it is, its slope by contacts, one agent more, one less.
struct Passed {
    chains: [Chain; LANES],
    carried: [Carried<1>; LANES],
}

/// The day forth, with each interval's changes beside it.
fn pass(day: &Day) -> Vec<Passed> {
    let mut room = Room::default();
    let mut chances = day.at_start();
    let mut all = Vec::with_capacity(day.intervals.len());
    for (index, interval) in day.intervals.iter().enumerate() {
        let changed = |more: i64| {
            let interval = interval_with(interval, more);
            let (mut start, _) = change_with(day, index, more).after(&chances);
            trimmed(&mut start);
            let chain = Chain::new(&interval, &start);
            (chain, folded(&start, chain.top))
        };
        let [(here, start), (more, start_more), (less, start_less)] = [0, 1, -1].map(changed);
        let chains = Chain::abreast([here, here, more, less]);
        let starts = [&start[..], &[], &start_more, &start_less];
        let carried = room.carry_entering(&chains, starts, |chain, m| [chain.waiting(m)]);
        chances.clone_from(&carried[0].end);
        trimmed(&mut chances);
        all.push(Passed { chains, carried });
    }
    all
}

/// Waiting to come from the start of each interval, by contacts present just after the agents
/// have changed.
///
/// Each interval has the states that its chances reach; what lies beyond them has no chance that
/// counts, and stands for the last.
fn to_come(day: &Day, passed: &[Passed]) -> Vec<Vec<f64>> {
    let mut room = Room::default();
    let mut all: Vec<Vec<f64>> = Vec::with_capacity(passed.len());
    let tops = passed
        .iter()
        .map(|passed| passed.chains.iter().map(|chain| chain.top).max());
    let tops: Vec<usize> = tops.map(|top| top.unwrap_or(0)).collect();
    for (index, interval) in day.intervals.iter().enumerate().rev() {
        let before = index.checked_sub(1).map_or(0, |before| tops[before]);
        // An agent more lets one more contact in where places are few.
        let chain = Chain::up_to(interval, tops[index].max(before) + 1);
        let end = after(day, index, &chain, all.last().map(Vec::as_slice));
        all.push(room.back(&chain, &end, |m| chain.waiting(m)));
    }
    all.reverse();
    all
}

/// Waiting to come at an interval's end, from that at the next one's start.
fn after(day: &Day, index: usize, chain: &Chain, next: Option<&[f64]>) -> Vec<f64> {
    let states = chain.top + 1;
    let Some(next) = next else {
        let endless = |wait: f64| wait.min(WITHOUT_END);
        return waited_out(chain, states).into_iter().map(endless).collect();
    };
    let change = Change {
        from: chain.agents,
        ..Change::at(day, index + 1)
    };
    change.before(next, states)
}

/// The change at the start of an interval with so many agents more in it.
fn change_with(day: &Day, index: usize, more: i64) -> Change {
    let change = Change::at(day, index);
    match index {
        0 => change,
        _ => Change {
            to: interval_with(&day.intervals[index], more).agents as usize,
            ..change
        },
    }
}

/// An interval with so many agents more.
fn interval_with(interval: &Interval, more: i64) -> Interval {
    let agents = i64::from(interval.agents) + more;
    Interval {
        agents: u32::try_from(agents).unwrap_or(0),
        ..*interval
    }
}
