//! A part of a manifest, for a machine of its own.

use std::fmt;
use std::str::FromStr;

/// The `nth` of `count` parts: the rows whose index from 0, modulo `count`, is `nth - 1`.
///
/// ```
/// use bezet::scenario::batch::Shard;
/// let shard: Shard = "3/16".parse().expect("a shard");
/// assert_eq!(shard.rows(40).collect::<Vec<_>>(), [2, 18, 34]);
/// assert!("0/16".parse::<Shard>().is_err() && "17/16".parse::<Shard>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shard {
    nth: usize,
    count: usize,
}

impl Default for Shard {
    /// Everything.
    fn default() -> Self {
        Self { nth: 1, count: 1 }
    }
}

impl Shard {
    /// Its rows of so many, each counted from 0.
    pub fn rows(self, all: usize) -> impl ExactSizeIterator<Item = usize> + Clone {
        (self.nth - 1..all.max(self.nth - 1)).step_by(self.count)
    }

    /// The parts that there are.
    pub fn all(self) -> impl Iterator<Item = Self> {
        let count = self.count;
        (1..=count).map(move |nth| Self { nth, count })
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = text.split_once('/');
        let parts = parts.and_then(|(nth, count)| Some((nth.parse().ok()?, count.parse().ok()?)));
        match parts {
            Some((nth, count)) if (1..=count).contains(&nth) && count <= 100_000 => {
                Ok(Self { nth, count })
            }
            _ => Err("a part of all, such as 3/16".to_owned()),
        }
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.nth, self.count)
    }
}
