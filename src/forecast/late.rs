//! A new level that began too late for its shift to be measured with a standard error.

use super::robust;

/// Days before a new level that the old one is known by.
const BEFORE: usize = 42;
/// Known days without which there is no old level.
const FEWEST: usize = 10;
/// Days of a new level, and the log of the least factor, that are believed: four days at three
/// times the level or a third of it, two weeks at twice or half.
const BELIEVED: [(usize, f64); 2] = [(4, 1.1), (10, 0.69)];
/// Deviations from the old level that no ordinary day reaches.
const DEVIATIONS: f64 = 4.0;

/// The first day of a new level at the end and how far it lies from the old one, as a log.
///
/// The last known days, all to the same side and far from the six weeks before them. A surge looks
/// the same while it lasts; that it may pass is the reason for the factors.
pub(super) fn new_level(logs: &[Option<f64>]) -> Option<(usize, f64)> {
    let known: Vec<(usize, f64)> = logs
        .iter()
        .enumerate()
        .filter_map(|(day, log)| Some((day, (*log)?)))
        .collect();
    BELIEVED.into_iter().find_map(|(days, factor)| {
        let (before, last) = known.split_at_checked(known.len().checked_sub(days)?)?;
        let (old, noise) = level(before)?;
        let side = (last.last()?.1 - old).signum();
        let least = factor.max(DEVIATIONS * noise);
        let far = |(_, log): &&(usize, f64)| (log - old) * side > least;
        if !last.iter().all(|day| far(&day)) {
            return None;
        }
        let run = known.iter().rev().take_while(far).count();
        let run = known.get(known.len() - run..)?;
        let size = robust::median(&run.iter().map(|day| day.1).collect::<Vec<f64>>())? - old;
        Some((run.first()?.0, size))
    })
}

/// The median of the last six weeks of these days, and their robust deviation.
fn level(days: &[(usize, f64)]) -> Option<(f64, f64)> {
    let last = days.last()?.0;
    let recent = days.iter().filter(|(day, _)| last - day < BEFORE);
    let logs: Vec<f64> = recent.map(|(_, log)| *log).collect();
    let enough = logs.len() >= FEWEST;
    enough.then(|| Some((robust::median(&logs)?, robust::spread(&logs))))?
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sixty days that swing by 5 % around 1, the last so many at a level.
    fn logs(days: usize, level: f64) -> Vec<Option<f64>> {
        let swing = |day: usize| 0.05 * [0.0, 1.0, -1.0, 0.5, -0.5][day % 5];
        let at = |day: usize| if day >= 60 - days { level } else { 0.0 };
        (0..60).map(|day| Some(swing(day) + at(day))).collect()
    }

    #[test]
    fn four_days_at_thirty_times_the_level_are_a_new_one() {
        let thirty = 30.0_f64.ln();
        let (row, size) = new_level(&logs(4, thirty)).unwrap();
        assert_eq!(row, 56);
        assert!((size - thirty).abs() < 0.06);
        assert_eq!(new_level(&logs(3, thirty)), None);
    }

    #[test]
    fn twice_the_level_takes_two_weeks_and_a_surge_that_passed_is_none() {
        let twice = 2.2_f64.ln();
        assert_eq!(new_level(&logs(9, twice)), None);
        assert_eq!(new_level(&logs(11, twice)).map(|found| found.0), Some(49));
        let mut surge = logs(12, twice);
        surge.extend(logs(0, 0.0).into_iter().take(2));
        assert_eq!(new_level(&surge), None);
        assert_eq!(new_level(&[]), None);
    }
}
