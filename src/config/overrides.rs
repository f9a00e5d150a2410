//! Values in place of those that a configuration file has.

use super::document::{Document, Item, Value};
use crate::error::Problem;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Values in place of what a configuration file says, by dotted key: `target.wait_reduction`,
/// `work[2].name` for the second of a list. A `null` takes the key away.
///
/// They are put into what the file holds before that is checked: a wrong one is the problem that it
/// would be in the file, and its place has no line.
///
/// ```
/// use bezet::config::{Config, Overrides};
/// use std::path::Path;
/// let mut overrides = Overrides::default();
/// overrides.set("target.wait_reductoin", 0.3.into());
/// let error = Config::parse_with("name = 'KCC'", Path::new("kcc.toml"), &overrides);
/// let text = error.expect_err("a slip").to_string();
/// assert!(text.contains("kcc.toml: target.wait_reductoin") && text.contains("`wait_reduction`?"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct Overrides(BTreeMap<String, serde_json::Value>);

impl Overrides {
    /// One more; a key that is given twice has its last value.
    pub fn set(&mut self, key: &str, value: serde_json::Value) {
        self.0.insert(key.to_owned(), value);
    }

    /// Those whose keys begin with this table, without it, and the others.
    pub fn split(&self, table: &str) -> (Self, Self) {
        let (mut inside, mut others) = (Self::default(), Self::default());
        for (key, value) in &self.0 {
            let rest = key
                .strip_prefix(table)
                .and_then(|rest| rest.strip_prefix('.'));
            match rest {
                Some(rest) => inside.set(rest, value.clone()),
                None => others.set(key, value.clone()),
            }
        }
        (inside, others)
    }

    /// Puts them into a document; what has no place there is a problem of it.
    pub(super) fn apply(&self, document: &mut Document) {
        for (key, value) in &self.0 {
            let parts: Vec<&str> = key.split('.').collect();
            if put(&mut document.root, &parts, written(value)).is_none() {
                let place = format!("{}: {key}", document.file);
                let what = format!("an override of `{key}`, which has no such place");
                let hint = "keys as in the file, joined by dots; entries of a list count from 1: `work[2].name`";
                document.push(Problem::new("C194", place, what).hint(hint));
            }
        }
    }
}

/// Puts a value where the parts of a key lead, or takes away what is there.
fn put(table: &mut BTreeMap<String, Item>, parts: &[&str], value: Option<Value>) -> Option<()> {
    let (part, rest) = parts.split_first()?;
    let (name, nth) = numbered(part)?;
    if nth.is_none() && rest.is_empty() {
        match value {
            Some(value) => table.insert(name.to_owned(), Item { line: 0, value }),
            None => table.remove(name),
        };
        return Some(());
    }
    let Some(nth) = nth else {
        let empty = || Item {
            line: 0,
            value: Value::Table(BTreeMap::new()),
        };
        let item = table.entry(name.to_owned()).or_insert_with(empty);
        return within(item, rest, value);
    };
    let Value::List(items) = &mut table.get_mut(name)?.value else {
        return None;
    };
    let item = items.get_mut(nth.checked_sub(1)?)?;
    if rest.is_empty() {
        item.value = value?;
        item.line = 0;
        return Some(());
    }
    within(item, rest, value)
}

fn within(item: &mut Item, rest: &[&str], value: Option<Value>) -> Option<()> {
    match &mut item.value {
        Value::Table(table) => put(table, rest, value),
        _ => None,
    }
}

/// The name of a part, and which of a list it is.
fn numbered(part: &str) -> Option<(&str, Option<usize>)> {
    let Some((name, rest)) = part.split_once('[') else {
        return (!part.is_empty()).then_some((part, None));
    };
    let nth = rest.strip_suffix(']')?.parse().ok()?;
    (!name.is_empty()).then_some((name, Some(nth)))
}

/// A value as if it stood in the file; none of a `null`.
fn written(value: &serde_json::Value) -> Option<Value> {
    use serde_json::Value as Json;
    Some(match value {
        Json::Null => return None,
        Json::Bool(flag) => Value::Flag(*flag),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => Value::Whole(whole),
            None => Value::Number(number.as_f64().unwrap_or(f64::NAN)),
        },
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(items) => Value::List(items.iter().filter_map(item).collect()),
        Json::Object(table) => {
            let items = table.iter();
            let items = items.filter_map(|(key, value)| Some((key.clone(), item(value)?)));
            Value::Table(items.collect())
        }
    })
}

fn item(value: &serde_json::Value) -> Option<Item> {
    let value = written(value)?;
    Some(Item { line: 0, value })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::path::Path;

    const TEXT: &str = "a = 1\n[b]\nc = 2\n[[d]]\ne = 3\n[[d]]\ne = 4\n";

    fn with(value: serde_json::Value) -> Document {
        let mut document = Document::parse(TEXT, Path::new("x.toml"));
        let overrides: Overrides = serde_json::from_value(value).unwrap();
        overrides.apply(&mut document);
        document
    }

    #[test]
    fn overrides_make_the_document_that_a_file_would() {
        let file = "[b]\nc = 'two'\nnew.far = 5\n[[d]]\ne = 3\n[[d]]\ne = 6\n";
        let overridden = with(json!({"a": null, "b.c": "two", "b.new.far": 5, "d[2].e": 6}));
        let wanted = Document::parse(file, Path::new("x.toml"));
        assert!(!overridden.has_problems());
        let plain = |document: &Document| {
            let text = format!("{:?}", document.root);
            let parts = text.split("line: ");
            let parts = parts.map(|part| part.trim_start_matches(|c: char| c.is_ascii_digit()));
            parts.collect::<String>()
        };
        assert_eq!(plain(&overridden), plain(&wanted));
    }

    #[test]
    fn what_has_no_place_is_a_problem_each() {
        let keys =
            json!({"a.b": 1, "d[3].e": 1, "d[0]": 1, "b[1]": 1, "": 1, "d[1": 1, "d[1]": null});
        assert_eq!(with(keys).into_problems().len(), 7);
    }
}
