//! The pipeline on one screen.

use super::assume::assume;
use super::desk::{Desk, Proven};
use super::{
    Assumptions, Calibration, Centre, Expected, FORMAT, Inputs, Plan, Seeds, Side, Solve, Target,
};
use super::{External, bridge, expect, goal::Goal, overflow};
use crate::calendar::{IsoWeek, Series};
use crate::config::Config;
use crate::error::Result;
use crate::roster::{self, Roster};
use crate::simulate::Outcome;
use crate::staffing;
use crate::units::{Agents, Euros, Seconds};
use chrono::Days;
use std::sync::atomic::AtomicBool;

/// Who hears of progress and may stop the work.
pub trait Watch: Sync {
    /// What begins.
    fn stage(&self, what: &str);

    /// How far it is.
    fn progress(&self, how_far: &str);

    /// Becomes true when the best so far is to be kept.
    fn stop(&self) -> &AtomicBool;
}

/// Nobody: says nothing and never stops.
#[derive(Debug, Default)]
pub struct Unwatched(AtomicBool);

impl Watch for Unwatched {
    fn stage(&self, _what: &str) {}

    fn progress(&self, _how_far: &str) {}

    fn stop(&self) -> &AtomicBool {
        &self.0
    }
}

/// Plans a week: forecast, requirement, roster, checked and simulated beside the present roster, where
/// there is one.
///
/// # Errors
/// All problems of the input; a target with nothing to be measured against; a solver that fails.
pub fn week(config: &Config, week: IsoWeek, watch: &dyn Watch) -> Result<Plan> {
    let mut ready = Ready::new(config, week, watch)?;
    let proven = ready.solve(config, watch)?;
    watch.stage("comparing the engine with the record");
    let (assumptions, days) = assume(config, &ready.expected)?;
    let calibration = match Calibration::of_days(&days) {
        Some(compared) => compared,
        None => ready.desk.calibrate(&ready.expected)?,
    };
    Ok(ready.compose(config, week, &proven, (calibration, assumptions)))
}

/// The roster of a week with its proof, and the centre it is for; no calibration, no document.
///
/// # Errors
/// As [`week`].
pub fn solve_week(config: &Config, week: IsoWeek, watch: &dyn Watch) -> Result<(Centre, Proven)> {
    let mut ready = Ready::new(config, week, watch)?;
    let proven = ready.solve(config, watch)?;
    Ok((ready.centre, proven))
}

/// What is expected of a configured week, known on its planning date.
///
/// # Errors
/// All problems of the history.
pub fn expect_week(config: &Config, week: IsoWeek) -> Result<Expected> {
    let known_until = week.monday - Days::new(u64::from(config.lead_days) + 1);
    expect::expect(config, week.monday, 7, known_until)
}

/// The requirement curve: the classic, by stationary formula per interval.
///
/// # Errors
/// When the series do not fit together.
pub fn require(config: &Config, expected: &Expected) -> Result<Series<Agents>> {
    staffing::require(
        &expected.forecast.contacts,
        &expected.forecast.handle_time,
        &expected.open,
        expected.patience,
        config.target.formula,
        &config.target.staffing,
    )
}

/// Everything before the solve.
struct Ready {
    centre: Centre,
    present: Option<Roster>,
    goal: Goal,
    expected: Expected,
    required: Series<Agents>,
    desk: Desk,
}

impl Ready {
    fn new(config: &Config, week: IsoWeek, watch: &dyn Watch) -> Result<Self> {
        watch.stage("reading people and history");
        let Inputs {
            centre,
            roster: present,
            mut expected,
        } = Inputs::read(config, week)?;
        let goal = Goal::of(config, &expected)?;
        expected.notes.extend(goal.note(config));
        watch.stage("staffing");
        let required = require(config, &expected)?;
        let desk = Desk::new(config, &centre, &expected)?;
        Ok(Self {
            centre,
            present,
            goal,
            expected,
            required,
            desk,
        })
    }

    fn solve(&mut self, config: &Config, watch: &dyn Watch) -> Result<Proven> {
        watch.stage("solving the roster");
        let asked = (&self.required, &self.goal);
        let present = self.present.as_ref();
        overflow::solve(&mut self.desk, config, &self.centre, present, asked, watch)
    }

    fn compose(
        self,
        config: &Config,
        week: IsoWeek,
        proven: &Proven,
        (calibration, assumptions): (Calibration, Assumptions),
    ) -> Plan {
        let grid = self.expected.open.grid;
        let solution = &proven.solution;
        let present = self.present.as_ref();
        let present = present.map(|roster| self.side(config, proven, roster, false));
        let planned = self.side(config, proven, &solution.roster, true);
        Plan {
            format: FORMAT,
            version: env!("CARGO_PKG_VERSION"),
            name: config.name.clone(),
            queue: config.history.queue.clone(),
            language: config.language.code(),
            week,
            known_until: self.expected.known_until,
            contracts: self
                .centre
                .people
                .iter()
                .map(|p| (p.id.clone(), p.contract))
                .collect(),
            people: self
                .centre
                .people
                .iter()
                .map(|p| (p.id.clone(), p.name.clone()))
                .collect(),
            notes: [&self.centre.notes, &self.expected.notes, &self.desk.notes]
                .into_iter()
                .flatten()
                .cloned()
                .collect(),
            open: self.expected.open.clone(),
            recent: expect::recent(&self.expected.clean, &grid, 8),
            actual: expect::actual(&self.expected.record, &grid),
            patience: self.desk.traffic.patience,
            comparison: self.desk.compare_waits(&self.centre, &solution.roster),
            target: Target::new(proven.asked, present.as_ref(), &planned),
            present,
            planned,
            breaches: self.centre.check(config, &solution.roster),
            present_breaches: self
                .present
                .as_ref()
                .map(|roster| self.centre.check(config, roster)),
            solve: Solve {
                status: solution.status,
                cost: solution.cost,
                bound: solution.bound,
                gap: solution.gap,
                shortage: solution.shortage.clone(),
                log: solution.log.clone(),
                rounds: proven.rounds,
            },
            answer_within: self.desk.options.answer_within,
            long_wait: self.desk.options.long_wait,
            external: External::of(&self.desk, config, &self.centre, &solution.roster),
            overflow_windows: self
                .desk
                .overflow
                .as_ref()
                .map(|o| o.wait_above.map(Option::is_some)),
            seeds: Seeds {
                solve: config.solve.seed,
                simulate: config.simulate_seed,
                replications: config.replications,
            },
            required: self.required,
            assumptions,
            calibration,
            forecast: self.expected.forecast,
        }
    }

    fn side(&self, config: &Config, proven: &Proven, roster: &Roster, planned: bool) -> Side {
        let outcome = proven.run.outcomes[usize::from(planned && self.present.is_some())].clone();
        let coverage = roster.coverage();
        let waiting = if planned {
            self.desk.waiting_with_overflow(&coverage)
        } else {
            self.desk.waiting(&coverage)
        };
        let contacts: f64 = self
            .expected
            .forecast
            .contacts
            .values
            .iter()
            .map(|c| c.0)
            .sum();
        let bridge = bridge::bridge(
            roster,
            &self.centre.people,
            &self.centre.holidays,
            config.absence,
        );
        let setting = self.centre.setting(config);
        let allowances = config.prices.hour * roster::allowance_hours(&setting, roster).0;
        Side {
            allowances,
            wishes: roster::wishes(&setting, roster),
            concessions: roster::concessions(&setting, roster),
            roster: roster.clone(),
            curve_wait: Seconds(waiting / contacts.max(f64::MIN_POSITIVE)),
            cost: cost(config, &outcome, bridge.paid.0) + allowances,
            coverage,
            outcome,
            exact: self.desk.exact(&self.centre, roster, planned),
            bridge,
        }
    }
}

fn cost(config: &Config, outcome: &Outcome, paid_hours: f64) -> Euros {
    let contract = config.overflow.as_ref();
    let bill = contract.map(|overflow| overflow.contract.bill(outcome.overflowed.mean).total());
    config.prices.hour * paid_hours + bill.unwrap_or_default()
}
