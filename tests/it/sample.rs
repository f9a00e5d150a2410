//! The sample: its bytes, the facts it promises, and its people's roster against the rules.

use bezet::calendar::{Grid, IsoWeek, Series};
use bezet::config::Config;
use bezet::roster::{self, Activity, Roster, Setting};
use bezet::sample::{SEED, truth, write};
use bezet::simulate::{Arrivals, Case, Presence, Staffing, Traffic, run};
use bezet::units::{Contacts, Seconds};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn home(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// One quarter of the written history.
struct Quarter {
    year: usize,
    date: String,
    month: u32,
    offered: f64,
    answered: f64,
    abandoned: f64,
    handle_time: f64,
    wait: f64,
    agents: f64,
}

fn history() -> Vec<Quarter> {
    let text = std::fs::read_to_string(home("data/history.csv")).unwrap();
    text.lines().skip(1).map(quarter).collect()
}

fn quarter(line: &str) -> Quarter {
    let cells: Vec<&str> = line.split(',').collect();
    let number = |cell: usize| cells[cell].parse().unwrap_or(0.0);
    Quarter {
        year: cells[0][..4].parse().unwrap(),
        month: cells[0][5..7].parse().unwrap(),
        date: cells[0][..10].into(),
        offered: number(2),
        answered: number(3),
        abandoned: number(4),
        handle_time: number(5),
        wait: number(6),
        agents: number(7),
    }
}

/// Sum over some quarters of the year.
fn sum(history: &[Quarter], year: usize, value: impl Fn(&Quarter) -> f64) -> f64 {
    history.iter().filter(|q| q.year == year).map(value).sum()
}

fn wait_minutes(history: &[Quarter], year: usize) -> f64 {
    let waiting = sum(history, year, |q| q.wait * q.offered);
    waiting / sum(history, year, |q| q.offered) / 60.0
}

/// Mean offered contacts of the days that are chosen.
fn day_mean(days: &BTreeMap<&str, f64>, chosen: impl Fn(&str) -> bool) -> f64 {
    let chosen: Vec<f64> = days
        .iter()
        .filter(|(date, _)| chosen(date))
        .map(|d| *d.1)
        .collect();
    assert!(!chosen.is_empty());
    chosen.iter().sum::<f64>() / chosen.len() as f64
}

fn days(history: &[Quarter]) -> BTreeMap<&str, f64> {
    let mut days = BTreeMap::new();
    for quarter in history {
        *days.entry(quarter.date.as_str()).or_default() += quarter.offered;
    }
    days
}

#[test]
fn the_data_are_the_bytes_of_the_seed() {
    let folder = tempfile::tempdir().unwrap();
    for file in write(folder.path(), SEED).unwrap() {
        let name = file.file_name().unwrap();
        let kept = std::fs::read(home("data").join(name)).unwrap();
        assert!(
            std::fs::read(&file).unwrap() == kept,
            "{name:?}: run `bezet sample`"
        );
    }
}

#[test]
fn another_seed_is_another_past() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), SEED + 1).unwrap();
    let other = std::fs::read(folder.path().join("history.csv")).unwrap();
    assert!(other != std::fs::read(home("data/history.csv")).unwrap());
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error() {
    let file = tempfile::NamedTempFile::new().unwrap();
    assert!(write(&file.path().join("below"), SEED).is_err());
}

mod facts {
    use super::*;

    #[test]
    fn volume_grows_by_ten_then_twenty_percent() {
        let history = history();
        let offered = |year| sum(&history, year, |q| q.offered);
        assert!((offered(2019) / offered(2018) - 1.10).abs() < 0.01);
        assert!((offered(2020) / offered(2019) - 1.20).abs() < 0.01);
        let answered = sum(&history, 2020, |q| q.answered);
        assert!((130_000.0..150_000.0).contains(&answered), "{answered}");
    }

    #[test]
    fn calls_take_a_minute_more_in_2020() {
        let history = history();
        let mean = |year| {
            let total = sum(&history, year, |q| q.handle_time * q.answered);
            total / sum(&history, year, |q| q.answered)
        };
        // Means of some 120,000 exponential times: standard error 1 s.
        assert!((mean(2020) - mean(2019) - 60.0).abs() < 4.0);
    }

    #[test]
    fn callers_wait_four_and_a_half_minutes_in_2020() {
        let history = history();
        let wait = wait_minutes(&history, 2020);
        assert!((wait - 4.5).abs() <= 0.1, "{wait}");
        assert!(wait_minutes(&history, 2018) < 4.2 && wait_minutes(&history, 2019) < 4.2);
    }

    #[test]
    fn some_quarters_wait_over_twenty_minutes() {
        let history = history();
        let long = history.iter().filter(|q| q.year == 2020 && q.wait > 1200.0);
        let days: BTreeSet<&str> = long.map(|q| q.date.as_str()).collect();
        assert!((10..80).contains(&days.len()), "{}", days.len());
    }

    #[test]
    fn the_record_is_consistent() {
        for q in history() {
            assert_eq!(q.offered, q.answered + q.abandoned, "{}", q.date);
            assert!(q.agents >= 1.0, "{}", q.date);
        }
    }

    /// Total waiting over abandonments gives the patience back; some 18,000 of them: 0.8 %.
    #[test]
    fn patience_can_be_asked_back() {
        let history = history();
        let waiting = sum(&history, 2020, |q| q.wait * q.offered);
        let patience = waiting / sum(&history, 2020, |q| q.abandoned);
        assert!(
            (patience / truth::PATIENCE - 1.0).abs() < 0.03,
            "{patience}"
        );
    }

    #[test]
    fn the_peaks_are_there() {
        let history = history();
        let days = days(&history);
        let weekday = |date: &str| {
            let date: chrono::NaiveDate = date.parse().unwrap();
            chrono::Datelike::weekday(&date)
        };
        let mondays = day_mean(&days, |date| weekday(date) == chrono::Weekday::Mon);
        assert!(mondays > 1.1 * day_mean(&days, |_| true));
        let starts = day_mean(&days, |date| ("01".."06").contains(&&date[8..]));
        assert!(starts > 1.04 * day_mean(&days, |date| ("10".."26").contains(&&date[8..])));
        for (stretch, before, factor) in [
            (
                ("2020-02-24", "2020-03-07"),
                ("2020-02-03", "2020-02-22"),
                1.15,
            ),
            (
                ("2020-03-30", "2020-04-25"),
                ("2020-03-09", "2020-03-14"),
                1.2,
            ),
            (
                ("2020-01-08", "2020-01-25"),
                ("2020-01-27", "2020-02-22"),
                1.1,
            ),
            (
                ("2019-03-11", "2019-03-21"),
                ("2019-03-22", "2019-03-30"),
                1.04,
            ),
        ] {
            let inside = |(from, to): (&str, &str)| {
                let (from, to) = (from.to_owned(), to.to_owned());
                day_mean(&days, move |date| *from <= *date && *date < *to)
            };
            assert!(inside(stretch) > factor * inside(before), "{stretch:?}");
        }
    }

    #[test]
    fn holidays_are_closed() {
        let history = history();
        let dates: BTreeSet<&str> = history.iter().map(|q| q.date.as_str()).collect();
        for closed in [
            "2018-01-01",
            "2019-04-22",
            "2020-04-27",
            "2020-12-25",
            "2021-01-01",
        ] {
            assert!(!dates.contains(closed), "{closed}");
        }
        assert_eq!(
            (dates.first(), dates.last()),
            (Some(&"2018-01-02"), Some(&"2021-02-26"))
        );
        assert!(history.iter().all(|q| (1..=12).contains(&q.month)));
    }
}

/// The roster of the sample week as it is.
struct Week {
    config: Config,
    people: Vec<roster::Person>,
    roster: Roster,
}

fn week() -> Week {
    let config = Config::read(&home("config/kcc.toml")).unwrap();
    let people = roster::read_people(&config.people, config.leave.as_deref()).unwrap();
    let monday = IsoWeek::parse("2021-W15").unwrap().monday;
    let grid = Grid::days(config.zone, monday, 7, config.step);
    let present = config.present.as_ref().unwrap();
    let roster = roster::read_roster(&present.file, &present.codes, &grid, &people).unwrap();
    Week {
        config,
        people,
        roster,
    }
}

mod present {
    use super::*;

    #[test]
    fn the_events_are_those_of_the_truth() {
        let config = week().config;
        let written = config.events.iter().map(|event| {
            let days = (event.from.to_string(), event.to.to_string());
            (event.name.clone(), event.kind, days.0, days.1)
        });
        let made = truth::BENDS.iter().flat_map(|bend| {
            let stretch = |(from, to): &(&str, &str)| {
                (
                    bend.name.to_owned(),
                    bend.kind,
                    (*from).to_owned(),
                    (*to).to_owned(),
                )
            };
            bend.stretches.iter().map(stretch)
        });
        let (written, made): (BTreeSet<_>, BTreeSet<_>) = (written.collect(), made.collect());
        assert_eq!(written, made);
    }

    #[test]
    fn the_roster_obeys_every_rule() {
        let week = week();
        let open = week.config.opening.mask(&week.roster.grid);
        let setting = Setting {
            people: &week.people,
            queue: &week.config.history.queue,
            rules: &week.config.rules,
            shifts: &week.config.shifts,
            work: &week.config.work,
            open: &open,
            holidays: &BTreeSet::new(),
            seats: &week.config.seats,
            locked: &[],
            before: &[],
        };
        assert_eq!(roster::check(&setting, &week.roster), Vec::new());
    }

    /// 24 people, some 650 paid hours; half of them on the phone, 58 to 66 a day after sickness.
    #[test]
    fn the_hours_bridge_closes() {
        let week = week();
        let hours = |activity: &Activity| {
            let people = week.roster.people_at(activity);
            people
                .values
                .iter()
                .map(|agents| agents.0 * 0.25)
                .sum::<f64>()
        };
        let contract: f64 = week.people.iter().map(|p| p.contract.hours().0).sum();
        let paid: f64 = week
            .roster
            .shifts
            .iter()
            .map(|shift| shift.paid().hours().0)
            .sum();
        let leave = 5.0 * 7.2 + 2.0 * 8.0;
        assert_eq!(week.people.len(), 24);
        assert!((contract - paid - leave).abs() < 1e-9);
        assert!((630.0..680.0).contains(&contract) && (0.06..0.10).contains(&(leave / contract)));
        let other = week
            .config
            .work
            .iter()
            .map(|work| Activity::Work(work.name.clone()));
        let other: f64 = other.map(|work| hours(&work)).sum();
        let phone = hours(&Activity::Contacts);
        assert!((paid - phone - other - hours(&Activity::Break)).abs() < 1e-6);
        let on_phone = phone * (1.0 - week.config.absence.0) / 5.0;
        assert!((58.0..66.0).contains(&on_phone), "{on_phone}");
    }

    /// At the 620 calls a day that the truth expects in this week: a calm week of April, in which
    /// callers wait less than the 4.5 minutes of the whole of 2020, yet longer than the target that is a
    /// quarter below it.
    #[test]
    fn callers_of_a_calm_week_wait_for_minutes() {
        let week = week();
        let grid = week.roster.grid;
        let open = week.config.opening.mask(&grid);
        let whole: f64 = truth::PROFILE.iter().sum();
        let expected = |i: usize| match open.values[i] {
            true => 620.0 * truth::WEEKDAYS[i / 96] * truth::PROFILE[i % 96 - 34] / whole,
            false => 0.0,
        };
        let traffic = Traffic {
            arrivals: Arrivals::Expected,
            contacts: Series::from_fn(grid, |i| Contacts(expected(i))),
            handle_time: Series::filled(grid, Seconds(truth::HANDLE_TIME_LATER)),
            patience: Seconds(truth::PATIENCE),
            busyness: truth::BUSYNESS,
            open,
        };
        let case = Case {
            name: "present".into(),
            staffing: Staffing::People((0..).zip(&week.roster.shifts).map(presence).collect()),
            overflow: None,
        };
        let options = week.config.simulation();
        let wait = run(&traffic, &[case], &options).unwrap().outcomes[0].wait;
        assert!(
            wait.low > 0.75 * 4.5 * 60.0 && wait.high < 4.5 * 60.0,
            "{wait:?}"
        );
    }

    fn presence((key, shift): (u64, &roster::Shift)) -> Presence {
        let contacts = |segment: &&roster::Segment| segment.activity == Activity::Contacts;
        let segments = shift.segments.iter().filter(contacts);
        Presence {
            key,
            spans: segments.map(|s| (s.span.from, s.span.to)).collect(),
        }
    }

    /// The truth's habitual week is this roster, whole people counted.
    #[test]
    fn the_habit_of_the_past_is_the_roster() {
        let coverage = week().roster.coverage();
        for (day, habit) in truth::HABIT.iter().enumerate() {
            for (quarter, agents) in habit.iter().enumerate() {
                assert_eq!(coverage.values[day * 96 + 34 + quarter].0.floor(), *agents);
            }
        }
    }
}
