//! Queues whose wait is a formula, none of them taken from the room `queueing`.

use super::*;
use bezet::simulate::Rules;

/// M/M/1: `rho / (mu - lambda)`; answered within t: `1 - rho e^{-(mu - lambda) t}`.
#[test]
fn one_agent_with_exponential_handle_times() {
    let centre = balanced(0.8, 1, exponential(1.0), ENDLESS);
    let trials = Trials {
        thresholds: vec![2.0],
        ..trials(100)
    };
    let outcome = imitate(&centre, &trials).unwrap();
    let found = &outcome.queues[0].intervals[1];
    assert_close(found.wait, 4.0, 0.05);
    assert_close(found.within[0], 1.0 - 0.8 * (-0.4_f64).exp(), 0.02);
    // Busy for the work that comes, but for what the empty start leaves to the evening.
    assert_close(outcome.crews[0].occupancy, 0.8, 0.02);
}

/// M/G/1 (Pollaczek and Khinchine): `rho / (1 - rho) (1 + cv^2) / 2` mean handle times.
#[test]
fn one_agent_with_any_handle_time() {
    let laws = [
        (Law::Lognormal { mean: 1.0, cv: 1.3 }, 1.69),
        (
            Law::Erlang {
                mean: 1.0,
                phases: 3,
            },
            1.0 / 3.0,
        ),
        (Law::Fixed { mean: 1.0 }, 0.0),
        // Half of them 0.5, half of them 1.5.
        (Law::Recorded([0.5, 1.5].into()), 0.25),
        // Γ(1 + 2/k) = Γ(2) = 1 and Γ(1.5) = sqrt(pi) / 2.
        (
            Law::Weibull {
                mean: 1.0,
                shape: 2.0,
            },
            4.0 / std::f64::consts::PI - 1.0,
        ),
    ];
    for (law, square) in laws {
        let centre = balanced(0.7, 1, law, ENDLESS);
        let exact = 0.7 / 0.3 * (1.0 + square) / 2.0;
        assert_close(second(&centre, 100).wait, exact, 0.08);
    }
}

/// Wait and share of abandonment of M/M/c+M, by summing the birth-and-death chain.
fn chain(arrival: f64, patience: f64, agents: u32) -> (f64, f64) {
    let (mut chance, mut all, mut queue) = (1.0, 1.0, 0.0);
    for present in 1..2000 {
        let busy = f64::from(present.min(agents));
        let waiting = f64::from(present.saturating_sub(agents));
        chance *= arrival / (busy + waiting / patience);
        all += chance;
        queue += chance * waiting;
    }
    let wait = queue / all / arrival;
    (wait, wait / patience)
}

#[test]
fn several_agents_and_callers_who_hang_up() {
    for (arrival, agents, patience) in [(9.5, 10, 3.6), (12.0, 10, 2.0), (1.5, 1, 0.5)] {
        let found = second(
            &balanced(arrival, agents, exponential(1.0), exponential(patience)),
            40,
        );
        let (wait, abandoned) = chain(arrival, patience, agents);
        assert_close(found.wait, wait, 0.03);
        assert_close(found.abandoned, abandoned, 0.03);
        assert_close(found.answered, 1.0 - abandoned, 0.03);
    }
}

/// M/M/1+D: the work ahead of a caller has density `P0 lambda e^{-(mu - lambda) x}` up to the
/// patience `d`, and falls as `e^{-mu x}` beyond it (Baccelli and Hebuterne 1981).
fn impatient_at(arrival: f64, d: f64) -> f64 {
    let at = (-(1.0 - arrival) * d).exp();
    let below = arrival * (1.0 - at) / (1.0 - arrival);
    let beyond = arrival * at;
    beyond / (1.0 + below + beyond)
}

/// A patience that all share, and a time-out of callers without end of patience, are the same.
#[test]
fn one_agent_and_callers_who_leave_at_a_fixed_time() {
    let exact = impatient_at(0.9, 3.0);
    let found = second(
        &balanced(0.9, 1, exponential(1.0), Law::Fixed { mean: 3.0 }),
        100,
    );
    assert_close(found.abandoned, exact, 0.05);
    let mut timed = balanced(0.9, 1, exponential(1.0), ENDLESS);
    let timeout = Some(3.0);
    timed.queues[0].rules = vec![
        Rules {
            timeout,
            ..Rules::default()
        };
        2
    ];
    let found = second(&timed, 100);
    assert_close(found.timed_out, exact, 0.05);
    assert_eq!(found.abandoned.mean, 0.0);
}

/// M/G/c/c: nobody waits, and the share refused is Erlang's for every law of the handle time.
#[test]
fn a_queue_without_places_refuses_erlangs_share() {
    let (load, agents) = (7.0, 8);
    let blocked = (1..=agents).fold(1.0, |b, c| load * b / (f64::from(c) + load * b));
    for law in [
        exponential(1.0),
        Law::Lognormal { mean: 1.0, cv: 1.5 },
        Law::Fixed { mean: 1.0 },
    ] {
        let mut centre = balanced(load, agents, law, ENDLESS);
        let queue_cap = Some(0);
        centre.queues[0].rules = vec![
            Rules {
                queue_cap,
                ..Rules::default()
            };
            2
        ];
        let found = second(&centre, 40);
        assert_close(found.outside, blocked, 0.02);
        assert_eq!(found.wait.mean, 0.0);
    }
}

/// Two classes at one agent (Cobham 1954): `W1 = R / (1 - rho1)`, `W2 = W1 / (1 - rho)`, with
/// the rest of the contact at hand `R = sum lambda E[S^2] / 2`.
#[test]
fn the_first_priority_waits_less() {
    const LENGTH: f64 = 20_000.0;
    let of = |arrival: f64, law: Law| Queue::new("q", vec![arrival * LENGTH; 2], law, ENDLESS);
    let (urgent, other) = (of(0.3, exponential(1.0)), of(0.4, Law::Fixed { mean: 1.0 }));
    let rest = (0.3 * 2.0 + 0.4 * 1.0) / 2.0;
    let exact = (rest / 0.7, rest / 0.7 / 0.3);
    let present = Present::Counts(vec![1, 1]);
    // By the priorities of the queues, and by the ranks of the agent's skills.
    let mut by_priority = centre(LENGTH, vec![urgent, other], vec![crew(2, present)]);
    let mut by_rank = by_priority.clone();
    by_priority.queues[1].priority = 1;
    by_rank.crews[0].skills[1].rank = 1;
    let outcomes = [by_priority, by_rank].map(|one| imitate(&one, &trials(100)).unwrap());
    for outcome in &outcomes {
        assert_close(outcome.queues[0].intervals[1].wait, exact.0, 0.03);
        assert_close(outcome.queues[1].intervals[1].wait, exact.1, 0.05);
    }
    let waits = outcomes.map(|outcome| outcome.queues[1].day.queue_time.mean);
    assert_eq!(waits[0], waits[1]);
}

/// Two queues that are alike to the agents are one.
#[test]
fn equal_queues_share_one_line() {
    const LENGTH: f64 = 20_000.0;
    let of = |arrival: f64| Queue::new("q", vec![arrival * LENGTH; 2], exponential(1.0), ENDLESS);
    let both = centre(
        LENGTH,
        vec![of(0.5), of(0.3)],
        vec![crew(2, Present::Counts(vec![1, 1]))],
    );
    let outcome = imitate(&both, &trials(100)).unwrap();
    for queue in &outcome.queues {
        assert_close(queue.intervals[1].wait, 4.0, 0.05);
    }
}

/// A share that goes outside leaves a stream that is thinner by it.
#[test]
fn a_share_goes_outside() {
    let mut centre = balanced(1.0, 1, exponential(1.0), ENDLESS);
    centre.queues[0].rules = vec![
        Rules {
            share: 0.25,
            ..Rules::default()
        };
        2
    ];
    let found = second(&centre, 60);
    assert_close(found.outside, 0.25, 0.02);
    assert_close(found.wait, 3.0, 0.05);
}

/// `(q + 1) / (c mu) > tau` with c = 4 and mu = 1 is q of at least 7 for tau = 1.9: a rule of
/// another name, the same to every contact.
#[test]
fn a_predicted_wait_is_a_length_of_queue() {
    let mut centre = balanced(4.4, 4, exponential(1.0), exponential(5.0));
    let mut with = |rules: Rules| {
        centre.queues[0].rules = vec![rules; 2];
        serde_json::to_string(&imitate(&centre, &trials(10)).unwrap()).unwrap()
    };
    let by_wait = with(Rules {
        wait_above: Some(1.9),
        ..Rules::default()
    });
    let by_length = with(Rules {
        queue_cap: Some(7),
        ..Rules::default()
    });
    assert_eq!(by_wait, by_length);
    assert_ne!(
        by_length,
        with(Rules {
            queue_cap: Some(8),
            ..Rules::default()
        })
    );
}
