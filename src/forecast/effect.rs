//! Reasons for a day to be busier or quieter than its weekday, and their names.

use crate::calendar::dutch_holidays;
use std::fmt;

/// A reason for a day to be busier or quieter than its weekday.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Effect {
    /// A planned event, by name.
    Event(String),
    /// Its first, second, ... week, counted from 0: many events fade.
    EventWeek(String, i64),
    /// A school holiday, by name.
    School(String),
    /// Any school holiday.
    AnySchool,
    /// A holiday on which the lines are open.
    Holiday(String),
    /// Any holiday on which the lines are open.
    AnyHoliday,
    /// A day between two holidays that are about a week apart.
    Between,
    /// The first open day after a holiday.
    After(String),
    /// The first open day after any holiday.
    AfterAny,
    /// The last open day before a holiday.
    Before(String),
    /// The last open day before any holiday.
    BeforeAny,
    /// The first, second or third working day of a month.
    MonthStart(u32),
}

impl Effect {
    /// Days with this effect say too little of ordinary days to set the level.
    pub fn keeps_out(&self) -> bool {
        !matches!(
            self,
            Self::School(_) | Self::AnySchool | Self::MonthStart(_)
        )
    }

    /// The wider effect that bears on the same days and lends it strength.
    pub fn pooled(&self) -> Option<Self> {
        match self {
            Self::EventWeek(name, _) => Some(Self::Event(name.clone())),
            Self::After(_) => Some(Self::AfterAny),
            Self::Before(_) => Some(Self::BeforeAny),
            Self::School(_) => Some(Self::AnySchool),
            Self::Holiday(_) => Some(Self::AnyHoliday),
            _ => None,
        }
    }

    /// Is it such a wider effect?
    pub fn is_pooled(&self) -> bool {
        matches!(
            self,
            Self::Event(_) | Self::AfterAny | Self::BeforeAny | Self::AnySchool | Self::AnyHoliday
        )
    }

    /// Its name in Dutch; events keep the planner's own.
    pub fn dutch(&self) -> String {
        match self {
            Self::Event(name) | Self::School(name) | Self::EventWeek(name, 0) => name.clone(),
            Self::Holiday(name) => in_dutch(name).to_owned(),
            Self::EventWeek(name, week) => format!("{name}, week {}", week + 1),
            Self::AnySchool => "schoolvakantie".to_owned(),
            Self::AnyHoliday => "feestdag".to_owned(),
            Self::Between => "dag tussen feestdagen".to_owned(),
            Self::After(name) => format!("dag na {}", in_dutch(name)),
            Self::AfterAny => "dag na een feestdag".to_owned(),
            Self::Before(name) => format!("dag voor {}", in_dutch(name)),
            Self::BeforeAny => "dag voor een feestdag".to_owned(),
            Self::MonthStart(nth) => format!("werkdag {nth} van de maand"),
        }
    }

    /// How large such effects are, as the standard deviation of the log of their factor.
    pub fn size(&self) -> f64 {
        match self {
            Self::Event(_) => 0.6,
            Self::AnyHoliday => 0.5,
            Self::Holiday(_) => 0.4,
            Self::Between => 0.3,
            Self::EventWeek(..) => 0.2,
            Self::AfterAny | Self::BeforeAny => 0.15,
            Self::MonthStart(_) => 0.1,
            Self::After(_) | Self::Before(_) => 0.07,
            Self::School(_) | Self::AnySchool => 0.1,
        }
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Event(name) | Self::School(name) | Self::Holiday(name) => write!(f, "{name}"),
            Self::EventWeek(name, 0) => write!(f, "{name}"),
            Self::EventWeek(name, week) => write!(f, "{name}, week {}", week + 1),
            Self::AnySchool => write!(f, "school holiday"),
            Self::AnyHoliday => write!(f, "holiday"),
            Self::Between => write!(f, "day between holidays"),
            Self::After(name) => write!(f, "day after {name}"),
            Self::AfterAny => write!(f, "day after a holiday"),
            Self::Before(name) => write!(f, "day before {name}"),
            Self::BeforeAny => write!(f, "day before a holiday"),
            Self::MonthStart(nth) => write!(f, "working day {nth} of the month"),
        }
    }
}

/// The Dutch name of a holiday, by its English one.
fn in_dutch(name: &str) -> String {
    let mut days = dutch_holidays(2021).into_iter();
    let day = days.find(|day| day.name == name);
    day.map_or_else(|| name.to_owned(), |day| day.name_nl)
}
