//! Who works when: people, rules, shifts and other work in; a roster with its bound out.
//!
//! Times inside a week are whole minutes after the first instant of the week's grid ([`Span`]),
//! so that rest and length are plain differences, on the days of the clock change too.

mod aggregate;
mod check;
mod concession;
mod instance;
mod model;
mod model_curve;
mod model_day;
mod model_extra;
mod model_people;
mod model_sequence;
mod model_state;
mod model_sweep;
mod model_week;
mod model_work;
mod one_day;
mod past;
mod people;
mod reach;
mod read;
pub mod rules;
mod search;
mod shift;
mod solution;
mod solve;
mod solve_answer;
mod solve_choose;
mod solve_descent;
mod solve_duals;
mod solve_master;
mod solve_rows;
mod text;
mod why;
mod wish;
mod work;
mod write;

pub use aggregate::{Crowd, crowd};
pub use check::check;
pub use concession::{Concession, allowance_hours, concessions, wishes};
pub use instance::{AgentShift, Instance, read_instance, solution_json};
pub use one_day::best_days;
pub use past::{PastWeek, remember, session_turns, shifts_before};
pub use people::{Leave, Person};
pub use reach::{unknown_people, unreachable_contracts};
pub use read::{Code, collect_people, collect_roster, collect_wishes, read_people, read_roster};
pub use rules::{Breach, Rules, Setting, ShiftOptions};
pub use search::{
    Bound, CellGains, Found, Need, SearchOptions, SearchProgress, Tours, bound, search,
};
pub use shift::{Activity, Roster, Segment, Shift, Span};
pub use solution::{Progress, Shortage, Solution, Status, Terms, Waits, mean_wait};
pub use solve::solve;
pub use text::{parse_shift_text, shift_text, shift_text_in};
pub use why::{
    Change, Contradiction, Costs, Fact, Kind, PersonWeek, Relaxation, why, why_person, why_text,
};
pub use wish::{Wish, Wished};
pub use work::{Demand, Work};
pub use write::{roster_csv, write_roster_csv};
