//! What came out of a centre's days, in words.

use super::inputs::Inputs;
use crate::simulate::{CentreOutcome, Estimate, Figures, QueueOutcome};
use std::fmt::Write;

/// Each queue's day and intervals, then the crews; means with half widths of 95 % intervals.
pub fn table(outcome: &CentreOutcome, inputs: &Inputs) -> String {
    let mut text = String::new();
    for queue in &outcome.queues {
        day(&mut text, queue, &inputs.thresholds);
        intervals(&mut text, queue, inputs);
    }
    // Writing to a string cannot fail.
    let _ = writeln!(text, "crew       occupancy           overtime s a day");
    for (index, crew) in outcome.crews.iter().enumerate() {
        let (occupancy, overtime) = (share(&crew.occupancy), number(&crew.overtime));
        let _ = writeln!(text, "{:<10} {occupancy:<19} {overtime}", index + 1);
    }
    text
}

fn day(text: &mut String, queue: &QueueOutcome, thresholds: &[f64]) {
    let day = &queue.day;
    let lines = [
        ("offered", number(&day.offered)),
        ("wait s, accepted", number(&day.wait)),
        ("wait s, offered", number(&day.wait_offered)),
        ("wait s, answered", number(&day.wait_answered)),
        ("answered", share(&day.answered)),
        ("abandoned", share(&day.abandoned)),
        ("outside", share(&day.outside)),
        ("timed out", share(&day.timed_out)),
        ("called back", share(&day.called_back)),
        ("  after s", number(&day.callback_delay)),
        ("  on time", share(&day.callback_on_time)),
        ("unanswered", share(&day.unanswered)),
    ];
    let _ = writeln!(text, "queue {}", queue.name);
    for (name, value) in lines {
        let _ = writeln!(text, "{name:<18} {value}");
    }
    for (threshold, level) in thresholds.iter().zip(&day.within) {
        let name = format!("within {threshold} s");
        let _ = writeln!(text, "{name:<18} {}", share(level));
    }
}

fn intervals(text: &mut String, queue: &QueueOutcome, inputs: &Inputs) {
    let _ = writeln!(
        text,
        "\n{:<8} {:>8}  {:<18} {:<18} {:<18}",
        "interval", "offered", "wait s", "answered", "abandoned"
    );
    for (index, figures) in queue.intervals.iter().enumerate() {
        let Figures {
            offered,
            wait,
            answered,
            abandoned,
            ..
        } = figures;
        let row = format!(
            "{:<8} {:>8.1}  {:<18} {:<18} {}",
            inputs.interval(index),
            offered.mean,
            number(wait),
            share(answered),
            share(abandoned)
        );
        let _ = writeln!(text, "{row}");
    }
    text.push('\n');
}

fn number(found: &Estimate) -> String {
    format!("{:.1} ± {:.1}", found.mean, found.high - found.mean)
}

fn share(found: &Estimate) -> String {
    let half = 100.0 * (found.high - found.mean);
    format!("{:.2}% ± {half:.2}", 100.0 * found.mean)
}
