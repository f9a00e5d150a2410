//! The requirement: the fewest agents per interval that meet the targets.

use super::rates::{contacts_place, rates};
use crate::calendar::Series;
use crate::error::{Problem, Problems, Result};
use crate::queueing::{Rates, Steady, erlang_a, erlang_c, fewest};
use crate::units::{Agents, Contacts, Seconds, Share};

/// The formula that says what callers meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// Nobody hangs up; needs more agents than the load.
    ErlangC,
    /// Callers hang up when their patience ends.
    ErlangA,
}

/// What is asked of every interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Target {
    /// At least this share of the offered contacts is answered in time.
    ServiceLevel {
        /// The share, above 0 and below 1.
        share: Share,
        /// The threshold on the wait.
        answer_within: Seconds,
    },
    /// The average wait (ASA), of those who hang up too, is at most this.
    AverageWait(Seconds),
    /// Agents are busy at most this share of their time.
    MaxOccupancy(Share),
}

/// The fewest agents per interval that meet all targets.
///
/// Zero where it is closed or no contacts are expected, at least one elsewhere: with nobody there,
/// Erlang A would let all callers hang up and call a short patience a short wait. Without
/// `patience` nobody hangs up, and Erlang A is Erlang C.
///
/// # Errors
/// When the grids differ; `C180` or `C181` for a target that nothing meets, `C182` for a patience
/// that is not above 0, `H180` and `H181` for contacts and handle times that are no such thing;
/// `C183` where 16 million agents do not do.
///
/// # Example
/// ```
/// use bezet::calendar::{Grid, Series};
/// use bezet::staffing::{Formula, Target, require};
/// use bezet::units::{Agents, Contacts, Seconds, Share};
/// // 100 calls of 3 minutes in half an hour, 80 % within 20 seconds: 14 (readme of pyworkforce)
/// let day = chrono::NaiveDate::from_ymd_opt(2021, 4, 12).expect("a date");
/// let grid = Grid::days(chrono_tz::Europe::Amsterdam, day, 1, 30);
/// let target = Target::ServiceLevel { share: Share(0.8), answer_within: Seconds(20.0) };
/// let required = require(
///     &Series::filled(grid, Contacts(100.0)),
///     &Series::filled(grid, Seconds(180.0)),
///     &Series::from_fn(grid, |interval| interval >= 17),
///     None,
///     Formula::ErlangC,
///     &[target],
/// )?;
/// assert_eq!(required.values[16..18], [Agents(0.0), Agents(14.0)]);
/// # Ok::<(), bezet::error::Error>(())
/// ```
pub fn require(
    contacts: &Series<Contacts>,
    handle_time: &Series<Seconds>,
    open: &Series<bool>,
    patience: Option<Seconds>,
    formula: Formula,
    targets: &[Target],
) -> Result<Series<Agents>> {
    check_targets(targets)?;
    let rates = rates(contacts, handle_time, open, patience)?;
    let mut problems = Problems::new();
    let agents = rates.iter().enumerate().map(|(interval, rates)| {
        let Some(rates) = rates else {
            return Agents::ZERO;
        };
        let found = agents_for(rates, formula, targets);
        if found.is_none() {
            problems.push(c183_out_of_reach(open, interval, rates));
        }
        Agents(f64::from(found.unwrap_or(0)))
    });
    let values = agents.collect();
    problems.or_ok(Series {
        grid: contacts.grid,
        values,
    })
}

/// The fewest agents for one interval.
fn agents_for(rates: &Rates, formula: Formula, targets: &[Target]) -> Option<u32> {
    let load = rates.load();
    // Square-root staffing: about right for every usual target.
    let guess = (load + load.sqrt()).ceil() as u32;
    fewest(guess, |agents| {
        let steady = match formula {
            Formula::ErlangC => erlang_c(f64::from(agents), rates),
            Formula::ErlangA => erlang_a(f64::from(agents), rates),
        };
        agents > 0 && targets.iter().all(|target| target.met_by(&steady))
    })
}

impl Target {
    fn met_by(&self, steady: &Steady) -> bool {
        match self {
            Self::ServiceLevel {
                share,
                answer_within,
            } => steady.served_within(answer_within.0) >= share.0,
            Self::AverageWait(longest) => steady.e_wait <= longest.0,
            Self::MaxOccupancy(share) => steady.occupancy <= share.0,
        }
    }
}

fn check_targets(targets: &[Target]) -> Result<()> {
    let mut problems = Problems::new();
    for target in targets {
        match target {
            Target::ServiceLevel {
                share,
                answer_within,
            } => {
                check_c180_share_is_possible("service level", *share, share.0 < 1.0, &mut problems);
                check_c181_time_is_possible("answer within", *answer_within, 0.0, &mut problems);
            }
            Target::AverageWait(wait) => {
                check_c181_time_is_possible(
                    "average wait",
                    *wait,
                    f64::MIN_POSITIVE,
                    &mut problems,
                );
            }
            Target::MaxOccupancy(share) => {
                check_c180_share_is_possible("occupancy", *share, share.0 <= 1.0, &mut problems);
            }
        }
    }
    problems.or_ok(())
}

fn check_c180_share_is_possible(name: &str, share: Share, small: bool, problems: &mut Problems) {
    if share.0 > 0.0 && small {
        return;
    }
    let what = format!("no number of agents gives a {name} of `{}`", share.0);
    let hint = "give a share above 0 and below 1, such as 0.8";
    problems.push(Problem::new("C180", format!("target: {name}"), what).hint(hint));
}

fn check_c181_time_is_possible(name: &str, time: Seconds, least: f64, problems: &mut Problems) {
    if time.0.is_finite() && time.0 >= least {
        return;
    }
    let what = format!("no number of agents gives a wait of `{}` seconds", time.0);
    problems
        .push(Problem::new("C181", format!("target: {name}"), what).hint("give seconds above 0"));
}

fn c183_out_of_reach(open: &Series<bool>, interval: usize, rates: &Rates) -> Problem {
    let place = contacts_place(open, interval);
    let what = format!(
        "a load of `{:.1}` erlangs is beyond any staffing",
        rates.load()
    );
    Problem::new("C183", place, what).hint("check the volume, the handle time and the target")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Grid;

    fn day() -> Grid {
        let date = chrono::NaiveDate::from_ymd_opt(2021, 4, 12).unwrap();
        Grid::days(chrono_tz::Europe::Amsterdam, date, 1, 15)
    }

    fn required(contacts: f64, patience: Option<f64>, formula: Formula, targets: &[Target]) -> f64 {
        let found = require(
            &Series::filled(day(), Contacts(contacts)),
            &Series::filled(day(), Seconds(330.0)),
            &Series::filled(day(), true),
            patience.map(Seconds),
            formula,
            targets,
        );
        found.unwrap().values[0].0
    }

    #[test]
    fn the_tightest_target_decides() {
        let level = Target::ServiceLevel {
            share: Share(0.8),
            answer_within: Seconds(60.0),
        };
        let targets = [
            level,
            Target::AverageWait(Seconds(5.0)),
            Target::MaxOccupancy(Share(0.9)),
        ];
        let each = targets.map(|target| required(18.0, Some(600.0), Formula::ErlangA, &[target]));
        let all = required(18.0, Some(600.0), Formula::ErlangA, &targets);
        assert_eq!(all, each.into_iter().fold(0.0, f64::max));
        assert!(each[1] > each[0]);
    }

    #[test]
    fn the_answer_meets_and_one_less_does_not() {
        for contacts in [0.2, 3.0, 18.0, 75.0, 900.0, 40_000.0] {
            for (formula, patience) in [(Formula::ErlangC, None), (Formula::ErlangA, Some(480.0))] {
                let target = Target::AverageWait(Seconds(20.0));
                let found = required(contacts, patience, formula, &[target]);
                let theta = patience.map_or(0.0, f64::recip);
                let rates = Rates::new(contacts / 900.0, 330.0_f64.recip(), theta).unwrap();
                assert!(erlang_a(found, &rates).e_wait <= 20.0);
                assert!(found == 1.0 || erlang_a(found - 1.0, &rates).e_wait > 20.0);
            }
        }
    }

    #[test]
    fn somebody_is_always_there() {
        // Patience of 10 seconds: with nobody there the average wait would be 10 seconds.
        let target = Target::AverageWait(Seconds(60.0));
        assert_eq!(required(18.0, Some(10.0), Formula::ErlangA, &[target]), 1.0);
    }

    #[test]
    fn every_impossible_input_is_named() {
        let targets = [
            Target::MaxOccupancy(Share(1.2)),
            Target::AverageWait(Seconds(0.0)),
        ];
        let text = check_targets(&targets).unwrap_err().to_string();
        assert!(text.contains("C180") && text.contains("`1.2`") && text.contains("C181"));
        let mut contacts = Series::filled(day(), Contacts(1.0));
        contacts.values[34] = Contacts(-2.0);
        contacts.values[35] = Contacts(f64::NAN);
        let open = Series::filled(day(), true);
        let handle_time = Series::filled(day(), Seconds(330.0));
        let patience = Some(Seconds(-1.0));
        let error = rates(&contacts, &handle_time, &open, patience)
            .unwrap_err()
            .to_string();
        for part in ["2021-04-12 08:30", "`-2`", "2021-04-12 08:45", "C182"] {
            assert!(error.contains(part), "{error}");
        }
    }
}
