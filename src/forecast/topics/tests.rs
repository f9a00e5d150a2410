use super::*;
use crate::forecast::{DaySpread, Spread};
use crate::units::Seconds;
use proptest::prelude::*;
use rand::SeedableRng;
use rand_distr::{Distribution, Poisson};
use rand_pcg::Pcg64Mcg;

type Past = BTreeMap<String, Series<Option<Contacts>>>;

fn first() -> NaiveDate {
    NaiveDate::from_ymd_opt(2020, 1, 6).expect("a Monday")
}

fn day(row: u64) -> NaiveDate {
    first() + chrono::Days::new(row)
}

/// Half-hours, open from 9 to 17 on weekdays; `rate` by topic, row and hour, Poisson.
fn past(days: u32, topics: &[&str], rate: impl Fn(usize, u32, u32) -> f64, seed: u64) -> Past {
    let mut random = Pcg64Mcg::seed_from_u64(seed);
    let grid = Grid::days(chrono_tz::Europe::Amsterdam, first(), days, 30);
    let series = topics.iter().enumerate().map(|(topic, name)| {
        let series = Series::from_fn(grid, |index| {
            let row = (grid.date(index) - first()).num_days() as u32;
            let hour = grid.minute_of_day(index) / 60;
            let open = row % 7 < 5 && (9..17).contains(&hour);
            let law = Poisson::new(rate(topic, row, hour));
            open.then(|| Contacts(law.map_or(0.0, |law| law.sample(&mut random))))
        });
        ((*name).to_owned(), series)
    });
    series.collect()
}

fn total(days: u32, contacts: impl Fn(usize) -> f64) -> Forecast {
    let grid = Grid::days(chrono_tz::Europe::Amsterdam, day(700), days, 15);
    let contacts = Series::from_fn(grid, |index| Contacts(contacts(index)));
    Forecast {
        low: contacts.map(|c| Contacts(0.8 * c.0)),
        high: contacts.map(|c| Contacts(1.2 * c.0)),
        contacts,
        level: Share(0.8),
        handle_time: Series::filled(grid, Seconds(300.0)),
        handle_time_error: Seconds(3.0),
        busyness: 100.0,
        spread: Spread {
            days: vec![
                DaySpread {
                    day: 0.01,
                    level: 0.0,
                    interval: 0.0,
                    taper: 0.0,
                    odd: 0.0
                };
                days as usize
            ],
            correlation: 0.0,
        },
        notes: Vec::new(),
    }
}

#[test]
fn patterns_and_shares_are_recovered() {
    // "late" has 20 % in the morning and 40 % in the afternoon; Mondays are the same.
    let rate = |topic: usize, _: u32, hour: u32| match (topic, hour) {
        (0, 9..13) => 4.0,
        (0, _) => 8.0,
        (_, 9..13) => 16.0,
        _ => 12.0,
    };
    let shares = TopicShares::learn(&past(364, &["late", "other"], rate, 1), day(363));
    let shares = shares.expect("contacts");
    let at = |hour: u32| shares.at(day(371), 60 * hour)["late"];
    // An hour saw 40 contacts a day: half a year's mean has a standard error below 0.01.
    assert!((at(10) - 0.2).abs() < 0.02, "{}", at(10));
    assert!((at(15) - 0.4).abs() < 0.02, "{}", at(15));
    assert!(shares.notes.is_empty(), "{:?}", shares.notes);
}

#[test]
fn noise_makes_no_pattern() {
    let past = past(
        70,
        &["a", "b", "c"],
        |topic, _, _| 0.1 * (topic + 1) as f64,
        2,
    );
    let shares = TopicShares::learn(&past, day(69)).expect("contacts");
    let at = |row, hour: u32| shares.at(day(row), 60 * hour)["c"];
    for hour in 9..17 {
        for row in 70..75 {
            assert!((at(row, hour) - 0.5).abs() < 0.12, "{}", at(row, hour));
        }
    }
}

#[test]
fn a_lasting_shift_of_a_share_sets_it_anew() {
    let rate = |topic: usize, row: u32, _: u32| match (topic, row < 329) {
        (0, true) => 2.0,
        (0, false) => 8.0,
        _ => 8.0,
    };
    let shares = TopicShares::learn(&past(364, &["new", "old"], rate, 3), day(363));
    let shares = shares.expect("contacts");
    let share = shares.at(day(371), 600)["new"];
    assert!((share - 0.5).abs() < 0.03, "{share}");
    assert!(
        shares
            .notes
            .iter()
            .any(|note| note.place == day(329).to_string())
    );
}

#[test]
fn nothing_of_the_future_is_known() {
    let rate = |topic: usize, row: u32, _: u32| match (topic, row < 200) {
        (0, false) => 500.0,
        _ => 5.0,
    };
    let known = past(300, &["a", "b"], rate, 4);
    let shares = TopicShares::learn(&known, day(199)).expect("contacts");
    let share = shares.at(day(207), 600)["a"];
    assert!((share - 0.5).abs() < 0.05, "{share}");
}

#[test]
fn deflection_takes_a_share_of_one_topic() {
    let past = past(140, &["a", "b"], |topic, _, _| [9.0, 3.0][topic], 5);
    let shares = TopicShares::learn(&past, day(139)).expect("contacts");
    let whole = total(7, |index| (index % 50) as f64);
    let topics = shares.split(&whole);
    let less = topics
        .deflect(&whole, "a", Share(0.5))
        .expect("a known topic");
    for index in 0..whole.contacts.values.len() {
        let gone = whole.contacts.values[index].0 - less.contacts.values[index].0;
        assert!((gone - 0.5 * topics.contacts["a"].values[index].0).abs() < 1e-9);
    }
    assert_eq!(less.handle_time, whole.handle_time);
    assert!(topics.deflect(&whole, "c", Share(0.5)).is_err());
}

#[test]
fn no_contacts_have_no_topics() {
    assert!(TopicShares::learn(&BTreeMap::new(), day(10)).is_none());
    let none = past(30, &["a"], |_, _, _| 0.0, 6);
    assert!(TopicShares::learn(&none, day(29)).is_none());
    let some = past(30, &["a", "b"], |_, _, _| 1.0, 6);
    let before = first() - chrono::Days::new(9);
    assert!(TopicShares::learn(&some, before).is_none());
    let one = TopicShares::learn(&some, day(0)).expect("a day");
    assert!((one.at(day(9), 600).values().sum::<f64>() - 1.0).abs() < 1e-12);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..Default::default() })]

    #[test]
    fn topics_add_up_to_the_whole(
        seed in 0_u64..1000,
        rates in proptest::collection::vec(prop_oneof![Just(0.0), 1e-3..50.0_f64], 1..7),
        days in 1_u32..60,
        scale in prop_oneof![Just(0.0), 1e-9..1e6_f64],
    ) {
        let names = ["a", "b", "c", "d", "e", "f"];
        let past = past(days, &names[..rates.len()], |topic, _, _| rates[topic], seed);
        if let Some(shares) = TopicShares::learn(&past, day(u64::from(days))) {
            let whole = total(3, |index| scale * (index % 7) as f64);
            let topics = shares.split(&whole);
            for (index, total) in whole.contacts.values.iter().enumerate() {
                let parts = topics.contacts.values().map(|part| part.values[index].0);
                let parts: Vec<f64> = parts.collect();
                prop_assert!(parts.iter().all(|part| *part >= 0.0));
                let sum: f64 = parts.iter().sum();
                prop_assert!((sum - total.0).abs() <= 1e-14 * total.0, "{} {}", sum, total.0);
            }
        }
    }
}
