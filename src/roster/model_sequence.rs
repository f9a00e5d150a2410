//! What a person's days may be one after the other: runs of days, late and early shifts, weekends and
//! starts, each forbidden or at a price.

use super::model::Model;
use super::model_day::Pattern;
use crate::units::Euros;
use std::sync::Arc;

/// What the days so far mean for those to come; what no rule asks about is not followed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sequence {
    /// Working days in a row up to here.
    run: u32,
    /// Could the day before them have been worked?
    open_before: bool,
    /// Was yesterday free, though it could have been worked?
    free: bool,
    /// Did a late shift end yesterday?
    late: bool,
    /// Start of the week's first shift, in minutes after midnight.
    first_start: Option<i32>,
    /// Was a day of this weekend worked?
    weekend: bool,
}

/// One day further.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub next: Sequence,
    /// What it breaks at a price.
    pub price: f64,
    /// Does it break nothing that has none?
    pub lawful: bool,
}

impl Step {
    fn to(next: Sequence) -> Self {
        Self {
            next,
            price: 0.0,
            lawful: true,
        }
    }

    fn breaks(&mut self, price: Option<Euros>) {
        match price {
            Some(price) => self.price += price.0,
            None => self.lawful = false,
        }
    }
}

impl Sequence {
    /// Before the first day.
    pub fn start(model: &Model, person: usize) -> Self {
        let staff = &model.staff[person];
        Self {
            run: staff.run_before,
            late: staff.late_before,
            ..Self::default()
        }
    }

    /// After a day without a shift.
    pub fn off(self, model: &Model, person: usize, day: usize) -> Step {
        let open = model.staff[person].workable[day];
        let least = model.setting.rules.consecutive_days_least;
        let mut step = Step::to(Self {
            run: 0,
            open_before: false,
            free: least.is_some() && open,
            late: false,
            ..self.into_week(model, day)
        });
        // A run that ended before the first day is no matter of this week.
        if let Some(least) = least.filter(|_| day > 0 && self.run > 0)
            && self.run < least.days
            && (self.open_before || open)
        {
            step.breaks(least.price);
        }
        step
    }

    /// After a day with a shift between these minutes after midnight.
    pub fn on(self, model: &Model, person: usize, day: usize, (from, to): (i32, i32)) -> Step {
        let rules = model.setting.rules;
        let week = self.into_week(model, day);
        let follows = |rule: bool| rule && model.days[day].weekday >= 5;
        let mut step = Step::to(Self {
            run: self.run + 1,
            open_before: if self.run == 0 {
                self.free
            } else {
                self.open_before
            },
            free: false,
            late: rules.late_early.is_some_and(|rule| to >= rule.late as i32),
            first_start: rules.same_start.map(|_| week.first_start.unwrap_or(from)),
            weekend: week.weekend || follows(rules.weekends_off.is_some()),
        });
        if step.next.run > rules.consecutive_days {
            step.breaks(None);
        }
        if let Some(rule) = rules.late_early.filter(|_| self.late)
            && from < rule.early as i32
        {
            step.breaks(rule.price);
        }
        if let (Some(rule), Some(first)) = (rules.same_start, week.first_start)
            && (from - first).abs() > rule.within.0
        {
            step.breaks(rule.price);
        }
        if let Some(rule) = rules.weekends_off
            && follows(!week.weekend && model.staff[person].weekend_due)
        {
            step.breaks(rule.price);
        }
        step
    }

    /// A Monday begins a new week.
    fn into_week(self, model: &Model, day: usize) -> Self {
        match model.days[day].weekday {
            0 => Self {
                first_start: None,
                weekend: false,
                ..self
            },
            _ => self,
        }
    }
}

impl Model<'_> {
    /// Shifts of a length that mean the same for all other days have the same class of start.
    pub fn start_class(&self, start: usize, length: usize) -> usize {
        let rules = self.setting.rules;
        if self.rest_binds || rules.same_start.is_some() {
            return start;
        }
        self.late_early_class(start, length)
    }

    /// Is a shift late, is it early: a number for each of the four.
    pub fn late_early_class(&self, start: usize, length: usize) -> usize {
        let (from, to) = self.clock(start, length);
        self.setting.rules.late_early.map_or(0, |rule| {
            usize::from(to >= rule.late as i32) + 2 * usize::from(from < rule.early as i32)
        })
    }
}

/// A person's patterns, by day.
type Patterns = [Option<Arc<Pattern>>];

/// What the order of a person's days costs.
pub(super) fn sequence_price(model: &Model, person: usize, patterns: &Patterns) -> f64 {
    steps(model, person, patterns).map(|step| step.price).sum()
}

/// May the person's days stand in this order, with enough rest between any two?
pub(super) fn is_in_order(model: &Model, person: usize, patterns: &Patterns) -> bool {
    let mut end = model.staff[person].end_before;
    let mut rested = |(day, pattern): (usize, &Option<Arc<Pattern>>)| {
        let span = match pattern {
            Some(pattern) => {
                let from = model.days[day].origin + pattern.start as i32 * model.sizes.unit;
                Some((from, from + model.lengths[pattern.length].presence))
            }
            None => model.staff[person].locked[day].map(|span| (span.from, span.to)),
        };
        let Some((from, to)) = span else { return true };
        let rest = end.replace(to).map_or(i32::MAX, |end| from - end);
        rest >= model.setting.rules.daily_rest.0 || pattern.is_none()
    };
    let lawful = steps(model, person, patterns).all(|step| step.lawful);
    lawful && patterns.iter().enumerate().all(&mut rested)
}

/// The steps from day to day; what is locked stands, whatever it breaks.
fn steps(model: &Model, person: usize, patterns: &Patterns) -> impl Iterator<Item = Step> {
    let mut sequence = Sequence::start(model, person);
    patterns.iter().enumerate().map(move |(day, pattern)| {
        let locked = model.staff[person].locked_clock[day];
        let step = match (pattern, locked) {
            (Some(pattern), _) => {
                let clock = model.clock(pattern.start, pattern.length);
                sequence.on(model, person, day, clock)
            }
            (None, Some(clock)) => Step {
                lawful: true,
                ..sequence.on(model, person, day, clock)
            },
            (None, None) => sequence.off(model, person, day),
        };
        sequence = step.next;
        step
    })
}
