//! Small centres of every kind: nothing panics, and everything adds up.

use super::*;
use bezet::simulate::{Callback, Ending, Rules, log};
use proptest::prelude::*;

fn law() -> impl Strategy<Value = Law> {
    let mean = 1.0_f64..2000.0;
    prop_oneof![
        mean.clone().prop_map(exponential),
        (mean.clone(), 0.0..3.0).prop_map(|(mean, cv)| Law::Lognormal { mean, cv }),
        (mean.clone(), 0.2..5.0).prop_map(|(mean, shape)| Law::Weibull { mean, shape }),
        (mean.clone(), 1_u32..9).prop_map(|(mean, phases)| Law::Erlang { mean, phases }),
        mean.prop_map(|mean| Law::Fixed { mean }),
        Just(Law::Recorded([0.0, 10.0, 700.0].into())),
    ]
}

fn rules() -> impl Strategy<Value = Rules> {
    let share = prop_oneof![Just(0.0), 0.0..1.0];
    let cap = proptest::option::of(0_u32..5);
    let wait = proptest::option::of(0.0..900.0);
    let timeout = proptest::option::of(0.0..900.0);
    (share, cap, wait, timeout).prop_map(|(share, queue_cap, wait_above, timeout)| Rules {
        share,
        queue_cap,
        wait_above,
        timeout,
    })
}

fn queue() -> impl Strategy<Value = Queue> {
    let contacts = proptest::collection::vec(prop_oneof![Just(0.0), 0.0..30.0], 4);
    let patience = prop_oneof![law(), Just(ENDLESS)];
    let callback = (0.0..600.0, 0.0..1.0, 0.0..3000.0);
    let callback = callback.prop_map(|(wait_above, accepts, within)| Callback {
        wait_above,
        accepts,
        within,
    });
    (
        contacts,
        law(),
        patience,
        0_u8..3,
        proptest::option::of(proptest::collection::vec(rules(), 4)),
        proptest::option::of(callback),
    )
        .prop_map(
            |(contacts, handle, patience, priority, rules, callback)| Queue {
                priority,
                rules: rules.unwrap_or_default(),
                callback,
                ..Queue::new("q", contacts, handle, patience)
            },
        )
}

fn present() -> impl Strategy<Value = Present> {
    let spans = proptest::collection::vec((0.0..900.0, 0.0..1200.0), 0..4).prop_map(|gaps| {
        let mut end = 0.0;
        let span = |(gap, length): (f64, f64)| {
            let from = end + gap;
            end = from + length;
            (from, end)
        };
        gaps.into_iter().map(span).collect::<Vec<_>>()
    });
    prop_oneof![
        proptest::collection::vec(0_u32..5, 4).prop_map(Present::Counts),
        proptest::collection::vec(spans, 0..4).prop_map(Present::Spans),
    ]
}

fn any_centre() -> impl Strategy<Value = Centre> {
    let crew = (proptest::collection::vec(0_u8..3, 3), present());
    let leaving = prop_oneof![
        Just(Leaving::Exhaustive),
        Just(Leaving::Named),
        Just(Leaving::Preemptive)
    ];
    (
        proptest::collection::vec(queue(), 1..4),
        proptest::collection::vec(crew, 0..4),
        leaving,
        prop_oneof![Just(f64::INFINITY), 0.5..50.0],
    )
        .prop_map(|(queues, crews, leaving, busyness)| {
            let crews = crews.into_iter().map(|(ranks, present)| Crew {
                skills: (0..queues.len())
                    .zip(ranks)
                    .filter(|(_, rank)| *rank < 2)
                    .map(|(queue, rank)| Skill { queue, rank })
                    .collect(),
                present,
            });
            Centre {
                crews: crews.collect(),
                leaving,
                busyness,
                ..centre(900.0, queues, vec![])
            }
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn everything_adds_up(centre in any_centre(), seed in any::<u64>()) {
        let trials = Trials { replications: 3, seed, thresholds: vec![0.0, 60.0] };
        let contacts = log(&centre, 3, seed).unwrap();
        let outcome = imitate(&centre, &trials).unwrap();
        for (index, queue) in (0..).zip(&outcome.queues) {
            let day = &queue.day;
            let of = |ending: Ending| {
                let is = |one: &&bezet::simulate::ContactRecord| {
                    one.queue == index && one.ending == ending
                };
                contacts.iter().filter(is).count() as f64
            };
            let offered = contacts.iter().filter(|one| one.queue == index).count() as f64;
            prop_assert!((day.offered.mean * 3.0 - offered).abs() < 1e-9);
            let shares = [
                day.answered, day.abandoned, day.outside, day.timed_out, day.called_back,
                day.unanswered,
            ];
            let sum: f64 = shares.iter().map(|share| share.mean).sum();
            let again = centre.leaving == Leaving::Preemptive;
            prop_assert!(offered == 0.0 || again || (sum - 1.0).abs() < 1e-9, "{sum}");
            prop_assert!(sum * offered >= offered - 1e-6);
            prop_assert!((day.outside.mean * offered - of(Ending::Outside)).abs() < 1e-6);
            prop_assert!(day.queue_time.mean >= 0.0 && day.queue_time.high.is_finite());
            prop_assert!(day.within[0].mean <= day.within[1].mean);
        }
        for crew in &outcome.crews {
            prop_assert!((0.0..=1.0 + 1e-9).contains(&crew.occupancy.mean));
            prop_assert!(crew.overtime.mean >= 0.0 && crew.overtime.mean.is_finite());
        }
        for one in &contacts {
            prop_assert!(one.wait >= 0.0 && one.wait.is_finite(), "{one:?}");
            prop_assert!(one.handle_time >= 0.0 && one.handle_time.is_finite());
        }
    }
}
