//! Which column of a file holds what.

use super::Table;
use crate::error::{Note, Phrase, Problem, Problems, nearest};
use std::collections::BTreeMap;

/// A column that a reader knows, and what others call it.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// The name in bezet's own files.
    pub name: &'static str,
    /// Names that others give it, in lower case with letters and digits only.
    pub synonyms: &'static [&'static str],
}

/// The columns that were found in a table's header.
#[derive(Clone, Debug)]
pub struct Columns {
    place: String,
    header: Vec<String>,
    found: BTreeMap<&'static str, usize>,
    renamed: Vec<Phrase>,
}

impl Columns {
    /// Finds the wanted columns: by the mapping given, by their own name, by a synonym.
    ///
    /// # Errors
    /// `T103` for a mapping to a column that is not there, `T104` for a mapping of a name that
    /// nobody knows; both are pushed on `problems`.
    pub fn find(
        table: &Table,
        mapping: &BTreeMap<String, String>,
        wanted: &[Wanted],
        problems: &mut Problems,
    ) -> Self {
        let mut columns = Self {
            place: table.name.clone(),
            header: table.header.clone(),
            found: BTreeMap::new(),
            renamed: Vec::new(),
        };
        for (name, theirs) in mapping {
            columns.map(name, theirs, wanted, problems);
        }
        for name in wanted.iter().map(|column| column.name) {
            let exact = |cell: &String| cell.eq_ignore_ascii_case(name);
            columns.claim(name, columns.header.iter().position(exact));
        }
        for column in wanted {
            columns.claim_synonym(column);
        }
        columns
    }

    fn map(&mut self, name: &str, theirs: &str, wanted: &[Wanted], problems: &mut Problems) {
        let Some(column) = wanted.iter().find(|column| column.name == name) else {
            problems.push(unknown_name(&self.place, name, wanted));
            return;
        };
        let same = |cell: &String| cell.trim() == theirs.trim();
        let alike = |cell: &String| simplify(cell) == simplify(theirs);
        let position = self.header.iter().position(same);
        match position.or_else(|| self.header.iter().position(alike)) {
            Some(index) => {
                self.found.insert(column.name, index);
            }
            None => problems.push(self.absent("T103", theirs, name)),
        }
    }

    fn claim(&mut self, name: &'static str, index: Option<usize>) -> bool {
        let Some(index) = index else { return false };
        if self.found.contains_key(name) || self.found.values().any(|taken| *taken == index) {
            return false;
        }
        self.found.insert(name, index);
        true
    }

    fn claim_synonym(&mut self, column: &Wanted) {
        for synonym in column.synonyms {
            let alike = |cell: &String| simplify(cell) == *synonym;
            let index = self.header.iter().position(alike);
            if self.claim(column.name, index) {
                let theirs = index.and_then(|index| self.header.get(index));
                let theirs = theirs.map(String::as_str).unwrap_or_default();
                let name = column.name;
                self.renamed.push(Phrase::new(
                    format!("`{theirs}` as {name}"),
                    format!("`{theirs}` als {name}"),
                ));
                return;
            }
        }
    }

    /// Where a column is, if the file has it.
    pub fn get(&self, name: &str) -> Option<usize> {
        self.found.get(name).copied()
    }

    /// The file's own name of a column, else ours.
    pub fn title<'a>(&'a self, name: &'a str) -> &'a str {
        let theirs = self.get(name).and_then(|index| self.header.get(index));
        theirs.map_or(name, String::as_str)
    }

    /// Is a header cell already taken?
    pub fn is_taken(&self, index: usize) -> bool {
        self.found.values().any(|taken| *taken == index)
    }

    /// The problem of a column that must be there and is not (`T102`).
    pub fn missing(&self, name: &str) -> Problem {
        self.absent("T102", name, name)
    }

    fn absent(&self, code: &'static str, theirs: &str, name: &str) -> Problem {
        let shown: Vec<String> = self
            .header
            .iter()
            .take(30)
            .map(|c| format!("`{c}`"))
            .collect();
        let mut hint = format!("its columns are {}", shown.join(", "));
        if let Some(near) = nearest(theirs, self.header.iter().map(String::as_str)) {
            hint.push_str(&format!("; did you mean `{near}`?"));
        }
        hint.push_str(&format!(" (name yours under columns: {name} = \"...\")"));
        Problem::new(code, &self.place, format!("has no column `{theirs}`")).hint(hint)
    }

    /// What was read under another name, said once (`N102`).
    pub fn notes(&self) -> Option<Note> {
        if self.renamed.is_empty() {
            return None;
        }
        let (english, dutch) = match self.renamed.len() {
            1 => ("column {} was understood", "kolom {} opgevat"),
            _ => ("columns {} were understood", "kolommen {} opgevat"),
        };
        let what = Phrase::list(&self.renamed).within(english, dutch);
        Some(Note::new("N102", &self.place, what))
    }
}

fn unknown_name(place: &str, name: &str, wanted: &[Wanted]) -> Problem {
    let names: Vec<&str> = wanted.iter().map(|column| column.name).collect();
    let mut hint = format!("columns are {}", names.join(", "));
    if let Some(near) = nearest(name, names.iter().copied()) {
        hint.push_str(&format!("; did you mean `{near}`?"));
    }
    let what = format!("the column mapping names `{name}`, which is no column of bezet");
    Problem::new("T104", place, what).hint(hint)
}

/// Lower case, letters and digits only: `Datum/tijd` and `datum tijd` are one name.
fn simplify(name: &str) -> String {
    let kept = name.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}
