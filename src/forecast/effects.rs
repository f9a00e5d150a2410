//! What single dates do to the volume: events, holidays and the days around them, month starts.

use super::days::weekday;
pub(super) use super::effect::Effect;
use super::robust;
use crate::calendar::{DayCalendar, EventKind};
use chrono::{Datelike, Days, NaiveDate};
use std::collections::BTreeMap;

/// The weekdays on which the lines usually open, Monday first.
pub(super) type Workdays = [bool; 7];

/// The effects that bear on a date.
pub(super) fn effects_on(
    date: NaiveDate,
    calendar: &DayCalendar,
    workdays: &Workdays,
) -> Vec<Effect> {
    let mut effects = of_events(date, calendar);
    if let Some(day) = calendar.holiday(date) {
        effects.push(Effect::Holiday(day.name.to_owned()));
        if day.public {
            effects.push(Effect::AnyHoliday);
        }
    } else if is_open(date, workdays) {
        if let Some(name) = neighbour(date, calendar, workdays, NaiveDate::pred_opt) {
            effects.extend([Effect::AfterAny, Effect::After(name)]);
        }
        if let Some(name) = neighbour(date, calendar, workdays, NaiveDate::succ_opt) {
            effects.extend([Effect::BeforeAny, Effect::Before(name)]);
        }
    }
    if calendar.is_between_holidays(date) {
        effects.push(Effect::Between);
    }
    if let Some(nth) = nth_working_day(date, calendar, workdays).filter(|nth| *nth <= 3) {
        effects.push(Effect::MonthStart(nth));
    }
    effects.sort();
    effects.dedup();
    effects
}

/// What its events do: each by name, and what they have in common.
fn of_events(date: NaiveDate, calendar: &DayCalendar) -> Vec<Effect> {
    let mut effects = Vec::new();
    for event in calendar.events_on(date) {
        match event.kind {
            EventKind::Planned => {
                let week = (date - event.from).num_days() / 7;
                let name = event.name.clone();
                effects.extend([Effect::Event(name.clone()), Effect::EventWeek(name, week)]);
            }
            EventKind::School => {
                effects.extend([Effect::AnySchool, Effect::School(event.name.clone())]);
            }
            EventKind::Shock => {}
        }
    }
    effects
}

fn is_open(date: NaiveDate, workdays: &Workdays) -> bool {
    workdays.get(weekday(date)) == Some(&true)
}

/// The public holiday that separates a date from the next working day in one direction.
///
/// A holiday on a weekday that is closed anyway separates nothing.
fn neighbour(
    date: NaiveDate,
    calendar: &DayCalendar,
    workdays: &Workdays,
    step: fn(&NaiveDate) -> Option<NaiveDate>,
) -> Option<String> {
    let mut day = step(&date)?;
    for _ in 0..7 {
        let holiday = calendar.holiday(day).filter(|holiday| holiday.public);
        match (is_open(day, workdays), holiday) {
            (true, Some(holiday)) => return Some(holiday.name.to_owned()),
            (true, None) => return None,
            (false, _) => day = step(&day)?,
        }
    }
    None
}

fn nth_working_day(date: NaiveDate, calendar: &DayCalendar, workdays: &Workdays) -> Option<u32> {
    let works = |day: NaiveDate| is_open(day, workdays) && !calendar.is_public_holiday(day);
    if !works(date) {
        return None;
    }
    let first = date - Days::new(u64::from(date.day0()));
    let before = first.iter_days().take(date.day0() as usize);
    Some(before.filter(|day| works(*day)).count() as u32 + 1)
}

/// The log of the factor of each effect, as learnt.
#[derive(Clone, Debug, Default)]
pub(super) struct Effects {
    logs: BTreeMap<Effect, Learnt>,
    /// The ordinary noise of a day, as a log.
    noise: f64,
}

/// What was learnt of one effect.
#[derive(Clone, Copy, Debug, Default)]
struct Learnt {
    log: f64,
    days: usize,
}

/// A day of the past: its effects and the log of its volume against its surroundings.
pub(super) struct Observation<'a> {
    /// What bears on it.
    pub effects: &'a [Effect],
    /// Log of its volume over the local level.
    pub log: f64,
}

impl Effects {
    /// Learns all effects together, so that a tax bill at a month's start is not counted twice.
    ///
    /// # Formula
    /// Least squares of the logs with a ridge `s^2 / t^2` on each effect, `s` the ordinary noise
    /// of a day and `t` the usual size of such effects: the mean of few days is drawn to no effect.
    pub fn learn(observations: &[Observation<'_>], noise: f64) -> Self {
        let mut days: BTreeMap<&Effect, Vec<usize>> = BTreeMap::new();
        for (day, observation) in observations.iter().enumerate() {
            for effect in observation.effects {
                days.entry(effect).or_default().push(day);
            }
        }
        let mut rest: Vec<f64> = observations.iter().map(|o| o.log).collect();
        let mut logs: BTreeMap<Effect, Learnt> = BTreeMap::new();
        for _ in 0..SWEEPS {
            for (effect, days) in &days {
                let learnt = logs.entry((*effect).clone()).or_default();
                learnt.days = days.len();
                learnt.log += step(learnt.log, effect, days, &mut rest, noise);
            }
        }
        Self { logs, noise }
    }

    /// Log of the factor of all these together; unknown ones change nothing.
    pub fn log(&self, effects: &[Effect]) -> f64 {
        let logs = effects.iter().filter_map(|effect| self.logs.get(effect));
        logs.map(|learnt| learnt.log).sum()
    }

    /// Variance of that log: how little of each effect has been seen.
    ///
    /// # Formula
    /// `s^2 / (n + s^2 / t^2)` for an effect of usual size `t` seen on `n` days of noise `s`: `t^2`
    /// for one that was never seen.
    pub fn variance(&self, effects: &[Effect]) -> f64 {
        let noise = self.noise.powi(2);
        let of = |effect: &Effect| {
            let size = effect.size().powi(2);
            let days = self.days(effect) as f64;
            size * noise / (days * size + noise)
        };
        effects
            .iter()
            .map(of)
            .filter(|variance| variance.is_finite())
            .sum()
    }

    /// On how many past days the effect was seen.
    pub fn days(&self, effect: &Effect) -> usize {
        self.logs.get(effect).map_or(0, |learnt| learnt.days)
    }
}

/// Rounds of renewing each effect in turn; effects that overlap settle within a dozen.
const SWEEPS: usize = 25;

/// Moves one effect to its best value given the others, and takes the change off its days' rest.
fn step(log: f64, effect: &Effect, days: &[usize], rest: &mut [f64], noise: f64) -> f64 {
    let ridge = (noise / effect.size()).powi(2);
    let left: f64 = days.iter().filter_map(|day| rest.get(*day)).sum();
    let count = days.len() as f64;
    let change = (left + count * log) / (count + ridge) - log;
    for day in days {
        if let Some(rest) = rest.get_mut(*day) {
            *rest -= change;
        }
    }
    change
}

/// The ordinary noise of a day: robust deviation of the logs, at least two percent.
pub(super) fn noise(logs: &[f64]) -> f64 {
    robust::spread(logs).max(0.02)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Event;

    const WEEK: Workdays = [true, true, true, true, true, false, false];

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn days_around_easter_know_it() {
        let calendar = DayCalendar::dutch(2020..=2022, Vec::new());
        let tuesday = effects_on(date(2021, 4, 6), &calendar, &WEEK);
        assert!(tuesday.contains(&Effect::After("Easter Monday".into())));
        let thursday = effects_on(date(2021, 4, 1), &calendar, &WEEK);
        assert_eq!(thursday, vec![Effect::MonthStart(1)]);
        let ordinary = effects_on(date(2021, 4, 14), &calendar, &WEEK);
        assert_eq!(ordinary, Vec::new());
    }

    #[test]
    fn a_holiday_on_a_closed_day_has_no_day_after() {
        // Second Christmas Day of 2021 is a Sunday, Christmas Day a Saturday.
        let calendar = DayCalendar::dutch(2020..=2022, Vec::new());
        let monday = effects_on(date(2021, 12, 27), &calendar, &WEEK);
        assert_eq!(monday, vec![Effect::Between]);
    }

    #[test]
    fn effects_that_fall_together_are_told_apart() {
        let event = Event {
            name: "tax bill".into(),
            kind: EventKind::Planned,
            from: date(2020, 3, 2),
            to: date(2020, 3, 13),
        };
        let calendar = DayCalendar::plain(vec![event]);
        let days = date(2019, 6, 3).iter_days().take(400);
        let days: Vec<Vec<Effect>> = days
            .filter(|day| is_open(*day, &WEEK))
            .map(|day| effects_on(day, &calendar, &WEEK))
            .collect();
        let observations: Vec<Observation> = days
            .iter()
            .map(|effects| {
                let bill = f64::from(effects.contains(&Effect::Event("tax bill".into())));
                let start = f64::from(effects.contains(&Effect::MonthStart(1)));
                Observation {
                    effects,
                    log: 0.3 * bill + 0.1 * start,
                }
            })
            .collect();
        let learnt = Effects::learn(&observations, 0.02);
        // The ridge draws ten days of an event by (0.02 / 0.6)^2 / 10, the starts by 0.04 / 13.
        assert!((learnt.log(&[Effect::Event("tax bill".into())]) - 0.3).abs() < 0.003);
        assert!((learnt.log(&[Effect::MonthStart(1)]) - 0.1).abs() < 0.003);
        assert!(learnt.log(&[Effect::MonthStart(2)]).abs() < 0.003);
    }
}
