//! Rows that tell what contacts were about, or who answered them: the parts of a queue, and the
//! whole that they make.

use super::pass::Pass;
use super::record::{Record, unknown};
use super::{GroupRecord, Queue};
use crate::calendar::Series;
use crate::table::Row;
use crate::units::{Agents, Contacts, Seconds};
use std::collections::{BTreeMap, BTreeSet};

/// Between a queue's name and a topic; in no name that people type.
const BEFORE_TOPIC: char = '\u{1f}';
/// Between those and a group.
const BEFORE_GROUP: char = '\u{1e}';
/// Topics, or groups, of a queue that are kept apart; a column of more is free text.
const MOST: usize = 100;
/// Topics by groups of a queue that are kept apart: each is a record of its own.
const MOST_PARTS: usize = 200;

/// What a part's contacts were about, and who answered them, where told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Label {
    topic: Option<String>,
    group: Option<String>,
}

/// The queue, topic and group of a name that rows are kept under.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named<'a> {
    pub queue: &'a str,
    topic: Option<&'a str>,
    group: Option<&'a str>,
}

impl Named<'_> {
    pub fn label(&self) -> Label {
        Label {
            topic: self.topic.map(str::to_owned),
            group: self.group.map(str::to_owned),
        }
    }
}

/// The name under which the rows of a part are kept.
fn name_of(queue: &str, topic: &str, group: &str) -> String {
    let mut name = queue.to_owned();
    for (between, part) in [(BEFORE_TOPIC, topic), (BEFORE_GROUP, group)] {
        if !part.is_empty() {
            name.push(between);
            name.push_str(part);
        }
    }
    name
}

pub(super) fn of_part(name: &str) -> Named<'_> {
    let split = |name, between| match str::split_once(name, between) {
        Some((whole, part)) => (whole, Some(part)),
        None => (name, None),
    };
    let (rest, group) = split(name, BEFORE_GROUP);
    let (queue, topic) = split(rest, BEFORE_TOPIC);
    Named {
        queue,
        topic,
        group,
    }
}

/// The parts of a queue that a file has shown so far.
#[derive(Debug, Default)]
pub(super) struct Split {
    topics: BTreeSet<String>,
    groups: BTreeSet<String>,
    /// Where the rows of each part are kept, by its name.
    places: BTreeMap<String, usize>,
}

impl Pass<'_> {
    /// Where the rows of a queue's topic and group are kept; the queue itself where none is told.
    pub(super) fn part(&mut self, row: &Row, queue: usize) -> usize {
        let cell = |column: Option<usize>| column.map_or("", |column| row.cell(column));
        let (mut topic, mut group) = (cell(self.layout.topic), cell(self.layout.group));
        if topic.is_empty() && group.is_empty() {
            return queue;
        }
        let split = self.parts.entry(queue).or_default();
        if !admitted(&mut split.topics, topic) {
            self.counts.more_topics += 1;
            topic = "";
        }
        let full = split.places.len() >= MOST_PARTS
            && !split.places.contains_key(&name_of("", topic, group));
        if !group.is_empty() && (full || !admitted(&mut split.groups, group)) {
            self.counts.more_groups += 1;
            group = "";
        }
        if topic.is_empty() && group.is_empty() {
            return queue;
        }
        let place = self.queues.len();
        let key = name_of("", topic, group);
        if let Some(known) = split.places.get(&key) {
            return *known;
        }
        split.places.insert(key, place);
        let name = self.queues.get(queue).map_or("", |(name, ..)| name);
        let name = name_of(name, topic, group);
        self.queues
            .push((name, Record::default(), Default::default()));
        place
    }
}

/// Is a name among those kept apart, or is there room for it? Nothing told is always in.
fn admitted(known: &mut BTreeSet<String>, name: &str) -> bool {
    if name.is_empty() || known.contains(name) {
        return true;
    }
    let room = known.len() < MOST;
    if room {
        known.insert(name.to_owned());
    }
    room
}

/// The whole of parts that share a grid.
///
/// Counts add up, a part without a row where others have one had no contacts; handle times are
/// weighted with answered (or offered) contacts, waits with offered ones; agents are those of any
/// part, who serve all of them, or of groups those of all together.
pub(super) fn combine(mut parts: Vec<(Label, Queue)>) -> Option<Queue> {
    if let [
        (
            Label {
                topic: None,
                group: None,
            },
            _,
        ),
    ] = parts.as_slice()
    {
        return parts.pop().map(|(_, queue)| queue);
    }
    let all: Vec<&Queue> = parts.iter().map(|(_, queue)| queue).collect();
    let mut whole = added(&all)?;
    let grouped = parts.iter().any(|(label, _)| label.group.is_some());
    if grouped {
        whole.agents = agents(&parts, &whole);
    }
    let by_topic = each(&parts, |label| label.topic.as_ref(), |queue| queue.offered);
    whole.topics = told(by_topic);
    whole.groups = groups(&parts);
    Some(whole)
}

/// The numbers of parts together, of which the agents are those of any part.
fn added(parts: &[&Queue]) -> Option<Queue> {
    let grid = parts.first()?.offered.grid;
    let mut whole = unknown(grid);
    for index in 0..grid.len {
        let cells: Vec<Cell> = parts.iter().map(|part| Cell::of(part, index)).collect();
        whole.offered.values[index] = sum(&cells, |cell| cell.offered).map(Contacts);
        whole.answered.values[index] = sum(&cells, |cell| cell.answered).map(Contacts);
        whole.abandoned.values[index] = sum(&cells, |cell| cell.abandoned).map(Contacts);
        whole.handle_time.values[index] =
            mean(&cells, |cell| cell.handle_time, Cell::handled).map(Seconds);
        whole.wait.values[index] = mean(&cells, |cell| cell.wait, |cell| cell.offered).map(Seconds);
        let agents = cells.iter().filter_map(|cell| cell.agents);
        whole.agents.values[index] = agents.max_by(f64::total_cmp).map(Agents);
    }
    Some(whole)
}

/// Agents of the whole where groups are told: each group has its own, who serve all topics.
fn agents(parts: &[(Label, Queue)], whole: &Queue) -> Series<Option<Agents>> {
    let of_groups = each(parts, |label| label.group.as_ref(), |queue| queue.agents);
    Series::from_fn(whole.offered.grid, |index| {
        let own = of_groups.values().filter_map(|group| group.values[index]);
        let together = own.map(|agents| agents.0).reduce(|a, b| a + b);
        together.map(Agents).or(whole.agents.values[index])
    })
}

/// A series of each name that labels tell, all parts of that name together.
fn each<U>(
    parts: &[(Label, Queue)],
    name: impl Fn(&Label) -> Option<&String>,
    series: impl Fn(Queue) -> Series<Option<U>>,
) -> BTreeMap<String, Series<Option<U>>> {
    let mut named: BTreeMap<&String, Vec<&Queue>> = BTreeMap::new();
    for (label, queue) in parts {
        if let Some(name) = name(label) {
            named.entry(name).or_default().push(queue);
        }
    }
    let whole = named.into_iter().filter_map(|(name, parts)| {
        let together = added(&parts)?;
        Some((name.clone(), series(together)))
    });
    whole.collect()
}

/// Contacts by name, zero where others have a row.
fn told(
    named: BTreeMap<String, Series<Option<Contacts>>>,
) -> BTreeMap<String, Series<Option<Contacts>>> {
    let length = named.values().next().map_or(0, |one| one.values.len());
    let any: Vec<bool> = (0..length)
        .map(|index| named.values().any(|series| series.values[index].is_some()))
        .collect();
    let filled = named.into_iter().map(|(name, mut series)| {
        for (value, any) in series.values.iter_mut().zip(&any) {
            if value.is_none() && *any {
                *value = Some(Contacts::ZERO);
            }
        }
        (name, series)
    });
    filled.collect()
}

/// What each group answered.
fn groups(parts: &[(Label, Queue)]) -> BTreeMap<String, GroupRecord> {
    let group = |label: &Label| label.group.is_some();
    if !parts.iter().any(|(label, _)| group(label)) {
        return BTreeMap::new();
    }
    let counted = |queue: Queue| match queue.answered.values.iter().any(Option::is_some) {
        true => queue.answered,
        false => queue.offered,
    };
    let contacts = told(each(parts, |label| label.group.as_ref(), counted));
    let mut times = each(
        parts,
        |label| label.group.as_ref(),
        |queue| queue.handle_time,
    );
    let records = contacts.into_iter().filter_map(|(name, contacts)| {
        let handle_time = times.remove(&name)?;
        Some((
            name,
            GroupRecord {
                contacts,
                handle_time,
            },
        ))
    });
    records.collect()
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

    /// Contacts that a mean handle time is one of.
    fn handled(&self) -> Option<f64> {
        self.answered.or(self.offered)
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
