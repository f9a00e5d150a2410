//! One person's best working day, exactly: a longest path over time, stretch of screen work and
//! what was done last.
//!
//! Lunch clears the stretch, so a day with lunch is the best way from a start to the lunch and the
//! best way from the lunch to an end; each half is searched once for all starts or all ends.

use super::model::{CONTACTS, LUNCH, Length, Model};
use super::model_people::Frame;
use super::model_sweep::{Ahead, Table};

use std::collections::BTreeMap;

/// At most so many kinds of work are followed by whether they were done today.
const MOST_BITS: usize = 4;

/// What is left to gain from a kind of so many hours a day.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cap {
    /// Gain of a minute.
    pub per_minute: f64,
    /// Minutes that gain; more gain nothing.
    pub minutes: i32,
}

/// What each activity is worth at each unit of a day.
pub(super) struct Gains {
    /// Contacts, by unit.
    pub contact: Vec<f64>,
    /// The tail of a length in contacts, by length and unit at which it begins.
    pub tail: Vec<Vec<f64>>,
    /// Other work by kind: sums from unit 0 up to each unit.
    pub work: Vec<Vec<f64>>,
    /// Kinds of so many hours a day whose gain ends.
    pub capped: Vec<Option<Cap>>,
    /// Price of taking a seat: sums from unit 0 up to each unit.
    pub seat: Vec<f64>,
    /// Leave out work that gains nothing.
    pub thrifty: bool,
}

impl Gains {
    /// Can a kind of work be part of a best day? Not where contacts are always as good; work off the
    /// screen without gain may still rest the eyes, unless only what gains is wanted.
    fn may_serve(&self, model: &Model, person: usize, kind: usize) -> bool {
        let gains = match self.capped[kind] {
            Some(cap) => cap.per_minute > 0.0 && cap.minutes > 0,
            None => self.work[kind].windows(2).any(|pair| pair[1] > pair[0]),
        };
        let staff = &model.staff[person];
        let rests = !model.kinds[kind].screen && !self.thrifty;
        gains || rests || !staff.contacts || staff.sessions.contains(&kind)
    }
}

/// A person's day: activities by unit from the start on, and the tail's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pattern {
    pub day: usize,
    pub start: usize,
    pub length: usize,
    pub codes: Vec<u8>,
    pub tail: u8,
}

/// The best day of one length, and start where that matters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Choice {
    pub day: usize,
    pub length: usize,
    pub start: usize,
    /// Sessions held, a bit for each that is owed.
    pub sessions: u32,
    pub gain: f64,
    /// Unit at which lunch begins and the node of the first half.
    lunch: Option<(usize, usize)>,
    /// Node at which the day ends.
    last: usize,
}

/// The search for one person's day.
pub(super) struct Search<'m> {
    pub(super) model: &'m Model<'m>,
    pub(super) person: usize,
    pub(super) day: usize,
    pub(super) frame: &'m Frame,
    pub(super) gains: &'m Gains,
    /// Kinds of work that may serve at these gains.
    pub(super) kinds: Vec<usize>,
    /// For each of them: its bit of the mask, 0 where it is not followed.
    pub(super) bits: Vec<usize>,
    /// For each of them and unit: the first unit from there on outside the windows.
    pub(super) until: Vec<Vec<usize>>,
    pub(super) masks: usize,
    /// Bit of the mask that tells of a short break in this part of the day, where one may be due.
    pub(super) rested: usize,
    /// What may follow at each unit.
    pub(super) ahead: Vec<Ahead>,
}

/// The best gain and its node.
type Best = Option<(f64, usize)>;

impl<'m> Search<'m> {
    /// The search of a person's day at these gains; `None` where no shift may lie.
    pub fn new(model: &'m Model<'m>, person: usize, day: usize, gains: &'m Gains) -> Option<Self> {
        let frame = model.staff[person].frames[day].as_ref()?;
        let may = |kind: &usize| gains.may_serve(model, person, *kind);
        let kinds: Vec<usize> = frame.kinds.iter().copied().filter(may).collect();
        let mut followed = 0;
        let mut bit = |kind: &usize| {
            let session = model.staff[person].sessions.contains(kind);
            let blocks = &model.kinds[*kind].blocks;
            let most = blocks.last().copied().unwrap_or(0) as i32 * model.sizes.unit;
            let once = session || gains.capped[*kind].is_some_and(|cap| cap.minutes <= most);
            let follow = once && followed < MOST_BITS;
            followed += usize::from(follow);
            if follow { 1 << (followed - 1) } else { 0 }
        };
        let bits = kinds.iter().map(&mut bit).collect();
        let until = |kind: &usize| until(&model.kinds[*kind].inside[day]);
        let due = model.setting.shifts.break_due.is_some();
        let rested = if due { 1 << followed } else { 0 };
        let mut search = Self {
            model,
            person,
            day,
            frame,
            gains,
            bits,
            until: kinds.iter().map(until).collect(),
            kinds,
            masks: (1 << followed) + rested,
            rested,
            ahead: Vec::new(),
        };
        search.lay();
        Some(search)
    }

    /// The best day of each of these lengths, by sessions held, and by start where that matters.
    pub fn best(&self, lengths: &[usize]) -> Vec<Choice> {
        let model = self.model;
        let mut best: BTreeMap<(usize, u32, usize), Choice> = BTreeMap::new();
        let mut offer = |mut choice: Choice| {
            let start = model.start_class(choice.start, choice.length);
            choice.gain -= model.extra(self.person, self.day, choice.length, choice.start);
            let entry = best.entry((choice.length, choice.sessions, start));
            let held = entry.or_insert(choice);
            if choice.gain > held.gain {
                *held = choice;
            }
        };
        let (without, with): (Vec<usize>, Vec<usize>) = lengths
            .iter()
            .partition(|length| !model.lengths[**length].lunch);
        let afternoons = if with.is_empty() {
            Vec::new()
        } else {
            self.afternoons(&with)
        };
        let mut table = self.table();
        for start in self.starts() {
            let mut horizon = without
                .iter()
                .map(|l| model.lengths[*l].units)
                .max()
                .unwrap_or(0);
            if let (Some(last), false) = (self.lunches().last(), with.is_empty()) {
                horizon = horizon.max(last.saturating_sub(start));
            }
            self.sweep(&mut table, start, horizon);
            for length in &without {
                if self.holds(start, *length) {
                    self.offer_whole(&table, start, *length, &mut offer);
                }
            }
            for (lunch, ends) in &afternoons {
                if *lunch >= start + model.sizes.edge {
                    let morning = self.ends(&table, lunch - start, None);
                    self.offer_halves(start, *lunch, &morning, &with, ends, &mut offer);
                }
            }
        }
        self.worth_it(best.into_values().collect())
    }

    /// Without starts that gain less than the best like them by more than any order of days can cost.
    fn worth_it(&self, mut choices: Vec<Choice>) -> Vec<Choice> {
        let model = self.model;
        let rule = model.setting.rules.same_start;
        let Some(price) = rule
            .and_then(|rule| rule.price)
            .filter(|_| !model.rest_binds)
        else {
            return choices;
        };
        let alike = |choice: &Choice| {
            let (start, length) = (choice.start, choice.length);
            (
                length,
                choice.sessions,
                model.late_early_class(start, length),
            )
        };
        let mut best: BTreeMap<_, f64> = BTreeMap::new();
        for choice in &choices {
            let gain = best.entry(alike(choice)).or_insert(choice.gain);
            *gain = gain.max(choice.gain);
        }
        // Another start sets at most every shift of the week apart.
        let open = model.days.iter().filter(|day| day.open).count();
        let most = price.0 * open as f64;
        choices.retain(|choice| choice.gain >= best[&alike(choice)] - most);
        choices
    }

    fn offer_whole(
        &self,
        table: &Table,
        start: usize,
        length: usize,
        offer: &mut impl FnMut(Choice),
    ) {
        let paid = &self.model.lengths[length];
        let ends = self.ends(table, paid.units, Some((length, start + paid.units)));
        for (mask, end) in ends.iter().enumerate() {
            if let Some((gain, last)) = end {
                let sessions = self.sessions(mask);
                let (day, gain) = (self.day, *gain);
                offer(Choice {
                    day,
                    length,
                    start,
                    sessions,
                    gain,
                    lunch: None,
                    last: *last,
                });
            }
        }
    }

    fn offer_halves(
        &self,
        start: usize,
        lunch: usize,
        morning: &[Best],
        lengths: &[usize],
        afternoon: &[Vec<Vec<Best>>],
        offer: &mut impl FnMut(Choice),
    ) {
        for (index, length) in lengths.iter().enumerate() {
            if !self.holds(start, *length) {
                continue;
            }
            let end = start + self.model.lengths[*length].units;
            let Some(ends) = afternoon[index].get(end) else {
                continue;
            };
            for (before, first) in morning.iter().enumerate() {
                let Some((gain, node)) = first else { continue };
                for (after, second) in ends.iter().enumerate() {
                    let Some((more, last)) = second else { continue };
                    if before & after == 0 {
                        offer(Choice {
                            day: self.day,
                            length: *length,
                            start,
                            sessions: self.sessions(before | after),
                            gain: gain + more,
                            lunch: Some((lunch, *node)),
                            last: *last,
                        });
                    }
                }
            }
        }
    }

    /// For each lunch: by length and end the best afternoon for each mask.
    fn afternoons(&self, lengths: &[usize]) -> Vec<(usize, Vec<Vec<Vec<Best>>>)> {
        let units = self.model.days[self.day].units;
        let mut table = self.table();
        let mut afternoon = |lunch: usize| {
            let back = lunch + self.model.sizes.lunch;
            self.sweep(&mut table, back, units.saturating_sub(back));
            let by_end = |length: &usize| -> Vec<Vec<Best>> {
                let end = |end: usize| {
                    let late = end >= back + self.model.sizes.edge;
                    if late {
                        self.ends(&table, end - back, Some((*length, end)))
                    } else {
                        Vec::new()
                    }
                };
                (0..=units).map(end).collect()
            };
            (lunch, lengths.iter().map(by_end).collect())
        };
        self.lunches().map(&mut afternoon).collect()
    }

    /// Units at which a shift may start: on the lattice, within the frame, before each meeting.
    fn starts(&self) -> impl Iterator<Item = usize> + use<'_> {
        let units = self.model.days[self.day].units;
        let meeting = self
            .frame
            .forced
            .first()
            .map_or(units, |forced| forced.unit);
        (self.frame.first..units.min(meeting + 1)).filter(|unit| self.model.starts_at(*unit))
    }

    /// Units at which a lunch may begin.
    fn lunches(&self) -> impl Iterator<Item = usize> + use<'_> {
        let (model, unit) = (self.model, self.model.sizes.unit);
        let window = model.setting.shifts.lunch_window;
        let after_origin = |clock: u32| clock as i32 - model.setting.shifts.earliest as i32;
        let first = (after_origin(window.from).max(0) + unit - 1) / unit;
        let last = after_origin(window.to) / unit - model.sizes.lunch as i32;
        let clear = |lunch: &usize| {
            let end = lunch + model.sizes.lunch;
            let clear =
                |f: &super::model_people::Forced| end <= f.unit || f.unit + f.units <= *lunch;
            end <= model.days[self.day].units && self.frame.forced.iter().all(clear)
        };
        (first..=last).map(|lunch| lunch as usize).filter(clear)
    }

    /// Does a shift of this length from this start lie in the frame and hold the meetings?
    fn holds(&self, start: usize, length: usize) -> bool {
        let end = start as i32 * self.model.sizes.unit + self.model.lengths[length].presence;
        let held = self.frame.forced.last().map_or(0, |f| f.unit + f.units) as i32;
        end <= self.frame.end && held * self.model.sizes.unit <= end
    }

    /// The sessions of a mask, as bits of the person's sessions.
    fn sessions(&self, mask: usize) -> u32 {
        let owed = &self.model.staff[self.person].sessions;
        let bit = |(kind, bit): (&usize, &usize)| {
            let index = owed
                .iter()
                .position(|session| session == kind)
                .filter(|_| mask & bit != 0);
            index.map_or(0, |index| 1 << index)
        };
        self.kinds.iter().zip(&self.bits).map(bit).sum()
    }

    /// The best node of each mask at a time, the bit of rest apart, with the tail of a length, when
    /// one ends there; the break that is due has been taken.
    fn ends(&self, table: &Table, time: usize, ending: Option<(usize, usize)>) -> Vec<Best> {
        let (stretches, lasts) = self.nodes();
        let mut best: Vec<Best> = vec![None; self.masks - self.rested];
        let due = self.is_break_due(time, ending);
        for stretch in 0..stretches {
            for last in 0..lasts {
                let more = match ending {
                    Some((length, unit)) => {
                        self.tail(&self.model.lengths[length], length, unit, stretch, last)
                    }
                    None => Some(0.0),
                };
                let Some(more) = more else { continue };
                for mask in 0..self.masks {
                    let node = self.node(time, stretch, last, mask);
                    if due && (mask & self.rested == 0 || self.is_near(stretch, last)) {
                        continue;
                    }
                    let best = &mut best[mask & !self.rested];
                    let gain = table.gain[node] + more;
                    if gain > best.map_or(f64::NEG_INFINITY, |best| best.0) {
                        *best = Some((gain, node));
                    }
                }
            }
        }
        best
    }

    /// Is a part of so many units, and its tail, too long to go without a short break?
    fn is_break_due(&self, time: usize, ending: Option<(usize, usize)>) -> bool {
        let tail = ending.map_or(0, |(length, _)| self.model.lengths[length].tail);
        let minutes = time as i32 * self.model.sizes.unit + tail;
        let due = self.model.setting.shifts.break_due;
        due.is_some_and(|due| minutes > due.0)
    }

    /// May a short break have ended too near? Only the screen work since is known, so a stretch
    /// off the screen with little after it counts as well.
    fn is_near(&self, stretch: usize, last: usize) -> bool {
        last == 0 && stretch < self.model.sizes.break_edge
    }

    /// Gain of the tail after a node; `None` where there may be none.
    fn tail(
        &self,
        paid: &Length,
        length: usize,
        unit: usize,
        stretch: usize,
        last: usize,
    ) -> Option<f64> {
        if paid.tail == 0 {
            return Some(0.0);
        }
        let allowance = self.model.tail_allowance(self.day, unit, length);
        if !self.model.staff[self.person].contacts {
            return (last > 0).then_some(-allowance);
        }
        let screen = stretch as i32 * self.model.sizes.unit + paid.tail;
        let may = screen <= self.model.setting.rules.screen_stretch.0;
        may.then(|| self.gains.tail[length][unit] - allowance)
    }

    /// The day behind a choice of this search.
    pub fn trace(&self, choice: &Choice) -> Pattern {
        let mut table = self.table();
        let paid = &self.model.lengths[choice.length];
        let end = choice.start + paid.units;
        let codes = match choice.lunch {
            None => self.walk(&mut table, choice.start, paid.units, choice.last),
            Some((lunch, node)) => {
                let back = lunch + self.model.sizes.lunch;
                let mut codes = self.walk(&mut table, choice.start, lunch - choice.start, node);
                codes.extend(std::iter::repeat_n(LUNCH, self.model.sizes.lunch));
                codes.extend(self.walk(&mut table, back, end - back, choice.last));
                codes
            }
        };
        let able = self.model.staff[self.person].contacts;
        let tail = if able {
            CONTACTS
        } else {
            codes.last().copied().unwrap_or(CONTACTS)
        };
        Pattern {
            day: self.day,
            start: choice.start,
            length: choice.length,
            codes,
            tail,
        }
    }
}

/// For each unit the first unit from there on that is outside.
fn until(inside: &[bool]) -> Vec<usize> {
    let mut until = vec![0; inside.len() + 1];
    let mut outside = inside.len();
    for unit in (0..=inside.len()).rev() {
        if !inside.get(unit).copied().unwrap_or(false) {
            outside = unit;
        }
        until[unit] = outside;
    }
    until
}
