//! An instance, read and checked.

use super::day::{LUNCH, breaks};
use super::document::{Document, Rules};
use super::room::OFF;
use super::week::{Agent, Instance, Length};
use crate::error::{Error, Problem, Problems, Result};
use crate::roster::{CellGains, Need, Tours};
use std::collections::BTreeMap;
use std::path::Path;

/// The rules that are the same in every instance, as they are written.
const WORDS: [(&str, &str); 4] = [
    ("work_stretch_min", "max(2,len//6) intervals"),
    ("lunch_window", "offset in [ceil(0.3*len), floor(0.65*len)]"),
    ("order", "break1 < lunch < break2"),
    ("paid_intervals", "len-2 (lunch unpaid)"),
];
/// The longest stretch of work whose breaks are searched for, and the most lengths and days.
const MOST_STRETCH: usize = 15;
const MOST_DAYS: usize = 28;
const MOST_INTERVALS: usize = 1440;
const MOST_PLACES: usize = 100_000;

/// Reads an instance.
///
/// # Errors
/// [`Error::Read`]; all problems of the document at once: `P130` no such document, `P131` a
/// requirement of another size than days and intervals, `P132` a shift outside the day or without
/// room for its breaks, `P133` an agent whose days are not in the week, or whose contract no
/// shifts make, `P134` a rule that is none of the format's, `P135` a figure out of its range.
pub fn read_instance(path: &Path) -> Result<Instance> {
    let text = std::fs::read_to_string(path).map_err(|source| Error::Read {
        path: path.to_owned(),
        source,
    })?;
    let file = path.display().to_string();
    let document: Document = serde_json::from_str(&text).map_err(|error| {
        let place = format!("{file}: line {}, column {}", error.line(), error.column());
        Problem::new("P130", place, format!("is no instance: `{error}`")).hint(
            "needs interval_min, open_min, close_min, intervals, days, required, shifts, agents, \
             rules and weights",
        )
    })?;
    let problems = Check { file: &file }.all(&document);
    if !problems.is_empty() {
        return Err(Problems::from(problems).into());
    }
    compiled(&file, document)
}

struct Check<'a> {
    file: &'a str,
}

impl Check<'_> {
    fn problem(&self, code: &'static str, place: &str, what: String) -> Problem {
        Problem::new(code, format!("{}: {place}", self.file), what)
    }

    fn all(&self, document: &Document) -> Vec<Problem> {
        let mut problems = self.figures(document);
        problems.extend(self.required(document));
        problems.extend(self.shifts(document));
        problems.extend(self.agents(document));
        problems.extend(self.rules(&document.rules));
        problems
    }

    fn figures(&self, document: &Document) -> Vec<Problem> {
        let weights = document.weights;
        let price = |value: f64| value.is_finite() && (0.0..=1e9).contains(&value);
        let hours = |value: f64| value.is_finite() && (0.0..=168.0).contains(&value);
        let minutes = document.interval_min;
        let span = document.close_min.saturating_sub(document.open_min);
        let fits = span as usize == document.intervals * minutes as usize;
        let ranges = [
            (price(weights.under), "weights.under", "0 to 1e9"),
            (price(weights.over), "weights.over", "0 to 1e9"),
            (
                price(weights.contract_dev_per_h),
                "weights.contract_dev_per_h",
                "0 to 1e9",
            ),
            (
                hours(document.rules.contract_dev_hard_h),
                "rules.contract_dev_hard_h",
                "0 to 168",
            ),
            (
                minutes > 0 && 60 % minutes == 0,
                "interval_min",
                "a divisor of 60",
            ),
            (
                (1..=MOST_INTERVALS).contains(&document.intervals),
                "intervals",
                "1 to 1440",
            ),
            ((1..=MOST_DAYS).contains(&document.days), "days", "1 to 28"),
            (
                fits,
                "intervals",
                "interval_min of each from open_min to close_min",
            ),
            (
                document.rules.min_rest_min <= 1440,
                "rules.min_rest_min",
                "0 to 1440",
            ),
            (
                (3..=MOST_STRETCH).contains(&document.rules.work_stretch_max),
                "rules.work_stretch_max",
                "3 to 15",
            ),
        ];
        let wrong = ranges.into_iter().filter(|(good, _, _)| !good);
        wrong
            .map(|(_, place, range)| {
                self.problem("P135", place, "is out of its range".to_owned())
                    .hint(format!("give {range}"))
            })
            .collect()
    }

    fn required(&self, document: &Document) -> Vec<Problem> {
        let (days, intervals) = (document.days, document.intervals);
        let mut problems = Vec::new();
        if document.required.len() != days {
            let what = format!("has `{}` days", document.required.len());
            let hint = format!("days says {days}");
            problems.push(self.problem("P131", "required", what).hint(hint));
        }
        for (day, row) in document.required.iter().enumerate() {
            if row.len() != intervals {
                let place = format!("required[{day}]");
                let what = format!("has `{}` intervals", row.len());
                let hint = format!("intervals says {intervals}");
                problems.push(self.problem("P131", &place, what).hint(hint));
            }
            if let Some(most) = row.iter().find(|agents| **agents > 1_000_000) {
                let place = format!("required[{day}]");
                let what = format!("asks for `{most}` agents");
                problems.push(self.problem("P135", &place, what).hint("at most 1000000"));
            }
        }
        problems
    }

    fn shifts(&self, document: &Document) -> Vec<Problem> {
        let most = document.rules.work_stretch_max;
        let mut problems = Vec::new();
        for (nth, shift) in document.shifts.iter().enumerate() {
            let place = format!("shifts[{nth}]");
            let end = shift.start.saturating_add(shift.len);
            if end > document.intervals {
                let what = format!("starts at `{}` and lasts `{}`", shift.start, shift.len);
                let hint = format!("a day has {} intervals", document.intervals);
                problems.push(self.problem("P132", &place, what).hint(hint));
            } else if breaks(shift.len, most).is_empty() {
                let what = format!("of `{}` intervals has no room for its breaks", shift.len);
                let hint =
                    "two breaks, a lunch, and work from max(2, len/6) to the longest stretch";
                problems.push(self.problem("P132", &place, what).hint(hint));
            }
        }
        if document.shifts.is_empty() {
            let what = "has no shift".to_owned();
            problems.push(
                self.problem("P132", "shifts", what)
                    .hint("give start and len"),
            );
        }
        problems
    }

    fn agents(&self, document: &Document) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (nth, agent) in document.agents.iter().enumerate() {
            let place = format!("agents[{nth}] {}", agent.id);
            let ordered = agent.days.windows(2).all(|pair| pair[0] < pair[1]);
            let inside = agent.days.iter().all(|day| *day < document.days);
            if !ordered || !inside {
                let what = format!("may work on days `{:?}`", agent.days);
                let hint = format!("days in order, each once, from 0 to {}", document.days - 1);
                problems.push(self.problem("P133", &place, what).hint(hint));
            }
            if !(agent.contract_h.is_finite() && (0.0..=1000.0).contains(&agent.contract_h)) {
                let what = format!("has a contract of `{}` hours", agent.contract_h);
                problems.push(self.problem("P133", &place, what).hint("0 to 1000"));
            }
        }
        if document.agents.is_empty() {
            let what = "has no agent".to_owned();
            problems.push(
                self.problem("P133", "agents", what)
                    .hint("give id, contract_h and days"),
            );
        }
        problems
    }

    fn rules(&self, rules: &Rules) -> Vec<Problem> {
        let given = [
            &rules.work_stretch_min,
            &rules.lunch_window,
            &rules.order,
            &rules.paid_intervals,
        ];
        let words = WORDS.into_iter().zip(given);
        let mut problems: Vec<Problem> = words
            .filter(|((_, known), given)| known != given)
            .map(|((name, known), given)| {
                self.problem(
                    "P134",
                    &format!("rules.{name}"),
                    format!("is unknown: `{given}`"),
                )
                .hint(format!("`{known}` is what is built"))
            })
            .collect();
        let figures = [
            ("one_shift_per_day", usize::from(rules.one_shift_per_day), 1),
            ("lunch_intervals", rules.lunch_intervals, LUNCH),
            ("break_intervals", rules.break_intervals, 1),
            ("breaks_per_shift", rules.breaks_per_shift, 2),
        ];
        for (name, given, known) in figures {
            if given != known {
                let what = format!("is not built: `{given}`");
                let problem = self.problem("P134", &format!("rules.{name}"), what);
                problems.push(problem.hint(format!("{known} is what is built")));
            }
        }
        problems
    }
}

fn compiled(file: &str, document: Document) -> Result<Instance> {
    let lengths = lengths(&document);
    let unit = lengths
        .iter()
        .fold(0, |unit, (len, _)| gcd(unit, len - LUNCH))
        .max(1);
    let per_hour = f64::from(60 / document.interval_min);
    let weights = document.weights;
    let needs = document.required.iter().flatten().map(|required| Need {
        required: *required,
        short: weights.under,
        surplus: weights.over,
    });
    let off_contract = weights.contract_dev_per_h * unit as f64 / per_hour;
    let agents = agents(&document, unit as f64 / per_hour);
    let offsets = agents
        .iter()
        .map(|agent| agent.contract.fract() * off_contract);
    let prices = [weights.under, weights.over, off_contract];
    let step = f64::from(document.interval_min);
    let rest = f64::from(document.rules.min_rest_min) - 1440.0;
    let rested = |end: usize| (end as f64 + rest / step).ceil().max(0.0) as usize;
    let rested: Vec<usize> = (0..=document.intervals).map(rested).collect();
    let first = document.shifts.iter().map(|shift| shift.start).min();
    let ends = document
        .shifts
        .iter()
        .map(|shift| rested[shift.start + shift.len]);
    let mut bands: Vec<usize> = ends.filter(|from| Some(*from) > first).collect();
    bands.push(0);
    bands.sort_unstable();
    bands.dedup();
    let instance = Instance {
        grain: grain(prices.into_iter().chain(offsets)),
        name: document.name,
        intervals: document.intervals,
        needs: needs.collect(),
        lengths: lengths
            .into_iter()
            .map(|(len, starts)| Length {
                len,
                paid: (len - LUNCH) / unit,
                breaks: breaks(len, document.rules.work_stretch_max),
                starts,
            })
            .collect(),
        agents,
        most_days: document.rules.max_days_per_week,
        unit,
        off_contract,
        rested,
        bands,
    };
    reachable(file, instance)
}

/// The catalogue by length, each with its starts in order.
fn lengths(document: &Document) -> Vec<(usize, Vec<usize>)> {
    let mut lengths: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for shift in &document.shifts {
        lengths.entry(shift.len).or_default().push(shift.start);
    }
    let sorted = |(len, mut starts): (usize, Vec<usize>)| {
        starts.sort_unstable();
        starts.dedup();
        (len, starts)
    };
    lengths.into_iter().map(sorted).collect()
}

fn agents(document: &Document, unit_hours: f64) -> Vec<Agent> {
    let dev = document.rules.contract_dev_hard_h;
    let mut agents: Vec<Agent> = Vec::with_capacity(document.agents.len());
    for (nth, agent) in document.agents.iter().enumerate() {
        let same = |other: &super::document::Agent| {
            other.days == agent.days && other.contract_h == agent.contract_h
        };
        let units = |hours: f64| hours / unit_hours;
        agents.push(Agent {
            name: agent.id.clone(),
            days: agent.days.clone(),
            contract: units(agent.contract_h),
            low: (units(agent.contract_h - dev) - 1e-9).ceil().max(0.0) as usize,
            high: (units(agent.contract_h + dev) + 1e-9).floor().max(0.0) as usize,
            like: document.agents.iter().position(same).unwrap_or(nth),
        });
    }
    agents
}

/// The greatest quarter, half or whole of which all are multiples; 0 where there is none.
fn grain(values: impl Iterator<Item = f64>) -> f64 {
    let quarters: Vec<f64> = values.map(|value| value * 4.0).collect();
    if quarters.iter().any(|value| value.fract() != 0.0) {
        return 0.0;
    }
    let all = quarters.iter().map(|value| *value as usize);
    all.fold(0, gcd) as f64 / 4.0
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// The instance, if it is not too large and every agent has a week at all.
fn reachable(file: &str, instance: Instance) -> Result<Instance> {
    let steps = instance.lengths.len() * instance.bands.len();
    if steps >= usize::from(OFF) || steps * instance.bands.len() > MOST_PLACES {
        let what = format!("has `{}` lengths", instance.lengths.len());
        return Err(Problem::new("P135", format!("{file}: shifts"), what)
            .hint("with ends this late at most some hundreds fit")
            .into());
    }
    let (gains, stamp) = (vec![0.0; instance.needs.len()], vec![1; instance.days()]);
    let mut room = instance.room();
    let mut problems = Vec::new();
    for person in 0..instance.people() {
        let like = instance.kind(person);
        let gains = CellGains {
            of: &gains,
            stamp: &stamp,
        };
        if like == person && instance.best(person, gains, &mut room).is_none() {
            let place = format!("{file}: agents[{person}] {}", instance.agent(person));
            problems.push(
                Problem::new("P133", place, "no shifts make the contract on these days")
                    .hint("more days, other lengths, or a wider contract_dev_hard_h"),
            );
        }
    }
    match problems.is_empty() {
        true => Ok(instance),
        false => Err(Problems::from(problems).into()),
    }
}
