//! `bezet why`.

use super::talk::Talk;
use super::{Answer, Which, data, json};
use crate::config::{Config, Language};
use crate::error::Result;
use crate::{plan, roster};
use clap::Args;

/// Explain why a week has no roster, or why work is short in it, and what would do instead
///
/// For each contradiction the smallest set of contracts, leave, hours, rules and work that no
/// roster obeys together, and the smallest change of each that gives an answer, with its price:
/// people without a legal week, sessions that cannot be held, staffed work with too few people
/// (who, when, how many short), sites with too few seats. Nothing is forecast or solved for it.
///
/// Exit code 1: there is a contradiction.
#[derive(Debug, Args)]
pub struct Why {
    #[command(flatten)]
    which: Which,
    /// Print the contradictions as JSON
    #[arg(long)]
    json: bool,
}

impl Why {
    pub fn execute(&self, talk: &Talk) -> Result<Answer> {
        let config = Config::read(&self.which.config)?;
        let (centre, found) = plan::why_week(&config, self.which.week)?;
        talk.done();
        talk.notes(&centre.notes);
        if self.json {
            json(&found)?;
        } else {
            let dutch = config.language == Language::Nl;
            data(&roster::why_text(&found, &centre.grid, dutch))?;
        }
        Ok(if found.is_empty() {
            Answer::Yes
        } else {
            Answer::No
        })
    }
}
