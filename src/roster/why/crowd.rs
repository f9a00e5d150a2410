//! Several people, each in the week that is best for what is asked of all of them: more than that
//! together they cannot do.

use super::Change;
use super::facts::Fact;
use super::oracle::{Wanted, best};
use super::week::PersonWeek;
use std::collections::BTreeMap;

/// People who are asked for something, and the facts that may stand in the way.
pub(super) struct Crowd<'a> {
    pub weeks: &'a [PersonWeek],
    pub wanted: Wanted<'a>,
    pub facts: Vec<Fact>,
    /// What each person's week is worth without some facts of theirs.
    known: BTreeMap<(usize, Vec<usize>), f64>,
}

impl<'a> Crowd<'a> {
    pub fn new(weeks: &'a [PersonWeek], wanted: Wanted<'a>, facts: Vec<Fact>) -> Self {
        Self {
            weeks,
            wanted,
            facts,
            known: BTreeMap::new(),
        }
    }

    /// What people's best weeks bring together; of no more people than bring enough.
    pub fn up_to(weeks: &[PersonWeek], wanted: Wanted, enough: f64) -> f64 {
        let mut total = 0.0;
        for week in weeks {
            if total >= enough - 1e-6 {
                break;
            }
            total += best(week, wanted).unwrap_or(0.0);
        }
        total
    }

    /// What everybody's best weeks bring together when these facts are away.
    pub fn total(&mut self, away: &[bool]) -> f64 {
        let people = 0..self.weeks.len();
        people.map(|person| self.one(person, away)).sum()
    }

    fn one(&mut self, person: usize, away: &[bool]) -> f64 {
        let Some(week) = self.weeks.get(person) else {
            return 0.0;
        };
        let gone = self.facts.iter().enumerate().zip(away);
        let gone = gone.filter(|((_, fact), away)| **away && concerns(fact, week));
        let gone: Vec<usize> = gone.map(|((index, _), _)| index).collect();
        let facts = &self.facts;
        let wanted = self.wanted;
        *self.known.entry((person, gone)).or_insert_with_key(|key| {
            let gone: Vec<&Fact> = key.1.iter().filter_map(|index| facts.get(*index)).collect();
            best(&week.without(gone.into_iter()), wanted).unwrap_or(0.0)
        })
    }

    /// What everybody's best weeks bring together after a change.
    pub fn after(&self, change: &Change) -> f64 {
        let weeks = self.weeks.iter();
        weeks
            .map(|week| {
                let mut week = week.clone();
                change.apply(&mut week);
                best(&week, self.wanted).unwrap_or(0.0)
            })
            .sum()
    }
}

/// Is the fact everybody's, or this person's?
fn concerns(fact: &Fact, week: &PersonWeek) -> bool {
    fact.person()
        .is_none_or(|person| person == week.person().id)
}
