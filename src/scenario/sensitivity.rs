//! What moves the answer most: one thing at a time, up and down.

use super::ladder::Traffic;
use super::study::{Study, overflow, rules, target};
use super::year::Year;
use crate::config::{NUMBERS, Scenario};
use crate::error::Result;
use rayon::prelude::*;
use serde::Serialize;

/// How the answer moves with one figure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Swing {
    /// What is moved, in English and Dutch.
    pub words: [&'static str; 2],
    /// By how much, as it is said: `10 %`.
    pub by: &'static str,
    /// Full-time equivalents for the target where it is less.
    pub less: f64,
    /// Where it is more.
    pub more: f64,
}

impl Swing {
    /// How far apart the two are.
    pub fn width(&self) -> f64 {
        (self.more - self.less).abs()
    }
}

/// What is moved: its words, by how much it is said, and the step for a scenario.
struct Lever {
    words: [&'static str; 2],
    by: &'static str,
    key: &'static str,
    step: Step,
}

enum Step {
    /// On top of what is.
    Plus(f64),
    /// Of what is.
    Times(f64),
}

const LEVERS: [Lever; 7] = [
    Lever {
        words: ["volume", "volume"],
        by: "10 %",
        key: "volume.growth",
        step: Step::Plus(0.1),
    },
    Lever {
        words: ["handle time", "afhandeltijd"],
        by: "30 s",
        key: "handle_time.longer_s",
        step: Step::Plus(30.0),
    },
    Lever {
        words: ["sickness", "ziekte"],
        by: "2 %",
        key: "shrinkage.sickness",
        step: Step::Plus(0.02),
    },
    Lever {
        words: ["leave", "verlof"],
        by: "2 %",
        key: "shrinkage.leave",
        step: Step::Plus(0.02),
    },
    Lever {
        words: ["other absence", "overige afwezigheid"],
        by: "2 %",
        key: "shrinkage.other",
        step: Step::Plus(0.02),
    },
    Lever {
        words: ["knowledge base hours", "uren kennisbank"],
        by: "8 h",
        key: "knowledge.hours_per_week",
        step: Step::Plus(8.0),
    },
    Lever {
        words: ["target", "doel"],
        by: "10 %",
        key: "target.average_wait_s",
        step: Step::Times(0.1),
    },
];

/// What moves the team that the target takes, the most first.
///
/// # Errors
/// As [`Year::shape`].
pub fn sensitivity(year: &Year, scenario: &Scenario, unchanged: f64) -> Result<Vec<Swing>> {
    let asked = target(scenario, unchanged);
    let needed = |key: &str, value: f64| -> Result<f64> {
        let moved = scenario.with("target.average_wait_s", asked, "sensitivity");
        let moved = moved.and_then(|moved| moved.with(key, written(key, value), "sensitivity"));
        let moved = moved.unwrap_or_else(|| scenario.clone());
        let traffic = Traffic::of(year, &moved);
        let rules = rules(overflow(year, &moved));
        let asked = target(&moved, unchanged);
        let (study, hours) = Study::needed(year, &moved, traffic, &rules, asked)?;
        Ok(study.hours.fte(hours))
    };
    let swing = |lever: &Lever| {
        let is = match lever.key {
            "target.average_wait_s" => asked,
            "shrinkage.sickness" => Traffic::of(year, scenario).sickness,
            key => scenario.number(key).unwrap_or(0.0),
        };
        let [less, more] = match lever.step {
            Step::Plus(step) => [is - step, is + step],
            Step::Times(step) => [is * (1.0 - step), is * (1.0 + step)],
        };
        Ok(Swing {
            words: lever.words,
            by: lever.by,
            less: needed(lever.key, less)?,
            more: needed(lever.key, more)?,
        })
    };
    let mut swings = LEVERS
        .par_iter()
        .map(swing)
        .collect::<Result<Vec<Swing>>>()?;
    swings.sort_by(|a, b| b.width().total_cmp(&a.width()));
    Ok(swings)
}

/// The value nearest to this that may be written: nobody is ill for less than no time.
fn written(key: &str, value: f64) -> f64 {
    let number = NUMBERS.iter().find(|number| number.key == key);
    number.map_or(value, |number| value.clamp(number.least, number.most))
}
