//! ERRORS.md lists exactly the codes that the source can give.

use crate::support;
use std::collections::BTreeSet;

/// Is this a code: a capital letter with three figures, or a rule's `R` with two?
fn is_code(word: &str) -> bool {
    let Some(figures) = word.strip_prefix(|c: char| c.is_ascii_uppercase()) else {
        return false;
    };
    let length = if word.starts_with('R') { 2 } else { 3 };
    figures.len() == length && figures.chars().all(|c| c.is_ascii_digit())
}

/// The codes that stand in quotes.
fn quoted(code: &str) -> BTreeSet<String> {
    let words = code
        .lines()
        .flat_map(|line| line.split('"').skip(1).step_by(2));
    words
        .filter(|word| is_code(word))
        .map(str::to_owned)
        .collect()
}

/// The codes at the start of the rows of a table.
fn listed(text: &str) -> Vec<String> {
    let cells = text
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    cells
        .filter(|cell| is_code(cell))
        .map(str::to_owned)
        .collect()
}

#[test]
fn errors_md_lists_the_codes_of_the_source() {
    let source: BTreeSet<String> = support::sources()
        .iter()
        .flat_map(|(_, code)| quoted(code))
        .collect();
    let listed = listed(&support::text("ERRORS.md"));
    let unique: BTreeSet<String> = listed.iter().cloned().collect();
    assert_eq!(listed.len(), unique.len(), "a code has two rows");
    let missing: Vec<&String> = source.difference(&unique).collect();
    assert!(missing.is_empty(), "not in ERRORS.md: {missing:?}");
    let stale: Vec<&String> = unique.difference(&source).collect();
    assert!(stale.is_empty(), "not in the source: {stale:?}");
    assert!(source.len() > 30, "the scan finds codes");
}

#[test]
fn codes_are_told_from_other_words() {
    let text = "Problem::new(\"C104\", place) \"2021\" \"R03\"\n// \"H999\"\n#[cfg(test)] \"C999\"";
    let found: Vec<String> = quoted(&support::code(text)).into_iter().collect();
    assert_eq!(found, ["C104", "R03"]);
}
