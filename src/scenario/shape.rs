//! What people cover of a kind of week for each hour that they are on the phone.

use super::efficiency::{by_weekday, efficiency, laid_on};
use super::kinds::KindOfWeek;
use super::ladder::Form;
use super::year::Year;
use crate::calendar::{ClockSpan, Grid, Series};
use crate::config::{self, Scenario};
use crate::error::{Problem, Result};
use crate::roster::{Crowd, Demand, Person, Setting, Waits, Work, crowd};
use crate::staffing::{CurveInputs, Curves};
use crate::units::{Agents, Contacts, Minutes};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How hours become coverage, kind by kind.
#[derive(Clone, Debug)]
pub struct Shape {
    /// Agents per hour on the phone: by kind of week, open day and interval.
    pub agents: Vec<Vec<Vec<f64>>>,
    /// Short breaks, as a share of rostered hours.
    pub breaks: f64,
    /// Rostered hours that find no use: before opening, after closing.
    pub spare: f64,
    /// Other work of the week in hours that does not depend on how many people there are.
    pub work: f64,
    /// Other work in hours per contract hour: meetings, coaching, training.
    pub work_per_hour: f64,
    /// Hours that would do if agents could come and go by the interval, over those that this takes.
    pub efficiency: f64,
}

/// Shapes that have been found, by what they depend on.
#[derive(Default)]
pub(super) struct Shapes(Mutex<BTreeMap<(bool, bool, u64), Formed>>);

impl Shapes {
    /// A lock that a panic left behind guards a map that is whole all the same.
    fn known(&self) -> MutexGuard<'_, BTreeMap<(bool, bool, u64), Formed>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A shape with the form of its ladders.
type Formed = (Arc<Shape>, Arc<Form>);

impl Year {
    /// The shape of a scenario's roster. It is found once for each mix of contracts and share of leave.
    ///
    /// # Errors
    /// When the solver fails; `C175` for the shape of a present roster where there is none.
    pub fn shape(&self, scenario: &Scenario) -> Result<(Arc<Shape>, Arc<Form>)> {
        let habit = match &scenario.shape {
            Some(stated) => stated.value == config::Shape::Present,
            None => self.present.is_some(),
        };
        if habit && self.present.is_none() {
            return Err(no_present(scenario).into());
        }
        let whole = scenario
            .whole_weeks
            .as_ref()
            .is_some_and(|whole| whole.value);
        let leave = scenario.number("shrinkage.leave").unwrap_or(0.0);
        let key = (habit, whole, leave.to_bits());
        if let Some(formed) = self.shapes.known().get(&key) {
            return Ok(formed.clone());
        }
        // Found without the lock: who waits for it could be asked to help in finding.
        let shape = Arc::new(self.found(habit, whole, 1.0 - leave)?);
        let form = Form::of(self, Arc::clone(&shape)).unwrap_or_default();
        let formed = (shape, Arc::new(form));
        self.shapes.known().insert(key, formed.clone());
        Ok(formed)
    }

    fn found(&self, habit: bool, whole: bool, there: f64) -> Result<Shape> {
        let people = match whole {
            true => full_weeks(&self.people),
            false => self.people.clone(),
        };
        let scale = there * self.contract_hours()
            / people
                .iter()
                .map(|person| person.contract.hours().0)
                .sum::<f64>();
        let habit_of = self.present.as_ref().filter(|_| habit);
        let found = self
            .kinds
            .par_iter()
            .map(|kind| self.crowd(kind, &people, scale, habit_of))
            .collect::<Result<Vec<(Crowd, f64)>>>()?;
        let (crowds, efficiencies): (Vec<Crowd>, Vec<f64>) = found.into_iter().unzip();
        let count = crowds.len().max(1) as f64;
        let mean = |of: &dyn Fn(&Crowd) -> f64| crowds.iter().map(of).sum::<f64>() / count;
        let per_person = own_work(&self.work(), &people) * there;
        let paid = self.contract_hours();
        let agents = match &self.present {
            Some(present) if habit => self
                .kinds
                .iter()
                .map(|kind| worked(kind, present))
                .collect(),
            _ => {
                let pairs = self.kinds.iter().zip(&crowds);
                pairs
                    .map(|(kind, crowd)| worked(kind, &crowd.coverage))
                    .collect()
            }
        };
        Ok(Shape {
            agents,
            breaks: mean(&|crowd| crowd.breaks.0 / crowd.paid.0),
            spare: mean(&|crowd| crowd.spare.0 / crowd.paid.0),
            work: mean(&|crowd| crowd.work.0 + crowd.undone.0) - per_person,
            work_per_hour: per_person / (paid * there),
            efficiency: efficiencies.iter().sum::<f64>() / count,
        })
    }

    /// The most that people can cover of a kind of week, and the efficiency of that, or of a habit with as
    /// many hours.
    fn crowd(
        &self,
        kind: &KindOfWeek,
        people: &[Person],
        scale: f64,
        habit: Option<&Series<Agents>>,
    ) -> Result<(Crowd, f64)> {
        let config = &self.config;
        let grid = Grid::days(config.zone, kind.monday, 7, config.step);
        let there = |index: usize| self.contacts.grid.index_of(grid.instant(index));
        let open = Series::from_fn(grid, |index| {
            there(index).is_some_and(|at| self.open.values[at])
        });
        let own: f64 = kind.contacts();
        let week: f64 = (0..grid.len)
            .filter_map(there)
            .map(|at| self.contacts.values[at].0)
            .sum();
        let factor = own / week.max(f64::MIN_POSITIVE);
        let contacts = Series::from_fn(grid, |index| {
            Contacts(there(index).map_or(0.0, |at| self.contacts.values[at].0 * factor))
        });
        let long = self.handle_time.values.first().copied().unwrap_or_default();
        let handle_time = Series::from_fn(grid, |index| {
            there(index).map_or(long, |at| self.handle_time.values[at])
        });
        let curves = Curves::new(&CurveInputs {
            contacts: &contacts,
            handle_time: &handle_time,
            open: &open,
            patience: Some(self.patience),
            busyness: self.busyness,
            absent: config.absence,
            overflow: None,
            most: (people.len() as f64 * scale).ceil() as u32 + 2,
        })?;
        let work = self.work();
        let setting = Setting {
            people,
            queue: &config.history.queue,
            rules: &config.rules,
            shifts: &config.shifts,
            work: &work,
            open: &open,
            holidays: &BTreeSet::new(),
            seats: &config.seats,
            locked: &[],
            before: &[],
        };
        let crowd = crowd(&setting, scale, &Curve(&curves))?;
        let coverage = habit.map(|habit| laid_on(habit, &crowd.coverage));
        let efficiency = efficiency(&curves, coverage.as_ref().unwrap_or(&crowd.coverage));
        Ok((crowd, efficiency))
    }

    /// Other work of an average week: of sessions in turns as many as there are in one.
    fn work(&self) -> Vec<Work> {
        let mut all = self.config.work.clone();
        for work in &mut all {
            let Some(every) = self.config.turns.get(&work.name) else {
                continue;
            };
            if let Demand::Session { people, .. } = &mut work.demand {
                if people.is_empty() {
                    people.extend(self.people.iter().map(|person| person.id.clone()));
                }
                let turns = people.len() as f64 / f64::from((*every).max(1));
                people.truncate(turns.round() as usize);
            }
        }
        all
    }
}

struct Curve<'a>(&'a Curves);

impl Waits for Curve<'_> {
    fn waiting(&self, interval: usize, agents: u32) -> f64 {
        self.0.waiting(interval, agents)
    }

    fn overflow(&self, interval: usize, agents: u32) -> f64 {
        self.0.overflow(interval, agents)
    }
}

fn no_present(scenario: &Scenario) -> Problem {
    let place = scenario.shape.as_ref().map(|shape| shape.place.clone());
    let what = "the shape of a present roster, and the configuration shows none in this year";
    let hint = "name a roster of a week of this year under [present], or write `shape = \"best\"`";
    Problem::new("C175", place.unwrap_or_default(), what).hint(hint)
}

/// Agents by open day and interval, per hour on the phone.
fn worked(kind: &KindOfWeek, coverage: &Series<Agents>) -> Vec<Vec<f64>> {
    let grid = coverage.grid;
    let known = by_weekday(coverage);
    let day = |day: &super::LoadDay| -> Vec<f64> {
        let at = |load: &super::Load| known.get(&(day.weekday, load.minute)).copied();
        day.intervals
            .iter()
            .map(|load| at(load).unwrap_or(0.0))
            .collect()
    };
    let mut days: Vec<Vec<f64>> = kind.days.iter().map(day).collect();
    // A week of which a day is closed has the hours of its open days.
    let hours: f64 = days.iter().flatten().sum::<f64>() * grid.step_hours();
    let share = days.len() as f64 / WORKING_DAYS;
    for agents in days.iter_mut().flatten() {
        *agents *= share.min(1.0) / hours.max(f64::MIN_POSITIVE);
    }
    days
}

/// Days over which a week's hours are spread.
const WORKING_DAYS: f64 = 5.0;

/// Hours a week that people spend on work of their own: meetings of their team, sessions.
fn own_work(work: &[Work], people: &[Person]) -> f64 {
    let of = |work: &Work| match &work.demand {
        Demand::Session {
            people, minutes, ..
        } => people.len() as f64 * minutes.hours().0,
        Demand::Meeting { team, weekday, at } => {
            let members = people
                .iter()
                .filter(|person| person.team == *team && person.availability[*weekday].is_some());
            members.count() as f64 * f64::from(at.minutes()) / 60.0
        }
        Demand::Staffed { .. } | Demand::Hours { .. } => 0.0,
    };
    work.iter().map(of).sum()
}

/// The same people with contracts of a whole week, in the same hours of the day; as many hours in all.
fn full_weeks(people: &[Person]) -> Vec<Person> {
    let most = people.iter().map(|person| person.contract).max();
    let widest = |weekday: usize| -> Option<ClockSpan> {
        let spans = people
            .iter()
            .filter_map(|person| person.availability[weekday]);
        spans.reduce(|one, other| ClockSpan {
            from: one.from.min(other.from),
            to: one.to.max(other.to),
        })
    };
    let availability: [Option<ClockSpan>; 7] = std::array::from_fn(|weekday| match weekday {
        // A contract of a whole week is worked from Monday to Friday, as far as anybody is.
        0..5 => widest(weekday),
        _ => None,
    });
    let whole = |person: &Person| Person {
        contract: most.unwrap_or(Minutes::ZERO),
        availability,
        ..person.clone()
    };
    people.iter().map(whole).collect()
}
