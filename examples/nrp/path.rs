//! A person's best tour: the longest path through the states that the rules tell apart.
//!
//! A state after some days is the class of the last shift and the length of its run of work, or
//! the length of the run of days off; the weekends worked; the units of time worked; and how often
//! each of those shifts was worked that is scarce. Which shifts are scarce is found out: a tour is
//! sought without counting any, and again with those counted that it has too often.

use crate::week::{OFF, Person, Roster, gcd};
use std::ops::Range;

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

impl Layout {
    fn block(self) -> usize {
        self.rows * self.width
    }

    fn all(self) -> usize {
        (self.classes * self.works + self.rests) * self.block()
    }

    fn layer(self) -> usize {
        self.counts * self.all() + 2 * self.guard + self.block()
    }

    /// Where the states of a run begin, at a combined count.
    fn run(self, count: usize, run: Run) -> usize {
        let nth = match run {
            Run::Work { class, days } => class * self.works + days - 1,
            Run::Off(days) => self.classes * self.works + days - 1,
        };
        self.guard + count * self.all() + nth * self.block()
    }
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

impl Scarce {
    fn worked(self, count: usize) -> usize {
        count / self.stride % (self.most + 1)
    }
}

impl Plan {
    /// Units of time of the counted shifts.
    fn base(&self, count: usize) -> usize {
        let each = self.scarce.iter();
        each.map(|scarce| scarce.worked(count) * scarce.length)
            .sum()
    }

    /// By how much a choice lengthens what is told apart.
    fn length(&self, ask: &Ask, choice: &Choice) -> usize {
        match choice.scarce {
            Some(_) => 0,
            None => ask.roster.classes[choice.class].length / self.step,
        }
    }
}

impl<'a> Ask<'a> {
    fn new(roster: &'a Roster, person: usize, part: Option<(&'a [u8], Range<usize>)>) -> Self {
        let one = &roster.people[person];
        let size = |value: u32| (value as usize).min(roster.days);
        let mut ask = Self {
            roster,
            person: one,
            from: 0,
            to: roster.days,
            around: None,
            before: Run::Off(size(one.least_rest).max(1)),
            low: one.least_minutes.div_ceil(roster.unit) as usize,
            high: (one.most_minutes / roster.unit) as usize,
            weekends: size(one.most_weekends).min(roster.days / 7),
            left: one.most.clone(),
            most_run: size(one.most_run),
            least_run: size(one.least_run).max(1),
            least_rest: size(one.least_rest).max(1),
        };
        if let Some((tour, days)) = part {
            ask.only(tour, days);
        }
        ask
    }

    /// Asks for some days of a tour only. A weekend is never cut in two.
    fn only(&mut self, tour: &'a [u8], days: Range<usize>) {
        let roster = self.roster;
        let sunday = |day: usize| roster.weekend(day) == Some(6);
        self.from = days.start - usize::from(sunday(days.start));
        self.to = days.end + usize::from(days.end < roster.days && sunday(days.end));
        self.around = Some(tour);
        self.before = self.run_before(tour);
        let (mut units, mut weekends) = (0, 0);
        for (day, shift) in tour.iter().enumerate() {
            let worked = *shift != OFF;
            if !worked || (self.from..self.to).contains(&day) {
                continue;
            }
            let shift = usize::from(*shift) - 1;
            units += roster.classes[roster.class[shift]].length;
            self.left[shift] = self.left[shift].saturating_sub(1);
            let saturday = day > 0 && tour[day - 1] != OFF;
            weekends += match roster.weekend(day) {
                Some(5) => 1,
                Some(_) => usize::from(!saturday),
                None => 0,
            };
        }
        self.low = self.low.saturating_sub(units);
        self.high = self.high.saturating_sub(units);
        self.weekends = self.weekends.saturating_sub(weekends);
    }

    fn run_before(&self, tour: &[u8]) -> Run {
        let before = &tour[..self.from];
        let run = |worked: bool| {
            let same = before
                .iter()
                .rev()
                .take_while(|day| (**day != OFF) == worked);
            same.count()
        };
        match before.last() {
            Some(last) if *last != OFF => Run::Work {
                class: self.roster.class[usize::from(*last) - 1],
                days: run(true),
            },
            Some(_) if run(false) < self.from => Run::Off(run(false).min(self.least_rest)),
            _ => Run::Off(self.least_rest),
        }
    }

    /// May what comes after the days asked for follow on this run?
    fn closes(&self, run: Run) -> bool {
        let Some(after) = self.around.map(|tour| &tour[self.to..]) else {
            return true;
        };
        let Some(next) = after.first() else {
            return true;
        };
        let worked = *next != OFF;
        let same = after.iter().take_while(|day| (**day != OFF) == worked);
        let length = same.count();
        let last = length == after.len();
        match (run, worked) {
            (Run::Off(days), false) => last || days + length >= self.least_rest,
            (Run::Work { days, .. }, false) => {
                self.may_end(days, self.to) && (last || length >= self.least_rest)
            }
            (Run::Off(days), true) => days >= self.least_rest && (last || length >= self.least_run),
            (Run::Work { class, days }, true) => {
                let next = self.roster.class[usize::from(*next) - 1];
                let long = last || self.may_end(days + length, self.to + length);
                self.roster.classes[class].follows[next] && days + length <= self.most_run && long
            }
        }
    }

    /// May a run of work of so many days end before this day? One since the first day always may.
    fn may_end(&self, days: usize, day: usize) -> bool {
        days >= self.least_run || days == day
    }

    /// Units of time in so many days at most.
    fn reach(&self, days: usize) -> usize {
        let round = self.most_run + self.least_rest;
        let worked = days / round * self.most_run + (days % round).min(self.most_run);
        worked * self.longest()
    }

    /// Units of time of the longest shift.
    fn longest(&self) -> usize {
        let lengths = self.roster.classes.iter().map(|class| class.length);
        lengths.max().unwrap_or(0)
    }

    /// The plan that counts these shifts; with `spread`, units of time that far from an even
    /// spread over the days are left out. `None` where it is too wide.
    fn plan(&self, scarce: &[usize], spread: Option<usize>) -> Option<Plan> {
        let days = self.to - self.from;
        let mut counts = 1;
        let mut counted = Vec::new();
        for shift in scarce {
            let most = self.left[*shift] as usize;
            let length = self.length(*shift);
            counted.push(Scarce {
                stride: counts,
                most,
                length,
            });
            counts *= most + 1;
        }
        let base: usize = counted
            .iter()
            .map(|scarce| scarce.most * scarce.length)
            .sum();
        let step = self.step(scarce);
        let (mut low, mut high) = (Vec::new(), Vec::new());
        for day in 0..=days {
            let least = self.low.saturating_sub(self.reach(days - day));
            let most = self.high.min(self.reach(day));
            let even = (self.low + self.high) / 2 * day / days.max(1);
            let spread = spread.unwrap_or(usize::MAX);
            let least = least.max(even.saturating_sub(spread));
            low.push(least.saturating_sub(base).div_ceil(step));
            high.push(most.min(even.saturating_add(spread)) / step);
        }
        if low.iter().zip(&high).any(|(low, high)| low > high) {
            return None;
        }
        let widest = low
            .iter()
            .zip(&high)
            .map(|(low, high)| high - low + 1)
            .max();
        let steps = low
            .windows(2)
            .map(|pair| pair[1].saturating_sub(pair[0]))
            .max();
        let guard = (self.longest() / step).max(steps.unwrap_or(0));
        let layout = Layout {
            classes: self.roster.classes.len(),
            works: self.most_run.max(1),
            rests: self.least_rest,
            width: widest.unwrap_or(1) + guard,
            guard,
            rows: self.weekends + 2,
            counts,
        };
        let cells = layout.layer().checked_mul(days + 1)?;
        (cells <= TOO_WIDE).then_some(Plan {
            layout,
            low,
            high,
            scarce: counted,
            step,
        })
    }

    fn length(&self, shift: usize) -> usize {
        self.roster.classes[self.roster.class[shift]].length
    }

    /// The greatest step of time that all shifts but these are multiples of.
    fn step(&self, but: &[usize]) -> usize {
        let others = (0..self.left.len()).filter(|shift| self.left[*shift] > 0);
        let lengths = others.filter(|shift| !but.contains(shift));
        let step = lengths.fold(0, |step, shift| gcd(step, self.length(shift) as u32));
        step.max(1) as usize
    }

    /// Shifts that are better counted from the beginning: few, and without them time goes by in
    /// greater steps.
    fn odd(&self) -> Vec<usize> {
        let mut odd = Vec::new();
        for shift in 0..self.left.len() {
            let few = (1..FEW).contains(&self.left[shift]);
            let alone: Vec<usize> = odd.iter().copied().chain([shift]).collect();
            if few && odd.is_empty() && self.step(&alone) > self.step(&odd) {
                odd = alone;
            }
        }
        odd
    }
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

fn runs(layout: Layout) -> impl Iterator<Item = Run> {
    let work = (0..layout.classes)
        .flat_map(move |class| (1..=layout.works).map(move |days| Run::Work { class, days }));
    work.chain((1..=layout.rests).map(Run::Off))
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

impl Ask<'_> {
    /// The run after a day off.
    fn rested(&self, run: Run, day: usize) -> Option<Run> {
        match run {
            Run::Off(days) => Some(Run::Off((days + 1).min(self.least_rest))),
            Run::Work { days, .. } => self.may_end(days, day).then_some(Run::Off(1)),
        }
    }

    /// The run after a shift of this class.
    fn worked(&self, run: Run, next: usize) -> Option<Run> {
        let days = match run {
            Run::Off(days) => (days >= self.least_rest).then_some(0)?,
            Run::Work { class, days } => {
                self.roster.classes[class].follows[next].then_some(days)?
            }
        };
        (days < self.most_run).then_some(Run::Work {
            class: next,
            days: days + 1,
        })
    }

    /// One where a shift on this day makes a weekend a worked one.
    fn new_weekend(&self, run: Run, day: usize) -> usize {
        match self.roster.weekend(day) {
            Some(5) => 1,
            Some(_) => usize::from(matches!(run, Run::Off(_))),
            None => 0,
        }
    }
}

/// From the states before a day to those after it.
struct Step<'a> {
    ask: &'a Ask<'a>,
    plan: &'a Plan,
    layout: Layout,
    day: usize,
    /// By how many units the least told apart grows.
    back: usize,
}

impl Step<'_> {
    #[inline(always)]
    fn make(&self, done: &[f64], next: &mut [f64], choices: &[Choice]) {
        next.fill(NONE);
        for count in 0..self.layout.counts {
            self.rest(done, next, count);
            for choice in choices {
                let mut to = count;
                if let Some(scarce) = choice.scarce {
                    let scarce = self.plan.scarce[scarce];
                    if scarce.worked(count) == scarce.most {
                        continue;
                    }
                    to += scarce.stride;
                }
                self.work(done, next, (count, to), choice);
            }
        }
        self.clear(next);
    }

    #[inline(always)]
    fn rest(&self, done: &[f64], next: &mut [f64], count: usize) {
        let layout = self.layout;
        for days in 1..=layout.rests {
            let after = Run::Off((days + 1).min(layout.rests));
            let (from, to) = (layout.run(count, Run::Off(days)), layout.run(count, after));
            raise(done, next, (from, to - self.back, layout.block()), 0.0);
        }
        let to = layout.run(count, Run::Off(1)) - self.back;
        for class in 0..layout.classes {
            for days in (1..=layout.works).filter(|days| self.ask.may_end(*days, self.day)) {
                let from = layout.run(count, Run::Work { class, days });
                raise(done, next, (from, to, layout.block()), 0.0);
            }
        }
    }

    #[inline(always)]
    fn work(&self, done: &[f64], next: &mut [f64], counts: (usize, usize), choice: &Choice) {
        let layout = self.layout;
        if self.ask.most_run == 0 {
            return;
        }
        let first = Run::Work {
            class: choice.class,
            days: 1,
        };
        let length = self.plan.length(self.ask, choice);
        let shift = |new: usize| length + new * layout.width;
        let off = Run::Off(layout.rests);
        let new = self.ask.new_weekend(off, self.day);
        let to = layout.run(counts.1, first) + shift(new) - self.back;
        raise(
            done,
            next,
            (layout.run(counts.0, off), to, layout.block()),
            choice.gain,
        );
        if layout.works == 1 {
            return;
        }
        let second = Run::Work {
            class: choice.class,
            days: 2,
        };
        let new = self.ask.new_weekend(first, self.day);
        let to = layout.run(counts.1, second) + shift(new) - self.back;
        let size = (layout.works - 1) * layout.block();
        for class in 0..layout.classes {
            if self.ask.roster.classes[class].follows[choice.class] {
                let from = layout.run(counts.0, Run::Work { class, days: 1 });
                raise(done, next, (from, to, size), choice.gain);
            }
        }
    }

    /// Nothing may lie beyond the most units and weekends.
    #[inline(always)]
    fn clear(&self, next: &mut [f64]) {
        let layout = self.layout;
        let nth = self.day + 1 - self.ask.from;
        let used = self.plan.high[nth] - self.plan.low[nth] + 1;
        let states = &mut next[layout.guard..layout.guard + layout.counts * layout.all()];
        for block in states.chunks_exact_mut(layout.block()) {
            let (rows, beyond) = block.split_at_mut((layout.rows - 1) * layout.width);
            for row in rows.chunks_exact_mut(layout.width) {
                row[used..].fill(NONE);
            }
            beyond.fill(NONE);
        }
    }
}

/// Raises states to what a step from others, so many from a place, brings.
#[inline(always)]
fn raise(done: &[f64], next: &mut [f64], (from, to, size): (usize, usize, usize), gain: f64) {
    let done = &done[from..from + size];
    let next = &mut next[to..to + size];
    for (next, done) in next.iter_mut().zip(done) {
        let offer = done + gain;
        *next = if offer > *next { offer } else { *next };
    }
}
