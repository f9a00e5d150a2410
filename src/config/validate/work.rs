//! Work off the contacts.

use super::hours::{parse_moment, text, windows};
use crate::calendar::ClockSpan;
use crate::config::section::{Section, parse_length};
use crate::error::Problem;
use crate::roster::{Demand, Work};
use crate::units::Minutes;
use std::collections::{BTreeMap, BTreeSet};

/// Keys that every kind of work has.
const KEYS: [&str; 5] = ["name", "demand", "skill", "seat", "screen"];

/// The kinds of demand with the keys of each.
const DEMANDS: [(&str, &[&str]); 4] = [
    ("staffed", &["people", "windows", "block"]),
    ("hours", &["hours_per_day", "windows", "block"]),
    (
        "session",
        &["people_named", "every_weeks", "minutes", "windows"],
    ),
    ("meeting", &["team", "at", "minutes"]),
];

/// Words that stand for something else in a roster.
const TAKEN: [&str; 7] = [
    "phone", "telefoon", "break", "pauze", "lunch", "absent", "afwezig",
];

/// Sessions that people have in turns: their names, and in how many weeks all have had one.
type Turns = BTreeMap<String, u32>;

/// All kinds of other work, and the sessions among them that people have in turns.
pub(super) fn work(root: &Section<'_>) -> (Vec<Work>, Turns) {
    let mut turns = Turns::new();
    let sections = root.tables("work");
    let mut names: BTreeSet<String> = TAKEN.map(str::to_owned).into();
    let work = sections.iter().filter_map(|section| {
        let name = section.check_c103_is_there("name", section.text("name"));
        if let Some(name) = &name {
            check_c140_name_is_new(section, name, &mut names);
        }
        let work = one(section, name)?;
        // All that is written of this work is right, so nothing is said twice.
        let every = section.has(EVERY).then(|| every_weeks(section)).flatten();
        turns.extend(every.map(|every| (work.name.clone(), every)));
        Some(work)
    });
    let work = work.collect();
    (work, turns)
}

fn check_c140_name_is_new(section: &Section<'_>, name: &str, names: &mut BTreeSet<String>) {
    if names.contains(name) {
        let what = format!("the name `{name}` is taken");
        let hint = "other work has names of its own; `phone`, `telefoon`, `break`, `pauze` and `lunch` are \
                    taken";
        section.push(Problem::new("C140", section.place("name"), what).hint(hint));
    }
    names.insert(name.to_owned());
}

fn one(section: &Section<'_>, name: Option<String>) -> Option<Work> {
    let kinds = DEMANDS.map(|(kind, keys)| (kind, (kind, keys)));
    let kind = section.check_c103_is_there("demand", section.choice("demand", &kinds));
    let (kind, keys) = kind?;
    section.check_c102_keys_are_known(&[&KEYS[..], keys].concat());
    let (demand, block) = match kind {
        "staffed" => staffed(section),
        "hours" => hours(section),
        "session" => session(section),
        _ => meeting(section),
    }?;
    check_c142_block_fits_a_window(section, block.0, &demand);
    Some(Work {
        name: name?,
        skill: section.text("skill"),
        seat: section.flag("seat").unwrap_or(true),
        screen: section.flag("screen").unwrap_or(true),
        block,
        demand,
    })
}

/// What is asked, and the shortest and longest time at a stretch.
type Asked = (Demand, (Minutes, Minutes));

fn staffed(section: &Section<'_>) -> Option<Asked> {
    let people = section.check_c103_is_there("people", section.whole("people", 1..=10_000));
    let windows = windows(section, "windows");
    let block = block(section);
    let demand = Demand::Staffed {
        people: people?,
        windows: windows?,
    };
    Some((demand, block))
}

fn hours(section: &Section<'_>) -> Option<Asked> {
    let hours = section.number("hours_per_day", 0.0..=100_000.0);
    let hours = section.check_c103_is_there("hours_per_day", hours);
    let windows = windows(section, "windows");
    let block = block(section);
    let demand = Demand::Hours {
        per_day: Minutes::from_hours(hours?),
        windows: windows?,
    };
    Some((demand, block))
}

fn session(section: &Section<'_>) -> Option<Asked> {
    let named = section.texts("people_named");
    let people = match section.has(EVERY) {
        // Whose turn it is, earlier rosters tell.
        true => every_weeks(section).map(|_| named.unwrap_or_default()),
        false => section.check_c103_is_there("people_named", named),
    };
    let length = length(section);
    let windows = windows(section, "windows");
    let people = people?.into_iter().map(|entry| entry.text).collect();
    let length = length?;
    let demand = Demand::Session {
        people,
        minutes: length,
        windows: windows?,
    };
    Some((demand, (length, length)))
}

/// The key of sessions in turns.
const EVERY: &str = "every_weeks";

fn every_weeks(section: &Section<'_>) -> Option<u32> {
    section.whole(EVERY, 1..=16)
}

fn meeting(section: &Section<'_>) -> Option<Asked> {
    let team = section.check_c103_is_there("team", section.text("team"));
    let at = section.form("at", "tue 09:00", parse_moment);
    let at = section.check_c103_is_there("at", at);
    let length = length(section)?;
    let (weekday, from) = at?;
    let to = check_c143_meeting_ends_that_day(section, from + length.0 as u32)?;
    let demand = Demand::Meeting {
        team: team?,
        weekday,
        at: ClockSpan { from, to },
    };
    Some((demand, (length, length)))
}

fn length(section: &Section<'_>) -> Option<Minutes> {
    let minutes = section.check_c103_is_there("minutes", section.whole("minutes", 1..=720))?;
    Some(Minutes(minutes as i32))
}

fn check_c143_meeting_ends_that_day(section: &Section<'_>, to: u32) -> Option<u32> {
    if to <= 1440 {
        return Some(to);
    }
    let what = format!("the meeting ends {} minutes after midnight", to - 1440);
    let hint = "begin earlier or make it shorter";
    section.push(Problem::new("C143", section.place("at"), what).hint(hint));
    None
}

/// The shortest and longest time at a stretch; half an hour to four hours where not written.
fn block(section: &Section<'_>) -> (Minutes, Minutes) {
    let read = |text: &str| {
        let (least, most) = text.split_once('-')?;
        Some((parse_length(least)?, parse_length(most)?))
    };
    let block = section.form("block", "1:00-4:00", read);
    if let Some((least, most)) = block {
        check_c141_block_is_in_order(section, least, most);
    }
    block.unwrap_or((Minutes(30), Minutes(240)))
}

fn check_c141_block_is_in_order(section: &Section<'_>, least: Minutes, most: Minutes) {
    if Minutes::ZERO < least && least <= most {
        return;
    }
    let what = format!("`{least}-{most}` is no shortest and longest time");
    let hint = "give the shortest first, longer than nothing";
    section.push(Problem::new("C141", section.place("block"), what).hint(hint));
}

fn check_c142_block_fits_a_window(section: &Section<'_>, least: Minutes, demand: &Demand) {
    let (Demand::Staffed { windows, .. }
    | Demand::Hours { windows, .. }
    | Demand::Session { windows, .. }) = demand
    else {
        return;
    };
    let mut spans = windows.iter().flatten();
    if let Some(window) = spans.find(|window| least.0 > window.minutes() as i32) {
        let window = text(*window);
        let what = format!("`{least}` at a stretch does not fit in window `{window}`");
        let hint = "widen the window, or allow shorter stretches";
        section.push(Problem::new("C142", section.place("windows"), what).hint(hint));
    }
}
