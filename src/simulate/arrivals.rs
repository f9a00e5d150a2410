//! Contacts drawn beforehand, the same for every case: when they come, how long they take, how
//! long they wait at most.

use super::sessions::{Session, session_at};
use super::{Arrivals, Traffic};
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, Exp1, Gamma};
use rand_pcg::Pcg64Mcg;

/// One contact before anything has happened to it; times in seconds after the grid's start.
#[derive(Clone, Copy, Debug)]
pub(super) struct Contact {
    /// It arrives.
    pub arrival: f64,
    /// Its handle time, once it is answered.
    pub service: f64,
    /// It hangs up after waiting this long.
    pub patience: f64,
    /// Interval of arrival.
    pub interval: u32,
    /// Its queue, where there are several.
    pub queue: u32,
}

/// An open interval as a piece of a Poisson stream.
#[derive(Debug)]
struct Piece {
    from: f64,
    to: f64,
    /// Contacts per second on a day of busyness 1.
    rate: f64,
    handle_time: f64,
    /// Nobody waits past this.
    session_end: f64,
    interval: u32,
    day: usize,
}

/// Where contacts come from.
#[derive(Debug)]
pub(super) struct Source {
    pieces: Vec<Piece>,
    patience: f64,
    arrivals: Arrivals,
    busyness: Option<Gamma<f64>>,
}

impl Source {
    pub(super) fn new(traffic: &Traffic, sessions: &[Session]) -> Self {
        let days = traffic.contacts.grid.dates();
        let ranges = days
            .iter()
            .map(|date| traffic.contacts.grid.day_range(*date));
        let pieces = ranges
            .enumerate()
            .flat_map(|(day, range)| range.map(move |interval| (day, interval)))
            .filter_map(|(day, interval)| piece(traffic, sessions, day, interval))
            .collect();
        let shape = traffic.busyness;
        Self {
            pieces,
            patience: traffic.patience.0,
            arrivals: traffic.arrivals,
            busyness: shape
                .is_finite()
                .then(|| Gamma::new(shape, 1.0 / shape).ok())
                .flatten(),
        }
    }

    /// Draws the contacts of one replication, in order of arrival.
    pub(super) fn draw(&self, random: &mut Pcg64Mcg, contacts: &mut Vec<Contact>) {
        contacts.clear();
        let mut day = None;
        let mut busyness = 1.0;
        for piece in &self.pieces {
            if day != Some(piece.day) {
                day = Some(piece.day);
                busyness = self.busyness.map_or(1.0, |law| law.sample(random));
            }
            match self.arrivals {
                Arrivals::Expected => self.draw_expected(piece, busyness, random, contacts),
                Arrivals::Recorded => self.draw_recorded(piece, busyness, random, contacts),
            }
        }
    }

    fn draw_expected(
        &self,
        piece: &Piece,
        busyness: f64,
        random: &mut Pcg64Mcg,
        contacts: &mut Vec<Contact>,
    ) {
        let gap = 1.0 / (piece.rate * busyness);
        let mut arrival = piece.from + gap * exponential(random);
        while arrival < piece.to {
            let patience = self.patience * exponential(random);
            contacts.push(Contact {
                arrival,
                service: piece.handle_time * exponential(random),
                patience: patience.min(piece.session_end - arrival),
                interval: piece.interval,
                queue: 0,
            });
            arrival += gap * exponential(random);
        }
    }

    /// So many contacts at uniform moments: partial sums of exponentials over their whole sum are
    /// uniform numbers in order. Handle times are scaled to their mean.
    fn draw_recorded(
        &self,
        piece: &Piece,
        busyness: f64,
        random: &mut Pcg64Mcg,
        contacts: &mut Vec<Contact>,
    ) {
        let length = piece.to - piece.from;
        let count = (piece.rate * busyness * length + random.random::<f64>() + 1e-9).floor();
        let first = contacts.len();
        let (mut moment, mut work) = (0.0, 0.0);
        for _ in 0..count as u32 {
            moment += exponential(random);
            let contact = Contact {
                arrival: moment,
                service: exponential(random),
                patience: self.patience * exponential(random),
                interval: piece.interval,
                queue: 0,
            };
            work += contact.service;
            contacts.push(contact);
        }
        let stretch = length / (moment + exponential(random));
        for contact in &mut contacts[first..] {
            contact.arrival = piece.from + contact.arrival * stretch;
            contact.service *= piece.handle_time * count / work;
            contact.patience = contact.patience.min(piece.session_end - contact.arrival);
        }
    }
}

fn piece(traffic: &Traffic, sessions: &[Session], day: usize, interval: usize) -> Option<Piece> {
    let grid = traffic.contacts.grid;
    let open = traffic.open.values.get(interval)?;
    let contacts = traffic.contacts.values.get(interval)?.0;
    let handle_time = traffic.handle_time.values.get(interval)?.0;
    let from = interval as f64 * grid.step_seconds();
    let rate = contacts / grid.step_seconds();
    (*open && rate > 0.0 && rate.is_finite()).then_some(())?;
    let session = sessions.get(session_at(sessions, from)?)?;
    Some(Piece {
        from,
        to: from + grid.step_seconds(),
        rate,
        handle_time,
        session_end: session.to,
        interval: interval as u32,
        day,
    })
}

fn exponential(random: &mut Pcg64Mcg) -> f64 {
    Exp1.sample(random)
}

/// The stream of random numbers of one replication.
pub(super) fn stream(seed: u64, replication: u32) -> Pcg64Mcg {
    Pcg64Mcg::seed_from_u64(mix(seed, u64::from(replication)))
}

/// Does the presence of this key fail in this replication? The same in every case.
pub(super) fn is_absent(seed: u64, replication: u32, key: u64, share: f64) -> bool {
    let bits = mix(mix(seed, u64::from(replication)) ^ 0xab5e_7ce5, key) >> 11;
    (bits as f64) < share * (1u64 << 53) as f64
}

/// A uniform number below 1 that belongs to a key and an index, the same in every case.
pub(super) fn uniform(key: u64, index: u32) -> f64 {
    (mix(key, u64::from(index)) >> 11) as f64 / (1u64 << 53) as f64
}

/// Scrambles two numbers into one: twice the finaliser of SplitMix64 (Steele, Lea and Flood 2014).
pub(super) fn mix(left: u64, right: u64) -> u64 {
    scramble(scramble(left).wrapping_add(right))
}

fn scramble(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absences_come_at_their_share() {
        let absent = |key| is_absent(3, 7, key, 0.05);
        let count = (0..100_000).filter(|&key| absent(key)).count();
        // Binomial: standard deviation 69, five of them allowed.
        assert!((4655..=5345).contains(&count), "{count}");
        assert!((0..1000).all(|key| !is_absent(3, 7, key, 0.0)));
        assert!((0..1000).all(|key| is_absent(3, 7, key, 1.0)));
    }
}
