//! The answer that goes out: a roster in minutes and names, what is missing, and its gap.

use super::model::Model;
use super::model_state::shift;
use super::model_work::Asked;
use super::solve_descent::Held;
use super::{Activity, Roster, Shortage, Solution, Span, Status};
use crate::units::Euros;

/// The held roster as a solution; its status is still to be said.
pub(super) fn answer(model: &Model, held: &Held, bound: f64, log: Vec<String>) -> Solution {
    let locked: i32 = model
        .setting
        .locked
        .iter()
        .map(|shift| shift.paid().0)
        .sum();
    let fixed = f64::from(locked) / 60.0 * model.terms.hour.0;
    let (cost, bound) = (held.score.cost + fixed, bound.min(held.score.cost) + fixed);
    let over = model
        .terms
        .waiting_max
        .map_or(0.0, |most| (held.score.waiting - most).max(0.0));
    Solution {
        roster: roster(model, held),
        status: Status::Stopped,
        cost: Euros(cost),
        bound: Euros(bound),
        gap: if cost > 0.0 {
            (cost - bound) / cost
        } else {
            0.0
        },
        waiting: held.score.waiting,
        waiting_over: over,
        overflow: held.score.overflow,
        prices: (0.0, 0.0),
        shortage: shortage(model, held),
        log,
    }
}

fn roster(model: &Model, held: &Held) -> Roster {
    let mut shifts = model.setting.locked.to_vec();
    for (person, days) in held.state.patterns.iter().enumerate() {
        shifts.extend(
            days.iter()
                .flatten()
                .map(|pattern| shift(model, person, pattern)),
        );
    }
    Roster {
        grid: model.grid,
        shifts,
    }
    .sorted()
}

fn shortage(model: &Model, held: &Held) -> Vec<Shortage> {
    let mut all = phone(model, held);
    for kind in 0..model.kinds.len() {
        all.extend(work(model, held, kind));
    }
    all.extend(sessions(model, held));
    all
}

/// Runs of neighbouring stretches in which something is short, the mean shortage of each.
fn runs(what: &str, short: impl Iterator<Item = (Span, f64)>) -> Vec<Shortage> {
    let mut runs: Vec<Shortage> = Vec::new();
    for (span, people) in short.filter(|(_, people)| *people > 1e-9) {
        match runs.last_mut() {
            Some(run) if run.span.to == span.from => {
                let (before, more) = (f64::from(run.span.minutes().0), f64::from(span.minutes().0));
                run.people = (run.people * before + people * more) / (before + more);
                run.span.to = span.to;
            }
            _ => runs.push(Shortage {
                what: what.to_owned(),
                span,
                people,
            }),
        }
    }
    runs
}

fn phone(model: &Model, held: &Held) -> Vec<Shortage> {
    let step = model.sizes.step;
    let short = |interval: usize| {
        let curve = model.curves.intervals[interval].as_ref()?;
        let minutes = (held.state.cover[interval].max(0) as usize).min(curve.short.len() - 1);
        let from = interval as i32 * step;
        Some((
            Span {
                from,
                to: from + step,
            },
            curve.short[minutes] * 60.0 / f64::from(step),
        ))
    };
    let name = Activity::Contacts.to_string();
    runs(&name, (0..model.grid.len).filter_map(short))
}

fn work(model: &Model, held: &Held, kind: usize) -> Vec<Shortage> {
    let (compiled, name) = (&model.kinds[kind], &model.setting.work[kind].name);
    let unit = model.sizes.unit;
    let mut all = Vec::new();
    for (day, the_day) in model.days.iter().enumerate() {
        let at = |unit_index: usize| the_day.origin + unit_index as i32 * unit;
        if let Asked::Staffed(_) = compiled.asked {
            let short = |index: usize| {
                let people = compiled.people_at(day, index) - held.state.staffed[kind][day][index];
                (
                    Span {
                        from: at(index),
                        to: at(index + 1),
                    },
                    f64::from(people),
                )
            };
            all.extend(runs(name, (0..the_day.units).map(short)));
        }
        let missing = compiled.minutes_on(day) - held.state.minutes[kind][day];
        let first = compiled.inside[day].iter().position(|inside| *inside);
        let last = compiled.inside[day].iter().rposition(|inside| *inside);
        if let (Some(first), Some(last), true) = (first, last, missing > 0) {
            let span = Span {
                from: at(first),
                to: at(last + 1),
            };
            let people = f64::from(missing) / f64::from(span.minutes().0);
            all.push(Shortage {
                what: name.clone(),
                span,
                people,
            });
        }
    }
    all
}

fn sessions(model: &Model, held: &Held) -> Vec<Shortage> {
    let week = Span {
        from: 0,
        to: model.grid.len as i32 * model.sizes.step,
    };
    let mut all = Vec::new();
    for (person, staff) in model.staff.iter().enumerate() {
        let done = held.state.sessions(model, person);
        let missing = staff
            .sessions
            .iter()
            .enumerate()
            .filter(|(index, _)| done & (1 << index) == 0);
        all.extend(missing.map(|(_, kind)| Shortage {
            what: format!(
                "{} of {}",
                model.setting.work[*kind].name, model.setting.people[person].id
            ),
            span: week,
            people: 1.0,
        }));
    }
    all
}
