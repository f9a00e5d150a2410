//! What was understood, converted or set aside on the way.

use serde::Serialize;
use std::fmt;

/// Words in both languages that planners read; what is said on the command line is English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// In English.
    pub english: String,
    /// In Dutch.
    pub dutch: String,
}

impl Phrase {
    /// The words in both languages.
    pub fn new(english: impl Into<String>, dutch: impl Into<String>) -> Self {
        Self {
            english: english.into(),
            dutch: dutch.into(),
        }
    }

    /// A count with its noun, `[one, many]` in either language.
    ///
    /// ```
    /// use bezet::error::Phrase;
    /// let days = Phrase::count(1, ["day", "days"], ["dag", "dagen"]);
    /// assert_eq!((days.english.as_str(), days.dutch.as_str()), ("1 day", "1 dag"));
    /// ```
    pub fn count(count: usize, english: [&str; 2], dutch: [&str; 2]) -> Self {
        let [english, dutch] = [english, dutch].map(|[one, many]| match count {
            1 => format!("1 {one}"),
            _ => format!("{count} {many}"),
        });
        Self { english, dutch }
    }

    /// The phrases in one row with commas.
    pub fn list(phrases: &[Self]) -> Self {
        let join = |of: fn(&Self) -> &str| phrases.iter().map(of).collect::<Vec<_>>().join(", ");
        Self::new(
            join(|phrase| phrase.english.as_str()),
            join(|phrase| phrase.dutch.as_str()),
        )
    }

    /// Words around this phrase: `{}` stands for it.
    pub fn within(&self, english: &str, dutch: &str) -> Self {
        Self::new(
            english.replacen("{}", &self.english, 1),
            dutch.replacen("{}", &self.dutch, 1),
        )
    }
}

/// Something that was understood, converted or set aside on the way, and is said once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Note {
    /// Where: file, queue, or date.
    pub place: String,
    /// The code, listed in ERRORS.md: `N` and a number.
    pub code: &'static str,
    /// One lower-case sentence.
    pub what: String,
    /// The same in Dutch.
    pub dutch: String,
}

impl Note {
    /// A note of this code at this place.
    pub fn new(code: &'static str, place: impl Into<String>, what: Phrase) -> Self {
        Self {
            place: place.into(),
            code,
            what: what.english,
            dutch: what.dutch,
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "note[{}]: {} ({})", self.code, self.what, self.place)
    }
}
