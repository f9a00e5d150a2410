//! Rows that tell what contacts were about: the parts of a queue, and the whole that they make.

use super::Queue;
use super::pass::Pass;
use super::record::{Record, unknown};
use crate::calendar::Series;
use crate::table::Row;
use crate::units::{Agents, Contacts, Seconds};
use std::collections::BTreeMap;

/// Between a queue's name and a topic; in no name that people type.
const BETWEEN: char = '\u{1f}';
/// Topics of a file that are kept apart; a column of more is free text.
const MOST: usize = 100;

/// The name under which the rows of a topic are kept.
fn part(queue: &str, topic: &str) -> String {
    format!("{queue}{BETWEEN}{topic}")
}

/// The queue, and the topic, of a name that rows are kept under.
pub(super) fn of_part(name: &str) -> (&str, Option<&str>) {
    match name.split_once(BETWEEN) {
        Some((queue, topic)) => (queue, Some(topic)),
        None => (name, None),
    }
}

impl Pass<'_> {
    /// Where the rows of a queue's topic are kept; the queue itself where none is told.
    pub(super) fn topic(&mut self, row: &Row, queue: usize) -> usize {
        let cell = self.layout.topic.map_or("", |column| row.cell(column));
        if cell.is_empty() {
            return queue;
        }
        let known = self.topics.entry(queue).or_default();
        if let Some(part) = known.get(cell) {
            return *part;
        }
        if known.len() >= MOST {
            self.counts.more_topics += 1;
            return queue;
        }
        let place = self.queues.len();
        known.insert(cell.to_owned(), place);
        let name = self.queues.get(queue).map_or("", |(name, ..)| name);
        self.queues
            .push((part(name, cell), Record::default(), Default::default()));
        place
    }
}

/// The whole of parts that share a grid.
///
/// Counts add up, a part without a row where others have one had no contacts; handle times are
/// weighted with answered (or offered) contacts, waits with offered ones; agents are those of any
/// part, who serve all of them.
pub(super) fn combine(mut parts: Vec<(Option<String>, Queue)>) -> Option<Queue> {
    if let [(None, _)] = parts.as_slice() {
        return parts.pop().map(|(_, queue)| queue);
    }
    let grid = parts.first()?.1.offered.grid;
    let mut whole = unknown(grid);
    for index in 0..grid.len {
        let cells: Vec<Cell> = parts
            .iter()
            .map(|(_, queue)| Cell::of(queue, index))
            .collect();
        whole.offered.values[index] = sum(&cells, |cell| cell.offered).map(Contacts);
        whole.answered.values[index] = sum(&cells, |cell| cell.answered).map(Contacts);
        whole.abandoned.values[index] = sum(&cells, |cell| cell.abandoned).map(Contacts);
        let answered = |cell: &Cell| cell.answered.or(cell.offered);
        whole.handle_time.values[index] =
            mean(&cells, |cell| cell.handle_time, answered).map(Seconds);
        whole.wait.values[index] = mean(&cells, |cell| cell.wait, |cell| cell.offered).map(Seconds);
        let agents = cells.iter().filter_map(|cell| cell.agents);
        whole.agents.values[index] = agents.max_by(f64::total_cmp).map(Agents);
    }
    whole.topics = told(parts);
    Some(whole)
}

/// Contacts by topic, zero where other topics have a row.
fn told(parts: Vec<(Option<String>, Queue)>) -> BTreeMap<String, Series<Option<Contacts>>> {
    let topics: Vec<(String, Series<Option<Contacts>>)> = parts
        .into_iter()
        .filter_map(|(topic, queue)| Some((topic?, queue.offered)))
        .collect();
    let length = topics.first().map_or(0, |(_, series)| series.values.len());
    let any: Vec<bool> = (0..length)
        .map(|index| {
            topics
                .iter()
                .any(|(_, series)| series.values[index].is_some())
        })
        .collect();
    let filled = topics.into_iter().map(|(topic, mut series)| {
        for (value, any) in series.values.iter_mut().zip(&any) {
            if value.is_none() && *any {
                *value = Some(Contacts::ZERO);
            }
        }
        (topic, series)
    });
    filled.collect()
}

/// One part's numbers of an interval.
struct Cell {
    offered: Option<f64>,
    answered: Option<f64>,
    abandoned: Option<f64>,
    handle_time: Option<f64>,
    wait: Option<f64>,
    agents: Option<f64>,
}

impl Cell {
    fn of(queue: &Queue, index: usize) -> Self {
        let contacts =
            |series: &Series<Option<Contacts>>| series.values[index].map(|value| value.0);
        let seconds = |series: &Series<Option<Seconds>>| series.values[index].map(|value| value.0);
        Self {
            offered: contacts(&queue.offered),
            answered: contacts(&queue.answered),
            abandoned: contacts(&queue.abandoned),
            handle_time: seconds(&queue.handle_time),
            wait: seconds(&queue.wait),
            agents: queue.agents.values[index].map(|value| value.0),
        }
    }

    /// Did it have contacts, as far as is known?
    fn counts(&self) -> bool {
        self.offered.is_some_and(|offered| offered > 0.0)
    }
}

/// The sum; unknown where a part had contacts of which it is not known.
fn sum(cells: &[Cell], value: impl Fn(&Cell) -> Option<f64>) -> Option<f64> {
    let unknown = |cell: &&Cell| cell.counts() && value(cell).is_none();
    if cells.iter().any(|cell| unknown(&cell)) {
        return None;
    }
    cells.iter().filter_map(value).reduce(|a, b| a + b)
}

fn mean(
    cells: &[Cell],
    value: impl Fn(&Cell) -> Option<f64>,
    weight: impl Fn(&Cell) -> Option<f64>,
) -> Option<f64> {
    let known = cells
        .iter()
        .filter_map(|cell| Some((value(cell)?, weight(cell)?)));
    let (total, weight) = known.fold((0.0, 0.0), |(total, sum), (value, weight)| {
        (total + value * weight, sum + weight)
    });
    (weight > 0.0).then(|| total / weight)
}
