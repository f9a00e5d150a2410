//! Whatever stops a job, as problems.

use crate::error::{Error, Problem, Problems};
use std::any::Any;

/// The problems of an error.
pub(super) fn problems_of(error: Error) -> Problems {
    match error {
        Error::Problems(problems) => problems,
        Error::Read { path, source } => {
            let what = format!("cannot be read: `{source}`");
            let hint = "paths in a manifest are relative to its folder, those in a configuration to that file's";
            let place = path.display().to_string();
            Problems::from(vec![Problem::new("J108", place, what).hint(hint)])
        }
        error => {
            let what = format!("stopped by `{error}`");
            let hint = "run the job alone with the verb of its kind, to see more";
            Problems::from(vec![Problem::new("J109", "the job", what).hint(hint)])
        }
    }
}

/// The problem of a job that panicked.
pub(super) fn panicked(payload: &(dyn Any + Send)) -> Problems {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let what = format!("ended by a fault of bezet: `{}`", text.unwrap_or("unknown"));
    let hint = "please report it with the row and its files; the other rows are not touched";
    Problems::from(vec![Problem::new("J110", "the job", what).hint(hint)])
}
