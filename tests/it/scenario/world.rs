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

/// Each step is the next one's ground, and what is left to the recorded hours of agents is little.
#[test]
fn a_past_year_is_explained() {
    let path = crate::support::file("config/kcc.toml");
    let mut config = bezet::config::Config::read(&path).unwrap();
    config.forecast.method = "recent-mean".to_owned();
    let past = bezet::scenario::hindsight(&config, 2020).unwrap();
    // the sample's truth: a fifth more contacts in 2020, a minute more each, 4.54 minutes of wait
    assert!((past.actual.wait - 60.0 * 4.54).abs() < 2.0, "{past:?}");
    assert!(
        (past.actual.handle_time - past.budget.handle_time - 60.0).abs() < 6.0,
        "{past:?}"
    );
    let sum: f64 = past.steps.iter().sum();
    assert!((past.budget.fte + sum - past.actual.fte).abs() < 1e-9);
    assert!(past.steps[0] > 0.0 && past.steps[1] > 0.0, "{past:?}");
    assert!(past.steps[3].abs() < 0.05 * past.actual.fte, "{past:?}");
    // nothing is known before the first year, and 2021 is not whole
    for (unknown, code) in [(2018, "H190"), (2021, "C177")] {
        let error = bezet::scenario::hindsight(&config, unknown).unwrap_err();
        assert!(error.to_string().contains(code), "{error}");
    }
}

#[test]
fn shorter_hours_and_other_contracts_are_other_years() {
    let folder = centre::folder();
    let config = centre::config(folder.path());
    let read = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, format!("name = {{ en = \"x\" }}\n{text}")).unwrap();
        Scenario::read(&path, 60).unwrap()
    };
    let days = ["mon", "tue", "wed", "thu", "fri"].map(|day| format!("{day} = \"09:00-13:00\"\n"));
    let mornings = read("mornings.toml", &format!("[opening]\n{}", days.concat()));
    let whole = read("whole.toml", "[people]\nwhole_weeks = true\n");
    let columns = bezet::scenario::compare(&config, &[mornings, whole], Default::default());
    let columns = columns.unwrap().columns;
    let [today, mornings, whole] = [0, 1, 2].map(|nth| &columns[nth].answer);
    assert!(
        mornings.contacts < 0.7 * today.contacts,
        "{} {}",
        mornings.contacts,
        today.contacts
    );
    assert!(mornings.needed.fte < today.needed.fte);
    // all have the same contract, so whole weeks of it are the same weeks
    assert!(
        (whole.needed.fte / today.needed.fte - 1.0).abs() < 1e-3,
        "{whole:?}"
    );
}
