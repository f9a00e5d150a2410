//! Named people with stretches of presence, each of whom may fail to appear.

use super::{Free, Staff, free, moment};
use crate::simulate::Presence;
use crate::simulate::arrivals::is_absent;
use crate::simulate::sessions::{Session, session_at};
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;

/// The presences of a case, drawn up once for all replications; times in seconds.
#[derive(Debug)]
pub(crate) struct NamedPlan {
    keys: Vec<u64>,
    stretches: Vec<Vec<(f64, f64)>>,
    /// Presences of each session.
    teams: Vec<(Session, Vec<usize>)>,
    /// Who comes (true) or goes at which moment, in order.
    changes: Vec<(f64, usize, bool)>,
}

impl NamedPlan {
    pub(crate) fn new(presences: &[Presence], sessions: &[Session]) -> Self {
        let seconds = |minute: i32| f64::from(minute.max(0)) * 60.0;
        let stretches: Vec<Vec<(f64, f64)>> = presences
            .iter()
            .map(|presence| {
                let spans = presence.spans.iter();
                let spans = spans.map(|&(from, to)| (seconds(from), seconds(to)));
                spans.filter(|(from, to)| from < to).collect()
            })
            .collect();
        Self {
            keys: presences.iter().map(|presence| presence.key).collect(),
            teams: teams(&stretches, sessions),
            changes: changes(&stretches),
            stretches,
        }
    }
}

fn teams(stretches: &[Vec<(f64, f64)>], sessions: &[Session]) -> Vec<(Session, Vec<usize>)> {
    let mut teams: Vec<(Session, Vec<usize>)> = sessions
        .iter()
        .map(|session| (*session, Vec::new()))
        .collect();
    for (person, spans) in stretches.iter().enumerate() {
        let session = spans.first().and_then(|span| session_at(sessions, span.0));
        if let Some(team) = session.and_then(|index| teams.get_mut(index)) {
            team.1.push(person);
        }
    }
    teams
}

fn changes(stretches: &[Vec<(f64, f64)>]) -> Vec<(f64, usize, bool)> {
    let people = stretches.iter().enumerate();
    let mut changes: Vec<(f64, usize, bool)> = people
        .flat_map(|(person, spans)| {
            let both = move |&(from, to): &(f64, f64)| [(from, person, true), (to, person, false)];
            spans.iter().flat_map(both)
        })
        .collect();
    changes.sort_by(|a, b| a.0.total_cmp(&b.0));
    changes
}

/// The named people of one replication.
#[derive(Debug)]
pub(crate) struct Named<'a> {
    plan: &'a NamedPlan,
    appears: Vec<bool>,
    /// Index of each person's current stretch.
    current: Vec<usize>,
    /// When each person's last stretch ends in fact: those who stay after closing stay on.
    until: Vec<f64>,
    free: BinaryHeap<Free>,
    change: usize,
    present: u32,
    available: f64,
    overtime: f64,
}

impl<'a> Named<'a> {
    pub(crate) fn new(plan: &'a NamedPlan) -> Self {
        let people = plan.stretches.len();
        Self {
            plan,
            appears: vec![false; people],
            current: vec![0; people],
            until: vec![0.0; people],
            free: BinaryHeap::with_capacity(people),
            change: 0,
            present: 0,
            available: 0.0,
            overtime: 0.0,
        }
    }

    /// Starts a replication: who appears, and who stays after closing.
    pub(crate) fn begin(&mut self, seed: u64, replication: u32, absence: f64) {
        self.free.clear();
        self.current.fill(0);
        (self.change, self.present) = (0, 0);
        (self.available, self.overtime) = (0.0, 0.0);
        for (person, spans) in self.plan.stretches.iter().enumerate() {
            let appears = !is_absent(seed, replication, self.plan.keys[person], absence);
            self.appears[person] = appears;
            self.until[person] = spans.last().map_or(0.0, |span| span.1);
            if let (true, Some(first)) = (appears, spans.first()) {
                self.free.push(free(first.0, person as u32));
                self.available += spans.iter().map(|(from, to)| to - from).sum::<f64>();
            }
        }
        for (session, team) in &self.plan.teams {
            self.keep_the_last(session, team);
        }
    }

    /// Who appears, by number, with the stretches and when the last one ends in fact.
    pub(crate) fn appearing(&self) -> impl Iterator<Item = (u32, &[(f64, f64)], Option<f64>)> {
        let people = (0..).zip(&self.plan.stretches);
        people
            .filter(|(person, _)| self.appears[*person as usize])
            .map(|(person, spans)| {
                let until = self.until[person as usize];
                (person, spans.as_slice(), spans.last().map(|_| until))
            })
    }

    /// Those who reach closing stay until all are gone, or else the last to leave.
    fn keep_the_last(&mut self, session: &Session, team: &[usize]) {
        let there = || team.iter().filter(|&&person| self.appears[person]);
        let last = there()
            .map(|&person| self.until[person])
            .fold(0.0, f64::max);
        let reach = last.min(session.closing);
        for &person in team {
            if self.appears[person] && self.until[person] >= reach {
                self.until[person] = session.to;
            }
        }
    }

    /// When the person's current stretch ends in fact.
    fn end(&self, person: usize) -> f64 {
        let spans = &self.plan.stretches[person];
        match self.current[person] {
            last if last + 1 == spans.len() => self.until[person],
            index => spans[index].1,
        }
    }

    /// The part of a contact outside the person's stretches from the current one on.
    fn outside(&self, person: usize, start: f64, finish: f64) -> f64 {
        let spans = self.plan.stretches[person].iter();
        let inside = |&(from, to): &(f64, f64)| (finish.min(to) - start.max(from)).max(0.0);
        let inside: f64 = spans.skip(self.current[person]).map(inside).sum();
        (finish - start - inside).max(0.0)
    }
}

impl Staff for Named<'_> {
    fn earliest(&mut self, arrival: f64) -> f64 {
        loop {
            // A moment in the heap is never too late, so only its top needs to be true.
            let Some(top) = self.free.peek() else {
                return f64::INFINITY;
            };
            let (ready, person) = (moment(top), top.0.1);
            let start = ready.max(arrival);
            if start < self.end(person as usize) {
                return start;
            }
            self.current[person as usize] += 1;
            let next = self.plan.stretches[person as usize].get(self.current[person as usize]);
            let Some(mut top) = self.free.peek_mut() else {
                return f64::INFINITY;
            };
            match next {
                Some(span) => *top = free(ready.max(span.0), person),
                None => drop(PeekMut::pop(top)),
            }
        }
    }

    fn take(&mut self, start: f64, service: f64) {
        let finish = start + service;
        let Some(mut top) = self.free.peek_mut() else {
            return;
        };
        let person = top.0.1;
        *top = free(finish, person);
        drop(top);
        let person = person as usize;
        if finish > self.plan.stretches[person][self.current[person]].1 {
            self.overtime += self.outside(person, start, finish);
        }
    }

    fn present(&mut self, moment: f64) -> u32 {
        while let Some(&(at, person, comes)) = self.plan.changes.get(self.change) {
            if at > moment {
                break;
            }
            self.change += 1;
            if self.appears[person] {
                self.present = match comes {
                    true => self.present + 1,
                    false => self.present.saturating_sub(1),
                };
            }
        }
        self.present
    }

    fn available(&self) -> f64 {
        self.available
    }

    fn overtime(&self) -> f64 {
        self.overtime
    }
}
