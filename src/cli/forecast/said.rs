//! What is said of a forecast on stderr.

use crate::calendar::Series;
use crate::forecast::Period;
use crate::plan::{self, Expected, Today};
use crate::units::Contacts;
use std::ops::Range;

/// Days of which each has a line; of more, each month has.
const DAYS: usize = 31;

/// A line per day or month, and the error where the record knows the days by now.
pub fn of_days(expected: &Expected) -> Vec<String> {
    let forecast = &expected.forecast;
    let grid = forecast.contacts.grid;
    let actual = plan::actual(&expected.record, &grid);
    let mut lines = vec![format!("known until {}", expected.known_until)];
    let dates = grid.dates();
    if dates.len() > DAYS {
        lines.extend(of_months(expected));
    } else {
        lines.extend(dates.iter().map(|date| {
            let day = grid.day_range(*date);
            let total = sum(&forecast.contacts, day.clone());
            let line = format!("{} {total:>9.1} expected", date.format("%a %Y-%m-%d"));
            match actual.as_ref().and_then(|actual| known(actual, day)) {
                Some(came) => format!("{line}, {came:.0} came"),
                None => line,
            }
        }));
    }
    let error = actual.and_then(|actual| error(&forecast.contacts, &actual, 0..grid.len));
    lines
        .extend(error.map(|error| format!("error per interval (WAPE): {error:.1} % of what came")));
    lines
}

fn of_months(expected: &Expected) -> Vec<String> {
    let percent = 100.0 * expected.forecast.level.0;
    let line = |total: &crate::forecast::Total| {
        format!(
            "{} {:>9.0} expected, {percent:.0} % band {:.0} to {:.0}",
            total.from.format("%Y-%m"),
            total.contacts.0,
            total.low.0,
            total.high.0
        )
    };
    let months = expected.forecast.totals(Period::Month);
    months.iter().map(line).collect()
}

/// The day before and after, the busyness found, and the error where the record knows the rest.
pub fn of_today(today: &Today) -> Vec<String> {
    let update = &today.update;
    let law = update.forecast.law(update.date, update.date);
    let (low, high) = law.band(update.forecast.level.0);
    let mut lines = vec![
        format!(
            "{}: {:.0} came so far, {:.1} were expected",
            update.date, update.came.0, update.expected.0
        ),
        format!(
            "busyness so far {:.3}, standard error {:.3}; the rest is multiplied by {:.3}, standard error {:.3}",
            update.busyness, update.error, update.rest, update.rest_error
        ),
        format!(
            "day total {:.1} expected before, {:.1} now, {:.0} % band {:.0} to {:.0}",
            update.before.0,
            update.after.0,
            100.0 * update.forecast.level.0,
            update.came.0 + low,
            update.came.0 + high
        ),
    ];
    let grid = update.forecast.contacts.grid;
    if let Some(actual) = plan::actual(&today.expected.record, &grid) {
        let unseen = Series::from_fn(grid, |index| match update.seen.values[index] {
            Some(_) => None,
            None => actual.values[index],
        });
        let of = |contacts| error(contacts, &unseen, 0..grid.len);
        let before = of(&today.expected.forecast.contacts);
        let after = of(&update.forecast.contacts);
        lines.extend(before.zip(after).map(|(before, after)| {
            format!("error per interval of the rest (WAPE): {before:.1} % before, {after:.1} % now")
        }));
    }
    lines
}

fn sum(contacts: &Series<Contacts>, range: Range<usize>) -> f64 {
    let values = contacts.values.get(range).unwrap_or_default();
    values.iter().map(|contacts| contacts.0).sum()
}

/// What came, if anything is known.
fn known(actual: &Series<Option<Contacts>>, range: Range<usize>) -> Option<f64> {
    let values = actual.values.get(range).unwrap_or_default();
    let known = values.iter().flatten().map(|contacts| contacts.0);
    known.reduce(|a, b| a + b)
}

/// Absolute errors in percent of what came.
fn error(
    expected: &Series<Contacts>,
    actual: &Series<Option<Contacts>>,
    range: Range<usize>,
) -> Option<f64> {
    let pairs = range.filter_map(|index| {
        let came = (*actual.values.get(index)?)?.0;
        Some((came, (expected.values.get(index)?.0 - came).abs()))
    });
    let (came, missed) = pairs.fold((0.0, 0.0), |a, b| (a.0 + b.0, a.1 + b.1));
    (came > 0.0).then(|| 100.0 * missed / came)
}
