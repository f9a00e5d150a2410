//! What may be chosen: blocks that are open or shut as one, and thresholds.

use crate::calendar::{Grid, Series};
use crate::config;
use crate::plan::desk::windows;
use crate::simulate::Overflow;
use crate::units::Seconds;

/// A stretch of a day that is open or shut as one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Block {
    /// The day of the grid.
    pub day: usize,
    /// Its intervals.
    pub intervals: Vec<usize>,
}

/// For each block the threshold, by number, or shut.
pub(super) type Choice = Vec<Option<usize>>;

/// All blocks and thresholds of a week.
#[derive(Clone, Debug)]
pub(super) struct Candidates {
    pub blocks: Vec<Block>,
    pub thresholds: Vec<Seconds>,
    grid: Grid,
    answer: Seconds,
}

impl Candidates {
    /// The blocks of the windows that a contract allows, where the line is open; none where
    /// nothing is to be chosen.
    pub fn of(overflow: &config::Overflow, open: &Series<bool>) -> Option<Self> {
        let choice = overflow.choice?;
        let (grid, hours) = (open.grid, windows(overflow));
        let mut blocks = Vec::new();
        for (day, date) in grid.dates().into_iter().enumerate() {
            for span in hours.on(date) {
                let block = choice.block.map_or(span.minutes(), |b| b.0.unsigned_abs());
                let number = |index: usize| (grid.minute_of_day(index) - span.from) / block.max(1);
                let inside = grid.day_range(date).filter(|index| {
                    open.values[*index] && span.contains(grid.minute_of_day(*index))
                });
                let inside: Vec<usize> = inside.collect();
                blocks.extend(
                    inside
                        .chunk_by(|a, b| number(*a) == number(*b))
                        .map(|one| Block {
                            day,
                            intervals: one.to_vec(),
                        }),
                );
            }
        }
        Some(Self {
            blocks,
            thresholds: overflow.wait_above.clone(),
            grid,
            answer: overflow.answer,
        })
    }

    /// Every block shut.
    pub fn shut(&self) -> Choice {
        vec![None; self.blocks.len()]
    }

    /// Every block open at one threshold.
    pub fn all_open(&self, threshold: usize) -> Choice {
        vec![Some(threshold); self.blocks.len()]
    }

    /// The blocks of a day, by number.
    pub fn of_day(&self, day: usize) -> Vec<usize> {
        let blocks = self.blocks.iter().enumerate();
        blocks
            .filter(|(_, block)| block.day == day)
            .map(|(number, _)| number)
            .collect()
    }

    /// What may be done with a block: shut first, then the thresholds in order.
    pub fn options(&self) -> Vec<Option<usize>> {
        let open = (0..self.thresholds.len()).map(Some);
        std::iter::once(None).chain(open).collect()
    }

    /// The rule of a choice.
    pub fn rule(&self, choice: &[Option<usize>]) -> Overflow {
        let mut wait_above = Series::filled(self.grid, None);
        for (block, chosen) in self.blocks.iter().zip(choice) {
            for index in &block.intervals {
                wait_above.values[*index] = chosen.map(|chosen| self.thresholds[chosen]);
            }
        }
        Overflow {
            wait_above,
            answer: self.answer,
        }
    }
}
