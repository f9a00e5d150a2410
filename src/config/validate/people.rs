//! The people's files, their seats, and the roster as it is.

use super::hours::{span, text};
use crate::calendar::{ClockSpan, parse_clock};
use crate::config::section::{Section, suggestion};
use crate::config::{Code, Present};
use crate::error::Problem;
use crate::roster::{ShiftOptions, Work};
use crate::units::Minutes;
use chrono::{Datelike, NaiveDate, Weekday};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What is said of the people.
pub(super) struct People {
    pub file: PathBuf,
    pub leave: Option<PathBuf>,
    pub wishes: Option<PathBuf>,
    pub rosters: Option<PathBuf>,
    pub balance_from: Option<NaiveDate>,
    pub seats: BTreeMap<String, u32>,
}

/// The files of people, leave and wishes, earlier rosters, and the seats per site.
pub(super) fn people(root: &Section<'_>) -> People {
    let keys = [
        "file",
        "leave",
        "wishes",
        "rosters",
        "balance_from",
        "seats",
    ];
    let section = root.table("people", &keys);
    let file = section.check_c103_is_there("file", section.file("file"));
    let (seats, sites) = section.names("seats");
    let seats = sites.into_iter().filter_map(|site| {
        let count = seats.whole(site, 0..=100_000)?;
        Some((site.to_owned(), count))
    });
    let seats = seats.collect();
    let balance_from = section.date("balance_from");
    if let Some(date) = balance_from.filter(|date| date.weekday() != Weekday::Mon) {
        let what = format!("a balance is counted from a Monday on, not from `{date}`");
        let hint = "give the Monday of the first week that is not in `balance_hours`";
        section.push(Problem::new("C153", section.place("balance_from"), what).hint(hint));
    }
    People {
        file: file.unwrap_or_default(),
        leave: section.file("leave"),
        wishes: section.file("wishes"),
        // It need not be there yet: the first week has nothing before it.
        rosters: section
            .text("rosters")
            .map(|text| root.document.resolve(&text)),
        balance_from,
        seats,
    }
}

/// The roster as it is.
pub(super) fn present(root: &Section<'_>, work: &[Work], shifts: &ShiftOptions) -> Option<Present> {
    let section = root.table("present", &["file", "codes"]);
    if !section.exists() {
        return None;
    }
    let file = section.check_c103_is_there("file", section.file("file"));
    let (codes, names) = section.names("codes");
    let codes = names.into_iter().filter_map(|name| {
        check_c121_code_holds_no_plus(&codes, name);
        let keys = ["shift", "lunch", "breaks", "work", "at", "leave", "off"];
        Some((
            name.to_owned(),
            code(&codes.table(name, &keys), work, shifts)?,
        ))
    });
    let codes = codes.collect();
    Some(Present { file: file?, codes })
}

fn check_c121_code_holds_no_plus(codes: &Section<'_>, name: &str) {
    if name.contains('+') {
        let what = format!("code `{name}` holds a `+`, which joins codes in a cell");
        let hint = "explain the parts; a cell may then join them";
        codes.push(Problem::new("C121", codes.place(name), what).hint(hint));
    }
}

fn code(section: &Section<'_>, work: &[Work], shifts: &ShiftOptions) -> Option<Code> {
    let meaning = check_c122_code_means_one_thing(section)?;
    match meaning {
        "shift" => shift(section, shifts),
        "work" => {
            let name = section.text("work");
            if let Some(name) = &name {
                check_c123_code_names_known_work(section, name, work);
            }
            let at = section.check_c103_is_there("at", span(section, "at"));
            Some(Code::Work {
                name: name?,
                at: at?,
            })
        }
        "leave" => section.flag("leave").map(|_| Code::Leave),
        _ => section.flag("off").map(|_| Code::Off),
    }
}

fn check_c122_code_means_one_thing(section: &Section<'_>) -> Option<&'static str> {
    let meanings = ["shift", "work", "leave", "off"];
    let written: Vec<&str> = meanings
        .into_iter()
        .filter(|key| section.has(key))
        .collect();
    if let [meaning] = written[..] {
        return meanings.into_iter().find(|known| *known == meaning);
    }
    let what = format!("a code has one meaning, this one has {}", written.len());
    let hint = "give one of `shift`, `work` with `at`, `leave = true`, `off = true`";
    section.push(Problem::new("C122", section.here(), what).hint(hint));
    None
}

fn check_c123_code_names_known_work(section: &Section<'_>, name: &str, work: &[Work]) {
    let known: Vec<&str> = work.iter().map(|work| work.name.as_str()).collect();
    if !known.contains(&name) {
        let what = format!("there is no work `{name}`");
        let hint = suggestion("work is", name, &known);
        section.push(Problem::new("C123", section.place("work"), what).hint(hint));
    }
}

fn shift(section: &Section<'_>, shifts: &ShiftOptions) -> Option<Code> {
    let lunch = section.clock("lunch");
    let breaks = section.texts("breaks").unwrap_or_default();
    let breaks: Vec<u32> = breaks
        .into_iter()
        .filter_map(|entry| {
            let start = parse_clock(&entry.text);
            if start.is_none() {
                section.check_c107_form(entry.place, &entry.text, "10:15");
            }
            start
        })
        .collect();
    let span = span(section, "shift")?;
    let outside = |start: &u32| !span.contains(*start);
    if lunch.iter().chain(&breaks).any(outside) {
        check_c124_breaks_lie_inside(section, &text(span));
    }
    let lasting = |from: u32, length: Minutes| ClockSpan {
        from,
        to: from + length.0.unsigned_abs(),
    };
    let breaks = breaks.into_iter();
    Some(Code::Shift {
        span,
        lunch: lunch.map(|from| lasting(from, shifts.lunch)),
        breaks: breaks
            .map(|from| lasting(from, shifts.short_break))
            .collect(),
    })
}

fn check_c124_breaks_lie_inside(section: &Section<'_>, span: &str) {
    let what = format!("lunch or a break begins outside the shift `{span}`");
    let hint = "give times at which the person is there";
    section.push(Problem::new("C124", section.here(), what).hint(hint));
}
