//! What several jobs read is read once.

use crate::error::Problems;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Values by what they were read from; the one that was asked for longest ago goes first.
#[derive(Debug)]
pub(super) struct Cache<T> {
    most: usize,
    kept: Mutex<Kept<T>>,
}

type Read<T> = Arc<OnceLock<Result<Arc<T>, Problems>>>;

#[derive(Debug)]
struct Kept<T> {
    asked: u64,
    values: BTreeMap<String, (u64, Read<T>)>,
}

impl<T> Cache<T> {
    /// Keeps so many at most.
    pub(super) fn new(most: usize) -> Self {
        let (asked, values) = (0, BTreeMap::new());
        Self {
            most,
            kept: Mutex::new(Kept { asked, values }),
        }
    }

    /// The value under a key, read now if it is not there; others who ask for the same wait. What
    /// is wrong with it is kept too.
    pub(super) fn get(
        &self,
        key: String,
        read: impl FnOnce() -> Result<T, Problems>,
    ) -> Result<Arc<T>, Problems> {
        // Read outside the lock: only who asks for the same need wait.
        let value = self.entry(key);
        value.get_or_init(|| read().map(Arc::new)).clone()
    }

    fn entry(&self, key: String) -> Read<T> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.asked += 1;
        let asked = kept.asked;
        if !kept.values.contains_key(&key) && kept.values.len() >= self.most {
            let oldest = kept.values.iter().min_by_key(|(_, (asked, _))| *asked);
            let oldest = oldest.map(|(key, _)| key.clone());
            oldest.and_then(|oldest| kept.values.remove(&oldest));
        }
        let (when, value) = kept.values.entry(key).or_default();
        *when = asked;
        value.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn each_is_read_once_until_the_oldest_goes() {
        let reads = Cell::new(0);
        let cache = Cache::new(2);
        let get = |key: &str| {
            let read = || {
                reads.set(reads.get() + 1);
                Ok(key.to_owned())
            };
            assert_eq!(*cache.get(key.to_owned(), read).unwrap(), key);
            reads.get()
        };
        assert_eq!(["a", "b", "a", "b", "a"].map(get), [1, 2, 2, 2, 2]);
        assert_eq!(
            ["c", "a", "b", "b"].map(get),
            [3, 3, 4, 4],
            "b was the oldest"
        );
    }
}
