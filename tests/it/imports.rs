//! Rooms use each other as the table in CONTRIBUTING.md says.

use crate::support;
use std::collections::{BTreeMap, BTreeSet};

/// The words in backticks of a text.
fn ticked(text: &str) -> Vec<String> {
    let words = text.split('`').skip(1).step_by(2);
    words.map(str::to_owned).collect()
}

/// The table: each room, in order, with those that it may use.
fn table() -> Vec<(String, BTreeSet<String>)> {
    let text = support::text("CONTRIBUTING.md");
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.filter_map(|row| {
        let (room, rest) = row.split_once("` |")?;
        Some((room.to_owned(), ticked(rest).into_iter().collect()))
    })
    .collect()
}

/// The rooms that a source names after `crate::`, in groups of braces too.
fn used(code: &str) -> BTreeSet<String> {
    let mut rooms = BTreeSet::new();
    for part in code.split("crate::").skip(1) {
        let Some(group) = part.strip_prefix('{') else {
            rooms.insert(word(part));
            continue;
        };
        let mut depth = 0;
        let mut start = 0;
        for (at, character) in group.char_indices() {
            match character {
                '{' => depth += 1,
                '}' if depth > 0 => depth -= 1,
                ',' | '}' if depth == 0 => {
                    rooms.insert(word(group[start..at].trim()));
                    start = at + 1;
                    if character == '}' {
                        break;
                    }
                }
                _ => {}
            }
        }
    }
    rooms.remove("");
    rooms
}

fn word(text: &str) -> String {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    text[..end.unwrap_or(text.len())].to_owned()
}

/// The room of a source file.
fn room(path: &str) -> String {
    let first = path.split('/').next().unwrap_or_default();
    first.trim_end_matches(".rs").to_owned()
}

#[test]
fn rooms_use_what_the_table_allows() {
    let allowed: BTreeMap<String, BTreeSet<String>> = table().into_iter().collect();
    let mut wrong = Vec::new();
    for (path, code) in support::sources() {
        let room = room(&path);
        if room == "lib" || room == "main" {
            continue;
        }
        let Some(allowed) = allowed.get(&room) else {
            wrong.push(format!("{path}: its room is not in the table"));
            continue;
        };
        let outside = used(&code)
            .into_iter()
            .filter(|used| used != &room && !allowed.contains(used));
        wrong.extend(outside.map(|used| format!("{path} uses `{used}`")));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_table_has_no_circle() {
    let mut above = BTreeSet::new();
    for (room, uses) in table() {
        let unknown: Vec<&String> = uses.difference(&above).collect();
        assert!(
            unknown.is_empty(),
            "`{room}` uses {unknown:?}, not above it"
        );
        above.insert(room);
    }
    assert!(above.len() > 10, "the table is read");
}

#[test]
fn the_checker_knows_nothing_of_the_solver() {
    let builders = ["model", "solve", "pattern", "polish", "good_lp", "highs"];
    let mut seen = 0;
    for (path, code) in support::sources() {
        if !path.starts_with("roster/check") {
            continue;
        }
        seen += 1;
        for builder in builders {
            let named =
                code.contains(&format!("{builder}::")) || code.contains(&format!("{builder};"));
            assert!(!named, "{path} names `{builder}`");
        }
    }
    assert!(seen > 0, "the checker is found");
}

#[test]
fn uses_are_found_in_groups() {
    let code =
        "use crate::{calendar::{Grid, Series}, error::Note, units};\ncrate::roster::check(x)";
    let found: Vec<String> = used(code).into_iter().collect();
    assert_eq!(found, ["calendar", "error", "roster", "units"]);
}
