//! A tiny week, all of whose choices are tried one by one.

use super::candidates::{Candidates, Choice};
use super::*;
use crate::calendar::IsoWeek;
use crate::plan::exact::Kept;
use crate::plan::{Inputs, Unwatched, require};
use crate::simulate::Overflow;
use crate::units::Seconds;
use std::fmt::Write;

/// Ten weeks of a small centre, Monday to Friday from 09:00 to 17:00 by the hour: 26 contacts of
/// 300 s, of whom one hangs up.
fn history() -> String {
    let mut text = String::from("start,offered,answered,abandoned,handle_time_s,wait_s,agents\n");
    let monday = chrono::NaiveDate::from_ymd_opt(2021, 1, 4).unwrap();
    for day in (0..70).filter(|day| day % 7 < 5) {
        for hour in 9..17 {
            let date = monday + chrono::Days::new(day);
            writeln!(text, "{date}T{hour:02}:00,26,25,1,300,90,3").unwrap();
        }
    }
    text
}

/// The tiny week with Monday's windows: 09:00-11:00 and 11:00-13:00, each shut, at 60 s or at 300 s.
struct Tiny {
    _folder: tempfile::TempDir,
    config: Config,
    inputs: Inputs,
}

impl Tiny {
    fn new(target: &str, contract: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        put("history.csv", &history());
        let days = ",08:00-18:00".repeat(5);
        let people: String = (1..=4).map(|id| format!("p{id},32{days}\n")).collect();
        put(
            "people.csv",
            &format!("id,contract_hours,mon,tue,wed,thu,fri\n{people}"),
        );
        let hours = ["mon", "tue", "wed", "thu", "fri"];
        let hours = hours
            .map(|day| format!("{day} = \"09:00-17:00\"\n"))
            .concat();
        put(
            "centre.toml",
            &format!(
                "name = \"Loket\"\nlanguage = \"en\"\nstep_minutes = 60\nlead_days = 0\n\
                 [opening]\n{hours}[history]\nfiles = [\"history.csv\"]\n\
                 [people]\nfile = \"people.csv\"\n\
                 [shifts]\nearliest = \"08:00\"\nlatest = \"18:00\"\npaid = [\"8:00\"]\n\
                 [absence]\nunplanned = 0.05\n[simulate]\nreplications = 2000\n\
                 [target]\n{target}\n\
                 [overflow]\nwindows = [\"mon 09:00-13:00\"]\nblock = \"2:00\"\ndecide = true\n\
                 wait_above_s = [60, 300]\n{contract}\n"
            ),
        );
        let config = Config::read(&folder.path().join("centre.toml")).unwrap();
        let inputs = Inputs::read(&config, week()).unwrap();
        Self {
            _folder: folder,
            config,
            inputs,
        }
    }

    fn desk(&self) -> Desk {
        Desk::new(&self.config, &self.inputs.centre, &self.inputs.expected).unwrap()
    }

    fn candidates(&self, desk: &Desk) -> Candidates {
        Candidates::of(self.config.overflow.as_ref().unwrap(), &desk.traffic.open).unwrap()
    }

    /// Each choice with the roster's exact waiting and contacts outside under it.
    fn every(&self, desk: &Desk, roster: &Roster) -> Vec<(Choice, f64, f64)> {
        let candidates = self.candidates(desk);
        let met = |choice: Choice| {
            let rule = candidates.rule(&choice);
            let days = desk.exact_days(&self.inputs.centre, roster, Some(&rule), &Kept::default());
            let (waiting, outside) = days.unwrap().sums();
            (choice, waiting, outside)
        };
        choices().into_iter().map(met).collect()
    }

    /// Price of the waiting and the bill.
    fn euros(&self, waiting: f64, outside: f64) -> f64 {
        let contract = &self.config.overflow.as_ref().unwrap().contract;
        self.config.prices.wait_minute.0 / 60.0 * waiting + contract.bill(outside).total().0
    }
}

fn week() -> IsoWeek {
    "2021-W11".parse().unwrap()
}

fn choices() -> Vec<Choice> {
    let options = [None, Some(0), Some(1)];
    let pairs = options
        .into_iter()
        .flat_map(|a| options.map(|b| vec![a, b]));
    pairs.collect()
}

fn solved(tiny: &Tiny) -> (Desk, crate::plan::Proven) {
    let mut desk = tiny.desk();
    let goal = Goal::of(&tiny.config, &tiny.inputs.expected).unwrap();
    let required = require(&tiny.config, &tiny.inputs.expected).unwrap();
    let asked = (&required, &goal);
    let watch = Unwatched::default();
    let proven = solve(
        &mut desk,
        &tiny.config,
        &tiny.inputs.centre,
        None,
        asked,
        &watch,
    );
    (desk, proven.unwrap())
}

#[test]
fn windows_are_the_best_of_all_under_target_maximum_and_minimum() {
    let mut decided = Vec::new();
    for (target, contract) in [
        ("average_wait_s = 14000", "price_per_contact = 0.40"),
        ("average_wait_s = 14000", "price_per_contact = 9.0"),
        (
            "average_wait_s = 14000",
            "price_per_contact = 0.10\nweekly_max = 20",
        ),
        (
            "average_wait_s = 14000",
            "price_per_contact = 9.0\nweekly_min = 20",
        ),
    ] {
        let tiny = Tiny::new(target, contract);
        let mut desk = tiny.desk();
        let roster = some_roster(&tiny);
        let (config, inputs) = (&tiny.config, &tiny.inputs);
        desk.decide_windows(config, &inputs.centre, &inputs.expected, &roster)
            .unwrap();
        let found = desk
            .exact_days(
                &inputs.centre,
                &roster,
                desk.overflow.as_ref(),
                &Kept::default(),
            )
            .unwrap()
            .sums();
        let most = config.overflow.as_ref().unwrap().contract.most();
        let allowed = tiny.every(&desk, &roster).into_iter();
        let allowed = allowed.filter(|(_, _, outside)| most.is_none_or(|most| *outside <= most));
        let costs = allowed.map(|(_, waiting, outside)| tiny.euros(waiting, outside));
        let least = costs.fold(f64::INFINITY, f64::min);
        let cost = tiny.euros(found.0, found.1);
        assert!(
            (cost - least).abs() < 1e-9 * least,
            "{contract}: {cost} {least}"
        );
        assert!(
            most.is_none_or(|most| found.1 <= most),
            "{contract}: {found:?}"
        );
        decided.push(found.1);
    }
    // Cheap ones go, dear ones do not unless they are paid anyway, and the maximum holds some back.
    assert!(decided[0] > 5.0 && decided[1] < decided[0], "{decided:?}");
    assert!(
        decided[3] > decided[1] && (1.0..=20.0).contains(&decided[2]),
        "{decided:?}"
    );
}

/// The present roster of nobody's choosing: solved with all windows shut.
fn some_roster(tiny: &Tiny) -> Roster {
    let goal = Goal::of(&tiny.config, &tiny.inputs.expected).unwrap();
    let required = require(&tiny.config, &tiny.inputs.expected).unwrap();
    let desk = tiny.desk();
    let watch = Unwatched::default();
    let asked = (&required, &goal);
    let proven = desk.solve(&tiny.config, &tiny.inputs.centre, None, asked, &watch);
    proven.unwrap().solution.roster
}

/// Every choice of windows is solved for its own best roster: none beats the bound, and the joint
/// decision is within its stated gap of the best of them by the exact cost.
#[test]
fn the_bound_holds_for_every_choice_and_the_decision_is_within_the_gap() {
    let tiny = Tiny::new("average_wait_s = 14000", "price_per_contact = 0.60");
    let (desk, proven) = solved(&tiny);
    let candidates = tiny.candidates(&desk);
    let goal = Goal::of(&tiny.config, &tiny.inputs.expected).unwrap();
    let required = require(&tiny.config, &tiny.inputs.expected).unwrap();
    let centre = &tiny.inputs.centre;
    let exactly = |desk: &Desk, solution: &crate::roster::Solution| {
        let sums = desk
            .exact_days(
                centre,
                &solution.roster,
                desk.overflow.as_ref(),
                &Kept::default(),
            )
            .unwrap()
            .sums();
        joint::beside(&tiny.config, solution) + tiny.euros(sums.0, sums.1)
    };
    let mut least = f64::INFINITY;
    for choice in choices() {
        let mut fixed = tiny.desk();
        fixed.open(&tiny.config, candidates.rule(&choice)).unwrap();
        let asked = (&required, &goal);
        let watch = Unwatched::default();
        let best = fixed
            .solve(&tiny.config, centre, None, asked, &watch)
            .unwrap();
        let (cost, bound) = (best.solution.cost.0, proven.solution.bound.0);
        assert!(bound <= cost + 1e-6, "{choice:?}: {bound} above {cost}");
        least = least.min(exactly(&fixed, &best.solution));
    }
    let (found, gap) = (exactly(&desk, &proven.solution), proven.solution.gap);
    assert!(found * (1.0 - gap) <= least + 1e-6, "{found} {gap} {least}");
    assert!(found <= least * 1.01, "{found} {least}");
}

/// Simulation and exact chain share no formula: Monday with two windows of different thresholds.
#[test]
fn simulation_and_exact_agree_on_two_thresholds() {
    let tiny = Tiny::new("average_wait_s = 14000", "price_per_contact = 1.0");
    let mut desk = tiny.desk();
    let roster = some_roster(&tiny);
    let rule: Overflow = tiny.candidates(&desk).rule(&[Some(0), Some(1)]);
    assert_eq!(
        rule.wait_above.values[9..13].to_vec(),
        [60.0, 60.0, 300.0, 300.0].map(|s| Some(Seconds(s)))
    );
    desk.open(&tiny.config, rule).unwrap();
    let exact = desk.exact(&tiny.inputs.centre, &roster, true).unwrap();
    let run = desk
        .simulate(&tiny.inputs.centre, &[("roster", &roster, true)])
        .unwrap();
    let outcome = &run.outcomes[0];
    for (found, exact) in [
        (outcome.wait, exact.wait.0),
        (outcome.overflowed, exact.overflowed.0),
        (outcome.abandoned, exact.abandoned.0),
    ] {
        // Two half widths are some four standard errors.
        let apart = (found.mean - exact).abs();
        assert!(
            apart <= 2.0 * (found.high - found.mean),
            "{found:?} {exact}"
        );
    }
    assert!(exact.overflowed.0 > 3.0, "{exact:?}");
}
