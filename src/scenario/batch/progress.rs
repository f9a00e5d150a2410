//! How far a run is, told now and then.

use super::results::Reached;
use crate::plan::Watch;
use std::cell::Cell;
use std::time::{Duration, Instant};

/// How often a line that changes does, and how often a line that stays is said.
const CHANGES: Duration = Duration::from_millis(200);
const STAYS: Duration = Duration::from_secs(10);

/// Counts lines and tells of them. The clock is in what is told, never in a result.
pub(super) struct Progress<'a> {
    watch: &'a dyn Watch,
    rows: usize,
    before: usize,
    reached: Cell<Reached>,
    began: Instant,
    changed: Cell<Instant>,
    said: Cell<Instant>,
}

impl<'a> Progress<'a> {
    pub(super) fn new(watch: &'a dyn Watch, rows: usize, before: Reached) -> Self {
        let now = Instant::now();
        Self {
            watch,
            rows,
            before: before.lines,
            reached: Cell::new(before),
            began: now,
            changed: Cell::new(now),
            said: Cell::new(now),
        }
    }

    /// One line more is written.
    pub(super) fn line(&self, line: &str) {
        let mut reached = self.reached.get();
        reached.count(line.contains(",\"ok\":true,\"result\":"));
        self.reached.set(reached);
    }

    pub(super) fn reached(&self) -> Reached {
        self.reached.get()
    }

    /// Tells how far it is, if that was not just told.
    pub(super) fn tell(&self) {
        if self.changed.get().elapsed() < CHANGES {
            return;
        }
        self.changed.set(Instant::now());
        let (reached, took) = (self.reached.get(), self.began.elapsed().as_secs_f64());
        let text = text(reached, (self.before, self.rows), took);
        self.watch.progress(&text);
        if self.said.get().elapsed() >= STAYS {
            self.said.set(Instant::now());
            self.watch.stage(&text);
        }
    }
}

/// Done of all, failed, rate, time left; `took` seconds since the lines `before`.
fn text(reached: Reached, (before, rows): (usize, usize), took: f64) -> String {
    let rate = (reached.lines - before) as f64 / took.max(1e-9);
    let left = match rate > 0.0 {
        true => {
            let seconds = ((rows - reached.lines) as f64 / rate).ceil() as u64;
            format!("{}:{:02} left", seconds / 60, seconds % 60)
        }
        false => "time left not known yet".to_owned(),
    };
    let (lines, failed) = (reached.lines, reached.failed);
    format!("{lines} of {rows} rows, {failed} failed, {rate:.1} a second, {left}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_of_this_run_alone() {
        let mut reached = Reached::default();
        (0..150).for_each(|row| reached.count(row != 7));
        let told = text(reached, (50, 1000), 2.0);
        assert_eq!(told, "150 of 1000 rows, 1 failed, 50.0 a second, 0:17 left");
    }
}
