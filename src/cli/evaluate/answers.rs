//! What is found of a day, by the names of the file's own field, and the same in words.

use super::simulated::Simulated;
use crate::calendar::{clock, parse_clock};
use crate::plan::{self, DayInputs};
use crate::queueing::{DayWait, IntervalWait, Slopes, TimeoutWait};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// What is found of a day.
#[derive(Debug, Serialize)]
pub struct Answers {
    /// By interval.
    #[serde(flatten)]
    series: BTreeMap<&'static str, Vec<f64>>,
    /// By threshold and interval: answered within it, of those offered.
    sl: BTreeMap<String, Vec<f64>>,
    /// By share and interval: the wait that so many of those answered do not pass.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    wait_quantile: BTreeMap<String, Vec<Option<f64>>>,
    day: BTreeMap<String, f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    slopes: Option<Effects>,
    /// The same figures by simulation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub simulated: Option<Simulated>,
}

/// Caller-seconds of waiting in the whole day.
#[derive(Debug, Serialize)]
struct Effects {
    one_agent_more: Vec<f64>,
    one_agent_less: Vec<Option<f64>>,
    one_contact_more: Vec<f64>,
}

/// A figure of an interval with its name.
type Figure<W> = (&'static str, fn(&W) -> f64);

const EXACT: [Figure<IntervalWait>; 10] = [
    ("e_queue", |wait| wait.e_queue),
    ("e_busy", |wait| wait.e_busy),
    ("p_wait", |wait| wait.p_wait),
    ("p_overflow", |wait| wait.p_overflow),
    ("q_end", |wait| wait.queue_end),
    ("e_wait", |wait| wait.e_wait),
    ("e_wait_served", |wait| wait.e_wait_served),
    ("p_abandon", |wait| wait.p_abandon),
    ("p_served", |wait| wait.p_served),
    ("p_accept", |wait| wait.p_accept),
];

const TIMED_OUT: [Figure<TimeoutWait>; 6] = [
    ("e_wait", |wait| wait.e_wait),
    ("e_wait_served", |wait| wait.e_wait_served),
    ("p_wait", |wait| wait.p_wait),
    ("p_abandon", |wait| wait.p_abandon),
    ("p_transfer", |wait| wait.p_transfer),
    ("p_served", |wait| wait.p_served),
];

impl Answers {
    /// Of a day in which all wait until answered or hung up.
    pub fn exact(
        inputs: &DayInputs,
        whole: &DayWait,
        waits: &[IntervalWait],
        slopes: Option<Slopes>,
    ) -> Self {
        let mut answers = Self::of(inputs, &EXACT, waits, |wait| &wait.served_within);
        answers.day = inputs.figures(whole, waits);
        answers.slopes = slopes.map(|slopes| Effects {
            one_agent_more: slopes.one_more,
            one_agent_less: slopes.one_less,
            one_contact_more: slopes.contact,
        });
        answers
    }

    /// Of a day in which callers go elsewhere after a time.
    pub fn timed_out(inputs: &DayInputs, whole: &TimeoutWait, waits: &[TimeoutWait]) -> Self {
        let mut answers = Self::of(inputs, &TIMED_OUT, waits, |wait| &wait.served_within);
        answers.day = inputs.figures_timed_out(whole, waits);
        answers
    }

    fn of<W>(
        inputs: &DayInputs,
        figures: &[Figure<W>],
        waits: &[W],
        within: fn(&W) -> &[f64],
    ) -> Self {
        let each = |(name, value): &Figure<W>| (*name, waits.iter().map(value).collect());
        let mut answers = Self {
            series: figures.iter().map(each).collect(),
            sl: BTreeMap::new(),
            wait_quantile: BTreeMap::new(),
            day: BTreeMap::new(),
            slopes: None,
            simulated: None,
        };
        for (index, threshold) in inputs.thresholds.iter().enumerate() {
            let level = |wait: &W| within(wait)[index];
            let levels = waits.iter().map(level).collect();
            answers.sl.insert(threshold.to_string(), levels);
        }
        answers
    }

    /// Adds the wait that a share of those answered does not pass.
    pub fn quantile(&mut self, share: f64, whole: Option<f64>, by_interval: Vec<Option<f64>>) {
        if let Some(whole) = whole {
            self.day.insert(format!("wait_quantile_{share}"), whole);
        }
        self.wait_quantile.insert(share.to_string(), by_interval);
    }

    /// Adds the mean over days of unknown busyness, and the chance of a target.
    pub fn busy_days(&mut self, mean: &DayWait, chance: Option<f64>) {
        self.day.extend(plan::busy_figures(mean));
        if let Some(chance) = chance {
            self.day.insert("busy_chance_of_wait".to_owned(), chance);
        }
    }

    /// The day in words, and a row per interval.
    pub fn table(&self, inputs: &DayInputs) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        match &self.simulated {
            Some(simulated) => text.push_str(&simulated.table(&self.day)),
            None => self.day.iter().for_each(|(name, value)| {
                let _ = writeln!(text, "{name:<20} {value:>14.4}");
            }),
        }
        let columns = self.columns(inputs);
        let heads: String = columns.iter().map(|column| column.head.as_str()).collect();
        let _ = writeln!(text, "\ninterval  offered  agents{heads}");
        for (index, rate) in inputs.lambda_per_s.iter().enumerate() {
            let (start, agents) = (start(inputs, index), inputs.staff[index]);
            let offered = rate * inputs.interval_s;
            let _ = write!(text, "{start:<8} {offered:>8.2} {agents:>7}");
            text.extend(columns.iter().map(|column| column.cell(index)));
            text.push('\n');
        }
        text
    }

    fn columns(&self, inputs: &DayInputs) -> Vec<Column> {
        let known = [
            ("e_queue", "   queue", Unit::Number),
            ("e_busy", "    busy", Unit::Number),
            ("e_wait", "    wait s", Unit::Seconds),
            ("p_abandon", "   abandon", Unit::Share),
            ("p_overflow", "   outside", Unit::Share),
            ("p_transfer", "  elsewhere", Unit::Share),
            ("p_served", "  answered", Unit::Share),
        ];
        let mut columns: Vec<Column> = known
            .into_iter()
            .filter_map(|(name, head, unit)| {
                Some(Column::new(
                    head,
                    unit,
                    self.series.get(name)?.iter().copied().map(Some),
                ))
            })
            .collect();
        for threshold in &inputs.thresholds {
            if let Some(level) = self.sl.get(&threshold.to_string()) {
                let head = format!("  within {threshold:>4} s");
                columns.push(Column::new(
                    &head,
                    Unit::Share,
                    level.iter().copied().map(Some),
                ));
            }
        }
        for (share, waits) in &self.wait_quantile {
            let head = format!("  wait of {share}");
            columns.push(Column::new(&head, Unit::Seconds, waits.iter().copied()));
        }
        if let Some(slopes) = &self.slopes {
            let all = |values: &[f64]| values.iter().copied().map(Some).collect::<Vec<_>>();
            for (head, values) in [
                ("   agent more", all(&slopes.one_agent_more)),
                ("   agent less", slopes.one_agent_less.clone()),
                ("  contact more", all(&slopes.one_contact_more)),
            ] {
                columns.push(Column::new(head, Unit::Seconds, values.into_iter()));
            }
        }
        columns
    }
}

/// How a column's values are written.
#[derive(Clone, Copy)]
enum Unit {
    Number,
    Seconds,
    Share,
}

/// A column of the table: as wide as its head.
struct Column {
    head: String,
    unit: Unit,
    values: Vec<Option<f64>>,
}

impl Column {
    fn new(head: &str, unit: Unit, values: impl Iterator<Item = Option<f64>>) -> Self {
        Self {
            head: head.to_owned(),
            unit,
            values: values.collect(),
        }
    }

    fn cell(&self, index: usize) -> String {
        let text = match (self.values[index], self.unit) {
            (None, _) => "-".to_owned(),
            (Some(value), Unit::Number) => format!("{value:.2}"),
            (Some(value), Unit::Seconds) => format!("{value:.1}"),
            (Some(value), Unit::Share) => format!("{:.2}%", 100.0 * value),
        };
        format!("{text:>width$}", width = self.head.len())
    }
}

/// When an interval begins: its clock time where the first one's is known, else its number.
fn start(inputs: &DayInputs, index: usize) -> String {
    let first = inputs.first_interval.as_deref().and_then(parse_clock);
    first.map_or_else(
        || (index + 1).to_string(),
        |first| clock(first + (index as f64 * inputs.interval_s / 60.0) as u32),
    )
}
