use super::*;
use crate::calendar::Grid;

/// Own data of the inputs, for one kind of interval.
struct Setting {
    contacts: Series<Contacts>,
    handle_time: Series<Seconds>,
    open: Series<bool>,
}

impl Setting {
    fn new(contacts: f64) -> Self {
        let date = chrono::NaiveDate::from_ymd_opt(2021, 4, 12).unwrap();
        let grid = Grid::days(chrono_tz::Europe::Amsterdam, date, 1, 15);
        Self {
            contacts: Series::filled(grid, Contacts(contacts)),
            handle_time: Series::filled(grid, Seconds(330.0)),
            open: Series::from_fn(grid, |interval| (34..68).contains(&interval)),
        }
    }

    fn inputs(&self) -> CurveInputs<'_> {
        CurveInputs {
            contacts: &self.contacts,
            handle_time: &self.handle_time,
            open: &self.open,
            patience: Some(Seconds(600.0)),
            busyness: f64::INFINITY,
            absent: Share(0.0),
            overflow: None,
            most: 25,
        }
    }

    fn thresholds(&self, wait_above: f64) -> Series<Option<Seconds>> {
        self.open.map(|open| open.then_some(Seconds(wait_above)))
    }

    fn rates(&self, factor: f64) -> Rates {
        let arrival = self.contacts.values[0].0 / 900.0 * factor;
        Rates::new(arrival, 330.0_f64.recip(), 600.0_f64.recip()).unwrap()
    }
}

fn outside(wait_above: &Series<Option<Seconds>>) -> Overflow<'_> {
    Overflow {
        wait_above,
        answer: Seconds(30.0),
    }
}

fn falls_with_falling_returns(values: &[f64]) -> bool {
    let steps: Vec<f64> = values.windows(2).map(|pair| pair[0] - pair[1]).collect();
    let fuzz = 1e-9 * values[0];
    steps.iter().all(|step| *step >= -fuzz) && steps.is_sorted_by(|a, b| *b <= a + fuzz)
}

#[test]
fn certain_days_give_erlang_a() {
    let setting = Setting::new(18.0);
    let curves = Curves::new(&setting.inputs()).unwrap();
    for agents in 0..=25 {
        let wait = erlang_a(f64::from(agents), &setting.rates(1.0)).e_wait;
        let found = curves.waiting(40, agents);
        // The hull may take off what rounding made of a straight stretch.
        assert!(
            (found - 18.0 * wait).abs() < 1e-7 * (1.0 + 18.0 * wait),
            "{agents}"
        );
        assert_eq!(curves.overflow(40, agents), 0.0);
    }
    assert_eq!(curves.waiting(33, 0), 0.0);
    assert_eq!(curves.waiting(1_000_000, 0), 0.0);
    assert_eq!(curves.waiting(40, 1000), curves.waiting(40, 25));
    let middle = 0.75 * curves.waiting(40, 6) + 0.25 * curves.waiting(40, 7);
    assert!((curves.waiting_at(40, 6.25) - middle).abs() < 1e-9);
}

#[test]
fn seven_days_stand_for_all() {
    use statrs::distribution::{ContinuousCDF, Gamma};
    let setting = Setting::new(18.0);
    for shape in [100.0, 25.0] {
        let curves = Curves::new(&CurveInputs {
            busyness: shape,
            ..setting.inputs()
        });
        let law = Gamma::new(shape, shape).unwrap();
        for agents in [5.0_f64, 7.0, 9.0] {
            let waits = (0..400).map(|day| {
                let factor = law.inverse_cdf((f64::from(day) + 0.5) / 400.0);
                18.0 * factor * erlang_a(agents, &setting.rates(factor)).e_wait / 400.0
            });
            let truth: f64 = waits.sum();
            let found = curves.as_ref().unwrap().waiting(40, agents as u32);
            // Seven days reckon the wait to within 1 % of four hundred.
            assert!(
                (found / truth - 1.0).abs() < 0.01,
                "{shape} {agents}: {found} {truth}"
            );
        }
    }
}

#[test]
fn absence_averages_who_comes() {
    let setting = Setting::new(18.0);
    let sure = Curves::new(&setting.inputs()).unwrap();
    let curves = Curves::new(&CurveInputs {
        absent: Share(0.1),
        ..setting.inputs()
    });
    let found = curves.unwrap().waiting(40, 1);
    let truth = 0.1 * sure.waiting(40, 0) + 0.9 * sure.waiting(40, 1);
    assert!((found - truth).abs() < 1e-6);
}

#[test]
fn all_curves_fall_with_falling_returns() {
    for contacts in [0.3, 4.0, 11.0, 18.0, 30.0, 60.0] {
        let setting = Setting::new(contacts);
        for (wait_above, busyness, absent) in [
            (60.0, f64::INFINITY, 0.0),
            (420.0, 50.0, 0.05),
            (900.0, 8.0, 0.0),
            (0.0, 20.0, 0.1),
        ] {
            let thresholds = setting.thresholds(wait_above);
            for overflow in [None, Some(outside(&thresholds))] {
                let curves = Curves::new(&CurveInputs {
                    busyness,
                    absent: Share(absent),
                    overflow,
                    ..setting.inputs()
                });
                let curves = curves.unwrap();
                let waiting: Vec<f64> = (0..=25).map(|n| curves.waiting(40, n)).collect();
                let gone: Vec<f64> = (0..=25).map(|n| curves.overflow(40, n)).collect();
                assert!(
                    falls_with_falling_returns(&waiting),
                    "{contacts}: {waiting:?}"
                );
                assert!(falls_with_falling_returns(&gone), "{contacts}: {gone:?}");
            }
        }
    }
}

#[test]
fn with_nobody_there_all_go_outside() {
    let setting = Setting::new(18.0);
    let curves = Curves::new(&CurveInputs {
        overflow: Some(outside(&setting.thresholds(420.0))),
        ..setting.inputs()
    });
    let curves = curves.unwrap();
    assert!((curves.overflow(40, 0) - 18.0).abs() < 1e-9);
    assert!(curves.overflow(40, 12) < 0.1);
    // Enough agents: hardly anybody goes, and the waiting is that of Erlang A.
    let inside = Curves::new(&setting.inputs()).unwrap().waiting(40, 10);
    assert!((curves.waiting(40, 10) / inside - 1.0).abs() < 0.05);
}

#[test]
fn without_patience_the_day_bounds_the_wait() {
    let setting = Setting::new(18.0);
    let curves = Curves::new(&CurveInputs {
        patience: None,
        ..setting.inputs()
    });
    let day = 34.0 * 900.0;
    let found = curves.unwrap().waiting(40, 0);
    assert!((found / (18.0 * day) - 1.0).abs() < 1e-6);
}

#[test]
fn senseless_chances_are_refused_together() {
    let setting = Setting::new(18.0);
    let error = Curves::new(&CurveInputs {
        busyness: 0.0,
        absent: Share(f64::NAN),
        ..setting.inputs()
    });
    let text = error.unwrap_err().to_string();
    assert!(text.contains("C185") && text.contains("busyness") && text.contains("absence"));
}
