//! Whose holidays a record keeps.

use super::day_totals::DayTotals;
use super::{HolidayList, Queue};
use crate::calendar::Holiday;
use crate::error::{Note, Phrase};
use chrono::NaiveDate;

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
        .map(|(_, dates)| points(&days, dates))
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

fn points(days: &DayTotals, holidays: &[Holiday]) -> i32 {
    let odd = holidays.iter().filter_map(|day| days.is_odd(day.date));
    odd.map(|odd| if odd { 1 } else { -1 }).sum()
}
