//! The imitation of a whole centre: against closed forms, exact days, and what must hold of every
//! contact.

mod agreement;
mod callbacks;
mod closed_forms;
mod conduct;
mod exact_days;
mod random;
mod refusals;

use bezet::law::Law;
use bezet::simulate::{Centre, Crew, Estimate, Leaving, Present, Queue, Skill, Trials, imitate};

/// Nobody hangs up.
const ENDLESS: Law = Law::Exponential {
    mean: f64::INFINITY,
};

fn exponential(mean: f64) -> Law {
    Law::Exponential { mean }
}

/// Agents who take all these queues alike.
fn crew(queues: usize, present: Present) -> Crew {
    let skill = |queue| Skill { queue, rank: 0 };
    Crew {
        skills: (0..queues).map(skill).collect(),
        present,
    }
}

/// A centre in which nobody is special.
fn centre(interval: f64, queues: Vec<Queue>, crews: Vec<Crew>) -> Centre {
    Centre {
        interval,
        queues,
        crews,
        leaving: Leaving::Exhaustive,
        busyness: f64::INFINITY,
    }
}

fn trials(replications: u32) -> Trials {
    Trials {
        replications,
        seed: 20_261_125,
        thresholds: vec![],
    }
}

/// Two long intervals of one queue with a number of agents: the second is in balance.
///
/// Times are in handle times of mean 1; an interval of 20,000 of them forgets its empty start.
fn balanced(arrival: f64, agents: u32, handle_law: Law, patience_law: Law) -> Centre {
    const LENGTH: f64 = 20_000.0;
    let queue = Queue::new("one", vec![arrival * LENGTH; 2], handle_law, patience_law);
    centre(
        LENGTH,
        vec![queue],
        vec![crew(1, Present::Counts(vec![agents; 2]))],
    )
}

/// Is a value within four standard errors of an estimate whose error is small enough to tell?
///
/// One run in some 16,000 would fail by chance; the seed is fixed.
fn assert_close(found: Estimate, exact: f64, telling: f64) {
    let error = (found.high - found.mean) / 1.98;
    assert!(
        (found.mean - exact).abs() <= 4.0 * error + 1e-9,
        "{found:?} against {exact}"
    );
    assert!(
        4.0 * error <= telling * exact.abs().max(1e-3),
        "too few replications to tell: {found:?} against {exact}"
    );
}

/// What the contacts of the second of two intervals meet.
fn second(centre: &Centre, replications: u32) -> bezet::simulate::Figures {
    let mut outcome = imitate(centre, &trials(replications)).unwrap();
    outcome.queues.remove(0).intervals.remove(1)
}
