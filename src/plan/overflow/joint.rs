//! Roster and windows together: each decided for the other, until nothing changes.

use super::candidates::{Candidates, Choice};
use super::decide::{Decided, decide};
use super::envelope::{self, Bound};
use super::programme::{Rank, Terms};
use crate::calendar::Series;
use crate::config::{self, Config};
use crate::error::Result;
use crate::plan::desk::{Proven, gap};
use crate::plan::exact::Kept;
use crate::plan::goal::Goal;
use crate::plan::{Centre, Desk, Watch};
use crate::roster::{Roster, Solution, Status};
use crate::units::{Agents, Euros};
use std::sync::atomic::Ordering;

/// How often roster and windows are decided for each other at most.
const ROUNDS: u32 = 3;

/// A limit that is worth less than this many euros a unit does not bind.
const BINDS: f64 = 1e-9;

/// What a decision on windows looks at.
pub(super) struct Week<'a> {
    pub config: &'a Config,
    pub overflow: &'a config::Overflow,
    pub centre: &'a Centre,
    pub candidates: Candidates,
    /// The waiting that the goal allows by the exact chain, contact-seconds.
    pub waiting_max: f64,
}

impl<'a> Week<'a> {
    /// `None` where nothing is to be decided.
    pub fn of(
        desk: &Desk,
        config: &'a Config,
        centre: &'a Centre,
        present: Option<&Roster>,
        goal: &Goal,
    ) -> Option<Self> {
        let overflow = config.overflow.as_ref()?;
        let candidates = Candidates::of(overflow, &desk.traffic.open)?;
        let contacts = desk.traffic.contacts.values.iter().map(|c| c.0).sum();
        let exact = |roster| desk.exact_days(centre, roster, None, &Kept::default());
        let now = present.and_then(exact).map(|days| days.sums().0);
        let most = goal.waiting(contacts, now);
        Some(Self {
            config,
            overflow,
            centre,
            candidates,
            waiting_max: most.map_or(f64::INFINITY, |(waiting, share)| waiting * share),
        })
    }

    fn terms(&self) -> Terms<'_> {
        Terms {
            second: self.config.prices.wait_minute.0 / 60.0,
            contract: &self.overflow.contract,
            waiting_max: self.waiting_max,
        }
    }

    /// The best windows for a roster; all shut where a day cannot be followed exactly.
    pub fn decide(&self, desk: &Desk, roster: &Roster) -> Decided {
        let decided = decide(desk, self.centre, roster, &self.candidates, &self.terms());
        decided.unwrap_or_else(|| Decided {
            choice: self.candidates.shut(),
            rank: Rank::default(),
        })
    }
}

/// A roster with its windows, and how good they are together.
struct Pair {
    proven: Proven,
    choice: Choice,
    /// By how much the simulation misses the goal, then the week's limits and cost, exactly.
    rank: (f64, Rank),
}

/// Decides windows and thresholds with the roster; what the desk then holds is what was decided.
///
/// First a bound on all rosters and windows together, by the envelope of all options, with a rough
/// roster. Then, round by round: the best windows for the roster at hand, and the best roster for
/// those windows. The best pair by the exact wait and the bill is kept. A day that cannot be
/// followed exactly leaves all windows shut.
pub(in crate::plan) fn solve(
    desk: &mut Desk,
    config: &Config,
    centre: &Centre,
    present: Option<&Roster>,
    asked: (&Series<Agents>, &Goal),
    watch: &dyn Watch,
) -> Result<Proven> {
    let Some(mut week) = Week::of(desk, config, centre, present, asked.1) else {
        return desk.solve(config, centre, present, asked, watch);
    };
    watch.stage("bounding roster and windows together");
    let curves = envelope::options(desk, config, &week.candidates)?;
    let free = desk.terms(config, asked.0, None);
    let bound = |prices| {
        let terms = free.clone();
        envelope::bound((config, centre), terms, &curves, prices, watch)
    };
    let (first, rough) = bound((0.0, 0.0))?;
    let mut bounds = vec![first];
    let mut choice = week.decide(desk, &rough).choice;
    let mut log = Vec::new();
    let mut best: Option<Pair> = None;
    for round in 1..=ROUNDS {
        watch.stage("solving the roster");
        desk.open(config, week.candidates.rule(&choice))?;
        let mut proven = desk.solve(config, centre, present, asked, watch)?;
        let prices = proven.solution.prices;
        if best.is_none() && prices.0.max(prices.1) > BINDS {
            watch.stage("bounding roster and windows together");
            bounds.push(bound(prices)?.0);
        }
        watch.stage("deciding windows");
        let again = week.decide(desk, &proven.solution.roster);
        let settled = again.choice == choice;
        let beside = beside(config, &proven.solution);
        if !settled {
            desk.open(config, week.candidates.rule(&again.choice))?;
            retell(desk, &week, (present, asked.1), &mut proven, beside)?;
        }
        let rank = Rank {
            euros: again.rank.euros + beside,
            ..again.rank
        };
        log.push(format!(
            "windows: round {round}, cost {:.2} exactly",
            rank.euros
        ));
        if !proven.asked.reached() {
            // The simulation asks for more than the exact wait did.
            week.waiting_max *= 0.98 * proven.asked.room();
        }
        let rank = (proven.asked.missed().max(0.0), rank);
        choice.clone_from(&again.choice);
        if best.as_ref().is_none_or(|best| rank < best.rank) {
            best = Some(Pair {
                proven,
                choice: again.choice,
                rank,
            });
        }
        if settled || watch.stop().load(Ordering::Relaxed) {
            break;
        }
    }
    let best = best.ok_or(crate::error::Error::Stopped)?;
    desk.open(config, week.candidates.rule(&best.choice))?;
    Ok(quoted(config, best.proven, &bounds, log))
}

/// What a solution costs beside waiting and the external centre: hours, shortage, other work.
pub(super) fn beside(config: &Config, solution: &Solution) -> f64 {
    solution.cost.0 - outer(config, solution.waiting, solution.overflow)
}

/// Waiting at its price, and the bill.
fn outer(config: &Config, waiting: f64, outside: f64) -> f64 {
    let contract = config.overflow.as_ref().map(|overflow| &overflow.contract);
    let bill = contract.map_or(0.0, |contract| contract.bill(outside).total().0);
    config.prices.wait_minute.0 / 60.0 * waiting + bill
}

/// The same roster under the windows that the desk holds now.
fn retell(
    desk: &Desk,
    week: &Week<'_>,
    (present, goal): (Option<&Roster>, &Goal),
    proven: &mut Proven,
    beside: f64,
) -> Result<()> {
    let solution = &mut proven.solution;
    proven.run = desk.compare(week.centre, present, &solution.roster)?;
    proven.asked = goal.measure(&proven.run);
    let coverage = solution.roster.coverage();
    solution.waiting = desk.waiting_with_overflow(&coverage);
    solution.overflow = desk.outside(&coverage);
    let over = proven.waiting_max.map(|most| solution.waiting - most);
    solution.waiting_over = over.unwrap_or(0.0).max(0.0);
    solution.cost = Euros(beside + outer(week.config, solution.waiting, solution.overflow));
    Ok(())
}

/// The answer with the bound that holds for all rosters and windows, never that of these windows:
/// on all that wait no more and send no more outside than was allowed, or than these do.
fn quoted(config: &Config, mut proven: Proven, bounds: &[Bound], log: Vec<String>) -> Proven {
    let solution = &mut proven.solution;
    let most = config.overflow.as_ref().and_then(|o| o.contract.most());
    let waiting = proven.waiting_max.unwrap_or(0.0).max(solution.waiting);
    let outside = most.unwrap_or(0.0).max(solution.overflow);
    let bounds = bounds.iter().map(|bound| bound.at(waiting, outside));
    let least = bounds.fold(f64::NEG_INFINITY, f64::max);
    solution.bound = Euros(least.min(solution.cost.0));
    solution.gap = gap(solution);
    solution.status = match solution.status {
        Status::TimeLimit => Status::TimeLimit,
        _ if solution.gap <= config.solve.gap => Status::WithinGap,
        _ => Status::Stopped,
    };
    solution.log.extend(log);
    let told = format!("windows: bound {least:.2} over all of them");
    solution.log.push(told);
    proven
}
