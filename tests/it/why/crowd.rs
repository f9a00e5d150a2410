//! Contradictions among several people.

use super::weeks::filled;
use super::{COSTS, tiny};
use crate::week::{Centre, clock, monday, person, work};
use bezet::roster::{
    Activity, Demand, Fact, Kind, Leave, Person, PersonWeek, Roster, Rules, Segment, Setting,
    Shift, Span, check, why, why_text,
};
use bezet::units::Minutes;
use chrono::Days;

/// Three people who work on Monday from eight to twelve.
fn three() -> Centre {
    let people: Vec<Person> = (1..=3)
        .map(|number| {
            let mut one = person(number, 240, &[1, 2, 3, 4], &["phone", "counter"]);
            one.availability[0] = Some(clock(480, 720));
            one
        })
        .collect();
    let mut centre = tiny();
    centre.people = people;
    centre.shifts.start_step = 60;
    centre
}

/// The days that a person may have: none, or four hours on a working day on the phone, or on
/// Monday morning at the counter by the hour too; only those that the person's rules allow.
fn options(setting: &Setting, one: &Person, free: &[String]) -> Vec<Vec<Shift>> {
    let shift = |day: i32, start: i32, mask: i32| {
        let from = day * 1440 + start;
        let hour = |hour: i32| Segment {
            activity: Activity::Work("counter".to_owned()),
            span: Span {
                from: from + hour * 60,
                to: from + hour * 60 + 60,
            },
        };
        let counter = (0..4).filter(|h| mask & (1 << h) != 0).map(hour).collect();
        let to = from + 240;
        Shift {
            person: one.id.clone(),
            date: monday() + Days::new(day as u64),
            segments: filled(Span { from, to }, counter).unwrap(),
        }
    };
    let mut all: Vec<Vec<Shift>> = vec![Vec::new()];
    all.extend((0..16).map(|mask| vec![shift(0, 480, mask)]));
    for day in 0..5 {
        all.extend([480, 600, 720].map(|start| vec![shift(day, start, 0)]));
    }
    let alone = Setting {
        people: std::slice::from_ref(one),
        ..*setting
    };
    all.retain(|shifts| broken(&alone, shifts, free).is_empty());
    all
}

/// The rules that shifts break, save contracts that are lifted and what others may still do.
fn broken(setting: &Setting, shifts: &[Shift], free: &[String]) -> Vec<String> {
    let roster = Roster {
        grid: setting.open.grid,
        shifts: shifts.to_vec(),
    };
    let breaches = check(setting, &roster.sorted()).into_iter();
    let alone = setting.people.len() == 1;
    breaches
        .filter(|breach| !(breach.rule == "contract" && free.contains(&breach.who)))
        .filter(|breach| !(alone && breach.rule == "staffed"))
        .map(|breach| format!("{} {}", breach.rule, breach.who))
        .collect()
}

/// Is there a week of these three people together that breaks no rule?
fn together(setting: &Setting, free: &[String]) -> bool {
    let people = setting.people.iter();
    let all: Vec<_> = people.map(|one| options(setting, one, free)).collect();
    all[0].iter().any(|a| {
        all[1].iter().any(|b| {
            all[2].iter().any(|c| {
                let shifts = [a.as_slice(), b, c].concat();
                broken(setting, &shifts, free).is_empty()
            })
        })
    })
}

/// The setting of these people's weeks together.
fn joined(weeks: &[PersonWeek]) -> Centre {
    let setting = weeks[0].setting();
    Centre {
        people: weeks.iter().map(|week| week.person().clone()).collect(),
        rules: Rules {
            contract_tolerance: Minutes::ZERO,
            ..setting.rules.clone()
        },
        shifts: setting.shifts.clone(),
        work: setting.work.to_vec(),
        open: setting.open.clone(),
        holidays: setting.holidays.clone(),
        seats: setting.seats.clone(),
        locked: Vec::new(),
        before: Vec::new(),
    }
}

fn legal_together(centre: &Centre, away: &[&Fact]) -> bool {
    let weeks: Vec<PersonWeek> = (0..3)
        .map(|one| PersonWeek::of(&centre.setting(), one).without(away.iter().copied()))
        .collect();
    let free = away.iter().filter_map(|fact| match fact {
        Fact::Contract { person, .. } => Some(person.clone()),
        _ => None,
    });
    together(&joined(&weeks).setting(), &free.collect::<Vec<_>>())
}

fn minimal_together(centre: &Centre, kind: Kind, people: u32) {
    assert!(!legal_together(centre, &[]));
    let found = why(&centre.setting(), &COSTS);
    assert_eq!(found.len(), 1, "{found:#?}");
    let one = &found[0];
    assert_eq!((one.kind, one.people), (kind, people));
    let lifted: Vec<&Fact> = one.lifted.iter().collect();
    assert!(!legal_together(centre, &lifted), "{:?}", one.set);
    for member in &one.set {
        let gone = [lifted.as_slice(), &[member]].concat();
        assert!(legal_together(centre, &gone), "{member:?} of {:?}", one.set);
    }
    assert!(!one.relaxations.is_empty());
}

#[test]
fn work_with_too_few_people_names_who_could_and_when() {
    let mut centre = three();
    let mut windows: [Vec<_>; 7] = std::array::from_fn(|_| Vec::new());
    windows[0] = vec![clock(540, 660)];
    let demand = Demand::Staffed { people: 2, windows };
    centre.work = vec![work("counter", (60, 240), false, demand)];
    centre.work[0].skill = Some("counter".to_owned());
    centre.people[1].skills.remove("counter");
    assert!(legal_together(&centre, &[]));
    centre.people[0].leave = vec![Leave {
        from: monday(),
        to: monday(),
        credit: None,
    }];
    minimal_together(&centre, Kind::Staffed, 1);
    let found = why(&centre.setting(), &COSTS);
    let (from, to) = (found[0].span.from, found[0].span.to);
    assert_eq!((from, to), (540, 660));
    let words: Vec<String> = found[0]
        .relaxations
        .iter()
        .map(|relaxation| relaxation.priced().english)
        .collect();
    assert_eq!(
        words,
        [
            "no leave of p01 on Monday 2021-04-12 (\u{20ac} 0)",
            "p02 with the skill counter (\u{20ac} 0)",
            "1 fewer at counter for 2:00 (\u{20ac} 120)",
        ]
    );
}

#[test]
fn seats_that_are_too_few_name_those_who_must_be_there() {
    let mut centre = three();
    centre.seats = [("stadhuis".to_owned(), 3)].into();
    assert!(legal_together(&centre, &[]));
    centre.seats = [("stadhuis".to_owned(), 2)].into();
    minimal_together(&centre, Kind::Seats, 1);
    let found = why(&centre.setting(), &COSTS);
    let dutch = why_text(&found, &centre.grid(), true);
    assert!(dutch.contains("3 werkplekken op stadhuis"), "{dutch}");
}
