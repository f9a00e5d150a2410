use super::*;
use ndarray::Array2;
use rand::SeedableRng;
use rand_distr::{Distribution, Gamma};
use rand_pcg::Pcg64Mcg;

/// Half-hours from 9 to 17 on weekdays with `contacts` each, exponential handle times around
/// `truth` seconds by row.
fn past(rows: usize, contacts: f64, truth: impl Fn(usize) -> f64, seed: u64) -> Days {
    let mut random = Pcg64Mcg::seed_from_u64(seed);
    // The mean of so many exponential times.
    let law = Gamma::new(contacts, 1.0 / contacts).expect("a positive number of contacts");
    let mut days = Days {
        step: 30,
        first: NaiveDate::from_ymd_opt(2018, 1, 1).expect("a date"),
        contacts: Array2::from_elem((rows, 48), f64::NAN),
        handle_time: Array2::from_elem((rows, 48), f64::NAN),
    };
    for row in (0..rows).filter(|row| row % 7 < 5) {
        for position in 18..34 {
            days.contacts[[row, position]] = contacts;
            days.handle_time[[row, position]] = truth(row) * law.sample(&mut random);
        }
    }
    days
}

fn learn(days: &Days) -> HandleTime {
    HandleTime::learn(days, Seconds(300.0))
}

/// Root mean square of errors over what was stated.
fn score(errors: &[(f64, f64)]) -> f64 {
    let squares = errors.iter().map(|(off, said)| (off / said).powi(2));
    (squares.sum::<f64>() / errors.len() as f64).sqrt()
}

#[test]
fn a_minute_more_is_found_dated_and_measured_within_its_error() {
    let (mut sizes, mut levels) = (Vec::new(), Vec::new());
    for seed in 0..100 {
        let truth = |row| if row < 730 { 270.0 } else { 330.0 };
        let learnt = learn(&past(1155, 20.0, truth, seed));
        let change = learnt.changes.last().expect("a shift");
        let row = (change.date - NaiveDate::from_ymd_opt(2018, 1, 1).expect("a date")).num_days();
        assert!((row - 730).abs() <= 3, "{row}");
        sizes.push((change.shift.size - 60.0, change.shift.error));
        levels.push((learnt.level.now - 330.0, learnt.level.error));
    }
    // A root mean square of 100 normals is 1 within 0.14 (two deviations).
    assert!((0.8..1.2).contains(&score(&sizes)), "{}", score(&sizes));
    // The memory is chosen by what it looks back on, which costs a little.
    assert!((0.7..1.3).contains(&score(&levels)), "{}", score(&levels));
}

#[test]
fn what_stays_the_same_has_no_shift() {
    let steady = |seed| learn(&past(800, 8.0, |_| 300.0, seed)).changes.len();
    assert!((0..100).map(steady).sum::<usize>() <= 5);
}

#[test]
fn a_trend_is_carried_on_and_dies_out() {
    // 5 % a year.
    let truth = |row: usize| 300.0 + 15.0 * row as f64 / 365.0;
    let (mut soon, mut years) = (0.0, 0.0);
    for seed in 0..40 {
        let learnt = learn(&past(1000, 40.0, truth, seed));
        soon += (learnt.level.at(14.0) - truth(1011)) / 40.0;
        years += (learnt.level.at(1000.0) - learnt.level.now) / 40.0;
    }
    // Half a percent at most.
    assert!(soon.abs() < 1.5, "{soon}");
    assert!((0.5..4.0).contains(&years), "{years}");
}

#[test]
fn recent_weeks_alone_set_the_level_after_a_shift() {
    let truth = |row| if row < 380 { 300.0 } else { 420.0 };
    let learnt = learn(&past(400, 40.0, truth, 1));
    assert!((learnt.level.now - 420.0).abs() < 4.0 * learnt.level.error);
    assert!(learnt.level.error < 15.0, "{}", learnt.level.error);
}

#[test]
fn odd_pasts_have_numbers() {
    let empty = learn(&past(14, 5.0, |_| f64::NAN, 1));
    assert_eq!(empty.at(empty.last, 20), Seconds(300.0));
    assert_eq!(empty.error(), Seconds(0.0));
    for (rows, truth) in [(1, 300.0), (2, 1e-3), (60, 1e9), (365, 300.0)] {
        let mut days = past(rows, 1.0, |_| truth, 2);
        if rows == 365 {
            days.handle_time
                .mapv_inplace(|cell| if cell.is_nan() { cell } else { 200.0 });
        }
        let learnt = learn(&days);
        let at = learnt.at(days.date(rows + 400), 20).0;
        assert!(at > 0.0 && at.is_finite(), "{at}");
        assert!(learnt.error().0.is_finite());
        assert!(!learnt.notes().is_empty());
    }
}
