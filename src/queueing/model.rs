//! A choice among the formulas.

use super::redial::redial;
use super::steady::{Rates, Steady};
use super::{erlang_a, erlang_c, finite_room, loss};

/// A formula with what it needs beside agents and rates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Model {
    /// Nobody can wait: [`loss`].
    ErlangB,
    /// Everybody waits until answered: [`erlang_c`].
    ErlangC,
    /// Callers hang up: [`erlang_a`].
    ErlangA,
    /// Only so many contacts fit in, those being served included: [`finite_room`].
    Room(u32),
    /// Erlang A, or a room, whose lost callers call again with this chance: [`redial()`].
    Redial {
        /// Share of the lost calls that is made again.
        share: f64,
        /// Room for contacts, if it is limited.
        room: Option<u32>,
    },
}

impl Model {
    /// What callers meet; `rates` has the calls as they come in before any redial.
    ///
    /// `None` where a room is smaller than the agents or these are no whole number, and where
    /// redials have no balance.
    ///
    /// ```
    /// use bezet::queueing::{Model, Rates};
    /// let rates = Rates::new(1.0, 1.0, 0.0).expect("rates");
    /// // M/M/1/2 at full load: thirds
    /// let steady = Model::Room(2).steady(1.0, &rates).expect("room for one agent");
    /// assert!((steady.p_block - 1.0 / 3.0).abs() < 1e-15);
    /// assert!(Model::Room(2).steady(3.0, &rates).is_none());
    /// ```
    pub fn steady(&self, agents: f64, rates: &Rates) -> Option<Steady> {
        match self {
            Self::ErlangB => Some(loss(agents, rates)),
            Self::ErlangC => Some(erlang_c(agents, rates)),
            Self::ErlangA => Some(erlang_a(agents, rates)),
            Self::Room(room) => in_room(agents, *room, rates),
            Self::Redial { share, room: None } => {
                let found = redial(rates, *share, |rates| erlang_a(agents, rates))?;
                Some(found.steady)
            }
            Self::Redial {
                share,
                room: Some(room),
            } => {
                in_room(agents, *room, rates)?;
                let queue =
                    |rates: &Rates| in_room(agents, *room, rates).unwrap_or_else(Steady::idle);
                Some(redial(rates, *share, queue)?.steady)
            }
        }
    }

    /// Calls offered per unit of time, redials included; `None` as in [`Model::steady`].
    ///
    /// ```
    /// use bezet::queueing::{Model, Rates};
    /// let rates = Rates::new(14.0, 1.0, 0.5).expect("rates");
    /// assert_eq!(Model::ErlangA.arrival(12.0, &rates), Some(14.0));
    /// let redials = Model::Redial { share: 0.5, room: None };
    /// assert!(redials.arrival(12.0, &rates) > Some(14.0));
    /// ```
    pub fn arrival(&self, agents: f64, rates: &Rates) -> Option<f64> {
        let Self::Redial { share, .. } = self else {
            return Some(rates.arrival);
        };
        // λ (1 - r (1 - P_served)) = λ0
        let served = self.steady(agents, rates)?.p_served;
        Some(rates.arrival / ((1.0 - share) + share * served))
    }
}

fn in_room(agents: f64, room: u32, rates: &Rates) -> Option<Steady> {
    let whole = agents.fract() == 0.0 && (0.0..=f64::from(room)).contains(&agents);
    whole.then(|| finite_room(agents as u32, room - agents as u32, rates))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fraction_does_not_fit_a_room() {
        let rates = Rates::new(1.0, 1.0, 0.5).unwrap();
        for agents in [0.5, 2.5, f64::NAN, -1.0, 1e300] {
            assert!(Model::Room(4).steady(agents, &rates).is_none(), "{agents}");
        }
    }

    #[test]
    fn a_room_that_never_fills_is_erlang_a_with_redials() {
        let rates = Rates::new(13.0, 1.0, 0.5).unwrap();
        let share = 0.4;
        let open = Model::Redial { share, room: None };
        let large = Model::Redial {
            share,
            room: Some(500),
        };
        let [open, large] = [open, large].map(|model| model.steady(12.0, &rates).unwrap());
        assert!((open.e_wait / large.e_wait - 1.0).abs() < 1e-12);
    }
}
