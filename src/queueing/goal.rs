//! What is asked of a queue, and the fewest agents that give it.

use super::fewest;
use super::model::Model;
use super::steady::{Rates, Steady};

/// A definition of the service level; see [`ServiceLevels`](super::ServiceLevels).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Of all offered.
    Offered,
    /// Of those answered.
    Served,
    /// Of callers who never hang up.
    Patient,
    /// Answered or hung up in time, of all offered.
    Good,
    /// Of those who did not hang up in time.
    AbandonedExcluded,
}

/// What is asked of a queue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Goal {
    /// At least `share` within `threshold`.
    ServiceLevel {
        /// The share, above 0 and below 1.
        share: f64,
        /// The threshold on the wait.
        threshold: f64,
        /// Of whom.
        of: Level,
    },
    /// Answered contacts wait at most this on average (average speed of answer).
    AverageAnswer(f64),
    /// Accepted contacts, those who hang up included, wait at most this on average.
    AverageWait(f64),
    /// At most this share of the offered contacts hangs up.
    Abandonment(f64),
    /// At most this share of the offered contacts finds no room.
    Blocking(f64),
    /// Agents are busy at most this share of their time.
    Occupancy(f64),
}

impl Goal {
    /// Does the queue give what is asked?
    ///
    /// ```
    /// use bezet::queueing::{Goal, Rates, erlang_c};
    /// let steady = erlang_c(1.0, &Rates::new(0.8, 1.0, 0.0).expect("rates"));
    /// assert!(Goal::Occupancy(0.8).met_by(&steady) && !Goal::AverageAnswer(3.9).met_by(&steady));
    /// ```
    pub fn met_by(&self, steady: &Steady) -> bool {
        match *self {
            Self::ServiceLevel {
                share,
                threshold,
                of: Level::Offered,
            } => steady.served_within(threshold) >= share,
            Self::ServiceLevel {
                share,
                threshold,
                of,
            } => {
                let levels = steady.service_levels(threshold);
                let level = match of {
                    Level::Offered => levels.offered,
                    Level::Served => levels.served,
                    Level::Patient => levels.patient,
                    Level::Good => levels.good,
                    Level::AbandonedExcluded => levels.abandoned_excluded,
                };
                level >= share
            }
            Self::AverageAnswer(longest) => steady.e_wait_served <= longest,
            Self::AverageWait(longest) => steady.e_wait <= longest,
            Self::Abandonment(share) => steady.p_abandon <= share,
            Self::Blocking(share) => steady.p_block <= share,
            Self::Occupancy(share) => steady.occupancy <= share,
        }
    }

    /// About the answer, at a load of `a` erlangs.
    fn guess(&self, a: f64) -> f64 {
        match *self {
            Self::Occupancy(share) => a / share.max(1e-9),
            Self::Abandonment(share) | Self::Blocking(share) => {
                (a * (1.0 - share)).max(a - 2.0 * a.sqrt())
                    + (1.0 - 4.0 * share).max(0.0) * a.sqrt()
            }
            _ => a + a.sqrt(),
        }
    }
}

/// The fewest agents, one at least, with which the queue reaches the goal; `None` if no number does.
///
/// At most seven evaluations for a centre of ordinary size, two dozen for a million erlangs
/// ([`fewest()`]). In a room there are at most as many agents as it holds.
///
/// # Example
/// ```
/// use bezet::queueing::{Goal, Level, Model, Rates, fewest_agents};
/// // 100 calls of 3 minutes in half an hour, 80 % within 20 seconds: 14 (readme of pyworkforce)
/// let rates = Rates::new(100.0 / 1800.0, 1.0 / 180.0, 0.0).expect("rates");
/// let goal = Goal::ServiceLevel { share: 0.8, threshold: 20.0, of: Level::Offered };
/// assert_eq!(fewest_agents(&goal, &Model::ErlangC, &rates), Some(14));
/// ```
pub fn fewest_agents(goal: &Goal, model: &Model, rates: &Rates) -> Option<u32> {
    counted(goal, model, rates).0
}

/// The same, with the number of evaluations.
fn counted(goal: &Goal, model: &Model, rates: &Rates) -> (Option<u32>, u32) {
    let most = match model {
        Model::Room(room) => *room,
        Model::Redial { room, .. } => room.unwrap_or(u32::MAX),
        _ => u32::MAX,
    };
    let guess = match (goal, model) {
        // Nobody is ever refused.
        (Goal::Blocking(_), Model::ErlangC | Model::ErlangA) => 1,
        _ => (goal.guess(rates.load()).ceil().max(1.0) as u32).min(most),
    };
    let mut asked = 0;
    let found = fewest(guess, |agents| {
        if agents == 0 {
            return false;
        }
        // More than fit are taken to do, and refused below.
        if agents > most {
            return true;
        }
        asked += 1;
        let steady = model.steady(f64::from(agents), rates);
        steady.is_some_and(|steady| goal.met_by(&steady))
    });
    (found.filter(|agents| *agents <= most), asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn goals() -> Vec<Goal> {
        let level = |of| Goal::ServiceLevel {
            share: 0.8,
            threshold: 0.06,
            of,
        };
        vec![
            level(Level::Offered),
            level(Level::Served),
            level(Level::Patient),
            level(Level::Good),
            level(Level::AbandonedExcluded),
            Goal::AverageAnswer(0.06),
            Goal::AverageWait(0.06),
            Goal::Abandonment(0.03),
            Goal::Blocking(0.01),
            Goal::Occupancy(0.85),
        ]
    }

    #[test]
    fn the_answer_meets_and_one_less_does_not() {
        let redials = Model::Redial {
            share: 0.4,
            room: None,
        };
        for model in [Model::ErlangB, Model::ErlangA, Model::Room(40), redials] {
            for goal in goals() {
                for load in [0.3, 9.0, 21.5] {
                    let rates = Rates::new(load, 1.0, 0.4).unwrap();
                    let found = fewest_agents(&goal, &model, &rates).unwrap();
                    let met = |agents: u32| {
                        agents > 0 && goal.met_by(&model.steady(f64::from(agents), &rates).unwrap())
                    };
                    assert!(met(found) && !met(found - 1), "{model:?} {goal:?} {load}");
                    // One by one from below finds no smaller number.
                    assert!(!(1..found).any(met), "{model:?} {goal:?} {load}");
                }
            }
        }
    }

    #[test]
    fn evaluations_are_few() {
        for (load, most) in [(9.0, 7), (900.0, 12), (1e6, 24)] {
            for goal in goals() {
                let rates = Rates::new(load, 1.0, 0.4).unwrap();
                let (found, asked) = counted(&goal, &Model::ErlangA, &rates);
                assert!(found.is_some() && asked <= most, "{goal:?} {load}: {asked}");
            }
        }
    }

    #[test]
    fn a_full_room_is_no_answer() {
        let rates = Rates::new(30.0, 1.0, 0.4).unwrap();
        let goal = Goal::Blocking(1e-6);
        assert_eq!(fewest_agents(&goal, &Model::Room(20), &rates), None);
    }
}
