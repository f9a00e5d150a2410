//! What the charts of the page show of a plan.

use super::bridge::{BridgeRow, bridge_rows};
use super::figure::{Chart, Step, key};
use super::gantt::work_class;
use super::number::{sixtieths, wait};
use super::week::{Day, hours};
use super::words::{Language, Word};
use crate::calendar::Series;
use crate::plan::Plan;
use crate::units::{Contacts, Seconds};
use chrono::NaiveDate;
use maud::{Markup, html};

/// A plan with what its charts share.
pub(super) struct Charts<'a> {
    pub(super) plan: &'a Plan,
    pub(super) language: Language,
    pub(super) days: &'a [Day],
    pub(super) window: (i32, i32),
}

impl Charts<'_> {
    /// Expected contacts with their band, recent weeks, and what came where it is known by now.
    pub(super) fn forecast(&self, day: &Day) -> Markup {
        let plan = self.plan;
        let contacts = |value: &Contacts| Some(value.0);
        let known = |value: &Option<Contacts>| value.map(|contacts| contacts.0);
        let (low, high) = (&plan.forecast.low, &plan.forecast.high);
        let mut most = self
            .most(high, contacts)
            .max(self.most(&plan.recent, known));
        if let Some(actual) = &plan.actual {
            most = most.max(self.most(actual, known));
        }
        let mut chart = self.chart(day, most);
        chart.band(
            &self.open(day, low, contacts),
            &self.open(day, high, contacts),
            "band",
        );
        chart.line(&self.open(day, &plan.recent, known), "recent");
        chart.line(
            &self.open(day, &plan.forecast.contacts, contacts),
            "planned",
        );
        if let Some(actual) = &plan.actual {
            chart.dots(&self.open(day, actual, known), "actual");
        }
        chart.draw()
    }

    /// What the forecast's colours mean.
    pub(super) fn forecast_legend(&self) -> Markup {
        let mut keys = vec![
            ("planned", Word::Expected),
            ("band", Word::Band),
            ("recent", Word::Recent),
        ];
        if self.plan.actual.is_some() {
            keys.push(("actual", Word::Actual));
        }
        legend(&keys, self.language)
    }

    /// Agents required, at present where that is known, and planned.
    pub(super) fn coverage(&self, day: &Day) -> Markup {
        let plan = self.plan;
        let agents = |value: &crate::units::Agents| Some(value.0);
        let series = plan.sides().map(|side| &side.coverage);
        let most = series
            .chain([&plan.required])
            .map(|series| self.most(series, agents));
        let most = most.fold(0.0, f64::max);
        let mut chart = self.chart(day, most);
        chart.bars(&self.open(day, &plan.required, agents), "bar");
        if let Some(present) = &plan.present {
            chart.line(&self.open(day, &present.coverage, agents), "present");
        }
        chart.line(&self.open(day, &plan.planned.coverage, agents), "planned");
        chart.draw()
    }

    /// What the coverage's colours mean.
    pub(super) fn coverage_legend(&self) -> Markup {
        let mut keys = vec![("bar", Word::Required)];
        if self.plan.present.is_some() {
            keys.push(("present", Word::Present));
        }
        keys.push(("planned", Word::Planned));
        legend(&keys, self.language)
    }

    /// Minutes of wait under the rosters, with the windows of the external centre.
    pub(super) fn wait(&self, day: &Day) -> Markup {
        let plan = self.plan;
        let minutes = |value: &Option<Seconds>| value.map(Seconds::minutes);
        let waits = plan.sides().map(|side| &side.outcome.wait_by_interval);
        let most = waits
            .map(|waits| self.most(waits, minutes))
            .fold(0.0, f64::max);
        let mut chart = self.chart(day, most);
        if let Some(windows) = &plan.overflow_windows {
            chart.shade(
                &self.open(day, windows, |open| open.then_some(1.0)),
                "shade",
            );
        }
        if let Some(present) = &plan.present {
            let waits = &present.outcome.wait_by_interval;
            chart.line(&self.open(day, waits, minutes), "present");
        }
        let waits = &plan.planned.outcome.wait_by_interval;
        chart.line(&self.open(day, waits, minutes), "planned");
        chart.draw()
    }

    /// What the wait's colours mean.
    pub(super) fn wait_legend(&self) -> Markup {
        let mut keys = vec![("planned", Word::Planned)];
        if self.plan.present.is_some() {
            keys.insert(0, ("present", Word::Present));
        }
        if self.plan.overflow_windows.is_some() {
            keys.push(("shade", Word::Windows));
        }
        legend(&keys, self.language)
    }

    fn chart(&self, day: &Day, most: f64) -> Chart {
        let grid = &self.plan.open.grid;
        let title = self.language.long_day(day.date);
        Chart::new(title, self.window, hours(grid, day, self.window), most)
    }

    /// A day of a series, where the line is open.
    fn open<U>(&self, day: &Day, series: &Series<U>, of: impl Fn(&U) -> Option<f64>) -> Vec<Step> {
        let open = &self.plan.open.values;
        day.steps(series, |index, value| {
            let open = open.get(index).copied().unwrap_or(false);
            if open { of(value) } else { None }
        })
    }

    /// The largest value of a series on any day, where the line is open.
    fn most<U>(&self, series: &Series<U>, of: impl Fn(&U) -> Option<f64>) -> f64 {
        let steps = self.days.iter().flat_map(|day| self.open(day, series, &of));
        steps.filter_map(|step| step.value).fold(0.0, f64::max)
    }
}

/// Recorded and predicted wait of each day, as pairs of bars.
pub(super) fn calibration(days: &[(NaiveDate, Seconds, Seconds)], language: Language) -> Markup {
    let most = days
        .iter()
        .map(|(_, a, b)| a.0.max(b.0))
        .fold(60.0, f64::max);
    let height = |wait: Seconds| (wait.0 / most).clamp(0.0, 1.0) * 120.0;
    let pitch = 900.0 / days.len().max(1) as f64;
    let thick = (pitch * 0.36).min(26.0);
    let every = days.len().div_ceil(12).max(1);
    let bar = |class: &str, x: f64, value: Seconds| {
        let tall = height(value);
        let label = thick >= 25.0;
        html! {
            rect class=(class) x=(format!("{x:.1}")) y=(format!("{:.1}", 140.0 - tall)) width=(format!("{thick:.1}")) height=(format!("{tall:.1}")) {}
            @if label {
                text class="tick" text-anchor="middle" x=(format!("{:.1}", x + thick / 2.0)) y=(format!("{:.1}", 135.0 - tall)) { (wait(value.0)) }
            }
        }
    };
    html! {
        svg class="wide" viewBox="0 0 980 166" role="img" aria-label=(language.say(Word::CalibrationTitle)) {
            @for (position, (date, recorded, predicted)) in days.iter().enumerate() {
                @let middle = 40.0 + pitch * (position as f64 + 0.5);
                (bar("bar", middle - thick - 2.0, *recorded))
                (bar("bar second", middle + 2.0, *predicted))
                @if position % every == 0 {
                    text class="tick" text-anchor="middle" x=(format!("{middle:.1}")) y="158" { (language.day(*date)) }
                }
            }
            line class="axis" x1="40" x2="940" y1="140" y2="140" {}
        }
    }
}

/// What the calibration's colours mean.
pub(super) fn calibration_legend(language: Language) -> Markup {
    let keys = [("bar", Word::Recorded), ("bar second", Word::Predicted)];
    legend(&keys, language)
}

/// What classes of marks mean, in a row.
pub(super) fn legend(keys: &[(&str, Word)], language: Language) -> Markup {
    html! {
        p class="legend" {
            @for (class, word) in keys { (key(class, language.say(*word))) }
        }
    }
}

/// The hours bridge as a bar per roster of what paid time is used for, each part with its colour.
pub(super) fn bridge(plan: &Plan, kinds: &[String], language: Language) -> Markup {
    let rows = bridge_rows(plan, language);
    let coloured = |row: &BridgeRow| bridge_class(row, kinds, language);
    let parts: Vec<(BridgeRow, String)> = rows
        .into_iter()
        .filter_map(|row| coloured(&row).map(|class| (row, class)))
        .collect();
    let most = [
        |row: &BridgeRow| row.present.unwrap_or(0),
        |row: &BridgeRow| row.planned,
    ]
    .map(|of| parts.iter().map(|(row, _)| of(row)).sum::<i64>());
    let scale = 860.0 / most[0].max(most[1]).max(1) as f64;
    let present = || {
        let of = |(row, class): &'_ (BridgeRow, String)| Some((row.present?, class.clone()));
        parts.iter().filter_map(of)
    };
    let planned = parts
        .iter()
        .map(|(row, class)| (row.planned, class.clone()));
    let (below, tall) = match plan.present {
        Some(_) => (46.0, 86),
        None => (6.0, 46),
    };
    html! {
        svg class="wide" viewBox=(format!("0 0 980 {tall}")) role="img" aria-label=(language.say(Word::BridgeCaption)) {
            @if plan.present.is_some() { (stack(language.say(Word::Present), 6.0, scale, present())) }
            (stack(language.say(Word::Planned), below, scale, planned))
        }
        p class="legend" {
            @for (row, class) in &parts {
                span class="key" {
                    svg class="swatch" viewBox="0 0 26 14" aria-hidden="true" {
                        rect class=(class) x="1" y="1" width="24" height="12" {}
                    }
                    (row.label)
                }
            }
        }
    }
}

/// The colour of a line of the bridge that is a use of time; totals are none.
fn bridge_class(row: &BridgeRow, kinds: &[String], language: Language) -> Option<String> {
    let is = |word| row.label == language.say(word);
    let fixed = [
        (Word::Leave, "leave"),
        (Word::Breaks, "break"),
        (Word::Sickness, "sickness"),
        (Word::Unexplained, "sickness"),
        (Word::OnPhone, "phone"),
    ];
    let known = fixed.into_iter().find(|(word, _)| is(*word));
    let work = || {
        kinds
            .contains(&row.label)
            .then(|| work_class(&row.label, kinds))
    };
    known.map(|(_, class)| class.to_owned()).or_else(work)
}

fn stack(name: &str, y: f64, scale: f64, parts: impl Iterator<Item = (i64, String)>) -> Markup {
    let mut x = 110.0;
    let placed: Vec<(f64, f64, i64, String)> = parts
        .map(|(minutes, class)| {
            let (from, width) = (x, minutes.max(0) as f64 * scale);
            x += width;
            (from, width, minutes, class)
        })
        .collect();
    html! {
        text class="name" x="0" y=(format!("{:.1}", y + 20.0)) { (name) }
        @for (from, width, minutes, class) in placed {
            rect class=(class.as_str()) x=(format!("{from:.1}")) y=(format!("{y:.1}")) width=(format!("{width:.1}")) height="30" {}
            @if width > 46.0 {
                text class={ "inside on-" (class) } text-anchor="middle" x=(format!("{:.1}", from + width / 2.0)) y=(format!("{:.1}", y + 19.5)) { (sixtieths(minutes)) }
            }
        }
    }
}
