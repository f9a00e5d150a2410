//! Where the paid hours of a roster go.

use super::HoursBridge;
use crate::roster::{Activity, Person, Roster};
use crate::units::{Hours, Minutes, Share};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// The hours bridge of a roster.
///
/// Paid time is what is rostered without lunch, plus leave and public holidays as they count
/// towards the contract. Nothing is taken off twice: a rostered break is no shrinkage.
pub fn bridge(
    roster: &Roster,
    people: &[Person],
    holidays: &BTreeSet<NaiveDate>,
    absent: Share,
) -> HoursBridge {
    let dates = roster.grid.dates();
    let leave: Minutes = people.iter().map(|p| p.credit(&dates, holidays)).sum();
    let mut spent: BTreeMap<&Activity, Minutes> = BTreeMap::new();
    for segment in roster.shifts.iter().flat_map(|shift| &shift.segments) {
        *spent.entry(&segment.activity).or_default() += segment.span.minutes();
    }
    let hours = |activity: &Activity| spent.get(activity).copied().unwrap_or_default().hours();
    let phone = hours(&Activity::Contacts);
    let rostered: Minutes = roster.shifts.iter().map(|shift| shift.paid()).sum();
    let sickness = phone * absent.0;
    HoursBridge {
        contract: people
            .iter()
            .map(|person| person.contract)
            .sum::<Minutes>()
            .hours(),
        paid: (rostered + leave).hours(),
        leave: leave.hours() + hours(&Activity::Absent),
        breaks: hours(&Activity::Break),
        work: other_work(&spent),
        phone,
        sickness,
        on_phone: phone - sickness,
    }
}

fn other_work(spent: &BTreeMap<&Activity, Minutes>) -> BTreeMap<String, Hours> {
    let named = spent
        .iter()
        .filter_map(|(activity, minutes)| match activity {
            Activity::Work(name) => Some((name.clone(), minutes.hours())),
            _ => None,
        });
    named.collect()
}
