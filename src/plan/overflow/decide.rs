//! Windows and thresholds for a given roster, by the exact wait of each day.

use super::candidates::{Candidates, Choice};
use super::programme::{Met, Rank, Terms, best};
use crate::plan::{Centre, Desk, proof};
use crate::roster::Roster;
use crate::simulate::Presence;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// So many combinations of a day's blocks are all tried; of more, the likely ones.
const ALL: usize = 125;

/// What a contact-second of waiting is worth in the search for the likely ones, in turn, as
/// multiples of its price.
const WORTH: [f64; 4] = [0.5, 1.0, 3.0, 10.0];

/// A choice for the week with what it is like.
pub(super) struct Decided {
    pub choice: Choice,
    pub rank: Rank,
}

/// The best choice for a roster: all combinations of a day's blocks by the exact chain, then the
/// best option of each day. `None` where a day cannot be followed exactly.
pub(super) fn decide(
    desk: &Desk,
    centre: &Centre,
    roster: &Roster,
    candidates: &Candidates,
    terms: &Terms<'_>,
) -> Option<Decided> {
    let presences = proof::presences(roster, &centre.people);
    let dates = desk.traffic.contacts.grid.dates();
    let mut days = Vec::new();
    for (number, date) in dates.into_iter().enumerate() {
        let mut day = Day {
            desk,
            candidates,
            presences: &presences,
            date,
            blocks: candidates.of_day(number),
            known: BTreeMap::new(),
        };
        match candidates
            .options()
            .len()
            .checked_pow(day.blocks.len() as u32)
        {
            Some(count) if count <= ALL => day.all()?,
            _ => day.likely(terms)?,
        }
        let options: Vec<(Choice, Met)> = day.known.into_iter().collect();
        days.push((day.blocks, options));
    }
    let met = days
        .iter()
        .map(|(_, options)| options.iter().map(|(_, met)| *met).collect());
    let met: Vec<Vec<Met>> = met.collect();
    let picks = best(&met, terms);
    let mut choice = candidates.shut();
    let mut week = Met::default();
    for ((blocks, options), pick) in days.iter().zip(picks) {
        let (chosen, met) = &options[pick];
        week = week.and(*met);
        for (block, chosen) in blocks.iter().zip(chosen) {
            choice[*block] = *chosen;
        }
    }
    Some(Decided {
        choice,
        rank: terms.rank(week),
    })
}

/// A day with what is known of its options.
struct Day<'a> {
    desk: &'a Desk,
    candidates: &'a Candidates,
    presences: &'a [Presence],
    date: NaiveDate,
    blocks: Vec<usize>,
    known: BTreeMap<Choice, Met>,
}

impl Day<'_> {
    /// Every combination.
    fn all(&mut self) -> Option<()> {
        let mut choices: Vec<Choice> = vec![Vec::new()];
        for _ in &self.blocks {
            let options = self.candidates.options();
            let longer = choices.iter().flat_map(|choice| {
                options
                    .iter()
                    .map(|option| [&choice[..], &[*option]].concat())
            });
            choices = longer.collect();
        }
        choices
            .into_iter()
            .try_for_each(|choice| self.met(choice).map(|_| ()))
    }

    /// From all shut, block by block to the option that is cheapest, until none is; at several
    /// prices of waiting, so that a target and a maximum find something to choose from.
    fn likely(&mut self, terms: &Terms<'_>) -> Option<()> {
        let contact = terms
            .contract
            .line(terms.contract.paid_at_least())
            .contact
            .0;
        // Where waiting has no price a contact outside is worth half an hour of it.
        let second = terms.second.max(contact / 1800.0);
        for worth in WORTH {
            let euros = |met: Met| worth * second * met.waiting + contact * met.outside;
            let mut choice: Choice = vec![None; self.blocks.len()];
            loop {
                let before = choice.clone();
                for block in 0..choice.len() {
                    let mut least = (f64::INFINITY, choice[block]);
                    for option in self.candidates.options() {
                        let mut next = choice.clone();
                        next[block] = option;
                        let cost = euros(self.met(next)?);
                        if cost < least.0 {
                            least = (cost, option);
                        }
                    }
                    choice[block] = least.1;
                }
                if choice == before {
                    break;
                }
            }
        }
        Some(())
    }

    /// What the day is like under a choice of its blocks.
    fn met(&mut self, choice: Choice) -> Option<Met> {
        if let Some(met) = self.known.get(&choice) {
            return Some(*met);
        }
        let mut week = self.candidates.shut();
        for (block, chosen) in self.blocks.iter().zip(&choice) {
            week[*block] = *chosen;
        }
        let rule = self.candidates.rule(&week);
        let (waiting, outside) = self.desk.exact_day(self.presences, self.date, &rule)?;
        let met = Met { waiting, outside };
        self.known.insert(choice, met);
        Some(met)
    }
}
