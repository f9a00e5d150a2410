//! The rows of a manifest, as they stand.

use super::fields::Fields;
use crate::error::{Error, Problem, Result};
use serde_json::Value;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A list of jobs: a line of JSON each, or a row of a CSV file.
#[derive(Debug)]
pub struct Manifest {
    folder: PathBuf,
    digest: String,
    rows: Rows,
}

#[derive(Debug)]
enum Rows {
    Lines {
        text: Vec<u8>,
        lines: Vec<Range<usize>>,
    },
    Table {
        head: Vec<String>,
        rows: Vec<csv::ByteRecord>,
    },
}

impl Manifest {
    /// Reads the rows; what is wrong in a row is not looked at yet.
    ///
    /// # Errors
    /// When the file cannot be read; `J111` where it is no manifest.
    pub fn read(path: &Path) -> Result<Self> {
        let failed = |source| Error::Read {
            path: path.to_owned(),
            source,
        };
        let text = std::fs::read(path).map_err(failed)?;
        // Absolute, so that what is said of a file does not depend on where the run was started.
        let whole = std::path::absolute(path).map_err(failed)?;
        let digest = digest(&text);
        let ending = path.extension().map(|ending| ending.to_ascii_lowercase());
        let rows = match ending.as_ref().and_then(|ending| ending.to_str()) {
            Some("jsonl" | "ndjson" | "json") => Ok(lines(text)),
            Some("csv") => table(&text),
            _ => Err("neither `.jsonl` nor `.csv`".to_owned()),
        };
        let rows = rows.and_then(|rows| match rows.len() {
            0 => Err("holds `0` jobs".to_owned()),
            _ => Ok(rows),
        });
        let rows = rows.map_err(|what| {
            let hint = "a line of JSON per job, or a CSV file with a column `kind`; see `bezet batch --help`";
            Problem::new("J111", path.display().to_string(), what).hint(hint)
        })?;
        Ok(Self {
            folder: whole.parent().map_or_else(PathBuf::new, Path::to_owned),
            digest,
            rows,
        })
    }

    /// The folder that it lies in, absolute: paths in rows are relative to it.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A digest of 128 bits of its bytes.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// How many rows it has; never 0.
    pub(super) fn count(&self) -> usize {
        self.rows.len()
    }

    /// What a row says, counted from 0.
    pub(super) fn fields(&self, index: usize) -> Fields {
        let place = format!("row {}", index + 1);
        match &self.rows {
            Rows::Lines { text, lines } => {
                let line = lines.get(index).and_then(|line| text.get(line.clone()));
                Fields::of_line(place, line.unwrap_or_default())
            }
            Rows::Table { head, rows } => match rows.get(index) {
                Some(row) => Fields::of_row(place, head, row),
                None => Fields::of_line(place, b""),
            },
        }
    }
}

impl Rows {
    fn len(&self) -> usize {
        match self {
            Self::Lines { lines, .. } => lines.len(),
            Self::Table { rows, .. } => rows.len(),
        }
    }
}

/// The lines that are not blank.
fn lines(text: Vec<u8>) -> Rows {
    const MARK: &[u8] = b"\xef\xbb\xbf";
    let mut lines = Vec::new();
    let mut start = if text.starts_with(MARK) {
        MARK.len()
    } else {
        0
    };
    while start < text.len() {
        let rest = &text[start..];
        let length = rest.iter().position(|byte| *byte == b'\n');
        let end = start + length.unwrap_or(rest.len());
        if !text[start..end].trim_ascii().is_empty() {
            lines.push(start..end);
        }
        start = end + 1;
    }
    Rows::Lines { text, lines }
}

/// A table with one column `kind`, separated as its first line is.
fn table(text: &[u8]) -> std::result::Result<Rows, String> {
    let first = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let separator = [b',', b';', b'\t'].into_iter().max_by_key(|separator| {
        let count = first.iter().filter(|byte| *byte == separator).count();
        // The comma is first among equals.
        (count, *separator == b',')
    });
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .delimiter(separator.unwrap_or(b','))
        .from_reader(text);
    let head = reader.headers().map_err(|error| error.to_string())?.clone();
    let head: Vec<String> = head.iter().map(|name| name.trim().to_owned()).collect();
    if !head.iter().any(|name| name == "kind") {
        return Err("has no column `kind`".to_owned());
    }
    if let Some(twice) = (1..head.len()).find(|nth| head[..*nth].contains(&head[*nth])) {
        return Err(format!("has the column `{}` twice", head[twice]));
    }
    let rows: std::result::Result<_, _> = reader.byte_records().collect();
    let rows = rows.map_err(|error| error.to_string())?;
    Ok(Rows::Table { head, rows })
}

fn digest(text: &[u8]) -> String {
    let halves = [0_u8, 1].map(|half| {
        let mut digest = DefaultHasher::new();
        (half, text).hash(&mut digest);
        format!("{:016x}", digest.finish())
    });
    halves.concat()
}

/// A cell as a value of JSON, where it is one, else as the text that it is.
pub(super) fn loose(cell: &str) -> Value {
    serde_json::from_str(cell).unwrap_or_else(|_| Value::String(cell.to_owned()))
}
