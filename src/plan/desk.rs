//! How rosters are judged: the same callers, the curves and the simulator.

use super::goal::Goal;
use super::{Asked, Calibration, Centre, Expected, Watch, calibration, proof};
use crate::calendar::{OpeningHours, Series};
use crate::config::Config;
use crate::error::{Note, Phrase, Result};
use crate::outside::{Contract, Line};
use crate::roster::{self, Roster, Solution, Terms, Waits};
use crate::simulate::{self, Arrivals, Case, ContactRecord, Options, Overflow, Run, Traffic};
use crate::staffing::{self, CurveInputs, Curves};
use crate::units::{Agents, Euros, Seconds};
use std::sync::atomic::Ordering;

/// Patience where the record tells none.
const PATIENCE_UNKNOWN: Seconds = Seconds(2400.0);

/// How often the roster is solved at most, so that the simulation agrees with the curves.
const ROUNDS: u32 = 2;

/// What is needed to judge rosters: the traffic, the curves and the simulator's options.
pub struct Desk {
    /// What arrives.
    pub traffic: Traffic,
    /// The overflow contract on the week's grid, if any.
    pub overflow: Option<Overflow>,
    /// The simulator's options.
    pub options: Options,
    most: u32,
    plain: Curves,
    curves: Curves,
    /// What was assumed.
    pub notes: Vec<Note>,
}

impl Desk {
    /// Prepares the judgement of rosters of the expected week.
    ///
    /// # Errors
    /// When the series do not fit together.
    pub fn new(config: &Config, centre: &Centre, expected: &Expected) -> Result<Self> {
        let forecast = &expected.forecast;
        let most = centre.people.len() as u32;
        let mut notes = Vec::new();
        if expected.patience.is_none() {
            notes.push(Note::new(
                "N401",
                format!("queue `{}`", config.history.queue),
                Phrase::new(
                    format!(
                        "patience is not in the record; a mean of {PATIENCE_UNKNOWN} is assumed"
                    ),
                    format!(
                        "de geschiedenis zegt niets over geduld; gemiddeld {PATIENCE_UNKNOWN} is aangenomen"
                    ),
                ),
            ));
        }
        let traffic = Traffic {
            arrivals: Arrivals::Expected,
            contacts: forecast.contacts.clone(),
            handle_time: forecast.handle_time.clone(),
            open: expected.open.clone(),
            patience: expected.patience.unwrap_or(PATIENCE_UNKNOWN),
            busyness: forecast.busyness,
        };
        let overflow = config.overflow.as_ref().map(|contract| {
            // What is to be chosen is shut until it is.
            let above = contract.wait_above.first().copied();
            let above = above.filter(|_| contract.choice.is_none());
            let open = windows(contract).mask(&expected.open.grid);
            Overflow {
                wait_above: open.map(|open| above.filter(|_| *open)),
                answer: contract.answer,
            }
        });
        let options = config.simulation();
        let plain = curves(config, &traffic, most, None)?;
        let curves = curves(config, &traffic, most, overflow.as_ref())?;
        Ok(Self {
            traffic,
            overflow,
            options,
            most,
            plain,
            curves,
            notes,
        })
    }
}

/// The planned roster with the simulation that proves it.
pub struct Proven {
    /// What the solver answered.
    pub solution: Solution,
    /// The rosters simulated: the planned one last, the present one before it if there is one.
    pub run: Run,
    /// How often it was solved.
    pub rounds: u32,
    /// What was asked, and what the simulation says of it.
    pub asked: Asked,
    /// The waiting that the curves were allowed, contact-seconds; `None`: any.
    pub waiting_max: Option<f64>,
}

impl Desk {
    /// Solves until the simulation agrees with the goal that the curves were given, or the rounds
    /// are over; the better roster is kept. Where no wait is asked (a service level) the first
    /// round follows the requirement, and a second one is given less waiting than came out.
    ///
    /// # Errors
    /// When the solver or the simulation cannot run.
    pub(super) fn solve(
        &self,
        config: &Config,
        centre: &Centre,
        present: Option<&Roster>,
        (required, goal): (&Series<Agents>, &Goal),
        watch: &dyn Watch,
    ) -> Result<Proven> {
        let contacts = self.traffic.contacts.values.iter().map(|c| c.0).sum();
        let waiting = present.map(|roster| self.waiting(&roster.coverage()));
        let mut limit = goal.waiting(contacts, waiting);
        let mut best: Option<Proven> = None;
        for rounds in 1..=ROUNDS {
            let most = limit.map(|(waiting, share)| waiting * share);
            let terms = self.terms(config, required, most);
            let line = line(config);
            let progress = |p: &roster::Progress| watch.progress(&how_far(p));
            let setting = centre.setting(config);
            let mut solution = roster::solve(&setting, &terms, self, &progress, watch.stop())?;
            billed(config, line, &mut solution);
            let run = self.compare(centre, present, &solution.roster)?;
            let asked = goal.measure(&run);
            if limit.is_none() {
                limit = Some((self.waiting_with_overflow(&solution.roster.coverage()), 1.0));
            }
            limit = limit.map(|(waiting, share)| (waiting, share * (0.98 * asked.room())));
            let better = best
                .as_ref()
                .is_none_or(|best| asked.missed() < best.asked.missed());
            if better {
                best = Some(Proven {
                    solution,
                    run,
                    rounds,
                    asked,
                    waiting_max: most,
                });
            }
            if asked.reached() || watch.stop().load(Ordering::Relaxed) {
                break;
            }
        }
        best.ok_or(crate::error::Error::Stopped)
    }

    /// Another rule of overflow from here on.
    ///
    /// # Errors
    /// When the series do not fit together.
    pub(super) fn open(&mut self, config: &Config, overflow: Overflow) -> Result<()> {
        self.curves = curves(config, &self.traffic, self.most, Some(&overflow))?;
        self.overflow = Some(overflow);
        Ok(())
    }

    /// The curves under a rule of overflow.
    pub(super) fn curves_of(&self, config: &Config, overflow: Option<&Overflow>) -> Result<Curves> {
        curves(config, &self.traffic, self.most, overflow)
    }

    /// The planned roster on the same callers as the present one, if there is one; it comes last.
    pub(super) fn compare(
        &self,
        centre: &Centre,
        present: Option<&Roster>,
        planned: &Roster,
    ) -> Result<Run> {
        let mut rosters = vec![("planned", planned, true)];
        rosters.splice(0..0, present.map(|roster| ("present", roster, false)));
        self.simulate(centre, &rosters)
    }

    /// Simulates rosters on the same callers; the flag says whether the overflow contract holds.
    ///
    /// # Errors
    /// When the simulation cannot run.
    pub fn simulate(&self, centre: &Centre, rosters: &[(&str, &Roster, bool)]) -> Result<Run> {
        let cases: Vec<Case> = rosters
            .iter()
            .map(|(name, roster, outside)| {
                let overflow = self.overflow.clone().filter(|_| *outside);
                proof::case(name, roster, &centre.people, overflow)
            })
            .collect();
        simulate::run(&self.traffic, &cases, &self.options)
    }

    /// Every contact of some repetitions of the week under a roster; agents are its shifts, in order.
    ///
    /// # Errors
    /// When the simulation cannot run.
    pub fn log(
        &self,
        centre: &Centre,
        (name, roster, outside): (&str, &Roster, bool),
        replications: u32,
    ) -> Result<Vec<ContactRecord>> {
        let overflow = self.overflow.clone().filter(|_| outside);
        let case = proof::case(name, roster, &centre.people, overflow);
        simulate::case_log(&self.traffic, &case, &self.options, replications)
    }

    /// The engine's wait beside the record's.
    ///
    /// # Errors
    /// When the simulation cannot run.
    pub fn calibrate(&self, expected: &Expected) -> Result<Calibration> {
        calibration::calibrate(expected, self.traffic.patience, &self.options)
    }

    /// The week's waiting by the curves without overflow, contact-seconds.
    pub fn waiting(&self, coverage: &Series<Agents>) -> f64 {
        proof::curve_waiting(coverage, |interval, agents| {
            self.plain.waiting_at(interval, agents)
        })
    }

    /// The week's waiting by the curves with the overflow contract, contact-seconds.
    pub fn waiting_with_overflow(&self, coverage: &Series<Agents>) -> f64 {
        proof::curve_waiting(coverage, |interval, agents| {
            self.curves.waiting_at(interval, agents)
        })
    }

    /// The week's contacts outside by the curves.
    pub(super) fn outside(&self, coverage: &Series<Agents>) -> f64 {
        proof::curve_waiting(coverage, |interval, agents| {
            self.curves.overflow_at(interval, agents)
        })
    }

    /// What the solver is asked: a contact outside has the price of the bill's line.
    pub(super) fn terms(
        &self,
        config: &Config,
        required: &Series<Agents>,
        waiting_max: Option<f64>,
    ) -> Terms {
        let contract = config.overflow.as_ref().map(|overflow| &overflow.contract);
        Terms {
            required: required.clone(),
            waiting_max,
            shortage_hour: config.prices.shortage_hour,
            wait_minute: config.prices.wait_minute,
            overflow_contact: line(config).contact,
            hour: config.prices.hour,
            contract_hour: config.prices.contract_hour,
            overflow_max: contract.and_then(Contract::most),
            gap: config.solve.gap,
            nodes: config.solve.nodes,
            seconds: config.solve.seconds,
            seed: config.solve.seed,
        }
    }
}

impl Waits for Desk {
    fn waiting(&self, interval: usize, agents: u32) -> f64 {
        self.curves.waiting(interval, agents)
    }

    fn overflow(&self, interval: usize, agents: u32) -> f64 {
        self.curves.overflow(interval, agents)
    }
}

/// The line that stands for the bill: from where contacts are no longer paid anyway.
pub(super) fn line(config: &Config) -> Line {
    let contract = config.overflow.as_ref().map(|overflow| &overflow.contract);
    contract.map_or_else(Line::default, |contract| {
        contract.line(contract.paid_at_least())
    })
}

/// The solution with the bill in place of its line; the line lies below it, so the bound holds.
fn billed(config: &Config, line: Line, solution: &mut Solution) {
    let Some(overflow) = &config.overflow else {
        return;
    };
    let bill = overflow.contract.bill(solution.overflow).total();
    let more = bill.0 - (line.fixed.0 + line.contact.0 * solution.overflow);
    solution.bound += line.fixed;
    solution.cost += line.fixed + Euros(more.max(0.0));
    solution.gap = gap(solution);
}

/// How far a solution is from its bound, as a share of its cost.
pub(super) fn gap(solution: &Solution) -> f64 {
    match solution.cost.0 > 0.0 {
        true => (solution.cost.0 - solution.bound.0) / solution.cost.0,
        false => 0.0,
    }
}

pub(super) fn windows(contract: &crate::config::Overflow) -> OpeningHours {
    OpeningHours {
        week: contract.windows.clone(),
        ..OpeningHours::default()
    }
}

fn curves(
    config: &Config,
    traffic: &Traffic,
    most: u32,
    overflow: Option<&Overflow>,
) -> Result<Curves> {
    Curves::new(&CurveInputs {
        contacts: &traffic.contacts,
        handle_time: &traffic.handle_time,
        open: &traffic.open,
        patience: Some(traffic.patience),
        busyness: traffic.busyness,
        absent: config.absence,
        overflow: overflow.map(|contract| staffing::Overflow {
            wait_above: &contract.wait_above,
            answer: contract.answer,
        }),
        most,
    })
}

pub(super) fn how_far(progress: &roster::Progress) -> String {
    let euros = |euros: Option<Euros>| euros.map_or("-".to_owned(), |euros| euros.to_string());
    format!(
        "solving the roster: {}, best {}, bound {}",
        progress.stage,
        euros(progress.incumbent),
        euros(progress.bound)
    )
}
