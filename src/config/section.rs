//! A table of a document, asked for its values one by one.
//!
//! What is absent is `None` and stays silent; what is there in the wrong form is `None` and a
//! problem. So one reading finds everything that is wrong.

use super::document::{Document, Item, Value};
use crate::calendar::parse_clock;
use crate::error::{Problem, nearest};
use crate::units::Minutes;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::PathBuf;

/// A table of a document; perhaps one that is not there.
pub(super) struct Section<'a> {
    pub(super) document: &'a Document,
    path: String,
    line: usize,
    items: Option<&'a BTreeMap<String, Item>>,
}

/// A text of a list with its place.
pub(super) struct Entry {
    pub(super) place: String,
    pub(super) text: String,
}

impl<'a> Section<'a> {
    /// The whole document, in which only these keys may stand.
    pub(super) fn root(document: &'a Document, known: &[&str]) -> Self {
        let root = Self {
            document,
            path: String::new(),
            line: 1,
            items: Some(&document.root),
        };
        root.check_c102_keys_are_known(known);
        root
    }

    /// The table under a key, in which only these keys may stand.
    pub(super) fn table(&self, key: &str, known: &[&str]) -> Self {
        let section = self.open(key);
        section.check_c102_keys_are_known(known);
        section
    }

    /// The table under a key, of which nothing is told: it was opened before.
    pub(super) fn silent(&self, key: &str) -> Self {
        let item = self.item(key);
        let items = item.and_then(|item| match &item.value {
            Value::Table(items) => Some(items),
            _ => None,
        });
        Self {
            document: self.document,
            path: self.path_of(key),
            line: item.map_or(0, |item| item.line),
            items,
        }
    }

    /// The table under a key, whose keys are the user's own, with those keys.
    pub(super) fn names(&self, key: &str) -> (Self, Vec<&'a str>) {
        let section = self.open(key);
        let names = section.items.into_iter().flatten();
        let names = names.map(|(name, _)| name.as_str()).collect();
        (section, names)
    }

    /// The tables of a list under a key; their keys are not looked at yet.
    pub(super) fn tables(&self, key: &str) -> Vec<Self> {
        let wanted = "a list of tables";
        let list = self.read(key, wanted, |value| match value {
            Value::List(items) => Some(items.len()),
            _ => None,
        });
        let Some(Value::List(items)) = list.and(self.item(key)).map(|item| &item.value) else {
            return Vec::new();
        };
        let sections = items.iter().enumerate().filter_map(|(index, item)| {
            let path = format!("{}[{}]", self.path_of(key), index + 1);
            if let Value::Table(items) = &item.value {
                return Some(Self {
                    document: self.document,
                    path,
                    line: item.line,
                    items: Some(items),
                });
            }
            let place = format!("{}: {path} (line {})", self.document.file, item.line);
            self.check_c104_kind(place, &item.value, "a table");
            None
        });
        sections.collect()
    }

    fn open(&self, key: &str) -> Self {
        match self.item(key).map(|item| &item.value) {
            None | Some(Value::Table(_)) => {}
            Some(other) => self.check_c104_kind(self.place(key), other, "a table"),
        }
        self.silent(key)
    }

    fn item(&self, key: &str) -> Option<&'a Item> {
        self.items.and_then(|items| items.get(key))
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() {
            return key.to_owned();
        }
        format!("{}.{key}", self.path)
    }

    /// Is the table itself there?
    pub(super) fn exists(&self) -> bool {
        self.items.is_some()
    }

    /// Is the key there?
    pub(super) fn has(&self, key: &str) -> bool {
        self.item(key).is_some()
    }

    /// Where the table stands, for problems.
    pub(super) fn here(&self) -> String {
        let path = if self.path.is_empty() {
            "the whole file"
        } else {
            &self.path
        };
        place(&self.document.file, path, self.line)
    }

    /// Where a key stands, for problems.
    pub(super) fn place(&self, key: &str) -> String {
        let line = self.item(key).map_or(0, |item| item.line);
        place(&self.document.file, &self.path_of(key), line)
    }

    /// One problem more.
    pub(super) fn push(&self, problem: Problem) {
        self.document.push(problem);
    }

    /// Only these keys may stand here.
    pub(super) fn check_c102_keys_are_known(&self, known: &[&str]) {
        for name in self.items.into_iter().flat_map(BTreeMap::keys) {
            if known.contains(&name.as_str()) {
                continue;
            }
            let hint = suggestion("keys here are", name, known);
            let what = format!("unknown key `{name}`");
            self.push(Problem::new("C102", self.place(name), what).hint(hint));
        }
    }

    /// The value must be there; `value` is what was read under the key.
    pub(super) fn check_c103_is_there<T>(&self, key: &str, value: Option<T>) -> Option<T> {
        if !self.has(key) {
            let what = format!("`{}` is missing", self.path_of(key));
            let hint = format!("config/kcc.toml shows and explains `{}`", self.path_of(key));
            self.push(Problem::new("C103", self.place(key), what).hint(hint));
        }
        value
    }

    fn check_c104_kind(&self, place: String, value: &Value, wanted: &str) {
        let what = format!("{}, not {wanted}", value.described());
        self.push(Problem::new("C104", place, what).hint(format!("give {wanted}")));
    }

    fn read<T>(&self, key: &str, wanted: &str, pick: impl Fn(&Value) -> Option<T>) -> Option<T> {
        let item = self.item(key)?;
        let value = pick(&item.value);
        if value.is_none() {
            self.check_c104_kind(self.place(key), &item.value, wanted);
        }
        value
    }

    /// A text.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        self.read(key, "text in quotes", |value| match value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        })
    }

    /// Yes or no.
    pub(super) fn flag(&self, key: &str) -> Option<bool> {
        self.read(key, "`true` or `false`", |value| match value {
            Value::Flag(flag) => Some(*flag),
            _ => None,
        })
    }

    /// A date, in quotes or not.
    pub(super) fn date(&self, key: &str) -> Option<NaiveDate> {
        self.read(key, "a date such as `2021-04-12`", |value| match value {
            Value::Date(date) => Some(*date),
            Value::Text(text) => text.parse().ok(),
            _ => None,
        })
    }

    /// A number within limits.
    pub(super) fn number(&self, key: &str, limits: RangeInclusive<f64>) -> Option<f64> {
        let number = self.read(key, "a number", Value::number)?;
        self.check_c105_within(key, number, limits)
    }

    /// A number within limits, or a list of them, each larger than the one before.
    pub(super) fn numbers(&self, key: &str, limits: RangeInclusive<f64>) -> Option<Vec<f64>> {
        if !matches!(self.item(key)?.value, Value::List(_)) {
            return self.number(key, limits).map(|number| vec![number]);
        }
        let numbers = self.read(key, "numbers in a list", |value| match value {
            Value::List(items) => items.iter().map(|item| item.value.number()).collect(),
            _ => None,
        })?;
        let numbers: Vec<f64> = numbers;
        self.check_c108_list_is_not_empty(key, numbers.len());
        if let Some(pair) = numbers.windows(2).find(|pair| pair[1] <= pair[0]) {
            self.check_c107_form(
                self.place(key),
                &format!("{}, {}", pair[0], pair[1]),
                "180, 300",
            );
        }
        let within = |number: &f64| self.check_c105_within(key, *number, limits.clone());
        let kept: Vec<f64> = numbers.iter().filter_map(within).collect();
        (!kept.is_empty()).then_some(kept)
    }

    /// A whole number within limits.
    pub(super) fn whole(&self, key: &str, limits: RangeInclusive<u32>) -> Option<u32> {
        let number = self.read(key, "a whole number", |value| match value {
            Value::Whole(number) => Some(*number),
            _ => None,
        })?;
        let limits = f64::from(*limits.start())..=f64::from(*limits.end());
        let number = self.check_c105_within(key, number as f64, limits)?;
        Some(number as u32)
    }

    fn check_c105_within(
        &self,
        key: &str,
        number: f64,
        limits: RangeInclusive<f64>,
    ) -> Option<f64> {
        if number.is_finite() && limits.contains(&number) {
            return Some(number);
        }
        let what = format!("`{number}` is out of range");
        let hint = format!(
            "give at least {} and at most {}",
            limits.start(),
            limits.end()
        );
        self.push(Problem::new("C105", self.place(key), what).hint(hint));
        None
    }

    /// One of a few words.
    pub(super) fn choice<T: Copy>(&self, key: &str, choices: &[(&str, T)]) -> Option<T> {
        let word = self.text(key)?;
        let found = choices.iter().find(|(name, _)| *name == word);
        if found.is_none() {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            self.check_c106_word_is_known(key, &word, &names);
        }
        found.map(|(_, value)| *value)
    }

    /// Says that a word is none of the known ones.
    pub(super) fn check_c106_word_is_known(&self, key: &str, word: &str, known: &[&str]) {
        if !known.contains(&word) {
            let what = format!("`{word}` is not known here");
            let hint = suggestion("choose from", word, known);
            self.push(Problem::new("C106", self.place(key), what).hint(hint));
        }
    }

    /// A text that has a form; `example` is one.
    pub(super) fn form<T>(
        &self,
        key: &str,
        example: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(key)?;
        let value = read(&text);
        if value.is_none() {
            self.check_c107_form(self.place(key), &text, example);
        }
        value
    }

    /// Says that a text does not have its form.
    pub(super) fn check_c107_form(&self, place: String, text: &str, example: &str) {
        let what = format!("cannot read `{text}`");
        let hint = format!("write it as `{example}`");
        self.push(Problem::new("C107", place, what).hint(hint));
    }

    /// A clock time in minutes after midnight.
    pub(super) fn clock(&self, key: &str) -> Option<u32> {
        self.form(key, "08:30", parse_clock)
    }

    /// The texts of a list, or a single text.
    pub(super) fn texts(&self, key: &str) -> Option<Vec<Entry>> {
        let item = self.item(key)?;
        let Value::List(items) = &item.value else {
            return self.text(key).map(|text| {
                vec![Entry {
                    place: self.place(key),
                    text,
                }]
            });
        };
        self.check_c108_list_is_not_empty(key, items.len());
        let entries = items.iter().enumerate().filter_map(|(index, item)| {
            let path = format!("{}[{}]", self.path_of(key), index + 1);
            let place = place(&self.document.file, &path, item.line);
            if let Value::Text(text) = &item.value {
                let text = text.clone();
                return Some(Entry { place, text });
            }
            self.check_c104_kind(place, &item.value, "text in quotes");
            None
        });
        Some(entries.collect())
    }

    fn check_c108_list_is_not_empty(&self, key: &str, count: usize) {
        if count == 0 {
            let what = format!("`{}` is an empty list", self.path_of(key));
            let hint = "name at least one, or leave the key out where it may be absent";
            self.push(Problem::new("C108", self.place(key), what).hint(hint));
        }
    }

    /// A file that is there, seen from the document's folder.
    pub(super) fn file(&self, key: &str) -> Option<PathBuf> {
        let text = self.text(key)?;
        self.check_c109_file_exists(self.place(key), &text)
    }

    /// The path of a file, which must exist.
    pub(super) fn check_c109_file_exists(&self, place: String, text: &str) -> Option<PathBuf> {
        let path = self.document.resolve(text);
        if path.is_file() {
            return Some(path);
        }
        let what = format!("there is no file `{text}`");
        let hint = format!("it was looked for at `{}`", path.display());
        self.push(Problem::new("C109", place, what).hint(hint));
        None
    }
}

/// Reads hours and minutes such as `7:12`.
pub(super) fn parse_length(text: &str) -> Option<Minutes> {
    parse_clock(text).map(|minutes| Minutes(minutes as i32))
}

fn place(file: &str, path: &str, line: usize) -> String {
    if line == 0 {
        return format!("{file}: {path}");
    }
    format!("{file}: {path} (line {line})")
}

/// The known words, and the one that was probably meant; very short words are near to anything.
pub(super) fn suggestion(lead: &str, word: &str, known: &[&str]) -> String {
    let names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
    let list = format!("{lead} {}", names.join(", "));
    match nearest(word, known.iter().copied()) {
        Some(near) if word.len() > 2 => format!("{list}; did you mean `{near}`?"),
        _ => list,
    }
}
