//! Single contacts, kept one by one: for laws of patience and handle time, and for counting agents.

use super::Source;
use super::read::Intake;
use crate::error::{Note, Phrase, Problem, Result};
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// One contact that reached the queue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contact {
    /// The moment at which it reached the queue, in seconds since 1970 (UTC).
    pub at: f64,
    /// Seconds until it was answered or hung up.
    pub wait: f64,
    /// Was it answered? Else the caller hung up.
    pub answered: bool,
    /// Handle time in seconds; 0 where the caller hung up.
    pub handle_time: f64,
    /// The queue, by its place in [`ContactRecord::queues`].
    pub queue: u32,
    /// Who answered, by place in [`ContactRecord::agents`]; `None` where not recorded.
    pub agent: Option<u32>,
}

impl Contact {
    /// The moment at which it was answered or hung up.
    pub fn left(&self) -> f64 {
        self.at + self.wait
    }

    /// The moment at which the agent was done with it.
    pub fn done(&self) -> f64 {
        self.left() + self.handle_time
    }
}

/// The single contacts of a record, in order of the moment at which they reached the queue.
#[derive(Clone, Debug)]
pub struct ContactRecord {
    /// Time zone of its local clock.
    pub zone: Tz,
    /// Names of queues.
    pub queues: Vec<String>,
    /// Names (or codes) of agents.
    pub agents: Vec<String>,
    /// The contacts.
    pub contacts: Vec<Contact>,
    /// How it was read, as [`read`](super::read) says it.
    pub notes: Vec<Note>,
}

/// Reads the single contacts in the files of a source; `None` where these hold intervals.
///
/// The files are read as [`read`](super::read) reads them. A contact reaches the queue at `start` and,
/// where there is such a column, `menu_s` seconds later. Contacts without a known wait, outcome or
/// handle time are left out and counted in a note. Keeps 40 bytes a contact; [`read`](super::read)
/// keeps none.
///
/// # Errors
/// As [`read`](super::read); `H116` where a file of single calls has no waits or no outcomes.
///
/// ```
/// use bezet::history::{Source, contacts};
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("calls.csv");
/// std::fs::write(&path, "start,menu_s,wait_s,outcome,handle_time_s,agent\n\
///     2021-04-12T08:30:05,10,40,answered,300,anna\n2021-04-12T08:31:00,9,15,abandoned,,\n")?;
/// let record = contacts(&Source::new(vec![path], chrono_tz::Europe::Amsterdam))?.expect("single calls");
/// let (first, second) = (record.contacts[0], record.contacts[1]);
/// assert_eq!((first.wait, first.handle_time, second.answered), (40.0, 300.0, false));
/// assert_eq!(second.at - first.at, 54.0);
/// assert_eq!(record.agents, ["anna"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn contacts(source: &Source) -> Result<Option<ContactRecord>> {
    let mut intake = Intake::of(source, true)?;
    if !intake.calls {
        return Ok(None);
    }
    intake.settle(source)?;
    let kept = intake.kept.unwrap_or_default();
    let mut notes = intake.notes;
    notes.extend(kept.notes(&intake.files.join(", ")));
    let mut contacts = kept.contacts;
    contacts.sort_by(|a, b| a.at.total_cmp(&b.at));
    Ok(Some(ContactRecord {
        zone: source.zone,
        queues: kept.queues.names,
        agents: kept.agents.names,
        contacts,
        notes,
    }))
}

impl ContactRecord {
    /// Sets contacts aside that waited or took longer than anyone believes, and says how many.
    pub fn set_aside(&mut self, longest_wait: f64, longest_handle_time: f64) -> Option<Note> {
        let before = self.contacts.len();
        self.contacts.retain(|contact| {
            contact.wait <= longest_wait && contact.handle_time <= longest_handle_time
        });
        let gone = before - self.contacts.len();
        let what = Phrase::count(
            gone,
            [
                "contact whose wait or handle time is not believed set aside",
                "contacts whose wait or handle time is not believed set aside",
            ],
            [
                "contact waarvan wachttijd of afhandeltijd niet wordt geloofd terzijde gelegd",
                "contacten waarvan wachttijd of afhandeltijd niet wordt geloofd terzijde gelegd",
            ],
        );
        (gone > 0).then(|| Note::new("N214", "history", what))
    }
}

/// Names by the order in which they were met.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    places: BTreeMap<String, u32>,
    names: Vec<String>,
}

impl Names {
    pub fn place(&mut self, name: &str) -> u32 {
        if let Some(place) = self.places.get(name) {
            return *place;
        }
        let place = self.names.len() as u32;
        self.places.insert(name.to_owned(), place);
        self.names.push(name.to_owned());
        place
    }
}

/// The contacts of a pass, or of all files.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept {
    pub queues: Names,
    pub agents: Names,
    pub contacts: Vec<Contact>,
    /// Contacts of which something is not known.
    pub incomplete: usize,
    /// Times in the menu below 0, taken as 0.
    pub backwards: usize,
}

impl Kept {
    /// Joins the contacts of another file.
    pub fn join(&mut self, other: Self) {
        let queues: Vec<u32> = other
            .queues
            .names
            .iter()
            .map(|name| self.queues.place(name))
            .collect();
        let agents: Vec<u32> = other
            .agents
            .names
            .iter()
            .map(|name| self.agents.place(name))
            .collect();
        let moved = other.contacts.into_iter().map(|contact| Contact {
            queue: queues
                .get(contact.queue as usize)
                .copied()
                .unwrap_or_default(),
            agent: contact
                .agent
                .and_then(|agent| agents.get(agent as usize).copied()),
            ..contact
        });
        self.contacts.extend(moved);
        self.incomplete += other.incomplete;
        self.backwards += other.backwards;
    }

    fn notes(&self, place: &str) -> Vec<Note> {
        let said = [
            (
                "N212",
                self.incomplete,
                [
                    "call without known wait, outcome or handle time left out",
                    "calls without known wait, outcome or handle time left out",
                ],
                [
                    "gesprek zonder bekende wachttijd, afloop of afhandeltijd weggelaten",
                    "gesprekken zonder bekende wachttijd, afloop of afhandeltijd weggelaten",
                ],
            ),
            (
                "N213",
                self.backwards,
                [
                    "time in the menu below 0 taken as 0",
                    "times in the menu below 0 taken as 0",
                ],
                [
                    "tijd in het keuzemenu onder 0 als 0 genomen",
                    "tijden in het keuzemenu onder 0 als 0 genomen",
                ],
            ),
        ];
        let told = said.into_iter().filter(|(_, count, ..)| *count > 0);
        told.map(|(code, count, english, dutch)| {
            Note::new(code, place, Phrase::count(count, english, dutch))
        })
        .collect()
    }
}

/// A file of single calls in which no wait or no outcome is told.
pub(super) fn not_told(name: &str, column: &'static str) -> Problem {
    let what = format!("has no column `{column}`");
    Problem::new("H116", name, what).hint(format!(
        "single contacts are studied by their wait and outcome; name it under columns as {column}"
    ))
}
