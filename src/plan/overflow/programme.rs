//! Which option each day takes, so that the week is cheapest: exact, by dynamic programming.

use crate::outside::Contract;

/// What a day is like under one of its options.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Met {
    /// Waiting, contact-seconds.
    pub waiting: f64,
    /// Contacts outside.
    pub outside: f64,
}

impl Met {
    /// Both together.
    pub fn and(self, other: Self) -> Self {
        Self {
            waiting: self.waiting + other.waiting,
            outside: self.outside + other.outside,
        }
    }
}

/// What a week costs and may not exceed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms<'a> {
    /// Euros for a contact-second of waiting.
    pub second: f64,
    /// The external centre's bill.
    pub contract: &'a Contract,
    /// The most waiting, contact-seconds.
    pub waiting_max: f64,
}

/// How bad a week is: first contacts beyond the most, then waiting beyond the target, then euros.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub(super) struct Rank {
    pub refused: f64,
    pub missed: f64,
    pub euros: f64,
}

impl Terms<'_> {
    /// The rank of a week.
    pub fn rank(&self, week: Met) -> Rank {
        let most = self.contract.most().unwrap_or(f64::INFINITY);
        let over = |value: f64, most: f64| match value > most * (1.0 + 1e-12) {
            true => value - most,
            false => 0.0,
        };
        Rank {
            refused: over(week.outside, most),
            missed: over(week.waiting, self.waiting_max),
            euros: self.second * week.waiting + self.contract.bill(week.outside).total().0,
        }
    }
}

/// A part of the week: its sums, and which option each of its days takes.
#[derive(Clone, Debug)]
struct Part {
    sums: Met,
    picks: Vec<usize>,
}

/// The option of each day that makes the best week; the first of equals.
///
/// The rank rises with the waiting and with the contacts outside, so of two parts of a week one
/// that has more of both is never needed: what is left are the corners of a staircase.
pub(super) fn best(days: &[Vec<Met>], terms: &Terms<'_>) -> Vec<usize> {
    let nothing = Part {
        sums: Met::default(),
        picks: Vec::new(),
    };
    let parts = days.iter().fold(vec![nothing], |parts, options| {
        let longer = parts.iter().flat_map(|part| {
            options.iter().enumerate().map(|(pick, option)| Part {
                sums: part.sums.and(*option),
                picks: [&part.picks[..], &[pick]].concat(),
            })
        });
        staircase(longer.collect())
    });
    let ranked = parts.into_iter().map(|part| (terms.rank(part.sums), part));
    let best = ranked.reduce(|best, next| match next.0 < best.0 {
        true => next,
        false => best,
    });
    best.map(|(_, part)| part.picks).unwrap_or_default()
}

/// The parts of which none has more waiting and more outside than another.
fn staircase(mut parts: Vec<Part>) -> Vec<Part> {
    parts.sort_by(|a, b| {
        let outside = a.sums.outside.total_cmp(&b.sums.outside);
        outside.then(a.sums.waiting.total_cmp(&b.sums.waiting))
    });
    let mut least = f64::INFINITY;
    parts.retain(|part| {
        let kept = part.sums.waiting < least;
        least = least.min(part.sums.waiting);
        kept
    });
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outside::{Band, Commitment, Price};
    use crate::units::Euros;
    use rand::{RngExt, SeedableRng};
    use rand_pcg::Pcg64Mcg;

    fn contracts() -> Vec<Contract> {
        let plain = Contract::plain(Euros(4.5), Some(30.0));
        let dearer = Contract {
            price: Price::Contact(Euros(2.0)),
            bands: vec![Band {
                above: 12.0,
                price: Euros(9.0),
            }],
            weekly_min: 8.0,
            ..plain.clone()
        };
        let announced = Contract {
            commitment: Some(Commitment {
                contacts: 20.0,
                below: 0.2,
                above: 0.1,
                surcharge: None,
            }),
            ..plain.clone()
        };
        vec![plain, dearer, announced]
    }

    /// All combinations, one by one.
    fn brute(days: &[Vec<Met>], terms: &Terms<'_>) -> Rank {
        let mut weeks = vec![Met {
            waiting: 0.0,
            outside: 0.0,
        }];
        for options in days {
            let longer = weeks.iter().flat_map(|week| {
                options.iter().map(|option| Met {
                    waiting: week.waiting + option.waiting,
                    outside: week.outside + option.outside,
                })
            });
            weeks = longer.collect();
        }
        let ranks = weeks.into_iter().map(|week| terms.rank(week));
        ranks.reduce(|a, b| if b < a { b } else { a }).unwrap()
    }

    #[test]
    fn the_programme_agrees_with_all_combinations() {
        let mut random = Pcg64Mcg::seed_from_u64(5);
        for round in 0..60 {
            let mut option = |_| Met {
                waiting: random.random_range(0.0..9000.0),
                outside: random.random_range(0.0..12.0),
            };
            let days: Vec<Vec<Met>> = (0..4).map(|_| (0..7).map(&mut option).collect()).collect();
            for contract in contracts() {
                for waiting_max in [f64::INFINITY, 16_000.0, 5_000.0, 100.0] {
                    let terms = Terms {
                        second: 0.01,
                        contract: &contract,
                        waiting_max,
                    };
                    let picks = best(&days, &terms);
                    let week = days.iter().zip(&picks).map(|(day, pick)| day[*pick]);
                    let week = week.fold(
                        Met {
                            waiting: 0.0,
                            outside: 0.0,
                        },
                        |sum, day| Met {
                            waiting: sum.waiting + day.waiting,
                            outside: sum.outside + day.outside,
                        },
                    );
                    let (found, truth) = (terms.rank(week), brute(&days, &terms));
                    assert_eq!(found, truth, "{round} {contract:?} {waiting_max}");
                }
            }
        }
    }

    /// By exchange: with prices p < q, optimal numbers x(p), x(q) obey (q - p)(x(p) - x(q)) >= 0.
    #[test]
    fn a_cheaper_price_never_sends_fewer_outside() {
        let mut random = Pcg64Mcg::seed_from_u64(9);
        for _ in 0..40 {
            let mut option = |_| Met {
                waiting: random.random_range(0.0..9000.0),
                outside: random.random_range(0.0..12.0),
            };
            let days: Vec<Vec<Met>> = (0..4).map(|_| (0..7).map(&mut option).collect()).collect();
            let outside = |price: f64| {
                let contract = Contract::plain(Euros(price), None);
                let terms = Terms {
                    second: 0.01,
                    contract: &contract,
                    waiting_max: 20_000.0,
                };
                let picks = best(&days, &terms);
                let each = days
                    .iter()
                    .zip(&picks)
                    .map(|(day, pick)| day[*pick].outside);
                each.sum::<f64>()
            };
            let numbers: Vec<f64> = [0.5, 1.0, 2.0, 4.0, 8.0].map(outside).to_vec();
            assert!(numbers.is_sorted_by(|a, b| *b <= a + 1e-9), "{numbers:?}");
        }
    }
}
