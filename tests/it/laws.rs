//! Laws fitted to records, beside published figures and other software.

use bezet::law::Law;
use bezet::law::fit::{Hazard, Observed, Survival, handle_time_fits, hazard, spread, weibull};
use proptest::prelude::*;
use statrs::distribution::{ChiSquared, ContinuousCDF};

/// Weeks of remission under 6-MP, and whether it ended: E. J. Freireich and others (1963), as
/// printed by Cox and Oakes, Analysis of Survival Data (1984), table 1.1.
const REMISSION: [(f64, bool); 21] = [
    (6.0, true),
    (6.0, true),
    (6.0, true),
    (6.0, false),
    (7.0, true),
    (9.0, false),
    (10.0, true),
    (10.0, false),
    (11.0, false),
    (13.0, true),
    (16.0, true),
    (17.0, false),
    (19.0, false),
    (20.0, false),
    (22.0, true),
    (23.0, true),
    (25.0, false),
    (32.0, false),
    (32.0, false),
    (34.0, false),
    (35.0, false),
];

/// The placebo group of the same trial; all relapsed.
const PLACEBO: [f64; 21] = [
    1.0, 1.0, 2.0, 2.0, 3.0, 4.0, 4.0, 5.0, 5.0, 8.0, 8.0, 8.0, 8.0, 11.0, 11.0, 12.0, 12.0, 15.0,
    17.0, 22.0, 23.0,
];

fn remission() -> Vec<Observed> {
    let seen = |(duration, ended)| Observed { duration, ended };
    REMISSION.map(seen).to_vec()
}

#[test]
fn survival_is_that_of_the_textbooks() {
    // Kleinbaum and Klein, Survival Analysis, chapter 2 (shares to four digits); R's survfit prints
    // the same shares and these standard errors.
    let printed = [
        (6.0, 21, 0.8571, 0.0764),
        (7.0, 17, 0.8067, 0.0869),
        (10.0, 15, 0.7529, 0.0963),
        (13.0, 12, 0.6902, 0.1068),
        (16.0, 11, 0.6275, 0.1141),
        (22.0, 7, 0.5378, 0.1282),
        (23.0, 6, 0.4482, 0.1346),
    ];
    let found = Survival::of(&remission());
    assert_eq!(found.steps.len(), printed.len());
    for (step, (at, at_risk, survival, error)) in found.steps.iter().zip(printed) {
        assert_eq!((step.at, step.at_risk), (at, at_risk));
        // Half a unit of the last digit printed.
        assert!((step.survival - survival).abs() <= 5.1e-5, "{step:?}");
        assert!((step.error - error).abs() <= 5.1e-5, "{step:?}");
    }
    assert_eq!(found.quantile(0.5), Some(23.0));
    assert_eq!(found.at(34.0), found.at(23.0));
}

#[test]
fn the_rate_is_events_over_exposure() {
    let found = hazard(&remission()).unwrap();
    assert_eq!((found.events, found.exposure), (9, 359.0));
    // Cox and Oakes, section 3.3: 9 / 359 = 0.0251 a week.
    assert!((found.rate - 0.0251).abs() < 5e-5);
}

#[test]
fn the_interval_of_a_rate_is_near_the_exact_one() {
    // Exact limits for a count of events: chi-square quantiles over twice the exposure. The normal
    // approximation is O(1/n) off: 2 / n is allowed.
    for events in [9_u64, 40, 400, 4000] {
        let (n, time) = (events as f64, 1000.0);
        let found = Hazard::new(events, time).unwrap();
        let exact = |freedom: f64, share| ChiSquared::new(freedom).unwrap().inverse_cdf(share);
        let low = exact(2.0 * n, 0.025) / (2.0 * time);
        let high = exact(2.0 * n, 0.975) / (2.0 * time);
        assert!((found.low / low - 1.0).abs() < 2.0 / n, "{found:?} {low}");
        assert!(
            (found.high / high - 1.0).abs() < 2.0 / n,
            "{found:?} {high}"
        );
    }
}

#[test]
fn weibull_of_the_remission_times() {
    // R, survival::survreg(Surv(time, status) ~ 1): intercept 3.519, scale 0.739, and the
    // likelihood maximised by scipy 1.17 (Nelder and Mead): shape 1.353735, scale 33.76515.
    let found = weibull(&remission()).unwrap();
    assert!((found.scale.ln() - 3.519).abs() < 5e-4, "{found:?}");
    assert!((found.shape.recip() - 0.739).abs() < 5e-4, "{found:?}");
    assert!(
        (found.shape - 1.353_735).abs() < 1e-6 && (found.scale - 33.765_15).abs() < 1e-5,
        "{found:?}"
    );
    assert!(
        (found.ln_likelihood + 41.658_678_5).abs() < 1e-6,
        "{found:?}"
    );
}

#[test]
fn laws_of_complete_durations_have_the_likelihoods_of_scipy() {
    let fits = handle_time_fits(&PLACEBO);
    let of = |kind: fn(&Law) -> bool| fits.iter().find(|fit| kind(&fit.law)).unwrap();
    let exponential = of(|law| matches!(law, Law::Exponential { .. }));
    let lognormal = of(|law| matches!(law, Law::Lognormal { .. }));
    let weibull = of(|law| matches!(law, Law::Weibull { .. }));
    let erlang = of(|law| matches!(law, Law::Erlang { .. }));
    // 21 relapses in 182 weeks. Likelihoods: scipy 1.17, expon, lognorm and weibull_min fitted with
    // floc = 0, gamma with two phases.
    assert!((exponential.law.mean() - 182.0 / 21.0).abs() < 1e-12);
    let stated = [exponential, lognormal, weibull, erlang].map(|fit| fit.ln_likelihood);
    for (found, scipy) in stated
        .iter()
        .zip([-66.349_17, -65.987_59, -64.920_11, -65.258_62])
    {
        assert!((found - scipy).abs() < 1e-5, "{stated:?}");
    }
    assert!(fits.is_sorted_by(|a, b| a.aic() <= b.aic()));
}

proptest! {
    /// However strange a record is, what comes out is finite, in its range, or nothing.
    #[test]
    fn no_record_gives_a_figure_that_is_none(
        record in prop::collection::vec((any::<f64>(), any::<bool>()), 0..30),
        ordinary in prop::collection::vec((0..500_u16, any::<bool>()), 0..30),
    ) {
        let ordinary = ordinary.into_iter().map(|(time, ended)| (f64::from(time), ended));
        for record in [record, ordinary.collect()] {
            let seen = |&(duration, ended): &(f64, bool)| Observed { duration, ended };
            let observed: Vec<Observed> = record.iter().map(seen).collect();
            let durations: Vec<f64> = record.iter().map(|pair| pair.0).collect();
            if let Some(found) = hazard(&observed) {
                prop_assert!(found.low <= found.rate && found.rate <= found.high && found.high.is_finite());
            }
            let lasts = Survival::of(&observed);
            let fair = |share: f64| (0.0..=1.0).contains(&share);
            prop_assert!(lasts.steps.iter().all(|step| fair(step.survival) && step.error.is_finite()));
            prop_assert!(lasts.steps.is_sorted_by(|a, b| a.at < b.at && a.survival > b.survival));
            if let Some(found) = weibull(&observed) {
                prop_assert!(found.scale > 0.0 && found.shape > 0.0 && found.law().cv() >= 0.0, "{found:?}");
            }
            if let Some(found) = spread(&durations) {
                prop_assert!(found.mean.is_finite() && found.sd >= 0.0 && found.cv.is_finite(), "{found:?}");
            }
            for fit in handle_time_fits(&durations) {
                prop_assert!(fit.aic().is_finite() && fit.law.mean() > 0.0, "{fit:?}");
            }
        }
    }
}
