//! People and their contracts.

use super::Wish;
use crate::calendar::{ClockSpan, IsoWeek};
use crate::units::Minutes;
use chrono::{Datelike, NaiveDate, Weekday};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Days over which a full week's contract is credited at most.
const CREDITED_DAYS: i32 = 5;

/// A person with a contract.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Person {
    /// Key in every file: `p07`.
    pub id: String,
    /// Name on paper.
    pub name: String,
    /// Team, for meetings.
    pub team: String,
    /// Site whose seats the person takes.
    pub site: String,
    /// Paid time a week.
    pub contract: Minutes,
    /// What the person can do: queue names and skills of other work.
    pub skills: BTreeSet<String>,
    /// Hours of each weekday, Monday first, in which the person may be rostered; `None` is a
    /// fixed day off.
    pub availability: [Option<ClockSpan>; 7],
    /// Leave, in order of first day.
    pub leave: Vec<Leave>,
    /// Paid time of the weeks before, the latest first, for the averages of the law; may be short.
    pub past_weeks: Vec<Minutes>,
    /// Was the weekend of each week before worked? The latest first; may be short.
    pub past_weekends: Vec<bool>,
    /// Unsocial shifts in the weeks before that are known.
    pub past_unsocial: u32,
    /// Paid time so far beyond the contract; negative: still owed.
    pub balance: Minutes,
    /// What the person would rather have.
    pub wishes: Vec<Wish>,
}

/// Days on which a person is away and paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Leave {
    /// First day.
    pub from: NaiveDate,
    /// Last day, included.
    pub to: NaiveDate,
    /// Paid time that each of its days counts for; `None`: contract over usual working days.
    pub credit: Option<Minutes>,
}

impl Leave {
    /// Is the date one of its days?
    pub fn covers(&self, date: NaiveDate) -> bool {
        self.from <= date && date <= self.to
    }
}

impl Person {
    /// The hours in which the person may be rostered on a date; `None` on a fixed day off.
    pub fn available_on(&self, date: NaiveDate) -> Option<ClockSpan> {
        self.availability[date.weekday().num_days_from_monday() as usize]
    }

    /// Is the person on leave on a date?
    pub fn on_leave(&self, date: NaiveDate) -> bool {
        self.leave.iter().any(|leave| leave.covers(date))
    }

    /// Paid time of leave and public holidays among the dates, as it counts towards the contract.
    ///
    /// A day counts for what its leave says, else for the contract over the usual working days
    /// (those with availability, five at most); each date once, fixed days off for nothing. A
    /// week's usual days together never count for more than the contract.
    ///
    /// ```
    /// use bezet::calendar::ClockSpan;
    /// use bezet::roster::{Leave, Person};
    /// use bezet::units::Minutes;
    /// use chrono::NaiveDate;
    /// use std::collections::BTreeSet;
    /// let monday = NaiveDate::from_ymd_opt(2021, 4, 12).expect("a date");
    /// let week: Vec<NaiveDate> = monday.iter_days().take(7).collect();
    /// let day = Some(ClockSpan { from: 480, to: 1080 });
    /// let person = Person {
    ///     id: "p01".into(),
    ///     contract: Minutes(36 * 60),
    ///     availability: [day, day, day, day, day, None, None],
    ///     leave: vec![Leave { from: monday, to: monday, credit: None }],
    ///     ..Person::default()
    /// };
    /// assert_eq!(person.credit(&week, &BTreeSet::new()), Minutes(432));
    /// assert_eq!(person.credit(&week, &BTreeSet::from([week[0], week[1]])), Minutes(864));
    /// ```
    pub fn credit(&self, dates: &[NaiveDate], holidays: &BTreeSet<NaiveDate>) -> Minutes {
        let mut stated = Minutes::ZERO;
        let mut usual: BTreeMap<IsoWeek, i32> = BTreeMap::new();
        for date in dates.iter().copied().collect::<BTreeSet<_>>() {
            if self.available_on(date).is_none() {
                continue;
            }
            let leave = self.leave.iter().find(|leave| leave.covers(date));
            match leave.and_then(|leave| leave.credit) {
                Some(credit) => stated += credit,
                None if leave.is_some() || holidays.contains(&date) => {
                    *usual.entry(week_of(date)).or_default() += 1;
                }
                None => {}
            }
        }
        stated + usual.into_values().map(|days| self.usual_days(days)).sum()
    }

    /// What so many usual working days of a week count for, rounded once.
    fn usual_days(&self, days: i32) -> Minutes {
        let available = self.availability.iter().flatten().count() as i32;
        let of = available.clamp(1, CREDITED_DAYS);
        let share = f64::from(days.min(of)) / f64::from(of);
        Minutes((f64::from(self.contract.0) * share).round() as i32)
    }
}

/// How many unsocial shifts each person had above their share of them, by contract; 0 below it.
pub(super) fn unsocial_excess(people: &[Person]) -> Vec<f64> {
    let total: f64 = people.iter().map(|p| f64::from(p.past_unsocial)).sum();
    let hours: f64 = people.iter().map(|p| f64::from(p.contract.0)).sum();
    let share = |person: &Person| f64::from(person.contract.0) / hours.max(1.0);
    let excess = |person: &Person| f64::from(person.past_unsocial) - total * share(person);
    people
        .iter()
        .map(|person| excess(person).max(0.0))
        .collect()
}

/// The week of a date.
pub(crate) fn week_of(date: NaiveDate) -> IsoWeek {
    IsoWeek {
        monday: date.week(Weekday::Mon).first_day(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Days;

    const DAY: Option<ClockSpan> = Some(ClockSpan {
        from: 480,
        to: 1080,
    });

    fn monday() -> NaiveDate {
        NaiveDate::from_ymd_opt(2021, 4, 12).unwrap()
    }

    fn dates(days: usize) -> Vec<NaiveDate> {
        monday().iter_days().take(days).collect()
    }

    /// On leave from Monday for so many days.
    fn person(contract: i32, availability: [Option<ClockSpan>; 7], days: u64) -> Person {
        Person {
            id: "p01".to_owned(),
            contract: Minutes(contract),
            availability,
            leave: vec![Leave {
                from: monday(),
                to: monday() + Days::new(days - 1),
                credit: None,
            }],
            ..Person::default()
        }
    }

    #[test]
    fn a_week_of_leave_is_the_contract_to_the_minute() {
        // 1000 minutes over three days: 333 each would lose one.
        let three = [DAY, None, DAY, None, DAY, None, None];
        let credit = |days| person(1000, three, days).credit(&dates(7), &BTreeSet::new());
        assert_eq!(credit(7), Minutes(1000));
        assert_eq!(credit(1), Minutes(333));
        assert_eq!(credit(3), Minutes(667));
    }

    #[test]
    fn six_usual_days_count_for_five() {
        let six = [DAY, DAY, DAY, DAY, DAY, DAY, None];
        let credit = |days| person(2160, six, days).credit(&dates(7), &BTreeSet::new());
        assert_eq!(credit(2), Minutes(864));
        assert_eq!(credit(6), Minutes(2160));
    }

    #[test]
    fn weeks_count_each_for_themselves_and_dates_once() {
        let five = [DAY, DAY, DAY, DAY, DAY, None, None];
        let fortnight = person(2160, five, 14);
        let mut twice = dates(14);
        twice.extend(dates(7));
        assert_eq!(
            fortnight.credit(&twice, &BTreeSet::from([monday()])),
            Minutes(4320)
        );
    }
}
