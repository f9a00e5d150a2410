//! A back-test as tables for the terminal and as a page.

mod figure;
mod page;
mod tables;
mod words;

pub use page::backtest_page;
pub use tables::backtest_text;
