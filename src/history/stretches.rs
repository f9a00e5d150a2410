//! Days told as stretches.

use crate::error::Phrase;
use chrono::NaiveDate;

/// Stretches that are told in full; the rest is counted.
const TOLD: usize = 12;

/// Days, by their index in `days`, as stretches of following days: `2021-03-01 to 2021-03-05,
/// 2021-04-06`.
pub(super) fn tell(indices: &[usize], days: &[NaiveDate]) -> Phrase {
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
            told.push(Phrase::new(first.to_string(), first.to_string()));
        } else {
            told.push(Phrase::new(
                format!("{first} to {last}"),
                format!("{first} t/m {last}"),
            ));
        }
    }
    let told = Phrase::list(&told);
    if more == 0 {
        return told;
    }
    let more = Phrase::count(more, ["more day", "more days"], ["dag", "dagen"]);
    Phrase::new(
        format!("{} and {}", told.english, more.english),
        format!("{} en nog {}", told.dutch, more.dutch),
    )
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
            Phrase::new(
                "2021-03-01 to 2021-03-03, 2021-03-06",
                "2021-03-01 t/m 2021-03-03, 2021-03-06"
            )
        );
        let odd: Vec<usize> = (0..40).step_by(2).collect();
        let told = tell(&odd, &days);
        assert!(told.english.ends_with("and 8 more days"));
        assert!(told.dutch.ends_with("en nog 8 dagen"));
    }
}
