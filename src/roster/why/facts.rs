//! What the user gave, one by one.

use super::week::PersonWeek;
use crate::roster::rules::{
    BREAK_DUE, BREAK_LEAST, CONSECUTIVE_DAYS, DAILY_REST, DAY_WINDOW, LUNCH_WINDOW, PAID, Rule,
    SCREEN_STRETCH, SHIFT_MAX, START_STEP, WEEK_MAX, WEEK_MAX_OVER_4, WEEK_MAX_OVER_16,
    WEEKLY_REST,
};
use crate::roster::{Demand, Work};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;

/// A fact of the user's, or a rule with its figure.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case", tag = "fact")]
pub enum Fact {
    /// A rule of [`crate::roster::rules::ALL`], by its name, with its figure.
    Rule {
        /// Its name, which is the key in configuration less the unit.
        name: &'static str,
        /// Its code.
        code: &'static str,
        /// Its figure as people read it.
        figure: String,
    },
    /// The date has no opening hours.
    Closed {
        /// The date.
        date: NaiveDate,
    },
    /// The date is a public holiday.
    Holiday {
        /// The date.
        date: NaiveDate,
    },
    /// The shifts that the person worked before the week.
    Before {
        /// Id of the person.
        person: String,
    },
    /// The person lacks a skill: of the queue, or of work.
    Skill {
        /// Id of the person.
        person: String,
        /// The skill.
        skill: String,
    },
    /// Work asks for a skill.
    WorkSkill {
        /// Name of the work.
        work: String,
        /// The skill.
        skill: String,
    },
    /// The meeting of the person's team.
    Meeting {
        /// Name of the work.
        work: String,
    },
    /// The hours of a weekday, `None`: a fixed day off.
    Hours {
        /// Id of the person.
        person: String,
        /// Weekday, 0 is Monday.
        weekday: usize,
        /// First and last minute of the day.
        hours: Option<(u32, u32)>,
    },
    /// Days of leave.
    Leave {
        /// Id of the person.
        person: String,
        /// First day.
        from: NaiveDate,
        /// Last day.
        to: NaiveDate,
    },
    /// A locked shift.
    Lock {
        /// Id of the person.
        person: String,
        /// Its date.
        date: NaiveDate,
        /// Its place among the person's locked shifts of that date.
        nth: usize,
    },
    /// A session that the person is named in.
    Session {
        /// Name of the work.
        work: String,
        /// Id of the person.
        person: String,
    },
    /// The contract hours, with the tolerance.
    Contract {
        /// Id of the person.
        person: String,
        /// Minutes a week.
        minutes: i32,
        /// Minutes by which a week may differ.
        tolerance: i32,
    },
    /// Work that needs people throughout its windows.
    Staffed {
        /// Name of the work.
        work: String,
        /// People at every minute.
        people: u32,
    },
    /// The seats of a site.
    Seats {
        /// The site.
        site: String,
        /// How many.
        seats: u32,
    },
}

impl Fact {
    pub(super) fn rule(week: &PersonWeek, rule: &Rule) -> Self {
        Self::Rule {
            name: rule.name,
            code: rule.code,
            figure: super::lift::figure(week, rule.name),
        }
    }

    /// Whose fact it is, where it is one person's.
    pub fn person(&self) -> Option<&str> {
        match self {
            Self::Before { person }
            | Self::Skill { person, .. }
            | Self::Hours { person, .. }
            | Self::Leave { person, .. }
            | Self::Lock { person, .. }
            | Self::Session { person, .. }
            | Self::Contract { person, .. } => Some(person),
            _ => None,
        }
    }

    /// The code of the rule that the fact belongs to, as in ERRORS.md.
    pub fn code(&self) -> &'static str {
        use crate::roster::rules as all;
        match self {
            Self::Rule { code, .. } => code,
            Self::Closed { .. } | Self::Holiday { .. } => all::CLOSED.code,
            Self::Before { .. } => all::DAILY_REST.code,
            Self::Skill { .. } | Self::WorkSkill { .. } => all::SKILLS.code,
            Self::Meeting { .. } => all::MEETING.code,
            Self::Hours { .. } => all::AVAILABILITY.code,
            Self::Leave { .. } => all::LEAVE.code,
            Self::Lock { .. } => all::LOCKED.code,
            Self::Session { .. } => all::SESSION.code,
            Self::Contract { .. } => all::CONTRACT.code,
            Self::Staffed { .. } => all::STAFFED.code,
            Self::Seats { .. } => all::SEATS.code,
        }
    }
}

/// The rules with a figure that bind one person's week, the law first.
const LAW: [Rule; 8] = [
    BREAK_LEAST,
    SCREEN_STRETCH,
    SHIFT_MAX,
    WEEK_MAX_OVER_16,
    WEEK_MAX_OVER_4,
    WEEK_MAX,
    WEEKLY_REST,
    DAILY_REST,
];
const AGREED: [Rule; 5] = [LUNCH_WINDOW, START_STEP, DAY_WINDOW, CONSECUTIVE_DAYS, PAID];

/// All facts of a person's week, those first that a planner can change least.
pub(super) fn of_week(week: &PersonWeek) -> Vec<Fact> {
    let due = week.shifts.break_due.map(|_| BREAK_DUE);
    let rules = LAW.into_iter().chain(due).chain(AGREED);
    let mut facts: Vec<Fact> = rules.map(|rule| Fact::rule(week, &rule)).collect();
    facts.extend(of_calendar(week));
    facts.extend(of_skills(week));
    facts.extend(of_meetings(week));
    facts.extend(of_hours(week));
    facts.extend(of_leave(week));
    facts.extend(of_locks(week));
    facts.push(contract(week));
    facts
}

fn of_calendar(week: &PersonWeek) -> Vec<Fact> {
    let dates = week.dates();
    let shut = dates.iter().filter(|date| !week.opens_on(**date));
    let shut = shut.filter(|date| !week.holidays.contains(date));
    let mut facts: Vec<Fact> = shut.map(|date| Fact::Closed { date: *date }).collect();
    let holidays = dates.iter().filter(|date| week.holidays.contains(date));
    facts.extend(holidays.map(|date| Fact::Holiday { date: *date }));
    if !week.before.is_empty() {
        let person = week.person().id.clone();
        facts.push(Fact::Before { person });
    }
    facts
}

/// Skills that the person lacks of what locked shifts and sessions make them do.
fn of_skills(week: &PersonWeek) -> Vec<Fact> {
    let person = week.person();
    let asked = |work: &Work| {
        let named = matches!(&work.demand, Demand::Session { people, .. }
            if people.contains(&person.id));
        let locked = super::locks::does(week, &work.name);
        work.skill.clone().filter(|_| named || locked)
    };
    let mut skills: Vec<String> = week.work.iter().filter_map(asked).collect();
    if super::locks::takes_contacts(week) {
        skills.push(week.queue.clone());
    }
    skills.sort();
    skills.dedup();
    let lacking = skills.into_iter().filter(|s| !person.skills.contains(s));
    let fact = |skill| Fact::Skill {
        person: person.id.clone(),
        skill,
    };
    lacking.map(fact).collect()
}

fn of_meetings(week: &PersonWeek) -> Vec<Fact> {
    let theirs = |work: &&Work| matches!(&work.demand, Demand::Meeting { team, .. } if *team == week.person().team);
    let meetings = week.work.iter().filter(theirs);
    meetings
        .map(|work| Fact::Meeting {
            work: work.name.clone(),
        })
        .collect()
}

fn of_hours(week: &PersonWeek) -> Vec<Fact> {
    let weekdays = week.dates().into_iter();
    let mut weekdays: Vec<usize> = weekdays
        .map(|date| date.weekday().num_days_from_monday() as usize)
        .collect();
    weekdays.dedup();
    weekdays.into_iter().map(|day| hours(week, day)).collect()
}

/// The fact of a weekday's hours.
pub(super) fn hours(week: &PersonWeek, weekday: usize) -> Fact {
    let person = week.person();
    let hours = person.availability.get(weekday).copied().flatten();
    Fact::Hours {
        person: person.id.clone(),
        weekday,
        hours: hours.map(|hours| (hours.from, hours.to)),
    }
}

pub(super) fn of_leave(week: &PersonWeek) -> Vec<Fact> {
    let dates = week.dates();
    let touches = |leave: &&crate::roster::Leave| dates.iter().any(|date| leave.covers(*date));
    let leave = week.person().leave.iter().filter(touches);
    let fact = |leave: &crate::roster::Leave| Fact::Leave {
        person: week.person().id.clone(),
        from: leave.from,
        to: leave.to,
    };
    leave.map(fact).collect()
}

pub(super) fn of_locks(week: &PersonWeek) -> Vec<Fact> {
    let before = |index: usize, date: NaiveDate| {
        let earlier = week.locked.iter().take(index);
        earlier.filter(|shift| shift.date == date).count()
    };
    let fact = |(index, shift): (usize, &crate::roster::Shift)| Fact::Lock {
        person: shift.person.clone(),
        date: shift.date,
        nth: before(index, shift.date),
    };
    week.locked.iter().enumerate().map(fact).collect()
}

pub(super) fn contract(week: &PersonWeek) -> Fact {
    Fact::Contract {
        person: week.person().id.clone(),
        minutes: week.person().contract.0,
        tolerance: week.rules.contract_tolerance.0,
    }
}
