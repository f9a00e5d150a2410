//! The page of a back-test: one file that needs no network.

use super::words::{self, Pair, fill, say};
use super::{figure, tables};
use crate::plan::Backtest;
use crate::report::figure::key;
use crate::report::html::frame;
use crate::report::words::Language;
use maud::{Markup, html};

/// The page as HTML, in the language with this code: both tables, each with its figure.
pub fn backtest_page(test: &Backtest, language: &str) -> String {
    let language = Language::from(language);
    let mut scope = tables::scope(test, language).into_iter();
    let title = say(language, words::TITLE);
    let content = html! {
        header {
            p class="title" { (scope.next().unwrap_or_default()) }
            h1 { (title) }
            @if let Some(best) = best(test, language) { p class="lead" { (best) "." } }
            @for line in scope { p class="known" { (line) "." } }
        }
        (section(language, words::ERRORS, html! {
            p { (say(language, words::ERRORS_HELP)) }
            p class="legend" { (key("present", say(language, words::KEY_FLOOR))) }
            (figure::errors(test, language))
            (table(&tables::errors(test, language)))
        }))
        (section(language, words::BANDS, html! {
            p { (say(language, words::BANDS_HELP)) }
            p class="legend" {
                (key("present", say(language, words::KEY_MEANT)))
                (key("actual", say(language, words::KEY_FOUND)))
            }
            (figure::bands(test, language))
            (table(&tables::bands(test, language)))
        }))
        @if !test.notes.is_empty() { (section(language, words::NOTES, notes(test, language))) }
    };
    frame(language, title, &content, say(language, words::FOOTER))
}

/// The method with the smallest error per interval.
fn best(test: &Backtest, language: Language) -> Option<String> {
    let error = |method: &crate::forecast::MethodScore| method.error.interval.0;
    let best = test
        .methods
        .iter()
        .min_by(|a, b| error(a).total_cmp(&error(b)))?;
    let (found, floor) = (error(best), test.floor.interval.0);
    let shares = [found, floor].map(|share| language.percent(share, 1));
    Some(fill(
        language,
        words::BEST,
        &[words::named(language, best.method), &shares[0], &shares[1]],
    ))
}

fn section(language: Language, heading: Pair, content: Markup) -> Markup {
    html! { section { h2 { (say(language, heading)) } (content) } }
}

fn table(rows: &[Vec<String>]) -> Markup {
    let (heads, rows) = rows.split_first().unzip();
    html! {
        table class="numbers" {
            thead { tr { @for head in heads.into_iter().flatten() { th scope="col" { (head) } } } }
            tbody {
                @for row in rows.into_iter().flatten() {
                    tr {
                        @for (column, cell) in row.iter().enumerate() {
                            @if column == 0 { th scope="row" { (cell) } } @else { td { (cell) } }
                        }
                    }
                }
            }
        }
    }
}

fn notes(test: &Backtest, language: Language) -> Markup {
    html! {
        ul class="log" {
            @for note in &test.notes {
                li { (language.note(note)) " (" (language.place(&note.place)) ")" }
            }
        }
    }
}
