//! What a row says, asked for one by one; everything that is wrong is kept.

use super::manifest::loose;
use crate::calendar::IsoWeek;
use crate::config::Overrides;
use crate::error::{Problem, Problems, nearest};
use chrono::NaiveDate;
use serde_json::{Map, Value};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

/// The values of a row by name, and its problems so far.
#[derive(Debug)]
pub(super) struct Fields {
    place: String,
    values: Map<String, Value>,
    asked: Vec<&'static str>,
    /// Cells of a table are text, whatever they mean.
    cells: bool,
    problems: Problems,
}

impl Fields {
    /// Those of a line of JSON.
    pub(super) fn of_line(place: String, line: &[u8]) -> Self {
        let mut fields = Self::new(place, false);
        match serde_json::from_slice(line) {
            Ok(Value::Object(values)) => fields.values = values,
            Ok(_) => fields.check_j101_is_a_row("a value of JSON that is no `{…}`".to_owned()),
            Err(error) => fields.check_j101_is_a_row(format!("no JSON: `{error}`")),
        }
        fields
    }

    /// Those of a row of a table; an empty cell says nothing.
    pub(super) fn of_row(place: String, head: &[String], row: &csv::ByteRecord) -> Self {
        let mut fields = Self::new(place, true);
        if row.len() > head.len() {
            let what = format!("`{}` cells under `{}` names", row.len(), head.len());
            fields.check_j101_is_a_row(what);
        }
        let mut set = Map::new();
        for (name, cell) in head.iter().zip(row) {
            let Ok(cell) = std::str::from_utf8(cell) else {
                fields.check_j101_is_a_row(format!("a cell of `{name}` that is not UTF-8"));
                continue;
            };
            match (name.strip_prefix("set."), cell.trim()) {
                (_, "") => {}
                (Some(key), cell) => drop(set.insert(key.to_owned(), loose(cell))),
                (None, cell) => {
                    let cell = Value::String(cell.to_owned());
                    fields.values.insert(name.clone(), cell);
                }
            }
        }
        if !set.is_empty() {
            fields.values.insert("set".to_owned(), Value::Object(set));
        }
        fields
    }

    fn new(place: String, cells: bool) -> Self {
        Self {
            place,
            values: Map::new(),
            asked: Vec::new(),
            cells,
            problems: Problems::new(),
        }
    }

    /// Is nothing wrong so far?
    pub(super) fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }

    /// Where a value stands.
    pub(super) fn place(&self, name: &str) -> String {
        format!("{}: {name}", self.place)
    }

    /// What a job is called: as given, a text or a number.
    pub(super) fn id(&mut self) -> Option<Value> {
        self.read("id", "a text or a number", |value| match value {
            Value::String(_) | Value::Number(_) => Some(value.clone()),
            _ => None,
        })
    }

    /// A value as it is.
    pub(super) fn value(&mut self, name: &'static str) -> Option<Value> {
        self.asked.push(name);
        self.values.remove(name).filter(|value| !value.is_null())
    }

    pub(super) fn text(&mut self, name: &'static str) -> Option<String> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        self.read(name, "a text", text)
    }

    /// A path, seen from a folder.
    pub(super) fn path(&mut self, name: &'static str, folder: &Path) -> Option<PathBuf> {
        self.text(name).map(|path| folder.join(path))
    }

    /// A path or a list of them, seen from a folder.
    pub(super) fn paths(&mut self, name: &'static str, folder: &Path) -> Option<Vec<PathBuf>> {
        let path = |value: &Value| value.as_str().map(|path| folder.join(path));
        self.read(name, "a path or a list of paths", |value| match value {
            Value::Array(paths) => paths.iter().map(path).collect(),
            value => path(value).map(|path| vec![path]),
        })
    }

    pub(super) fn week(&mut self) -> Option<IsoWeek> {
        let week = |value: &Value| value.as_str()?.parse().ok();
        self.read("week", "a week such as 2021-W15", week)
    }

    pub(super) fn date(&mut self, name: &'static str) -> Option<NaiveDate> {
        let date = |value: &Value| value.as_str()?.parse().ok();
        self.read(name, "a date such as 2021-04-12", date)
    }

    pub(super) fn number(&mut self, name: &'static str) -> Option<f64> {
        let number = |value: &Value| value.as_f64().filter(|number| number.is_finite());
        self.read(name, "a number", number)
    }

    pub(super) fn above_0(&mut self, name: &'static str) -> Option<f64> {
        let number = |value: &Value| value.as_f64().filter(|number| *number > 0.0);
        self.read(name, "a number above 0", number)
    }

    pub(super) fn whole(&mut self, name: &'static str, limits: RangeInclusive<u32>) -> Option<u32> {
        let wanted = format!("a whole number from {} to {}", limits.start(), limits.end());
        let whole = |value: &Value| value.as_u64()?.try_into().ok();
        self.read(name, &wanted, |value| {
            whole(value).filter(|whole| limits.contains(whole))
        })
    }

    /// What differs from the configuration file.
    pub(super) fn set(&mut self) -> Overrides {
        let wanted = "a table of keys of the configuration, `{\"target.wait_reduction\": 0.3}`";
        let set = self.read("set", wanted, |value| {
            serde_json::from_value(value.clone()).ok()
        });
        set.unwrap_or_default()
    }

    /// The value must be there; `value` is what was read under the name.
    pub(super) fn check_j103_is_there<T>(&mut self, name: &str, value: Option<T>) -> Option<T> {
        let wrong = self.problems.iter().any(|p| p.place == self.place(name));
        if value.is_none() && !wrong {
            let what = format!("`{name}` is missing");
            let hint = "`bezet batch --help` says what each kind of job needs";
            let problem = Problem::new("J103", self.place(name), what);
            self.problems.push(problem.hint(hint));
        }
        value
    }

    /// A job is one of these kinds.
    pub(super) fn check_j104_kind_is_known(&mut self, kind: &str, kinds: &[&str]) {
        let what = format!("a job of the kind `{kind}`");
        let hint = suggestion("kinds are", kind, kinds);
        let problem = Problem::new("J104", self.place("kind"), what);
        self.problems.push(problem.hint(hint));
    }

    /// A forecast is of a configuration or of a bare history.
    pub(super) fn check_j107_one_source(&mut self) {
        if self.values.contains_key("config") && self.values.contains_key("file") {
            let what = "`config` and `file` in one job";
            let hint = "config and week, or file, queue, from and days";
            let problem = Problem::new("J107", self.place("file"), what);
            self.problems.push(problem.hint(hint));
            self.value("file");
            for name in ["queue", "from", "days"] {
                self.value(name);
            }
        }
    }

    /// Is something said under this name?
    pub(super) fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// Is an object of JSON given under this name?
    pub(super) fn is_object(&self, name: &str) -> bool {
        self.values.get(name).is_some_and(Value::is_object)
    }

    /// All that is wrong, names that were never asked for among it.
    pub(super) fn into_problems(mut self) -> Problems {
        for name in self.values.keys() {
            let what = format!("unknown name `{name}`");
            let hint = suggestion("names here are", name, &self.asked);
            let problem = Problem::new("J102", self.place(name), what);
            self.problems.push(problem.hint(hint));
        }
        self.problems
    }

    /// All that is wrong where the kind of job, and so its names, is not known.
    pub(super) fn into_problems_so_far(self) -> Problems {
        self.problems
    }

    fn check_j101_is_a_row(&mut self, what: String) {
        let hint = "a job is an object of JSON on a line of its own, or a row of a CSV file";
        let problem = Problem::new("J101", self.place.clone(), what);
        self.problems.push(problem.hint(hint));
    }

    fn read<T>(
        &mut self,
        name: &'static str,
        wanted: &str,
        pick: impl Fn(&Value) -> Option<T>,
    ) -> Option<T> {
        let value = self.value(name)?;
        let found = pick(&value).or_else(|| match &value {
            Value::String(cell) if self.cells => pick(&loose(cell)),
            _ => None,
        });
        if found.is_none() {
            let what = format!("`{}`, not {wanted}", shown(&value));
            let problem = Problem::new("J105", self.place(name), what);
            self.problems.push(problem.hint(format!("give {wanted}")));
        }
        found
    }
}

/// A value as a problem shows it.
fn shown(value: &Value) -> String {
    const LONGEST: usize = 60;
    let text = match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    };
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

fn suggestion(lead: &str, word: &str, known: &[&str]) -> String {
    let list = format!("{lead} `{}`", known.join("`, `"));
    match nearest(word, known.iter().copied()) {
        Some(near) => format!("{list}; did you mean `{near}`?"),
        None => list,
    }
}
