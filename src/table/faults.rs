//! Problems found row by row, without drowning the reader in them.

use crate::error::{Problem, Problems};
use std::collections::BTreeMap;

/// Problems of one code that are kept in full; the rest is counted.
const KEPT: usize = 20;

/// Collects problems of many rows: the first twenty of each code in full, the rest as a count.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    kept: Problems,
    counts: BTreeMap<&'static str, usize>,
}

impl Faults {
    /// One more problem; it is only composed when it will be kept.
    pub fn push(&mut self, code: &'static str, problem: impl FnOnce() -> Problem) {
        let count = self.counts.entry(code).or_default();
        *count += 1;
        if *count <= KEPT {
            self.kept.push(problem());
        }
    }

    /// Were there none?
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// All that was kept, with a count of what was not.
    pub fn into_problems(self, place: &str) -> Problems {
        let mut problems = self.kept;
        for (code, count) in self.counts {
            if count > KEPT {
                let what = format!("{} more problems of this kind", count - KEPT);
                problems.push(Problem::new(code, format!("{place}: further rows"), what));
            }
        }
        problems
    }
}
