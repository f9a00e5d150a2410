//! A scenario with all that it inherits.

use super::numbers::forget_rival;
use super::read::own;
use super::{Scenario, Stated};
use crate::config::document::{Document, Item, Value};
use crate::config::overrides::Overrides;
use crate::error::{Error, Problem, Problems, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Reads a file and those that it inherits from, the first of them first.
pub(super) fn read(path: &Path, step: u32) -> Result<Scenario> {
    let mut reader = Reader::new(step);
    let scenario = reader.file(path)?;
    Problems::from(reader.problems).or_ok(scenario)
}

/// Several files as one that inherits from all of them and states what differs.
pub(super) fn together(paths: &[PathBuf], step: u32, set: &Overrides) -> Result<Scenario> {
    let ids: Vec<String> = paths.iter().map(|path| id(path)).collect();
    let id = ids.join("+");
    let text = |text: &str| Item {
        line: 0,
        value: Value::Text(text.to_owned()),
    };
    let place = Path::new("set");
    let mut document = Document::parse("", place);
    let name = BTreeMap::from([("en".to_owned(), text(&id)), ("nl".to_owned(), text(&id))]);
    let value = Value::Table(name);
    document
        .root
        .insert("name".to_owned(), Item { line: 0, value });
    set.apply(&mut document);
    let mut reader = Reader::new(step);
    let parents = paths.iter().map(|path| Stated {
        value: path.display().to_string(),
        place: "scenario".to_owned(),
    });
    let mut scenario = reader.document(document, place, parents.collect())?;
    scenario.id = id;
    Problems::from(reader.problems).or_ok(scenario)
}

struct Reader {
    step: u32,
    /// Files on the way from the first one to the one that is being read.
    open: Vec<PathBuf>,
    /// Files whose problems have been told.
    told: BTreeSet<PathBuf>,
    problems: Vec<Problem>,
}

impl Reader {
    fn new(step: u32) -> Self {
        Self {
            step,
            open: Vec::new(),
            told: BTreeSet::new(),
            problems: Vec::new(),
        }
    }

    fn file(&mut self, path: &Path) -> Result<Scenario> {
        let text = std::fs::read_to_string(path).map_err(|source| Error::Read {
            path: path.to_owned(),
            source,
        })?;
        self.document(Document::parse(&text, path), path, Vec::new())
    }

    /// A document on top of what it inherits from, and of more.
    fn document(
        &mut self,
        document: Document,
        path: &Path,
        more: Vec<Stated<String>>,
    ) -> Result<Scenario> {
        let own = match document.has_problems() {
            true => None,
            false => Some(own(&document, path, self.step)),
        };
        let folder = path.parent().unwrap_or(Path::new(""));
        let (mut scenario, inherits) =
            own.map_or_else(Default::default, |own| (own.scenario, own.inherits));
        if self.told.insert(whole(path)) {
            self.problems
                .extend(document.into_problems().iter().cloned());
        }
        self.open.push(whole(path));
        let mut below: Option<Scenario> = None;
        for parent in more.into_iter().chain(inherits) {
            let found = self.parent(&parent, &folder.join(&parent.value))?;
            below = match (below, found) {
                (Some(below), Some(found)) => Some(self.joined(below, found, &scenario)),
                (below, found) => below.or(found),
            };
        }
        self.open.pop();
        if let Some(below) = below {
            scenario = on_top(below, scenario);
        }
        Ok(scenario)
    }

    fn parent(&mut self, stated: &Stated<String>, path: &Path) -> Result<Option<Scenario>> {
        if !path.is_file() {
            let what = format!("there is no scenario `{}`", stated.value);
            let hint = format!("it was looked for at `{}`", path.display());
            self.problems
                .push(Problem::new("C109", stated.place.clone(), what).hint(hint));
            return Ok(None);
        }
        if self.open.contains(&whole(path)) {
            let names: Vec<String> = self.open.iter().map(|path| name(path)).collect();
            let what = format!(
                "`{}` inherits from itself: {}",
                stated.value,
                names.join(", ")
            );
            let hint = "take one of these files out of the circle";
            let problem = Problem::new("C171", stated.place.clone(), what).hint(hint);
            self.problems.push(problem);
            return Ok(None);
        }
        self.file(path).map(Some)
    }

    /// Two that are inherited, where the file itself has the last word.
    fn joined(&mut self, one: Scenario, other: Scenario, settled: &Scenario) -> Scenario {
        let mut clashes: Vec<(String, String, String)> = Vec::new();
        for (key, first) in &one.numbers {
            let second = other.numbers.get(key);
            let differs = second.filter(|second| second.value != first.value);
            if let Some(second) = differs.filter(|_| !settled.numbers.contains_key(key)) {
                clashes.push(((*key).to_owned(), first.place.clone(), second.place.clone()));
            }
        }
        let mut clash = |key: &str, places: Option<(String, String)>, settled: bool| {
            if let Some((first, second)) = places.filter(|_| !settled) {
                clashes.push((key.to_owned(), first, second));
            }
        };
        clash(
            "roster.shape",
            differ(&one.shape, &other.shape),
            settled.shape.is_some(),
        );
        clash(
            "overflow",
            differ(&one.overflow, &other.overflow),
            settled.overflow.is_some(),
        );
        clash(
            "opening",
            differ(&one.opening, &other.opening),
            settled.opening.is_some(),
        );
        clash(
            "year.from",
            differ(&one.from, &other.from),
            settled.from.is_some(),
        );
        for (key, first, second) in clashes {
            let what = format!("`{key}` is also stated otherwise, at {first}");
            let hint = "say it in the file that inherits both, which decides";
            self.problems
                .push(Problem::new("C172", second, what).hint(hint));
        }
        on_top(one, other)
    }
}

fn differ<T: PartialEq>(
    one: &Option<Stated<T>>,
    other: &Option<Stated<T>>,
) -> Option<(String, String)> {
    let (one, other) = (one.as_ref()?, other.as_ref()?);
    (one.value != other.value).then(|| (one.place.clone(), other.place.clone()))
}

/// What `above` says comes before what `below` says; people of both come and go, once each.
fn on_top(below: Scenario, above: Scenario) -> Scenario {
    let mut numbers = below.numbers;
    // Of two ways to say one thing the nearer one counts.
    for key in above.numbers.keys() {
        forget_rival(&mut numbers, key);
    }
    numbers.extend(above.numbers);
    let mut files = below.files;
    files.extend(
        above
            .files
            .into_iter()
            .filter(|file| !files.contains(file))
            .collect::<Vec<_>>(),
    );
    Scenario {
        id: above.id,
        name: above.name,
        files,
        numbers,
        shape: above.shape.or(below.shape),
        whole_weeks: above.whole_weeks.or(below.whole_weeks),
        outside: above.outside.or(below.outside),
        opening: above.opening.or(below.opening),
        overflow: above.overflow.or(below.overflow),
        from: above.from.or(below.from),
        hires: all(below.hires, above.hires),
        leavers: all(below.leavers, above.leavers),
        temporary: all(below.temporary, above.temporary),
    }
}

/// Those of both; one that both inherit from the same line is one.
fn all<T: PartialEq>(mut below: Vec<Stated<T>>, above: Vec<Stated<T>>) -> Vec<Stated<T>> {
    for entry in above {
        if !below.contains(&entry) {
            below.push(entry);
        }
    }
    below
}

/// The path by which a file is known, however it was named.
fn whole(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

fn name(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy());
    format!("`{}`", name.unwrap_or_default())
}

/// The name of a scenario for machines.
pub(super) fn id(path: &Path) -> String {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy());
    stem.unwrap_or_default().into_owned()
}
