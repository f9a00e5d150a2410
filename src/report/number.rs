//! Numbers as people of a language write them.

use super::words::Language;
use crate::units::Hours;

impl Language {
    /// A number with so many decimals: `13.304,5` in Dutch, `13,304.5` in English.
    pub(super) fn number(self, value: f64, digits: usize) -> String {
        if !value.is_finite() {
            return "–".to_owned();
        }
        let (thousands, decimal) = match self {
            Self::Dutch => ('.', ','),
            Self::English => (',', '.'),
        };
        let plain = format!("{:.digits$}", value.abs());
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let mut text = String::new();
        if value < 0.0 && plain.contains(|digit: char| ('1'..='9').contains(&digit)) {
            text.push('−');
        }
        for (position, digit) in whole.chars().enumerate() {
            if position > 0 && (whole.len() - position).is_multiple_of(3) {
                text.push(thousands);
            }
            text.push(digit);
        }
        if !fraction.is_empty() {
            text.push(decimal);
            text.push_str(fraction);
        }
        text
    }

    /// A share as a percentage: `2,1%`.
    pub(super) fn percent(self, share: f64, digits: usize) -> String {
        format!("{}%", self.number(share * 100.0, digits))
    }

    /// Money in whole euros: `€ 13.304` and `−€ 13.304` in Dutch, `€13,304` in English.
    pub(super) fn euros(self, value: f64) -> String {
        let amount = self.number(value, 0);
        let (sign, amount) = match amount.strip_prefix('−') {
            Some(amount) => ("−", amount),
            None => ("", amount.as_str()),
        };
        match self {
            Self::Dutch => format!("{sign}€ {amount}"),
            Self::English => format!("{sign}€{amount}"),
        }
    }

    /// Text with its sign: `+3` for what grows.
    pub(super) fn signed(self, value: f64, text: String) -> String {
        let visible = text.contains(|digit: char| ('1'..='9').contains(&digit));
        if value > 0.0 && visible {
            return format!("+{text}");
        }
        text
    }
}

/// Seconds as minutes and seconds: `4:30`.
pub(super) fn wait(seconds: f64) -> String {
    if !seconds.is_finite() {
        return "–".to_owned();
    }
    sixtieths(seconds.round() as i64)
}

/// Hours in whole minutes.
pub(super) fn whole_minutes(hours: Hours) -> i64 {
    (hours.0 * 60.0).round() as i64
}

/// A count of sixtieths: seconds as `m:ss`, minutes as `h:mm`.
pub(super) fn sixtieths(count: i64) -> String {
    let sign = if count < 0 { "−" } else { "" };
    format!("{sign}{}:{:02}", count.abs() / 60, count.abs() % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_the_language() {
        assert_eq!(Language::Dutch.number(13304.46, 1), "13.304,5");
        assert_eq!(Language::English.number(1234567.0, 0), "1,234,567");
        assert_eq!(Language::Dutch.number(-0.04, 1), "0,0");
        assert_eq!(Language::Dutch.number(-999.5, 1), "−999,5");
        assert_eq!(Language::Dutch.euros(13304.0), "€ 13.304");
        assert_eq!(Language::Dutch.euros(-13304.0), "−€ 13.304");
        assert_eq!(Language::English.euros(-0.2), "€0");
        assert_eq!(Language::English.percent(0.0214, 1), "2.1%");
        assert_eq!(Language::English.number(f64::INFINITY, 1), "–");
    }

    #[test]
    fn waits_are_minutes_and_seconds() {
        assert_eq!(wait(269.6), "4:30");
        assert_eq!(wait(-78.0), "−1:18");
        assert_eq!(sixtieths(whole_minutes(Hours(7.2))), "7:12");
    }

    #[test]
    fn only_what_grows_has_a_plus() {
        let dutch = Language::Dutch;
        assert_eq!(dutch.signed(3.0, dutch.number(3.0, 0)), "+3");
        assert_eq!(dutch.signed(0.001, dutch.number(0.001, 0)), "0");
        assert_eq!(dutch.signed(-3.0, dutch.number(-3.0, 0)), "−3");
    }
}
