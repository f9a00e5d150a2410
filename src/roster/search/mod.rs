//! A roster as one tour for each person, whatever a tour is: the search for the best and the bound.
//!
//! A *tour* is all that one person does. It covers *cells* (an interval of a day, a shift of a
//! date), each of which needs so many people and costs what it is short or has too much. A week
//! that can say which tour of one person is best at given gains of its cells ([`Tours::best`])
//! can be searched and bounded by what is here, which knows nothing else of it:
//!
//! - [`search`] takes a few people away and gives each the exactly best tour again, thousands of
//!   times a second, on as many threads as there are;
//! - [`bound`] solves the linear programme over all tours, found as they are needed, and proves
//!   by its prices that no roster costs less. The search goes on from that programme: it fixes
//!   the tours that it uses most and solves it again (a *dive*), or chooses among its columns in
//!   whole numbers, for everybody or for some people only.

mod bound;
mod choose;
mod columns;
mod dive;
mod epoch;
mod improve;
mod state;

pub use bound::{Bound, bound};
pub use improve::{Found, SearchOptions, SearchProgress, search};

use std::ops::Range;

/// What a cell needs, and what it costs to be without.
///
/// # Formula
/// `n` people cost `short x (required - n)` below the requirement and `surplus x (n - required)`
/// above it.
///
/// ```
/// use bezet::roster::Need;
/// let need = Need { required: 3, short: 10.0, surplus: 1.0 };
/// assert_eq!([1, 3, 5].map(|n| need.cost(n)), [20.0, 0.0, 2.0]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Need {
    /// People wanted.
    pub required: u32,
    /// Cost of each person missing, at least 0.
    pub short: f64,
    /// Cost of each person too many, at least 0.
    pub surplus: f64,
}

impl Need {
    /// What so many people cost.
    pub fn cost(&self, people: u32) -> f64 {
        let over = f64::from(people) - f64::from(self.required);
        if over < 0.0 {
            -over * self.short
        } else {
            over * self.surplus
        }
    }
}

/// What one person more brings to each cell, and a stamp for each day that changes with any of it.
#[derive(Clone, Copy, Debug)]
pub struct CellGains<'a> {
    /// By cell.
    pub of: &'a [f64],
    /// By day. No two different gains of a day ever have the same stamp, so a week may keep what
    /// it worked out for one.
    pub stamp: &'a [u64],
}

/// A week (or four) as the search sees it.
pub trait Tours: Sync {
    /// All that one person does.
    type Tour: Clone + Ord + Send + Sync;
    /// Memory to work in, one for each thread.
    type Room: Send;

    /// How many people there are.
    fn people(&self) -> usize;

    /// A person who can do the same at the same cost: the same one for all who are alike.
    fn kind(&self, person: usize) -> usize;

    /// The cells' needs, day after day, equally many on each.
    fn needs(&self) -> &[Need];

    /// Cells of a day.
    fn per_day(&self) -> usize;

    /// Fresh memory.
    fn room(&self) -> Self::Room;

    /// The tour with the greatest sum of gains less its own price, with that; `None` where a
    /// person has no tour at all. Where the best one is hard to find another will do, with a sum
    /// that no tour exceeds.
    fn best(
        &self,
        person: usize,
        gains: CellGains,
        room: &mut Self::Room,
    ) -> Option<(f64, Self::Tour)>;

    /// Days that a move of the search changes at most: all unless said otherwise. Worth saying
    /// where a tour is long and [`Tours::best_within`] is quicker than [`Tours::best`].
    fn stretch(&self) -> usize {
        usize::MAX
    }

    /// The best of a person's tours that are as this one but for some days.
    fn best_within(
        &self,
        person: usize,
        (tour, days): (&Self::Tour, Range<usize>),
        gains: CellGains,
        room: &mut Self::Room,
    ) -> Option<Self::Tour> {
        let _ = (tour, days);
        Some(self.best(person, gains, room)?.1)
    }

    /// What a tour costs of itself.
    fn price(&self, person: usize, tour: &Self::Tour) -> f64;

    /// Calls `visit` with each cell that a tour covers, once.
    fn cover(&self, tour: &Self::Tour, visit: impl FnMut(usize));

    /// Every cost of a roster is a multiple of this; 0 where that is not known.
    fn grain(&self) -> f64;

    /// What a whole roster costs, from its tours alone.
    fn cost(&self, tours: &[Self::Tour]) -> f64 {
        let mut people = vec![0_u32; self.needs().len()];
        let mut sum = 0.0;
        for (person, tour) in tours.iter().enumerate() {
            sum += self.price(person, tour);
            self.cover(tour, |cell| people[cell] += 1);
        }
        let cells = self.needs().iter().zip(people);
        sum + cells.map(|(need, people)| need.cost(people)).sum::<f64>()
    }
}
