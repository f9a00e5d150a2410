//! Opening hours learnt from when contacts arrive.

use super::Queue;
use super::queue::weekday;
use crate::calendar::{ClockSpan, OpeningHours};

/// The weeks at the end of a record that its hours are learnt from.
const WEEKS: usize = 26;

/// Share of the days of a weekday on which contacts must arrive around a time.
const OFTEN: f64 = 0.25;

/// Share of the busiest interval's mean below which arrivals are strays.
const STRAY: f64 = 0.005;

/// The hours of each weekday in which contacts usually arrive, from the last half year.
///
/// An interval is open when contacts arrived within half an hour of it on at least a quarter of
/// the recorded days of its weekday, and when it is itself no stray: over 0.5 % of the busiest
/// interval. A pause of up to an hour does not close the line.
pub fn learn_hours(queue: &Queue) -> OpeningHours {
    let arrivals = Arrivals::count(queue);
    OpeningHours {
        week: std::array::from_fn(|day| arrivals.spans(day)),
        ..OpeningHours::default()
    }
}

/// Sums by weekday and interval of the day.
struct Arrivals {
    step: u32,
    /// Recorded days of each weekday.
    days: [f64; 7],
    /// Contacts, and days with any around that time.
    contacts: Vec<[f64; 7]>,
    around: Vec<[f64; 7]>,
}

impl Arrivals {
    fn count(queue: &Queue) -> Self {
        let grid = &queue.offered.grid;
        let intervals = (1440 / grid.step.max(1)) as usize;
        let mut arrivals = Self {
            step: grid.step,
            days: [0.0; 7],
            contacts: vec![[0.0; 7]; intervals],
            around: vec![[0.0; 7]; intervals],
        };
        let dates = grid.dates();
        for date in dates.iter().rev().take(7 * WEEKS) {
            let mut day = vec![None; intervals];
            for index in grid.day_range(*date) {
                let of_day = (grid.minute_of_day(index) / grid.step.max(1)) as usize;
                let value = queue.offered.values.get(index).copied().flatten();
                if let (Some(held), Some(value)) = (day.get_mut(of_day), value) {
                    *held = Some(value.0);
                }
            }
            arrivals.take(weekday(*date), &day);
        }
        arrivals
    }

    fn take(&mut self, weekday: usize, day: &[Option<f64>]) {
        if day.iter().all(Option::is_none) {
            return;
        }
        if let Some(days) = self.days.get_mut(weekday) {
            *days += 1.0;
        }
        let reach = (30 / self.step.max(1)) as usize;
        for index in 0..day.len() {
            let near = index.saturating_sub(reach)..(index + reach + 1).min(day.len());
            let any = day
                .get(near)
                .unwrap_or_default()
                .iter()
                .flatten()
                .any(|value| *value > 0.0);
            add(&mut self.around, index, weekday, f64::from(u8::from(any)));
            let value = day.get(index).copied().flatten().unwrap_or_default();
            add(&mut self.contacts, index, weekday, value);
        }
    }

    fn spans(&self, weekday: usize) -> Vec<ClockSpan> {
        let days = self.days.get(weekday).copied().unwrap_or_default();
        let peak = self.peak();
        let open = |index: &usize| {
            let around = at(&self.around, *index, weekday);
            let mean = at(&self.contacts, *index, weekday) / days;
            days > 0.0 && around >= OFTEN * days && mean > STRAY * peak
        };
        let mut spans: Vec<ClockSpan> = Vec::new();
        for index in (0..self.contacts.len()).filter(open) {
            let from = index as u32 * self.step;
            match spans.last_mut() {
                Some(span) if from <= span.to + 60 => span.to = from + self.step,
                _ => spans.push(ClockSpan {
                    from,
                    to: from + self.step,
                }),
            }
        }
        spans
    }

    /// The mean of the busiest interval of any weekday.
    fn peak(&self) -> f64 {
        let means = (0..7).flat_map(|weekday| {
            let days = self.days.get(weekday).copied().unwrap_or_default().max(1.0);
            (0..self.contacts.len()).map(move |index| at(&self.contacts, index, weekday) / days)
        });
        means.fold(0.0, f64::max)
    }
}

fn at(sums: &[[f64; 7]], index: usize, weekday: usize) -> f64 {
    let day = sums.get(index).and_then(|day| day.get(weekday));
    day.copied().unwrap_or_default()
}

fn add(sums: &mut [[f64; 7]], index: usize, weekday: usize, value: f64) {
    if let Some(sum) = sums.get_mut(index).and_then(|day| day.get_mut(weekday)) {
        *sum += value;
    }
}
