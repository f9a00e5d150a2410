//! The exact day against the plainest integration of its equations, against itself by brute
//! force, and against limits that are known.

use bezet::queueing::{
    Busyness, Day, Interval, IntervalWait, Leaving, Overflow, Rates, When, busy_day_wait,
    chance_of_wait, day_wait, erlang_a, erlang_b, interval_waits, slopes, timeout_waits,
    wait_quantile,
};
use proptest::prelude::*;

const KINDS: [Leaving; 3] = [Leaving::Exhaustive, Leaving::Named, Leaving::Preemptive];

fn interval(length: f64, arrival: f64, abandonment: f64, agents: u32) -> Interval {
    Interval::new(
        length,
        Rates::new(arrival, 1.0, abandonment).unwrap(),
        agents,
    )
}

/// A short day, times in handle times: a peak, a lunch at half strength, a late end.
fn short_day(leaving: Leaving, places: Option<u32>) -> Day {
    let parts = [(2.0, 3), (6.5, 5), (5.0, 2), (4.0, 2), (5.5, 6), (0.0, 3)];
    let intervals = parts.map(|(arrival, agents)| Interval {
        overflow: places.map(Overflow::waiting_places),
        ..interval(1.7, arrival, 0.2, agents)
    });
    Day::new(intervals.to_vec(), leaving).unwrap()
}

fn close(left: f64, right: f64, relative: f64) -> bool {
    (left - right).abs() <= relative * left.abs().max(right.abs())
}

/// The chances of a day by Runge and Kutta's rule with small steps: mean queue by interval, the
/// queue at its end, and the share that goes outside; agents who leave finish their contact.
fn plain(day: &Day, leaving: Leaving) -> Vec<(f64, f64, f64)> {
    const STATES: usize = 120;
    let mut chances = vec![0.0; STATES];
    chances[0] = 1.0;
    let mut agents = day.intervals()[0].agents as usize;
    let mut found = Vec::new();
    for interval in day.intervals() {
        chances = left(&chances, agents, interval.agents as usize, leaving);
        agents = interval.agents as usize;
        let waiting = |rule: Overflow| rule.waiting(interval.agents, 1.0).unwrap();
        let full = interval.overflow.map_or(STATES, |rule| match rule.when {
            When::Always => 0,
            _ => agents + waiting(rule),
        });
        let share = interval.overflow.map_or(0.0, |rule| rule.share);
        let admitted = |m: usize| if m < full { 1.0 } else { 1.0 - share };
        let arrival = interval.rates.arrival();
        let derivative = |now: &[f64]| -> Vec<f64> {
            let mut change = vec![0.0; STATES];
            for (m, chance) in now.iter().enumerate() {
                let up = if m + 1 < STATES {
                    arrival * admitted(m)
                } else {
                    0.0
                };
                let down = m.min(agents) as f64 + 0.2 * m.saturating_sub(agents) as f64;
                change[m] -= (up + down) * chance;
                if up > 0.0 {
                    change[m + 1] += up * chance;
                }
                if m > 0 {
                    change[m - 1] += down * chance;
                }
            }
            change
        };
        let queue = |now: &[f64]| -> f64 {
            let each = now.iter().enumerate();
            each.map(|(m, chance)| m.saturating_sub(agents) as f64 * chance)
                .sum()
        };
        let refused = |now: &[f64]| share * now.iter().skip(full).sum::<f64>();
        let (steps, mut waiting, mut outside) = (4000_u32, 0.0, 0.0);
        let dt = interval.length / f64::from(steps);
        for _ in 0..steps {
            let plus = |by: f64, slope: &[f64]| -> Vec<f64> {
                chances
                    .iter()
                    .zip(slope)
                    .map(|(chance, slope)| chance + by * slope)
                    .collect()
            };
            let k1 = derivative(&chances);
            let middle = plus(0.5 * dt, &k1);
            let k2 = derivative(&middle);
            let k3 = derivative(&plus(0.5 * dt, &k2));
            let end = plus(dt, &k3);
            let k4 = derivative(&end);
            let slope: Vec<f64> = (0..STATES)
                .map(|m| (k1[m] + 2.0 * k2[m] + 2.0 * k3[m] + k4[m]) / 6.0)
                .collect();
            let next = plus(dt, &slope);
            // Simpson's rule over the step.
            let simpson = |value: &dyn Fn(&[f64]) -> f64| {
                dt / 6.0 * (value(&chances) + 4.0 * value(&middle) + value(&next))
            };
            waiting += simpson(&queue);
            outside += simpson(&refused);
            chances = next;
        }
        found.push((
            waiting / interval.length,
            queue(&chances),
            outside / interval.length,
        ));
    }
    found
}

/// Chances after agents have left, told contact by contact.
fn left(before: &[f64], from: usize, to: usize, leaving: Leaving) -> Vec<f64> {
    if to >= from || leaving == Leaving::Preemptive {
        return before.to_vec();
    }
    let mut after = vec![0.0; before.len()];
    for (present, chance) in before.iter().enumerate() {
        // One leaver after the other; among those who are named each is as likely to be busy.
        let mut now = vec![(present, *chance)];
        for agents in ((to + 1)..=from).rev() {
            let mut next = Vec::new();
            for (present, chance) in now {
                let busy = present.min(agents) as f64 / agents as f64;
                match leaving {
                    Leaving::Named => {
                        next.push((present.saturating_sub(1), chance * busy));
                        next.push((present, chance * (1.0 - busy)));
                    }
                    _ if present >= agents => next.push((present - 1, chance)),
                    _ => next.push((present, chance)),
                }
            }
            now = next;
        }
        now.iter()
            .filter(|(_, chance)| *chance > 0.0)
            .for_each(|(m, chance)| after[*m] += chance);
    }
    after
}

#[test]
fn the_day_is_that_of_a_plain_integration() {
    for leaving in KINDS {
        for places in [None, Some(4)] {
            let day = short_day(leaving, places);
            let (_, waits) = interval_waits(&day, &[]);
            for (wait, (queue, end, outside)) in waits.iter().zip(plain(&day, leaving)) {
                // The plain integration keeps some 9 digits.
                assert!(
                    (wait.e_queue - queue).abs() < 2e-7,
                    "{leaving:?} {wait:?} {queue}"
                );
                assert!(
                    (wait.queue_end - end).abs() < 2e-7,
                    "{leaving:?} {wait:?} {end}"
                );
                assert!(
                    (wait.p_overflow - outside).abs() < 2e-7,
                    "{leaving:?} {wait:?}"
                );
            }
        }
    }
}

/// Every rule of overflow against the plain integration, by windows.
#[test]
fn contacts_go_outside_as_the_rule_says() {
    let rules = [
        Overflow::percentage(0.2),
        Overflow::predicted_wait(0.9),
        Overflow {
            when: When::Waiting(2),
            share: 0.6,
        },
    ];
    for rule in rules {
        let mut parts = short_day(Leaving::Exhaustive, None).intervals().to_vec();
        // Two windows, the peak and the end of the day.
        for index in [1, 2, 4] {
            parts[index].overflow = Some(rule);
        }
        let day = Day::new(parts, Leaving::Exhaustive).unwrap();
        let (whole, waits) = interval_waits(&day, &[]);
        let mut outside = 0.0;
        for ((wait, part), plain) in waits
            .iter()
            .zip(day.intervals())
            .zip(plain(&day, Leaving::Exhaustive))
        {
            // The plain integration is good to some 1e-7.
            assert!((wait.e_queue - plain.0).abs() < 2e-7, "{rule:?} {wait:?}");
            assert!(
                (wait.p_overflow - plain.2).abs() < 2e-7,
                "{rule:?} {wait:?}"
            );
            assert!((wait.p_accept + wait.p_overflow - 1.0).abs() < 1e-12);
            outside += part.rates.arrival() * part.length * plain.2;
        }
        assert!((whole.p_overflow - outside / whole.offered).abs() < 1e-7);
        // Slopes know the rule too: one agent more moves the threshold of a predicted wait.
        let found = slopes(&day);
        let mut parts = day.intervals().to_vec();
        parts[1].agents += 1;
        let more = day_wait(&Day::new(parts, Leaving::Exhaustive).unwrap()).queue_time;
        assert!(
            close(found.one_more[1], more - whole.queue_time, 1e-9),
            "{rule:?}"
        );
    }
    let mut parts = short_day(Leaving::Named, None).intervals().to_vec();
    parts[0].overflow = Some(Overflow::percentage(1.5));
    parts[2].overflow = Some(Overflow::predicted_wait(f64::NAN));
    let error = Day::new(parts, Leaving::Named).unwrap_err().to_string();
    for part in ["Q104", "`1.5`", "interval 3", "`NaN`"] {
        assert!(error.contains(part), "{error}");
    }
}

/// Days of unknown busyness against two thousand equally likely ones.
#[test]
fn busy_days_are_the_mean_of_all_days() {
    let day = short_day(Leaving::Exhaustive, Some(6));
    let busy = Busyness::new(25.0).unwrap();
    let busier = |factor: f64| {
        let mut parts = day.intervals().to_vec();
        for part in &mut parts {
            part.rates = part
                .rates
                .with_arrival(factor * part.rates.arrival())
                .unwrap();
        }
        day_wait(&Day::new(parts, Leaving::Exhaustive).unwrap())
    };
    let law = statrs::distribution::Gamma::new(25.0, 25.0).unwrap();
    let (mut queue_time, mut offered, mut kept) = (0.0, 0.0, 0.0);
    let (n, target) = (2000_u32, busier(1.1).e_wait_offered);
    for k in 0..n {
        use statrs::distribution::ContinuousCDF;
        let found = busier(law.inverse_cdf((f64::from(k) + 0.5) / f64::from(n)));
        queue_time += found.queue_time / f64::from(n);
        offered += found.offered / f64::from(n);
        kept += f64::from(u8::from(found.e_wait_offered <= target)) / f64::from(n);
    }
    let found = busy_day_wait(&day, busy);
    // The mean of 2,000 quantiles misses the ends of the law by some 1e-4.
    assert!(
        close(found.queue_time, queue_time, 3e-4),
        "{found:?} {queue_time}"
    );
    assert!(close(found.offered, offered, 1e-4));
    let chance = chance_of_wait(&day, busy, target);
    assert!(
        (chance - kept).abs() <= 1.0 / f64::from(n),
        "{chance} {kept}"
    );
    let certain = busy_day_wait(&day, Busyness::new(f64::INFINITY).unwrap());
    assert!(close(certain.queue_time, day_wait(&day).queue_time, 1e-12));
}

/// A quantile is the threshold of its own service level.
#[test]
fn quantiles_are_thresholds_turned_round() {
    let day = short_day(Leaving::Named, None);
    let (whole, by_interval) = wait_quantile(&day, 0.8);
    let longest = whole.unwrap();
    let (_, waits) = interval_waits(&day, &[longest]);
    let came = |part: &Interval| part.rates.arrival() * part.length;
    let sum = |value: fn(&IntervalWait) -> f64| -> f64 {
        let each = day.intervals().iter().zip(&waits);
        each.map(|(part, wait)| came(part) * value(wait)).sum()
    };
    let share = sum(|wait| wait.served_within[0]) / sum(|wait| wait.p_served);
    assert!((share - 0.8).abs() < 1e-8, "{share}");
    let (_, waits) = interval_waits(&day, &[by_interval[2].unwrap()]);
    assert!(close(
        waits[2].served_within[0],
        0.8 * waits[2].p_served,
        1e-8
    ));
    // Nine of ten wait longer than eight of ten; where most are answered at once, not at all.
    assert!(wait_quantile(&day, 0.9).0.unwrap() > longest);
    assert_eq!(wait_quantile(&day, 0.01).1[0], Some(0.0));
    let nobody = Day::new(vec![interval(1.0, 1.0, 1.0, 0)], Leaving::Named).unwrap();
    assert_eq!(wait_quantile(&nobody, 0.5), (None, vec![None]));
}

/// Waits by interval add up to the queue time, which is found without them.
#[test]
fn waits_of_the_intervals_add_up_to_the_day() {
    for leaving in [Leaving::Exhaustive, Leaving::Named] {
        for places in [None, Some(4)] {
            let day = short_day(leaving, places);
            let (whole, waits) = interval_waits(&day, &[0.5]);
            let came = |part: &Interval| part.rates.arrival() * part.length;
            let sum = |value: fn(&IntervalWait) -> f64| -> f64 {
                let each = day.intervals().iter().zip(&waits);
                each.map(|(part, wait)| came(part) * value(wait)).sum()
            };
            let total = sum(|wait| wait.p_accept * wait.e_wait);
            assert!(close(total, whole.queue_time, 1e-11), "{total} {whole:?}");
            let abandoned = sum(|wait| wait.p_abandon);
            assert!(close(abandoned, 0.2 * whole.queue_time, 1e-11));
            assert_eq!(whole.queue_time, day_wait(&day).queue_time);
        }
    }
}

/// Half an hour of sixty handle times at one level is as in balance, threshold by threshold.
#[test]
fn a_long_interval_is_in_balance() {
    for (arrival, agents, abandonment) in [(7.0, 8, 0.3), (12.0, 8, 0.5), (0.7, 1, 2.0)] {
        let parts = vec![interval(200.0, arrival, abandonment, agents); 3];
        let day = Day::new(parts, Leaving::Exhaustive).unwrap();
        let rates = Rates::new(arrival, 1.0, abandonment).unwrap();
        let steady = erlang_a(f64::from(agents), &rates);
        let (_, waits) = interval_waits(&day, &[0.0, 0.25, 3.0]);
        let middle = &waits[1];
        assert!(close(middle.e_wait, steady.e_wait, 1e-9), "{middle:?}");
        assert!(close(middle.e_wait_served, steady.e_wait_served, 1e-9));
        assert!(close(middle.p_wait, steady.p_wait, 1e-10));
        for (level, threshold) in middle.served_within.iter().zip([0.0, 0.25, 3.0]) {
            let wanted = steady.served_within(threshold);
            assert!(close(*level, wanted, 1e-9), "{threshold}: {level} {wanted}");
        }
    }
}

/// With a threshold that nobody outwaits, all who are answered are answered in time.
#[test]
fn service_level_runs_from_at_once_to_all() {
    for leaving in KINDS {
        let day = short_day(leaving, None);
        let (_, waits) = interval_waits(&day, &[0.0, 0.1, 1.7, 4.0, 60.0]);
        for wait in &waits {
            assert!(wait.served_within.is_sorted(), "{wait:?}");
            assert!(
                close(wait.served_within[0], wait.p_accept - wait.p_wait, 1e-11),
                "{wait:?}"
            );
            assert!(
                close(wait.served_within[4], wait.p_served, 1e-9),
                "{wait:?}"
            );
        }
    }
}

#[test]
fn slopes_are_those_of_brute_force() {
    for leaving in KINDS {
        for places in [None, Some(4)] {
            let day = short_day(leaving, places);
            let parts = day.intervals().to_vec();
            let base = day_wait(&day).queue_time;
            let with = |index: usize, change: &dyn Fn(&mut Interval)| {
                let mut parts = parts.clone();
                change(&mut parts[index]);
                day_wait(&Day::new(parts, leaving).unwrap()).queue_time - base
            };
            let found = slopes(&day);
            for (index, part) in parts.iter().enumerate() {
                let more = with(index, &|part| part.agents += 1);
                let less = with(index, &|part| part.agents -= 1);
                assert!(
                    (found.one_more[index] - more).abs() < 1e-9 * base,
                    "{leaving:?} {index}"
                );
                assert!((found.one_less[index].unwrap() - less).abs() < 1e-9 * base);
                // A contact more is a derivative: from both sides, of some 1e-9.
                let nudge = 1e-4;
                let nudged = |by: f64| {
                    with(index, &|part| {
                        let arrival = part.rates.arrival() + by / part.length;
                        part.rates = part.rates.with_arrival(arrival).unwrap();
                    })
                };
                if part.rates.arrival() > 0.0 {
                    let contact = (nudged(nudge) - nudged(-nudge)) / (2.0 * nudge);
                    assert!(
                        (found.contact[index] - contact).abs() < 1e-6,
                        "{leaving:?} {index}"
                    );
                }
            }
        }
    }
}

/// A time-out that nobody reaches is none.
#[test]
fn a_far_time_out_changes_nothing() {
    for leaving in [Leaving::Exhaustive, Leaving::Named] {
        let day = short_day(leaving, None);
        let (whole, waits) = interval_waits(&day, &[0.5]);
        let (found, each) = timeout_waits(&day, 40.0, &[0.5]).unwrap();
        assert!(found.p_transfer < 1e-6);
        assert!(
            close(found.e_wait, whole.e_wait, 1e-4),
            "{found:?} {whole:?}"
        );
        // The last interval has no callers.
        for (found, wait) in each.iter().zip(&waits).take(5) {
            assert!(close(found.e_wait, wait.e_wait, 1e-3), "{found:?} {wait:?}");
            assert!(
                close(found.e_wait_served, wait.e_wait_served, 1e-3),
                "{found:?} {wait:?}"
            );
            assert!(
                close(found.p_served, wait.p_served, 1e-4),
                "{found:?} {wait:?}"
            );
            let (level, wanted) = (found.served_within[0], wait.served_within[0]);
            assert!((level - wanted).abs() < 2e-4, "{level} {wanted}");
        }
    }
}

/// In balance the wait that is offered has the density λ e^{-(c μ - λ) v} up to the time-out, and
/// falls by c μ alone beyond it (F. Baccelli and G. Hebuterne, 1981).
#[test]
fn a_time_out_in_balance_is_that_of_the_formula() {
    for (arrival, agents, timeout) in [(7.0, 8, 0.5), (12.0, 8, 0.3), (0.8, 1, 2.0)] {
        let c = f64::from(agents);
        let spare = c - arrival;
        let beyond = (-spare * timeout).exp() / c;
        let within = -(-spare * timeout).exp_m1() / spare;
        let whole = 1.0 / erlang_b(c - 1.0, arrival) + arrival * (within + beyond);
        let transfer = arrival * beyond / whole;
        let parts = vec![interval(12.0, arrival, 0.0, agents); 3];
        let day = Day::new(parts, Leaving::Exhaustive).unwrap();
        let (_, waits) = timeout_waits(&day, timeout, &[]).unwrap();
        let middle = &waits[1];
        assert!(
            close(middle.p_transfer, transfer, 1e-4),
            "{middle:?} {transfer}"
        );
        let wait = arrival * (within + beyond) / whole;
        assert!(close(middle.p_wait, wait, 1e-4), "{middle:?} {wait}");
        assert!(middle.p_abandon < 1e-9);
    }
}

/// What is there at the start waits like everybody: a day of nothing but a backlog.
#[test]
fn a_backlog_is_worked_off() {
    let idle = interval(1.0, 0.0, 0.0, 1);
    let day = Day::new(vec![idle], Leaving::Exhaustive)
        .unwrap()
        .with_backlog(3)
        .unwrap();
    let whole = day_wait(&day);
    // One agent, three contacts of mean 1: the second waits 1, the third 2.
    assert!(close(whole.queue_time, 3.0, 1e-12) && close(whole.e_wait, 1.0, 1e-12));
    assert!(close(whole.p_served, 1.0, 1e-12));
}

#[test]
fn all_that_is_wrong_with_a_day_is_told_at_once() {
    let sound = interval(1.0, 1.0, 0.0, 2);
    let bad = [
        Interval {
            length: 0.0,
            ..sound
        },
        sound,
        Interval {
            agents: 1_000_000,
            ..sound
        },
    ];
    let error = Day::new(bad.to_vec(), Leaving::Named)
        .unwrap_err()
        .to_string();
    for part in ["Q101", "interval 1", "Q102", "interval 3"] {
        assert!(error.contains(part), "{error}");
    }
    // A day of a million calls a second would take years.
    let endless = vec![sound, interval(1e6, 1e6, 0.0, 2)];
    let error = Day::new(endless, Leaving::Named).unwrap_err().to_string();
    assert!(error.contains("Q103"), "{error}");
}

fn extreme() -> impl Strategy<Value = f64> {
    prop_oneof![
        Just(0.0),
        Just(1e-300),
        Just(1e-9),
        0.0..20.0_f64,
        Just(60.0)
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the day: shares are shares, waits are not below 0, and nothing is not a number. A
    /// queue that nobody serves and nobody leaves waits without end.
    #[test]
    fn nothing_is_ever_not_a_number(
        parts in prop::collection::vec(
            (prop_oneof![1e-6..2.0_f64, Just(6.0)], extreme(), extreme(), 0..12_u32, prop::option::of(0..6_u32)),
            1..5,
        ),
        kind in 0..3_usize,
        backlog in prop_oneof![Just(0), 0..40_u32],
    ) {
        let part = |(length, arrival, abandonment, agents, places)| Interval {
            overflow: Option::<u32>::map(places, Overflow::waiting_places),
            ..interval(length, arrival, abandonment, agents)
        };
        let Ok(day) = Day::new(parts.into_iter().map(part).collect(), KINDS[kind]) else {
            // More than can be followed one by one: refused is an answer too.
            return Ok(());
        };
        let day = day.with_backlog(backlog).unwrap();
        let (whole, waits) = interval_waits(&day, &[0.0, 0.5, 40.0]);
        for share in [whole.p_abandon, whole.p_overflow, whole.p_served] {
            prop_assert!((-1e-9..=1.0 + 1e-9).contains(&share), "{whole:?}");
        }
        for wait in [whole.e_wait, whole.e_wait_offered, whole.queue_time, whole.overtime] {
            prop_assert!(wait >= 0.0, "{whole:?}");
        }
        for wait in &waits {
            let shares = [wait.p_accept, wait.p_wait, wait.p_overflow, wait.p_abandon, wait.p_served];
            for share in shares.iter().chain(&wait.served_within) {
                prop_assert!((-1e-9..=1.0 + 1e-9).contains(share), "{wait:?}");
            }
            for time in [wait.e_queue, wait.e_busy, wait.queue_end, wait.e_wait, wait.e_wait_served] {
                prop_assert!(time >= 0.0, "{wait:?}");
            }
        }
        // A quantile is some fifteen service levels: on short days, to save time.
        let quantiles = (day.intervals().len() < 3).then(|| wait_quantile(&day, 0.9).1);
        for wait in quantiles.into_iter().flatten().flatten() {
            prop_assert!(wait >= 0.0 && wait.is_finite(), "{wait}");
        }
        let busy = busy_day_wait(&day, Busyness::new(30.0).unwrap());
        prop_assert!(busy.e_wait >= 0.0 && (0.0..=1.0 + 1e-9).contains(&busy.p_abandon), "{busy:?}");
        let found = slopes(&day);
        for slope in found.contact.iter().chain(&found.one_more).chain(found.one_less.iter().flatten()) {
            prop_assert!(!slope.is_nan(), "{found:?}");
        }
    }
}
