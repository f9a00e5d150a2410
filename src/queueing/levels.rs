//! Service levels in their definitions, and the law of the wait.

use super::erlang_b::ln_erlang_b;
use super::law::{Caller, Law, Side, bounded};
use super::steady::Steady;

/// The service levels of a threshold T, by the definitions in use.
///
/// Shares of all offered contacts, unless said otherwise; each is summed from its own side, so that
/// a share of 1e-100 has as many digits as one of 0.8.
///
/// ```
/// use bezet::queueing::{Rates, erlang_a};
/// // patience as long as the handle time, 1 agent, 1 erlang
/// let levels = erlang_a(1.0, &Rates::new(1.0, 1.0, 1.0).expect("rates")).service_levels(0.0);
/// let e = std::f64::consts::E;
/// assert!((levels.offered - 1.0 / e).abs() < 1e-14);
/// assert!((levels.served - 1.0 / (e - 1.0)).abs() < 1e-14);
/// assert!((levels.late - (1.0 - 2.0 / e)).abs() < 1e-14);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ServiceLevels {
    /// Answered within T.
    pub offered: f64,
    /// Answered within T, of those answered: P(W <= T | served).
    pub served: f64,
    /// Accepted, and would be answered within T if they never hung up: P(V <= T).
    pub patient: f64,
    /// Accepted, and answered or hung up within T.
    pub good: f64,
    /// Answered within T, of those who did not hang up within T.
    pub abandoned_excluded: f64,
    /// Answered later than T.
    pub late: f64,
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
        self.share(Caller::Answered, Side::Within, threshold)
    }

    /// All service levels of `threshold`, in the unit of time of the rates.
    ///
    /// # Formula
    /// good = P(V <= T) + (1 - e^{-θ T}) P(V > T);
    /// abandoned excluded = offered / (p_block + e^{-θ T} P(V > T) + offered)
    pub fn service_levels(&self, threshold: f64) -> ServiceLevels {
        let offered = self.share(Caller::Answered, Side::Within, threshold);
        let late = self.share(Caller::Answered, Side::Beyond, threshold);
        let patient = self.share(Caller::Patient, Side::Within, threshold);
        let beyond = self.share(Caller::Patient, Side::Beyond, threshold);
        let left = -self.abandonment * bounded(threshold);
        let stayed = self.p_block + left.exp() * beyond + offered;
        ServiceLevels {
            offered,
            served: part(offered, offered + late),
            patient,
            good: patient - left.exp_m1() * beyond,
            abandoned_excluded: part(offered, stayed),
            late,
        }
    }

    /// Chance that the wait of an accepted contact, answered or hung up, exceeds `time`.
    ///
    /// # Formula
    /// P(W > t) = e^{-θ t} P(V > t)
    ///
    /// ```
    /// use bezet::queueing::{Rates, erlang_c};
    /// // one agent at 80 %: 0.8 e^{-0.2 t} (M/M/1)
    /// let steady = erlang_c(1.0, &Rates::new(0.8, 1.0, 0.0).expect("rates"));
    /// assert!((steady.wait_exceeds(5.0) - 0.8 * (-1.0_f64).exp()).abs() < 1e-15);
    /// ```
    pub fn wait_exceeds(&self, time: f64) -> f64 {
        let beyond = self.share(Caller::Patient, Side::Beyond, time);
        let patient = (-self.abandonment * bounded(time)).exp();
        part(patient * beyond, self.p_served + self.p_abandon)
    }

    /// The shortest wait that `share` of the answered contacts do not exceed.
    ///
    /// `None` unless `share` is at least 0 and below 1; infinite where nobody is answered.
    ///
    /// ```
    /// use bezet::queueing::{Rates, erlang_c};
    /// // one agent at 80 %: 0.8 e^{-0.2 t} = 0.1 at t = 5 ln 8
    /// let steady = erlang_c(1.0, &Rates::new(0.8, 1.0, 0.0).expect("rates"));
    /// let found = steady.answered_wait_quantile(0.9).expect("a share");
    /// assert!((found - 5.0 * 8.0_f64.ln()).abs() < 1e-12);
    /// assert_eq!(steady.answered_wait_quantile(0.1), Some(0.0));
    /// assert_eq!(steady.answered_wait_quantile(1.0), None);
    /// ```
    pub fn answered_wait_quantile(&self, share: f64) -> Option<f64> {
        if !(0.0..1.0).contains(&share) {
            return None;
        }
        let done = |time: f64| {
            if share < 0.5 {
                self.served_within(time) >= share * self.p_served
            } else {
                let late = self.share(Caller::Answered, Side::Beyond, time);
                late <= (1.0 - share) * self.p_served
            }
        };
        if self.p_served <= 0.0 || !self.e_wait_served.is_finite() {
            return Some(f64::INFINITY);
        }
        if done(0.0) {
            return Some(0.0);
        }
        let (mut low, mut high) = (0.0, self.e_wait_served.clamp(1e-290, 1e290));
        while !done(high) && high < 1e299 {
            low = high;
            high *= 2.0;
        }
        loop {
            let middle = 0.5 * (low + high);
            if middle <= low || middle >= high || high - low <= 1e-15 * high {
                return Some(high);
            }
            if done(middle) {
                high = middle;
            } else {
                low = middle;
            }
        }
    }

    /// Mean wait of those who hang up; 0 where nobody does.
    ///
    /// ```
    /// use bezet::queueing::{Rates, finite_room};
    /// // one waiting place: it is left by an answer or by hanging up, whichever comes first
    /// let steady = finite_room(1, 1, &Rates::new(2.0, 1.0, 3.0).expect("rates"));
    /// assert!((steady.e_wait_abandoned() - 1.0 / 4.0).abs() < 1e-15);
    /// ```
    pub fn e_wait_abandoned(&self) -> f64 {
        if self.abandonment == 0.0 {
            return 0.0;
        }
        match &self.law {
            Law::Never => self.abandonment.recip(),
            Law::Offered(offered) => offered.mean_of_abandoned(),
            Law::Ahead(ahead) => ahead.mean_of_abandoned(),
            Law::Immediate { .. } | Law::Exponential { .. } => 0.0,
        }
    }

    /// Mean wait of an accepted caller who would never hang up, the others being as they are.
    ///
    /// Infinite where nobody is answered.
    ///
    /// ```
    /// use bezet::queueing::{Rates, finite_room};
    /// // one agent, one waiting place, as many calls as it can take: of those accepted half wait
    /// let steady = finite_room(1, 1, &Rates::new(1.0, 1.0, 0.0).expect("rates"));
    /// assert!((steady.e_wait_patient() - 0.5).abs() < 1e-15);
    /// ```
    pub fn e_wait_patient(&self) -> f64 {
        match &self.law {
            Law::Immediate { .. } => 0.0,
            Law::Never if self.p_block < 1.0 => f64::INFINITY,
            Law::Never => 0.0,
            Law::Exponential { .. } => self.e_wait,
            Law::Offered(offered) => offered.mean(),
            Law::Ahead(ahead) => part(ahead.wait_of_patient(), self.p_served + self.p_abandon),
        }
    }

    /// Natural logarithm of `p_block`, right where that is too small for a number.
    ///
    /// Minus infinity where nobody is ever refused.
    ///
    /// ```
    /// use bezet::queueing::{Rates, loss};
    /// // 1000 agents at 1 erlang: 1/B is 1000! e, and ln 1000! = 5912.128178488163
    /// let steady = loss(1000.0, &Rates::new(1.0, 1.0, 0.0).expect("rates"));
    /// assert_eq!(steady.p_block, 0.0);
    /// assert!((steady.ln_p_block() + 5913.128178488163).abs() < 1e-8);
    /// ```
    pub fn ln_p_block(&self) -> f64 {
        match &self.law {
            Law::Immediate { agents, load } => ln_erlang_b(*agents, *load),
            _ if self.p_block > 0.5 => (-self.p_served - self.p_abandon).max(-1.0).ln_1p(),
            Law::Ahead(ahead) if self.p_block < 1e-280 => ahead.ln_block(),
            _ => self.p_block.ln(),
        }
    }

    /// Share of offered contacts that is accepted and whose wait ends on this side of the threshold.
    fn share(&self, caller: Caller, side: Side, threshold: f64) -> f64 {
        let threshold = bounded(threshold);
        match (&self.law, side) {
            (Law::Immediate { .. }, Side::Within) => self.p_served,
            (Law::Never, Side::Beyond) if caller == Caller::Answered => self.p_served,
            (Law::Never, Side::Beyond) => 1.0 - self.p_block,
            (Law::Immediate { .. }, Side::Beyond) | (Law::Never, Side::Within) => 0.0,
            (Law::Exponential { at_once, rate }, Side::Within) => {
                at_once - self.p_wait * (-rate * threshold).exp_m1()
            }
            (Law::Exponential { rate, .. }, Side::Beyond) => {
                self.p_wait * (-rate * threshold).exp()
            }
            (Law::Offered(offered), _) => offered.share(caller, side, threshold),
            (Law::Ahead(ahead), _) => ahead.share(caller, side, threshold),
        }
    }
}

/// A part of a whole; nothing of nothing.
fn part(of: f64, whole: f64) -> f64 {
    if whole > 0.0 { of / whole } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queueing::{Rates, erlang_a, erlang_c, finite_room};

    fn queues() -> Vec<Steady> {
        let patient = Rates::new(11.0, 1.0, 0.4).unwrap();
        vec![
            erlang_c(12.0, &patient),
            erlang_a(10.0, &patient),
            erlang_a(10.5, &patient),
            finite_room(10, 7, &patient),
        ]
    }

    #[test]
    fn levels_add_up() {
        for steady in queues() {
            for threshold in [0.0, 0.01, 0.3, 4.0] {
                let levels = steady.service_levels(threshold);
                let all = levels.offered + levels.late;
                assert!((all / steady.p_served - 1.0).abs() < 1e-12);
                let waiting = steady.wait_exceeds(threshold) * (1.0 - steady.p_block);
                assert!((levels.good + waiting + steady.p_block - 1.0).abs() < 1e-12);
                let in_order = [levels.offered, levels.patient, levels.good];
                assert!(in_order.is_sorted(), "{levels:?}");
            }
        }
    }

    #[test]
    fn a_quantile_is_the_inverse() {
        for steady in queues() {
            for share in [0.7, 0.9, 0.99, 1.0 - 1e-9] {
                let time = steady.answered_wait_quantile(share).unwrap();
                let late = steady.service_levels(time).late / steady.p_served;
                assert!((late / (1.0 - share) - 1.0).abs() < 1e-11, "{share} {late}");
            }
        }
    }

    #[test]
    fn waits_of_all_are_those_of_answered_and_hung_up() {
        for steady in queues() {
            let all = steady.e_wait * (steady.p_served + steady.p_abandon);
            let parts = steady.e_wait_served * steady.p_served
                + steady.e_wait_abandoned() * steady.p_abandon;
            assert!((all / parts - 1.0).abs() < 1e-12);
            assert!(steady.e_wait_patient() >= steady.e_wait);
        }
    }
}
