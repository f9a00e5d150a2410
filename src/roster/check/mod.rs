//! The independent checker: a roster against every rule, nothing shared with what made it.
//!
//! One function per rule, named as the rule. Lengths and rests are differences of minutes since
//! one instant, so they are right on the days of the clock change.

mod agreed;
mod contract;
mod count;
mod place;
mod rest;
mod shape;
mod week;
mod work;

use super::people::week_of;
use super::rules::ALL;
use super::{Activity, Breach, Person, Roster, Setting, Shift, Span, Work};
use crate::calendar::{Grid, IsoWeek};
use crate::units::Euros;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Minutes of a day without a clock change.
const DAY: i32 = 24 * 60;

/// All breaches of a roster, in order of code, person and time; none if it obeys every rule.
///
/// It says nothing about weeks that the roster holds in part only, nor about what it cannot
/// know: after the last day of the roster everybody is taken to rest.
///
/// The roster of today is checked with the same rules as the planned one.
pub fn check(setting: &Setting, roster: &Roster) -> Vec<Breach> {
    let case = Case::new(setting, roster);
    let mut breaches: Vec<Breach> = CHECKS.iter().flat_map(|check| check(&case)).collect();
    let key = |breach: &Breach| (breach.code, breach.who.clone(), breach.from, breach.to);
    breaches.sort_by_cached_key(key);
    breaches
}

/// A check of one rule.
type Check = fn(&Case) -> Vec<Breach>;

const CHECKS: [Check; ALL.len()] = [
    shape::shift_max,
    week::week_max,
    rest::daily_rest,
    rest::weekly_rest,
    week::week_max_over_4,
    week::week_max_over_16,
    rest::break_least,
    rest::screen_stretch,
    rest::consecutive_days,
    week::contract,
    contract::availability,
    contract::leave,
    contract::closed,
    contract::skills,
    place::seats,
    shape::one_shift,
    shape::shape,
    shape::paid,
    shape::start_step,
    shape::day_window,
    shape::lunch,
    shape::lunch_window,
    shape::short_break,
    work::staffed,
    work::hours,
    work::session,
    work::meeting,
    place::block,
    place::window,
    contract::locked,
    contract::known,
    shape::break_due,
    agreed::late_early,
    agreed::consecutive_days_least,
    agreed::weekends_off,
    agreed::same_start,
    agreed::balance,
];

/// Where a roster breaks agreed rules that have a price, with it.
pub(super) fn priced(setting: &Setting, roster: &Roster) -> Vec<(Breach, Euros)> {
    let (case, rules) = (Case::new(setting, roster), setting.rules);
    let found: [(Option<Euros>, Check); 4] = [
        (
            rules.late_early.and_then(|rule| rule.price),
            agreed::early_after_late,
        ),
        (
            rules.consecutive_days_least.and_then(|rule| rule.price),
            agreed::short_runs,
        ),
        (
            rules.weekends_off.and_then(|rule| rule.price),
            agreed::weekends_worked,
        ),
        (
            rules.same_start.and_then(|rule| rule.price),
            agreed::other_starts,
        ),
    ];
    let mut all = Vec::new();
    for (price, check) in found {
        if let Some(price) = price {
            all.extend(check(&case).into_iter().map(|breach| (breach, price)));
        }
    }
    all
}

/// A roster and what it is checked against, ordered for the checks.
struct Case<'a> {
    setting: &'a Setting<'a>,
    roster: &'a Roster,
    grid: &'a Grid,
    dates: Vec<NaiveDate>,
    people: BTreeMap<&'a str, &'a Person>,
    work: BTreeMap<&'a str, &'a Work>,
    /// Each person's working days, those before the roster too.
    days: BTreeMap<&'a str, Vec<WorkingDay>>,
}

/// A date on which somebody works, from the first minute to the last.
#[derive(Clone, Copy, Debug, PartialEq)]
struct WorkingDay {
    date: NaiveDate,
    span: Span,
}

/// A stretch of one activity in a shift.
struct Stretch<'a> {
    shift: &'a Shift,
    activity: Activity,
    span: Span,
}

impl<'a> Case<'a> {
    fn new(setting: &'a Setting<'a>, roster: &'a Roster) -> Self {
        Self {
            setting,
            roster,
            grid: &roster.grid,
            dates: roster.grid.dates(),
            people: setting.people.iter().map(|p| (p.id.as_str(), p)).collect(),
            work: setting.work.iter().map(|w| (w.name.as_str(), w)).collect(),
            days: working_days(setting.before.iter().chain(&roster.shifts)),
        }
    }

    /// The shifts of people who are known, with their people.
    fn known_shifts(&self) -> impl Iterator<Item = (&'a Person, &'a Shift)> {
        let shifts = self.roster.shifts.iter();
        shifts.filter_map(|shift| Some((*self.people.get(shift.person.as_str())?, shift)))
    }

    /// All stretches of the roster, neighbours of the same activity joined.
    fn stretches(&self) -> impl Iterator<Item = Stretch<'a>> {
        self.roster.shifts.iter().flat_map(|shift| {
            let joined = shift.joined().into_iter();
            joined.map(move |segment| Stretch {
                shift,
                activity: segment.activity,
                span: segment.span,
            })
        })
    }

    /// The stretches of other work, with the work where it is known.
    fn work_stretches(&self) -> impl Iterator<Item = (&'a Work, Stretch<'a>)> {
        self.stretches()
            .filter_map(|stretch| match &stretch.activity {
                Activity::Work(name) => Some((*self.work.get(name.as_str())?, stretch)),
                _ => None,
            })
    }

    /// The weeks that the roster holds from Monday to Sunday, with their dates.
    fn whole_weeks(&self) -> Vec<(IsoWeek, Vec<NaiveDate>)> {
        let mut weeks: BTreeMap<IsoWeek, Vec<NaiveDate>> = BTreeMap::new();
        for date in &self.dates {
            weeks.entry(week_of(*date)).or_default().push(*date);
        }
        weeks
            .into_iter()
            .filter(|(_, dates)| dates.len() == 7)
            .collect()
    }

    /// The dates of the roster that have opening hours and are no holiday.
    fn open_dates(&self) -> impl Iterator<Item = NaiveDate> {
        self.dates
            .iter()
            .copied()
            .filter(|date| self.opens_on(*date))
    }

    fn opens_on(&self, date: NaiveDate) -> bool {
        let open = &self.setting.open;
        let day = open.values.get(open.grid.day_range(date));
        day.is_some_and(|day| day.contains(&true)) && !self.setting.holidays.contains(&date)
    }

    /// A date from midnight to midnight.
    fn day_span(&self, date: NaiveDate) -> Span {
        Span::local(self.grid, date, 0, DAY as u32)
    }

    /// From the first midnight of the dates to the last.
    fn dates_span(&self, dates: &[NaiveDate]) -> Span {
        let day = |date: Option<&NaiveDate>| date.map(|date| self.day_span(*date));
        Span {
            from: day(dates.first()).map_or(0, |span| span.from),
            to: day(dates.last()).map_or(0, |span| span.to),
        }
    }

    /// The minute after the last of the roster.
    fn end(&self) -> i32 {
        self.grid.len as i32 * self.grid.step as i32
    }

    /// Minutes after the midnight that begins `date`, by the local clock.
    fn clock(&self, date: NaiveDate, minute: i32) -> i32 {
        super::text::clock_after(self.grid, date, minute)
    }
}

/// Everybody's working days, in order; shifts of a date are taken together.
fn working_days<'a>(shifts: impl Iterator<Item = &'a Shift>) -> BTreeMap<&'a str, Vec<WorkingDay>> {
    let mut spans: BTreeMap<(&str, NaiveDate), Span> = BTreeMap::new();
    for shift in shifts.filter(|shift| !shift.segments.is_empty()) {
        let span = shift.span();
        let day = spans
            .entry((shift.person.as_str(), shift.date))
            .or_insert(span);
        day.from = day.from.min(span.from);
        day.to = day.to.max(span.to);
    }
    let mut days: BTreeMap<&str, Vec<WorkingDay>> = BTreeMap::new();
    for ((person, date), span) in spans {
        days.entry(person)
            .or_default()
            .push(WorkingDay { date, span });
    }
    days
}
