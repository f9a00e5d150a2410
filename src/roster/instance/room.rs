//! An agent's best week: the best shift of each length and day, put together under contract,
//! days and rest.

use super::day::{Least, Placed, least_at};
use super::week::{Agent, AgentShift, Instance};
use crate::roster::CellGains;

/// What is worked out for one agent after another on a thread.
pub struct Room {
    least: Least,
    stamps: Vec<Option<u64>>,
    /// The best shifts of each day, by [`Instance::place`].
    placed: Vec<Option<Placed>>,
    /// The best gain of a partial week, and the step that led there, by days done, days worked,
    /// band that the last end asks for, and units paid.
    gain: Vec<f64>,
    from: Vec<u16>,
}

/// Step of a day off; of a shift it is `1 + length x bands + band before`.
pub(super) const OFF: u16 = 1 << 15;

/// How the partial weeks of an agent lie in memory.
#[derive(Clone, Copy)]
struct Layout {
    /// Numbers of days worked that are told apart: one where days off are not scarce.
    counts: usize,
    bands: usize,
    /// Units paid, and one.
    width: usize,
}

impl Layout {
    fn of(week: &Instance, agent: &Agent) -> Self {
        let scarce = agent.days.len() > week.most_days;
        Self {
            counts: if scarce { week.most_days + 1 } else { 1 },
            bands: week.bands.len(),
            width: agent.high + 1,
        }
    }

    fn layer(self) -> usize {
        self.counts * self.bands * self.width
    }

    fn at(self, count: usize, band: usize) -> usize {
        (count * self.bands + band) * self.width
    }

    /// By band, the numbers of days that some week so far has worked, and that may grow.
    fn live(self, done: &[f64]) -> Vec<Vec<usize>> {
        let some = |count: usize, band: usize| {
            let at = self.at(count, band);
            let weeks = &done[at..at + self.width];
            weeks.iter().any(|gain| *gain > f64::NEG_INFINITY)
        };
        let most = self.counts - usize::from(self.counts > 1);
        let of = |band: usize| (0..most).filter(|count| some(*count, band)).collect();
        (0..self.bands).map(of).collect()
    }
}

impl Room {
    pub(super) fn new(week: &Instance) -> Self {
        let widest = week.agents.iter().map(|agent| agent.high + 1).max();
        let days = week.days();
        let states = (days + 1) * (week.most_days + 1) * week.bands.len() * widest.unwrap_or(1);
        Self {
            least: Least::new(week.intervals),
            stamps: vec![None; days],
            placed: vec![None; week.places()],
            gain: vec![0.0; states],
            from: vec![0; states],
        }
    }

    /// The best shifts of a day, unless they are known.
    fn place(&mut self, week: &Instance, day: usize, gains: CellGains) {
        if self.stamps[day] == Some(gains.stamp[day]) {
            return;
        }
        self.stamps[day] = Some(gains.stamp[day]);
        self.least
            .fill(&gains.of[day * week.intervals..(day + 1) * week.intervals]);
        let bands = week.bands.len();
        for (index, length) in week.lengths.iter().enumerate() {
            let first = week.place(day, index, 0, 0);
            self.placed[first..first + bands * bands].fill(None);
            for start in &length.starts {
                let Some(placed) = self.least.place(*start, length.len, &length.breaks) else {
                    continue;
                };
                let asked = week.asked(start + length.len);
                for band in 0..=week.band(*start) {
                    let held = &mut self.placed[week.place(day, index, band, asked)];
                    if held.is_none_or(|held| placed.gain > held.gain) {
                        *held = Some(placed);
                    }
                }
            }
            for band in 0..bands {
                self.prune(week.place(day, index, band, 0), bands);
            }
        }
    }

    /// A shift whose end asks for more and that brings no more is never better.
    fn prune(&mut self, first: usize, bands: usize) {
        let mut best = f64::NEG_INFINITY;
        for held in &mut self.placed[first..first + bands] {
            match held {
                Some(placed) if placed.gain <= best => *held = None,
                Some(placed) => best = placed.gain,
                None => {}
            }
        }
    }

    /// The agent's best week with its gain; `None` where no shifts make the contract.
    pub(super) fn best(
        &mut self,
        week: &Instance,
        agent: &Agent,
        gains: CellGains,
    ) -> Option<(f64, Vec<AgentShift>)> {
        let layout = Layout::of(week, agent);
        self.gain[..layout.layer()].fill(f64::NEG_INFINITY);
        self.gain[0] = 0.0;
        for (nth, day) in agent.days.iter().enumerate() {
            self.place(week, *day, gains);
            self.rest(layout, nth);
            // After a day that is not among the agent's, any start is rested.
            let fresh = nth > 0 && agent.days[nth - 1] + 1 < *day;
            self.work(week, layout, (nth, *day), fresh);
        }
        let (gain, last) = self.closed(week, agent, layout)?;
        Some((gain, self.traced(week, agent, layout, last, gains)))
    }

    /// Partial weeks with a day off.
    fn rest(&mut self, layout: Layout, nth: usize) {
        let size = layout.layer();
        let (done, next) = self.gain.split_at_mut((nth + 1) * size);
        let done = &done[nth * size..];
        let from = &mut self.from[(nth + 1) * size..(nth + 2) * size];
        next[..size].fill(f64::NEG_INFINITY);
        for count in 0..layout.counts {
            let to = layout.at(count, 0);
            for band in 0..layout.bands {
                let at = layout.at(count, band);
                for paid in 0..layout.width {
                    if done[at + paid] > next[to + paid] {
                        next[to + paid] = done[at + paid];
                        from[to + paid] = OFF | band as u16;
                    }
                }
            }
        }
    }

    /// Partial weeks with a shift.
    fn work(&mut self, week: &Instance, layout: Layout, (nth, day): (usize, usize), fresh: bool) {
        let size = layout.layer();
        let (done, next) = self.gain.split_at_mut((nth + 1) * size);
        let done = &done[nth * size..];
        let from = &mut self.from[(nth + 1) * size..(nth + 2) * size];
        let more = usize::from(layout.counts > 1);
        let live = layout.live(done);
        for (index, length) in week.lengths.iter().enumerate() {
            let Some(room) = layout.width.checked_sub(length.paid) else {
                continue;
            };
            for (before, live) in live.iter().enumerate() {
                let band = if fresh { 0 } else { before };
                let code = 1 + (index * layout.bands + before) as u16;
                for asked in 0..layout.bands {
                    let Some(placed) = self.placed[week.place(day, index, band, asked)] else {
                        continue;
                    };
                    for count in live {
                        let at = layout.at(*count, before);
                        let to = layout.at(*count + more, asked) + length.paid;
                        let done = &done[at..at + room];
                        let next = &mut next[to..to + room];
                        let from = &mut from[to..to + room];
                        for ((done, next), from) in done.iter().zip(next).zip(from) {
                            if done + placed.gain > *next {
                                *next = done + placed.gain;
                                *from = code;
                            }
                        }
                    }
                }
            }
        }
    }

    /// The best whole week that makes the contract, and where it lies in the last layer.
    fn closed(&self, week: &Instance, agent: &Agent, layout: Layout) -> Option<(f64, usize)> {
        let last = agent.days.len() * layout.layer();
        let states = (0..layout.counts)
            .flat_map(|count| (0..layout.bands).map(move |band| layout.at(count, band)));
        let whole =
            states.flat_map(|at| (agent.low..=agent.high).map(move |paid| (paid, at + paid)));
        let valued = whole.map(|(paid, at)| (self.gain[last + at] - week.off(agent, paid), at));
        valued
            .filter(|(gain, _)| *gain > f64::NEG_INFINITY)
            .reduce(|best, next| if next.0 > best.0 { next } else { best })
    }

    /// The shifts that led to a state of the last layer.
    fn traced(
        &self,
        week: &Instance,
        agent: &Agent,
        layout: Layout,
        last: usize,
        gains: CellGains,
    ) -> Vec<AgentShift> {
        let mut shifts = Vec::with_capacity(week.most_days);
        let mut at = last;
        for (nth, day) in agent.days.iter().enumerate().rev() {
            let code = self.from[(nth + 1) * layout.layer() + at];
            let (paid, state) = (at % layout.width, at / layout.width);
            let (count, asked) = (state / layout.bands, state % layout.bands);
            if code & OFF != 0 {
                at = layout.at(count, usize::from(code & !OFF)) + paid;
                continue;
            }
            let code = usize::from(code).saturating_sub(1);
            let (index, before) = (code / layout.bands, code % layout.bands);
            let fresh = nth > 0 && agent.days[nth - 1] + 1 < *day;
            let band = if fresh { 0 } else { before };
            if let Some(placed) = self.placed[week.place(*day, index, band, asked)] {
                shifts.push(shift(week, *day, index, placed, gains));
            }
            let count = count - usize::from(layout.counts > 1);
            at = layout.at(count, before) + paid - week.lengths[index].paid;
        }
        shifts.reverse();
        shifts
    }
}

/// The shift with its breaks where they cost least.
fn shift(
    week: &Instance,
    day: usize,
    length: usize,
    placed: Placed,
    gains: CellGains,
) -> AgentShift {
    let values = &gains.of[day * week.intervals..(day + 1) * week.intervals];
    let length = &week.lengths[length];
    let place = length
        .breaks
        .iter()
        .find(|place| place.lunch == placed.lunch);
    let least = |between| least_at(values, placed.start, between);
    AgentShift {
        day,
        start: placed.start,
        len: length.len,
        first_break: place.map_or(0, |place| least(place.before)),
        lunch: placed.lunch,
        second_break: place.map_or(0, |place| least(place.after)),
    }
}
