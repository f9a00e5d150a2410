//! Who is there, month by month, and who must start when.

use super::year::Year;
use crate::config::Scenario;
use crate::error::{Problem, Problems};
use chrono::{Days, NaiveDate};
use serde::Serialize;

/// Full-time equivalents by month of the year.
#[derive(Clone, Debug, Serialize)]
pub struct Team {
    /// Paid.
    pub paid: Vec<f64>,
    /// What they are worth: who is new is worth less for a while.
    pub worth: Vec<f64>,
    /// Of those paid, people who are there for a while.
    pub temporary: Vec<f64>,
    /// Full-time equivalents that are hired in the year.
    pub hired: f64,
}

/// Somebody who must start, so that a month is not short.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Start {
    /// Full-time equivalents.
    pub fte: f64,
    /// The month for which they are needed at their full worth.
    pub month: NaiveDate,
    /// First working day, so that they are trained by then.
    pub first_day: NaiveDate,
    /// The vacancy opens.
    pub vacancy: NaiveDate,
    /// It is too late for that: the vacancy would have had to open before the record ends.
    pub late: bool,
}

impl Team {
    /// The team of a scenario.
    ///
    /// # Formula
    /// A day counts whoever is there on it; somebody hired counts for `ramp_share` in the first
    /// `ramp_weeks`. A month is the mean over its days.
    pub fn of(year: &Year, scenario: &Scenario) -> Self {
        let number = |key: &str| scenario.number(key).unwrap_or(0.0);
        let contracts = year.contract_hours() / number("people.full_week_hours").max(1e-9);
        let base = scenario.number("people.fte").unwrap_or(contracts);
        let ramp = Days::new((7.0 * number("people.ramp_weeks")).round() as u64);
        let untrained = 1.0 - number("people.ramp_share");
        let mut team = Self {
            paid: Vec::new(),
            worth: Vec::new(),
            temporary: Vec::new(),
            hired: scenario.hires.iter().map(|hire| hire.value.fte).sum(),
        };
        for days in months(year) {
            let count = days.len().max(1) as f64;
            let mean = |of: &dyn Fn(NaiveDate) -> f64| {
                days.iter().map(|date| of(*date)).sum::<f64>() / count
            };
            let hires = |date: NaiveDate| -> f64 {
                let there = scenario.hires.iter().filter(|hire| hire.value.on <= date);
                there.map(|hire| hire.value.fte).sum()
            };
            let new = |date: NaiveDate| -> f64 {
                let new = scenario.hires.iter().map(|hire| hire.value);
                let new = new.filter(|hire| hire.on <= date && date < hire.on + ramp);
                new.map(|hire| hire.fte * untrained).sum()
            };
            let gone = |date: NaiveDate| -> f64 {
                let gone = scenario
                    .leavers
                    .iter()
                    .filter(|leaver| leaver.value.on <= date);
                gone.map(|leaver| leaver.value.fte).sum()
            };
            let guests = |date: NaiveDate| -> f64 {
                let guests = scenario.temporary.iter().map(|guest| guest.value);
                let guests = guests.filter(|guest| guest.from <= date && date <= guest.to);
                guests.map(|guest| guest.fte).sum()
            };
            let temporary = mean(&guests);
            let paid = (base + mean(&hires) - mean(&gone)).max(0.0) + temporary;
            team.worth.push((paid - mean(&new)).max(0.0));
            team.paid.push(paid);
            team.temporary.push(temporary);
        }
        team
    }

    /// Mean over the year, a month by its days.
    pub fn mean(year: &Year, by_month: &[f64]) -> f64 {
        let days: Vec<f64> = months(year).iter().map(|days| days.len() as f64).collect();
        let sum: f64 = by_month
            .iter()
            .zip(&days)
            .map(|(fte, days)| fte * days)
            .sum();
        sum / days.iter().sum::<f64>().max(1.0)
    }

    /// Who must start, so that no month has less than it needs: each time somebody is short more than
    /// have been taken on before.
    pub fn starts(&self, year: &Year, scenario: &Scenario, needed: &[f64]) -> Vec<Start> {
        let weeks = |key: &str| {
            let weeks = scenario.number(key).unwrap_or(0.0);
            Days::new((7.0 * weeks).round() as u64)
        };
        let mut taken = 0.0;
        let mut starts = Vec::new();
        for ((month, worth), needed) in year.months.iter().zip(&self.worth).zip(needed) {
            let short = needed - worth - taken;
            if short < LEAST {
                continue;
            }
            taken += short;
            let first_day = *month - weeks("people.ramp_weeks");
            let vacancy = first_day - weeks("people.lead_weeks");
            starts.push(Start {
                fte: short,
                month: *month,
                first_day,
                vacancy,
                late: vacancy <= year.known_until,
            });
        }
        starts
    }
}

impl Year {
    /// Whoever comes or goes does so in the year or after it: those before are in the file of people.
    pub(super) fn check_c174_people_come_in_time(&self, scenario: &Scenario) -> Problems {
        let first = self.months.first().copied().unwrap_or(self.known_until);
        let hires = scenario
            .hires
            .iter()
            .map(|hire| (hire.value.on, &hire.place));
        let leavers = scenario
            .leavers
            .iter()
            .map(|leaver| (leaver.value.on, &leaver.place));
        let early = hires.chain(leavers).filter(|(on, _)| *on < first);
        let problem = |(on, place): (NaiveDate, &String)| {
            let what = format!("`{on}` lies before the year that begins on {first}");
            let hint = "who comes or goes before it belongs in the file of people";
            Problem::new("C174", place.clone(), what).hint(hint)
        };
        early.map(problem).collect::<Vec<_>>().into()
    }
}

/// Nobody is hired for less than this.
const LEAST: f64 = 0.05;

/// The days of each month of the year.
fn months(year: &Year) -> Vec<Vec<NaiveDate>> {
    let ends = year.months.iter().skip(1).copied().chain([year.end()]);
    let spans = year.months.iter().zip(ends);
    spans
        .map(|(first, end)| first.iter_days().take_while(|date| *date < end).collect())
        .collect()
}
