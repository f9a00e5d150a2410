//! `bezet sample`.

use super::talk::Talk;
use super::{Answer, data};
use crate::error::Result;
use clap::Args;
use std::path::PathBuf;

/// Write the sample centre's history, people, leave and present roster
///
/// The calls come out of a simulated queue, so waits and abandonments are consequences. The same
/// seed gives the same bytes; README.md in the folder states every parameter.
#[derive(Debug, Args)]
pub struct Sample {
    /// Folder to write to
    #[arg(default_value = "data")]
    folder: PathBuf,
    /// Seed of the calls
    #[arg(long, default_value_t = crate::sample::SEED)]
    seed: u64,
}

impl Sample {
    pub fn execute(&self, talk: &Talk) -> Result<Answer> {
        talk.stage("simulating three years of calls");
        let files = crate::sample::write(&self.folder, self.seed)?;
        talk.done();
        let lines = files.iter().map(|file| format!("{}\n", file.display()));
        data(&lines.collect::<String>())?;
        Ok(Answer::Yes)
    }
}
