//! Numbers as people and machines write them.

use super::Choice;

/// The sign before the decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decimal {
    /// `1,234.5`
    Point,
    /// `1.234,5`
    Comma,
}

/// What the text of a number can mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// The same under either convention.
    Plain(f64),
    /// Shows its decimal sign.
    Marked(f64, Decimal),
    /// `1,234`: with a decimal point it is 1234, with a decimal comma 1.234 (or the reverse).
    Either {
        /// Its value if decimals follow a point.
        point: f64,
        /// Its value if decimals follow a comma.
        comma: f64,
    },
}

/// Reads a number with thousands and decimal signs of either kind.
///
/// ```
/// use bezet::table::{Decimal, Number, number};
/// assert_eq!(number("1.234,5"), Some(Number::Marked(1234.5, Decimal::Comma)));
/// assert_eq!(number("12"), Some(Number::Plain(12.0)));
/// assert_eq!(number("1.234"), Some(Number::Either { point: 1.234, comma: 1234.0 }));
/// assert_eq!(number("twelve"), None);
/// ```
pub fn number(text: &str) -> Option<Number> {
    if !text.is_empty() && text.len() <= 15 && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok().map(Number::Plain);
    }
    if let Some(value) = simple_decimal(text) {
        return Some(Number::Marked(value, Decimal::Point));
    }
    let text: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{a0}' | '\u{202f}' | '\''))
        .map(|c| if c == '\u{2212}' { '-' } else { c })
        .collect();
    let digits = text.trim_start_matches(['-', '+']);
    let readable = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | 'e' | 'E' | '-' | '+');
    if !digits.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','))
        || !digits.chars().all(readable)
        || text.len() > digits.len() + 1
    {
        return None;
    }
    let points = digits.matches('.').count();
    let commas = digits.matches(',').count();
    match (points, commas) {
        (0, 0) => value(&text).map(Number::Plain),
        (1, 0) => single(&text, digits, '.', Decimal::Point),
        (0, 1) => single(&text, digits, ',', Decimal::Comma),
        (_, 0) => grouped(digits, '.').then(|| marked(&text, Decimal::Comma))?,
        (0, _) => grouped(digits, ',').then(|| marked(&text, Decimal::Point))?,
        _ => both(&text, digits),
    }
}

/// `300.5`: digits, one point, more digits, and in no way thousands. Most numbers of large files
/// are such, so they are read without detours.
fn simple_decimal(text: &str) -> Option<f64> {
    let (whole, decimals) = text.split_once('.')?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let doubtful = decimals.len() == 3 && whole.len() <= 3 && !whole.starts_with('0');
    (!doubtful && digits(whole) && digits(decimals)).then(|| value(text))?
}

fn value(text: &str) -> Option<f64> {
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

/// The value under a convention: its thousands signs dropped, its decimal sign made a point.
fn under(text: &str, decimal: Decimal) -> Option<f64> {
    match decimal {
        Decimal::Point => value(&text.replace(',', "")),
        Decimal::Comma => value(&text.replace('.', "").replace(',', ".")),
    }
}

fn marked(text: &str, decimal: Decimal) -> Option<Number> {
    under(text, decimal).map(|value| Number::Marked(value, decimal))
}

/// One sign in all: a decimal sign, unless three digits follow at most three others.
fn single(text: &str, digits: &str, sign: char, decimal: Decimal) -> Option<Number> {
    if !grouped(digits, sign) {
        return marked(text, decimal);
    }
    Some(Number::Either {
        point: under(text, Decimal::Point)?,
        comma: under(text, Decimal::Comma)?,
    })
}

/// Both signs: the last one is the decimal sign and stands alone.
fn both(text: &str, digits: &str) -> Option<Number> {
    let (decimal, sign, thousands) = match digits.rfind('.') > digits.rfind(',') {
        true => (Decimal::Point, '.', ','),
        false => (Decimal::Comma, ',', '.'),
    };
    let (whole, decimals) = digits.split_once(sign)?;
    if !grouped(whole, thousands) || decimals.contains([sign, thousands]) {
        return None;
    }
    marked(text, decimal)
}

/// Are the digits in groups of three, as `1.234.567` is?
fn grouped(digits: &str, sign: char) -> bool {
    let mut groups = digits.split(sign);
    let first = groups.next().unwrap_or_default();
    let numeric = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    (1..=3).contains(&first.len())
        && numeric(first)
        && !first.starts_with('0')
        && groups.all(|group| group.len() == 3 && numeric(group))
}

/// The number in a cell under the file's convention, gathering evidence on the way.
///
/// A cell that could be either is read with a decimal point while nothing is decided; the
/// [`Choice`] then says at the end that the file must be read again. `None` is no number.
pub fn read_number(
    text: &str,
    decimals: &mut Choice<Decimal>,
    place: impl Fn() -> String,
) -> Option<f64> {
    match number(text)? {
        Number::Plain(value) => Some(value),
        Number::Marked(value, decimal) => decimals.witness(decimal, place).then_some(value),
        Number::Either { point, comma } => match decimals.doubt(place) {
            Some(Decimal::Comma) => Some(comma),
            Some(Decimal::Point) | None => Some(point),
        },
    }
}

/// Is this text a way of saying that nothing is known?
///
/// ```
/// assert!(bezet::table::is_unknown("#DEEL/0!"));
/// assert!(!bezet::table::is_unknown("0"));
/// ```
pub fn is_unknown(text: &str) -> bool {
    const WORDS: [&str; 13] = [
        "-", "--", "na", "nan", "n/a", "nvt", "n.v.t.", "null", "none", "#n/a", "#n/b", "#div/0!",
        "#deel/0!",
    ];
    if text.is_empty() || text == "\u{2013}" {
        return true;
    }
    text.len() <= 8 && WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_written() {
        let point = |value| Some(Number::Marked(value, Decimal::Point));
        let comma = |value| Some(Number::Marked(value, Decimal::Comma));
        let table = [
            ("1,234.5", point(1234.5)),
            ("1.234.567", comma(1_234_567.0)),
            ("1,234,567", point(1_234_567.0)),
            ("-0,5", comma(-0.5)),
            ("0.125", point(0.125)),
            ("1234.567", point(1234.567)),
            ("1e-05", Some(Number::Plain(1e-5))),
            ("1\u{a0}234,50", comma(1234.5)),
            ("1.2.3", None),
            ("12.34,5", None),
            ("1,2,3", None),
            ("--5", None),
            ("08:00", None),
            ("", None),
            ("inf", None),
            ("1e999", None),
        ];
        for (text, expected) in table {
            assert_eq!(number(text), expected, "{text}");
        }
    }
}
