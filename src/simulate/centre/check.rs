//! What is wrong with a centre, all at once.

use super::{Centre, Crew, Present, Queue};
use crate::error::{Problem, Problems, Result};
use crate::law::Law;

/// More contacts in a day are not imitated.
const MOST_CONTACTS: f64 = 1e7;

/// More agents are not imitated.
const MOST_AGENTS: u32 = 100_000;

impl Centre {
    /// Says all that is wrong.
    pub(super) fn check(&self) -> Result<()> {
        let mut problems = Problems::new();
        self.check_s101_interval(&mut problems);
        self.check_s102_lengths(&mut problems);
        self.check_s103_numbers(&mut problems);
        self.check_s104_laws(&mut problems);
        self.check_s105_skills(&mut problems);
        self.check_s106_spans(&mut problems);
        self.check_s107_size(&mut problems);
        problems.or_ok(())
    }

    fn check_s101_interval(&self, problems: &mut Problems) {
        if !(self.interval > 0.0 && self.interval.is_finite()) {
            let what = format!("an interval of `{}` s", self.interval);
            problems.push(Problem::new("S101", "interval", what).hint("a number above 0"));
        }
    }

    fn check_s102_lengths(&self, problems: &mut Problems) {
        let count = self.queues.first().map_or(0, |q| q.contacts.len());
        let mut check = |place: String, length: usize| {
            if length != count {
                let what = format!("`{length}` numbers for `{count}` intervals");
                let problem = Problem::new("S102", place, what);
                problems.push(problem.hint("one for each interval"));
            }
        };
        for queue in &self.queues {
            check(
                format!("queue {}: contacts", queue.name),
                queue.contacts.len(),
            );
            check(
                format!("queue {}: handle_time", queue.name),
                queue.handle_time.len(),
            );
            check(
                format!("queue {}: patience", queue.name),
                queue.patience.len(),
            );
            if !queue.rules.is_empty() {
                check(format!("queue {}: rules", queue.name), queue.rules.len());
            }
        }
        for (index, crew) in self.crews.iter().enumerate() {
            if let Present::Counts(counts) = &crew.present {
                check(format!("crew {}: counts", index + 1), counts.len());
            }
        }
    }

    fn check_s103_numbers(&self, problems: &mut Problems) {
        let mut refuse = |place: String, found: f64, hint: &str| {
            let problem = Problem::new("S103", place, format!("a value of `{found}`"));
            problems.push(problem.hint(hint));
        };
        if self.busyness.is_nan() || self.busyness <= 0.0 {
            refuse("busyness".to_owned(), self.busyness, "a number above 0");
        }
        for queue in &self.queues {
            for (name, found, hint) in out_of_range(queue) {
                refuse(format!("queue {}: {name}", queue.name), found, hint);
            }
        }
    }

    fn check_s104_laws(&self, problems: &mut Problems) {
        for queue in &self.queues {
            let laws = [
                ("handle_law", &queue.handle_law),
                ("patience_law", &queue.patience_law),
            ];
            for (name, law) in laws.into_iter().filter(|(_, law)| !is_law(law)) {
                let place = format!("queue {}: {name}", queue.name);
                let what = format!("`{law:?}` is no law of a duration");
                let hint = "a mean above 0, a spread of 0 to 100, a shape of 0.1 to 100, \
                            1 to 1000 phases, recorded durations of 0 or more";
                problems.push(Problem::new("S104", place, what).hint(hint));
            }
        }
    }

    fn check_s105_skills(&self, problems: &mut Problems) {
        for (index, crew) in self.crews.iter().enumerate() {
            for (place, skill) in crew.skills.iter().enumerate() {
                let twice = crew.skills[..place]
                    .iter()
                    .any(|one| one.queue == skill.queue);
                if twice || skill.queue >= self.queues.len() {
                    let what = format!("a skill for queue `{}`", skill.queue);
                    let problem = Problem::new("S105", format!("crew {}", index + 1), what);
                    problems.push(problem.hint("each queue once at most, counted from 0"));
                }
            }
        }
    }

    fn check_s106_spans(&self, problems: &mut Problems) {
        for (index, crew) in self.crews.iter().enumerate() {
            let Present::Spans(people) = &crew.present else {
                continue;
            };
            for (person, spans) in people.iter().enumerate() {
                if let Some((from, to)) = disorder(spans) {
                    let place = format!("crew {}, person {}", index + 1, person + 1);
                    let what = format!("a stretch from `{from}` to `{to}` s");
                    let hint = "stretches from 0 on, in order, that do not overlap";
                    problems.push(Problem::new("S106", place, what).hint(hint));
                }
            }
        }
    }

    fn check_s107_size(&self, problems: &mut Problems) {
        let contacts: f64 = self.queues.iter().flat_map(|queue| &queue.contacts).sum();
        let agents = self.crews.iter().map(most);
        let agents = agents.fold(0_u32, u32::saturating_add);
        if contacts > MOST_CONTACTS || agents > MOST_AGENTS {
            let what = format!("`{contacts}` contacts in a day for `{agents}` agents");
            let hint = "10,000,000 contacts and 100,000 agents at most";
            problems.push(Problem::new("S107", "centre", what).hint(hint));
        }
    }
}

/// The numbers of a queue that are out of range: name, value, what is allowed.
fn out_of_range(queue: &Queue) -> Vec<(&'static str, f64, &'static str)> {
    let mut found = Vec::new();
    let mut check = |name, value: f64, ok: bool, hint| {
        if !ok {
            found.push((name, value, hint));
        }
    };
    const NUMBER: &str = "0 or more, and finite";
    const ENDLESS: &str = "0 or more; infinite for never";
    const SHARE: &str = "from 0 to 1";
    let number = |value: f64| value >= 0.0 && value.is_finite();
    for &contacts in &queue.contacts {
        check("contacts", contacts, number(contacts), NUMBER);
    }
    for &handle_time in &queue.handle_time {
        check("handle_time", handle_time, number(handle_time), NUMBER);
    }
    for &patience in &queue.patience {
        check("patience", patience, patience >= 0.0, ENDLESS);
    }
    for rules in &queue.rules {
        let (wait, timeout) = (
            rules.wait_above.unwrap_or(0.0),
            rules.timeout.unwrap_or(0.0),
        );
        check(
            "share",
            rules.share,
            (0.0..=1.0).contains(&rules.share),
            SHARE,
        );
        check("wait_above", wait, wait >= 0.0, ENDLESS);
        check("timeout", timeout, timeout >= 0.0, ENDLESS);
    }
    if let Some(offer) = queue.callback {
        check(
            "callback",
            offer.wait_above,
            offer.wait_above >= 0.0,
            ENDLESS,
        );
        check(
            "callback",
            offer.accepts,
            (0.0..=1.0).contains(&offer.accepts),
            SHARE,
        );
        check("callback", offer.within, offer.within >= 0.0, ENDLESS);
    }
    found
}

/// Can durations be drawn from it, and scaled to another mean?
fn is_law(law: &Law) -> bool {
    let mean = law.mean();
    let scales = mean > 0.0 && (mean.is_finite() || matches!(law, Law::Exponential { .. }));
    let shape = match law {
        Law::Exponential { .. } | Law::Fixed { .. } => true,
        Law::Lognormal { cv, .. } => (0.0..=100.0).contains(cv),
        Law::Weibull { shape, .. } => (0.1..=100.0).contains(shape),
        Law::Erlang { phases, .. } => (1..=1000).contains(phases),
        Law::Recorded(durations) => durations.iter().all(|d| *d >= 0.0 && d.is_finite()),
    };
    scales && shape
}

fn disorder(spans: &[(f64, f64)]) -> Option<(f64, f64)> {
    let mut end = 0.0;
    for &(from, to) in spans {
        if !(from >= end && to >= from && to.is_finite()) {
            return Some((from, to));
        }
        end = to;
    }
    None
}

/// Agents of a crew at most.
fn most(crew: &Crew) -> u32 {
    match &crew.present {
        Present::Counts(counts) => counts.iter().copied().max().unwrap_or(0),
        Present::Spans(people) => u32::try_from(people.len()).unwrap_or(u32::MAX),
    }
}
