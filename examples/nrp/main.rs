//! Solves an instance of the shift scheduling benchmark of T. Curtois and R. Qu, *Computational
//! results on new staff scheduling benchmark instances* (2014), by the same search that makes the
//! rosters of contact centres.
//!
//! ```text
//! cargo run --release --example nrp -- Instance1.txt --seconds 10 --out roster.txt
//! ```

mod path;
mod read;
mod say;
#[cfg(test)]
mod tests;
mod week;

use bezet::roster::{Found, SearchOptions, SearchProgress, search};
use clap::Parser;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;
use week::Roster;

/// Solve an instance of the shift scheduling benchmark
#[derive(Parser)]
struct Args {
    /// The instance, in the text format
    file: PathBuf,
    /// Seconds to search; less where the roster is proven best
    #[arg(long, default_value_t = 60.0)]
    seconds: f64,
    /// Draws the moves
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Threads, as many as the machine has unless given
    #[arg(long)]
    threads: Option<usize>,
    /// Write the roster here: a line per employee, its shifts by day with commas between
    #[arg(long)]
    out: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run(&Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(what) => {
            tell(&what);
            ExitCode::FAILURE
        }
    }
}

/// Says something on stderr; a reader who has gone is no reason to stop.
fn tell(what: &str) {
    writeln!(std::io::stderr(), "{what}").ok();
}

fn run(args: &Args) -> Result<(), String> {
    let name = args.file.display();
    let bytes = std::fs::read(&args.file).map_err(|error| format!("{name}: {error}"))?;
    let text = String::from_utf8_lossy(&bytes);
    let roster = read::read(&text).map_err(|mistake| format!("{name}: {mistake}"))?;
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    let options = SearchOptions {
        seconds: args.seconds,
        seed: args.seed,
        threads: args.threads.unwrap_or_else(cores),
    };
    let progress = |at: &SearchProgress| tell(&say::progress(at));
    let found = search(&roster, options, &progress, &AtomicBool::new(false))
        .map_err(|error| error.to_string())?;
    if let Some(out) = &args.out {
        write(out, &roster, &found)?;
    }
    let mut stdout = std::io::stdout();
    let said = stdout.write_all(say::table(&roster, &found).as_bytes());
    said.map_err(|error| error.to_string())
}

fn write(out: &Path, roster: &Roster, found: &Found<Vec<u8>>) -> Result<(), String> {
    let text = say::solution(roster, &found.tours);
    std::fs::write(out, text).map_err(|error| format!("{}: {error}", out.display()))
}
