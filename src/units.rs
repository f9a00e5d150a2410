//! Quantities of the trade, one type each, so that minutes never meet euros by accident.
//!
//! Every quantity is an `f64` in the unit that its name says; shares run from 0 to 1. They add,
//! scale by plain numbers, sum, and print with a sensible number of digits.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Neg, Sub};

macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident, $digits:literal, $suffix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub f64);

        impl $name {
            /// Nothing of it.
            pub const ZERO: Self = Self(0.0);
        }

        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }

        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                self.0 += other.0;
            }
        }

        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }

        impl Neg for $name {
            type Output = Self;
            fn neg(self) -> Self {
                Self(-self.0)
            }
        }

        impl Mul<f64> for $name {
            type Output = Self;
            fn mul(self, factor: f64) -> Self {
                Self(self.0 * factor)
            }
        }

        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(values: I) -> Self {
                Self(values.map(|value| value.0).sum())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:.*}{}", f.precision().unwrap_or($digits), self.0, $suffix)
            }
        }
    };
}

quantity!(
    /// Contacts (calls, chats, forms) in one interval, or expected in it.
    Contacts, 1, ""
);
quantity!(
    /// A duration in seconds: handle time, wait, threshold.
    Seconds, 0, " s"
);
quantity!(
    /// Offered work in agents kept busy: contacts per second times handle time.
    Erlangs, 2, " E"
);
quantity!(
    /// Agents at work on contacts; fractions arise from absence and from part of an interval.
    Agents, 1, ""
);
quantity!(
    /// Hours of people, paid or worked as the context says.
    Hours, 1, " h"
);
quantity!(
    /// Full-time equivalents.
    Fte, 2, " FTE"
);
quantity!(
    /// A share from 0 to 1; percent appears on paper only.
    Share, 3, ""
);
quantity!(
    /// Money.
    Euros, 0, " EUR"
);

impl Seconds {
    /// The same duration in minutes.
    ///
    /// ```
    /// assert_eq!(bezet::units::Seconds(270.0).minutes(), 4.5);
    /// ```
    pub fn minutes(self) -> f64 {
        self.0 / 60.0
    }
}

impl Share {
    /// The share as a percentage, for paper.
    ///
    /// ```
    /// assert_eq!(bezet::units::Share(0.25).percent(), 25.0);
    /// ```
    pub fn percent(self) -> f64 {
        self.0 * 100.0
    }
}

/// Whole minutes: contract hours, shift lengths and the minutes of a day.
///
/// Contracts are minutes, not quarters of an hour: a day of a full-time week of 36 hours on five
/// days is 7.2 hours, 432 minutes.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Minutes(pub i32);

impl Minutes {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// The same time in hours.
    ///
    /// ```
    /// use bezet::units::{Hours, Minutes};
    /// assert_eq!(Minutes(432).hours(), Hours(7.2));
    /// ```
    pub fn hours(self) -> Hours {
        Hours(f64::from(self.0) / 60.0)
    }

    /// The nearest whole minute to a number of hours.
    ///
    /// ```
    /// use bezet::units::Minutes;
    /// assert_eq!(Minutes::from_hours(7.2), Minutes(432));
    /// ```
    pub fn from_hours(hours: f64) -> Self {
        Self((hours * 60.0).round() as i32)
    }
}

impl Add for Minutes {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Minutes {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sub for Minutes {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Sum for Minutes {
    fn sum<I: Iterator<Item = Self>>(values: I) -> Self {
        Self(values.map(|value| value.0).sum())
    }
}

/// As hours and minutes: `7:12`.
impl fmt::Display for Minutes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{}:{:02}", self.0.abs() / 60, self.0.abs() % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_print_with_their_unit() {
        assert_eq!(Seconds(269.6).to_string(), "270 s");
        assert_eq!(format!("{:.1}", Hours(57.94)), "57.9 h");
        assert_eq!(Minutes(-75).to_string(), "-1:15");
    }

    #[test]
    fn sums_keep_the_unit() {
        let total: Contacts = [Contacts(1.5), Contacts(2.0)].into_iter().sum();
        assert_eq!(total, Contacts(3.5));
    }
}
