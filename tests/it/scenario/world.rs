//! More to do never takes fewer people.

use super::centre;
use bezet::config::Scenario;
use bezet::scenario::{Year, answer};
use proptest::prelude::*;
use std::sync::OnceLock;

fn year() -> &'static Year {
    static YEAR: OnceLock<Year> = OnceLock::new();
    YEAR.get_or_init(centre::year)
}

fn needed(growth: f64, longer: f64, wait: f64) -> f64 {
    let scenario = Scenario::default()
        .with("volume.growth", growth, "test")
        .and_then(|scenario| scenario.with("handle_time.longer_s", longer, "test"))
        .and_then(|scenario| scenario.with("target.average_wait_s", wait, "test"))
        .unwrap();
    let answer = answer(year(), &scenario, 100.0).unwrap();
    assert!(
        answer.needed.wait <= wait * (1.0 + 1e-6),
        "{} for {wait}",
        answer.needed.wait
    );
    answer.needed.fte
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn more_to_do_takes_no_fewer(
        growth in -0.3..1.0_f64,
        longer in -100.0..200.0_f64,
        wait in 20.0..400.0_f64,
        more in 0.02..0.3_f64,
    ) {
        let base = needed(growth, longer, wait);
        // A search ends within a ten-millionth.
        let least = base * (1.0 - 1e-6);
        prop_assert!(needed(growth + more, longer, wait) >= least);
        prop_assert!(needed(growth, longer + 200.0 * more, wait) >= least);
        prop_assert!(needed(growth, longer, wait * (1.0 - more)) >= least);
    }
}

#[test]
fn nothing_changed_needs_those_who_are_there() {
    let today = answer(year(), &Scenario::default(), f64::INFINITY).unwrap();
    let again = answer(year(), &Scenario::default(), today.given.wait).unwrap();
    assert!(
        (again.needed.fte / today.given.fte - 1.0).abs() < 2e-3,
        "{again:?}"
    );
    // one more shares the hours of the week: four people of 32 hours are 3.6 of 36
    assert!((today.given.fte - 4.0 * 32.0 / 36.0).abs() < 1e-9);
    let kinds: f64 = year()
        .kinds
        .iter()
        .map(|kind| kind.open_days() * kind.per_day)
        .sum();
    assert!(
        (kinds / year().volume() - 1.0).abs() < 1e-9,
        "the kinds hold the year's contacts"
    );
    let weeks: usize = year().kinds.iter().map(|kind| kind.weeks).sum();
    assert!((52..=54).contains(&weeks), "{weeks}");
}
