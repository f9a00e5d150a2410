//! The rows that the terminal, the page and the workbook show alike.

use super::number::wait;
use super::words::{Language, Word};
use crate::calendar::Grid;
use crate::plan::{Asked, Calibration, Plan, Side};
use crate::roster::{Shortage, Span, Status};
use crate::simulate::Estimate;
use crate::units::Share;
use chrono::NaiveTime;
use std::collections::BTreeMap;

/// The name of a concession that is a wish.
const WISH: &str = "wish";

/// How a figure is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// Seconds, as minutes and seconds.
    Wait,
    /// A share, in percent.
    Share,
    /// A number of contacts.
    Count,
    /// Hours.
    Hours,
    /// Money.
    Euros,
}

impl Unit {
    /// A value in this unit.
    pub(super) fn write(self, language: Language, value: f64) -> String {
        match self {
            Self::Wait => wait(value),
            Self::Share => language.percent(value, 1),
            Self::Count => language.number(value, 0),
            Self::Hours => language.number(value, 1),
            Self::Euros => language.euros(value),
        }
    }

    /// A figure with its limits, where it has any that differ from it.
    pub(super) fn full(self, language: Language, figure: Figure) -> String {
        let mean = self.write(language, figure.mean);
        match figure.limits {
            Some((low, high)) if low < high => {
                let (low, high) = (self.write(language, low), self.write(language, high));
                format!("{mean} ({low}–{high})")
            }
            _ => mean,
        }
    }
}

/// A figure, with its 95 % confidence interval where it is an estimate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Figure {
    pub(super) mean: f64,
    pub(super) limits: Option<(f64, f64)>,
}

impl From<Estimate> for Figure {
    fn from(estimate: Estimate) -> Self {
        Self {
            mean: estimate.mean,
            limits: Some((estimate.low, estimate.high)),
        }
    }
}

impl From<f64> for Figure {
    fn from(mean: f64) -> Self {
        Self { mean, limits: None }
    }
}

/// The columns of a table that sets both rosters side by side; without a present roster only the
/// planned one has a column.
pub(super) fn columns(plan: &Plan, first: Word, language: Language) -> Vec<&'static str> {
    let words = match plan.present {
        Some(_) => &[first, Word::Present, Word::Planned, Word::Difference][..],
        None => &[first, Word::Planned],
    };
    words.iter().map(|word| language.say(*word)).collect()
}

/// One measure of the rosters.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) label: String,
    pub(super) unit: Unit,
    pub(super) present: Option<Figure>,
    pub(super) planned: Figure,
}

impl Row {
    /// The cells below [`columns`].
    pub(super) fn cells(&self, language: Language) -> Vec<String> {
        let full = |figure| self.unit.full(language, figure);
        let mut cells = vec![self.label.clone()];
        cells.extend(self.present.map(full));
        cells.push(full(self.planned));
        cells.extend(
            self.present
                .map(|present| self.difference(present, language)),
        );
        cells
    }

    /// Planned less present, with what that is of the present where that says something.
    fn difference(&self, present: Figure, language: Language) -> String {
        let change = self.planned.mean - present.mean;
        let text = match self.unit {
            Unit::Share => {
                let points = language.number(change * 100.0, 1);
                format!("{points} {}", language.say(Word::Points))
            }
            _ => self.unit.write(language, change),
        };
        let signed = language.signed(change, text);
        let relative = matches!(self.unit, Unit::Wait | Unit::Hours | Unit::Euros);
        if !relative || present.mean == 0.0 {
            return signed;
        }
        let share = change / present.mean;
        let percent = language.signed(share, language.percent(share, 0));
        format!("{signed} ({percent})")
    }
}

/// The planner's question: the rosters measured by the figures that matter.
pub(super) fn key_rows(plan: &Plan, language: Language) -> Vec<Row> {
    let say = |word| language.say(word).to_owned();
    let minutes = language.number(plan.long_wait.minutes(), 0);
    let seconds = language.number(plan.answer_within.0, 0);
    let long = language.fill(Word::LongWaits, &[&minutes]);
    let within = language.fill(Word::ServiceLevel, &[&seconds]);
    let mut rows = vec![
        row(plan, say(Word::AverageWait), Unit::Wait, |s| {
            s.outcome.wait.into()
        }),
        row(plan, long, Unit::Share, |s| s.outcome.long_waits.into()),
        row(plan, within, Unit::Share, |s| {
            s.outcome.service_level.into()
        }),
        row(plan, say(Word::Abandoned), Unit::Share, |s| {
            s.outcome.abandoned.into()
        }),
        row(plan, say(Word::Outside), Unit::Count, |s| {
            s.outcome.overflowed.into()
        }),
        row(plan, say(Word::PaidHours), Unit::Hours, |s| {
            s.bridge.paid.0.into()
        }),
        row(plan, say(Word::PhoneHours), Unit::Hours, |s| {
            s.bridge.on_phone.0.into()
        }),
        row(plan, say(Word::Cost), Unit::Euros, |s| s.cost.0.into()),
    ];
    if plan.sides().any(|side| side.allowances.0 > 0.0) {
        rows.push(row(plan, say(Word::Allowances), Unit::Euros, |s| {
            s.allowances.0.into()
        }));
    }
    rows.extend(given_rows(plan, language));
    if plan.sides().all(|side| side.exact.is_some()) {
        let wait = |s: &Side| s.exact.map_or(0.0, |exact| exact.wait.0).into();
        rows.insert(1, row(plan, say(Word::ExactWait), Unit::Wait, wait));
    }
    rows
}

/// How many wishes are kept, and how often agreed rules are set aside; none where nothing was asked.
fn given_rows(plan: &Plan, language: Language) -> Vec<Row> {
    let count = |side: &Side, wish: bool| {
        let given = side.concessions.iter();
        given.filter(|one| (one.what == WISH) == wish).count()
    };
    let mut rows = Vec::new();
    if plan.planned.wishes > 0 {
        let label = language.fill(Word::WishesKept, &[&plan.planned.wishes.to_string()]);
        rows.push(row(plan, label, Unit::Count, |s| {
            (s.wishes.saturating_sub(count(s, true)) as f64).into()
        }));
    }
    if plan.sides().any(|side| count(side, false) > 0) {
        let label = language.say(Word::SetAside).to_owned();
        rows.push(row(plan, label, Unit::Count, |s| {
            (count(s, false) as f64).into()
        }));
    }
    rows
}

/// Further figures, for the page.
pub(super) fn more_rows(plan: &Plan, language: Language) -> Vec<Row> {
    let say = |word| language.say(word).to_owned();
    vec![
        row(plan, say(Word::Offered), Unit::Count, |s| {
            s.outcome.offered.into()
        }),
        row(plan, say(Word::Occupancy), Unit::Share, |s| {
            s.outcome.occupancy.into()
        }),
        row(plan, say(Word::Overtime), Unit::Hours, |s| {
            in_hours(s.outcome.overtime)
        }),
    ]
}

/// An estimate in seconds, in hours.
pub(super) fn in_hours(seconds: Estimate) -> Figure {
    Figure {
        mean: seconds.mean / 3600.0,
        limits: Some((seconds.low / 3600.0, seconds.high / 3600.0)),
    }
}

fn row(plan: &Plan, label: String, unit: Unit, figure: impl Fn(&Side) -> Figure) -> Row {
    Row {
        label,
        unit,
        present: plan.present.as_ref().map(&figure),
        planned: figure(&plan.planned),
    }
}

/// What is to be said beside the figures: target, breaches, solution, shortage, calibration.
pub(super) fn verdicts(plan: &Plan, language: Language) -> Vec<(&'static str, String)> {
    vec![
        (language.say(Word::Target), target(plan, language)),
        (language.say(Word::Breaches), breach_count(plan, language)),
        (language.say(Word::Solution), solution(plan, language)),
        (language.say(Word::Shortage), shortage(plan, language)),
        (language.say(Word::Calibration), calibration(plan, language)),
    ]
}

fn target(plan: &Plan, language: Language) -> String {
    let word = match plan.target.reached {
        true => Word::Reached,
        false => Word::NotReached,
    };
    format!("{}: {}", language.say(word), asked(plan, language))
}

/// What was asked and what the planned roster does, without the verdict.
fn asked(plan: &Plan, language: Language) -> String {
    let number = |value: f64| language.number(value, 3);
    let percent = |value: f64| language.percent(value, 1);
    let limits = |of: &dyn Fn(f64) -> String, e: Estimate| [of(e.mean), of(e.low), of(e.high)];
    let ratio = |ratio, reduction: Share| {
        let [mean, low, high] = limits(&number, ratio);
        [mean, low, high, number(1.0 - reduction.0)]
    };
    let fill = |word, values: &[String]| {
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        language.fill(word, &values)
    };
    match plan.target.asked {
        Asked::Present {
            reduction,
            ratio: of,
        } => fill(Word::Ratio, &ratio(of, reduction)),
        Asked::Recorded {
            reduction,
            ratio: of,
            recorded,
            from,
            to,
        } => {
            let [mean, low, high, most] = ratio(of, reduction);
            let days = [language.date(from), language.date(to)];
            let [from, to] = days;
            fill(
                Word::RatioRecorded,
                &[mean, wait(recorded.0), from, to, low, high, most],
            )
        }
        Asked::Wait { most, wait: of } => {
            let [mean, low, high] = limits(&wait, of);
            fill(Word::WaitAsked, &[mean, low, high, wait(most.0)])
        }
        Asked::ServiceLevel {
            share,
            answer_within,
            level,
        } => {
            let [mean, low, high] = limits(&percent, level);
            let within = language.number(answer_within.0, 0);
            fill(
                Word::LevelAsked,
                &[mean, within, low, high, percent(share.0)],
            )
        }
    }
}

fn breach_count(plan: &Plan, language: Language) -> String {
    let planned = plan.breaches.len().to_string();
    match &plan.present_breaches {
        Some(present) => language.fill(Word::BreachCount, &[&planned, &present.len().to_string()]),
        None => language.fill(Word::BreachCountPlanned, &[&planned]),
    }
}

fn solution(plan: &Plan, language: Language) -> String {
    let word = match plan.solve.status {
        Status::WithinGap => Word::WithinGap,
        Status::Stopped => Word::StoppedGap,
        Status::TimeLimit => Word::TimeGap,
    };
    let gap = language.percent(plan.solve.gap, 1);
    let (cost, bound) = (plan.solve.cost.0, plan.solve.bound.0);
    language.fill(word, &[&gap, &language.euros(cost), &language.euros(bound)])
}

fn shortage(plan: &Plan, language: Language) -> String {
    let total: f64 = plan.solve.shortage.iter().map(person_hours).sum();
    let Some(worst) = largest_shortages(plan, 1).first().copied() else {
        return language.say(Word::NoShortage).to_owned();
    };
    let time = stretch(&plan.planned.roster.grid, worst.span, language);
    language.fill(
        Word::ShortageSum,
        &[
            &language.number(total, 1),
            &time,
            &language.activity(&worst.what),
            &language.number(worst.people, 1),
        ],
    )
}

/// The largest shortages in person-hours, the first in time where equal.
pub(super) fn largest_shortages(plan: &Plan, most: usize) -> Vec<&Shortage> {
    let mut all: Vec<&Shortage> = plan.solve.shortage.iter().collect();
    all.sort_by(|a, b| {
        let larger = person_hours(b).total_cmp(&person_hours(a));
        larger.then_with(|| (a.span, &a.what).cmp(&(b.span, &b.what)))
    });
    all.truncate(most);
    all
}

fn person_hours(shortage: &Shortage) -> f64 {
    shortage.people * shortage.span.minutes().hours().0
}

/// A stretch by day and local clock: `ma 12 apr 10:00–11:00`, with the second day if it is another.
pub(super) fn stretch(grid: &Grid, span: Span, language: Language) -> String {
    let (from, to) = span.local_times(grid);
    let midnight = to.time() == NaiveTime::MIN && span.to > span.from;
    let (last, end) = match midnight {
        true => (
            to.date().pred_opt().unwrap_or(to.date()),
            "24:00".to_owned(),
        ),
        false => (to.date(), to.format("%H:%M").to_string()),
    };
    let begin = format!("{} {}", language.day(from.date()), from.format("%H:%M"));
    if last == from.date() {
        return format!("{begin}–{end}");
    }
    format!("{begin} – {} {end}", language.day(last))
}

fn calibration(plan: &Plan, language: Language) -> String {
    match &plan.calibration {
        Calibration::Compared {
            from,
            to,
            recorded,
            predicted,
            difference,
            ..
        } => {
            let signed = |value: f64| language.signed(value, wait(value));
            let chance = match difference.low <= 0.0 && 0.0 <= difference.high {
                true => Word::WithinChance,
                false => Word::BeyondChance,
            };
            language.fill(
                Word::Compared,
                &[
                    &language.date(*from),
                    &language.date(*to),
                    &wait(recorded.0),
                    &wait(predicted.mean),
                    &signed(difference.mean),
                    &signed(difference.low),
                    &signed(difference.high),
                    language.say(chance),
                ],
            )
        }
        Calibration::Uncalibrated { reason } => language.fill(Word::Uncalibrated, &[reason]),
    }
}

/// How many times the present roster breaks each rule, by rule: names are nobody's business here.
pub(super) fn present_breaches(plan: &Plan, language: Language) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for breach in plan.present_breaches.iter().flatten() {
        *counts.entry(breach.rule).or_default() += 1;
    }
    let parts = counts
        .iter()
        .map(|(rule, count)| format!("{count} × {}", language.rule(rule)));
    parts.collect::<Vec<_>>().join(", ")
}
