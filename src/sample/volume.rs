//! How many contacts a day is expected to bring.

use super::truth;
use crate::calendar::DayCalendar;
use chrono::{Datelike, NaiveDate, Weekday};

/// Are the lines open on a date?
pub(super) fn is_open(calendar: &DayCalendar, date: NaiveDate) -> bool {
    let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
    !weekend && !calendar.is_public_holiday(date)
}

/// Expected contacts of an open date.
pub(super) fn of_day(calendar: &DayCalendar, date: NaiveDate) -> f64 {
    let weekday = date.weekday().num_days_from_monday() as usize;
    let bends = truth::BENDS.iter().filter(|bend| bend.holds(date));
    level(date)
        * truth::WEEKDAYS.get(weekday).copied().unwrap_or(0.0)
        * truth::MONTHS[date.month0() as usize]
        * month_start(calendar, date)
        * after_holiday(calendar, date)
        * bends.map(|bend| bend.factor).product::<f64>()
}

/// Expected contacts of a neutral open day.
fn level(date: NaiveDate) -> f64 {
    let years = |from: i32| {
        let first = NaiveDate::from_yo_opt(from, 1).unwrap_or_default();
        (date - first).num_days() as f64 / 365.25
    };
    if date.year() < 2020 {
        return truth::LEVEL * truth::GROWTH.powf(years(2018));
    }
    let before = truth::GROWTH.powf(years(2018) - years(2020));
    truth::LEVEL * before * truth::FREE_NUMBER * truth::GROWTH_LATER.powf(years(2020))
}

fn month_start(calendar: &DayCalendar, date: NaiveDate) -> f64 {
    let earlier = date.iter_days().rev().skip(1);
    let in_month = earlier.take_while(|day| day.month() == date.month());
    let open_before = in_month.filter(|day| is_open(calendar, *day)).count();
    match open_before < truth::MONTH_START_DAYS {
        true => truth::MONTH_START,
        false => 1.0,
    }
}

fn after_holiday(calendar: &DayCalendar, date: NaiveDate) -> f64 {
    let weekday = |day: &NaiveDate| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let before = date.iter_days().rev().skip(1).find(weekday);
    match before.is_some_and(|day| calendar.is_public_holiday(day)) {
        true => truth::AFTER_HOLIDAY,
        false => 1.0,
    }
}
