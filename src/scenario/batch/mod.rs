//! Jobs in bulk: a manifest in, a line of results per row out, in order.
//!
//! A row is a job: the exact wait of a day, the forecast of a week, its plan. Jobs run side by side,
//! one thread each; what they find is written in the manifest's order, each line whole, so that a run
//! that was killed goes on behind the last line, and the file is the same bytes on any number of
//! threads and from any number of shards. A row that is wrong, or whose job fails, is a line with its
//! problems and ends nothing.
//!
//! | file | what it does |
//! |---|---|
//! | `manifest`, `fields`, `row` | the rows as they stand, what they say, what they ask for |
//! | `job`, `cache`, `refused` | doing it; what is read once; what stops it |
//! | `line`, `window`, `results` | a line; lines in order; the file that a run goes on with |
//! | `shard`, `merge` | parts of a manifest, and their results as one |

mod cache;
mod fields;
mod job;
mod line;
mod manifest;
mod merge;
mod progress;
mod refused;
mod results;
mod row;
mod shard;
mod window;

pub use manifest::Manifest;
pub use merge::Shards;
pub use shard::Shard;

use crate::error::Result;
use crate::plan::Watch;
use job::Desk;
use progress::Progress;
use results::{Head, Results};
use std::path::Path;

/// How to run a manifest.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The file of results.
    pub out: &'a Path,
    /// Which rows.
    pub shard: Shard,
    /// Start over, whatever the file of results holds.
    pub fresh: bool,
    /// Jobs at a time.
    pub threads: usize,
}

/// How far a run came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Rows to do, of this shard.
    pub rows: usize,
    /// Lines in the file now.
    pub done: usize,
    /// Those of them that have no result.
    pub failed: usize,
    /// Lines that an earlier run had written.
    pub before: usize,
}

/// Runs the jobs of a manifest, on from what its file of results holds already.
///
/// # Errors
/// When the results cannot be written, or the file is of something else (`J112`, `J113`) or in use
/// (`J114`); what is wrong in a row is in its line.
pub fn run(manifest: &Manifest, options: &Options<'_>, watch: &dyn Watch) -> Result<Run> {
    let rows = options.shard.rows(manifest.count());
    let head = Head::new(manifest, options.shard);
    let mut results = Results::open(options.out, &head, rows.clone(), options.fresh)?;
    let before = results.reached;
    let left: Vec<usize> = rows.clone().skip(before.lines).collect();
    let desk = Desk::new(watch.stop());
    let progress = Progress::new(watch, rows.len(), before);
    window::in_order(
        (left.len(), options.threads),
        |nth| line::line(manifest, left[nth], &desk),
        |line| {
            results.put(line)?;
            progress.line(line);
            Ok(())
        },
        || progress.tell(),
        watch.stop(),
    )?;
    let reached = progress.reached();
    Ok(Run {
        rows: rows.len(),
        done: reached.lines,
        failed: reached.failed,
        before: before.lines,
    })
}
