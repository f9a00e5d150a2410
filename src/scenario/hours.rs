//! Where paid hours go, for any number of people.

use super::ladder::Traffic;
use super::shape::Shape;
use super::year::Year;
use crate::config::Scenario;
use serde::Serialize;

/// The hours of an average week, as a straight line in full-time equivalents.
///
/// # Formula
/// ```text
/// paid     = FTE x full week
/// rostered = paid x (1 - leave)
/// phone    = rostered x (1 - other - breaks - spare - own work) - other work - editor - callbacks
/// on phone = phone x (1 - sickness)
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Hours {
    /// Paid hours of a full week.
    pub full_week: f64,
    /// Share of paid hours on leave.
    pub leave: f64,
    /// Share of rostered hours lost to causes that have no other name.
    pub other: f64,
    /// Share of rostered hours in short breaks.
    pub breaks: f64,
    /// Share of rostered hours without use: before opening, after closing.
    pub spare: f64,
    /// Share of rostered hours of meetings, coaching, training.
    pub own_work: f64,
    /// Hours a week of other work, whoever does it.
    pub work: f64,
    /// Hours a week of writing for the knowledge base.
    pub editor: f64,
    /// Hours a week of calling back.
    pub callbacks: f64,
    /// Share of hours on the phone lost to sickness.
    pub sickness: f64,
    /// Hours that would do if agents could come and go by the interval, over those of this roster.
    pub efficiency: f64,
}

impl Hours {
    /// The hours of a scenario.
    pub fn of(year: &Year, scenario: &Scenario, shape: &Shape, traffic: &Traffic) -> Self {
        let number = |key: &str| scenario.number(key).unwrap_or(0.0);
        let called_back = year.volume() / WEEKS
            * (1.0 + number("volume.growth"))
            * (1.0 - number("volume.deflected"))
            * (1.0 - number("volume.business"))
            * number("volume.callbacks");
        Self {
            full_week: number("people.full_week_hours"),
            leave: number("shrinkage.leave"),
            other: number("shrinkage.other"),
            breaks: shape.breaks,
            spare: shape.spare,
            own_work: shape.work_per_hour,
            work: shape.work,
            editor: number("knowledge.hours_per_week"),
            callbacks: called_back * number("handle_time.callback_s") / 3600.0,
            sickness: traffic.sickness,
            efficiency: shape.efficiency,
        }
    }

    /// Rostered hours of a full-time equivalent that are for contacts, before sickness.
    fn each(&self) -> f64 {
        let kept = 1.0 - self.other - self.breaks - self.spare - self.own_work;
        self.full_week * (1.0 - self.leave) * kept.max(0.0)
    }

    /// Hours on the phone in a week with so many full-time equivalents.
    ///
    /// # Example
    /// ```
    /// use bezet::scenario::Hours;
    /// let hours = Hours {
    ///     full_week: 36.0, leave: 0.1, other: 0.0, breaks: 0.05, spare: 0.0, own_work: 0.05,
    ///     work: 100.0, editor: 0.0, callbacks: 0.0, sickness: 0.05, efficiency: 0.9,
    /// };
    /// // 20 x 36 = 720 paid, 648 rostered, 583.2 after breaks and own work, 483.2 for contacts
    /// assert!((hours.on_phone(20.0) - 483.2 * 0.95).abs() < 1e-9);
    /// assert!((hours.fte(hours.on_phone(20.0)) - 20.0).abs() < 1e-9);
    /// ```
    pub fn on_phone(&self, fte: f64) -> f64 {
        let phone = fte * self.each() - self.work - self.editor - self.callbacks;
        phone.max(0.0) * (1.0 - self.sickness)
    }

    /// The full-time equivalents that so many hours on the phone take.
    pub fn fte(&self, on_phone: f64) -> f64 {
        let phone = on_phone / (1.0 - self.sickness).max(f64::MIN_POSITIVE);
        let hours = phone + self.work + self.editor + self.callbacks;
        hours / self.each().max(f64::MIN_POSITIVE)
    }
}

/// Weeks of a year.
pub(super) const WEEKS: f64 = 365.25 / 7.0;
