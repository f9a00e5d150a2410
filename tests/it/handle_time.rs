//! The handle time of the sample, whose truth is known.

use crate::support;
use bezet::calendar::{DayCalendar, Grid, Series};
use bezet::error::Note;
use bezet::forecast::{Forecast, Options, default_method};
use bezet::history::{Source, learn_hours, read};
use chrono::NaiveDate;
use std::path::Path;

/// The forecast of two weeks after the sample's record, from what was known on `last`.
fn forecast(last: NaiveDate) -> Forecast {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/history.csv");
    let history = read(&Source::new(vec![path], chrono_tz::Europe::Amsterdam)).unwrap();
    let queue = history.queue("phone").unwrap().until(last);
    let calendar = DayCalendar::dutch(2017..=2022, Vec::new());
    let hours = learn_hours(&queue);
    let next = Grid::days(
        chrono_tz::Europe::Amsterdam,
        last + chrono::Days::new(1),
        14,
        15,
    );
    let method = default_method(Options::default());
    let open = Series::filled(next, true);
    support::forecast(&queue, &hours, &calendar, method.as_ref(), &open)
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// The first number after these words.
fn after(text: &str, words: &str) -> f64 {
    let rest = text.split(words).nth(1).unwrap();
    let number = |c: char| !c.is_ascii_digit() && c != '.' && c != '+' && c != '-';
    rest.split(number)
        .find(|part| !part.is_empty())
        .unwrap()
        .parse()
        .unwrap()
}

fn shifts(forecast: &Forecast) -> Vec<&Note> {
    let notes = forecast.notes.iter();
    notes.filter(|note| note.code == "N312").collect()
}

#[test]
fn the_minute_of_2020_is_found_dated_and_measured() {
    let forecast = forecast(date(2021, 2, 28));
    let shifts = shifts(&forecast);
    let [shift] = shifts[..] else {
        panic!("one shift: {shifts:?}")
    };
    let day: NaiveDate = shift.place.parse().unwrap();
    // 2020-01-01 was a holiday.
    let off = (day - date(2020, 1, 2)).num_days().abs();
    assert!(off <= 3, "{}", shift.what);
    let (size, error) = (
        after(&shift.what, "shifted by"),
        after(&shift.what, "standard error"),
    );
    assert!((size - 60.0).abs() <= 2.0 * error, "{}", shift.what);
    assert!(error < 10.0, "{}", shift.what);
    assert!(shift.dutch.contains("verschoof"), "{}", shift.dutch);
}

#[test]
fn the_level_is_that_of_now_within_its_error() {
    for (last, truth) in [
        (date(2021, 2, 28), 330.0),
        (date(2019, 12, 15), 270.0),
        (date(2020, 2, 9), 330.0),
    ] {
        let forecast = forecast(last);
        let times = &forecast.handle_time.values;
        // From 09:00 to 17:00.
        let open: Vec<f64> = times.iter().skip(36).take(32).map(|time| time.0).collect();
        let mean = open.iter().sum::<f64>() / open.len() as f64;
        let error = forecast.handle_time_error.0;
        assert!((1.0..8.0).contains(&error), "{last}: {error}");
        // The pattern of an hour of the day adds noise of its own.
        assert!(
            (mean - truth).abs() <= 2.0 * error + 3.0,
            "{last}: {mean} by {error}"
        );
    }
}

#[test]
fn nothing_is_found_before_it_happens() {
    let early = forecast(date(2019, 12, 31));
    assert!(shifts(&early).is_empty(), "{:?}", shifts(&early));
}
