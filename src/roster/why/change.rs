//! What can be changed, and what a change costs.

use super::Costs;
use super::week::PersonWeek;
use crate::calendar::ClockSpan;
use crate::roster::{Demand, Leave};
use crate::units::{Euros, Minutes};
use chrono::NaiveDate;
use serde::Serialize;

/// A change of one fact.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "change")]
pub enum Change {
    /// A person's week may differ from the contract by so many minutes.
    Tolerance {
        /// Id of the person.
        person: String,
        /// The tolerance.
        minutes: i32,
    },
    /// A person may be rostered in these hours of a weekday.
    Hours {
        /// Id of the person.
        person: String,
        /// Weekday, 0 is Monday.
        weekday: usize,
        /// From, minutes after midnight.
        from: u32,
        /// To.
        to: u32,
    },
    /// A person gives up leave on a date.
    Leave {
        /// Id of the person.
        person: String,
        /// The date.
        date: NaiveDate,
    },
    /// A date is worked on, although it is a holiday or closed.
    Open {
        /// The date.
        date: NaiveDate,
    },
    /// A locked shift may be moved.
    Unlock {
        /// Id of the person.
        person: String,
        /// Its date.
        date: NaiveDate,
        /// Its place among those of the date.
        nth: usize,
    },
    /// A paid length more.
    Paid {
        /// Its minutes.
        minutes: i32,
    },
    /// A rule's figure, in minutes, minutes after midnight or days.
    Figure {
        /// Name of the rule; `earliest` and `latest` apart.
        name: &'static str,
        /// The figure.
        value: i32,
    },
    /// A person learns a skill.
    Skill {
        /// Id of the person.
        person: String,
        /// The skill.
        skill: String,
    },
    /// A person misses a session or a meeting.
    Excuse {
        /// Id of the person.
        person: String,
        /// The work.
        work: String,
    },
    /// Work is done by fewer people for some time.
    Fewer {
        /// The work.
        work: String,
        /// How many fewer.
        people: u32,
        /// For how long.
        minutes: i32,
    },
    /// A site gets more seats.
    Seats {
        /// The site.
        site: String,
        /// How many it has then.
        seats: u32,
    },
}

impl Change {
    /// Changes a week; that of another person stays as it is.
    pub fn apply(&self, week: &mut PersonWeek) {
        let id = week.person().id.clone();
        match self {
            Self::Tolerance { person, minutes } if *person == id => {
                week.rules.contract_tolerance = Minutes(*minutes);
            }
            Self::Hours {
                person,
                weekday,
                from,
                to,
            } if *person == id => {
                let (from, to) = (*from, *to);
                week.set_hours(*weekday, ClockSpan { from, to });
            }
            Self::Leave { person, date } if *person == id => give_up(week, *date),
            Self::Open { date } => week.open_on(*date),
            Self::Unlock { person, date, nth } if *person == id => week.unlock(*date, *nth),
            Self::Paid { minutes } => {
                week.shifts.paid.push(Minutes(*minutes));
                week.shifts.paid.sort_unstable();
            }
            Self::Figure { name, value } => set_figure(week, name, *value),
            Self::Skill { person, skill } if *person == id => week.give_skill(skill),
            Self::Excuse { person, work } if *person == id => {
                week.work.retain(|one| one.name != *work);
            }
            Self::Fewer { work, people, .. } => {
                let work = week.work.iter_mut().filter(|one| one.name == *work);
                for work in work {
                    if let Demand::Staffed { people: asked, .. } = &mut work.demand {
                        *asked = asked.saturating_sub(*people);
                    }
                }
            }
            Self::Seats { site, seats } => {
                week.seats.insert(site.clone(), *seats);
            }
            _ => {}
        }
    }

    /// What it costs in a week: hours off the contract and hours short at their prices. Contract
    /// hours are paid in any case, so that other changes cost nothing that is configured.
    pub(super) fn euros(&self, costs: &Costs) -> Euros {
        match self {
            Self::Tolerance { minutes, .. } => costs.contract_hour * (f64::from(*minutes) / 60.0),
            Self::Fewer {
                people, minutes, ..
            } => costs.shortage_hour * (f64::from(*people) * f64::from(*minutes) / 60.0),
            _ => Euros(0.0),
        }
    }

    /// Is it a change of a figure of the law?
    pub(super) fn of_law(&self) -> bool {
        let Self::Figure { name, .. } = self else {
            return false;
        };
        let mut rules = crate::roster::rules::ALL.iter();
        rules.any(|rule| rule.name == *name && rule.source != "agreement")
    }
}

/// Takes a date out of the leave, which falls into what is before it and what is after.
fn give_up(week: &mut PersonWeek, date: NaiveDate) {
    for person in &mut week.people {
        let parts = |leave: &Leave| {
            if !leave.covers(date) {
                return vec![leave.clone()];
            }
            let before = date.pred_opt().filter(|to| leave.from <= *to);
            let after = date.succ_opt().filter(|from| *from <= leave.to);
            let before = before.map(|to| Leave {
                to,
                ..leave.clone()
            });
            let after = after.map(|from| Leave {
                from,
                ..leave.clone()
            });
            before.into_iter().chain(after).collect()
        };
        person.leave = person.leave.iter().flat_map(parts).collect();
    }
}

fn set_figure(week: &mut PersonWeek, name: &str, value: i32) {
    let (rules, shifts) = (&mut week.rules, &mut week.shifts);
    let minutes = Minutes(value);
    match name {
        "break_least" => {
            rules.break_least = minutes;
            rules.break_least_long = rules.break_least_long.min(minutes);
        }
        "screen_stretch" => rules.screen_stretch = minutes,
        "shift_max" => rules.shift_max = minutes,
        "week_max" => rules.week_max = minutes,
        "week_max_over_4" => rules.week_max_over_4 = minutes,
        "week_max_over_16" => rules.week_max_over_16 = minutes,
        "weekly_rest" => rules.weekly_rest = minutes,
        "daily_rest" => {
            rules.daily_rest = minutes;
            rules.daily_rest_once = rules.daily_rest_once.min(minutes);
        }
        "break_due" => shifts.break_due = Some(minutes),
        "start_step" => shifts.start_step = value.max(1) as u32,
        "earliest" => shifts.earliest = value.max(0) as u32,
        "latest" => shifts.latest = value.max(0) as u32,
        "lunch_from" => shifts.lunch_window.from = value.max(0) as u32,
        "lunch_to" => shifts.lunch_window.to = value.max(0) as u32,
        "consecutive_days" => rules.consecutive_days = value.max(0) as u32,
        _ => {}
    }
}
