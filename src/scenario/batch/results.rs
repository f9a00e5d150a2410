//! The file of results: a head that says of what, and a line per row.

use super::manifest::Manifest;
use super::shard::Shard;
use crate::error::{Error, Problem, Result};
use serde::{Deserialize, Serialize};
use std::fs::{File, TryLockError};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Version of the file's form.
const FORMAT: u32 = 1;

/// The first line: what the results are of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    /// Version of bezet.
    bezet: String,
    format: u32,
    /// Digest of the manifest.
    manifest: String,
    /// Rows of the whole manifest.
    rows: usize,
    pub(super) shard: String,
}

/// What is read of a line that is there.
#[derive(Deserialize)]
struct Told {
    row: usize,
    ok: bool,
}

/// How far a file of results is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Reached {
    pub lines: usize,
    pub failed: usize,
    /// Bytes up to the end of the last whole line; 0 where not even the head is whole.
    end: u64,
}

/// A file of results that is being written; nobody else writes in it.
#[derive(Debug)]
pub(super) struct Results {
    path: PathBuf,
    file: File,
    pub reached: Reached,
}

impl Reached {
    /// One line more, with a result or without.
    pub(super) fn count(&mut self, ok: bool) {
        self.lines += 1;
        self.failed += usize::from(!ok);
    }
}

impl Head {
    pub(super) fn new(manifest: &Manifest, shard: Shard) -> Self {
        Self {
            bezet: env!("CARGO_PKG_VERSION").to_owned(),
            format: FORMAT,
            manifest: manifest.digest().to_owned(),
            rows: manifest.count(),
            shard: shard.to_string(),
        }
    }

    /// The first line, with its end.
    pub(super) fn line(&self) -> String {
        let Self {
            bezet,
            format,
            manifest,
            rows,
            shard,
        } = self;
        // As serde would write it; its words need no escape.
        format!(
            "{{\"bezet\":\"{bezet}\",\"format\":{format},\"manifest\":\"{manifest}\",\"rows\":{rows},\"shard\":\"{shard}\"}}\n"
        )
    }

    /// Results are of this manifest and shard, by this version.
    pub(super) fn check_j112_is_of_this(&self, wanted: &Self, path: &Path) -> Result<()> {
        let differ = [
            ("manifest", &self.manifest, &wanted.manifest),
            ("shard", &self.shard, &wanted.shard),
            ("version", &self.bezet, &wanted.bezet),
        ];
        let (format, rows) = (self.format.to_string(), self.rows.to_string());
        let counts = [
            ("format", &format, &wanted.format.to_string()),
            ("rows", &rows, &wanted.rows.to_string()),
        ];
        let differ = differ
            .iter()
            .chain(&counts)
            .filter(|(_, is, asked)| is != asked);
        let differ: Vec<String> = differ
            .map(|(name, is, asked)| format!("{name} `{is}` for `{asked}`"))
            .collect();
        if differ.is_empty() {
            return Ok(());
        }
        let what = format!("results of something else: {}", differ.join(", "));
        let hint = "name another file with --out, or start over with --fresh";
        Err(Problem::new("J112", path.display().to_string(), what)
            .hint(hint)
            .into())
    }
}

impl Results {
    /// Opens a file to go on where it ended; one that is not there begins.
    ///
    /// # Errors
    /// When it cannot be read or written, is in use, or is of something else.
    pub(super) fn open(
        path: &Path,
        head: &Head,
        rows: impl Iterator<Item = usize>,
        fresh: bool,
    ) -> Result<Self> {
        let failed = |source| Error::Write {
            path: path.to_owned(),
            source,
        };
        let options = File::options().read(true).write(true).create(true).clone();
        let mut file = options.open(path).map_err(failed)?;
        check_j114_is_free(&file, path)?;
        let mut reached = Reached::default();
        let mut reader = BufReader::new(&file);
        if let Some(there) = read_head(&mut reader, head, path)?
            && !fresh
        {
            there.check_j112_is_of_this(head, path)?;
            reached = read_lines(&mut reader, rows, path)?;
            reached.end += there.line().len() as u64;
        }
        file.set_len(reached.end)
            .and_then(|()| file.seek(SeekFrom::End(0)))
            .map_err(failed)?;
        let mut results = Self {
            path: path.to_owned(),
            file,
            reached,
        };
        if results.reached.end == 0 {
            results.put(&head.line())?;
        }
        Ok(results)
    }

    /// Writes a line whole, at once.
    pub(super) fn put(&mut self, line: &str) -> Result<()> {
        let written = self.file.write_all(line.as_bytes());
        written.map_err(|source| Error::Write {
            path: self.path.clone(),
            source,
        })
    }
}

/// Two runs that write in one file would lose lines.
fn check_j114_is_free(file: &File, path: &Path) -> Result<()> {
    // Where files cannot be locked, nothing is known.
    if let Err(TryLockError::WouldBlock) = file.try_lock() {
        let what = "another run writes in it `now`";
        let hint = "let it end, or name another file with --out";
        return Err(Problem::new("J114", path.display().to_string(), what)
            .hint(hint)
            .into());
    }
    Ok(())
}

/// The head of a file; none where nothing, or only a part of the wanted one, is there.
pub(super) fn read_head(
    reader: &mut impl BufRead,
    wanted: &Head,
    path: &Path,
) -> Result<Option<Head>> {
    let mut line = Vec::new();
    read_line(reader, &mut line, path)?;
    if wanted.line().as_bytes().starts_with(&line) && !line.ends_with(b"\n") {
        return Ok(None);
    }
    let head: Option<Head> = serde_json::from_slice(&line).ok();
    let head = head.filter(|head| head.line().as_bytes() == line);
    let head = head.ok_or_else(|| is_none(path, "its first line is not one that bezet wrote"))?;
    Ok(Some(head))
}

/// How far the lines after the head go; each must be of the row that it should be.
pub(super) fn read_lines(
    reader: &mut impl BufRead,
    mut rows: impl Iterator<Item = usize>,
    path: &Path,
) -> Result<Reached> {
    let mut reached = Reached::default();
    let mut line = Vec::new();
    loop {
        line.clear();
        read_line(reader, &mut line, path)?;
        if !line.ends_with(b"\n") {
            return Ok(reached);
        }
        let told: Option<Told> = serde_json::from_slice(&line).ok();
        let row = rows.next().map(|index| index + 1);
        let Some(told) = told.filter(|told| Some(told.row) == row) else {
            let wanted = row.map_or("nothing more".to_owned(), |row| format!("row {row}"));
            let what = format!("line {} is not that of {wanted}", reached.lines + 2);
            return Err(is_none(path, &what).into());
        };
        reached.count(told.ok);
        reached.end += line.len() as u64;
    }
}

fn read_line(reader: &mut impl BufRead, line: &mut Vec<u8>, path: &Path) -> Result<usize> {
    let read: io::Result<usize> = reader.read_until(b'\n', line);
    read.map_err(|source| Error::Read {
        path: path.to_owned(),
        source,
    })
}

fn is_none(path: &Path, why: &str) -> Problem {
    let what = format!("no whole file of results: `{why}`");
    Problem::new("J113", path.display().to_string(), what)
        .hint("name another file with --out; bezet writes over no file but its own")
}
