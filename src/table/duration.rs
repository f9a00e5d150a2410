//! Durations in seconds.

use super::{Choice, Decimal, read_number};

/// Reads a duration as seconds: a plain number of them, `mm:ss` or `hh:mm:ss`.
///
/// ```
/// use bezet::table::{Choice, duration};
/// let mut decimals = Choice::new(None);
/// let mut seconds = |text| duration(text, &mut decimals, || String::new());
/// assert_eq!(seconds("270"), Some(270.0));
/// assert_eq!(seconds("04:30"), Some(270.0));
/// assert_eq!(seconds("0:04:30"), Some(270.0));
/// assert_eq!(seconds("long"), None);
/// ```
pub fn duration(
    text: &str,
    decimals: &mut Choice<Decimal>,
    place: impl Fn() -> String,
) -> Option<f64> {
    if !text.contains(':') {
        return read_number(text, decimals, place);
    }
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text),
    };
    let parts: Vec<&str> = text.split(':').collect();
    let (last, whole) = parts.split_last()?;
    if whole.len() > 2 || !last.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let seconds: f64 = last.replace(',', ".").parse().ok()?;
    let mut total = 0.0;
    for part in whole {
        let part: u32 = part.parse().ok()?;
        total = total * 60.0 + f64::from(part);
    }
    (seconds < 60.0).then_some(sign * (total * 60.0 + seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_durations_are_refused() {
        let mut decimals = Choice::new(None);
        for text in ["1:2:3:4", ":", "1:75", "1:-5", "a:10", "1:1e9"] {
            assert_eq!(duration(text, &mut decimals, String::new), None, "{text}");
        }
        assert_eq!(
            duration("-1:00:00", &mut decimals, String::new),
            Some(-3600.0)
        );
    }
}
