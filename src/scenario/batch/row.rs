//! What a row asks for.

use super::fields::Fields;
use crate::calendar::IsoWeek;
use crate::config::Overrides;
use chrono::NaiveDate;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The kinds of jobs.
const KINDS: [&str; 4] = ["evaluate", "forecast", "plan", "scenario"];

/// What a row asks for.
#[derive(Debug)]
pub(super) enum Job {
    Evaluate(Evaluate),
    Forecast(Forecast),
    Plan(Plan),
    Scenario(Scenario),
}

/// The exact wait of a day.
#[derive(Debug)]
pub(super) struct Evaluate {
    pub day: Day,
    /// The shape of the gamma law of days of unknown busyness.
    pub busyness: Option<f64>,
}

/// A day in its file, or as it stands in the row at this place.
#[derive(Debug)]
pub(super) enum Day {
    File(PathBuf),
    Inline { place: String, day: Value },
}

/// What is expected of a configured week or of days after a bare history.
#[derive(Debug)]
pub(super) enum Forecast {
    Week(Configured, IsoWeek),
    Bare {
        file: PathBuf,
        queue: Option<String>,
        from: NaiveDate,
        days: u32,
    },
}

/// A configuration with what differs from its file.
#[derive(Debug)]
pub(super) struct Configured {
    pub config: PathBuf,
    pub set: Overrides,
}

/// The roster of a week.
#[derive(Debug)]
pub(super) struct Plan {
    pub configured: Configured,
    pub week: IsoWeek,
    /// In place of `solve.seconds` and `solve.nodes`.
    pub seconds: Option<f64>,
    pub nodes: Option<u32>,
}

/// Scenarios of a configuration.
#[derive(Debug)]
pub(super) struct Scenario {
    pub configured: Configured,
    pub scenarios: Vec<PathBuf>,
}

impl Job {
    /// The job of a row of this kind, as far as it can be read; what is wrong stays in the fields.
    pub(super) fn read(kind: &str, fields: &mut Fields, folder: &Path) -> Option<Self> {
        match kind {
            "evaluate" => evaluate(fields, folder).map(Self::Evaluate),
            "forecast" => forecast(fields, folder).map(Self::Forecast),
            "plan" => plan(fields, folder).map(Self::Plan),
            "scenario" => scenario(fields, folder).map(Self::Scenario),
            _ => {
                fields.check_j104_kind_is_known(kind, &KINDS);
                None
            }
        }
    }

    /// Is there such a kind?
    pub(super) fn is_kind(kind: &str) -> bool {
        KINDS.contains(&kind)
    }
}

fn evaluate(fields: &mut Fields, folder: &Path) -> Option<Evaluate> {
    let day = match fields.is_object("day") {
        true => {
            let place = fields.place("day");
            let day = fields.value("day");
            day.map(|day| Day::Inline { place, day })
        }
        false => fields.path("day", folder).map(Day::File),
    };
    let day = fields.check_j103_is_there("day", day);
    let busyness = fields.number("busyness");
    Some(Evaluate {
        day: day?,
        busyness,
    })
}

fn forecast(fields: &mut Fields, folder: &Path) -> Option<Forecast> {
    fields.check_j107_one_source();
    if fields.has("file") {
        let file = fields.path("file", folder);
        let queue = fields.text("queue");
        let from = fields.date("from");
        let from = fields.check_j103_is_there("from", from);
        let days = fields.whole("days", 1..=1_100);
        let days = fields.check_j103_is_there("days", days);
        return Some(Forecast::Bare {
            file: file?,
            queue,
            from: from?,
            days: days?,
        });
    }
    let configured = configured(fields, folder);
    let week = week(fields);
    Some(Forecast::Week(configured?, week?))
}

fn plan(fields: &mut Fields, folder: &Path) -> Option<Plan> {
    let configured = configured(fields, folder);
    let week = week(fields);
    let seconds = fields.above_0("seconds");
    let nodes = fields.whole("nodes", 1..=u32::MAX);
    Some(Plan {
        configured: configured?,
        week: week?,
        seconds,
        nodes,
    })
}

fn scenario(fields: &mut Fields, folder: &Path) -> Option<Scenario> {
    let configured = configured(fields, folder);
    let scenarios = fields.paths("scenario", folder);
    let scenarios = fields.check_j103_is_there("scenario", scenarios);
    Some(Scenario {
        configured: configured?,
        scenarios: scenarios?,
    })
}

fn configured(fields: &mut Fields, folder: &Path) -> Option<Configured> {
    let config = fields.path("config", folder);
    let config = fields.check_j103_is_there("config", config);
    let set = fields.set();
    config.map(|config| Configured { config, set })
}

fn week(fields: &mut Fields) -> Option<IsoWeek> {
    let week = fields.week();
    fields.check_j103_is_there("week", week)
}
