//! The figures of a queue: names, words and values.

use crate::queueing::{Model, ServiceLevels, Steady};

/// How a figure is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A share of 1, shown in percent.
    Share,
    /// Seconds in a single case.
    Time,
    /// A plain number.
    Number,
}

/// A figure: its name in tables and JSON, what it is in words, its unit.
pub struct Figure {
    pub name: &'static str,
    pub words: &'static str,
    pub unit: Unit,
}

const fn figure(name: &'static str, words: &'static str, unit: Unit) -> Figure {
    Figure { name, words, unit }
}

/// How many figures there are.
pub const COUNT: usize = 17;

/// All of them, in the order of [`values`].
pub const FIGURES: [Figure; COUNT] = [
    figure("p_block", "find no room", Unit::Share),
    figure(
        "ln_p_block",
        "natural logarithm of that share",
        Unit::Number,
    ),
    figure("p_wait", "have to wait", Unit::Share),
    figure("p_ab", "hang up", Unit::Share),
    figure("p_served", "are answered", Unit::Share),
    figure("e_lq", "contacts waiting, on average", Unit::Number),
    figure("e_w", "average wait of those let in", Unit::Time),
    figure(
        "e_w_served",
        "average wait of those answered (ASA)",
        Unit::Time,
    ),
    figure("e_w_ab", "average wait of those who hang up", Unit::Time),
    figure("e_v", "average wait for one who never hangs up", Unit::Time),
    figure("sl_offered", "answered in time, of all", Unit::Share),
    figure(
        "sl_served",
        "answered in time, of those answered",
        Unit::Share,
    ),
    figure(
        "sl_virtual",
        "in time for one who never hangs up",
        Unit::Share,
    ),
    figure(
        "sl_good",
        "answered or hung up in time, of all",
        Unit::Share,
    ),
    figure(
        "sl_ab_excl",
        "answered in time, early hang-ups left out",
        Unit::Share,
    ),
    figure("p_late", "answered too late, of all", Unit::Share),
    figure("occ", "occupancy of the agents", Unit::Share),
];

/// The values, `None` where a threshold is needed and not given.
pub fn values(steady: &Steady, levels: Option<&ServiceLevels>) -> [Option<f64>; COUNT] {
    let level = |of: fn(&ServiceLevels) -> f64| levels.map(of);
    [
        Some(steady.p_block),
        Some(steady.ln_p_block()),
        Some(steady.p_wait),
        Some(steady.p_abandon),
        Some(steady.p_served),
        Some(steady.e_queue),
        Some(steady.e_wait),
        Some(steady.e_wait_served),
        Some(steady.e_wait_abandoned()),
        Some(steady.e_wait_patient()),
        level(|levels| levels.offered),
        level(|levels| levels.served),
        level(|levels| levels.patient),
        level(|levels| levels.good),
        level(|levels| levels.abandoned_excluded),
        level(|levels| levels.late),
        Some(steady.occupancy),
    ]
}

/// Does the model give the figure at this index of `values` a meaning?
pub fn has_meaning(index: usize, model: &Model, values: &[Option<f64>; COUNT]) -> bool {
    let refuses = matches!(
        model,
        Model::ErlangB | Model::Room(_) | Model::Redial { room: Some(_), .. }
    );
    match FIGURES[index].name {
        "p_block" | "p_served" | "occ" => true,
        "ln_p_block" => refuses,
        "e_w_ab" => values[index] > Some(0.0),
        _ if *model == Model::ErlangB => false,
        "e_w_served" | "e_v" => values[index].is_some_and(f64::is_finite),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queueing::Rates;

    #[test]
    fn only_levels_need_a_threshold() {
        let steady = Model::ErlangA
            .steady(3.0, &Rates::new(2.0, 1.0, 0.5).unwrap())
            .unwrap();
        let missing: Vec<&str> = (0..COUNT)
            .filter(|index| values(&steady, None)[*index].is_none())
            .map(|index| FIGURES[index].name)
            .collect();
        assert_eq!(
            missing,
            [
                "sl_offered",
                "sl_served",
                "sl_virtual",
                "sl_good",
                "sl_ab_excl",
                "p_late"
            ]
        );
    }
}
