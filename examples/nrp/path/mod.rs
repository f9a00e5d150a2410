//! A person's best tour: the longest path through the states that the rules tell apart.
//!
//! A state after some days is the class of the last shift and the length of its run of work, or
//! the length of the run of days off; the weekends worked; the units of time worked; and how often
//! each of those shifts was worked that is scarce. Which shifts are scarce is found out: a tour is
//! sought without counting any, and again with those counted that it has too often.

mod ask;
mod layout;
mod step;

use crate::week::{OFF, Person, Roster};
use layout::runs;
use std::ops::Range;
use step::Step;

const NONE: f64 = f64::NEG_INFINITY;
/// States of all days at most before the units of time are held in a band.
const WIDE: usize = 1 << 22;
/// States that no memory is asked for.
const TOO_WIDE: usize = 1 << 26;
/// Combined counts of scarce shifts at most; beyond, a shift that is worked too often is barred
/// from the days on which it brings least.
const COUNTS: usize = 30;

/// A shift that may be worked less often than this is scarce from the beginning if it is of an odd
/// length.
const FEW: u32 = 10;
/// Calls after which it is looked anew which shifts of a person are scarce.
const FORGET: usize = 16;

/// Memory to work in.
#[derive(Default)]
pub struct Room {
    states: Vec<f64>,
    choices: Vec<Vec<Choice>>,
    /// By person, the shifts that were scarce the last time.
    scarce: Vec<Vec<usize>>,
    calls: usize,
}

/// A shift on a day.
#[derive(Clone, Copy)]
struct Choice {
    shift: usize,
    class: usize,
    gain: f64,
    /// Place among the scarce shifts.
    scarce: Option<usize>,
}

/// A run of work or of days off.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Run {
    Off(usize),
    Work { class: usize, days: usize },
}

/// What is asked for: a tour's days from `from` to before `to`, the others being as they are.
struct Ask<'a> {
    roster: &'a Roster,
    person: &'a Person,
    from: usize,
    to: usize,
    /// The tour whose other days stay.
    around: Option<&'a [u8]>,
    before: Run,
    low: usize,
    high: usize,
    weekends: usize,
    /// By shift, how often it may still be worked.
    left: Vec<u32>,
    most_run: usize,
    least_run: usize,
    least_rest: usize,
}

/// How the states of a day lie in memory.
#[derive(Clone, Copy)]
struct Layout {
    classes: usize,
    /// Lengths of runs of work and of days off that are told apart.
    works: usize,
    rests: usize,
    /// Units of time, and some that nothing lies in for good.
    width: usize,
    guard: usize,
    /// Weekends from none to most, and one.
    rows: usize,
    /// Combined counts of scarce shifts.
    counts: usize,
}

/// A layout with the least and most units of time told apart before each day of an ask.
struct Plan {
    layout: Layout,
    low: Vec<usize>,
    high: Vec<usize>,
    scarce: Vec<Scarce>,
    /// Units of time that the lengths of all other shifts are multiples of. Only these shifts'
    /// time is told apart: that of the scarce ones follows from the count.
    step: usize,
}

/// A shift that is counted.
#[derive(Clone, Copy)]
struct Scarce {
    /// What one adds to the combined count.
    stride: usize,
    most: usize,
    length: usize,
}

impl Room {
    /// The best tour with the sum of its gains and wishes; of a part, the best that keeps the
    /// other days.
    pub fn best(
        &mut self,
        roster: &Roster,
        person: usize,
        gains: &[f64],
        part: Option<(&[u8], Range<usize>)>,
    ) -> Option<(f64, Vec<u8>)> {
        let ask = Ask::new(roster, person, part);
        self.choose(&ask, person, gains);
        self.scarce.resize(roster.people.len(), Vec::new());
        self.calls += 1;
        let mut scarce = match self.calls % FORGET {
            0 => Vec::new(),
            _ => std::mem::take(&mut self.scarce[person]),
        };
        scarce.retain(|shift| ask.left[*shift] > 0);
        if scarce.is_empty() {
            scarce = ask.odd();
        }
        self.count(&scarce);
        let mut most = f64::INFINITY;
        loop {
            let (gain, tour) = self.counted(&ask, &scarce)?;
            most = most.min(gain);
            let often: Vec<usize> = self.too_often(&ask, &tour);
            if often.is_empty() {
                self.scarce[person] = scarce;
                return Some((most, tour));
            }
            for shift in often {
                let size = |shift: &usize| ask.left[*shift] as usize + 1;
                let counts: usize = scarce.iter().map(size).product();
                if counts * size(&shift) <= COUNTS {
                    scarce.push(shift);
                    self.count(&scarce);
                } else {
                    self.bar(&ask, &tour, shift);
                }
            }
        }
    }

    /// The best tour with these shifts counted: in a growing band of units of time where all
    /// would be too many.
    fn counted(&mut self, ask: &Ask, scarce: &[usize]) -> Option<(f64, Vec<u8>)> {
        let whole = ask.plan(scarce, None);
        let size = |plan: &Plan| plan.layout.layer() * plan.low.len();
        if let Some(plan) = whole.as_ref().filter(|plan| size(plan) <= WIDE) {
            return self.planned(ask, plan);
        }
        let mut spread = 4 * ask.longest().max(1);
        while spread < ask.high {
            let plan = ask.plan(scarce, Some(spread));
            let found = plan.and_then(|plan| self.planned(ask, &plan));
            if found.is_some() {
                return found;
            }
            spread *= 2;
        }
        self.planned(ask, &whole?)
    }

    fn planned(&mut self, ask: &Ask, plan: &Plan) -> Option<(f64, Vec<u8>)> {
        self.forward(ask, plan);
        self.traced(ask, plan)
    }

    /// The shifts that each day may have, the best of each class first.
    fn choose(&mut self, ask: &Ask, person: usize, gains: &[f64]) {
        let roster = ask.roster;
        self.choices.resize(roster.days, Vec::new());
        for day in ask.from..ask.to {
            let choices = &mut self.choices[day];
            choices.clear();
            if ask.person.free[day] {
                continue;
            }
            for shift in 0..roster.shifts.len() {
                let cell = day * roster.shifts.len() + shift;
                if ask.left[shift] > 0 {
                    choices.push(Choice {
                        shift,
                        class: roster.class[shift],
                        gain: gains[cell] + roster.wish(person, cell),
                        scarce: None,
                    });
                }
            }
            choices.sort_by(|a, b| a.class.cmp(&b.class).then(b.gain.total_cmp(&a.gain)));
        }
    }

    fn count(&mut self, scarce: &[usize]) {
        for choice in self.choices.iter_mut().flatten() {
            choice.scarce = scarce.iter().position(|shift| *shift == choice.shift);
        }
    }

    fn too_often(&self, ask: &Ask, tour: &[u8]) -> Vec<usize> {
        let worked = |shift: usize| {
            let days = &tour[ask.from..ask.to];
            days.iter()
                .filter(|day| usize::from(**day) == shift + 1)
                .count()
        };
        (0..ask.left.len())
            .filter(|shift| worked(*shift) > ask.left[*shift] as usize)
            .collect()
    }

    /// Bars a shift from those days of a tour, beyond those it may have, on which it brings least.
    fn bar(&mut self, ask: &Ask, tour: &[u8], shift: usize) {
        let gain = |day: &usize| {
            let choice = self.choices[*day]
                .iter()
                .find(|choice| choice.shift == shift);
            choice.map_or(NONE, |choice| choice.gain)
        };
        let mut days: Vec<usize> = (ask.from..ask.to)
            .filter(|day| usize::from(tour[*day]) == shift + 1)
            .collect();
        days.sort_by(|a, b| gain(b).total_cmp(&gain(a)));
        for day in days.into_iter().skip(ask.left[shift] as usize) {
            self.choices[day].retain(|choice| choice.shift != shift);
        }
    }

    /// The best gain to each state, day after day.
    fn forward(&mut self, ask: &Ask, plan: &Plan) {
        let layout = plan.layout;
        let size = layout.layer();
        self.states.resize(size * plan.low.len(), NONE);
        self.states[..size].fill(NONE);
        let start = layout.run(0, ask.before);
        self.states[start] = 0.0;
        let arch = pulp::Arch::new();
        for day in ask.from..ask.to {
            let nth = day - ask.from;
            let (done, next) = self.states[nth * size..].split_at_mut(size);
            let choices = usable(&self.choices[day]);
            let step = Step {
                ask,
                plan,
                layout,
                day,
                back: plan.low[nth + 1] - plan.low[nth],
            };
            arch.dispatch(
                #[inline(always)]
                || step.make(done, &mut next[..size], &choices),
            );
        }
    }

    /// The best closed state's gain and the tour that leads there.
    fn traced(&self, ask: &Ask, plan: &Plan) -> Option<(f64, Vec<u8>)> {
        let layout = plan.layout;
        let days = ask.to - ask.from;
        let last = &self.states[days * layout.layer()..];
        let mut best: Option<(f64, At)> = None;
        for run in runs(layout).filter(|run| ask.closes(*run)) {
            for count in 0..layout.counts {
                for weekends in 0..=ask.weekends {
                    let base = plan.base(count);
                    for units in plan.low[days]..=plan.high[days] {
                        if !(ask.low..=ask.high).contains(&(base + units * plan.step)) {
                            continue;
                        }
                        let at = At {
                            run,
                            count,
                            weekends,
                            units,
                        };
                        let gain = last[at.place(layout, plan.low[days])];
                        if gain > best.map_or(NONE, |best| best.0) {
                            best = Some((gain, at));
                        }
                    }
                }
            }
        }
        let (gain, mut at) = best?;
        let mut tour = match ask.around {
            Some(tour) => tour.to_vec(),
            None => vec![OFF; ask.roster.days],
        };
        for day in (ask.from..ask.to).rev() {
            let (before, shift) = self.step_back(ask, plan, day, at)?;
            tour[day] = shift;
            at = before;
        }
        Some((gain, tour))
    }

    /// The state before a day that leads to this one after it at most gain, and the day's shift.
    fn step_back(&self, ask: &Ask, plan: &Plan, day: usize, at: At) -> Option<(At, u8)> {
        let layout = plan.layout;
        let nth = day - ask.from;
        let done = &self.states[nth * layout.layer()..(nth + 1) * layout.layer()];
        let mut best: Option<(f64, At, u8)> = None;
        let mut offer = |before: At, gain: f64, shift: u8| {
            let inside = (plan.low[nth]..=plan.high[nth]).contains(&before.units);
            if !inside {
                return;
            }
            let whole = done[before.place(layout, plan.low[nth])] + gain;
            if whole > best.map_or(NONE, |best| best.0) {
                best = Some((whole, before, shift));
            }
        };
        match at.run {
            Run::Off(_) => {
                for run in runs(layout).filter(|run| ask.rested(*run, day) == Some(at.run)) {
                    offer(At { run, ..at }, 0.0, OFF);
                }
            }
            Run::Work { class, .. } => {
                let choices = usable(&self.choices[day]);
                for choice in choices.iter().filter(|choice| choice.class == class) {
                    let length = plan.length(ask, choice);
                    let scarce = choice.scarce.map(|scarce| plan.scarce[scarce]);
                    let none = scarce.is_some_and(|scarce| scarce.worked(at.count) == 0);
                    if at.units < length || none {
                        continue;
                    }
                    let more = scarce.map_or(0, |scarce| scarce.stride);
                    for run in runs(layout).filter(|run| ask.worked(*run, class) == Some(at.run)) {
                        let new = ask.new_weekend(run, day);
                        if new <= at.weekends {
                            let before = At {
                                run,
                                count: at.count - more,
                                weekends: at.weekends - new,
                                units: at.units - length,
                            };
                            offer(before, choice.gain, choice.shift as u8 + 1);
                        }
                    }
                }
            }
        }
        best.map(|(_, before, shift)| (before, shift))
    }
}

/// Of each class the best shift that is not scarce, and all that are.
fn usable(choices: &[Choice]) -> Vec<Choice> {
    let mut usable: Vec<Choice> = Vec::with_capacity(choices.len());
    let mut class = None;
    for choice in choices {
        if choice.scarce.is_some() {
            usable.push(*choice);
        } else if class != Some(choice.class) {
            class = Some(choice.class);
            usable.push(*choice);
        }
    }
    usable
}

/// A state.
#[derive(Clone, Copy)]
struct At {
    run: Run,
    count: usize,
    weekends: usize,
    units: usize,
}

impl At {
    fn place(self, layout: Layout, low: usize) -> usize {
        layout.run(self.count, self.run) + self.weekends * layout.width + self.units - low
    }
}
