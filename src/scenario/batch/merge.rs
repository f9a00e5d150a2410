//! Shards put together.

use super::manifest::Manifest;
use super::results::{Head, Reached, read_head, read_lines};
use super::shard::Shard;
use crate::error::{Error, Problem, Problems, Result};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

/// The files of all shards of a manifest, each whole, in order.
#[derive(Debug)]
pub struct Shards {
    head: Head,
    rows: usize,
    failed: usize,
    files: Vec<PathBuf>,
}

impl Shards {
    /// Looks through the files of shards.
    ///
    /// # Errors
    /// `J115` for shards that are missing or there twice, `J116` for one that is not done, each by
    /// name and all at once; files that are no results of this manifest.
    pub fn read(manifest: &Manifest, files: &[PathBuf]) -> Result<Self> {
        let mut problems = Problems::new();
        let mut found: BTreeMap<Shard, PathBuf> = BTreeMap::new();
        let mut failed = 0;
        for file in files {
            let (shard, reached) = look(manifest, file)?;
            failed += reached.failed;
            let rows = shard.rows(manifest.count()).len();
            if reached.lines < rows {
                let what = format!("shard `{shard}` has {} of {rows} rows", reached.lines);
                let hint = "start it again: it goes on where it ended";
                let place = file.display().to_string();
                problems.push(Problem::new("J116", place, what).hint(hint));
            }
            if let Some(other) = found.insert(shard, file.clone()) {
                let what = format!("shard `{shard}` is in {} too", other.display());
                problems.push(unfit(file, what, "name each shard once"));
            }
        }
        let first = found.keys().next().copied().unwrap_or_default();
        for shard in first.all().filter(|shard| !found.contains_key(shard)) {
            let what = format!("shard `{shard}` is missing");
            problems.push(unfit(
                Path::new("--merge"),
                what,
                "name the file of every shard",
            ));
        }
        for (shard, file) in &found {
            if !first.all().any(|known| known == *shard) {
                let what = format!("shard `{shard}` among parts as `{first}`");
                problems.push(unfit(file, what, "name shards of one division"));
            }
        }
        problems.or_ok(Self {
            head: Head::new(manifest, Shard::default()),
            rows: manifest.count(),
            failed,
            files: found.into_values().collect(),
        })
    }

    /// Rows without a result.
    pub fn failed(&self) -> usize {
        self.failed
    }

    /// Writes the file that one run would have written.
    ///
    /// # Errors
    /// When a file cannot be read or the output not be written.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let open = |file: &PathBuf| File::open(file).map(BufReader::new);
        let mut readers = self
            .files
            .iter()
            .map(open)
            .collect::<io::Result<Vec<_>>>()?;
        let mut line = Vec::new();
        for reader in &mut readers {
            reader.read_until(b'\n', &mut line)?;
        }
        out.write_all(self.head.line().as_bytes())?;
        let shards = readers.len().max(1);
        for row in 0..self.rows {
            line.clear();
            if let Some(reader) = readers.get_mut(row % shards) {
                reader.read_until(b'\n', &mut line)?;
            }
            out.write_all(&line)?;
        }
        Ok(())
    }
}

/// Which shard a file has, and how far it is.
fn look(manifest: &Manifest, path: &Path) -> Result<(Shard, Reached)> {
    let file = File::open(path).map_err(|source| Error::Read {
        path: path.to_owned(),
        source,
    })?;
    let mut reader = BufReader::new(file);
    let whole = Head::new(manifest, Shard::default());
    let Some(there) = read_head(&mut reader, &whole, path)? else {
        return Ok((Shard::default(), Reached::default()));
    };
    let shard: Shard = there.shard.parse().unwrap_or_default();
    there.check_j112_is_of_this(&Head::new(manifest, shard), path)?;
    let reached = read_lines(&mut reader, shard.rows(manifest.count()), path)?;
    Ok((shard, reached))
}

fn unfit(place: &Path, what: String, hint: &str) -> Problem {
    Problem::new("J115", place.display().to_string(), what).hint(hint)
}
