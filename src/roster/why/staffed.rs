//! Staffed work against the people who can do it: at a minute, on a day, in the week.

use super::crowd::Crowd;
use super::facts::{self, Fact};
use super::filter::smallest;
use super::oracle::Wanted;
use super::person::{parted, whole};
use super::relax::{asked, relaxations};
use super::week::PersonWeek;
use super::{Contradiction, Costs, Kind};
use crate::calendar::ClockSpan;
use crate::roster::{Activity, Demand, Setting, Span, Work};
use chrono::{Datelike, NaiveDate};

/// A time in which a work needs more people than there can be.
struct Pinch {
    /// What was asked about: the whole time, or the interval of it that is shortest of people.
    asked: Span,
    /// When people are short.
    span: Span,
    /// Minutes of work in the time that was asked about.
    minutes: f64,
    /// Minutes that can be done in it.
    most: f64,
    /// The date; `None`: the week as a whole.
    date: Option<NaiveDate>,
}

/// For each staffed work the day, or else the week, in which too few people can do it.
pub(super) fn explain(
    setting: &Setting,
    weeks: &[PersonWeek],
    costs: &Costs,
) -> Vec<Contradiction> {
    let mut found = Vec::new();
    for work in setting.work {
        let Demand::Staffed { people, windows } = &work.demand else {
            continue;
        };
        let able: Vec<PersonWeek> = weeks.iter().filter(|w| can(w, work)).cloned().collect();
        let dates = dates(setting);
        let pinched = |date: &NaiveDate| {
            let today = date.weekday().num_days_from_monday() as usize;
            let windows = windows.get(today)?;
            worst(&able, work, *people, *date, windows)
        };
        let mut pinches: Vec<Pinch> = dates.iter().filter_map(pinched).collect();
        if pinches.is_empty() {
            pinches.extend(in_week(setting, &able, work, (*people, windows), &dates));
        }
        let all = pinches.iter();
        found.extend(all.map(|pinch| contradiction(weeks, work, *people, pinch, costs)));
    }
    found
}

fn can(week: &PersonWeek, work: &Work) -> bool {
    let skill = work.skill.as_ref();
    skill.is_none_or(|skill| week.person().skills.contains(skill))
}

/// The dates that are open and no holiday.
fn dates(setting: &Setting) -> Vec<NaiveDate> {
    let grid = setting.open.grid;
    let open = |date: &NaiveDate| {
        let day = setting.open.values.get(grid.day_range(*date));
        day.is_some_and(|day| day.contains(&true)) && !setting.holidays.contains(date)
    };
    grid.dates().into_iter().filter(open).collect()
}

/// The shortest time of a date: an interval first, for it says most, else all windows together.
fn worst(
    able: &[PersonWeek],
    work: &Work,
    people: u32,
    date: NaiveDate,
    windows: &[ClockSpan],
) -> Option<Pinch> {
    let grid = able.first().map(|week| week.open.grid)?;
    let of = |window: &ClockSpan| Span::local(&grid, date, window.from, window.to);
    let step = grid.step as i32;
    let mut found: Vec<Pinch> = Vec::new();
    for window in windows.iter().map(of) {
        for stretch in stretches(able, date, window) {
            let ends = [stretch.from, (stretch.to - step).max(stretch.from)];
            let probes = ends.map(|from| Span {
                from,
                to: from + step,
            });
            let pinches = probes.map(|at| pinch(able, work, people, at, stretch, date));
            found.extend(pinches.into_iter().flatten());
        }
        found.extend(pinch(able, work, people, window, window, date));
    }
    let short = |pinch: &Pinch| (pinch.minutes - pinch.most) / pinch.minutes.max(1.0);
    found.into_iter().reduce(|worst, next| {
        if short(&next) > short(&worst) + 1e-9 {
            next
        } else {
            worst
        }
    })
}

fn pinch(
    able: &[PersonWeek],
    work: &Work,
    people: u32,
    asked: Span,
    span: Span,
    date: NaiveDate,
) -> Option<Pinch> {
    let minutes = f64::from(people) * f64::from(asked.minutes().0);
    let wanted = Wanted::Work(&work.name, asked);
    let most = Crowd::up_to(able, wanted, minutes);
    (most < minutes - 1e-6).then_some(Pinch {
        asked,
        span,
        minutes,
        most,
        date: Some(date),
    })
}

/// The stretches of a window between the times at which somebody comes, goes, or is bound.
fn stretches(able: &[PersonWeek], date: NaiveDate, window: Span) -> Vec<Span> {
    let mut cuts = vec![window.from, window.to];
    for week in able {
        let grid = &week.open.grid;
        let hours = week.person().available_on(date);
        let hours = hours.map(|hours| Span::local(grid, date, hours.from, hours.to));
        cuts.extend(hours.into_iter().flat_map(|span| [span.from, span.to]));
        let locked = week.locked.iter().filter(|shift| shift.date == date);
        let segments = locked.flat_map(|shift| &shift.segments);
        let bound = segments.filter(|segment| segment.activity != Activity::Contacts);
        cuts.extend(bound.flat_map(|segment| [segment.span.from, segment.span.to]));
    }
    cuts.retain(|cut| window.from <= *cut && *cut <= window.to);
    cuts.sort_unstable();
    cuts.dedup();
    let pairs = cuts.windows(2).filter_map(|pair| match pair {
        [from, to] => Some(Span {
            from: *from,
            to: *to,
        }),
        _ => None,
    });
    pairs.collect()
}

fn in_week(
    setting: &Setting,
    able: &[PersonWeek],
    work: &Work,
    (people, windows): (u32, &[Vec<ClockSpan>; 7]),
    dates: &[NaiveDate],
) -> Option<Pinch> {
    let week = PersonWeek::of(setting, 0);
    let minutes = |date: &NaiveDate| {
        let today = date.weekday().num_days_from_monday() as usize;
        let windows = windows.get(today).map_or(&[][..], Vec::as_slice);
        windows.iter().map(|w| f64::from(w.minutes())).sum::<f64>()
    };
    let minutes = f64::from(people) * dates.iter().map(minutes).sum::<f64>();
    let asked = whole(&week);
    let most = Crowd::up_to(able, Wanted::Work(&work.name, asked), minutes);
    (most < minutes - 1e-6).then_some(Pinch {
        asked,
        span: asked,
        minutes,
        most,
        date: None,
    })
}

fn contradiction(
    weeks: &[PersonWeek],
    work: &Work,
    people: u32,
    pinch: &Pinch,
    costs: &Costs,
) -> Contradiction {
    let staffed = Fact::Staffed {
        work: work.name.clone(),
        people,
    };
    let mut facts: Vec<Fact> = work
        .skill
        .iter()
        .map(|skill| Fact::WorkSkill {
            work: work.name.clone(),
            skill: skill.clone(),
        })
        .collect();
    facts.extend(own(weeks, work, pinch.date));
    facts.push(staffed);
    let last = facts.len() - 1;
    let mut crowd = Crowd::new(weeks, Wanted::Work(&work.name, pinch.asked), facts.clone());
    let enough = pinch.minutes - 1e-6;
    let stays = smallest(facts.len(), &mut |away| {
        !away.get(last).copied().unwrap_or(true) && crowd.total(away) < enough
    });
    let (set, lifted) = parted(facts, &stays);
    let length = f64::from(pinch.asked.minutes().0).max(1.0);
    let works = |change: &super::Change| {
        let mut week = weeks.first().cloned();
        if let Some(week) = &mut week {
            change.apply(week);
        }
        let asked = week.and_then(|week| asked(&week, &work.name)).unwrap_or(0);
        let needed = pinch.minutes * f64::from(asked) / f64::from(people.max(1));
        crowd.after(change) >= needed - 1e-6
    };
    let short = ((pinch.minutes - pinch.most) / length - 1e-9)
        .ceil()
        .max(1.0) as u32;
    let minutes = match pinch.date {
        Some(_) => pinch.span.minutes().0,
        None => (pinch.minutes - pinch.most) as i32,
    };
    Contradiction {
        kind: Kind::Staffed,
        who: work.name.clone(),
        span: pinch.span,
        people: short,
        relaxations: relaxations(&set, weeks, Some((minutes, short)), &works, costs),
        set,
        lifted,
    }
}

/// The facts that keep people from the work; only those of the day where it is a day's.
fn own(weeks: &[PersonWeek], work: &Work, date: Option<NaiveDate>) -> Vec<Fact> {
    let mut facts = Vec::new();
    let able = || weeks.iter().filter(|week| can(week, work));
    for week in able() {
        let weekdays = match date {
            Some(date) => vec![date.weekday().num_days_from_monday() as usize],
            None => (0..7).collect(),
        };
        facts.extend(weekdays.into_iter().map(|day| facts::hours(week, day)));
    }
    facts.extend(able().map(facts::contract));
    facts.extend(able().flat_map(facts::of_leave));
    facts.extend(able().flat_map(facts::of_locks));
    facts
}
