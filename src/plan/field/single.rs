//! Days of single contacts, their agents counted.

use super::FieldTest;
use super::assumptions::{Assumptions, assumptions, cost};
use super::days::{Day, FieldDay, FieldOptions, field_test_of, staffed_hours};
use crate::calendar::Grid;
use crate::error::Result;
use crate::history::{Contact, ContactRecord, Staffed, Stay, staffed};
use chrono::{DateTime, NaiveDate};
use std::collections::BTreeMap;

/// Longer waits and handle times, in seconds, are errors of the record.
const BELIEVED: (f64, f64) = (3600.0, 3.0 * 3600.0);

pub(super) fn of_contacts(mut record: ContactRecord, options: &FieldOptions) -> Result<FieldTest> {
    let aside = record.set_aside(BELIEVED.0, BELIEVED.1);
    let mut notes = std::mem::take(&mut record.notes);
    notes.extend(aside);
    let staffed = staffed(&record.contacts, &options.presence);
    let days = days(&record, &staffed, options.step);
    let mut laws = assumptions(&record.contacts);
    let mut test = field_test_of(record.queues, &days, options, notes)?;
    laws.cost = cost(
        &record.contacts,
        staffed.after_contact,
        &days,
        &test.days,
        options,
    );
    test.after_contact_s = Some(staffed.after_contact);
    test.assumptions = Some(laws);
    Ok(test)
}

/// The laws of a record with what they change, and the days compared, if any can be.
pub(in crate::plan) fn laws_of(
    record: ContactRecord,
    options: &FieldOptions,
) -> (Assumptions, Vec<FieldDay>) {
    let laws = assumptions(&record.contacts);
    match of_contacts(record, options) {
        Ok(test) => (test.assumptions.unwrap_or(laws), test.days),
        Err(_) => (laws, Vec::new()),
    }
}

fn days(record: &ContactRecord, staffed: &Staffed, step: u32) -> Vec<Day> {
    let local = |moment: f64| {
        let instant = DateTime::from_timestamp(moment as i64, 0).unwrap_or_default();
        instant.with_timezone(&record.zone).date_naive()
    };
    let mut by_date: BTreeMap<NaiveDate, Vec<&Contact>> = BTreeMap::new();
    for contact in &record.contacts {
        by_date.entry(local(contact.at)).or_default().push(contact);
    }
    let mut stays: BTreeMap<NaiveDate, Vec<Stay>> = BTreeMap::new();
    for stay in &staffed.stays {
        stays.entry(local(stay.from)).or_default().push(*stay);
    }
    let days = by_date.into_iter().map(|(date, contacts)| {
        let grid = Grid::days(record.zone, date, 1, step);
        // Those that began the evening before may last past midnight.
        let began = [date.pred_opt().unwrap_or(date), date];
        let stays = began.iter().filter_map(|date| stays.get(date)).flatten();
        let there = Staffed {
            stays: stays.copied().collect(),
            after_contact: staffed.after_contact,
        };
        day(date, grid, &contacts, &there)
    });
    days.collect()
}

fn day(date: NaiveDate, grid: Grid, contacts: &[&Contact], there: &Staffed) -> Day {
    let agents: Vec<f64> = there
        .agents(grid)
        .values
        .iter()
        .map(|agents| agents.0)
        .collect();
    let hours = staffed_hours(&agents, grid.step_hours());
    let start = grid.instant(0).timestamp() as f64;
    let mut day = Day {
        date,
        grid,
        staffed: hours.clone(),
        offered: vec![0.0; grid.len],
        agents,
        handle_time: 0.0,
        waited: 0.0,
        abandoned: 0.0,
        people: Some(people(&there.stays, start)),
    };
    let mut answered = 0.0;
    for contact in contacts {
        let interval = ((contact.at - start) / grid.step_seconds()) as usize;
        if !hours.contains(&interval) {
            continue;
        }
        day.offered[interval] += 1.0;
        day.waited += contact.wait;
        if contact.answered {
            day.handle_time += contact.handle_time + there.after_contact;
            answered += 1.0;
        } else {
            day.abandoned += 1.0;
        }
    }
    day.handle_time /= f64::max(answered, 1.0);
    day
}

/// Each agent's stretches, in seconds after the day's first instant.
///
/// A stay lasts to the end of its last contact, so that whoever leaves hands nothing back but what
/// chance has made longer.
fn people(stays: &[Stay], start: f64) -> Vec<Vec<(f64, f64)>> {
    let mut people: BTreeMap<u32, Vec<(f64, f64)>> = BTreeMap::new();
    let mut unknown = Vec::new();
    for stay in stays {
        let span = ((stay.from - start).max(0.0), stay.to - start);
        match stay.agent {
            _ if span.0 >= span.1 => {}
            Some(agent) => people.entry(agent).or_default().push(span),
            None => unknown.push(vec![span]),
        }
    }
    people.into_values().chain(unknown).collect()
}
