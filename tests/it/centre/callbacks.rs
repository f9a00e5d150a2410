//! Callers who leave their number.

use super::*;
use bezet::simulate::{Callback, Ending, Figures, log};

fn offered(arrival: f64, callback: Callback) -> Centre {
    let mut centre = balanced(arrival, 1, exponential(1.0), ENDLESS);
    centre.queues[0].callback = Some(callback);
    centre
}

fn found(callback: Callback) -> Figures {
    second(&offered(0.8, callback), 100)
}

/// All who would wait accept: nobody waits in line, callbacks are made in order of arrival, and
/// the delay is the wait of M/M/1: `1 / (mu - lambda)` for the share `rho` that has one, on time
/// within t with chance `1 - e^{-(mu - lambda) t}`.
#[test]
fn all_accept() {
    let found = found(Callback {
        wait_above: 0.0,
        accepts: 1.0,
        within: 3.0,
    });
    assert_close(found.called_back, 0.8, 0.02);
    assert_close(found.callback_delay, 5.0, 0.05);
    assert_close(found.callback_on_time, 1.0 - (-0.6_f64).exp(), 0.04);
    assert_eq!((found.wait.mean, found.unanswered.mean), (0.0, 0.0));
}

/// Half accept, and are called when nobody waits: work is conserved, so that the mean over both
/// kinds is the wait of M/M/1; those who stay wait less than that, and callbacks longer.
#[test]
fn callbacks_give_way() {
    let found = found(Callback {
        wait_above: 0.0,
        accepts: 0.5,
        within: f64::INFINITY,
    });
    let back = found.called_back.mean;
    let mean = found.wait.mean * (1.0 - back) + found.callback_delay.mean * back;
    // Both ends have an error of some 1 %.
    assert!((mean / 4.0 - 1.0).abs() < 0.05, "{mean}");
    assert!(found.wait.high < 2.0, "{:?}", found.wait);
    assert!(found.callback_delay.low > 6.0, "{:?}", found.callback_delay);
    assert_eq!(found.callback_on_time.mean, 1.0);
}

/// A callback that is due takes its place by the moment at which it called: due at once is first
/// come first served, and every contact starts as if nobody had left a number.
#[test]
fn a_callback_that_is_due_at_once_keeps_its_place() {
    let callback = Callback {
        wait_above: 0.0,
        accepts: 0.5,
        within: 0.0,
    };
    let with = log(&offered(0.8, callback), 1, 9).unwrap();
    let without = log(&balanced(0.8, 1, exponential(1.0), ENDLESS), 1, 9).unwrap();
    assert!(with.iter().any(|one| one.ending == Ending::CalledBack));
    for (one, other) in with.iter().zip(&without) {
        assert_eq!((one.arrival, one.wait), (other.arrival, other.wait));
    }
}

/// It is not offered below the predicted wait: `(q + 1) / mu` above 3.5 is q of 3 or more.
#[test]
fn a_short_queue_offers_none() {
    let callback = Callback {
        wait_above: 3.5,
        accepts: 1.0,
        within: f64::INFINITY,
    };
    let contacts = log(&offered(0.95, callback), 1, 10).unwrap();
    for (index, one) in contacts.iter().enumerate() {
        let waits = |other: &&bezet::simulate::ContactRecord| {
            other.ending == Ending::Answered && other.arrival + other.wait > one.arrival
        };
        let queue = contacts[..index].iter().filter(waits).count();
        match one.ending {
            Ending::CalledBack => assert_eq!(queue, 3),
            _ => assert!(queue <= 3),
        }
    }
}

/// Without anybody nobody is called back, and that is said.
#[test]
fn a_promise_that_nobody_keeps() {
    let callback = Callback {
        wait_above: 0.0,
        accepts: 1.0,
        within: 60.0,
    };
    let mut centre = offered(0.8, callback);
    centre.crews.clear();
    let found = second(&centre, 3);
    assert_eq!((found.unanswered.mean, found.called_back.mean), (1.0, 0.0));
}
