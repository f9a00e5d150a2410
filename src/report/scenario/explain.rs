//! Every figure with what it is made of.

use super::words::{self, say, told};
use crate::report::text::{aligned, finished};
use crate::report::words::Language;
use crate::scenario::{Comparison, Figure, Source};

/// The figures of every scenario, a line each: name, value, words, and the formula, the file and
/// line, or the method that it comes from.
pub fn explain_text(comparison: &Comparison) -> String {
    let language = Language::from(comparison.language);
    let mut lines = vec![format!(
        "bezet {}, seed {}, known until {}",
        comparison.version, comparison.seed, comparison.known_until
    )];
    for column in &comparison.columns {
        lines.push(String::new());
        lines.push(format!("{}: {}", column.answer.id, column.files.join(", ")));
        let heads = [words::NAME, words::VALUE, words::FIGURE, words::HOW];
        let mut rows = vec![heads.map(|pair| say(language, pair).to_owned()).to_vec()];
        rows.extend(column.ledger.figures.iter().map(|figure| {
            vec![
                figure.name.clone(),
                exact(figure.value),
                told(language, &figure.words).to_owned(),
                source(figure, language),
            ]
        }));
        lines.extend(aligned(&rows, 4));
    }
    finished(lines)
}

/// A value with as many digits as tell it apart from any other.
fn exact(value: f64) -> String {
    format!("{value}")
}

/// What a figure comes from, in words.
pub(super) fn source(figure: &Figure, language: Language) -> String {
    match &figure.source {
        Source::Stated { place } => place.clone(),
        Source::Example => say(language, words::EXAMPLE).to_owned(),
        Source::Unchanged => say(language, words::UNCHANGED).to_owned(),
        Source::Found { how } => how.clone(),
        Source::Formula(formula) => format!("= {formula}"),
    }
}
