use super::*;

/// Each day further is no surer, and no step is larger than the steepest slope, from day 14 to
/// the second group's middle, day 25.
#[test]
fn spreads_grow_without_steps() {
    let groups = [0.01, 0.02, 0.025, 0.025, 0.06].map(|day| DaySpread {
        day,
        level: 0.0,
        interval: day / 4.0,
        taper: 1.0,
        odd: 0.1,
    });
    let spreads = Spreads::tied(groups, Ties::UNKNOWN, 100);
    let ends = [1, 14, 25].map(|lead| spreads.on(lead).day);
    assert_eq!(ends, [0.01, 0.01, 0.02]);
    for lead in 1..900 {
        let (here, next) = (spreads.on(lead), spreads.on(lead + 1));
        for step in [
            next.day - here.day,
            next.level - here.level,
            next.interval - here.interval,
        ] {
            assert!((-1e-12..=0.01 / 11.0 + 1e-12).contains(&step), "{lead}");
        }
    }
}

/// Days of this many trials whose intervals are off by a factor of this variance at a rate of 40,
/// which falls with the rate to this power; what came is drawn from those laws.
fn drawn(interval: f64, taper: f64) -> Vec<Tested> {
    use rand::SeedableRng;
    use rand_distr::{Distribution, Gamma, Poisson};
    let mut random = rand_pcg::Pcg64Mcg::seed_from_u64(11);
    let rates = [5.0, 10.0, 20.0, 40.0, 80.0, 40.0, 20.0, 10.0];
    let mut day = |nth: usize| {
        let cells = rates.map(|rate: f64| {
            let variance = interval * (40.0 / rate).powf(taper);
            let factor = Gamma::new(1.0 / variance, variance).unwrap();
            let count = Poisson::new(rate * factor.sample(&mut random)).unwrap();
            (count.sample(&mut random), rate)
        });
        Tested {
            day: 1000 + nth,
            lead: 1 + nth % 14,
            cells: cells.to_vec(),
            effect: 0.0,
        }
    };
    (0..800).map(&mut day).collect()
}

/// The typical rate of a day of these rates is 10 625 / 225 = 47.2.
#[test]
fn the_fall_of_the_variance_with_the_rate_is_found() {
    for (interval, taper) in [(0.05, 0.0), (0.05, 1.0), (0.03, 1.5)] {
        let spreads = Spreads::learn(&drawn(interval, taper), 1, 0.0);
        let found = spreads.on(5);
        assert!((found.taper - taper).abs() < 0.2, "{found:?}");
        let (rate, typical) = (20.0, 10_625.0 / 225.0);
        let ratio = found.interval_at(rate, typical) / (interval * (40.0 / rate).powf(taper));
        // Gamma factors have lighter tails than the law that is fitted, which has a tenth of wide
        // ones.
        assert!((0.5..1.1).contains(&ratio), "{ratio} {found:?}");
    }
}

/// Errors from four weeks of record have twice the variance of those from many, so where all trials
/// are that young the forecast from a year is surer than they were.
#[test]
fn young_trials_do_not_widen_an_old_record() {
    let trial = |origin: usize, nth: usize, lead: usize| {
        let came = if nth.is_multiple_of(2) { 1100.0 } else { 900.0 };
        Tested {
            day: origin + lead - 1,
            lead,
            cells: vec![(came, 1000.0)],
            effect: 0.0,
        }
    };
    let young: Vec<Tested> = (0..80).map(|n| trial(28, n, 1 + n % 14)).collect();
    let mut old: Vec<Tested> = (0..80).map(|n| trial(28, n, 1 + n % 14)).collect();
    old.push(trial(364, 0, 14));
    let [young, old] = [young, old].map(|tested| Spreads::learn(&tested, 1, 0.0).on(7).day);
    assert!(old < 0.75 * young && old > 0.5 * young, "{old} {young}");
}
