//! A file of cases, answered row by row.

use super::figures::{COUNT, FIGURES, has_meaning, values};
use super::flags::e105_room;
use crate::error::{Error, Note, Problem, Problems, Result};
use crate::queueing::{Model, Rates};
use crate::table::{Row, Table};
use rayon::prelude::*;
use std::path::Path;

/// The file with the answers beside it.
pub struct Answered {
    pub text: String,
    pub notes: Vec<Note>,
}

/// Where the columns are.
struct Places {
    model: usize,
    lambda: usize,
    mu: usize,
    theta: usize,
    agents: usize,
    room: usize,
    threshold: usize,
    redial: Option<usize>,
    /// The file's own columns of the figures.
    figures: [Option<usize>; COUNT],
}

/// A row that makes sense.
struct Case {
    model: Model,
    rates: Rates,
    agents: f64,
    threshold: Option<f64>,
}

/// Reads the cases, refuses all bad ones at once, answers the good ones.
///
/// # Errors
/// When the file cannot be read; `E110` for columns that are missing, `E111` for a model that does
/// not exist, `E112` for a cell that is no number or out of range, `E105` for a room that does not
/// hold the agents, `E113` for redials without balance.
pub fn answer(path: &Path) -> Result<Answered> {
    let mut table = Table::open(path)?;
    let mut problems = Problems::new();
    let places = places(&table, &mut problems);
    let Some(places) = places else {
        return Err(problems.into());
    };
    let rows = table.rows()?;
    let mut cases = Vec::with_capacity(rows.len());
    for row in &rows {
        cases.extend(case(&table, row, &places, &mut problems));
    }
    problems.or_ok(())?;
    let answers: Vec<Option<Vec<String>>> = rows
        .par_iter()
        .zip(&cases)
        .map(|(row, case)| cells(row, case, &places))
        .collect();
    let mut problems = Problems::new();
    for (row, _) in rows
        .iter()
        .zip(&answers)
        .filter(|(_, cells)| cells.is_none())
    {
        problems.push(e113_no_balance(table.place(row, "redial")));
    }
    problems.or_ok(())?;
    Ok(Answered {
        text: written(&table, &rows, answers.into_iter().flatten())?,
        notes: table.notes(),
    })
}

fn places(table: &Table, problems: &mut Problems) -> Option<Places> {
    let find = |name: &str| table.header.iter().position(|title| title == name);
    let mut need = |name: &str| {
        let found = find(name);
        if found.is_none() {
            problems.push(e110_column(table, name));
        }
        found
    };
    let [model, lambda, mu, theta, agents, room, threshold] =
        ["model", "lambda", "mu", "theta", "c", "K", "T"].map(&mut need);
    Some(Places {
        model: model?,
        lambda: lambda?,
        mu: mu?,
        theta: theta?,
        agents: agents?,
        room: room?,
        threshold: threshold?,
        redial: find("redial"),
        figures: std::array::from_fn(|index| find(FIGURES[index].name)),
    })
}

/// The case of a row; `None` with the problems said.
fn case(table: &Table, row: &Row, places: &Places, problems: &mut Problems) -> Option<Case> {
    let before = problems.len();
    let mut number = |column: usize, name: &str, sound: fn(f64) -> bool| {
        let text = row.cell(column);
        let value: Option<f64> = text.parse().ok();
        match value {
            Some(value) if sound(value) => Some(value),
            None if text.is_empty() => None,
            _ => {
                problems.push(e112_cell(table.place(row, name), text));
                None
            }
        }
    };
    let above = |value: f64| (1e-100..=1e100).contains(&value);
    let from = |value: f64| (0.0..=1e100).contains(&value);
    let lambda = number(places.lambda, "lambda", from);
    let mu = number(places.mu, "mu", above);
    let theta = number(places.theta, "theta", from);
    let agents = number(places.agents, "c", |value| (1e-9..=1e9).contains(&value));
    let whole = |value: f64| value.fract() == 0.0 && (0.0..=4e9).contains(&value);
    let room = number(places.room, "K", whole);
    let threshold = number(places.threshold, "T", from);
    let share = |value: f64| (0.0..=1.0).contains(&value);
    let redial = places
        .redial
        .and_then(|place| number(place, "redial", share));
    let letter = row.cell(places.model);
    let mut require = |name: &str, given: bool| {
        // What could not be read has been said.
        let blank = table.header.iter().position(|title| title == name);
        if !given && blank.is_none_or(|column| row.cell(column).is_empty()) {
            problems.push(e112_cell(table.place(row, name), ""));
        }
    };
    require("lambda", lambda.is_some());
    require("mu", mu.is_some());
    require("c", agents.is_some());
    let model = match letter {
        "B" => Some(Model::ErlangB),
        "C" => Some(Model::ErlangC),
        "A" => Some(Model::ErlangA),
        "K" => {
            require("K", room.is_some());
            room.map(|room| Model::Room(room as u32))
        }
        "X" => {
            require("redial", redial.is_some());
            let room = room.map(|room| room as u32);
            redial.map(|share| Model::Redial { share, room })
        }
        _ => {
            problems.push(e111_model(table.place(row, "model"), letter));
            None
        }
    };
    if let (
        Some(
            Model::Room(room)
            | Model::Redial {
                room: Some(room), ..
            },
        ),
        Some(agents),
    ) = (model, agents)
        && !(agents.fract() == 0.0 && agents <= f64::from(room))
    {
        problems.push(e105_room(&table.place(row, "K"), room, agents));
    }
    let rates = Rates::new(
        lambda.unwrap_or(0.0),
        mu.unwrap_or(1.0),
        theta.unwrap_or(0.0),
    );
    if rates.is_none() {
        problems.push(e112_cell(table.place(row, "mu"), row.cell(places.mu)));
    }
    if problems.len() > before {
        return None;
    }
    Some(Case {
        model: model?,
        rates: rates?,
        agents: agents?,
        threshold,
    })
}

/// The answers to a row, as cells; `None` where there is no balance.
fn cells(row: &Row, case: &Case, places: &Places) -> Option<Vec<String>> {
    let steady = case.model.steady(case.agents, &case.rates)?;
    let levels = case
        .threshold
        .map(|threshold| steady.service_levels(threshold));
    let values = values(&steady, levels.as_ref());
    let cell = |index: usize| {
        let wanted = match places.figures[index] {
            Some(column) => !row.cell(column).is_empty(),
            None => has_meaning(index, &case.model, &values),
        };
        let value = values[index].filter(|_| wanted);
        // The shortest figures that read back as the same number.
        value.map_or(String::new(), |value| format!("{value:e}"))
    };
    Some((0..COUNT).map(cell).collect())
}

fn written(
    table: &Table,
    rows: &[Row],
    answers: impl Iterator<Item = Vec<String>>,
) -> Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let names = FIGURES
        .iter()
        .map(|figure| format!("bezet_{}", figure.name));
    let header: Vec<String> = table.header.iter().cloned().chain(names).collect();
    writer.write_record(&header).map_err(failed)?;
    for (row, answers) in rows.iter().zip(answers) {
        let own = (0..table.header.len()).map(|column| row.cell(column).to_owned());
        let record: Vec<String> = own.chain(answers).collect();
        writer.write_record(&record).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(failed)?;
    String::from_utf8(bytes).map_err(failed)
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::Compose {
        what: "the table",
        reason: error.to_string(),
    }
}

fn e110_column(table: &Table, name: &str) -> Problem {
    let what = format!("has no column `{name}`");
    let hint = "columns are model, lambda, mu, theta, c, K and T; a cell may be empty where the model does not use it";
    Problem::new("E110", &table.name, what).hint(hint)
}

fn e111_model(place: String, letter: &str) -> Problem {
    let what = format!("`{letter}` is no model");
    Problem::new("E111", place, what).hint("models are B, C, A, K (with room) and X (with redial)")
}

fn e112_cell(place: String, text: &str) -> Problem {
    let what = format!("`{text}` is no number that this column can hold");
    let hint = "rates and T are from 0 to 1e100 (mu from 1e-100, c from 1e-9 to 1e9), K is whole, redial from 0 to 1, with a decimal point";
    Problem::new("E112", place, what).hint(hint)
}

fn e113_no_balance(place: String) -> Problem {
    let what = "callers try `until answered`, and the agents cannot answer them all";
    Problem::new("E113", place, what).hint("give more agents than the load, or a share below 1")
}
