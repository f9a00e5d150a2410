use super::*;
use proptest::prelude::*;
use rand::SeedableRng;
use rand_distr::{Distribution, StandardNormal};
use rand_pcg::Pcg64Mcg;

/// Noise of days whose neighbours correlate, of deviation `scale`, weekends closed.
fn noise(days: usize, correlation: f64, scale: f64, seed: u64) -> Vec<Option<Weighted>> {
    let mut random = Pcg64Mcg::seed_from_u64(seed);
    let mut now: f64 = StandardNormal.sample(&mut random);
    let fresh = (1.0 - correlation * correlation).sqrt();
    (0..days)
        .map(|day| {
            let shock: f64 = StandardNormal.sample(&mut random);
            now = correlation * now + fresh * shock;
            (day % 7 < 5).then_some((scale * now, 1.0))
        })
        .collect()
}

fn plus(values: &mut [Option<Weighted>], what: impl Fn(usize) -> f64) {
    for (day, value) in values.iter_mut().enumerate() {
        if let Some((value, _)) = value {
            *value += what(day);
        }
    }
}

/// A yearly season of 12 % that begins anywhere, and growth of 10 % a year.
fn alive(day: usize, phase: f64) -> f64 {
    let year = day as f64 / 365.25;
    0.12 * (std::f64::consts::TAU * year + phase).sin() + 0.1 * year
}

/// Of `runs` series without a shift, those in which one is found.
fn alarms(days: usize, correlation: f64, runs: u64) -> usize {
    let alarmed = |seed: &u64| {
        let mut values = noise(days, correlation, 0.1, 1000 + seed);
        plus(&mut values, |day| alive(day, *seed as f64));
        !shifts(&values).is_empty()
    };
    (0..runs).filter(alarmed).count()
}

#[test]
fn noise_drift_and_season_raise_few_alarms() {
    for days in [60, 120, 182, 270, 365, 500, 730, 1095] {
        for correlation in [0.0, 0.5, 0.8] {
            let found = alarms(days, correlation, 200);
            assert!(found <= 10, "{found} of 200: {days} days, r {correlation}");
        }
    }
    assert!(alarms(5475, 0.5, 60) <= 3);
}

/// How well a shift is found: how often, the root mean square errors of size and date over what
/// is stated, and how many others are found.
fn score(days: usize, at: usize, size: f64, runs: u64) -> (f64, f64, f64, usize) {
    let (mut found, mut others, mut sizes, mut off, mut said) = (0, 0, 0.0, 0.0, 0.0);
    for seed in 0..runs {
        let mut values = noise(days, 0.3, 0.1, 5000 + seed);
        plus(&mut values, |day| {
            alive(day, seed as f64) + if day >= at { size } else { 0.0 }
        });
        let all = shifts(&values);
        let near = all.iter().find(|shift| shift.row.abs_diff(at) < 20);
        others += all.len() - usize::from(near.is_some());
        if let Some(shift) = near {
            found += 1;
            sizes += ((shift.size - size) / shift.error).powi(2);
            off += (shift.row as f64 - at as f64).powi(2);
            said += shift.date_error.powi(2);
        }
    }
    let count = f64::from(found).max(1.0);
    let (found, sizes) = (count / runs as f64, (sizes / count).sqrt());
    (found, sizes, (off / said).sqrt(), others)
}

#[test]
fn shifts_are_found_with_honest_errors() {
    for (days, at, size) in [(1095, 500, 0.25), (1095, 1000, -0.25), (1825, 900, 0.2)] {
        let (found, sizes, dates, others) = score(days, at, size, 100);
        assert!(found >= 0.95, "{size}: found in {found}");
        // A root mean square of 100 standard normals is 1 within 0.14 (two deviations), of dates,
        // which are skew, within more.
        assert!(
            (0.8..1.2).contains(&sizes),
            "{size}: errors {sizes} of stated"
        );
        assert!(
            (0.6..1.4).contains(&dates),
            "{size}: dates {dates} of stated"
        );
        assert!(others <= 8, "{size}: {others} others");
    }
}

#[test]
fn thirty_fold_is_found_early_and_late() {
    let size = 30.0_f64.ln();
    for (days, at) in [
        (60, 30),
        (90, 45),
        (300, 150),
        (1095, 40),
        (1095, 800),
        (1095, 1074),
    ] {
        for size in [size, -size] {
            let (found, ..) = score(days, at, size, 50);
            assert!(
                found >= 0.96,
                "{days} days, shift on {at}: found in {found}"
            );
        }
    }
}

#[test]
fn what_goes_back_is_none() {
    for (length, size) in [(1, 5.0), (14, 1.0), (21, 0.4), (21, -0.4), (21, 3.0)] {
        let alarmed = |seed: &u64| {
            let mut values = noise(1095, 0.3, 0.1, 9000 + seed);
            let surge = 600..600 + length;
            plus(&mut values, |day| {
                alive(day, *seed as f64) + if surge.contains(&day) { size } else { 0.0 }
            });
            !shifts(&values).is_empty()
        };
        let found = (0..100).filter(alarmed).count();
        assert!(found <= 9, "{found} of 100 for {length} days of {size}");
    }
}

#[test]
fn a_regime_of_half_a_year_is_two_shifts() {
    let mut values = noise(1095, 0.3, 0.1, 3);
    plus(&mut values, |day| {
        if (600..780).contains(&day) { 3.4 } else { 0.0 }
    });
    let rows: Vec<usize> = shifts(&values).iter().map(|shift| shift.row).collect();
    // 780 is a Thursday; the weekend of 600 is closed.
    assert_eq!(rows, [602, 780]);
}

#[test]
fn a_step_without_noise_is_exact() {
    let values: Vec<Option<Weighted>> = (0..200)
        .map(|day| (day % 7 < 5).then_some((if day < 101 { 270.0 } else { 330.0 }, 2.0)))
        .collect();
    let found = shifts(&values);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].row, 101);
    assert!((found[0].size - 60.0).abs() < 1e-6 && found[0].error < 1e-3);
}

#[test]
fn nothing_is_found_in_nothing() {
    assert_eq!(shifts(&[]), []);
    assert_eq!(shifts(&vec![None; 500]), []);
    assert_eq!(shifts(&vec![Some((3.0, 1.0)); 500]), []);
    assert_eq!(shifts(&vec![Some((f64::NAN, 1.0)); 500]), []);
    assert_eq!(shifts(&vec![Some((1.0, 0.0)); 500]), []);
}

fn any_day() -> impl Strategy<Value = Option<Weighted>> {
    let value = prop_oneof![Just(0.0), Just(1e9), -5.0..5.0_f64, Just(f64::INFINITY)];
    let weight = prop_oneof![Just(0.0), Just(1.0), 1e-6..1e6_f64];
    proptest::option::weighted(0.8, (value, weight))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..Default::default() })]

    #[test]
    fn every_answer_is_a_number(values in proptest::collection::vec(any_day(), 0..400)) {
        let found = shifts(&values);
        for shift in &found {
            prop_assert!(shift.row < values.len());
            prop_assert!(shift.size.is_finite() && shift.error.is_finite());
            prop_assert!(shift.date_error.is_finite());
        }
        prop_assert!(found.windows(2).all(|pair| pair[0].row < pair[1].row));
    }

    #[test]
    fn units_do_not_matter(seed in 0_u64..1000, times in 0.01..100.0_f64, add in -10.0..10.0_f64) {
        let mut values = noise(400, 0.3, 0.1, seed);
        plus(&mut values, |day| if day > 200 { 0.5 } else { 0.0 });
        let mut other = values.clone();
        other.iter_mut().flatten().for_each(|value| value.0 = value.0 * times + add);
        let (one, two) = (shifts(&values), shifts(&other));
        prop_assert_eq!(one.len(), two.len());
        for (one, two) in one.iter().zip(&two) {
            prop_assert_eq!(one.row, two.row);
            prop_assert!((one.size * times - two.size).abs() < 1e-6 * times);
        }
    }
}
