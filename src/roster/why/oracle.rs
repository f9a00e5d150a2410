//! The question behind every contradiction: what is the best week that a person can have?

use super::locks;
use super::week::PersonWeek;
use crate::calendar::Series;
use crate::roster::model::Model;
use crate::roster::model_day::{Choice, Gains, Search};
use crate::roster::model_state::prefix;
use crate::roster::model_week::{Strict, Tour, best_tour};
use crate::roster::{Activity, Demand, Span, Terms, Waits, Work};
use crate::units::{Agents, Euros};

/// What a week is wanted for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Wanted<'a> {
    /// Any week.
    Any,
    /// A week that holds the sessions; worth less than 0 if it does not.
    Sessions,
    /// As many minutes as can be of a work in this time.
    Work(&'a str, Span),
    /// As few minutes as can be on a seat in this time, less than 0 for each.
    OffSeat(Span),
}

/// Does any roster obey all facts of this week?
pub(super) fn feasible(week: &PersonWeek) -> bool {
    best(week, Wanted::Any).is_some()
}

/// What the best week is worth; `None` where there is none.
pub(super) fn best(week: &PersonWeek, wanted: Wanted) -> Option<f64> {
    if !locks::fit(week) {
        return None;
    }
    let mut asked = week.without_prices();
    let kept = |work: &Work| match work.demand {
        Demand::Session { .. } => matches!(wanted, Wanted::Sessions),
        _ => true,
    };
    asked.work.retain(kept);
    let setting = asked.setting();
    let terms = free(&asked);
    let model = Model::new(&setting, &terms, &NoWaits);
    let tour = tour(&model, wanted)?;
    let none = model.staff.iter().all(|staff| staff.low <= 0) && week.locked.is_empty();
    match wanted {
        // Who need not work at all is excused.
        Wanted::Sessions if none => Some(0.0),
        Wanted::Sessions if lacks_skill(&asked) => Some(-1.0),
        Wanted::Sessions => Some(tour.gain),
        // Whole minutes: the search leaves a trace to tell breaks apart.
        _ => Some(tour.gain.round() + locked(week, wanted)),
    }
}

fn tour(model: &Model, wanted: Wanted) -> Option<Tour> {
    let lengths: Vec<usize> = (0..model.lengths.len()).collect();
    let best = |day: usize| -> Vec<Choice> {
        let gains = gains(model, day, wanted);
        let search = Search::new(model, 0, day, &gains);
        search.map_or_else(Vec::new, |search| search.best(&lengths))
    };
    let options: Vec<Vec<Choice>> = (0..model.days.len()).map(best).collect();
    model.staff.first()?;
    best_tour(model, 0, &options, Strict::Yes)
}

/// A minute of what is wanted is worth one, all else nothing.
fn gains(model: &Model, day: usize, wanted: Wanted) -> Gains {
    let units = model.days.get(day).map_or(0, |day| day.units);
    let origin = model.days.get(day).map_or(0, |day| day.origin);
    let within = |at: Span| {
        let minutes = move |unit: usize| {
            let from = origin + unit as i32 * model.sizes.unit;
            let to = from + model.sizes.unit;
            f64::from(at.overlap(Span { from, to }))
        };
        prefix((0..units).map(minutes))
    };
    let work = |work: &Work| match wanted {
        Wanted::Work(name, at) if work.name == name => within(at),
        _ => vec![0.0; units + 1],
    };
    Gains {
        contact: vec![0.0; units],
        tail: vec![vec![0.0; units + 1]; model.lengths.len()],
        work: model.setting.work.iter().map(work).collect(),
        capped: vec![None; model.kinds.len()],
        seat: match wanted {
            Wanted::OffSeat(at) => within(at),
            _ => vec![0.0; units + 1],
        },
        thrifty: false,
    }
}

/// What locked shifts bring.
fn locked(week: &PersonWeek, wanted: Wanted) -> f64 {
    let segments = week.locked.iter().flat_map(|shift| &shift.segments);
    let minutes = |segment: &crate::roster::Segment| match (wanted, &segment.activity) {
        (Wanted::Work(name, at), Activity::Work(work)) if work == name => at.overlap(segment.span),
        (Wanted::OffSeat(at), activity) if seated(week, activity) => -at.overlap(segment.span),
        _ => 0,
    };
    f64::from(segments.map(minutes).sum::<i32>())
}

fn seated(week: &PersonWeek, activity: &Activity) -> bool {
    match activity {
        Activity::Contacts | Activity::Break => true,
        Activity::Lunch | Activity::Absent => false,
        Activity::Work(name) => week.work.iter().any(|work| work.name == *name && work.seat),
    }
}

/// Is the person named in a session without its skill?
fn lacks_skill(week: &PersonWeek) -> bool {
    let person = week.person();
    let mut sessions = week.work.iter().filter(|work| {
        matches!(&work.demand, Demand::Session { people, .. } if people.contains(&person.id))
    });
    sessions.any(|work| {
        let skill = work.skill.as_ref();
        skill.is_some_and(|skill| !person.skills.contains(skill))
    })
}

/// Terms under which nothing but what is wanted counts.
fn free(week: &PersonWeek) -> Terms {
    let grid = week.open.grid;
    Terms {
        required: Series {
            grid,
            values: vec![Agents::ZERO; grid.len],
        },
        waiting_max: None,
        shortage_hour: Euros(0.0),
        wait_minute: Euros(0.0),
        overflow_contact: Euros(0.0),
        hour: Euros(0.0),
        contract_hour: Euros(0.0),
        overflow_max: None,
        gap: 0.0,
        nodes: 0,
        seconds: 0.0,
        seed: 1,
    }
}

/// Nobody calls.
struct NoWaits;

impl Waits for NoWaits {
    fn waiting(&self, _interval: usize, _agents: u32) -> f64 {
        0.0
    }

    fn overflow(&self, _interval: usize, _agents: u32) -> f64 {
        0.0
    }
}
