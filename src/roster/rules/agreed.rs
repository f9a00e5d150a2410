//! Rules that are agreed beside the law, most of them hard, or soft at a price.

use crate::calendar::ClockSpan;
use crate::units::{Euros, Minutes, Share};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;

/// No early shift on the day after a late one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LateEarly {
    /// A shift is late that ends at this clock time or after it, in minutes after midnight.
    pub late: u32,
    /// A shift is early that starts before this clock time.
    pub early: u32,
    /// What each such pair of days costs; `None`: there is none.
    pub price: Option<Euros>,
}

/// No working day, or few, on its own.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LeastDays {
    /// Least working days in a row.
    pub days: u32,
    /// What each shorter run costs; `None`: there is none.
    pub price: Option<Euros>,
}

/// Free weekends among successive ones.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct WeekendsOff {
    /// So many are free ...
    pub free: u32,
    /// ... of each so many.
    pub of: u32,
    /// What each weekend worked beyond that costs; `None`: there is none.
    pub price: Option<Euros>,
}

/// The same start on all days of a week.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SameStart {
    /// Starts differ from the week's first by no more than this.
    pub within: Minutes,
    /// What each shift that starts at another time costs; `None`: there is none.
    pub price: Option<Euros>,
}

/// Shifts that nobody likes, shared fairly over the weeks.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Unsocial {
    /// A shift that ends at this clock time or after it is one, in minutes after midnight.
    pub late: u32,
    /// Those on Saturdays and Sundays are too.
    pub weekend: bool,
    /// What one costs per shift that the person had above their share before.
    pub price: Euros,
}

impl Unsocial {
    /// Is a shift on the date that ends at this clock time one?
    pub fn holds(&self, date: NaiveDate, end: i32) -> bool {
        let weekend = date.weekday().num_days_from_monday() >= 5;
        end >= self.late as i32 || (self.weekend && weekend)
    }
}

/// Hours that are paid more.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Allowance {
    /// When, by weekday, Monday first.
    pub windows: [Vec<ClockSpan>; 7],
    /// How much more: a share of the hour.
    pub share: Share,
}
