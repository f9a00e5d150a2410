//! Handle time by group of people, as a factor on that of the queue.

mod present;
mod said;

use super::robust;
use std::collections::BTreeMap;

pub use present::{GroupPast, GroupShift, GroupTime, GroupTimes};

/// One answered contact.
#[derive(Clone, Copy, Debug)]
pub struct Handled<'a> {
    /// Group of the person who answered.
    pub group: &'a str,
    /// Handle time in seconds.
    pub seconds: f64,
    /// What the queue would expect at that time, in seconds.
    pub expected: f64,
}

/// How a group's handle times compare with those of all.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupFactor {
    /// Its name.
    pub group: String,
    /// Factor on the queue's handle time, drawn to 1 by noise.
    pub factor: f64,
    /// Standard error of the factor.
    pub error: f64,
    /// Contacts it was learnt from.
    pub contacts: usize,
}

/// The factor of each group, by name; contacts without a known time are passed over.
///
/// # Formula
/// With `r` the sum of a group's times over the sum expected, relative to that of all, and `v` its
/// variance by the spread of single contacts: `1 + t / (t + v) x (r - 1)`, where `t` is the variance
/// between groups by the method of moments (R. DerSimonian and N. Laird, *Controlled Clinical
/// Trials* 7 (1986) 177-188). Its error is the root of `t v / (t + v)`.
///
/// ```
/// use bezet::forecast::{Handled, handle_time_by_group};
/// let contact = |nth: usize| Handled {
///     group: if nth % 2 == 0 { "new" } else { "old" },
///     seconds: if nth % 2 == 0 { 360.0 } else { 240.0 } + (nth % 10) as f64,
///     expected: 300.0,
/// };
/// let factors = handle_time_by_group((0..2000).map(contact));
/// assert_eq!(factors[0].group, "new");
/// assert!((factors[0].factor - 1.2).abs() < 0.01);
/// ```
pub fn handle_time_by_group<'a>(
    contacts: impl IntoIterator<Item = Handled<'a>>,
) -> Vec<GroupFactor> {
    let mut groups: BTreeMap<&str, Sums> = BTreeMap::new();
    let mut whole = Sums::default();
    for contact in contacts {
        let known = [contact.seconds, contact.expected];
        if known.iter().all(|time| time.is_finite() && *time > 0.0) {
            groups.entry(contact.group).or_default().add(&contact);
            whole.add(&contact);
        }
    }
    let own: Vec<(f64, f64)> = groups
        .values()
        .map(|sums| sums.factor(whole.seconds / whole.expected))
        .collect();
    let between = between(&own);
    let factors = groups.iter().zip(own);
    factors
        .map(|((group, sums), (ratio, noise))| GroupFactor {
            group: (*group).to_owned(),
            factor: robust::shrink(ratio, 1.0, noise, between),
            error: (between * noise / (between + noise).max(1e-300)).sqrt(),
            contacts: sums.contacts,
        })
        .collect()
}

#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    contacts: usize,
    seconds: f64,
    expected: f64,
    squares: f64,
    both: f64,
    usual: f64,
}

impl Sums {
    fn add(&mut self, contact: &Handled<'_>) {
        self.contacts += 1;
        self.seconds += contact.seconds;
        self.expected += contact.expected;
        self.squares += contact.seconds.powi(2);
        self.both += contact.seconds * contact.expected;
        self.usual += contact.expected.powi(2);
    }

    /// The ratio relative to that of all, and its variance; of one contact as of an exponential law.
    fn factor(&self, whole: f64) -> (f64, f64) {
        let ratio = self.seconds / self.expected;
        let rest = self.squares - 2.0 * ratio * self.both + ratio * ratio * self.usual;
        let count = self.contacts as f64;
        let rest = match self.contacts {
            0..2 => ratio * ratio * self.usual,
            _ => rest.max(0.0) * count / (count - 1.0),
        };
        let variance = rest / self.expected.powi(2);
        (ratio / whole, (variance / (whole * whole)).max(1e-18))
    }
}

/// Variance of true factors around their mean.
fn between(own: &[(f64, f64)]) -> f64 {
    let weight: f64 = own.iter().map(|(_, noise)| 1.0 / noise).sum();
    let squares: f64 = own.iter().map(|(_, noise)| noise.powi(-2)).sum();
    let mean = own.iter().map(|(ratio, noise)| ratio / noise).sum::<f64>() / weight;
    let shown: f64 = own
        .iter()
        .map(|(r, noise)| (r - mean).powi(2) / noise)
        .sum();
    let free = weight - squares / weight;
    if own.len() < 2 || free <= 0.0 {
        return 0.0;
    }
    ((shown - (own.len() - 1) as f64) / free).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand_distr::{Distribution, Exp1};
    use rand_pcg::Pcg64Mcg;

    fn factors(truth: [f64; 6], contacts: usize, seed: u64) -> Vec<GroupFactor> {
        let mut random = Pcg64Mcg::seed_from_u64(seed);
        let names = ["a", "b", "c", "d", "e", "f"];
        let drawn: Vec<Handled<'_>> = (0..6 * contacts)
            .map(|nth| {
                let time: f64 = Exp1.sample(&mut random);
                let expected = 250.0 + (nth % 7) as f64;
                Handled {
                    group: names[nth % 6],
                    seconds: truth[nth % 6] * expected * time,
                    expected,
                }
            })
            .collect();
        handle_time_by_group(drawn)
    }

    #[test]
    fn groups_are_recovered_within_their_errors() {
        let truth = [0.8, 0.9, 0.95, 1.05, 1.1, 1.2];
        let mut squares = 0.0;
        for seed in 0..100 {
            for (found, truth) in factors(truth, 500, seed).iter().zip(truth) {
                squares += ((found.factor - truth) / found.error).powi(2);
            }
        }
        // 600 squares of standard normals, the mean of which is 1 within 0.12 (two deviations).
        assert!(
            (0.8..1.25).contains(&(squares / 600.0)),
            "{}",
            squares / 600.0
        );
    }

    #[test]
    fn noise_is_no_difference() {
        let off = |seed| {
            let found = factors([1.0; 6], 30, seed);
            found.iter().map(|g| (g.factor - 1.0).abs()).sum::<f64>() / 6.0
        };
        // The plain ratios of thirty exponential times are off by 0.15 on average.
        let mean = (0..50).map(off).sum::<f64>() / 50.0;
        assert!(mean < 0.06, "{mean}");
    }

    #[test]
    fn odd_contacts_are_passed_over() {
        assert!(handle_time_by_group([]).is_empty());
        let odd = Handled {
            group: "a",
            seconds: f64::NAN,
            expected: 300.0,
        };
        assert!(handle_time_by_group([odd]).is_empty());
        let one = handle_time_by_group([Handled {
            seconds: 10.0,
            ..odd
        }]);
        assert_eq!((one[0].factor, one[0].error), (1.0, 0.0));
    }
}
