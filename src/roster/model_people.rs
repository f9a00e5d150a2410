//! People, compiled: what is left to decide of each person's week.

use super::model::Model;
use super::model_work::Asked;
use super::{Activity, Demand, Person, Setting, Shift, Span};
use chrono::NaiveDate;

/// A meeting that a shift must hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Forced {
    pub unit: usize,
    pub units: usize,
    pub kind: usize,
}

/// Where a shift may lie on a day.
pub(super) struct Frame {
    /// First unit.
    pub first: usize,
    /// Latest end, minutes after the day's unit 0.
    pub end: i32,
    /// Kinds of work that may be chosen.
    pub kinds: Vec<usize>,
    /// Meetings, in order.
    pub forced: Vec<Forced>,
}

/// A person's week.
pub(super) struct Staff {
    /// Site by index, where its seats are counted.
    pub site: Option<usize>,
    /// Can the person take contacts?
    pub contacts: bool,
    /// Least minutes still to roster.
    pub low: i32,
    /// Most minutes still to roster.
    pub high: i32,
    /// Minutes that meet the contract, or bring its balance nearest to nothing.
    pub target: i32,
    /// Per day where a shift may lie; `None`: off, away, closed or locked.
    pub frames: Vec<Option<Frame>>,
    /// Per day the span of a locked shift.
    pub locked: Vec<Option<Span>>,
    /// Kinds of sessions owed.
    pub sessions: Vec<usize>,
    /// Working days in a row just before the grid.
    pub run_before: u32,
    /// End of the last shift before the grid.
    pub end_before: Option<i32>,
    /// Was it a late one, the day before the grid?
    pub late_before: bool,
    /// Per day: could the person work, as far as hours, leave and opening go?
    pub workable: Vec<bool>,
    /// Per day the first and last minute after midnight of a locked shift.
    pub locked_clock: Vec<Option<(i32, i32)>>,
    /// Is this week's weekend to be free?
    pub weekend_due: bool,
}

/// Compiles the people of a model whose other parts are ready.
pub(super) fn staff(model: &Model, sites: &[&String]) -> Vec<Staff> {
    let one = |person: &Person| one(model, sites, person);
    model.setting.people.iter().map(one).collect()
}

fn one(model: &Model, sites: &[&String], person: &Person) -> Staff {
    let setting = model.setting;
    let locked: Vec<&Shift> = of(setting.locked, &person.id).collect();
    let before: Vec<&Shift> = of(setting.before, &person.id).collect();
    let lock_on = |date: NaiveDate| locked.iter().find(|s| s.date == date).map(|s| s.span());
    let clock_on = |date: NaiveDate| {
        let shift = locked.iter().find(|shift| shift.date == date);
        shift.map(|shift| clock(model, shift))
    };
    let fixed: Vec<Span> = locked.iter().chain(&before).map(|s| s.span()).collect();
    let paid: i32 = locked.iter().map(|shift| shift.paid().0).sum();
    let dates: Vec<NaiveDate> = model.days.iter().map(|day| day.date).collect();
    let credited = person.credit(&dates, setting.holidays).0;
    let contract = (person.contract.0 - credited - paid).max(0);
    let (low, high) = hours(setting, person, contract);
    let high = high.min(most_paid(setting, person) - paid);
    let frame = |day: usize| {
        let free = lock_on(model.days[day].date).is_none();
        free.then(|| frame(model, person, day, &fixed)).flatten()
    };
    Staff {
        site: sites.iter().position(|site| **site == person.site),
        contacts: person.skills.contains(setting.queue),
        low,
        high,
        target: match person.balance.0 {
            0 => contract,
            balance => (contract - balance).max(low).min(high.max(low)),
        },
        frames: (0..model.days.len()).map(frame).collect(),
        locked: model.days.iter().map(|day| lock_on(day.date)).collect(),
        sessions: sessions(setting, person, &locked),
        run_before: run_before(model, &before),
        end_before: before.iter().map(|shift| shift.span().to).max(),
        late_before: late_before(model, &before),
        workable: (0..model.days.len())
            .map(|day| is_workable(model, person, day))
            .collect(),
        locked_clock: model.days.iter().map(|day| clock_on(day.date)).collect(),
        weekend_due: weekend_due(setting, person),
    }
}

fn of<'a>(shifts: &'a [Shift], person: &'a str) -> impl Iterator<Item = &'a Shift> {
    shifts.iter().filter(move |shift| shift.person == person)
}

/// Least and most minutes that the contract leaves, its tolerance and balance included.
fn hours(setting: &Setting, person: &Person, contract: i32) -> (i32, i32) {
    let tolerance = setting.rules.contract_tolerance.0.max(0);
    let (mut low, mut high) = (contract - tolerance, contract + tolerance);
    if let Some(most) = setting.rules.balance_max {
        let balance = person.balance.0;
        low = low.max(contract + (-most.0).min(balance) - balance);
        high = high.min(contract + most.0.max(balance) - balance);
    }
    (low.max(0), high)
}

fn is_workable(model: &Model, person: &Person, day: usize) -> bool {
    let the_day = &model.days[day];
    let there = person.available_on(the_day.date).is_some() && !person.on_leave(the_day.date);
    the_day.open && there
}

/// First and last minute of a shift after the midnight that begins its date.
fn clock(model: &Model, shift: &Shift) -> (i32, i32) {
    let minute = |minute: i32| super::text::clock_after(&model.grid, shift.date, minute);
    (minute(shift.span().from), minute(shift.span().to))
}

fn late_before(model: &Model, before: &[&Shift]) -> bool {
    let Some(rule) = model.setting.rules.late_early else {
        return false;
    };
    let yesterday = model.days.first().and_then(|day| day.date.pred_opt());
    let mut shifts = before.iter().filter(|shift| Some(shift.date) == yesterday);
    shifts.any(|shift| clock(model, shift).1 >= rule.late as i32)
}

/// Is the weekend to be free, after those worked before?
fn weekend_due(setting: &Setting, person: &Person) -> bool {
    let Some(rule) = setting.rules.weekends_off else {
        return false;
    };
    let past = person.past_weekends.iter().take(rule.of as usize - 1);
    let worked = past.filter(|worked| **worked).count() as u32;
    worked + 1 > rule.of - rule.free
}

/// Most paid minutes that the law leaves for this week.
fn most_paid(setting: &Setting, person: &Person) -> i32 {
    let rules = setting.rules;
    let averaged = |weeks: usize, mean: i32| {
        let past = &person.past_weeks[..person.past_weeks.len().min(weeks - 1)];
        let known = past.len() as i32 + 1;
        mean * known - past.iter().map(|week| week.0).sum::<i32>()
    };
    let over_4 = averaged(4, rules.week_max_over_4.0);
    let over_16 = averaged(16, rules.week_max_over_16.0);
    rules.week_max.0.min(over_4).min(over_16)
}

fn sessions(setting: &Setting, person: &Person, locked: &[&Shift]) -> Vec<usize> {
    let owed = |index: &usize| {
        let work = &setting.work[*index];
        let held = |shift: &&Shift| {
            let is_it = |activity: &Activity| *activity == Activity::Work(work.name.clone());
            shift
                .segments
                .iter()
                .any(|segment| is_it(&segment.activity))
        };
        let named =
            matches!(&work.demand, Demand::Session { people, .. } if people.contains(&person.id));
        named && !locked.iter().any(held)
    };
    (0..setting.work.len()).filter(owed).collect()
}

fn run_before(model: &Model, before: &[&Shift]) -> u32 {
    let Some(first) = model.days.first() else {
        return 0;
    };
    let worked = |date: &NaiveDate| before.iter().any(|shift| shift.date == *date);
    let back = std::iter::successors(first.date.pred_opt(), NaiveDate::pred_opt);
    back.take_while(worked).count() as u32
}

/// Where the person may work on a day, between the shifts that stand.
fn frame(model: &Model, person: &Person, day: usize, fixed: &[Span]) -> Option<Frame> {
    let (the_day, setting) = (&model.days[day], model.setting);
    let hours = person.available_on(the_day.date)?;
    if !the_day.open || person.on_leave(the_day.date) {
        return None;
    }
    let span = Span::local(&model.grid, the_day.date, hours.from, hours.to);
    let mut from = (span.from - the_day.origin).max(0);
    let mut end = (span.to - the_day.origin).min(the_day.units as i32 * model.sizes.unit);
    for shift in fixed {
        if shift.from < the_day.origin {
            from = from.max(shift.to + setting.rules.daily_rest.0 - the_day.origin);
        } else {
            end = end.min(shift.from - setting.rules.daily_rest.0 - the_day.origin);
        }
    }
    let unit = model.sizes.unit;
    let first = ((from + unit - 1) / unit) as usize;
    let forced = meetings(model, person, day);
    let inside = |f: &Forced| f.unit >= first && (f.unit + f.units) as i32 * unit <= end;
    (end > from && forced.iter().all(inside)).then(|| Frame {
        first,
        end,
        kinds: choosable(model, person, day),
        forced,
    })
}

fn choosable(model: &Model, person: &Person, day: usize) -> Vec<usize> {
    let may = |kind: &usize| {
        let (work, compiled) = (&model.setting.work[*kind], &model.kinds[*kind]);
        let able = work
            .skill
            .as_ref()
            .is_none_or(|skill| person.skills.contains(skill));
        let asked = match (&work.demand, compiled.asked) {
            (Demand::Session { people, .. }, _) => people.contains(&person.id),
            (_, Asked::Meeting) => false,
            _ => able,
        };
        asked && compiled.inside[day].contains(&true)
    };
    (0..model.kinds.len()).filter(may).collect()
}

/// The team's meetings at which the person must be on a day with a shift: those within the usual
/// hours of the day, where meetings overlap the first.
fn meetings(model: &Model, person: &Person, day: usize) -> Vec<Forced> {
    let hours = person.available_on(model.days[day].date);
    let meeting = |kind: usize| {
        let Demand::Meeting { team, at, .. } = &model.setting.work[kind].demand else {
            return None;
        };
        let inside = &model.kinds[kind].inside[day];
        let unit = inside.iter().position(|inside| *inside)?;
        let units = inside.iter().filter(|inside| **inside).count();
        let can = hours.is_some_and(|hours| hours.from <= at.from && at.to <= hours.to);
        (*team == person.team && can).then_some(Forced { unit, units, kind })
    };
    let mut all: Vec<Forced> = (0..model.kinds.len()).filter_map(meeting).collect();
    all.sort_by_key(|forced| forced.unit);
    let mut free_from = 0;
    all.retain(|forced| {
        let free = forced.unit >= free_from;
        free_from = free_from.max(forced.unit + forced.units);
        free
    });
    all
}
