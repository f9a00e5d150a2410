//! The rows of what else may be asked: past years, the frontier, what matters most, the weeks behind it.

use super::tables::{Table, heads, named};
use super::words::{self, Pair, fill, say, told};
use crate::report::number::wait;
use crate::report::words::Language;
use crate::scenario::{Comparison, Met, Point};

pub(super) fn weeks(comparison: &Comparison, language: Language) -> Table {
    let pairs = [
        words::MONDAY,
        words::STANDS_FOR,
        words::OPEN_DAYS,
        words::PER_DAY,
    ];
    let mut rows = vec![heads(language, &pairs)];
    rows.extend(comparison.weeks.iter().map(|week| {
        vec![
            language.date(week.monday),
            week.weeks.to_string(),
            language.number(week.open_days, 0),
            language.number(week.per_day, 0),
        ]
    }));
    Table {
        title: say(language, words::WEEKS).to_owned(),
        help: None,
        rows,
    }
}

pub(super) fn hindsight(comparison: &Comparison, language: Language) -> Option<Table> {
    let past = comparison.hindsight.as_ref()?;
    let pairs = [
        words::BUDGET,
        words::CONTACTS,
        words::HANDLE_TIME,
        words::AVERAGE_WAIT,
        words::ON_PHONE,
        words::TEAM,
    ];
    let mut rows = vec![heads(language, &pairs)];
    let met = |pair: Pair, met: &Met| {
        vec![
            say(language, pair).to_owned(),
            language.number(met.contacts, 0),
            wait(met.handle_time),
            wait(met.wait),
            language.number(met.on_phone, 0),
            language.number(met.fte, 1),
        ]
    };
    rows.push(met(words::BUDGETED, &past.budget));
    for (pair, step) in words::STEPS.into_iter().zip(past.steps) {
        let mut row = vec![say(language, pair).to_owned()];
        row.extend((0..4).map(|_| String::new()));
        row.push(language.signed(step, language.number(step, 1)));
        rows.push(row);
    }
    rows.push(met(words::ACTUAL, &past.actual));
    Some(Table {
        title: fill(language, words::HINDSIGHT, &[&past.year.to_string()]),
        help: Some(say(language, words::HINDSIGHT_HELP)),
        rows,
    })
}

pub(super) fn sensitivity(comparison: &Comparison, language: Language) -> Option<Table> {
    let swings = comparison.sensitivity.as_ref()?;
    let pairs = [words::MOVED, words::BY, words::LESS, words::MORE_OF_IT];
    let mut rows = vec![heads(language, &pairs)];
    rows.extend(swings.iter().map(|swing| {
        vec![
            told(language, &swing.words.map(str::to_owned)).to_owned(),
            swing.by.to_owned(),
            language.number(swing.less, 2),
            language.number(swing.more, 2),
        ]
    }));
    let column = comparison.columns.last()?;
    Some(named(language, words::SENSITIVITY, column, rows))
}

/// Best points that a table shows; the knee and the target are always among them.
const SHOWN: usize = 14;

pub(super) fn frontier(comparison: &Comparison, language: Language) -> Option<Table> {
    let frontier = comparison.frontier.as_ref()?;
    let best: Vec<usize> = (0..frontier.points.len())
        .filter(|index| frontier.points[*index].best)
        .collect();
    let every = best.len().div_ceil(SHOWN).max(1);
    let pairs = [
        words::COST,
        words::AVERAGE_WAIT,
        words::TEAM,
        words::ABOVE,
        words::OUTSIDE,
    ];
    let mut rows = vec![heads(language, &pairs)];
    rows[0].push(String::new());
    for (nth, index) in best.into_iter().enumerate() {
        let marked = [frontier.knee, frontier.target].contains(&Some(index));
        if nth % every == 0 || marked {
            let marks = [
                (frontier.knee, words::KNEE),
                (frontier.target, words::AT_TARGET),
            ];
            let marks = marks.into_iter().filter(|(place, _)| *place == Some(index));
            let marks: Vec<&str> = marks.map(|(_, pair)| say(language, pair)).collect();
            let mut row = point(&frontier.points[index], language);
            row.push(marks.join(", "));
            rows.push(row);
        }
    }
    let column = comparison.columns.last()?;
    let mut table = named(language, words::FRONTIER, column, rows);
    table.help = Some(say(language, words::FRONTIER_HELP));
    Some(table)
}

fn point(point: &Point, language: Language) -> Vec<String> {
    vec![
        language.euros(point.cost),
        wait(point.wait),
        language.number(point.fte, 1),
        point
            .above
            .map_or_else(|| say(language, words::NEVER).to_owned(), wait),
        language.number(point.outside_week, 0),
    ]
}
