//! Whose holidays a record keeps.

use super::days::median;
use super::{HolidayList, Queue};
use crate::calendar::Holiday;
use crate::error::{Note, Phrase};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// A day below this share of the same weekdays around it is unusually quiet.
const QUIET: f64 = 0.7;
/// Same weekdays on either side that a day is compared with.
const AROUND: usize = 4;
/// A weekday that is recorded less often than this is usually closed, and its days say nothing.
const USUAL: f64 = 0.5;

/// The holidays, of those that a list has by country, that agree best with a record.
///
/// A holiday on a weekday that is usually recorded counts one for its country where the day is
/// missing or has less than 70 % of the contacts of the median of up to four same weekdays on
/// either side, and one against it where it is a day like others. The country with the most
/// points is taken; where several have the most, or none has more points than none at all, the
/// holidays of all of those together. Countries without a holiday from the record's first day to
/// `until` are left out. A list of one country is taken as it is.
pub fn holidays_kept(
    list: &HolidayList,
    record: &Queue,
    until: NaiveDate,
) -> (Vec<Holiday>, Option<Note>) {
    let first = record.offered.grid.date(0);
    let within = |day: &Holiday| first <= day.date && day.date <= until;
    let mut bearing: Vec<(&String, &Vec<Holiday>)> = list.countries.iter().collect();
    if bearing.len() == 1 {
        return (
            bearing
                .iter()
                .flat_map(|(_, days)| days.iter().cloned())
                .collect(),
            None,
        );
    }
    bearing.retain(|(_, days)| days.iter().any(within));
    let days = DayTotals::of(record);
    let points: Vec<i32> = bearing
        .iter()
        .map(|(_, dates)| days.points(dates))
        .collect();
    let most = points.iter().copied().max().unwrap_or(0);
    let chosen: Vec<(&String, &Vec<Holiday>)> = bearing
        .into_iter()
        .zip(points)
        .filter(|(_, points)| most <= 0 || *points == most)
        .map(|(country, _)| country)
        .collect();
    let names: Vec<&str> = chosen.iter().map(|(name, _)| name.as_str()).collect();
    let note = told(list, &names, most);
    (
        chosen
            .into_iter()
            .flat_map(|(_, days)| days.iter().cloned())
            .collect(),
        Some(note),
    )
}

fn told(list: &HolidayList, names: &[&str], most: i32) -> Note {
    let shown = names.join(", ");
    let what = match names {
        [] => Phrase::new(
            "none of its holidays falls within the record or the days asked for",
            "geen van de feestdagen valt binnen de geschiedenis of de gevraagde dagen",
        ),
        [_] if most > 0 => Phrase::new(
            format!("the record agrees best with the holidays of {shown}"),
            format!("de geschiedenis past het best bij de feestdagen van {shown}"),
        ),
        [_] => Phrase::new(
            format!("the holidays of {shown} are the only ones within these dates"),
            format!("de feestdagen van {shown} zijn de enige binnen deze datums"),
        ),
        _ => Phrase::new(
            format!(
                "the record does not tell the countries {shown} apart: the holidays of all count"
            ),
            format!(
                "de geschiedenis onderscheidt de landen {shown} niet: de feestdagen van alle tellen"
            ),
        ),
    };
    Note::new("N231", &list.place, what)
}

/// Contacts by recorded date.
struct DayTotals {
    totals: BTreeMap<NaiveDate, f64>,
    usual: [bool; 7],
    span: (NaiveDate, NaiveDate),
}

impl DayTotals {
    fn of(record: &Queue) -> Self {
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
            if let Some(count) = counts.get_mut(super::queue::weekday(*date)) {
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

    fn points(&self, holidays: &[Holiday]) -> i32 {
        let (first, last) = self.span;
        let within = holidays
            .iter()
            .map(|day| day.date)
            .filter(|date| first < *date && *date < last);
        within
            .filter_map(|date| self.is_odd(date))
            .map(|odd| if odd { 1 } else { -1 })
            .sum()
    }

    /// Is a day missing or unusually quiet? Nothing is said of days that are usually closed.
    fn is_odd(&self, date: NaiveDate) -> Option<bool> {
        self.usual
            .get(super::queue::weekday(date))
            .filter(|usual| **usual)?;
        let Some(total) = self.totals.get(&date) else {
            return Some(true);
        };
        let like = |near: &(&NaiveDate, &f64)| near.0.weekday() == date.weekday();
        let before = self.totals.range(..date).rev().filter(like).take(AROUND);
        let after = self.totals.range(date..).skip(1).filter(like).take(AROUND);
        let mut around: Vec<f64> = before.chain(after).map(|(_, total)| *total).collect();
        if around.is_empty() {
            return None;
        }
        Some(*total < QUIET * median(&mut around))
    }
}
