//! What groups of people take now, beside their queue.

use super::{between, said};
use crate::calendar::Series;
use crate::error::{Note, Result};
use crate::forecast::days::Days;
use crate::forecast::handle_time::{HandleTime, Own};
use crate::forecast::{Forecast, Past, robust};
use crate::units::{Contacts, Seconds};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

/// What one group answered per interval, on the grid of the queue's past.
#[derive(Clone, Copy, Debug)]
pub struct GroupPast<'a> {
    /// Contacts answered.
    pub contacts: &'a Series<Option<Contacts>>,
    /// Their mean handle time.
    pub handle_time: &'a Series<Option<Seconds>>,
}

/// Handle times of the groups of a queue, learnt; weighted with their shares they are the queue's.
#[derive(Clone, Debug, Serialize)]
pub struct GroupTimes {
    /// The queue's mean handle time now.
    pub handle_time: Seconds,
    /// By name.
    pub groups: Vec<GroupTime>,
    /// Shifts of groups, and which groups are too small for any.
    #[serde(skip)]
    pub notes: Vec<Note>,
}

/// The handle time of one group.
#[derive(Clone, Debug, Serialize)]
pub struct GroupTime {
    /// Its name.
    pub group: String,
    /// Its mean handle time now: the factor x that of the queue.
    pub handle_time: Seconds,
    /// Factor on the queue's handle time, drawn to 1 by its noise.
    pub factor: f64,
    /// Standard error of the factor.
    pub error: f64,
    /// Contacts since the group's level began.
    pub contacts: f64,
    /// Its share of the answered contacts of late, those of eight weeks ago at half weight.
    pub share: f64,
    /// Lasting shifts of its own, in order; none where it has too few contacts.
    pub shifts: Vec<GroupShift>,
}

/// A lasting shift of a group's handle time.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct GroupShift {
    /// First day of the new level.
    pub date: NaiveDate,
    /// Days that the date may be off, root mean square.
    pub date_error: f64,
    /// New level less the old.
    pub size: Seconds,
    /// Standard error of the size.
    pub error: Seconds,
    /// Mean of the weeks after it.
    pub after: Seconds,
}

impl GroupTimes {
    /// Learns from what groups answered; `None` where no contact of a group has a handle time.
    ///
    /// # Formula
    /// A group's level `l` is learnt as that of the queue, by the queue's pattern of weekdays and
    /// intervals: from what came after the last shift of its own, if it has contacts in 12 weeks and
    /// 400 in all, or else after the queue's last shift. With `s` the shares of contacts of late, its
    /// ratio is `r = l / sum(s l)`, of variance
    /// `v = ((1 - r s)^2 e^2 + r^2 x sum of s^2 e^2 of the others) / sum(s l)^2` by the errors `e` of
    /// levels. The factor is `1 + t / (t + v) x (r - 1)` with `t` the variance between groups by
    /// the method of moments (R. DerSimonian and N. Laird, *Controlled Clinical Trials* 7 (1986)
    /// 177-188), over the mean of these weighted with shares, so that groups add up to their queue.
    ///
    /// # Errors
    /// `H301` to `H303` where the queue's past cannot be learnt from; series on other grids.
    ///
    /// ```
    /// use bezet::calendar::{DayCalendar, Grid, Series};
    /// use bezet::forecast::{GroupPast, GroupTimes, Past};
    /// use bezet::units::{Contacts, Seconds};
    /// use std::collections::BTreeMap;
    /// let first = chrono::NaiveDate::from_ymd_opt(2021, 2, 1).expect("a date");
    /// let grid = Grid::days(chrono_tz::Europe::Amsterdam, first, 21, 60);
    /// let always = Series::filled(grid, true);
    /// let past = Past {
    ///     contacts: &Series::filled(grid, Contacts(40.0)),
    ///     handle_time: &Series::filled(grid, Some(Seconds(300.0))),
    ///     open: &always,
    ///     usable: &always,
    ///     calendar: &DayCalendar::plain(Vec::new()),
    /// };
    /// let half = Series::filled(grid, Some(Contacts(20.0)));
    /// let [new, old] = [360.0, 240.0].map(|time| Series::filled(grid, Some(Seconds(time))));
    /// let group = |handle_time| GroupPast { contacts: &half, handle_time };
    /// let groups = [("new", group(&new)), ("old", group(&old))];
    /// let groups = BTreeMap::from(groups.map(|(name, past)| (name.to_owned(), past)));
    /// let times = GroupTimes::learn(&past, &groups)?.expect("contacts of groups");
    /// assert!((times.groups[0].factor - 1.2).abs() < 0.01);
    /// assert!((times.groups[1].handle_time.0 - 240.0).abs() < 3.0);
    /// # Ok::<(), bezet::error::Error>(())
    /// ```
    pub fn learn(
        past: &Past<'_>,
        groups: &BTreeMap<String, GroupPast<'_>>,
    ) -> Result<Option<Self>> {
        let queue = HandleTime::learn(&Days::of(past)?, Seconds(0.0));
        let mut known = Vec::new();
        for (name, group) in groups {
            known.push((name.as_str(), queue.of_group(&days(past, group)?)));
        }
        let Some(ratios) = ratios(&known) else {
            return Ok(None);
        };
        let groups = factors(&known, &ratios, queue.now());
        let notes = said::notes(&groups, known.iter().map(|(_, own)| own.long));
        Ok(Some(Self {
            handle_time: Seconds(queue.now()),
            groups,
            notes,
        }))
    }

    /// What each group takes per interval of a forecast; weighted with shares, what the queue does.
    pub fn split(&self, forecast: &Forecast) -> BTreeMap<String, Series<Seconds>> {
        let times = &forecast.handle_time;
        let group = |group: &GroupTime| {
            let own = |index: usize| Seconds(group.factor * times.values[index].0);
            (group.group.clone(), Series::from_fn(times.grid, own))
        };
        self.groups.iter().map(group).collect()
    }
}

/// A group's contacts by day; where the queue's handle time is not believed, neither is its own.
fn days(past: &Past<'_>, group: &GroupPast<'_>) -> Result<Days> {
    let grid = past.contacts.grid;
    grid.same_as(&group.contacts.grid)?;
    grid.same_as(&group.handle_time.grid)?;
    let contacts = Series::from_fn(grid, |index| {
        group.contacts.values[index].unwrap_or(Contacts::ZERO)
    });
    let handle_time = Series::from_fn(grid, |index| {
        past.handle_time.values[index].and(group.handle_time.values[index])
    });
    Ok(Days::fill(&Past {
        contacts: &contacts,
        handle_time: &handle_time,
        ..*past
    }))
}

/// The ratio of each group's level to that of all, and its variance; none of nothing known.
fn ratios(known: &[(&str, Own)]) -> Option<Vec<(f64, f64)>> {
    let parts: Vec<(f64, f64, f64)> = known
        .iter()
        .filter_map(|(_, own)| own.level.map(|(now, error)| (now, error, own.recent)))
        .collect();
    let recent: f64 = parts.iter().map(|(.., recent)| recent).sum();
    let whole = parts.iter().map(|(now, _, n)| now * n).sum::<f64>() / recent;
    if recent <= 0.0 || whole <= 0.0 {
        return None;
    }
    let noise: f64 = parts.iter().map(|(_, e, n)| (e * n / recent).powi(2)).sum();
    let ratio = |(now, error): (f64, f64), share: f64| {
        let (ratio, own) = (now / whole, error.powi(2));
        let others = (noise - share * share * own).max(0.0);
        let variance = (1.0 - ratio * share).powi(2) * own + ratio * ratio * others;
        (ratio, (variance / (whole * whole)).max(1e-18))
    };
    let ratios = known.iter().map(|(_, own)| match own.level {
        Some(level) => ratio(level, own.recent / recent),
        // Nothing is known of it: what is left is how groups differ.
        None => (1.0, f64::INFINITY),
    });
    Some(ratios.collect())
}

/// Factors drawn to 1, which weighted with shares make 1.
fn factors(known: &[(&str, Own)], ratios: &[(f64, f64)], queue: f64) -> Vec<GroupTime> {
    let told: Vec<(f64, f64)> = ratios.iter().copied().filter(|r| r.1.is_finite()).collect();
    let between = between(&told);
    let drawn = |(ratio, noise): &(f64, f64)| match noise.is_finite() {
        true => (
            robust::shrink(*ratio, 1.0, *noise, between),
            (between * noise / (between + noise)).sqrt(),
        ),
        false => (1.0, between.sqrt()),
    };
    let drawn: Vec<(f64, f64)> = ratios.iter().map(drawn).collect();
    let recent: f64 = known.iter().map(|(_, own)| own.recent).sum();
    let parts = known.iter().zip(&drawn);
    let mean: f64 = parts.map(|((_, own), d)| own.recent / recent * d.0).sum();
    let groups = known.iter().zip(drawn);
    groups
        .map(|((name, own), (factor, error))| GroupTime {
            group: (*name).to_owned(),
            handle_time: Seconds(factor / mean * queue),
            factor: factor / mean,
            error: error / mean,
            contacts: own.contacts,
            share: own.recent / recent,
            shifts: shifts(own),
        })
        .collect()
}

fn shifts(own: &Own) -> Vec<GroupShift> {
    let shifts = own.shifts.iter().map(|(date, shift, after)| GroupShift {
        date: *date,
        date_error: shift.date_error,
        size: Seconds(shift.size),
        error: Seconds(shift.error),
        after: Seconds(*after),
    });
    shifts.collect()
}

#[cfg(test)]
mod tests;
