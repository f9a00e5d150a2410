//! One person's week: is there any, and does it hold the sessions?

use super::facts::{self, Fact};
use super::filter::smallest;
use super::oracle::{Wanted, best, feasible};
use super::relax::relaxations;
use super::week::PersonWeek;
use super::{Contradiction, Costs, Kind};
use crate::roster::{Demand, Setting, Span, Work};

/// Why a person has no week, or cannot hold a session in it.
pub(super) fn explain(setting: &Setting, person: usize, costs: &Costs) -> Vec<Contradiction> {
    let week = PersonWeek::of(setting, person);
    if !feasible(&week) {
        return vec![contradiction(
            &week,
            facts::of_week(&week),
            &feasible,
            costs,
        )];
    }
    let named = |work: &&Work| {
        matches!(&work.demand, Demand::Session { people, .. }
            if people.contains(&week.person().id))
    };
    let sessions = week.work.iter().filter(named);
    sessions
        .filter_map(|session| explain_session(&week, session, costs))
        .collect()
}

fn explain_session(week: &PersonWeek, session: &Work, costs: &Costs) -> Option<Contradiction> {
    let mut week = week.clone();
    let other =
        |work: &Work| matches!(work.demand, Demand::Session { .. }) && work.name != session.name;
    week.work.retain(|work| !other(work));
    if holds(&week) {
        return None;
    }
    let mut facts = facts::of_week(&week);
    facts.push(Fact::Session {
        work: session.name.clone(),
        person: week.person().id.clone(),
    });
    let mut found = contradiction(&week, facts, &holds, costs);
    found.kind = Kind::Session;
    Some(found)
}

/// Does a week hold its sessions? One that is missed costs the price of its minutes.
fn holds(week: &PersonWeek) -> bool {
    best(week, Wanted::Sessions).is_some_and(|gain| gain > -0.5)
}

fn contradiction(
    week: &PersonWeek,
    facts: Vec<Fact>,
    answers: &dyn Fn(&PersonWeek) -> bool,
    costs: &Costs,
) -> Contradiction {
    let stays = smallest(facts.len(), &mut |away| {
        let gone = facts.iter().zip(away).filter(|(_, away)| **away);
        !answers(&week.without(gone.map(|(fact, _)| fact).collect::<Vec<_>>().into_iter()))
    });
    let (set, lifted) = parted(facts, &stays);
    let locks = set.iter().any(|fact| matches!(fact, Fact::Lock { .. }));
    let works = |change: &super::Change| {
        let mut week = week.clone();
        change.apply(&mut week);
        answers(&week)
    };
    Contradiction {
        kind: if locks { Kind::Locks } else { Kind::Week },
        who: week.person().id.clone(),
        span: whole(week),
        people: 0,
        relaxations: relaxations(&set, std::slice::from_ref(week), None, &works, costs),
        set,
        lifted,
    }
}

/// The facts that stay, the nearest to the planner first, and the others.
pub(super) fn parted(facts: Vec<Fact>, stays: &[usize]) -> (Vec<Fact>, Vec<Fact>) {
    let numbered = facts.into_iter().enumerate();
    let (set, lifted): (Vec<_>, Vec<_>) = numbered.partition(|(index, _)| stays.contains(index));
    let plain = |facts: Vec<(usize, Fact)>| facts.into_iter().map(|(_, fact)| fact);
    (plain(set).rev().collect(), plain(lifted).collect())
}

/// All of the week.
pub(super) fn whole(week: &PersonWeek) -> Span {
    let grid = week.open.grid;
    Span {
        from: 0,
        to: grid.len as i32 * grid.step as i32,
    }
}
