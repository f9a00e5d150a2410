//! Which shifts may be rostered.

use super::hours::{check_c111_ends_after_start, span, text};
use crate::calendar::{ClockSpan, OpeningHours};
use crate::config::section::{Section, parse_length};
use crate::error::Problem;
use crate::roster::ShiftOptions;
use crate::units::Minutes;

/// Shifts between the earliest start and the latest end; the opening hours where none is written.
pub(super) fn shifts(root: &Section<'_>, opening: &OpeningHours) -> ShiftOptions {
    let keys = [
        "earliest",
        "latest",
        "start_step_minutes",
        "paid",
        "lunch_minutes",
        "lunch_window",
        "break_minutes",
        "break_due_minutes",
        "break_edge_minutes",
    ];
    let section = root.table("shifts", &keys);
    let day = day(&section, opening);
    let shifts = ShiftOptions {
        earliest: day.from,
        latest: day.to,
        start_step: section.whole("start_step_minutes", 1..=240).unwrap_or(15),
        paid: paid(&section),
        lunch: minutes(&section, "lunch_minutes", 30),
        lunch_window: span(&section, "lunch_window").unwrap_or(ClockSpan { from: 690, to: 825 }),
        short_break: minutes(&section, "break_minutes", 15),
        break_due: section
            .whole("break_due_minutes", 1..=720)
            .map(|due| Minutes(due as i32)),
        break_edge: minutes(&section, "break_edge_minutes", 30),
    };
    check_c131_shortest_shift_fits(&section, &shifts);
    check_c132_lunch_fits_its_window(&section, &shifts);
    shifts
}

fn day(section: &Section<'_>, opening: &OpeningHours) -> ClockSpan {
    let spans = || opening.week.iter().flatten();
    let first = spans().map(|span| span.from).min().unwrap_or(0);
    let last = spans().map(|span| span.to).max().unwrap_or(1440);
    let earliest = section.clock("earliest").unwrap_or(first);
    let latest = section.clock("latest").unwrap_or(last);
    let key = if section.has("latest") {
        "latest"
    } else {
        "earliest"
    };
    let place = section.place(key);
    let day = check_c111_ends_after_start(section.document, &place, earliest, latest);
    day.unwrap_or(ClockSpan { from: 0, to: 1440 })
}

fn minutes(section: &Section<'_>, key: &str, default: u32) -> Minutes {
    let minutes = section.whole(key, 0..=240).unwrap_or(default);
    Minutes(minutes as i32)
}

fn paid(section: &Section<'_>) -> Vec<Minutes> {
    let Some(entries) = section.texts("paid") else {
        return [240, 300, 360, 432, 480].map(Minutes).to_vec();
    };
    let lengths: Vec<Minutes> = entries
        .into_iter()
        .filter_map(|entry| {
            let length = parse_length(&entry.text);
            if length.is_none() {
                section.check_c107_form(entry.place, &entry.text, "7:12");
            }
            length
        })
        .collect();
    check_c130_paid_lengths_ascend(section, &lengths);
    lengths
}

fn check_c130_paid_lengths_ascend(section: &Section<'_>, lengths: &[Minutes]) {
    let before = std::iter::once(&Minutes::ZERO).chain(lengths);
    for (before, length) in before.zip(lengths) {
        if length <= before {
            let what = format!("paid length `{length}` is not longer than `{before}` before it");
            let hint = "write each length once, the shortest first";
            section.push(Problem::new("C130", section.place("paid"), what).hint(hint));
        }
    }
}

fn check_c131_shortest_shift_fits(section: &Section<'_>, shifts: &ShiftOptions) {
    let Some(shortest) = shifts.paid.first() else {
        return;
    };
    let day = ClockSpan {
        from: shifts.earliest,
        to: shifts.latest,
    };
    if shortest.0 > day.minutes() as i32 {
        let what = format!(
            "no shift fits in `{}`: the shortest is `{shortest}`",
            text(day)
        );
        let hint = "widen `earliest` and `latest`, or allow shorter shifts";
        section.push(Problem::new("C131", section.here(), what).hint(hint));
    }
}

fn check_c132_lunch_fits_its_window(section: &Section<'_>, shifts: &ShiftOptions) {
    if shifts.lunch.0 > shifts.lunch_window.minutes() as i32 {
        let window = text(shifts.lunch_window);
        let what = format!("lunch of `{}` does not fit in `{window}`", shifts.lunch);
        let place = section.place("lunch_window");
        section.push(Problem::new("C132", place, what).hint("widen the window"));
    }
}
