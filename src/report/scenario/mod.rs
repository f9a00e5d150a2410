//! Scenarios as tables for the terminal, a page, a workbook with live formulas, and plain rows.

mod book;
mod explain;
mod extras;
mod figure;
mod folder;
mod page;
mod tables;
mod words;

pub use explain::explain_text;
pub use folder::{comparison_csv, write_comparison};
pub use page::comparison_page;
pub use tables::comparison_text;
