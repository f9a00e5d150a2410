//! What earlier rosters mean for a week: hours, weekends and unsocial shifts of each person, and the
//! shifts just before it.

use super::text::clock_after;
use super::{Activity, Person, Roster, Rules, Segment, Shift, Span};
use crate::calendar::Grid;
use crate::units::Minutes;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeSet;

/// The roster of an earlier week.
#[derive(Clone, Debug)]
pub struct PastWeek {
    /// How many weeks before: 1 is last week.
    pub weeks_ago: usize,
    /// Its roster.
    pub roster: Roster,
    /// Public holidays of it on which the centre was closed.
    pub holidays: BTreeSet<NaiveDate>,
}

/// Days before the week whose shifts matter for rest and days in a row: a fortnight.
const DAYS_BEFORE: i64 = 14;

/// Gives people the hours and weekends of earlier weeks, and counts their unsocial shifts.
///
/// A week whose roster is known replaces what the list of people says of it; of a week between
/// that neither knows nothing is counted. From `balance_from` on (a Monday) what was paid beyond the
/// contract is added to each balance.
pub fn remember(
    people: &mut [Person],
    rules: &Rules,
    weeks: &[PastWeek],
    balance_from: Option<NaiveDate>,
) {
    for person in people {
        for week in weeks {
            let shifts: Vec<&Shift> = week.roster.of(&person.id).collect();
            let paid: Minutes = shifts.iter().map(|shift| shift.paid()).sum();
            let weekend = shifts.iter().any(|shift| is_weekend(shift.date));
            at(&mut person.past_weeks, week.weeks_ago, paid);
            at(&mut person.past_weekends, week.weeks_ago, weekend);
            let unsocial = |shift: &&&Shift| {
                let end = clock_after(&week.roster.grid, shift.date, shift.span().to);
                rules
                    .unsocial
                    .is_some_and(|rule| rule.holds(shift.date, end))
            };
            person.past_unsocial += shifts.iter().filter(unsocial).count() as u32;
            let dates = week.roster.grid.dates();
            if balance_from.is_some_and(|from| dates.first().is_some_and(|first| *first >= from)) {
                let counted = paid + person.credit(&dates, &week.holidays);
                person.balance += counted - person.contract;
            }
        }
    }
}

/// Whose turn it is for a session that everybody of these people has once in so many weeks.
///
/// Those who had it longest ago come first, who never had it before all others, then by id. Each week
/// takes its equal part of the people, rounded up, and anyone else whose weeks are over. Somebody who
/// is not there in the week waits.
///
/// ```
/// use bezet::roster::session_turns;
/// let ids: Vec<String> = ["p01", "p02", "p03"].map(String::from).to_vec();
/// let there: Vec<&str> = ids.iter().map(String::as_str).collect();
/// // Nobody is known to have had it: the first of three comes first.
/// assert_eq!(session_turns(&there, &[], "coaching", 3), ["p01"]);
/// ```
pub fn session_turns(there: &[&str], weeks: &[PastWeek], name: &str, every: u32) -> Vec<String> {
    let activity = Activity::Work(name.to_owned());
    let last = |person: &str| {
        let had = |week: &&PastWeek| {
            let mut shifts = week.roster.of(person);
            shifts.any(|shift| shift.minutes_of(&activity) > Minutes::ZERO)
        };
        let had = weeks.iter().filter(had).map(|week| week.weeks_ago);
        had.min()
    };
    let mut turns: Vec<(usize, &str)> = there
        .iter()
        .map(|person| (last(person).unwrap_or(usize::MAX), *person))
        .collect();
    turns.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    let every = every.max(1) as usize;
    let part = there.len().div_ceil(every);
    let over = |ago: usize| ago >= every && ago < usize::MAX;
    let turns = turns.into_iter().enumerate();
    turns
        .filter(|(place, (ago, _))| *place < part || over(*ago))
        .map(|(_, (_, person))| person.to_owned())
        .collect()
}

fn is_weekend(date: NaiveDate) -> bool {
    date.weekday().num_days_from_monday() >= 5
}

/// Puts a value at its place in a list, the latest week first.
fn at<T: Clone + Default>(values: &mut Vec<T>, weeks_ago: usize, value: T) {
    let index = weeks_ago.saturating_sub(1);
    if values.len() <= index {
        values.resize(index + 1, T::default());
    }
    values[index] = value;
}

/// The shifts of the fortnight before the first instant of a grid, their spans counted from it.
pub fn shifts_before(grid: &Grid, weeks: &[PastWeek]) -> Vec<Shift> {
    let mut before = Vec::new();
    for week in weeks {
        let offset = (week.roster.grid.start - grid.start).num_minutes() as i32;
        let moved = |segment: &Segment| Segment {
            activity: segment.activity.clone(),
            span: Span {
                from: segment.span.from + offset,
                to: segment.span.to + offset,
            },
        };
        let first = grid.dates().first().copied();
        let near = |shift: &&Shift| {
            first.is_some_and(|first| (1..=DAYS_BEFORE).contains(&(first - shift.date).num_days()))
        };
        let shifts = week.roster.shifts.iter().filter(near);
        before.extend(shifts.map(|shift| Shift {
            person: shift.person.clone(),
            date: shift.date,
            segments: shift.segments.iter().map(moved).collect(),
        }));
    }
    before.sort_by(|a, b| (&a.person, a.span()).cmp(&(&b.person, b.span())));
    before
}

#[cfg(test)]
mod tests {
    use super::super::parse_shift_text;
    use super::super::rules::Unsocial;
    use super::*;
    use crate::calendar::ClockSpan;
    use crate::units::Euros;
    use chrono::Days;

    fn monday() -> NaiveDate {
        NaiveDate::from_ymd_opt(2021, 3, 29).unwrap()
    }

    fn grid(weeks_ago: u64) -> Grid {
        let first = monday() - Days::new(7 * weeks_ago);
        Grid::days(chrono_tz::Europe::Amsterdam, first, 7, 15)
    }

    /// A past week in which p01 had these shifts, by day of the week.
    fn week(weeks_ago: u64, shifts: &[(u64, &str)]) -> PastWeek {
        let grid = grid(weeks_ago);
        let first = monday() - Days::new(7 * weeks_ago);
        let shift = |(day, text): &(u64, &str)| {
            parse_shift_text(text, "p01", first + Days::new(*day), &grid, "a cell").unwrap()
        };
        PastWeek {
            weeks_ago: weeks_ago as usize,
            roster: Roster {
                grid,
                shifts: shifts.iter().map(shift).collect(),
            },
            holidays: BTreeSet::new(),
        }
    }

    fn person() -> Person {
        Person {
            id: "p01".into(),
            contract: Minutes(600),
            availability: [Some(ClockSpan { from: 0, to: 1440 }); 7],
            past_weeks: vec![Minutes(1), Minutes(2), Minutes(3)],
            balance: Minutes(30),
            ..Person::default()
        }
    }

    #[test]
    fn hours_weekends_and_balance_come_from_rosters_and_the_rest_from_the_list() {
        let weeks = [
            week(1, &[(0, "09:00-13:00"), (6, "09:00-13:00")]),
            week(4, &[(1, "13:00-18:00")]),
        ];
        let rules = Rules {
            unsocial: Some(Unsocial {
                late: 18 * 60,
                weekend: true,
                price: Euros(1.0),
            }),
            ..Rules::default()
        };
        let mut people = [person()];
        let from = Some(monday() - Days::new(7));
        remember(&mut people, &rules, &weeks, from);
        let [person] = &people;
        let hours = [480, 2, 3, 300].map(Minutes);
        assert_eq!(person.past_weeks, hours);
        assert_eq!(person.past_weekends, [true, false, false, false]);
        assert_eq!(person.past_unsocial, 2);
        assert_eq!(person.balance, Minutes(30 + 480 - 600));
    }

    #[test]
    fn who_had_a_session_longest_ago_is_next() {
        let coached = |weeks_ago: u64, person: &str| {
            let mut week = week(weeks_ago, &[(0, "09:00-13:00 coaching 10:00-11:00")]);
            week.roster.shifts[0].person = person.into();
            week
        };
        let there = ["p01", "p02", "p03", "p04"];
        let weeks = [coached(1, "p01"), coached(2, "p04"), coached(3, "p02")];
        let turns = |every| session_turns(&there, &weeks, "coaching", every);
        assert_eq!(turns(4), ["p03"]);
        // Two a week, and whoever has waited two weeks.
        assert_eq!(turns(2), ["p03", "p02", "p04"]);
        assert_eq!(session_turns(&there[1..2], &weeks, "coaching", 4), ["p02"]);
        assert!(session_turns(&[], &weeks, "coaching", 4).is_empty());
    }

    /// The clock goes forward on Sunday 28 March 2021: 23 hours from Sunday noon to Monday noon.
    #[test]
    fn shifts_before_lie_before_the_grid_by_instants() {
        let weeks = [week(1, &[(5, "12:00-13:00"), (6, "12:00-13:00")])];
        let before = shifts_before(&grid(0), &weeks);
        let spans: Vec<i32> = before.iter().map(|shift| shift.span().from).collect();
        assert_eq!(spans, [-36 * 60 + 60, -12 * 60]);
        assert_eq!(before[0].segments[0].activity, Activity::Contacts);
        let old = [week(3, &[(0, "12:00-13:00")])];
        assert!(shifts_before(&grid(0), &old).is_empty());
    }
}
