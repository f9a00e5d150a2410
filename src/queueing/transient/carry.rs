//! Chances through an interval, by uniformisation.

use super::band::{Band, Layout};
use super::chain::Chain;
use super::lanes::{LANES, Lanes};
use super::weights::Weights;
use pulp::{Arch, Simd, WithSimd};

/// What becomes of chances over an interval.
#[derive(Clone, Debug)]
pub(super) struct Carried<const R: usize> {
    /// By contacts present, at its end.
    pub end: Vec<f64>,
    /// Each reward, summed over its time.
    pub over: [f64; R],
}

/// Those of an interval's callers who wait at its end, per caller.
pub(super) struct Followed {
    /// By contacts ahead: chance.
    pub here: Vec<f64>,
    /// By contacts ahead: chance times the time waited so far.
    pub age: Vec<f64>,
    /// Mean time waited inside the interval.
    pub time: f64,
    /// The integral of the time waited so far, over the time waited inside.
    pub age_time: f64,
}

/// Room for the jumps of an interval, used again for the next.
#[derive(Debug, Default)]
pub(super) struct Room {
    weights: Weights,
    band: Band,
    now: Vec<Lanes>,
    next: Vec<Lanes>,
    sum: Vec<Lanes>,
}

impl Room {
    /// Carries chances through a chain's interval, with rewards per time by contacts present.
    pub fn carry<const R: usize>(
        &mut self,
        chain: &Chain,
        start: &[f64],
        reward: impl Fn(usize) -> [f64; R],
    ) -> Carried<R> {
        let layout = Layout::cut(chain);
        let chains = std::slice::from_ref(chain);
        self.begin(layout, chains, |_, m| value(start, m));
        let rewards = rewards(layout, chains, |_, m| reward(m));
        let met = self.run(layout, &rewards, |_, _, _, moved| moved);
        Carried {
            end: self.one(layout, chain),
            over: met.map(|lanes| lanes.iter().sum()),
        }
    }

    /// Carries the chances of four chains that share rate and length.
    pub fn carry_abreast<const R: usize>(
        &mut self,
        chains: &[Chain; LANES],
        starts: [&[f64]; LANES],
        reward: impl Fn(&Chain, usize) -> [f64; R],
    ) -> [Carried<R>; LANES] {
        let layout = Layout::abreast(chains);
        self.begin(layout, chains, |chain, m| value(starts[chain], m));
        let rewards = rewards(layout, chains, |chain, m| reward(&chains[chain], m));
        let met = self.run(layout, &rewards, |_, _, _, moved| moved);
        self.four(chains, met)
    }

    /// Those who come in a chain's interval and wait, per contact that comes.
    ///
    /// Beside the chain go those who came and wait, by the number ahead of them, and the same with
    /// the time that they have waited as weight: both only move down, and what waits grows older.
    pub fn follow(&mut self, chain: &Chain, start: &[f64]) -> Followed {
        let places = chain.top.saturating_sub(chain.agents) + 1;
        let layout = Layout::Abreast(chain.agents + places);
        self.begin(layout, &[*chain; LANES], |lane, m| match lane {
            0 => value(start, m),
            _ => 0.0,
        });
        self.band.advance(layout, chain);
        let share = waiting(layout, chain);
        let mut rewards = vec![[Lanes([0.0, 1.0, 1.0, 0.0])]; self.now.len()];
        rewards[..=chain.agents].fill([Lanes::ZERO]);
        let older = [0.0, 0.0, chain.rate.recip(), 0.0];
        let [met] = self.run(layout, &rewards, |row, _, here, mut moved| {
            for lane in 0..LANES {
                moved[lane] += share[row][lane] * here[0] + older[lane] * here[1];
            }
            moved
        });
        let first = chain.agents + 1;
        let ahead = |lane: usize| {
            let rows = self.sum[first..first + places].iter();
            rows.map(|row| row[lane]).collect()
        };
        Followed {
            here: ahead(1),
            age: ahead(2),
            time: met[1],
            age_time: met[2],
        }
    }

    fn begin(&mut self, layout: Layout, chains: &[Chain], start: impl Fn(usize, usize) -> f64) {
        self.weights.set(chains[0].rate, chains[0].length);
        self.band.forth(layout, chains);
        for values in [&mut self.now, &mut self.next, &mut self.sum] {
            layout.clear(values);
        }
        layout.each(|row, lane, chain, m| {
            if m <= chains[chain].top {
                self.now[row][lane] = start(chain, m);
            }
        });
    }

    /// What was summed, of one chain.
    fn one(&self, layout: Layout, chain: &Chain) -> Vec<f64> {
        let mut values = vec![0.0; chain.top + 1];
        layout.each(|row, lane, _, m| {
            if let Some(value) = values.get_mut(m) {
                *value = self.sum[row][lane];
            }
        });
        values
    }

    /// What was summed, of four.
    fn four<const R: usize>(
        &self,
        chains: &[Chain; LANES],
        met: [Lanes; R],
    ) -> [Carried<R>; LANES] {
        std::array::from_fn(|lane| Carried {
            end: (0..=chains[lane].top)
                .map(|m| self.sum[m + 1][lane])
                .collect(),
            over: met.map(|lanes| lanes[lane]),
        })
    }

    fn run<const R: usize>(
        &mut self,
        layout: Layout,
        rewards: &[[Lanes; R]],
        settle: impl FnMut(usize, Lanes, Lanes, Lanes) -> Lanes,
    ) -> [Lanes; R] {
        Arch::new().dispatch(Forwards {
            room: self,
            layout,
            rewards,
            settle,
        })
    }

    /// All jumps of the interval, after each of which every row is settled: chances at its end are
    /// in `sum`, the rewards over its time come back.
    #[inline(always)]
    fn forth<const R: usize>(
        &mut self,
        layout: Layout,
        rewards: &[[Lanes; R]],
        mut settle: impl FnMut(usize, Lanes, Lanes, Lanes) -> Lanes,
    ) -> [Lanes; R] {
        let mut sums = [Lanes::ZERO; R];
        let mut window = layout.trim(layout.whole(), &mut self.now);
        for (at, over) in self.weights.iter() {
            window = layout.wider(window);
            let below = layout.below(window, &self.now);
            let (low, high) = window;
            let (sum, rewards) = (&mut self.sum[low..high], &rewards[low..high]);
            let mut met = [Lanes::ZERO; R];
            let mut settle = |row: usize, below: Lanes, here: Lanes, moved: Lanes| {
                for (met, reward) in met.iter_mut().zip(rewards[row]) {
                    *met = *met + reward * here;
                }
                settle(low + row, below, here, moved)
            };
            // So far the interval has not ended.
            if at == 0.0 {
                self.band
                    .jump(window, below, &self.now, &mut self.next, settle);
            } else {
                let see = |row: usize, below: Lanes, here: Lanes, moved: Lanes| {
                    add(&mut sum[row], at, here);
                    settle(row, below, here, moved)
                };
                self.band
                    .jump(window, below, &self.now, &mut self.next, see);
            }
            for (sum, met) in sums.iter_mut().zip(met) {
                add(sum, over, met);
            }
            window = layout.trim(window, &mut self.next);
            std::mem::swap(&mut self.now, &mut self.next);
        }
        sums
    }
}

/// All jumps of an interval, for the vectors that the processor has.
struct Forwards<'a, const R: usize, S> {
    room: &'a mut Room,
    layout: Layout,
    rewards: &'a [[Lanes; R]],
    settle: S,
}

impl<const R: usize, S> WithSimd for Forwards<'_, R, S>
where
    S: FnMut(usize, Lanes, Lanes, Lanes) -> Lanes,
{
    type Output = [Lanes; R];

    #[inline(always)]
    fn with_simd<V: Simd>(self, _: V) -> Self::Output {
        self.room.forth(self.layout, self.rewards, self.settle)
    }
}

/// Share of those who find so many present that enters the queue in a jump, for the second lane.
fn waiting(layout: Layout, chain: &Chain) -> Vec<Lanes> {
    let waits = |m: usize| {
        if m < chain.agents {
            0.0
        } else {
            chain.admitted(m)
        }
    };
    second(layout, |m| waits(m) / (chain.length * chain.rate))
}

/// A value in the second lane for each number present, where chains go abreast.
fn second(layout: Layout, value: impl Fn(usize) -> f64) -> Vec<Lanes> {
    let mut rows = Vec::new();
    layout.clear(&mut rows);
    layout.each(|row, lane, _, m| {
        if lane == 1 {
            rows[row][lane] = value(m);
        }
    });
    rows
}

/// Rewards by row, for the states that a chain has.
fn rewards<const R: usize>(
    layout: Layout,
    chains: &[Chain],
    reward: impl Fn(usize, usize) -> [f64; R],
) -> Vec<[Lanes; R]> {
    let mut rows = vec![[Lanes::ZERO; R]; layout.whole().1 + 1];
    layout.each(|row, lane, chain, m| {
        if m <= chains[chain].top {
            for (lanes, value) in rows[row].iter_mut().zip(reward(chain, m)) {
                lanes[lane] = value;
            }
        }
    });
    rows
}

fn value(values: &[f64], m: usize) -> f64 {
    values.get(m).copied().unwrap_or(0.0)
}

/// Adds so many times the values.
#[inline(always)]
fn add(sums: &mut Lanes, times: f64, values: Lanes) {
    *sums = *sums + Lanes::all(times) * values;
}
