//! What people would rather have: days off and hours, each at a price.

use crate::units::Euros;
use chrono::{Datelike, NaiveDate};
use serde::Serialize;

/// What is wished for a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Wished {
    /// No shift.
    Off,
    /// No work before this clock time, in minutes after midnight.
    After(u32),
    /// No work after this clock time.
    Before(u32),
}

/// A wish of a person for some days: kept where that costs less than its price.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Wish {
    /// First date; `None`: since ever.
    pub from: Option<NaiveDate>,
    /// Last date, included; `None`: for ever.
    pub to: Option<NaiveDate>,
    /// On which weekdays, Monday first.
    pub days: [bool; 7],
    /// What is wished.
    pub wished: Wished,
    /// What a day costs on which it is not kept.
    pub price: Euros,
}

impl Wish {
    /// Is the date one of its days?
    pub fn covers(&self, date: NaiveDate) -> bool {
        let weekday = date.weekday().num_days_from_monday() as usize;
        self.days[weekday]
            && self.from.is_none_or(|from| from <= date)
            && self.to.is_none_or(|to| date <= to)
    }

    /// Does a shift on one of its days, between these minutes after midnight, cross it?
    ///
    /// ```
    /// use bezet::roster::{Wish, Wished};
    /// use bezet::units::Euros;
    /// let wish = |wished| Wish {
    ///     from: None,
    ///     to: None,
    ///     days: [true; 7],
    ///     wished,
    ///     price: Euros(15.0),
    /// };
    /// assert!(wish(Wished::Off).is_crossed_by(540, 1020));
    /// assert!(!wish(Wished::After(540)).is_crossed_by(540, 1020));
    /// assert!(wish(Wished::Before(960)).is_crossed_by(540, 1020));
    /// ```
    pub fn is_crossed_by(&self, from: i32, to: i32) -> bool {
        match self.wished {
            Wished::Off => true,
            Wished::After(clock) => from < clock as i32,
            Wished::Before(clock) => to > clock as i32,
        }
    }
}
