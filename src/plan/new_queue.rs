//! What is expected of a queue that is new: the shape of another one, at a stated level.

use super::expect::{Asked, Expected};
use super::ready::{New, Ready};
use crate::calendar::{Grid, Series};
use crate::config::{Like, LikeLevel};
use crate::error::{Note, Phrase, Problem, Result};
use crate::forecast::{Counted, Stated};
use crate::history::{Clean, GroupRecord, Queue};
use crate::units::Contacts;
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;

/// Days of its own from which on a queue is no longer new.
const ENOUGH: i64 = 14;

/// Days that show what is ordinary of the other queue.
const ORDINARY: u64 = 56;

impl Ready {
    /// The forecast of a new queue; its own record alone, where that reaches over two weeks.
    pub(super) fn expect_new(&self, new: &New) -> Result<Expected> {
        let own = new.record.as_ref().map(|own| own.until(self.known_until));
        let own = own.filter(|own| own.offered.values.iter().any(Option::is_some));
        if let (Some(known), Some(record)) = (&own, &new.record) {
            let days = recorded(known);
            let span = days.last().zip(days.first());
            if span.is_some_and(|(last, first)| (*last - *first).num_days() + 1 >= ENOUGH) {
                let mut notes = self.notes.clone();
                notes.push(said_of_own(&new.like));
                return self.asked().expect(record.clone(), notes);
            }
        }
        let mut expected = self
            .asked()
            .expect(self.record.clone(), self.notes.clone())?;
        let ordinary = ordinary(&expected.clean).ok_or_else(|| nothing_ordinary(&new.like))?;
        let stated = stated(&new.like, ordinary);
        let days = match &own {
            Some(own) => self.own_days(own, &expected)?,
            None => Vec::new(),
        };
        let likened = expected.forecast.liken(&stated, &days);
        expected
            .notes
            .extend(likened.forecast.notes.last().cloned());
        expected.forecast = likened.forecast;
        expected.clean.contacts = expected.clean.contacts.map(|c| *c * stated.share);
        expected.known = laid(own.as_ref(), expected.clean.contacts.grid);
        expected.record = laid(new.record.as_ref(), expected.record.offered.grid);
        Ok(expected)
    }

    /// The new queue's days beside what was expected of the other on the same intervals, with what
    /// was known of it before the first of them; where that is too little, beside what came there.
    fn own_days(&self, own: &Queue, expected: &Expected) -> Result<Vec<Counted>> {
        let days = recorded(own);
        let (Some(first), Some(last)) = (days.first(), days.last()) else {
            return Ok(Vec::new());
        };
        let before = Asked {
            first: *first,
            days: (*last - *first).num_days() as u32 + 1,
            known_until: *first - Days::new(1),
            ..self.asked()
        };
        let other = match before.expect(self.record.clone(), Vec::new()) {
            Ok(before) => before.forecast.contacts,
            Err(_) => expected.clean.contacts.clone(),
        };
        let usable = self.opening.mask(&own.offered.grid);
        Ok(days
            .iter()
            .filter(|day| !self.calendar.is_public_holiday(**day))
            .filter_map(|day| counted(own, &usable, &other, *day))
            .collect())
    }
}

/// A day of a queue beside another's series, over the intervals that both have.
fn counted(
    own: &Queue,
    usable: &Series<bool>,
    other: &Series<Contacts>,
    day: NaiveDate,
) -> Option<Counted> {
    let grid = own.offered.grid;
    let pairs = grid.day_range(day).filter_map(|index| {
        let count = own.offered.values.get(index).copied().flatten()?;
        let there = other.grid.index_of(grid.instant(index))?;
        let open = usable.values.get(index) == Some(&true);
        open.then_some((count.0, other.values.get(there)?.0))
    });
    let (count, expected) = pairs.fold((0.0, 0.0), |a, b| (a.0 + b.0, a.1 + b.1));
    (expected > 0.0).then_some(Counted { count, expected })
}

/// Dates with any count.
fn recorded(queue: &Queue) -> Vec<NaiveDate> {
    let grid = queue.offered.grid;
    let counted = |date: &NaiveDate| {
        let day = queue.offered.values.get(grid.day_range(*date));
        day.into_iter().flatten().any(Option::is_some)
    };
    grid.dates().into_iter().filter(counted).collect()
}

/// Mean contacts of the open days of the last eight weeks.
fn ordinary(clean: &Clean) -> Option<f64> {
    let grid = clean.contacts.grid;
    let dates = grid.dates();
    let from = *dates.last()? - Days::new(ORDINARY - 1);
    let day = |date: &NaiveDate| {
        let usable = |index: &usize| clean.usable.values.get(*index) == Some(&true);
        let counts = grid.day_range(*date).filter(usable);
        let counts = counts.filter_map(|index| clean.contacts.values.get(index));
        counts.map(|contacts| contacts.0).reduce(|a, b| a + b)
    };
    let totals: Vec<f64> = dates
        .iter()
        .filter(|d| **d >= from)
        .filter_map(day)
        .collect();
    let sum: f64 = totals.iter().sum();
    (sum > 0.0).then(|| sum / totals.len() as f64)
}

fn stated(like: &Like, ordinary: f64) -> Stated {
    let per_day = match like.level {
        LikeLevel::PerDay(contacts) => contacts,
        LikeLevel::Share(share) => share * ordinary,
    };
    Stated {
        per_day,
        share: per_day / ordinary,
        days: like.days,
    }
}

/// A record on another grid; nothing is known where it does not reach.
fn laid(record: Option<&Queue>, grid: Grid) -> Queue {
    fn lay<U: Copy>(series: Option<&Series<Option<U>>>, grid: Grid) -> Series<Option<U>> {
        Series::from_fn(grid, |index| {
            let series = series?;
            let there = series.grid.index_of(grid.instant(index))?;
            series.values.get(there).copied().flatten()
        })
    }
    Queue {
        offered: lay(record.map(|record| &record.offered), grid),
        answered: lay(record.map(|record| &record.answered), grid),
        abandoned: lay(record.map(|record| &record.abandoned), grid),
        handle_time: lay(record.map(|record| &record.handle_time), grid),
        wait: lay(record.map(|record| &record.wait), grid),
        agents: lay(record.map(|record| &record.agents), grid),
        topics: record.map_or_else(BTreeMap::new, |record| {
            let topics = record.topics.iter();
            topics
                .map(|(name, topic)| (name.clone(), lay(Some(topic), grid)))
                .collect()
        }),
        groups: record.map_or_else(BTreeMap::new, |record| {
            let groups = record.groups.iter();
            groups
                .map(|(name, group)| {
                    let group = GroupRecord {
                        contacts: lay(Some(&group.contacts), grid),
                        handle_time: lay(Some(&group.handle_time), grid),
                    };
                    (name.clone(), group)
                })
                .collect()
        }),
    }
}

fn nothing_ordinary(like: &Like) -> Problem {
    let what = format!(
        "the last eight weeks of queue `{}` hold no contacts",
        like.queue
    );
    Problem::new("H192", "history", what)
        .hint("take another queue to be like, or an earlier planning date")
}

fn said_of_own(like: &Like) -> Note {
    let what = Phrase::new(
        format!(
            "two weeks of its own are recorded: `{}` is not looked at",
            like.queue
        ),
        format!(
            "er zijn twee eigen weken: naar `{}` is niet gekeken",
            like.queue
        ),
    );
    Note::new("N324", "forecast", what)
}
