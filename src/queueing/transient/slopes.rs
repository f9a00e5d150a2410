//! What one agent more or less, or one contact more, in an interval does to the whole day.

use super::boundary::Change;
use super::carry::Room;
use super::chain::{Chain, folded, trimmed};
use super::day::{Day, Interval};
use super::lanes::LANES;
use super::tail::{WITHOUT_END, waited_out};
use super::to_come::ToCome;

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
/// agent changes the interval and the jumps at both of its ends, and nothing before: ψ carried back
/// through the one interval meets the chances at its start again. One pass forth has these. One
/// pass back has four lanes: the day as it is, the derivative of its values by contacts, one agent
/// more, one less. A queue that can never empty, without agents or patience at the end, waits 1e200
/// a contact here.
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
    let mut room = ToCome::default();
    let mut next: Option<Vec<f64>> = None;
    let mut found = Slopes::default();
    for (index, begun) in forth(day).iter().enumerate().rev() {
        let chains = abreast(day, index, begun.top);
        let ends = chains.map(|chain| after(day, index, &chain, next.as_deref()));
        let start = room.back(&chains, |lane, m| match lane {
            1 => 0.0,
            _ => ends[lane][m],
        });
        let to_come = |chances: &[f64], lane: usize| -> f64 {
            let each = chances.iter().zip(start);
            each.map(|(chance, values)| chance * values[lane]).sum()
        };
        let as_it_is = to_come(&begun.here, 0);
        let has_agents = day.intervals[index].agents > 0;
        let less = to_come(&begun.less, 3) - as_it_is;
        found.one_more.push(to_come(&begun.more, 2) - as_it_is);
        found.one_less.push(has_agents.then_some(less));
        found.contact.push(to_come(&begun.here, 1));
        next = Some(start.iter().map(|values| values[0]).collect());
    }
    found.one_more.reverse();
    found.one_less.reverse();
    found.contact.reverse();
    found
}

/// Chances at the start of an interval: as it is, with one agent more in it, with one less.
struct Begun {
    here: Vec<f64>,
    more: Vec<f64>,
    less: Vec<f64>,
    /// Contacts at most with any of these, and at the end of the interval before.
    top: usize,
}

/// The day forth.
fn forth(day: &Day) -> Vec<Begun> {
    let mut room = Room::default();
    let mut chances = day.at_start();
    let mut all = Vec::with_capacity(day.intervals.len());
    let mut top_before = 0;
    for (index, interval) in day.intervals.iter().enumerate() {
        let changed = [0, 1, -1].map(|more| {
            let (mut start, _) = change_with(day, index, more).after(&chances);
            trimmed(&mut start);
            let chain = Chain::new(&interval_with(interval, more), &start);
            (chain, folded(&start, chain.top))
        });
        let tops = changed.each_ref().map(|(chain, _)| chain.top);
        let top = tops.into_iter().fold(0, usize::max);
        let [(chain, here), (_, more), (_, less)] = changed;
        chances = room.carry(&chain, &here, |_| []).end;
        trimmed(&mut chances);
        all.push(Begun {
            here,
            more,
            less,
            // An agent more before lets one more contact in where places are few.
            top: top.max(top_before) + 1,
        });
        top_before = top;
    }
    all
}

/// An interval's chains with so many contacts at most: as it is, for its slope by contacts, with
/// one agent more, with one less.
fn abreast(day: &Day, index: usize, top: usize) -> [Chain; LANES] {
    let interval = &day.intervals[index];
    let chains = [0, 0, 1, -1].map(|more| Chain::up_to(&interval_with(interval, more), top));
    Chain::abreast(chains)
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
