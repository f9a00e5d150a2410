//! The share of an interval's callers that is answered in time, all later changes included.

use super::backward::{answered, answered_before};
use super::boundary::Change;
use super::carry::Room;
use super::chain::Chain;
use super::day::Day;
use super::intervals::Part;
use super::weights::Weights;

/// Points of a Gauss-Legendre rule on (-1, 1) with their weights, for half of it.
const GAUSS: [(f64, f64); 8] = [
    (0.095_012_509_837_637_44, 0.189_450_610_455_068_5),
    (0.281_603_550_779_258_9, 0.182_603_415_044_923_6),
    (0.458_016_777_657_227_4, 0.169_156_519_395_002_54),
    (0.617_876_244_402_643_7, 0.149_595_988_816_576_73),
    (0.755_404_408_355_003, 0.124_628_971_255_533_88),
    (0.865_631_202_387_831_7, 0.095_158_511_682_492_79),
    (0.944_575_023_073_232_6, 0.062_253_523_938_647_894),
    (0.989_400_934_991_649_9, 0.027_152_459_411_754_095),
];

/// Share of the interval's contacts that is answered within a threshold.
///
/// Those whose time runs out inside the interval are weighed with the exact integral of the
/// chances; for the others the chance is smooth in the moment of arrival, and is integrated.
pub(super) fn served_within(day: &Day, parts: &[Part], index: usize, threshold: f64) -> f64 {
    let part = &parts[index];
    let chain = &part.chain;
    let places = chain.top.saturating_sub(chain.agents) + 1;
    let (mut room, mut weights) = (Room::default(), Weights::default());
    let inside = (chain.length - threshold).max(0.0);
    let mut start = part.start.clone();
    let mut sum = 0.0;
    if inside > 0.0 {
        let mut level = vec![0.0; places];
        answered(chain, threshold, &mut level, &mut weights);
        let early = Chain {
            length: inside,
            ..*chain
        };
        let carried = room.carry(&early, &start, |m| [in_time(chain, m, &level)]);
        sum += carried.over[0];
        start = carried.end;
    }
    let mut at = inside;
    for panel in panels(day, index, inside, threshold) {
        let (middle, half) = (0.5 * (panel.0 + panel.1), 0.5 * (panel.1 - panel.0));
        let points = GAUSS.iter().rev().map(|(x, w)| (-x, *w));
        for (x, weight) in points.chain(GAUSS) {
            let moment = middle + half * x;
            let on = Chain {
                length: moment - at,
                ..*chain
            };
            start = room.carry(&on, &start, |_| []).end;
            at = moment;
            let level = level_at(day, parts, (index, moment), threshold, places);
            let chances = start.iter().enumerate();
            let answered = chances.map(|(m, chance)| chance * in_time(chain, m, &level));
            sum += half * weight * answered.sum::<f64>();
        }
    }
    sum / chain.length
}

/// Chance that one who finds so many present is answered in time.
fn in_time(chain: &Chain, present: usize, level: &[f64]) -> f64 {
    let level = match present.checked_sub(chain.agents) {
        None => 1.0,
        Some(ahead) => level.get(ahead).copied().unwrap_or(0.0),
    };
    chain.admitted(present) * level
}

/// Stretches of the interval's rest over which a contact meets the same changes.
fn panels(day: &Day, index: usize, from: f64, threshold: f64) -> Vec<(f64, f64)> {
    let length = day.intervals[index].length;
    let mut edges = vec![from];
    let mut end = length;
    for later in &day.intervals[index + 1..] {
        end += later.length;
        if end - threshold >= length {
            break;
        }
        if end - threshold > from {
            edges.push(end - threshold);
        }
    }
    edges.push(length);
    edges
        .windows(2)
        .filter(|edge| edge[1] > edge[0])
        .map(|edge| (edge[0], edge[1]))
        .collect()
}

/// Chance of being answered within the threshold, by contacts ahead, of one who comes at a moment
/// of an interval and still waits when it ends.
fn level_at(
    day: &Day,
    parts: &[Part],
    (index, moment): (usize, f64),
    threshold: f64,
    places: usize,
) -> Vec<f64> {
    let more: usize = day
        .intervals
        .iter()
        .map(|interval| interval.agents as usize)
        .max()
        .unwrap_or(0);
    let mut level = vec![0.0; places + more];
    let mut weights = Weights::default();
    let mut left = threshold - (day.intervals[index].length - moment);
    let mut last = index;
    while last + 1 < parts.len() && left > 0.0 {
        last += 1;
        if left <= day.intervals[last].length || last + 1 == parts.len() {
            break;
        }
        left -= day.intervals[last].length;
    }
    for later in (index + 1..=last).rev() {
        let length = if later == last {
            left
        } else {
            day.intervals[later].length
        };
        answered(&parts[later].chain, length, &mut level, &mut weights);
        level = answered_before(&Change::at(day, later), &level);
    }
    let here = if last == index {
        threshold
    } else {
        day.intervals[index].length - moment
    };
    answered(&parts[index].chain, here, &mut level, &mut weights);
    level
}
