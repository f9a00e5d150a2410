//! The sample: a municipal contact centre with a past, people and a roster as it is.
//!
//! Nothing here is drawn that can be a consequence. Contacts are drawn from a known truth
//! (`truth`), agents from habit and sickness; waits and abandonments come out of the simulated
//! queue. Every figure of that truth is in the README that is written beside the data, so that
//! later tests can ask for it back. Same seed, same bytes.

mod history;
mod people;
mod readme;
pub mod truth;
mod volume;

use crate::error::{Error, Result};
use std::io::Write;
use std::path::{Path, PathBuf};

/// The seed of the data that comes with bezet.
pub const SEED: u64 = 2088;

/// Writes the sample into a folder, which is made if need be: history.csv, people.csv, leave.csv,
/// present.csv and README.md, in this order.
///
/// Each file appears complete or not at all.
///
/// # Errors
/// When the folder or a file in it cannot be written.
///
/// # Example
/// ```
/// let folder = tempfile::tempdir().expect("a folder");
/// let files = bezet::sample::write(folder.path(), bezet::sample::SEED)?;
/// assert_eq!(files.len(), 5);
/// # Ok::<(), bezet::error::Error>(())
/// ```
pub fn write(folder: &Path, seed: u64) -> Result<Vec<PathBuf>> {
    std::fs::create_dir_all(folder).map_err(|source| Error::Write {
        path: folder.to_owned(),
        source,
    })?;
    let files = [
        ("history.csv", history::csv(seed)?),
        ("people.csv", people::people()),
        ("leave.csv", people::leave()),
        ("present.csv", people::present()),
        ("README.md", readme::text(seed)),
    ];
    let paths = files.iter().map(|(name, text)| {
        let path = folder.join(name);
        match replace(folder, &path, text) {
            Ok(()) => Ok(path),
            Err(source) => Err(Error::Write { path, source }),
        }
    });
    paths.collect()
}

/// Writes beside the file and puts it in place at once.
fn replace(folder: &Path, path: &Path, text: &str) -> std::io::Result<()> {
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    readable(file.as_file())?;
    file.persist(path)?;
    Ok(())
}

/// Temporary files are for their owner only; data is for everybody.
#[cfg(unix)]
fn readable(file: &std::fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &std::fs::File) -> std::io::Result<()> {
    Ok(())
}
