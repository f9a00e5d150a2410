//! What it costs: a year under other volume, people, prices and targets.
//!
//! A year is some fifty weeks, and planning each would take an hour. So weeks that are alike are one
//! kind ([`KindOfWeek`]): quiet, ordinary, busy, a peak. What a crowd with these contracts can
//! cover in each kind is a linear programme over the real rules ([`crate::roster::crowd`]); what
//! callers then meet is the exact chain, day by day, whatever the number of people
//! ([`Ladder`]). From there on everything is arithmetic that can be followed on paper: hours, full-time
//! equivalents, euros ([`Ledger`]).
//!
//! ```text
//! history ─► Year ─► KindOfWeek ─► Shape (what people can cover) ─► Ladder (what callers meet)
//!                                                                      │
//!                       Scenario ─► Hours, Team ─► Answer ─► Ledger ◄──┘
//! ```

mod answer;
pub mod batch;
mod chance;
mod comparison;
mod efficiency;
mod finance;
mod frontier;
mod hindsight;
mod hours;
mod kinds;
mod ladder;
mod ledger;
mod sensitivity;
mod shape;
mod study;
mod team;
mod year;

pub use answer::{Answer, Level, MonthAnswer, answer};
pub use chance::{Chance, DRAWS, Draw, Drawn, drawn, draws, quantile};
pub use comparison::{Column, Comparison, Extras, StandIn, Step, compare};
pub use finance::ledger;
pub use frontier::{Frontier, Point, frontier};
pub use hindsight::{Hindsight, Met, hindsight};
pub use hours::Hours;
pub use kinds::{KindOfWeek, Load, LoadDay};
pub use ladder::{Form, Ladder, Sums, Traffic};
pub use ledger::{Expr, Figure, Ledger, Source, Unit, of, rest};
pub use sensitivity::{Swing, sensitivity};
pub use shape::Shape;
pub use team::{Start, Team};
pub use year::Year;
