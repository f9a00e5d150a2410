//! Dates as people of a language write them.

use super::words::Language;
use chrono::{Datelike, NaiveDate};

impl Language {
    /// `ma 12 apr`.
    pub(super) fn day(self, date: NaiveDate) -> String {
        let day = &self.weekday(date)[..self.day_letters()];
        let month = match self.month(date) {
            "maart" => "mrt",
            month => &month[..3],
        };
        format!("{day} {} {month}", date.day())
    }

    /// `maandag 12 april`.
    pub(super) fn long_day(self, date: NaiveDate) -> String {
        let (weekday, month) = (self.weekday(date), self.month(date));
        format!("{weekday} {} {month}", date.day())
    }

    /// `12 april 2021`.
    pub(super) fn date(self, date: NaiveDate) -> String {
        format!("{} {} {}", date.day(), self.month(date), date.year())
    }

    /// `april 2021`.
    pub(super) fn month_of_year(self, date: NaiveDate) -> String {
        format!("{} {}", self.month(date), date.year())
    }

    /// `ma 2021-04-12`: for people, and for who reads the workbook back.
    pub(super) fn column(self, date: NaiveDate) -> String {
        format!("{} {date}", &self.weekday(date)[..self.day_letters()])
    }

    fn day_letters(self) -> usize {
        match self {
            Self::Dutch => 2,
            Self::English => 3,
        }
    }

    fn weekday(self, date: NaiveDate) -> &'static str {
        let days = match self {
            Self::Dutch => [
                "maandag",
                "dinsdag",
                "woensdag",
                "donderdag",
                "vrijdag",
                "zaterdag",
                "zondag",
            ],
            Self::English => [
                "Monday",
                "Tuesday",
                "Wednesday",
                "Thursday",
                "Friday",
                "Saturday",
                "Sunday",
            ],
        };
        days[date.weekday().num_days_from_monday() as usize]
    }

    fn month(self, date: NaiveDate) -> &'static str {
        let months = match self {
            Self::Dutch => [
                "januari",
                "februari",
                "maart",
                "april",
                "mei",
                "juni",
                "juli",
                "augustus",
                "september",
                "oktober",
                "november",
                "december",
            ],
            Self::English => [
                "January",
                "February",
                "March",
                "April",
                "May",
                "June",
                "July",
                "August",
                "September",
                "October",
                "November",
                "December",
            ],
        };
        months[date.month0() as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_as_people_write_them() {
        let date = NaiveDate::from_ymd_opt(2021, 3, 1).unwrap();
        assert_eq!(Language::Dutch.day(date), "ma 1 mrt");
        assert_eq!(Language::Dutch.date(date), "1 maart 2021");
        assert_eq!(Language::English.long_day(date), "Monday 1 March");
    }
}
