//! The rows that terminal and page show of scenarios.

use super::extras::{frontier, hindsight, sensitivity, weeks};
use super::words::{self, Pair, fill, say, told};
use crate::report::number::wait;
use crate::report::text::{aligned, finished};
use crate::report::words::Language;
use crate::scenario::{Column, Comparison};

/// A table: its title and its rows, the heads first.
pub(super) struct Table {
    pub title: String,
    pub help: Option<&'static str>,
    pub rows: Vec<Vec<String>>,
}

/// Scenarios side by side, and of the last one months, euros, hirings and what else was asked, for the
/// terminal.
pub fn comparison_text(comparison: &Comparison) -> String {
    let language = Language::from(comparison.language);
    let mut lines = vec![scope(comparison, language)];
    for table in tables(comparison, language) {
        lines.push(String::new());
        lines.push(table.title);
        lines.extend(aligned(&table.rows, 1));
    }
    finished(lines)
}

/// Every table that has rows.
pub(super) fn tables(comparison: &Comparison, language: Language) -> Vec<Table> {
    let last = comparison.columns.last();
    let of_last = [months, starts, euros].map(|table| last.map(|column| table(column, language)));
    let rest = [
        hindsight(comparison, language),
        frontier(comparison, language),
        sensitivity(comparison, language),
        Some(weeks(comparison, language)),
    ];
    let first = Some(side_by_side(comparison, language));
    let all = std::iter::once(first).chain(of_last).chain(rest).flatten();
    all.filter(|table| table.rows.len() > 1).collect()
}

pub(super) fn scope(comparison: &Comparison, language: Language) -> String {
    let day = |date: chrono::NaiveDate| language.date(date);
    let last = comparison.until.pred_opt().unwrap_or(comparison.until);
    let dates = [comparison.from, last, comparison.known_until].map(day);
    let values = [
        &comparison.name,
        &comparison.queue,
        &dates[0],
        &dates[1],
        &dates[2],
    ];
    fill(language, words::SCOPE, &values.map(String::as_str))
}

pub(super) fn heads(language: Language, pairs: &[Pair]) -> Vec<String> {
    pairs
        .iter()
        .map(|pair| say(language, *pair).to_owned())
        .collect()
}

pub(super) fn side_by_side(comparison: &Comparison, language: Language) -> Table {
    let chance = comparison
        .columns
        .iter()
        .any(|column| column.chance.is_some());
    let mut pairs = vec![
        words::SCENARIO,
        words::CONTACTS,
        words::HANDLE_TIME,
        words::WAIT,
        words::TARGET,
        words::THERE,
        words::NEEDED,
        words::STEP,
    ];
    pairs.extend(
        chance
            .then_some([words::HOLDS, words::SURE])
            .into_iter()
            .flatten(),
    );
    pairs.extend([words::OUTSIDE, words::STRUCTURAL, words::MORE]);
    let now = comparison
        .columns
        .first()
        .map_or(0.0, |column| column.ledger.value("needed.structural"));
    let mut rows = vec![heads(language, &pairs)];
    for column in &comparison.columns {
        let answer = &column.answer;
        let cost = column.ledger.value("needed.structural");
        let mut row = vec![
            told(language, &answer.name).to_owned(),
            language.number(answer.contacts, 0),
            wait(answer.handle_time),
            wait(answer.given.wait),
            wait(answer.target),
            language.number(answer.given.fte, 1),
            language.number(answer.needed.fte, 1),
            step(column, language),
        ];
        if let Some(chance) = &column.chance {
            row.push(language.percent(chance.holds, 0));
            row.push(language.number(chance.four_of_five, 1));
        }
        row.extend([
            language.number(answer.outside_week[1], 0),
            language.euros(cost),
            language.signed(cost - now, language.euros(cost - now)),
        ]);
        rows.push(row);
    }
    Table {
        title: say(language, words::SIDE_BY_SIDE).to_owned(),
        help: Some(say(language, words::SIDE_HELP)),
        rows,
    }
}

/// How many full-time equivalents more than today: `+1,8 (1,6–2,0)`.
pub(super) fn step(column: &Column, language: Language) -> String {
    let fte = column.step.fte;
    let text = language.signed(fte, language.number(fte, 1));
    match column.step.low_high {
        Some([low, high]) if high - low > 1e-9 => {
            let ends = [low, high].map(|end| language.number(end, 1));
            format!("{text} ({} – {})", ends[0], ends[1])
        }
        _ => text,
    }
}

pub(super) fn months(column: &Column, language: Language) -> Table {
    let pairs = [
        words::MONTH,
        words::NEEDED,
        words::THERE,
        words::WAIT,
        words::SHORT,
    ];
    let mut rows = vec![heads(language, &pairs)];
    rows.extend(column.answer.months.iter().map(|month| {
        vec![
            language.month_of_year(month.first),
            language.number(month.needed, 1),
            language.number(month.given, 1),
            wait(month.wait),
            match month.short < 0.05 {
                true => "–".to_owned(),
                false => language.number(month.short, 1),
            },
        ]
    }));
    named(language, words::MONTHS, column, rows)
}

pub(super) fn named(
    language: Language,
    pair: Pair,
    column: &Column,
    rows: Vec<Vec<String>>,
) -> Table {
    Table {
        title: fill(language, pair, &[told(language, &column.answer.name)]),
        help: None,
        rows,
    }
}

fn starts(column: &Column, language: Language) -> Table {
    let pairs = [
        words::MONTH,
        words::NEEDED,
        words::FIRST_DAY,
        words::VACANCY,
        words::SHORT,
    ];
    let mut rows = vec![heads(language, &pairs[..4])];
    rows[0].push(String::new());
    rows.extend(column.answer.starts.iter().map(|start| {
        let late = match start.late {
            true => words::LATE,
            false => words::IN_TIME,
        };
        vec![
            language.month_of_year(start.month),
            format!(
                "{} {}",
                language.number(start.fte, 1),
                say(language, words::TEAM)
            ),
            language.date(start.first_day),
            language.date(start.vacancy),
            say(language, late).to_owned(),
        ]
    }));
    Table {
        title: say(language, words::STARTS).to_owned(),
        help: Some(say(language, words::STARTS_HELP)),
        rows,
    }
}

pub(super) fn euros(column: &Column, language: Language) -> Table {
    let kinds = [
        (words::STAFF, "staff"),
        (words::SEATS, "seats"),
        (words::LINE, "line"),
        (words::WORK_OUTSIDE, "outside_year"),
        (words::STRUCTURAL, "structural"),
        (words::TEMPORARY, "temporary_cost"),
        (words::HIRING, "hiring"),
        (words::ONCE, "outside_once"),
        (words::INCIDENTAL, "incidental"),
        (words::TOTAL, "total"),
    ];
    let mut rows = vec![heads(
        language,
        &[words::KIND, words::GIVEN_TEAM, words::NEEDED_TEAM],
    )];
    for (pair, kind) in kinds {
        let value = |level: &str| column.ledger.value(&format!("{level}.{kind}"));
        let values = [value("given"), value("needed")];
        let sum = ["structural", "incidental", "total"].contains(&kind);
        if sum || values.iter().any(|value| *value != 0.0) {
            let mut row = vec![say(language, pair).to_owned()];
            row.extend(values.map(|value| language.euros(value)));
            rows.push(row);
        }
    }
    for figure in &column.ledger.figures {
        if figure.name.starts_with("budget.") {
            let words = told(language, &figure.words);
            let words = words.split_once(": ").map_or(words, |(_, rest)| rest);
            rows.push(vec![
                words.to_owned(),
                String::new(),
                language.euros(figure.value),
            ]);
        }
    }
    named(language, words::EUROS, column, rows)
}
