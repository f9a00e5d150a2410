//! An instance as the search sees it: a tour is a shift or a day off for each day.

use crate::path::Room;
use bezet::roster::{CellGains, Need, Tours};
use std::ops::Range;

/// A kind of shift.
#[derive(Clone, Debug)]
pub struct Shift {
    pub name: String,
    pub minutes: u32,
    /// By shift: may it never follow on the next day?
    pub never: Vec<bool>,
}

/// An employee as the file has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    pub name: String,
    /// By shift, how often at most.
    pub most: Vec<u32>,
    pub most_minutes: u32,
    pub least_minutes: u32,
    pub most_run: u32,
    pub least_run: u32,
    pub least_rest: u32,
    pub most_weekends: u32,
    /// By day: off, whatever happens?
    pub free: Vec<bool>,
    /// By cell, the price of not having the shift, and of having it.
    pub on: Vec<f64>,
    pub off: Vec<f64>,
}

/// Shifts that no succession tells apart, and that last equally long.
#[derive(Clone, Debug)]
pub struct Class {
    /// In units of time.
    pub length: usize,
    /// By class: may it follow on the next day?
    pub follows: Vec<bool>,
}

/// An instance.
#[derive(Clone, Debug)]
pub struct Roster {
    pub days: usize,
    pub shifts: Vec<Shift>,
    pub people: Vec<Person>,
    pub classes: Vec<Class>,
    /// By shift.
    pub class: Vec<usize>,
    /// Minutes of a unit of time.
    pub unit: u32,
    needs: Vec<Need>,
    /// By person, the first who is alike.
    like: Vec<usize>,
    /// By person, the sum of what wishes for shifts cost when none is met.
    wished: Vec<f64>,
}

/// Days that a move changes at most.
const STRETCH: usize = 28;

/// A day of a tour: 0 is off, else the shift and one.
pub const OFF: u8 = 0;

impl Roster {
    pub fn new(days: usize, shifts: Vec<Shift>, people: Vec<Person>, needs: Vec<Need>) -> Self {
        let unit = shifts
            .iter()
            .fold(0, |unit, shift| gcd(unit, shift.minutes));
        let unit = unit.max(1);
        let (classes, class) = classes(&shifts, unit);
        let alike = |a: &Person, b: &Person| {
            let named = |person: &Person| Person {
                name: String::new(),
                ..person.clone()
            };
            named(a) == named(b)
        };
        let first = |person: &Person| people.iter().position(|other| alike(other, person));
        let like = people
            .iter()
            .map(|person| first(person).unwrap_or(0))
            .collect();
        Self {
            days,
            classes,
            class,
            unit,
            needs,
            like,
            wished: people.iter().map(|person| person.on.iter().sum()).collect(),
            shifts,
            people,
        }
    }

    /// Is this day, of a whole week, a Saturday or Sunday? Which, from Monday as 0?
    pub fn weekend(&self, day: usize) -> Option<usize> {
        let whole = day / 7 < self.days / 7;
        (whole && day % 7 >= 5).then_some(day % 7)
    }

    /// What a shift on a day brings to a person who has no wishes met otherwise.
    pub fn wish(&self, person: usize, cell: usize) -> f64 {
        self.people[person].on[cell] - self.people[person].off[cell]
    }
}

pub fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
}

fn classes(shifts: &[Shift], unit: u32) -> (Vec<Class>, Vec<usize>) {
    let same = |a: usize, b: usize| {
        let before = shifts.iter().all(|shift| shift.never[a] == shift.never[b]);
        shifts[a].minutes == shifts[b].minutes && shifts[a].never == shifts[b].never && before
    };
    let mut firsts: Vec<usize> = Vec::new();
    let mut class = Vec::new();
    for shift in 0..shifts.len() {
        let known = firsts.iter().position(|first| same(*first, shift));
        class.push(known.unwrap_or_else(|| {
            firsts.push(shift);
            firsts.len() - 1
        }));
    }
    let one = |first: &usize| Class {
        length: (shifts[*first].minutes / unit) as usize,
        follows: firsts
            .iter()
            .map(|next| !shifts[*first].never[*next])
            .collect(),
    };
    (firsts.iter().map(one).collect(), class)
}

impl Tours for Roster {
    type Tour = Vec<u8>;
    type Room = Room;

    fn people(&self) -> usize {
        self.people.len()
    }

    fn kind(&self, person: usize) -> usize {
        self.like[person]
    }

    fn needs(&self) -> &[Need] {
        &self.needs
    }

    fn per_day(&self) -> usize {
        self.shifts.len()
    }

    fn room(&self) -> Room {
        Room::default()
    }

    fn best(&self, person: usize, gains: CellGains, room: &mut Room) -> Option<(f64, Vec<u8>)> {
        let (gain, tour) = room.best(self, person, gains.of, None)?;
        Some((gain - self.wished[person], tour))
    }

    fn stretch(&self) -> usize {
        STRETCH
    }

    fn best_within(
        &self,
        person: usize,
        (tour, days): (&Vec<u8>, Range<usize>),
        gains: CellGains,
        room: &mut Room,
    ) -> Option<Vec<u8>> {
        let part = Some((tour.as_slice(), days));
        Some(room.best(self, person, gains.of, part)?.1)
    }

    fn price(&self, person: usize, tour: &Vec<u8>) -> f64 {
        let mut price = self.wished[person];
        self.cover(tour, |cell| price -= self.wish(person, cell));
        price
    }

    fn cover(&self, tour: &Vec<u8>, mut visit: impl FnMut(usize)) {
        for (day, shift) in tour.iter().enumerate() {
            if *shift != OFF {
                visit(day * self.shifts.len() + usize::from(*shift) - 1);
            }
        }
    }

    fn grain(&self) -> f64 {
        1.0
    }
}
