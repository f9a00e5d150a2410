//! One imitated stretch of time as a telephone system would record it.

use super::engine::{Fate, Model};
use super::{Case, Options, Traffic};
use crate::calendar::Series;
use crate::error::Result;

/// What happened to the contacts that arrived in one interval.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Record {
    /// Contacts that reached the queue.
    pub offered: u32,
    /// Of those, answered.
    pub answered: u32,
    /// Of those, abandoned.
    pub abandoned: u32,
    /// Total handle time of those answered, in seconds.
    pub handle_time: f64,
    /// Total wait of those offered, in seconds.
    pub wait: f64,
}

/// Imitates the traffic once under a case and records it by interval of arrival.
///
/// Only the seed and the absence of the options matter.
///
/// # Errors
/// When two of the series given lie on different grids.
pub fn record(traffic: &Traffic, case: &Case, options: &Options) -> Result<Series<Record>> {
    traffic.check_grids()?;
    let model = Model::new(traffic, std::slice::from_ref(case))?;
    let mut records = Series::filled(traffic.contacts.grid, Record::default());
    model.tell(options, |contact, fate| {
        if let Some(record) = records.values.get_mut(contact.interval as usize) {
            record.add(fate, contact.service);
        }
    });
    Ok(records)
}

impl Record {
    fn add(&mut self, fate: Fate, service: f64) {
        self.offered += 1;
        self.wait += fate.wait();
        match fate {
            Fate::Answered(_) => {
                self.answered += 1;
                self.handle_time += service;
            }
            Fate::Abandoned(_) => self.abandoned += 1,
            Fate::Outside(_) => {}
        }
    }
}
