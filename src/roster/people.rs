//! People and their contracts.

use crate::calendar::ClockSpan;
use crate::units::Minutes;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeSet;

/// A person with a contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Person {
    /// Key in every file: `p07`.
    pub id: String,
    /// Name on paper.
    pub name: String,
    /// Team, for meetings.
    pub team: String,
    /// Site whose seats the person takes.
    pub site: String,
    /// Paid time a week.
    pub contract: Minutes,
    /// What the person can do: queue names and skills of other work.
    pub skills: BTreeSet<String>,
    /// Hours of each weekday, Monday first, in which the person may be rostered; `None` is a
    /// fixed day off.
    pub availability: [Option<ClockSpan>; 7],
    /// Leave, in order of first day.
    pub leave: Vec<Leave>,
    /// Paid time of the weeks before, the latest first, for the averages of the law; may be short.
    pub past_weeks: Vec<Minutes>,
}

/// Days on which a person is away and paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Leave {
    /// First day.
    pub from: NaiveDate,
    /// Last day, included.
    pub to: NaiveDate,
    /// Paid time that each of its days counts for; `None`: contract over usual working days.
    pub credit: Option<Minutes>,
}
