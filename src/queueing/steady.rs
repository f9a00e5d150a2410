//! What goes into a queue in balance, and what is known of it.

use super::{erlang_a, room};

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
    /// `None` unless all are finite, `arrival` and `abandonment` at least 0 and `service` above 0;
    /// below 1e-305 they count as 0, so that every rate has a reciprocal.
    ///
    /// ```
    /// use bezet::queueing::Rates;
    /// let rates = Rates::new(100.0 / 1800.0, 1.0 / 180.0, 0.0).expect("rates");
    /// assert!((rates.load() - 10.0).abs() < 1e-12);
    /// assert!(Rates::new(1.0, 0.0, 0.0).is_none());
    /// ```
    pub fn new(arrival: f64, service: f64, abandonment: f64) -> Option<Self> {
        let sound = |rate: f64| {
            let counted = if rate < 1e-305 { 0.0 } else { rate };
            (rate.is_finite() && rate >= 0.0).then_some(counted)
        };
        Some(Self {
            arrival: sound(arrival)?,
            service: sound(service).filter(|rate| *rate > 0.0)?,
            abandonment: sound(abandonment)?,
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
    pub(super) law: Law,
}

/// How the wait is distributed.
#[derive(Clone, Debug)]
pub(super) enum Law {
    /// Answered at once, whatever the threshold: nothing arrives.
    Immediate,
    /// Nobody is ever answered.
    Never,
    /// Answered at once with this chance, else after an exponential wait with this rate.
    Exponential { at_once: f64, rate: f64 },
    /// By the integral over the wait of a caller who never hangs up.
    Offered(erlang_a::Offered),
    /// By the number of contacts ahead.
    Ahead(room::Ahead),
}

impl Steady {
    /// Share of offered contacts that is answered within `threshold`: the service level.
    ///
    /// Contacts that hang up or find no room count as not answered.
    ///
    /// ```
    /// use bezet::queueing::{Rates, erlang_c};
    /// // 100 calls of 3 minutes in half an hour, 14 agents, 20 seconds (readme of pyworkforce)
    /// let rates = Rates::new(100.0 / 1800.0, 1.0 / 180.0, 0.0).expect("rates");
    /// let level = erlang_c(14.0, &rates).served_within(20.0);
    /// assert!((level - 0.8883500191794669).abs() < 1e-12);
    /// ```
    pub fn served_within(&self, threshold: f64) -> f64 {
        let threshold = if threshold > 0.0 {
            threshold.min(1e300)
        } else {
            0.0
        };
        match &self.law {
            Law::Immediate => 1.0,
            Law::Never => 0.0,
            Law::Exponential { at_once, rate } => {
                at_once - (1.0 - at_once) * (-rate * threshold).exp_m1()
            }
            Law::Offered(offered) => offered.served_within(threshold),
            Law::Ahead(ahead) => ahead.served_within(threshold),
        }
    }

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
            law: Law::Immediate,
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
            law: Law::Never,
            ..Self::idle()
        }
    }
}

/// The number of agents as the formulas take it: no NaN, not negative, finite.
pub(super) fn sensible(agents: f64) -> f64 {
    if agents > 0.0 { agents.min(1e9) } else { 0.0 }
}
