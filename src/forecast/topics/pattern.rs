//! Counts by topic, and what weekdays and hours do to shares.

use crate::calendar::{Grid, Series};
use crate::forecast::days;
use crate::forecast::robust::Weighted;
use crate::units::Contacts;
use chrono::NaiveDate;

/// Weeks after which a week counts for half in the factors.
const HALF: f64 = 26.0;
const HOURS: usize = 24;

/// Contacts of each topic by day and hour of the clock.
pub(super) struct Counts {
    first: NaiveDate,
    /// By topic, by day, by hour.
    hours: Vec<Vec<[f64; HOURS]>>,
    /// Of all topics.
    whole: Vec<[f64; HOURS]>,
}

/// Factors of one kind by topic and group.
#[derive(Clone, Debug)]
pub(super) struct Pattern(Vec<Vec<f64>>);

impl Pattern {
    pub fn at(&self, topic: usize, group: usize) -> f64 {
        let factors = self.0.get(topic);
        factors.and_then(|f| f.get(group)).copied().unwrap_or(1.0)
    }
}

impl Counts {
    /// Counts up to and including a date; none when there is nothing to count.
    pub fn of<'a>(
        topics: impl Iterator<Item = &'a Series<Option<Contacts>>>,
        until: NaiveDate,
    ) -> Option<Self> {
        let topics: Vec<&Series<Option<Contacts>>> = topics.collect();
        let first = topics.iter().map(|series| series.grid.date(0)).min()?;
        let last = topics.iter().filter_map(|series| last(series)).max()?;
        let length = usize::try_from((until.min(last) - first).num_days() + 1).ok()?;
        let hours: Vec<Vec<[f64; HOURS]>> = topics
            .iter()
            .map(|series| by_hour(series, first, length))
            .collect();
        let mut whole = vec![[0.0; HOURS]; length];
        for days in &hours {
            for (whole, day) in whole.iter_mut().zip(days) {
                whole
                    .iter_mut()
                    .zip(day)
                    .for_each(|(sum, count)| *sum += count);
            }
        }
        let any = whole.iter().flatten().any(|count| *count > 0.0);
        any.then_some(Self {
            first,
            hours,
            whole,
        })
    }

    /// The date of a row.
    pub fn date(&self, row: usize) -> NaiveDate {
        self.first + chrono::Days::new(row as u64)
    }

    /// Daily shares of a topic, weighing as much as the day's contacts.
    pub fn daily(&self, topic: usize) -> Vec<Option<Weighted>> {
        let days = self.hours[topic].iter().zip(&self.whole);
        days.map(|(own, whole)| {
            let (own, whole): (f64, f64) = (own.iter().sum(), whole.iter().sum());
            (whole > 0.0).then(|| (own / whole, whole))
        })
        .collect()
    }

    /// The share of a topic from a row on, fading by so many weeks.
    pub fn share(&self, topic: usize, since: usize, half: f64) -> f64 {
        let daily = self.daily(topic);
        let (mut own, mut all) = (0.0, 0.0);
        for (row, day) in daily.iter().enumerate().skip(since) {
            let Some((share, contacts)) = day else {
                continue;
            };
            let weight = contacts * faded(daily.len() - 1 - row, half);
            own += weight * share;
            all += weight;
        }
        if all > 0.0 { own / all } else { 0.0 }
    }

    /// What each weekday does to each share.
    pub fn weekdays(&self) -> Pattern {
        self.pattern(7, |row, _| days::weekday(self.date(row)))
    }

    /// What each hour of the clock does to each share.
    pub fn hours(&self) -> Pattern {
        self.pattern(HOURS, |_, hour| hour)
    }

    fn pattern(&self, groups: usize, group: impl Fn(usize, usize) -> usize) -> Pattern {
        let topics = 0..self.hours.len();
        Pattern(
            topics
                .map(|topic| self.factors(topic, groups, &group))
                .collect(),
        )
    }

    fn factors(
        &self,
        topic: usize,
        groups: usize,
        group: &impl Fn(usize, usize) -> usize,
    ) -> Vec<f64> {
        let (mut found, mut expected, mut noise) =
            (vec![0.0; groups], vec![0.0; groups], vec![0.0; groups]);
        let days = self.hours[topic].len();
        for start in (0..days).step_by(7) {
            let week = start..(start + 7).min(days);
            let sum = |days: &[[f64; HOURS]]| -> f64 { days.iter().flatten().sum() };
            let all = sum(&self.whole[week.clone()]);
            let share = sum(&self.hours[topic][week.clone()]) / all.max(1e-300);
            for row in week {
                let weight = faded(days - 1 - row, HALF);
                for hour in 0..HOURS {
                    let (own, whole) = (self.hours[topic][row][hour], self.whole[row][hour]);
                    let group = group(row, hour).min(groups - 1);
                    found[group] += weight * own;
                    expected[group] += weight * share * whole;
                    noise[group] += weight * weight * share * (1.0 - share) * whole;
                }
            }
        }
        drawn(&found, &expected, &noise)
    }
}

/// `N / E` drawn to 1: the variance of true factors is what `N - E` shows beyond its noise.
fn drawn(found: &[f64], expected: &[f64], noise: &[f64]) -> Vec<f64> {
    let groups = || found.iter().zip(expected).zip(noise);
    let shown: f64 = groups().map(|((n, e), v)| (n - e).powi(2) - v).sum();
    let size: f64 = expected.iter().map(|expected| expected * expected).sum();
    let variance = (shown / size.max(1e-300)).max(0.0);
    let factor = |((found, expected), noise): ((&f64, &f64), &f64)| {
        if *expected <= 0.0 {
            return 1.0;
        }
        let own = noise / expected.powi(2);
        let trust = variance / (variance + own).max(1e-300);
        (1.0 + trust * (found / expected - 1.0)).max(0.0)
    };
    groups().map(factor).collect()
}

fn faded(days: usize, half: f64) -> f64 {
    0.5_f64.powf(days as f64 / (7.0 * half))
}

/// Counts of a series by day from `first` on and hour.
fn by_hour(
    series: &Series<Option<Contacts>>,
    first: NaiveDate,
    length: usize,
) -> Vec<[f64; HOURS]> {
    let grid: Grid = series.grid;
    let mut days = vec![[0.0; HOURS]; length];
    for (index, contacts) in series.values.iter().enumerate() {
        let Some(contacts) = contacts.filter(|c| c.0.is_finite() && c.0 > 0.0) else {
            continue;
        };
        let row = (grid.date(index) - first).num_days().max(0) as usize;
        let hour = (grid.minute_of_day(index) / 60) as usize;
        if let Some(sum) = days.get_mut(row).and_then(|day| day.get_mut(hour)) {
            *sum += contacts.0;
        }
    }
    days
}

fn last(series: &Series<Option<Contacts>>) -> Option<NaiveDate> {
    let last = series.grid.len.checked_sub(1)?;
    Some(series.grid.date(last))
}
