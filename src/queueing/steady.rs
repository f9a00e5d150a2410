//! What goes into a queue in balance, and what is known of it.

use super::law::Law;

/// The rates of a queue, in one unit of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    pub(super) arrival: f64,
    pub(super) service: f64,
    pub(super) abandonment: f64,
}

impl Rates {
    /// Contacts arriving, finished by one busy agent, and hanging up per one that waits, each per
    /// unit of time.
    ///
    /// `None` unless all are at most 1e100, `arrival` and `abandonment` at least 0 and `service` at
    /// least 1e-100; an `abandonment` below 1e-100 counts as none.
    ///
    /// ```
    /// use bezet::queueing::Rates;
    /// let rates = Rates::new(100.0 / 1800.0, 1.0 / 180.0, 0.0).expect("rates");
    /// assert!((rates.load() - 10.0).abs() < 1e-12);
    /// assert!(Rates::new(1.0, 0.0, 0.0).is_none());
    /// ```
    pub fn new(arrival: f64, service: f64, abandonment: f64) -> Option<Self> {
        let within = |rate: f64, least: f64| (least..=1e100).contains(&rate).then_some(rate);
        let abandonment = within(abandonment, 0.0)?;
        Some(Self {
            // Adding 0 makes -0 one.
            arrival: within(arrival, 0.0)? + 0.0,
            service: within(service, 1e-100)?,
            abandonment: if abandonment < 1e-100 {
                0.0
            } else {
                abandonment
            },
        })
    }

    /// Offered load in erlangs.
    ///
    /// # Formula
    /// a = λ / μ
    pub fn load(&self) -> f64 {
        self.arrival / self.service
    }

    /// λ.
    pub fn arrival(&self) -> f64 {
        self.arrival
    }

    /// μ.
    pub fn service(&self) -> f64 {
        self.service
    }

    /// θ.
    pub fn abandonment(&self) -> f64 {
        self.abandonment
    }

    /// The same queue with other contacts arriving; `None` as in [`Rates::new`].
    pub fn with_arrival(&self, arrival: f64) -> Option<Self> {
        Self::new(arrival, self.service, self.abandonment)
    }

    /// d = c μ - λ, rounded once, so that it keeps its digits close to full load.
    pub(super) fn spare(&self, agents: f64) -> f64 {
        agents.mul_add(self.service, -self.arrival)
    }
}

/// What callers and agents meet in a queue in balance.
///
/// Shares are of all offered contacts; times are in the unit of time of the rates.
#[derive(Clone, Debug)]
pub struct Steady {
    /// Share that is accepted and has to wait.
    pub p_wait: f64,
    /// Share that hangs up while waiting.
    pub p_abandon: f64,
    /// Share that finds no room.
    pub p_block: f64,
    /// Share that is answered.
    pub p_served: f64,
    /// Mean wait of accepted contacts, answered at once or after a wait, or hung up.
    pub e_wait: f64,
    /// Mean wait of answered contacts.
    pub e_wait_served: f64,
    /// Mean number of contacts waiting.
    pub e_queue: f64,
    /// Share of the agents' time spent on contacts.
    pub occupancy: f64,
    /// θ, where callers hang up.
    pub(super) abandonment: f64,
    pub(super) law: Law,
}

impl Steady {
    /// Nothing arrives: the next contact would be answered at once.
    pub(super) fn idle() -> Self {
        Self {
            p_wait: 0.0,
            p_abandon: 0.0,
            p_block: 0.0,
            p_served: 1.0,
            e_wait: 0.0,
            e_wait_served: 0.0,
            e_queue: 0.0,
            occupancy: 0.0,
            abandonment: 0.0,
            law: Law::Immediate {
                agents: 1.0,
                load: 0.0,
            },
        }
    }

    /// More arrives than is ever answered, and nobody hangs up: the queue has no end.
    pub(super) fn endless() -> Self {
        Self {
            p_wait: 1.0,
            e_wait: f64::INFINITY,
            e_wait_served: f64::INFINITY,
            e_queue: f64::INFINITY,
            occupancy: 1.0,
            law: Law::Never,
            ..Self::idle()
        }
    }

    /// No agents: everybody waits until hanging up.
    pub(super) fn deserted(rates: &Rates) -> Self {
        Self {
            p_wait: 1.0,
            p_abandon: 1.0,
            p_served: 0.0,
            e_wait: rates.abandonment.recip(),
            e_queue: rates.arrival / rates.abandonment,
            abandonment: rates.abandonment,
            law: Law::Never,
            ..Self::idle()
        }
    }
}

/// The number of agents as the formulas take it: no NaN, at most 1e9, and none below 1e-9.
pub(super) fn sensible(agents: f64) -> f64 {
    if agents >= 1e-9 { agents.min(1e9) } else { 0.0 }
}
