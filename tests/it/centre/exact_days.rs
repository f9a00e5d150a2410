//! Whole days against the exact transient chain, of which the imitation knows nothing.

use super::*;
use bezet::queueing::{Day, Interval, Leaving as Discipline, Rates, interval_waits, timeout_waits};
use bezet::simulate::{QueueOutcome, Rules};

const THRESHOLDS: [f64; 3] = [20.0, 60.0, 300.0];

/// A day with a lunch at half strength and an evening without arrivals: contacts and agents per
/// quarter of an hour.
const PARTS: [(f64, u32); 12] = [
    (12.0, 5),
    (20.0, 8),
    (27.0, 10),
    (27.0, 10),
    (26.0, 10),
    (24.0, 5),
    (20.0, 5),
    (18.0, 9),
    (21.0, 8),
    (17.0, 6),
    (9.0, 3),
    (0.0, 2),
];

const QUARTER: f64 = 900.0;

fn exact(leaving: Discipline, cap: Option<u32>) -> Day {
    let intervals = PARTS.map(|(contacts, agents)| Interval {
        length: QUARTER,
        rates: Rates::new(contacts / QUARTER, 1.0 / 330.0, 1.0 / 1200.0).unwrap(),
        agents,
        waiting_places: cap,
    });
    Day::new(intervals.to_vec(), leaving).unwrap()
}

fn imitated(leaving: Leaving, rules: Rules) -> (QueueOutcome, Estimate) {
    let contacts = PARTS.map(|(contacts, _)| contacts).to_vec();
    let mut queue = Queue::new("day", contacts, exponential(330.0), exponential(1200.0));
    queue.rules = vec![rules; PARTS.len()];
    let agents = PARTS.map(|(_, agents)| agents).to_vec();
    let mut centre = centre(QUARTER, vec![queue], vec![crew(1, Present::Counts(agents))]);
    centre.leaving = leaving;
    let trials = Trials {
        thresholds: THRESHOLDS.to_vec(),
        ..trials(20_000)
    };
    let mut outcome = imitate(&centre, &trials).unwrap();
    (outcome.queues.remove(0), outcome.crews[0].overtime)
}

/// Figures beside exact ones; of some 70 comparisons none may be more than 4.5 standard errors
/// away, which happens by chance once in 2000 such tests, and the mean square must be about 1.
fn assert_all(pairs: &[(Estimate, f64)]) {
    let z: Vec<f64> = pairs
        .iter()
        .filter(|(found, _)| found.high > found.mean)
        .map(|(found, exact)| (found.mean - exact) / ((found.high - found.mean) / 1.96))
        .collect();
    let largest = z.iter().fold(0.0_f64, |most, z| most.max(z.abs()));
    let square = z.iter().map(|z| z * z).sum::<f64>() / z.len() as f64;
    assert!(largest < 4.5, "{largest}: {z:?}");
    assert!(z.len() > 50 && square < 2.0, "{square}: {z:?}");
}

#[test]
fn three_ways_of_leaving() {
    for (leaving, discipline) in [
        (Leaving::Exhaustive, Discipline::Exhaustive),
        (Leaving::Named, Discipline::Named),
        (Leaving::Preemptive, Discipline::Preemptive),
    ] {
        let (found, overtime) = imitated(leaving, Rules::default());
        let (day, waits) = interval_waits(&exact(discipline, None), &THRESHOLDS);
        let mut pairs = vec![
            (found.day.queue_time, day.queue_time),
            (found.day.wait, day.e_wait),
            (found.day.abandoned, day.p_abandon),
            (overtime, day.overtime),
        ];
        for (found, exact) in found.intervals.iter().zip(&waits).take(PARTS.len() - 1) {
            pairs.push((found.wait, exact.e_wait));
            pairs.push((found.wait_answered, exact.e_wait_served));
            pairs.push((found.abandoned, exact.p_abandon));
            pairs.push((found.answered, exact.p_served));
            let levels = found.within.iter().copied();
            pairs.extend(levels.zip(exact.served_within.iter().copied()));
        }
        assert_all(&pairs);
        // The three are told apart: this is no comparison of equals.
        assert!(found.day.wait.high - found.day.wait.mean < 0.02 * day.e_wait);
    }
}

#[test]
fn a_queue_with_few_places() {
    let rules = Rules {
        queue_cap: Some(4),
        ..Rules::default()
    };
    let (found, _) = imitated(Leaving::Exhaustive, rules);
    let (day, waits) = interval_waits(&exact(Discipline::Exhaustive, Some(4)), &THRESHOLDS);
    let mut pairs = vec![
        (found.day.wait, day.e_wait),
        (found.day.wait_offered, day.e_wait_offered),
        (found.day.outside, day.p_overflow),
    ];
    for (found, exact) in found.intervals.iter().zip(&waits).take(PARTS.len() - 1) {
        pairs.push((found.wait, exact.e_wait));
        pairs.push((found.outside, exact.p_overflow));
        pairs.push((found.answered, exact.p_served));
        let levels = found.within.iter().copied();
        pairs.extend(levels.zip(exact.served_within.iter().copied()));
    }
    assert_all(&pairs);
}

/// The exact figures of a time-out come from a lattice, right to some 1e-4 of themselves: much
/// less than the 4.5 standard errors allowed.
#[test]
fn a_time_out() {
    let rules = Rules {
        timeout: Some(120.0),
        ..Rules::default()
    };
    for (leaving, discipline) in [
        (Leaving::Exhaustive, Discipline::Exhaustive),
        (Leaving::Named, Discipline::Named),
    ] {
        let (found, _) = imitated(leaving, rules);
        let (day, waits) = timeout_waits(&exact(discipline, None), 120.0, &THRESHOLDS).unwrap();
        let mut pairs = vec![
            (found.day.wait, day.e_wait),
            (found.day.timed_out, day.p_transfer),
        ];
        for (found, exact) in found.intervals.iter().zip(&waits).take(PARTS.len() - 1) {
            pairs.push((found.wait, exact.e_wait));
            pairs.push((found.wait_answered, exact.e_wait_served));
            pairs.push((found.abandoned, exact.p_abandon));
            pairs.push((found.timed_out, exact.p_transfer));
            pairs.push((found.answered, exact.p_served));
        }
        assert_all(&pairs);
    }
}
