//! The mathematics of waiting for an agent: rates in, chances and mean waits out.
//!
//! Pure functions of rates in any one unit of time (bezet uses seconds); no dates, no tables. Each
//! formula describes a queue in balance: rates that stay as they are for long. A day that changes
//! by the quarter of an hour is only approximated by a formula per interval.
//!
//! | formula | queue | when |
//! |---|---|---|
//! | [`erlang_b`], [`loss`] | M/M/c/c | nobody can wait |
//! | [`erlang_c`] | M/M/c | everybody waits until answered; without end at a load of `agents` and more |
//! | [`erlang_a`] | M/M/c+M | callers hang up; good at every load, for a fraction of an agent too |
//! | [`finite_room`] | M/M/c/K+M | ... and only so many may wait; others are blocked |
//! | [`redial()`] | any of these | lost callers call again (Erlang X) |
//!
//! A day as it is, each interval with the queue that the one before left, is solved exactly:
//!
//! | question of a [`Day`] | answer |
//! |---|---|
//! | the whole day's wait, abandonment, overflow and overtime | [`day_wait`] |
//! | what the callers of each interval meet, service levels included | [`interval_waits`] |
//! | the wait that nine of ten do not pass | [`wait_quantile`] |
//! | what one agent or one contact more changes | [`slopes`] |
//! | the same over quiet and heavy days, and how many of them keep a target | [`busy_day_wait`], [`chance_of_wait`] |
//! | contacts that leave after a time-out | [`timeout_waits`] |
//!
//! [`Model`] is a choice among the formulas, [`fewest_agents`] the fewest agents that reach a [`Goal`].
//!
//! The formulas are accurate to 1e-11 or better up to a million agents and at any overload; nothing
//! returns a NaN. The symbols of the formulas, here and nowhere else:
//!
//! | symbol | name in the code | meaning |
//! |---|---|---|
//! | λ | `arrival` | contacts per unit of time |
//! | μ | `service` | contacts that one busy agent finishes per unit of time: 1 / handle time |
//! | θ | `abandonment` | rate at which a waiting contact hangs up: 1 / mean patience |
//! | c | `agents` | agents at work |
//! | a | `load` | λ / μ in erlangs |
//! | ρ | | a / c |
//! | d | `spare` | c μ - λ |
//! | K | | room for contacts, c being served and K - c waiting (`waiting_places`) |
//! | B | | Erlang B: chance that all of c agents without a queue are busy |
//! | V | | wait of a caller who would never hang up |
//! | W | | wait of an accepted caller, until answered or hung up |
//! | T | | a threshold on the wait |

mod ahead;
mod erlang_a;
mod erlang_b;
mod erlang_c;
mod goal;
mod integral;
mod law;
mod lead;
mod levels;
mod model;
mod offered;
mod passed;
mod queue;
mod redial;
mod room;
mod search;
mod steady;
mod totals;
mod transient;

pub use erlang_a::erlang_a;
pub use erlang_b::{erlang_b, ln_erlang_b, loss};
pub use erlang_c::erlang_c;
pub use goal::{Goal, Level, fewest_agents};
pub use levels::ServiceLevels;
pub use model::Model;
pub use redial::{Redialled, redial};
pub use room::finite_room;
pub use search::fewest;
pub use steady::{Rates, Steady};
pub use transient::{
    Busyness, Day, DayWait, Interval, IntervalWait, Leaving, Overflow, Slopes, TimeoutWait, When,
    busy_day_wait, chance_of_wait, day_wait, interval_waits, slopes, timeout_waits,
    timeout_waits_by_interval, wait_of_share, wait_quantile,
};
