//! What each method makes of a day.

use super::days::{Day, FieldOptions, Met};
use super::simulated::{Laws, simulated};
use crate::queueing::{self, Interval, Leaving, Rates, erlang_a, erlang_c};

/// The predictions of a day.
pub(super) struct Predicted {
    pub exact: Option<Met>,
    pub simulated: Met,
    pub erlang_a: Met,
    pub erlang_c_wait_s: Option<f64>,
}

pub(super) fn predict(day: &Day, patience: f64, options: &FieldOptions) -> Predicted {
    let intervals = intervals(day, patience, options);
    Predicted {
        exact: exact(day, &intervals),
        simulated: simulated(day, &Laws::exponential(day, patience), options),
        erlang_a: by_interval(&intervals, |agents, rates| {
            let steady = erlang_a(agents, rates);
            (steady.e_wait, steady.p_abandon)
        }),
        erlang_c_wait_s: Some(by_interval(&intervals, |agents, rates| {
            (erlang_c(agents, rates).e_wait, 0.0)
        }))
        .map(|met| met.wait_s)
        .filter(|wait| wait.is_finite()),
    }
}

/// The staffed intervals: mean agents and rates.
fn intervals(day: &Day, patience: f64, options: &FieldOptions) -> Vec<(f64, Rates)> {
    let rates = day.rates(options.rate_step);
    let each = day.staffed.clone().filter_map(|index| {
        let rates = Rates::new(rates[index], day.handle_time.recip(), patience.recip())?;
        Some((day.agents[index], rates))
    });
    each.collect()
}

/// A formula per interval, averaged over the contacts.
fn by_interval(intervals: &[(f64, Rates)], formula: impl Fn(f64, &Rates) -> (f64, f64)) -> Met {
    let mut sum = Met::default();
    let mut came = 0.0;
    for (agents, rates) in intervals.iter().filter(|(_, rates)| rates.arrival() > 0.0) {
        let (wait, abandoned) = formula(*agents, rates);
        came += rates.arrival();
        sum.wait_s += rates.arrival() * wait;
        sum.abandoned += rates.arrival() * abandoned;
    }
    Met {
        wait_s: sum.wait_s / came,
        abandoned: sum.abandoned / came,
    }
}

/// The exact chain. Agents stay to the end of their last contact in the count, so that those who
/// leave hand theirs back: finishing it too would count that time twice.
fn exact(day: &Day, intervals: &[(f64, Rates)]) -> Option<Met> {
    let step = day.grid.step_seconds();
    let agents: Vec<f64> = intervals.iter().map(|(agents, _)| *agents).collect();
    let parts = intervals
        .iter()
        .enumerate()
        .flat_map(|(index, (_, rates))| {
            let parts = parts(&agents, index).into_iter();
            parts.map(|(share, agents)| Interval::new(share * step, *rates, agents))
        });
    let chain = queueing::Day::new(parts.collect(), Leaving::Preemptive).ok()?;
    let wait = queueing::day_wait(&chain);
    Some(Met {
        wait_s: wait.e_wait_offered,
        abandoned: wait.p_abandon,
    })
}

/// Of 6.4 agents six are there throughout and one for 0.4 of the interval: at its start where at
/// least as many are there before it as after it, else, and in the day's last interval, at its end.
pub(super) fn parts(agents: &[f64], index: usize) -> Vec<(f64, u32)> {
    let there = |index: usize| agents.get(index).copied().unwrap_or(f64::INFINITY);
    let whole = agents[index].floor();
    let share = agents[index] - whole;
    let whole = whole as u32;
    let before = index.checked_sub(1).map_or(0.0, there);
    match share {
        // A millisecond of an interval is nobody.
        share if share < 1e-6 => vec![(1.0, whole)],
        share if before >= there(index + 1) => vec![(share, whole + 1), (1.0 - share, whole)],
        share => vec![(1.0 - share, whole), (share, whole + 1)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_keep_the_mean_number_of_agents() {
        let agents = [0.6, 3.0, 6.4, 6.4, 5.25, 0.75];
        for (index, mean) in agents.iter().enumerate() {
            let parts = parts(&agents, index);
            let length: f64 = parts.iter().map(|(share, _)| share).sum();
            let time: f64 = parts
                .iter()
                .map(|(share, there)| share * f64::from(*there))
                .sum();
            assert!(
                (length - 1.0).abs() < 1e-12 && (time - mean).abs() < 1e-12,
                "{parts:?}"
            );
        }
        assert_eq!(parts(&agents, 5)[1].1, 1, "somebody is there at the end");
    }
}
