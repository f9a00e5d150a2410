//! The sample's people, their leave, and the roster of the sample week as it is.

use std::fmt::Write;

/// A person: id, name, team, contract hours, skills, habit, past weeks.
struct Row {
    id: &'static str,
    name: &'static str,
    team: &'static str,
    hours: u32,
    skills: &'static str,
    /// Which weekdays can be rostered, Monday first: `x` or `-`.
    days: &'static str,
    past: &'static str,
    /// The cells of the present roster of 2021-W15, Monday to Friday.
    week: [&'static str; 5],
}

const fn row(
    (id, name, team): (&'static str, &'static str, &'static str),
    hours: u32,
    skills: &'static str,
    days: &'static str,
    past: &'static str,
    week: [&'static str; 5],
) -> Row {
    Row {
        id,
        name,
        team,
        hours,
        skills,
        days,
        past,
        week,
    }
}

#[rustfmt::skip]
const PEOPLE: [Row; 24] = [
    row(("p01", "Sanne de Vries", "noord"), 36, "phone balie", "xxxxx", "36 36 36 36 36 36 36 36 36 36 36 36",
        ["V5+B2+F20", "V6+TN+B2+F16", "V6+B2+F15", "V7+B2+F5", "V6+B2+F2"]),
    row(("p02", "Mehmet Yılmaz", "noord"), 36, "phone balie whatsapp", "xxxxx", "36 36 36 36 36 36",
        ["V5+B2+F20", "V6+TN+B2+F16", "V6+B2+F15", "V5+B2+F4", "V5+B2+F2"]),
    row(("p03", "Fatima El Amrani", "noord"), 36, "phone kennisbank whatsapp", "xxxxx", "36 32 36 36 36 36 36 36 36 36 36 36",
        ["V4+W1+F20", "V1+TN+C1+F13", "V4+W1+K3", "V4+W1", "V4+W1+F9"]),
    row(("p04", "Joost Bakker", "noord"), 32, "phone balie whatsapp", "xxxx-", "32 32 32 32 32 32",
        ["E1+F1+W4", "E1+TN+F4+W4", "E1+F1+W4", "E1+F1+W4", "-"]),
    row(("p05", "Ingrid van Dijk", "noord"), 36, "phone", "xxxxx", "34 36 36",
        ["VL", "VL", "VL", "VL", "VL"]),
    row(("p06", "Shanti Ramdin", "noord"), 32, "phone kennisbank balie", "-xxxx", "32 32 30 32 32 32 32 32 32 32 32 32",
        ["-", "D3+TN+K3+F24", "D6+B1+K5+F26", "D3+F15", "D8+B1+F11"]),
    row(("p07", "Pieter Hoekstra", "noord"), 28, "phone kennisbank whatsapp", "xx-xx", "24 28 28 28 28 28 28 28 28 28 28 28",
        ["D3+W2+F21", "D3+TN+W2+F13", "-", "D3+W2+F24", "M1+K3"]),
    row(("p08", "Anouk Willems", "noord"), 28, "phone balie whatsapp", "-xxxx", "28 28 24 28 28 28 28 28 28 28 28 28",
        ["-", "D4+TN+T4+F24", "D3+W2+T2+F2", "D3+F10", "M2+B1"]),
    row(("p09", "Tomasz Kowalski", "noord"), 24, "phone balie whatsapp", "xxxx-", "24 22 24",
        ["D7+B2+F25", "D7+TN+B2+T5+F25", "-", "D7+B2+F26", "-"]),
    row(("p10", "Marloes Visser", "noord"), 24, "phone balie", "xx-xx", "24 24 24 24 24 24 24 24 26 24 24 24",
        ["S3+B1+F18", "S3+TN+B1+C3", "-", "S3+B1+F18", "S3+B1+F18"]),
    row(("p11", "Amina Warsame", "noord"), 20, "phone kennisbank", "xxxxx", "20 20 20 20 20 20 20 20 20 20 20 20",
        ["M1+F9", "M1+TN+O1+F9", "M1+F2", "M1+K2", "M1+K2+F3"]),
    row(("p12", "Henk Postma", "noord"), 16, "phone balie whatsapp", "-xxx-", "16 14 16",
        ["-", "D8+TN+F4", "D7+B2+T6+F26", "-", "-"]),
    row(("p13", "Daan Mulder", "zuid"), 36, "phone kennisbank balie", "xxxxx", "36 36 36",
        ["V3+F10+AF", "V3+K4+AF", "V3+AF+F6", "V1+TZ+F12", "V1+F2"]),
    row(("p14", "Nadia Benali", "zuid"), 36, "phone kennisbank whatsapp", "xxxxx", "36 36 36 36 36 36",
        ["V1+K1+W3+F2", "V2+W3+F4", "V1+W3+F19", "V2+TZ+W3+T7+F4", "V1+W3+F2"]),
    row(("p15", "Rosa Pinas", "zuid"), 32, "phone balie whatsapp", "xx-xx", "32 32 34 32 32 32 30 32 32 32 32 32",
        ["D1+AF+F7", "D1+C2+AF", "-", "D1+TZ+F9+AF", "D4+T4+F24"]),
    row(("p16", "Wouter Smit", "zuid"), 32, "phone balie whatsapp", "xxxx-", "30 32 32 32 32 32 32 32 32 32 32 32",
        ["D6+B1+F14", "D8+B1", "D6+B1+F22", "D6+TZ+B1+T3", "-"]),
    row(("p17", "Lieke Janssen", "zuid"), 32, "phone kennisbank whatsapp", "xx-xx", "32 32 32 32 32 32",
        ["VL", "VL", "-", "D4+TZ+K3+F24", "E1+F1+W4"]),
    row(("p18", "Kevin Sarmo", "zuid"), 28, "phone balie", "xxxx-", "28 28 28 28 28 28",
        ["D2+B1+F12", "D2+B1+O2", "D2+B1+F21", "M2+TZ+B1", "-"]),
    row(("p19", "Thuy Nguyen", "zuid"), 24, "phone balie whatsapp", "-xx-x", "24 20 22 24 24 24",
        ["-", "D5+W1+F23", "D3+F9", "-", "D3+W2+F13"]),
    row(("p20", "Esther Cohen", "zuid"), 24, "phone kennisbank", "xxxx-", "24 24 24 24 24 24",
        ["S4+K1", "S1+C1+F18", "S1+F8", "S2+TZ+F4", "-"]),
    row(("p21", "Bas Kuipers", "zuid"), 24, "phone balie whatsapp", "xxx-x", "24 24 24 24 24 20",
        ["D4+T4+F2", "-", "D1+AF+F7", "-", "D3+T1+F24"]),
    row(("p22", "Gülay Demir", "zuid"), 20, "phone balie", "-x-xx", "20 20 20 24 20 24 20 20 20 20 20 20",
        ["-", "D5+O1+F9", "-", "D1+TZ+AF+F7", "A1+F23"]),
    row(("p23", "Marijke Dekker", "zuid"), 16, "phone", "xxx-x", "16 16 16 16 16 16 16 16 16 16 16 16",
        ["A1+T1+F26", "A1+F26", "A1+F14", "-", "A1"]),
    row(("p24", "Ravi Autar", "zuid"), 20, "phone balie whatsapp", "x-xxx", "20 20 20 20 16 20 20 20 20 24 20 20",
        ["D3+F2", "-", "-", "M1+TZ+O1+F9", "D7+B2+F17"]),
];

/// Leave that is known on the planning date: person, first and last day, hours a day, kind.
const LEAVE: [(&str, &str, &str, &str, &str); 12] = [
    ("p05", "2021-04-12", "2021-04-16", "7.2", "holiday"),
    ("p17", "2021-04-12", "2021-04-13", "8", "parental"),
    ("p02", "2021-03-15", "2021-03-19", "7.2", "holiday"),
    ("p10", "2021-03-29", "2021-04-02", "6", "holiday"),
    ("p21", "2021-04-07", "2021-04-09", "8", "holiday"),
    ("p08", "2021-04-20", "2021-04-22", "8", "care"),
    ("p13", "2021-04-26", "2021-05-07", "7.2", "holiday"),
    ("p01", "2021-05-03", "2021-05-07", "7.2", "holiday"),
    ("p06", "2021-05-04", "2021-05-07", "8", "holiday"),
    ("p15", "2021-05-03", "2021-05-07", "8", "holiday"),
    ("p20", "2021-05-03", "2021-05-06", "6", "holiday"),
    ("p23", "2021-05-10", "2021-05-12", "4", "care"),
];

/// The days of the sample week, 2021-W15.
const WEEK: [&str; 5] = [
    "2021-04-12",
    "2021-04-13",
    "2021-04-14",
    "2021-04-15",
    "2021-04-16",
];

/// The people as CSV.
pub(super) fn people() -> String {
    let mut text = String::from(
        "id,name,team,site,contract_hours,skills,mon,tue,wed,thu,fri,sat,sun,past_weeks\n",
    );
    for row in &PEOPLE {
        let days: Vec<&str> = row.days.chars().map(hours).collect();
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{},{},{},stadhuis,{},{},{},,,{}",
            row.id,
            row.name,
            row.team,
            row.hours,
            row.skills,
            days.join(","),
            row.past
        );
    }
    text
}

fn hours(day: char) -> &'static str {
    match day {
        'x' => "08:00-17:30",
        _ => "",
    }
}

/// The leave as CSV.
pub(super) fn leave() -> String {
    let mut text = String::from("person,from,to,hours_per_day,kind\n");
    for (person, from, to, hours, kind) in LEAVE {
        let _ = writeln!(text, "{person},{from},{to},{hours},{kind}");
    }
    text
}

/// The present roster of the sample week as CSV: person by day.
pub(super) fn present() -> String {
    let mut text = format!("person,{}\n", WEEK.join(","));
    for row in &PEOPLE {
        let _ = writeln!(text, "{},{}", row.id, row.week.join(","));
    }
    text
}
