//! Holidays: those of the Netherlands by rule, others as they are listed.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::Serialize;

/// A holiday on its date.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Holiday {
    /// The date.
    pub date: NaiveDate,
    /// Its name: English where it is known by rule, else as listed.
    pub name: String,
    /// Its Dutch name; the same where only one is known.
    pub name_nl: String,
    /// Is it a public holiday? Good Friday is a day of its own kind and not one.
    pub public: bool,
}

impl Holiday {
    /// A public holiday that a list names.
    pub fn listed(date: NaiveDate, name: &str) -> Self {
        Self {
            date,
            name: name.to_owned(),
            name_nl: name.to_owned(),
            public: true,
        }
    }
}

/// Easter Sunday of the Gregorian calendar.
///
/// # References
/// The anonymous Gregorian algorithm, as given by J. Meeus, *Astronomical Algorithms* (1991),
/// chapter 8.
///
/// ```
/// assert_eq!(bezet::calendar::easter(2021).to_string(), "2021-04-04");
/// assert_eq!(bezet::calendar::easter(2038).to_string(), "2038-04-25");
/// ```
pub fn easter(year: i32) -> NaiveDate {
    let golden = year.rem_euclid(19);
    let (century, rest) = (year.div_euclid(100), year.rem_euclid(100));
    let (leap, leap_rest) = (century / 4, century % 4);
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - leap - correction + 15) % 30;
    let weekday = (32 + 2 * leap_rest + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let days = epact + weekday - 7 * late + 114;
    NaiveDate::from_ymd_opt(year, (days / 31) as u32, (days % 31 + 1) as u32).unwrap_or_default()
}

/// The Dutch holidays of a year, in order of date: the ten public ones and Good Friday.
///
/// King's Day is 27 April from 2014 on, before that Queen's Day on 30 April; where that is a
/// Sunday it is the day before. 5 May is a public holiday every year. Good Friday counts as one
/// for terms of law only, but volumes bend on it.
///
/// # References
/// Algemene termijnenwet, article 3.
///
/// ```
/// let days = bezet::calendar::dutch_holidays(2021);
/// assert_eq!(days.iter().filter(|day| day.public).count(), 10);
/// assert_eq!(days[4].date.to_string(), "2021-04-27");
/// ```
pub fn dutch_holidays(year: i32) -> Vec<Holiday> {
    let fixed = |month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    let sunday = easter(year);
    let after_easter = |days| sunday + Days::new(days);
    let mut holidays: Vec<Holiday> = [
        (fixed(1, 1), "New Year's Day", "Nieuwjaarsdag"),
        (sunday - Days::new(2), "Good Friday", "Goede Vrijdag"),
        (sunday, "Easter Sunday", "Eerste paasdag"),
        (after_easter(1), "Easter Monday", "Tweede paasdag"),
        (royal_day(year), "King's Day", "Koningsdag"),
        (fixed(5, 5), "Liberation Day", "Bevrijdingsdag"),
        (after_easter(39), "Ascension Day", "Hemelvaartsdag"),
        (after_easter(49), "Whit Sunday", "Eerste pinksterdag"),
        (after_easter(50), "Whit Monday", "Tweede pinksterdag"),
        (fixed(12, 25), "Christmas Day", "Eerste kerstdag"),
        (fixed(12, 26), "Second Christmas Day", "Tweede kerstdag"),
    ]
    .into_iter()
    .map(|(date, name, name_nl)| Holiday {
        date,
        name: name.to_owned(),
        name_nl: name_nl.to_owned(),
        public: name != "Good Friday",
    })
    .collect();
    holidays.sort();
    holidays
}

fn royal_day(year: i32) -> NaiveDate {
    let (month, day) = if year >= 2014 { (4, 27) } else { (4, 30) };
    let date = NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    if date.weekday() == Weekday::Sun {
        return date.pred_opt().unwrap_or(date);
    }
    date
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Count and sum of the dates (days since 0001-01-01) by python-holidays 0.109, the
    /// Netherlands, public and optional, 1990 to 2099.
    #[test]
    fn a_century_of_dates_agrees_with_python_holidays() {
        let days: std::collections::BTreeSet<NaiveDate> = (1990..2100)
            .flat_map(dutch_holidays)
            .map(|holiday| holiday.date)
            .collect();
        assert_eq!(days.len(), 1208);
        let sum: i64 = days.iter().map(|d| i64::from(d.num_days_from_ce())).sum();
        assert_eq!(sum, 901_829_846);
    }

    #[test]
    fn royal_day_moves_off_sunday() {
        assert_eq!(royal_day(2014).to_string(), "2014-04-26");
        assert_eq!(royal_day(2006).to_string(), "2006-04-29");
        assert_eq!(royal_day(2021).to_string(), "2021-04-27");
    }
}
