//! Time zone, opening hours, holidays and events.

use super::hours::read_spans;
use crate::calendar::{Event, EventKind, OpeningHours, WEEKDAYS};
use crate::config::Holidays;
use crate::config::section::Section;
use crate::error::{Error, Problem, nearest};
use crate::history::read_holidays;
use chrono::NaiveDate;
use chrono_tz::{Europe::Amsterdam, TZ_VARIANTS, Tz};
use std::path::Path;

/// When the lines are open.
pub(super) struct Opening {
    pub(super) hours: OpeningHours,
    pub(super) holidays_closed: bool,
}

/// What is known of dates.
pub(super) struct Dates {
    pub(super) holidays: Holidays,
    pub(super) events: Vec<Event>,
}

/// The time zone; the Netherlands' where none is written.
pub(super) fn zone(root: &Section<'_>) -> Tz {
    let name = root.text("zone");
    let zone = name.map(|name| check_c110_zone_exists(root, &name));
    zone.flatten().unwrap_or(Amsterdam)
}

fn check_c110_zone_exists(root: &Section<'_>, name: &str) -> Option<Tz> {
    let zone = name.parse().ok();
    if zone.is_none() {
        let near = nearest(name, TZ_VARIANTS.iter().map(|zone| zone.name()));
        let hint = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "zones are named as in the tz database, such as `Europe/Amsterdam`".to_owned(),
        };
        let what = format!("there is no time zone `{name}`");
        root.push(Problem::new("C110", root.place("zone"), what).hint(hint));
    }
    zone
}

/// Opening hours by weekday with the dates on which they differ.
pub(super) fn opening(root: &Section<'_>) -> Opening {
    let weekdays = WEEKDAYS.map(|names| names[0]);
    let keys = [&weekdays[..], &["public_holidays", "exceptions"]].concat();
    let section = root.table("opening", &keys);
    root.check_c103_is_there("opening", Some(()));
    let mut hours = OpeningHours::default();
    let mut written = false;
    for (day, key) in hours.week.iter_mut().zip(weekdays) {
        let text = section.text(key).unwrap_or_default();
        *day = read_spans(&section, &section.place(key), &text);
        written |= !text.trim().is_empty();
    }
    if section.exists() && !written {
        check_c113_opens_at_all(&section);
    }
    for exception in section.tables("exceptions") {
        add_exception(&exception, &mut hours);
    }
    let choices = [("closed", true), ("open", false)];
    Opening {
        hours,
        holidays_closed: section.choice("public_holidays", &choices).unwrap_or(true),
    }
}

fn check_c113_opens_at_all(section: &Section<'_>) {
    let hint = "write hours for at least one weekday, such as `mon = \"08:30-17:00\"`";
    section.push(Problem::new("C113", section.here(), "the lines never open").hint(hint));
}

fn add_exception(exception: &Section<'_>, hours: &mut OpeningHours) {
    exception.check_c102_keys_are_known(&["date", "hours"]);
    let date = exception.check_c103_is_there("date", exception.date("date"));
    let text = exception.check_c103_is_there("hours", exception.text("hours"));
    let (Some(date), Some(text)) = (date, text) else {
        return;
    };
    let spans = read_spans(exception, &exception.place("hours"), &text);
    if hours.exceptions.insert(date, spans).is_some() {
        check_c114_date_is_written_once(exception, date);
    }
}

fn check_c114_date_is_written_once(exception: &Section<'_>, date: NaiveDate) {
    let what = format!("`{date}` has been given hours before");
    let hint = "join both in one, such as `08:30-12:00, 13:00-15:00`";
    exception.push(Problem::new("C114", exception.place("date"), what).hint(hint));
}

/// Holidays and events.
pub(super) fn dates(root: &Section<'_>) -> Dates {
    let section = root.table("calendar", &["holidays", "country", "events"]);
    let events = section.tables("events");
    Dates {
        holidays: holidays(&section),
        events: events.iter().filter_map(event).collect(),
    }
}

/// The Dutch rule, none, or a file, which is told by the point in its name.
fn holidays(section: &Section<'_>) -> Holidays {
    let word = section.text("holidays").unwrap_or_else(|| "nl".to_owned());
    if word.contains('.') {
        let path = section.check_c109_file_exists(section.place("holidays"), &word);
        return path.map_or(Holidays::None, |path| listed(section, &path));
    }
    section.check_c106_word_is_known("holidays", &word, &["nl", "none", "holidays.csv"]);
    match word.as_str() {
        "nl" => Holidays::Dutch,
        _ => Holidays::None,
    }
}

fn listed(section: &Section<'_>, path: &Path) -> Holidays {
    let country = section.text("country");
    let list = read_holidays(path);
    match list.and_then(|list| Ok(list.only(country.as_deref())?.to_vec())) {
        Ok(days) => Holidays::Listed(days),
        Err(error) => {
            check_c117_file_of_holidays_is_right(section, error);
            Holidays::None
        }
    }
}

/// The file's own problems are told as they are.
fn check_c117_file_of_holidays_is_right(section: &Section<'_>, error: Error) {
    match error {
        Error::Problems(problems) => problems.iter().for_each(|one| section.push(one.clone())),
        other => {
            let hint = "give a readable file with the columns date and name";
            let problem = Problem::new("C117", section.place("holidays"), other.to_string());
            section.push(problem.hint(hint));
        }
    }
}

fn event(section: &Section<'_>) -> Option<Event> {
    section.check_c102_keys_are_known(&["name", "kind", "from", "to"]);
    let kinds = [
        ("planned", EventKind::Planned),
        ("shock", EventKind::Shock),
        ("school", EventKind::School),
    ];
    let name = section.check_c103_is_there("name", section.text("name"));
    let kind = section.check_c103_is_there("kind", section.choice("kind", &kinds));
    let from = section.check_c103_is_there("from", section.date("from"));
    let to = if section.has("to") {
        section.date("to")
    } else {
        from
    };
    let event = Event {
        name: name?,
        kind: kind?,
        from: from?,
        to: to?,
    };
    check_c115_event_ends_after_it_begins(section, &event);
    Some(event)
}

fn check_c115_event_ends_after_it_begins(section: &Section<'_>, event: &Event) {
    if event.to >= event.from {
        return;
    }
    let what = format!("event `{}` ends before it begins", event.name);
    let hint = format!("it runs from `{}` to `{}`", event.from, event.to);
    section.push(Problem::new("C115", section.place("to"), what).hint(hint));
}
