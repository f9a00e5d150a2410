//! What must not be learnt from, set aside and told.

use super::days::{Day, days, new_level, outlier};
use super::outages::outages;
use super::stretches::tell;
use super::{Clean, Queue};
use crate::calendar::{DayCalendar, EventKind, Series};
use crate::error::{Note, Phrase, Result};
use crate::units::{Contacts, Seconds};
use chrono::NaiveDate;

/// When something in a record is not believed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CleanOptions {
    /// A day this many robust standard deviations from its like is an outlier.
    pub outlier: f64,
    /// ... if it also differs by at least this much on the logarithmic scale (0.5: 65 % more, or
    /// 39 % less).
    pub least_change: f64,
    /// Same weekdays before and after that a day is compared with, each.
    pub neighbours: usize,
    /// Silence where so many contacts were to be expected is an outage.
    pub outage: f64,
    /// Shortest and longest mean handle time of an interval that is believed.
    pub handle_time: (Seconds, Seconds),
}

impl Default for CleanOptions {
    fn default() -> Self {
        Self {
            outlier: 5.0,
            least_change: 0.5,
            neighbours: 4,
            outage: 12.0,
            handle_time: (Seconds(5.0), Seconds(7200.0)),
        }
    }
}

/// Sets aside what must not be learnt from: gaps, public holidays, shocks, outlier days, outages,
/// impossible values and contacts outside opening hours. Each is told once, in stretches.
///
/// Where a record holds no zero at all, its exporter leaves empty intervals out: on recorded days
/// they are read as zero, and that is told.
///
/// # Errors
/// When `open` lies on another grid than the record.
pub fn clean(
    queue: &Queue,
    open: &Series<bool>,
    calendar: &DayCalendar,
    options: &CleanOptions,
) -> Result<Clean> {
    queue.offered.grid.same_as(&open.grid)?;
    let mut cleaning = Cleaning::new(queue, open);
    cleaning.fill_zeros(queue);
    cleaning.find_gaps();
    cleaning.set_aside_events(calendar);
    cleaning.set_aside_outliers(calendar, options);
    cleaning.set_aside_outages(options);
    cleaning.tell_outside(queue);
    let handle_time = cleaning.handle_time(queue, options);
    Ok(cleaning.finish(handle_time))
}

struct Cleaning {
    contacts: Series<Contacts>,
    open: Series<bool>,
    usable: Series<bool>,
    days: Vec<Day>,
    /// Days that nothing has been said of yet.
    ordinary: Vec<bool>,
    notes: Vec<Note>,
}

impl Cleaning {
    fn new(queue: &Queue, open: &Series<bool>) -> Self {
        let credible = |value: &Option<Contacts>| {
            value.is_some_and(|count| count.0.is_finite() && count.0 >= 0.0)
        };
        let contacts = queue.offered.map(|value| match credible(value) {
            true => value.unwrap_or_default(),
            false => Contacts::ZERO,
        });
        let mut usable = queue.offered.map(credible);
        for (usable, open) in usable.values.iter_mut().zip(&open.values) {
            *usable &= open;
        }
        let days = days(queue, open);
        let mut cleaning = Self {
            contacts,
            open: open.clone(),
            usable,
            ordinary: vec![true; days.len()],
            days,
            notes: Vec::new(),
        };
        let impossible = |value: &&Option<Contacts>| value.is_some() && !credible(value);
        let count = queue.offered.values.iter().filter(impossible).count();
        if count > 0 {
            let what = Phrase::count(
                count,
                ["impossible value set aside", "impossible values set aside"],
                [
                    "onmogelijke waarde buiten beschouwing gelaten",
                    "onmogelijke waarden buiten beschouwing gelaten",
                ],
            );
            cleaning.note("N226", what);
        }
        cleaning
    }

    /// Intervals without a row on recorded days, where the record never says zero.
    fn fill_zeros(&mut self, queue: &Queue) {
        let zero = |value: &Option<Contacts>| *value == Some(Contacts::ZERO);
        if queue.offered.values.iter().any(zero) {
            return;
        }
        let mut filled = 0;
        for day in self
            .days
            .iter_mut()
            .filter(|day| day.known > 0 && day.known < day.open)
        {
            day.known = day.open;
            for index in day.range.clone() {
                let open = self.open.values.get(index) == Some(&true);
                let unknown = queue.offered.values.get(index) == Some(&None);
                if let Some(usable) = self.usable.values.get_mut(index)
                    && open
                    && unknown
                {
                    *usable = true;
                    filled += 1;
                }
            }
        }
        if filled > 0 {
            let what = Phrase::count(
                filled,
                [
                    "interval without a row on a recorded day is read as zero",
                    "intervals without a row on recorded days are read as zero",
                ],
                [
                    "interval zonder rij op een vastgelegde dag is gelezen als nul",
                    "intervallen zonder rij op vastgelegde dagen zijn gelezen als nul",
                ],
            );
            self.note("N223", what);
        }
    }

    fn find_gaps(&mut self) {
        let empty = self.days_where(|day| day.known == 0);
        let what = Phrase::count(
            empty.len(),
            ["day without record", "days without record"],
            ["dag zonder gegevens", "dagen zonder gegevens"],
        );
        self.set_aside("N221", &empty, &what);
        let partial = self.days_where(|day| day.known > 0 && day.known < day.open);
        let missing: usize = partial
            .iter()
            .filter_map(|index| self.days.get(*index))
            .map(|day| day.open - day.known)
            .sum();
        if missing > 0 {
            let stretches = self.tell(&partial);
            let what = Phrase::count(
                missing,
                ["open interval not recorded", "open intervals not recorded"],
                [
                    "open interval niet vastgelegd",
                    "open intervallen niet vastgelegd",
                ],
            );
            self.note("N222", told(&what, &stretches));
        }
        for (ordinary, day) in self.ordinary.iter_mut().zip(&self.days) {
            // A day of which over a tenth is missing is no measure for other days.
            *ordinary &= day.known * 10 >= day.open * 9;
        }
    }

    fn set_aside_events(&mut self, calendar: &DayCalendar) {
        let shocks = self.days_where(|day| day.known > 0 && calendar.is_shock(day.date));
        let mut names: Vec<&str> = shocks
            .iter()
            .filter_map(|index| self.days.get(*index))
            .flat_map(|day| calendar.events_on(day.date))
            .filter(|event| event.kind == EventKind::Shock)
            .map(|event| event.name.as_str())
            .collect();
        names.sort_unstable();
        names.dedup();
        let what = Phrase::count(
            shocks.len(),
            ["day of shock", "days of shock"],
            ["dag van een schok", "dagen van een schok"],
        );
        let named = format!("{{}} ({})", names.join(", "));
        self.set_aside("N229", &shocks, &what.within(&named, &named));
    }

    fn set_aside_outliers(&mut self, calendar: &DayCalendar, options: &CleanOptions) {
        let planned = |date: NaiveDate| {
            calendar
                .events_on(date)
                .any(|event| event.kind == EventKind::Planned)
        };
        let comparable: Vec<bool> = self
            .days
            .iter()
            .zip(&self.ordinary)
            .map(|(day, ordinary)| {
                *ordinary && !planned(day.date) && !calendar.is_near_holiday(day.date)
            })
            .collect();
        let found: Vec<(usize, f64)> = (0..self.days.len())
            .filter(|index| comparable.get(*index) == Some(&true))
            .filter_map(|index| {
                let distance = outlier(&self.days, index, &comparable, options)?;
                Some((index, distance))
            })
            .collect();
        let lasting = found.len() - new_level(&found, &comparable);
        let outliers: Vec<usize> = found
            .iter()
            .take(lasting)
            .map(|(index, _)| *index)
            .collect();
        let what = Phrase::count(
            outliers.len(),
            [
                "day unlike the same weekday around it",
                "days unlike the same weekday around them",
            ],
            [
                "dag die afwijkt van dezelfde weekdag eromheen",
                "dagen die afwijken van dezelfde weekdag eromheen",
            ],
        );
        self.set_aside("N224", &outliers, &what);
    }

    fn set_aside_outages(&mut self, options: &CleanOptions) {
        let found = outages(&self.contacts, &self.usable, &self.days, options.outage);
        let mut stretches = Vec::new();
        for run in &found {
            let grid = &self.contacts.grid;
            let from = grid.local(run.start).format("%Y-%m-%d %H:%M");
            let to = grid.local(run.end).format("%H:%M");
            stretches.push(Phrase::new(
                format!("{from} to {to}"),
                format!("{from} tot {to}"),
            ));
            for index in run.clone() {
                self.forbid(index);
            }
        }
        if !stretches.is_empty() {
            let what = Phrase::count(
                stretches.len(),
                ["outage set aside", "outages set aside"],
                [
                    "storing buiten beschouwing gelaten",
                    "storingen buiten beschouwing gelaten",
                ],
            );
            stretches.truncate(12);
            self.note("N225", told(&what, &Phrase::list(&stretches)));
        }
    }

    fn tell_outside(&mut self, queue: &Queue) {
        let pairs = queue.offered.values.iter().zip(&self.open.values);
        let outside = pairs
            .filter(|(_, open)| !**open)
            .filter_map(|(value, _)| *value);
        let total: Contacts = outside.sum();
        if total.0 > 0.0 {
            let what = Phrase::count(
                total.0.round() as usize,
                [
                    "contact outside opening hours set aside",
                    "contacts outside opening hours set aside",
                ],
                [
                    "contact buiten openingstijd buiten beschouwing gelaten",
                    "contacten buiten openingstijd buiten beschouwing gelaten",
                ],
            );
            self.note("N227", what);
        }
    }

    fn handle_time(&mut self, queue: &Queue, options: &CleanOptions) -> Series<Option<Seconds>> {
        let (least, most) = options.handle_time;
        let mut odd = 0;
        let handle_time = Series::from_fn(queue.handle_time.grid, |index| {
            let value = queue.handle_time.values.get(index).copied().flatten()?;
            let answered = queue.answered.values.get(index).copied().flatten();
            if answered == Some(Contacts::ZERO) {
                return None;
            }
            if value < least || value > most || value.0.is_nan() {
                odd += 1;
                return None;
            }
            Some(value)
        });
        if odd > 0 {
            let what = Phrase::count(
                odd,
                ["handle time", "handle times"],
                ["afhandeltijd", "afhandeltijden"],
            );
            let english = format!("{{}} not between {least} and {most} set aside");
            let dutch = format!("{{}} niet tussen {least} en {most} buiten beschouwing gelaten");
            self.note("N230", what.within(&english, &dutch));
        }
        handle_time
    }

    fn finish(mut self, handle_time: Series<Option<Seconds>>) -> Clean {
        for (contacts, usable) in self.contacts.values.iter_mut().zip(&self.usable.values) {
            if !usable {
                *contacts = Contacts::ZERO;
            }
        }
        Clean {
            contacts: self.contacts,
            handle_time,
            open: self.open,
            usable: self.usable,
            notes: self.notes,
        }
    }

    /// The days, by index, of which something holds and nothing was said yet.
    fn days_where(&self, holds: impl Fn(&Day) -> bool) -> Vec<usize> {
        let days = self.days.iter().zip(&self.ordinary).enumerate();
        days.filter(|(_, (day, ordinary))| **ordinary && holds(day))
            .map(|(index, _)| index)
            .collect()
    }

    fn set_aside(&mut self, code: &'static str, indices: &[usize], what: &Phrase) {
        if indices.is_empty() {
            return;
        }
        for index in indices {
            if let Some(ordinary) = self.ordinary.get_mut(*index) {
                *ordinary = false;
            }
            let range = self.days.get(*index).map(|day| day.range.clone());
            for interval in range.unwrap_or_default() {
                self.forbid(interval);
            }
        }
        let stretches = self.tell(indices);
        let what = what.within("{} set aside", "{} buiten beschouwing gelaten");
        self.note(code, told(&what, &stretches));
    }

    fn forbid(&mut self, index: usize) {
        if let Some(usable) = self.usable.values.get_mut(index) {
            *usable = false;
        }
    }

    fn tell(&self, indices: &[usize]) -> Phrase {
        let dates: Vec<NaiveDate> = self.days.iter().map(|day| day.date).collect();
        tell(indices, &dates)
    }

    fn note(&mut self, code: &'static str, what: Phrase) {
        self.notes.push(Note::new(code, "history", what));
    }
}

/// What, and when.
fn told(what: &Phrase, when: &Phrase) -> Phrase {
    Phrase::new(
        format!("{}: {}", what.english, when.english),
        format!("{}: {}", what.dutch, when.dutch),
    )
}
