//! The fewest agents that do.

/// More agents than this are not sought.
const MOST: u32 = 1 << 24;

/// The fewest agents that meet a target, given a guess.
///
/// `meets` must be false up to some number and true from there on. The search strides away from
/// the guess with doubling steps and then halves: some five evaluations when the guess is good to
/// within the square root of the answer. `None` when 16 million agents do not do.
///
/// ```
/// use bezet::queueing::fewest;
/// let mut asked = 0;
/// let found = fewest(12, |agents| { asked += 1; agents >= 14 });
/// assert_eq!((found, asked), (Some(14), 4));
/// assert_eq!(fewest(12, |_| false), None);
/// ```
pub fn fewest(guess: u32, mut meets: impl FnMut(u32) -> bool) -> Option<u32> {
    let guess = guess.min(MOST);
    let mut step = (f64::from(guess).sqrt() / 4.0) as u32 + 1;
    // `low` is the first number not known to fail, `high` one that does.
    let (mut low, mut high);
    if meets(guess) {
        (low, high) = (0, guess);
        while high > low {
            let next = high.saturating_sub(step).max(low);
            if !meets(next) {
                low = next + 1;
                break;
            }
            high = next;
            step *= 2;
        }
    } else {
        low = guess + 1;
        loop {
            high = low.saturating_add(step - 1).min(MOST);
            if low > MOST {
                return None;
            }
            if meets(high) {
                break;
            }
            low = high + 1;
            step *= 2;
        }
    }
    Some(halve(low, high, meets))
}

fn halve(mut low: u32, mut high: u32, mut meets: impl FnMut(u32) -> bool) -> u32 {
    while low < high {
        let middle = low + (high - low) / 2;
        if meets(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_answer_from_every_guess() {
        for answer in 0..60 {
            for guess in 0..60 {
                assert_eq!(fewest(guess, |agents| agents >= answer), Some(answer));
            }
        }
    }

    #[test]
    fn large_answers_take_few_evaluations() {
        let mut asked = 0;
        let found = fewest(1_000_000, |agents| {
            asked += 1;
            agents >= 1_001_234
        });
        assert_eq!(found, Some(1_001_234));
        assert!(asked <= 14, "{asked}");
    }
}
