//! Better tours for many people at once: a programme of whole numbers over the columns that the
//! linear one found.

use super::bound::rounded;
use super::columns::{Columns, Open, Relaxed};
use super::dive::Dive;
use super::state::unit;
use super::{Bound, Tours};
use crate::error::Result;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

/// Columns of a choice at most.
const MOST_COLUMNS: usize = 2500;
/// Prices around the best ones at which further columns are looked for, before a choice.
const AROUND: usize = 24;
/// Rounds of a linear programme over a part of the people, at most.
const ROUNDS: usize = 12;
/// People of a part, at first and at least.
const FIRST_PART: usize = 12;
const LEAST_PART: usize = 4;

/// Tours of a roster chosen anew, part by part.
pub(super) struct Chooser<'w, W: Tours> {
    columns: Columns<'w, W>,
    rng: Pcg64Mcg,
    /// The prices that prove the bound of the whole.
    prices: Vec<f64>,
    /// People whose tours are sought at once.
    size: usize,
    /// Was the whole tried?
    whole: bool,
    dived: bool,
}

/// What a choice led to.
pub(super) struct Choice<T> {
    /// A tour for each person, where they cost less than before.
    pub tours: Option<Vec<T>>,
}

impl<'w, W: Tours> Chooser<'w, W> {
    /// The bound, from which tours are chosen later; arguments as of [`super::bound()`].
    pub fn new(
        week: &'w W,
        tours: &[W::Tour],
        seed: u64,
        ends: &dyn Fn() -> bool,
    ) -> Result<(Self, Bound)> {
        let mut columns = Columns::new(week);
        let whole = columns.open(tours, |_| true);
        let relaxed = columns.relax(&whole, &columns.guess(tours), ends)?;
        let bound = Bound {
            value: rounded(week, relaxed.bound),
            rounds: relaxed.rounds,
            settled: relaxed.settled,
        };
        let chooser = Self {
            columns,
            rng: Pcg64Mcg::seed_from_u64(seed),
            prices: relaxed.prices,
            size: FIRST_PART.min(week.people()),
            whole: false,
            dived: false,
        };
        Ok((chooser, bound))
    }

    /// Tours that cost less, of all people or of a part of them, in about so many seconds.
    pub fn choose(&mut self, tours: &[W::Tour], seconds: f64) -> Result<Choice<W::Tour>> {
        let week = self.columns.week;
        let people = tours.len();
        let whole = !std::mem::replace(&mut self.whole, true);
        let size = if whole { people } else { self.size };
        let part = self.part(people, size);
        let cost = self.columns.week.cost(tours);
        let open = self.columns.open(tours, |person| part[person]);
        let begin = std::time::Instant::now();
        let late = || begin.elapsed().as_secs_f64() > seconds;
        let mut dive = Dive::new(&mut self.columns, open.clone(), &self.prices)?;
        dive.settle(ROUNDS, &late)?;
        let relaxed = Relaxed {
            bound: dive.bound,
            prices: dive.prices.clone(),
            rounds: 0,
            settled: false,
        };
        if rounded(week, relaxed.bound) >= cost - 1e-9 {
            self.size = (self.size + 1 + self.size / 4).min(people);
            return Ok(Choice { tours: None });
        }
        if !whole || !self.dived {
            self.dived = true;
            let found = dive.down(tours, cost, &late)?;
            if std::env::var("NRP_LOG").is_ok() {
                use std::io::Write;
                writeln!(
                    std::io::stderr(),
                    "   dive {size} of {people}: cost {cost} bound {} -> {:?} in {:.2}",
                    relaxed.bound,
                    found.as_ref().map(|tours| self.columns.week.cost(tours)),
                    begin.elapsed().as_secs_f64()
                )
                .ok();
            }
            let cheaper = |tours: &Vec<W::Tour>| self.columns.week.cost(tours) < cost - 1e-9;
            if let Some(found) = found.filter(cheaper) {
                self.whole &= !whole;
                return Ok(Choice { tours: Some(found) });
            }
        }
        self.around(&open, &relaxed);
        let limit = seconds - begin.elapsed().as_secs_f64();
        let (better, proven) = self.whole_numbers(&open, &relaxed, tours, cost, limit.max(0.1))?;
        if !whole {
            self.size = match proven {
                true => (self.size + 1 + self.size / 8).min(people),
                false => (self.size * 3 / 4).max(LEAST_PART).min(people),
            };
        }
        if std::env::var("NRP_LOG").is_ok() {
            use std::io::Write;
            writeln!(
                std::io::stderr(),
                "   choose {size} of {people}: cost {cost} bound {} rounds {} columns {} proven {proven} -> {} in {:.2}",
                relaxed.bound,
                relaxed.rounds,
                self.columns.all.len(),
                self.columns.week.cost(&better),
                begin.elapsed().as_secs_f64()
            )
            .ok();
        }
        let cheaper = self.columns.week.cost(&better) < cost - 1e-9;
        Ok(Choice {
            tours: cheaper.then_some(better),
        })
    }

    /// So many people, drawn.
    fn part(&mut self, people: usize, size: usize) -> Vec<bool> {
        let mut part = vec![size >= people; people];
        let mut drawn = 0;
        while drawn < size && size < people {
            let person = self.rng.random_range(0..people);
            drawn += usize::from(!std::mem::replace(&mut part[person], true));
        }
        part
    }

    /// More columns: the best tours at prices near the best ones.
    fn around(&mut self, open: &Open, relaxed: &Relaxed) {
        let needs = self.columns.week.needs();
        for nth in 0..AROUND {
            let far = 2.0 * (nth + 1) as f64 / AROUND as f64;
            let prices: Vec<f64> = needs
                .iter()
                .zip(&relaxed.prices)
                .map(|(need, price)| price + far * unit(need) * self.rng.random_range(-1.0..1.0))
                .collect();
            self.columns.price(open, &prices);
        }
    }

    /// The programme of whole numbers over the best columns, and whether its answer is proven.
    fn whole_numbers(
        &mut self,
        open: &Open,
        relaxed: &Relaxed,
        tours: &[W::Tour],
        cost: f64,
        seconds: f64,
    ) -> Result<(Vec<W::Tour>, bool)> {
        let columns = &mut self.columns;
        let gap = cost - relaxed.bound;
        let mut used = columns.promising(open, &relaxed.prices, MOST_COLUMNS);
        used.retain(|(_, more)| *more < gap + 1e-6);
        let mut used: Vec<usize> = used.into_iter().map(|(index, _)| index).collect();
        let mut now = vec![0.0; columns.all.len()];
        for person in open.people.iter().flatten() {
            let index = columns.of(*person, &tours[*person]);
            now[index] += 1.0;
            used.push(index);
        }
        used.sort_unstable();
        used.dedup();
        let mut programme = columns.programme(open)?;
        let mut left = open.required.clone();
        let mut start = Vec::new();
        for index in &used {
            let column = &columns.all[*index];
            let most = open.people[column.kind].len() as f64;
            programme.add_whole(column.price, most, &columns.factors(column))?;
            start.push(now[*index]);
            for cell in &column.cells {
                left[*cell] -= now[*index];
            }
        }
        let slack = left
            .iter()
            .flat_map(|left| [left.max(0.0), (-left).max(0.0)]);
        let slacks = 2 * left.len();
        let start: Vec<f64> = slack.chain(start).collect();
        let near = 0.999 * columns.week.grain();
        let chosen = programme.choose(&start, seconds, near)?;
        let mut better = tours.to_vec();
        if let Some(values) = chosen.columns {
            let mut waiting = open.people.clone();
            for (index, value) in used.iter().zip(&values[slacks..]) {
                let column = &columns.all[*index];
                for _ in 0..value.round() as usize {
                    if let Some(person) = waiting[column.kind].pop() {
                        better[person] = column.tour.clone();
                    }
                }
            }
        }
        Ok((better, chosen.proven))
    }
}
