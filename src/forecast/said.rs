//! What a blend has to say of the past it learnt from and of the dates it forecasts.

use super::base::Base;
use super::days::{self, Days};
use super::effects::{self, Effect, Effects, Workdays};
use super::level::{self, Growth};
use super::profile::Profile;
use crate::calendar::{DayCalendar, EventKind, Series};
use crate::error::{Note, Phrase};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// What is said of the past.
pub(super) fn of_past(base: &Base<'_>, calendar: &DayCalendar, weeks: usize) -> Vec<Note> {
    let mut notes: Vec<Note> = said_of_level(base, weeks).into_iter().collect();
    notes.extend(base.shifts.iter().map(|shift| {
        let (date, error) = (base.known.days.date(shift.row), shift.date_error.ceil().max(1.0));
        let percent = |log: f64| 100.0 * (log.exp() - 1.0);
        let (change, low, high) = (
            percent(shift.size),
            percent(shift.size - 2.0 * shift.error),
            percent(shift.size + 2.0 * shift.error),
        );
        let what = Phrase::new(
            format!(
                "the level shifted by {change:+.0} % ({low:+.0} to {high:+.0} %) on {date}, give or take {error:.0} days"
            ),
            format!(
                "het niveau verschoof met {change:+.0} % ({low:+.0} tot {high:+.0} %) op {date}, op {error:.0} dagen na"
            ),
        );
        Note::new("N311", "forecast", what)
    }));
    notes.push(growth(level::growth(&base.logs)));
    notes.push(season(level::years(&base.logs)));
    notes.extend(kept_out(base, calendar, weeks));
    notes
}

fn said_of_level(base: &Base<'_>, weeks: usize) -> Option<Note> {
    let window: Vec<(usize, usize)> = base.recent(weeks).collect();
    let learnt = window.iter().map(|(_, age)| age + 1).max()?;
    let short = if learnt < weeks {
        Phrase::new(
            format!(", of the {weeks} asked for: there are no more"),
            format!(", van de {weeks} die gevraagd zijn: er zijn er niet meer"),
        )
    } else {
        Phrase::new("", "")
    };
    let days = base.known.days;
    let (from, to) = (days.date(window.first()?.0), days.date(window.last()?.0));
    let counted = Phrase::count(
        learnt,
        ["usable week", "usable weeks"],
        ["bruikbare week", "bruikbare weken"],
    );
    let what = counted.within(
        &format!("the level is that of {{}}, {from} to {to}{}", short.english),
        &format!("het niveau is dat van {{}}, {from} t/m {to}{}", short.dutch),
    );
    Some(Note::new("N303", "forecast", what))
}

fn growth(growth: Option<Growth>) -> Note {
    let what = match growth {
        Some(Growth { log, error }) => {
            let percent = 100.0 * log.exp_m1();
            let error = 100.0 * error * log.exp();
            Phrase::new(
                format!(
                    "volume changed by {percent:+.1} % over the last year (standard error {error:.1}); four fifths of that is carried on"
                ),
                format!(
                    "het volume veranderde in het laatste jaar met {} % (standaardfout {}); vier vijfde daarvan is doorgetrokken",
                    dutch_decimal(percent),
                    format!("{error:.1}").replace('.', ",")
                ),
            )
        }
        None => Phrase::new(
            "less than a year can be compared: no growth is assumed",
            "minder dan een jaar is te vergelijken: er is geen groei aangenomen",
        ),
    };
    Note::new("N304", "forecast", what)
}

fn season(years: usize) -> Note {
    let what = match years {
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
    Note::new("N305", "forecast", what)
}

/// Events between the first day of the learning window and the end of the past.
fn kept_out(base: &Base<'_>, calendar: &DayCalendar, weeks: usize) -> Vec<Note> {
    let days = base.known.days;
    let first = base.recent(weeks).map(|(day, _)| day).next();
    let (from, to) = (
        days.date(first.unwrap_or_default()),
        days.date(base.end.saturating_sub(1)),
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

/// What bears on the dates that are forecast, each effect said once with its first date.
pub(super) fn of_dates(
    open: &Series<bool>,
    calendar: &DayCalendar,
    workdays: &Workdays,
    effects: &Effects,
) -> Vec<Note> {
    let mut said = BTreeSet::new();
    let mut notes = Vec::new();
    for date in open_dates(open) {
        for effect in effects::effects_on(date, calendar, workdays) {
            if !effect.is_pooled() && said.insert(effect.clone()) {
                notes.push(of_effect(date, &effect, effects));
            }
        }
    }
    notes
}

fn of_effect(date: NaiveDate, effect: &Effect, effects: &Effects) -> Note {
    let pooled = effect.pooled();
    let together: Vec<Effect> = pooled.iter().cloned().chain([effect.clone()]).collect();
    let log = effects.log(&together);
    let percent = 100.0 * log.exp_m1();
    let error = 100.0 * effects.variance(&together).sqrt() * log.exp();
    let (own, alike) = (
        effects.days(effect),
        pooled.map_or(0, |pooled| effects.days(&pooled)),
    );
    if own + alike == 0 {
        return unseen(date, effect);
    }
    let count = |days, english, dutch| {
        Phrase::count(days, english, dutch).within(
            &format!(
                "`{effect}` counts for {percent:+.1} % (standard error {error:.1}), learnt from {{}}"
            ),
            &format!(
                "`{}` telt voor {} % (standaardfout {}), geleerd uit {{}}",
                effect.dutch(),
                dutch_decimal(percent),
                format!("{error:.1}").replace('.', ",")
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

/// An effect without an earlier instance.
fn unseen(date: NaiveDate, effect: &Effect) -> Note {
    let what = Phrase::new(
        format!("`{effect}` has no earlier instance to learn from: not counted"),
        format!(
            "`{}` kwam niet eerder voor om van te leren: telt niet mee",
            effect.dutch()
        ),
    );
    Note::new("N308", date.to_string(), what)
}

/// Open times of which the history knows nothing.
pub(super) fn of_hours(open: &Series<bool>, profile: &Profile) -> Option<Note> {
    let grid = open.grid;
    let seen = &profile.seen;
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

/// How the experts were weighted for the first days ahead.
pub(super) fn of_weights(names: &[&'static str], weights: &[f64], days: &Days) -> Option<Note> {
    if names.len() < 2 {
        return None;
    }
    if weights
        .windows(2)
        .all(|pair| matches!(pair, [a, b] if a == b))
    {
        let what = Phrase::new(
            "the history is too short to compare the experts of the blend: all count alike",
            "de geschiedenis is te kort om de methoden te vergelijken: alle tellen even zwaar",
        );
        return Some(Note::new("N310", "forecast", what));
    }
    let mut shares: Vec<(f64, &str)> = weights.iter().copied().zip(names.iter().copied()).collect();
    shares.sort_by(|a, b| b.0.total_cmp(&a.0));
    let told = |name: fn(&str) -> &str| {
        let told = shares
            .iter()
            .map(|(share, expert)| format!("{} {:.0} %", name(expert), 100.0 * share));
        told.collect::<Vec<_>>().join(", ")
    };
    let (english, dutch) = (told(|expert| expert), told(super::in_dutch));
    let until = days.date(days.len().saturating_sub(1));
    let what = Phrase::new(
        format!(
            "weights of the experts on day totals, by how they would have done until {until}: {english}"
        ),
        format!(
            "gewicht van de methoden voor dagtotalen, naar hoe ze het tot {until} gedaan zouden hebben: {dutch}"
        ),
    );
    Some(Note::new("N310", "forecast", what))
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

/// A signed percentage with a decimal comma.
fn dutch_decimal(value: f64) -> String {
    format!("{value:+.1}").replace('.', ",")
}
