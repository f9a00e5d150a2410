//! Edits beyond the answer: days re-planned around locks, notice, and the folder that follows.

use crate::edit::{config, edit, editor, folder, week};
use crate::support::{bezet, out};
use bezet::plan::{Answer, Centre, EditKind, Editor, Repairs};
use bezet::roster::{Activity, Roster, Shift, read_roster, roster_csv};
use bezet::units::Euros;
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;
use std::path::Path;

/// Somebody who does other work at the counter on a day.
fn at_counter(roster: &Roster) -> &Shift {
    let work = |shift: &&Shift| {
        let mut segments = shift.segments.iter();
        segments.any(|segment| segment.activity == Activity::Work("balie".to_owned()))
    };
    roster.shifts.iter().find(work).unwrap()
}

#[test]
fn a_day_is_planned_anew_around_locks_with_few_changes() {
    let config = config();
    let (folder, roster) = folder("mend", &config);
    let editor = editor(&config, &folder);
    let shift = at_counter(&roster);
    let off = edit(EditKind::Off, &format!("{}={}", shift.person, shift.date));
    let answer = editor.answer(std::slice::from_ref(&off)).unwrap();
    assert!(!answer.new_breaches.is_empty());
    let mend =
        |price: f64, edits: &[_]| -> Answer { editor.mend(edits, &[], Euros(price)).unwrap() };
    let free = mend(0.0, std::slice::from_ref(&off));
    let dear = mend(1e6, std::slice::from_ref(&off));
    for mended in [&free, &dear] {
        // Fewer breaches than the edit left, and none that it did not leave.
        assert!(mended.breaches.len() < answer.breaches.len());
        for breach in &mended.breaches {
            let same = |other: &&bezet::roster::Breach| {
                (other.code, &other.who, other.from, other.to)
                    == (breach.code, &breach.who, breach.from, breach.to)
            };
            assert!(
                answer.breaches.iter().any(|other| same(&other)),
                "{breach:?}"
            );
        }
        // Only that day changes.
        assert!(
            mended
                .changes
                .iter()
                .all(|change| change.date == shift.date)
        );
        // A fresh reading says the same.
        let written = folder.join("mended.csv");
        std::fs::write(&written, roster_csv(&mended.edited.roster)).unwrap();
        let fresh = Editor::read(&config, week(), &written, &folder).unwrap();
        let fresh = fresh.answer(&[]).unwrap();
        assert_eq!(
            (fresh.before, fresh.breaches),
            (mended.after, mended.breaches.clone())
        );
    }
    assert!(dear.changes.len() <= free.changes.len());
    assert!(free.after.exact.unwrap().wait <= dear.after.exact.unwrap().wait);
    // Whoever changes may be locked: then somebody else does, or nobody.
    let others = free
        .changes
        .iter()
        .filter(|change| change.person != shift.person);
    let locks = others.map(|change| {
        let at = format!("{}={}", change.person, change.date);
        edit(EditKind::Lock, &at)
    });
    let edits: Vec<_> = locks.chain([off]).collect();
    let around = mend(0.0, &edits);
    assert!(around.breaches.iter().all(|breach| breach.code != "R30"));
    for lock in &around.edited.locked {
        assert!(around.edited.roster.shifts.contains(lock), "{lock:?}");
    }
}

#[test]
fn longer_windows_are_among_the_repairs_where_the_contract_takes_them() {
    let mut config = config();
    let (folder, _) = folder("wider", &config);
    let date: NaiveDate = "2021-04-13".parse().unwrap();
    let suggest = |config: &bezet::config::Config| -> Repairs {
        let editor = editor(config, &folder);
        editor.suggest(&[], &[date], 100).unwrap()
    };
    // The present roster sends more outside than the sample's contract takes.
    config.overflow.as_mut().unwrap().contract.weekly_max = Some(1000.0);
    let found = suggest(&config);
    let wider: Vec<_> = found.repairs.iter().filter(|repair| repair.wider).collect();
    assert!(!wider.is_empty());
    for repair in wider {
        let (was, is) = (found.answer.after, repair.figures);
        assert!(is.exact.unwrap().wait < was.exact.unwrap().wait);
        let more = is.exact.unwrap().overflowed.0 - was.exact.unwrap().overflowed.0;
        assert!(more > 0.0 && (is.cost.0 - was.cost.0 - 4.5 * more).abs() < 1e-6);
        assert!(repair.changes.is_empty());
    }
    // What the contract does not take is not offered.
    let outside = found.answer.after.exact.unwrap().overflowed.0;
    config.overflow.as_mut().unwrap().contract.weekly_max = Some(outside);
    assert!(suggest(&config).repairs.iter().all(|repair| !repair.wider));
}

#[test]
fn short_notice_is_said_of_published_shifts_but_not_of_sick_ones() {
    let config = config();
    let (folder, roster) = folder("notice", &config);
    let shift = roster
        .shifts
        .iter()
        .find(|shift| shift.date.to_string() == "2021-04-14");
    let shift = shift.unwrap();
    let at = format!("{}={}", shift.person, shift.date);
    let moved = edit(EditKind::Move, &format!("{at} 10:00"));
    let noted = |days_before: u64, edits: &[_]| -> Vec<bezet::error::Note> {
        let mut editor = editor(&config, &folder);
        editor.today = Some(shift.date - Days::new(days_before));
        editor.answer(edits).unwrap().notes
    };
    let one = std::slice::from_ref(&moved);
    assert!(noted(3, one).is_empty(), "nothing is published");
    std::fs::create_dir_all(folder.join("published")).unwrap();
    std::fs::write(folder.join("published/v1.csv"), roster_csv(&roster)).unwrap();
    let notes = noted(3, one);
    assert_eq!(notes.len(), 1);
    assert_eq!(notes[0].code, "N405");
    assert!(notes[0].place.contains(&shift.person));
    assert!(notes[0].what.contains("3 days ahead") && notes[0].dutch.contains("3 dagen"));
    // 28 days before is in time, 27 is not.
    assert!(noted(28, one).is_empty());
    assert_eq!(noted(27, one).len(), 1);
    let sick = edit(EditKind::Sick, &format!("{at}/{}", shift.date));
    assert!(noted(0, &[sick]).is_empty());
    let off = edit(EditKind::Off, &at);
    assert_eq!(noted(0, &[off]).len(), 1);
    // Back to what was published is no change of it.
    let clock = bezet::roster::shift_text(shift, &roster.grid);
    let back = edit(EditKind::Assign, &format!("{at} {clock}"));
    assert!(noted(3, &[moved, back]).is_empty());
}

#[test]
fn mistakes_in_form_and_in_names_are_told_together() {
    let config = config();
    let (folder, _) = folder("together", &config);
    let place = folder.to_str().unwrap();
    let told = bezet(&[
        "edit",
        "config/kcc.toml",
        "--week",
        "2021-W15",
        "--folder",
        place,
        "--off",
        "p07",
        "--off",
        "p99=2021-04-13",
    ]);
    let said = String::from_utf8(told.stderr).unwrap();
    assert_eq!(told.status.code(), Some(2));
    assert!(said.contains("P140") && said.contains("P141"), "{said}");
}

#[test]
fn what_is_written_agrees_and_kept_days_change_nothing() {
    let config = config();
    let (folder, roster) = folder("written", &config);
    let place = folder.to_str().unwrap();
    let shift = &roster.shifts[0];
    let at = format!("{}={}", shift.person, shift.date);
    let run = |verb: &str, more: &[&str]| {
        let words = [&[verb, "config/kcc.toml", "--week", "2021-W15"][..], more].concat();
        bezet(&words)
    };
    assert!(
        run("publish", &["--anyway", "--folder", place])
            .status
            .code()
            .is_some()
    );
    let moved = format!("{at} 10:00");
    let edits = ["--folder", place, "--move", &moved, "--today", "2021-03-01"];
    let first = out(&run("edit", &edits));
    assert!(folder.join("exact-days.csv").exists());
    assert_eq!(out(&run("edit", &edits)), first, "with the days kept");
    std::fs::write(folder.join("exact-days.csv"), "rubbish\n1,2\n").unwrap();
    assert_eq!(out(&run("edit", &edits)), first, "with a broken file");
    let written = run("edit", &[&edits[..], &["--write"]].concat());
    assert_eq!(out(&written), first);
    let (centre, _) = Centre::read(&config, week(), None).unwrap();
    let read = |name: &str| -> Roster {
        let file: &Path = &folder.join(name);
        read_roster(file, &BTreeMap::new(), &roster.grid, &centre.people).unwrap()
    };
    assert_eq!(read("roster.xlsx"), read("roster.csv"));
    let calendar =
        |person: &str| std::fs::read_to_string(folder.join(format!("ics/{person}.ics"))).unwrap();
    assert!(
        calendar(&shift.person).contains("T080000Z"),
        "ten o'clock in summer"
    );
    // Written again only where the shifts differ, with a higher sequence.
    let other = roster
        .shifts
        .iter()
        .find(|other| other.person != shift.person)
        .unwrap();
    let before = calendar(&other.person);
    let back = format!("{at} 09:30");
    let back = run("edit", &["--folder", place, "--move", &back, "--write"]);
    assert!(out(&back).contains("changed shifts: 1"), "{back:?}");
    assert_eq!(calendar(&other.person), before);
    assert!(calendar(&shift.person).contains("SEQUENCE:1"));
    assert!(before.contains("SEQUENCE:0"));
    let file = folder.join("roster.csv");
    let checked = run("check", &[file.to_str().unwrap(), "--published", place]);
    let said = out(&checked);
    assert!(
        said.contains("different from published version 1: 1"),
        "{said}"
    );
    assert!(said.contains(&shift.person));
}
