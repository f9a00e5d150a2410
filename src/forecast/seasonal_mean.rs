//! The default method: what weekday, clock time, season and the date's own events explain.

use super::band::Spreads;
use super::days::{self, Days};
use super::effects::{self, Effect};
use super::outlook::Outlook;
use super::volume::{Known, Volume};
use super::{Fitted, Forecast, Method, Past};
use crate::calendar::{DayCalendar, EventKind, Series};
use crate::error::{Note, Phrase, Result};
use crate::units::{Seconds, Share};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// A robust seasonal mean.
///
/// # Formula
/// Contacts of an interval = level x profile(weekday, clock time) x growth x season x effects.
/// The level is a fading mean of the last `weeks` usable weeks, odd days pulled in. The profile
/// looks back twice as far. Growth is the change against the same days a year before, damped;
/// the season is what earlier years did between then and the target, drawn to none; effects are
/// planned events, open holidays, the days around holidays, school holidays and the first working
/// days of a month, each learnt from its own earlier instances and drawn to none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeasonalMean {
    /// Usable weeks that set the level.
    pub weeks: usize,
    /// Share of intervals that the bands are meant to hold.
    pub level: Share,
    /// Handle time where the history has none.
    pub fallback_handle_time: Seconds,
}

impl Default for SeasonalMean {
    fn default() -> Self {
        Self {
            weeks: 8,
            level: Share(0.8),
            fallback_handle_time: Seconds(300.0),
        }
    }
}

impl Method for SeasonalMean {
    fn name(&self) -> &'static str {
        "seasonal-mean"
    }

    fn fit(&self, past: &Past<'_>) -> Result<Box<dyn Fitted>> {
        let days = Days::of(past)?;
        let known = Known::of(&days, past.calendar);
        let spreads = Spreads::learn(&days, self.level, |end| {
            let volume = Volume::learn(&known, end, self.weeks)?;
            let days = &days;
            Some(move |day| volume.rates(days.date(day), past.calendar))
        });
        let Some(volume) = Volume::learn(&known, days.len(), self.weeks) else {
            return Err(super::days::nothing_usable().into());
        };
        let mut outlook = Outlook::new(&days, spreads, self.level, self.fallback_handle_time);
        outlook
            .notes
            .extend(said_of_past(&days, &volume, past.calendar, self.weeks));
        Ok(Box::new(Mean { volume, outlook }))
    }
}

struct Mean {
    volume: Volume,
    outlook: Outlook,
}

impl Fitted for Mean {
    fn predict(&self, open: &Series<bool>, calendar: &DayCalendar) -> Forecast {
        let rates = |date| self.volume.rates(date, calendar);
        let mut forecast = self.outlook.forecast(open, rates);
        forecast.notes.extend(self.said_of_dates(open, calendar));
        forecast.notes.extend(self.said_of_hours(open));
        forecast
    }
}

impl Mean {
    /// What bears on the dates that are forecast, each effect said once with its first date.
    fn said_of_dates(&self, open: &Series<bool>, calendar: &DayCalendar) -> Vec<Note> {
        let mut said = BTreeSet::new();
        let mut notes = Vec::new();
        for date in open_dates(open) {
            for effect in effects::effects_on(date, calendar, &self.volume.workdays) {
                if !effect.is_pooled() && said.insert(effect.clone()) {
                    notes.push(self.said_of_effect(date, &effect));
                }
            }
        }
        notes
    }

    fn said_of_effect(&self, date: NaiveDate, effect: &Effect) -> Note {
        let pooled = effect.pooled();
        let together: Vec<Effect> = pooled.iter().cloned().chain([effect.clone()]).collect();
        let percent = 100.0 * (self.volume.effects.log(&together).exp() - 1.0);
        let (own, alike) = (
            self.volume.effects.days(effect),
            pooled.map_or(0, |pooled| self.volume.effects.days(&pooled)),
        );
        if own + alike == 0 {
            let what = Phrase::new(
                format!("`{effect}` has no earlier instance to learn from: not counted"),
                format!(
                    "`{}` kwam niet eerder voor om van te leren: telt niet mee",
                    effect.dutch()
                ),
            );
            return Note::new("N308", date.to_string(), what);
        }
        let count = |days, english, dutch| {
            Phrase::count(days, english, dutch).within(
                &format!("`{effect}` counts for {percent:+.1} %, learnt from {{}}"),
                &format!(
                    "`{}` telt voor {} %, geleerd uit {{}}",
                    effect.dutch(),
                    dutch_decimal(percent)
                ),
            )
        };
        let what = if own > 0 {
            let english = ["earlier day", "earlier days"];
            count(own, english, ["eerdere dag", "eerdere dagen"])
        } else {
            count(
                alike,
                ["earlier day of the kind", "earlier days of the kind"],
                ["eerdere dag van die soort", "eerdere dagen van die soort"],
            )
        };
        Note::new("N307", date.to_string(), what)
    }

    /// Open times of which the history knows nothing.
    fn said_of_hours(&self, open: &Series<bool>) -> Option<Note> {
        let grid = open.grid;
        let seen = &self.volume.profile.seen;
        let step = (1440 / seen.ncols().max(1)).max(1);
        let unknown: Vec<usize> = (0..grid.len)
            .filter(|index| open.values.get(*index) == Some(&true))
            .filter(|index| {
                let position = grid.minute_of_day(*index) as usize / step;
                let weekday = days::weekday(grid.date(*index));
                seen.get([weekday, position]) != Some(&true)
            })
            .collect();
        let first = unknown.first()?;
        let (count, at) = (unknown.len(), grid.local(*first).format("%H:%M"));
        let what = match count {
            1 => Phrase::new(
                format!(
                    "`1` open interval, at {at}, was never open before: it follows the nearest known one"
                ),
                format!(
                    "`1` open interval, om {at}, was nooit eerder open: het volgt het naaste bekende"
                ),
            ),
            _ => Phrase::new(
                format!(
                    "`{count}` open intervals, the first at {at}, were never open before: they follow the nearest known ones"
                ),
                format!(
                    "`{count}` open intervallen, het eerste om {at}, waren nooit eerder open: ze volgen de naaste bekende"
                ),
            ),
        };
        Some(Note::new("N309", grid.date(*first).to_string(), what))
    }
}

/// The dates with any open interval.
fn open_dates(open: &Series<bool>) -> Vec<NaiveDate> {
    let dates = open.grid.dates().into_iter();
    dates
        .filter(|date| {
            let range = open.grid.day_range(*date);
            open.values
                .get(range)
                .is_some_and(|day| day.contains(&true))
        })
        .collect()
}

fn said_of_past(days: &Days, volume: &Volume, calendar: &DayCalendar, weeks: usize) -> Vec<Note> {
    let mut notes = vec![said_of_level(days, volume, weeks)];
    let growth = match volume
        .level
        .growth
        .map(|growth| 100.0 * (growth.exp() - 1.0))
    {
        Some(percent) => Phrase::new(
            format!(
                "volume changed by {percent:+.1} % over the last year; four fifths of that is carried on"
            ),
            format!(
                "het volume veranderde in het laatste jaar met {} %; vier vijfde daarvan is doorgetrokken",
                dutch_decimal(percent)
            ),
        ),
        None => Phrase::new(
            "less than a year can be compared: no growth is assumed",
            "minder dan een jaar is te vergelijken: er is geen groei aangenomen",
        ),
    };
    notes.push(Note::new("N304", "forecast", growth));
    let season = match volume.level.years {
        0 => Phrase::new(
            "no earlier year covers the season: none is assumed",
            "geen eerder jaar laat het seizoen zien: er is geen aangenomen",
        ),
        years => Phrase::count(
            years,
            ["earlier year", "earlier years"],
            ["eerder jaar", "eerdere jaren"],
        )
        .within(
            "the season is learnt from {}, drawn to none",
            "het seizoen is geleerd uit {}, afgezwakt",
        ),
    };
    notes.push(Note::new("N305", "forecast", season));
    notes.extend(said_of_kept_out(days, volume, calendar));
    notes
}

fn said_of_level(days: &Days, volume: &Volume, weeks: usize) -> Note {
    let short = if volume.weeks < weeks {
        Phrase::new(
            format!(", of the {weeks} asked for: there are no more"),
            format!(", van de {weeks} die gevraagd zijn: er zijn er niet meer"),
        )
    } else {
        Phrase::new("", "")
    };
    let (from, to) = (days.date(volume.window.0), days.date(volume.window.1));
    let weeks = Phrase::count(
        volume.weeks,
        ["usable week", "usable weeks"],
        ["bruikbare week", "bruikbare weken"],
    );
    let what = weeks.within(
        &format!("the level is that of {{}}, {from} to {to}{}", short.english),
        &format!("het niveau is dat van {{}}, {from} t/m {to}{}", short.dutch),
    );
    Note::new("N303", "forecast", what)
}

/// Events between the first day of the learning window and the end of the past.
fn said_of_kept_out(days: &Days, volume: &Volume, calendar: &DayCalendar) -> Vec<Note> {
    let (from, to) = (
        days.date(volume.window.0),
        days.date(days.len().saturating_sub(1)),
    );
    let within = |event: &&crate::calendar::Event| event.from <= to && from <= event.to;
    calendar
        .events
        .iter()
        .filter(within)
        .filter(|event| event.kind != EventKind::School)
        .map(|event| {
            let (name, from, to) = (&event.name, event.from, event.to);
            let what = Phrase::new(
                format!("`{name}` ({from} to {to}) is kept out of the level"),
                format!("`{name}` ({from} t/m {to}) telt niet mee in het niveau"),
            );
            Note::new("N306", "forecast", what)
        })
        .collect()
}

/// A signed percentage with a decimal comma.
fn dutch_decimal(value: f64) -> String {
    format!("{value:+.1}").replace('.', ",")
}
