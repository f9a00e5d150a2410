//! One person's best week from the best days of each length: the contract to the minute, and rest.

use super::model::{Model, gcd};
use super::model_day::Choice;
use super::model_sequence::{Sequence, Step};
use std::collections::{BTreeMap, BTreeSet};

/// A week of a person: the days worked, and what it gains.
#[derive(Clone, Debug)]
pub(super) struct Tour {
    pub days: Vec<Choice>,
    pub gain: f64,
}

/// What two partial weeks must share for the better to replace the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    minutes: i32,
    sessions: u32,
    sequence: Sequence,
    rested: bool,
    /// End of the last shift, where rest between days can bind.
    end: i32,
}

/// A partial week.
#[derive(Clone, Copy, Debug)]
struct Part {
    key: Key,
    gain: f64,
    /// End of the last shift.
    end: i32,
    /// The part before and the choice that was added.
    before: usize,
    added: Option<Choice>,
}

/// Which rules a week must obey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strict {
    /// All of them.
    Yes,
    /// The contract, the order of days and the rest between two: for a bound. The weekly rest is left
    /// out, because of each length only the best start may be among the choices.
    Order,
    /// The contract only: for a bound.
    Contract,
}

/// The best week of a person from the choices of each day; `None` where none meets the contract.
///
/// Deviation from the contract, paid time and sessions not held are priced by the terms.
pub(super) fn best_tour(
    model: &Model,
    person: usize,
    options: &[Vec<Choice>],
    strict: Strict,
) -> Option<Tour> {
    let staff = &model.staff[person];
    let first = Part {
        key: Key {
            minutes: 0,
            sessions: 0,
            sequence: Sequence::start(model, person),
            rested: false,
            end: 0,
        },
        gain: 0.0,
        end: staff.end_before.unwrap_or(i32::MIN / 2),
        before: 0,
        added: None,
    };
    let within = Within::new(model, person, options);
    let mut parts = vec![first];
    let mut layer = 0..1;
    for (day, options) in options.iter().enumerate() {
        let mut best: BTreeMap<Key, Part> = BTreeMap::new();
        for before in layer.clone() {
            let part = parts[before];
            let left = |minutes: i32| within.holds(day + 1, part.key.minutes + minutes);
            if left(0)
                && let Some(next) = stay_off(model, person, day, &part, before, strict)
            {
                offer(&mut best, next);
            }
            if staff.locked[day].is_none() {
                let all = options
                    .iter()
                    .filter(|choice| left(model.lengths[choice.length].paid));
                for next in all.filter_map(|c| work(model, person, day, &part, before, c, strict)) {
                    offer(&mut best, next);
                }
            }
        }
        let from = parts.len();
        parts.extend(best.into_values());
        layer = from..parts.len();
    }
    let value = |index: &usize| {
        (
            parts[*index].gain + closing(model, person, &parts[*index].key),
            *index,
        )
    };
    let ends = layer.filter(|index| finished(model, person, &parts[*index], strict));
    let best = ends
        .map(|index| value(&index))
        .reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.map(|(gain, index)| Tour {
        days: added(&parts, index),
        gain,
    })
}

/// Which minutes, rostered before a day, the days from there on can still bring within the contract.
struct Within {
    /// By day and minutes in steps.
    reach: Vec<Vec<bool>>,
    step: i32,
}

impl Within {
    fn new(model: &Model, person: usize, options: &[Vec<Choice>]) -> Self {
        let staff = &model.staff[person];
        let paid = |choice: &Choice| model.lengths[choice.length].paid;
        let all = options.iter().flatten().map(paid);
        let step = all.fold(0, gcd).max(1);
        let steps = (staff.high.max(0) / step) as usize;
        let met = |minutes: i32| staff.low <= minutes && minutes <= staff.high;
        let last: Vec<bool> = (0..=steps).map(|n| met(n as i32 * step)).collect();
        let mut reach = vec![last];
        for (day, options) in options.iter().enumerate().rev() {
            let lengths: BTreeSet<usize> = match staff.locked[day] {
                Some(_) => BTreeSet::new(),
                None => options.iter().map(|c| (paid(c) / step) as usize).collect(),
            };
            let next = &reach[reach.len() - 1];
            let can = |n: usize| {
                let on = |length: &usize| next.get(n + length).copied().unwrap_or(false);
                next[n] || lengths.iter().any(on)
            };
            let here = (0..=steps).map(can).collect();
            reach.push(here);
        }
        reach.reverse();
        Self { reach, step }
    }

    fn holds(&self, day: usize, minutes: i32) -> bool {
        let step = (minutes / self.step) as usize;
        self.reach[day].get(step).copied().unwrap_or(false)
    }
}

fn offer(best: &mut BTreeMap<Key, Part>, part: Part) {
    let held = best.entry(part.key).or_insert(part);
    if part.gain > held.gain {
        *held = part;
    }
}

fn added(parts: &[Part], last: usize) -> Vec<Choice> {
    let mut days = Vec::new();
    let mut index = last;
    while index > 0 {
        days.extend(parts[index].added);
        index = parts[index].before;
    }
    days.reverse();
    days
}

/// A day without a choice: off, or locked.
fn stay_off(
    model: &Model,
    person: usize,
    day: usize,
    part: &Part,
    before: usize,
    strict: Strict,
) -> Option<Part> {
    let sequence = part.key.sequence;
    let staff = &model.staff[person];
    let (Some(span), Some(clock)) = (staff.locked[day], staff.locked_clock[day]) else {
        let step = sequence.off(model, person, day);
        let sequence = follow(strict, sequence, step)?;
        let key = Key {
            sequence: sequence.0,
            ..part.key
        };
        return Some(Part {
            key,
            gain: part.gain - sequence.1,
            before,
            added: None,
            ..*part
        });
    };
    // What is locked stands, whatever it breaks.
    let step = Step {
        lawful: true,
        ..sequence.on(model, person, day, clock)
    };
    let (sequence, price) = follow(strict, sequence, step)?;
    let key = Key {
        sequence,
        ..after(model, part, (span.from, span.to), (0, 0), strict)
    };
    Some(Part {
        key,
        gain: part.gain - price,
        end: span.to,
        before,
        added: None,
    })
}

/// The order of days after a step and its price; `None` where it may not be.
fn follow(strict: Strict, before: Sequence, step: Step) -> Option<(Sequence, f64)> {
    match strict {
        Strict::Contract => Some((before, 0.0)),
        Strict::Order | Strict::Yes => step.lawful.then_some((step.next, step.price)),
    }
}

/// A day with a choice, where the rules allow it.
fn work(
    model: &Model,
    person: usize,
    day: usize,
    part: &Part,
    before: usize,
    choice: &Choice,
    strict: Strict,
) -> Option<Part> {
    let length = &model.lengths[choice.length];
    let from = model.days[day].origin + choice.start as i32 * model.sizes.unit;
    let to = from + length.presence;
    let step = part
        .key
        .sequence
        .on(model, person, day, model.clock(choice.start, choice.length));
    let (sequence, price) = follow(strict, part.key.sequence, step)?;
    let key = Key {
        sequence,
        ..after(
            model,
            part,
            (from, to),
            (length.paid, choice.sessions),
            strict,
        )
    };
    let rules = model.setting.rules;
    if part.key.sessions & choice.sessions != 0 {
        return None;
    }
    let rest = from - part.end.max(i32::MIN / 4) >= rules.daily_rest.0;
    if strict != Strict::Contract && !rest {
        return None;
    }
    let paid = f64::from(length.paid) / 60.0 * model.terms.hour.0;
    Some(Part {
        key,
        gain: part.gain + choice.gain - paid - price,
        end: to,
        before,
        added: Some(*choice),
    })
}

fn after(
    model: &Model,
    part: &Part,
    (from, to): (i32, i32),
    (paid, sessions): (i32, u32),
    strict: Strict,
) -> Key {
    let loose = strict == Strict::Contract;
    let gap = from - part.end.max(i32::MIN / 4).max(0);
    Key {
        minutes: part.key.minutes + paid,
        sessions: part.key.sessions | sessions,
        sequence: part.key.sequence,
        rested: strict == Strict::Yes
            && (part.key.rested || gap >= model.setting.rules.weekly_rest.0),
        end: if loose || !model.rest_binds { 0 } else { to },
    }
}

/// Does the part make a week: the contract met, and one long rest in it?
fn finished(model: &Model, person: usize, part: &Part, strict: Strict) -> bool {
    let staff = &model.staff[person];
    let week_end = model.grid.len as i32 * model.sizes.step;
    let gap = week_end - part.end.max(0);
    let rested = part.key.rested || gap >= model.setting.rules.weekly_rest.0;
    let met = staff.low <= part.key.minutes && part.key.minutes <= staff.high;
    met && (rested || strict != Strict::Yes)
}

/// What the whole week costs beside its days: off the contract, and sessions not held.
fn closing(model: &Model, person: usize, key: &Key) -> f64 {
    let staff = &model.staff[person];
    let off = f64::from((key.minutes - staff.target).abs()) / 60.0;
    -off * model.terms.contract_hour.0 - missed(model, person, key.sessions)
}

/// The price of the sessions that are not among these.
pub(super) fn missed(model: &Model, person: usize, held: u32) -> f64 {
    let owed = model.staff[person].sessions.iter().enumerate();
    let missing = owed.filter(|(index, _)| held & (1 << index) == 0);
    missing.map(|(_, kind)| session_price(model, *kind)).sum()
}

/// The price of a session that is not held.
pub(super) fn session_price(model: &Model, kind: usize) -> f64 {
    let units = model.kinds[kind].blocks.first().copied().unwrap_or(0) as i32;
    f64::from(units * model.sizes.unit) / 60.0 * model.prices.work_hour
}
