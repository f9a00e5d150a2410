//! The search on all threads, from nothing to the best roster within the time.

use super::choose::Chooser;
use super::epoch::{Passed, epoch};
use super::state::{State, View, unit};
use super::{Bound, Tours};
use crate::error::{Error, Result};
use rand::SeedableRng;
use rand_pcg::Pcg64Mcg;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// Views that take turns: no single one is best for few people and many, and a roster that is
/// stuck in one moves on in another.
const VIEWS: [View; 5] = [
    View {
        soft: 1e9,
        level: 0.01,
        heat: 0.05,
        at_once: 2,
    },
    View {
        soft: 2.0,
        level: 0.004,
        heat: 1.0,
        at_once: 2,
    },
    View {
        soft: 2.0,
        level: 0.004,
        heat: 4.0,
        at_once: 2,
    },
    View {
        soft: 1.5,
        level: 0.01,
        heat: 1.0,
        at_once: 3,
    },
    View {
        soft: 1e9,
        level: 0.004,
        heat: 6.0,
        at_once: 2,
    },
];
/// Moves of an epoch for each person, and in all at most.
const MOVES_EACH: usize = 400;
const MOVES: usize = 40_000;
/// Share of the time that an epoch takes at most.
const SLICE: f64 = 0.05;
/// Epochs without a better roster after which a thread goes back to the best one of all.
const PATIENCE: usize = 4;
/// Share of the time, or seconds, after which a thread turns to the bound, and the share at which
/// it must have it.
const BOUND_FROM: f64 = 0.15;
const BOUND_AFTER: f64 = 2.0;
const BOUND_UNTIL: f64 = 0.7;
/// After a choice among columns that did not help, a thread does without for so many times as long:
/// where the best roster came from a choice, and where it came from a walk; there for twice as long
/// after each further one.
const SHORT_PAUSE: f64 = 0.3;
const PAUSE: f64 = 4.0;

/// How to search.
#[derive(Clone, Copy, Debug)]
pub struct SearchOptions {
    /// Wall-clock seconds. The search ends sooner when its roster is proven best.
    pub seconds: f64,
    /// Draws the moves.
    pub seed: u64,
    /// Threads, at least one. With one thread less is tried in the same time.
    pub threads: usize,
}

/// A better roster or a bound, when it was found.
#[derive(Clone, Copy, Debug)]
pub struct SearchProgress {
    /// Seconds since the beginning.
    pub seconds: f64,
    /// Cost of the best roster so far.
    pub cost: f64,
    /// No roster costs less; none yet where `None`.
    pub bound: Option<f64>,
}

/// What a search found.
#[derive(Clone, Debug)]
pub struct Found<T> {
    /// A tour for each person.
    pub tours: Vec<T>,
    /// What they cost, added up anew from the tours alone.
    pub cost: f64,
    /// The bound; `None` where time did not suffice for one.
    pub bound: Option<Bound>,
}

impl<T> Found<T> {
    /// `(cost - bound) / cost`: how far from the best this roster can be at most.
    pub fn gap(&self) -> Option<f64> {
        let bound = self.bound.as_ref()?.value;
        let over = (self.cost - bound).max(0.0);
        Some(if over > 0.0 { over / self.cost } else { 0.0 })
    }
}

/// What the threads share.
struct Shared<'a, W: Tours> {
    week: &'a W,
    options: SearchOptions,
    begin: Instant,
    stop: &'a AtomicBool,
    progress: &'a (dyn Fn(&SearchProgress) + Sync),
    best: Mutex<Best<W::Tour>>,
    bounding: AtomicBool,
    /// Who chooses among the columns of the bound.
    chooser: Mutex<Option<Chooser<'a, W>>>,
}

struct Best<T> {
    cost: f64,
    tours: Vec<Option<T>>,
    /// Does it come from a choice among columns?
    chosen: bool,
    bound: Option<Bound>,
    failed: Option<Error>,
}

/// The best roster that is found in the time, with a bound on every roster.
///
/// `progress` is told of each better one and of the bound; when `stop` becomes true the best so
/// far is returned. What is found depends on the clock; the same moves of the same seed give the
/// same roster, but how many there are time for is the machine's.
///
/// # Errors
/// [`Error::Solver`] where the solver of the bound fails, or a person has no tour.
pub fn search<W: Tours>(
    week: &W,
    options: SearchOptions,
    progress: &(dyn Fn(&SearchProgress) + Sync),
    stop: &AtomicBool,
) -> Result<Found<W::Tour>> {
    let begin = Instant::now();
    let first = construct(week)?;
    let shared = Shared {
        week,
        options,
        begin,
        stop,
        progress,
        best: Mutex::new(Best {
            cost: first.cost,
            tours: first.tours,
            chosen: false,
            bound: None,
            failed: None,
        }),
        bounding: AtomicBool::new(false),
        chooser: Mutex::new(None),
    };
    shared.tell(&shared.lock());
    std::thread::scope(|scope| {
        for thread in 0..options.threads.max(1) {
            let shared = &shared;
            scope.spawn(move || shared.work(thread));
        }
    });
    let best = shared
        .best
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    if let Some(error) = best.failed {
        return Err(error);
    }
    let tours: Vec<W::Tour> = best.tours.into_iter().flatten().collect();
    Ok(Found {
        cost: week.cost(&tours),
        tours,
        bound: best.bound,
    })
}

/// Everybody's best tour given those before.
fn construct<W: Tours>(week: &W) -> Result<Passed<W::Tour>> {
    let [view, ..] = VIEWS;
    let mut state = State::new(week, &view, 1);
    let mut room = week.room();
    for person in 0..week.people() {
        if !state.rebuild(person, &mut room) {
            return Err(Error::Solver(format!("person {person} has no tour")));
        }
    }
    Ok(Passed {
        cost: state.cost,
        tours: state.tours,
    })
}

impl<'a, W: Tours> Shared<'a, W> {
    fn lock(&self) -> MutexGuard<'_, Best<W::Tour>> {
        self.best.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn elapsed(&self) -> f64 {
        self.begin.elapsed().as_secs_f64()
    }

    fn ends(&self) -> bool {
        self.elapsed() >= self.options.seconds || self.stop.load(Ordering::Relaxed)
    }

    fn tell(&self, best: &Best<W::Tour>) {
        (self.progress)(&SearchProgress {
            seconds: self.elapsed(),
            cost: best.cost,
            bound: best.bound.as_ref().map(|bound| bound.value),
        });
    }

    /// Is the best roster proven best?
    fn proven(&self) -> bool {
        let best = self.lock();
        let bound = best.bound.as_ref();
        best.failed.is_some() || bound.is_some_and(|bound| best.cost <= bound.value + 1e-9)
    }

    /// A thread's epochs; the one that comes to it first finds the bound, and from then on
    /// chooses among its columns, the less often the less it helps. Others do once it has helped.
    fn work(&self, thread: usize) {
        let mut walk = Walk::new(self, thread);
        let mut chooser: Option<Chooser<'a, W>> = None;
        let (mut next, mut pause) = (0.0, PAUSE);
        while !self.ends() && !self.proven() {
            let due = self.elapsed() > BOUND_AFTER.min(BOUND_FROM * self.options.seconds);
            if due && !self.bounding.swap(true, Ordering::Relaxed) {
                chooser = self.prove();
                continue;
            }
            if chooser.is_none() {
                let first = self.chooser.lock();
                let first = first.unwrap_or_else(PoisonError::into_inner);
                let seed = self.options.seed.wrapping_add(thread as u64);
                chooser = first.as_ref().map(|first| first.fork(seed));
            }
            match &mut chooser {
                Some(chooser) if self.elapsed() >= next => {
                    let begun = self.elapsed();
                    if self.choose(chooser) {
                        // Where it helps, other threads do so too.
                        let held = self.chooser.lock();
                        let mut held = held.unwrap_or_else(PoisonError::into_inner);
                        held.get_or_insert_with(|| chooser.fork(self.options.seed));
                        pause = PAUSE;
                    } else {
                        let chosen = self.lock().chosen;
                        let times = if chosen { SHORT_PAUSE } else { pause };
                        next = self.elapsed() + times * (self.elapsed() - begun);
                        pause = if chosen { PAUSE } else { 2.0 * pause };
                    }
                }
                _ => walk.on(self),
            }
        }
    }

    fn tours(&self) -> Vec<W::Tour> {
        self.lock().tours.iter().flatten().cloned().collect()
    }

    fn prove(&self) -> Option<Chooser<'a, W>> {
        let until = BOUND_UNTIL * self.options.seconds;
        let ends = || self.ends() || self.elapsed() > until;
        let found = Chooser::new(self.week, &self.tours(), self.options.seed, &ends);
        let mut best = self.lock();
        let chooser = match found {
            Ok((chooser, found)) => {
                best.bound = Some(found);
                found.settled.then_some(chooser)
            }
            Err(error) => {
                best.failed = Some(error);
                None
            }
        };
        self.tell(&best);
        chooser
    }

    /// Chooses among columns; was a better roster found?
    fn choose(&self, chooser: &mut Chooser<'a, W>) -> bool {
        let left = self.options.seconds - self.elapsed();
        let choice = chooser.choose(&self.tours(), left);
        let mut best = self.lock();
        match choice {
            Ok(choice) => choice.is_some_and(|tours| {
                let cost = self.week.cost(&tours);
                let better = cost < best.cost - 1e-9;
                if better {
                    best.cost = cost;
                    best.chosen = true;
                    best.tours = tours.into_iter().map(Some).collect();
                    self.tell(&best);
                }
                better
            }),
            Err(error) => {
                best.failed = Some(error);
                false
            }
        }
    }
}

/// Where a thread is.
struct Walk<W: Tours> {
    room: W::Room,
    rng: Pcg64Mcg,
    /// The roster that the last epoch ended with.
    at: Option<Vec<Option<W::Tour>>>,
    stale: usize,
    turn: usize,
    stamp: u64,
    /// The mean price that costs are measured in.
    unit: f64,
}

impl<W: Tours> Walk<W> {
    fn new(shared: &Shared<W>, thread: usize) -> Self {
        let seed = shared.options.seed.wrapping_mul(1_000_003);
        let needs = shared.week.needs();
        Self {
            room: shared.week.room(),
            rng: Pcg64Mcg::seed_from_u64(seed.wrapping_add(thread as u64)),
            at: None,
            stale: 0,
            turn: thread,
            stamp: 1,
            unit: needs.iter().map(unit).sum::<f64>() / needs.len().max(1) as f64,
        }
    }

    /// An epoch with the next view, from where the last one ended or from the best of all.
    fn on(&mut self, shared: &Shared<W>) {
        let view = VIEWS[self.turn % VIEWS.len()];
        self.turn += 1;
        let (best, from) = {
            let best = shared.lock();
            (best.cost, best.tours.clone())
        };
        let at = self.at.take();
        let from = match at {
            Some(at) if (1..PATIENCE).contains(&self.stale) => at,
            _ => from,
        };
        let mut state = State::new(shared.week, &view, self.stamp + 1);
        for (person, tour) in from.into_iter().enumerate() {
            if let Some(tour) = tour {
                state.put(person, tour);
            }
        }
        let moves = (MOVES_EACH * shared.week.people()).min(MOVES) as f64;
        let (begun, slice) = (shared.elapsed(), SLICE * shared.options.seconds);
        let done = |nth: usize| match shared.ends() {
            true => 1.0,
            false => (nth as f64 / moves).max((shared.elapsed() - begun) / slice),
        };
        let heat = view.heat * self.unit;
        let (room, rng) = (&mut self.room, &mut self.rng);
        let passed = epoch(&mut state, room, rng, (&view, heat), &done);
        self.stamp = state.stamp();
        self.stale = match passed.cost < best - 1e-9 {
            true => 0,
            false => (self.stale + 1) % PATIENCE,
        };
        self.at = Some(state.tours);
        let mut best = shared.lock();
        if passed.cost < best.cost - 1e-9 {
            (best.cost, best.tours, best.chosen) = (passed.cost, passed.tours, false);
            shared.tell(&best);
        }
    }
}
