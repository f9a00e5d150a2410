//! The smallest change of each fact that gives an answer.

use super::change::Change;
use super::facts::Fact;
use super::week::PersonWeek;
use super::{Costs, facts};
use crate::calendar::ClockSpan;
use crate::roster::Demand;
use crate::units::Euros;
use serde::Serialize;

/// Figures change by so many minutes at a time.
const STEP: usize = 15;
/// The day in halves, where no opening divides it better.
const MIDDAY: u32 = 750;
const DAY: u32 = 24 * 60;

/// A change that gives an answer, with what it costs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Relaxation {
    /// The change, of one fact only.
    pub change: Change,
    /// What it costs in the week by the configured prices; 0 where none applies.
    pub euros: Euros,
    /// Is it a figure of the law, which no agreement changes?
    pub law: bool,
}

/// Changes of one kind to try.
enum Ladder {
    /// Each is more than the one before: what works stays working.
    Rising(Vec<Change>),
    /// In order of preference.
    Any(Vec<Change>),
}

/// The changes of the facts of a set that give an answer, the cheapest first and the law last.
///
/// `pinch` is the time in which people are short, and how many.
pub(super) fn relaxations(
    set: &[Fact],
    weeks: &[PersonWeek],
    pinch: Option<(i32, u32)>,
    works: &dyn Fn(&Change) -> bool,
    costs: &Costs,
) -> Vec<Relaxation> {
    let ladders = set.iter().flat_map(|fact| ladders(fact, weeks, pinch));
    let found = ladders.filter_map(|ladder| climb(ladder, works));
    let mut found: Vec<Relaxation> = found
        .map(|change| Relaxation {
            euros: change.euros(costs),
            law: change.of_law(),
            change,
        })
        .collect();
    found.sort_by(|a, b| a.law.cmp(&b.law).then(a.euros.0.total_cmp(&b.euros.0)));
    found
}

fn climb(ladder: Ladder, works: &dyn Fn(&Change) -> bool) -> Option<Change> {
    match ladder {
        Ladder::Any(steps) => steps.into_iter().find(|step| works(step)),
        Ladder::Rising(mut steps) => {
            if !works(steps.last()?) {
                return None;
            }
            let (mut low, mut high) = (0, steps.len() - 1);
            while low < high {
                let middle = low + (high - low) / 2;
                match works(steps.get(middle)?) {
                    true => high = middle,
                    false => low = middle + 1,
                }
            }
            Some(steps.swap_remove(low))
        }
    }
}

fn ladders(fact: &Fact, weeks: &[PersonWeek], pinch: Option<(i32, u32)>) -> Vec<Ladder> {
    let Some(first) = weeks.first() else {
        return Vec::new();
    };
    let of = |person: &str| {
        let week = weeks.iter().find(|week| week.person().id == person);
        week.unwrap_or(first)
    };
    let one = |change: Change| vec![Ladder::Any(vec![change])];
    match fact.clone() {
        Fact::Rule { name, .. } => rule_ladders(name, first),
        Fact::Closed { date } | Fact::Holiday { date } => one(Change::Open { date }),
        Fact::Before { .. } => Vec::new(),
        Fact::Skill { person, skill } => one(Change::Skill { person, skill }),
        Fact::WorkSkill { skill, .. } => learners(weeks, &skill),
        Fact::Meeting { work } => one(excuse(first, work)),
        Fact::Session { work, person } => one(Change::Excuse { person, work }),
        Fact::Hours {
            person, weekday, ..
        } => vec![hours(of(&person), weekday)],
        Fact::Leave { person, from, to } => {
            let dates = of(&person).dates().into_iter();
            let dates = dates.filter(|date| from <= *date && *date <= to);
            let person = |date| Change::Leave {
                person: person.clone(),
                date,
            };
            vec![Ladder::Any(dates.map(person).collect())]
        }
        Fact::Lock { person, date, nth } => one(Change::Unlock { person, date, nth }),
        Fact::Contract {
            person,
            minutes,
            tolerance,
        } => {
            let step = |minutes| Change::Tolerance {
                person: person.clone(),
                minutes,
            };
            let most = minutes.max(DAY as i32);
            vec![Ladder::Rising(((tolerance + 1)..=most).map(step).collect())]
        }
        Fact::Staffed { work, people } => {
            let minutes = pinch.map_or(0, |(minutes, _)| minutes);
            let fewer = |people| Change::Fewer {
                work: work.clone(),
                people,
                minutes,
            };
            vec![Ladder::Rising((1..=people).map(fewer).collect())]
        }
        Fact::Seats { site, seats } => {
            let more = |more| Change::Seats {
                site: site.clone(),
                seats: seats + more,
            };
            let most = weeks.len() as u32;
            vec![Ladder::Rising((1..=most).map(more).collect())]
        }
    }
}

fn excuse(week: &PersonWeek, work: String) -> Change {
    let person = week.person().id.clone();
    Change::Excuse { person, work }
}

/// Anybody who lacks the skill may learn it.
fn learners(weeks: &[PersonWeek], skill: &str) -> Vec<Ladder> {
    let people = weeks.iter().map(PersonWeek::person);
    let lacking = people.filter(|person| !person.skills.contains(skill));
    let learn = |person: &crate::roster::Person| Change::Skill {
        person: person.id.clone(),
        skill: skill.to_owned(),
    };
    vec![Ladder::Any(lacking.map(learn).collect())]
}

/// An afternoon, a morning, or the whole day more.
fn hours(week: &PersonWeek, weekday: usize) -> Ladder {
    let Fact::Hours { person, hours, .. } = facts::hours(week, weekday) else {
        return Ladder::Any(Vec::new());
    };
    let (earliest, latest) = (week.shifts.earliest, week.shifts.latest);
    let widened = |span: ClockSpan| {
        let (from, to) = hours.unwrap_or((span.from, span.to));
        Change::Hours {
            person: person.clone(),
            weekday,
            from: from.min(span.from),
            to: to.max(span.to),
        }
    };
    let (from, to) = (earliest.min(MIDDAY), latest.max(MIDDAY));
    let day = |from, to| widened(ClockSpan { from, to });
    Ladder::Any(vec![
        day(MIDDAY, to),
        day(from, MIDDAY),
        day(earliest, latest),
    ])
}

fn rule_ladders(name: &'static str, week: &PersonWeek) -> Vec<Ladder> {
    let (rules, shifts) = (&week.rules, &week.shifts);
    let figure = |name: &'static str, values: Vec<i32>| {
        let step = |value| Change::Figure { name, value };
        Ladder::Rising(values.into_iter().map(step).collect())
    };
    let up = |from: i32, to: i32| ((from + 1)..=to).filter(|v| v % STEP as i32 == 0).collect();
    let down = |from: i32, to: i32| -> Vec<i32> {
        let below = (to..from).filter(|v| v % STEP as i32 == 0);
        below.rev().collect()
    };
    let day = DAY as i32;
    let week_long = 7 * day;
    match name {
        "paid" => vec![Ladder::Any(lengths(week))],
        "day_window" => vec![
            figure("latest", up(shifts.latest as i32, day)),
            figure("earliest", down(shifts.earliest as i32, 0)),
        ],
        "lunch_window" => vec![
            figure("lunch_to", up(shifts.lunch_window.to as i32, day)),
            figure("lunch_from", down(shifts.lunch_window.from as i32, 0)),
        ],
        "start_step" => vec![figure(name, vec![week.open.grid.step as i32])],
        "consecutive_days" => {
            let most = rules.consecutive_days as i32;
            vec![figure(name, ((most + 1)..=most + 7).collect())]
        }
        "shift_max" => vec![figure(name, up(rules.shift_max.0, day))],
        "screen_stretch" => vec![figure(name, up(rules.screen_stretch.0, day))],
        "break_due" => {
            let due = shifts.break_due.unwrap_or_default().0;
            vec![figure(name, up(due, day))]
        }
        "break_least" => vec![figure(name, down(rules.break_least.0, 0))],
        "daily_rest" => vec![figure(name, down(rules.daily_rest.0, 0))],
        "weekly_rest" => vec![figure(name, down(rules.weekly_rest.0, 0))],
        "week_max" => vec![figure(name, up(rules.week_max.0, week_long))],
        "week_max_over_4" => vec![figure(name, up(rules.week_max_over_4.0, week_long))],
        "week_max_over_16" => vec![figure(name, up(rules.week_max_over_16.0, week_long))],
        _ => Vec::new(),
    }
}

/// Lengths of a day that are not agreed, those nearest to one that is first: whole quarters, and
/// even shares of the hours to work.
fn lengths(week: &PersonWeek) -> Vec<Change> {
    let needed = week.person().contract.0 - week.person().credit(&week.dates(), &week.holidays).0;
    let most = week.rules.shift_max.0.min(DAY as i32 / 2);
    let shares = (1..=7).filter(|days| needed % days == 0);
    let mut all: Vec<i32> = (STEP as i32..=most).step_by(STEP).collect();
    all.extend(shares.map(|days| needed / days));
    let agreed: Vec<i32> = week.shifts.paid.iter().map(|paid| paid.0).collect();
    all.retain(|paid| (1..=most).contains(paid) && !agreed.contains(paid));
    let far = |paid: i32| agreed.iter().map(|one| (one - paid).abs()).min();
    all.sort_by_key(|paid| (far(*paid), *paid));
    all.dedup();
    all.into_iter()
        .map(|minutes| Change::Paid { minutes })
        .collect()
}

/// Does any week ask for this staffed work, and of how many?
pub(super) fn asked(week: &PersonWeek, name: &str) -> Option<u32> {
    let work = week.work.iter().find(|work| work.name == name)?;
    match work.demand {
        Demand::Staffed { people, .. } => Some(people),
        _ => None,
    }
}
