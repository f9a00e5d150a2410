//! What can go wrong, as data: problems in the input, and failures of the machine around us.
//!
//! A [`Problem`] is a mistake in what the user gave: it has a code (explained in ERRORS.md), a
//! place, what was found there and a hint. All problems of an input are collected in
//! [`Problems`] and shown at once. A [`Note`] says what was understood or changed on the way: it
//! is told once and stops nothing. Everything else is an [`Error`] with its cause.

mod note;

pub use note::{Note, Phrase};

use serde::Serialize;
use std::fmt;
use std::path::PathBuf;

/// Short for results of this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// Why bezet could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The input has problems; all of them are listed.
    #[error("{0}")]
    Problems(Problems),
    /// A file could not be read.
    #[error("cannot read `{}`: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The operating system's reason.
        source: std::io::Error,
    },
    /// A file or folder could not be written; nothing of it was left behind.
    #[error("cannot write `{}`: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The operating system's reason.
        source: std::io::Error,
    },
    /// Two series on different grids were combined.
    #[error("series on different grids: {left} and {right}")]
    Grids {
        /// The grid on the left.
        left: String,
        /// The grid on the right.
        right: String,
    },
    /// The solver failed in a way that is no answer.
    #[error("the solver failed: {0}")]
    Solver(String),
    /// A document could not be written in its format.
    #[error("cannot compose {what}: {reason}")]
    Compose {
        /// Which document.
        what: &'static str,
        /// The library's reason.
        reason: String,
    },
    /// The user asked to stop before there was an answer.
    #[error("stopped before there was an answer")]
    Stopped,
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Problems(Problems::from(vec![problem]))
    }
}

impl From<Problems> for Error {
    fn from(problems: Problems) -> Self {
        Self::Problems(problems)
    }
}

/// A mistake in the input, with everything that is needed to mend it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Problem {
    /// Where: file, and row, column or key path.
    pub place: String,
    /// The code, listed in ERRORS.md: `T` files of rows, `C` configuration, `H` history, `D` files of
    /// holidays, `P` people and rosters, `Q` queues and days, `S` simulated centres, `E` the
    /// calculator, `F` the field test, `B` the back-test, `J` jobs in bulk, `W` the world around (folders).
    pub code: &'static str,
    /// One lower-case sentence with the offending value in backticks.
    pub what: String,
    /// What to do about it.
    pub hint: String,
}

impl Problem {
    /// A problem of this code at this place.
    ///
    /// ```
    /// use bezet::error::Problem;
    /// let problem = Problem::new("C104", "config/kcc.toml: target.queue", "names no queue: `phones`")
    ///     .hint("queues are `phone`; did you mean `phone`?");
    /// assert!(problem.to_string().starts_with("error[C104]: names no queue: `phones`"));
    /// ```
    pub fn new(code: &'static str, place: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            code,
            what: what.into(),
            hint: String::new(),
        }
    }

    /// The same problem with a hint.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error[{}]: {}\n  {}", self.code, self.what, self.place)?;
        if !self.hint.is_empty() {
            write!(f, "\n\nhint: {}", self.hint)?;
        }
        Ok(())
    }
}

/// All problems found in an input, in order of place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// One more.
    pub fn push(&mut self, problem: Problem) {
        self.0.push(problem);
    }

    /// All of another list.
    pub fn extend(&mut self, other: Problems) {
        self.0.extend(other.0);
    }

    /// Are there none?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The problems, as found.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.0.iter()
    }

    /// `value` when there are no problems, else all of them as the error.
    pub fn or_ok<T>(self, value: T) -> Result<T> {
        if self.is_empty() {
            return Ok(value);
        }
        Err(self.into())
    }
}

impl From<Vec<Problem>> for Problems {
    fn from(problems: Vec<Problem>) -> Self {
        Self(problems)
    }
}

/// The longest list that is printed in full; beyond it the rest is counted.
const SHOWN: usize = 50;

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut sorted: Vec<&Problem> = self.0.iter().collect();
        sorted.sort();
        let shown: Vec<String> = sorted.iter().take(SHOWN).map(|p| p.to_string()).collect();
        write!(f, "{}", shown.join("\n\n"))?;
        if sorted.len() > SHOWN {
            write!(f, "\n\nand {} more problems", sorted.len() - SHOWN)?;
        }
        Ok(())
    }
}

/// What reading several inputs found, so that the problems of all are told together and the notes
/// of all are told once.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// Mistakes, of all inputs so far.
    pub problems: Problems,
    /// What was understood or converted.
    pub notes: Vec<Note>,
}

impl Findings {
    /// The value of an input; its problems are kept here, and there is no value then.
    ///
    /// # Errors
    /// Those that are not problems of the input.
    pub fn keep<T>(&mut self, result: Result<T>) -> Result<Option<T>> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(Error::Problems(problems)) => {
                self.problems.extend(problems);
                Ok(None)
            }
            Err(other) => Err(other),
        }
    }
}

/// The nearest known word to a misspelt one, if any is near.
///
/// ```
/// use bezet::error::nearest;
/// assert_eq!(nearest("phones", ["chat", "phone"]), Some("phone"));
/// assert_eq!(nearest("counter", ["chat", "phone"]), None);
/// ```
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.len().max(word.len()) / 4)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_are_shown_in_order_of_place() {
        let problems = Problems::from(vec![
            Problem::new("H102", "b.csv: row 2", "second"),
            Problem::new("H101", "a.csv: row 9", "first"),
        ]);
        let text = problems.to_string();
        assert!(text.find("first") < text.find("second"));
    }
}
