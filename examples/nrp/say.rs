//! What is said of a roster.

use crate::week::{OFF, Roster};
use bezet::roster::{Found, SearchProgress, Tours};

/// Penalties by kind, counted from the tours alone.
#[derive(Debug, Default, PartialEq)]
pub struct Penalties {
    pub short: f64,
    pub surplus: f64,
    /// Wishes for a shift that are not met, and wishes against one that are not.
    pub on: f64,
    pub off: f64,
}

impl Penalties {
    pub fn of(roster: &Roster, tours: &[Vec<u8>]) -> Self {
        let mut penalties = Self::default();
        let shifts = roster.shifts.len();
        let worked =
            |tour: &[u8], cell: usize| usize::from(tour[cell / shifts]) == cell % shifts + 1;
        for (cell, need) in roster.needs().iter().enumerate() {
            let people = tours.iter().filter(|tour| worked(tour, cell)).count() as u32;
            let cost = need.cost(people);
            match people < need.required {
                true => penalties.short += cost,
                false => penalties.surplus += cost,
            }
            for (person, tour) in roster.people.iter().zip(tours) {
                match worked(tour, cell) {
                    true => penalties.off += person.off[cell],
                    false => penalties.on += person.on[cell],
                }
            }
        }
        penalties
    }

    pub fn sum(&self) -> f64 {
        self.short + self.surplus + self.on + self.off
    }
}

pub fn progress(at: &SearchProgress) -> String {
    let bound = at
        .bound
        .map_or_else(String::new, |bound| format!(", bound {bound}"));
    format!("{:.1} s: cost {}{bound}", at.seconds, at.cost)
}

/// The result as a table.
pub fn table(roster: &Roster, found: &Found<Vec<u8>>) -> String {
    let penalties = Penalties::of(roster, &found.tours);
    let bound = found.bound.map(|bound| bound.value.to_string());
    let gap = found.gap().map(|gap| format!("{:.2} %", 100.0 * gap));
    let unknown = || "unknown".to_owned();
    let rows = [
        ("objective", penalties.sum().to_string()),
        ("bound", bound.unwrap_or_else(unknown)),
        ("gap", gap.unwrap_or_else(unknown)),
        ("cover short", penalties.short.to_string()),
        ("cover surplus", penalties.surplus.to_string()),
        ("shift-on requests", penalties.on.to_string()),
        ("shift-off requests", penalties.off.to_string()),
    ];
    rows.map(|(name, value)| format!("{name:<20}{value:>10}\n"))
        .concat()
}

/// A line per employee: the name, and the shifts by day, nothing on a day off.
pub fn solution(roster: &Roster, tours: &[Vec<u8>]) -> String {
    let name = |shift: &u8| match *shift {
        OFF => "",
        shift => &roster.shifts[usize::from(shift) - 1].name,
    };
    let line = |(person, tour): (&crate::week::Person, &Vec<u8>)| {
        let days: Vec<&str> = tour.iter().map(name).collect();
        format!("{},{}\n", person.name, days.join(","))
    };
    roster.people.iter().zip(tours).map(line).collect()
}
