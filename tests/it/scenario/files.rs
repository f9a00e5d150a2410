//! Scenario files: what they inherit, and every mistake at once.

use super::centre;
use bezet::config::{NUMBERS, Scenario, Shape};
use bezet::error::{Error, Problems};
use bezet::scenario::{Extras, Team, Year, compare};
use proptest::prelude::*;
use std::path::Path;

fn put(folder: &Path, name: &str, text: &str) {
    std::fs::write(folder.join(name), text).unwrap();
}

fn problems(result: Result<Scenario, Error>) -> Problems {
    match result {
        Err(Error::Problems(problems)) => problems,
        other => panic!("no problems: {other:?}"),
    }
}

const NAME: &str = "name = { en = \"x\" }\n";

#[test]
fn what_is_inherited_comes_first() {
    let folder = tempfile::tempdir().unwrap();
    put(
        folder.path(),
        "a.toml",
        &format!(
            "{NAME}[volume]\ngrowth = 0.1\n[roster]\nshape = \"best\"\n[people]\nhires = [{{ on = 2021-06-01, fte = 1.0 }}]\n"
        ),
    );
    put(
        folder.path(),
        "b.toml",
        &format!("{NAME}inherits = [\"a.toml\"]\n[volume]\ngrowth = 0.2\ndeflected = 0.05\n"),
    );
    put(
        folder.path(),
        "c.toml",
        &format!(
            "{NAME}inherits = [\"a.toml\", \"b.toml\"]\n[volume]\ngrowth = 0.3\n[prices]\nsalary_year = 1\n"
        ),
    );
    let scenario = Scenario::read(&folder.path().join("c.toml"), 15).unwrap();
    assert_eq!(scenario.id, "c");
    assert_eq!(scenario.number("volume.growth"), Some(0.3));
    assert_eq!(scenario.number("volume.deflected"), Some(0.05));
    assert_eq!(scenario.shape.unwrap().value, Shape::Best);
    // who is inherited twice from one line comes once
    assert_eq!(scenario.hires.len(), 1);
    assert_eq!(scenario.files.len(), 3);
    let place = &scenario.numbers["volume.growth"].place;
    assert!(place.ends_with("c.toml: volume.growth (line 4)"), "{place}");
}

#[test]
fn every_mistake_is_told_at_once() {
    let folder = tempfile::tempdir().unwrap();
    put(
        folder.path(),
        "bad.toml",
        "name = { en = \"x\" }\ninherits = [\"nowhere.toml\"]\n[volume]\ngrowth = -1.0\ngroth = 0.1\n\
        [people]\nfte = -3\nhires = [{ on = 2021-06-01 }]\ntemporary = [{ from = 2021-06-02, to = 2021-06-01, fte = 1.0 }]\n\
        [prices]\nhour = 30\nsalary_year = 40000\n[target]\nwait_reduction = 0.2\naverage_wait_s = 100\n[roster]\nshape = \"bst\"\n[yeer]\n",
    );
    let problems = problems(Scenario::read(&folder.path().join("bad.toml"), 15));
    let found = |code: &str, part: &str| {
        problems
            .iter()
            .any(|problem| problem.code == code && problem.to_string().contains(part))
    };
    assert!(found("C105", "volume.growth"), "{problems}");
    assert!(found("C102", "growth"), "{problems}");
    assert!(found("C105", "people.fte"), "{problems}");
    assert!(found("C103", "fte"), "{problems}");
    assert!(found("C174", "2021-06-02"), "{problems}");
    assert!(found("C173", "prices.salary_year"), "{problems}");
    assert!(found("C173", "average_wait_s"), "{problems}");
    assert!(found("C106", "bst"), "{problems}");
    assert!(found("C102", "yeer"), "{problems}");
    assert!(found("C109", "nowhere.toml"), "{problems}");
    assert!(problems.iter().all(|problem| !problem.hint.is_empty()));
}

#[test]
fn circles_and_contradictions_are_named() {
    let folder = tempfile::tempdir().unwrap();
    put(
        folder.path(),
        "a.toml",
        &format!("{NAME}inherits = [\"b.toml\"]\n"),
    );
    put(
        folder.path(),
        "b.toml",
        &format!("{NAME}inherits = [\"a.toml\"]\n[volume]\ngrowth = 0.1\n"),
    );
    let circle = problems(Scenario::read(&folder.path().join("a.toml"), 15));
    assert_eq!(
        circle
            .iter()
            .map(|problem| problem.code)
            .collect::<Vec<_>>(),
        ["C171"]
    );
    assert!(
        circle.to_string().contains("`a.toml`, `b.toml`"),
        "{circle}"
    );
    put(
        folder.path(),
        "c.toml",
        &format!("{NAME}[volume]\ngrowth = 0.2\n"),
    );
    put(
        folder.path(),
        "d.toml",
        &format!("{NAME}[volume]\ngrowth = 0.1\n"),
    );
    put(
        folder.path(),
        "both.toml",
        &format!("{NAME}inherits = [\"c.toml\", \"d.toml\"]\n"),
    );
    let clash = problems(Scenario::read(&folder.path().join("both.toml"), 15));
    assert_eq!(
        clash.iter().map(|problem| problem.code).collect::<Vec<_>>(),
        ["C172"]
    );
    assert!(
        clash.to_string().contains("c.toml: volume.growth (line 3)"),
        "{clash}"
    );
}

#[test]
fn the_example_states_every_key() {
    let path = crate::support::file("config/scenarios/every-key.toml");
    let scenario = Scenario::read(&path, 15).unwrap();
    let left_out = ["prices.hour", "target.average_wait_s"];
    for number in NUMBERS {
        let stated = scenario.numbers.contains_key(number.key);
        assert_eq!(stated, !left_out.contains(&number.key), "{}", number.key);
    }
    assert_eq!(
        (
            scenario.hires.len(),
            scenario.leavers.len(),
            scenario.temporary.len()
        ),
        (1, 1, 1)
    );
}

#[test]
fn people_come_and_go_by_the_day() {
    let folder = centre::folder();
    let config = centre::config(folder.path());
    let path = folder.path().join("people.toml");
    put(
        folder.path(),
        "people.toml",
        &format!(
            "{NAME}[people]\nfte = 4.0\nramp_weeks = 4\nramp_share = 0.5\n\
        hires = [{{ on = 2021-06-16, fte = 2.0 }}]\nleavers = [{{ on = 2021-09-01, fte = 1.0 }}]\n\
        temporary = [{{ from = 2021-07-01, to = 2021-07-31, fte = 0.5 }}]\n"
        ),
    );
    let scenario = Scenario::read(&path, 60).unwrap();
    let year = Year::read(&config, &scenario).unwrap();
    assert_eq!(year.months[0].to_string(), "2021-03-01");
    let team = Team::of(&year, &scenario);
    let near =
        |found: f64, wanted: f64| assert!((found - wanted).abs() < 1e-12, "{found} {wanted}");
    near(team.paid[0], 4.0);
    // June has 15 of 30 days with two more, who are worth one for four weeks
    near(team.paid[3], 4.0 + 2.0 * 15.0 / 30.0);
    near(team.worth[3], 4.0 + 1.0 * 15.0 / 30.0);
    // of July they are new for 13 days, and half a place more is there
    near(team.paid[4], 6.5);
    near(team.worth[4], 6.5 - 13.0 / 31.0);
    near(team.paid[6], 5.0);
    near(team.hired, 2.0);
    // before the year nobody comes
    put(
        folder.path(),
        "early.toml",
        &format!("{NAME}[people]\nhires = [{{ on = 2020-06-16, fte = 2.0 }}]\n"),
    );
    let early = Scenario::read(&folder.path().join("early.toml"), 60).unwrap();
    let Err(Error::Problems(problems)) = compare(&config, &[early], Extras::default()) else {
        panic!("a hire before the year");
    };
    assert!(
        problems.iter().any(|problem| problem.code == "C174"),
        "{problems}"
    );
    put(
        folder.path(),
        "past.toml",
        &format!("{NAME}[year]\nfrom = \"2020-06\"\n"),
    );
    let past = Scenario::read(&folder.path().join("past.toml"), 60).unwrap();
    let Err(Error::Problems(problems)) = Year::read(&config, &past) else {
        panic!("a year of the record");
    };
    assert!(
        problems.iter().any(|problem| problem.code == "C176"),
        "{problems}"
    );
}

proptest! {
    /// Whatever stands in place of some letters, there is a scenario or there are problems.
    #[test]
    fn no_scenario_makes_it_panic(at in 0..3000_usize, long in 0..40_usize, with in "[ -~\n]{0,12}") {
        let text = crate::support::text("config/scenarios/every-key.toml");
        let letters: Vec<char> = text.chars().collect();
        let at = at.min(letters.len());
        let after = (at + long).min(letters.len());
        let changed: String = letters[..at].iter().copied().chain(with.chars()).chain(letters[after..].iter().copied()).collect();
        let folder = tempfile::tempdir().unwrap();
        put(folder.path(), "growth-10.toml", "name = { en = \"x\" }\n");
        put(folder.path(), "changed.toml", &changed);
        match Scenario::read(&folder.path().join("changed.toml"), 15) {
            Ok(scenario) => prop_assert!(scenario.number("volume.growth").unwrap() > -1.0),
            Err(Error::Problems(problems)) => {
                prop_assert!(problems.iter().all(|problem| !problem.place.is_empty()));
            }
            Err(other) => prop_assert!(false, "{other}"),
        }
    }
}
