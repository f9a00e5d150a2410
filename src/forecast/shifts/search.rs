//! Which steps there are.

use super::fit::{Fit, Solved};
use super::weeks::Weeks;

/// Weeks that a level must hold.
pub(super) const LASTING: usize = 4;
/// Weeks that are enough at the end of the series, for an enormous shift.
const LATEST: usize = 2;
/// Deviations of a week that make a shift enormous.
const ENORMOUS: f64 = 10.0;
/// Stretches up to so many weeks may be set aside as passing.
const PASSING: usize = 8;
/// Times that a passing stretch may be set aside.
const ROUNDS: usize = 4;
/// Fewest weeks of which anything is said.
const FEWEST: usize = 8;

/// What was found: first weeks of new levels, in order, and weeks set aside.
pub(super) struct Found {
    pub steps: Vec<usize>,
    pub aside: Vec<bool>,
}

/// Standard errors that a shift must exceed.
///
/// Short series know their own noise badly and long ones have more days to err on: more is asked
/// of both than of three years.
pub(super) fn threshold(weeks: usize) -> f64 {
    let weeks = weeks as f64;
    3.6 + 20.0 / weeks + 0.2 * (weeks / 156.0).ln().max(0.0)
}

/// Finds all steps.
pub(super) fn search(weeks: &Weeks) -> Found {
    let mut aside = vec![false; weeks.len()];
    let mut steps = Vec::new();
    for _ in 0..ROUNDS {
        if weeks.len() < FEWEST {
            break;
        }
        let mut fit = Fit::new(weeks, &aside);
        forward(&mut fit);
        let fit = prune(fit, &aside);
        let Some((from, to)) = passing(&fit) else {
            steps = fit.steps;
            steps.sort_unstable();
            break;
        };
        aside[from..to].fill(true);
    }
    Found { steps, aside }
}

/// Adds steps while they are significant, one alone or two together.
fn forward(fit: &mut Fit<'_>) {
    let most = 2 + fit.weeks.len() / 16;
    let mut solved = fit.solve();
    while fit.steps.len() < most {
        let before = fit.steps.len();
        for _ in 0..2 {
            let Some(added) = another(fit, &solved) else {
                break;
            };
            solved = added;
            if significant(fit, &solved, before) {
                break;
            }
        }
        if fit.steps.len() == before || !significant(fit, &solved, before) {
            while fit.steps.len() > before {
                fit.back();
            }
            return;
        }
    }
}

/// Adds a step where a level can last on either side, or an enormous one in the last weeks if
/// that leaves less.
fn another(fit: &mut Fit<'_>, solved: &Solved) -> Option<Solved> {
    let (steps, weeks) = (fit.steps.clone(), fit.weeks.len());
    let apart = |week: usize| steps.iter().all(|step| step.abs_diff(week) >= LASTING);
    let inner = |week: usize| week >= LASTING && week + LASTING <= weeks && apart(week);
    let late = |week: usize| week + LASTING > weeks && week + LATEST <= weeks && apart(week);

    // An odd week must not look like the start of a level, but in the last weeks the new level is
    // as rare as odd weeks are.
    let inner_step = tried(fit, &solved.pulled, inner);
    let late_step = tried(fit, &solved.rest, late);
    let enormous = |tried: &Tried| tried.size() > ENORMOUS * tried.solved.scale;
    let late_step = late_step.filter(enormous);
    let less = |tried: &Tried| {
        inner_step
            .as_ref()
            .is_none_or(|inner| tried.left < inner.left)
    };
    let best = late_step.filter(less).or(inner_step)?;
    fit.step(best.week);
    Some(best.solved)
}

/// A step tried and taken back.
struct Tried {
    week: usize,
    /// What it leaves, the sum of distances.
    left: f64,
    solved: Solved,
}

impl Tried {
    fn size(&self) -> f64 {
        self.solved.steps.last().map_or(0.0, |(size, _)| size.abs())
    }

    /// Could it be significant at a neighbouring week?
    fn promises(&self) -> bool {
        let last = self.solved.steps.last();
        last.is_some_and(|(size, error)| size.abs() > 2.0 * error)
    }
}

/// The step that fits these residuals best, or leaves least of its neighbours: where a week
/// holds both levels, the first look may be one off.
fn tried(fit: &mut Fit<'_>, rest: &[f64], allowed: impl Fn(usize) -> bool) -> Option<Tried> {
    let before = fit.steps.len();
    let week = fit.best(rest, &allowed)?;
    let near = [week, week + 1, week.saturating_sub(1)].into_iter();
    let mut best: Option<Tried> = None;
    for week in near.filter(|week| allowed(*week)) {
        if best.as_ref().is_some_and(|best| !best.promises()) {
            break;
        }
        fit.step(week);
        if fit.steps.len() > before {
            let solved = fit.solve();
            let left = solved.rest.iter().map(|rest| rest.abs()).sum();
            fit.back();
            if best.as_ref().is_none_or(|best| left < best.left) {
                best = Some(Tried { week, left, solved });
            }
        }
    }
    best
}

/// Are all steps from the `from`th on?
fn significant(fit: &Fit<'_>, solved: &Solved, from: usize) -> bool {
    let least = threshold(fit.weeks.len());
    let mut fresh = solved.steps.iter().skip(from);
    fresh.all(|(size, error)| size.abs() > least * error)
}

/// Drops steps that the later ones made needless, the least first.
fn prune<'a>(mut fit: Fit<'a>, aside: &[bool]) -> Fit<'a> {
    loop {
        let solved = fit.solve();
        let strength = |(size, error): &(f64, f64)| size.abs() / error;
        let weakest = solved.steps.iter().map(strength).enumerate();
        let weakest = weakest.min_by(|a, b| a.1.total_cmp(&b.1));
        let least = threshold(fit.weeks.len());
        let Some((nth, _)) = weakest.filter(|(_, t)| t.is_nan() || *t <= least) else {
            return fit;
        };
        let kept: Vec<usize> = fit.steps.clone();
        fit = Fit::new(fit.weeks, aside);
        for (_, week) in kept.iter().enumerate().filter(|(other, _)| *other != nth) {
            fit.step(*week);
        }
    }
}

/// The first stretch between two steps that too few weeks agree with: a surge that goes back.
fn passing(fit: &Fit<'_>) -> Option<(usize, usize)> {
    let solved = fit.solve();
    let mut steps: Vec<(usize, f64)> = fit
        .steps
        .iter()
        .zip(&solved.steps)
        .map(|(week, (size, _))| (*week, *size))
        .collect();
    steps.sort_by_key(|(week, _)| *week);
    let ends = steps.iter().skip(1).map(|(week, _)| *week);
    let ends = ends.chain([fit.weeks.len()]);
    steps.iter().zip(ends).find_map(|((from, size), to)| {
        let nearer = |week: &usize| {
            let left = fit.left_over(&solved, *week);
            left.is_some_and(|left| left.abs() < (left + size).abs())
        };
        let last = to == fit.weeks.len();
        let least = if last { LATEST } else { LASTING };
        let holds = (*from..to).filter(nearer).count();
        (holds < least && to - from <= PASSING).then_some((*from, to))
    })
}
