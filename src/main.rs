//! The command `bezet`: parse, run, exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    bezet::cli::run(std::env::args_os())
}
