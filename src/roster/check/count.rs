//! Counting people at every minute.

use crate::roster::Span;

/// The stretches within a window in which the number of spans is not right, each with the number
/// that is farthest off (as `worst` picks between two).
pub fn stretches(
    spans: &[Span],
    window: Span,
    wrong: impl Fn(usize) -> bool,
    worst: fn(usize, usize) -> usize,
) -> Vec<(Span, usize)> {
    let mut found: Vec<(Span, usize)> = Vec::new();
    for (part, count) in counts(spans, window) {
        if !wrong(count) {
            continue;
        }
        match found.last_mut() {
            Some((last, number)) if last.to == part.from => {
                last.to = part.to;
                *number = worst(*number, count);
            }
            _ => found.push((part, count)),
        }
    }
    found
}

/// The window cut wherever a span begins or ends, with the number of spans over each part.
fn counts(spans: &[Span], window: Span) -> Vec<(Span, usize)> {
    let inside: Vec<Span> = spans
        .iter()
        .copied()
        .filter(|s| s.overlap(window) > 0)
        .collect();
    let ends = inside.iter().flat_map(|span| [span.from, span.to]);
    let mut cuts: Vec<i32> = ends
        .map(|cut| cut.clamp(window.from, window.to))
        .chain([window.from, window.to])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let parts = cuts.windows(2).filter_map(|cut| match cut {
        [from, to] => Some(Span {
            from: *from,
            to: *to,
        }),
        _ => None,
    });
    parts
        .map(|part| {
            (
                part,
                inside.iter().filter(|span| span.overlap(part) > 0).count(),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: i32, to: i32) -> Span {
        Span { from, to }
    }

    #[test]
    fn one_minute_without_anybody_is_found() {
        let spans = [span(0, 59), span(60, 120)];
        let found = stretches(&spans, span(0, 120), |count| count < 1, usize::min);
        assert_eq!(found, vec![(span(59, 60), 0)]);
    }

    #[test]
    fn neighbouring_parts_are_one_stretch_with_its_worst_number() {
        let spans = [span(0, 60), span(30, 90), span(40, 50)];
        let found = stretches(&spans, span(0, 90), |count| count > 1, usize::max);
        assert_eq!(found, vec![(span(30, 60), 3)]);
    }
}
