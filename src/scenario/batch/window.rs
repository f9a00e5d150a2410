//! Jobs done side by side, and their lines taken in order.

use crate::error::{Error, Result};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Lines that may be done before the one that is written next: what is held in memory.
const AHEAD: usize = 1024;
/// How often who waits looks whether to stop.
const LOOK: Duration = Duration::from_millis(100);

/// Where the work is.
struct State {
    next: usize,
    written: usize,
    done: BTreeMap<usize, String>,
    over: bool,
}

struct Window<'a> {
    count: usize,
    state: Mutex<State>,
    changed: Condvar,
    stop: &'a AtomicBool,
}

/// Does so many jobs on so many threads, and writes what each says in order; says whether all were
/// done before `stop`. `beat` hears now and then how many are written.
///
/// A job that ends after `stop` is not written: it may have ended early.
///
/// # Errors
/// Those of writing; when threads cannot be started.
pub(super) fn in_order(
    (count, threads): (usize, usize),
    job: impl Fn(usize) -> String + Sync,
    mut write: impl FnMut(&str) -> Result<()>,
    mut beat: impl FnMut(),
    stop: &AtomicBool,
) -> Result<bool> {
    // A pool of one each: what a job does side by side is done on its own thread, so that no job
    // waits for another, and there are never more at work than were asked for.
    let pool = || rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let pools = (0..threads.clamp(1, count.max(1))).map(|_| pool());
    let pools: std::result::Result<Vec<_>, _> = pools.collect();
    let pools =
        pools.map_err(|error| Error::Solver(format!("threads could not be started: {error}")))?;
    let window = Window {
        count,
        state: Mutex::new(State {
            next: 0,
            written: 0,
            done: BTreeMap::new(),
            over: false,
        }),
        changed: Condvar::new(),
        stop,
    };
    std::thread::scope(|scope| {
        for pool in &pools {
            scope.spawn(|| pool.install(|| window.work(&job)));
        }
        let all = window.write(&mut write, &mut beat);
        window.lock().over = true;
        window.changed.notify_all();
        all
    })
}

impl Window<'_> {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        let waited = self.changed.wait_timeout(state, LOOK);
        waited.unwrap_or_else(PoisonError::into_inner).0
    }

    fn stopped(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }

    fn work(&self, job: &impl Fn(usize) -> String) {
        while let Some(index) = self.take() {
            let text = job(index);
            if self.stopped() {
                return;
            }
            self.lock().done.insert(index, text);
            self.changed.notify_all();
        }
    }

    /// The next job, as soon as there is room for what it says.
    fn take(&self) -> Option<usize> {
        let mut state = self.lock();
        loop {
            if state.over || self.stopped() || state.next >= self.count {
                return None;
            }
            if state.next < state.written + AHEAD {
                state.next += 1;
                return Some(state.next - 1);
            }
            state = self.wait(state);
        }
    }

    fn write(
        &self,
        write: &mut impl FnMut(&str) -> Result<()>,
        beat: &mut impl FnMut(),
    ) -> Result<bool> {
        for index in 0..self.count {
            let mut state = self.lock();
            let text = loop {
                if let Some(text) = state.done.remove(&index) {
                    break text;
                }
                if self.stopped() {
                    return Ok(false);
                }
                state = self.wait(state);
                drop(state);
                beat();
                state = self.lock();
            };
            drop(state);
            write(&text)?;
            beat();
            self.lock().written = index + 1;
            self.changed.notify_all();
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_in_order_whatever_takes_long() {
        let job = |index: usize| {
            // The first is slow: the others wait for it, no more than the window holds.
            if index == 0 {
                std::thread::sleep(Duration::from_millis(30));
            }
            index.to_string()
        };
        for threads in [1, 3] {
            let mut lines = Vec::new();
            let write = |line: &str| {
                lines.push(line.to_owned());
                Ok(())
            };
            let stop = AtomicBool::new(false);
            assert!(in_order((3000, threads), job, write, || {}, &stop).unwrap());
            assert!(
                lines
                    .iter()
                    .enumerate()
                    .all(|(at, line)| *line == at.to_string())
            );
            assert_eq!(lines.len(), 3000);
        }
    }

    #[test]
    fn what_ends_after_the_stop_is_not_written() {
        let stop = AtomicBool::new(false);
        let job = |index: usize| {
            if index == 5 {
                stop.store(true, Ordering::SeqCst);
            }
            index.to_string()
        };
        let mut lines = 0;
        let write = |_: &str| {
            lines += 1;
            Ok(())
        };
        assert!(!in_order((100, 1), job, write, || {}, &stop).unwrap());
        assert!(lines <= 5, "{lines}");
    }

    #[test]
    fn a_full_disk_ends_the_work() {
        let stop = AtomicBool::new(false);
        let write = |_: &str| Err(Error::Stopped);
        let ended = in_order((100, 2), |index| index.to_string(), write, || {}, &stop);
        assert!(matches!(ended, Err(Error::Stopped)));
    }
}
