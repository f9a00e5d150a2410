//! The exact figures of a day, by the names of the field, and what they cannot be asked with.

use super::DayInputs;
use crate::error::{Problem, Result};
use crate::queueing::{
    Busyness, Day, DayWait, IntervalWait, TimeoutWait, busy_day_wait, interval_waits, timeout_waits,
};
use std::collections::BTreeMap;

impl DayInputs {
    /// The day's exact figures by name: seconds, and shares of all contacts offered. With `busyness`,
    /// the shape of its gamma law, those over days of unknown busyness too, as `busy_…`.
    ///
    /// # Errors
    /// All problems of the day; laws, and a time-out beside a busyness, which the exact day does not
    /// know.
    pub fn exact(&self, place: &str, busyness: Option<f64>) -> Result<BTreeMap<String, f64>> {
        let day = self.day(place)?;
        self.check_q116_laws(place)?;
        if let Some(timeout) = self.timeout_s {
            let (whole, waits) = self.timed_out(place, &day, timeout, busyness.is_none())?;
            return Ok(self.figures_timed_out(&whole, &waits));
        }
        let (whole, waits) = interval_waits(&day, &self.thresholds);
        let mut figures = self.figures(&whole, &waits);
        if let Some(shape) = busyness {
            let busyness = super::busyness(shape, &format!("{place}: busyness"))?;
            figures.extend(busy_figures(&busy_day_wait(&day, busyness)));
        }
        Ok(figures)
    }

    /// The figures of a day in which all wait until answered or hung up.
    pub fn figures(&self, whole: &DayWait, waits: &[IntervalWait]) -> BTreeMap<String, f64> {
        // By the callers of each interval: answered means by an agent for the first time.
        let p_served = self.over(waits, |wait| wait.p_served);
        let served_wait = self.over(waits, |wait| wait.p_served * wait.e_wait_served);
        let mut figures = named([
            ("queue_time", whole.queue_time),
            ("e_wait_all", whole.e_wait),
            ("e_wait_offered", whole.e_wait_offered),
            (
                "e_wait_served",
                served_wait / p_served.max(f64::MIN_POSITIVE),
            ),
            ("p_ab", whole.p_abandon),
            ("p_overflow", whole.p_overflow),
            ("p_served", p_served),
            ("overtime_agent_s", whole.overtime),
        ]);
        figures.extend(self.levels(waits, |wait| &wait.served_within));
        figures
    }

    /// The figures of a day in which callers go elsewhere after a time.
    pub fn figures_timed_out(
        &self,
        whole: &TimeoutWait,
        waits: &[TimeoutWait],
    ) -> BTreeMap<String, f64> {
        let mut figures = named([
            ("e_wait", whole.e_wait),
            ("e_wait_served", whole.e_wait_served),
            ("p_ab", whole.p_abandon),
            ("p_transfer", whole.p_transfer),
            ("p_served", whole.p_served),
        ]);
        figures.extend(self.levels(waits, |wait| &wait.served_within));
        figures
    }

    /// The waits of a day whose callers go elsewhere after so many seconds; `plain` where nothing
    /// else is asked.
    ///
    /// # Errors
    /// `Q115` where the time-out cannot be followed, or more is asked than is known with one.
    pub fn timed_out(
        &self,
        place: &str,
        day: &Day,
        timeout: f64,
        plain: bool,
    ) -> Result<(TimeoutWait, Vec<TimeoutWait>)> {
        let waits = match plain {
            true => timeout_waits(day, timeout, &self.thresholds),
            false => None,
        };
        let (what, hint) = match plain {
            true => (
                format!("a time-out of `{timeout}` s cannot be followed on this day"),
                "a number above 0, without a rule of overflow or a backlog, with \"exhaustive\" or \"named\"",
            ),
            false => (
                format!("not known with a time-out of `{timeout}` s"),
                "ask no slopes, quantiles or busyness, or take predicted_wait_s",
            ),
        };
        let problem = || Problem::new("Q115", format!("{place}: timeout_s"), what).hint(hint);
        waits.ok_or_else(|| problem().into())
    }

    /// Laws that the exact day does not know are for the simulation alone.
    ///
    /// # Errors
    /// `Q116` where the day has one.
    pub fn check_q116_laws(&self, place: &str) -> Result<()> {
        if !self.has_laws() {
            return Ok(());
        }
        let place = format!("{place}: handle_time_law, patience_law");
        let what = "a law for a day whose exact wait is that of `exponential` ones";
        let hint = "leave it out, or add --simulate 10000 to `bezet evaluate`";
        Err(Problem::new("Q116", place, what).hint(hint).into())
    }

    /// By threshold the share answered within it.
    fn levels<W>(&self, waits: &[W], within: fn(&W) -> &[f64]) -> Vec<(String, f64)> {
        let level = |(index, threshold): (usize, &f64)| {
            let level = |wait: &W| within(wait).get(index).copied().unwrap_or_default();
            (format!("sl_{threshold}"), self.over(waits, level))
        };
        self.thresholds.iter().enumerate().map(level).collect()
    }

    /// The mean over all who are offered.
    fn over<W>(&self, waits: &[W], value: impl Fn(&W) -> f64) -> f64 {
        let came = self.lambda_per_s.iter().zip(waits);
        let came = came.filter(|(rate, _)| **rate > 0.0);
        let (sum, rates) = came.fold((0.0, 0.0), |(sum, rates), (rate, wait)| {
            (sum + rate * value(wait), rates + rate)
        });
        if rates > 0.0 { sum / rates } else { 0.0 }
    }
}

/// The mean over days of unknown busyness.
pub(crate) fn busy_figures(mean: &DayWait) -> BTreeMap<String, f64> {
    named([
        ("busy_e_wait_all", mean.e_wait),
        ("busy_e_wait_offered", mean.e_wait_offered),
        ("busy_p_ab", mean.p_abandon),
        ("busy_p_overflow", mean.p_overflow),
    ])
}

fn named<const N: usize>(figures: [(&str, f64); N]) -> BTreeMap<String, f64> {
    let named = figures.into_iter();
    named
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// The busyness of this shape.
///
/// # Errors
/// `Q119` where the shape is not above 0.
///
/// ```
/// assert!(bezet::plan::busyness(25.0, "--busyness").is_ok());
/// assert!(bezet::plan::busyness(0.0, "--busyness").is_err());
/// ```
pub fn busyness(shape: f64, place: &str) -> Result<Busyness> {
    Busyness::new(shape).ok_or_else(|| {
        let what = format!("a shape of `{shape}`");
        let problem = Problem::new("Q119", place, what);
        problem.hint("above 0: 25 is a spread of a fifth").into()
    })
}
