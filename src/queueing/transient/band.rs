//! A uniformised jump of four lanes of states side by side.
//!
//! A jump takes each state's chance from itself and its two neighbours. Four lanes go abreast: four
//! chains, or one chain cut in four stretches, each of which hands over to the next after a jump.

use super::chain::Chain;
use super::lanes::{LANES, Lanes, abreast};

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
        values.resize(self.rows() + 2, Lanes::ZERO);
    }
}

/// What a jump brings to each row: the shares of what is below it, in it and above it.
#[derive(Debug, Default)]
pub(super) struct Band {
    rows: Vec<[Lanes; 3]>,
}

impl Band {
    /// The jumps of chains that share their rate.
    pub fn forth(&mut self, layout: Layout, chains: &[Chain]) {
        self.set(layout, |_, chain, m| chains[chain].jump(m));
    }

    /// The jumps of a chain, and beside it of those who wait in it, by the number present when the
    /// last of those ahead is: they get a place further, are answered, or hang up.
    pub fn advance(&mut self, layout: Layout, chain: &Chain) {
        let theta = chain.abandonment / chain.rate;
        self.set(layout, |lane, _, m| {
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

    /// From the shares that go up from each state, stay, and go down.
    fn set(&mut self, layout: Layout, jump: impl Fn(usize, usize, usize) -> (f64, f64, f64)) {
        self.rows.clear();
        self.rows.resize(layout.rows() + 1, [Lanes::ZERO; 3]);
        let rows = &mut self.rows;
        let (mut up_before, mut next) = (0.0, (0.0, 0.0, 0.0));
        layout.each(|row, lane, chain, m| {
            if row == 1 {
                up_before = m
                    .checked_sub(1)
                    .map_or(0.0, |below| jump(lane, chain, below).0);
                next = jump(lane, chain, m);
            }
            let (up, stay, _) = next;
            next = jump(lane, chain, m + 1);
            let [from_below, stays, from_above] = &mut rows[row];
            (from_below[lane], stays[lane], from_above[lane]) = (up_before, stay, next.2);
            up_before = up;
        });
    }

    /// One jump from `now` to `next` within a window of rows. Each row is shown by its number in
    /// the window, with what is below it, what is in it, and what moves to it, and says what is in
    /// it next.
    #[inline(always)]
    pub fn jump(
        &self,
        (low, high): Window,
        mut below: Lanes,
        now: &[Lanes],
        next: &mut [Lanes],
        mut see: impl FnMut(usize, Lanes, Lanes, Lanes) -> Lanes,
    ) {
        let mut here = now[low];
        let rows = self.rows[low..high].iter().zip(&mut next[low..high]);
        let rows = rows.zip(&now[low + 1..=high]).enumerate();
        for (row, (([from_below, stays, from_above], next), above)) in rows {
            abreast();
            let moved = below * *from_below + here * *stays + *above * *from_above;
            *next = see(row, below, here, moved);
            (below, here) = (here, *above);
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

    /// What lies below the first row of a window.
    #[inline(always)]
    pub fn below(self, (low, high): Window, values: &[Lanes]) -> Lanes {
        match self {
            Self::Cut(_) => {
                let last = values[high - 1];
                Lanes([0.0, last[0], last[1], last[2]])
            }
            Self::Abreast(_) => values[low - 1],
        }
    }

    /// Leaves out the ends that do not count, and sees to what lies beyond the others. A chain that
    /// is cut keeps all its rows.
    #[inline(always)]
    pub fn trim(self, (mut low, mut high): Window, values: &mut [Lanes]) -> Window {
        if let Self::Cut(_) = self {
            let first = values[low];
            values[high] = Lanes([first[1], first[2], first[3], 0.0]);
            return (low, high);
        }
        let none = |row: &Lanes| row.iter().all(|value| value.abs() < CUT);
        while high > low + 1 && none(&values[high - 1]) {
            high -= 1;
        }
        while high > low + 1 && none(&values[low]) {
            low += 1;
        }
        values[low - 1] = Lanes::ZERO;
        values[high] = Lanes::ZERO;
        (low, high)
    }
}
