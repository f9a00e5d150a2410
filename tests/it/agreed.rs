//! Agreed rules, wishes and allowances: the solver against every week of one person.

use crate::week::{Bends, Centre, centre, clock, monday, person, terms, workdays};
use bezet::calendar::OpeningHours;
use bezet::roster::rules::{Allowance, LateEarly, LeastDays, SameStart, Unsocial, WeekendsOff};
use bezet::roster::{
    Activity, Roster, Segment, Shift, Solution, Span, Terms, Waits, Wish, Wished, allowance_hours,
    check, concessions, solve,
};
use bezet::units::{Euros, Minutes, Share};
use chrono::Days;
use std::sync::atomic::AtomicBool;

/// Somebody of twelve hours, in shifts of four that begin on the hour from 8 to 13, on six days.
fn small() -> Centre {
    let mut person = person(1, 720, &[], &["phone"]);
    person.availability = std::array::from_fn(|day| (day < 6).then(|| clock(480, 1020)));
    let mut centre = centre(vec![person], Vec::new());
    centre.shifts.paid = vec![Minutes(240)];
    centre.shifts.start_step = 60;
    centre.shifts.latest = 1020;
    centre.rules.screen_stretch = Minutes(240);
    let mut week = workdays(clock(480, 1020));
    week[5] = vec![clock(480, 1020)];
    let hours = OpeningHours {
        week,
        ..OpeningHours::default()
    };
    centre.open = hours.mask(&centre.grid());
    centre
}

fn starts() -> Vec<Option<i32>> {
    let hours = (480..=780).step_by(60).map(Some);
    [None].into_iter().chain(hours).collect()
}

fn roster(centre: &Centre, starts: &[Option<i32>]) -> Roster {
    let shift = |(day, start): (usize, &Option<i32>)| {
        let from = day as i32 * 1440 + (*start)?;
        let span = Span {
            from,
            to: from + 240,
        };
        Some(Shift {
            person: "p01".into(),
            date: monday() + Days::new(day as u64),
            segments: vec![Segment {
                activity: Activity::Contacts,
                span,
            }],
        })
    };
    Roster {
        grid: centre.grid(),
        shifts: starts.iter().enumerate().filter_map(shift).collect(),
    }
}

/// What a roster costs by the terms, read from the roster alone.
fn cost(centre: &Centre, terms: &Terms, waits: &Bends, roster: &Roster) -> f64 {
    let coverage = roster.coverage();
    let open = |interval: &usize| centre.open.values[*interval];
    let waiting: f64 = (0..coverage.values.len())
        .filter(open)
        .map(|interval| {
            let agents = coverage.values[interval].0.round() as u32;
            let short = terms.required.values[interval].0 - f64::from(agents);
            waits.waiting(interval, agents) / 60.0 * terms.wait_minute.0
                + waits.overflow(interval, agents) * terms.overflow_contact.0
                + short.max(0.0) * 0.25 * terms.shortage_hour.0
        })
        .sum();
    let setting = centre.setting();
    let person = &centre.people[0];
    let paid: i32 = roster.shifts.iter().map(|shift| shift.paid().0).sum();
    let owed = person.contract.0 - person.balance.0;
    let off = f64::from((paid - owed).abs()) / 60.0 * terms.contract_hour.0;
    let given: f64 = concessions(&setting, roster)
        .iter()
        .map(|c| c.price.0)
        .sum();
    let hours = f64::from(paid) / 60.0 + allowance_hours(&setting, roster).0;
    waiting + hours * terms.hour.0 + off + given
}

fn solved(centre: &Centre, terms: &Terms, waits: &Bends) -> Solution {
    let stop = AtomicBool::new(false);
    solve(&centre.setting(), terms, waits, &|_| (), &stop).unwrap()
}

/// The least cost of all weeks that break no rule, the solver's roster beside it.
fn compare(name: &str, centre: &Centre) -> Roster {
    let waits = Bends::new(centre, 40.0);
    let terms = terms(centre, &waits);
    let mut least = (f64::INFINITY, None);
    // No other number of shifts makes the contract.
    let shifts = (centre.people[0].contract.0 / 240) as usize;
    let mut weeks: Vec<Vec<Option<i32>>> = vec![Vec::new()];
    for _ in 0..6 {
        let longer = weeks.iter().flat_map(|week| {
            let add = |start: Option<i32>| [week.as_slice(), &[start]].concat();
            starts().into_iter().map(add).collect::<Vec<_>>()
        });
        let few = |week: &Vec<Option<i32>>| week.iter().flatten().count() <= shifts;
        weeks = longer.filter(few).collect();
    }
    weeks.retain(|week| week.iter().flatten().count() == shifts);
    for week in weeks {
        let roster = roster(centre, &week);
        let cost = cost(centre, &terms, &waits, &roster);
        if cost < least.0 && check(&centre.setting(), &roster).is_empty() {
            least = (cost, Some(roster));
        }
    }
    let solution = solved(centre, &terms, &waits);
    let breaches = check(&centre.setting(), &solution.roster);
    assert_eq!(breaches, Vec::new(), "{name}");
    let own = cost(centre, &terms, &waits, &solution.roster);
    let near = |a: f64, b: f64| (a - b).abs() < 1e-3;
    assert!(
        near(own, solution.cost.0),
        "{name}: {own} {}",
        solution.cost
    );
    assert!(near(least.0, own), "{name}: least {} and {own}", least.0);
    let bound = solution.bound.0;
    assert!(bound <= least.0 + 1e-6, "{name}: {bound} {}", least.0);
    solution.roster
}

fn clocks(roster: &Roster) -> Vec<(u32, i32)> {
    let of = |shift: &Shift| {
        let day = (shift.date - monday()).num_days() as i32;
        (day as u32, shift.span().from - day * 1440)
    };
    roster.shifts.iter().map(of).collect()
}

const PRICES: [Option<Euros>; 2] = [None, Some(Euros(2.0))];

#[test]
fn the_least_week_under_each_agreed_rule_is_found() {
    let free = clocks(&compare("nothing agreed", &small()));
    for price in PRICES {
        let rule = |change: &dyn Fn(&mut Centre)| {
            let mut centre = small();
            change(&mut centre);
            centre
        };
        // Late is a shift to noon: what was best is late each day.
        let (late, early) = (720, 720);
        let centre = rule(&|c| c.rules.late_early = Some(LateEarly { late, early, price }));
        compare("late_early", &centre);
        let centre = rule(&|c| {
            c.rules.consecutive_days_least = Some(LeastDays { days: 2, price });
        });
        compare("consecutive_days_least", &centre);
        let centre = rule(&|c| {
            c.rules.consecutive_days_least = Some(LeastDays { days: 3, price });
            c.people[0].availability[1] = None;
            c.people[0].availability[4] = None;
        });
        compare("consecutive_days_least between days off", &centre);
        let centre = rule(&|c| {
            c.people[0].past_weekends = vec![true, false, true];
            let (free, of) = (2, 4);
            c.rules.weekends_off = Some(WeekendsOff { free, of, price });
            // Without a price of its own nobody would work on Saturday.
            for day in 0..4 {
                c.people[0].availability[day] = None;
            }
            c.people[0].contract = Minutes(if price.is_none() { 240 } else { 480 });
        });
        compare("weekends_off", &centre);
        let within = Minutes(0);
        let centre = rule(&|c| {
            c.rules.same_start = Some(SameStart { within, price });
            c.people[0].wishes = vec![wish(&[1], Wished::After(780), 3.0)];
        });
        compare("same_start", &centre);
    }
    assert!(!free.is_empty());
}

fn wish(days: &[usize], wished: Wished, price: f64) -> Wish {
    Wish {
        from: None,
        to: None,
        days: std::array::from_fn(|day| days.contains(&day)),
        wished,
        price: Euros(price),
    }
}

#[test]
fn a_wish_is_kept_where_that_is_cheap() {
    let free = clocks(&compare("no wish", &small()));
    let (day, start) = free[0];
    for (price, kept) in [(0.001, false), (1000.0, true)] {
        let mut centre = small();
        centre.people[0].wishes = vec![wish(&[day as usize], Wished::Off, price)];
        let with = clocks(&compare("off", &centre));
        assert_eq!(!with.iter().any(|shift| shift.0 == day), kept, "{with:?}");
        let at = (start + 60) as u32;
        centre.people[0].wishes = vec![wish(&[day as usize], Wished::After(at), price)];
        let with = clocks(&compare("after", &centre));
        assert_eq!(!with.contains(&(day, start)), kept, "{with:?}");
    }
    let mut centre = small();
    centre.people[0].wishes = vec![wish(&[0, 1, 2, 3, 4], Wished::Before(780), 4.0)];
    compare("before", &centre);
}

#[test]
fn a_shift_that_was_had_too_often_is_dearer_and_so_are_allowed_hours() {
    let mut centre = small();
    let rule = Unsocial {
        late: 780,
        weekend: true,
        price: Euros(1.0),
    };
    centre.rules.unsocial = Some(rule);
    // A colleague who never works makes the share; alone a person always has just their own.
    centre.people[0].past_unsocial = 9;
    let mut other = person(2, 0, &[0, 1, 2, 3, 4], &["phone"]);
    other.contract = Minutes(720);
    other.leave = vec![bezet::roster::Leave {
        from: monday(),
        to: monday() + Days::new(6),
        credit: Some(Minutes(720)),
    }];
    other.availability[6] = Some(clock(480, 1020));
    centre.people.push(other);
    let roster = compare("unsocial", &centre);
    let given = concessions(&centre.setting(), &roster);
    assert!(
        given
            .iter()
            .all(|c| c.what == "unsocial" && c.price == Euros(4.5))
    );
    let mut centre = small();
    centre.rules.allowances = vec![Allowance {
        windows: workdays(clock(480, 630)),
        share: Share(0.5),
    }];
    let roster = compare("allowances", &centre);
    let starts = clocks(&roster);
    let hours: f64 = starts
        .iter()
        .filter(|(day, _)| *day < 5)
        .map(|(_, start)| f64::from((630 - start).max(0)) / 60.0 * 0.5)
        .sum();
    assert_eq!(allowance_hours(&centre.setting(), &roster).0, hours);
}

#[test]
fn a_balance_is_worked_off_within_the_tolerance() {
    for (balance, shifts) in [(240, 2), (0, 3), (-240, 4), (-480, 4)] {
        let mut centre = small();
        centre.people[0].balance = Minutes(balance);
        centre.rules.contract_tolerance = Minutes(240);
        centre.rules.balance_max = Some(Minutes(300));
        let waits = Bends::new(&centre, 40.0);
        let mut terms = terms(&centre, &waits);
        terms.contract_hour = Euros(1000.0);
        let solution = solved(&centre, &terms, &waits);
        assert_eq!(solution.roster.shifts.len(), shifts, "{balance}");
        assert_eq!(check(&centre.setting(), &solution.roster), Vec::new());
    }
}
