//! A roster by fixing the tours that the linear programme uses most, and solving it again for
//! those still open, until nobody is.

use super::Tours;
use super::bound::rounded;
use super::columns::{Columns, Open};
use crate::error::Result;
use crate::roster::solve::Programme;
use rand::RngExt;
use rand_pcg::Pcg64Mcg;
use std::collections::BTreeSet;

/// Columns that a dive begins with, at most.
const MOST_COLUMNS: usize = 1500;
/// Share of the way from the programme's prices to the best ones so far at which to look for
/// tours first.
const CENTRE: f64 = 0.6;
/// Of so many people still open at least one is fixed at once; besides, a tour is fixed where the
/// programme uses it at least `SURE`, and but for the first never where less than `UNSURE`.
const FIXED: usize = 8;
const SURE: f64 = 0.95;
const UNSURE: f64 = 0.5;
/// How much of a tour's use in the programme chance may take away when the most used is sought.
const CHANCE: f64 = 0.1;
/// Programmes solved after each fixing, at most.
const ROUNDS: usize = 8;
/// How near bound and value shall come, as a share of the value.
const NEAR: f64 = 1e-4;

/// A programme kept while tours are fixed in it.
pub(super) struct Dive<'c, 'w, W: Tours> {
    columns: &'c mut Columns<'w, W>,
    open: Open,
    /// What was fixed in the beginning.
    base: f64,
    programme: Option<Programme>,
    /// The columns in the programme, after the cells' own.
    used: Vec<usize>,
    known: BTreeSet<usize>,
    /// How much the programme uses of each, and how much of that is fixed.
    values: Vec<f64>,
    fixed: Vec<f64>,
    /// No roster that keeps what is fixed costs less, by these prices.
    pub bound: f64,
    pub prices: Vec<f64>,
}

impl<'c, 'w, W: Tours> Dive<'c, 'w, W> {
    /// Begins with what is open and the columns that look best at these prices.
    pub fn new(columns: &'c mut Columns<'w, W>, open: Open, prices: &[f64]) -> Result<Self> {
        let promising = columns.promising(&open, prices, MOST_COLUMNS);
        let (bound, found) = columns.price(&open, prices);
        let programme = columns.programme(&open)?;
        let mut dive = Self {
            columns,
            base: open.fixed,
            open,
            programme: Some(programme),
            used: Vec::new(),
            known: BTreeSet::new(),
            values: Vec::new(),
            fixed: Vec::new(),
            bound,
            prices: prices.to_vec(),
        };
        for index in promising.into_iter().map(|(index, _)| index).chain(found) {
            dive.add(index)?;
        }
        Ok(dive)
    }

    /// Adds a column, unless it is there.
    fn add(&mut self, index: usize) -> Result<bool> {
        let new = self.known.insert(index);
        if let Some(programme) = self.programme.as_mut().filter(|_| new) {
            let column = &self.columns.all[index];
            let factors = self.columns.factors(column);
            programme.add(column.price, f64::INFINITY, &factors)?;
            self.used.push(index);
            self.fixed.push(0.0);
        }
        Ok(new)
    }

    /// Solves the programme, adding columns, at most so many times.
    pub fn settle(&mut self, rounds: usize, ends: &dyn Fn() -> bool) -> Result<()> {
        let cells = self.columns.week.needs().len();
        for _ in 0..rounds {
            let Some(programme) = self.programme.take() else {
                return Ok(());
            };
            let (answer, programme) = programme.corner()?;
            self.programme = Some(programme);
            let value = answer.value + self.base;
            self.values = answer.columns;
            self.values.drain(..2 * cells);
            let here = answer.duals.into_iter().take(cells);
            let here: Vec<f64> = here.collect();
            let towards = here.iter().zip(&self.prices);
            let trial = towards.map(|(here, best)| here + CENTRE * (best - here));
            let trial: Vec<f64> = trial.collect();
            let mut new = false;
            for prices in [trial, here] {
                let (proven, found) = self.columns.price(&self.open, &prices);
                if proven > self.bound {
                    (self.bound, self.prices) = (proven, prices);
                }
                for index in found {
                    new |= self.add(index)?;
                }
                if new {
                    break;
                }
            }
            let near = value - self.bound <= NEAR * value.abs();
            let week = self.columns.week;
            let same = week.grain() > 0.0 && rounded(week, self.bound) >= rounded(week, value);
            if !new || near || same || ends() {
                break;
            }
        }
        Ok(())
    }

    /// Fixes tours until nobody is open: a tour for each person; `None` where that cannot cost
    /// less than `cost`. When time is up, those still open are fixed at once.
    pub fn down(
        &mut self,
        tours: &[W::Tour],
        cost: f64,
        rng: &mut Pcg64Mcg,
        ends: &dyn Fn() -> bool,
    ) -> Result<Option<Vec<W::Tour>>> {
        let mut better = tours.to_vec();
        loop {
            let people: usize = self.open.people.iter().map(Vec::len).sum();
            if people == 0 {
                return Ok(Some(better));
            }
            if rounded(self.columns.week, self.bound) >= cost - 1e-9 {
                return Ok(None);
            }
            if ends() {
                self.fix(people, 0.0, &mut better, rng);
                continue;
            }
            self.fix((people / FIXED).max(1), UNSURE, &mut better, rng);
            (self.bound, _) = self.columns.price(&self.open, &self.prices);
            self.settle(ROUNDS, ends)?;
        }
    }

    /// Fixes the tours used most, at least so many, but none but the first that is used less than
    /// `unsure`.
    fn fix(&mut self, least: usize, unsure: f64, tours: &mut [W::Tour], rng: &mut Pcg64Mcg) {
        let mut order: Vec<usize> = (0..self.values.len()).collect();
        let free = self.values.iter().zip(&self.fixed);
        let free =
            free.map(|(value, fixed)| (value - fixed) * (1.0 - rng.random_range(0.0..CHANCE)));
        let free: Vec<f64> = free.collect();
        order.sort_by(|a, b| free[*b].total_cmp(&free[*a]).then(a.cmp(b)));
        let cells = 2 * self.columns.week.needs().len();
        let mut fixed = 0;
        for place in order {
            let column = &self.columns.all[self.used[place]];
            let value = free[place] / (1.0 - CHANCE / 2.0);
            if fixed > 0 && value < SURE && (fixed >= least || value < unsure) {
                break;
            }
            let Some(person) = self.open.people[column.kind].pop() else {
                continue;
            };
            tours[person] = column.tour.clone();
            self.open.fixed += column.price;
            for cell in &column.cells {
                self.open.required[*cell] -= 1.0;
            }
            fixed += 1;
            self.fixed[place] += 1.0;
            if let Some(programme) = &mut self.programme {
                programme.at_least(cells + place, self.fixed[place]);
            }
        }
    }
}
