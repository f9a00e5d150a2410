//! Waiting to come, carried back through an interval of four chains abreast.

use super::chain::Chain;
use super::lanes::{LANES, Lanes, abreast};
use super::weights::Weights;
use pulp::{Arch, Simd, WithSimd};

/// Room for the jumps of an interval, used again for the one before it.
#[derive(Debug, Default)]
pub(super) struct ToCome {
    weights: Weights,
    jumps: Vec<Jump>,
    now: Vec<Lanes>,
    start: Vec<Lanes>,
}

impl ToCome {
    /// Values at the start of an interval by contacts present, from those at its end, with waiting
    /// in between.
    ///
    /// The chains share their length, rate and top. The second is no chain of its own: its values
    /// are what one contact more in the interval does to those of the first.
    pub fn back(&mut self, chains: &[Chain; LANES], end: impl Fn(usize, usize) -> f64) -> &[Lanes] {
        let Chain {
            rate, length, top, ..
        } = chains[0];
        self.weights.set(rate, length);
        self.jumps.clear();
        self.jumps.extend((0..=top).map(|m| Jump::new(chains, m)));
        self.start.clear();
        self.start.resize(top + 1, Lanes::ZERO);
        let values = |m| Lanes::each(|lane| end(lane, m));
        self.now.clear();
        self.now.extend((0..=top).map(values));
        // Above the top, where no jump goes.
        self.now.push(Lanes::ZERO);
        Arch::new().dispatch(Backwards(self));
        &self.start
    }

    #[inline(always)]
    fn run(&mut self) {
        let states = self.jumps.len();
        let (now, start) = (&mut self.now[..=states], &mut self.start[..states]);
        for (at, _) in self.weights.iter() {
            // So far the interval has not begun.
            if at == 0.0 {
                jump(&self.jumps, now, |_, _| ());
                continue;
            }
            jump(&self.jumps, now, |m, here| {
                start[m] = start[m] + Lanes::all(at) * here;
            });
        }
    }
}

/// What a jump does with so many contacts present.
#[derive(Debug, Default)]
struct Jump {
    /// Chances of going up and down.
    up: Lanes,
    down: Lanes,
    /// Chance of going up more per contact more, for the second lane.
    enters: Lanes,
    /// Waiting until the next jump.
    waits: Lanes,
}

impl Jump {
    fn new(chains: &[Chain; LANES], present: usize) -> Self {
        let mut jump = Self::default();
        for (lane, chain) in chains.iter().enumerate() {
            let (up, _, down) = chain.jump(present);
            (jump.up[lane], jump.down[lane]) = (up, down);
            jump.waits[lane] = chain.waiting(present) * chain.pause;
        }
        let here = &chains[0];
        jump.waits[1] = 0.0;
        if present < here.top {
            jump.enters[1] = here.admitted(present) * here.pause / here.length;
        }
        jump
    }
}

/// One jump back, in place. Each value is shown before it.
///
/// A value changes by what going up and going down add to it: so nothing is read but these two
/// chances, and the one who enters makes the same difference.
#[inline(always)]
fn jump(jumps: &[Jump], now: &mut [Lanes], mut see: impl FnMut(usize, Lanes)) {
    let mut here = now[0];
    let mut fall = Lanes::ZERO;
    for (m, jump) in jumps.iter().enumerate() {
        abreast();
        let above = now[m + 1];
        let rise = above - here;
        see(m, here);
        let enters = jump.enters * Lanes::all(rise[0]);
        now[m] = here + jump.waits + jump.up * rise - jump.down * fall + enters;
        (here, fall) = (above, rise);
    }
}

/// All jumps of an interval, for the vectors that the processor has.
struct Backwards<'a>(&'a mut ToCome);

impl WithSimd for Backwards<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<V: Simd>(self, _: V) {
        self.0.run();
    }
}
