//! `bezet erlang`.

mod figures;
mod flags;
mod lines;
mod rows;

use super::talk::Talk;
use super::{Answer, data, json};
use crate::error::Result;
use clap::Args;
use std::path::PathBuf;

/// Answer questions on one queue: Erlang B, C, A, X and a finite room
///
/// Say how many calls come (--calls in --per), how long they take (--handle-time) and how many
/// agents there are (--agents), and read what callers meet. Or leave --agents out and name a
/// target: the fewest agents that reach it are found. Several targets are all reached.
///
/// The model follows from what is given, or from --model: b, nobody can wait; c, everybody waits;
/// a, callers hang up (--patience); k, only so many fit in (--room, those being served included);
/// x, lost callers call again (--redial). Rates are constant and handle times exponential.
///
/// Times are seconds, or have a unit: 90, 90s, 3min, 1h.
#[derive(Debug, Args)]
#[command(
    allow_negative_numbers = true,
    after_help = "Examples:\n  \
        bezet erlang --calls 100 --per 30min --handle-time 180 --agents 14\n  \
        bezet erlang --calls 100 --per 30min --handle-time 180 --patience 120 --service-level 0.8\n  \
        bezet erlang --calls 100 --per 30min --handle-time 180 --agents 9 --patience 2min --redial 0.3\n  \
        bezet erlang --table cases.csv"
)]
pub struct Erlang {
    #[command(flatten)]
    flags: flags::Flags,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
    /// A file of cases instead of one: columns model, lambda, mu, theta, c, K, T (redial for x)
    ///
    /// Rates are per any one unit of time, and T is in it; K counts those being served too. The
    /// file goes to stdout as it is, with bezet's answers beside it as bezet_p_block and so on.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["flags", "json"])]
    table: Option<PathBuf>,
}

impl Erlang {
    pub fn execute(&self, talk: &Talk) -> Result<Answer> {
        if let Some(path) = &self.table {
            let answered = rows::answer(path)?;
            talk.notes(&answered.notes);
            data(&answered.text)?;
            return Ok(Answer::Yes);
        }
        let solved = self.flags.case()?.solve()?;
        if self.json {
            json(&lines::document(&solved))?;
        } else {
            data(&lines::text(&solved))?;
        }
        Ok(Answer::Yes)
    }
}
