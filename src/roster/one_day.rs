//! One person's day anew, with everybody else's shifts and the person's other days as they are.

use super::model::Model;
use super::model_day::Search;
use super::model_state::{State, shift};
use super::{Roster, Setting, Shift, Terms, Waits};
use chrono::NaiveDate;

/// The best shifts of a person on a day, beside all others of a roster: the best of each paid length that
/// the contract leaves, by the same exact search that [`solve`](fn@super::solve) makes. None where no
/// shift may lie.
pub fn best_days(
    setting: &Setting,
    terms: &Terms,
    waits: &dyn Waits,
    roster: &Roster,
    (person, date): (&str, NaiveDate),
) -> Vec<Shift> {
    let others = roster.shifts.iter();
    let others = others.filter(|shift| shift.person != person || shift.date != date);
    let others: Vec<Shift> = others.cloned().collect();
    let setting = Setting {
        locked: &others,
        ..*setting
    };
    let model = Model::new(&setting, terms, waits);
    let staff = setting.people.iter().position(|p| p.id == person);
    let day = model.days.iter().position(|day| day.date == date);
    let Some((staff, day)) = staff.zip(day) else {
        return Vec::new();
    };
    let priced = model.curves.priced(0.0, 0.0);
    let gains = State::new(&model).gains(&model, staff, day, &priced);
    let Some(search) = Search::new(&model, staff, day, &gains) else {
        return Vec::new();
    };
    let left = model.staff[staff].low..=model.staff[staff].high;
    let lengths = model.lengths.iter().enumerate();
    let lengths = lengths.filter(|(_, length)| left.contains(&length.paid));
    let lengths: Vec<usize> = lengths.map(|(index, _)| index).collect();
    let best = search.best(&lengths);
    let shifts = best
        .iter()
        .map(|choice| shift(&model, staff, &search.trace(choice)));
    shifts.collect()
}
