//! How the states of a day lie in memory, and what their counts stand for.

use super::{Ask, Choice, Layout, Plan, Run, Scarce};

impl Layout {
    pub(super) fn block(self) -> usize {
        self.rows * self.width
    }

    pub(super) fn all(self) -> usize {
        (self.classes * self.works + self.rests) * self.block()
    }

    pub(super) fn layer(self) -> usize {
        self.counts * self.all() + 2 * self.guard + self.block()
    }

    /// Where the states of a run begin, at a combined count.
    pub(super) fn run(self, count: usize, run: Run) -> usize {
        let nth = match run {
            Run::Work { class, days } => class * self.works + days - 1,
            Run::Off(days) => self.classes * self.works + days - 1,
        };
        self.guard + count * self.all() + nth * self.block()
    }
}

impl Scarce {
    pub(super) fn worked(self, count: usize) -> usize {
        count / self.stride % (self.most + 1)
    }
}

impl Plan {
    /// Units of time of the counted shifts.
    pub(super) fn base(&self, count: usize) -> usize {
        let each = self.scarce.iter();
        each.map(|scarce| scarce.worked(count) * scarce.length)
            .sum()
    }

    /// By how much a choice lengthens what is told apart.
    pub(super) fn length(&self, ask: &Ask, choice: &Choice) -> usize {
        match choice.scarce {
            Some(_) => 0,
            None => ask.roster.classes[choice.class].length / self.step,
        }
    }
}

/// Every run that a layout tells apart.
pub(super) fn runs(layout: Layout) -> impl Iterator<Item = Run> {
    let work = (0..layout.classes)
        .flat_map(move |class| (1..=layout.works).map(move |days| Run::Work { class, days }));
    work.chain((1..=layout.rests).map(Run::Off))
}
