//! What came on each date, and whether that was like other dates.

use super::Queue;
use super::days::median;
use super::queue::weekday;
use chrono::{Datelike, Days, NaiveDate};
use std::collections::BTreeMap;

/// A day below this share of the same weekdays around it is unusually quiet.
const QUIET: f64 = 0.7;
/// Same weekdays on either side that a day is compared with.
const AROUND: usize = 4;
/// A weekday that is recorded less often than this is usually closed, and its days say nothing.
const USUAL: f64 = 0.5;
/// A day of so many contacts passes without any about once in a thousand times.
const NEVER_EMPTY: f64 = 7.0;
/// Days on either side of which half must be recorded, that a day without record lies in no gap.
const NEAR: u64 = 7;

/// Contacts by recorded date.
pub(super) struct DayTotals {
    totals: BTreeMap<NaiveDate, f64>,
    usual: [bool; 7],
    span: (NaiveDate, NaiveDate),
}

impl DayTotals {
    pub fn of(record: &Queue) -> Self {
        let grid = &record.offered.grid;
        let mut totals = BTreeMap::new();
        let mut counts = [(0.0, 0.0); 7];
        let dates = grid.dates();
        for date in &dates {
            let day = record
                .offered
                .values
                .get(grid.day_range(*date))
                .unwrap_or_default();
            let known: Vec<f64> = day.iter().flatten().map(|contacts| contacts.0).collect();
            if let Some(count) = counts.get_mut(weekday(*date)) {
                count.0 += 1.0;
                count.1 += f64::from(u8::from(!known.is_empty()));
            }
            if !known.is_empty() {
                totals.insert(*date, known.iter().sum());
            }
        }
        Self {
            span: (
                dates.first().copied().unwrap_or_default(),
                dates.last().copied().unwrap_or_default(),
            ),
            usual: counts.map(|(all, known)| known > 0.0 && known >= USUAL * all),
            totals,
        }
    }

    /// Does the date lie behind the record's last one?
    pub fn is_to_come(&self, date: NaiveDate) -> bool {
        date > self.span.1
    }

    /// Was a day missing or unusually quiet? Nothing is said of days that are usually closed, nor
    /// of the first and the last one, of which a part may be missing.
    pub fn is_odd(&self, date: NaiveDate) -> Option<bool> {
        if !self.is_usual(date) {
            return None;
        }
        let Some(total) = self.totals.get(&date) else {
            return Some(true);
        };
        Some(*total < QUIET * self.around(date)?)
    }

    /// Was the line closed: nothing came, or was recorded, on a day on which something should
    /// have? Nothing is said where a day may well pass without contacts, and of gaps.
    pub fn is_closed(&self, date: NaiveDate) -> Option<bool> {
        if !self.is_usual(date) || self.around(date)? < NEVER_EMPTY {
            return None;
        }
        match self.totals.get(&date) {
            Some(total) => Some(*total <= 0.0),
            None => (!self.is_in_gap(date)).then_some(true),
        }
    }

    /// Is the weekday of a date usually open?
    pub fn opens_on(&self, date: NaiveDate) -> bool {
        self.usual.get(weekday(date)) == Some(&true)
    }

    fn is_usual(&self, date: NaiveDate) -> bool {
        let (first, last) = self.span;
        first < date && date < last && self.opens_on(date)
    }

    /// The median of the same weekdays around a date.
    fn around(&self, date: NaiveDate) -> Option<f64> {
        let like = |near: &(&NaiveDate, &f64)| near.0.weekday() == date.weekday();
        let before = self.totals.range(..date).rev().filter(like).take(AROUND);
        let after = self.totals.range(date..).filter(|near| *near.0 != date);
        let after = after.filter(like).take(AROUND);
        let mut around: Vec<f64> = before.chain(after).map(|(_, total)| *total).collect();
        (!around.is_empty()).then(|| median(&mut around))
    }

    fn is_in_gap(&self, date: NaiveDate) -> bool {
        let near = (1..=NEAR).flat_map(|days| [date - Days::new(days), date + Days::new(days)]);
        let usual: Vec<NaiveDate> = near.filter(|date| self.is_usual(*date)).collect();
        let known = usual.iter().filter(|date| self.totals.contains_key(date));
        2 * known.count() < usual.len()
    }
}
