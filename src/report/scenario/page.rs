//! The page of scenarios: one file that needs no network.

use super::figure;
use super::tables::{Table, scope, step, tables};
use super::words::{self, fill, say, told};
use crate::report::html::frame;
use crate::report::number::wait;
use crate::report::words::Language;
use crate::scenario::{Column, Comparison};
use maud::{Markup, html};

/// The page as HTML, in the language of the configuration: figures, tables, and every figure of the last
/// scenario with what it is made of.
pub fn comparison_page(comparison: &Comparison) -> String {
    let language = Language::from(comparison.language);
    let title = say(language, words::TITLE);
    let content = html! {
        header {
            p class="title" { (scope(comparison, language)) }
            h1 { (title) }
            @if let Some(column) = comparison.columns.last() { p class="lead" { (lead(column, language)) } }
        }
        section {
            h2 { (say(language, words::BRIDGE)) }
            (figure::bridge(comparison, language))
        }
        @for (nth, table) in tables(comparison, language).iter().enumerate() {
            section {
                h2 { (table.title) }
                @if let Some(help) = table.help { p { (help) } }
                @if let Some(drawn) = drawn(comparison, nth, table, language) { (drawn) }
                (markup(table))
                @if nth == 0 {
                    p { (check(comparison, language)) }
                    @for note in comparison.columns.iter().flat_map(|column| &column.notes) {
                        p { b { (note.place) } ": " (language.note(note)) }
                    }
                }
            }
        }
        @if let Some(column) = comparison.columns.last() {
            section {
                h2 { (fill(language, words::FOLLOWED, &[told(language, &column.answer.name)])) }
                (markup(&followed(column, language)))
            }
        }
    };
    let footer = fill(language, words::FOOTER, &[&comparison.seed.to_string()]);
    frame(language, title, &content, &footer)
}

fn lead(column: &Column, language: Language) -> String {
    let answer = &column.answer;
    let cost = language.euros(column.ledger.value("needed.structural"));
    let values = [
        told(language, &answer.name),
        &language.number(answer.needed.fte, 1),
        &wait(answer.target),
        &step(column, language),
        &cost,
    ];
    format!("{}.", fill(language, words::LEAD, &values))
}

fn check(comparison: &Comparison, language: Language) -> String {
    let price = comparison
        .columns
        .first()
        .map_or(0.0, |column| column.ledger.value("price.fte_year"));
    fill(language, words::CHECK, &[&language.euros(price)])
}

/// The figure that belongs to a table.
fn drawn(comparison: &Comparison, nth: usize, table: &Table, language: Language) -> Option<Markup> {
    let column = comparison.columns.last()?;
    if nth == 1 {
        return Some(figure::months(column, language));
    }
    let titled = |pair| table.title == fill(language, pair, &[told(language, &column.answer.name)]);
    if titled(words::FRONTIER) {
        return comparison
            .frontier
            .as_ref()
            .map(|frontier| figure::frontier(frontier, language));
    }
    if titled(words::SENSITIVITY) {
        let swings = comparison.sensitivity.as_ref()?;
        return Some(figure::tornado(swings, column.answer.needed.fte, language));
    }
    None
}

fn followed(column: &Column, language: Language) -> Table {
    let heads = [words::FIGURE, words::VALUE, words::HOW];
    let mut rows = vec![heads.map(|pair| say(language, pair).to_owned()).to_vec()];
    rows.extend(column.ledger.figures.iter().map(|figure| {
        vec![
            format!("{} ({})", told(language, &figure.words), figure.name),
            language.number(figure.value, 4),
            super::explain::source(figure, language),
        ]
    }));
    Table {
        title: String::new(),
        help: None,
        rows,
    }
}

fn markup(table: &Table) -> Markup {
    let (heads, rows) = table.rows.split_first().unzip();
    let texts = heads.is_some_and(|heads: &Vec<String>| heads.len() == 3) && table.title.is_empty();
    html! {
        table class=(if texts { "texts" } else { "numbers" }) {
            thead { tr { @for head in heads.into_iter().flatten() { th scope="col" { (head) } } } }
            tbody {
                @for row in rows.into_iter().flatten() {
                    tr {
                        @for (at, cell) in row.iter().enumerate() {
                            @if at == 0 { th scope="row" { (cell) } } @else { td { (cell) } }
                        }
                    }
                }
            }
        }
    }
}
