//! From expected contacts to agents: how many are required, and what every number of them means.
//!
//! In come series on one grid: [`Contacts`] per interval, mean handle time in [`Seconds`], open
//! intervals. Out come [`require`], the fewest agents per interval for a target, and [`Curves`], the
//! expected waiting of an interval's contacts for every number of rostered agents. Both take each
//! interval for a queue in balance, apart from its neighbours; the queue that an overloaded
//! interval leaves to the next is for the simulation to judge.

mod busyness;
mod convex;
mod curves;
mod rates;
mod require;

pub use curves::{CurveInputs, Curves, Overflow};
pub use require::{Formula, Target, require};

use crate::calendar::Series;
use crate::error::{Problem, Result};
use crate::units::{Agents, Contacts, Erlangs, Seconds, Share};

/// Offered load: the agents that the contacts of an interval keep busy on average.
///
/// # Formula
/// contacts × handle time / length of the interval
///
/// # Errors
/// When the grids differ.
///
/// # Example
/// ```
/// use bezet::calendar::{Grid, Series};
/// use bezet::units::{Contacts, Erlangs, Seconds};
/// let day = chrono::NaiveDate::from_ymd_opt(2021, 4, 12).expect("a date");
/// let grid = Grid::days(chrono_tz::Europe::Amsterdam, day, 1, 30);
/// let contacts = Series::filled(grid, Contacts(100.0));
/// let handle_time = Series::filled(grid, Seconds(180.0));
/// let load = bezet::staffing::load(&contacts, &handle_time)?;
/// assert_eq!(load.values[0], Erlangs(10.0));
/// # Ok::<(), bezet::error::Error>(())
/// ```
pub fn load(contacts: &Series<Contacts>, handle_time: &Series<Seconds>) -> Result<Series<Erlangs>> {
    let step = contacts.grid.step_seconds();
    contacts.zip(handle_time, |contacts, handle_time| {
        Erlangs(contacts.0 * handle_time.0 / step)
    })
}

/// People to roster so that the required agents are there when a share of the people is not.
///
/// Not rounded: whole people are the roster's business, and rounding every interval up would
/// overstate the week. Only count absence here that the roster does not already show.
///
/// # Formula
/// agents / (1 - shrinkage)
///
/// # Errors
/// `C184` when the shrinkage is not at least 0 and below 1.
///
/// # Example
/// ```
/// use bezet::calendar::{Grid, Series};
/// use bezet::units::{Agents, Share};
/// let day = chrono::NaiveDate::from_ymd_opt(2021, 4, 12).expect("a date");
/// let grid = Grid::days(chrono_tz::Europe::Amsterdam, day, 1, 30);
/// let required = Series::filled(grid, Agents(14.0));
/// let people = bezet::staffing::people(&required, Share(0.3))?;
/// assert!((people.values[0].0 - 20.0).abs() < 1e-12);
/// # Ok::<(), bezet::error::Error>(())
/// ```
pub fn people(required: &Series<Agents>, shrinkage: Share) -> Result<Series<Agents>> {
    if !(0.0..1.0).contains(&shrinkage.0) {
        let what = format!(
            "is no share of people that can be missed: `{}`",
            shrinkage.0
        );
        let hint = "give a share of at least 0 and below 1, such as 0.3";
        return Err(Problem::new("C184", "staffing: shrinkage", what)
            .hint(hint)
            .into());
    }
    Ok(required.map(|agents| *agents * (1.0 - shrinkage.0).recip()))
}
