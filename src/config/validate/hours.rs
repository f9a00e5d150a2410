//! Hours of the day and windows of the week, as they are written.

use crate::calendar::{ClockSpan, clock, parse_clock, parse_weekdays, weekday};
use crate::config::document::Document;
use crate::config::section::{Entry, Section};
use crate::error::Problem;

/// The spans of one day: `08:30-12:00, 13:00-17:00`; an empty text is closed.
pub(super) fn read_spans(section: &Section<'_>, place: &str, text: &str) -> Vec<ClockSpan> {
    let mut spans: Vec<ClockSpan> = text
        .split(',')
        .filter(|part| !part.trim().is_empty())
        .filter_map(|part| read_span(section, place, part))
        .collect();
    spans.sort();
    check_c112_spans_do_not_overlap(section.document, place, &spans);
    spans
}

/// One span: `08:30-17:00`.
pub(super) fn read_span(section: &Section<'_>, place: &str, text: &str) -> Option<ClockSpan> {
    let ends = text.split_once('-');
    let ends = ends.and_then(|(from, to)| parse_clock(from).zip(parse_clock(to)));
    let Some((from, to)) = ends else {
        section.check_c107_form(place.to_owned(), text.trim(), "08:30-17:00");
        return None;
    };
    check_c111_ends_after_start(section.document, place, from, to)
}

/// The span under a key.
pub(super) fn span(section: &Section<'_>, key: &str) -> Option<ClockSpan> {
    let text = section.text(key)?;
    read_span(section, &section.place(key), &text)
}

pub(super) fn check_c111_ends_after_start(
    document: &Document,
    place: &str,
    from: u32,
    to: u32,
) -> Option<ClockSpan> {
    if from < to {
        return Some(ClockSpan { from, to });
    }
    let what = format!("`{}-{}` ends before it starts", clock(from), clock(to));
    let hint = "hours lie within one day, midnight at its end is `24:00`";
    document.push(Problem::new("C111", place, what).hint(hint));
    None
}

fn check_c112_spans_do_not_overlap(document: &Document, place: &str, spans: &[ClockSpan]) {
    for pair in spans.windows(2) {
        let [first, second] = pair else { continue };
        if second.from >= first.to {
            continue;
        }
        let what = format!("`{}` and `{}` overlap", text(*first), text(*second));
        document.push(Problem::new("C112", place, what).hint("join them into one"));
    }
}

/// A span as it is written.
pub(super) fn text(span: ClockSpan) -> String {
    format!("{}-{}", clock(span.from), clock(span.to))
}

/// Windows by weekday under a key: a list of texts such as `mon-fri 09:00-13:00`.
pub(super) fn windows(section: &Section<'_>, key: &str) -> Option<[Vec<ClockSpan>; 7]> {
    let entries = section.check_c103_is_there(key, section.texts(key))?;
    let mut windows: [Vec<ClockSpan>; 7] = Default::default();
    for entry in &entries {
        add_window(section, entry, &mut windows);
    }
    for day in &mut windows {
        day.sort();
        check_c112_spans_do_not_overlap(section.document, &section.place(key), day);
    }
    Some(windows)
}

fn add_window(section: &Section<'_>, entry: &Entry, windows: &mut [Vec<ClockSpan>; 7]) {
    let parts = entry.text.trim().split_once(' ');
    let days = parts.and_then(|(days, spans)| Some((parse_weekdays(days)?, spans)));
    let Some((days, spans)) = days else {
        let example = "mon-fri 09:00-13:00";
        section.check_c107_form(entry.place.clone(), &entry.text, example);
        return;
    };
    let spans = read_spans(section, &entry.place, spans);
    for (_, window) in windows.iter_mut().enumerate().filter(|(day, _)| days[*day]) {
        window.extend(&spans);
    }
}

/// A weekday with a clock time: `tue 09:00`.
pub(super) fn parse_moment(text: &str) -> Option<(usize, u32)> {
    let (day, time) = text.trim().split_once(' ')?;
    Some((weekday(day)?, parse_clock(time)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_a_day_and_a_time() {
        assert_eq!(parse_moment("tue 09:00"), Some((1, 540)));
        assert_eq!(parse_moment("tue"), None);
    }
}
