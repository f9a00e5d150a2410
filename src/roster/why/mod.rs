//! Why not, and what instead: what a contradiction is made of, and the smallest way out.
//!
//! A *fact* is what the user gave: a contract, a day of leave, a rule's figure. A *contradiction*
//! is a smallest set of facts that no roster obeys together: without any one of them there is
//! one. It is found by taking facts away for as long as no roster obeys the rest, law first and
//! a person's own facts last, so that what stays is what a planner can change most easily.
//!
//! Rosters are asked for one person at a time, of the model that makes the roster; what several
//! people must do together is summed over each one's best week, so that a contradiction that is
//! told is one, but not every contradiction among several people is found.

mod change;
mod crowd;
mod facts;
mod filter;
mod lift;
mod locks;
mod oracle;
mod person;
mod relax;
mod seats;
mod staffed;
mod text;
mod week;
mod words;

pub use change::Change;
pub use facts::Fact;
pub use relax::Relaxation;
pub use text::why_text;
pub use week::PersonWeek;

use super::{Setting, Span};
use crate::units::Euros;
use serde::Serialize;

/// What kind of question has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A person's week meets no contract.
    Week,
    /// Locked shifts contradict each other or a rule.
    Locks,
    /// A person cannot hold a session.
    Session,
    /// Staffed work needs more people than can be there.
    Staffed,
    /// More people must be there than a site seats.
    Seats,
}

/// A smallest set of facts that no roster obeys together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Contradiction {
    /// What has no answer.
    pub kind: Kind,
    /// Id of the person, name of the work, or site.
    pub who: String,
    /// When, in minutes of the grid; the whole of it where it is a week's.
    pub span: Span,
    /// How many people are too few, or too many for the seats; 0 where people are not counted.
    pub people: u32,
    /// The facts: without any one of them there is an answer.
    pub set: Vec<Fact>,
    /// The facts that were taken away without giving an answer.
    #[serde(skip)]
    pub lifted: Vec<Fact>,
    /// The smallest change of each fact that gives an answer, the cheapest first.
    pub relaxations: Vec<Relaxation>,
}

/// What changes cost.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Costs {
    /// Price of an hour off the contract.
    pub contract_hour: Euros,
    /// Price of an hour in which somebody is short.
    pub shortage_hour: Euros,
}

/// Every contradiction that is found in a setting, by kind and in the order of people and work.
///
/// A person whose week has no answer is left out of the questions about several people.
///
/// ```
/// use bezet::calendar::{ClockSpan, Grid, OpeningHours};
/// use bezet::roster::{Costs, Kind, Person, Rules, Setting, ShiftOptions, why};
/// use bezet::units::Minutes;
/// use chrono::NaiveDate;
/// use std::collections::{BTreeMap, BTreeSet};
/// let day = Some(ClockSpan { from: 480, to: 1050 });
/// let person = Person {
///     id: "p01".into(),
///     contract: Minutes(500),
///     skills: BTreeSet::from(["phone".to_owned()]),
///     availability: [day, None, None, None, None, None, None],
///     ..Person::default()
/// };
/// let monday = NaiveDate::from_ymd_opt(2021, 4, 12).expect("a date");
/// let grid = Grid::days(chrono_tz::Europe::Amsterdam, monday, 7, 15);
/// let hours = OpeningHours {
///     week: std::array::from_fn(|_| vec![ClockSpan { from: 510, to: 1020 }]),
///     ..OpeningHours::default()
/// };
/// let shifts = ShiftOptions {
///     earliest: 480,
///     latest: 1050,
///     start_step: 15,
///     paid: vec![Minutes(480)],
///     lunch: Minutes(30),
///     lunch_window: ClockSpan { from: 690, to: 825 },
///     short_break: Minutes(15),
///     break_due: None,
///     break_edge: Minutes(30),
/// };
/// let setting = Setting {
///     people: &[person],
///     queue: "phone",
///     rules: &Rules::default(),
///     shifts: &shifts,
///     work: &[],
///     open: &hours.mask(&grid),
///     holidays: &BTreeSet::new(),
///     seats: &BTreeMap::new(),
///     locked: &[],
///     before: &[],
/// };
/// let found = why(&setting, &Costs::default());
/// assert_eq!(found[0].kind, Kind::Week);
/// let words: Vec<String> = found[0].relaxations.iter().map(|r| r.words().english).collect();
/// assert!(words.contains(&"a tolerance of 0:20".to_owned()), "{words:?}");
/// ```
pub fn why(setting: &Setting, costs: &Costs) -> Vec<Contradiction> {
    let people = 0..setting.people.len();
    let mut found: Vec<Contradiction> = people
        .clone()
        .flat_map(|person| person::explain(setting, person, costs))
        .collect();
    let sound: Vec<PersonWeek> = people
        .map(|person| PersonWeek::of(setting, person))
        .filter(|week| !stuck(&found, week))
        .collect();
    found.extend(staffed::explain(setting, &sound, costs));
    found.extend(seats::explain(setting, &sound, costs));
    found.sort_by(|a, b| (a.kind, &a.who, a.span).cmp(&(b.kind, &b.who, b.span)));
    found
}

/// Has the person of this week no week at all?
fn stuck(found: &[Contradiction], week: &PersonWeek) -> bool {
    let theirs = |one: &&Contradiction| one.who == week.person().id;
    let mut found = found.iter().filter(theirs);
    found.any(|one| matches!(one.kind, Kind::Week | Kind::Locks))
}

/// The contradictions of one person's week: as [`why`], of the person at this place.
pub fn why_person(setting: &Setting, person: usize, costs: &Costs) -> Vec<Contradiction> {
    person::explain(setting, person, costs)
}

/// The contradictions of seats.
pub(super) fn why_seats(setting: &Setting, costs: &Costs) -> Vec<Contradiction> {
    let people = 0..setting.people.len();
    let weeks: Vec<PersonWeek> = people.map(|one| PersonWeek::of(setting, one)).collect();
    seats::explain(setting, &weeks, costs)
}
