//! Rows of single calls.

use super::{Pass, set};
use crate::error::Problem;
use crate::history::Outcome;
use crate::history::calls::{Call, outcome};
use crate::history::contacts::Contact;
use crate::history::layout::Body;
use crate::history::parts::of_part;
use crate::history::wall::Wall;
use crate::table::{Moment, Row};
use chrono::Timelike;

impl Pass<'_> {
    pub(super) fn call(&mut self, row: &Row, queue: usize, at: Moment) {
        let Body::Calls {
            outcome: ended,
            reached,
            handle,
            wait,
            ..
        } = self.layout.body
        else {
            return;
        };
        let outside =
            reached.is_some_and(|column| self.word(row, column) == Some(Outcome::Abandoned));
        let ended = ended.map(|column| self.word(row, column));
        if outside || ended == Some(Some(Outcome::Ignored)) {
            self.counts.ignored += 1;
            return;
        }
        let mut values = [f64::NAN; 6];
        for (measure, column) in [(3, handle), (4, wait)] {
            let Some(column) = column else { continue };
            let Some(value) = self.number(row, column, measure) else {
                return;
            };
            set(&mut values, measure, value);
        }
        let [.., handle_time, wait, _] = values;
        let outcome = match ended {
            Some(None) => return,
            Some(outcome) => outcome,
            None if handle.is_none() => None,
            None if handle_time > 0.0 => Some(Outcome::Answered),
            None => Some(Outcome::Abandoned),
        };
        if !self.credible(row, &values) {
            return;
        }
        let Some(minute) = self.call_minute(row, at) else {
            return;
        };
        let call = Call {
            minute,
            outcome,
            handle: handle_time,
            wait,
        };
        if let Some((_, _, tally)) = self.queues.get_mut(queue) {
            tally.add(call);
        }
        if self.kept.is_some() {
            self.keep_contact(row, queue, at, call);
        }
    }

    /// Keeps the call itself, if enough of it is known.
    fn keep_contact(&mut self, row: &Row, queue: usize, at: Moment, call: Call) {
        let menu = self.menu(row);
        let (Wall::Once(minute) | Wall::Twice(minute, _)) = self.wall(at) else {
            return;
        };
        let second = match at {
            Moment::Local(local) => local.second(),
            Moment::Instant(instant) => instant.second(),
        };
        let Body::Calls { agent, .. } = self.layout.body else {
            return;
        };
        let agent = agent.map(|column| row.cell(column));
        let queue = self.queues.get(queue).map(|(name, ..)| of_part(name).queue);
        let (Some(kept), Some(menu)) = (&mut self.kept, menu) else {
            return;
        };
        let answered = call.outcome == Some(Outcome::Answered);
        let known = call.outcome.is_some() && (call.handle >= 0.0 || !answered);
        if !known || call.wait.is_nan() {
            kept.incomplete += 1;
            return;
        }
        kept.backwards += usize::from(menu < 0.0);
        let contact = Contact {
            at: f64::from(minute) * 60.0 + f64::from(second) + menu.max(0.0),
            wait: call.wait,
            answered,
            handle_time: if answered { call.handle } else { 0.0 },
            queue: kept.queues.place(queue.unwrap_or_default()),
            agent: agent
                .filter(|cell| answered && !cell.is_empty())
                .map(|cell| kept.agents.place(cell)),
        };
        kept.contacts.push(contact);
    }

    /// Seconds in the menu before the queue; 0 where unknown, `None` (and a problem) where
    /// unreadable.
    fn menu(&mut self, row: &Row) -> Option<f64> {
        let Body::Calls {
            menu: Some(column), ..
        } = self.layout.body
        else {
            return Some(0.0);
        };
        let seconds = self.number(row, column, 3)?;
        Some(if seconds.is_nan() { 0.0 } else { seconds })
    }

    /// A call of a queue that is not kept: its day was recorded, so that a queue without calls on
    /// it had none.
    pub(super) fn call_elsewhere(&mut self, row: &Row) {
        let Body::Calls {
            outcome: ended,
            reached,
            ..
        } = self.layout.body
        else {
            return;
        };
        let says = |column: Option<usize>, what| {
            column.and_then(|column| outcome(row.cell(column), self.source)) == Some(what)
        };
        if says(reached, Outcome::Abandoned) || says(ended, Outcome::Ignored) {
            return;
        }
        let day = self.when(row).map(|stamp| match stamp.moment {
            Moment::Local(local) => local.date(),
            Moment::Instant(instant) => instant.with_timezone(&self.source.zone).date_naive(),
        });
        self.days_elsewhere.extend(day);
    }

    /// The start of the interval in which a call arrived.
    fn call_minute(&mut self, row: &Row, at: Moment) -> Option<i32> {
        let minute = match self.wall(at) {
            Wall::Once(minute) | Wall::Twice(minute, _) => minute,
            Wall::Never => {
                self.no_such_time(row, self.layout.when.column());
                return None;
            }
        };
        let of_day = match at {
            Moment::Local(local) => local.hour() * 60 + local.minute(),
            Moment::Instant(instant) => self.clock.minute_of_day(instant),
        };
        Some(minute - (of_day % self.source.step.max(1)) as i32)
    }

    /// The outcome that a cell names; `None` (and a problem) where the word is not known.
    fn word(&mut self, row: &Row, column: usize) -> Option<Outcome> {
        let cell = row.cell(column);
        let known = outcome(cell, self.source);
        if known.is_none() {
            let place = self.place(row, column);
            self.faults.push("H109", || {
                Problem::new(
                    "H109",
                    place,
                    format!("`{cell}` is no known outcome of a call"),
                )
                .hint("say under outcomes which words mean answered, abandoned or ignored")
            });
        }
        known
    }
}
