//! A centre as its file gives it.

use crate::calendar::parse_clock;
use crate::error::{Error, Problem, Problems, Result};
use crate::plan::Shape;
use crate::simulate::{self, Callback, Centre, Leaving, Present, Queue, Rules, Skill};
use serde::Deserialize;
use std::path::Path;

/// What the file holds, by its own names.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inputs {
    interval_s: f64,
    #[serde(default)]
    first_interval: Option<String>,
    #[serde(default, rename = "T_s")]
    pub thresholds: Vec<f64>,
    #[serde(default)]
    leaving: Discipline,
    #[serde(default)]
    busyness: Option<f64>,
    queues: Vec<QueueInput>,
    crews: Vec<CrewInput>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Discipline {
    #[default]
    Exhaustive,
    Named,
    Preemptive,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct QueueInput {
    name: String,
    contacts: Vec<f64>,
    handle_time_s: Each<f64>,
    #[serde(default)]
    patience_s: Option<Each<f64>>,
    #[serde(default)]
    handle_time_law: Option<Shape>,
    #[serde(default)]
    patience_law: Option<Shape>,
    #[serde(default)]
    priority: u8,
    #[serde(default)]
    overflow: Option<Each<Option<OverflowInput>>>,
    #[serde(default)]
    callback: Option<CallbackInput>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OverflowInput {
    #[serde(default)]
    share: f64,
    queue_cap: Option<u32>,
    wait_above_s: Option<f64>,
    timeout_s: Option<f64>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CallbackInput {
    wait_above_s: f64,
    accepts: f64,
    #[serde(default)]
    urgent_after_s: Option<f64>,
    within_s: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CrewInput {
    skills: Vec<Names>,
    #[serde(default)]
    agents: Option<Each<u32>>,
    #[serde(default)]
    people: Option<Vec<Vec<String>>>,
}

/// Names of queues that rank equally.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Names {
    One(String),
    Equal(Vec<String>),
}

/// A value for all intervals, or a list with one for each.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Each<T> {
    One(Vec<T>),
    All(T),
}

impl<T: Clone> Each<T> {
    fn spread(&self, count: usize) -> Vec<T> {
        match self {
            Self::One(values) => values.clone(),
            Self::All(value) => vec![value.clone(); count],
        }
    }
}

impl Inputs {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(|source| Error::Read {
            path: path.to_owned(),
            source,
        })?;
        let read = serde_json::from_str(&text).map_err(|error| {
            let place = format!("{}:{}", path.display(), error.line());
            Problem::new("S108", place, error.to_string())
                .hint("`bezet centre --help` names every key")
        });
        Ok(read?)
    }

    /// The centre, or what in the file is no centre.
    pub fn centre(&self, place: &str) -> Result<Centre> {
        let mut problems = Problems::new();
        let count = self.queues.first().map_or(0, |queue| queue.contacts.len());
        let crews = self.crews.iter().enumerate().map(|(index, crew)| {
            let place = format!("{place}: crew {}", index + 1);
            simulate::Crew {
                skills: self.skills(crew, &place, &mut problems),
                present: self.present(crew, count, &place, &mut problems),
            }
        });
        let crews = crews.collect();
        problems.or_ok(())?;
        Ok(Centre {
            interval: self.interval_s,
            queues: self.queues.iter().map(|one| one.queue(count)).collect(),
            crews,
            leaving: match self.leaving {
                Discipline::Exhaustive => Leaving::Exhaustive,
                Discipline::Named => Leaving::Named,
                Discipline::Preemptive => Leaving::Preemptive,
            },
            busyness: self.busyness.unwrap_or(f64::INFINITY),
        })
    }

    fn skills(&self, crew: &CrewInput, place: &str, problems: &mut Problems) -> Vec<Skill> {
        let mut skills = Vec::new();
        for (rank, names) in (0..).zip(&crew.skills) {
            let names = match names {
                Names::One(name) => std::slice::from_ref(name),
                Names::Equal(names) => names,
            };
            for name in names {
                let queue = self.queues.iter().position(|queue| queue.name == *name);
                match queue {
                    Some(queue) => skills.push(Skill { queue, rank }),
                    None => {
                        let what = format!("a skill for `{name}`, which is no queue");
                        let names: Vec<&str> = self
                            .queues
                            .iter()
                            .map(|queue| queue.name.as_str())
                            .collect();
                        let hint = format!("queues are `{}`", names.join("`, `"));
                        problems.push(Problem::new("S109", place, what).hint(hint));
                    }
                }
            }
        }
        skills
    }

    fn present(
        &self,
        crew: &CrewInput,
        count: usize,
        place: &str,
        problems: &mut Problems,
    ) -> Present {
        match (&crew.agents, &crew.people) {
            (Some(agents), None) => Present::Counts(agents.spread(count)),
            (None, Some(people)) => {
                let spans = |one: &Vec<String>| self.spans(one, place, problems);
                Present::Spans(people.iter().map(spans).collect())
            }
            (agents, _) => {
                let found = if agents.is_some() { "both" } else { "none" };
                let what = format!("`{found}` of agents and people");
                let problem = Problem::new("S111", place, what);
                problems.push(problem.hint("give one of the two"));
                Present::Counts(Vec::new())
            }
        }
    }

    /// The stretches of a person.
    fn spans(&self, texts: &[String], place: &str, problems: &mut Problems) -> Vec<(f64, f64)> {
        let spans = texts.iter().filter_map(|text| {
            let span = self.span(text);
            if span.is_none() {
                let what = format!("`{text}` is no stretch of this day");
                let hint = "write it as `08:30-12:00`, not before first_interval";
                problems.push(Problem::new("S110", place, what).hint(hint));
            }
            span
        });
        spans.collect()
    }

    /// A stretch by the clock, in seconds after the day's start.
    fn span(&self, text: &str) -> Option<(f64, f64)> {
        let (from, to) = text.split_once('-')?;
        let start = self.start()?;
        let after = |clock: &str| {
            let minutes = parse_clock(clock)?.checked_sub(start)?;
            Some(f64::from(minutes) * 60.0)
        };
        Some((after(from)?, after(to)?))
    }

    /// Minutes after midnight at which the day begins, where that is known.
    fn start(&self) -> Option<u32> {
        self.first_interval.as_deref().and_then(parse_clock)
    }

    /// A moment of the day by the clock, or in seconds where the day's start is not known.
    pub fn clock(&self, seconds: f64) -> String {
        let Some(start) = self.start() else {
            return format!("{seconds:.3}");
        };
        let thousandths = (seconds * 1e3).round() as u64 + u64::from(start) * 60_000;
        let (minutes, rest) = (thousandths / 60_000, thousandths % 60_000);
        let (hours, minutes) = (minutes / 60, minutes % 60);
        format!(
            "{hours:02}:{minutes:02}:{:02}.{:03}",
            rest / 1000,
            rest % 1000
        )
    }

    /// When an interval begins: its clock time where the first one's is known, else its number.
    pub fn interval(&self, index: usize) -> String {
        match self.start() {
            Some(_) => self.clock(index as f64 * self.interval_s)[..5].to_owned(),
            None => (index + 1).to_string(),
        }
    }
}

impl QueueInput {
    fn queue(&self, count: usize) -> Queue {
        let endless = Each::All(f64::INFINITY);
        let overflow = self
            .overflow
            .as_ref()
            .map(|overflow| overflow.spread(count));
        let rules = overflow.into_iter().flatten();
        Queue {
            handle_time: self.handle_time_s.spread(count),
            patience: self.patience_s.as_ref().unwrap_or(&endless).spread(count),
            priority: self.priority,
            rules: rules.map(rules_of).collect(),
            callback: self.callback.map(|offer| Callback {
                wait_above: offer.wait_above_s,
                accepts: offer.accepts,
                urgent_after: offer.urgent_after_s.unwrap_or(offer.within_s),
                within: offer.within_s,
            }),
            ..Queue::new(
                self.name.as_str(),
                self.contacts.clone(),
                Shape::law(self.handle_time_law.as_ref()),
                Shape::law(self.patience_law.as_ref()),
            )
        }
    }
}

fn rules_of(overflow: Option<OverflowInput>) -> Rules {
    overflow.map_or_else(Rules::default, |overflow| Rules {
        share: overflow.share,
        queue_cap: overflow.queue_cap,
        wait_above: overflow.wait_above_s,
        timeout: overflow.timeout_s,
    })
}
