//! A small centre whose year is quickly reckoned.

use bezet::config::{Config, Scenario};
use bezet::scenario::Year;
use std::fmt::Write;
use std::path::Path;

/// Fourteen months of a small centre, Monday to Friday from 09:00 to 17:00 by the hour, busier in the
/// morning and in winter, 300 s a contact.
fn record() -> String {
    let mut text = String::from("start,offered,answered,abandoned,handle_time_s,wait_s,agents\n");
    let monday = chrono::NaiveDate::from_ymd_opt(2020, 1, 6).unwrap();
    for day in (0..420).filter(|day| day % 7 < 5) {
        for hour in 9..17 {
            let date = monday + chrono::Days::new(day);
            let busy = if hour < 12 { 14 } else { 9 } + (day % 5 == 0) as u64 * 3;
            let calls = busy
                + if !(60..300).contains(&day) {
                    3
                } else {
                    (day / 7 + hour) % 2
                };
            let answered = calls - 1;
            writeln!(text, "{date}T{hour:02}:00,{calls},{answered},1,300,120,2").unwrap();
        }
    }
    text
}

/// A folder with the centre.
pub fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    folder
}

/// Writes the centre's files into a folder.
pub fn write(folder: &Path) {
    let put = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    put("history.csv", &record());
    let days = ",08:00-18:00".repeat(5);
    let people = (1..=4).map(|id| format!("p{id},32{days}\n"));
    let people: String = people.collect();
    put(
        "people.csv",
        &format!("id,contract_hours,mon,tue,wed,thu,fri\n{people}"),
    );
    let hours: String = ["mon", "tue", "wed", "thu", "fri"]
        .map(|day| format!("{day} = \"09:00-17:00\"\n"))
        .concat();
    put(
        "centre.toml",
        &format!(
            "name = \"Loket\"\nlanguage = \"en\"\nstep_minutes = 60\nlead_days = 0\n\
             [opening]\n{hours}[history]\nfiles = [\"history.csv\"]\n[forecast]\nmethod = \"recent-mean\"\n\
             [people]\nfile = \"people.csv\"\n[shifts]\nearliest = \"08:00\"\nlatest = \"18:00\"\npaid = [\"4:00\", \"8:00\"]\n\
             [absence]\nunplanned = 0.04\n[overflow]\nwindows = [\"mon-fri 09:00-17:00\"]\nwait_above_s = 120\nanswer_s = 20\n\
             price_per_contact = 4.50\n[simulate]\nreplications = 50\n[target]\naverage_wait_s = 100\n"
        ),
    );
}

/// The centre's configuration and the year of nothing changed.
pub fn year() -> Year {
    let folder = folder();
    let config = config(folder.path());
    Year::read(&config, &Scenario::default()).unwrap()
}

pub fn config(folder: &Path) -> Config {
    Config::read(&folder.join("centre.toml")).unwrap()
}
