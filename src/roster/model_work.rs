//! Kinds of other work, compiled.

use super::model::{Day, Sizes};
use super::{Demand, Setting, Span, Work};
use crate::calendar::{ClockSpan, Grid};

/// What is asked of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// So many people in each unit of the windows.
    Staffed(i32),
    /// So many minutes a day.
    Hours(i32),
    /// Once in the week for each of the people.
    Session,
    /// The whole team at once.
    Meeting,
}

/// A kind of other work.
pub(super) struct Kind {
    /// What is asked.
    pub asked: Asked,
    /// Does it take a seat?
    pub seat: bool,
    /// Is it screen work?
    pub screen: bool,
    /// Lengths of a stretch in units, ascending.
    pub blocks: Vec<usize>,
    /// Per day and unit: inside the windows?
    pub inside: Vec<Vec<bool>>,
}

impl Kind {
    /// Minutes asked on a day when it is a kind of so many hours a day.
    pub fn minutes_on(&self, day: usize) -> i32 {
        match self.asked {
            Asked::Hours(minutes) if self.inside[day].contains(&true) => minutes,
            _ => 0,
        }
    }

    /// People asked in a unit when it is a kind that is staffed.
    pub fn people_at(&self, day: usize, unit: usize) -> i32 {
        match self.asked {
            Asked::Staffed(people) if self.inside[day][unit] => people,
            _ => 0,
        }
    }
}

/// The clock times and lengths that the unit must divide.
pub(super) fn times(work: &Work) -> Vec<u32> {
    let mut times = Vec::new();
    let mut add_windows = |windows: &[Vec<ClockSpan>; 7]| {
        times.extend(
            windows
                .iter()
                .flatten()
                .flat_map(|span| [span.from, span.to]),
        );
    };
    match &work.demand {
        Demand::Staffed { windows, .. } | Demand::Hours { windows, .. } => {
            add_windows(windows);
            times.push(work.block.0.0.unsigned_abs());
        }
        Demand::Session {
            windows, minutes, ..
        } => {
            add_windows(windows);
            times.push(minutes.0.unsigned_abs());
        }
        Demand::Meeting { at, .. } => times.extend([at.from, at.to]),
    }
    times
}

/// Compiles the kinds of a setting.
pub(super) fn kinds(setting: &Setting, days: &[Day], sizes: &Sizes) -> Vec<Kind> {
    let grid = setting.open.grid;
    let kind = |work: &Work| {
        let (asked, blocks) = asked(setting, work, sizes);
        Kind {
            asked,
            seat: work.seat,
            screen: work.screen,
            blocks,
            inside: days
                .iter()
                .map(|day| inside(&grid, work, day, sizes))
                .collect(),
        }
    };
    setting.work.iter().map(kind).collect()
}

fn asked(setting: &Setting, work: &Work, sizes: &Sizes) -> (Asked, Vec<usize>) {
    let units = |minutes: i32| (minutes / sizes.unit).max(1) as usize;
    match &work.demand {
        Demand::Staffed { people, .. } => {
            (Asked::Staffed(*people as i32), blocks(setting, work, sizes))
        }
        Demand::Hours { per_day, .. } => (Asked::Hours(per_day.0), blocks(setting, work, sizes)),
        Demand::Session { minutes, .. } => (Asked::Session, vec![units(minutes.0)]),
        Demand::Meeting { at, .. } => (Asked::Meeting, vec![units(at.minutes() as i32)]),
    }
}

/// Lengths from the shortest stretch to the longest, in steps of the starts' lattice.
fn blocks(setting: &Setting, work: &Work, sizes: &Sizes) -> Vec<usize> {
    let unit = sizes.unit as usize;
    let least = (work.block.0.0.max(1) as usize).div_ceil(unit);
    let mut most = work.block.1.0.max(0) as usize / unit;
    if work.screen {
        most = most.min(sizes.stretch);
    }
    let step = (setting.shifts.start_step as usize / unit).max(1);
    (least..=most).step_by(step).collect()
}

/// The windows of a work on a day, as spans of the grid.
fn windows(grid: &Grid, work: &Work, day: &Day) -> Vec<Span> {
    let spans = |spans: &[ClockSpan]| -> Vec<Span> {
        let span = |span: &ClockSpan| Span::local(grid, day.date, span.from, span.to);
        spans.iter().map(span).collect()
    };
    match &work.demand {
        Demand::Staffed { windows, .. }
        | Demand::Hours { windows, .. }
        | Demand::Session { windows, .. } => spans(&windows[day.weekday]),
        Demand::Meeting { weekday, at, .. } if *weekday == day.weekday => spans(&[*at]),
        Demand::Meeting { .. } => Vec::new(),
    }
}

fn inside(grid: &Grid, work: &Work, day: &Day, sizes: &Sizes) -> Vec<bool> {
    let windows = windows(grid, work, day);
    let unit_span = |unit: usize| {
        let from = day.origin + unit as i32 * sizes.unit;
        Span {
            from,
            to: from + sizes.unit,
        }
    };
    let is_inside = |unit: usize| {
        let span = unit_span(unit);
        day.open
            && windows
                .iter()
                .any(|w| w.from <= span.from && span.to <= w.to)
    };
    (0..day.units).map(is_inside).collect()
}
