//! Intervals within a day, added up to whole local days.

use super::queue::{weekday, weighted};
use super::step::DAY;
use super::{GroupRecord, Queue};
use crate::calendar::{Grid, Series};
use crate::units::{Agents, Contacts};
use chrono::NaiveDate;
use chrono_tz::Tz;
use std::collections::VecDeque;
use std::ops::Range;

/// Recorded days of the same weekday that tell which intervals a day usually has.
const LIKE: usize = 4;

/// Silence where so many contacts were to be expected is no empty interval, as in cleaning.
const OUTAGE: f64 = 12.0;

/// The record with a row per local date: the day of a clock change is one day.
///
/// A day of which usual intervals are not recorded is unknown, for a part of a day is no day; as
/// long as the record has never said zero, they are unknown only where 12 contacts or more were to
/// be expected in one stretch, else empty. Each day is judged by itself and those before it.
pub(super) fn by_day(queue: &Queue) -> Queue {
    let grid = queue.offered.grid;
    let dates = grid.dates();
    let ranges: Vec<Range<usize>> = dates.iter().map(|date| grid.day_range(*date)).collect();
    let whole = whole_days(&queue.offered, &dates, &ranges);
    // Dates have no clock that could change.
    let days = Grid::days(Tz::UTC, grid.date(0), dates.len() as u32, DAY);
    let over = |day: usize| match whole.get(day) {
        Some(true) => ranges.get(day).cloned().unwrap_or_default(),
        _ => 0..0,
    };
    let recorded = |index: &usize| matches!(queue.offered.values.get(*index), Some(Some(_)));
    let add = |counts: &Series<Option<Contacts>>| {
        Series::from_fn(days, |day| {
            let mut known = over(day).filter(recorded).peekable();
            known.peek()?;
            let count = |index: usize| counts.values.get(index).copied().flatten();
            known.map(count).sum()
        })
    };
    let answered = match queue.answered.values.iter().any(Option::is_some) {
        true => &queue.answered,
        false => &queue.offered,
    };
    Queue {
        offered: add(&queue.offered),
        answered: add(&queue.answered),
        abandoned: add(&queue.abandoned),
        handle_time: Series::from_fn(days, |day| {
            weighted(&queue.handle_time, answered, over(day))
        }),
        wait: Series::from_fn(days, |day| weighted(&queue.wait, &queue.offered, over(day))),
        agents: Series::from_fn(days, |day| mean(&queue.agents, over(day))),
        topics: queue.each_topic(add),
        groups: queue.each_group(|group| GroupRecord {
            contacts: Series::from_fn(days, |day| {
                let count = |index: usize| group.contacts.values.get(index).copied().flatten();
                let known = over(day).filter_map(count);
                known.reduce(|a, b| Contacts(a.0 + b.0))
            }),
            handle_time: Series::from_fn(days, |day| {
                weighted(&group.handle_time, &group.contacts, over(day))
            }),
        }),
    }
}

fn mean(agents: &Series<Option<Agents>>, range: Range<usize>) -> Option<Agents> {
    let known = agents
        .values
        .get(range)
        .unwrap_or_default()
        .iter()
        .flatten();
    let (sum, count) = known.fold((0.0, 0.0), |(sum, count), agents| {
        (sum + agents.0, count + 1.0)
    });
    (count > 0.0).then(|| Agents(sum / count))
}

/// Which days are recorded as a whole.
fn whole_days(
    offered: &Series<Option<Contacts>>,
    dates: &[NaiveDate],
    ranges: &[Range<usize>],
) -> Vec<bool> {
    let grid = &offered.grid;
    let mut usual = Usual::new(grid.step);
    let days = dates.iter().zip(ranges);
    days.map(|(date, range)| {
        let cells = range.clone().map(|index| {
            let count = offered.values.get(index).copied().flatten();
            (grid.minute_of_day(index), count.map(|count| count.0))
        });
        usual.is_whole(weekday(*date), &cells.collect::<Vec<_>>())
    })
    .collect()
}

/// A day by the interval of its clock.
type Clock = Vec<Option<f64>>;

/// What the last recorded days of each weekday held.
struct Usual {
    step: u32,
    days: [VecDeque<Clock>; 7],
    /// Has the record never said zero?
    silent: bool,
}

impl Usual {
    fn new(step: u32) -> Self {
        Self {
            step,
            days: Default::default(),
            silent: true,
        }
    }

    fn is_whole(&mut self, weekday: usize, cells: &[(u32, Option<f64>)]) -> bool {
        if cells.iter().all(|(_, count)| count.is_none()) {
            return false;
        }
        self.silent &= cells.iter().all(|(_, count)| *count != Some(0.0));
        let mut missed = 0.0;
        let mut whole = true;
        for (minute, count) in cells {
            match (count, self.expected(weekday, *minute)) {
                (Some(_), _) => missed = 0.0,
                (None, Some(_)) if !self.silent => whole = false,
                (None, expected) => missed += expected.unwrap_or_default(),
            }
            whole &= missed < OUTAGE;
        }
        self.remember(weekday, cells);
        whole
    }

    /// Mean contacts of an interval that more than half of the like days recorded.
    fn expected(&self, weekday: usize, minute: u32) -> Option<f64> {
        let days = self.days.get(weekday)?;
        let at = (minute / self.step.max(1)) as usize;
        let known = days.iter().filter_map(|day| day.get(at).copied().flatten());
        let (sum, count) = known.fold((0.0, 0), |(sum, count), value| (sum + value, count + 1));
        (2 * count > days.len()).then(|| sum / count as f64)
    }

    fn remember(&mut self, weekday: usize, cells: &[(u32, Option<f64>)]) {
        let mut day = vec![None; (DAY / self.step.max(1)) as usize];
        for (minute, count) in cells {
            if let Some(held) = day.get_mut((minute / self.step.max(1)) as usize)
                && count.is_some()
            {
                *held = *count;
            }
        }
        if let Some(days) = self.days.get_mut(weekday) {
            days.push_back(day);
            if days.len() > LIKE {
                days.pop_front();
            }
        }
    }
}
