//! The inner loop: a uniformised jump of four lanes of states side by side.
//!
//! A jump takes each state's chance from itself and its two neighbours. Four lanes go abreast, so
//! that a processor with vectors of four numbers does them at once: four chains, or one chain cut
//! in four stretches, each of which hands over to the next after a jump.

use super::chain::Chain;

/// Lanes abreast.
pub(super) const LANES: usize = 4;

/// A number for each lane.
pub(super) type Lanes = [f64; LANES];

/// Keeps rows apart in a loop over them. Otherwise the compiler may take four rows at once, and
/// shuffle their lanes for that: half as fast.
#[inline(always)]
pub(super) fn abreast() {
    std::hint::black_box(());
}

/// Which state of which chain a place belongs to.
#[derive(Clone, Copy)]
pub(super) enum Layout {
    /// One chain, in four stretches of so many rows.
    Cut(usize),
    /// Four chains, of so many rows at most.
    Abreast(usize),
}

impl Layout {
    /// For one chain.
    pub fn cut(chain: &Chain) -> Self {
        Self::Cut((chain.top + 1).div_ceil(LANES))
    }

    /// For four.
    pub fn abreast(chains: &[Chain; LANES]) -> Self {
        Self::Abreast(chains.iter().map(|chain| chain.top + 1).max().unwrap_or(1))
    }

    fn rows(self) -> usize {
        match self {
            Self::Cut(rows) | Self::Abreast(rows) => rows,
        }
    }

    /// Shows the place of each state: its row, its lane, its chain and its contacts.
    #[inline(always)]
    pub fn each(self, mut see: impl FnMut(usize, usize, usize, usize)) {
        let rows = self.rows();
        for lane in 0..LANES {
            let (chain, below) = match self {
                Self::Cut(_) => (0, lane * rows),
                Self::Abreast(_) => (lane, 0),
            };
            for row in 0..rows {
                see(row + 1, lane, chain, below + row);
            }
        }
    }

    /// Empties values, for as many rows and one at either end.
    pub fn clear(self, values: &mut Vec<Lanes>) {
        values.clear();
        values.resize(self.rows() + 2, [0.0; LANES]);
    }

    /// Sets the row before the first and that after the last to what lies there in a chain.
    #[inline(always)]
    pub fn join(self, values: &mut [Lanes]) {
        if let Self::Cut(rows) = self {
            let (above, below) = (values[rows], values[1]);
            values[0] = [0.0, above[0], above[1], above[2]];
            values[rows + 1] = [below[1], below[2], below[3], 0.0];
        }
    }
}

/// The jumps of each row: the shares that go up from it, stay, and go down.
#[derive(Debug, Default)]
pub(super) struct Band {
    pub up: Vec<Lanes>,
    pub stay: Vec<Lanes>,
    pub down: Vec<Lanes>,
}

impl Band {
    /// The jumps of chains that share their rate.
    pub fn forth(&mut self, layout: Layout, chains: &[Chain]) {
        self.set(layout, |chain, m| chains[chain].jump(m));
    }

    /// The jumps of a chain, and beside it of those who wait in it, by the number present when the
    /// last of those ahead is: they get a place further, are answered, or hang up.
    pub fn advance(&mut self, layout: Layout, chain: &Chain) {
        let theta = chain.abandonment / chain.rate;
        self.set(layout, |lane, m| {
            match (lane, m.checked_sub(chain.agents)) {
                (0, _) => chain.jump(m),
                (_, Some(ahead)) if m <= chain.top => {
                    let advance = chain.advance(ahead) / chain.rate;
                    (0.0, 1.0 - advance - theta, advance)
                }
                _ => (0.0, 0.0, 0.0),
            }
        });
    }

    fn set(&mut self, layout: Layout, jump: impl Fn(usize, usize) -> (f64, f64, f64)) {
        for values in [&mut self.up, &mut self.stay, &mut self.down] {
            layout.clear(values);
        }
        let (up, stay, down) = (&mut self.up, &mut self.stay, &mut self.down);
        layout.each(|row, lane, chain, m| {
            (up[row][lane], stay[row][lane], down[row][lane]) = jump(chain, m);
        });
        layout.join(&mut self.up);
        layout.join(&mut self.down);
    }

    /// One jump from `now` to `next` within a window of rows. Each row is shown with what is below
    /// it, what is in it, and what moves to it, and says what is in it next.
    #[inline(always)]
    pub fn jump(
        &self,
        (low, high): Window,
        now: &[Lanes],
        next: &mut [Lanes],
        mut see: impl FnMut(usize, Lanes, Lanes, Lanes) -> Lanes,
    ) {
        // Of one length, so that no index is checked.
        let rows = high + 1;
        let (up, stay, down) = (&self.up[..rows], &self.stay[..rows], &self.down[..rows]);
        let (now, next) = (&now[..rows], &mut next[..rows]);
        let mut below = now[low - 1];
        let mut here = now[low];
        for row in low..rows - 1 {
            abreast();
            let above = now[row + 1];
            let moved = std::array::from_fn(|lane| {
                below[lane] * up[row - 1][lane]
                    + here[lane] * stay[row][lane]
                    + above[lane] * down[row + 1][lane]
            });
            next[row] = see(row, below, here, moved);
            below = here;
            here = above;
        }
    }
}

/// Rows that count: the first of them, and the one after the last.
pub(super) type Window = (usize, usize);

/// Chances below this at the ends of a window are left out.
const CUT: f64 = 1e-18;

impl Layout {
    /// The window of all rows.
    pub fn whole(self) -> Window {
        (1, self.rows() + 1)
    }

    /// The window after a jump of one.
    #[inline(always)]
    pub fn wider(self, (low, high): Window) -> Window {
        ((low - 1).max(1), (high + 1).min(self.rows() + 1))
    }

    /// Leaves out the ends that do not count, and sees to what lies beyond the others. A chain that
    /// is cut keeps all its rows.
    #[inline(always)]
    pub fn trim(self, (mut low, mut high): Window, values: &mut [Lanes]) -> Window {
        if let Self::Cut(_) = self {
            self.join(values);
            return (low, high);
        }
        let none = |row: &Lanes| row.iter().all(|value| value.abs() < CUT);
        while high > low + 1 && none(&values[high - 1]) {
            high -= 1;
        }
        while high > low + 1 && none(&values[low]) {
            low += 1;
        }
        values[low - 1] = [0.0; LANES];
        values[high] = [0.0; LANES];
        (low, high)
    }
}
