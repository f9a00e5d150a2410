//! The truth behind the sample: every figure that its history is made from.

use crate::calendar::EventKind;
use chrono::NaiveDate;

/// First day of the history.
pub const FIRST: (i32, u32, u32) = (2018, 1, 1);
/// Days of the history: up to and including 2021-02-28.
pub const DAYS: u32 = 1155;

/// Lines open, minutes after midnight, Monday to Friday; closed on public holidays.
pub const OPEN: (u32, u32) = (510, 1020);

/// Expected contacts of a neutral open day on 2018-01-01.
pub const LEVEL: f64 = 451.3;
/// Growth a year up to the end of 2019: 10 % from one year's total to the next.
pub const GROWTH: f64 = 1.0988;
/// Step on 2020-01-01, when the number became free of charge.
pub const FREE_NUMBER: f64 = 1.0965;
/// Growth a year from 2020 on; with the step and the shocks, 2020 is 20 % above 2019.
pub const GROWTH_LATER: f64 = 1.03;

/// Relative volume of the quarters from 08:30 to 17:00.
pub const PROFILE: [f64; 34] = [
    32.0, 37.0, 47.0, 54.0, 58.0, 60.5, 61.5, 61.5, 60.5, 59.0, 57.0, 53.5, 48.5, 42.5, 35.5, 31.0,
    29.0, 31.0, 37.0, 41.5, 44.5, 46.5, 47.5, 47.0, 45.0, 43.0, 41.0, 38.5, 35.5, 32.5, 29.5, 26.5,
    23.5, 22.0,
];
/// Factor of each weekday, Monday first.
pub const WEEKDAYS: [f64; 5] = [1.16, 1.04, 0.96, 0.98, 0.86];
/// Factor of each month, January first.
pub const MONTHS: [f64; 12] = [
    1.04, 1.00, 1.02, 1.00, 1.00, 1.01, 0.95, 0.94, 1.03, 1.03, 1.02, 0.96,
];
/// Factor of the first three open days of a month: taxes, benefits and moves.
pub const MONTH_START: f64 = 1.12;
/// Number of open days that are the start of a month.
pub const MONTH_START_DAYS: usize = 3;
/// Factor of the open day after a public holiday on a weekday.
pub const AFTER_HOLIDAY: f64 = 1.15;
/// Shape of the gamma law of a day's busyness, mean 1: a coefficient of variation of 10 %.
pub const BUSYNESS: f64 = 100.0;

/// Mean handle time in seconds, exponential, up to the end of 2019.
pub const HANDLE_TIME: f64 = 270.0;
/// Mean handle time from 2020 on: one minute more.
pub const HANDLE_TIME_LATER: f64 = 330.0;
/// Mean patience in seconds, exponential.
pub const PATIENCE: f64 = 2400.0;

/// Share of rostered people who are absent on a day without notice.
pub const ABSENCE: f64 = 0.05;
/// People on the phone on a day at some time, each absent by that chance.
pub const PEOPLE_A_DAY: u32 = 17;
/// Hands for the phone relative to the habitual week, by year from 2018 on.
pub const HANDS: [(i32, f64); 4] = [(2018, 0.70), (2019, 0.76), (2020, 1.06), (2021, 1.00)];

/// Agents for the phone in a habitual week by weekday and quarter, before sickness: the whole
/// people of the present roster. It follows habit, not demand: full at 08:30, thin at lunch.
pub const HABIT: [[f64; 34]; 5] = [
    habit([
        10, 10, 7, 8, 10, 8, 8, 7, 7, 8, 6, 7, 8, 8, 7, 6, 5, 6, 5, 6, 9, 7, 8, 8, 9, 7, 5, 6, 5,
        5, 7, 7, 8, 7,
    ]),
    habit([
        6, 6, 9, 9, 10, 8, 9, 10, 9, 8, 5, 7, 9, 11, 8, 8, 6, 8, 6, 6, 8, 8, 8, 9, 10, 11, 10, 8,
        7, 9, 8, 7, 8, 8,
    ]),
    habit([
        10, 10, 7, 6, 8, 6, 6, 8, 7, 7, 6, 6, 7, 8, 6, 4, 4, 5, 6, 7, 6, 7, 7, 6, 9, 6, 6, 5, 6, 6,
        6, 6, 7, 6,
    ]),
    habit([
        8, 8, 9, 9, 8, 6, 9, 8, 9, 10, 8, 9, 9, 10, 8, 9, 7, 6, 7, 8, 9, 9, 8, 8, 9, 8, 8, 7, 7, 7,
        7, 5, 5, 5,
    ]),
    habit([
        8, 8, 5, 5, 9, 6, 8, 8, 8, 8, 6, 6, 7, 7, 5, 7, 5, 4, 5, 6, 9, 8, 8, 8, 8, 8, 8, 7, 8, 9,
        8, 4, 4, 5,
    ]),
];

const fn habit(people: [u8; 34]) -> [f64; 34] {
    let mut agents = [0.0; 34];
    let mut quarter = 0;
    while quarter < 34 {
        agents[quarter] = people[quarter] as f64;
        quarter += 1;
    }
    agents
}

/// Something that bends the volume, with its factor.
pub struct Bend {
    /// Its name; the same in `config/kcc.toml`.
    pub name: &'static str,
    /// What it does to planning.
    pub kind: EventKind,
    /// Factor on the volume.
    pub factor: f64,
    /// First and last days.
    pub stretches: &'static [(&'static str, &'static str)],
}

/// What bends the volume.
pub const BENDS: [Bend; 11] = [
    Bend {
        name: "tax bill",
        kind: EventKind::Planned,
        factor: 1.30,
        stretches: &[
            ("2018-02-26", "2018-03-09"),
            ("2019-02-25", "2019-03-08"),
            ("2020-02-24", "2020-03-06"),
            ("2021-02-22", "2021-03-05"),
        ],
    },
    Bend {
        name: "election",
        kind: EventKind::Planned,
        factor: 1.10,
        stretches: &[
            ("2018-03-12", "2018-03-21"),
            ("2019-03-11", "2019-03-20"),
            ("2019-05-14", "2019-05-23"),
            ("2021-03-08", "2021-03-17"),
        ],
    },
    Bend {
        name: "waste referendum",
        kind: EventKind::Planned,
        factor: 1.12,
        stretches: &[("2018-11-12", "2018-11-21")],
    },
    Bend {
        name: "waste policy",
        kind: EventKind::Planned,
        factor: 1.20,
        stretches: &[("2020-01-06", "2020-01-24")],
    },
    Bend {
        name: "corona, first weeks",
        kind: EventKind::Shock,
        factor: 0.80,
        stretches: &[("2020-03-16", "2020-03-27")],
    },
    Bend {
        name: "Tozo",
        kind: EventKind::Shock,
        factor: 1.40,
        stretches: &[("2020-03-30", "2020-04-24")],
    },
    Bend {
        name: "spring break",
        kind: EventKind::School,
        factor: SCHOOL,
        stretches: &[
            ("2018-02-10", "2018-02-18"),
            ("2019-03-02", "2019-03-10"),
            ("2020-02-22", "2020-03-01"),
            ("2021-02-13", "2021-02-21"),
        ],
    },
    Bend {
        name: "May holiday",
        kind: EventKind::School,
        factor: SCHOOL,
        stretches: &[
            ("2018-04-28", "2018-05-06"),
            ("2019-04-27", "2019-05-05"),
            ("2020-04-25", "2020-05-03"),
            ("2021-05-01", "2021-05-09"),
        ],
    },
    Bend {
        name: "summer holiday",
        kind: EventKind::School,
        factor: SCHOOL,
        stretches: &[
            ("2018-07-07", "2018-08-19"),
            ("2019-07-06", "2019-08-18"),
            ("2020-07-11", "2020-08-23"),
        ],
    },
    Bend {
        name: "autumn break",
        kind: EventKind::School,
        factor: SCHOOL,
        stretches: &[
            ("2018-10-13", "2018-10-21"),
            ("2019-10-12", "2019-10-20"),
            ("2020-10-17", "2020-10-25"),
        ],
    },
    Bend {
        name: "Christmas holiday",
        kind: EventKind::School,
        factor: SCHOOL,
        stretches: &[
            ("2017-12-23", "2018-01-07"),
            ("2018-12-22", "2019-01-06"),
            ("2019-12-21", "2020-01-05"),
            ("2020-12-19", "2021-01-03"),
        ],
    },
];

/// Factor of every school holiday.
const SCHOOL: f64 = 0.95;

impl Bend {
    /// Does it hold on a date?
    pub fn holds(&self, date: NaiveDate) -> bool {
        // ISO dates compare as text.
        let text = date.to_string();
        let inside = |(from, to): &(&str, &str)| *from <= text.as_str() && text.as_str() <= *to;
        self.stretches.iter().any(inside)
    }
}
