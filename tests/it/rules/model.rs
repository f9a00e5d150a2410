//! The model's side of each rule: a tiny setting in which it may just do what is asked, and one in
//! which it just may not. Where the checker can be asked of every week that there is, it agrees.

use crate::week::{Bends, Centre, clock, monday, terms, work};
use crate::why::{legal, tiny};
use bezet::roster::{Demand, Leave, PersonWeek, check, rules, solve};
use bezet::units::Minutes;
use chrono::Days;
use std::sync::atomic::AtomicBool;

/// How a rule is held against the model.
enum Edge {
    /// What is asked may just be done, `true`, or just not; judged by every week that there is too.
    Week(fn(&mut Centre, bool)),
    /// The same with other work, which the list of weeks does not have.
    Work(fn(&mut Centre, bool)),
    /// Why the model cannot break it.
    Never(&'static str),
}

/// The first of two where it is inside, else the second.
fn pick<T>(inside: bool, yes: T, no: T) -> T {
    if inside { yes } else { no }
}

/// A pair for each rule, by name. A new rule gets a row here.
const EDGES: [(&str, Edge); 32] = [
    (
        "shift_max",
        Edge::Week(|c, inside| c.rules.shift_max = Minutes(pick(inside, 240, 239))),
    ),
    (
        "week_max",
        Edge::Week(|c, inside| c.rules.week_max = Minutes(pick(inside, 480, 479))),
    ),
    (
        "daily_rest",
        Edge::Week(|c, inside| {
            c.shifts.latest = 1320;
            c.people[0].availability[0] = Some(clock(1080, 1320));
            c.people[0].availability[1] = Some(clock(480, 720));
            c.rules.daily_rest = Minutes(pick(inside, 600, 601));
            c.rules.daily_rest_once = c.rules.daily_rest;
        }),
    ),
    (
        "weekly_rest",
        // The model counts until the week's end, the checker for seven days from the first shift.
        Edge::Week(|c, inside| {
            c.rules.fortnight_rest = Minutes(20_000);
            c.rules.weekly_rest = Minutes(pick(inside, 132 * 60, 140 * 60 + 1));
        }),
    ),
    (
        "week_max_over_4",
        Edge::Week(|c, inside| {
            c.people[0].past_weeks = vec![Minutes(480); 3];
            c.rules.week_max_over_4 = Minutes(pick(inside, 480, 479));
        }),
    ),
    (
        "week_max_over_16",
        Edge::Week(|c, inside| {
            c.people[0].past_weeks = vec![Minutes(480); 15];
            c.rules.week_max_over_16 = Minutes(pick(inside, 480, 479));
        }),
    ),
    (
        "break_least",
        Edge::Week(|c, inside| {
            long(c);
            c.shifts.short_break = Minutes(5);
            c.rules.break_least = Minutes(pick(inside, 30, 31));
        }),
    ),
    (
        "screen_stretch",
        Edge::Never("a short break fits after any unit of screen work"),
    ),
    (
        "consecutive_days",
        Edge::Week(|c, inside| c.rules.consecutive_days = pick(inside, 2, 1)),
    ),
    (
        "contract",
        Edge::Week(|c, inside| {
            c.people[0].contract = Minutes(500);
            c.rules.contract_tolerance = Minutes(pick(inside, 20, 19));
        }),
    ),
    (
        "availability",
        Edge::Week(|c, inside| {
            c.people[0].availability[1] = Some(clock(480, pick(inside, 720, 719)))
        }),
    ),
    (
        "leave",
        Edge::Week(|c, inside| {
            let day = monday() + Days::new(pick(inside, 2, 1));
            c.people[0].leave = vec![Leave {
                from: day,
                to: day,
                credit: Some(Minutes::ZERO),
            }];
        }),
    ),
    (
        "closed",
        Edge::Week(|c, inside| {
            let day = pick(inside, 2, 1);
            c.open.values[day * 96..(day + 1) * 96].fill(false);
        }),
    ),
    (
        "skills",
        Edge::Week(|c, inside| {
            if !inside {
                c.people[0].skills.clear();
            }
        }),
    ),
    (
        "seats",
        Edge::Week(|c, inside| {
            c.seats = [("stadhuis".to_owned(), pick(inside, 1, 0))].into();
        }),
    ),
    (
        "one_shift",
        Edge::Never("a tour has one choice a day at most"),
    ),
    (
        "shape",
        Edge::Never("a pattern fills its units without gap, from a start of its day"),
    ),
    (
        "paid",
        Edge::Week(|c, inside| c.shifts.paid = vec![Minutes(pick(inside, 240, 239))]),
    ),
    (
        "start_step",
        Edge::Week(|c, inside| {
            c.people[0].availability[0] = Some(clock(600, 840));
            c.shifts.start_step = pick(inside, 120, 240);
        }),
    ),
    (
        "day_window",
        Edge::Week(|c, inside| c.shifts.latest = pick(inside, 720, 719)),
    ),
    (
        "lunch",
        Edge::Week(|c, inside| {
            long(c);
            c.people[0].availability[0] = Some(clock(480, 930));
            c.shifts.lunch = Minutes(pick(inside, 30, 45));
        }),
    ),
    (
        "lunch_window",
        Edge::Week(|c, inside| {
            long(c);
            c.shifts.lunch_window = clock(720, pick(inside, 750, 749));
        }),
    ),
    (
        "short_break",
        Edge::Never("every break that is placed has the length agreed"),
    ),
    (
        "staffed",
        Edge::Work(|c, inside| {
            let windows = on_monday(480, 720);
            let people = pick(inside, 1, 2);
            let demand = Demand::Staffed { people, windows };
            c.work = vec![work("counter", (60, 240), false, demand)];
        }),
    ),
    (
        "hours",
        Edge::Work(|c, inside| {
            let windows = on_monday(480, 960);
            let per_day = Minutes(pick(inside, 240, 241));
            let demand = Demand::Hours { per_day, windows };
            c.work = vec![work("forms", (60, 240), false, demand)];
        }),
    ),
    (
        "session",
        Edge::Week(|c, inside| {
            let demand = Demand::Session {
                people: vec!["p01".to_owned()],
                minutes: Minutes(pick(inside, 240, 255)),
                windows: on_monday(480, 960),
            };
            c.work = vec![work("coaching", (60, 60), false, demand)];
        }),
    ),
    (
        "meeting",
        Edge::Week(|c, inside| {
            let meeting = |name: &str, from: u32| {
                let demand = Demand::Meeting {
                    team: "noord".to_owned(),
                    weekday: 0,
                    at: clock(from, from + 60),
                };
                work(name, (60, 60), false, demand)
            };
            let last = pick(inside, 660, 675);
            c.work = vec![meeting("standup", 480), meeting("review", last)];
        }),
    ),
    (
        "block",
        Edge::Work(|c, inside| {
            let windows = on_monday(480, 540);
            let per_day = Minutes(60);
            let demand = Demand::Hours { per_day, windows };
            let block = pick(inside, 60, 75);
            c.work = vec![work("forms", (block, block), false, demand)];
        }),
    ),
    (
        "window",
        Edge::Work(|c, inside| {
            let windows = on_monday(480, pick(inside, 540, 525));
            let per_day = Minutes(60);
            let demand = Demand::Hours { per_day, windows };
            c.work = vec![work("forms", (60, 60), false, demand)];
        }),
    ),
    (
        "locked",
        Edge::Never("a day with a locked shift has no frame for another"),
    ),
    (
        "known",
        Edge::Never("people and work are those of the setting, by index"),
    ),
    (
        "break_due",
        Edge::Work(|c, inside| {
            c.shifts.break_due = Some(Minutes(pick(inside, 240, 239)));
            c.shifts.break_edge = Minutes(120);
        }),
    ),
];

/// Days of seven hours with lunch.
fn long(centre: &mut Centre) {
    centre.shifts.paid = vec![Minutes(420)];
    centre.people[0].contract = Minutes(840);
}

fn on_monday(from: u32, to: u32) -> [Vec<bezet::calendar::ClockSpan>; 7] {
    std::array::from_fn(|day| {
        if day == 0 {
            vec![clock(from, to)]
        } else {
            Vec::new()
        }
    })
}

/// Does the model make a roster that breaks nothing?
fn made(centre: &Centre) -> bool {
    let waits = Bends::new(centre, 5.0);
    let terms = terms(centre, &waits);
    let stop = AtomicBool::new(false);
    let solved = solve(&centre.setting(), &terms, &waits, &|_| (), &stop);
    solved.is_ok_and(|solution| check(&centre.setting(), &solution.roster).is_empty())
}

#[test]
fn the_model_stays_just_inside_each_rule() {
    let mut wrong = Vec::new();
    for rule in rules::ALL {
        let Some((_, edge)) = EDGES.iter().find(|(name, _)| *name == rule.name) else {
            wrong.push(format!("{}: has no pair and no reason", rule.name));
            continue;
        };
        let (change, weeks) = match edge {
            Edge::Week(change) => (change, true),
            Edge::Work(change) => (change, false),
            Edge::Never(reason) => {
                assert!(reason.len() > 20, "{}: {reason}", rule.name);
                continue;
            }
        };
        for inside in [true, false] {
            let mut centre = tiny();
            change(&mut centre, inside);
            if made(&centre) != inside {
                wrong.push(format!("{}: the model, inside {inside}", rule.name));
            }
            if weeks && legal(&PersonWeek::of(&centre.setting(), 0)) != inside {
                wrong.push(format!("{}: the checker, inside {inside}", rule.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn each_pair_is_of_a_rule() {
    for (name, _) in &EDGES {
        assert!(rules::ALL.iter().any(|rule| rule.name == *name), "{name}");
    }
}
