//! Everybody's day at once: for each day one good pattern for each person, lengths kept.

use super::model::Model;
use super::model_day::Pattern;
use super::model_sequence::is_in_order;
use super::solve::Selection;
use super::solve_descent::Held;
use super::solve_master::{Column, Master, Relaxed};
use crate::error::Result;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Patterns of a person's day to choose from, beside the one that is held.
const CHOICES: usize = 14;

/// Nodes of one day's programme at most, whatever the terms allow.
const MOST_NODES: u32 = 60;

/// The held roster with each day chosen anew where that is better, and the number of such days.
pub(super) fn choose(
    model: &Model,
    master: &Master,
    relaxed: &Relaxed,
    held: &Held,
    nodes: u32,
) -> Result<(Held, usize)> {
    let one = |day: usize| chosen(model, master, relaxed, held, day, nodes.min(MOST_NODES));
    let days: Vec<Vec<(usize, Arc<Pattern>)>> = (0..model.days.len())
        .into_par_iter()
        .map(one)
        .collect::<Result<_>>()?;
    let (mut best, mut changed) = (held.clone(), 0);
    for (day, patterns) in days.into_iter().enumerate() {
        let mut state = best.state.clone();
        let mut lawful = true;
        for (person, pattern) in patterns {
            state.take(model, person, day);
            state.put(model, person, pattern);
            lawful &= !model.start_matters || is_in_order(model, person, &state.patterns[person]);
        }
        if !lawful {
            continue;
        }
        let after = Held::new(model, state);
        if after.score.cost < best.score.cost {
            (best, changed) = (after, changed + 1);
        }
    }
    Ok((best, changed))
}

/// The patterns chosen for the people who work on a day.
fn chosen(
    model: &Model,
    master: &Master,
    relaxed: &Relaxed,
    held: &Held,
    day: usize,
    nodes: u32,
) -> Result<Vec<(usize, Arc<Pattern>)>> {
    let mut groups: Vec<Vec<Column>> = Vec::new();
    for (person, days) in held.state.patterns.iter().enumerate() {
        if let Some(pattern) = &days[day] {
            groups.push(alternatives(master, relaxed, person, pattern));
        }
    }
    if groups.is_empty() {
        return Ok(Vec::new());
    }
    let chosen = selection(model, master, relaxed, day, &groups).solve(nodes)?;
    let picked = groups
        .iter()
        .zip(chosen)
        .filter_map(|(group, index)| group.get(index));
    Ok(picked
        .map(|column| (column.person, Arc::clone(&column.pattern)))
        .collect())
}

/// The held pattern first, then the best of the same length that hold the same sessions.
fn alternatives(
    master: &Master,
    relaxed: &Relaxed,
    person: usize,
    held: &Arc<Pattern>,
) -> Vec<Column> {
    let first = master.column(person, held);
    let (_, _, columns) = master.parts();
    let alike = |column: &&Column| {
        column.person == person
            && column.pattern.day == held.day
            && column.pattern.length == held.length
            && column.pattern != *held
            && master.sessions(column) == master.sessions(&first)
    };
    let mut others: Vec<&Column> = columns.iter().filter(alike).collect();
    others.sort_by(|a, b| b.worth(&relaxed.rows).total_cmp(&a.worth(&relaxed.rows)));
    others.truncate(CHOICES);
    let again = |column: &Column| master.column(person, &column.pattern);
    let others: Vec<Column> = others.into_iter().map(again).collect();
    std::iter::once(first).chain(others).collect()
}

/// The day as a choice of one column for each person.
fn selection(
    model: &Model,
    master: &Master,
    relaxed: &Relaxed,
    day: usize,
    groups: &[Vec<Column>],
) -> Selection {
    let (rows, bounds, _) = master.parts();
    let mut local: BTreeMap<usize, usize> = BTreeMap::new();
    let mut selection = Selection {
        rows: Vec::new(),
        groups: Vec::new(),
        free: Vec::new(),
    };
    let mut row = |index: usize, selection: &mut Selection| {
        selection.rows.push(bounds[index].0);
        local.insert(index, selection.rows.len() - 1);
        selection.rows.len() - 1
    };
    let priced = model
        .curves
        .priced(relaxed.duals.extra.0, relaxed.duals.extra.1);
    let step = f64::from(model.sizes.step);
    let intervals = model.grid.day_range(model.days[day].date);
    for interval in intervals {
        let (Some(index), Some(Some(values)), Some(curve)) = (
            rows.cover[interval],
            priced.get(interval),
            &model.curves.intervals[interval],
        ) else {
            continue;
        };
        let own = row(index, &mut selection);
        for (from, to) in curve.stretches() {
            let agents = (to - from) as f64 / step;
            selection.free.push((
                (values[to] - values[from]) / agents,
                agents,
                vec![(own, -1.0)],
            ));
        }
    }
    let minute = model.prices.work_hour / 60.0;
    let unit = minute * f64::from(model.sizes.unit);
    for kind in 0..model.kinds.len() {
        let staffed = rows.staffed[kind][day]
            .iter()
            .flatten()
            .map(|index| (*index, unit));
        let minutes = rows.minutes[kind][day].iter().map(|index| (*index, minute));
        for (index, price) in staffed.chain(minutes) {
            let own = row(index, &mut selection);
            selection
                .free
                .push((price, f64::INFINITY, vec![(own, 1.0)]));
        }
    }
    let mine = |column: &Column| -> Vec<(usize, f64)> {
        let factors = column.factors.iter();
        factors
            .filter_map(|(row, factor)| Some((*local.get(row)?, *factor)))
            .collect()
    };
    selection.groups = groups
        .iter()
        .map(|group| group.iter().map(mine).collect())
        .collect();
    selection
}
