//! The command line: one file per verb.
//!
//! stdout carries data, stderr carries talk; `--json` is for machines. Exit codes: 0 done, 1 the
//! answer is no (breaches, target missed), 2 could not run.

mod backtest;
mod batch;
mod calibrate;
mod centre;
mod check;
mod edit;
mod erlang;
mod evaluate;
mod forecast;
mod plan;
mod roster;
mod sample;
mod scenario;
mod simulate;
mod staff;
mod talk;
mod why;

use crate::calendar::IsoWeek;
use crate::error::{Error, Result};
use clap::{Args, Parser, Subcommand};
use std::ffi::OsString;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// What was typed.
#[derive(Debug, Parser)]
#[command(
    name = "bezet",
    version,
    about = "Plans a contact centre: forecast, staffing, rosters, and the proof of the wait",
    after_help = "Start with:\n  bezet sample data\n  bezet plan config/kcc.toml --week 2021-W15\n\n\
                  Exit codes: 0 done, 1 the answer is no, 2 could not run."
)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
    /// Threads to use at most; the result is the same with any number
    #[arg(long, global = true, value_name = "N")]
    threads: Option<usize>,
    /// Say nothing on stderr but errors
    #[arg(long, short, global = true)]
    quiet: bool,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Sample(sample::Sample),
    Forecast(forecast::Forecast),
    Backtest(backtest::Backtest),
    Staff(staff::Staff),
    Roster(roster::Roster),
    Check(check::Check),
    Why(why::Why),
    Simulate(simulate::Simulate),
    Centre(centre::Centre),
    Plan(plan::Plan),
    Scenario(scenario::Scenario),
    Edit(edit::Edit),
    Suggest(edit::Suggest),
    Publish(edit::Publish),
    Evaluate(evaluate::Evaluate),
    Calibrate(calibrate::Calibrate),
    Erlang(erlang::Erlang),
    Batch(batch::Batch),
}

/// The configuration and the week, as most verbs take them.
#[derive(Debug, Args)]
struct Which {
    /// The configuration: see config/kcc.toml, where every key is explained
    config: PathBuf,
    /// The week to plan, as 2021-W15
    #[arg(long, value_name = "WEEK")]
    week: IsoWeek,
}

/// How a verb ended that could run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
}

/// Runs the command with these arguments and says how it ended.
///
/// May be called repeatedly: nothing global remains but the handler of Ctrl-C.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error),
    };
    match in_threads(&arguments) {
        Ok(Answer::Yes) => ExitCode::SUCCESS,
        Ok(Answer::No) => ExitCode::from(1),
        Err(Error::Write { source, .. }) if source.kind() == ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            talk::error(&error);
            ExitCode::from(2)
        }
    }
}

fn usage(error: &clap::Error) -> ExitCode {
    // Nothing can be done when even the usage cannot be printed.
    let _ = error.print();
    ExitCode::from(if error.use_stderr() { 2 } else { 0 })
}

fn in_threads(arguments: &Arguments) -> Result<Answer> {
    let talk = talk::Talk::new(arguments.quiet);
    let Some(threads) = arguments.threads else {
        return execute(&arguments.verb, &talk);
    };
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.max(1))
        .build()
        .map_err(|error| Error::Solver(format!("threads could not be started: {error}")))?;
    pool.install(|| execute(&arguments.verb, &talk))
}

fn execute(verb: &Verb, talk: &talk::Talk) -> Result<Answer> {
    match verb {
        Verb::Sample(verb) => verb.execute(talk),
        Verb::Forecast(verb) => verb.execute(talk),
        Verb::Backtest(verb) => verb.execute(talk),
        Verb::Staff(verb) => verb.execute(talk),
        Verb::Roster(verb) => verb.execute(talk),
        Verb::Check(verb) => verb.execute(talk),
        Verb::Why(verb) => verb.execute(talk),
        Verb::Simulate(verb) => verb.execute(talk),
        Verb::Centre(verb) => verb.execute(talk),
        Verb::Plan(verb) => verb.execute(talk),
        Verb::Scenario(verb) => verb.execute(talk),
        Verb::Edit(verb) => verb.execute(talk),
        Verb::Suggest(verb) => verb.execute(talk),
        Verb::Publish(verb) => verb.execute(talk),
        Verb::Evaluate(verb) => verb.execute(talk),
        Verb::Calibrate(verb) => verb.execute(talk),
        Verb::Erlang(verb) => verb.execute(talk),
        Verb::Batch(verb) => verb.execute(talk),
    }
}

/// Puts data on stdout.
fn data(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    written.map_err(|source| Error::Write {
        path: "stdout".into(),
        source,
    })
}

/// Puts a document on stdout as JSON.
fn json(document: &impl serde::Serialize) -> Result<()> {
    let text = serde_json::to_string_pretty(document).map_err(|error| Error::Compose {
        what: "JSON",
        reason: error.to_string(),
    })?;
    data(&format!("{text}\n"))
}
