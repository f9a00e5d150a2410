//! Absence, target and prices; when to stop and where to write.

use crate::config::section::Section;
use crate::config::{Prices, Solve, Target};
use crate::staffing::{self, Formula};
use crate::units::{Euros, Seconds, Share};
use std::path::PathBuf;

/// Longest threshold or wait that can be asked for: four hours.
pub(super) const WAIT_MAX: f64 = 14_400.0;

/// Highest price that can be asked for.
pub(super) const PRICE_MAX: f64 = 1_000_000.0;

/// Share of rostered days lost to sickness.
pub(super) fn absence(root: &Section<'_>) -> Share {
    let section = root.table("absence", &["unplanned"]);
    Share(section.number("unplanned", 0.0..=0.9).unwrap_or(0.0))
}

/// What is asked of the wait.
pub(super) fn target(root: &Section<'_>) -> Target {
    let keys = [
        "wait_reduction",
        "service_level",
        "average_wait_s",
        "max_occupancy",
        "formula",
    ];
    let section = root.table("target", &keys);
    let formulas = [
        ("erlang-a", Formula::ErlangA),
        ("erlang-c", Formula::ErlangC),
    ];
    let reduction = section.number("wait_reduction", 0.0..=1.0);
    let (service_level, answer_within) = service_level(&section);
    let wait = section.number("average_wait_s", 1.0..=WAIT_MAX);
    let busy = section.number("max_occupancy", 0.01..=1.0);
    let mut staffing = vec![];
    staffing.extend(wait.map(|wait| staffing::Target::AverageWait(Seconds(wait))));
    staffing.extend(busy.map(|share| staffing::Target::MaxOccupancy(Share(share))));
    let level = section.has("service_level").then_some(service_level);
    let absolute = staffing
        .first()
        .filter(|_| wait.is_some())
        .copied()
        .or(level);
    if level.is_some() || staffing.is_empty() {
        staffing.insert(0, service_level);
    }
    Target {
        wait_reduction: reduction.map(Share),
        absolute,
        staffing,
        formula: section
            .choice("formula", &formulas)
            .unwrap_or(Formula::ErlangA),
        answer_within,
    }
}

/// The service level and its threshold: 80 % within a minute where none is written.
fn service_level(section: &Section<'_>) -> (staffing::Target, Seconds) {
    let level = section.table("service_level", &["share", "answer_within_s"]);
    let share = level.number("share", 0.01..=0.999);
    let within = level.number("answer_within_s", 0.0..=WAIT_MAX);
    let answer_within = Seconds(within.unwrap_or(60.0));
    let target = staffing::Target::ServiceLevel {
        share: Share(share.unwrap_or(0.8)),
        answer_within,
    };
    (target, answer_within)
}

/// What things cost.
pub(super) fn prices(root: &Section<'_>) -> Prices {
    let keys = [
        "hour",
        "shortage_hour",
        "wait_minute",
        "contract_hour",
        "wish",
    ];
    let section = root.table("prices", &keys);
    let price =
        |key: &str, default: f64| Euros(section.number(key, 0.0..=PRICE_MAX).unwrap_or(default));
    Prices {
        hour: price("hour", 36.0),
        shortage_hour: price("shortage_hour", 60.0),
        wait_minute: price("wait_minute", 0.1),
        contract_hour: price("contract_hour", 100.0),
        wish: price("wish", 15.0),
    }
}

/// When the solver may stop.
pub(super) fn solve(root: &Section<'_>) -> Solve {
    let section = root.table("solve", &["gap", "nodes", "seconds", "seed"]);
    Solve {
        gap: section.number("gap", 0.0..=1.0).unwrap_or(0.02),
        nodes: section.whole("nodes", 1..=u32::MAX).unwrap_or(2000),
        seconds: section.number("seconds", 1.0..=1e6).unwrap_or(300.0),
        seed: section.whole("seed", 0..=i32::MAX as u32).unwrap_or(1),
    }
}

/// Repetitions and seed of the simulation.
pub(super) fn simulate(root: &Section<'_>) -> (u32, u64) {
    let section = root.table("simulate", &["replications", "seed"]);
    let replications = section.whole("replications", 2..=1_000_000).unwrap_or(400);
    let seed = section.whole("seed", 0..=u32::MAX).unwrap_or(1);
    (replications, u64::from(seed))
}

/// The folder below which results are written, `out` beside the file's folder by default.
pub(super) fn output(root: &Section<'_>) -> PathBuf {
    let section = root.table("output", &["folder"]);
    let folder = section.text("folder").unwrap_or_else(|| "out".to_owned());
    root.document.resolve(&folder)
}
