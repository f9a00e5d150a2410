//! Days that were followed before, each under a digest of all that its sums depend on.

use super::Sums;
use super::day::Shift;
use crate::simulate::{Overflow, Traffic};
use crate::units::Share;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::path::Path;
use std::time::UNIX_EPOCH;

/// A digest of 128 bits: two days that differ do not meet in it.
pub(super) type Key = [u64; 2];

/// Sums of days that were followed before.
///
/// They are the sums to the last bit, so that it makes no difference but of time whether a day is
/// among them.
#[derive(Clone, Debug, Default)]
pub(in crate::plan) struct Kept {
    days: BTreeMap<Key, Sums>,
}

/// The file's name in a plan's folder.
pub(in crate::plan) const FILE: &str = "exact-days.csv";

impl Kept {
    /// Those of a folder; none where there is no such file. A line that cannot be read is none.
    pub(in crate::plan) fn read(folder: &Path) -> Self {
        let text = std::fs::read_to_string(folder.join(FILE)).unwrap_or_default();
        Self {
            days: text.lines().filter_map(day).collect(),
        }
    }

    /// The file's text: key and sums, each number by its bits.
    pub(in crate::plan) fn text(&self) -> String {
        let line = |(key, sums): (&Key, &Sums)| {
            let numbers = [sums.offered, sums.wait, sums.abandoned, sums.outside];
            let bits = key.iter().copied().chain(numbers.map(f64::to_bits));
            let words: Vec<String> = bits.map(|bits| format!("{bits:016x}")).collect();
            format!("{}\n", words.join(","))
        };
        self.days.iter().map(line).collect()
    }

    pub(super) fn find(&self, key: &Key) -> Option<Sums> {
        self.days.get(key).copied()
    }

    /// Keeps these too.
    pub(super) fn extend(&mut self, days: impl IntoIterator<Item = (Key, Sums)>) {
        self.days.extend(days);
    }
}

fn day(line: &str) -> Option<(Key, Sums)> {
    let bits = line.split(',').map(|word| u64::from_str_radix(word, 16));
    let bits: Vec<u64> = bits.collect::<Result<_, _>>().ok()?;
    let [one, two, offered, wait, abandoned, outside] = bits[..] else {
        return None;
    };
    let sums = Sums {
        offered: f64::from_bits(offered),
        wait: f64::from_bits(wait),
        abandoned: f64::from_bits(abandoned),
        outside: f64::from_bits(outside),
    };
    Some(([one, two], sums))
}

/// The digest of all that a day's sums depend on, the programme itself among it.
pub(super) fn key(
    (traffic, overflow): (&Traffic, Option<&Overflow>),
    (absence, seed): (Share, u64),
    shifts: &[Shift],
    range: &Range<usize>,
) -> Key {
    [0_u8, 1].map(|half| {
        let mut digest = DefaultHasher::new();
        (half, programme(), seed, shifts).hash(&mut digest);
        (range.start, range.end, traffic.contacts.grid.step).hash(&mut digest);
        let mut number = |number: f64| number.to_bits().hash(&mut digest);
        for one in [absence.0, traffic.patience.0, traffic.busyness] {
            number(one);
        }
        for index in range.clone() {
            number(traffic.contacts.values[index].0);
            number(traffic.handle_time.values[index].0);
            number(f64::from(u8::from(traffic.open.values[index])));
        }
        if let Some(rule) = overflow {
            number(rule.answer.0);
            for above in &rule.wait_above.values[range.clone()] {
                number(above.map_or(-1.0, |above| above.0));
            }
        }
        digest.finish()
    })
}

/// What tells one build of the programme from another: its version, length and time; of none that
/// can be told, nothing is found again by another run.
fn programme() -> (&'static str, u64, u128) {
    static BUILD: std::sync::OnceLock<(u64, u128)> = std::sync::OnceLock::new();
    let (length, time) = BUILD.get_or_init(|| {
        let file = std::env::current_exe().and_then(std::fs::metadata).ok();
        let since = |moment: std::time::SystemTime| moment.duration_since(UNIX_EPOCH).ok();
        let told = file.and_then(|file| {
            let time = since(file.modified().ok()?)?;
            Some((file.len(), time.as_nanos()))
        });
        told.unwrap_or_else(|| (u64::from(std::process::id()), 0))
    });
    (env!("CARGO_PKG_VERSION"), *length, *time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_to_the_last_bit_and_what_is_broken_is_not() {
        let sums = Sums {
            offered: 0.1 + 0.2,
            wait: f64::MIN_POSITIVE,
            abandoned: -0.0,
            outside: 1e300,
        };
        let mut kept = Kept::default();
        kept.extend([([1, u64::MAX], sums)]);
        let text = kept.text();
        let (key, again) = day(text.trim()).unwrap();
        assert_eq!(key, [1, u64::MAX]);
        for (was, is) in [
            (sums.offered, again.offered),
            (sums.wait, again.wait),
            (sums.abandoned, again.abandoned),
            (sums.outside, again.outside),
        ] {
            assert_eq!(was.to_bits(), is.to_bits());
        }
        for broken in [
            "",
            "1,2,3",
            &text[..40],
            &text.replace(',', ";"),
            "a,b,c,d,e,x",
        ] {
            assert!(day(broken.trim()).is_none(), "{broken}");
        }
    }
}
