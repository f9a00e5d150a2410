//! The calendar of ends: which agent finishes next, and when.

/// A moment and the agent who finishes then; no moment is infinite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct End {
    pub at: f64,
    pub agent: u32,
}

/// A tournament among agents: each leaf is an agent's end, each node the earlier of the two below.
///
/// One path from leaf to root is played again when an end changes (Knuth, The Art of Computer
/// Programming 3, 5.4.1). Unlike a heap it never moves an entry, so an end that is called off costs
/// no more than one that comes; and no comparison decides a branch, so none is mispredicted.
#[derive(Debug)]
pub(super) struct Calendar {
    /// The root at 1, the leaves in the second half.
    nodes: Vec<Key>,
}

/// The bits of a moment, then the agent: moments are not negative, so keys order as moments do,
/// and those of one moment by agent.
type Key = u128;

fn key(at: f64, agent: u32) -> Key {
    (u128::from(at.to_bits()) << 32) | u128::from(agent)
}

fn moment(key: Key) -> f64 {
    f64::from_bits((key >> 32) as u64)
}

impl Calendar {
    pub(super) fn new() -> Self {
        Self { nodes: nodes(2) }
    }

    /// The end that comes first; of several at one moment that of the lowest agent.
    pub(super) fn first(&self) -> End {
        End {
            at: moment(self.nodes[1]),
            agent: self.nodes[1] as u32,
        }
    }

    /// When the agent finishes.
    pub(super) fn at(&self, agent: u32) -> f64 {
        let leaf = self.nodes.len() / 2 + agent as usize;
        self.nodes
            .get(leaf)
            .map_or(f64::INFINITY, |&key| moment(key))
    }

    /// Makes room for so many agents; ends that were known stay.
    pub(super) fn reserve(&mut self, agents: usize) {
        let leaves = self.nodes.len() / 2;
        if agents <= leaves {
            return;
        }
        let known = self.nodes.split_off(leaves);
        self.nodes = nodes(agents.next_power_of_two());
        for key in known {
            self.set(key as u32, moment(key));
        }
    }

    /// Sets when an agent finishes.
    pub(super) fn set(&mut self, agent: u32, at: f64) {
        let mut node = self.nodes.len() / 2 + agent as usize;
        let mut first = key(at, agent);
        self.nodes[node] = first;
        while node > 1 {
            first = first.min(self.nodes[node ^ 1]);
            node >>= 1;
            self.nodes[node] = first;
        }
    }
}

/// A tournament in which nobody ever finishes; leaves are a power of two.
fn nodes(leaves: usize) -> Vec<Key> {
    let mut nodes = vec![key(f64::INFINITY, 0); leaves];
    nodes.extend((0..leaves as u32).map(|agent| key(f64::INFINITY, agent)));
    nodes
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{RngExt, SeedableRng};

    /// The first is what a search through all finds, whatever was set in whatever order.
    #[test]
    fn the_first_is_the_least_of_all() {
        let mut random = rand_pcg::Pcg64Mcg::seed_from_u64(5);
        let (mut calendar, mut all) = (Calendar::new(), Vec::new());
        for round in 0..2000 {
            if round % 40 == 0 {
                all.push(f64::INFINITY);
                calendar.reserve(all.len());
            }
            let agent = random.random_range(0..all.len());
            let at = match random.random_range(0..4) {
                0 => f64::INFINITY,
                _ => f64::from(random.random_range(0..50)),
            };
            all[agent] = at;
            calendar.set(agent as u32, at);
            let least = all.iter().copied().fold(f64::INFINITY, f64::min);
            assert_eq!(calendar.first().at, least);
            assert_eq!(calendar.at(agent as u32), at);
            if least.is_finite() {
                let first = all.iter().position(|at| *at == least);
                assert_eq!(Some(calendar.first().agent as usize), first);
            }
        }
    }
}
