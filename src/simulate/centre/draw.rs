//! The contacts of a day, drawn beforehand: the same for every centre with this traffic.

use super::{Centre, Queue};
use crate::law::Law;
use crate::simulate::arrivals::{Contact, mix, stream};
use rand_distr::{Distribution, Exp1, Gamma};
use rand_pcg::Pcg64Mcg;

/// No handle time is longer: thirty years, so that sums stay finite.
const LONGEST: f64 = 1e9;

/// Where contacts come from.
#[derive(Debug)]
pub(super) struct Source {
    streams: Vec<Stream>,
    busyness: Option<Gamma<f64>>,
}

/// The contacts of one queue.
#[derive(Debug)]
struct Stream {
    pieces: Vec<Piece>,
    /// Laws of mean 1.
    handle: Law,
    patience: Law,
}

/// An interval as a piece of a Poisson stream.
#[derive(Debug)]
struct Piece {
    from: f64,
    to: f64,
    /// Contacts per second on a day of busyness 1.
    rate: f64,
    handle_time: f64,
    patience: f64,
    interval: u32,
}

impl Source {
    pub(super) fn new(centre: &Centre) -> Self {
        let shape = centre.busyness;
        let gamma = || Gamma::new(shape, 1.0 / shape).ok();
        Self {
            streams: centre
                .queues
                .iter()
                .map(|queue| Stream::new(queue, centre.interval))
                .collect(),
            busyness: shape.is_finite().then(gamma).flatten(),
        }
    }

    /// Draws the contacts of one replication, in order of arrival.
    pub(super) fn draw(&self, seed: u64, replication: u32, contacts: &mut Vec<Contact>) {
        contacts.clear();
        let busyness = self.busyness.map_or(1.0, |law| {
            law.sample(&mut stream(mix(seed, u64::MAX), replication))
        });
        for (queue, drawn) in (0..).zip(&self.streams) {
            let mut random = stream(mix(seed, u64::from(queue)), replication);
            for piece in &drawn.pieces {
                drawn.draw(piece, busyness, queue, &mut random, contacts);
            }
        }
        if self.streams.len() > 1 {
            contacts.sort_by(|a, b| a.arrival.total_cmp(&b.arrival));
        }
    }
}

impl Stream {
    fn new(queue: &Queue, length: f64) -> Self {
        let pieces = queue.contacts.iter().enumerate().map(|(index, contacts)| {
            let from = index as f64 * length;
            Piece {
                from,
                to: from + length,
                rate: contacts / length,
                handle_time: queue.handle_time[index],
                patience: queue.patience[index],
                interval: index as u32,
            }
        });
        Self {
            pieces: pieces.filter(|piece| piece.rate > 0.0).collect(),
            handle: unit(&queue.handle_law),
            patience: unit(&queue.patience_law),
        }
    }

    fn draw(
        &self,
        piece: &Piece,
        busyness: f64,
        queue: u32,
        random: &mut Pcg64Mcg,
        contacts: &mut Vec<Contact>,
    ) {
        let gap = 1.0 / (piece.rate * busyness);
        let mut arrival = piece.from + gap * exponential(random);
        while arrival < piece.to {
            // A short law times a patience without end is no number: then nobody hangs up.
            let patience = piece.patience * self.patience.draw(random);
            contacts.push(Contact {
                arrival,
                service: (piece.handle_time * self.handle.draw(random)).min(LONGEST),
                patience: patience.min(f64::INFINITY),
                interval: piece.interval,
                queue,
            });
            arrival += gap * exponential(random);
        }
    }
}

/// The same law with mean 1.
fn unit(law: &Law) -> Law {
    let mean = 1.0;
    match law {
        Law::Exponential { .. } => Law::Exponential { mean },
        Law::Lognormal { cv, .. } => Law::Lognormal { mean, cv: *cv },
        Law::Weibull { shape, .. } => Law::Weibull {
            mean,
            shape: *shape,
        },
        Law::Erlang { phases, .. } => Law::Erlang {
            mean,
            phases: *phases,
        },
        Law::Fixed { .. } => Law::Fixed { mean },
        Law::Recorded(durations) => {
            let scale = law.mean();
            Law::Recorded(durations.iter().map(|duration| duration / scale).collect())
        }
    }
}

fn exponential(random: &mut Pcg64Mcg) -> f64 {
    Exp1.sample(random)
}
