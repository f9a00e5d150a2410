//! The folder of a comparison: every file composed first, then each put in its place whole.

use super::{book, page};
use crate::error::{Error, Result};
use crate::report::folder::{prepare, put};
use crate::scenario::{Comparison, Source};
use std::path::{Path, PathBuf};

/// Writes `scenarios.json`, `scenarios.csv`, `scenarios.xlsx` and `scenarios.html`, and says which files
/// these are. The same comparison gives the same bytes.
///
/// # Errors
/// When the folder cannot be made, or a file not be composed or written.
pub fn write_comparison(comparison: &Comparison, folder: &Path) -> Result<Vec<PathBuf>> {
    let mut json = serde_json::to_vec_pretty(comparison).map_err(|reason| Error::Compose {
        what: "scenarios.json",
        reason: reason.to_string(),
    })?;
    json.push(b'\n');
    let files = [
        ("scenarios.json", json),
        ("scenarios.csv", comparison_csv(comparison)?.into_bytes()),
        ("scenarios.xlsx", book::workbook(comparison)?),
        (
            "scenarios.html",
            page::comparison_page(comparison).into_bytes(),
        ),
    ];
    prepare(folder)?;
    let mut written = Vec::new();
    for (name, bytes) in files {
        let path = folder.join(name);
        put(&path, &bytes)?;
        written.push(path);
    }
    Ok(written)
}

/// Every figure of every scenario as a row: scenario, name, value, unit, source.
///
/// # Errors
/// When a row cannot be composed.
pub fn comparison_csv(comparison: &Comparison) -> Result<String> {
    let failed = |reason: String| Error::Compose {
        what: "scenarios.csv",
        reason,
    };
    let mut rows = csv::Writer::from_writer(Vec::new());
    let heads = ["scenario", "figure", "value", "unit", "source"];
    rows.write_record(heads)
        .map_err(|reason| failed(reason.to_string()))?;
    for column in &comparison.columns {
        for figure in &column.ledger.figures {
            let source = match &figure.source {
                Source::Stated { place } => place.clone(),
                Source::Example => "example".to_owned(),
                Source::Unchanged => "unchanged".to_owned(),
                Source::Found { how } => how.clone(),
                Source::Formula(formula) => format!("= {formula}"),
            };
            let unit = format!("{:?}", figure.unit).to_lowercase();
            let value = figure.value.to_string();
            let row = [&column.answer.id, &figure.name, &value, &unit, &source];
            rows.write_record(row)
                .map_err(|reason| failed(reason.to_string()))?;
        }
    }
    let bytes = rows
        .into_inner()
        .map_err(|reason| failed(reason.to_string()))?;
    String::from_utf8(bytes).map_err(|reason| failed(reason.to_string()))
}
