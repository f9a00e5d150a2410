//! From a roster to a better one: take some people's days away and give each the exactly best
//! ones again.

use super::model::Model;
use super::model_day::{Choice, Gains, Search};
use super::model_state::{Score, State};
use super::model_week::{Strict, best_tour};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Curves in euros with the week's rows priced, by interval and minute.
pub(super) type Priced = Vec<Option<Vec<f64>>>;

/// Moves tried side by side from one roster: constant, so that the number of threads changes
/// nothing.
const BATCH: usize = 8;

/// A roster with what it costs.
#[derive(Clone)]
pub(super) struct Held {
    pub state: State,
    pub score: Score,
}

impl Held {
    pub fn new(model: &Model, state: State) -> Self {
        let score = state.score(model);
        Self { state, score }
    }
}

/// Everybody inserted one after the other, most hours first; the people whose contract is out of
/// reach are named instead.
pub(super) fn construct(model: &Model, priced: &Priced) -> Result<State, Vec<usize>> {
    let mut order: Vec<usize> = (0..model.staff.len()).collect();
    order.sort_by_key(|person| (-model.staff[*person].target, *person));
    let mut state = State::new(model);
    let stuck = |person: &usize| !insert_week(model, &mut state, *person, priced);
    let stuck: Vec<usize> = order.into_iter().filter(stuck).collect();
    if stuck.is_empty() {
        Ok(state)
    } else {
        Err(stuck)
    }
}

/// Gives a person without days the best week there is; false where there is none.
fn insert_week(model: &Model, state: &mut State, person: usize, priced: &Priced) -> bool {
    let lengths: Vec<usize> = (0..model.lengths.len()).collect();
    let gains: Vec<Gains> = (0..model.days.len())
        .map(|day| state.gains(model, person, day, priced))
        .collect();
    let search = |(day, gains)| Search::new(model, person, day, gains);
    let searches: Vec<Option<Search>> = gains.iter().enumerate().map(search).collect();
    let best =
        |search: &Option<Search>| search.as_ref().map_or_else(Vec::new, |s| s.best(&lengths));
    let options: Vec<Vec<Choice>> = searches.iter().map(best).collect();
    let Some(tour) = best_tour(model, person, &options, Strict::Yes) else {
        return false;
    };
    for choice in &tour.days {
        if let Some(search) = &searches[choice.day] {
            state.put(model, person, Arc::new(search.trace(choice)));
        }
    }
    true
}

/// Gives a person without a shift on the day the best one of this length that holds these
/// sessions.
fn insert_day(
    model: &Model,
    state: &mut State,
    person: usize,
    (day, length, sessions): (usize, usize, u32),
    priced: &Priced,
) -> bool {
    let gains = state.gains(model, person, day, priced);
    let Some(search) = Search::new(model, person, day, &gains) else {
        return false;
    };
    let choices = search.best(&[length]);
    let fitting = choices.iter().filter(|choice| choice.sessions == sessions);
    let priced = fitting.filter_map(|choice| {
        let price = state.order_price(model, person, choice)?;
        Some((choice.gain - price, choice))
    });
    let best = priced.reduce(|best, next| if next.0 > best.0 { next } else { best });
    let Some((_, choice)) = best else {
        return false;
    };
    state.put(model, person, Arc::new(search.trace(choice)));
    true
}

/// A change to try.
enum Move {
    /// These people's weeks anew.
    Weeks(Vec<usize>),
    /// These people's shifts on a day anew, their lengths kept.
    Day(usize, Vec<usize>),
}

fn draw(model: &Model, state: &State, rng: &mut Pcg64Mcg) -> Move {
    let people = model.staff.len();
    let pick = |among: &[usize], count: usize, rng: &mut Pcg64Mcg| {
        let mut left = among.to_vec();
        let mut picked = Vec::new();
        while picked.len() < count && !left.is_empty() {
            picked.push(left.swap_remove(rng.random_range(0..left.len())));
        }
        picked
    };
    let day = rng.random_range(0..model.days.len());
    let on: Vec<usize> = (0..people)
        .filter(|p| state.patterns[*p][day].is_some())
        .collect();
    if on.len() < 2 || rng.random_range(0..3) == 0 {
        let all: Vec<usize> = (0..people).collect();
        let count = rng.random_range(1..=3);
        return Move::Weeks(pick(&all, count, rng));
    }
    let count = rng.random_range(2..=5);
    Move::Day(day, pick(&on, count, rng))
}

/// The roster after a move, where it can be made.
fn tried(model: &Model, state: &State, change: &Move, priced: &Priced) -> Option<Held> {
    let mut state = state.clone();
    match change {
        Move::Weeks(people) => {
            for person in people {
                for day in 0..model.days.len() {
                    state.take(model, *person, day);
                }
            }
            let mut all = people.iter();
            all.all(|person| insert_week(model, &mut state, *person, priced))
                .then_some(())?;
        }
        Move::Day(day, people) => {
            let mut kept = Vec::new();
            for person in people {
                let before = state.sessions(model, *person);
                let pattern = state.take(model, *person, *day)?;
                let sessions = before & !state.sessions(model, *person);
                kept.push((*person, (*day, pattern.length, sessions)));
            }
            let mut all = kept.iter();
            all.all(|(person, day)| insert_day(model, &mut state, *person, *day, priced))
                .then_some(())?;
        }
    }
    Some(Held::new(model, state))
}

/// The people whose patterns differ.
fn touched(a: &State, b: &State) -> BTreeSet<usize> {
    let differ = |person: &usize| a.patterns[*person] != b.patterns[*person];
    (0..a.patterns.len()).filter(differ).collect()
}

/// How a descent goes on.
pub(super) struct Descent<'m> {
    pub model: &'m Model<'m>,
    pub held: Held,
    /// The cheapest roster so far.
    best: Held,
    /// Price of a contact-second of waiting and of a contact outside, beside the user's prices.
    pub extra: (f64, f64),
    pub moves: usize,
    rng: Pcg64Mcg,
}

impl<'m> Descent<'m> {
    pub fn new(model: &'m Model<'m>, held: Held, extra: (f64, f64)) -> Self {
        let rng = Pcg64Mcg::seed_from_u64(u64::from(model.terms.seed));
        Self {
            model,
            best: held.clone(),
            held,
            extra,
            moves: 0,
            rng,
        }
    }

    /// Tries so many moves under a heat that falls to nothing, or until `enough` says so of the
    /// least cost; ends at the cheapest roster.
    pub fn run(&mut self, moves: usize, heat: f64, enough: &dyn Fn(f64) -> bool) {
        let mut price = self.extra;
        let mut priced = self.model.curves.priced(price.0, price.1);
        let end = self.moves + moves;
        while self.moves < end && !enough(self.best.score.cost) {
            let change: Vec<Move> = (0..BATCH)
                .map(|_| draw(self.model, &self.held.state, &mut self.rng))
                .collect();
            let state = &self.held.state;
            let after: Vec<Option<Held>> = change
                .par_iter()
                .map(|change| tried(self.model, state, change, &priced))
                .collect();
            self.moves += BATCH;
            let gone = 1.0 - (end - self.moves.min(end)) as f64 / moves as f64;
            self.take(after.into_iter().flatten().collect(), heat * (1.0 - gone));
            let wanted = self.wanted(price);
            if wanted != price {
                price = wanted;
                priced = self.model.curves.priced(price.0, price.1);
            }
        }
        self.held = self.best.clone();
    }

    /// The price of waiting grows while the target is missed and falls back when it is met.
    fn wanted(&self, price: (f64, f64)) -> (f64, f64) {
        let next = |price: f64, extra: f64, value: f64, most: Option<f64>, top: f64| match most {
            Some(most) if value > most => (price * 1.1).max(top / 1000.0).min(top),
            Some(_) => (price / 1.02).max(extra),
            None => 0.0,
        };
        let (terms, prices, score) = (self.model.terms, &self.model.prices, &self.held.score);
        (
            next(
                price.0,
                self.extra.0,
                score.waiting,
                terms.waiting_max,
                prices.waiting_over,
            ),
            next(
                price.1,
                self.extra.1,
                score.overflow,
                terms.overflow_max,
                prices.overflow_over,
            ),
        )
    }

    /// Takes what the tried rosters change, each beside the others, where that is cheaper or, at
    /// this heat, not too much dearer.
    fn take(&mut self, after: Vec<Held>, heat: f64) {
        let before = self.held.clone();
        let mut changed = BTreeSet::new();
        for other in after {
            let dearer = other.score.cost - before.score.cost;
            let chance: f64 = self.rng.random();
            if dearer > 1e-9 && dearer > -heat * chance.ln() {
                continue;
            }
            let people = touched(&before.state, &other.state);
            if people.is_empty() || !people.is_disjoint(&changed) {
                continue;
            }
            self.held = self.merged(&other.state, &people);
            changed.extend(people);
        }
        if self.held.score.cost < self.best.score.cost {
            self.best = self.held.clone();
        }
    }

    fn merged(&self, other: &State, people: &BTreeSet<usize>) -> Held {
        let mut state = self.held.state.clone();
        for person in people {
            for day in 0..self.model.days.len() {
                state.take(self.model, *person, day);
                if let Some(pattern) = &other.patterns[*person][day] {
                    state.put(self.model, *person, Arc::clone(pattern));
                }
            }
        }
        Held::new(self.model, state)
    }
}
