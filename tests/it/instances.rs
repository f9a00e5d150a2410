//! Benchmark weeks: reading, the best week of an agent, search, bound and what is refused.

use bezet::roster::{
    AgentShift, CellGains, Instance, SearchOptions, Tours, bound, read_instance, search,
    solution_json,
};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use serde_json::{Value, json};
use std::sync::atomic::AtomicBool;

/// A week of long days, on which the rest between two of them binds.
fn long_days(agents: &[(f64, &[usize])], days: usize, required: u32) -> Value {
    let intervals = 60;
    let shifts: Vec<Value> = [16, 20, 26, 30]
        .iter()
        .flat_map(|len| {
            (0..=intervals - len)
                .step_by(2)
                .map(move |start| json!({ "start": start, "len": len }))
        })
        .collect();
    let agents: Vec<Value> = agents
        .iter()
        .enumerate()
        .map(|(nth, (hours, days))| json!({ "id": format!("a{nth}"), "contract_h": hours, "days": days }))
        .collect();
    json!({
        "name": "long", "interval_min": 15, "open_min": 420, "close_min": 1320,
        "intervals": intervals, "days": days,
        "required": vec![vec![required; intervals]; days],
        "shifts": shifts, "agents": agents,
        "rules": {
            "max_days_per_week": 5, "min_rest_min": 660, "one_shift_per_day": true,
            "lunch_intervals": 2, "break_intervals": 1, "breaks_per_shift": 2,
            "work_stretch_min": "max(2,len//6) intervals", "work_stretch_max": 12,
            "lunch_window": "offset in [ceil(0.3*len), floor(0.65*len)]",
            "order": "break1 < lunch < break2", "paid_intervals": "len-2 (lunch unpaid)",
            "contract_dev_hard_h": 2
        },
        "weights": { "under": 10, "over": 1, "contract_dev_per_h": 5 }
    })
}

fn read(document: &Value) -> bezet::error::Result<Instance> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), document.to_string()).unwrap();
    read_instance(file.path())
}

/// All that the rules of the format say of one agent's week, read minute by minute.
fn obeys(document: &Value, agent: usize, tour: &[AgentShift]) -> bool {
    let rules = &document["rules"];
    let own = &document["agents"][agent];
    let catalogue = document["shifts"].as_array().unwrap();
    let on = |day: usize| own["days"].as_array().unwrap().contains(&json!(day));
    let known = |shift: &AgentShift| {
        catalogue.contains(&json!({ "start": shift.start, "len": shift.len })) && on(shift.day)
    };
    let stretches = |shift: &AgentShift| {
        let (least, most) = ((shift.len / 6).max(2), 12);
        let ends = [
            (0, shift.first_break),
            (shift.first_break + 1, shift.lunch),
            (shift.lunch + 2, shift.second_break),
            (shift.second_break + 1, shift.len),
        ];
        let share = shift.lunch as f64 / shift.len as f64;
        (0.3..=0.65).contains(&share)
            && ends
                .iter()
                .all(|(from, to)| to >= from && (least..=most).contains(&(to - from)))
    };
    let rested = tour.windows(2).all(|pair| {
        let ends = pair[0].day * 1440 + (pair[0].start + pair[0].len) * 15;
        let starts = pair[1].day * 1440 + pair[1].start * 15;
        starts >= ends + rules["min_rest_min"].as_u64().unwrap() as usize
    });
    let hours: f64 = tour.iter().map(|shift| (shift.len - 2) as f64 / 4.0).sum();
    let off = (hours - own["contract_h"].as_f64().unwrap()).abs();
    tour.iter().all(known)
        && tour.iter().all(stretches)
        && tour.len() <= rules["max_days_per_week"].as_u64().unwrap() as usize
        && rested
        && off <= rules["contract_dev_hard_h"].as_f64().unwrap()
}

fn random_gains(week: &Instance, rng: &mut Pcg64Mcg) -> Vec<f64> {
    let mut draw = |_| f64::from(rng.random_range(-40..60_i32)) / 4.0;
    (0..week.needs().len()).map(&mut draw).collect()
}

/// The sum of a tour's gains, counted cell by cell from its shifts.
fn worth(tour: &[AgentShift], gains: &[f64]) -> f64 {
    let mut sum = 0.0;
    for shift in tour {
        let away = [
            shift.first_break,
            shift.lunch,
            shift.lunch + 1,
            shift.second_break,
        ];
        let there = (0..shift.len).filter(|offset| !away.contains(offset));
        sum += there
            .map(|offset| gains[shift.day * 60 + shift.start + offset])
            .sum::<f64>();
    }
    sum
}

#[test]
fn the_best_week_is_worth_what_it_says_and_obeys() {
    let agents: [(f64, &[usize]); 3] = [
        (24.0, &[0, 1, 2, 3, 4, 5, 6]),
        (20.0, &[0, 1, 3, 4]),
        (32.0, &[0, 1, 2, 3, 4, 5]),
    ];
    let document = long_days(&agents, 7, 2);
    let week = read(&document).unwrap();
    let mut rng = Pcg64Mcg::seed_from_u64(5);
    let mut room = week.room();
    for stamp in 1..200_u64 {
        let gains = random_gains(&week, &mut rng);
        for agent in 0..3 {
            let cells = CellGains {
                of: &gains,
                stamp: &[stamp; 7],
            };
            let (gain, tour) = week.best(agent, cells, &mut room).unwrap();
            let own = week.price(agent, &tour);
            assert!((gain - (worth(&tour, &gains) - own)).abs() < 1e-9);
            assert!(obeys(&document, agent, &tour), "{tour:?}");
        }
    }
}

/// Every week of an agent that the rules allow, from all shifts with all their breaks.
fn all_weeks(document: &Value, agent: usize) -> Vec<Vec<AgentShift>> {
    let mut shifts = Vec::new();
    for day in 0..document["days"].as_u64().unwrap() as usize {
        for offer in document["shifts"].as_array().unwrap() {
            let (start, len) = (
                offer["start"].as_u64().unwrap() as usize,
                offer["len"].as_u64().unwrap() as usize,
            );
            for first_break in 2..len {
                for lunch in first_break + 3..len {
                    for second_break in lunch + 4..len {
                        shifts.push(AgentShift {
                            day,
                            start,
                            len,
                            first_break,
                            lunch,
                            second_break,
                        });
                    }
                }
            }
        }
    }
    let mut weeks: Vec<Vec<AgentShift>> = vec![vec![]];
    weeks.extend(shifts.iter().map(|shift| vec![*shift]));
    for one in &shifts {
        let later = shifts.iter().filter(|two| two.day > one.day);
        weeks.extend(later.map(|two| vec![*one, *two]));
    }
    weeks.retain(|tour| obeys(document, agent, tour));
    weeks
}

/// A catalogue of two short shifts, for weeks that can be counted.
fn tiny(agents: &[(f64, &[usize])], required: &[u32]) -> Value {
    let mut document = long_days(agents, 2, 1);
    document["intervals"] = json!(required.len());
    document["close_min"] = json!(420 + 15 * required.len());
    document["required"] = json!([required, required]);
    document["shifts"] = json!([
        { "start": 0, "len": 13 }, { "start": 3, "len": 13 }, { "start": 1, "len": 14 }
    ]);
    document
}

#[test]
fn one_agents_best_week_is_that_of_all_weeks() {
    let required = [1; 16];
    let document = tiny(&[(5.5, &[0, 1]), (3.0, &[1])], &required);
    let week = read(&document).unwrap();
    let mut room = week.room();
    let mut rng = Pcg64Mcg::seed_from_u64(9);
    for agent in 0..2 {
        let weeks = all_weeks(&document, agent);
        assert!(weeks.len() > 10, "{}", weeks.len());
        for stamp in 0..40 {
            let gains = random_gains(&week, &mut rng);
            let value = |tour: &Vec<AgentShift>| {
                let mut sum = -week.price(agent, tour);
                week.cover(tour, |cell| sum += gains[cell]);
                sum
            };
            let best = weeks.iter().map(value).fold(f64::NEG_INFINITY, f64::max);
            let cells = CellGains {
                of: &gains,
                stamp: &[stamp + 1 + 100 * agent as u64; 2],
            };
            let (gain, _) = week.best(agent, cells, &mut room).unwrap();
            assert!((gain - best).abs() < 1e-9, "{gain} {best}");
        }
    }
}

#[test]
fn search_and_bound_enclose_the_best_of_all_rosters() {
    let required = [0, 1, 2, 2, 1, 1, 2, 1, 2, 2, 1, 1, 2, 1, 0, 1];
    let document = tiny(&[(5.5, &[0, 1]), (3.0, &[1]), (3.0, &[0])], &required);
    let week = read(&document).unwrap();
    let all: Vec<_> = (0..3).map(|agent| all_weeks(&document, agent)).collect();
    let mut best = f64::INFINITY;
    let on = |tour: &Vec<AgentShift>, day| tour.iter().any(|shift| shift.day == day);
    for first in &all[0] {
        // The others share no day, so each may be chosen by itself.
        let least = |weeks: &[Vec<AgentShift>], second: bool| {
            let costs = weeks.iter().map(|tour| {
                let rest = if second {
                    vec![first.clone(), vec![], tour.clone()]
                } else {
                    vec![first.clone(), tour.clone(), vec![]]
                };
                let off = if second {
                    week.price(1, &vec![])
                } else {
                    week.price(2, &vec![])
                };
                week.cost(&rest) - off
            });
            costs.fold(f64::INFINITY, f64::min)
        };
        assert!(all[1].iter().all(|tour| !on(tour, 0)) && all[2].iter().all(|tour| !on(tour, 1)));
        let alone = week.cost(&[first.clone(), vec![], vec![]])
            - week.price(1, &vec![])
            - week.price(2, &vec![]);
        best = best.min(least(&all[1], false) + least(&all[2], true) - alone);
    }
    let options = SearchOptions {
        seconds: 3.0,
        seed: 1,
        threads: 2,
    };
    let found = search(&week, options, &|_| {}, &AtomicBool::new(false)).unwrap();
    assert!((found.cost - best).abs() < 1e-9, "{} {best}", found.cost);
    let bound = bound(&week, &found.tours, &|| false).unwrap();
    assert!(
        bound.settled && bound.value <= best + 1e-9,
        "{bound:?} {best}"
    );
    assert!(bound.value >= 0.7 * best, "{bound:?} {best}");
    for (agent, tour) in found.tours.iter().enumerate() {
        assert!(obeys(&document, agent, tour));
    }
    let rows: Value = serde_json::from_str(&solution_json(&found.tours).unwrap()).unwrap();
    let shifts: usize = found.tours.iter().map(Vec::len).sum();
    assert_eq!(rows.as_array().unwrap().len(), shifts);
}

#[test]
fn what_is_found_costs_what_its_cells_say_and_no_less_than_the_bound() {
    let agents: [(f64, &[usize]); 6] = [
        (24.0, &[0, 1, 2, 3, 4, 5, 6]),
        (20.0, &[0, 1, 3, 4]),
        (32.0, &[0, 1, 2, 3, 4, 5]),
        (32.0, &[0, 1, 2, 3, 4, 5]),
        (16.0, &[2, 3, 6]),
        (36.0, &[0, 1, 2, 3, 4, 5, 6]),
    ];
    let document = long_days(&agents, 7, 2);
    let week = read(&document).unwrap();
    let options = SearchOptions {
        seconds: 3.0,
        seed: 3,
        threads: 1,
    };
    let found = search(&week, options, &|_| {}, &AtomicBool::new(false)).unwrap();
    let mut people = vec![0_i32; 7 * 60];
    let mut cost = 0.0;
    for (agent, tour) in found.tours.iter().enumerate() {
        assert!(obeys(&document, agent, tour));
        let hours: f64 = tour.iter().map(|shift| (shift.len - 2) as f64 / 4.0).sum();
        cost += 5.0 * (hours - agents[agent].0).abs();
        for shift in tour {
            for offset in 0..shift.len {
                let away = [
                    shift.first_break,
                    shift.lunch,
                    shift.lunch + 1,
                    shift.second_break,
                ];
                people[shift.day * 60 + shift.start + offset] += i32::from(!away.contains(&offset));
            }
        }
    }
    cost += people
        .iter()
        .map(|n| f64::from((2 - n).max(0) * 10 + (n - 2).max(0)))
        .sum::<f64>();
    assert_eq!(found.cost, cost);
    let bound = bound(&week, &found.tours, &|| false).unwrap();
    assert!(
        bound.settled && bound.value <= cost && bound.value > 0.5 * cost,
        "{bound:?} {cost}"
    );
}

#[test]
fn a_short_contract_beside_a_long_shift_is_no_trouble() {
    let document = long_days(&[(4.0, &[0, 1]), (3.5, &[6])], 7, 1);
    let week = read(&document).unwrap();
    let options = SearchOptions {
        seconds: 0.2,
        seed: 2,
        threads: 1,
    };
    let found = search(&week, options, &|_| {}, &AtomicBool::new(false)).unwrap();
    for (agent, tour) in found.tours.iter().enumerate() {
        assert!(obeys(&document, agent, tour));
    }
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let mut document = long_days(&[(24.0, &[0, 1, 2]), (200.0, &[0, 9])], 3, 2);
    document["required"] = json!([[1, 2], [1, 2]]);
    document["shifts"][0] = json!({ "start": 50, "len": 20 });
    document["shifts"][1] = json!({ "start": 0, "len": 6 });
    document["rules"]["order"] = json!("any");
    document["rules"]["breaks_per_shift"] = json!(3);
    document["weights"]["under"] = json!(-1);
    let error = read(&document).unwrap_err().to_string();
    for code in ["P131", "P132", "P133", "P134", "P135"] {
        assert!(error.contains(code), "{code} is not in {error}");
    }
    assert_eq!(error.matches("error[P131]").count(), 3);
    assert_eq!(error.matches("error[P134]").count(), 2);
    document["surprise"] = json!(1);
    let error = read(&document).unwrap_err().to_string();
    assert!(
        error.contains("P130") && error.contains("surprise"),
        "{error}"
    );
    let short = long_days(&[(40.0, &[0])], 2, 2);
    let error = read(&short).unwrap_err().to_string();
    assert!(error.contains("P133") && error.contains("a0"), "{error}");
}

#[test]
fn the_command_writes_a_roster_and_says_how_good_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let (week, out) = (
        folder.path().join("week.json"),
        folder.path().join("out.json"),
    );
    let agents: [(f64, &[usize]); 2] = [(24.0, &[0, 1, 2, 3]), (20.0, &[0, 1, 3])];
    std::fs::write(&week, long_days(&agents, 4, 1).to_string()).unwrap();
    let run = |more: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_bezet"));
        command
            .arg("roster")
            .arg(&week)
            .args(["--seconds", "1"])
            .args(more);
        command.output().unwrap()
    };
    let answer = run(&["--out", out.to_str().unwrap(), "--json"]);
    assert!(
        answer.status.success(),
        "{}",
        String::from_utf8_lossy(&answer.stderr)
    );
    let summary: Value = serde_json::from_slice(&answer.stdout).unwrap();
    let cost = |key: &str| summary[key].as_f64().unwrap();
    let parts = 10.0 * cost("short") + cost("surplus") + cost("off_contract");
    assert_eq!(cost("cost"), parts);
    assert!(cost("bound") <= cost("cost"));
    let rows: Value = serde_json::from_str(&std::fs::read_to_string(&out).unwrap()).unwrap();
    assert!(
        rows.as_array()
            .unwrap()
            .iter()
            .all(|row| row["agent"].as_u64().unwrap() < 2)
    );
    let printed = run(&[]);
    let rows: Value = serde_json::from_slice(&printed.stdout).unwrap();
    assert!(!rows.as_array().unwrap().is_empty());
    std::fs::write(&week, "{}").unwrap();
    let refused = run(&[]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("error[P130]"));
}
