//! How far the methods are off.

use super::days::{FieldDay, Met};
use serde::Serialize;

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Average wait of a day, in seconds.
    Wait,
    /// Share that hangs up.
    Abandoned,
}

/// How far a method is off over all days.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Score {
    /// The method.
    pub method: &'static str,
    /// What is compared.
    pub measure: Measure,
    /// Days compared.
    pub days: usize,
    /// Mean of the recorded.
    pub recorded: f64,
    /// Mean of predicted less recorded.
    pub bias: f64,
    /// Mean of the same without its sign.
    pub absolute: f64,
    /// Correlation of predicted and recorded; `None` where one does not vary.
    pub correlation: Option<f64>,
}

type Value = fn(Met) -> f64;

type Of = fn(&FieldDay) -> Option<Met>;

const METHODS: [(&str, Of); 3] = [
    ("exact", |day| day.exact),
    ("simulated", |day| Some(day.simulated)),
    ("erlang_a", |day| Some(day.erlang_a)),
];

/// A row per method and measure; Erlang C on the days on which it is finite.
pub(super) fn scores(days: &[FieldDay]) -> Vec<Score> {
    let mut scores = Vec::new();
    let measures: [(Measure, Value); 2] = [
        (Measure::Wait, |met| met.wait_s),
        (Measure::Abandoned, |met| met.abandoned),
    ];
    for (measure, value) in measures {
        for (method, of) in METHODS {
            let pair = |day: &FieldDay| Some((value(day.recorded), value(of(day)?)));
            let pairs: Vec<(f64, f64)> = days.iter().filter_map(pair).collect();
            scores.extend(Score::of(method, measure, &pairs));
        }
        if measure == Measure::Wait {
            let pair = |day: &FieldDay| Some((day.recorded.wait_s, day.erlang_c_wait_s?));
            let pairs: Vec<(f64, f64)> = days.iter().filter_map(pair).collect();
            scores.extend(Score::of("erlang_c", measure, &pairs));
        }
    }
    scores
}

impl Score {
    /// From pairs of recorded and predicted; `None` of none.
    fn of(method: &'static str, measure: Measure, pairs: &[(f64, f64)]) -> Option<Self> {
        let count = pairs.len() as f64;
        let mean =
            |value: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(value).sum::<f64>() / count;
        let (recorded, predicted) = (mean(&|pair| pair.0), mean(&|pair| pair.1));
        let product = mean(&|pair| (pair.0 - recorded) * (pair.1 - predicted));
        let spread = |value: &dyn Fn(&(f64, f64)) -> f64| mean(&|pair| value(pair).powi(2)).sqrt();
        let spreads = spread(&|pair| pair.0 - recorded) * spread(&|pair| pair.1 - predicted);
        (!pairs.is_empty()).then(|| Self {
            method,
            measure,
            days: pairs.len(),
            recorded,
            bias: predicted - recorded,
            absolute: mean(&|pair| (pair.1 - pair.0).abs()),
            correlation: (spreads > 0.0).then(|| product / spreads),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_those_of_the_definition() {
        let pairs = [(1.0, 2.0), (2.0, 1.0), (3.0, 6.0)];
        let score = Score::of("exact", Measure::Wait, &pairs).unwrap();
        assert_eq!((score.recorded, score.bias), (2.0, 1.0));
        assert!((score.absolute - 5.0 / 3.0).abs() < 1e-15);
        // covariance (1*1 + 0*2 + 1*3) / 3 = 4/3; variances 2/3 and 14/3
        let expected = 4.0 / 28.0_f64.sqrt();
        assert!((score.correlation.unwrap() - expected).abs() < 1e-12);
        let flat = Score::of("exact", Measure::Wait, &[(1.0, 2.0), (1.0, 3.0)]).unwrap();
        assert_eq!(flat.correlation, None);
        assert_eq!(Score::of("exact", Measure::Wait, &[]), None);
    }
}
