//! Better tours for many people at once: a programme of whole numbers over the columns that the
//! linear one found.

use super::bound::rounded;
use super::columns::{Columns, Open};
use super::dive::Dive;
use super::state::unit;
use super::{Bound, Tours};
use crate::error::Result;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use std::time::Instant;

/// Shares of the time left that a dive of everybody may take, and one of a part or a choice.
const DIVE: f64 = 0.35;
const CHOICE: f64 = 0.15;
/// Seconds of a choice at least.
const LEAST_SECONDS: f64 = 0.1;
/// How often a dive of everybody is made again.
const AGAIN: f64 = 0.2;
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
    next: Step,
}

/// What is tried.
#[derive(Clone, Copy, PartialEq)]
enum Step {
    /// A dive of everybody.
    Dive,
    /// A choice in whole numbers for everybody.
    Whole,
    /// A dive of a part of the people, and a choice where that does not help.
    Part,
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
            next: Step::Dive,
        };
        Ok((chooser, bound))
    }

    /// The same, for another thread.
    pub fn fork(&self, seed: u64) -> Self {
        Self {
            columns: self.columns.fork(),
            rng: Pcg64Mcg::seed_from_u64(seed),
            prices: self.prices.clone(),
            size: self.size,
            next: Step::Dive,
        }
    }

    /// A tour for each person that together cost less, where they are found with so many seconds
    /// left: in turn for everybody, first by a dive and then in whole numbers, and for parts of
    /// the people.
    pub fn choose(&mut self, tours: &[W::Tour], left: f64) -> Result<Option<Vec<W::Tour>>> {
        let step = self.next;
        self.next = match step {
            Step::Dive => Step::Whole,
            _ if self.rng.random_bool(AGAIN) => Step::Dive,
            _ => Step::Part,
        };
        let size = match step {
            Step::Part => self.size,
            _ => tours.len(),
        };
        let part = self.part(tours.len(), size);
        let open = self.columns.open(tours, |person| part[person]);
        let better = self.better(step, &open, tours, left)?;
        let cost = |tours: &[W::Tour]| self.columns.week.cost(tours);
        Ok(better.filter(|better| cost(better) < cost(tours) - 1e-9))
    }

    fn better(
        &mut self,
        step: Step,
        open: &Open,
        tours: &[W::Tour],
        left: f64,
    ) -> Result<Option<Vec<W::Tour>>> {
        let week = self.columns.week;
        let cost = week.cost(tours);
        let begin = Instant::now();
        let share = if step == Step::Dive { DIVE } else { CHOICE };
        let late = || begin.elapsed().as_secs_f64() > share * left;
        let mut dive = Dive::new(&mut self.columns, open.clone(), &self.prices)?;
        dive.settle(ROUNDS, &late)?;
        let (bound, prices) = (dive.bound, dive.prices.clone());
        if rounded(week, bound) >= cost - 1e-9 {
            self.resize(step, true, tours.len());
            return Ok(None);
        }
        if step != Step::Whole {
            let found = dive.down(tours, cost, &mut self.rng, &late)?;
            let cheaper = found.filter(|found| week.cost(found) < cost - 1e-9);
            if cheaper.is_some() || step == Step::Dive {
                return Ok(cheaper);
            }
        }
        self.around(open, &prices);
        let seconds = (CHOICE * left).max(LEAST_SECONDS);
        let (better, proven) = self.whole_numbers(open, (bound, &prices), tours, seconds)?;
        self.resize(step, proven, tours.len());
        Ok(Some(better))
    }

    /// Larger parts where one was soon settled, smaller ones where it was not.
    fn resize(&mut self, step: Step, settled: bool, people: usize) {
        if step == Step::Part {
            self.size = match settled {
                true => (self.size + 1 + self.size / 8).min(people),
                false => (self.size * 3 / 4).max(LEAST_PART).min(people),
            };
        }
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
    fn around(&mut self, open: &Open, best: &[f64]) {
        let needs = self.columns.week.needs();
        for nth in 0..AROUND {
            let far = 2.0 * (nth + 1) as f64 / AROUND as f64;
            let prices: Vec<f64> = needs
                .iter()
                .zip(best)
                .map(|(need, price)| price + far * unit(need) * self.rng.random_range(-1.0..1.0))
                .collect();
            self.columns.price(open, &prices);
        }
    }

    /// The programme of whole numbers over the best columns, and whether its answer is proven.
    fn whole_numbers(
        &mut self,
        open: &Open,
        (bound, prices): (f64, &[f64]),
        tours: &[W::Tour],
        seconds: f64,
    ) -> Result<(Vec<W::Tour>, bool)> {
        let columns = &mut self.columns;
        let gap = columns.week.cost(tours) - bound;
        let mut used = columns.promising(open, prices, MOST_COLUMNS);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::{CellGains, Need};

    /// People with a few tours each, every one a price and the cells that it covers.
    struct Tiny {
        needs: Vec<Need>,
        tours: Vec<Vec<(f64, Vec<usize>)>>,
    }

    impl Tiny {
        fn drawn(seed: u64) -> Self {
            let mut rng = Pcg64Mcg::seed_from_u64(seed);
            let need = |rng: &mut Pcg64Mcg| Need {
                required: rng.random_range(0..4),
                short: f64::from(rng.random_range(2..30)),
                surplus: 1.0,
            };
            let needs = (0..6).map(|_| need(&mut rng)).collect();
            let tour = |rng: &mut Pcg64Mcg| {
                let cells = (0..6).filter(|_| rng.random_bool(0.5)).collect();
                (f64::from(rng.random_range(0..5)), cells)
            };
            let mut some = |count| (0..count).map(|_| tour(&mut rng)).collect();
            let tours = (0..5).map(|_| some(5)).collect();
            Self { needs, tours }
        }

        /// The least cost of all rosters, by trying every one.
        fn least(&self, chosen: &mut Vec<(usize, usize)>) -> f64 {
            let person = chosen.len();
            if person == self.tours.len() {
                return self.cost(chosen);
            }
            let mut least = f64::INFINITY;
            for tour in 0..self.tours[person].len() {
                chosen.push((person, tour));
                least = least.min(self.least(chosen));
                chosen.pop();
            }
            least
        }
    }

    impl Tours for Tiny {
        /// Person and place among the person's tours.
        type Tour = (usize, usize);
        type Room = ();

        fn people(&self) -> usize {
            self.tours.len()
        }

        fn kind(&self, person: usize) -> usize {
            person
        }

        fn needs(&self) -> &[Need] {
            &self.needs
        }

        fn per_day(&self) -> usize {
            3
        }

        fn room(&self) {}

        fn best(&self, person: usize, gains: CellGains, _: &mut ()) -> Option<(f64, Self::Tour)> {
            let gain = |(price, cells): &(f64, Vec<usize>)| {
                cells.iter().map(|cell| gains.of[*cell]).sum::<f64>() - price
            };
            let tours = self.tours[person].iter().map(gain).enumerate();
            let best = tours.max_by(|a, b| a.1.total_cmp(&b.1))?;
            Some((best.1, (person, best.0)))
        }

        fn price(&self, _: usize, tour: &Self::Tour) -> f64 {
            self.tours[tour.0][tour.1].0
        }

        fn cover(&self, tour: &Self::Tour, visit: impl FnMut(usize)) {
            self.tours[tour.0][tour.1].1.iter().copied().for_each(visit);
        }

        fn grain(&self) -> f64 {
            1.0
        }
    }

    #[test]
    fn what_is_chosen_is_the_best_of_all_rosters() {
        for seed in 0..40 {
            let week = Tiny::drawn(seed);
            let least = week.least(&mut Vec::new());
            let mut tours: Vec<(usize, usize)> = (0..5).map(|person| (person, 0)).collect();
            let (mut chooser, bound) = Chooser::new(&week, &tours, seed, &|| false).unwrap();
            assert!(bound.settled && bound.value <= least, "seed {seed}");
            for _ in 0..6 {
                let before = week.cost(&tours);
                if let Some(better) = chooser.choose(&tours, 10.0).unwrap() {
                    assert!(week.cost(&better) < before);
                    tours = better;
                }
                assert!(week.cost(&tours) >= least);
            }
            assert_eq!(week.cost(&tours), least, "seed {seed}");
        }
    }
}
