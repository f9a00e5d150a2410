//! A convention that a file follows throughout, and the evidence for it.

/// Evidence on a convention of a whole file, such as its decimal sign.
///
/// Cells are read one by one; most say nothing, some show the convention, some could be either.
/// Only at the end of the file is it known whether the doubtful ones can be read.
#[derive(Clone, Debug)]
pub struct Choice<T> {
    /// What was asked for, or settled by an earlier pass.
    pub decided: Option<T>,
    seen: Vec<(T, String)>,
    doubt: Option<String>,
}

/// What a file's cells say of a [`Choice`] together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict<T> {
    /// All cells were read rightly; the convention, if any cell showed it.
    Settled(Option<T>),
    /// Doubtful cells came by, others show the convention: read the file again with it.
    Again(T),
    /// Two cells contradict each other; their places and texts.
    Mixed(String, String),
    /// Doubtful cells and no evidence; the first one.
    Unknown(String),
}

impl<T: Copy + PartialEq> Choice<T> {
    /// No evidence yet; `decided` rules out doubt beforehand.
    pub fn new(decided: Option<T>) -> Self {
        Self {
            decided,
            seen: Vec::new(),
            doubt: None,
        }
    }

    /// A cell shows the convention; false when that is not the one decided.
    pub fn witness(&mut self, value: T, place: impl FnOnce() -> String) -> bool {
        if self.seen.iter().all(|(known, _)| *known != value) {
            self.seen.push((value, place()));
        }
        self.decided.is_none_or(|decided| decided == value)
    }

    /// A cell could be either: the decided convention, or `None` for now.
    pub fn doubt(&mut self, place: impl FnOnce() -> String) -> Option<T> {
        if self.decided.is_none() && self.doubt.is_none() {
            self.doubt = Some(place());
        }
        self.decided
    }

    /// What all cells together say.
    pub fn verdict(&self) -> Verdict<T> {
        if self.decided.is_some() {
            return Verdict::Settled(self.decided);
        }
        match (self.seen.as_slice(), &self.doubt) {
            ([(_, first), (_, second), ..], _) => Verdict::Mixed(first.clone(), second.clone()),
            ([(value, _)], Some(_)) => Verdict::Again(*value),
            ([], Some(place)) => Verdict::Unknown(place.clone()),
            ([(value, _)], None) => Verdict::Settled(Some(*value)),
            ([], None) => Verdict::Settled(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubt_is_settled_by_evidence_only() {
        let mut choice = Choice::new(None);
        choice.doubt(|| "row 2".into());
        assert_eq!(choice.verdict(), Verdict::Unknown("row 2".into()));
        choice.witness('d', || "row 3".into());
        assert_eq!(choice.verdict(), Verdict::Again('d'));
        choice.witness('m', || "row 4".into());
        assert_eq!(
            choice.verdict(),
            Verdict::Mixed("row 3".into(), "row 4".into())
        );
    }
}
