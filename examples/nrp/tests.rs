use crate::path::Room;
use crate::read::read;
use crate::say::{Penalties, solution};
use crate::week::{OFF, Roster};
use bezet::roster::{CellGains, SearchOptions, Tours, search};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use std::sync::atomic::AtomicBool;

const SMALL: &str = "\
# A ward of three
SECTION_HORIZON
8
SECTION_SHIFTS
E,480,
N,600,E
SECTION_STAFF
A,E=8|N=2,3600,1440,4,2,2,1
B,E=8|N=0,3600,960,3,1,1,0
C,E=3|N=3,3000,1000,5,2,2,1
SECTION_DAYS_OFF
A,3
C,0,7
SECTION_SHIFT_ON_REQUESTS
A,1,E,2
B,5,E,3
SECTION_SHIFT_OFF_REQUESTS
C,2,N,1
SECTION_COVER
0,E,1,100,1
1,E,2,100,1
1,N,1,100,1
2,N,1,100,1
4,E,1,100,1
5,N,1,100,1
7,E,1,100,1
";

/// A small instance with other rules for each seed.
fn drawn(seed: u64, days: usize) -> String {
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    let mut text = format!("SECTION_HORIZON\n{days}\nSECTION_SHIFTS\nE,480,\n");
    let length = [480, 600][rng.random_range(0..2)];
    text += &format!("N,{length},E\nSECTION_STAFF\n");
    let mut up_to = |least: u32, most: u32| rng.random_range(least..=most);
    let low = 240 * up_to(0, 6);
    text += &format!(
        "A,E={}|N={},{},{low},{},{},{},{}\n",
        up_to(1, 5),
        up_to(0, 3),
        low + 240 * up_to(0, 6),
        up_to(1, 4),
        up_to(1, 3),
        up_to(1, 3),
        up_to(0, 2)
    );
    text += &format!("SECTION_DAYS_OFF\nA,{}\n", up_to(0, days as u32 - 1));
    text
}

/// Does a tour keep every rule? Counted anew, run by run.
fn allowed(roster: &Roster, person: usize, tour: &[u8]) -> bool {
    let one = &roster.people[person];
    let on = |day: usize| tour[day] != OFF;
    let shift = |day: usize| usize::from(tour[day]) - 1;
    let worked: Vec<usize> = (0..tour.len()).filter(|day| on(*day)).collect();
    let minutes: u32 = worked
        .iter()
        .map(|day| roster.shifts[shift(*day)].minutes)
        .sum();
    let often = |kind: usize| worked.iter().filter(|day| shift(**day) == kind).count() as u32;
    let weekends = (0..tour.len() / 7).filter(|week| on(7 * week + 5) || on(7 * week + 6));
    let mut good = (one.least_minutes..=one.most_minutes).contains(&minutes)
        && (0..roster.shifts.len()).all(|kind| often(kind) <= one.most[kind])
        && weekends.count() as u32 <= one.most_weekends
        && worked.iter().all(|day| !one.free[*day]);
    for pair in worked.windows(2).filter(|pair| pair[0] + 1 == pair[1]) {
        good &= !roster.shifts[shift(pair[0])].never[shift(pair[1])];
    }
    let mut from = 0;
    for day in 1..=tour.len() {
        if day < tour.len() && on(day) == on(from) {
            continue;
        }
        let (days, inner) = ((day - from) as u32, from > 0 && day < tour.len());
        good &= match on(from) {
            true => days <= one.most_run && (!inner || days >= one.least_run),
            false => !inner || days >= one.least_rest,
        };
        from = day;
    }
    good
}

/// The greatest gain of all allowed tours that are as `around` but from day to day.
fn by_trial(roster: &Roster, gains: &[f64], around: &[u8], days: (usize, usize)) -> Option<f64> {
    let kinds = roster.shifts.len() + 1;
    let mut best: Option<f64> = None;
    for mut code in 0..kinds.pow((days.1 - days.0) as u32) {
        let mut tour = around.to_vec();
        for day in &mut tour[days.0..days.1] {
            *day = (code % kinds) as u8;
            code /= kinds;
        }
        if allowed(roster, 0, &tour) {
            let gain = gain(roster, gains, &tour, days);
            best = Some(best.map_or(gain, |best: f64| best.max(gain)));
        }
    }
    best
}

fn gain(roster: &Roster, gains: &[f64], tour: &[u8], days: (usize, usize)) -> f64 {
    let mut sum = 0.0;
    roster.cover(&tour.to_vec(), |cell| {
        let inside = (days.0..days.1).contains(&(cell / roster.shifts.len()));
        sum += if inside {
            gains[cell] + roster.wish(0, cell)
        } else {
            0.0
        };
    });
    sum
}

#[test]
fn the_best_tour_is_that_of_all_trials() {
    let mut found = 0;
    for seed in 0..300 {
        let roster = read(&drawn(seed, 9)).unwrap();
        let mut rng = Pcg64Mcg::seed_from_u64(seed);
        let mut gains = || -> Vec<f64> { (0..18).map(|_| rng.random_range(-5.0..9.0)).collect() };
        let (first, second) = (gains(), gains());
        let mut room = Room::default();
        let best = room.best(&roster, 0, &first, None);
        let expected = by_trial(&roster, &first, &[OFF; 9], (0, 9));
        assert_eq!(best.is_some(), expected.is_some(), "seed {seed}");
        let (Some((most, tour)), Some(expected)) = (best, expected) else {
            continue;
        };
        found += 1;
        assert!(allowed(&roster, 0, &tour), "seed {seed}: {tour:?}");
        let own = gain(&roster, &first, &tour, (0, 9));
        assert!(
            (own - expected).abs() < 1e-9,
            "seed {seed}: {own}, not {expected}"
        );
        assert!(most >= expected - 1e-9, "seed {seed}");
        for part in [(0, 4), (2, 7), (3, 9), (5, 8)] {
            let (_, tour) = room
                .best(&roster, 0, &second, Some((&tour, part.0..part.1)))
                .unwrap();
            assert!(
                allowed(&roster, 0, &tour),
                "seed {seed}, {part:?}: {tour:?}"
            );
            let own = gain(&roster, &second, &tour, part);
            let expected = by_trial(&roster, &second, &tour, part).unwrap();
            assert!(
                own >= expected - 1e-9,
                "seed {seed}, {part:?}: {own}, not {expected}"
            );
        }
    }
    assert!(found > 100, "{found}");
}

#[test]
fn a_roster_keeps_the_rules_and_costs_what_its_penalties_add_up_to() {
    let roster = read(SMALL).unwrap();
    let options = SearchOptions {
        seconds: 2.0,
        seed: 1,
        threads: 2,
    };
    let found = search(&roster, options, &|_| {}, &AtomicBool::new(false)).unwrap();
    for (person, tour) in found.tours.iter().enumerate() {
        assert!(allowed(&roster, person, tour), "{tour:?}");
    }
    assert_eq!(Penalties::of(&roster, &found.tours).sum(), found.cost);
    assert!(found.bound.unwrap().value <= found.cost);
    assert_eq!(solution(&roster, &found.tours).lines().count(), 3);
}

#[test]
fn nobody_has_a_tour_that_no_rule_allows() {
    let text = SMALL.replace("B,E=8|N=0,3600,960", "B,E=8|N=0,3600,3500");
    let roster = read(&text).unwrap();
    let (needs, stamp) = (roster.needs().len(), vec![1; 8]);
    let gains = vec![0.0; needs];
    let gains = CellGains {
        of: &gains,
        stamp: &stamp,
    };
    assert!(roster.best(1, gains, &mut roster.room()).is_none());
}

#[test]
fn mistakes_are_told_with_their_lines() {
    let cases = [
        (
            "8\nSECTION_SHIFTS",
            "x\nSECTION_SHIFTS",
            "line 3: horizon is `x`",
        ),
        ("N,600,E", "N,600,X", "line 6: shift `X` is unknown"),
        ("N,600,E", "N,0,E", "line 6: a shift lasts"),
        (
            "A,E=8|N=2,3600,1440,4,2,2,1",
            "A,E=8|N=2,3600",
            "line 8: least minutes is missing",
        ),
        ("C,0,7", "C,0,9", "line 13: day 9"),
        ("B,5,E,3", "Z,5,E,3", "line 16: employee `Z` is unknown"),
        ("7,E,1,100,1", "5,N,1,100,1", "line 26: the cover"),
        ("SECTION_HORIZON\n8", "", "SECTION_HORIZON is missing"),
        ("SECTION_HORIZON\n", "", "line 2: comes before"),
    ];
    for (from, to, expected) in cases {
        let mistake = read(&SMALL.replacen(from, to, 1)).unwrap_err().to_string();
        assert!(mistake.starts_with(expected), "{mistake}");
    }
}

#[test]
fn no_broken_file_panics() {
    let mut rng = Pcg64Mcg::seed_from_u64(1);
    for _ in 0..2000 {
        let mut bytes = SMALL.as_bytes().to_vec();
        for _ in 0..rng.random_range(1..4) {
            let at = rng.random_range(0..bytes.len());
            bytes[at] = b",|=\n0123456789EAx"[rng.random_range(0..17)];
        }
        bytes.truncate(rng.random_range(0..=bytes.len()));
        // Whatever it says, it says.
        let _ = read(&String::from_utf8_lossy(&bytes));
    }
}
