//! Reading people, leave and rosters from tables as planners keep them.

mod codes;
mod people;
mod roster;
mod rows;
mod wishes;

pub use codes::Code;
pub use people::{collect_people, read_people};
pub use roster::{collect_roster, read_roster};
pub use wishes::collect_wishes;
