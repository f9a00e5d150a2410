//! The week as a linear programme over people's days, its columns found as they are needed, and
//! the bound that follows from its prices.

use super::model::Model;
use super::model_day::{Choice, Gains, Pattern, Search};
use super::model_state::State;
use super::model_week::{Strict, best_tour};
use super::solve::Programme;
use super::solve_duals::Duals;
use super::solve_rows::Rows;
use crate::error::Result;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Share of the way from the programme's prices to the best ones so far at which to look for
/// columns: steadies the bound. It shrinks by `NEARER` for as long as that proves no better one.
const CENTRE: f64 = 0.6;
const NEARER: f64 = 0.7;

/// Columns of a programme at most: those that look best at the last prices. With too few of them
/// its value settles above the bound, and neither moves on.
const MOST_COLUMNS: usize = 20_000;

/// The week that the programme describes.
struct Week<'m> {
    model: &'m Model<'m>,
    rows: Rows,
    /// What is there without any choice: locked shifts.
    base: State,
    /// Least and most of each row.
    bounds: Vec<(f64, f64)>,
}

/// The programme with its columns.
pub(super) struct Master<'m> {
    week: Week<'m>,
    known: BTreeSet<(usize, Pattern)>,
    columns: Vec<Column>,
}

/// A person's day as a column.
pub(super) struct Column {
    pub person: usize,
    pub pattern: Arc<Pattern>,
    /// Rows and what it brings to them.
    pub factors: Vec<(usize, f64)>,
    cost: f64,
}

impl Column {
    /// What it brings at these prices of the rows.
    pub fn worth(&self, rows: &[f64]) -> f64 {
        self.factors
            .iter()
            .map(|(row, factor)| rows[*row] * factor)
            .sum()
    }
}

/// Best days of everybody at some prices.
struct Priced {
    columns: Vec<(usize, Pattern)>,
    bound: f64,
}

/// Where the programme ended.
pub(super) struct Relaxed {
    /// No roster costs less.
    pub bound: f64,
    /// The programme's value over the columns found: the limit of the bound.
    pub value: f64,
    pub duals: Duals,
    pub rounds: usize,
    /// Prices of the programme's rows at its end.
    pub rows: Vec<f64>,
}

impl<'m> Master<'m> {
    /// The programme without columns.
    pub fn new(model: &'m Model<'m>) -> Self {
        let base = State::new(model);
        let mut bounds = Vec::new();
        let rows = Rows::new(model, &base, &mut bounds);
        let week = Week {
            model,
            rows,
            base,
            bounds,
        };
        Self {
            week,
            known: BTreeSet::new(),
            columns: Vec::new(),
        }
    }

    /// The columns found and the rows that they serve.
    pub fn parts(&self) -> (&Rows, &[(f64, f64)], &[Column]) {
        (&self.week.rows, &self.week.bounds, &self.columns)
    }

    /// Adds a person's day, unless it is known.
    pub fn add(&mut self, person: usize, pattern: &Pattern) -> bool {
        let new = self.known.insert((person, pattern.clone()));
        if new {
            let column = self.column(person, pattern);
            self.columns.push(column);
        }
        new
    }

    /// The rows of sessions that a column serves.
    pub fn sessions(&self, column: &Column) -> Vec<usize> {
        let rows = &self.week.rows.sessions[column.person];
        let all = column.factors.iter().map(|(row, _)| *row);
        all.filter(|row| rows.contains(row)).collect()
    }

    /// A person's day as a column.
    pub fn column(&self, person: usize, pattern: &Pattern) -> Column {
        let model = self.week.model;
        let paid = f64::from(model.lengths[pattern.length].paid);
        Column {
            person,
            pattern: Arc::new(pattern.clone()),
            factors: self.week.rows.factors(model, person, pattern),
            cost: paid / 60.0 * model.terms.hour.0 + model.pattern_extra(person, pattern),
        }
    }

    /// Solves the programme, adding columns until its value and the bound are within `near` of
    /// each other, for so many rounds at most; `guess` are prices to begin near.
    pub fn solve(
        &mut self,
        guess: Duals,
        (rounds, near): (usize, f64),
        stop: &dyn Fn() -> bool,
    ) -> Result<Relaxed> {
        let mut rows = vec![0.0; self.week.bounds.len()];
        let bound = self.week.price(&guess, &rows, Strict::Contract).bound;
        let mut best = Relaxed {
            bound,
            value: f64::INFINITY,
            duals: guess,
            rounds: 0,
            rows: Vec::new(),
        };
        let mut share = CENTRE;
        for round in 1..=rounds {
            let answer = self.programme(&rows)?.solve()?;
            rows = answer.duals;
            best.value = best.value.min(answer.value + self.week.constant());
            best.rounds = round;
            let here = Duals::of(self.week.model, &self.week.rows, &rows);
            let trial = here.towards(&best.duals, share);
            let before = best.bound;
            let mut added = 0;
            for duals in [trial, here] {
                let priced = self.week.price(&duals, &rows, Strict::Contract);
                if priced.bound > best.bound {
                    (best.bound, best.duals) = (priced.bound, duals);
                }
                let all = priced.columns.iter();
                added += all
                    .filter(|(person, pattern)| self.add(*person, pattern))
                    .count();
                if added > 0 {
                    break;
                }
            }
            share = if best.bound > before {
                CENTRE
            } else {
                share * NEARER
            };
            if added == 0 || best.value - best.bound <= near * best.value.abs() || stop() {
                break;
            }
        }
        best.rows = rows;
        // No roster breaks the order of days either, though the programme does not know it.
        let sharper = self.week.price(&best.duals, &best.rows, Strict::Order);
        best.bound = best.bound.max(sharper.bound);
        Ok(best)
    }

    /// The programme over the columns that may still serve at these prices, the newest among them.
    fn programme(&self, rows: &[f64]) -> Result<Programme> {
        let model = self.week.model;
        let mut programme = Programme::new(&self.week.bounds)?;
        self.week.rows.curves(model, &mut programme)?;
        self.week.rows.slacks(model, &mut programme)?;
        let reduced = |column: &Column| column.cost - column.worth(rows);
        let mut ranked: Vec<(f64, usize)> = self
            .columns
            .iter()
            .map(reduced)
            .zip(0..self.columns.len())
            .collect();
        ranked.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        ranked.truncate(MOST_COLUMNS);
        ranked.sort_by_key(|(_, index)| *index);
        for (_, index) in ranked {
            let column = &self.columns[index];
            programme.add(column.cost, f64::INFINITY, &column.factors)?;
        }
        Ok(programme)
    }
}

impl Week<'_> {
    /// The curves' cost without any coverage.
    fn constant(&self) -> f64 {
        let curves = self.model.curves.intervals.iter().flatten();
        curves.map(|curve| curve.euros[0]).sum()
    }

    /// Everybody's best days at these prices, and the bound that they prove.
    fn price(&self, duals: &Duals, rows: &[f64], strict: Strict) -> Priced {
        let model = self.model;
        let gains: Vec<Gains> = (0..model.days.len())
            .map(|day| duals.gains(model, day))
            .collect();
        let one = |person: usize| self.price_one(person, &gains, rows, strict);
        let each: Vec<(Vec<Pattern>, f64)> =
            (0..model.staff.len()).into_par_iter().map(one).collect();
        let mut bound = duals.fixed(model, &self.base);
        let mut columns = Vec::new();
        for (person, (patterns, gain)) in each.into_iter().enumerate() {
            bound -= gain;
            columns.extend(patterns.into_iter().map(|pattern| (person, pattern)));
        }
        Priced { columns, bound }
    }

    fn price_one(
        &self,
        person: usize,
        gains: &[Gains],
        rows: &[f64],
        strict: Strict,
    ) -> (Vec<Pattern>, f64) {
        let model = self.model;
        let lengths: Vec<usize> = (0..model.lengths.len()).collect();
        let search = |(day, gains)| Search::new(model, person, day, gains);
        let searches: Vec<Option<Search>> = gains.iter().enumerate().map(search).collect();
        let best =
            |search: &Option<Search>| search.as_ref().map_or_else(Vec::new, |s| s.best(&lengths));
        let options: Vec<Vec<Choice>> = searches.iter().map(best).collect();
        let tour = best_tour(model, person, &options, strict);
        let reduced = |choice: &Choice| {
            let paid = f64::from(model.lengths[choice.length].paid);
            let sessions = self.rows.sessions[person].iter().enumerate();
            let held = sessions.filter(|(index, _)| choice.sessions & (1 << index) != 0);
            paid / 60.0 * model.terms.hour.0
                - choice.gain
                - rows[self.rows.contract[person]] * paid
                - rows[self.rows.one[person][choice.day]]
                - held.map(|(_, row)| rows[*row]).sum::<f64>()
        };
        let mut wanted: Vec<Choice> = tour
            .as_ref()
            .map_or_else(Vec::new, |tour| tour.days.clone());
        for day in &options {
            let best = day.iter().min_by(|a, b| reduced(a).total_cmp(&reduced(b)));
            wanted.extend(best.filter(|choice| reduced(choice) < -1e-7));
        }
        let trace = |choice: &Choice| searches[choice.day].as_ref().map(|s| s.trace(choice));
        let patterns = wanted.iter().filter_map(trace).collect();
        (patterns, tour.map_or(0.0, |tour| tour.gain))
    }
}
