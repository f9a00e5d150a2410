//! A robust regression of weekly values on drift, season and steps.

use super::weeks::Weeks;
use std::f64::consts::TAU;

/// Huber's corner in deviations: 96 % efficient for normal noise.
const CORNER: f64 = 1.5;
/// Most rounds of Huber's pseudo-values, each with its own scale.
const ROUNDS: usize = 8;
/// Relative change of the scale that ends the rounds.
const SETTLED: f64 = 0.005;
const YEAR: f64 = 365.25;

/// The columns of the regression, made orthogonal one by one.
pub(super) struct Fit<'a> {
    pub weeks: &'a Weeks,
    /// Square root of each week's weight; zero where set aside.
    root: Vec<f64>,
    /// Orthonormal columns.
    columns: Vec<Vec<f64>>,
    /// Of each step, its coordinates along all columns up to its own.
    triangle: Vec<Vec<f64>>,
    /// First week of each step's new level.
    pub steps: Vec<usize>,
}

/// A regression solved.
pub(super) struct Solved {
    /// Residuals, times the root of the weight.
    pub rest: Vec<f64>,
    /// Residuals with the odd ones pulled in.
    pub pulled: Vec<f64>,
    /// Size and standard error of each step.
    pub steps: Vec<(f64, f64)>,
    /// Robust deviation of a week of weight 1.
    pub scale: f64,
    /// Factor on variances for the correlation of weeks that follow each other.
    pub inflation: f64,
}

impl<'a> Fit<'a> {
    /// Drift and season; `aside` says which weeks do not count.
    pub fn new(weeks: &'a Weeks, aside: &[bool]) -> Self {
        let counts = |(weight, aside): (&f64, &bool)| if *aside { 0.0 } else { weight.sqrt() };
        let mut fit = Self {
            root: weeks.weights.iter().zip(aside).map(counts).collect(),
            weeks,
            columns: Vec::new(),
            triangle: Vec::new(),
            steps: Vec::new(),
        };
        let first = weeks.places.first().copied().unwrap_or(0.0);
        let span = weeks.span();
        fit.push(|_, _| 1.0);
        fit.push(|_, place| place - first);
        let pieces = pieces(span);
        for piece in 1..pieces {
            let knot = first + span * piece as f64 / pieces as f64;
            fit.push(move |_, place| (place - knot).max(0.0));
        }
        for harmonic in 1..=harmonics(span) {
            let pace = f64::from(harmonic) * TAU / YEAR;
            fit.push(move |_, place| (pace * place).sin());
            fit.push(move |_, place| (pace * place).cos());
        }
        fit
    }

    /// Adds a step, unless the other columns make it up already.
    pub fn step(&mut self, week: usize) {
        if let Some(along) = self.push(move |nth, _| if nth >= week { 1.0 } else { 0.0 }) {
            self.steps.push(week);
            self.triangle.push(along);
        }
    }

    /// Takes the last step back.
    pub fn back(&mut self) {
        if self.steps.pop().is_some() {
            self.triangle.pop();
            self.columns.pop();
        }
    }

    fn push(&mut self, column: impl Fn(usize, f64) -> f64) -> Option<Vec<f64>> {
        let places = self.weeks.places.iter().zip(&self.root).enumerate();
        let mut fresh: Vec<f64> = places
            .map(|(nth, (place, root))| root * column(nth, *place))
            .collect();
        let length = dot(&fresh, &fresh).sqrt();
        let mut along = vec![0.0; self.columns.len()];
        // Twice is enough for columns that are nearly parallel.
        for _ in 0..2 {
            for (known, along) in self.columns.iter().zip(&mut along) {
                let share = dot(known, &fresh);
                *along += share;
                add(&mut fresh, known, -share);
            }
        }
        let left = dot(&fresh, &fresh).sqrt();
        if left <= 1e-6 * length || left <= 0.0 {
            return None;
        }
        fresh.iter_mut().for_each(|value| *value /= left);
        self.columns.push(fresh);
        along.push(left);
        Some(along)
    }

    /// Least squares first, then Huber's pseudo-values.
    pub fn solve(&self) -> Solved {
        let known = self.weeks.values.iter().zip(&self.root);
        let values: Vec<f64> = known.map(|(value, root)| value * root).collect();
        let mut pseudo = values.clone();
        let (mut rest, mut pulled, mut scale) = (Vec::new(), Vec::new(), 0.0);
        let mut along = Vec::new();
        for _ in 0..ROUNDS {
            let before = scale;
            along = self.columns.iter().map(|c| dot(c, &pseudo)).collect();
            rest = values.clone();
            for (column, share) in self.columns.iter().zip(&along) {
                add(&mut rest, column, -share);
            }
            scale = self.scale(&rest);
            let reach = CORNER * scale;
            pulled = rest.iter().map(|r| r.clamp(-reach, reach)).collect();
            let gone = rest.iter().zip(&pulled).map(|(rest, pulled)| rest - pulled);
            pseudo = values.iter().zip(gone).map(|(v, gone)| v - gone).collect();
            if (scale - before).abs() < SETTLED * scale {
                break;
            }
        }
        let inflation = self.inflation(&pulled);
        let noise = self.noise(&rest, &pulled) * inflation;
        Solved {
            steps: self.sizes(&along, noise),
            rest,
            pulled,
            scale,
            inflation,
        }
    }

    fn used(&self) -> usize {
        self.root.iter().filter(|root| **root > 0.0).count()
    }

    /// Median absolute deviation of what counts, allowing for what the columns took up.
    fn scale(&self, rest: &[f64]) -> f64 {
        let counts = rest.iter().zip(&self.root).filter(|(_, root)| **root > 0.0);
        let mut sizes: Vec<f64> = counts.map(|(rest, _)| rest.abs()).collect();
        let (used, columns) = (sizes.len() as f64, self.columns.len() as f64);
        let free = (used - columns).max(1.0);
        let median = middle(&mut sizes);
        (1.4826 * median * (used / free).sqrt()).max(1e-9)
    }

    /// Variance of a week of weight 1 as errors of the estimate see it (Huber 1981, 7.6).
    fn noise(&self, rest: &[f64], pulled: &[f64]) -> f64 {
        let used = self.used().max(1) as f64;
        let columns = self.columns.len() as f64;
        let kept = rest.iter().zip(pulled).zip(&self.root);
        let kept = kept.filter(|((rest, pulled), root)| rest == pulled && **root > 0.0);
        let share = (kept.count() as f64 / used).max(0.1);
        let correction = 1.0 + columns / used * (1.0 - share) / share;
        let free = (used - columns).max(1.0);
        correction.powi(2) * dot(pulled, pulled) / free / share.powi(2)
    }

    /// `(1 + r) / (1 - r)` for the correlation `r` of neighbours, corrected for what the columns
    /// took out of it.
    fn inflation(&self, pulled: &[f64]) -> f64 {
        let used = self.used().max(1) as f64;
        let total = dot(pulled, pulled);
        let pairs = pulled.iter().zip(pulled.iter().skip(1));
        let found = pairs.map(|(a, b)| a * b).sum::<f64>() / total.max(1e-300);
        let correlation = found + (1.0 + 3.0 * found.max(0.0) + self.columns.len() as f64) / used;
        let correlation = correlation.clamp(0.0, 0.9);
        (1.0 + correlation) / (1.0 - correlation)
    }

    /// Sizes of the steps and their errors, by back-substitution in the last columns.
    fn sizes(&self, along: &[f64], noise: f64) -> Vec<(f64, f64)> {
        let steps = self.steps.len();
        let before = self.columns.len() - steps;
        let own = |row: usize, column: usize| -> f64 {
            let coordinates = self.triangle.get(column);
            coordinates
                .and_then(|c| c.get(before + row))
                .copied()
                .unwrap_or(0.0)
        };
        let solve = |right: &[f64]| -> Vec<f64> {
            let mut found = vec![0.0; steps];
            for row in (0..steps).rev() {
                let known: f64 = (row + 1..steps).map(|c| own(row, c) * found[c]).sum();
                found[row] = (right[row] - known) / own(row, row);
            }
            found
        };
        let sizes = solve(along.get(before..).unwrap_or_default());
        let mut squares = vec![0.0; steps];
        for unit in 0..steps {
            let mut right = vec![0.0; steps];
            right[unit] = 1.0;
            for (square, part) in squares.iter_mut().zip(solve(&right)) {
                *square += part * part;
            }
        }
        let errors = squares.iter().map(|square| (square * noise).sqrt());
        sizes.into_iter().zip(errors).collect()
    }

    /// The week that a new step fits these residuals best at, of those allowed.
    pub fn best(&self, rest: &[f64], allowed: impl Fn(usize) -> bool) -> Option<usize> {
        let shares: Vec<f64> = self.columns.iter().map(|c| dot(c, rest)).collect();
        let mut sums = vec![0.0; self.columns.len()];
        let (mut inner, mut square, mut best) = (0.0, 0.0, None);
        for week in (0..self.weeks.len()).rev() {
            let root = self.root[week];
            inner += root * rest[week];
            square += root * root;
            for (sum, column) in sums.iter_mut().zip(&self.columns) {
                *sum += root * column[week];
            }
            if root <= 0.0 || !allowed(week) {
                continue;
            }
            let left = square - dot(&sums, &sums);
            if left <= 1e-9 * square {
                continue;
            }
            let gain = (inner - dot(&sums, &shares)).powi(2) / left;
            if best.is_none_or(|(most, _)| gain > most) {
                best = Some((gain, week));
            }
        }
        best.filter(|(gain, _)| *gain > 0.0).map(|(_, week)| week)
    }

    /// Residual of a week in units of the values; none when set aside.
    pub fn left_over(&self, solved: &Solved, week: usize) -> Option<f64> {
        let root = *self.root.get(week)?;
        (root > 0.0).then(|| solved.rest[week] / root)
    }
}

/// Yearly harmonics that a span of days tells from a drift.
fn harmonics(span: f64) -> u32 {
    match span {
        _ if span >= 2.0 * YEAR - 21.0 => 2,
        _ if span >= 0.9 * YEAR => 1,
        _ => 0,
    }
}

/// Pieces of the drift: one a year, or enough to follow a season that is not known.
fn pieces(span: f64) -> usize {
    let length = if harmonics(span) > 0 {
        YEAR
    } else {
        YEAR / 4.0
    };
    ((span / length).round() as usize).max(1)
}

/// In four sums side by side, which the machine does at once.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    let (fours, others) = (a.chunks_exact(4), b.chunks_exact(4));
    let tail = fours.remainder().iter().zip(others.remainder());
    let tail: f64 = tail.map(|(a, b)| a * b).sum();
    for (a, b) in fours.zip(others) {
        for (sum, (a, b)) in sums.iter_mut().zip(a.iter().zip(b)) {
            *sum += a * b;
        }
    }
    sums.iter().sum::<f64>() + tail
}

/// The upper median, without sorting; zero of nothing.
fn middle(values: &mut [f64]) -> f64 {
    let nth = values.len() / 2;
    if nth >= values.len() {
        return 0.0;
    }
    *values.select_nth_unstable_by(nth, f64::total_cmp).1
}

fn add(to: &mut [f64], what: &[f64], times: f64) {
    for (to, what) in to.iter_mut().zip(what) {
        *to += what * times;
    }
}
