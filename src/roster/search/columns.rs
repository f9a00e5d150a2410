//! Tours as columns of a programme, and the linear programme over all of them.

use super::bound::rounded;
use super::{CellGains, Need, Tours};
use crate::error::Result;
use crate::roster::solve::Programme;
use std::collections::BTreeMap;

/// Share of the way from the programme's prices to the best ones so far at which to look for
/// tours first: steadies the bound.
const CENTRE: f64 = 0.6;
/// Columns of a programme at most: those that look best at the last prices.
const MOST_COLUMNS: usize = 4000;
/// Cells of a programme at most; beyond, a guess of the prices must do for a bound.
const MOST_CELLS: usize = 1500;
/// How near value and bound shall come, as a share of the value.
const NEAR: f64 = 1e-6;

/// A tour of people who are alike.
#[derive(Clone)]
pub(super) struct Column<T> {
    pub kind: usize,
    pub price: f64,
    pub cells: Vec<usize>,
    pub tour: T,
}

/// What is open of a roster where some people's tours are fixed.
#[derive(Clone)]
pub(super) struct Open {
    /// By kind, the people whose tours are sought.
    pub people: Vec<Vec<usize>>,
    /// By cell, what the others leave of the requirement; less than nothing where they are too
    /// many.
    pub required: Vec<f64>,
    /// What the others' tours cost of themselves.
    pub fixed: f64,
}

/// Where a linear programme ended.
pub(super) struct Relaxed {
    /// No roster that keeps what is fixed costs less.
    pub bound: f64,
    /// The prices that prove it.
    pub prices: Vec<f64>,
    pub rounds: usize,
    /// Did bound and value meet?
    pub settled: bool,
}

/// All tours that were ever of use.
pub(super) struct Columns<'w, W: Tours> {
    pub week: &'w W,
    /// By kind, its people.
    kinds: Vec<Vec<usize>>,
    /// By person, the kind.
    of: Vec<usize>,
    pub all: Vec<Column<W::Tour>>,
    known: BTreeMap<(usize, W::Tour), usize>,
    room: W::Room,
    stamp: u64,
}

impl<'w, W: Tours> Columns<'w, W> {
    /// No columns yet.
    pub fn new(week: &'w W) -> Self {
        let mut index: BTreeMap<usize, usize> = BTreeMap::new();
        let mut kinds: Vec<Vec<usize>> = Vec::new();
        let mut of = Vec::new();
        for person in 0..week.people() {
            let kind = *index.entry(week.kind(person)).or_insert_with(|| {
                kinds.push(Vec::new());
                kinds.len() - 1
            });
            kinds[kind].push(person);
            of.push(kind);
        }
        Self {
            room: week.room(),
            week,
            kinds,
            of,
            all: Vec::new(),
            known: BTreeMap::new(),
            stamp: 1,
        }
    }

    /// The same columns, for another thread.
    pub fn fork(&self) -> Self {
        Self {
            week: self.week,
            kinds: self.kinds.clone(),
            of: self.of.clone(),
            all: self.all.clone(),
            known: self.known.clone(),
            room: self.week.room(),
            stamp: self.stamp,
        }
    }

    /// What is open when only some people's tours may change; the tours of these become columns.
    pub fn open(&mut self, tours: &[W::Tour], free: impl Fn(usize) -> bool) -> Open {
        let needs = self.week.needs();
        let mut open = Open {
            people: vec![Vec::new(); self.kinds.len()],
            required: needs.iter().map(|need| f64::from(need.required)).collect(),
            fixed: 0.0,
        };
        for (person, tour) in tours.iter().enumerate() {
            let kind = self.of[person];
            if free(person) {
                open.people[kind].push(person);
                self.add(kind, tour.clone());
            } else {
                self.week.cover(tour, |cell| open.required[cell] -= 1.0);
                open.fixed += self.week.price(person, tour);
            }
        }
        open
    }

    /// The column of a person's tour, which is made where it is not known.
    pub fn of(&mut self, person: usize, tour: &W::Tour) -> usize {
        self.add(self.of[person], tour.clone())
    }

    fn add(&mut self, kind: usize, tour: W::Tour) -> usize {
        let next = self.all.len();
        let at = *self.known.entry((kind, tour.clone())).or_insert(next);
        if at == next {
            let mut cells = Vec::new();
            self.week.cover(&tour, |cell| cells.push(cell));
            self.all.push(Column {
                kind,
                price: self.week.price(self.kinds[kind][0], &tour),
                cells,
                tour,
            });
        }
        at
    }

    /// Prices guessed from a roster: what is short is dear, what is too much is worse than nothing.
    pub fn guess(&self, tours: &[W::Tour]) -> Vec<f64> {
        let mut people = vec![0_u32; self.week.needs().len()];
        for tour in tours {
            self.week.cover(tour, |cell| people[cell] += 1);
        }
        let price = |(need, people): (&Need, u32)| match people.cmp(&need.required) {
            std::cmp::Ordering::Less => need.short,
            std::cmp::Ordering::Equal => (need.short - need.surplus) / 4.0,
            std::cmp::Ordering::Greater => -need.surplus,
        };
        self.week.needs().iter().zip(people).map(price).collect()
    }

    /// Solves the linear programme over all tours of who is open, beginning near some prices.
    pub fn relax(&mut self, open: &Open, near: &[f64], ends: &dyn Fn() -> bool) -> Result<Relaxed> {
        let mut least = f64::INFINITY;
        let mut best = Relaxed {
            bound: self.price(open, near).0,
            prices: near.to_vec(),
            rounds: 0,
            settled: false,
        };
        if open.required.len() > MOST_CELLS {
            return Ok(best);
        }
        loop {
            best.rounds += 1;
            let (value, prices) = self.solve(open, &best.prices)?;
            least = least.min(value);
            let trial: Vec<f64> = prices
                .iter()
                .zip(&best.prices)
                .map(|(here, best)| here + CENTRE * (best - here))
                .collect();
            let before = self.all.len();
            for prices in [trial, prices] {
                let (proven, _) = self.price(open, &prices);
                if proven > best.bound {
                    (best.bound, best.prices) = (proven, prices);
                }
                if self.all.len() > before {
                    break;
                }
            }
            let near = least - best.bound <= NEAR * (1.0 + least.abs());
            let grain = self.week.grain() > 0.0;
            let same = grain && rounded(self.week, best.bound) >= rounded(self.week, least);
            best.settled = near || same || self.all.len() == before;
            if best.settled || ends() {
                return Ok(best);
            }
        }
    }

    /// The bound that the best tours of who is open prove at these prices, and their columns.
    pub fn price(&mut self, open: &Open, prices: &[f64]) -> (f64, Vec<usize>) {
        self.stamp += 1;
        let needs = self.week.needs();
        let stamps = vec![self.stamp; needs.len().div_ceil(self.week.per_day().max(1))];
        let clamped = |(need, price): (&Need, &f64)| price.clamp(-need.surplus, need.short);
        let prices: Vec<f64> = needs.iter().zip(prices).map(clamped).collect();
        let asked = open.required.iter().zip(&prices);
        let mut sum = open.fixed + asked.map(|(asked, price)| price * asked).sum::<f64>();
        let mut found = Vec::new();
        for kind in 0..self.kinds.len() {
            let [person, ..] = open.people[kind][..] else {
                continue;
            };
            let gains = CellGains {
                of: &prices,
                stamp: &stamps,
            };
            if let Some((gain, tour)) = self.week.best(person, gains, &mut self.room) {
                sum -= gain * open.people[kind].len() as f64;
                found.push(self.add(kind, tour));
            }
        }
        (sum, found)
    }

    /// A programme's rows: each cell with what is short and too much, and the people of each kind.
    pub fn programme(&self, open: &Open) -> Result<Programme> {
        let needs = self.week.needs();
        let kinds = open.people.iter().map(|people| people.len() as f64);
        let rows = open.required.iter().copied().chain(kinds);
        let rows: Vec<(f64, f64)> = rows.map(|asked| (asked, asked)).collect();
        let mut programme = Programme::new(&rows)?;
        for (row, need) in needs.iter().enumerate() {
            programme.add(need.short, f64::INFINITY, &[(row, 1.0)])?;
            programme.add(need.surplus, f64::INFINITY, &[(row, -1.0)])?;
        }
        Ok(programme)
    }

    /// What a column brings to the rows of a programme.
    pub fn factors(&self, column: &Column<W::Tour>) -> Vec<(usize, f64)> {
        let cells = column.cells.iter().map(|cell| (*cell, 1.0));
        let kind = (self.week.needs().len() + column.kind, 1.0);
        cells.chain([kind]).collect()
    }

    /// The programme's value and the prices of its cells.
    fn solve(&self, open: &Open, prices: &[f64]) -> Result<(f64, Vec<f64>)> {
        let mut programme = self.programme(open)?;
        for (index, _) in self.promising(open, prices, MOST_COLUMNS) {
            let column = &self.all[index];
            programme.add(column.price, f64::INFINITY, &self.factors(column))?;
        }
        let answer = programme.solve()?;
        let prices = answer.duals.into_iter();
        let prices = prices.take(self.week.needs().len()).collect();
        Ok((answer.value + open.fixed, prices))
    }

    /// The columns of who is open that look best at these prices, in order of age, with what each
    /// costs more than the best of its kind.
    pub fn promising(&self, open: &Open, prices: &[f64], most: usize) -> Vec<(usize, f64)> {
        let reduced = |column: &Column<W::Tour>| {
            let gains: f64 = column.cells.iter().map(|cell| prices[*cell]).sum();
            column.price - gains
        };
        // Against the best of its kind, so that every kind keeps some.
        let mut least = vec![f64::INFINITY; self.kinds.len()];
        let mut ranked: Vec<(usize, f64)> = Vec::new();
        for (index, column) in self.all.iter().enumerate() {
            if !open.people[column.kind].is_empty() {
                let reduced = reduced(column);
                least[column.kind] = least[column.kind].min(reduced);
                ranked.push((index, reduced));
            }
        }
        for (index, reduced) in &mut ranked {
            *reduced -= least[self.all[*index].kind];
        }
        if ranked.len() > most {
            ranked.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
            ranked.truncate(most);
            ranked.sort_by_key(|(index, _)| *index);
        }
        ranked
    }
}
