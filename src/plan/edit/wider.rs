//! Contacts that go outside for longer on a day.

use super::{Answer, Editor, Repair};
use crate::calendar::Grid;
use crate::plan::exact::Kept;
use crate::simulate::Overflow;
use chrono::NaiveDate;

impl Editor<'_> {
    /// The overflow windows of a day an hour longer, and as long as the line is open; not where more
    /// contacts would go outside than the contract takes.
    pub(super) fn wider(&self, answer: &Answer, date: NaiveDate, kept: &Kept) -> Vec<Repair> {
        let contract = self.config.overflow.as_ref();
        let Some((overflow, contract)) = self.desk.overflow.as_ref().zip(contract) else {
            return Vec::new();
        };
        let roster = &answer.edited.roster;
        let grid = roster.grid;
        let hour = 60_usize.div_ceil(grid.step.max(1) as usize);
        let open = &self.desk.traffic.open.values;
        let longest =
            [hour, grid.len].map(|more| longer(overflow, open, grid.day_range(date), more));
        let mut tried: Vec<Overflow> = longest.into_iter().flatten().collect();
        tried.dedup_by(|a, b| a.wait_above.values == b.wait_above.values);
        let repairs = tried.iter().filter_map(|wider| {
            let days = self
                .desk
                .exact_days(&self.centre, roster, Some(wider), kept);
            let figures = self.figures(roster, days.as_ref());
            let outside = figures.exact?.overflowed.0;
            let fits = contract.contract.most().is_none_or(|most| outside <= most);
            fits.then(|| Repair {
                what: format!("{date}: outside {}", hours(wider, &grid, date)),
                changes: Vec::new(),
                figures,
                mended: Vec::new(),
                left: answer.breaches.len(),
                wider: true,
                edited: answer.edited.clone(),
            })
        });
        repairs.collect()
    }
}

/// The day's last window so many intervals longer while the line is open; `None` where it cannot be.
fn longer(
    overflow: &Overflow,
    open: &[bool],
    day: std::ops::Range<usize>,
    more: usize,
) -> Option<Overflow> {
    let inside = |index: &usize| overflow.wait_above.values[*index].is_some();
    let last = day.clone().rev().find(inside)?;
    let mut wider = overflow.clone();
    let after = (last + 1..day.end).take(more).filter(|index| open[*index]);
    after.for_each(|index| wider.wait_above.values[index] = overflow.wait_above.values[last]);
    (wider.wait_above.values != overflow.wait_above.values).then_some(wider)
}

/// `09:00–13:30`, from the day's first window to the end of its last.
fn hours(overflow: &Overflow, grid: &Grid, date: NaiveDate) -> String {
    let inside = |index: &usize| overflow.wait_above.values[*index].is_some();
    let first = grid.day_range(date).find(inside).unwrap_or_default();
    let last = grid.day_range(date).rev().find(inside).unwrap_or_default();
    let clock = |index: usize| grid.local(index).format("%H:%M").to_string();
    format!("{}–{}", clock(first), clock(last + 1))
}
