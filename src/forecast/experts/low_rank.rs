//! A few shapes of the day, and how much of each a day has.

use super::{Expert, Plain};
use crate::forecast::base::{Base, fading};
use crate::forecast::level::Level;
use crate::forecast::robust;
use ndarray::{Array1, Array2};

/// The days of the last half year as a few common shapes, each with a score per day.
///
/// # Formula
/// `sqrt(contacts) = sum over k of score(day, k) x shape(k, interval)`, by alternating least
/// squares, which needs no interval to be known on every day. A score to come is the fading mean
/// of its weekday and, on top, what is left of the last days' surplus.
///
/// # References
/// H. Shen, J. Z. Huang, *Interday forecasting and intraday updating of call center arrivals*,
/// M&SOM 10 (2008) 391-410, who take the singular value decomposition of whole days.
pub struct LowRank {
    /// Number of shapes.
    pub shapes: usize,
    /// Usable weeks that are looked at.
    pub weeks: usize,
    /// Weeks in which a weekday's scores lose half their weight.
    pub half_life: f64,
}

/// Mean age of what fades with a half-life, in half-lives.
const AGE: f64 = 1.44;
/// Rounds of alternating least squares.
const ROUNDS: usize = 4;

impl Expert for LowRank {
    fn learn(&self, base: &Base<'_>) -> Option<Box<dyn Plain>> {
        let rows: Vec<(usize, usize)> = base.recent(self.weeks).collect();
        let days = base.known.days;
        let mut roots = Array2::from_elem((rows.len(), days.positions()), f64::NAN);
        for ((day, _), mut root) in rows.iter().zip(roots.rows_mut()) {
            let effect = (base.effect(*day) - base.moved(*day)).exp();
            for (position, contacts) in days.known(*day) {
                if let Some(cell) = root.get_mut(position) {
                    *cell = (contacts / effect).sqrt();
                }
            }
        }
        if rows.len() < 5 {
            return None;
        }
        let seen: Vec<usize> = roots
            .columns()
            .into_iter()
            .map(|c| c.iter().filter(|x| x.is_finite()).count())
            .collect();
        let mut shapes = Vec::new();
        for _ in 0..self.shapes.min(days.positions()) {
            shapes.push(Shape::take_off(&mut roots)?);
        }
        let expected = shapes
            .iter()
            .map(|shape| Expected::learn(&shape.scores, &rows, base, self.half_life))
            .collect();
        let shapes = shapes.into_iter().map(|shape| shape.loads).collect();
        let seen = seen.iter().map(|known| *known > 0).collect();
        let mut learnt = Learnt {
            shapes,
            expected,
            end: base.end,
            scale: 1.0,
            moves: Level::around_row(base.end as f64 - 7.0 * AGE * self.half_life, &base.logs),
            seen,
        };
        learnt.scale = learnt.scale(&rows, base, self.half_life).unwrap_or(1.0);
        Some(Box::new(learnt))
    }
}

/// One shape with its score on each day.
struct Shape {
    loads: Array1<f64>,
    scores: Array1<f64>,
}

impl Shape {
    /// The shape that explains most of what is left, taken off it.
    fn take_off(rest: &mut Array2<f64>) -> Option<Self> {
        let mut scores = Array1::from_elem(rest.nrows(), 1.0);
        let mut loads = Array1::zeros(rest.ncols());
        // A first guess that differs from day to day, so that no later shape is missed.
        for (nth, score) in scores.iter_mut().enumerate() {
            *score += 0.1 * (nth % 7) as f64;
        }
        for _ in 0..ROUNDS {
            for (load, column) in loads.iter_mut().zip(rest.columns()) {
                *load = fit(column.iter().zip(&scores));
            }
            for (score, row) in scores.iter_mut().zip(rest.rows()) {
                *score = fit(row.iter().zip(&loads));
            }
        }
        for (mut row, score) in rest.rows_mut().into_iter().zip(&scores) {
            for (cell, load) in row.iter_mut().zip(&loads) {
                *cell -= score * load;
            }
        }
        scores
            .iter()
            .all(|score: &f64| score.is_finite())
            .then_some(Self { loads, scores })
    }
}

/// The factor that brings the second nearest to the first, where the first is known.
fn fit<'a>(pairs: impl Iterator<Item = (&'a f64, &'a f64)>) -> f64 {
    let known = pairs.filter(|(value, _)| value.is_finite());
    let (product, square) = known.fold((0.0, 0.0), |sums, (value, by)| {
        (sums.0 + value * by, sums.1 + by * by)
    });
    if square > 0.0 { product / square } else { 0.0 }
}

/// What the score of a shape will be.
struct Expected {
    weekdays: Vec<f64>,
    /// Surplus of the last day over its weekday, and how much of it is left a day later.
    surplus: f64,
    carried: f64,
}

impl Expected {
    fn learn(scores: &Array1<f64>, rows: &[(usize, usize)], base: &Base<'_>, half: f64) -> Self {
        let weekday = |day: usize| base.known.days.weekday(day);
        let of = |wanted: Option<usize>| -> Vec<(f64, f64)> {
            let all = rows.iter().zip(scores);
            all.filter(|((day, _), _)| wanted.is_none_or(|wanted| weekday(*day) == wanted))
                .map(|((_, age), score)| (*score, fading(*age, half)))
                .collect()
        };
        let overall = robust::mean(&of(None)).unwrap_or(0.0);
        let weekdays: Vec<f64> = (0..7)
            .map(|weekday| robust::mean(&of(Some(weekday))).unwrap_or(overall))
            .collect();
        let rest: Vec<f64> = rows
            .iter()
            .zip(scores)
            .map(|((day, _), score)| score - weekdays.get(weekday(*day)).unwrap_or(&overall))
            .collect();
        let (before, after) = (rest.iter(), rest.iter().skip(1));
        let product: f64 = before.zip(after).map(|(a, b)| a * b).sum();
        let square: f64 = rest.iter().map(|rest| rest * rest).sum();
        Self {
            weekdays,
            surplus: rest.last().copied().unwrap_or(0.0),
            carried: if square > 0.0 {
                (product / square).clamp(0.0, 0.98)
            } else {
                0.0
            },
        }
    }

    fn at(&self, weekday: usize, lead: f64) -> f64 {
        let plain = self.weekdays.get(weekday).copied().unwrap_or(0.0);
        plain + self.surplus * self.carried.powf(lead)
    }
}

struct Learnt {
    shapes: Vec<Array1<f64>>,
    expected: Vec<Expected>,
    end: usize,
    /// The square of a mean root is less than the mean: by this factor.
    scale: f64,
    /// Growth and season since the weeks that scores are the mean of.
    moves: Level,
    /// Intervals that any day knew.
    seen: Vec<bool>,
}

impl Learnt {
    fn scale(&self, rows: &[(usize, usize)], base: &Base<'_>, half: f64) -> Option<f64> {
        let (mut came, mut expected) = (0.0, 0.0);
        for (day, age) in rows {
            let weight = fading(*age, half) * (base.moved(*day) - base.effect(*day)).exp();
            let rates = self.plain(base.end as f64 + 1e6, base.known.days.weekday(*day));
            for (position, contacts) in base.known.days.known(*day) {
                let Some(rate) = rates.get(position).filter(|rate| rate.is_finite()) else {
                    continue;
                };
                came += weight * contacts;
                expected += rate * fading(*age, half);
            }
        }
        (expected > 0.0).then(|| came / expected)
    }
}

impl Plain for Learnt {
    fn rates(&self, row: f64, weekday: usize) -> Vec<f64> {
        let moved = self.moves.at(row);
        let plain = self.plain(row, weekday);
        plain.iter().map(|rate| rate * moved).collect()
    }
}

impl Learnt {
    fn plain(&self, row: f64, weekday: usize) -> Vec<f64> {
        let lead = (row + 1.0 - self.end as f64).max(1.0);
        let mut roots = vec![0.0; self.shapes.first().map_or(0, Array1::len)];
        for (shape, expected) in self.shapes.iter().zip(&self.expected) {
            let score = expected.at(weekday, lead);
            for (root, load) in roots.iter_mut().zip(shape) {
                *root += score * load;
            }
        }
        roots
            .iter()
            .zip(&self.seen)
            .map(|(root, seen): (&f64, &bool)| {
                if *seen {
                    root.max(0.0).powi(2) * self.scale
                } else {
                    f64::NAN
                }
            })
            .collect()
    }
}
