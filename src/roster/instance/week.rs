//! A benchmark week as the search sees it.

use super::day::{Breaks, LUNCH};
use super::room::Room;
use crate::roster::{CellGains, Need, Tours};

/// A shift of an agent, in intervals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AgentShift {
    /// Day, from 0.
    pub day: usize,
    /// First interval of the day.
    pub start: usize,
    /// Intervals from start to end.
    pub len: usize,
    /// The first break, from the start.
    pub first_break: usize,
    /// The first interval of lunch, from the start.
    pub lunch: usize,
    /// The second break, from the start.
    pub second_break: usize,
}

/// A length of the catalogue.
#[derive(Clone, Debug)]
pub(super) struct Length {
    pub len: usize,
    /// Paid, in units of pay.
    pub paid: usize,
    pub breaks: Vec<Breaks>,
    pub starts: Vec<usize>,
}

/// An agent, contract and pay in units of pay.
#[derive(Clone, Debug)]
pub(super) struct Agent {
    pub name: String,
    pub days: Vec<usize>,
    pub contract: f64,
    pub low: usize,
    pub high: usize,
    /// The first agent who is alike.
    pub like: usize,
}

/// A benchmark week.
///
/// Cells are intervals, day after day. Pay is counted in *units*, the longest time of which every
/// paid length is a multiple.
#[derive(Clone, Debug)]
pub struct Instance {
    pub(super) name: String,
    pub(super) intervals: usize,
    pub(super) needs: Vec<Need>,
    pub(super) lengths: Vec<Length>,
    pub(super) agents: Vec<Agent>,
    pub(super) most_days: usize,
    /// Intervals of a unit.
    pub(super) unit: usize,
    /// Price of a unit off the contract.
    pub(super) off_contract: f64,
    pub(super) grain: f64,
    /// By interval at which a shift ends: the first start that is rested on the next day.
    pub(super) rested: Vec<usize>,
    /// The starts that some end asks for, in order, after 0 that asks for nothing.
    pub(super) bands: Vec<usize>,
}

impl Instance {
    /// The instance's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name of an agent.
    pub fn agent(&self, agent: usize) -> &str {
        &self.agents[agent].name
    }

    pub(super) fn days(&self) -> usize {
        self.needs.len() / self.intervals.max(1)
    }

    /// The band of starts that an end asks for.
    pub(super) fn asked(&self, end: usize) -> usize {
        let from = self.rested[end];
        self.bands
            .iter()
            .position(|band| *band == from)
            .unwrap_or(0)
    }

    /// The last band that a start satisfies.
    pub(super) fn band(&self, start: usize) -> usize {
        self.bands.partition_point(|from| *from <= start) - 1
    }

    /// Where the best shift of a day, a length, at least a band and an end's band is kept.
    pub(super) fn place(&self, day: usize, length: usize, band: usize, asked: usize) -> usize {
        let bands = self.bands.len();
        ((day * self.lengths.len() + length) * bands + band) * bands + asked
    }

    pub(super) fn places(&self) -> usize {
        self.place(self.days(), 0, 0, 0)
    }

    /// The price of so many units of pay.
    pub(super) fn off(&self, agent: &Agent, paid: usize) -> f64 {
        (paid as f64 - agent.contract).abs() * self.off_contract
    }
}

impl Tours for Instance {
    type Tour = Vec<AgentShift>;
    type Room = Room;

    fn people(&self) -> usize {
        self.agents.len()
    }

    fn kind(&self, person: usize) -> usize {
        self.agents[person].like
    }

    fn needs(&self) -> &[Need] {
        &self.needs
    }

    fn per_day(&self) -> usize {
        self.intervals
    }

    fn room(&self) -> Room {
        Room::new(self)
    }

    fn best(
        &self,
        person: usize,
        gains: CellGains,
        room: &mut Room,
    ) -> Option<(f64, Vec<AgentShift>)> {
        room.best(self, &self.agents[person], gains)
    }

    fn price(&self, person: usize, tour: &Vec<AgentShift>) -> f64 {
        let paid: usize = tour.iter().map(|shift| shift.len - LUNCH).sum();
        self.off(&self.agents[person], paid / self.unit)
    }

    fn cover(&self, tour: &Vec<AgentShift>, mut visit: impl FnMut(usize)) {
        for shift in tour {
            let first = shift.day * self.intervals + shift.start;
            let mut stretch = |from: usize, to: usize| {
                for offset in from..to {
                    visit(first + offset);
                }
            };
            stretch(0, shift.first_break);
            stretch(shift.first_break + 1, shift.lunch);
            stretch(shift.lunch + LUNCH, shift.second_break);
            stretch(shift.second_break + 1, shift.len);
        }
    }

    fn grain(&self) -> f64 {
        self.grain
    }
}
