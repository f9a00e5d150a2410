//! What every number of rostered agents means for the contacts of an interval.

use super::busyness::{factors, over_absence};
use super::convex::{lower_hull, straighten};
use super::rates::rates;
use crate::calendar::Series;
use crate::error::{Problem, Result};
use crate::queueing::{Rates, erlang_a, finite_room};
use crate::units::{Contacts, Seconds, Share};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// When contacts go to the external centre.
#[derive(Clone, Copy, Debug)]
pub struct Overflow<'a> {
    /// A contact goes outside when all agents are busy and its predicted wait is above this;
    /// `None`: the external centre takes none.
    pub wait_above: &'a Series<Option<Seconds>>,
    /// Mean wait at the external centre.
    pub answer: Seconds,
}

/// What the curves are made of.
#[derive(Clone, Copy, Debug)]
pub struct CurveInputs<'a> {
    /// Expected contacts per interval.
    pub contacts: &'a Series<Contacts>,
    /// Mean handle time.
    pub handle_time: &'a Series<Seconds>,
    /// Open intervals.
    pub open: &'a Series<bool>,
    /// Mean patience; `None`: as long as the longest stretch of open intervals, since no queue
    /// outlasts the day.
    pub patience: Option<Seconds>,
    /// Shape of the gamma law of a day's busyness; infinite for certain days.
    pub busyness: f64,
    /// Chance that a rostered agent does not come.
    pub absent: Share,
    /// The external centre, if any.
    pub overflow: Option<Overflow<'a>>,
    /// The most agents asked about; more mean the same as these.
    pub most: u32,
}

/// Expected waiting and overflow per interval for every number of rostered agents.
///
/// Each interval is a queue in balance ([`erlang_a`], in overflow windows [`finite_room`]), averaged
/// over the busyness of days and over who of the rostered agents comes. With `c` of them there, and
/// all busy, a contact that would be the q-th to wait goes outside when q / (c μ) is above the
/// threshold: the room for waiting is ⌊threshold × c μ⌋, and its wait is the external centre's.
///
/// Both curves fall in the number of agents with falling returns, as a linear model needs. The
/// waiting is so by itself without overflow. In windows it first rises with the agents, because
/// fewer contacts go outside; there it is carried on straight from its steepest step to the left,
/// above the truth: the least that a convex curve can be if it is right from there on. With 18
/// contacts of 330 s in a quarter (6.6 erlangs) and a threshold of 420 s that is 1 % too much at 5
/// agents, 12 % at 4, and nothing from 6 on. What is left of bumps, from the steps of ⌊ ⌋, is cut
/// off by the lower hull: in the same case nothing of the waiting, and 3 % of the overflow of 3.
#[derive(Clone, Debug)]
pub struct Curves {
    /// The curve of each interval; none where nothing arrives.
    of_interval: Vec<Option<usize>>,
    curves: Vec<Curve>,
}

/// The rule of one window.
#[derive(Clone, Copy)]
struct Outside {
    wait_above: Seconds,
    answer: Seconds,
}

#[derive(Clone, Debug)]
struct Curve {
    waiting: Vec<f64>,
    overflow: Vec<f64>,
}

impl Curves {
    /// The curves of every interval.
    ///
    /// Equal intervals are reckoned once.
    ///
    /// # Errors
    /// When the grids differ; `C182` for a patience that is not above 0, `C185` for a busyness, an
    /// absence or an overflow threshold that is no such thing, `H180` and `H181` for contacts and
    /// handle times that are no such thing.
    ///
    /// # Example
    /// ```
    /// use bezet::calendar::{Grid, Series};
    /// use bezet::staffing::{CurveInputs, Curves};
    /// use bezet::units::{Contacts, Seconds, Share};
    /// let day = chrono::NaiveDate::from_ymd_opt(2021, 4, 12).expect("a date");
    /// let grid = Grid::days(chrono_tz::Europe::Amsterdam, day, 1, 15);
    /// let curves = Curves::new(&CurveInputs {
    ///     contacts: &Series::filled(grid, Contacts(18.0)),
    ///     handle_time: &Series::filled(grid, Seconds(330.0)),
    ///     open: &Series::from_fn(grid, |interval| (34..68).contains(&interval)),
    ///     patience: Some(Seconds(600.0)),
    ///     busyness: f64::INFINITY,
    ///     absent: Share(0.0),
    ///     overflow: None,
    ///     most: 25,
    /// })?;
    /// // with nobody there all 18 wait until their patience ends
    /// assert!((curves.waiting(40, 0) - 18.0 * 600.0).abs() < 1e-6);
    /// // with 8: the sum over the queue's states with 50 digits
    /// assert!((curves.waiting(40, 8) - 632.874373277).abs() < 1e-6);
    /// assert_eq!(curves.waiting(0, 8), 0.0);
    /// # Ok::<(), bezet::error::Error>(())
    /// ```
    pub fn new(inputs: &CurveInputs<'_>) -> Result<Self> {
        check_c185_chances(inputs)?;
        let patience = inputs
            .patience
            .unwrap_or_else(|| longest_stretch(inputs.open));
        let rates = rates(
            inputs.contacts,
            inputs.handle_time,
            inputs.open,
            Some(patience),
        )?;
        let thresholds = match inputs.overflow {
            Some(overflow) => overflow
                .wait_above
                .zip(inputs.open, |above, open| above.filter(|_| *open))?,
            None => inputs.open.map(|_| None),
        };
        let mut known = BTreeMap::new();
        let mut distinct = Vec::new();
        let of_interval = rates.iter().zip(&thresholds.values).map(|(rates, above)| {
            let rates = (*rates)?;
            let key = (
                rates.arrival().to_bits(),
                rates.service().to_bits(),
                above.map(|above| above.0.to_bits()),
            );
            Some(*known.entry(key).or_insert_with(|| {
                distinct.push((rates, *above));
                distinct.len() - 1
            }))
        });
        let of_interval = of_interval.collect();
        let days = factors(inputs.busyness);
        let answer = inputs
            .overflow
            .map_or(Seconds::ZERO, |outside| outside.answer);
        let curve = |(rates, above): &(Rates, Option<Seconds>)| {
            let outside = above.map(|wait_above| Outside { wait_above, answer });
            Curve::new(rates, outside, &days, inputs)
        };
        Ok(Self {
            of_interval,
            curves: distinct.par_iter().map(curve).collect(),
        })
    }

    /// Expected waiting, in contact-seconds, of the contacts that arrive in the interval, with the
    /// wait outside of those who go there.
    pub fn waiting(&self, interval: usize, agents: u32) -> f64 {
        self.curve(interval)
            .map_or(0.0, |curve| value(&curve.waiting, agents))
    }

    /// Expected contacts of the interval that go outside.
    pub fn overflow(&self, interval: usize, agents: u32) -> f64 {
        self.curve(interval)
            .map_or(0.0, |curve| value(&curve.overflow, agents))
    }

    /// [`Curves::waiting`] at a mean number of agents, straight between whole numbers.
    pub fn waiting_at(&self, interval: usize, agents: f64) -> f64 {
        between(agents, |agents| self.waiting(interval, agents))
    }

    /// [`Curves::overflow`] at a mean number of agents, straight between whole numbers.
    pub fn overflow_at(&self, interval: usize, agents: f64) -> f64 {
        between(agents, |agents| self.overflow(interval, agents))
    }

    fn curve(&self, interval: usize) -> Option<&Curve> {
        let curve = self.of_interval.get(interval).copied().flatten()?;
        self.curves.get(curve)
    }
}

fn value(values: &[f64], agents: u32) -> f64 {
    let last = values.last();
    values.get(agents as usize).or(last).copied().unwrap_or(0.0)
}

fn between(agents: f64, value: impl Fn(u32) -> f64) -> f64 {
    let below = agents.max(0.0).floor();
    let part = agents.max(0.0) - below;
    let (low, high) = (value(below as u32), value((below as u32).saturating_add(1)));
    low + (high - low) * part
}

impl Curve {
    fn new(
        rates: &Rates,
        outside: Option<Outside>,
        days: &[f64],
        inputs: &CurveInputs<'_>,
    ) -> Self {
        let mut waiting = vec![0.0; inputs.most as usize + 1];
        let mut overflow = waiting.clone();
        let step = inputs.contacts.grid.step_seconds();
        for rates in days
            .iter()
            .filter_map(|factor| rates.with_arrival(rates.arrival() * factor))
        {
            let contacts = rates.arrival() * step / days.len() as f64;
            let met = (0..=inputs.most).map(|agents| meet(agents, &rates, outside));
            // Once nobody waits, nobody does with more agents either.
            let met = met.take_while(|(wait, _)| *wait > NO_WAIT);
            for (agents, (wait, gone)) in met.enumerate() {
                waiting[agents] += contacts * wait;
                overflow[agents] += contacts * gone;
            }
        }
        let mut waiting = over_absence(&waiting, inputs.absent.0);
        let mut overflow = over_absence(&overflow, inputs.absent.0);
        straighten(&mut waiting);
        lower_hull(&mut waiting);
        lower_hull(&mut overflow);
        Self { waiting, overflow }
    }
}

/// A mean wait of so few seconds is none.
const NO_WAIT: f64 = 1e-9;

/// Mean wait of an offered contact, there or here, and the chance that it goes outside.
fn meet(agents: u32, rates: &Rates, outside: Option<Outside>) -> (f64, f64) {
    let Some(outside) = outside else {
        return (erlang_a(f64::from(agents), rates).e_wait, 0.0);
    };
    let places = outside.wait_above.0 * f64::from(agents) * rates.service();
    // A whole number of places must not be lost to rounding.
    let steady = finite_room(agents, (places * (1.0 + 1e-12)).floor() as u32, rates);
    let here = steady.e_queue / rates.arrival();
    (here + steady.p_block * outside.answer.0, steady.p_block)
}

/// The longest run of open intervals.
fn longest_stretch(open: &Series<bool>) -> Seconds {
    let runs = open.values.split(|open| !open).map(<[bool]>::len);
    Seconds(runs.max().unwrap_or(0).max(1) as f64 * open.grid.step_seconds())
}

fn check_c185_chances(inputs: &CurveInputs<'_>) -> Result<()> {
    let outside = inputs.overflow.map_or([0.0; 2], |outside| {
        let thresholds = outside.wait_above.values.iter().flatten();
        let unsound = thresholds
            .map(|above| above.0)
            .find(|above| above.is_nan() || *above < 0.0);
        [unsound.unwrap_or(0.0), outside.answer.0]
    });
    let values = [
        ("busyness", inputs.busyness, inputs.busyness > 0.0),
        (
            "absence",
            inputs.absent.0,
            (0.0..=1.0).contains(&inputs.absent.0),
        ),
        ("overflow.wait_above", outside[0], outside[0] >= 0.0),
        (
            "overflow.answer",
            outside[1],
            outside[1].is_finite() && outside[1] >= 0.0,
        ),
    ];
    let wrong = values.into_iter().filter(|(_, _, sound)| !sound);
    let problem = |(name, value, _): (&str, f64, bool)| {
        let hint = "busyness is above 0, absence from 0 to 1, times 0 seconds or more";
        let what = format!("is out of range: `{value}`");
        Problem::new("C185", format!("staffing: {name}"), what).hint(hint)
    };
    let problems: Vec<Problem> = wrong.map(problem).collect();
    crate::error::Problems::from(problems).or_ok(())
}

#[cfg(test)]
mod tests;
