//! `bezet forecast --by-group`.

use super::topics::quoted;
use crate::calendar::DayCalendar;
use crate::error::{Problem, Result};
use crate::forecast::{GroupPast, GroupTime, GroupTimes, Past};
use crate::plan::Expected;
use std::collections::BTreeMap;

/// Handle times by group of people; what was said of them is added to the notes.
pub fn times(expected: &mut Expected) -> Result<GroupTimes> {
    let clean = &expected.clean;
    let past = Past {
        contacts: &clean.contacts,
        handle_time: &clean.handle_time,
        open: &clean.open,
        usable: &clean.usable,
        // Handle times know no holidays.
        calendar: &DayCalendar::plain(Vec::new()),
    };
    let groups = expected.known.groups.iter().map(|(name, group)| {
        let past = GroupPast {
            contacts: &group.contacts,
            handle_time: &group.handle_time,
        };
        (name.clone(), past)
    });
    let groups: BTreeMap<String, GroupPast<'_>> = groups.collect();
    let learnt = match groups.is_empty() {
        true => None,
        false => GroupTimes::learn(&past, &groups)?,
    };
    let Some(times) = learnt else {
        let what = "`0` contacts with a handle time have a group";
        let hint = "give the history a column group (or team, groep), or leave --by-group out";
        return Err(Problem::new("H322", "--by-group", what).hint(hint).into());
    };
    expected.notes.extend(times.notes.iter().cloned());
    Ok(times)
}

/// A row per group.
pub fn table(times: &GroupTimes) -> String {
    let head =
        "group,handle_time_s,factor,factor_error,contacts,share,shift_date,shift_s,shift_error_s\n";
    let rows = times.groups.iter().map(row);
    rows.fold(head.to_owned(), |text, row| text + &row)
}

fn row(group: &GroupTime) -> String {
    let shift = group.shifts.last().map_or(",,".to_owned(), |shift| {
        let (date, size, error) = (shift.date, shift.size.0, shift.error.0);
        format!("{date},{size:.1},{error:.1}")
    });
    let (name, seconds) = (quoted(&group.group), group.handle_time.0);
    let (factor, error) = (group.factor, group.error);
    let (contacts, share) = (group.contacts, group.share);
    format!("{name},{seconds:.1},{factor:.4},{error:.4},{contacts:.0},{share:.4},{shift}\n")
}
