//! The rest of today, from what came this morning.

use super::expect::{Asked, Expected, actual, in_files};
use super::ready::Ready;
use crate::calendar::{Series, local_instant};
use crate::error::{Note, Phrase, Result};
use crate::forecast::{Counted, Intraday, Swing, TestedDay};
use crate::units::Contacts;
use chrono::{Days, NaiveDate, NaiveDateTime};
use rayon::prelude::*;

/// What was expected of a day, and what is since its first intervals are known.
#[derive(Clone, Debug)]
pub struct Today {
    /// The forecast made before the day.
    pub expected: Expected,
    /// The forecast of what is still to come.
    pub update: Intraday,
}

/// Earlier evenings from which four weeks each are forecast again, to learn how busyness wanders.
const EVENINGS: u64 = 4;
/// Days of each.
const DAYS: u32 = 28;

impl Ready {
    /// Makes the forecast, then forecasts the rest of the day of `now`, a local time, again.
    ///
    /// # Errors
    /// A history too short before the day; nothing of the day recorded by then (H304).
    pub fn today(self, now: NaiveDateTime) -> Result<Today> {
        self.today_ready(now)
            .map_err(|error| in_files(error, &self.files))
    }

    fn today_ready(&self, now: NaiveDateTime) -> Result<Today> {
        let mut expected = self.expect_ready()?;
        let grid = expected.forecast.contacts.grid;
        let came = actual(&expected.record, &grid);
        let came = came.unwrap_or_else(|| Series::filled(grid, None));
        let tested = self.tested(&expected);
        let swing = Swing::learn(&tested);
        let instant = local_instant(grid.zone, now);
        let update = expected.forecast.intraday(&came, instant, swing)?;
        expected.notes.push(said_of_swing(swing, tested.len()));
        Ok(Today { expected, update })
    }

    /// Past days, forecast again as if still to come; a history too short for it has none.
    fn tested(&self, expected: &Expected) -> Vec<TestedDay> {
        let evenings: Vec<u64> = (1..=EVENINGS).collect();
        let again = evenings.par_iter().map(|nth| self.again(expected, *nth));
        let tested: Vec<Vec<TestedDay>> = again.collect();
        let days = tested.into_iter().flatten();
        days.filter(|day| !day.is_empty()).collect()
    }

    /// Four weeks as they would have been expected, none where too little was known before them.
    fn again(&self, expected: &Expected, nth: u64) -> Vec<TestedDay> {
        let evening = self.known_until - Days::new(nth * u64::from(DAYS));
        let asked = Asked {
            first: evening + Days::new(1),
            days: DAYS,
            known_until: evening,
            ..self.asked()
        };
        let Ok(again) = asked.expect(self.record.clone(), Vec::new()) else {
            return Vec::new();
        };
        let contacts = &again.forecast.contacts;
        let days = contacts.grid.dates().into_iter();
        days.map(|date| tested_day(expected, contacts, date))
            .collect()
    }
}

/// Usable intervals of a past day beside what would have been expected.
fn tested_day(expected: &Expected, forecast: &Series<Contacts>, date: NaiveDate) -> TestedDay {
    let (grid, clean) = (forecast.grid, &expected.clean);
    let day = grid.day_range(date);
    let moment = |index: usize| {
        let there = clean.contacts.grid.index_of(grid.instant(index))?;
        let usable = clean.usable.values.get(there) == Some(&true);
        let counted = Counted {
            count: clean.contacts.values.get(there)?.0,
            expected: forecast.values.get(index)?.0,
        };
        let hour = (index - day.start) as f64 * grid.step_hours();
        (usable && counted.expected > 0.0).then_some((hour, counted))
    };
    day.clone().filter_map(moment).collect()
}

fn said_of_swing(swing: Swing, days: usize) -> Note {
    let days = Phrase::count(days, ["past day", "past days"], ["dag", "dagen"]);
    let (percent, hours) = (100.0 * swing.variance.sqrt(), swing.hours);
    let what = if swing.variance > 0.0 {
        days.within(
            &format!("within a day busyness wanders by {percent:.0} % over {hours} hours, by {{}}"),
            &format!(
                "binnen een dag zwerft de drukte {percent:.0} % over {hours} uur, gezien {{}}"
            ),
        )
    } else {
        days.within(
            "busyness is taken as the same all day, by {}",
            "de drukte geldt als de hele dag gelijk, gezien {}",
        )
    };
    Note::new("N323", "forecast", what)
}
