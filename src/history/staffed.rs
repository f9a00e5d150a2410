//! Agents counted from the contacts that they answered.

use super::Contact;
use crate::calendar::{Grid, Series};
use crate::units::Agents;
use std::collections::BTreeMap;

/// When an agent between two contacts counts as there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PresenceRule {
    /// Seconds, within one gap between two contacts, for which callers may wait without the agent
    /// taking one: so long an agent finishes the last contact and connects to the next. Who lets
    /// them wait longer was away.
    pub let_wait: f64,
    /// Seconds after which an agent without contacts was away even if nobody waited.
    pub idle: f64,
    /// How much of a gap an absence takes.
    pub absence: Absence,
}

/// How much of a gap between two contacts an absence takes. The truth lies between the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// All of it: who was away for a part is taken to have been away throughout.
    WholeGap,
    /// From the first to the last moment of the gap at which anybody waited: while nobody does,
    /// the agent is taken to have been there, idle.
    WhileWaiting,
}

impl Default for PresenceRule {
    /// A minute of callers waiting; an hour of nobody.
    fn default() -> Self {
        Self {
            let_wait: 60.0,
            idle: 3600.0,
            absence: Absence::WholeGap,
        }
    }
}

/// A stretch for which an agent was there: contacts with no absence between.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stay {
    /// The agent; `None` where a contact was answered and nobody says by whom.
    pub agent: Option<u32>,
    /// The first contact is answered, in seconds since 1970.
    pub from: f64,
    /// The last contact is done.
    pub to: f64,
}

/// Who was there when, as far as contacts tell.
#[derive(Clone, Debug, PartialEq)]
pub struct Staffed {
    /// Stretches of all agents, in order of agent and time.
    pub stays: Vec<Stay>,
    /// Mean seconds for which callers wait between two contacts of an agent who is there: work after
    /// the contact and the time to connect, which no handle time has. Over the gaps in which
    /// anyone waited.
    pub after_contact: f64,
}

/// Counts who was there, from contacts in order of arrival that share their agents.
///
/// An agent is there from the first answer to the end of the last contact, but for absences: gaps
/// between two contacts in which callers waited longer than the rule lets them, all such time of the
/// gap together, or in which nothing happened for too long. A contact answered by nobody knows whom
/// has an agent of its own. What cannot be seen: who is there
/// before the first or after the last contact of a stay, and who would have been away had anybody
/// called.
///
/// ```
/// use bezet::history::{Absence, Contact, PresenceRule, staffed};
/// let call = |at: f64, wait: f64, agent| Contact {
///     at, wait, answered: true, handle_time: 100.0, queue: 0, agent: Some(agent),
/// };
/// // agent 0 ends at 100 and answers next at 1000; a caller waited from 150 to 400 for agent 1
/// let calls = [call(0.0, 0.0, 0), call(150.0, 250.0, 1), call(1000.0, 0.0, 0)];
/// let found = staffed(&calls, &PresenceRule::default());
/// assert_eq!(found.stays.len(), 3);
/// let patient = PresenceRule { let_wait: 300.0, ..PresenceRule::default() };
/// assert_eq!(staffed(&calls, &patient).stays[0].to, 1100.0);
/// let idle = PresenceRule { absence: Absence::WhileWaiting, ..PresenceRule::default() };
/// let stays = staffed(&calls, &idle).stays;
/// assert_eq!((stays[0].to, stays[1].from), (150.0, 400.0));
/// ```
pub fn staffed(contacts: &[Contact], rule: &PresenceRule) -> Staffed {
    let waiting = Waiting::of(contacts);
    let mut by_agent: BTreeMap<Option<u32>, Vec<&Contact>> = BTreeMap::new();
    for contact in contacts.iter().filter(|contact| contact.answered) {
        by_agent.entry(contact.agent).or_default().push(contact);
    }
    let mut found = Staffed {
        stays: Vec::new(),
        after_contact: 0.0,
    };
    let mut gaps = 0.0;
    for (agent, mut answered) in by_agent {
        answered.sort_by(|a, b| a.left().total_cmp(&b.left()));
        for contact in answered {
            let mut next = stay(agent, contact);
            match found.stays.last_mut().filter(|stay| known(stay, agent)) {
                Some(stay) if rule.stays(stay.to, next.from, &waiting) => {
                    let refused = waiting.between(stay.to, next.from);
                    found.after_contact += refused;
                    gaps += f64::from(u8::from(refused > 0.0));
                    stay.to = stay.to.max(next.to);
                }
                Some(stay) if rule.keeps_idle(stay.to, next.from) => {
                    let (first, last) = waiting.ends(stay.to, next.from);
                    (stay.to, next.from) = (first, last);
                    found.stays.push(next);
                }
                _ => found.stays.push(next),
            }
        }
    }
    found.after_contact /= f64::max(gaps, 1.0);
    found
}

fn known(stay: &Stay, agent: Option<u32>) -> bool {
    agent.is_some() && stay.agent == agent
}

fn stay(agent: Option<u32>, contact: &Contact) -> Stay {
    Stay {
        agent,
        from: contact.left(),
        to: contact.done(),
    }
}

impl PresenceRule {
    fn stays(&self, from: f64, to: f64, waiting: &Waiting) -> bool {
        // Contacts of one agent that overlap are one stretch.
        to <= from || (to - from <= self.idle && waiting.between(from, to) <= self.let_wait)
    }

    fn keeps_idle(&self, from: f64, to: f64) -> bool {
        self.absence == Absence::WhileWaiting && to - from <= self.idle
    }
}

impl Staffed {
    /// Mean number of agents there, by interval.
    pub fn agents(&self, grid: Grid) -> Series<Agents> {
        let start = grid.instant(0).timestamp() as f64;
        let step = grid.step_seconds();
        let mut agents = Series::filled(grid, Agents::ZERO);
        let length = grid.len as f64 * step;
        for stay in &self.stays {
            let from = (stay.from - start).clamp(0.0, length);
            let to = (stay.to - start).clamp(0.0, length);
            let first = (from / step) as usize;
            let held = agents.values.iter_mut().enumerate().skip(first);
            for (index, agents) in held.take_while(|(index, _)| *index as f64 * step < to) {
                let (begin, end) = (index as f64 * step, (index + 1) as f64 * step);
                agents.0 += (to.min(end) - from.max(begin)).max(0.0) / step;
            }
        }
        agents
    }
}

/// The stretches in which anybody waits, apart and in order, with the time of those before.
struct Waiting {
    stretches: Vec<(f64, f64)>,
    before: Vec<f64>,
}

impl Waiting {
    fn of(contacts: &[Contact]) -> Self {
        let waits = contacts.iter().filter(|contact| contact.wait > 0.0);
        let mut spans: Vec<(f64, f64)> =
            waits.map(|contact| (contact.at, contact.left())).collect();
        spans.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut stretches: Vec<(f64, f64)> = Vec::new();
        for (from, to) in spans {
            match stretches.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => stretches.push((from, to)),
            }
        }
        let mut sum = 0.0;
        let before = stretches.iter().map(|(from, to)| {
            sum += to - from;
            sum - (to - from)
        });
        let before = before.collect();
        Self { stretches, before }
    }

    /// Time up to a moment in which anybody waits.
    fn until(&self, moment: f64) -> f64 {
        let after = self.stretches.partition_point(|(from, _)| *from <= moment);
        after.checked_sub(1).map_or(0.0, |last| {
            let (from, to) = self.stretches[last];
            self.before[last] + moment.min(to) - from
        })
    }

    /// The first and the last moment of a stretch of time at which anybody waits; its own ends where
    /// nobody does.
    fn ends(&self, from: f64, to: f64) -> (f64, f64) {
        let first = self.stretches.partition_point(|stretch| stretch.1 <= from);
        let last = self.stretches.partition_point(|stretch| stretch.0 < to);
        match self.stretches.get(first..last) {
            Some([one, .., other]) => (one.0.max(from), other.1.min(to)),
            Some([one]) => (one.0.max(from), one.1.min(to)),
            _ => (from, to),
        }
    }

    fn between(&self, from: f64, to: f64) -> f64 {
        (self.until(to) - self.until(from)).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn contact((at, wait, handle, agent): (u16, u8, u16, u8)) -> Contact {
        Contact {
            at: f64::from(at),
            wait: f64::from(wait),
            answered: agent < 4,
            handle_time: f64::from(handle),
            queue: 0,
            agent: (agent < 4).then_some(u32::from(agent)),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// Seconds are counted one by one.
        #[test]
        fn waiting_is_what_counting_seconds_finds(
            calls in prop::collection::vec((0..2000_u16, 0..200_u8, 0..300_u16, 0..6_u8), 0..40),
            from in 0..2000_u16,
            length in 0..500_u16,
        ) {
            let contacts: Vec<Contact> = calls.into_iter().map(contact).collect();
            let waits = |second: u16| {
                let middle = f64::from(second) + 0.5;
                contacts.iter().any(|c| c.at < middle && middle < c.left())
            };
            let counted = (from..from + length).filter(|second| waits(*second)).count();
            let found = Waiting::of(&contacts).between(f64::from(from), f64::from(from + length));
            prop_assert!((found - counted as f64).abs() < 1e-9);
        }

        /// A more lenient rule only ever adds presence; with none at all an agent is there while on
        /// contacts.
        #[test]
        fn leniency_adds_presence(
            calls in prop::collection::vec((0..2000_u16, 0..200_u8, 0..300_u16, 0..6_u8), 0..40),
        ) {
            let contacts: Vec<Contact> = calls.into_iter().map(contact).collect();
            let time = |let_wait, idle| -> f64 {
                let rule = PresenceRule { let_wait, idle, absence: Absence::WholeGap };
                staffed(&contacts, &rule).stays.iter().map(|stay| stay.to - stay.from).sum()
            };
            let strict = time(-1.0, 3600.0);
            prop_assert!(strict <= time(10.0, 3600.0) + 1e-9);
            prop_assert!(time(10.0, 3600.0) <= time(60.0, 3600.0) + 1e-9);
            prop_assert!(time(60.0, 100.0) <= time(60.0, 3600.0) + 1e-9);
            let lenient = PresenceRule { absence: Absence::WhileWaiting, ..PresenceRule::default() };
            let found = staffed(&contacts, &lenient).stays;
            let lenient: f64 = found.iter().map(|stay| stay.to - stay.from).sum();
            prop_assert!(time(60.0, 3600.0) <= lenient + 1e-9);
            let in_order = |pair: &[Stay]| pair[0].agent < pair[1].agent || pair[0].to <= pair[1].from;
            prop_assert!(found.windows(2).all(in_order), "{found:?}");
        }
    }

    #[test]
    fn presence_is_spread_over_intervals() {
        let day = chrono::NaiveDate::from_ymd_opt(2021, 4, 12).unwrap();
        let grid = Grid::days(chrono_tz::Europe::Amsterdam, day, 1, 15);
        let start = grid.instant(0).timestamp() as f64;
        let stay = |from: f64, to: f64| Stay {
            agent: Some(0),
            from: start + from,
            to: start + to,
        };
        let staffed = Staffed {
            stays: vec![
                stay(-50.0, 450.0),
                stay(1800.0, 3150.0),
                stay(86_000.0, 99_000.0),
            ],
            after_contact: 0.0,
        };
        let agents = staffed.agents(grid);
        let shown = [0, 1, 2, 3, 4].map(|index| agents.values[index].0);
        assert_eq!(shown, [0.5, 0.0, 1.0, 0.5, 0.0]);
        assert!((agents.values[95].0 - 400.0 / 900.0).abs() < 1e-12);
    }
}
