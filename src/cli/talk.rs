//! What is said on stderr: progress, notes, errors.

use crate::error::{Error, Note};
use crate::plan::Watch;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal, Write};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Says what is going on, unless asked to be quiet.
#[derive(Debug)]
pub struct Talk {
    quiet: bool,
    bar: ProgressBar,
}

impl Talk {
    /// A line on a terminal that changes as work goes on; elsewhere a line per stage.
    pub fn new(quiet: bool) -> Self {
        let live = !quiet && std::io::stderr().is_terminal();
        let bar = if live {
            ProgressBar::new_spinner()
        } else {
            ProgressBar::hidden()
        };
        if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed:>4} {msg}") {
            bar.set_style(style);
        }
        Self { quiet, bar }
    }

    /// What is being done now.
    pub fn stage(&self, what: &str) {
        if self.bar.is_hidden() {
            return self.say(what);
        }
        self.bar.enable_steady_tick(Duration::from_millis(200));
        self.bar.set_message(what.to_owned());
    }

    /// A line that stays.
    pub fn say(&self, line: &str) {
        if !self.quiet {
            self.bar.suspend(|| write(line));
        }
    }

    /// Each note once.
    pub fn notes(&self, notes: &[Note]) {
        for note in notes {
            self.say(&note.to_string());
        }
    }

    /// Work is over: the changing line goes.
    pub fn done(&self) {
        self.bar.finish_and_clear();
    }
}

impl Watch for Talk {
    fn stage(&self, what: &str) {
        Talk::stage(self, what);
    }

    /// Only shown where it can be overwritten.
    fn progress(&self, how_far: &str) {
        self.bar.set_message(how_far.to_owned());
    }

    fn stop(&self) -> &AtomicBool {
        stop()
    }
}

/// An error and its hint, on stderr even when quiet.
pub fn error(error: &Error) {
    match error {
        Error::Problems(problems) => write(&problems.to_string()),
        other => write(&format!("error: {other}")),
    }
}

fn write(line: &str) {
    // A closed stderr is no reason to fail.
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Set by the first Ctrl-C; the second ends the program.
pub fn stop() -> &'static AtomicBool {
    static STOP: AtomicBool = AtomicBool::new(false);
    static HANDLER: OnceLock<()> = OnceLock::new();
    HANDLER.get_or_init(|| {
        let handler = || {
            if STOP.swap(true, Ordering::SeqCst) {
                std::process::exit(2);
            }
            write("stopping: keeping the best so far (again to end at once)");
        };
        // Without a handler Ctrl-C ends the program at once, as it does elsewhere.
        let _ = ctrlc::set_handler(handler);
    });
    &STOP
}
