//! One scenario file, read and checked by itself.

use super::inherit::id;
use super::numbers::RIVALS;
use super::{Hire, Leaver, NUMBERS, Scenario, Shape, Stated, Temporary};
use crate::config::document::Document;
use crate::config::section::Section;
use crate::config::validate::{contract, opening};
use crate::error::Problem;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::path::Path;

const KEYS: [&str; 14] = [
    "name",
    "inherits",
    "year",
    "volume",
    "handle_time",
    "knowledge",
    "people",
    "shrinkage",
    "roster",
    "target",
    "prices",
    "uncertain",
    "opening",
    "overflow",
];

/// Most full-time equivalents that one line can bring or take.
const FTE_MAX: f64 = 100_000.0;

/// What a file says itself, and the files that it inherits from with the place of that.
pub(super) struct Own {
    pub scenario: Scenario,
    pub inherits: Vec<Stated<String>>,
}

/// Reads a document; what is wrong is noted in it.
pub(super) fn own(document: &Document, path: &Path, step: u32) -> Own {
    let root = Section::root(document, &KEYS);
    let id = id(path);
    let numbers = numbers(&root);
    let people = root.table(
        "people",
        &keys_of("people", &["hires", "leavers", "temporary", "whole_weeks"]),
    );
    let shapes = [("present", Shape::Present), ("best", Shape::Best)];
    let roster = root.table("roster", &["shape"]);
    let year = root.table("year", &["from"]);
    let target = root.table("target", &keys_of("target", &["outside"]));
    let scenario = Scenario {
        name: name(&root, &id),
        id,
        files: vec![document.file.clone()],
        shape: stated(&roster, "shape", roster.choice("shape", &shapes)),
        whole_weeks: stated(&people, "whole_weeks", people.flag("whole_weeks")),
        outside: stated(&target, "outside", target.flag("outside")),
        from: stated(&year, "from", month(&year)),
        opening: root
            .has("opening")
            .then(|| opening(&root))
            .map(|value| at(&root, "opening", value)),
        overflow: contract(&root, step).map(|value| at(&root, "overflow", value)),
        hires: hires(&people),
        leavers: leavers(&people),
        temporary: temporary(&people),
        numbers,
    };
    check_c173_one_price(&root, &scenario);
    let inherits = root.texts("inherits").into_iter().flatten();
    let inherits = inherits.map(|entry| Stated {
        value: entry.text,
        place: entry.place,
    });
    Own {
        inherits: inherits.collect(),
        scenario,
    }
}

fn at<T>(section: &Section<'_>, key: &str, value: T) -> Stated<T> {
    let place = section.place(key);
    Stated { value, place }
}

fn stated<T>(section: &Section<'_>, key: &str, value: Option<T>) -> Option<Stated<T>> {
    value.map(|value| at(section, key, value))
}

fn name(root: &Section<'_>, id: &str) -> [String; 2] {
    let both = root.table("name", &["en", "nl"]);
    let english = both.check_c103_is_there("en", both.text("en"));
    let english = english.unwrap_or_else(|| id.to_owned());
    let dutch = both.text("nl").unwrap_or_else(|| english.clone());
    [english, dutch]
}

/// The first day of a month written as `2021-03`.
fn month(year: &Section<'_>) -> Option<NaiveDate> {
    let day = |text: &str| format!("{text}-01").parse().ok();
    year.form("from", "2021-03", day)
}

/// The keys of a table: those of figures and others.
fn keys_of<'a>(table: &str, others: &[&'a str]) -> Vec<&'a str> {
    let mut keys: Vec<&str> = others.to_vec();
    for number in NUMBERS {
        if let Some((of, key)) = number.key.split_once('.') {
            keys.extend((of == table).then_some(key));
        }
    }
    keys
}

fn numbers(root: &Section<'_>) -> BTreeMap<&'static str, Stated<f64>> {
    let mut found = BTreeMap::new();
    for table in [
        "volume",
        "handle_time",
        "knowledge",
        "shrinkage",
        "prices",
        "uncertain",
    ] {
        // Unknown keys are told where the table is opened; the others are opened by themselves.
        root.table(table, &keys_of(table, &[]));
    }
    for number in NUMBERS {
        let Some((table, key)) = number.key.split_once('.') else {
            continue;
        };
        let section = root.silent(table);
        let value = section.number(key, number.least..=number.most);
        if let Some(value) = value {
            found.insert(number.key, at(&section, key, value));
        }
    }
    found
}

fn check_c173_one_price(root: &Section<'_>, scenario: &Scenario) {
    for (one, other) in RIVALS {
        let both = (scenario.numbers.get(one), scenario.numbers.get(other));
        if let (Some(_), Some(second)) = both {
            let what = format!("both `{one}` and `{other}` are stated");
            let hint = "leave one of them out: each would decide the same figure";
            root.push(Problem::new("C173", second.place.clone(), what).hint(hint));
        }
    }
}

fn fte(entry: &Section<'_>) -> Option<f64> {
    entry.check_c103_is_there("fte", entry.number("fte", 0.0..=FTE_MAX))
}

fn day(entry: &Section<'_>, key: &str) -> Option<NaiveDate> {
    entry.check_c103_is_there(key, entry.date(key))
}

fn hires(people: &Section<'_>) -> Vec<Stated<Hire>> {
    let tables = people.tables("hires");
    let hire = |entry: &Section<'_>| {
        entry.check_c102_keys_are_known(&["on", "fte"]);
        let (on, fte) = (day(entry, "on"), fte(entry));
        let value = Hire { on: on?, fte: fte? };
        Some(at(entry, "on", value))
    };
    tables.iter().filter_map(hire).collect()
}

fn leavers(people: &Section<'_>) -> Vec<Stated<Leaver>> {
    let tables = people.tables("leavers");
    let leaver = |entry: &Section<'_>| {
        entry.check_c102_keys_are_known(&["on", "fte"]);
        let (on, fte) = (day(entry, "on"), fte(entry));
        let value = Leaver { on: on?, fte: fte? };
        Some(at(entry, "on", value))
    };
    tables.iter().filter_map(leaver).collect()
}

fn temporary(people: &Section<'_>) -> Vec<Stated<Temporary>> {
    let tables = people.tables("temporary");
    let guest = |entry: &Section<'_>| {
        entry.check_c102_keys_are_known(&["from", "to", "fte"]);
        let (from, to, fte) = (day(entry, "from"), day(entry, "to"), fte(entry));
        let value = Temporary {
            from: from?,
            to: to?,
            fte: fte?,
        };
        check_c174_ends_after_start(entry, &value);
        Some(at(entry, "from", value))
    };
    tables.iter().filter_map(guest).collect()
}

fn check_c174_ends_after_start(entry: &Section<'_>, value: &Temporary) {
    if value.to < value.from {
        let what = format!("from `{}` to `{}` is no time", value.from, value.to);
        let hint = "swap or mend the dates; both days belong to it";
        entry.push(Problem::new("C174", entry.place("to"), what).hint(hint));
    }
}
