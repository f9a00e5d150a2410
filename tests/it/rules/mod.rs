//! The corpus `tests/rosters`: every rule just inside and just outside.
//!
//! The code and the name of the rule are in the name of the file: `r03-daily-rest.toml`, perhaps
//! with what sets the case apart: `r03-daily-rest-spring.toml`.

mod fixture;
mod random;

use bezet::roster::rules::{self, Rule};
use fixture::outcome;
use std::path::PathBuf;

/// The files of a half of the corpus, in order.
fn files(half: &str) -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/rosters")
        .join(half);
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

fn stem(path: &std::path::Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

/// How the names of a rule's files begin.
fn prefix(rule: &Rule) -> String {
    format!(
        "{}-{}",
        rule.code.to_lowercase(),
        rule.name.replace('_', "-")
    )
}

fn rule_of(path: &std::path::Path) -> &'static Rule {
    let stem = stem(path);
    let named = |rule: &&Rule| stem == prefix(rule) || stem.starts_with(&(prefix(rule) + "-"));
    let mut rules: Vec<&Rule> = rules::ALL.iter().filter(named).collect();
    rules.sort_by_key(|rule| rule.name.len());
    rules
        .pop()
        .unwrap_or_else(|| panic!("{stem} names no rule"))
}

#[test]
fn every_rule_has_a_roster_just_inside_and_one_just_outside() {
    for half in ["valid", "invalid"] {
        let names: Vec<String> = files(half).iter().map(|path| stem(path)).collect();
        for rule in rules::ALL {
            assert!(
                names.contains(&prefix(rule)),
                "{half} has no {}.toml",
                prefix(rule)
            );
        }
    }
}

#[test]
fn valid_rosters_have_no_breach() {
    for path in files("valid") {
        rule_of(&path);
        let found = outcome(&path);
        assert!(
            found.expected.is_none(),
            "{} expects a breach",
            path.display()
        );
        assert!(
            found.breaches.is_empty(),
            "{}: {}: {:?}",
            stem(&path),
            found.says,
            found.breaches
        );
    }
}

#[test]
fn invalid_rosters_have_exactly_their_breach() {
    for path in files("invalid") {
        let rule = rule_of(&path);
        let found = outcome(&path);
        let context = format!("{}: {}: {:?}", stem(&path), found.says, found.breaches);
        let [breach] = found.breaches.as_slice() else {
            panic!("{context}")
        };
        assert_eq!(
            (breach.code, breach.rule),
            (rule.code, rule.name),
            "{context}"
        );
        let measured = (breach.who.clone(), breach.measured, breach.allowed);
        assert_eq!(Some(measured), found.expected, "{context}");
    }
}
