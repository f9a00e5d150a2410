//! bezet plans a contact centre: from the calls of the past to a roster that people can work, with
//! the wait that callers will have.
//!
//! | step | module | question that it answers |
//! |---|---|---|
//! | history | [`history`], [`table`] | What happened, and what of it may be learnt from? |
//! | forecast | [`forecast`] | How many contacts will come, how long do they take, how sure is that? |
//! | requirement | [`queueing`], [`staffing`] | How many agents does a target need in each interval, and what do callers meet on a day as it is? |
//! | roster | [`roster`] | Who works when, under law and contract, how far from the best possible? |
//! | check | [`roster::check`] | Does any roster break a rule? |
//! | proof | [`simulate`] | What will callers meet under one roster and another? |
//! | plan | [`plan`] | All of it, for one week. |
//! | scenario | [`scenario`] | What does a year take under other volume, people, prices and targets? |
//! | report | [`report`] | What do planners and people get to see? |
//!
//! What flows between them is one type, [`calendar::Series`]: a grid of instants and one value with
//! its unit ([`units`]) per interval. Each stage takes series and can be run alone; only `plan`
//! knows the order.
//!
//! # A week from end to end
//!
//! ```no_run
//! use bezet::{config::Config, plan, report};
//! use std::path::Path;
//!
//! let config = Config::read(Path::new("config/kcc.toml"))?;
//! let week = "2021-W15".parse().expect("an ISO week");
//! let plan = plan::week(&config, week, &plan::Unwatched::default())?;
//! assert!(plan.target.reached && plan.breaches.is_empty());
//! report::write(&plan, Path::new("out/2021-W15"))?;
//! # Ok::<(), bezet::error::Error>(())
//! ```
//!
//! # A stage alone
//!
//! The requirement of an hour with 60 calls of five minutes (5 erlangs), 80 % answered within 20
//! seconds when nobody hangs up, is 8 agents:
//!
//! ```
//! use bezet::queueing::{Rates, erlang_c};
//!
//! let rates = Rates::new(60.0 / 3600.0, 1.0 / 300.0, 0.0).expect("rates above 0");
//! assert!(erlang_c(7.0, &rates).served_within(20.0) < 0.8);
//! assert!(erlang_c(8.0, &rates).served_within(20.0) > 0.8);
//! # Ok::<(), bezet::error::Error>(())
//! ```

pub mod calendar;
pub mod cli;
pub mod config;
pub mod error;
pub mod forecast;
pub mod history;
pub mod law;
pub mod outside;
pub mod plan;
pub mod queueing;
pub mod report;
pub mod roster;
pub mod sample;
pub mod scenario;
pub mod simulate;
pub mod staffing;
pub mod table;
pub mod units;
