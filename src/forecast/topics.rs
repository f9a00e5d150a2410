//! What contacts are about: shares of topics that add up to the whole, interval by interval.

use super::Forecast;
use super::shifts::shifts;
use crate::calendar::{Grid, Series};
use crate::error::{Note, Phrase, Problem, Result};
use crate::units::{Contacts, Share};
use chrono::NaiveDate;
use std::collections::BTreeMap;

mod pattern;

use pattern::{Counts, Pattern};

/// Weeks after which a week counts for half in the present share.
const HALF: f64 = 8.0;
/// Shifts of a share smaller than this change no plan.
const SMALLEST: f64 = 0.01;

/// The shares of topics, learnt.
///
/// # Formula
/// A topic's share of an interval is its present share x a factor of the weekday x a factor of the
/// hour, over the sum of the same of all topics. Its present share is that of the weeks since its
/// last lasting shift, those of eight weeks ago at half weight. Factors compare each week with its
/// own shares. They are drawn to 1 as far as multinomial noise explains them: `(N + a) / (E + a)`
/// for `N` contacts where `E` were expected, the mean of a Dirichlet law of which `a` is estimated
/// from all factors of a kind (empirical Bayes; B. Efron and C. Morris, *Journal of the American
/// Statistical Association* 70 (1975) 311-319).
#[derive(Clone, Debug)]
pub struct TopicShares {
    names: Vec<String>,
    present: Vec<f64>,
    weekdays: Pattern,
    hours: Pattern,
    /// Shifts of shares that were found.
    pub notes: Vec<Note>,
}

/// Expected contacts by topic; in every interval they add up to the forecast they were split from.
#[derive(Clone, Debug)]
pub struct TopicForecast {
    /// By name, on the grid of the forecast.
    pub contacts: BTreeMap<String, Series<Contacts>>,
}

impl TopicShares {
    /// Learns from contacts by topic up to and including a date; `None` if there are none.
    ///
    /// ```
    /// use bezet::calendar::{Grid, Series};
    /// use bezet::forecast::TopicShares;
    /// use bezet::units::Contacts;
    /// use std::collections::BTreeMap;
    /// let first = chrono::NaiveDate::from_ymd_opt(2021, 2, 1).expect("a date");
    /// let grid = Grid::days(chrono_tz::Europe::Amsterdam, first, 14, 60);
    /// let past = BTreeMap::from([
    ///     ("moving".to_owned(), Series::filled(grid, Some(Contacts(3.0)))),
    ///     ("waste".to_owned(), Series::filled(grid, Some(Contacts(1.0)))),
    /// ]);
    /// let shares = TopicShares::learn(&past, first + chrono::Days::new(13)).expect("contacts");
    /// assert!((shares.at(first, 10 * 60)["moving"] - 0.75).abs() < 1e-9);
    /// ```
    pub fn learn(
        past: &BTreeMap<String, Series<Option<Contacts>>>,
        until: NaiveDate,
    ) -> Option<Self> {
        let names: Vec<String> = past.keys().cloned().collect();
        let counts = Counts::of(past.values(), until)?;
        let (mut present, mut notes) = (Vec::new(), Vec::new());
        for (topic, name) in names.iter().enumerate() {
            let (since, note) = since(&counts, topic, name);
            present.push(counts.share(topic, since, HALF));
            notes.extend(note);
        }
        let whole: f64 = present.iter().sum();
        present.iter_mut().for_each(|share| *share /= whole);
        (whole > 0.0).then(|| Self {
            names,
            present,
            weekdays: counts.weekdays(),
            hours: counts.hours(),
            notes,
        })
    }

    /// The share of each topic at a time of day; they add up to 1.
    pub fn at(&self, date: NaiveDate, minute: u32) -> BTreeMap<String, f64> {
        let names = self.names.iter().cloned();
        names.zip(self.shares(date, minute)).collect()
    }

    fn shares(&self, date: NaiveDate, minute: u32) -> Vec<f64> {
        let weekday = super::days::weekday(date);
        let mut shares: Vec<f64> = self
            .present
            .iter()
            .enumerate()
            .map(|(topic, share)| {
                let hour = (minute / 60) as usize;
                share * self.weekdays.at(topic, weekday) * self.hours.at(topic, hour)
            })
            .collect();
        let whole: f64 = shares.iter().sum();
        shares.iter_mut().for_each(|share| *share /= whole);
        shares
    }

    /// Splits a forecast.
    ///
    /// The largest topic takes what the others leave, so that rounding stays within the last bits.
    pub fn split(&self, forecast: &Forecast) -> TopicForecast {
        let grid: Grid = forecast.contacts.grid;
        let mut parts = vec![Series::filled(grid, Contacts::ZERO); self.names.len()];
        for (index, total) in forecast.contacts.values.iter().enumerate() {
            let shares = self.shares(grid.date(index), grid.minute_of_day(index));
            let largest = shares.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
            let largest = largest.map_or(0, |(topic, _)| topic);
            let mut left = total.0;
            for (topic, share) in shares.iter().enumerate().filter(|(t, _)| *t != largest) {
                parts[topic].values[index] = Contacts(total.0 * share);
                left -= total.0 * share;
            }
            if let Some(part) = parts.get_mut(largest) {
                part.values[index] = Contacts(left.max(0.0));
            }
        }
        TopicForecast {
            contacts: self.names.iter().cloned().zip(parts).collect(),
        }
    }
}

impl TopicForecast {
    /// The forecast without a share of one topic: what would reach the queue if that share were
    /// helped elsewhere.
    ///
    /// Bands shrink as their contacts do; handle times and busyness stay as they are.
    ///
    /// # Errors
    /// `H321` when no topic has this name.
    pub fn deflect(&self, whole: &Forecast, topic: &str, share: Share) -> Result<Forecast> {
        let Some(part) = self.contacts.get(topic) else {
            let known: Vec<&str> = self.contacts.keys().map(String::as_str).collect();
            let what = format!("there is no topic `{topic}`");
            let hint = format!("the topics are {}", known.join(", "));
            return Err(Problem::new("H321", "topic", what).hint(hint).into());
        };
        let kept = |index: usize| -> f64 {
            let (all, own) = (whole.contacts.values[index].0, part.values[index].0);
            match all > 0.0 {
                true => (1.0 - share.0.clamp(0.0, 1.0) * own / all).max(0.0),
                false => 1.0,
            }
        };
        let less = |series: &Series<Contacts>| {
            Series::from_fn(series.grid, |index| {
                Contacts(series.values[index].0 * kept(index))
            })
        };
        Ok(Forecast {
            contacts: less(&whole.contacts),
            low: less(&whole.low),
            high: less(&whole.high),
            ..whole.clone()
        })
    }
}

/// The first day that tells of a topic's present share, and what is said of its last shift.
fn since(counts: &Counts, topic: usize, name: &str) -> (usize, Option<Note>) {
    let daily = counts.daily(topic);
    let found = shifts(&daily);
    let last = found.iter().rev().find(|s| s.size.abs() >= SMALLEST);
    let Some(shift) = last else {
        return (0, None);
    };
    let date = counts.date(shift.row);
    let after = 100.0 * counts.share(topic, shift.row, HALF);
    let (size, error) = (100.0 * shift.size, 100.0 * shift.error);
    let what = Phrase::new(
        format!(
            "the share of `{name}` shifted by {size:+.1} points (standard error {error:.1}) on {date}, to {after:.1} %"
        ),
        format!(
            "het aandeel van `{name}` verschoof {} punten (standaardfout {}) op {date}, naar {} %",
            dutch(format!("{size:+.1}")),
            dutch(format!("{error:.1}")),
            dutch(format!("{after:.1}"))
        ),
    );
    (shift.row, Some(Note::new("N331", date.to_string(), what)))
}

fn dutch(number: String) -> String {
    number.replace('.', ",")
}

#[cfg(test)]
mod tests;
