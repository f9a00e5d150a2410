//! The rows of a forecast.

use crate::forecast::{Forecast, Period, Total};
use crate::plan::{Expected, Today};

/// A row per open interval.
pub fn intervals(expected: &Expected) -> String {
    let forecast = &expected.forecast;
    let open = (0..forecast.contacts.grid.len).filter(|index| expected.open.values[*index]);
    let lines = open.map(|index| row(forecast, index) + "\n");
    "start,contacts,low,high,handle_time_s\n".to_owned() + &lines.collect::<String>()
}

/// The same with what was seen as it came; contacts that came while closed have a row too.
pub fn intervals_today(today: &Today) -> String {
    let forecast = &today.update.forecast;
    let line = |index: usize| {
        let start = forecast.contacts.grid.local(index).format("%Y-%m-%dT%H:%M");
        let (open, seen) = (
            today.expected.open.values[index],
            today.update.seen.values[index],
        );
        match seen {
            Some(came) if open || came.0 > 0.0 => Some(format!(
                "{start},{:.2},{:.0},{:.0},{:.1},seen\n",
                came.0, came.0, came.0, forecast.handle_time.values[index].0
            )),
            None if open => Some(row(forecast, index) + ",expected\n"),
            _ => None,
        }
    };
    let lines = (0..forecast.contacts.grid.len).filter_map(line);
    "start,contacts,low,high,handle_time_s,state\n".to_owned() + &lines.collect::<String>()
}

fn row(forecast: &Forecast, index: usize) -> String {
    format!(
        "{},{:.2},{:.0},{:.0},{:.1}",
        forecast.contacts.grid.local(index).format("%Y-%m-%dT%H:%M"),
        forecast.contacts.values[index].0,
        forecast.low.values[index].0,
        forecast.high.values[index].0,
        forecast.handle_time.values[index].0,
    )
}

/// A row per total.
pub fn totals(totals: &[Total]) -> String {
    let lines = totals.iter().map(|total| {
        format!(
            "{},{},{:.1},{:.0},{:.0},{:.1}\n",
            total.from, total.to, total.contacts.0, total.low.0, total.high.0, total.handle_time.0
        )
    });
    "from,to,contacts,low,high,handle_time_s\n".to_owned() + &lines.collect::<String>()
}

/// Totals of what came and is still to come.
pub fn totals_today(today: &Today, by: Period) -> Vec<Total> {
    let (date, came) = (today.update.date, today.update.came);
    let mut totals = today.update.forecast.totals(by);
    if !totals.iter().any(|t| (t.from..=t.to).contains(&date)) {
        // The day is over: nothing of it is left to come.
        totals.extend(today.update.forecast.total(date, date));
        totals.sort_by_key(|total| total.from);
    }
    for total in totals
        .iter_mut()
        .filter(|t| (t.from..=t.to).contains(&date))
    {
        total.contacts += came;
        total.low += came;
        total.high += came;
    }
    totals
}
