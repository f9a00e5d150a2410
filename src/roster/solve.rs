//! From a setting and terms to a roster with its bound. The only file that names a solver.
//!
//! 1. *Insert* everybody one after the other, each the best week given those before.
//! 2. *Relax*: the week as a linear programme over people's days; its columns are found by an
//!    exact search per person and day. Its prices prove a bound on every roster, computed here
//!    and not by the solver.
//! 3. *Improve*: take a few people's days away and give them the exactly best ones again.
//! 4. *Choose*: a mixed-integer programme per day picks one of the good patterns for each person
//!    at once.
//!
//! Work stops at a gap or a count of moves and nodes, never at a clock but for the safety net, so
//! that a roster is the same on every machine and any number of threads.

use super::model::Model;
use super::solution::Progress;
use super::solve_answer::answer;
use super::solve_choose::choose;
use super::solve_descent::{Descent, Held, construct};
use super::solve_duals::Duals;
use super::solve_master::{Master, Relaxed};
use super::why::{Contradiction, Costs, why_person, why_seats};
use super::{Setting, Solution, Status, Terms, Waits};
use crate::error::{Error, Problem, Problems, Result};
use crate::units::Euros;
use good_lp::solvers::highs::HighsParallelType;
use good_lp::{Expression, ProblemVariables, Solution as _, SolverModel, Variable, variable};
use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// Moves before the linear programme, and after it.
const FIRST_MOVES: usize = 480;
const MOVES: usize = 16_000;
const LAST_MOVES: usize = 240;
/// How much dearer a roster may become at first on the way to a cheaper one: a share of the dearest
/// hour.
const HEAT: f64 = 0.4;
/// Rounds of new columns at most, and how near value and bound shall come.
const ROUNDS: usize = 80;
const NEAR: f64 = 5e-4;
/// A roster this near to the bound is not improved further.
const ENOUGH: f64 = 5e-4;

/// What one solve watches while it works.
struct Watch<'a> {
    begin: Instant,
    terms: &'a Terms,
    progress: &'a (dyn Fn(&Progress) + Sync),
    stop: &'a AtomicBool,
    /// Was any stage cut short by the clock?
    cut: Cell<bool>,
}

impl Watch<'_> {
    /// Is more than this share of the seconds gone?
    fn late(&self, share: f64) -> bool {
        let late = self.begin.elapsed().as_secs_f64() > share * self.terms.seconds;
        self.cut.set(self.cut.get() || late);
        late
    }

    /// Must a stage end that may use the seconds up to this share of them?
    fn ends(&self, share: f64) -> bool {
        self.late(share) || self.stop.load(Ordering::Relaxed)
    }

    fn tell(&self, stage: &'static str, cost: f64, bound: Option<f64>) {
        (self.progress)(&Progress {
            stage,
            incumbent: Some(Euros(cost)),
            bound: bound.map(Euros),
        });
    }
}

/// The best roster that is found for the setting, with a bound on every roster.
///
/// `progress` is told of each stage; when `stop` becomes true the best roster so far is returned.
///
/// # Errors
/// Problem `P201` for each person whose contract no allowed shifts can reach, `P202` where more
/// people must be present than the site has seats; [`Error::Solver`] when the solver fails.
pub fn solve(
    setting: &Setting,
    terms: &Terms,
    waits: &dyn Waits,
    progress: &(dyn Fn(&Progress) + Sync),
    stop: &AtomicBool,
) -> Result<Solution> {
    let watch = Watch {
        begin: Instant::now(),
        terms,
        progress,
        stop,
        cut: Cell::new(false),
    };
    terms.required.grid.same_as(&setting.open.grid)?;
    let model = Model::new(setting, terms, waits);
    let mut log = vec![described(&model)];
    let free = model.curves.priced(0.0, 0.0);
    let state = construct(&model, &free).map_err(|stuck| out_of_reach(&model, &stuck))?;
    let mut descent = Descent::new(&model, Held::new(&model, state), (0.0, 0.0));
    log.push(format!("insert: cost {:.2}", descent.held.score.cost));
    watch.tell("insert", descent.held.score.cost, None);
    descent.run(FIRST_MOVES, 0.0, &|_| watch.ends(0.2));
    let mut master = Master::new(&model);
    let relaxed = relax(&mut master, &descent, &watch)?;
    log.push(format!(
        "relax: bound {:.2}, programme {:.2}, {} rounds, {} columns",
        relaxed.bound,
        relaxed.value,
        relaxed.rounds,
        master.parts().2.len()
    ));
    watch.tell("relax", descent.held.score.cost, Some(relaxed.bound));
    descent.extra = relaxed.duals.extra;
    let enough = |cost: f64| watch.ends(1.0) || cost - relaxed.bound <= ENOUGH * cost.abs();
    descent.run(MOVES, HEAT * model.prices.hour, &enough);
    log.push(format!(
        "improve: cost {:.2}, {} moves",
        descent.held.score.cost, descent.moves
    ));
    watch.tell("improve", descent.held.score.cost, Some(relaxed.bound));
    if !enough(descent.held.score.cost) {
        let better = choose(&model, &master, &relaxed, &descent.held, terms.nodes)?;
        log.push(format!(
            "choose: cost {:.2}, {} days changed",
            better.0.score.cost, better.1
        ));
        descent.held = better.0;
        descent.run(LAST_MOVES, 0.0, &enough);
        log.push(format!(
            "improve: cost {:.2}, {} moves",
            descent.held.score.cost, descent.moves
        ));
    }
    if descent.held.score.seats > 0 {
        return Err(no_seats(&model).into());
    }
    let mut solution = answer(&model, &descent.held, relaxed.bound, log);
    solution.prices = relaxed.duals.extra;
    solution.status = match solution.gap <= terms.gap {
        _ if watch.cut.get() => Status::TimeLimit,
        true => Status::WithinGap,
        false => Status::Stopped,
    };
    Ok(solution)
}

fn relax(master: &mut Master, descent: &Descent, watch: &Watch) -> Result<Relaxed> {
    let state = &descent.held.state;
    for (person, days) in state.patterns.iter().enumerate() {
        for pattern in days.iter().flatten() {
            master.add(person, pattern);
        }
    }
    let guess = Duals::guess(descent.model, state);
    master.solve(guess, (ROUNDS, NEAR), &|| watch.ends(0.5))
}

fn described(model: &Model) -> String {
    format!(
        "week: {} people, {} days, {} kinds of other work, units of {} min",
        model.staff.len(),
        model.days.iter().filter(|day| day.open).count(),
        model.kinds.len(),
        model.sizes.unit
    )
}

fn out_of_reach(model: &Model, stuck: &[usize]) -> Error {
    let problem = |person: &usize| {
        let (staff, person) = (&model.staff[*person], &model.setting.people[*person]);
        let minutes = crate::units::Minutes;
        let what = format!(
            "no allowed shifts make the `{}` hours that contract `{}` leaves for this week",
            minutes(staff.target),
            person.contract
        );
        Problem::new("P201", format!("person {}", person.id), what)
    };
    let explained = |person: &usize| {
        let found = why_person(model.setting, *person, &costs(model.terms));
        let plain = "allow other paid lengths or a tolerance, or mend availability, leave or locks";
        let hint = found.first().map(Contradiction::hint);
        problem(person).hint(hint.unwrap_or_else(|| plain.to_owned()))
    };
    Error::from(Problems::from(
        stuck.iter().map(explained).collect::<Vec<_>>(),
    ))
}

fn costs(terms: &Terms) -> Costs {
    Costs {
        contract_hour: terms.contract_hour,
        shortage_hour: terms.shortage_hour,
    }
}

fn no_seats(model: &Model) -> Problem {
    let sites: Vec<&str> = model.setting.seats.keys().map(String::as_str).collect();
    let plain = "add seats, widen the hours in which shifts may lie, or unlock shifts";
    let found = why_seats(model.setting, &costs(model.terms));
    let hints: Vec<String> = found.iter().map(Contradiction::hint).collect();
    let hint = match hints.is_empty() {
        true => plain.to_owned(),
        false => hints.join("; "),
    };
    Problem::new(
        "P202",
        format!("seats of {}", sites.join(", ")),
        "are fewer than the contracts and locked shifts need",
    )
    .hint(hint)
}

/// A linear programme, built column by column.
pub(super) struct Programme {
    highs: highs::Model,
    rows: Vec<highs::Row>,
    columns: Vec<highs::Col>,
}

/// A programme's value and the price of each row.
pub(super) struct Answer {
    pub value: f64,
    pub duals: Vec<f64>,
    /// How much there is of each column.
    pub columns: Vec<f64>,
}

/// Columns of whole numbers that were found.
pub(super) struct Chosen {
    /// `None` where there were none within the time.
    pub columns: Option<Vec<f64>>,
    /// Are they the best?
    pub proven: bool,
}

impl Programme {
    /// A programme with rows between these bounds and no columns.
    pub fn new(bounds: &[(f64, f64)]) -> Result<Self> {
        let mut highs = highs::Model::try_new(highs::RowProblem::default()).map_err(failed)?;
        highs.set_sense(highs::Sense::Minimise);
        for (option, value) in [
            ("threads", 1),
            ("random_seed", 1),
            ("simplex_scale_strategy", 2),
        ] {
            highs
                .try_set_option(option, value)
                .map_err(|_| unknown(option))?;
        }
        // Prices from the middle of the optimal ones settle in far fewer rounds than a corner's.
        for (option, value) in [
            ("parallel", "off"),
            ("solver", "ipm"),
            ("run_crossover", "off"),
        ] {
            highs
                .try_set_option(option, value)
                .map_err(|_| unknown(option))?;
        }
        let row = |(from, to): &(f64, f64)| highs.try_add_row(*from..=*to, []).map_err(failed);
        let rows = bounds.iter().map(row).collect::<Result<Vec<_>>>()?;
        Ok(Self {
            highs,
            rows,
            columns: Vec::new(),
        })
    }

    /// A column from 0 to `most` with its cost and its factors by row.
    pub fn add(&mut self, cost: f64, most: f64, factors: &[(usize, f64)]) -> Result<()> {
        let rows = &self.rows;
        let factors = factors.iter().map(|(row, factor)| (rows[*row], *factor));
        let column = self.highs.try_add_column(cost, 0.0..=most, factors);
        self.columns.push(column.map_err(failed)?);
        Ok(())
    }

    /// A column of a whole number from 0 to `most`, for [`Programme::choose`].
    pub fn add_whole(&mut self, cost: f64, most: f64, factors: &[(usize, f64)]) -> Result<()> {
        let rows = &self.rows;
        let factors = factors.iter().map(|(row, factor)| (rows[*row], *factor));
        let column = self.highs.try_add_integer_column(cost, 0.0..=most, factors);
        self.columns.push(column.map_err(failed)?);
        Ok(())
    }

    /// The best columns found within so many seconds; `start` is a solution to improve, and one
    /// within `near` of the best will do.
    pub fn choose(mut self, start: &[f64], seconds: f64, near: f64) -> Result<Chosen> {
        for (option, value) in [
            ("time_limit", seconds),
            ("mip_abs_gap", near),
            ("mip_rel_gap", 0.0),
        ] {
            self.highs
                .try_set_option(option, value)
                .map_err(|_| unknown(option))?;
        }
        self.highs
            .try_set_option("solver", "choose")
            .map_err(|_| unknown("solver"))?;
        self.highs
            .try_set_solution(Some(start), None, None, None)
            .map_err(failed)?;
        let solved = self.highs.try_solve().map_err(failed)?;
        let some = solved.primal_solution_status() == highs::HighsSolutionStatus::Feasible;
        Ok(Chosen {
            columns: some.then(|| solved.get_solution().columns().to_vec()),
            proven: solved.status() == highs::HighsModelStatus::Optimal,
        })
    }

    /// An optimum at a corner, where as many columns as can be are not used at all, and the
    /// programme to go on from there.
    pub fn corner(mut self) -> Result<(Answer, Self)> {
        self.highs
            .try_set_option("solver", "simplex")
            .map_err(|_| unknown("solver"))?;
        let solved = self.highs.try_solve().map_err(failed)?;
        let answer = answered(&solved)?;
        let (highs, rows, columns) = (solved.into(), self.rows, self.columns);
        Ok((
            answer,
            Self {
                highs,
                rows,
                columns,
            },
        ))
    }

    /// Uses a column, by its place in the order in which they were added, at least so much.
    pub fn at_least(&mut self, column: usize, least: f64) {
        let column = self.columns[column];
        self.highs
            .change_column_bounds(column, least..=f64::INFINITY);
    }

    /// The optimum: by the interior point, and where that cannot settle, by the simplex method.
    pub fn solve(self) -> Result<Answer> {
        let mut solved = self.highs.try_solve().map_err(failed)?;
        if solved.status() != highs::HighsModelStatus::Optimal {
            let mut again = highs::Model::from(solved);
            again
                .try_set_option("solver", "simplex")
                .map_err(|_| unknown("solver"))?;
            solved = again.try_solve().map_err(failed)?;
        }
        answered(&solved)
    }
}

fn answered(solved: &highs::SolvedModel) -> Result<Answer> {
    if solved.status() != highs::HighsModelStatus::Optimal {
        return Err(Error::Solver(format!(
            "the week's programme ended {:?}",
            solved.status()
        )));
    }
    let solution = solved.get_solution();
    Ok(Answer {
        value: solved.objective_value(),
        duals: solution.dual_rows().to_vec(),
        columns: solution.columns().to_vec(),
    })
}

/// What a column brings to rows.
pub(super) type Factors = Vec<(usize, f64)>;

/// A choice of one column from each group, at least cost: a mixed-integer programme.
pub(super) struct Selection {
    /// Least of each row.
    pub rows: Vec<f64>,
    /// Columns of which one is chosen, by group: what they bring to the rows.
    pub groups: Vec<Vec<Factors>>,
    /// Columns of any size up to a most: cost, most, factors.
    pub free: Vec<(f64, f64, Factors)>,
}

impl Selection {
    /// The column chosen from each group after at most so many nodes; the first column of each
    /// group is where the search starts from.
    pub fn solve(&self, nodes: u32) -> Result<Vec<usize>> {
        let mut variables = ProblemVariables::new();
        let binary = |group: &Vec<Factors>, variables: &mut ProblemVariables| {
            let first = |index: usize| {
                variable()
                    .binary()
                    .initial(if index == 0 { 1.0 } else { 0.0 })
            };
            (0..group.len())
                .map(|index| variables.add(first(index)))
                .collect::<Vec<_>>()
        };
        let chosen: Vec<Vec<Variable>> = self
            .groups
            .iter()
            .map(|group| binary(group, &mut variables))
            .collect();
        let free: Vec<Variable> = self
            .free
            .iter()
            .map(|(_, most, _)| variables.add(variable().min(0.0).max(*most)))
            .collect();
        let mut rows = vec![Expression::default(); self.rows.len()];
        let columns = self.groups.iter().flatten().zip(chosen.iter().flatten());
        let free_columns = self.free.iter().map(|(_, _, factors)| factors).zip(&free);
        for (factors, variable) in columns.chain(free_columns) {
            for (row, factor) in factors {
                rows[*row].add_mul(*factor, *variable);
            }
        }
        let mut cost = Expression::with_capacity(free.len());
        for ((price, _, _), variable) in self.free.iter().zip(&free) {
            cost.add_mul(*price, *variable);
        }
        let mut problem = variables.minimise(cost).using(good_lp::highs);
        for (row, least) in rows.into_iter().zip(&self.rows) {
            problem.add_constraint(row.geq(*least));
        }
        for group in &chosen {
            problem.add_constraint(group.iter().sum::<Expression>().eq(1.0));
        }
        let problem = problem
            .set_parallel(HighsParallelType::Off)
            .set_threads(1)
            .set_option("random_seed", 1)
            .set_option("mip_rel_gap", 1e-4)
            .set_option("mip_max_nodes", nodes.min(i32::MAX as u32) as i32);
        let solved = problem
            .solve()
            .map_err(|error| Error::Solver(error.to_string()))?;
        let pick = |group: &Vec<Variable>| {
            group
                .iter()
                .position(|variable| solved.value(*variable) > 0.5)
                .unwrap_or(0)
        };
        Ok(chosen.iter().map(pick).collect())
    }
}

fn failed(status: highs::HighsStatus) -> Error {
    Error::Solver(format!("HiGHS says {status:?}"))
}

fn unknown(option: &str) -> Error {
    Error::Solver(format!("HiGHS does not know the option `{option}`"))
}
