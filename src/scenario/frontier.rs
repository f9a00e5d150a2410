//! What less waiting costs: people inside against contacts outside.

use super::answer::{Answer, Level};
use super::finance::cost;
use super::ladder::Traffic;
use super::study::Study;
use super::year::Year;
use crate::config::{Overflow, Scenario};
use crate::error::Result;
use crate::units::Seconds;
use rayon::prelude::*;
use serde::Serialize;

/// Thresholds of overflow that are looked at, in seconds; the contract's own is one more.
const THRESHOLDS: [f64; 4] = [600.0, 420.0, 240.0, 120.0];

/// Sizes of the team, against the present one.
const SIZES: std::ops::RangeInclusive<i32> = -16..=24;
const SIZE: f64 = 0.0125;

/// A mix of people and overflow.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Point {
    /// Full-time equivalents.
    pub fte: f64,
    /// Contacts go outside when they would wait longer than so many seconds; `None`: none do.
    pub above: Option<f64>,
    /// Contacts outside in an average week.
    pub outside_week: f64,
    /// Average wait in seconds.
    pub wait: f64,
    /// Euros a year, structural.
    pub cost: f64,
    /// No other point is both cheaper and faster.
    pub best: bool,
}

/// The points of a frontier, the cheapest first, and its knee.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Frontier {
    /// All mixes, the cheapest first.
    pub points: Vec<Point>,
    /// Where the best points bend most: what comes after costs more for each second.
    pub knee: Option<usize>,
    /// The cheapest mix that reaches the target.
    pub target: Option<usize>,
}

/// Every mix of a team and a threshold of overflow, with its cost and its average wait.
///
/// A mix that sends more outside than the contract takes is none. The knee is the best point farthest from
/// the straight line between the two ends of those that are best, both axes as shares of their range (V. Satopää
/// and others, Finding a kneedle in a haystack, 2011).
///
/// # Errors
/// As [`Year::shape`].
pub fn frontier(year: &Year, scenario: &Scenario, answer: &Answer) -> Result<Frontier> {
    let own = scenario.overflow.as_ref().map(|stated| &stated.value);
    let contract = own.or(year.config.overflow.as_ref());
    let mut rules: Vec<Option<Overflow>> = vec![None];
    if let Some(contract) = contract {
        let mut above = THRESHOLDS.to_vec();
        above.extend(contract.wait_above.iter().map(|above| above.0));
        above.sort_by(f64::total_cmp);
        above.dedup();
        rules.extend(above.into_iter().map(|above| {
            Some(Overflow {
                wait_above: vec![Seconds(above)],
                ..contract.clone()
            })
        }));
    }
    let lines = rules
        .par_iter()
        .map(|rule| line(year, scenario, answer, rule.as_ref()))
        .collect::<Result<Vec<Vec<Point>>>>()?;
    let mut points: Vec<Point> = lines.into_iter().flatten().collect();
    points.sort_by(|a, b| a.cost.total_cmp(&b.cost).then(a.wait.total_cmp(&b.wait)));
    let mut least = f64::INFINITY;
    for point in &mut points {
        point.best = point.wait < least;
        least = least.min(point.wait);
    }
    Ok(Frontier {
        knee: knee(&points),
        target: points.iter().position(|point| point.wait <= answer.target),
        points,
    })
}

fn line(
    year: &Year,
    scenario: &Scenario,
    answer: &Answer,
    rule: Option<&Overflow>,
) -> Result<Vec<Point>> {
    let mut study = Study::new(year, scenario, Traffic::of(year, scenario), rule)?;
    let weights = study.weights(None);
    let mut asked = scenario.clone();
    let stated = |place: &str| place.to_owned();
    asked.overflow = rule.map(|rule| crate::config::Stated {
        value: rule.clone(),
        place: stated("frontier"),
    });
    asked.outside = Some(crate::config::Stated {
        value: rule.is_some(),
        place: stated("frontier"),
    });
    let most = rule.and_then(|rule| rule.contract.most());
    let mut points = Vec::new();
    for size in SIZES {
        let fte = answer.given.fte * (1.0 + f64::from(size) * SIZE);
        let hours = study.hours.on_phone(fte);
        let met = study.met(&weights, hours);
        let outside_week = met.outside / super::hours::WEEKS;
        if most.is_some_and(|most| outside_week > most) {
            continue;
        }
        let level = Level {
            fte,
            on_phone: hours,
            wait: met.wait(),
            year: met,
            outside_above: study.outside_above(),
        };
        points.push(Point {
            fte,
            above: rule
                .and_then(|rule| rule.wait_above.first())
                .map(|above| above.0),
            outside_week,
            wait: level.wait,
            cost: cost(year, &asked, answer, &level),
            best: false,
        });
    }
    Ok(points)
}

fn knee(points: &[Point]) -> Option<usize> {
    let best: Vec<usize> = (0..points.len())
        .filter(|index| points[*index].best)
        .collect();
    let (first, last) = (points.get(*best.first()?)?, points.get(*best.last()?)?);
    let (wide, tall) = (last.cost - first.cost, first.wait - last.wait);
    if wide <= 0.0 || tall <= 0.0 {
        return None;
    }
    let below = |index: &usize| {
        let point = &points[*index];
        1.0 - (point.cost - first.cost) / wide - (point.wait - last.wait) / tall
    };
    best.into_iter()
        .max_by(|a, b| below(a).total_cmp(&below(b)))
}
