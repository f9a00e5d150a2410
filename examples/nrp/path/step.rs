//! From the states before a day to those after it: all at once, state beside state.

use super::{Ask, Choice, Layout, NONE, Plan, Run};

/// From the states before a day to those after it.
pub(super) struct Step<'a> {
    pub ask: &'a Ask<'a>,
    pub plan: &'a Plan,
    pub layout: Layout,
    pub day: usize,
    /// By how many units the least told apart grows.
    pub back: usize,
}

impl Step<'_> {
    #[inline(always)]
    pub fn make(&self, done: &[f64], next: &mut [f64], choices: &[Choice]) {
        next.fill(NONE);
        for count in 0..self.layout.counts {
            self.rest(done, next, count);
            for choice in choices {
                let mut to = count;
                if let Some(scarce) = choice.scarce {
                    let scarce = self.plan.scarce[scarce];
                    if scarce.worked(count) == scarce.most {
                        continue;
                    }
                    to += scarce.stride;
                }
                self.work(done, next, (count, to), choice);
            }
        }
        self.clear(next);
    }

    #[inline(always)]
    fn rest(&self, done: &[f64], next: &mut [f64], count: usize) {
        let layout = self.layout;
        for days in 1..=layout.rests {
            let after = Run::Off((days + 1).min(layout.rests));
            let (from, to) = (layout.run(count, Run::Off(days)), layout.run(count, after));
            raise(done, next, (from, to - self.back, layout.block()), 0.0);
        }
        let to = layout.run(count, Run::Off(1)) - self.back;
        for class in 0..layout.classes {
            for days in (1..=layout.works).filter(|days| self.ask.may_end(*days, self.day)) {
                let from = layout.run(count, Run::Work { class, days });
                raise(done, next, (from, to, layout.block()), 0.0);
            }
        }
    }

    #[inline(always)]
    fn work(&self, done: &[f64], next: &mut [f64], counts: (usize, usize), choice: &Choice) {
        let layout = self.layout;
        if self.ask.most_run == 0 {
            return;
        }
        let first = Run::Work {
            class: choice.class,
            days: 1,
        };
        let length = self.plan.length(self.ask, choice);
        let shift = |new: usize| length + new * layout.width;
        let off = Run::Off(layout.rests);
        let new = self.ask.new_weekend(off, self.day);
        let to = layout.run(counts.1, first) + shift(new) - self.back;
        raise(
            done,
            next,
            (layout.run(counts.0, off), to, layout.block()),
            choice.gain,
        );
        if layout.works == 1 {
            return;
        }
        let second = Run::Work {
            class: choice.class,
            days: 2,
        };
        let new = self.ask.new_weekend(first, self.day);
        let to = layout.run(counts.1, second) + shift(new) - self.back;
        let size = (layout.works - 1) * layout.block();
        for class in 0..layout.classes {
            if self.ask.roster.classes[class].follows[choice.class] {
                let from = layout.run(counts.0, Run::Work { class, days: 1 });
                raise(done, next, (from, to, size), choice.gain);
            }
        }
    }

    /// Nothing may lie beyond the most units and weekends.
    #[inline(always)]
    fn clear(&self, next: &mut [f64]) {
        let layout = self.layout;
        let nth = self.day + 1 - self.ask.from;
        let used = self.plan.high[nth] - self.plan.low[nth] + 1;
        let states = &mut next[layout.guard..layout.guard + layout.counts * layout.all()];
        for block in states.chunks_exact_mut(layout.block()) {
            let (rows, beyond) = block.split_at_mut((layout.rows - 1) * layout.width);
            for row in rows.chunks_exact_mut(layout.width) {
                row[used..].fill(NONE);
            }
            beyond.fill(NONE);
        }
    }
}

/// Raises states to what a step from others, so many from a place, brings.
#[inline(always)]
fn raise(done: &[f64], next: &mut [f64], (from, to, size): (usize, usize, usize), gain: f64) {
    let done = &done[from..from + size];
    let next = &mut next[to..to + size];
    for (next, done) in next.iter_mut().zip(done) {
        let offer = done + gain;
        *next = if offer > *next { offer } else { *next };
    }
}
