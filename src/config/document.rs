//! A configuration file as written: values with their lines, and the problems found in them.

use crate::error::{Error, Problem, Problems, Result};
use chrono::NaiveDate;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value as written.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Text(String),
    Whole(i64),
    Number(f64),
    Flag(bool),
    Date(NaiveDate),
    /// A time, or a date with a time: bezet asks for neither in this form.
    Moment(String),
    List(Vec<Item>),
    Table(BTreeMap<String, Item>),
}

/// A value with the line on which it, or its key, stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Item {
    pub(super) line: usize,
    pub(super) value: Value,
}

impl Value {
    /// The number, whole or not.
    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Whole(number) => Some(*number as f64),
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The value and its kind in words, as problems show it.
    pub(super) fn described(&self) -> String {
        match self {
            Self::Text(text) => format!("`{text}` is text"),
            Self::Whole(number) => format!("`{number}` is a whole number"),
            Self::Number(number) => format!("`{number}` is a number"),
            Self::Flag(flag) => format!("`{flag}` is a yes or no"),
            Self::Date(date) => format!("`{date}` is a date"),
            Self::Moment(text) => format!("`{text}` is a moment"),
            Self::List(items) => format!("a list of {}", items.len()),
            Self::Table(items) => format!("a table of {}", items.len()),
        }
    }
}

/// A configuration file: its values, and the problems found in them so far.
#[derive(Debug)]
pub(super) struct Document {
    /// The file's name as given, for places.
    pub(super) file: String,
    folder: PathBuf,
    pub(super) root: BTreeMap<String, Item>,
    problems: RefCell<Problems>,
}

impl Document {
    /// Reads a file.
    ///
    /// # Errors
    /// When it cannot be read; what is wrong in its text is collected.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(|source| Error::Read {
            path: path.to_owned(),
            source,
        })?;
        Ok(Self::parse(&text, path))
    }

    /// Takes a text as the content of the file at `path`.
    pub(super) fn parse(text: &str, path: &Path) -> Self {
        let lines = Lines::of(text);
        let (table, errors) = DeTable::parse_recoverable(text);
        let document = Self {
            file: path.display().to_string(),
            folder: path.parent().map_or_else(PathBuf::new, Path::to_owned),
            root: lines.table(table.get_ref()),
            problems: RefCell::default(),
        };
        for error in &errors {
            let line = error.span().map_or(1, |span| lines.at(span.start));
            document.check_c101_is_toml(line, error.message());
        }
        document
    }

    fn check_c101_is_toml(&self, line: usize, message: &str) {
        let place = format!("{}: line {line}", self.file);
        let what = format!("not TOML: {}", message.trim().replace('\n', ", "));
        self.push(Problem::new("C101", place, what).hint("see https://toml.io for the format"));
    }

    /// One problem more.
    pub(super) fn push(&self, problem: Problem) {
        self.problems.borrow_mut().push(problem);
    }

    /// Has any problem been found?
    pub(super) fn has_problems(&self) -> bool {
        !self.problems.borrow().is_empty()
    }

    /// The problems of this document, which is done with, in order of place.
    pub(super) fn into_problems(self) -> Problems {
        let problems = self.problems.into_inner();
        let mut sorted: Vec<Problem> = problems.iter().cloned().collect();
        sorted.sort();
        sorted.into()
    }

    /// A path as written, seen from this file's folder.
    pub(super) fn resolve(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }
}

/// Where the lines of a text start.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        let ends = text.match_indices('\n').map(|(offset, _)| offset + 1);
        Self(std::iter::once(0).chain(ends).collect())
    }

    /// The line, counted from 1, of a byte of the text.
    fn at(&self, offset: usize) -> usize {
        self.0.partition_point(|start| *start <= offset)
    }

    fn table(&self, table: &DeTable<'_>) -> BTreeMap<String, Item> {
        let items = table.iter().map(|(key, value)| {
            let item = Item {
                line: self.at(key.span().start),
                value: self.value(value.get_ref()),
            };
            (key.get_ref().to_string(), item)
        });
        items.collect()
    }

    fn item(&self, value: &Spanned<DeValue<'_>>) -> Item {
        Item {
            line: self.at(value.span().start),
            value: self.value(value.get_ref()),
        }
    }

    fn value(&self, value: &DeValue<'_>) -> Value {
        match value {
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Integer(digits) => i64::from_str_radix(digits.as_str(), digits.radix())
                .map_or(Value::Number(f64::INFINITY), Value::Whole),
            DeValue::Float(digits) => Value::Number(digits.as_str().parse().unwrap_or(f64::NAN)),
            DeValue::Boolean(flag) => Value::Flag(*flag),
            DeValue::Datetime(moment) => date_of(moment),
            DeValue::Array(items) => {
                Value::List(items.iter().map(|item| self.item(item)).collect())
            }
            DeValue::Table(table) => Value::Table(self.table(table)),
        }
    }
}

fn date_of(moment: &toml::value::Datetime) -> Value {
    let text = moment.to_string();
    match text.parse() {
        Ok(date) => Value::Date(date),
        Err(_) => Value::Moment(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_know_their_lines() {
        let text = "a = 1\n[b]\nc = [\n  \"x\",\n  2021-04-12,\n]\n";
        let document = Document::parse(text, Path::new("x.toml"));
        assert_eq!(document.root["a"].line, 1);
        let Value::Table(table) = &document.root["b"].value else {
            panic!("a table");
        };
        let Value::List(list) = &table["c"].value else {
            panic!("a list");
        };
        assert_eq!((table["c"].line, list[0].line, list[1].line), (3, 4, 5));
        assert!(matches!(list[1].value, Value::Date(_)));
    }
}
