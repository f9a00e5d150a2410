//! Figures of law and agreement, from their own file and from the main one.

use super::agreed;
use crate::config::document::Document;
use crate::config::section::Section;
use crate::error::Problem;
use crate::roster::Rules;
use crate::units::Minutes;
use std::path::Path;

/// A figure that is a time: its key, the minutes in its unit, and its field.
type Figure = (&'static str, f64, fn(&mut Rules) -> &mut Minutes);

/// Every figure that is a time.
const FIGURES: [Figure; 16] = [
    ("shift_max_hours", 60.0, |rules| &mut rules.shift_max),
    ("week_max_hours", 60.0, |rules| &mut rules.week_max),
    ("week_max_over_4_hours", 60.0, |rules| {
        &mut rules.week_max_over_4
    }),
    ("week_max_over_16_hours", 60.0, |rules| {
        &mut rules.week_max_over_16
    }),
    ("daily_rest_hours", 60.0, |rules| &mut rules.daily_rest),
    ("daily_rest_once_hours", 60.0, |rules| {
        &mut rules.daily_rest_once
    }),
    ("weekly_rest_hours", 60.0, |rules| &mut rules.weekly_rest),
    ("fortnight_rest_hours", 60.0, |rules| {
        &mut rules.fortnight_rest
    }),
    ("weekly_rest_part_hours", 60.0, |rules| {
        &mut rules.weekly_rest_part
    }),
    ("break_after_hours", 60.0, |rules| &mut rules.break_after),
    ("break_least_minutes", 1.0, |rules| &mut rules.break_least),
    ("break_after_long_hours", 60.0, |rules| {
        &mut rules.break_after_long
    }),
    ("break_least_long_minutes", 1.0, |rules| {
        &mut rules.break_least_long
    }),
    ("break_part_minutes", 1.0, |rules| &mut rules.break_part),
    ("screen_stretch_minutes", 1.0, |rules| {
        &mut rules.screen_stretch
    }),
    ("contract_tolerance_minutes", 1.0, |rules| {
        &mut rules.contract_tolerance
    }),
];

/// The figures that are counts of days.
const DAYS: &str = "consecutive_days";
const NOTICE: &str = "notice_days";

/// The rules: the law's figures, then the file's, then those written beside `file`.
pub(super) fn rules(root: &Section<'_>) -> Rules {
    let mut rules = Rules::default();
    let others: Vec<&str> = ["file", DAYS, NOTICE]
        .into_iter()
        .chain(agreed::KEYS)
        .collect();
    let section = root.table("rules", &keys(&others));
    if let Some(path) = section.file("file") {
        read_file(root.document, &path, &mut rules);
    }
    read_figures(&section, &mut rules);
    for (least, most, what) in order(&rules) {
        if least > most {
            check_c150_figures_agree(&section, what);
        }
    }
    rules
}

fn keys(others: &[&'static str]) -> Vec<&'static str> {
    let figures = FIGURES.iter().map(|(key, ..)| *key);
    figures.chain(others.iter().copied()).collect()
}

fn read_file(main: &Document, path: &Path, rules: &mut Rules) {
    match Document::read(path) {
        Ok(document) => {
            if !document.has_problems() {
                let others: Vec<&str> = [DAYS, NOTICE].into_iter().chain(agreed::KEYS).collect();
                read_figures(&Section::root(&document, &keys(&others)), rules);
            }
            let problems = document.into_problems();
            problems
                .iter()
                .for_each(|problem| main.push(problem.clone()));
        }
        Err(error) => check_c151_rules_can_be_read(main, path, &error.to_string()),
    }
}

fn check_c151_rules_can_be_read(main: &Document, path: &Path, reason: &str) {
    let place = path.display().to_string();
    let hint = "the file of rules is text like `config/rules-nl.toml`";
    main.push(Problem::new("C151", place, reason).hint(hint));
}

fn read_figures(section: &Section<'_>, rules: &mut Rules) {
    for (key, unit, field) in FIGURES {
        if let Some(figure) = section.number(key, 0.0..=100_000.0) {
            *field(rules) = Minutes((figure * unit).round() as i32);
        }
    }
    if let Some(days) = section.whole(DAYS, 1..=14) {
        rules.consecutive_days = days;
    }
    if let Some(days) = section.whole(NOTICE, 0..=366) {
        rules.notice_days = days;
    }
    agreed::read(section, rules);
}

/// Figures of which the first may not exceed the second, and what to say where it does.
fn order(rules: &Rules) -> [(Minutes, Minutes, &'static str); 8] {
    let one = Minutes(1);
    [
        (
            rules.week_max_over_4,
            rules.week_max,
            "`week_max_over_4` exceeds `week_max`",
        ),
        (
            rules.week_max_over_16,
            rules.week_max_over_4,
            "`week_max_over_16` exceeds `week_max_over_4`",
        ),
        (
            rules.daily_rest_once,
            rules.daily_rest,
            "`daily_rest_once` exceeds `daily_rest`",
        ),
        (
            rules.weekly_rest_part,
            rules.weekly_rest,
            "`weekly_rest_part` exceeds `weekly_rest`",
        ),
        (
            rules.break_after,
            rules.break_after_long,
            "`break_after` exceeds `break_after_long`",
        ),
        (
            rules.break_part,
            rules.break_least,
            "`break_part` exceeds `break_least`",
        ),
        (one, rules.shift_max, "`shift_max` leaves no time to work"),
        (
            one,
            rules.screen_stretch,
            "`screen_stretch` leaves no time to work",
        ),
    ]
}

fn check_c150_figures_agree(section: &Section<'_>, what: &str) {
    let hint = "compare with `config/rules-nl.toml`, where each figure has its article";
    section.push(Problem::new("C150", section.here(), what).hint(hint));
}
