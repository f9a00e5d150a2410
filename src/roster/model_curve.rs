//! What coverage costs: waiting, overflow and shortage per interval at each minute of coverage.

use super::{Setting, Terms, Waits};

/// Curves of one open interval, by minutes of coverage from nothing to everybody.
pub(super) struct Curve {
    /// Waiting, contact-seconds: convex.
    pub waiting: Vec<f64>,
    /// Contacts outside: convex.
    pub overflow: Vec<f64>,
    /// Waiting, overflow and shortage at the user's prices.
    pub euros: Vec<f64>,
    /// Agent-hours short of the requirement.
    pub short: Vec<f64>,
}

impl Curve {
    /// Runs of minutes over which coverage brings the same, in order.
    pub fn stretches(&self) -> Vec<(usize, usize)> {
        let fall = |values: &[f64], from: usize| values[from] - values[from + 1];
        let same = |a: f64, b: f64| (a - b).abs() <= 1e-9 * (1.0 + a.abs());
        let alike = |a: usize, b: usize| {
            let curves = [&self.euros, &self.waiting, &self.overflow];
            curves
                .iter()
                .all(|values| same(fall(values, a), fall(values, b)))
        };
        let mut stretches: Vec<(usize, usize)> = Vec::new();
        for minute in 0..self.euros.len().saturating_sub(1) {
            match stretches.last_mut() {
                Some((from, to)) if alike(*from, minute) => *to = minute + 1,
                _ => stretches.push((minute, minute + 1)),
            }
        }
        stretches
    }
}

/// The curves of all intervals; closed ones have none.
pub(super) struct Curves {
    pub intervals: Vec<Option<Curve>>,
}

impl Curves {
    /// Tables the waits of the open intervals.
    pub fn new(setting: &Setting, terms: &Terms, waits: &dyn Waits) -> Self {
        let grid = setting.open.grid;
        let step = grid.step as usize;
        let agents = setting.people.len();
        let curve = |(interval, open): (usize, &bool)| {
            open.then(|| {
                let required = terms
                    .required
                    .values
                    .get(interval)
                    .map_or(0.0, |agents| agents.0);
                tabled(terms, waits, interval, agents, step, required)
            })
        };
        Self {
            intervals: setting.open.values.iter().enumerate().map(curve).collect(),
        }
    }

    /// The marginal price of a contact-second of waiting and of a contact outside added, the
    /// whole curve in euros.
    pub fn priced(&self, waiting: f64, overflow: f64) -> Vec<Option<Vec<f64>>> {
        let priced = |curve: &Curve| {
            let extra = curve.waiting.iter().zip(&curve.overflow);
            let extra = extra.map(|(w, o)| waiting * w + overflow * o);
            curve
                .euros
                .iter()
                .zip(extra)
                .map(|(euros, more)| euros + more)
                .collect()
        };
        let curves = self.intervals.iter();
        curves.map(|curve| curve.as_ref().map(priced)).collect()
    }
}

fn tabled(
    terms: &Terms,
    waits: &dyn Waits,
    interval: usize,
    agents: usize,
    step: usize,
    required: f64,
) -> Curve {
    let at_agents = |value: &dyn Fn(u32) -> f64| {
        let values: Vec<f64> = (0..=agents).map(|n| finite(value(n as u32))).collect();
        per_minute(&convex(&values), step)
    };
    let waiting = at_agents(&|n| waits.waiting(interval, n));
    let overflow = at_agents(&|n| waits.overflow(interval, n));
    let hours = step as f64 / 60.0;
    let short: Vec<f64> = (0..waiting.len())
        .map(|minutes| (required - minutes as f64 / step as f64).max(0.0) * hours)
        .collect();
    let euros = (0..waiting.len()).map(|m| {
        waiting[m] / 60.0 * terms.wait_minute.0
            + overflow[m] * terms.overflow_contact.0
            + short[m] * terms.shortage_hour.0
    });
    Curve {
        euros: euros.collect(),
        waiting,
        overflow,
        short,
    }
}

/// A wait without end (a queue that is not stable) is only very long.
fn finite(value: f64) -> f64 {
    if value.is_nan() {
        0.0
    } else {
        value.clamp(0.0, 1e9)
    }
}

/// The greatest convex, falling function below the values.
fn convex(values: &[f64]) -> Vec<f64> {
    let mut falling = values.to_vec();
    for index in 1..falling.len() {
        falling[index] = falling[index].min(falling[index - 1]);
    }
    let mut corners: Vec<usize> = Vec::new();
    for index in 0..falling.len() {
        while let [.., before, last] = corners[..] {
            let slope = |a: usize, b: usize| (falling[b] - falling[a]) / (b - a) as f64;
            if slope(before, last) < slope(last, index) {
                break;
            }
            corners.pop();
        }
        corners.push(index);
    }
    let mut hull = falling.clone();
    for pair in corners.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        for (offset, value) in hull[from..to].iter_mut().enumerate() {
            let share = offset as f64 / (to - from) as f64;
            *value = falling[from] + share * (falling[to] - falling[from]);
        }
    }
    hull
}

/// Values at whole agents, straight between them, at every minute of coverage.
fn per_minute(values: &[f64], step: usize) -> Vec<f64> {
    let last = values.len() - 1;
    let at = |minutes: usize| {
        let (agent, rest) = (minutes / step, minutes % step);
        let next = values[(agent + 1).min(last)];
        values[agent] + (next - values[agent]) * rest as f64 / step as f64
    };
    (0..=last * step).map(at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hull_lies_below_and_is_convex() {
        let hull = convex(&[9.0, 8.0, 3.0, 4.0, 0.0]);
        assert_eq!(hull, vec![9.0, 6.0, 3.0, 1.5, 0.0]);
    }

    #[test]
    fn minutes_lie_straight_between_agents() {
        assert_eq!(per_minute(&[4.0, 0.0], 4), vec![4.0, 3.0, 2.0, 1.0, 0.0]);
    }
}
