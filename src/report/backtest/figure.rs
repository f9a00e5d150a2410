//! The figures of a back-test: bars of errors with their floor, bands held with their errors.

use super::words::{self, Pair, fill, say};
use crate::forecast::{Calibration, LEVELS, MethodScore, PerSpan};
use crate::plan::Backtest;
use crate::report::figure::{px, ticks};
use crate::report::words::Language;
use maud::{Markup, html};

const WIDTH: f64 = 980.0;
const NAMES: f64 = 150.0;
const GAP: f64 = 26.0;
const ABOVE: f64 = 30.0;
const ROW: f64 = 26.0;
const BELOW: f64 = 24.0;

/// A share of one span.
type Figure = fn(&PerSpan) -> f64;
/// How sure the laws of one span were.
type Part = fn(&MethodScore) -> &Calibration;

/// Panels side by side over the same rows, one per method.
struct Panels {
    count: usize,
    rows: usize,
}

impl Panels {
    fn width(&self) -> f64 {
        let count = self.count as f64;
        (WIDTH - NAMES - GAP * count) / count
    }

    fn left(&self, panel: usize) -> f64 {
        NAMES + panel as f64 * (self.width() + GAP)
    }

    fn middle(row: usize) -> f64 {
        ABOVE + (row as f64 + 0.5) * ROW
    }

    fn bottom(&self) -> f64 {
        ABOVE + self.rows as f64 * ROW
    }

    fn draw(&self, label: &str, names: &[&str], panels: &[Markup]) -> Markup {
        let tall = self.bottom() + BELOW;
        html! {
            svg class="wide" viewBox=(format!("0 0 {WIDTH} {tall}")) role="img" aria-label=(label) {
                @for (row, name) in names.iter().enumerate() {
                    text class="name" x="0" y=(px(Self::middle(row) + 4.5)) { (name) }
                }
                @for panel in panels { (panel) }
            }
        }
    }

    /// Title, ticks and their lines of a panel from `low` to `high`.
    fn frame(&self, panel: usize, title: &str, ticks: &[f64], x: impl Fn(f64) -> f64) -> Markup {
        let (left, bottom) = (self.left(panel), self.bottom());
        html! {
            text class="day" x=(px(left)) y="16" { (title) }
            @for tick in ticks {
                line class="grid" x1=(px(x(*tick))) x2=(px(x(*tick))) y1=(px(ABOVE)) y2=(px(bottom)) {}
                text class="tick" text-anchor="middle" x=(px(x(*tick))) y=(px(bottom + 17.0)) { (tick) }
            }
            line class="axis" x1=(px(left)) x2=(px(left)) y1=(px(ABOVE)) y2=(px(bottom)) {}
        }
    }
}

fn names(test: &Backtest, language: Language) -> Vec<&str> {
    let methods = test.methods.iter();
    methods
        .map(|method| words::named(language, method.method))
        .collect()
}

/// Errors per interval, day and week by method, a line at the floor.
pub(super) fn errors(test: &Backtest, language: Language) -> Markup {
    let spans: [(Pair, Figure); 3] = [
        (words::PER_INTERVAL, |span| span.interval.0),
        (words::PER_DAY, |span| span.day.0),
        (words::PER_WEEK, |span| span.week.0),
    ];
    let panels = Panels {
        count: spans.len(),
        rows: test.methods.len(),
    };
    let drawn: Vec<Markup> = spans
        .into_iter()
        .enumerate()
        .map(|(nth, (word, of))| {
            let title = format!("{} {}", say(language, words::ERROR), say(language, word));
            error_panel(&panels, nth, &title, test, of, language)
        })
        .collect();
    panels.draw(
        say(language, words::FIGURE_ERRORS),
        &names(test, language),
        &drawn,
    )
}

fn error_panel(
    panels: &Panels,
    nth: usize,
    title: &str,
    test: &Backtest,
    of: Figure,
    language: Language,
) -> Markup {
    let percent = |span: &PerSpan| 100.0 * of(span);
    let most = test
        .methods
        .iter()
        .map(|method| percent(&method.error))
        .fold(0.0, f64::max);
    let marks = ticks(1.25 * most);
    let top = marks.last().copied().unwrap_or(1.0).max(1e-9);
    let left = panels.left(nth);
    let x = |value: f64| left + (value / top).clamp(0.0, 1.0) * panels.width();
    let floor = x(percent(&test.floor));
    html! {
        (panels.frame(nth, title, &marks, x))
        @for (row, method) in test.methods.iter().enumerate() {
            @let value = percent(&method.error);
            rect class="phone" x=(px(left)) y=(px(Panels::middle(row) - 8.0)) width=(px(x(value) - left)) height="16" {}
            text class="tick" x=(px(x(value) + 5.0)) y=(px(Panels::middle(row) + 4.5)) { (language.number(value, 1)) }
        }
        line class="present" x1=(px(floor)) x2=(px(floor)) y1=(px(ABOVE)) y2=(px(panels.bottom())) {}
    }
}

/// Shares that the bands held, per interval and per day, by level.
pub(super) fn bands(test: &Backtest, language: Language) -> Markup {
    let spans: [(Pair, Part); 2] = [
        (words::PER_INTERVAL, |method| &method.intervals),
        (words::PER_DAY, |method| &method.days),
    ];
    let panels = Panels {
        count: spans.len() * LEVELS.len(),
        rows: test.methods.len(),
    };
    let mut drawn = Vec::new();
    for (word, of) in spans {
        for (level, meant) in LEVELS.into_iter().enumerate() {
            let percent = language.number(100.0 * meant, 0);
            let held = fill(language, words::HELD, &[&percent]);
            let title = format!("{} {held}", say(language, word));
            let shares = test.methods.iter().map(|method| {
                let coverage = of(method).coverage.get(level);
                coverage.map(|c| (c.share.0, c.standard_error.unwrap_or(0.0)))
            });
            let shares: Vec<Option<(f64, f64)>> = shares.collect();
            drawn.push(band_panel(&panels, drawn.len(), &title, meant, &shares));
        }
    }
    panels.draw(
        say(language, words::FIGURE_BANDS),
        &names(test, language),
        &drawn,
    )
}

/// A dot per method between the lowest share and all, whiskers of two standard errors.
fn band_panel(
    panels: &Panels,
    nth: usize,
    title: &str,
    meant: f64,
    shares: &[Option<(f64, f64)>],
) -> Markup {
    let lowest = shares
        .iter()
        .flatten()
        .map(|(share, error)| share - 2.0 * error);
    let lowest = lowest.fold(meant, f64::min).max(0.0);
    let from = (5.0 * lowest - 0.2).floor().max(0.0) * 20.0;
    let x = |percent: f64| {
        let share = (percent - from) / (100.0 - from);
        panels.left(nth) + share.clamp(0.0, 1.0) * panels.width()
    };
    let step = if from < 60.0 { 20.0 } else { 10.0 };
    let count = ((100.0 - from) / step).floor() as u32;
    let marks: Vec<f64> = (0..=count)
        .map(|mark| from + f64::from(mark) * step)
        .collect();
    let line = x(100.0 * meant);
    html! {
        (panels.frame(nth, title, &marks, x))
        line class="present" x1=(px(line)) x2=(px(line)) y1=(px(ABOVE)) y2=(px(panels.bottom())) {}
        @for (row, share) in shares.iter().enumerate() {
            @if let Some((share, error)) = share {
                @let y = Panels::middle(row);
                line class="planned" x1=(px(x(100.0 * (share - 2.0 * error)))) x2=(px(x(100.0 * (share + 2.0 * error)))) y1=(px(y)) y2=(px(y)) {}
                circle class="actual" cx=(px(x(100.0 * share))) cy=(px(y)) r="3.2" {}
            }
        }
    }
}
