//! One origin: what was known that evening, and what each method makes of it.

use super::world::World;
use super::{Night, method, rows};
use crate::calendar::{Grid, Series};
use crate::error::{Problem, Result};
use crate::forecast::{Floor, Past, Score};
use crate::history::{self, Clean, CleanOptions};
use crate::plan::dates::Learnt;
use crate::units::Contacts;
use chrono::{Days, NaiveDate};
use std::collections::BTreeSet;
use std::time::Instant;

/// What was known on the evening of an origin, cleaned, and the days to forecast.
pub(super) struct Evening {
    origin: NaiveDate,
    clean: Clean,
    dates: Learnt,
    /// Had the record never said zero by then?
    silent: bool,
    /// Open intervals of the days to forecast.
    open: Series<bool>,
}

impl Evening {
    /// Looks at nothing of the record after the origin.
    pub fn of(world: &World, origin: NaiveDate, (lead, days): (u32, u32)) -> Result<Self> {
        let known = world.record.until(origin);
        if known.offered.grid.len == 0 {
            return Err(nothing_known(origin).into());
        }
        let first = origin + Days::new(lead.into());
        let until = first + Days::new(days.into());
        let dates = world.dates(&known, origin, until);
        let past = known.offered.grid;
        let open = dates.opening.mask(&past);
        let clean = history::clean(&known, &open, &dates.calendar, &CleanOptions::default())?;
        let grid = Grid::days(past.zone, first, days, past.step);
        Ok(Self {
            origin,
            clean,
            silent: !known.offered.values.contains(&Some(Contacts::ZERO)),
            open: dates.opening.mask(&grid),
            dates,
        })
    }

    /// Every method's forecast, beside what came.
    pub fn test(self, names: &[&str], world: &World) -> Result<Night> {
        let came = self.came(world);
        let mut night = Night {
            floor: Floor::of(&came, &world.record.offered),
            scores: Vec::new(),
            forecasts: String::new(),
            notes: self.dates.notes.clone(),
        };
        for (nth, name) in names.iter().enumerate() {
            let method = method(name, world)?;
            let begun = Instant::now();
            let forecast = method
                .fit(&self.past())?
                .predict(&self.open, &self.dates.calendar);
            let seconds = begun.elapsed().as_secs_f64();
            night.scores.push((Score::of(&forecast, &came)?, seconds));
            if nth == 0 {
                night.forecasts = rows::rows(self.origin, &forecast);
            }
        }
        Ok(night)
    }

    fn past(&self) -> Past<'_> {
        Past {
            contacts: &self.clean.contacts,
            handle_time: &self.clean.handle_time,
            open: &self.clean.open,
            usable: &self.clean.usable,
            calendar: &self.dates.calendar,
        }
    }

    /// The raw record of the days forecast; with hours of a configuration, within those.
    ///
    /// Where the record had not said zero by the origin, open intervals without a row on recorded
    /// days are empty ones, as cleaning reads them.
    fn came(&self, world: &World) -> Series<Option<Contacts>> {
        let record = &world.record.offered;
        let grid = self.open.grid;
        let known = |index: usize| {
            let there = record.grid.index_of(grid.instant(index))?;
            let count = record.values.get(there).copied().flatten();
            count.filter(|count| count.0.is_finite() && count.0 >= 0.0)
        };
        let recorded: BTreeSet<NaiveDate> = (0..grid.len)
            .filter(|index| known(*index).is_some())
            .map(|index| grid.date(index))
            .collect();
        Series::from_fn(grid, |index| {
            let open = self.open.values.get(index) == Some(&true);
            let empty = || {
                (self.silent && open && recorded.contains(&grid.date(index)))
                    .then_some(Contacts::ZERO)
            };
            known(index)
                .or_else(empty)
                .filter(|_| open || !world.has_hours())
        })
    }
}

fn nothing_known(origin: NaiveDate) -> Problem {
    Problem::new(
        "H190",
        "history",
        format!("nothing is recorded up to `{origin}`"),
    )
    .hint("take a later origin, or give the earlier history")
}
