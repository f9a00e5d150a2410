//! Charts over the hours of a day, drawn as SVG by hand: axes, steps, bands, bars.

use maud::{Markup, html};

/// A value that holds from one minute to another; `None` leaves a gap.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Step {
    pub(super) from: i32,
    pub(super) to: i32,
    pub(super) value: Option<f64>,
}

/// A chart: minutes to the right, a quantity from zero upwards.
pub(super) struct Chart {
    title: String,
    window: (i32, i32),
    top: f64,
    hours: Vec<(i32, u32)>,
    marks: Vec<Markup>,
}

const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 210.0;
const LEFT: f64 = 40.0;
const RIGHT: f64 = 10.0;
const ABOVE: f64 = 28.0;
const BELOW: f64 = 24.0;

impl Chart {
    /// An empty chart up to at least `most`, with hours to label.
    pub(super) fn new(
        title: String,
        window: (i32, i32),
        hours: Vec<(i32, u32)>,
        most: f64,
    ) -> Self {
        let step = tick_step(most);
        Self {
            title,
            window,
            top: (most / step).ceil().max(1.0) * step,
            hours,
            marks: Vec::new(),
        }
    }

    /// The largest value that fits.
    pub(super) fn top(&self) -> f64 {
        self.top
    }

    /// Shades the stretches that have a value.
    pub(super) fn shade(&mut self, steps: &[Step], class: &str) {
        for run in runs(steps) {
            let (Some(first), Some(last)) = (run.first(), run.last()) else {
                continue;
            };
            let (from, to) = (self.x(first.from), self.x(last.to));
            let height = HEIGHT - ABOVE - BELOW;
            self.marks.push(html! {
                rect class=(class) x=(px(from)) y=(px(ABOVE)) width=(px(to - from)) height=(px(height)) {}
            });
        }
    }

    /// A band between two step lines over the same stretches.
    pub(super) fn band(&mut self, low: &[Step], high: &[Step], class: &str) {
        let (lows, highs) = (runs(low), runs(high));
        for (low, high) in lows.iter().zip(&highs) {
            let mut points = self.corners(high);
            points.extend(self.corners(low).into_iter().rev());
            let list: Vec<String> = points.iter().map(|(x, y)| pair(*x, *y)).collect();
            self.marks
                .push(html! { polygon class=(class) points=(list.join(" ")) {} });
        }
    }

    /// A line that steps from value to value.
    pub(super) fn line(&mut self, steps: &[Step], class: &str) {
        for run in runs(steps) {
            let list: Vec<String> = self
                .corners(run)
                .iter()
                .map(|(x, y)| pair(*x, *y))
                .collect();
            self.marks
                .push(html! { polyline class=(class) points=(list.join(" ")) {} });
        }
    }

    /// A bar for each value.
    pub(super) fn bars(&mut self, steps: &[Step], class: &str) {
        for step in steps {
            let Some(value) = step.value else { continue };
            let (x, y) = (self.x(step.from) + 0.5, self.y(value));
            let width = (self.x(step.to) - self.x(step.from) - 1.0).max(0.5);
            self.marks.push(html! {
                rect class=(class) x=(px(x)) y=(px(y)) width=(px(width)) height=(px(HEIGHT - BELOW - y)) {}
            });
        }
    }

    /// A dot in the middle of each stretch.
    pub(super) fn dots(&mut self, steps: &[Step], class: &str) {
        for step in steps {
            let Some(value) = step.value else { continue };
            let x = (self.x(step.from) + self.x(step.to)) / 2.0;
            self.marks
                .push(html! { circle class=(class) cx=(px(x)) cy=(px(self.y(value))) r="2.2" {} });
        }
    }

    /// The drawing.
    pub(super) fn draw(self) -> Markup {
        let (right, bottom) = (WIDTH - RIGHT, HEIGHT - BELOW);
        html! {
            svg viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) role="img" aria-label=(self.title) {
                text class="day" x=(px(LEFT)) y="15" { (self.title) }
                @for tick in ticks(self.top) {
                    line class="grid" x1=(px(LEFT)) x2=(px(right)) y1=(px(self.y(tick))) y2=(px(self.y(tick))) {}
                    text class="tick" text-anchor="end" x=(px(LEFT - 5.0)) y=(px(self.y(tick) + 4.0)) { (tick) }
                }
                @for mark in &self.marks { (mark) }
                line class="axis" x1=(px(LEFT)) x2=(px(right)) y1=(px(bottom)) y2=(px(bottom)) {}
                (hour_labels(&self.hours, bottom, |minute| self.x(minute)))
            }
        }
    }

    fn x(&self, minute: i32) -> f64 {
        let (from, to) = self.window;
        let share = f64::from(minute - from) / f64::from(to - from);
        LEFT + share.clamp(0.0, 1.0) * (WIDTH - LEFT - RIGHT)
    }

    fn y(&self, value: f64) -> f64 {
        let share = (value / self.top).clamp(0.0, 1.0);
        HEIGHT - BELOW - share * (HEIGHT - ABOVE - BELOW)
    }

    fn corners(&self, run: &[Step]) -> Vec<(f64, f64)> {
        let values = run.iter().filter_map(|step| Some((step, step.value?)));
        let ends = values.map(|(step, value)| [(step.from, value), (step.to, value)]);
        ends.flatten()
            .map(|(minute, value)| (self.x(minute), self.y(value)))
            .collect()
    }
}

/// A mark at each hour below `bottom`, and every second hour written where there are many.
pub(super) fn hour_labels(hours: &[(i32, u32)], bottom: f64, x: impl Fn(i32) -> f64) -> Markup {
    let every = hours.len().div_ceil(13).max(1);
    html! {
        @for (position, (minute, hour)) in hours.iter().enumerate() {
            line class="axis" x1=(px(x(*minute))) x2=(px(x(*minute))) y1=(px(bottom)) y2=(px(bottom + 4.0)) {}
            @if position % every == 0 {
                text class="tick" text-anchor="middle" x=(px(x(*minute))) y=(px(bottom + 17.0)) { (hour) }
            }
        }
    }
}

/// Maximal runs of neighbouring steps that have a value.
fn runs(steps: &[Step]) -> Vec<&[Step]> {
    let same = |a: &Step, b: &Step| a.value.is_some() == b.value.is_some() && a.to == b.from;
    let runs = steps.chunk_by(same);
    runs.filter(|run| run.iter().all(|step| step.value.is_some()))
        .collect()
}

/// The distance of ticks: 1, 2 or 5 times a power of ten, at most five of them up to `most`.
fn tick_step(most: f64) -> f64 {
    let most = if most.is_finite() && most > 0.0 {
        most
    } else {
        1.0
    };
    let power = 10f64.powf((most / 5.0).log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power);
    let fitting = steps.into_iter().find(|step| most / step <= 5.0 + 1e-9);
    fitting.unwrap_or(10.0 * power).max(1.0)
}

/// Round ticks from zero up to `top`.
pub(super) fn ticks(top: f64) -> Vec<f64> {
    let step = tick_step(top);
    (0..=(top / step).round() as u32)
        .map(|count| f64::from(count) * step)
        .collect()
}

/// A length on the drawing, in tenths.
pub(super) fn px(value: f64) -> String {
    format!("{:.1}", value + 0.0)
}

fn pair(x: f64, y: f64) -> String {
    format!("{},{}", px(x), px(y))
}

/// A coloured sample with its name.
pub(super) fn key(class: &str, name: &str) -> Markup {
    html! {
        span class="key" {
            svg class="swatch" viewBox="0 0 26 14" aria-hidden="true" {
                @match class {
                    "band" | "shade" | "bar" | "bar second" => { rect class=(class) x="1" y="1" width="24" height="12" {} },
                    "actual" => { circle class=(class) cx="7" cy="7" r="2.2" {} circle class=(class) cx="19" cy="7" r="2.2" {} },
                    _ => { line class=(class) x1="1" x2="25" y1="7" y2="7" {} },
                }
            }
            (name)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(ticks(20.0), vec![0.0, 5.0, 10.0, 15.0, 20.0]);
        assert_eq!(tick_step(7.3), 2.0);
        assert_eq!(tick_step(0.0), 1.0);
        assert_eq!(tick_step(f64::NAN), 1.0);
        assert_eq!(tick_step(130.0), 50.0);
    }

    #[test]
    fn gaps_break_lines() {
        let step = |from, value| Step {
            from,
            to: from + 15,
            value,
        };
        let steps = [
            step(0, Some(1.0)),
            step(15, Some(2.0)),
            step(30, None),
            step(45, Some(1.0)),
        ];
        let lengths: Vec<usize> = runs(&steps).iter().map(|run| run.len()).collect();
        assert_eq!(lengths, vec![2, 1]);
    }
}
