//! Wishes and earlier rosters as files: what a week knows of the weeks before it.

use crate::support::file;
use bezet::calendar::IsoWeek;
use bezet::config::Config;
use bezet::error::Error;
use bezet::plan::{Centre, Edit, EditKind, Editor};
use bezet::roster::{Demand, Wished, check, roster_csv};
use bezet::units::{Euros, Minutes};
use chrono::Days;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn week() -> IsoWeek {
    "2021-W15".parse().unwrap()
}

/// The sample's configuration with these lines in its table of people.
fn config(lines: &str) -> Result<Config, Error> {
    let path = file("config/kcc.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    let text = text.replace("[people]\n", &format!("[people]\n{lines}\n"));
    Config::parse(&text, &path)
}

fn centre(lines: &str) -> Result<Centre, Error> {
    Ok(Centre::read(&config(lines)?, week(), None)?.0)
}

fn written(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn wishes_go_to_their_people_at_their_price() {
    let folder = TempDir::new().unwrap();
    let wishes = "person,wish,from,to,days,weight\n\
        p07,vrij,2021-04-16,16-04-2021,,2\np07,after 10:00,,,mon-wed,\np03,voor 15:00,,,vr,\"0,5\"\n";
    let path = written(folder.path(), "wishes.csv", wishes);
    let centre = centre(&format!("wishes = '{}'", path.display())).unwrap();
    let of = |id: &str| {
        let person = centre.people.iter().find(|person| person.id == id);
        person.unwrap().wishes.clone()
    };
    let [off, late] = of("p07").try_into().unwrap();
    assert_eq!((off.wished, off.price), (Wished::Off, Euros(30.0)));
    let friday = week().monday + Days::new(4);
    assert!(off.covers(friday) && !off.covers(friday + Days::new(7)));
    assert_eq!((late.wished, late.price), (Wished::After(600), Euros(15.0)));
    assert!(late.covers(week().monday) && !late.covers(friday));
    let [early] = of("p03").try_into().unwrap();
    assert_eq!(
        (early.wished, early.price),
        (Wished::Before(900), Euros(7.5))
    );
    assert!(early.covers(friday) && of("p01").is_empty());
}

#[test]
fn every_mistake_in_wishes_is_named_at_once() {
    let folder = TempDir::new().unwrap();
    let wishes = "person,wish,from,to,days,weight\n\
        p7,off,,,,\np07,never,soon,,fri-mon,heavy\np07,off,2021-04-16,2021-04-15,,-1\n";
    let path = written(folder.path(), "wishes.csv", wishes);
    let Err(Error::Problems(problems)) = centre(&format!("wishes = '{}'", path.display())) else {
        panic!("mistakes")
    };
    let codes: Vec<&str> = problems.iter().map(|problem| problem.code).collect();
    let expected = ["P106", "P150", "P151", "P152", "P107", "P152", "P108"];
    assert_eq!(codes, expected, "{problems}");
    assert!(
        problems.to_string().contains("row 3, column days"),
        "{problems}"
    );
}

#[test]
fn earlier_weeks_are_remembered_and_the_last_version_counts() {
    let folder = TempDir::new().unwrap();
    let config = config("").unwrap();
    let at = |weeks_ago: u64| IsoWeek {
        monday: week().monday - Days::new(7 * weeks_ago),
    };
    // Last week was as this one.
    let (_, present) = Centre::read(&config, week(), None).unwrap();
    let mut csv = roster_csv(&present);
    for day in present.grid.dates() {
        let before = day - Days::new(7);
        csv = csv.replace(&day.to_string(), &before.to_string());
    }
    let dates: Vec<_> = at(1).monday.iter_days().take(7).collect();
    let holidays = config.closed_holidays(&dates);
    assert_eq!(holidays.len(), 1);
    let name = |weeks_ago| at(weeks_ago).to_string();
    written(
        folder.path(),
        &format!("{}/roster.csv", name(1)),
        "person,date,activity,from,to\n",
    );
    written(
        folder.path(),
        &format!("{}/published/v1.csv", name(1)),
        "no table at all",
    );
    written(
        folder.path(),
        &format!("{}/published/v2.csv", name(1)),
        &csv,
    );
    // Somebody who has left since is in an old roster.
    let old = "person,date,activity,from,to\np99,2021-03-29,phone,09:00,12:00\n\
        p01,2021-03-29,phone,09:00,12:00\n";
    written(folder.path(), &format!("{}/roster.csv", name(2)), old);
    let lines = format!(
        "rosters = '{}'\nbalance_from = {}",
        folder.path().display(),
        at(1).monday
    );
    let centre = centre(&lines).unwrap();
    for person in &centre.people {
        let paid: Minutes = present.of(&person.id).map(|shift| shift.paid()).sum();
        assert_eq!(person.past_weeks[0], paid);
        let hours = if person.id == "p01" { 180 } else { 0 };
        assert_eq!(person.past_weeks[1], Minutes(hours));
        let credit = person.credit(&dates, &holidays);
        assert_eq!(
            person.balance,
            paid + credit - person.contract,
            "{}",
            person.id
        );
    }
    let shifts = present.shifts.len();
    assert_eq!(centre.before.len(), shifts + 1);
    assert!(centre.before.iter().all(|shift| shift.span().to <= 0));
}

#[test]
fn coaching_in_turns_goes_on_from_earlier_weeks() {
    let path = file("config/kcc.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    let named = "people_named = [\"p03\", \"p10\", \"p15\", \"p20\"]";
    let turns = text.replace(named, "every_weeks = 6");
    assert_ne!(turns, text);
    let coached = |text: &str| {
        let config = Config::parse(text, &path).unwrap();
        let (centre, _) = Centre::read(&config, week(), None).unwrap();
        let setting = centre.setting(&config);
        let work = setting.work.iter().find(|work| work.name == "coaching");
        match &work.unwrap().demand {
            Demand::Session { people, .. } => people.clone(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(coached(&turns), ["p01", "p02", "p03", "p04"]);
    let folder = TempDir::new().unwrap();
    let old = "person,date,activity,from,to\np02,2021-04-06,coaching,09:00,10:00\n";
    written(folder.path(), "2021-W14/roster.csv", old);
    let rosters = format!("[people]\nrosters = '{}'\n", folder.path().display());
    let turns = turns.replace("[people]\n", &rosters);
    // p05 is away all week.
    assert_eq!(coached(&turns), ["p01", "p03", "p04", "p06"]);
}

/// Six days before the week and one in it are seven in a row.
#[test]
fn days_in_a_row_are_counted_over_sunday() {
    let folder = TempDir::new().unwrap();
    let rows: String = (6..=11)
        .map(|day| format!("p01,2021-04-{day:02},phone,09:00,12:00\n"))
        .collect();
    let name = "2021-W14/roster.csv";
    written(
        folder.path(),
        name,
        &format!("person,date,activity,from,to\n{rows}"),
    );
    let lines = format!("rosters = '{}'", folder.path().display());
    let config = config(&lines).unwrap();
    let roster = "person,date,activity,from,to\np01,2021-04-12,phone,09:00,12:00\n";
    let file = written(folder.path(), "roster.csv", roster);
    let (centre, roster) = Centre::read(&config, week(), Some(&file)).unwrap();
    let breaches = check(&centre.setting(&config), &roster);
    let rows: Vec<_> = breaches
        .iter()
        .filter(|b| b.rule == "consecutive_days")
        .collect();
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].measured, rows[0].allowed), (7.0, 6.0));
}

#[test]
fn an_edit_says_what_wishes_are_not_kept() {
    let folder = TempDir::new().unwrap();
    let plain = config("").unwrap();
    let (_, present) = Centre::read(&plain, week(), None).unwrap();
    let shift = &present.shifts[0];
    let rows = format!(
        "person,wish,from,to\n{},off,{},{}\n",
        shift.person, shift.date, shift.date
    );
    let wishes = written(folder.path(), "wishes.csv", &rows);
    let roster = written(folder.path(), "roster.csv", &roster_csv(&present));
    let config = config(&format!("wishes = '{}'", wishes.display())).unwrap();
    let editor = Editor::read(&config, week(), &roster, folder.path()).unwrap();
    let free = format!("{}={}", shift.person, shift.date);
    let edit = Edit::parse(EditKind::Assign, &free).unwrap();
    let answer = editor.answer(&[edit]).unwrap();
    assert_eq!(answer.before.not_given, Euros(15.0));
    assert_eq!(answer.after.not_given, Euros(0.0));
}
