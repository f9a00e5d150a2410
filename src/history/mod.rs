//! What happened: files of telephone systems in, one checked series per queue and quantity out.
//!
//! [`read`] understands what the systems export (a row per interval, a row per day, a row per
//! call) and refuses what cannot be true; [`clean`] sets aside what must not be learnt from.
//! Both say what they did in notes. [`contacts`] keeps calls one by one, and [`staffed`] counts the
//! agents who answered them.

mod by_day;
mod calls;
mod clean;
mod contacts;
mod country;
mod day_totals;
mod days;
mod holidays;
mod hours;
mod keeping;
mod layout;
mod notes;
mod outages;
mod parts;
mod pass;
mod queue;
mod read;
mod record;
mod source;
mod staffed;
mod step;
mod stretches;
mod wall;

pub use clean::{CleanOptions, clean};
pub use contacts::{Contact, ContactRecord, contacts};
pub use country::holidays_kept;
pub use holidays::{HolidayList, read_holidays};
pub use hours::learn_hours;
pub use keeping::{ClosedHolidays, closed_holidays, dutch_holidays_kept};
pub use queue::{impatience, patience};
pub use read::read;
pub use source::{Kind, Outcome, Shape, Source};
pub use staffed::{Absence, PresenceRule, Staffed, Stay, staffed};

use crate::calendar::Series;
use crate::error::Note;
use crate::units::{Agents, Contacts, Seconds};
use std::collections::BTreeMap;

/// What was read: a queue per name, all on grids of whole local days, and what was said about it.
#[derive(Clone, Debug)]
pub struct History {
    /// The queues.
    pub queues: BTreeMap<String, Queue>,
    /// Conversions and oddities, each said once.
    pub notes: Vec<Note>,
}

/// One queue's record per interval; `None` is unknown.
#[derive(Clone, Debug, PartialEq)]
pub struct Queue {
    /// Contacts that reached the queue.
    pub offered: Series<Option<Contacts>>,
    /// Contacts answered.
    pub answered: Series<Option<Contacts>>,
    /// Contacts abandoned.
    pub abandoned: Series<Option<Contacts>>,
    /// Mean handle time of those answered.
    pub handle_time: Series<Option<Seconds>>,
    /// Mean wait of those offered.
    pub wait: Series<Option<Seconds>>,
    /// Mean number of agents available for contacts.
    pub agents: Series<Option<Agents>>,
    /// Contacts that reached the queue by topic, where the record tells it.
    pub topics: BTreeMap<String, Series<Option<Contacts>>>,
    /// What groups of people answered, where the record tells it.
    pub groups: BTreeMap<String, GroupRecord>,
}

/// What one group of people answered per interval; `None` is unknown.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupRecord {
    /// Contacts answered, or offered where the record does not tell answered ones.
    pub contacts: Series<Option<Contacts>>,
    /// Their mean handle time.
    pub handle_time: Series<Option<Seconds>>,
}

/// A queue's record after cleaning, ready to learn from.
#[derive(Clone, Debug)]
pub struct Clean {
    /// Contacts offered; zero where not usable.
    pub contacts: Series<Contacts>,
    /// Mean handle time, where credible.
    pub handle_time: Series<Option<Seconds>>,
    /// Open intervals.
    pub open: Series<bool>,
    /// Open intervals that may be learnt from.
    pub usable: Series<bool>,
    /// What was set aside and why, in stretches, each said once.
    pub notes: Vec<Note>,
}
