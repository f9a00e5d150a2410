//! Who of a day's people stays away, with what chance.

use super::day::Shift;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

/// Some of the day's people are absent.
pub(super) struct Absence {
    /// Its chance; of all absences together they add up to 1.
    pub chance: f64,
    absent: Vec<usize>,
}

impl Absence {
    /// The shifts of those who are there.
    pub fn there<'a>(&self, shifts: &'a [Shift]) -> Vec<&'a Shift> {
        let there = shifts.iter().enumerate();
        there
            .filter(|(index, _)| !self.absent.contains(index))
            .map(|(_, shift)| shift)
            .collect()
    }
}

/// So many samples of who they are, where more than one are absent.
const SAMPLES: usize = 48;

/// What is left of the chance when so many are absent counts as if no more were.
const REST: f64 = 1e-4;

/// Absences of so many people, each away with the same chance.
///
/// Nobody and each single one are all taken; of two and more, some are drawn, so that the mean is
/// exact to what 48 samples of the rarer days leave: some 0.3 % of the wait at an absence of 5 %.
pub(super) fn absences(people: usize, share: f64, seed: u64) -> Vec<Absence> {
    let mut random = Pcg64Mcg::seed_from_u64(seed);
    let mut all = Vec::new();
    let mut left = 1.0;
    for (count, chance) in binomial(people, share).into_iter().enumerate() {
        let last = left - chance < REST || count == people;
        let chance = if last { left } else { chance };
        left -= chance;
        let groups = match count {
            0 => vec![Vec::new()],
            1 => (0..people).map(|one| vec![one]).collect(),
            _ => (0..SAMPLES)
                .map(|_| some(people, count, &mut random))
                .collect(),
        };
        let each = chance / groups.len() as f64;
        all.extend(groups.into_iter().map(|absent| Absence {
            chance: each,
            absent,
        }));
        if last {
            break;
        }
    }
    all
}

/// So many of the people, each as likely as the others.
fn some(people: usize, count: usize, random: &mut Pcg64Mcg) -> Vec<usize> {
    let mut left: Vec<usize> = (0..people).collect();
    (0..count)
        .map(|_| left.swap_remove(random.random_range(0..left.len())))
        .collect()
}

/// Chances of so many absent, none, one, two, ...
fn binomial(people: usize, share: f64) -> Vec<f64> {
    let mut chances = vec![1.0];
    for _ in 0..people {
        let mut next = vec![0.0; chances.len() + 1];
        for (count, chance) in chances.iter().enumerate() {
            next[count] += chance * (1.0 - share);
            next[count + 1] += chance * share;
        }
        chances = next;
    }
    chances
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chances_add_up_and_everyone_is_as_often_absent_as_said() {
        for (people, share) in [(0, 0.05), (1, 0.3), (17, 0.05), (6, 0.0), (3, 1.0)] {
            let all = absences(people, share, 7);
            let sum: f64 = all.iter().map(|absence| absence.chance).sum();
            assert!((sum - 1.0).abs() < 1e-12, "{people} {share}");
            let away: f64 = all.iter().map(|a| a.chance * a.absent.len() as f64).sum();
            // But for the rest that counts as fewer.
            assert!(
                (away - people as f64 * share).abs() < 5e-4,
                "{people} {share} {away}"
            );
        }
    }
}
