//! A history by itself, without configuration.

use super::ready::New;
use crate::config::Like;
use crate::error::{Note, Problem, Result};
use crate::history::{self, History, Queue, Source};
use chrono_tz::Tz;
use std::path::Path;

/// A bare history file, and what is asked of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct RecordFile<'a> {
    /// The file.
    pub file: &'a Path,
    /// The queue; may be left out where the file has one.
    pub queue: Option<&'a str>,
    /// Interval in minutes; as recorded if left out.
    pub step: Option<u32>,
    /// Time zone of the file's local times.
    pub zone: Tz,
}

/// What a bare file holds of a queue.
pub(super) struct Read {
    /// Its name, or that of the queue it is like.
    pub queue: String,
    /// The record of that queue.
    pub record: Queue,
    /// The new queue, if it is one.
    pub new: Option<New>,
    /// What was said while reading.
    pub notes: Vec<Note>,
}

impl RecordFile<'_> {
    /// The queue's name, its record in these intervals, and what was said while reading.
    ///
    /// # Errors
    /// All problems of the file; `H191` for several queues and none named.
    pub fn read(&self) -> Result<(String, Queue, Vec<Note>)> {
        let read = self.read_with(None)?;
        Ok((read.queue, read.record, read.notes))
    }

    /// The same; for a new queue the record is that of the queue it is like, its own beside it.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn read_with(&self, like: Option<&Like>) -> Result<Read> {
        let other = like.map(|like| RecordFile {
            queue: Some(&like.queue),
            ..*self
        });
        let mut source = self.source();
        source.only.extend(like.map(|like| like.queue.clone()));
        source.new = like.and(self.queue).map(str::to_owned);
        let mut history = history::read(&source)?;
        let notes = std::mem::take(&mut history.notes);
        let (queue, record) = other.as_ref().unwrap_or(self).record(&history)?;
        let new = match like {
            Some(like) => Some(New {
                record: self.own(&history)?,
                like: like.clone(),
            }),
            None => None,
        };
        Ok(Read {
            queue,
            record,
            new,
            notes,
        })
    }

    /// The record of a queue that need not have one.
    fn own(&self, history: &History) -> Result<Option<Queue>> {
        let own = self.queue.and_then(|queue| history.queues.get(queue));
        own.map(|queue| match self.step {
            Some(step) => queue.resample(step),
            None => Ok(queue.clone()),
        })
        .transpose()
    }

    fn source(&self) -> Source {
        let mut source = Source::new(vec![self.file.to_owned()], self.zone);
        source.step = self.step.unwrap_or(source.step);
        source.only = self.queue.iter().map(|name| (*name).to_owned()).collect();
        source
    }

    fn record(&self, history: &History) -> Result<(String, Queue)> {
        let (name, record) = match (self.queue, history.queues.first_key_value()) {
            (Some(name), _) => (name.to_owned(), history.queue(name)?),
            (None, Some((name, only))) if history.queues.len() == 1 => (name.clone(), only),
            _ => return Err(self.which_queue(history).into()),
        };
        match self.step {
            Some(step) => Ok((name, record.resample(step)?)),
            None => Ok((name, record.clone())),
        }
    }

    fn which_queue(&self, history: &History) -> Problem {
        let names: Vec<&str> = history.queues.keys().map(String::as_str).collect();
        let what = format!("holds {} queues: `{}`", names.len(), names.join("`, `"));
        Problem::new("H191", self.file.display().to_string(), what).hint("name one with --queue")
    }
}
