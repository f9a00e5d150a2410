//! A made-up centre with its week, for tests that need a roster to be made.

use bezet::calendar::{ClockSpan, Grid, OpeningHours, Series};
use bezet::roster::{
    Demand, Leave, Person, Rules, Setting, Shift, ShiftOptions, Terms, Waits, Work,
};
use bezet::units::{Agents, Euros, Minutes};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Owns what a setting borrows.
#[derive(Clone, Debug)]
pub struct Centre {
    pub people: Vec<Person>,
    pub rules: Rules,
    pub shifts: ShiftOptions,
    pub work: Vec<Work>,
    pub open: Series<bool>,
    pub holidays: BTreeSet<NaiveDate>,
    pub seats: BTreeMap<String, u32>,
    pub locked: Vec<Shift>,
    pub before: Vec<Shift>,
}

impl Centre {
    pub fn setting(&self) -> Setting<'_> {
        Setting {
            people: &self.people,
            queue: "phone",
            rules: &self.rules,
            shifts: &self.shifts,
            work: &self.work,
            open: &self.open,
            holidays: &self.holidays,
            seats: &self.seats,
            locked: &self.locked,
            before: &self.before,
        }
    }

    pub fn grid(&self) -> Grid {
        self.open.grid
    }
}

pub fn monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2021, 4, 12).unwrap()
}

pub fn clock(from: u32, to: u32) -> ClockSpan {
    ClockSpan { from, to }
}

pub fn workdays(span: ClockSpan) -> [Vec<ClockSpan>; 7] {
    std::array::from_fn(|day| if day < 5 { vec![span] } else { Vec::new() })
}

pub fn person(number: usize, contract: i32, off: &[usize], skills: &[&str]) -> Person {
    Person {
        id: format!("p{number:02}"),
        name: format!("Person {number}"),
        team: if number.is_multiple_of(2) {
            "noord"
        } else {
            "zuid"
        }
        .to_owned(),
        site: "stadhuis".to_owned(),
        contract: Minutes(contract),
        skills: skills.iter().map(|skill| (*skill).to_owned()).collect(),
        availability: std::array::from_fn(|day| {
            (day < 5 && !off.contains(&day)).then(|| clock(480, 1050))
        }),
        ..Person::default()
    }
}

pub fn shifts() -> ShiftOptions {
    ShiftOptions {
        earliest: 480,
        latest: 1050,
        start_step: 15,
        paid: [240, 300, 360, 432, 480].map(Minutes).to_vec(),
        lunch: Minutes(30),
        lunch_window: clock(690, 825),
        short_break: Minutes(15),
        break_due: None,
        break_edge: Minutes(30),
    }
}

/// An empty centre that is open from half past eight to five on working days.
pub fn centre(people: Vec<Person>, work: Vec<Work>) -> Centre {
    let grid = Grid::days(chrono_tz::Europe::Amsterdam, monday(), 7, 15);
    let hours = OpeningHours {
        week: workdays(clock(510, 1020)),
        ..OpeningHours::default()
    };
    Centre {
        people,
        rules: Rules::default(),
        shifts: shifts(),
        work,
        open: hours.mask(&grid),
        holidays: BTreeSet::new(),
        seats: [("stadhuis".to_owned(), 22)].into(),
        locked: Vec::new(),
        before: Vec::new(),
    }
}

pub fn work(name: &str, block: (i32, i32), screen: bool, demand: Demand) -> Work {
    Work {
        name: name.to_owned(),
        skill: None,
        seat: screen,
        screen,
        block: (Minutes(block.0), Minutes(block.1)),
        demand,
    }
}

/// The week of a municipal contact centre: 24 people and the work they do off the phone.
pub fn kcc() -> Centre {
    let contracts = [
        2160, 2160, 1920, 1440, 1440, 1680, 2160, 1200, 960, 1920, 1440, 2160,
    ];
    let off: [&[usize]; 4] = [&[], &[2], &[4], &[]];
    let mut people: Vec<Person> = (0..24)
        .map(|number| {
            let contract = contracts[number % 12];
            let off = if contract == 2160 {
                &[]
            } else {
                off[number % 4]
            };
            let all: &[&str] = if number.is_multiple_of(3) {
                &["phone", "counter"]
            } else {
                &["phone"]
            };
            person(number, contract, off, all)
        })
        .collect();
    people[6].leave = vec![Leave {
        from: monday(),
        to: monday(),
        credit: None,
    }];
    let mut counter = work(
        "counter",
        (60, 240),
        false,
        Demand::Staffed {
            people: 3,
            windows: workdays(clock(540, 780)),
        },
    );
    counter.skill = Some("counter".to_owned());
    let forms = Demand::Hours {
        per_day: Minutes(600),
        windows: workdays(clock(510, 1020)),
    };
    let chat = Demand::Staffed {
        people: 1,
        windows: workdays(clock(510, 1020)),
    };
    let coaching = Demand::Session {
        people: ["p03", "p11", "p17"].map(str::to_owned).to_vec(),
        minutes: Minutes(60),
        windows: workdays(clock(540, 990)),
    };
    let meeting = Demand::Meeting {
        team: "noord".to_owned(),
        weekday: 1,
        at: clock(540, 585),
    };
    let all = vec![
        counter,
        work("forms", (60, 180), true, forms),
        work("whatsapp", (60, 240), true, chat),
        work("coaching", (60, 60), false, coaching),
        work("team meeting", (45, 45), false, meeting),
    ];
    centre(people, all)
}

/// Waiting that falls with agents as it does where callers are patient for some minutes.
pub struct Bends {
    pub contacts: Vec<f64>,
}

impl Bends {
    /// So many contacts a day with a morning peak, more on Monday.
    pub fn new(centre: &Centre, a_day: f64) -> Self {
        let grid = centre.grid();
        let mut contacts = vec![0.0; grid.len];
        for (index, contacts) in contacts.iter_mut().enumerate() {
            if centre.open.values[index] {
                let hour = f64::from(grid.minute_of_day(index)) / 60.0;
                let peak = 1.0 + 0.8 * (-(hour - 10.5).powi(2) / 2.0).exp();
                let monday = if index < 96 { 1.2 } else { 0.95 };
                *contacts = a_day / 34.0 / 1.25 * peak * monday;
            }
        }
        Self { contacts }
    }

    fn load(&self, interval: usize) -> f64 {
        self.contacts[interval] * 330.0 / 900.0
    }
}

impl Waits for Bends {
    fn waiting(&self, interval: usize, agents: u32) -> f64 {
        let load = self.load(interval);
        let short = (load - f64::from(agents)) / 1.5;
        let soft = 1.5
            * if short > 30.0 {
                short
            } else {
                short.exp().ln_1p()
            };
        // Those who are not served wait out their patience of ten minutes.
        soft * 900.0 / 330.0 * 600.0
    }

    fn overflow(&self, interval: usize, agents: u32) -> f64 {
        0.02 * self.waiting(interval, agents) / 60.0
    }
}

pub fn terms(centre: &Centre, waits: &Bends) -> Terms {
    let grid = centre.grid();
    Terms {
        required: Series::from_fn(grid, |index| Agents(1.15 * waits.load(index))),
        waiting_max: None,
        shortage_hour: Euros(60.0),
        wait_minute: Euros(0.10),
        overflow_contact: Euros(4.5),
        hour: Euros(36.0),
        contract_hour: Euros(100.0),
        overflow_max: None,
        gap: 0.02,
        nodes: 2000,
        seconds: 60.0,
        seed: 1,
    }
}
