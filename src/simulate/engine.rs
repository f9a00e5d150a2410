//! The imitation of one case: each contact in turn is answered, hangs up or goes outside.

use super::arrivals::{Contact, Source, stream};
use super::outcome::{Tally, Totals};
use super::sessions::{Session, sessions};
use super::staff::{Counted, CountedPlan, Named, NamedPlan, Staff};
use super::{Case, Options, Overflow, Staffing, Traffic};
use crate::error::Result;
use std::ops::Range;

/// What became of a contact.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Fate {
    /// Answered after this wait, in seconds.
    Answered(f64),
    /// Hung up after this wait.
    Abandoned(f64),
    /// Went outside; this is the wait there.
    Outside(f64),
}

impl Fate {
    /// The wait in seconds.
    pub(super) fn wait(self) -> f64 {
        match self {
            Self::Answered(wait) | Self::Abandoned(wait) | Self::Outside(wait) => wait,
        }
    }
}

/// Traffic and cases, drawn up once for all replications.
#[derive(Debug)]
pub(super) struct Model {
    source: Source,
    cases: Vec<CasePlan>,
    intervals: usize,
}

#[derive(Debug)]
struct CasePlan {
    staff: StaffPlan,
    outside: Option<Outside>,
}

#[derive(Debug)]
enum StaffPlan {
    Named(NamedPlan),
    Counted(CountedPlan),
}

/// The external centre, by interval.
#[derive(Debug)]
struct Outside {
    /// Longest predicted wait times service rate that stays inside, `tau mu`; infinite where the
    /// external centre is closed.
    limit: Vec<f64>,
    answer: f64,
}

impl Model {
    pub(super) fn new(traffic: &Traffic, cases: &[Case]) -> Result<Self> {
        let sessions = sessions(&traffic.open);
        let plans = cases
            .iter()
            .map(|case| CasePlan::new(traffic, case, &sessions));
        Ok(Self {
            source: Source::new(traffic, &sessions),
            cases: plans.collect::<Result<_>>()?,
            intervals: traffic.contacts.grid.len,
        })
    }

    /// Some replications of all cases.
    pub(super) fn imitate(&self, replications: Range<u32>, options: &Options) -> Tally {
        let mut tally = Tally::new(self.cases.len(), self.intervals);
        let mut contacts = Vec::new();
        let mut queue = Vec::new();
        for replication in replications {
            self.source
                .draw(&mut stream(options.seed, replication), &mut contacts);
            for (index, case) in self.cases.iter().enumerate() {
                tally.open(index);
                let mut totals = Totals::default();
                let (waits, counts) = tally.intervals(index);
                let staffed =
                    case.imitate(&contacts, &mut queue, replication, options, |c, fate| {
                        totals.count(fate, c.service, options);
                        waits[c.interval as usize] += fate.wait();
                        counts[c.interval as usize] += 1.0;
                    });
                (totals.available, totals.overtime) = staffed;
                tally.push(index, totals);
            }
        }
        tally
    }

    /// One replication of the first case, told contact by contact.
    pub(super) fn tell(&self, options: &Options, each: impl FnMut(&Contact, Fate)) {
        let mut contacts = Vec::new();
        self.source
            .draw(&mut stream(options.seed, 0), &mut contacts);
        if let Some(case) = self.cases.first() {
            case.imitate(&contacts, &mut Vec::new(), 0, options, each);
        }
    }
}

impl CasePlan {
    fn new(traffic: &Traffic, case: &Case, sessions: &[Session]) -> Result<Self> {
        let outside = case
            .overflow
            .as_ref()
            .map(|overflow| Outside::new(traffic, overflow));
        let staff = match &case.staffing {
            Staffing::People(people) => StaffPlan::Named(NamedPlan::new(people, sessions)),
            Staffing::Counts(counts) => {
                traffic.contacts.grid.same_as(&counts.grid)?;
                StaffPlan::Counted(CountedPlan::new(counts, sessions))
            }
        };
        Ok(Self {
            staff,
            outside: outside.transpose()?,
        })
    }

    /// Runs the contacts through; available time and overtime come back.
    fn imitate(
        &self,
        contacts: &[Contact],
        queue: &mut Vec<f64>,
        replication: u32,
        options: &Options,
        each: impl FnMut(&Contact, Fate),
    ) -> (f64, f64) {
        match &self.staff {
            StaffPlan::Named(plan) => {
                let mut staff = Named::new(plan);
                staff.begin(options.seed, replication, options.absence.0);
                serve(contacts, &mut staff, self.outside.as_ref(), queue, each)
            }
            StaffPlan::Counted(plan) => {
                let mut staff = Counted::new(plan);
                serve(contacts, &mut staff, self.outside.as_ref(), queue, each)
            }
        }
    }
}

impl Outside {
    fn new(traffic: &Traffic, overflow: &Overflow) -> Result<Self> {
        let limit = traffic
            .handle_time
            .zip(&overflow.wait_above, |handle_time, above| {
                above.map_or(f64::INFINITY, |above| above.0 / handle_time.0)
            })?;
        Ok(Self {
            limit: limit.values,
            answer: overflow.answer.0,
        })
    }

    /// Does a contact that finds no agent idle go outside?
    fn takes(&self, contact: &Contact, waiting: usize, agents: u32) -> bool {
        let limit = self.limit.get(contact.interval as usize);
        let predicted = (waiting + 1) as f64 / f64::from(agents);
        limit.is_some_and(|&limit| predicted > limit)
    }
}

/// Serves the contacts in order of arrival.
///
/// `queue` holds the moments at which those who had to wait leave the queue.
fn serve<S: Staff>(
    contacts: &[Contact],
    staff: &mut S,
    outside: Option<&Outside>,
    queue: &mut Vec<f64>,
    mut each: impl FnMut(&Contact, Fate),
) -> (f64, f64) {
    queue.clear();
    for contact in contacts {
        let start = staff.earliest(contact.arrival);
        let wait = start - contact.arrival;
        if let (Some(outside), true) = (outside, wait > 0.0) {
            queue.retain(|&leaves| leaves > contact.arrival);
            let agents = staff.present(contact.arrival);
            if outside.takes(contact, queue.len(), agents) {
                each(contact, Fate::Outside(outside.answer));
                continue;
            }
            queue.push(contact.arrival + wait.min(contact.patience));
        }
        if wait >= contact.patience {
            each(contact, Fate::Abandoned(contact.patience));
            continue;
        }
        staff.take(start, contact.service);
        each(contact, Fate::Answered(wait));
    }
    (staff.available(), staff.overtime())
}
