//! A planned week edited: every answer against a fresh evaluation of the roster that it leads to.

use crate::support::{bezet, file, out};
use bezet::calendar::IsoWeek;
use bezet::config::Config;
use bezet::error::Error;
use bezet::plan::{Centre, Edit, EditKind, Editor, changes_between};
use bezet::roster::{Activity, Breach, Roster, Shift, Span, read_roster, roster_csv, shift_text};
use chrono::NaiveDate;
use proptest::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

pub fn week() -> IsoWeek {
    "2021-W15".parse().unwrap()
}

pub fn config() -> Config {
    Config::read(&file("config/kcc.toml")).unwrap()
}

/// A folder with the sample's present roster, as `plan` would leave one.
pub fn folder(name: &str, config: &Config) -> (PathBuf, Roster) {
    let folder = std::env::temp_dir().join(format!("bezet-edit-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let (_, roster) = Centre::read(config, week(), None).unwrap();
    std::fs::write(folder.join("roster.csv"), roster_csv(&roster)).unwrap();
    (folder, roster)
}

pub fn editor<'a>(config: &'a Config, folder: &Path) -> Editor<'a> {
    Editor::read(config, week(), &folder.join("roster.csv"), folder).unwrap()
}

pub fn edit(kind: EditKind, text: &str) -> Edit {
    Edit::parse(kind, text).unwrap()
}

fn day<'a>(roster: &'a Roster, person: &str, date: &str) -> Vec<&'a Shift> {
    let date: NaiveDate = date.parse().unwrap();
    let shifts = roster.shifts.iter();
    shifts
        .filter(|shift| shift.person == person && shift.date == date)
        .collect()
}

#[test]
fn each_kind_does_what_it_says() {
    let config = config();
    let (folder, roster) = folder("kinds", &config);
    let editor = editor(&config, &folder);
    let first = &roster.shifts[0];
    let (person, date) = (first.person.clone(), first.date);

    // Sick from nine o'clock: no contacts after that, and paid as before.
    let sick = edit(EditKind::Sick, &format!("{person}={date} 09:00/{date}"));
    let answer = editor.answer(&[sick]).unwrap();
    let after = day(&answer.edited.roster, &person, &date.to_string());
    assert_eq!(after.len(), 1);
    assert_eq!(after[0].paid(), first.paid());
    assert_eq!(after[0].span(), first.span());
    let nine = Span::local(&roster.grid, date, 540, 540).from;
    for segment in &after[0].segments {
        let away = matches!(segment.activity, Activity::Absent | Activity::Lunch);
        assert_eq!(segment.span.from >= nine, away, "{segment:?}");
    }
    assert_eq!(answer.before.paid, answer.after.paid);
    assert!(answer.after.exact.unwrap().wait > answer.before.exact.unwrap().wait);
    assert_eq!(answer.changes.len(), 1);

    // An earlier start moves all that is in the shift.
    let start = answer.before;
    let clock = shift_text(first, &roster.grid);
    let moved = edit(EditKind::Move, &format!("{person}={date} 10:00"));
    let answer = editor.answer(&[moved]).unwrap();
    let after = day(&answer.edited.roster, &person, &date.to_string());
    assert_eq!(after[0].span().minutes(), first.span().minutes());
    assert_eq!(after[0].segments.len(), first.segments.len());
    assert_eq!(answer.changes[0].before, clock);

    // The same shift assigned changes nothing; a free day takes it away.
    let same = edit(EditKind::Assign, &format!("{person}={date} {clock}"));
    let answer = editor.answer(&[same]).unwrap();
    assert!(answer.changes.is_empty());
    assert_eq!(answer.after, start);
    let free = edit(EditKind::Assign, &format!("{person}={date}"));
    let answer = editor.answer(&[free]).unwrap();
    assert!(day(&answer.edited.roster, &person, &date.to_string()).is_empty());
    assert!(answer.new_breaches.iter().any(|b| b.rule == "contract"));

    // A swap and back again is nothing at all.
    let differs = |s: &&Shift| s.date == date && s.span() != first.span();
    let other = roster.shifts.iter().find(differs);
    let both = format!("{person},{}={date}", other.unwrap().person);
    let swap = edit(EditKind::Swap, &both);
    assert_eq!(
        editor
            .answer(std::slice::from_ref(&swap))
            .unwrap()
            .changes
            .len(),
        2
    );
    let back = editor.answer(&[swap.clone(), swap]).unwrap();
    assert!(back.changes.is_empty() && back.new_breaches.is_empty());
}

#[test]
fn a_locked_shift_that_changes_is_a_breach() {
    let config = config();
    let (folder, roster) = folder("locks", &config);
    let editor = editor(&config, &folder);
    let shift = &roster.shifts[0];
    let at = format!("{}={}", shift.person, shift.date);
    let lock = edit(EditKind::Lock, &at);
    let unlock = edit(EditKind::Unlock, &at);
    let moved = edit(EditKind::Move, &format!("{at} 10:00"));
    let locked = |edits: &[Edit]| {
        let answer = editor.answer(edits).unwrap();
        answer
            .new_breaches
            .iter()
            .filter(|b| b.code == "R30")
            .count()
    };
    assert_eq!(locked(std::slice::from_ref(&lock)), 0);
    assert_eq!(locked(&[lock.clone(), moved.clone()]), 1);
    assert_eq!(locked(&[lock, unlock, moved]), 0);
}

#[test]
fn mistakes_are_told_all_at_once() {
    let config = config();
    let (folder, _) = folder("mistakes", &config);
    let editor = editor(&config, &folder);
    let edits = [
        edit(EditKind::Off, "p99=2021-04-13"),
        edit(EditKind::Off, "p01=2021-05-13"),
        edit(EditKind::Move, "p01=2021-04-18 09:00"),
        edit(EditKind::Assign, "p01=2021-04-13 whenever"),
    ];
    let Err(Error::Problems(problems)) = editor.answer(&edits) else {
        panic!("four mistakes");
    };
    let codes: Vec<&str> = problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["P141", "P142", "P143", "P120"]);
    assert!(problems.iter().all(|problem| !problem.hint.is_empty()));
}

/// Somebody and a day of the week, drawn.
fn drawn(roster: &Roster, random: &mut Pcg64Mcg) -> (String, String) {
    let shift = &roster.shifts[random.random_range(0..roster.shifts.len())];
    (shift.person.clone(), shift.date.to_string())
}

fn random_edit(roster: &Roster, random: &mut Pcg64Mcg) -> Edit {
    let (person, date) = drawn(roster, random);
    if random.random_bool(0.5) {
        let (hour, minute) = (random.random_range(7..17), random.random_range(0..60));
        let text = format!("{person}={date} {hour:02}:{minute:02}/{date}");
        return edit(EditKind::Sick, &text);
    }
    let (other, _) = drawn(roster, random);
    edit(EditKind::Swap, &format!("{person},{other}={date}"))
}

#[test]
fn fifty_edits_are_answered_as_a_fresh_evaluation_would() {
    let config = config();
    let (folder, _) = folder("fifty", &config);
    let mut editing = editor(&config, &folder);
    let mut random = Pcg64Mcg::seed_from_u64(7);
    let mut answered = 0;
    let mut times: Vec<Duration> = Vec::new();
    let mut before: Vec<Breach> = editing.answer(&[]).unwrap().breaches;
    for number in 0..50 {
        let edit = random_edit(&editing.start().roster, &mut random);
        // A sick call after the end of a shift is a mistake, and told.
        let begin = Instant::now();
        let Ok(answer) = editing.answer(&[edit]) else {
            continue;
        };
        times.push(begin.elapsed());
        answered += 1;
        let written = folder.join("again.csv");
        std::fs::write(&written, roster_csv(&answer.edited.roster)).unwrap();
        let (centre, again) = Centre::read(&config, week(), Some(&written)).unwrap();
        let found = centre.check(&config, &again);
        assert_eq!(answer.breaches, found, "edit {number}");
        // New and gone ones lead from the breaches before to those after.
        let mut led = before.clone();
        led.retain(|breach| !answer.gone_breaches.contains(breach));
        led.extend(answer.new_breaches.iter().cloned());
        assert_eq!(led.len(), found.len(), "edit {number}");
        assert!(found.iter().all(|breach| led.contains(breach)));
        assert!(changes_between(&answer.edited.roster, &again).is_empty());
        // Each fresh wait takes a while: every fifth is enough to catch what drifts.
        if number % 5 == 0 {
            let fresh = Editor::read(&config, week(), &written, &folder).unwrap();
            let fresh = fresh.answer(&[]).unwrap();
            assert_eq!(answer.after, fresh.before, "edit {number}");
        }
        before = found;
        editing.accept(answer);
    }
    assert!(answered > 40, "{answered}");
    // For who wants to know (--nocapture); what it takes depends on the machine.
    times.sort();
    println!(
        "an answer: median {:?}, worst {:?}",
        times[times.len() / 2],
        times.last()
    );
}

#[test]
fn repairs_break_nothing_and_keep_their_promise() {
    let config = config();
    let (folder, roster) = folder("repairs", &config);
    let editor = editor(&config, &folder);
    // Somebody who does other work that day, so that there is something to take over.
    let work = |shift: &&Shift| {
        let mut segments = shift.segments.iter();
        segments.any(|segment| segment.activity == Activity::Work("balie".to_owned()))
    };
    let shift = roster.shifts.iter().find(work).unwrap();
    let off = edit(EditKind::Off, &format!("{}={}", shift.person, shift.date));
    let found = editor.suggest(&[off], &[], 10).unwrap();
    assert!(!found.repairs.is_empty() && found.repairs.len() <= 10);
    for repair in found.repairs.iter().filter(|repair| !repair.wider) {
        let written = folder.join("repair.csv");
        std::fs::write(&written, roster_csv(&repair.edited.roster)).unwrap();
        let fresh = Editor::read(&config, week(), &written, &folder).unwrap();
        let fresh = fresh.answer(&[]).unwrap();
        assert_eq!(fresh.before, repair.figures, "{}", repair.what);
        for breach in &fresh.breaches {
            let as_bad = |other: &&Breach| {
                (&other.code, &other.who, other.from, other.to)
                    == (&breach.code, &breach.who, breach.from, breach.to)
            };
            let mut others = found.answer.breaches.iter().filter(as_bad);
            let off = |breach: &Breach| (breach.measured - breach.allowed).abs();
            let known = others.any(|other| off(other) >= off(breach));
            assert!(known, "{}: {breach:?}", repair.what);
        }
        assert_eq!(fresh.breaches.len(), repair.left);
    }
    let left: Vec<usize> = found.repairs.iter().map(|repair| repair.left).collect();
    assert!(left.is_sorted(), "{left:?}");
    assert!(found.repairs.iter().any(|repair| !repair.mended.is_empty()));
}

#[test]
fn a_published_version_stays_and_answers_show_the_difference() {
    let config = config();
    let (folder, roster) = folder("published", &config);
    let place = folder.to_str().unwrap();
    let week = ["config/kcc.toml", "--week", "2021-W15", "--folder", place];
    let run = |verb: &str, more: &[&str]| {
        let words = [&[verb], &week[..], more].concat();
        bezet(&words)
    };
    let first = run("publish", &["--anyway"]);
    assert!(out(&first).contains("published as version 1"), "{first:?}");
    let v1 = std::fs::read(folder.join("published/v1.csv")).unwrap();
    let shift = &roster.shifts[0];
    let at = format!("{}={}", shift.person, shift.date);
    let answer = run("edit", &["--off", &at, "--lock", &at, "--write"]);
    assert!(
        out(&answer).contains("different from published version 1: 1"),
        "{answer:?}"
    );
    assert!(run("publish", &["--anyway"]).status.code().is_some());
    assert_eq!(std::fs::read(folder.join("published/v1.csv")).unwrap(), v1);
    let grid = roster.grid;
    let (centre, _) = Centre::read(&config, "2021-W15".parse().unwrap(), None).unwrap();
    let read = |name: &str| {
        read_roster(&folder.join(name), &BTreeMap::new(), &grid, &centre.people).unwrap()
    };
    assert_eq!(read("published/v2.csv"), read("roster.csv"));
    assert_eq!(read("locks.csv").shifts.len(), 1);
    let text = String::from_utf8(std::fs::read(folder.join("published/v2.csv")).unwrap()).unwrap();
    assert!(!text.contains("sick"), "no reason of absence");
    let now = run("edit", &[]);
    assert!(out(&now).contains("as published in version 2"), "{now:?}");
}

proptest! {
    #[test]
    fn no_text_is_too_odd(text in "[p0-9,=/: T.-]{0,30}|\\PC{0,20}", kind in 0..7_usize) {
        if let Ok(edit) = Edit::parse(EditKind::ALL[kind], &text) {
            let config_free = edit.to_string();
            let (word, rest) = config_free.split_once(' ').unwrap();
            prop_assert_eq!(word, EditKind::ALL[kind].name());
            prop_assert_eq!(Edit::parse(EditKind::ALL[kind], rest).unwrap(), edit);
        }
    }
}
