//! What values of a day's file may be.

use crate::law::Law;
use crate::queueing::Leaving;
use crate::simulate;
use serde::Deserialize;

/// A value for all intervals, or one for each.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Each {
    All(f64),
    One(Vec<f64>),
}

impl Each {
    pub(super) fn at(&self, index: usize) -> Option<f64> {
        match self {
            Self::All(value) => Some(*value),
            Self::One(values) => values.get(index).copied(),
        }
    }

    pub(super) fn len(&self) -> Option<usize> {
        match self {
            Self::All(_) => None,
            Self::One(values) => Some(values.len()),
        }
    }
}

/// A value for all intervals, or one for each: null where there is none.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Windows {
    All(f64),
    One(Vec<Option<f64>>),
}

impl Windows {
    pub(super) fn at(&self, index: usize) -> Option<f64> {
        match self {
            Self::All(value) => Some(*value),
            Self::One(values) => values.get(index).copied().flatten(),
        }
    }

    pub(super) fn len(&self) -> Option<usize> {
        match self {
            Self::All(_) => None,
            Self::One(values) => Some(values.len()),
        }
    }
}

/// How durations scatter about their mean.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Without memory.
    Exponential,
    /// Lognormal.
    Lognormal {
        /// Standard deviation over mean.
        cv: f64,
    },
    /// Weibull.
    Weibull {
        /// Below 1 the hazard falls.
        shape: f64,
    },
    /// A sum of equal exponential phases.
    Erlang {
        /// How many.
        phases: u32,
    },
    /// All the same.
    Fixed,
    /// Drawn from these, in seconds.
    Recorded(Vec<f64>),
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Discipline {
    Exhaustive,
    Named,
    Preemptive,
}

impl From<Discipline> for Leaving {
    fn from(discipline: Discipline) -> Self {
        match discipline {
            Discipline::Exhaustive => Self::Exhaustive,
            Discipline::Named => Self::Named,
            Discipline::Preemptive => Self::Preemptive,
        }
    }
}

impl From<Discipline> for simulate::Leaving {
    fn from(discipline: Discipline) -> Self {
        match discipline {
            Discipline::Exhaustive => Self::Exhaustive,
            Discipline::Named => Self::Named,
            Discipline::Preemptive => Self::Preemptive,
        }
    }
}

impl Shape {
    /// The law of this shape with mean 1, or a record's own.
    pub fn law(shape: Option<&Self>) -> Law {
        let mean = 1.0;
        match shape.unwrap_or(&Self::Exponential) {
            Self::Exponential => Law::Exponential { mean },
            Self::Lognormal { cv } => Law::Lognormal { mean, cv: *cv },
            Self::Weibull { shape } => Law::Weibull {
                mean,
                shape: *shape,
            },
            Self::Erlang { phases } => Law::Erlang {
                mean,
                phases: *phases,
            },
            Self::Fixed => Law::Fixed { mean },
            Self::Recorded(durations) => Law::Recorded(durations.as_slice().into()),
        }
    }
}
