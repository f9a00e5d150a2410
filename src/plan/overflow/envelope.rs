//! The bound that holds for every choice of windows and thresholds at once.

use super::candidates::Candidates;
use crate::config::Config;
use crate::error::Result;
use crate::plan::desk::{how_far, line};
use crate::plan::{Centre, Desk, Watch};
use crate::roster::{self, Progress, Roster, Terms, Waits};
use crate::staffing::Curves;
use crate::units::Euros;
use std::sync::atomic::{AtomicBool, Ordering};

/// What an interval costs at best, over every option that any of its blocks has.
///
/// # Formula
/// With waiting W_o(n) and contacts outside O_o(n) of option o, shut included,
/// C(n) = min_o (w + λ) W_o(n) + (p + ν) O_o(n): w the price of waiting, p that of a contact by the
/// line below the bill, λ and ν what the target and the maximum are worth. Any choice of windows
/// takes one option in each interval, so its cost is at least ΣC(n) less λ times the waiting
/// allowed and ν times the contacts allowed, whatever λ, ν ≥ 0. A bound on rosters under C is thus
/// one on rosters and windows together.
struct Envelope<'a> {
    /// The curves of each option, everywhere that it may be chosen.
    options: Vec<&'a Curves>,
    /// w + λ, euros a contact-second.
    second: f64,
    /// p + ν, euros a contact.
    contact: f64,
}

impl Waits for Envelope<'_> {
    /// In euros: its price is then one euro a unit.
    fn waiting(&self, interval: usize, agents: u32) -> f64 {
        let costs = self.options.iter().map(|curves| {
            self.second * curves.waiting(interval, agents)
                + self.contact * curves.overflow(interval, agents)
        });
        costs.fold(f64::INFINITY, f64::min)
    }

    fn overflow(&self, _interval: usize, _agents: u32) -> f64 {
        0.0
    }
}

/// The terms of the envelope: one euro a unit of what stands for the waiting, and no limits.
fn terms(terms: Terms) -> Terms {
    Terms {
        waiting_max: None,
        wait_minute: Euros(60.0),
        overflow_contact: Euros::ZERO,
        overflow_max: None,
        ..terms
    }
}

/// The curves of every option: shut, then each threshold wherever it may be chosen.
pub(super) fn options(
    desk: &Desk,
    config: &Config,
    candidates: &Candidates,
) -> Result<Vec<Curves>> {
    let shut = std::iter::once(candidates.shut());
    let open = (0..candidates.thresholds.len()).map(|threshold| candidates.all_open(threshold));
    let rules = shut.chain(open).map(|choice| candidates.rule(&choice));
    rules
        .map(|rule| desk.curves_of(config, Some(&rule)))
        .collect()
}

/// What no roster with any windows undercuts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bound {
    /// Under no limits.
    whole: f64,
    /// λ and ν.
    prices: (f64, f64),
}

impl Bound {
    /// The bound on all that wait no more than this, contact-seconds, and send no more outside.
    pub fn at(&self, waiting: f64, outside: f64) -> f64 {
        let off = |price: f64, limit: f64| if price > 0.0 { price * limit } else { 0.0 };
        self.whole - off(self.prices.0, waiting) - off(self.prices.1, outside)
    }
}

/// The bound at prices λ and ν of the limits, and a first roster.
///
/// The solve ends when its bound stands: the roster is a rough one.
pub(super) fn bound(
    (config, centre): (&Config, &Centre),
    asked: Terms,
    curves: &[Curves],
    prices: (f64, f64),
    watch: &dyn Watch,
) -> Result<(Bound, Roster)> {
    let ended = AtomicBool::new(false);
    let progress = |progress: &Progress| {
        watch.progress(&how_far(progress));
        if progress.bound.is_some() || watch.stop().load(Ordering::Relaxed) {
            ended.store(true, Ordering::Relaxed);
        }
    };
    let envelope = Envelope {
        options: curves.iter().collect(),
        second: asked.wait_minute.0 / 60.0 + prices.0,
        contact: asked.overflow_contact.0 + prices.1,
    };
    let setting = centre.setting(config);
    let solution = roster::solve(&setting, &terms(asked), &envelope, &progress, &ended)?;
    let whole = (solution.bound + line(config).fixed).0;
    Ok((Bound { whole, prices }, solution.roster))
}
