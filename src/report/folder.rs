//! The folder of a plan: every file composed first, then each put in its place whole.

use super::paper::Paper;
use super::{html, ics, xlsx};
use crate::error::{Error, Problem, Result};
use crate::plan::Plan;
use crate::roster::roster_csv;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Writes `plan.json`, `roster.csv`, `roster.xlsx`, `report.html` and a calendar per person in
/// `ics/`, and says which files these are.
///
/// The same plan gives the same bytes. Each file appears whole or not at all.
///
/// # Errors
/// When the folder cannot be made or a file not be composed or written.
pub fn write(plan: &Plan, folder: &Path) -> Result<Vec<PathBuf>> {
    let files = compose(plan)?;
    prepare(folder)?;
    prepare(&folder.join("ics"))?;
    let mut written = Vec::new();
    for (name, bytes) in files {
        let path = folder.join(name);
        put(&path, &bytes)?;
        written.push(path);
    }
    Ok(written)
}

/// Makes a folder ready to be written in; worth asking before long work.
///
/// # Errors
/// A problem that names the folder, when it cannot be made or written in.
pub fn prepare(folder: &Path) -> Result<()> {
    let probe = folder.join(format!(".bezet-{}", std::process::id()));
    let made = fs::create_dir_all(folder).and_then(|()| fs::write(&probe, b""));
    made.and_then(|()| fs::remove_file(&probe))
        .map_err(|reason| {
            let what = format!(
                "the output folder `{}` cannot be written: {reason}",
                folder.display()
            );
            let hint = "choose another folder under `output.folder`, or mend its permissions";
            Problem::new("W101", folder.display().to_string(), what)
                .hint(hint)
                .into()
        })
}

/// Every file with its place in the folder.
fn compose(plan: &Plan) -> Result<Vec<(PathBuf, Vec<u8>)>> {
    let mut files = vec![
        (PathBuf::from("plan.json"), json(plan)?),
        (
            PathBuf::from("roster.csv"),
            roster_csv(&plan.planned.roster).into_bytes(),
        ),
        (PathBuf::from("roster.xlsx"), xlsx::workbook(plan)?),
        (PathBuf::from("report.html"), html::page(plan).into_bytes()),
    ];
    let paper = Paper::of(plan);
    files.extend(plan.people.keys().map(|id| {
        let name = format!("{}.ics", plain(id));
        (
            Path::new("ics").join(name),
            ics::calendar(&paper, id, 0).into_bytes(),
        )
    }));
    Ok(files)
}

fn json(plan: &Plan) -> Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(plan).map_err(|reason| Error::Compose {
        what: "plan.json",
        reason: reason.to_string(),
    })?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// A name as a part of a file name: everything but ASCII letters, digits, `-` and `_` as `%` and
/// its bytes in hexadecimal, so that two names never meet.
pub(super) fn plain(name: &str) -> String {
    let letter = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    name.bytes().map(letter).collect()
}

/// Writes a file beside its place first and renames it into it, so that it appears whole or not at all.
///
/// # Errors
/// When it cannot be written there; nothing is left behind then.
pub fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    put_with(path, |file| file.write_all(bytes))
}

/// Writes a long file as [`put`] does, piece by piece.
///
/// # Errors
/// When it cannot be written there; nothing is left behind then.
pub fn put_with(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> Result<()> {
    let mut hidden = path.to_owned();
    hidden
        .as_mut_os_string()
        .push(format!(".{}.part", std::process::id()));
    let written = || {
        let mut file = BufWriter::new(File::create(&hidden)?);
        write(&mut file)?;
        file.flush()?;
        fs::rename(&hidden, path)
    };
    written().map_err(|source| {
        // What is left of a failed file is of no use to anyone.
        fs::remove_file(&hidden).ok();
        Error::Write {
            path: path.to_owned(),
            source,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn names_become_distinct_parts_of_file_names() {
        assert_eq!(plain("p07"), "p07");
        assert_eq!(plain("../p 7"), "%2E%2E%2Fp%207");
        assert_ne!(plain("a/b"), plain("a%2Fb"));
    }
}
