//! Opening a file and finding out how it is written.

use super::{Row, workbook};
use crate::error::{Error, Note, Phrase, Problem, Result};
use csv::{ByteRecord, ReaderBuilder};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};
use flate2::read::MultiGzDecoder;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

/// Bytes that are looked at to find out how a file is written.
const SAMPLE: usize = 64 * 1024;

/// A file with a header and rows of cells, opened for reading from top to bottom.
///
/// ```
/// use bezet::table::Table;
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("calls.csv");
/// std::fs::write(&path, "start;offered\r\n2021-04-12 08:30;12\r\n")?;
/// let mut table = Table::open(&path)?;
/// assert_eq!(table.header, ["start", "offered"]);
/// assert_eq!(table.rows()?[0].cell(1), "12");
/// assert!(table.notes()[0].what.contains("semicolons"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Table {
    /// The file, as it is named in places.
    pub name: String,
    /// The titles of the columns, trimmed.
    pub header: Vec<String>,
    /// Do cells have types (a workbook), so that numbers are never in doubt?
    pub typed: bool,
    path: PathBuf,
    rows: Rows,
    form: Vec<Phrase>,
    windows_1252: bool,
    skipped: u64,
}

enum Rows {
    Text(Box<csv::Reader<Box<dyn Read>>>),
    Sheet(VecDeque<Row>),
}

impl Table {
    /// Opens a CSV file (plain or gzip) or a workbook; `book.xlsx#May` names a sheet.
    ///
    /// # Errors
    /// When the file cannot be read ([`Error::Read`]), is empty (`T101`), is no workbook though
    /// it looks like one (`T108`) or has no such sheet (`T109`).
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let (path, sheet) = split_sheet(path.as_ref());
        let name = path.display().to_string();
        let failed = |source| Error::Read {
            path: path.clone(),
            source,
        };
        let mut file: Box<dyn Read> = Box::new(File::open(&path).map_err(failed)?);
        let mut sample = peek(&mut file).map_err(failed)?;
        let mut form = Vec::new();
        if sample.starts_with(&[0x1f, 0x8b]) {
            form.push(Phrase::new("gzip", "gzip"));
            let packed = Cursor::new(sample).chain(file);
            file = Box::new(MultiGzDecoder::new(BufReader::new(packed)));
            sample = peek(&mut file).map_err(failed)?;
        }
        if sample.starts_with(b"PK\x03\x04") || sample.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            file.read_to_end(&mut sample).map_err(failed)?;
            return Self::of_sheet(path, name, sample, sheet.as_deref());
        }
        Self::of_text(path, name, sample, file, form)
    }

    fn of_sheet(path: PathBuf, name: String, bytes: Vec<u8>, sheet: Option<&str>) -> Result<Self> {
        let read = workbook::read(&name, bytes, sheet)?;
        let mut form = vec![Phrase::new(
            format!("sheet `{}` of a workbook", read.name),
            format!("blad `{}` van een werkmap", read.name),
        )];
        if read.sheets > 1 && sheet.is_none() {
            form.push(Phrase::new(
                format!("the first of its {} sheets", read.sheets),
                format!("het eerste van de {} bladen", read.sheets),
            ));
        }
        Self {
            name,
            header: Vec::new(),
            typed: true,
            path,
            rows: Rows::Sheet(read.rows.into()),
            form,
            windows_1252: false,
            skipped: 0,
        }
        .with_header()
    }

    fn of_text(
        path: PathBuf,
        name: String,
        sample: Vec<u8>,
        rest: Box<dyn Read>,
        mut form: Vec<Phrase>,
    ) -> Result<Self> {
        let (sample, rest) = plain(sample, rest, &mut form).map_err(|source| Error::Read {
            path: path.clone(),
            source,
        })?;
        let (body, separator) = declared_separator(&sample);
        let skipped = u64::from(body > 0);
        let body = sample.get(body..).unwrap_or_default().to_vec();
        let delimiter = separator.unwrap_or_else(|| delimiter(&body));
        describe(&body, delimiter, &mut form);
        let reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(1 << 18)
            .from_reader(Box::new(Cursor::new(body).chain(rest)) as Box<dyn Read>);
        Self {
            name,
            header: Vec::new(),
            typed: false,
            path,
            rows: Rows::Text(Box::new(reader)),
            form,
            windows_1252: false,
            skipped,
        }
        .with_header()
    }

    fn with_header(mut self) -> Result<Self> {
        let mut row = Row::default();
        while self.read(&mut row)? {
            if !row.is_blank() {
                self.header = row.cells().map(str::to_owned).collect();
                return Ok(self);
            }
        }
        let hint = "the first row must hold the titles of the columns";
        Err(Problem::new("T101", &self.name, "is empty: `0` rows")
            .hint(hint)
            .into())
    }

    /// Reads the next row into `row`, reusing its memory; false at the end.
    ///
    /// # Errors
    /// When the file cannot be read on.
    pub fn read(&mut self, row: &mut Row) -> Result<bool> {
        match &mut self.rows {
            Rows::Sheet(rows) => match rows.pop_front() {
                Some(next) => *row = next,
                None => return Ok(false),
            },
            Rows::Text(reader) => {
                let more = reader.read_byte_record(&mut row.record);
                if !more.map_err(|error| unreadable(&self.path, error))? {
                    return Ok(false);
                }
                row.number = row.record.position().map_or(0, csv::Position::line) + self.skipped;
                if std::str::from_utf8(row.record.as_slice()).is_err() {
                    self.windows_1252 = true;
                    row.record = recoded(&row.record);
                }
            }
        }
        Ok(true)
    }

    /// All rows that are left, for files that are small by nature; blank ones are skipped.
    ///
    /// # Errors
    /// When the file cannot be read on.
    pub fn rows(&mut self) -> Result<Vec<Row>> {
        let mut rows = Vec::new();
        let mut row = Row::default();
        while self.read(&mut row)? {
            if !row.is_blank() {
                rows.push(row.clone());
            }
        }
        Ok(rows)
    }

    /// The place of a cell, for problems: `calls.csv: row 12, column offered`.
    pub fn place(&self, row: &Row, column: &str) -> String {
        format!("{}: row {}, column {column}", self.name, row.number)
    }

    /// How the file is written where that is not plain UTF-8 with commas (`N101`); complete once
    /// the last row was read.
    pub fn notes(&self) -> Vec<Note> {
        let mut form = self.form.clone();
        if self.windows_1252 {
            form.push(Phrase::new("Windows-1252 text", "tekst in Windows-1252"));
        }
        if form.is_empty() {
            return Vec::new();
        }
        let what = Phrase::list(&form).within("read as {}", "gelezen als {}");
        vec![Note::new("N101", &self.name, what)]
    }
}

fn split_sheet(path: &Path) -> (PathBuf, Option<String>) {
    let text = path.to_string_lossy();
    match text.rsplit_once('#') {
        Some((file, sheet)) if !path.exists() => (PathBuf::from(file), Some(sheet.to_owned())),
        _ => (path.to_path_buf(), None),
    }
}

fn peek(file: &mut impl Read) -> std::io::Result<Vec<u8>> {
    let mut sample = Vec::with_capacity(SAMPLE);
    file.by_ref().take(SAMPLE as u64).read_to_end(&mut sample)?;
    Ok(sample)
}

/// Drops a byte order mark; UTF-16, which does not stream through a CSV reader, is decoded whole.
fn plain(
    mut sample: Vec<u8>,
    mut rest: Box<dyn Read>,
    form: &mut Vec<Phrase>,
) -> std::io::Result<(Vec<u8>, Box<dyn Read>)> {
    match Encoding::for_bom(&sample) {
        Some((encoding, _)) if encoding == UTF_16LE || encoding == UTF_16BE => {
            let name = encoding.name();
            form.push(Phrase::new(
                format!("{name} text"),
                format!("tekst in {name}"),
            ));
            rest.read_to_end(&mut sample)?;
            let (text, _, _) = encoding.decode(&sample);
            Ok((text.into_owned().into_bytes(), Box::new(std::io::empty())))
        }
        Some((_, length)) => {
            form.push(Phrase::new("a byte order mark", "met een byte order mark"));
            Ok((sample.split_off(length), rest))
        }
        None => Ok((sample, rest)),
    }
}

/// The line `sep=;` with which spreadsheets announce the delimiter: its length, and the sign.
fn declared_separator(sample: &[u8]) -> (usize, Option<u8>) {
    let Some(sign) = sample.strip_prefix(b"sep=").and_then(|rest| rest.first()) else {
        return (0, None);
    };
    let end = sample.iter().position(|b| *b == b'\n');
    match (sign, end) {
        (b',' | b';' | b'\t', Some(end)) if end <= 6 => (end + 1, Some(*sign)),
        _ => (0, None),
    }
}

/// The delimiter that the first line with text uses most, outside quotes.
fn delimiter(sample: &[u8]) -> u8 {
    let text = |line: &&[u8]| line.iter().any(|b| !b.is_ascii_whitespace());
    let line = sample.split(|b| *b == b'\n').find(text).unwrap_or_default();
    let mut quoted = false;
    let mut counts = [(0, b','), (0, b';'), (0, b'\t')];
    for byte in line {
        quoted ^= *byte == b'"';
        for (count, sign) in &mut counts {
            *count += usize::from(!quoted && byte == sign);
        }
    }
    let most = |best: (usize, u8), next: (usize, u8)| if next.0 > best.0 { next } else { best };
    counts
        .into_iter()
        .reduce(most)
        .map_or(b',', |(_, sign)| sign)
}

fn describe(sample: &[u8], delimiter: u8, form: &mut Vec<Phrase>) {
    match delimiter {
        b';' => form.push(Phrase::new(
            "semicolons between cells",
            "puntkomma's tussen de cellen",
        )),
        b'\t' => form.push(Phrase::new("tabs between cells", "tabs tussen de cellen")),
        _ => {}
    }
    if sample.windows(2).any(|pair| pair == b"\r\n") {
        form.push(Phrase::new("CRLF line ends", "regeleinden CRLF"));
    }
}

fn recoded(record: &ByteRecord) -> ByteRecord {
    let decoded = record.iter().map(|cell| WINDOWS_1252.decode(cell).0);
    let mut recoded: ByteRecord = decoded.map(|cell| cell.as_bytes().to_vec()).collect();
    recoded.set_position(record.position().cloned());
    recoded
}

fn unreadable(path: &Path, error: csv::Error) -> Error {
    Error::Read {
        path: path.to_path_buf(),
        source: error.into(),
    }
}
