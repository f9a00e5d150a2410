//! The terminal's tables.

use super::bridge::{Step, bridge_rows};
use super::external;
use super::kpi::{Figure, Unit, columns, in_hours, key_rows, verdicts};
use super::tables::{breach_heads, breach_row};
use super::words::{Language, Word};
use crate::calendar::Grid;
use crate::plan::Plan;
use crate::roster::Breach;
use crate::simulate::Outcome;

/// The planner's question answered in some ten lines: present against planned.
///
/// Without a present roster only the planned one has a column. Waits are over all offered contacts; figures of the simulation have their 95 % confidence
/// interval. In the plan's language.
pub fn text(plan: &Plan) -> String {
    let language = Language::from(plan.language);
    let mut lines = vec![title(plan, language), known(plan, language), String::new()];
    lines.extend(aligned(&key_table(plan, language), 1));
    if let Some(rows) = external::rows(plan, language) {
        for (words, rows, to_left) in [
            (&external::DAYS[..], rows.days, 2),
            (&[Word::ExternalBill, Word::Bill][..], rows.bill, 1),
            (&external::ALTERNATIVES[..], rows.alternatives, 1),
        ] {
            let heads = external::heads(words, language).into_iter();
            let mut table = vec![heads.map(str::to_owned).collect()];
            table.extend(rows);
            lines.push(String::new());
            lines.extend(aligned(&table, to_left));
        }
    }
    lines.push(String::new());
    let verdicts = verdicts(plan, language);
    let width = verdicts.iter().map(|(label, _)| length(label)).max();
    for (label, verdict) in verdicts {
        lines.push(format!("{}  {verdict}", padded(label, width.unwrap_or(0))));
    }
    finished(lines)
}

/// The hours bridge: what is paid and where it goes, present against planned.
///
/// In hours and minutes; every line with a minus is taken off, and the totals add up.
pub fn bridge_text(plan: &Plan) -> String {
    let language = Language::from(plan.language);
    let mut table = vec![heads(plan, Word::Hours, language)];
    table.extend(bridge_rows(plan, language).into_iter().map(|row| {
        let mut cells = row.cells();
        cells[0] = match row.step {
            Step::Less => format!("  {}", row.label),
            Step::Total => format!("= {}", row.label),
            Step::Aside => row.label,
        };
        cells
    }));
    finished(aligned(&table, 1))
}

/// Weeks planned one after the other, a line each: what callers meet and what it costs.
pub fn weeks_text(plans: &[Plan]) -> String {
    let Some(first) = plans.first() else {
        return String::new();
    };
    let language = Language::from(first.language);
    let heads = [
        Word::Week,
        Word::AverageWait,
        Word::Target,
        Word::Outside,
        Word::PaidHours,
        Word::Cost,
        Word::Gap,
        Word::Breaches,
    ];
    let mut table = vec![heads.map(|word| language.say(word).to_owned()).to_vec()];
    table.extend(plans.iter().map(|plan| {
        let side = &plan.planned;
        let reached = match plan.target.reached {
            true => Word::Reached,
            false => Word::NotReached,
        };
        vec![
            plan.week.to_string(),
            Unit::Wait.full(language, side.outcome.wait.into()),
            language.say(reached).to_owned(),
            Unit::Count.write(language, side.outcome.overflowed.mean),
            Unit::Hours.write(language, side.bridge.paid.0),
            Unit::Euros.write(language, side.cost.0),
            language.percent(plan.solve.gap, 1),
            plan.breaches.len().to_string(),
        ]
    }));
    finished(aligned(&table, 1))
}

/// The breaches of a roster, a line each, in English: code, rule, who, when, found and allowed.
///
/// Lengths are in hours and minutes. People are named as in the roster, by id.
pub fn breaches_text(breaches: &[Breach], grid: &Grid) -> String {
    let language = Language::English;
    if breaches.is_empty() {
        return finished(vec![language.say(Word::NoBreaches).to_owned()]);
    }
    let mut table = vec![breach_heads(language).map(str::to_owned).to_vec()];
    let rows = breaches
        .iter()
        .map(|breach| breach_row(breach, grid, language).to_vec());
    table.extend(rows);
    finished(aligned(&table, 4))
}

/// A figure of an outcome, its name and its unit.
type Measure = (Word, Unit, fn(&Outcome) -> Figure);

/// What callers met under one or more rosters, one after the other, in English, with 95 % confidence
/// intervals.
pub fn outcome_text(outcomes: &[Outcome]) -> String {
    let language = Language::English;
    let measures: [Measure; 8] = [
        (Word::AverageWait, Unit::Wait, |o| o.wait.into()),
        (Word::LongWaitShare, Unit::Share, |o| o.long_waits.into()),
        (Word::Answered, Unit::Share, |o| o.service_level.into()),
        (Word::Abandoned, Unit::Share, |o| o.abandoned.into()),
        (Word::Outside, Unit::Count, |o| o.overflowed.into()),
        (Word::Offered, Unit::Count, |o| o.offered.into()),
        (Word::Occupancy, Unit::Share, |o| o.occupancy.into()),
        (Word::Overtime, Unit::Hours, |o| in_hours(o.overtime)),
    ];
    let mut lines = Vec::new();
    for outcome in outcomes {
        let mut table = vec![vec![
            language.say(Word::Measure).to_owned(),
            outcome.name.clone(),
        ]];
        table.extend(measures.iter().map(|(word, unit, figure)| {
            vec![
                language.say(*word).to_owned(),
                unit.full(language, figure(outcome)),
            ]
        }));
        lines.extend(aligned(&table, 1));
    }
    finished(lines)
}

/// `Klantenservice: weekrooster 2021-W15`.
pub(super) fn title(plan: &Plan, language: Language) -> String {
    language.fill(Word::Title, &[&plan.name, &plan.week.to_string()])
}

/// Queue, days and what was known.
pub(super) fn known(plan: &Plan, language: Language) -> String {
    let monday = plan.week.monday;
    let sunday = monday + chrono::Days::new(6);
    language.fill(
        Word::Known,
        &[
            &plan.queue,
            &language.day(monday),
            &language.day(sunday),
            &language.date(plan.known_until),
        ],
    )
}

fn key_table(plan: &Plan, language: Language) -> Vec<Vec<String>> {
    let rows = key_rows(plan, language).into_iter();
    let mut table = vec![heads(plan, Word::Measure, language)];
    table.extend(rows.map(|row| row.cells(language)));
    table
}

fn heads(plan: &Plan, first: Word, language: Language) -> Vec<String> {
    let names = columns(plan, first, language).into_iter();
    names.map(str::to_owned).collect()
}

/// Rows as lines: so many columns to the left, the others to the right.
pub(super) fn aligned(table: &[Vec<String>], to_left: usize) -> Vec<String> {
    let cells = table.iter().flat_map(|row| row.iter().enumerate());
    let mut widths: Vec<usize> = Vec::new();
    for (column, cell) in cells {
        widths.resize(widths.len().max(column + 1), 0);
        widths[column] = widths[column].max(length(cell));
    }
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).enumerate();
        let cells = cells.map(|(column, (cell, width))| match column < to_left {
            true => padded(cell, *width),
            false => format!("{}{cell}", " ".repeat(width - length(cell))),
        });
        let line = cells.collect::<Vec<_>>().join("  ");
        line.trim_end().to_owned()
    };
    table.iter().map(line).collect()
}

fn length(text: &str) -> usize {
    text.chars().count()
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(length(text))))
}

pub(super) fn finished(lines: Vec<String>) -> String {
    let mut text: String = lines.join("\n");
    text.push('\n');
    text
}
