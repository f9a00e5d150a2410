//! What is asked of a path: which days, under which rules, and what may follow on what.

use super::{Ask, FEW, Layout, Plan, Run, Scarce, TOO_WIDE};
use crate::week::{OFF, Roster, gcd};
use std::ops::Range;

impl<'a> Ask<'a> {
    pub(super) fn new(
        roster: &'a Roster,
        person: usize,
        part: Option<(&'a [u8], Range<usize>)>,
    ) -> Self {
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
    pub(super) fn only(&mut self, tour: &'a [u8], days: Range<usize>) {
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

    pub(super) fn run_before(&self, tour: &[u8]) -> Run {
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
    pub(super) fn closes(&self, run: Run) -> bool {
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
    pub(super) fn may_end(&self, days: usize, day: usize) -> bool {
        days >= self.least_run || days == day
    }

    /// Units of time in so many days at most.
    pub(super) fn reach(&self, days: usize) -> usize {
        let round = self.most_run + self.least_rest;
        let worked = days / round * self.most_run + (days % round).min(self.most_run);
        worked * self.longest()
    }

    /// Units of time of the longest shift.
    pub(super) fn longest(&self) -> usize {
        let lengths = self.roster.classes.iter().map(|class| class.length);
        lengths.max().unwrap_or(0)
    }

    /// The plan that counts these shifts; with `spread`, units of time that far from an even
    /// spread over the days are left out. `None` where it is too wide.
    pub(super) fn plan(&self, scarce: &[usize], spread: Option<usize>) -> Option<Plan> {
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

    pub(super) fn length(&self, shift: usize) -> usize {
        self.roster.classes[self.roster.class[shift]].length
    }

    /// The greatest step of time that all shifts but these are multiples of.
    pub(super) fn step(&self, but: &[usize]) -> usize {
        let others = (0..self.left.len()).filter(|shift| self.left[*shift] > 0);
        let lengths = others.filter(|shift| !but.contains(shift));
        let step = lengths.fold(0, |step, shift| gcd(step, self.length(shift) as u32));
        step.max(1) as usize
    }

    /// Shifts that are better counted from the beginning: few, and without them time goes by in
    /// greater steps.
    pub(super) fn odd(&self) -> Vec<usize> {
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

impl Ask<'_> {
    /// The run after a day off.
    pub(super) fn rested(&self, run: Run, day: usize) -> Option<Run> {
        match run {
            Run::Off(days) => Some(Run::Off((days + 1).min(self.least_rest))),
            Run::Work { days, .. } => self.may_end(days, day).then_some(Run::Off(1)),
        }
    }

    /// The run after a shift of this class.
    pub(super) fn worked(&self, run: Run, next: usize) -> Option<Run> {
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
    pub(super) fn new_weekend(&self, run: Run, day: usize) -> usize {
        match self.roster.weekend(day) {
            Some(5) => 1,
            Some(_) => usize::from(matches!(run, Run::Off(_))),
            None => 0,
        }
    }
}
