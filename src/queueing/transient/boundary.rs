//! What happens to contacts when the number of agents changes.

use super::day::Leaving;

/// From so many agents to so many.
#[derive(Clone, Copy)]
pub(super) struct Change {
    pub from: usize,
    pub to: usize,
    pub leaving: Leaving,
}

impl Change {
    fn leavers(&self) -> usize {
        self.from.saturating_sub(self.to)
    }

    /// Chances after the change, and the mean number of leavers who still have a contact.
    pub fn after(&self, before: &[f64]) -> (Vec<f64>, f64) {
        if self.leavers() == 0 || self.leaving == Leaving::Preemptive {
            return (before.to_vec(), 0.0);
        }
        let mut after = vec![0.0; before.len()];
        let mut busy = 0.0;
        for (present, chance) in before.iter().enumerate() {
            for (with, share) in self.taken(present) {
                after[present - with] += share * chance;
                busy += share * chance * with as f64;
            }
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
            let taken = self.taken(present);
            taken
                .iter()
                .map(|(with, share)| share * value(present - with))
                .sum()
        };
        (0..states).map(mean).collect()
    }

    /// How many contacts leave with the leavers, with its chances.
    fn taken(&self, present: usize) -> Vec<(usize, f64)> {
        let leavers = self.leavers();
        if present >= self.from {
            return vec![(leavers, 1.0)];
        }
        match self.leaving {
            Leaving::Named => hypergeometric(self.from, present, leavers),
            _ => vec![(present.saturating_sub(self.to), 1.0)],
        }
    }

    /// Where one with so many ahead stands after the change; `None` if an agent takes the contact.
    pub fn ahead(&self, ahead: usize) -> Option<usize> {
        let more = self.to.saturating_sub(self.from);
        match self.leaving {
            Leaving::Preemptive => (ahead + self.leavers()).checked_sub(more),
            _ => ahead.checked_sub(more),
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
}
