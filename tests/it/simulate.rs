//! The simulation against stationary sums, exact days and days small enough to work out by hand.

use bezet::calendar::{Grid, Series};
use bezet::simulate::{
    Arrivals, Case, Options, Overflow, Presence, Record, Run, Staffing, Traffic, record, run,
};
use bezet::units::{Agents, Contacts, Seconds, Share};
use chrono::NaiveDate;

const QUARTER: f64 = 900.0;

fn grid(days: u32, step: u32) -> Grid {
    let monday = NaiveDate::from_ymd_opt(2021, 4, 12).unwrap();
    Grid::days(chrono_tz::Europe::Amsterdam, monday, days, step)
}

fn options(replications: u32) -> Options {
    Options {
        replications,
        seed: 11,
        absence: Share(0.0),
        answer_within: Seconds(60.0),
        long_wait: Seconds(1200.0),
    }
}

fn counts(name: &str, agents: Series<Agents>) -> Case {
    Case {
        name: name.into(),
        staffing: Staffing::Counts(agents),
        overflow: None,
    }
}

/// A day that opens at 08:30, with rates per second and agents per quarter from there on.
struct Day {
    rates: Vec<f64>,
    agents: Vec<f64>,
    service: f64,
    patience: f64,
}

impl Day {
    fn series<U>(&self, value: impl Fn(usize) -> U, none: U) -> Series<U>
    where
        U: Copy,
    {
        Series::from_fn(grid(1, 15), |i| match i.checked_sub(34) {
            Some(quarter) if quarter < self.rates.len() => value(quarter),
            _ => none,
        })
    }

    fn traffic(&self) -> Traffic {
        Traffic {
            arrivals: Arrivals::Expected,
            contacts: self.series(|q| Contacts(self.rates[q] * QUARTER), Contacts::ZERO),
            handle_time: self.series(|_| Seconds(self.service), Seconds(self.service)),
            open: self.series(|_| true, false),
            patience: Seconds(self.patience),
            busyness: f64::INFINITY,
        }
    }

    fn case(&self) -> Case {
        counts("day", self.series(|q| Agents(self.agents[q]), Agents::ZERO))
    }
}

/// The rates of a day of 650 calls with a broad morning peak, in calls per quarter of an hour.
const SHAPE: [f64; 34] = [
    32.0, 37.0, 47.0, 54.0, 58.0, 60.5, 61.5, 61.5, 60.5, 59.0, 57.0, 53.5, 48.5, 42.5, 35.5, 31.0,
    29.0, 31.0, 37.0, 41.5, 44.5, 46.5, 47.5, 47.0, 45.0, 43.0, 41.0, 38.5, 35.5, 32.5, 29.5, 26.5,
    23.5, 22.0,
];

fn shaped(calls: f64, agents: Vec<f64>, patience: f64) -> Day {
    let total: f64 = SHAPE.iter().sum();
    Day {
        rates: SHAPE.iter().map(|x| x / total * calls / QUARTER).collect(),
        agents,
        service: 330.0,
        patience,
    }
}

fn staff(stretches: &[(usize, f64)]) -> Vec<f64> {
    stretches
        .iter()
        .flat_map(|&(quarters, agents)| vec![agents; quarters])
        .collect()
}

/// A day of 650 calls and 58 agent-hours; the exact mean wait is 266.76 s by uniformisation.
fn busy_day() -> Day {
    let agents = staff(&[(2, 5.0), (2, 6.0), (10, 8.0), (6, 6.0), (10, 7.0), (4, 6.0)]);
    shaped(650.0, agents, 2400.0)
}

fn assert_within(run: &Run, exact: f64) {
    let wait = run.outcomes[0].wait;
    // Three half widths: one run in some ten thousand would fail by chance, and the seed is fixed.
    let allowed = 1.5 * (wait.high - wait.low);
    assert!(
        (wait.mean - exact).abs() < allowed,
        "{wait:?} against {exact}"
    );
    assert!(
        allowed < 0.05 * exact,
        "too few replications to tell: {wait:?}"
    );
}

mod exact_days {
    use super::*;

    #[test]
    fn a_busy_day() {
        let day = busy_day();
        assert_within(
            &run(&day.traffic(), &[day.case()], &options(4000)).unwrap(),
            266.76,
        );
    }

    #[test]
    fn agents_who_leave_for_lunch_finish_their_call() {
        let agents = staff(&[(2, 7.0), (12, 10.0), (4, 5.0), (10, 10.0), (6, 6.0)]);
        let day = shaped(600.0, agents, 1200.0);
        assert_within(
            &run(&day.traffic(), &[day.case()], &options(8000)).unwrap(),
            40.92,
        );
    }

    /// The same day with the leavers named beforehand: one of them may be busy while another
    /// idles, who would have left in the count above; the exact mean is 39.73 s.
    #[test]
    fn named_people_go_for_lunch_themselves() {
        let spans: [&[(i32, i32)]; 10] = [
            &[(510, 720), (780, 930)],
            &[(510, 720), (780, 930)],
            &[(510, 720), (780, 930)],
            &[(510, 720), (780, 930)],
            &[(510, 1020)],
            &[(510, 1020)],
            &[(510, 1020)],
            &[(540, 1020)],
            &[(540, 1020)],
            &[(540, 720), (780, 1020)],
        ];
        let presences = (0..).zip(spans).map(|(key, spans)| Presence {
            key,
            spans: spans.to_vec(),
        });
        let case = Case {
            name: "named".into(),
            staffing: Staffing::People(presences.collect()),
            overflow: None,
        };
        let day = shaped(600.0, Vec::new(), 1200.0);
        assert_within(
            &run(&day.traffic(), &[case], &options(8000)).unwrap(),
            39.73,
        );
    }
}

/// M/M/c+M by the sum over its states: mean wait over all offered, share abandoning.
fn stationary(rate: f64, service: f64, patience: f64, agents: usize) -> (f64, f64) {
    let (mut weight, mut total, mut queue) = (1.0, 1.0, 0.0);
    for state in 1..2000 {
        let busy = state.min(agents) as f64;
        let waiting = state.saturating_sub(agents) as f64;
        weight *= rate / (busy / service + waiting / patience);
        total += weight;
        queue += weight * waiting;
    }
    let wait = queue / total / rate;
    (wait, wait / patience)
}

#[test]
fn long_days_are_stationary() {
    let grid = grid(20, 60);
    let traffic = Traffic {
        arrivals: Arrivals::Expected,
        contacts: Series::filled(grid, Contacts(75.0)),
        handle_time: Series::filled(grid, Seconds(330.0)),
        open: Series::filled(grid, true),
        patience: Seconds(900.0),
        busyness: f64::INFINITY,
    };
    let case = counts("seven", Series::filled(grid, Agents(7.0)));
    let outcome = &run(&traffic, &[case], &options(400)).unwrap().outcomes[0];
    let (wait, abandoned) = stationary(75.0 / 3600.0, 330.0, 900.0, 7);
    // The first hour starts empty: less than 0.1 % of 20 days.
    assert!(
        (outcome.wait.mean / wait - 1.0).abs() < 0.01,
        "{:?} {wait}",
        outcome.wait
    );
    assert!((outcome.abandoned.mean / abandoned - 1.0).abs() < 0.01);
    let occupancy = 75.0 / 3600.0 * 330.0 * (1.0 - abandoned) / 7.0;
    assert!((outcome.occupancy.mean / occupancy - 1.0).abs() < 0.01);
}

/// Abandonments over total waiting time estimates the rate of patience, day after day.
#[test]
fn the_record_gives_the_patience_back() {
    let day = busy_day();
    let mut total = Record::default();
    for seed in 0..60 {
        let options = Options { seed, ..options(1) };
        for quarter in record(&day.traffic(), &day.case(), &options)
            .unwrap()
            .values
        {
            total.offered += quarter.offered;
            total.answered += quarter.answered;
            total.abandoned += quarter.abandoned;
            total.wait += quarter.wait;
            total.handle_time += quarter.handle_time;
        }
    }
    assert_eq!(total.offered, total.answered + total.abandoned);
    let patience = total.wait / f64::from(total.abandoned);
    // Some 4300 abandonments: standard error 1.5 %, three of them allowed.
    assert!((patience / 2400.0 - 1.0).abs() < 0.045, "{patience}");
    assert!((total.handle_time / f64::from(total.answered) / 330.0 - 1.0).abs() < 0.02);
}

mod comparison {
    use super::*;

    #[test]
    fn a_case_beside_itself_has_ratio_one() {
        let day = busy_day();
        let result = run(&day.traffic(), &[day.case(), day.case()], &options(50)).unwrap();
        let ratio = result.wait_ratio(1, 0).unwrap();
        assert_eq!((ratio.low, ratio.mean, ratio.high), (1.0, 1.0, 1.0));
    }

    /// The same contacts make the ratio far sharper than independent runs would.
    #[test]
    fn common_contacts_sharpen_the_ratio() {
        let (day, mut more) = (busy_day(), busy_day());
        more.agents[5..14].fill(9.0);
        let result = run(&day.traffic(), &[day.case(), more.case()], &options(400)).unwrap();
        let ratio = result.wait_ratio(1, 0).unwrap();
        let half = |low: f64, mean: f64, high: f64| (high - low) / 2.0 / mean;
        let of = |i: usize| {
            let wait = result.outcomes[i].wait;
            half(wait.low, wait.mean, wait.high)
        };
        let apart = of(0).hypot(of(1));
        assert!(half(ratio.low, ratio.mean, ratio.high) < 0.6 * apart);
        assert!(ratio.high < 1.0);
    }

    #[test]
    fn threads_do_not_matter() {
        let day = busy_day();
        let mut traffic = day.traffic();
        traffic.busyness = 40.0;
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .unwrap();
            let result = pool.install(|| run(&traffic, &[day.case()], &options(100)).unwrap());
            serde_json::to_string(&result.outcomes).unwrap()
        };
        assert_eq!(on(1), on(2));
    }
}

/// Days on which it is plain what must happen.
mod by_hand {
    use super::*;

    fn presence(key: u64, spans: &[(i32, i32)]) -> Presence {
        Presence {
            key,
            spans: spans.to_vec(),
        }
    }

    fn people(presences: Vec<Presence>) -> Case {
        Case {
            name: "people".into(),
            staffing: Staffing::People(presences),
            overflow: None,
        }
    }

    /// Calls of no length worth speaking of, 60 an hour from 9 to 12, callers of endless patience.
    fn traffic(days: u32) -> Traffic {
        let grid = grid(days, 60);
        let open = |i: usize| (9..12).contains(&(i % 24));
        Traffic {
            arrivals: Arrivals::Expected,
            contacts: Series::filled(grid, Contacts(60.0)),
            handle_time: Series::filled(grid, Seconds(1e-6)),
            open: Series::from_fn(grid, open),
            patience: Seconds(f64::INFINITY),
            busyness: f64::INFINITY,
        }
    }

    /// The mean wait of an hour whose callers all wait for its end is half an hour.
    fn assert_minutes(wait: Option<Seconds>, minutes: f64) {
        let wait = wait.unwrap().minutes();
        assert!((wait - minutes).abs() < 0.5, "{wait} against {minutes}");
    }

    #[test]
    fn a_break_makes_callers_wait_for_its_end() {
        let case = people(vec![presence(1, &[(540, 600), (660, 720)])]);
        let outcome = &run(&traffic(1), &[case], &options(200)).unwrap().outcomes[0];
        assert_minutes(outcome.wait_by_interval.values[9], 0.0);
        assert_minutes(outcome.wait_by_interval.values[10], 30.0);
        assert_minutes(outcome.wait_by_interval.values[11], 0.0);
        assert_eq!(outcome.wait_by_interval.values[12], None);
        assert!((outcome.long_waits.mean - 2.0 / 9.0).abs() < 0.01);
    }

    #[test]
    fn nobody_waits_overnight() {
        let case = people(vec![
            presence(1, &[(540, 600)]),
            presence(2, &[(1980, 2040)]),
        ]);
        let outcome = &run(&traffic(2), &[case], &options(20)).unwrap().outcomes[0];
        // The last to leave stays, so callers are answered though the shift has ended at ten.
        assert_minutes(outcome.wait_by_interval.values[11], 0.0);
        // From nine on the first day's person is gone; the second comes on the second day at nine.
        assert_minutes(outcome.wait_by_interval.values[24 + 9], 0.0);
    }

    #[test]
    fn without_anybody_all_hang_up_at_midnight() {
        let outcome = &run(&traffic(2), &[people(Vec::new())], &options(20))
            .unwrap()
            .outcomes[0];
        assert_eq!(outcome.abandoned.mean, 1.0);
        assert_minutes(outcome.wait_by_interval.values[11], 12.5 * 60.0);
        assert_eq!(outcome.occupancy.mean, 0.0);
    }

    #[test]
    fn absence_takes_whole_days() {
        let half = Options {
            absence: Share(0.5),
            ..options(2000)
        };
        let case = people(vec![presence(1, &[(540, 720)])]);
        let outcome = &run(&traffic(2), &[case], &half).unwrap().outcomes[0];
        // Day one: nobody in half of the replications. Binomial: four standard errors are 4.5 %.
        let day_one = outcome.wait_by_interval.values[9].unwrap().minutes();
        assert!(
            (day_one / (0.5 * 14.5 * 60.0) - 1.0).abs() < 0.09,
            "{day_one}"
        );
    }

    #[test]
    fn a_fraction_of_an_agent_is_there_for_part_of_the_interval() {
        let agents = Series::from_fn(grid(1, 60), |i| match i {
            9 => Agents(0.75),
            10 | 11 => Agents(1.0),
            _ => Agents::ZERO,
        });
        let outcome = &run(&traffic(1), &[counts("part", agents)], &options(400)).unwrap();
        // There from 09:15 on: a quarter of the callers waits 7.5 minutes.
        assert_minutes(outcome.outcomes[0].wait_by_interval.values[9], 7.5 / 4.0);
    }

    /// With calls that never end, one agent and a limit of 1.5 mean handle times, the first caller
    /// is answered, the second waits (predicted: one handle time) and all others go outside.
    #[test]
    fn overflow_follows_the_predicted_wait() {
        let mut traffic = traffic(1);
        traffic.handle_time = Series::filled(grid(1, 60), Seconds(1e9));
        let outside = |windows: bool| {
            let mut case = people(vec![presence(1, &[(500, 720)])]);
            case.overflow = Some(Overflow {
                wait_above: Series::filled(grid(1, 60), windows.then_some(Seconds(1.5e9))),
                answer: Seconds(30.0),
            });
            run(&traffic, &[case], &options(50))
                .unwrap()
                .outcomes
                .remove(0)
        };
        let (open, closed) = (outside(true), outside(false));
        assert!((open.offered.mean - open.overflowed.mean - 2.0).abs() < 1e-9);
        assert_eq!(closed.overflowed.mean, 0.0);
    }

    #[test]
    fn differing_grids_are_refused() {
        let case = counts("quarters", Series::filled(grid(1, 15), Agents(1.0)));
        assert!(run(&traffic(1), &[case], &options(1)).is_err());
    }
}

/// What was recorded is imitated as it was: its contacts, their handle time, and no chance twice.
mod recorded {
    use super::*;

    /// Fifty days of eight busy quarters, drawn from a queue that is fuller than it can stand.
    fn past(seed: u64) -> (Traffic, Case, Series<Record>) {
        let grid = grid(50, 15);
        let open = |i: usize| (36..44).contains(&(i % 96));
        let traffic = Traffic {
            arrivals: Arrivals::Expected,
            contacts: Series::filled(grid, Contacts(12.0)),
            handle_time: Series::filled(grid, Seconds(300.0)),
            open: Series::from_fn(grid, open),
            patience: Seconds(1800.0),
            busyness: f64::INFINITY,
        };
        let case = Case {
            name: "past".into(),
            staffing: Staffing::Counts(Series::filled(grid, Agents(4.0))),
            overflow: None,
        };
        let options = Options { seed, ..options(1) };
        let records = record(&traffic, &case, &options).unwrap();
        (traffic, case, records)
    }

    /// The same days from their record, in either meaning of it.
    fn again(traffic: &Traffic, records: &Series<Record>, arrivals: Arrivals) -> Traffic {
        let mean = |r: &Record| match r.answered {
            0 => 300.0,
            answered => r.handle_time / f64::from(answered),
        };
        let grid = records.grid;
        Traffic {
            arrivals,
            contacts: Series::from_fn(grid, |i| Contacts(f64::from(records.values[i].offered))),
            handle_time: Series::from_fn(grid, |i| Seconds(mean(&records.values[i]))),
            ..traffic.clone()
        }
    }

    #[test]
    fn every_replication_has_the_recorded_contacts_and_work() {
        let (traffic, case, records) = past(1);
        let again = again(&traffic, &records, Arrivals::Recorded);
        let count: u32 = records.values.iter().map(|r| r.offered).sum();
        let run = run(&again, std::slice::from_ref(&case), &options(8)).unwrap();
        let offered = run.outcomes[0].offered;
        assert_eq!(
            (offered.low, offered.high),
            (f64::from(count), f64::from(count))
        );
        let endless = Traffic {
            patience: Seconds(f64::INFINITY),
            ..again.clone()
        };
        for (index, one) in record(&endless, &case, &options(1))
            .unwrap()
            .values
            .iter()
            .enumerate()
        {
            let work = again.contacts.values[index].0 * again.handle_time.values[index].0;
            assert_eq!(one.offered, records.values[index].offered);
            if one.offered > 0 {
                assert!((one.handle_time - work).abs() < 1e-6 * work, "{index}");
            }
        }
    }

    /// Mean predicted less recorded wait of forty pasts, over the recorded one, with its interval.
    fn bias(arrivals: Arrivals) -> bezet::simulate::Estimate {
        let pairs = (0..40).map(|seed| {
            let (traffic, case, records) = past(seed);
            let again = again(&traffic, &records, arrivals);
            let wait: f64 = records.values.iter().map(|r| r.wait).sum();
            let offered: u32 = records.values.iter().map(|r| r.offered).sum();
            let wait = wait / f64::from(offered);
            let run = run(&again, &[case], &options(16)).unwrap();
            (run.outcomes[0].wait.mean - wait, wait)
        });
        bezet::simulate::Estimate::of_ratio(pairs)
    }

    #[test]
    fn the_prediction_is_unbiased_and_a_record_taken_for_means_is_not() {
        let exact = bias(Arrivals::Recorded);
        let twice = bias(Arrivals::Expected);
        // Within three of the interval's half widths: 0 but for a chance far below 1 in 1000.
        let half = exact.high - exact.mean;
        assert!(exact.mean.abs() < 3.0 * half && half < 0.02, "{exact:?}");
        assert!(twice.low > 0.03, "{twice:?}");
    }
}
