//! The inner loops' numbers: four lanes side by side, that a processor with vectors of four numbers
//! does at once.

use std::ops::{Add, Deref, DerefMut, Mul, Sub};

/// Lanes abreast.
pub(super) const LANES: usize = 4;

/// A number for each lane, where a vector lies that is read at once.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(32))]
pub(super) struct Lanes(pub [f64; LANES]);

impl Lanes {
    /// Nothing in any lane.
    pub const ZERO: Self = Self([0.0; LANES]);

    /// What each lane has.
    #[inline(always)]
    pub fn each(value: impl FnMut(usize) -> f64) -> Self {
        Self(std::array::from_fn(value))
    }

    /// The same in all.
    #[inline(always)]
    pub fn all(value: f64) -> Self {
        Self([value; LANES])
    }
}

impl Deref for Lanes {
    type Target = [f64; LANES];

    #[inline(always)]
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for Lanes {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl Add for Lanes {
    type Output = Self;

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self::each(|lane| self[lane] + other[lane])
    }
}

impl Sub for Lanes {
    type Output = Self;

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self::each(|lane| self[lane] - other[lane])
    }
}

impl Mul for Lanes {
    type Output = Self;

    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self::each(|lane| self[lane] * other[lane])
    }
}

/// Keeps rows apart in a loop over them. Otherwise the compiler may take four rows at once, and
/// shuffle their lanes for that: half as fast.
#[inline(always)]
pub(super) fn abreast() {
    std::hint::black_box(());
}
