//! A roster of the corpus with all that it is checked against, as written in a file.

use bezet::calendar::{ClockSpan, Grid, OpeningHours, Series, parse_clock};
use bezet::roster::{
    Activity, Breach, Demand, Leave, Person, Roster, Rules, Segment, Setting, Shift, ShiftOptions,
    Span, Work, check, parse_shift_text,
    rules::{LateEarly, LeastDays, SameStart, WeekendsOff},
};
use bezet::units::Minutes;
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A file of the corpus. Rules and shifts are minutes; what a file leaves out is so wide that it
/// cannot be broken, save the figures of the law.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    /// What the case is about.
    says: String,
    /// The breach that must be found, and no other; absent in valid files.
    breach: Option<Expected>,
    #[serde(default = "monday")]
    first: NaiveDate,
    #[serde(default = "week")]
    days: u32,
    #[serde(default)]
    rules: BTreeMap<String, i32>,
    #[serde(default)]
    shifts: Shifts,
    #[serde(default)]
    people: BTreeMap<String, PersonText>,
    #[serde(default)]
    work: Vec<WorkText>,
    #[serde(default)]
    seats: BTreeMap<String, u32>,
    #[serde(default)]
    holidays: BTreeSet<NaiveDate>,
    /// Days without opening hours.
    #[serde(default)]
    shut: Vec<NaiveDate>,
    #[serde(default)]
    before: Cells,
    #[serde(default)]
    locked: Cells,
    #[serde(default)]
    roster: Cells,
    /// Person, date, activity, from and to: for shapes that no cell can have.
    #[serde(default)]
    stretches: Vec<(String, NaiveDate, String, String, String)>,
}

/// Person, date, texts of shifts.
type Cells = BTreeMap<String, BTreeMap<NaiveDate, Vec<String>>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    who: String,
    measured: f64,
    allowed: f64,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Shifts {
    earliest: Option<String>,
    latest: Option<String>,
    start_step: Option<u32>,
    paid: Option<Vec<i32>>,
    lunch: Option<i32>,
    lunch_window: Option<String>,
    short_break: Option<i32>,
    break_due: Option<i32>,
    break_edge: Option<i32>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonText {
    #[serde(default)]
    contract: i32,
    #[serde(default)]
    team: String,
    skills: Option<BTreeSet<String>>,
    /// Monday first; an empty text is a fixed day off.
    hours: Option<[String; 7]>,
    #[serde(default)]
    leave: Vec<(NaiveDate, NaiveDate)>,
    /// Minutes that each day of leave counts for.
    credit: Option<i32>,
    #[serde(default)]
    past_weeks: Vec<i32>,
    #[serde(default)]
    past_weekends: Vec<bool>,
    /// Minutes.
    #[serde(default)]
    balance: i32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WorkText {
    name: String,
    skill: Option<String>,
    #[serde(default)]
    seat: bool,
    #[serde(default)]
    screen: bool,
    block: Option<(i32, i32)>,
    demand: String,
    #[serde(default)]
    people: u32,
    #[serde(default)]
    minutes: i32,
    #[serde(default)]
    named: Vec<String>,
    #[serde(default)]
    team: String,
    /// On Mondays.
    at: String,
}

fn monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2021, 4, 12).unwrap()
}

fn week() -> u32 {
    7
}

fn span(text: &str) -> ClockSpan {
    let (from, to) = text.split_once('-').unwrap();
    ClockSpan {
        from: parse_clock(from).unwrap(),
        to: parse_clock(to).unwrap(),
    }
}

/// What a file says and what the checker finds in it.
pub struct Outcome {
    pub says: String,
    /// Whose, measured and allowed.
    pub expected: Option<(String, f64, f64)>,
    pub breaches: Vec<Breach>,
}

/// Checks the roster of a file.
pub fn outcome(path: &Path) -> Outcome {
    let text = std::fs::read_to_string(path).unwrap();
    let document: Document =
        toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let breaches = document.check();
    let expected = document.breach.map(|b| (b.who, b.measured, b.allowed));
    Outcome {
        says: document.says,
        expected,
        breaches,
    }
}

impl Document {
    fn check(&self) -> Vec<Breach> {
        let zone = chrono_tz::Europe::Amsterdam;
        let grid = Grid::days(zone, self.first, self.days, 15);
        let people = self.people();
        let rules = self.rules();
        let shifts = self.shifts.options();
        let work: Vec<Work> = self.work.iter().map(WorkText::work).collect();
        let setting = Setting {
            people: &people,
            queue: "phone",
            rules: &rules,
            shifts: &shifts,
            work: &work,
            open: &self.open(&grid),
            holidays: &self.holidays,
            seats: &self.seats,
            locked: &cells(&self.locked, &grid),
            before: &cells(&self.before, &grid),
        };
        let mut shifts = cells(&self.roster, &grid);
        shifts.extend(self.stretched(&grid));
        check(&setting, &Roster { grid, shifts }.sorted())
    }

    fn open(&self, grid: &Grid) -> Series<bool> {
        let mut hours = OpeningHours::always();
        hours.exceptions = self.shut.iter().map(|date| (*date, Vec::new())).collect();
        hours.mask(grid)
    }

    fn people(&self) -> Vec<Person> {
        if self.people.is_empty() {
            let ids = ["p01", "p02", "p03"];
            return ids
                .iter()
                .map(|id| PersonText::default().person(id))
                .collect();
        }
        self.people
            .iter()
            .map(|(id, person)| person.person(id))
            .collect()
    }

    fn rules(&self) -> Rules {
        let mut rules = Rules {
            contract_tolerance: Minutes(168 * 60),
            screen_stretch: Minutes(24 * 60),
            ..Rules::default()
        };
        for (name, figure) in &self.rules {
            let minutes = Minutes(*figure);
            match name.as_str() {
                "shift_max" => rules.shift_max = minutes,
                "daily_rest" => rules.daily_rest = minutes,
                "daily_rest_once" => rules.daily_rest_once = minutes,
                "screen_stretch" => rules.screen_stretch = minutes,
                "contract_tolerance" => rules.contract_tolerance = minutes,
                "consecutive_days" => rules.consecutive_days = figure.unsigned_abs(),
                "late_early" => {
                    // Late from 17:00 on, early before this.
                    let (late, early, price) = (17 * 60, figure.unsigned_abs(), None);
                    rules.late_early = Some(LateEarly { late, early, price });
                }
                "consecutive_days_least" => {
                    let (days, price) = (figure.unsigned_abs(), None);
                    rules.consecutive_days_least = Some(LeastDays { days, price });
                }
                "weekends_off" => {
                    // So many of four.
                    let (free, of, price) = (figure.unsigned_abs(), 4, None);
                    rules.weekends_off = Some(WeekendsOff { free, of, price });
                }
                "same_start" => {
                    let (within, price) = (minutes, None);
                    rules.same_start = Some(SameStart { within, price });
                }
                "balance_max" => rules.balance_max = Some(minutes),
                other => panic!("no figure of the corpus: {other}"),
            }
        }
        rules
    }

    fn stretched(&self, grid: &Grid) -> Vec<Shift> {
        let mut shifts: BTreeMap<(String, NaiveDate), Vec<Segment>> = BTreeMap::new();
        for (person, date, activity, from, to) in &self.stretches {
            let clock = |text: &str| parse_clock(text).unwrap();
            let segment = Segment {
                activity: Activity::from(activity.as_str()),
                span: Span::local(grid, *date, clock(from), clock(to)),
            };
            shifts
                .entry((person.clone(), *date))
                .or_default()
                .push(segment);
        }
        let shift = |((person, date), segments)| Shift {
            person,
            date,
            segments,
        };
        shifts.into_iter().map(shift).collect()
    }
}

fn cells(cells: &Cells, grid: &Grid) -> Vec<Shift> {
    let mut shifts = Vec::new();
    for (person, days) in cells {
        for (date, texts) in days {
            let shift = |text: &String| {
                parse_shift_text(text, person, *date, grid, person)
                    .unwrap_or_else(|problem| panic!("{problem}"))
            };
            shifts.extend(texts.iter().map(shift));
        }
    }
    shifts
}

impl Shifts {
    fn options(&self) -> ShiftOptions {
        let clock = |text: &Option<String>, other| text.as_deref().map_or(other, read_clock);
        ShiftOptions {
            earliest: clock(&self.earliest, 0),
            latest: clock(&self.latest, 48 * 60),
            start_step: self.start_step.unwrap_or(1),
            paid: match &self.paid {
                Some(lengths) => lengths.iter().copied().map(Minutes).collect(),
                None => (1..=24 * 60).map(Minutes).collect(),
            },
            lunch: Minutes(self.lunch.unwrap_or(30)),
            lunch_window: span(self.lunch_window.as_deref().unwrap_or("00:00-24:00")),
            short_break: Minutes(self.short_break.unwrap_or(15)),
            break_due: self.break_due.map(Minutes),
            break_edge: Minutes(self.break_edge.unwrap_or(30)),
        }
    }
}

fn read_clock(text: &str) -> u32 {
    parse_clock(text).unwrap()
}

impl PersonText {
    fn person(&self, id: &str) -> Person {
        let all_day = ClockSpan { from: 0, to: 1440 };
        let hours = |texts: &[String; 7]| {
            texts
                .each_ref()
                .map(|text| (!text.is_empty()).then(|| span(text)))
        };
        let leave = self.leave.iter().map(|(from, to)| Leave {
            from: *from,
            to: *to,
            credit: self.credit.map(Minutes),
        });
        Person {
            id: id.to_owned(),
            name: id.to_owned(),
            team: self.team.clone(),
            site: "hall".to_owned(),
            contract: Minutes(self.contract),
            skills: self
                .skills
                .clone()
                .unwrap_or_else(|| ["phone".to_owned()].into()),
            availability: self.hours.as_ref().map_or([Some(all_day); 7], hours),
            leave: leave.collect(),
            past_weeks: self.past_weeks.iter().copied().map(Minutes).collect(),
            past_weekends: self.past_weekends.clone(),
            balance: Minutes(self.balance),
            ..Person::default()
        }
    }
}

impl WorkText {
    fn work(&self) -> Work {
        let (least, most) = self.block.unwrap_or((1, 24 * 60));
        let mut windows: [Vec<ClockSpan>; 7] = Default::default();
        windows[0].push(span(&self.at));
        let minutes = Minutes(self.minutes);
        let demand = match self.demand.as_str() {
            "staffed" => Demand::Staffed {
                people: self.people,
                windows,
            },
            "hours" => Demand::Hours {
                per_day: minutes,
                windows,
            },
            "session" => Demand::Session {
                people: self.named.clone(),
                minutes,
                windows,
            },
            "meeting" => Demand::Meeting {
                team: self.team.clone(),
                weekday: 0,
                at: span(&self.at),
            },
            other => panic!("no demand: {other}"),
        };
        Work {
            name: self.name.clone(),
            skill: self.skill.clone(),
            seat: self.seat,
            screen: self.screen,
            block: (Minutes(least), Minutes(most)),
            demand,
        }
    }
}
