//! The list of all rules, in one place: the checker names them, documents quote them.

use super::Breach;
use crate::roster::Span;
use crate::units::Minutes;
use serde::Serialize;

/// What a rule counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Minutes of a length or a sum.
    Minutes,
    /// Minutes after midnight.
    Clock,
    /// Days.
    Days,
    /// People or seats.
    People,
    /// Shifts or stretches.
    Count,
}

/// A rule that a roster obeys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// Its code: `R03`.
    pub code: &'static str,
    /// Its name; the key in configuration, less the unit, where the rule has a figure.
    pub name: &'static str,
    /// What [`Breach::measured`] and [`Breach::allowed`] count.
    pub unit: Unit,
    /// The rule in a sentence.
    pub says: &'static str,
    /// The article of law, or `agreement`.
    pub source: &'static str,
}

impl Rule {
    /// A breach of this rule.
    pub(crate) fn breach(
        &self,
        who: impl Into<String>,
        span: Span,
        measured: i32,
        allowed: i32,
    ) -> Breach {
        Breach {
            code: self.code,
            rule: self.name,
            who: who.into(),
            from: span.from,
            to: span.to,
            measured: f64::from(measured),
            allowed: f64::from(allowed),
        }
    }

    /// A breach of this rule in minutes.
    pub(crate) fn breach_minutes(
        &self,
        who: impl Into<String>,
        span: Span,
        measured: Minutes,
        allowed: Minutes,
    ) -> Breach {
        self.breach(who, span, measured.0, allowed.0)
    }
}

/// The rule with a code, if there is one.
///
/// ```
/// use bezet::roster::rules;
/// assert_eq!(rules::with_code("R03").map(|rule| rule.name), Some("daily_rest"));
/// assert_eq!(rules::with_code("R99"), None);
/// ```
pub fn with_code(code: &str) -> Option<&'static Rule> {
    ALL.iter().find(|rule| rule.code == code)
}

macro_rules! rules {
    ($($constant:ident = $code:literal $name:literal $unit:ident, $source:literal, $says:literal;)*) => {
        $(
            #[doc = $says]
            pub const $constant: Rule = Rule {
                code: $code,
                name: $name,
                unit: Unit::$unit,
                says: $says,
                source: $source,
            };
        )*

        /// Every rule, in order of code.
        pub const ALL: &[Rule] = &[$($constant),*];
    };
}

rules! {
    SHIFT_MAX = "R01" "shift_max" Minutes, "ATW 5:7",
        "A shift, breaks included, is no longer than `shift_max`.";
    WEEK_MAX = "R02" "week_max" Minutes, "ATW 5:7",
        "Nobody is paid for more than `week_max` of work in a week.";
    DAILY_REST = "R03" "daily_rest" Minutes, "ATW 5:3",
        "Between working days there is `daily_rest`, once in 7 x 24 hours `daily_rest_once`.";
    WEEKLY_REST = "R04" "weekly_rest" Minutes, "ATW 5:5",
        "In 7 x 24 hours there is an unbroken `weekly_rest`, or `fortnight_rest` in 14 x 24 hours.";
    WEEK_MAX_OVER_4 = "R05" "week_max_over_4" Minutes, "ATW 5:7",
        "Over 4 weeks nobody works more than `week_max_over_4` a week on average.";
    WEEK_MAX_OVER_16 = "R06" "week_max_over_16" Minutes, "ATW 5:7",
        "Over 16 weeks nobody works more than `week_max_over_16` a week on average.";
    BREAK_LEAST = "R07" "break_least" Minutes, "ATW 5:4",
        "Work longer than `break_after` is interrupted by `break_least`, in parts of `break_part`.";
    SCREEN_STRETCH = "R08" "screen_stretch" Minutes, "Arbobesluit 5.10",
        "Screen work is interrupted after at most `screen_stretch`.";
    CONSECUTIVE_DAYS = "R09" "consecutive_days" Days, "agreement",
        "Nobody works on more than `consecutive_days` days in a row.";
    CONTRACT = "R10" "contract" Minutes, "agreement",
        "Paid time, leave and holidays of a week are the contract, within `contract_tolerance`.";
    AVAILABILITY = "R11" "availability" Minutes, "agreement",
        "Nobody works on a fixed day off or outside the hours of their weekday.";
    LEAVE = "R12" "leave" Minutes, "agreement",
        "Nobody works on a day of leave.";
    CLOSED = "R13" "closed" Minutes, "agreement",
        "Nobody works on a holiday, or waits for contacts on a day without opening hours.";
    SKILLS = "R14" "skills" Minutes, "agreement",
        "Contacts and other work are done by people with the skill.";
    SEATS = "R15" "seats" People, "agreement",
        "A site seats everybody who is on contacts, on seated work or on a short break.";
    ONE_SHIFT = "R16" "one_shift" Count, "agreement",
        "A person has one shift a day, and shifts do not overlap.";
    SHAPE = "R17" "shape" Minutes, "agreement",
        "A shift begins on its date in the weeks; its stretches follow each other without gap.";
    PAID = "R18" "paid" Minutes, "agreement",
        "The paid length of a shift is one of the lengths agreed.";
    START_STEP = "R19" "start_step" Clock, "agreement",
        "Shifts start on the lattice of `start_step`.";
    DAY_WINDOW = "R20" "day_window" Clock, "agreement",
        "Shifts start at `earliest` or later and end at `latest` or before.";
    LUNCH = "R21" "lunch" Minutes, "agreement",
        "Shifts paid for more than `break_after` have one lunch of the length agreed, others none.";
    LUNCH_WINDOW = "R22" "lunch_window" Minutes, "agreement",
        "Lunch lies within `lunch_window`.";
    SHORT_BREAK = "R23" "short_break" Minutes, "agreement",
        "A paid break is as long as `short_break`.";
    STAFFED = "R24" "staffed" People, "agreement",
        "Staffed work has its people at every minute of its windows on days that are open.";
    HOURS = "R25" "hours" Minutes, "agreement",
        "Work of so many hours a day gets them within its windows on days that are open.";
    SESSION = "R26" "session" Minutes, "agreement",
        "Each person named in a session has it in one piece in a week in which they work.";
    MEETING = "R27" "meeting" Minutes, "agreement",
        "Everybody of the team who works on the day of the meeting is in it throughout.";
    BLOCK = "R28" "block" Minutes, "agreement",
        "A stretch of other work is as long as its `block` allows.";
    WINDOW = "R29" "window" Minutes, "agreement",
        "Other work is done within its windows.";
    LOCKED = "R30" "locked" Count, "agreement",
        "Locked shifts stand as they are.";
    KNOWN = "R31" "known" Count, "agreement",
        "Everybody rostered is among the people, and every activity among the work.";
    BREAK_DUE = "R32" "break_due" Minutes, "agreement",
        "A part of a shift, before or after lunch, longer than `break_due` has a break away from its ends.";
    LATE_EARLY = "R33" "late_early" Clock, "agreement",
        "On the day after a late shift nobody has an early one.";
    CONSECUTIVE_DAYS_LEAST = "R34" "consecutive_days_least" Days, "agreement",
        "Nobody works fewer days in a row than agreed, where a day beside them could be worked.";
    WEEKENDS_OFF = "R35" "weekends_off" Count, "agreement",
        "Of so many successive weekends so many are free.";
    SAME_START = "R36" "same_start" Minutes, "agreement",
        "A person's shifts of a week start at the same time of day, within what is agreed.";
    BALANCE = "R37" "balance" Minutes, "agreement",
        "Paid time runs ahead of the contract, or behind it, by no more than `balance_max` in all.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_count_up_and_names_differ() {
        for (index, rule) in ALL.iter().enumerate() {
            assert_eq!(rule.code, format!("R{:02}", index + 1));
            assert_eq!(ALL.iter().filter(|r| r.name == rule.name).count(), 1);
        }
    }
}
