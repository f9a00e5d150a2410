//! A roster while it is searched: coverage, costs and gains kept up with each tour put or taken.

use super::{CellGains, Need, Tours};
use rand::RngExt;
use rand_pcg::Pcg64Mcg;
use std::ops::Range;

/// How the search sees costs: a little bent, so that equal rosters differ and mountains are low.
#[derive(Clone, Copy, Debug)]
pub(super) struct View {
    /// A person missing costs at most so many times a surplus. A high price of shortage walls
    /// off good rosters from better ones.
    pub soft: f64,
    /// Each further person in a cell costs so many surpluses more than the one before. Without
    /// it coverage lies on plateaus on which no step looks better than another.
    pub level: f64,
    /// Temperature at the beginning, in surpluses.
    pub heat: f64,
    /// People rebuilt at once, at most.
    pub at_once: usize,
}

/// A cell as the view has it.
#[derive(Clone, Copy)]
struct Bent {
    required: i32,
    short: f64,
    surplus: f64,
    level: f64,
}

impl Bent {
    fn new(need: &Need, view: &View) -> Self {
        let unit = unit(need);
        Self {
            required: need.required.min(i32::MAX as u32) as i32,
            short: need.short.min(view.soft * unit),
            surplus: need.surplus,
            level: view.level * unit,
        }
    }

    /// What the next person brings.
    fn gain(&self, people: i32) -> f64 {
        let missing = self.required - people;
        let base = if missing > 0 {
            self.short
        } else {
            -self.surplus
        };
        base + self.level * f64::from(missing)
    }
}

/// The price that a cell's costs are measured in.
pub(super) fn unit(need: &Need) -> f64 {
    if need.surplus > 0.0 {
        need.surplus
    } else {
        need.short / 10.0
    }
}

/// Everybody's tours with what follows from them.
pub(super) struct State<'w, W: Tours> {
    week: &'w W,
    bent: Vec<Bent>,
    people: Vec<i32>,
    gains: Vec<f64>,
    stamps: Vec<u64>,
    stamp: u64,
    /// Nobody's tour is missing but while it is rebuilt.
    pub tours: Vec<Option<W::Tour>>,
    /// What the roster costs.
    pub cost: f64,
    /// What it costs as the view has it, but for a constant.
    pub seen: f64,
}

impl<'w, W: Tours> State<'w, W> {
    /// A roster without anybody; `stamp` is later than any that was used with the same room.
    pub fn new(week: &'w W, view: &View, stamp: u64) -> Self {
        let needs = week.needs();
        let bent: Vec<Bent> = needs.iter().map(|need| Bent::new(need, view)).collect();
        let days = needs.len().div_ceil(week.per_day().max(1));
        Self {
            gains: bent.iter().map(|cell| cell.gain(0)).collect(),
            people: vec![0; needs.len()],
            stamps: vec![stamp; days],
            stamp,
            tours: vec![None; week.people()],
            cost: needs.iter().map(|need| need.cost(0)).sum(),
            seen: 0.0,
            bent,
            week,
        }
    }

    pub fn stamp(&self) -> u64 {
        self.stamp
    }

    pub fn gains(&self) -> CellGains<'_> {
        CellGains {
            of: &self.gains,
            stamp: &self.stamps,
        }
    }

    /// Gives a person a tour.
    pub fn put(&mut self, person: usize, tour: W::Tour) {
        let week = self.week;
        self.stamp += 1;
        week.cover(&tour, |cell| {
            let before = self.people[cell];
            self.cost += step(&week.needs()[cell], before);
            self.seen -= self.gains[cell];
            self.change(cell, before + 1);
        });
        let price = week.price(person, &tour);
        self.cost += price;
        self.seen += price;
        self.tours[person] = Some(tour);
    }

    /// Takes a person's tour away.
    pub fn take(&mut self, person: usize) -> Option<W::Tour> {
        let week = self.week;
        let tour = self.tours[person].take()?;
        self.stamp += 1;
        week.cover(&tour, |cell| {
            let after = self.people[cell] - 1;
            self.cost -= step(&week.needs()[cell], after);
            self.change(cell, after);
            self.seen += self.gains[cell];
        });
        let price = week.price(person, &tour);
        self.cost -= price;
        self.seen -= price;
        Some(tour)
    }

    fn change(&mut self, cell: usize, people: i32) {
        self.people[cell] = people;
        self.gains[cell] = self.bent[cell].gain(people);
        self.stamps[cell / self.week.per_day()] = self.stamp;
    }

    /// Some days in a row, where a move shall not change all.
    pub fn days_drawn(&self, rng: &mut Pcg64Mcg) -> Option<Range<usize>> {
        let (all, most) = (self.stamps.len(), self.week.stretch());
        if most >= all {
            return None;
        }
        let days = rng.random_range(1 + most / 4..=most);
        let from = rng.random_range(0..=all - days);
        Some(from..from + days)
    }

    /// Gives a person without a tour the best one that is as this but for some days; false where
    /// there is none.
    pub fn rebuild_within(
        &mut self,
        person: usize,
        part: (&W::Tour, Range<usize>),
        room: &mut W::Room,
    ) -> bool {
        let best = self.week.best_within(person, part, self.gains(), room);
        let some = best.is_some();
        if let Some(tour) = best {
            self.put(person, tour);
        }
        some
    }

    /// Gives a person without a tour the best one; false where there is none.
    pub fn rebuild(&mut self, person: usize, room: &mut W::Room) -> bool {
        let best = self.week.best(person, self.gains(), room);
        match best {
            Some((_, tour)) => {
                self.put(person, tour);
                true
            }
            None => false,
        }
    }
}

/// What the cost changes by with the next person.
fn step(need: &Need, people: i32) -> f64 {
    if i64::from(people) < i64::from(need.required) {
        -need.short
    } else {
        need.surplus
    }
}
