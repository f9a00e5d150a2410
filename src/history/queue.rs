//! Questions to the record of one queue.

use super::by_day::by_day;
use super::step::DAY;
use super::{GroupRecord, Queue};
use crate::calendar::{Grid, IsoWeek, Series};
use crate::error::{Problem, Result};
use crate::units::{Agents, Contacts, Seconds};
use chrono::{Datelike, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

type Counts = Series<Option<Contacts>>;

impl Queue {
    /// The first date of the record.
    pub fn first_date(&self) -> NaiveDate {
        self.offered.grid.date(0)
    }

    /// The last date of the record.
    pub fn last_date(&self) -> NaiveDate {
        let grid = &self.offered.grid;
        grid.date(grid.len.saturating_sub(1))
    }

    /// The Mondays of the weeks in which any interval is recorded, in order.
    pub fn recorded_weeks(&self) -> Vec<IsoWeek> {
        let grid = &self.offered.grid;
        let mut mondays = BTreeSet::new();
        for date in grid.dates() {
            let values = self.offered.values.get(grid.day_range(date));
            if values.is_some_and(|day| day.iter().any(Option::is_some)) {
                mondays.insert(date.week(chrono::Weekday::Mon).first_day());
            }
        }
        mondays
            .into_iter()
            .map(|monday| IsoWeek { monday })
            .collect()
    }

    /// The record up to and including a date; everything after it is hidden.
    ///
    /// A date before the record leaves a record without intervals.
    pub fn until(&self, date: NaiveDate) -> Self {
        let grid = &self.offered.grid;
        let end = match date < self.first_date() {
            true => 0,
            false => grid.day_range(date).end,
        };
        let end = if date >= self.last_date() {
            grid.len
        } else {
            end
        };
        Self {
            offered: self.offered.part(0..end),
            answered: self.answered.part(0..end),
            abandoned: self.abandoned.part(0..end),
            handle_time: self.handle_time.part(0..end),
            wait: self.wait.part(0..end),
            agents: self.agents.part(0..end),
            topics: self.each_topic(|topic| topic.part(0..end)),
            groups: self.each_group(|group| GroupRecord {
                contacts: group.contacts.part(0..end),
                handle_time: group.handle_time.part(0..end),
            }),
        }
    }

    /// The same record in longer intervals: counts add up, means are weighted.
    ///
    /// Handle time is weighted with the answered, the wait with the offered contacts; agents are
    /// a plain mean. A count of which a part is unknown is unknown; but as long as a record has never
    /// said zero, its exporter leaves empty intervals out, and a part without a row counts nothing
    /// where that time of the day was recorded on an earlier day.
    ///
    /// At 1440 minutes intervals become whole local dates, on a grid of UTC for dates have no clock that
    /// could change: the day of a clock change is one day, a day without rows is unknown, and so is a
    /// day of which intervals are missing that most of the last four like weekdays recorded. As long
    /// as a record has never said zero, those are empty, unless 12 contacts or more were to be expected
    /// in one stretch of them.
    ///
    /// # Errors
    /// `H112` when `step` is neither a multiple of the record's own that divides an hour, nor a day.
    pub fn resample(&self, step: u32) -> Result<Self> {
        let grid = self.offered.grid;
        if step == grid.step {
            return Ok(self.clone());
        }
        if step == DAY {
            return Ok(by_day(self));
        }
        if !step.is_multiple_of(grid.step) || !60_u32.is_multiple_of(step) {
            return Err(do_not_add_up(grid.step, step).into());
        }
        let parts = (step / grid.step) as usize;
        let grid = Grid {
            step,
            len: grid.len / parts,
            ..grid
        };
        let answered = match self.answered.values.iter().any(Option::is_some) {
            true => &self.answered,
            false => &self.offered,
        };
        Ok(Self {
            offered: add_up(&with_silent_parts(&self.offered, parts), grid, parts),
            answered: add_up(&self.answered, grid, parts),
            abandoned: add_up(&self.abandoned, grid, parts),
            handle_time: weigh(&self.handle_time, answered, grid, parts),
            wait: weigh(&self.wait, &self.offered, grid, parts),
            agents: average(&self.agents, grid, parts),
            topics: self.each_topic(|topic| add_up(topic, grid, parts)),
            groups: self.each_group(|group| GroupRecord {
                contacts: add_up_known(&group.contacts, grid, parts),
                handle_time: weigh(&group.handle_time, &group.contacts, grid, parts),
            }),
        })
    }

    pub(super) fn each_topic(
        &self,
        change: impl Fn(&Counts) -> Counts,
    ) -> BTreeMap<String, Counts> {
        let topics = self.topics.iter();
        topics
            .map(|(name, topic)| (name.clone(), change(topic)))
            .collect()
    }

    pub(super) fn each_group(
        &self,
        change: impl Fn(&GroupRecord) -> GroupRecord,
    ) -> BTreeMap<String, GroupRecord> {
        let groups = self.groups.iter();
        groups
            .map(|(name, group)| (name.clone(), change(group)))
            .collect()
    }
}

/// Counts of the parts that are known: a group's mean handle time is one of these.
fn add_up_known(counts: &Counts, grid: Grid, parts: usize) -> Counts {
    Series::from_fn(grid, |index| {
        let known = chunk(counts, index, parts).iter().flatten();
        known.copied().reduce(|a, b| Contacts(a.0 + b.0))
    })
}

fn do_not_add_up(own: u32, step: u32) -> Problem {
    let what = format!("intervals of {own} minutes cannot become intervals of `{step}`");
    let hint = match own {
        DAY => {
            "a record with a row per date says nothing of shorter intervals: take 1440".to_owned()
        }
        _ => {
            format!("take a multiple of {own} minutes that divides an hour, or 1440 for whole days")
        }
    };
    Problem::new("H112", "history", what).hint(hint)
}

fn chunk<U>(series: &Series<Option<U>>, index: usize, parts: usize) -> &[Option<U>] {
    let range = index * parts..(index + 1) * parts;
    series.values.get(range).unwrap_or_default()
}

fn add_up(counts: &Series<Option<Contacts>>, grid: Grid, parts: usize) -> Series<Option<Contacts>> {
    Series::from_fn(grid, |index| {
        chunk(counts, index, parts).iter().copied().sum()
    })
}

/// Counts with the parts at zero that an exporter left out for being empty.
///
/// Each day is judged by itself and those before it, so that later rows change nothing of earlier ones.
fn with_silent_parts(counts: &Series<Option<Contacts>>, parts: usize) -> Series<Option<Contacts>> {
    let grid = &counts.grid;
    let mut filled = counts.clone();
    let mut seen = BTreeSet::new();
    for date in grid.dates() {
        let known: Vec<usize> = grid
            .day_range(date)
            .filter(|index| matches!(counts.values.get(*index), Some(Some(_))))
            .collect();
        let zero = |index: &usize| counts.values.get(*index) == Some(&Some(Contacts::ZERO));
        if known.iter().any(zero) {
            break;
        }
        for index in &known {
            let first = index - index % parts;
            for part in first..first + parts {
                if let Some(value @ None) = filled.values.get_mut(part)
                    && seen.contains(&grid.minute_of_day(part))
                {
                    *value = Some(Contacts::ZERO);
                }
            }
        }
        seen.extend(known.iter().map(|index| grid.minute_of_day(*index)));
    }
    filled
}

fn weigh(
    means: &Series<Option<Seconds>>,
    weights: &Series<Option<Contacts>>,
    grid: Grid,
    parts: usize,
) -> Series<Option<Seconds>> {
    Series::from_fn(grid, |index| {
        weighted(means, weights, index * parts..(index + 1) * parts)
    })
}

/// The mean over some intervals, of those in which both are known.
pub(super) fn weighted(
    means: &Series<Option<Seconds>>,
    weights: &Series<Option<Contacts>>,
    range: Range<usize>,
) -> Option<Seconds> {
    let means = means.values.get(range.clone()).unwrap_or_default();
    let weights = weights.values.get(range).unwrap_or_default();
    let pairs = means.iter().zip(weights);
    let known = pairs.filter_map(|(mean, weight)| Some(((*mean)?.0, (*weight)?.0)));
    let (sum, weight) = known.fold((0.0, 0.0), |(sum, weight), (mean, count)| {
        (sum + mean * count, weight + count)
    });
    (weight > 0.0).then(|| Seconds(sum / weight))
}

fn average(agents: &Series<Option<Agents>>, grid: Grid, parts: usize) -> Series<Option<Agents>> {
    Series::from_fn(grid, |index| {
        let sum: Option<Agents> = chunk(agents, index, parts).iter().copied().sum();
        sum.map(|sum| sum * (1.0 / parts as f64))
    })
}

/// The mean patience of callers: total waiting over abandonments, of the days from `from` to
/// `to`, both included.
///
/// ```text
/// patience = Σ wait × offered / Σ abandoned
/// ```
///
/// over the intervals in which all three are known. `None` when nowhere all are known or nobody
/// abandoned.
///
/// # References
/// The estimator of the hazard of abandonment by exposure, right for exponential patience and,
/// as a rate, for use in Erlang A whatever the law: A. Mandelbaum and S. Zeltyn, *Staffing
/// many-server queues with impatient customers* (2009), section 3; L. Brown et al., *Statistical
/// analysis of a telephone call center* (2005), section 5.
pub fn patience(queue: &Queue, from: NaiveDate, to: NaiveDate) -> Option<Seconds> {
    let (abandoned, waited) = impatience(queue, from, to);
    (waited > 0.0 && abandoned > 0.0).then(|| Seconds(waited / abandoned))
}

/// Abandonments, and the seconds that all waited together, of the days from `from` to `to`, over the
/// intervals in which both are known.
pub fn impatience(queue: &Queue, from: NaiveDate, to: NaiveDate) -> (f64, f64) {
    let grid = &queue.offered.grid;
    let start = if from <= queue.first_date() {
        0
    } else {
        grid.day_range(from).start
    };
    let end = if to >= queue.last_date() {
        grid.len
    } else {
        grid.day_range(to).end
    };
    let (mut waited, mut abandoned) = (0.0, 0.0);
    for index in start..end {
        let offered = queue.offered.values.get(index).copied().flatten();
        let left = queue.abandoned.values.get(index).copied().flatten();
        let wait = queue.wait.values.get(index).copied().flatten();
        if let (Some(offered), Some(left), Some(wait)) = (offered, left, wait) {
            waited += wait.0 * offered.0;
            abandoned += left.0;
        }
    }
    (abandoned, waited)
}

/// The day of the week as an index, Monday zero.
pub(super) fn weekday(date: NaiveDate) -> usize {
    date.weekday().num_days_from_monday() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Quarters of two days into hours: empty quarters are left out by the exporter.
    #[test]
    fn parts_that_an_exporter_left_out_count_nothing() {
        let grid = Grid::days(
            chrono_tz::UTC,
            NaiveDate::from_ymd_opt(2021, 2, 1).unwrap(),
            2,
            15,
        );
        let mut counts: Series<Option<Contacts>> = Series::filled(grid, None);
        for index in 32..41 {
            counts.values[index] = Some(Contacts(2.0));
            counts.values[index + 96] = Some(Contacts(3.0));
        }
        // On the second day 8:15 had no contact; 10:15 to 11:00 is never recorded.
        counts.values[96 + 33] = None;
        let hours = |counts: &Series<Option<Contacts>>| {
            let whole = Grid {
                step: 60,
                len: 48,
                ..grid
            };
            let hours = add_up(&with_silent_parts(counts, 4), whole, 4).values;
            [8, 9, 10, 32, 34].map(|hour| hours[hour].map(|count: Contacts| count.0))
        };
        assert_eq!(
            hours(&counts),
            [Some(8.0), Some(8.0), None, Some(9.0), None]
        );
        counts.values[35] = Some(Contacts::ZERO);
        assert_eq!(hours(&counts), [Some(6.0), Some(8.0), None, None, None]);
    }
}
