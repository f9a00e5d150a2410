//! A line of results.

use super::job::Desk;
use super::manifest::Manifest;
use super::refused::{panicked, problems_of};
use super::row::Job;
use crate::error::{Problem, Problems};
use serde::Serialize;
use serde_json::Value;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// What is told of a row: its result, or all that is wrong with it.
#[derive(Debug, Serialize)]
struct Line {
    /// Counted from 1.
    row: usize,
    id: Value,
    kind: Option<String>,
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problems: Option<Problems>,
}

/// The line of a row, with its end.
pub(super) fn line(manifest: &Manifest, index: usize, desk: &Desk<'_>) -> String {
    let mut fields = manifest.fields(index);
    let id = fields.id().unwrap_or_else(|| Value::from(index + 1));
    let kind = fields.text("kind");
    let found = caught(|| {
        if !fields.is_sound() && kind.is_none() {
            return Err(fields.into_problems_so_far());
        }
        let kind = fields.check_j103_is_there("kind", kind.clone());
        let Some(kind) = kind else {
            return Err(fields.into_problems_so_far());
        };
        let job = Job::read(&kind, &mut fields, manifest.folder());
        let problems = match Job::is_kind(&kind) {
            true => fields.into_problems(),
            false => fields.into_problems_so_far(),
        };
        match job {
            Some(job) if problems.is_empty() => desk.result(&job).map_err(problems_of),
            _ => Err(problems),
        }
    });
    told(index, (id, kind), found, manifest.folder())
}

/// What a job finds; a panic in it is a problem of its row alone.
fn caught(job: impl FnOnce() -> Result<Value, Problems>) -> Result<Value, Problems> {
    catch_unwind(AssertUnwindSafe(job)).unwrap_or_else(|payload| Err(panicked(payload.as_ref())))
}

fn told(
    index: usize,
    (id, kind): (Value, Option<String>),
    found: Result<Value, Problems>,
    folder: &Path,
) -> String {
    let ok = found.is_ok();
    let (result, problems) = match found {
        Ok(result) => (Some(result), None),
        Err(problems) => (None, Some(within(&problems, folder))),
    };
    let row = index + 1;
    let line = Line {
        row,
        id,
        kind,
        ok,
        result,
        problems,
    };
    // Text, numbers and lists of them: JSON knows them all.
    let text = serde_json::to_string(&line);
    let text = text.unwrap_or_else(|_| format!("{{\"row\":{row},\"ok\":false}}"));
    format!("{text}\n")
}

/// Problems in order of place, with the paths that lie in the manifest's folder as seen from there.
fn within(problems: &Problems, folder: &Path) -> Problems {
    let prefix = match folder.parent() {
        Some(_) => format!("{}{}", folder.display(), std::path::MAIN_SEPARATOR),
        // Everything lies in the root: its paths are the same from everywhere.
        None => "\0".to_owned(),
    };
    let inner = |text: &str| text.replace(&prefix, "");
    let problems = problems.iter().map(|problem| Problem {
        place: inner(&problem.place),
        code: problem.code,
        what: inner(&problem.what),
        hint: inner(&problem.hint),
    });
    let mut problems: Vec<Problem> = problems.collect();
    problems.sort();
    problems.into()
}

#[cfg(test)]
#[allow(clippy::panic)] // one is what is tested
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_row_with_its_error() {
        let found = caught(|| panic!("at {}", 7));
        let text = told(3, (Value::from("x"), None), found, Path::new("/f"));
        let line: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(line["row"], 4);
        assert_eq!(line["ok"], false);
        assert_eq!(line["problems"][0]["code"], "J110");
        assert!(text.contains("at 7") && text.ends_with("}\n"));
    }

    #[test]
    fn paths_are_seen_from_the_manifest() {
        let problem = Problem::new("J108", "/a/b/day.json", "see `/a/b/c/d` and `/x/a`");
        let seen = within(&vec![problem].into(), Path::new("/a/b"));
        let seen = seen.iter().next().unwrap();
        assert_eq!(
            (&*seen.place, &*seen.what),
            ("day.json", "see `c/d` and `/x/a`")
        );
    }
}
