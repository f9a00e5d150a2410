//! A week re-planned around its locks with as few changes as possible.

use super::candidates::{Candidate, can_change};
use super::found::Found;
use super::{Answer, Edit, Editor, Figures, changes_between};
use crate::calendar::Series;
use crate::error::Result;
use crate::plan::exact::ExactDays;
use crate::roster::{Roster, best_days};
use crate::units::{Agents, Euros};
use chrono::NaiveDate;
use rayon::prelude::*;

/// Steps at most, and candidates of a step that have their exact wait.
const STEPS: usize = 12;
const FOLLOWED: usize = 10;

/// A roster on the way, with what it comes to.
struct Held {
    answer: Answer,
    left: usize,
    value: f64,
}

impl Editor<'_> {
    /// What edits do, with the days given (without any: those that the edits change, or the whole
    /// week) re-planned around the locks.
    ///
    /// Step by step the best change of a person's day, or of two, is made: the one that leaves the
    /// fewest breaches, and of those the least value: cost of the week, waiting at its price by minute,
    /// and `price` for each shift that differs from the one after the edits. Changes are those of
    /// [`suggest`](Self::suggest) but for overflow windows, and each person's day built anew, exactly
    /// the best beside the others'. No step breaks a rule that is not broken; when none is better, it
    /// ends. Each step is told among the edits.
    ///
    /// # Errors
    /// The problems of all edits at once.
    pub fn mend(&self, edits: &[Edit], days: &[NaiveDate], price: Euros) -> Result<Answer> {
        let answer = self.answer(edits)?;
        let dates = self.days_asked(&answer, days);
        let from = answer.edited.roster.clone();
        let mut held = Held {
            left: answer.breaches.len(),
            value: self.value(&answer.after, 0, price),
            answer,
        };
        for _ in 0..STEPS {
            match self.step(&held, &dates, (&from, price)) {
                Some(better) => held = better,
                None => break,
            }
        }
        held.answer.notes = self.notice(edits, &held.answer.edited.roster);
        Ok(held.answer)
    }

    fn step(&self, held: &Held, dates: &[NaiveDate], from: (&Roster, Euros)) -> Option<Held> {
        let mut found: Vec<Found> = Vec::new();
        for date in dates {
            found.extend(self.of_day(&held.answer, *date));
            found.extend(self.built_anew(&held.answer, *date));
        }
        found.sort_by(Found::before);
        found.truncate(FOLLOWED);
        let (found, days, value) = self.first(found, &held.answer, from)?;
        // A cent is no reason to change a shift.
        let better = found.left < held.left || found.left == held.left && value < held.value - 0.01;
        better.then(|| {
            let mut answer = self.compare(found.edited, days);
            answer.edits.clone_from(&held.answer.edits);
            answer
                .edits
                .push(format!("repair {}", found.candidate.what));
            Held {
                left: found.left,
                value,
                answer,
            }
        })
    }

    /// The best by breaches and exact value.
    fn first(
        &self,
        found: Vec<Found>,
        answer: &Answer,
        (from, price): (&Roster, Euros),
    ) -> Option<(Found, Option<ExactDays>, f64)> {
        let kept = self.kept_with(answer);
        let judged = found.into_par_iter().map(|found| {
            let roster = &found.edited.roster;
            let days = self.follow(roster, &kept);
            let figures = self.figures(roster, days.as_ref());
            let value = self.value(&figures, changes_between(from, roster).len(), price);
            (found, days, value)
        });
        let judged: Vec<(Found, Option<ExactDays>, f64)> = judged.collect();
        judged.into_iter().min_by(|a, b| {
            let left = a.0.left.cmp(&b.0.left).then(a.2.total_cmp(&b.2));
            left.then_with(|| a.0.candidate.what.cmp(&b.0.candidate.what))
        })
    }

    /// Each person's day built anew beside the others'.
    fn built_anew(&self, answer: &Answer, date: NaiveDate) -> Vec<Found> {
        let roster = &answer.edited.roster;
        let Some(look) = self.look(roster, date) else {
            return Vec::new();
        };
        let setting = self.centre.setting(self.config);
        // Waiting has its price: no requirement beside it.
        let required = Series {
            grid: roster.grid,
            values: vec![Agents::ZERO; roster.grid.len],
        };
        let terms = self.desk.terms(self.config, &required, None);
        let locks = &answer.edited.locked;
        let at_work = roster.shifts.iter().filter(|shift| can_change(shift, date));
        let free = at_work.filter(|shift| {
            let mut locks = locks.iter();
            !locks.any(|lock| lock.person == shift.person && lock.date == date)
        });
        let people: Vec<&str> = free.map(|shift| shift.person.as_str()).collect();
        let anew = people.into_par_iter().flat_map_iter(|person| {
            let best = best_days(&setting, &terms, &self.desk, roster, (person, date));
            best.into_iter().map(move |shift| Candidate {
                what: format!("{person}: {date} anew"),
                shifts: vec![shift],
            })
        });
        self.sound(answer, &look, anew.collect())
    }

    /// What a roster costs with its waiting and its changes, in euros.
    fn value(&self, figures: &Figures, changes: usize, price: Euros) -> f64 {
        let traffic = &self.desk.traffic;
        let open = traffic.contacts.values.iter().zip(&traffic.open.values);
        let open = open.filter(|(_, open)| **open);
        let contacts: f64 = open.map(|(contacts, _)| contacts.0.max(0.0)).sum();
        let minutes = figures
            .exact
            .map_or(0.0, |exact| exact.wait.0 * contacts / 60.0);
        let euros = figures.cost.0 + figures.not_given.0;
        euros + self.config.prices.wait_minute.0 * minutes + price.0 * changes as f64
    }
}
