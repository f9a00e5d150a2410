//! A week of an invented centre, made by hand: 24 people, Monday to Friday, 08:30 to 17:00.

use bezet::calendar::{ClockSpan, Grid, IsoWeek, OpeningHours, Series};
use bezet::error::{Note, Phrase};
use bezet::forecast::{DaySpread, Forecast, Spread};
use bezet::plan::{
    Asked, Assumptions, Calibration, ExactWait, HoursBridge, Plan, Seeds, Side, Solve, Target,
    WaitComparison, WaitInterval,
};
use bezet::roster::{Activity, Breach, Person, Roster, Segment, Shift, Shortage, Span, Status};
use bezet::simulate::{Estimate, Outcome};
use bezet::units::{Agents, Contacts, Euros, Hours, Minutes, Seconds, Share};
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;

const NAMES: [&str; 24] = [
    "Anna de Vries",
    "Bram Jansen",
    "Carla Bakker",
    "Daan Visser",
    "Esra Yılmaz",
    "Femke Smit",
    "Gijs Meijer",
    "Hanna de Boer",
    "Ivo Mulder",
    "Jamila El Amrani",
    "Kees de Groot",
    "Lotte Bos",
    "Mo Hendriks",
    "Nina Dekker",
    "Olaf Dijkstra",
    "Petra van den Berg-Schimmelpenninck",
    "Quinten Peters",
    "Rosa Vermeulen",
    "Sven van Dam",
    "Tess Kok",
    "Umut Kaya",
    "Vera Scholten",
    "Wim Willems",
    "Yvonne Prins",
];

/// Contract hours and minutes of a day, from full-time to two days a week.
const CONTRACTS: [(i32, i32); 6] = [
    (36, 432),
    (32, 480),
    (28, 420),
    (24, 480),
    (20, 300),
    (16, 480),
];

fn contract(person: usize) -> (i32, i32) {
    CONTRACTS[[
        0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 5, 5, 5,
    ][person]]
}

pub fn id(person: usize) -> String {
    format!("p{:02}", person + 1)
}

/// Away all week; nothing that is published may say why.
pub const AWAY: usize = 4;

fn works(person: usize, day: usize) -> bool {
    let (hours, minutes) = contract(person);
    let days = (hours * 60 / minutes) as usize;
    let away = person == AWAY || (person == 11 && day >= 3);
    (day + person) % 5 < days && !away
}

/// Clock stretches of a day in minutes, later ones over earlier ones.
type Layer = (String, u32, u32);

fn shift(grid: &Grid, person: usize, day: usize, start: u32, layers: &[Layer]) -> Shift {
    let date = grid.date(0) + Days::new(day as u64);
    let paid = contract(person).1 as u32;
    let lunch = layers.iter().any(|layer| layer.0 == "lunch");
    let end = start + paid + if lunch { 30 } else { 0 };
    let at = |minute: u32| {
        let covering = layers
            .iter()
            .rev()
            .find(|layer| layer.1 <= minute && minute < layer.2);
        covering.map_or("phone", |layer| layer.0.as_str())
    };
    let mut segments: Vec<Segment> = Vec::new();
    for minute in start..end {
        let span = Span::local(grid, date, minute, minute + 1);
        let activity = Activity::from(at(minute));
        match segments.last_mut() {
            Some(last) if last.activity == activity => last.span.to = span.to,
            _ => segments.push(Segment { activity, span }),
        }
    }
    Shift {
        person: id(person),
        date,
        segments,
    }
}

fn roster(grid: Grid, planned: bool) -> Roster {
    let mut shifts = Vec::new();
    for day in 0..5 {
        let present: Vec<usize> = (0..24).filter(|person| works(*person, day)).collect();
        for (place, person) in present.into_iter().enumerate() {
            let place = place as u32;
            let long = contract(person).1 > 330;
            let start = if planned {
                [480, 510, 510, 525, 570][place as usize % 5]
            } else {
                510
            };
            let mut layers: Vec<Layer> = Vec::new();
            let mut add = |name: &str, from: u32, to: u32| layers.push((name.to_owned(), from, to));
            match place {
                0..=2 => add("counter", 540, 690),
                3..=5 if planned => add("forms", 870, 990),
                3..=5 => add("forms", 540, 660),
                6 => add(
                    "knowledge base",
                    if planned { 900 } else { 600 },
                    if planned { 960 } else { 660 },
                ),
                7 if day == 2 => add("coaching", 870, 930),
                _ => {}
            }
            if day == 1 && place % 4 == 3 {
                add("team meeting", 540, 585);
            }
            let slip = if planned {
                15 * (place % 7)
            } else {
                30 * (place % 2)
            };
            if long {
                add(
                    "lunch",
                    690 + slip + if planned { 0 } else { 30 },
                    720 + slip + if planned { 0 } else { 30 },
                );
                add("break", 885 + slip, 900 + slip);
            }
            add("break", 600 + slip / 2, 615 + slip / 2);
            shifts.push(shift(&grid, person, day, start, &layers));
        }
    }
    Roster { grid, shifts }.sorted()
}

/// Two humps a day, higher on Monday.
fn contacts(grid: &Grid, index: usize) -> f64 {
    let day = index / 96;
    let hour = f64::from(grid.minute_of_day(index)) / 60.0;
    let hump = |at: f64, wide: f64| (-((hour - at) / wide).powi(2)).exp();
    let level = [29.0, 25.0, 24.5, 23.0, 20.5, 0.0, 0.0][day.min(6)];
    level * (0.35 + 0.75 * hump(10.3, 1.5) + 0.5 * hump(14.0, 1.4))
}

/// A crude fluid queue, scaled to a mean wait in seconds over all contacts.
fn waits(
    grid: Grid,
    open: &Series<bool>,
    coverage: &Series<Agents>,
    mean: f64,
) -> Series<Option<Seconds>> {
    let (mut queue, mut total, mut offered) = (0.0_f64, 0.0, 0.0);
    let crude = Series::from_fn(grid, |index| {
        if !open.values[index] {
            queue = 0.0;
            return None;
        }
        let come = contacts(&grid, index);
        let served = (coverage.values[index].0 * 900.0 / 330.0 * 0.93).max(5.0);
        queue = ((queue + come - served) * 0.9).max(1.0);
        total += come * queue / served;
        offered += come;
        Some(queue / served)
    });
    let scale = mean * offered / total;
    crude.map(|wait| wait.map(|wait| Seconds(wait * scale)))
}

fn estimate(mean: f64, half: f64) -> Estimate {
    Estimate {
        mean,
        low: mean - half,
        high: mean + half,
    }
}

fn bridge(roster: &Roster) -> HoursBridge {
    let mut bridge = HoursBridge {
        contract: Hours((0..24).map(|person| f64::from(contract(person).0)).sum()),
        paid: Hours::ZERO,
        leave: Hours(50.4),
        breaks: Hours::ZERO,
        work: BTreeMap::new(),
        phone: Hours::ZERO,
        sickness: Hours::ZERO,
        on_phone: Hours::ZERO,
    };
    for segment in roster.shifts.iter().flat_map(|shift| &shift.segments) {
        let hours = segment.span.minutes().hours();
        match &segment.activity {
            Activity::Contacts => bridge.phone += hours,
            Activity::Break => bridge.breaks += hours,
            Activity::Lunch => {}
            Activity::Absent => bridge.leave += hours,
            Activity::Work(name) => *bridge.work.entry(name.clone()).or_default() += hours,
        }
    }
    let work: Hours = bridge.work.values().copied().sum();
    bridge.paid = bridge.leave + bridge.breaks + work + bridge.phone;
    bridge.sickness = bridge.phone * 0.05;
    bridge.on_phone = bridge.phone - bridge.sickness;
    bridge
}

fn side(name: &str, roster: Roster, open: &Series<bool>, mean: f64, outside: f64) -> Side {
    let grid = roster.grid;
    let coverage = roster.coverage();
    let wait = waits(grid, open, &coverage, mean);
    let offered = (0..grid.len)
        .filter(|i| open.values[*i])
        .map(|i| contacts(&grid, i))
        .sum();
    let bridge = bridge(&roster);
    let outcome = Outcome {
        name: name.to_owned(),
        offered: estimate(offered, 9.0),
        wait: estimate(mean, 0.03 * mean),
        long_waits: estimate(mean / 9000.0, 0.003),
        service_level: estimate(0.72 - mean / 1000.0, 0.011),
        abandoned: estimate(mean / 4000.0, 0.004),
        overflowed: if outside > 0.0 {
            estimate(outside, 2.4)
        } else {
            estimate(0.0, 0.0)
        },
        occupancy: estimate(0.88, 0.004),
        overtime: estimate(11_300.0, 410.0),
        wait_half_width_by_interval: wait.map(|wait| wait.map(|wait| Seconds(0.2 * wait.0))),
        wait_by_interval: wait,
    };
    let cost = Euros(bridge.paid.0 * 36.0 + outside * 4.5);
    Side {
        roster,
        coverage,
        outcome,
        exact: Some(ExactWait {
            wait: Seconds(mean),
            abandoned: Share(mean / 4000.0),
            overflowed: Contacts(outside),
        }),
        curve_wait: Seconds(mean * 1.08),
        bridge,
        allowances: Euros(0.0),
        cost,
        wishes: 0,
        concessions: Vec::new(),
    }
}

fn opening() -> OpeningHours {
    let mut hours = OpeningHours::default();
    for day in &mut hours.week[..5] {
        *day = vec![ClockSpan {
            from: 510,
            to: 1020,
        }];
    }
    hours
}

pub fn week() -> IsoWeek {
    IsoWeek::parse("2021-W15").unwrap()
}

/// Monday three ways: Erlang C without end in the morning, and the exact wait later than Erlang A's.
fn comparison(grid: &Grid, open: &Series<bool>) -> WaitComparison {
    let monday = grid
        .day_range(grid.date(0))
        .filter(|index| open.values[*index]);
    let interval = |index: usize| {
        let early = grid.minute_of_day(index) < 660;
        WaitInterval {
            index,
            contacts: Contacts(contacts(grid, index)),
            agents: Agents(7.0),
            erlang_c: (!early).then_some(Seconds(95.0)),
            erlang_a: Seconds(if early { 240.0 } else { 60.0 }),
            exact: Seconds(if early { 180.0 } else { 90.0 }),
        }
    };
    WaitComparison {
        date: grid.date(0),
        intervals: monday.map(interval).collect(),
        erlang_c: None,
        erlang_a: Seconds(126.0),
        exact: Seconds(123.0),
    }
}

/// The plan; `language` is `nl` or `en`.
pub fn plan(language: &'static str) -> Plan {
    let grid = Grid::days(chrono_tz::Europe::Amsterdam, week().monday, 7, 15);
    let open = opening().mask(&grid);
    let when_open = |index: usize, value: f64| if open.values[index] { value } else { 0.0 };
    let expected = |factor: f64| {
        Series::from_fn(grid, |i| {
            Contacts(when_open(i, contacts(&grid, i) * factor))
        })
    };
    let noisy = |index: usize| contacts(&grid, index) * (1.0 + 0.16 * (index as f64 * 2.4).sin());
    let known = |of: &dyn Fn(usize) -> f64| {
        Series::from_fn(grid, |i| open.values[i].then(|| Contacts(of(i))))
    };
    let morning = Series::from_fn(grid, |i| open.values[i] && grid.minute_of_day(i) < 750);
    let present = side("present", roster(grid, false), &open, 270.0, 0.0);
    let planned = side("planned", roster(grid, true), &open, 192.0, 61.0);
    let ratio = planned.outcome.wait.mean / present.outcome.wait.mean;
    Plan {
        comparison: Some(comparison(&grid, &open)),
        assumptions: Assumptions::of_counts(120.0, 120.0 * 1310.0),
        format: 1,
        version: "0.1.0",
        name: "Klantenservice".to_owned(),
        queue: "phone".to_owned(),
        language,
        week: week(),
        known_until: date(2021, 2, 28),
        people: (0..24)
            .map(|person| (id(person), NAMES[person].to_owned()))
            .collect(),
        contracts: (0..24)
            .map(|person| (id(person), Minutes(contract(person).0 * 60)))
            .collect(),
        notes: notes(),
        open: open.clone(),
        forecast: Forecast {
            contacts: expected(1.0),
            low: expected(0.72),
            high: expected(1.3),
            level: Share(0.8),
            handle_time: Series::filled(grid, Seconds(331.0)),
            handle_time_error: Seconds(3.0),
            busyness: 110.0,
            spread: Spread {
                days: vec![
                    DaySpread {
                        day: 1.0 / 110.0,
                        level: 0.0,
                        interval: 0.01,
                        taper: 0.0,
                        odd: 0.0,
                    };
                    7
                ],
                correlation: 0.3,
            },
            notes: vec![Note::new(
                "N301",
                "phone",
                Phrase::new(
                    "the trend of the last year is 12 % and is carried on",
                    "de groei van het laatste jaar is 12 % en is doorgetrokken",
                ),
            )],
        },
        recent: known(&|i| contacts(&grid, i) * 0.95),
        actual: Some(known(&noisy)),
        required: Series::from_fn(grid, |i| {
            Agents(when_open(
                i,
                (contacts(&grid, i) * 330.0 / 900.0 / 0.9).ceil(),
            ))
        }),
        patience: Seconds(1310.0),
        calibration: calibration(),
        target: Target {
            asked: Asked::Present {
                reduction: Share(0.25),
                ratio: estimate(ratio, 0.02),
            },
            exact: Some(ratio),
            reached: ratio + 0.02 <= 0.75,
        },
        present: Some(present),
        planned,
        breaches: Vec::new(),
        present_breaches: Some(vec![
            breach("screen_stretch", "R09"),
            breach("screen_stretch", "R09"),
            breach("leave", "R12"),
        ]),
        solve: solve(&grid),
        answer_within: Seconds(60.0),
        long_wait: Seconds(1200.0),
        external: None,
        overflow_windows: Some(morning),
        seeds: Seeds {
            solve: 1,
            simulate: 1,
            replications: 400,
        },
    }
}

pub fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

pub fn breach(rule: &'static str, code: &'static str) -> Breach {
    Breach {
        code,
        rule,
        who: "p03".to_owned(),
        from: 600,
        to: 765,
        measured: 165.0,
        allowed: 120.0,
    }
}

fn notes() -> Vec<Note> {
    vec![
        Note::new(
            "N102",
            "history.csv",
            Phrase::new(
                "numbers are written with a decimal comma",
                "getallen hebben een decimale komma",
            ),
        ),
        Note::new(
            "N110",
            "history.csv: 2020-03-16 to 2020-04-03",
            Phrase::new(
                "set aside as the shock `corona, first weeks`",
                "weggelaten als de schok `corona, first weeks`",
            ),
        ),
        Note::new(
            "N201",
            "leave.csv: row 4",
            Phrase::new(
                "p05 is on parental leave and ill before that",
                "p05 is op parental leave",
            ),
        ),
    ]
}

fn calibration() -> Calibration {
    let days = (0..10).map(|day| {
        let date = date(2021, 2, 15) + Days::new(day / 5 * 7 + day % 5);
        let recorded =
            190.0 + 95.0 * (day as f64 * 1.7).sin() + if day % 5 == 0 { 180.0 } else { 0.0 };
        (
            date,
            Seconds(recorded),
            Seconds(recorded * (0.97 + 0.05 * (day as f64).cos())),
        )
    });
    Calibration::Compared {
        from: date(2021, 2, 15),
        to: date(2021, 2, 26),
        recorded: Seconds(252.0),
        predicted: estimate(246.0, 7.0),
        difference: estimate(-6.0, 11.0),
        days: days.collect(),
    }
}

fn solve(grid: &Grid) -> Solve {
    let short = |day: u64, from, to, people| Shortage {
        what: "phone".to_owned(),
        span: Span::local(grid, week().monday + Days::new(day), from, to),
        people,
    };
    Solve {
        status: Status::WithinGap,
        cost: Euros(23_418.0),
        bound: Euros(22_996.0),
        gap: 0.018,
        shortage: vec![
            short(0, 600, 660, 2.0),
            short(1, 540, 585, 3.5),
            short(0, 840, 870, 1.0),
        ],
        log: vec![
            "model: 11 204 columns, 5 310 rows".to_owned(),
            "polish: 214 moves kept of 3 000".to_owned(),
        ],
        rounds: 2,
    }
}

/// The people, with as much as reading a roster asks of them.
pub fn people() -> Vec<Person> {
    (0..24)
        .map(|person| Person {
            id: id(person),
            name: NAMES[person].to_owned(),
            contract: Minutes(contract(person).0 * 60),
            ..Person::default()
        })
        .collect()
}
