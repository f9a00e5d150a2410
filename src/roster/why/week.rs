//! One person's week apart from everybody else's: facts may be taken away from it.

use crate::calendar::Series;
use crate::roster::{Person, Rules, Setting, Shift, ShiftOptions, Work};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// A setting of one person that owns what it is made of.
#[derive(Clone, Debug)]
pub struct PersonWeek {
    pub(super) people: Vec<Person>,
    pub(super) queue: String,
    pub(super) rules: Rules,
    pub(super) shifts: ShiftOptions,
    pub(super) work: Vec<Work>,
    pub(super) open: Series<bool>,
    pub(super) holidays: BTreeSet<NaiveDate>,
    pub(super) seats: BTreeMap<String, u32>,
    pub(super) locked: Vec<Shift>,
    pub(super) before: Vec<Shift>,
    nobody: Person,
}

impl PersonWeek {
    /// The week of the person at this place of the setting; of nobody beyond the last.
    pub fn of(setting: &Setting, person: usize) -> Self {
        let people: Vec<Person> = setting.people.get(person).cloned().into_iter().collect();
        let theirs = |shift: &&Shift| people.iter().any(|person| person.id == shift.person);
        let own = |shifts: &[Shift]| shifts.iter().filter(theirs).cloned().collect();
        Self {
            queue: setting.queue.to_owned(),
            rules: setting.rules.clone(),
            shifts: setting.shifts.clone(),
            work: setting.work.to_vec(),
            open: setting.open.clone(),
            holidays: setting.holidays.clone(),
            seats: setting.seats.clone(),
            locked: own(setting.locked),
            before: own(setting.before),
            nobody: Person::default(),
            people,
        }
    }

    /// What a roster of this week is made and checked against.
    pub fn setting(&self) -> Setting<'_> {
        Setting {
            people: &self.people,
            queue: &self.queue,
            rules: &self.rules,
            shifts: &self.shifts,
            work: &self.work,
            open: &self.open,
            holidays: &self.holidays,
            seats: &self.seats,
            locked: &self.locked,
            before: &self.before,
        }
    }

    /// The same with nothing in it that has a price: what may be broken contradicts nothing.
    pub(super) fn without_prices(&self) -> Self {
        let mut week = self.clone();
        week.people
            .iter_mut()
            .for_each(|person| person.wishes.clear());
        let rules = &mut week.rules;
        rules.allowances.clear();
        rules.unsocial = None;
        rules.late_early = rules.late_early.filter(|rule| rule.price.is_none());
        rules.consecutive_days_least = rules
            .consecutive_days_least
            .filter(|rule| rule.price.is_none());
        rules.weekends_off = rules.weekends_off.filter(|rule| rule.price.is_none());
        rules.same_start = rules.same_start.filter(|rule| rule.price.is_none());
        week
    }

    /// Whose week it is.
    pub fn person(&self) -> &Person {
        self.people.first().unwrap_or(&self.nobody)
    }

    /// The dates of the week.
    pub(super) fn dates(&self) -> Vec<NaiveDate> {
        self.open.grid.dates()
    }

    /// Has the date opening hours?
    pub(super) fn opens_on(&self, date: NaiveDate) -> bool {
        let day = self.open.values.get(self.open.grid.day_range(date));
        day.is_some_and(|day| day.contains(&true))
    }
}
