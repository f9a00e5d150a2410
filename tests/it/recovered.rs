//! The truth behind the sample comes back from its record, each figure within its stated error.

use crate::support::{self, file};
use bezet::calendar::{DayCalendar, Event, EventKind, Grid};
use bezet::config::Config;
use bezet::forecast::Forecast;
use bezet::history::{Source, read};
use bezet::sample::truth;
use chrono::{Datelike, Days, NaiveDate};
use chrono_tz::Europe::Amsterdam;
use statrs::distribution::{ContinuousCDF, Normal};
use std::collections::BTreeMap;
use std::path::Path;

/// Standard errors that a figure may be off: there are a dozen of them.
const FAR: f64 = 2.6;

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// Holidays and events of the sample, with the next tax bill and election, as planners know them.
fn calendar() -> DayCalendar {
    let config = Config::read(&file("config/kcc.toml")).unwrap();
    let mut calendar = config.calendar(date(2017, 1, 1), date(2022, 12, 31));
    let next = |name: &str, from, to| Event {
        name: name.into(),
        kind: EventKind::Planned,
        from,
        to,
    };
    let bill = next("tax bill", date(2022, 2, 21), date(2022, 3, 4));
    let election = next("election", date(2022, 3, 7), date(2022, 3, 16));
    calendar.events.extend([bill, election]);
    calendar
}

/// The forecast of the year and a month after a record of the sample's truth.
fn forecast(record: &Path) -> Forecast {
    let config = Config::read(&file("config/kcc.toml")).unwrap();
    let source = Source::new(vec![record.into()], Amsterdam);
    let queue = read(&source).unwrap().queue("phone").unwrap().clone();
    let calendar = calendar();
    let hours = config.opening_with_holidays(2017..=2022);
    let next = Grid::days(Amsterdam, date(2021, 3, 1), 396, 15);
    let method = config.forecast_method().unwrap();
    support::forecast(
        &queue,
        &hours,
        &calendar,
        method.as_ref(),
        &hours.mask(&next),
    )
}

/// A figure that was found, with what is said of its error, and the truth.
#[derive(Debug)]
struct Figure {
    what: String,
    found: f64,
    error: f64,
    truth: f64,
}

impl Figure {
    /// Standard errors from the truth.
    fn off(&self) -> f64 {
        (self.found - self.truth) / self.error
    }
}

/// Those further from the truth than so many standard errors, as text.
fn far(figures: &[Figure], limit: f64) -> Vec<String> {
    let far = figures.iter().filter(|figure| figure.off().abs() > limit);
    let text = |figure: &Figure| {
        let Figure {
            what, found, truth, ..
        } = figure;
        format!("{:+.2}: {what}; found {found}, truth {truth}", figure.off())
    };
    far.map(text).collect()
}

/// The first number after these words.
fn after(text: &str, words: &str) -> f64 {
    let rest = text.split(words).nth(1).unwrap();
    let number = |c: char| !c.is_ascii_digit() && c != '.' && c != '+' && c != '-';
    let mut parts = rest.split(number).filter(|part| !part.is_empty());
    parts.next().unwrap().parse().unwrap()
}

/// What the notes of a code say whose words hold these, against one truth.
fn said(forecast: &Forecast, code: &str, of: &str, words: &str, truth: f64) -> Vec<Figure> {
    let notes = forecast.notes.iter();
    let notes = notes.filter(|note| note.code == code && note.what.contains(of));
    let figure = |what: &str| Figure {
        what: what.into(),
        found: after(what, words),
        error: after(what, "standard error"),
        truth,
    };
    notes.map(|note| figure(&note.what)).collect()
}

/// Per cent that effects of this name add.
fn effects(forecast: &Forecast, of: &str, factor: f64) -> Vec<Figure> {
    said(forecast, "N307", of, "counts for", 100.0 * (factor - 1.0))
}

fn bend(name: &str) -> f64 {
    let bend = truth::BENDS.iter().find(|bend| bend.name == name);
    bend.unwrap().factor
}

/// Expected contacts of a neutral open day, by the truth's own formula.
fn level(date: NaiveDate) -> f64 {
    let years = |from| (date - self::date(from, 1, 1)).num_days() as f64 / 365.25;
    let month = truth::MONTHS[date.month0() as usize];
    let two_years = years(2018) - years(2020);
    month
        * truth::LEVEL
        * match date.year() {
            ..2020 => truth::GROWTH.powf(years(2018)),
            _ => {
                let before = truth::GROWTH.powf(two_years) * truth::FREE_NUMBER;
                before * truth::GROWTH_LATER.powf(years(2020))
            }
        }
}

/// Per cent by which the ordinary days of the last half year lie above those of a year before, in
/// the median: around the truth's change of each pair lies the noise of two days.
fn growth() -> f64 {
    let (calendar, last) = (calendar(), date(2021, 2, 26));
    let ordinary = |date: &NaiveDate| {
        let mut events = calendar.events_on(*date);
        date.weekday().num_days_from_monday() < 5
            && !calendar.is_near_holiday(*date)
            && events.all(|event| event.kind == EventKind::School)
    };
    let days = last
        .iter_days()
        .rev()
        .take(182)
        .map(|day| (day, day - Days::new(364)));
    let pairs = days.filter(|(now, then)| ordinary(now) && ordinary(then));
    let changes: Vec<f64> = pairs
        .map(|(now, then)| (level(now) / level(then)).ln())
        .collect();
    let noise = (2.0 * (1.0 / truth::BUSYNESS + 1.0 / level(last))).sqrt();
    let below = |median: f64| -> f64 {
        let shares = changes.iter().map(|change| {
            let law = Normal::new(*change, noise).unwrap();
            law.cdf(median)
        });
        shares.sum::<f64>() / changes.len() as f64
    };
    let (mut low, mut high) = (-1.0, 1.0);
    while high - low > 1e-9 {
        let middle = (low + high) / 2.0;
        if below(middle) < 0.5 {
            low = middle;
        } else {
            high = middle;
        }
    }
    100.0 * (low * 365.0 / 364.0).exp_m1()
}

/// Variance of a day's busyness soon to come. Thirteen weeks of five days tell a variance to
/// `sqrt(2 / 65)` of itself.
fn busyness(forecast: &Forecast) -> Figure {
    let week = forecast.spread.days.iter().take(7).map(|spread| spread.day);
    let found = week.fold(f64::INFINITY, f64::min);
    Figure {
        what: "variance of busyness".into(),
        found,
        error: found * (2.0_f64 / 65.0).sqrt(),
        truth: 1.0 / truth::BUSYNESS,
    }
}

/// All but the month's start.
fn figures(forecast: &Forecast) -> Vec<Figure> {
    let minute = truth::HANDLE_TIME_LATER - truth::HANDLE_TIME;
    let mut figures = said(forecast, "N304", "", "changed by", growth());
    figures.extend(said(forecast, "N312", "", "shifted by", minute));
    for name in ["tax bill", "election"] {
        figures.extend(effects(forecast, name, bend(name)));
    }
    figures.extend(effects(forecast, "day after", truth::AFTER_HOLIDAY));
    figures.push(busyness(forecast));
    figures
}

fn month_starts(forecast: &Forecast) -> Vec<Figure> {
    effects(forecast, "of the month", truth::MONTH_START)
}

/// Per cent by which the first working days of a month lay above what the truth has for other days,
/// as drawn: the mean log of each against that of all days from the fourth on.
fn drawn_month_starts(record: &Path) -> Vec<f64> {
    let mut days: BTreeMap<NaiveDate, f64> = BTreeMap::new();
    for line in std::fs::read_to_string(record).unwrap().lines().skip(1) {
        let offered: f64 = line.split(',').nth(2).unwrap().parse().unwrap();
        *days.entry(line[..10].parse().unwrap()).or_default() += offered;
    }
    let calendar = calendar();
    let mut logs: [Vec<f64>; 4] = Default::default();
    for (day, total) in &days {
        let earlier = days.range(day.with_day(1).unwrap()..*day).count();
        let log = (total / expected(&calendar, *day)).ln();
        logs[earlier.min(truth::MONTH_START_DAYS)].push(log);
    }
    let [first, second, third, others] =
        logs.map(|logs| logs.iter().sum::<f64>() / logs.len() as f64);
    [first, second, third]
        .map(|log| 100.0 * (log - others).exp_m1())
        .into()
}

/// What the truth has for a day that is not the month's start.
fn expected(calendar: &DayCalendar, date: NaiveDate) -> f64 {
    let weekday = |day: &NaiveDate| day.weekday().num_days_from_monday() as usize;
    let bends = truth::BENDS.iter().filter(|bend| bend.holds(date));
    let mut before = date.iter_days().rev().skip(1);
    let before = before.find(|day| weekday(day) < 5).unwrap();
    let after = match calendar.is_public_holiday(before) {
        true => truth::AFTER_HOLIDAY,
        false => 1.0,
    };
    let bent: f64 = bends.map(|bend| bend.factor).product();
    level(date) * truth::WEEKDAYS[weekday(&date)] * after * bent
}

/// Growth, the minute, two weeks of either event, five days after holidays, and busyness.
const FIGURES: usize = 12;

#[test]
fn the_truth_comes_back_from_the_record() {
    let record = file("data/history.csv");
    let forecast = forecast(&record);
    let mut figures = figures(&forecast);
    assert_eq!(figures.len(), FIGURES, "{figures:#?}");
    // What this seed drew for the month's start lies four standard errors below the truth of 12 %,
    // so the record cannot show the truth: it must show what was drawn.
    let mut starts = month_starts(&forecast);
    let drawn = drawn_month_starts(&record);
    assert_eq!(starts.len(), drawn.len());
    for (start, drawn) in starts.iter_mut().zip(drawn) {
        start.truth = drawn;
    }
    figures.append(&mut starts);
    let far = far(&figures, FAR);
    assert!(far.is_empty(), "{far:#?}");
}

#[test]
fn the_truth_comes_back_from_other_records() {
    let folder = tempfile::tempdir().unwrap();
    let mut figures_of_all = Vec::new();
    for seed in 1..=8 {
        bezet::sample::write(folder.path(), seed).unwrap();
        let forecast = forecast(&folder.path().join("history.csv"));
        figures_of_all.extend(figures(&forecast));
        figures_of_all.extend(month_starts(&forecast));
    }
    assert_eq!(
        figures_of_all.len(),
        8 * (FIGURES + truth::MONTH_START_DAYS)
    );
    // Of 120 such figures one lies beyond 3.3 standard errors in one of nine cases.
    let far = far(&figures_of_all, 3.3);
    assert!(far.is_empty(), "{far:#?}");
    // Nor are the errors said larger than they are: then the figures would lie too near.
    let squares = figures_of_all.iter().map(|figure| figure.off().powi(2));
    let mean = squares.sum::<f64>() / figures_of_all.len() as f64;
    assert!((0.5..2.0).contains(&mean), "{mean}");
}
