//! Days told as stretches.

use chrono::NaiveDate;

/// Stretches that are told in full; the rest is counted.
const TOLD: usize = 12;

/// Days, by their index in `days`, as stretches of following days: `2021-03-01 to 2021-03-05,
/// 2021-04-06`.
pub(super) fn tell(indices: &[usize], days: &[NaiveDate]) -> String {
    let follows = |a: &usize, b: &usize| a + 1 == *b;
    let date = |index: Option<&usize>| index.and_then(|index| days.get(*index)).copied();
    let mut told = Vec::new();
    let mut more = 0;
    for stretch in indices.chunk_by(follows) {
        let (Some(first), Some(last)) = (date(stretch.first()), date(stretch.last())) else {
            continue;
        };
        if told.len() == TOLD {
            more += stretch.len();
        } else if first == last {
            told.push(first.to_string());
        } else {
            told.push(format!("{first} to {last}"));
        }
    }
    let mut text = told.join(", ");
    if more > 0 {
        text.push_str(&format!(" and {more} more days"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn following_days_are_one_stretch() {
        let first: NaiveDate = "2021-03-01".parse().unwrap();
        let days: Vec<NaiveDate> = first.iter_days().take(40).collect();
        assert_eq!(
            tell(&[0, 1, 2, 5], &days),
            "2021-03-01 to 2021-03-03, 2021-03-06"
        );
        let odd: Vec<usize> = (0..40).step_by(2).collect();
        assert!(tell(&odd, &days).ends_with("and 8 more days"));
    }
}
