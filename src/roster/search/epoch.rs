//! One stretch of search: a few people's tours taken away and built anew, again and again, under
//! a temperature that falls to nothing.

use super::Tours;
use super::state::{State, View};
use rand::RngExt;
use rand_pcg::Pcg64Mcg;

/// The cheapest roster that an epoch passed.
pub(super) struct Passed<T> {
    pub cost: f64,
    pub tours: Vec<Option<T>>,
}

/// Makes moves under a temperature that falls from `heat` to nothing as `done` of the number of
/// moves so far goes from 0 to 1.
///
/// A move that makes the roster dearer by `d` in the view is kept with chance `exp(-d / heat)`
/// (S. Kirkpatrick, C. D. Gelatt and M. P. Vecchi, *Science* 220 (1983) 671-680).
pub(super) fn epoch<W: Tours>(
    state: &mut State<W>,
    room: &mut W::Room,
    rng: &mut Pcg64Mcg,
    (view, heat): (&View, f64),
    done: &dyn Fn(usize) -> f64,
) -> Passed<W::Tour> {
    let mut passed = Passed {
        cost: state.cost,
        tours: state.tours.clone(),
    };
    // Whose tours differ from those that were passed: few, where a whole roster would be many.
    let mut differ = Vec::new();
    let mut gone = 0.0;
    for nth in 0.. {
        // The clock is dear beside a move.
        if nth % 32 == 0 {
            gone = done(nth);
        }
        if gone >= 1.0 {
            break;
        }
        differ.extend(rebuilt(state, room, rng, heat * (1.0 - gone), view.at_once));
        if state.cost < passed.cost - 1e-9 {
            passed.cost = state.cost;
            for person in differ.drain(..) {
                passed.tours[person].clone_from(&state.tours[person]);
            }
        }
    }
    passed
}

/// A move: the people whose tours it changed, nobody where it was not kept.
fn rebuilt<W: Tours>(
    state: &mut State<W>,
    room: &mut W::Room,
    rng: &mut Pcg64Mcg,
    heat: f64,
    most: usize,
) -> Vec<usize> {
    let people = picked(state.tours.len(), most, rng);
    let days = state.days_drawn(rng);
    let before = state.seen;
    let held: Vec<_> = people.iter().map(|person| state.take(*person)).collect();
    // Drawn in any order, rebuilt in that order: taken in another.
    let again = people.iter().zip(&held).rev();
    let mut again = again.map(|(person, held)| match (&days, held) {
        (Some(days), Some(tour)) => state.rebuild_within(*person, (tour, days.clone()), room),
        _ => state.rebuild(*person, room),
    });
    let built = again.all(|built| built);
    drop(again);
    let dearer = state.seen - before;
    let chance: f64 = rng.random();
    let kept = dearer <= 1e-9 || dearer <= -heat * chance.ln();
    if built && kept {
        return people;
    }
    for person in &people {
        state.take(*person);
    }
    for (person, tour) in people.into_iter().zip(held) {
        if let Some(tour) = tour {
            state.put(person, tour);
        }
    }
    Vec::new()
}

/// One to `most` different people.
fn picked(people: usize, most: usize, rng: &mut Pcg64Mcg) -> Vec<usize> {
    let count = rng.random_range(1..=most.min(people).max(1));
    let mut picked: Vec<usize> = Vec::with_capacity(count);
    while picked.len() < count {
        let person = rng.random_range(0..people);
        if !picked.contains(&person) {
            picked.push(person);
        }
    }
    picked
}
