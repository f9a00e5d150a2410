//! The rules that a roster obeys: the list of them, and their figures, each of which is
//! configuration.

mod agreed;
mod list;

pub use agreed::{Allowance, LateEarly, LeastDays, SameStart, Unsocial, WeekendsOff};
pub use list::*;

use crate::calendar::{ClockSpan, Series};
use crate::roster::{Person, Shift, Work};
use crate::units::Minutes;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Figures of law and agreement. The defaults are the Dutch Working Hours Act's for adults.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rules {
    /// Longest shift, breaks included (the article counts work without them; this is stricter).
    pub shift_max: Minutes,
    /// Most paid time in a week.
    pub week_max: Minutes,
    /// Most paid time a week on average over 4 weeks.
    pub week_max_over_4: Minutes,
    /// Most paid time a week on average over 16 weeks.
    pub week_max_over_16: Minutes,
    /// Least rest between working days.
    pub daily_rest: Minutes,
    /// Least rest once in 7 x 24 hours, where the work demands it; `daily_rest` if never.
    pub daily_rest_once: Minutes,
    /// Least unbroken rest in any 7 x 24 hours.
    pub weekly_rest: Minutes,
    /// Alternatively: least rest in 14 x 24 hours, in parts of at least `weekly_rest_part`.
    pub fortnight_rest: Minutes,
    /// Least part of the fortnight's rest.
    pub weekly_rest_part: Minutes,
    /// More work than this in a shift, breaks not counted, needs `break_least`.
    pub break_after: Minutes,
    /// Break in a shift with more work than `break_after`; may be in parts.
    pub break_least: Minutes,
    /// More work than this in a shift needs `break_least_long`.
    pub break_after_long: Minutes,
    /// Break in a shift with more work than `break_after_long`; may be in parts.
    pub break_least_long: Minutes,
    /// Shortest part of a break that counts for the law.
    pub break_part: Minutes,
    /// Longest stretch of screen work.
    pub screen_stretch: Minutes,
    /// Most consecutive working days.
    pub consecutive_days: u32,
    /// Paid time and credited leave may differ from the contract by this in a week.
    pub contract_tolerance: Minutes,
    /// No early shift after a late one, if that is agreed.
    pub late_early: Option<LateEarly>,
    /// Least working days in a row, if that is agreed.
    pub consecutive_days_least: Option<LeastDays>,
    /// Free weekends, if they are agreed.
    pub weekends_off: Option<WeekendsOff>,
    /// The same start through the week, if that is agreed.
    pub same_start: Option<SameStart>,
    /// The balance of paid time against contracts goes no further than this, either way.
    pub balance_max: Option<Minutes>,
    /// Unsocial shifts, shared fairly, if that is agreed.
    pub unsocial: Option<Unsocial>,
    /// Hours that are paid more.
    pub allowances: Vec<Allowance>,
    /// Days before a shift from which a published roster no longer changes unsaid.
    pub notice_days: u32,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            shift_max: Minutes(12 * 60),
            week_max: Minutes(60 * 60),
            week_max_over_4: Minutes(55 * 60),
            week_max_over_16: Minutes(48 * 60),
            daily_rest: Minutes(11 * 60),
            daily_rest_once: Minutes(8 * 60),
            weekly_rest: Minutes(36 * 60),
            fortnight_rest: Minutes(72 * 60),
            weekly_rest_part: Minutes(32 * 60),
            break_after: Minutes(330),
            break_least: Minutes(30),
            break_after_long: Minutes(600),
            break_least_long: Minutes(45),
            break_part: Minutes(15),
            screen_stretch: Minutes(120),
            consecutive_days: 6,
            contract_tolerance: Minutes::ZERO,
            late_early: None,
            consecutive_days_least: None,
            weekends_off: None,
            same_start: None,
            balance_max: None,
            unsocial: None,
            allowances: Vec::new(),
            notice_days: 28,
        }
    }
}

/// Which shifts may be rostered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShiftOptions {
    /// Earliest start, minutes after midnight.
    pub earliest: u32,
    /// Latest end.
    pub latest: u32,
    /// Starts lie on this lattice.
    pub start_step: u32,
    /// Paid lengths of a day, ascending.
    pub paid: Vec<Minutes>,
    /// Unpaid lunch, in shifts whose paid length exceeds `Rules::break_after`.
    pub lunch: Minutes,
    /// Lunch lies within.
    pub lunch_window: ClockSpan,
    /// A short paid break.
    pub short_break: Minutes,
    /// A part of a shift, before or after lunch, that is longer than this has a short break within;
    /// `None`: only the law's breaks are due.
    pub break_due: Option<Minutes>,
    /// Such a break lies at least this far from either end of its part.
    pub break_edge: Minutes,
}

/// All that a roster is made and checked against.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// The people.
    pub people: &'a [Person],
    /// Name of the queue: the skill that contacts need.
    pub queue: &'a str,
    /// Figures of law and agreement.
    pub rules: &'a Rules,
    /// Which shifts may be rostered.
    pub shifts: &'a ShiftOptions,
    /// Other work.
    pub work: &'a [Work],
    /// Open intervals on the grid of the weeks.
    pub open: &'a Series<bool>,
    /// Dates that are closed for a public holiday: credited like leave, nobody works.
    pub holidays: &'a BTreeSet<NaiveDate>,
    /// Seats per site.
    pub seats: &'a BTreeMap<String, u32>,
    /// Shifts that stand as they are.
    pub locked: &'a [Shift],
    /// The shifts of the days before the grid, for rest and consecutive days; spans are negative.
    pub before: &'a [Shift],
}

/// A rule broken: which, by whom, when, by how much. The rule's entry in [`ALL`] has its sentence
/// and unit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Breach {
    /// The rule's code: `R03`.
    pub code: &'static str,
    /// The rule's name, as in configuration: `daily_rest`.
    pub rule: &'static str,
    /// Id of the person, or work, or site; `p03: coaching` is a person at a work.
    pub who: String,
    /// First minute, after the first instant of the grid.
    pub from: i32,
    /// First minute after it.
    pub to: i32,
    /// What was found, in the rule's unit.
    pub measured: f64,
    /// What the rule allows.
    pub allowed: f64,
}
