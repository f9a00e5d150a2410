//! Taking facts away, and rules' figures by name.

use super::facts::Fact;
use super::week::PersonWeek;
use crate::calendar::{ClockSpan, clock};
use crate::roster::Demand;
use crate::units::Minutes;
use chrono::NaiveDate;

/// A day, and more than any figure of a week needs.
const DAY: u32 = 24 * 60;
const EVER: Minutes = Minutes(7 * 24 * 60);
/// Paid lengths of a day where none is agreed lie this far apart, and at the even shares of the
/// contract.
const LENGTHS: usize = 60;

impl PersonWeek {
    /// Takes a fact away; one that is somebody else's changes nothing.
    ///
    /// Locked shifts are to be taken away the last first, so that their places stay.
    pub fn lift(&mut self, fact: &Fact) {
        let id = self.person().id.clone();
        match fact {
            Fact::Rule { name, .. } => lift_rule(self, name),
            Fact::Closed { date } | Fact::Holiday { date } => self.open_on(*date),
            Fact::Before { person } if *person == id => self.before.clear(),
            Fact::Skill { person, skill } if *person == id => self.give_skill(skill),
            Fact::WorkSkill { work, .. } => {
                let work = self.work.iter_mut().filter(|one| one.name == *work);
                work.for_each(|work| work.skill = None);
            }
            Fact::Meeting { work } => self.work.retain(|one| one.name != *work),
            Fact::Session { work, person } if *person == id => {
                self.work.retain(|one| one.name != *work);
            }
            Fact::Hours {
                person, weekday, ..
            } if *person == id => {
                let whole = ClockSpan { from: 0, to: DAY };
                self.set_hours(*weekday, whole);
            }
            Fact::Leave { person, from, to } if *person == id => {
                for person in &mut self.people {
                    person.leave.retain(|l| (l.from, l.to) != (*from, *to));
                }
            }
            Fact::Lock { person, date, nth } if *person == id => self.unlock(*date, *nth),
            Fact::Contract { person, .. } if *person == id => self.rules.contract_tolerance = EVER,
            Fact::Staffed { work, .. } => {
                let work = self.work.iter_mut().filter(|one| one.name == *work);
                for work in work {
                    if let Demand::Staffed { people, .. } = &mut work.demand {
                        *people = 0;
                    }
                }
            }
            Fact::Seats { site, .. } => {
                self.seats.remove(site);
            }
            _ => {}
        }
    }

    /// The week without these facts.
    pub fn without<'a>(&self, facts: impl DoubleEndedIterator<Item = &'a Fact>) -> Self {
        let mut week = self.clone();
        facts.rev().for_each(|fact| week.lift(fact));
        week
    }

    pub(super) fn give_skill(&mut self, skill: &str) {
        for person in &mut self.people {
            person.skills.insert(skill.to_owned());
        }
    }

    pub(super) fn set_hours(&mut self, weekday: usize, hours: ClockSpan) {
        for person in &mut self.people {
            if let Some(day) = person.availability.get_mut(weekday) {
                *day = Some(hours);
            }
        }
    }

    pub(super) fn unlock(&mut self, date: NaiveDate, nth: usize) {
        let mut seen = 0;
        self.locked.retain(|shift| {
            let same = shift.date == date;
            seen += usize::from(same);
            !(same && seen == nth + 1)
        });
    }

    /// Opens the date all day, and it is no holiday.
    pub(super) fn open_on(&mut self, date: NaiveDate) {
        self.holidays.remove(&date);
        if !self.opens_on(date) {
            let day = self.open.grid.day_range(date);
            if let Some(day) = self.open.values.get_mut(day) {
                day.fill(true);
            }
        }
    }
}

fn lift_rule(week: &mut PersonWeek, name: &str) {
    let whole = ClockSpan { from: 0, to: DAY };
    let (rules, shifts) = (&mut week.rules, &mut week.shifts);
    match name {
        "break_least" => (rules.break_least, rules.break_least_long) = (Minutes(0), Minutes(0)),
        "screen_stretch" => rules.screen_stretch = Minutes(DAY as i32),
        "shift_max" => rules.shift_max = Minutes(DAY as i32),
        "week_max" => rules.week_max = EVER,
        "week_max_over_4" => rules.week_max_over_4 = EVER,
        "week_max_over_16" => rules.week_max_over_16 = EVER,
        "weekly_rest" => {
            (rules.weekly_rest, rules.fortnight_rest) = (Minutes(0), Minutes(0));
        }
        "daily_rest" => (rules.daily_rest, rules.daily_rest_once) = (Minutes(0), Minutes(0)),
        "break_due" => shifts.break_due = None,
        "lunch_window" => shifts.lunch_window = whole,
        "start_step" => shifts.start_step = shifts.start_step.min(week.open.grid.step),
        "day_window" => (shifts.earliest, shifts.latest) = (0, DAY),
        "consecutive_days" => rules.consecutive_days = DAY,
        "paid" => any_length(week),
        _ => {}
    }
}

fn any_length(week: &mut PersonWeek) {
    let most = week.rules.shift_max.0.min(DAY as i32 / 2);
    let even = (1..=7).map(|days| week.person().contract.0 / days);
    let mut paid: Vec<i32> = (LENGTHS as i32..=most).step_by(LENGTHS).collect();
    paid.extend(even.filter(|paid| (1..=most).contains(paid)));
    paid.extend(week.shifts.paid.iter().map(|paid| paid.0));
    paid.sort_unstable();
    paid.dedup();
    week.shifts.paid = paid.into_iter().map(Minutes).collect();
}

/// A rule's figure as people read it.
pub(super) fn figure(week: &PersonWeek, name: &str) -> String {
    let (rules, shifts) = (&week.rules, &week.shifts);
    let span = |span: ClockSpan| format!("{}-{}", clock(span.from), clock(span.to));
    let minutes = match name {
        "break_least" => rules.break_least,
        "screen_stretch" => rules.screen_stretch,
        "shift_max" => rules.shift_max,
        "week_max" => rules.week_max,
        "week_max_over_4" => rules.week_max_over_4,
        "week_max_over_16" => rules.week_max_over_16,
        "weekly_rest" => rules.weekly_rest,
        "daily_rest" => rules.daily_rest,
        "break_due" => shifts.break_due.unwrap_or_default(),
        "start_step" => Minutes(shifts.start_step as i32),
        "lunch_window" => return span(shifts.lunch_window),
        "day_window" => {
            return span(ClockSpan {
                from: shifts.earliest,
                to: shifts.latest,
            });
        }
        "consecutive_days" => return rules.consecutive_days.to_string(),
        _ => {
            let lengths: Vec<String> = shifts.paid.iter().map(Minutes::to_string).collect();
            return lengths.join(", ");
        }
    };
    minutes.to_string()
}
