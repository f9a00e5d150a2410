//! Values of the flags of `bezet forecast`.

use crate::config::{LIKE_DAYS, Like, LikeLevel};
use crate::forecast;
use chrono::NaiveDateTime;
use clap::{Args, ValueEnum};

/// A queue without a history.
#[derive(Debug, Args)]
pub struct NewQueue {
    /// The queue is new: weekdays, clock times, season and bands are those of this one. Days that the
    /// new queue has of its own, less than two weeks, correct its level
    #[arg(long, value_name = "QUEUE", requires = "stated")]
    like: Option<String>,
    /// Contacts of an ordinary open day of the new queue
    #[arg(long, value_name = "CONTACTS", group = "stated", requires = "like", value_parser = above_zero)]
    per_day: Option<f64>,
    /// The new queue's contacts as a share of the other's
    #[arg(long, value_name = "SHARE", group = "stated", requires = "like", value_parser = above_zero)]
    share: Option<f64>,
    /// How many days of counts that level is worth
    #[arg(long, value_name = "DAYS", default_value_t = LIKE_DAYS, requires = "like", value_parser = above_zero)]
    worth_days: f64,
}

impl NewQueue {
    /// What was typed of it, if anything.
    pub fn like(&self) -> Option<Like> {
        let level = self.per_day.map(LikeLevel::PerDay);
        Some(Like {
            queue: self.like.clone()?,
            level: level.or(self.share.map(LikeLevel::Share))?,
            days: self.worth_days,
        })
    }
}

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum By {
    Interval,
    Day,
    Week,
    Month,
}

impl By {
    /// The period; none of intervals.
    pub fn period(self) -> Option<forecast::Period> {
        match self {
            Self::Interval => None,
            Self::Day => Some(forecast::Period::Day),
            Self::Week => Some(forecast::Period::Week),
            Self::Month => Some(forecast::Period::Month),
        }
    }
}

/// A local time, with or without seconds.
pub fn moment(text: &str) -> std::result::Result<NaiveDateTime, String> {
    let forms = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"];
    let read = |form: &&str| NaiveDateTime::parse_from_str(text, form).ok();
    let wrong = || "write it as 2021-04-12T11:00".to_owned();
    forms.iter().find_map(read).ok_or_else(wrong)
}

fn within(text: &str, least: f64, most: f64) -> std::result::Result<f64, String> {
    let number = text.parse::<f64>().ok();
    number
        .filter(|number| (least..=most).contains(number))
        .ok_or_else(|| format!("give a number from {least} to {most}"))
}

/// The share of a band.
pub fn band(text: &str) -> std::result::Result<f64, String> {
    within(text, 0.5, 0.999)
}

/// Growth a year.
pub fn growth(text: &str) -> std::result::Result<f64, String> {
    within(text, -0.9, 10.0)
}

fn above_zero(text: &str) -> std::result::Result<f64, String> {
    within(text, 1e-6, 1e9)
}
