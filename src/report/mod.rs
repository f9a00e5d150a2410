//! What people read: the terminal's tables, the page, the workbook, the calendars, the documents.
//!
//! | file | for | what |
//! |---|---|---|
//! | `plan.json` | machines | everything, versioned |
//! | `roster.csv` | other systems | person, date, activity, from, to |
//! | `roster.xlsx` | the planner, who may edit it | person by day, coverage, summary |
//! | `ics/<id>.ics` | each person | the week's shifts |
//! | `report.html` | the planner, the manager, the printer | one page that needs nothing else |
//!
//! Every figure comes from one place (`kpi`), so the three tables cannot disagree. Reasons of
//! absence are in none of the rosters: who is away is off. The page tells the hours of leave and
//! of sickness of all people together.

mod assumptions;
mod backtest;
mod bridge;
mod charts;
mod comparison;
mod dates;
mod edit;
mod edited;
mod external;
mod figure;
mod folder;
mod gantt;
mod html;
mod ics;
mod kpi;
mod number;
mod paper;
mod scenario;
mod tables;
mod text;
mod week;
mod words;
mod xlsx;

pub use backtest::{backtest_page, backtest_text};
pub use edit::{answer_text, difference_text, repairs_text};
pub use edited::write_edited;
pub use folder::{prepare, put, put_with, write};
pub use scenario::{
    comparison_csv, comparison_page, comparison_text, explain_text, write_comparison,
};
pub use text::{breaches_text, bridge_text, outcome_text, text, weeks_text};
