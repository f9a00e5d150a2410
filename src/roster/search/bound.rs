//! A bound on every roster: the linear programme over all tours, found as they are needed.

use super::{CellGains, Need, Tours};
use crate::error::Result;
use crate::roster::solve::Programme;
use std::collections::{BTreeMap, BTreeSet};

/// Share of the way from the programme's prices to the best ones so far at which to look for
/// tours first: steadies the bound.
const CENTRE: f64 = 0.6;
/// Columns of a programme at most: those that look best at the last prices.
const MOST_COLUMNS: usize = 4000;
/// How near value and bound shall come, as a share of the value.
const NEAR: f64 = 1e-6;

/// A proven bound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bound {
    /// No roster costs less.
    pub value: f64,
    /// Programmes solved.
    pub rounds: usize,
    /// Did it come as near to the programme's value as it should? No when time was up.
    pub settled: bool,
}

/// People who are alike.
#[derive(Clone, Copy)]
struct Kind {
    /// One of them.
    person: usize,
    count: u32,
}

struct Column {
    kind: usize,
    price: f64,
    cells: Vec<usize>,
}

struct Programmes<'w, W: Tours> {
    week: &'w W,
    kinds: Vec<Kind>,
    columns: Vec<Column>,
    known: BTreeSet<(usize, W::Tour)>,
    room: W::Room,
    stamp: u64,
}

/// Proves that no roster costs less than so much; `seeds`, a tour for each person, is where the
/// programme begins, and it ends at the latest when `ends` says so.
///
/// # Formula
/// For any prices `p` of the cells with `-surplus <= p <= short`, a roster costs at least
/// `sum of p x required + sum over people of the least (price of a tour - p of its cells)`:
/// each cell's cost is the greatest of `p (required - people)` over those prices. The programme's
/// own prices make this its value (P. C. Gilmore and R. E. Gomory, *Operations Research* 9 (1961)
/// 849-859). The bound is computed here from the prices and not taken from the solver; it is
/// rounded up to the grain of the costs.
///
/// # Errors
/// [`crate::error::Error::Solver`] where a programme cannot be solved.
pub fn bound<W: Tours>(week: &W, seeds: &[W::Tour], ends: &dyn Fn() -> bool) -> Result<Bound> {
    let mut programmes = Programmes::new(week, seeds);
    let mut rounds = 0;
    let mut least = f64::INFINITY;
    let mut best = programmes.price(&guess(week, seeds));
    let mut best_prices = guess(week, seeds);
    let settled = loop {
        rounds += 1;
        let (value, prices) = programmes.solve(&best_prices)?;
        least = least.min(value);
        let trial: Vec<f64> = prices
            .iter()
            .zip(&best_prices)
            .map(|(here, best)| here + CENTRE * (best - here))
            .collect();
        let before = programmes.columns.len();
        for prices in [trial, prices] {
            let proven = programmes.price(&prices);
            if proven > best {
                (best, best_prices) = (proven, prices);
            }
            if programmes.columns.len() > before {
                break;
            }
        }
        let near = least - best <= NEAR * (1.0 + least.abs());
        let same = week.grain() > 0.0 && rounded(week, best) >= rounded(week, least);
        if near || same || programmes.columns.len() == before {
            break true;
        }
        if ends() {
            break false;
        }
    };
    Ok(Bound {
        value: rounded(week, best),
        rounds,
        settled,
    })
}

/// The least multiple of the grain that is not below, but for rounding errors.
fn rounded<W: Tours>(week: &W, value: f64) -> f64 {
    let grain = week.grain();
    let slack = 1e-7 * (1.0 + value.abs());
    match grain > 0.0 {
        true => ((value - slack) / grain).ceil() * grain,
        false => value - slack,
    }
}

/// Prices guessed from a roster: what is short is dear, what is too much is worse than nothing.
fn guess<W: Tours>(week: &W, tours: &[W::Tour]) -> Vec<f64> {
    let mut people = vec![0_u32; week.needs().len()];
    for tour in tours {
        week.cover(tour, |cell| people[cell] += 1);
    }
    let price = |(need, people): (&Need, u32)| match people.cmp(&need.required) {
        std::cmp::Ordering::Less => need.short,
        std::cmp::Ordering::Equal => (need.short - need.surplus) / 4.0,
        std::cmp::Ordering::Greater => -need.surplus,
    };
    week.needs().iter().zip(people).map(price).collect()
}

impl<'w, W: Tours> Programmes<'w, W> {
    fn new(week: &'w W, seeds: &[W::Tour]) -> Self {
        let mut index: BTreeMap<usize, usize> = BTreeMap::new();
        let mut kinds: Vec<Kind> = Vec::new();
        let mut of = Vec::new();
        for person in 0..week.people() {
            let kind = *index.entry(week.kind(person)).or_insert_with(|| {
                kinds.push(Kind { person, count: 0 });
                kinds.len() - 1
            });
            kinds[kind].count += 1;
            of.push(kind);
        }
        let mut programmes = Self {
            room: week.room(),
            week,
            kinds,
            columns: Vec::new(),
            known: BTreeSet::new(),
            stamp: 1,
        };
        for (tour, kind) in seeds.iter().zip(of) {
            programmes.add(kind, tour.clone());
        }
        programmes
    }

    fn add(&mut self, kind: usize, tour: W::Tour) {
        if !self.known.insert((kind, tour.clone())) {
            return;
        }
        let mut cells = Vec::new();
        self.week.cover(&tour, |cell| cells.push(cell));
        self.columns.push(Column {
            kind,
            price: self.week.price(self.kinds[kind].person, &tour),
            cells,
        });
    }

    /// Everybody's best tours at these prices, made columns, and the bound that they prove.
    fn price(&mut self, prices: &[f64]) -> f64 {
        self.stamp += 1;
        let needs = self.week.needs();
        let stamps = vec![self.stamp; needs.len().div_ceil(self.week.per_day().max(1))];
        let clamped = |(need, price): (&Need, &f64)| price.clamp(-need.surplus, need.short);
        let prices: Vec<f64> = needs.iter().zip(prices).map(clamped).collect();
        let asked = needs.iter().zip(&prices);
        let mut sum: f64 = asked
            .map(|(need, price)| price * f64::from(need.required))
            .sum();
        for kind in 0..self.kinds.len() {
            let gains = CellGains {
                of: &prices,
                stamp: &stamps,
            };
            let Kind { person, count } = self.kinds[kind];
            if let Some((gain, tour)) = self.week.best(person, gains, &mut self.room) {
                sum -= gain * f64::from(count);
                self.add(kind, tour);
            }
        }
        sum
    }

    /// The programme's value and the prices of its cells.
    fn solve(&self, prices: &[f64]) -> Result<(f64, Vec<f64>)> {
        let needs = self.week.needs();
        let cells = needs.iter().map(|need| f64::from(need.required));
        let kinds = self.kinds.iter().map(|kind| f64::from(kind.count));
        let rows: Vec<(f64, f64)> = cells.chain(kinds).map(|asked| (asked, asked)).collect();
        let mut programme = Programme::new(&rows)?;
        for (row, need) in needs.iter().enumerate() {
            programme.add(need.short, f64::INFINITY, &[(row, 1.0)])?;
            programme.add(need.surplus, f64::INFINITY, &[(row, -1.0)])?;
        }
        for column in self.promising(prices) {
            let factors = column.cells.iter().map(|cell| (*cell, 1.0));
            let kind = (needs.len() + column.kind, 1.0);
            let factors: Vec<(usize, f64)> = factors.chain([kind]).collect();
            programme.add(column.price, f64::INFINITY, &factors)?;
        }
        let answer = programme.solve()?;
        let prices = answer.duals.into_iter().take(needs.len()).collect();
        Ok((answer.value, prices))
    }

    /// The columns that look best at these prices, in order of age.
    fn promising(&self, prices: &[f64]) -> Vec<&Column> {
        if self.columns.len() <= MOST_COLUMNS {
            return self.columns.iter().collect();
        }
        let reduced = |column: &Column| {
            let gains: f64 = column.cells.iter().map(|cell| prices[*cell]).sum();
            column.price - gains
        };
        // Against the best of its kind, so that every kind keeps some.
        let mut least = vec![f64::INFINITY; self.kinds.len()];
        for column in &self.columns {
            least[column.kind] = least[column.kind].min(reduced(column));
        }
        let mut ranked: Vec<(f64, usize)> = self
            .columns
            .iter()
            .enumerate()
            .map(|(index, column)| (reduced(column) - least[column.kind], index))
            .collect();
        ranked.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        ranked.truncate(MOST_COLUMNS);
        ranked.sort_by_key(|(_, index)| *index);
        ranked
            .into_iter()
            .map(|(_, index)| &self.columns[index])
            .collect()
    }
}
