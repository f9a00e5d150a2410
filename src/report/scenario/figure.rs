//! The figures of scenarios: steps with their intervals, months, the frontier, the tornado.

use super::words::{self, say, told};
use crate::report::figure::{px, ticks};
use crate::report::number::wait;
use crate::report::words::Language;
use crate::scenario::{Column, Comparison, Frontier, Swing};
use maud::{Markup, html};

const WIDTH: f64 = 980.0;
const NAMES: f64 = 250.0;
const ROW: f64 = 28.0;
const EDGE: f64 = 24.0;

/// Room that a number beside a bar takes.
const LABEL: f64 = 34.0;

/// A straight scale from values to places.
struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Scale {
    fn at(&self, value: f64) -> f64 {
        let wide = (self.high - self.low).max(f64::MIN_POSITIVE);
        self.from + (value - self.low) / wide * (self.to - self.from)
    }
}

/// Bars to the right and left of nothing: how many more each scenario takes.
pub(super) fn bridge(comparison: &Comparison, language: Language) -> Markup {
    let columns: Vec<&Column> = comparison.columns.iter().skip(1).collect();
    let ends = columns.iter().flat_map(|column| {
        let [low, high] = column.step.low_high.unwrap_or([column.step.fte; 2]);
        [low.min(column.step.fte), high.max(column.step.fte)]
    });
    let (low, high) = ends.fold((0.0_f64, 0.1_f64), |(low, high), end| {
        (low.min(end), high.max(end))
    });
    let scale = Scale {
        low,
        high,
        from: NAMES + 50.0,
        to: WIDTH - 70.0,
    };
    let tall = ROW * columns.len() as f64 + EDGE;
    html! {
        svg class="wide" viewBox=(format!("0 0 {WIDTH} {tall}")) role="img" aria-label=(say(language, words::BRIDGE)) {
            line class="axis" x1=(px(scale.at(0.0))) x2=(px(scale.at(0.0))) y1="0" y2=(px(tall - EDGE)) {}
            @for (row, column) in columns.iter().enumerate() {
                @let middle = (row as f64 + 0.5) * ROW;
                @let (from, to) = (scale.at(column.step.fte.min(0.0)), scale.at(column.step.fte.max(0.0)));
                text class="name" x="0" y=(px(middle + 4.5)) { (told(language, &column.answer.name)) }
                rect class=(if column.step.fte > 0.0 { "second" } else { "work0" })
                    x=(px(from)) y=(px(middle - 8.0)) width=(px(to - from)) height="16" {}
                @if let Some([low, high]) = column.step.low_high {
                    line class="axis" x1=(px(scale.at(low))) x2=(px(scale.at(high))) y1=(px(middle)) y2=(px(middle)) {}
                    @for end in [low, high] {
                        line class="axis" x1=(px(scale.at(end))) x2=(px(scale.at(end))) y1=(px(middle - 5.0)) y2=(px(middle + 5.0)) {}
                    }
                }
                text class="name" text-anchor="end" x=(px(WIDTH)) y=(px(middle + 4.5)) {
                    (language.signed(column.step.fte, language.number(column.step.fte, 1)))
                }
            }
        }
    }
}

/// Bars of what each month needs, and a line of who is there.
pub(super) fn months(column: &Column, language: Language) -> Markup {
    let months = &column.answer.months;
    let values = months.iter().flat_map(|month| [month.needed, month.given]);
    let most = values.fold(1.0, f64::max);
    let (high, tall) = (180.0, 220.0);
    let scale = Scale {
        low: 0.0,
        high: most * 1.05,
        from: high,
        to: 10.0,
    };
    let wide = (WIDTH - 50.0) / months.len().max(1) as f64;
    let label = say(language, words::NEEDED);
    html! {
        svg class="wide" viewBox=(format!("0 0 {WIDTH} {tall}")) role="img" aria-label=(label) {
            @for tick in ticks(most) {
                line class="grid" x1="40" x2=(px(WIDTH)) y1=(px(scale.at(tick))) y2=(px(scale.at(tick))) {}
                text class="tick" text-anchor="end" x="34" y=(px(scale.at(tick) + 4.0)) { (language.number(tick, 0)) }
            }
            @for (nth, month) in months.iter().enumerate() {
                @let left = 46.0 + nth as f64 * wide;
                rect class="bar" x=(px(left)) y=(px(scale.at(month.needed))) width=(px(wide - 10.0)) height=(px(high - scale.at(month.needed))) {}
                line class="planned" x1=(px(left)) x2=(px(left + wide - 10.0)) y1=(px(scale.at(month.given))) y2=(px(scale.at(month.given))) {}
                text class="tick" text-anchor="middle" x=(px(left + wide / 2.0 - 5.0)) y=(px(high + 16.0)) { (month.first.format("%m")) }
                text class="tick" text-anchor="middle" x=(px(left + wide / 2.0 - 5.0)) y=(px(high + 32.0)) { (wait(month.wait)) }
            }
        }
    }
}

/// Every mix as a dot, the best ones joined, the knee and the target named.
pub(super) fn frontier(frontier: &Frontier, language: Language) -> Markup {
    let costs = frontier.points.iter().map(|point| point.cost);
    let waits = frontier.points.iter().map(|point| point.wait);
    let across = Scale {
        low: costs.clone().fold(f64::INFINITY, f64::min),
        high: costs.fold(0.0, f64::max),
        from: 60.0,
        to: WIDTH - 30.0,
    };
    let most = waits.fold(0.0, f64::max);
    let (bottom, tall) = (290.0, 332.0);
    let up = Scale {
        low: 0.0,
        high: most,
        from: bottom,
        to: 22.0,
    };
    let best = frontier.points.iter().filter(|point| point.best);
    let joined: Vec<String> = best
        .map(|point| format!("{},{}", px(across.at(point.cost)), px(up.at(point.wait))))
        .collect();
    html! {
        svg class="wide" viewBox=(format!("0 0 {WIDTH} {tall}")) role="img" aria-label=(say(language, words::COST)) {
            @for tick in ticks(most / 60.0) {
                @let y = up.at(tick * 60.0);
                line class="grid" x1="60" x2=(px(WIDTH)) y1=(px(y)) y2=(px(y)) {}
                text class="tick" text-anchor="end" x="54" y=(px(y + 4.0)) { (wait(tick * 60.0)) }
            }
            @for part in 0..=4 {
                @let cost = across.low + f64::from(part) / 4.0 * (across.high - across.low);
                text class="tick" text-anchor=(["start", "middle", "middle", "middle", "end"][part as usize])
                    x=(px(across.at(cost))) y=(px(bottom + 18.0)) { (language.euros(cost)) }
            }
            text class="tick" x="60" y="10" { (say(language, words::AVERAGE_WAIT)) }
            text class="tick" text-anchor="end" x=(px(WIDTH - 30.0)) y=(px(bottom + 34.0)) { (say(language, words::COST)) }
            @for point in &frontier.points {
                circle class=(if point.above.is_some() { "second" } else { "bar" })
                    cx=(px(across.at(point.cost))) cy=(px(up.at(point.wait))) r="2.2" {}
            }
            polyline class="planned" points=(joined.join(" ")) {}
            @for (place, name) in marks(frontier, language) {
                @let (x, y) = (across.at(frontier.points[place].cost), up.at(frontier.points[place].wait));
                circle class="actual" cx=(px(x)) cy=(px(y)) r="5" {}
                text class="name" x=(px(x + 9.0)) y=(px(y - 8.0)) { (name) }
            }
        }
    }
}

/// The points that have a name, each with all of its names.
fn marks(frontier: &Frontier, language: Language) -> Vec<(usize, String)> {
    let [knee, target] = [words::KNEE, words::AT_TARGET].map(|pair| say(language, pair).to_owned());
    match (frontier.knee, frontier.target) {
        (Some(one), Some(other)) if one == other => vec![(one, format!("{knee}, {target}"))],
        (one, other) => {
            let named = [one.zip(Some(knee)), other.zip(Some(target))];
            named.into_iter().flatten().collect()
        }
    }
}

/// A bar for each figure that is moved, from less of it to more, the widest on top.
pub(super) fn tornado(swings: &[Swing], expected: f64, language: Language) -> Markup {
    let ends = swings.iter().flat_map(|swing| [swing.less, swing.more]);
    let (low, high) = ends.fold((expected, expected), |(low, high), end| {
        (low.min(end), high.max(end))
    });
    let scale = Scale {
        low,
        high,
        from: NAMES + 60.0,
        to: WIDTH - 60.0,
    };
    let tall = ROW * swings.len() as f64 + EDGE;
    html! {
        svg class="wide" viewBox=(format!("0 0 {WIDTH} {tall}")) role="img" aria-label=(say(language, words::MOVED)) {
            @for (row, swing) in swings.iter().enumerate() {
                @let middle = (row as f64 + 0.5) * ROW;
                text class="name" x="0" y=(px(middle + 4.5)) {
                    (told(language, &swing.words.map(str::to_owned))) " ± " (swing.by)
                }
                @for (end, class) in [(swing.less, "bar"), (swing.more, "second")] {
                    @let (from, to) = (scale.at(end.min(expected)), scale.at(end.max(expected)));
                    rect class=(class) x=(px(from)) y=(px(middle - 8.0)) width=(px(to - from)) height="16" {}
                    @let left = end < expected;
                    @let far = (end - expected).abs() + 1e-9 >= (swing.less - expected).abs().max((swing.more - expected).abs());
                    @if far || (to - from) > LABEL {
                    text class="tick" text-anchor=(if left { "end" } else { "start" })
                        x=(px(scale.at(end) + if left { -5.0 } else { 5.0 })) y=(px(middle + 4.0)) { (language.number(end, 1)) }
                    }
                }
            }
            line class="axis" x1=(px(scale.at(expected))) x2=(px(scale.at(expected))) y1="0" y2=(px(tall - EDGE)) {}
            text class="tick" text-anchor="middle" x=(px(scale.at(expected))) y=(px(tall - 8.0)) { (language.number(expected, 1)) " " (say(language, words::TEAM)) }
        }
    }
}
