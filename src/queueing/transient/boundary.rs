//! What happens to contacts when the number of agents changes.

use super::day::{Day, Leaving};

/// From so many agents to so many, some of whom may come in the place of others.
#[derive(Clone, Copy)]
pub(super) struct Change {
    pub from: usize,
    pub to: usize,
    pub relieved: usize,
    pub leaving: Leaving,
}

impl Change {
    /// The change at the start of an interval; at the first there is none.
    pub fn at(day: &Day, index: usize) -> Self {
        let to = day.intervals[index].agents as usize;
        let before = index.checked_sub(1);
        let from = before.map_or(to, |before| day.intervals[before].agents as usize);
        let relieved = before.map_or(0, |_| day.intervals[index].relieved as usize);
        Self {
            from,
            to,
            relieved: relieved.min(from),
            leaving: day.leaving,
        }
    }

    /// Those who stop, and finish the contact that they have.
    fn leavers(&self) -> usize {
        let leavers = self.from.saturating_sub(self.to) + self.relieved;
        leavers.min(self.from)
    }

    /// Chances after the change, and the mean number of leavers who still have a contact.
    pub fn after(&self, before: &[f64]) -> (Vec<f64>, f64) {
        if self.leavers() == 0 || self.leaving == Leaving::Preemptive {
            return (before.to_vec(), 0.0);
        }
        let mut after = vec![0.0; before.len()];
        let mut busy = 0.0;
        for (present, chance) in before.iter().enumerate() {
            self.taken(present, |with, share| {
                after[present - with] += share * chance;
                busy += share * chance * with as f64;
            });
        }
        (after, busy)
    }

    /// Values of states before the change, from those after it.
    pub fn before(&self, after: &[f64], states: usize) -> Vec<f64> {
        let value = |present: usize| after.get(present).or(after.last()).copied().unwrap_or(0.0);
        if self.leavers() == 0 || self.leaving == Leaving::Preemptive {
            return (0..states).map(value).collect();
        }
        let mean = |present: usize| {
            let mut mean = 0.0;
            self.taken(present, |with, share| mean += share * value(present - with));
            mean
        };
        (0..states).map(mean).collect()
    }

    /// Shows how many contacts leave with the leavers, with its chances.
    fn taken(&self, present: usize, mut see: impl FnMut(usize, f64)) {
        let (leavers, busy) = (self.leavers(), present.min(self.from));
        match self.leaving {
            Leaving::Named => {
                for (with, share) in hypergeometric(self.from, busy, leavers) {
                    see(with, share);
                }
            }
            _ => see(busy.saturating_sub(self.from - leavers), 1.0),
        }
    }

    /// Where one with so many ahead stands after the change; `None` if an agent takes the contact.
    pub fn ahead(&self, ahead: usize) -> Option<usize> {
        match self.leaving {
            Leaving::Preemptive => (ahead + self.from).checked_sub(self.to),
            // Those who come are idle, and take as many of the queue.
            _ => ahead.checked_sub(self.to + self.leavers() - self.from),
        }
    }
}

/// Chances of how many of `drawn` out of `all` are among the `marked`.
fn hypergeometric(all: usize, marked: usize, drawn: usize) -> Vec<(usize, f64)> {
    let least = (drawn + marked).saturating_sub(all);
    let most = drawn.min(marked);
    let mut weights = vec![1.0_f64];
    for k in least..most {
        let odds =
            ((marked - k) * (drawn - k)) as f64 / ((k + 1) * (all + k + 1 - marked - drawn)) as f64;
        weights.push(weights[weights.len() - 1] * odds);
    }
    let sum: f64 = weights.iter().sum();
    (least..)
        .zip(weights.iter().map(|weight| weight / sum))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leavers_on_a_contact_are_hypergeometric() {
        // 2 of 5 leave, 3 are busy: 1/10, 6/10, 3/10.
        let found = hypergeometric(5, 3, 2);
        for ((with, share), wanted) in found.iter().zip([(0, 0.1), (1, 0.6), (2, 0.3)]) {
            assert!(*with == wanted.0 && (share - wanted.1).abs() < 1e-15);
        }
    }

    #[test]
    fn idle_agents_leave_first_unless_named() {
        let change = |leaving| Change {
            from: 5,
            to: 3,
            relieved: 0,
            leaving,
        };
        let mut four = vec![0.0; 8];
        four[4] = 1.0;
        let (after, busy) = change(Leaving::Exhaustive).after(&four);
        assert!(after[3] == 1.0 && busy == 1.0);
        let (_, busy) = change(Leaving::Named).after(&four);
        assert!((busy - 1.6).abs() < 1e-15);
        assert_eq!(change(Leaving::Preemptive).after(&four), (four, 0.0));
    }

    #[test]
    fn relief_takes_contacts_with_it_and_brings_idle_agents() {
        let change = |leaving| Change {
            from: 3,
            to: 3,
            relieved: 2,
            leaving,
        };
        // All three busy and two waiting: two finish apart, the two who come take the queue.
        let mut five = vec![0.0; 6];
        five[5] = 1.0;
        for leaving in [Leaving::Exhaustive, Leaving::Named] {
            let (after, busy) = change(leaving).after(&five);
            assert!((after[3] - 1.0).abs() < 1e-15 && (busy - 2.0).abs() < 1e-15);
            assert_eq!(
                (change(leaving).ahead(1), change(leaving).ahead(2)),
                (None, Some(0))
            );
        }
        assert_eq!(change(Leaving::Preemptive).after(&five), (five, 0.0));
        assert_eq!(change(Leaving::Preemptive).ahead(1), Some(1));
    }
}
