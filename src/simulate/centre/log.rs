//! One flat record per contact.

use super::Centre;
use super::bridge::Bridge;
use super::draw::Source;
use super::ending::{Ended, Ending};
use super::engine::{Chance, Floor, imitate};
use super::plan::Plan;
use crate::error::Result;
use crate::simulate::arrivals::Contact;
use crate::simulate::{Case, Options, Traffic};
use serde::Serialize;
use std::io;

/// What became of one contact; times in seconds after the first interval's start.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ContactRecord {
    /// The repetition that it belongs to, from 0.
    pub replication: u32,
    /// Its queue, by its place.
    pub queue: u32,
    /// The interval in which it arrives, from 0.
    pub interval: u32,
    /// It arrives.
    pub arrival: f64,
    /// Seconds that it waits, also after being handed back; of a callback, until it is made.
    pub wait: f64,
    /// How it ends.
    pub ending: Ending,
    /// Seconds with an agent; 0 if none takes it.
    pub handle_time: f64,
    /// The agent who takes it, the last one if it is handed back.
    pub agent: Option<u32>,
}

/// Every contact of some days, in order of replication and arrival.
///
/// # Errors
/// As [`imitate`](super::imitate).
///
/// # Example
/// ```
/// use bezet::law::Law;
/// use bezet::simulate::{Centre, Ending, Leaving, Queue, log};
/// let (handle_time, patience) = (Law::Fixed { mean: 20.0 }, Law::Fixed { mean: 60.0 });
/// let nobody_there = Centre {
///     interval: 900.0,
///     queues: vec![Queue::new("phone", vec![10.0; 4], handle_time, patience)],
///     crews: vec![],
///     leaving: Leaving::Exhaustive,
///     busyness: f64::INFINITY,
/// };
/// let contacts = log(&nobody_there, 1, 7)?;
/// assert!(contacts.iter().all(|one| one.ending == Ending::Abandoned && one.wait == 60.0));
/// # Ok::<(), bezet::error::Error>(())
/// ```
pub fn log(centre: &Centre, replications: u32, seed: u64) -> Result<Vec<ContactRecord>> {
    centre.check()?;
    let (source, plan) = (Source::new(centre), Plan::new(centre));
    let (mut contacts, mut floor, mut records) = (Vec::new(), Floor::new(), Vec::new());
    for replication in 0..replications {
        source.draw(seed, replication, &mut contacts);
        let first = begin(replication, &contacts, &mut records);
        let chance = Chance::new(seed, replication);
        let each = |contact: &Contact, ended: Ended| {
            records[first + ended.contact as usize].take(contact, &ended);
        };
        imitate(&plan, &plan.changes, &contacts, &mut floor, chance, each);
    }
    Ok(records)
}

/// Every contact of some replications of a case, as [`run`](crate::simulate::run) imitates it.
///
/// # Errors
/// When two of the series given lie on different grids.
pub fn case_log(
    traffic: &Traffic,
    case: &Case,
    options: &Options,
    replications: u32,
) -> Result<Vec<ContactRecord>> {
    let bridge = Bridge::new(traffic, case)?;
    let (mut contacts, mut floor, mut records) = (Vec::new(), Floor::new(), Vec::new());
    for replication in 0..replications {
        let changes = bridge.draw(options, replication, &mut contacts);
        let first = begin(replication, &contacts, &mut records);
        let chance = Chance::new(options.seed, replication);
        let each = |contact: &Contact, ended: Ended| {
            let record = &mut records[first + ended.contact as usize];
            record.take(contact, &ended);
            if ended.ending == Ending::Outside {
                record.wait += bridge.outside;
            }
        };
        imitate(&bridge.plan, &changes, &contacts, &mut floor, chance, each);
    }
    Ok(records)
}

/// A record for each contact, before anything has happened to it; the place of the first.
fn begin(replication: u32, contacts: &[Contact], records: &mut Vec<ContactRecord>) -> usize {
    let first = records.len();
    records.extend(contacts.iter().map(|contact| ContactRecord {
        replication,
        queue: contact.queue,
        interval: contact.interval,
        arrival: contact.arrival,
        wait: 0.0,
        ending: Ending::Unanswered,
        handle_time: 0.0,
        agent: None,
    }));
    first
}

impl ContactRecord {
    fn take(&mut self, contact: &Contact, ended: &Ended) {
        self.wait += ended.wait;
        self.ending = ended.ending;
        if ended.agent.is_some() {
            (self.agent, self.handle_time) = (ended.agent, contact.service);
        }
    }
}

/// Writes records as csv, with the names of the queues and moments as `clock` says them.
///
/// Columns: `replication`, `queue`, `arrival`, `interval`, `wait_s`, `outcome`, `handle_time_s`,
/// `agent`; the last two are empty where no agent took the contact.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_log(
    records: &[ContactRecord],
    queues: &[&str],
    clock: impl Fn(f64) -> String,
    out: impl io::Write,
) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record([
        "replication",
        "queue",
        "arrival",
        "interval",
        "wait_s",
        "outcome",
        "handle_time_s",
        "agent",
    ])?;
    for record in records {
        let queue = queues.get(record.queue as usize).copied();
        let agent = record.agent.map(|agent| (agent + 1).to_string());
        let handle_time = agent.as_ref().map(|_| format!("{:.3}", record.handle_time));
        table.write_record([
            (record.replication + 1).to_string().as_str(),
            queue.unwrap_or_default(),
            &clock(record.arrival),
            &(record.interval + 1).to_string(),
            &format!("{:.3}", record.wait),
            record.ending.word(),
            &handle_time.unwrap_or_default(),
            &agent.unwrap_or_default(),
        ])?;
    }
    table.flush()
}
