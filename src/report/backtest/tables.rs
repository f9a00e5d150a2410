//! The two tables, as cells and as text.

use super::words::{self, Pair, fill, say};
use crate::forecast::{Calibration, MethodScore, PerSpan};
use crate::plan::Backtest;
use crate::report::text::{aligned, finished};
use crate::report::words::Language;

/// The tables for the terminal: what was tested, errors beside their floor, bands.
///
/// Percentages, in the language with this code. Fits in 100 columns.
pub fn backtest_text(test: &Backtest, language: &str) -> String {
    let language = Language::from(language);
    let mut lines = scope(test, language);
    lines.push(String::new());
    lines.extend(aligned(&errors(test, language), 1));
    lines.push(String::new());
    lines.push(say(language, words::HELD_TITLE).to_owned());
    lines.extend(aligned(&bands(test, language), 1));
    finished(lines)
}

/// What was tested, in three lines.
pub(super) fn scope(test: &Backtest, language: Language) -> Vec<String> {
    let first = test.lead_days;
    let ahead = [
        test.step_minutes,
        first,
        first + test.days.saturating_sub(1),
    ];
    let [step, first, last] = ahead.map(|number| number.to_string());
    let about = [&test.file, &test.queue, &step, &first, &last].map(String::as_str);
    let count = test.origins.len();
    let [one, many] = words::ORIGIN;
    let origins = match count {
        1 => say(language, one).to_owned(),
        _ => fill(language, many, &[&count.to_string()]),
    };
    let end = |date: Option<&chrono::NaiveDate>| date.map(ToString::to_string).unwrap_or_default();
    let (from, to) = (end(test.origins.first()), end(test.origins.last()));
    let tested = test.tested;
    let counts = [tested.intervals, tested.days, tested.weeks];
    let [intervals, days, weeks] = counts.map(|count| language.number(count as f64, 0));
    let contacts = language.number(tested.contacts.0, 0);
    vec![
        fill(language, words::SCOPE, &about),
        fill(language, words::ORIGINS, &[&origins, &from, &to]),
        fill(
            language,
            words::TESTED,
            &[&intervals, &days, &weeks, &contacts],
        ),
    ]
}

/// Errors by method, the floor below them.
pub(super) fn errors(test: &Backtest, language: Language) -> Vec<Vec<String>> {
    let timed = test.methods.iter().any(|method| method.seconds.is_some());
    let spans = [words::PER_INTERVAL, words::PER_DAY, words::PER_WEEK];
    let mut heads = vec![say(language, words::METHOD).to_owned()];
    let error = say(language, words::ERROR);
    heads.extend(spans.map(|span| format!("{error} {}", say(language, span))));
    let others = [words::SCALED, words::PINBALL, words::BIAS];
    heads.extend(others.map(|word| say(language, word).to_owned()));
    heads.extend(timed.then(|| say(language, words::SECONDS).to_owned()));
    let width = heads.len();
    let mut table = vec![heads];
    table.extend(
        test.methods
            .iter()
            .map(|method| error_row(method, language)),
    );
    let mut floor = vec![say(language, words::FLOOR).to_owned()];
    floor.extend(spanned(&test.floor, language));
    floor.resize(width, String::new());
    table.push(floor);
    table
}

fn error_row(score: &MethodScore, language: Language) -> Vec<String> {
    let bias = 100.0 * score.bias.0;
    let mut row = vec![words::named(language, score.method).to_owned()];
    row.extend(spanned(&score.error, language));
    row.extend([
        score
            .scaled_error
            .map_or("–".to_owned(), |error| language.number(error, 2)),
        language.number(100.0 * score.pinball.0, 2),
        language.signed(bias, language.number(bias, 2)),
    ]);
    row.extend(score.seconds.map(|seconds| language.number(seconds, 3)));
    row
}

fn spanned(share: &PerSpan, language: Language) -> [String; 3] {
    [share.interval, share.day, share.week].map(|share| language.number(100.0 * share.0, 2))
}

/// Coverage of the bands and evenness by method.
pub(super) fn bands(test: &Backtest, language: Language) -> Vec<Vec<String>> {
    let spans = [words::PER_INTERVAL, words::PER_DAY];
    let mut heads = vec![say(language, words::METHOD).to_owned()];
    for span in spans {
        for level in crate::forecast::LEVELS {
            let level = language.number(100.0 * level, 0);
            let level = fill(language, words::HELD, &[&level]);
            heads.push(format!("{} {level}", say(language, span)));
        }
    }
    let spread = |span: Pair| format!("{} {}", say(language, words::SPREAD), say(language, span));
    heads.extend(spans.map(spread));
    let mut table = vec![heads];
    table.extend(test.methods.iter().map(|method| {
        let parts = [&method.intervals, &method.days];
        let mut row = vec![words::named(language, method.method).to_owned()];
        row.extend(parts.iter().flat_map(|part| held(part, language)));
        row.extend(parts.map(|part| language.number(100.0 * part.transform.largest, 1)));
        row
    }));
    table
}

fn held(part: &Calibration, language: Language) -> Vec<String> {
    let cell = |share: f64, error: Option<f64>| {
        let share = language.number(100.0 * share, 1);
        match error {
            Some(error) => format!("{share} ±{}", language.number(100.0 * error, 1)),
            None => share,
        }
    };
    let cells = part
        .coverage
        .iter()
        .map(|held| cell(held.share.0, held.standard_error));
    cells.collect()
}
