//! Who of a day's people stays away, with what chance.

use super::day::Shift;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

/// Some of the day's people are absent.
pub(super) struct Absence {
    /// Its weight in the mean: its chance, but for what balances the samples (below 0 at most for
    /// single ones). All together they add up to 1.
    pub weight: f64,
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

/// So many samples in all of who they are, where more than one are absent.
const SAMPLES: f64 = 20.0;

/// What is left of the chance when so many are absent counts as if no more were.
const REST: f64 = 1e-4;

/// Absences of so many people, each away with the same chance.
///
/// Nobody and each single one are all taken. Of two and more some are drawn: what each person's
/// absence does alone is taken out of the draw, since it is known, so that only what absences do
/// together is left to chance; and each count has as many samples as its chance and the number of
/// pairs in it deserve. Over 12 seeds the sample week's wait came within 0.10 % (root mean square) of
/// that by 4,000 samples; single days within 0.25 %.
pub(super) fn absences(people: usize, share: f64, seed: u64) -> Vec<Absence> {
    let chances = cut(binomial(people, share));
    // Neyman's rule: chance times spread; pairs act on their own, so their number's root.
    let deserved =
        |count: usize| chances[count] * ((count * count.saturating_sub(1)) as f64).sqrt();
    let all: f64 = (0..chances.len()).map(deserved).sum();
    let mut deck = Deck::new(people, seed);
    let mut single = vec![chances.get(1).map_or(0.0, |one| one / people as f64); people];
    let mut more = Vec::new();
    for (count, chance) in chances.iter().enumerate().skip(2) {
        let number = (SAMPLES * deserved(count) / all).ceil().max(1.0);
        let sets = match sets(people, count) <= number {
            true => every(people, count),
            false => (0..number as usize).map(|_| deck.some(count)).collect(),
        };
        let each = chance / sets.len() as f64;
        // What somebody does alone counts as often as it should, not as often as it was drawn.
        let due = chance * count as f64 / people as f64;
        single.iter_mut().for_each(|weight| *weight += due);
        for absent in sets {
            absent.iter().for_each(|one| single[*one] -= each);
            more.push(Absence {
                weight: each,
                absent,
            });
        }
    }
    let nobody = Absence {
        weight: chances[0],
        absent: Vec::new(),
    };
    let singles = single.into_iter().enumerate();
    let singles = singles.map(|(person, weight)| Absence {
        weight,
        absent: vec![person],
    });
    let all = [nobody].into_iter().chain(singles).chain(more);
    // Where all sets are there, nothing is left but rounding.
    all.filter(|absence| absence.weight.abs() > 1e-12).collect()
}

/// The number of sets of so many people.
fn sets(people: usize, count: usize) -> f64 {
    let ratio = |place: usize| (people - place) as f64 / (count - place) as f64;
    (0..count).map(ratio).product::<f64>().round()
}

/// Every set of so many people.
fn every(people: usize, count: usize) -> Vec<Vec<usize>> {
    (0..count).fold(vec![Vec::new()], |sets: Vec<Vec<usize>>, _| {
        let longer = |set: Vec<usize>| {
            let from = set.last().map_or(0, |last| last + 1);
            (from..people).map(move |one| [&set[..], &[one]].concat())
        };
        sets.into_iter().flat_map(longer).collect()
    })
}

/// People in a random order, dealt until nobody is left, and again: everybody as often, give or
/// take one.
struct Deck {
    left: Vec<usize>,
    people: usize,
    random: Pcg64Mcg,
}

impl Deck {
    fn new(people: usize, seed: u64) -> Self {
        Self {
            left: Vec::new(),
            people,
            random: Pcg64Mcg::seed_from_u64(seed),
        }
    }

    /// So many different people, of `count` at most all.
    fn some(&mut self, count: usize) -> Vec<usize> {
        let mut dealt = Vec::new();
        let mut again = Vec::new();
        while dealt.len() < count {
            if self.left.is_empty() {
                self.left = (0..self.people).collect();
            }
            let place = self.random.random_range(0..self.left.len());
            let one = self.left.swap_remove(place);
            match dealt.contains(&one) {
                // Dealt before the deck was new: somebody else now, this one later.
                true => again.push(one),
                false => dealt.push(one),
            }
        }
        self.left.extend(again);
        dealt
    }
}

/// Chances up to the count whose rest is small, which has the rest too.
fn cut(mut chances: Vec<f64>) -> Vec<f64> {
    let mut left = 1.0;
    for count in 0..chances.len() {
        if left - chances[count] < REST || count + 1 == chances.len() {
            chances[count] = left;
            chances.truncate(count + 1);
            break;
        }
        left -= chances[count];
    }
    chances
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
    fn weights_add_up_and_everyone_is_as_often_absent_as_said() {
        for (people, share) in [(0, 0.05), (1, 0.3), (17, 0.05), (6, 0.0), (3, 1.0)] {
            let all = absences(people, share, 7);
            let sum: f64 = all.iter().map(|absence| absence.weight).sum();
            assert!((sum - 1.0).abs() < 1e-12, "{people} {share}");
            for person in 0..people {
                let absent = all.iter().filter(|a| a.absent.contains(&person));
                let away: f64 = absent.map(|absence| absence.weight).sum();
                // But for the rest that counts as fewer.
                assert!(
                    (away - share).abs() < 5e-4 / people as f64,
                    "{people} {share} {away}"
                );
            }
        }
    }

    /// What absences cost together, for a made-up team: exactly, all sets followed, and by samples.
    #[test]
    fn samples_come_near_all_sets() {
        // People matter unequally, and the more so the more are away.
        let wait = |absent: &[usize]| -> f64 {
            let lost: f64 = absent.iter().map(|one| 0.03 + 0.01 * *one as f64).sum();
            (3.0 * lost).exp()
        };
        let (people, share) = (12_usize, 0.08_f64);
        let exact: f64 = (0..1_usize << people)
            .map(|set| {
                let absent: Vec<usize> = (0..people).filter(|one| set >> one & 1 == 1).collect();
                let (away, there) = (absent.len() as i32, (people - absent.len()) as i32);
                share.powi(away) * (1.0 - share).powi(there) * wait(&absent)
            })
            .sum();
        for seed in 0..20 {
            let all = absences(people, share, seed);
            let mean: f64 = all.iter().map(|a| a.weight * wait(&a.absent)).sum();
            assert!((mean / exact - 1.0).abs() < 0.003, "{seed}: {mean} {exact}");
        }
    }

    #[test]
    fn a_deck_deals_different_people_all_as_often() {
        let mut deck = Deck::new(7, 1);
        let mut dealt = [0; 7];
        for _ in 0..100 {
            let some = deck.some(3);
            some.iter().for_each(|one| dealt[*one] += 1);
            assert!(
                some.iter()
                    .enumerate()
                    .all(|(n, one)| !some[..n].contains(one))
            );
        }
        let (least, most) = (dealt.iter().min(), dealt.iter().max());
        assert!(
            most.zip(least)
                .is_some_and(|(most, least)| most - least <= 2),
            "{dealt:?}"
        );
    }
}
