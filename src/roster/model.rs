//! The week as the solver sees it: people, days and kinds of work by index, time in units.
//!
//! A *unit* is the longest time that divides every start, window, break and interval; a shift
//! begins on a unit and ends on one, but for a *tail* of less than a unit where its paid length
//! (7:12) is no multiple.

use super::model_curve::Curves;
use super::model_extra::{allowances, extras};
use super::model_people::{Staff, staff};
use super::model_work::{Kind, kinds};
use super::{Setting, Span, Terms, Waits};
use crate::calendar::Grid;
use chrono::{Datelike, NaiveDate};

/// Activity of a unit of a shift.
pub(super) const CONTACTS: u8 = 0;
/// A short break.
pub(super) const BREAK: u8 = 1;
/// Lunch.
pub(super) const LUNCH: u8 = 2;
/// The first kind of other work; kind `k` is `WORK + k`.
pub(super) const WORK: u8 = 3;

/// Work before lunch and after it lasts at least this, in minutes.
const LUNCH_EDGE: i32 = 60;

/// A day on which shifts may lie.
pub(super) struct Day {
    /// Its local date.
    pub date: NaiveDate,
    /// Weekday, 0 is Monday.
    pub weekday: usize,
    /// Minute of the grid at which unit 0 begins: the earliest start.
    pub origin: i32,
    /// Units until the latest end.
    pub units: usize,
    /// Is any interval open?
    pub open: bool,
}

/// A paid length and what it takes of a day.
pub(super) struct Length {
    /// Paid minutes.
    pub paid: i32,
    /// Does it have a lunch?
    pub lunch: bool,
    /// Minutes from start to end.
    pub presence: i32,
    /// Whole units from start to end.
    pub units: usize,
    /// Minutes after them.
    pub tail: i32,
}

/// Durations in units.
pub(super) struct Sizes {
    /// Minutes of a unit.
    pub unit: i32,
    /// Intervals' minutes.
    pub step: i32,
    /// A short break.
    pub short_break: usize,
    /// Least work between a short break that is due and either end of its part, rounded up.
    pub break_edge: usize,
    /// Lunch.
    pub lunch: usize,
    /// Longest stretch of screen work, rounded down.
    pub stretch: usize,
    /// Work before and after lunch, rounded up.
    pub edge: usize,
}

/// Prices of what must not be, per hour or minute, well above every price that a user pays.
pub(super) struct Prices {
    /// The dearest hour: paid, or short of the requirement.
    pub hour: f64,
    /// An hour of other work without hands.
    pub work_hour: f64,
    /// A contact-second of waiting above the week's target.
    pub waiting_over: f64,
    /// A contact outside above the week's maximum.
    pub overflow_over: f64,
    /// A unit on a seat that is not there.
    pub seat: f64,
}

/// The compiled week.
pub(super) struct Model<'a> {
    pub setting: &'a Setting<'a>,
    pub terms: &'a Terms,
    pub grid: Grid,
    pub sizes: Sizes,
    pub prices: Prices,
    pub lengths: Vec<Length>,
    pub days: Vec<Day>,
    pub kinds: Vec<Kind>,
    pub staff: Vec<Staff>,
    pub curves: Curves,
    /// Seats of each site in use by index.
    pub seats: Vec<i32>,
    /// Can the rest between two days be too short?
    pub rest_binds: bool,
    /// Does it matter for other days when a shift starts?
    pub start_matters: bool,
    /// Does anything cost money beside the hours?
    pub has_extras: bool,
    /// Euros of a shift for wishes and fairness, by person, day, length and start.
    pub extras: Vec<Vec<Vec<Vec<f64>>>>,
    /// Allowances by day: sums in euros from unit 0 up to each unit.
    pub allowances: Vec<Vec<f64>>,
}

impl<'a> Model<'a> {
    /// Compiles a setting.
    pub fn new(setting: &'a Setting<'a>, terms: &'a Terms, waits: &dyn Waits) -> Self {
        let grid = setting.open.grid;
        let unit = unit(setting, &grid);
        let sizes = sizes(setting, unit, grid.step as i32);
        let days = days(setting, &grid, unit);
        let kinds = kinds(setting, &days, &sizes);
        let sites: Vec<&String> = setting.seats.keys().collect();
        let lengths = lengths(setting, unit);
        let day_span = setting
            .shifts
            .latest
            .saturating_sub(setting.shifts.earliest) as i32;
        let rest_binds = 24 * 60 - day_span < setting.rules.daily_rest.0;
        let rules = setting.rules;
        let mut model = Self {
            setting,
            terms,
            grid,
            prices: prices(terms),
            curves: Curves::new(setting, terms, waits),
            seats: setting.seats.values().map(|seats| *seats as i32).collect(),
            rest_binds,
            start_matters: rest_binds || rules.late_early.is_some() || rules.same_start.is_some(),
            has_extras: has_extras(setting),
            extras: Vec::new(),
            allowances: Vec::new(),
            sizes,
            lengths,
            days,
            kinds,
            staff: Vec::new(),
        };
        model.staff = staff(&model, &sites);
        model.extras = extras(&model);
        model.allowances = (0..model.days.len())
            .map(|day| allowances(&model, day))
            .collect();
        model
    }

    /// The interval in which a unit of a day lies.
    pub fn interval(&self, day: usize, unit: usize) -> usize {
        let minute = self.days[day].origin + unit as i32 * self.sizes.unit;
        (minute.max(0) / self.sizes.step) as usize
    }

    /// Minutes of the interval that lie before the unit.
    pub fn minutes_before(&self, day: usize, unit: usize) -> i32 {
        let minute = self.days[day].origin + unit as i32 * self.sizes.unit;
        minute.rem_euclid(self.sizes.step)
    }

    /// May a shift start at this unit of the day?
    pub fn starts_at(&self, unit: usize) -> bool {
        let clock = self.setting.shifts.earliest as i32 + unit as i32 * self.sizes.unit;
        clock % (self.setting.shifts.start_step.max(1) as i32) == 0
    }

    /// Does the activity take a seat of the site?
    pub fn seated(&self, code: u8) -> bool {
        match code {
            CONTACTS | BREAK => true,
            LUNCH => false,
            work => self.kinds[usize::from(work - WORK)].seat,
        }
    }
}

/// Is anything agreed or wished that costs money beside the hours?
fn has_extras(setting: &Setting) -> bool {
    let rules = setting.rules;
    let wishes = setting
        .people
        .iter()
        .any(|person| !person.wishes.is_empty());
    let prices = [
        rules.late_early.and_then(|rule| rule.price),
        rules.consecutive_days_least.and_then(|rule| rule.price),
        rules.weekends_off.and_then(|rule| rule.price),
        rules.same_start.and_then(|rule| rule.price),
        rules.unsocial.map(|rule| rule.price),
    ];
    wishes || !rules.allowances.is_empty() || prices.iter().any(Option::is_some)
}

/// The largest number that divides both.
pub(super) fn gcd(a: i32, b: i32) -> i32 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// The longest time that divides all that is placed; at least a minute.
fn unit(setting: &Setting, grid: &Grid) -> i32 {
    let shifts = setting.shifts;
    let fixed = [
        grid.step,
        shifts.start_step,
        shifts.earliest,
        shifts.lunch_window.from,
        shifts.lunch.0.unsigned_abs(),
        shifts.short_break.0.unsigned_abs(),
    ];
    let work = setting.work.iter().flat_map(super::model_work::times);
    let all = fixed.into_iter().chain(work);
    all.fold(0, |unit, time| gcd(unit, time as i32)).max(1)
}

fn sizes(setting: &Setting, unit: i32, step: i32) -> Sizes {
    let units = |minutes: i32| (minutes / unit).max(0) as usize;
    Sizes {
        unit,
        step,
        short_break: units(setting.shifts.short_break.0).max(1),
        break_edge: (setting.shifts.break_edge.0.max(1) as usize).div_ceil(unit as usize),
        lunch: units(setting.shifts.lunch.0),
        stretch: units(setting.rules.screen_stretch.0).max(1),
        edge: (LUNCH_EDGE as usize).div_ceil(unit as usize),
    }
}

fn days(setting: &Setting, grid: &Grid, unit: i32) -> Vec<Day> {
    let shifts = setting.shifts;
    let day = |date: NaiveDate| {
        let span = Span::local(grid, date, shifts.earliest, shifts.latest);
        let intervals = grid.day_range(date);
        let any_open = setting.open.values.get(intervals);
        Day {
            date,
            weekday: date.weekday().num_days_from_monday() as usize,
            origin: span.from,
            units: ((span.to - span.from) / unit).max(0) as usize,
            open: any_open.is_some_and(|open| open.contains(&true))
                && !setting.holidays.contains(&date),
        }
    };
    grid.dates().into_iter().map(day).collect()
}

/// Paid lengths that the law allows with the breaks that they get.
fn lengths(setting: &Setting, unit: i32) -> Vec<Length> {
    let (rules, shifts) = (setting.rules, setting.shifts);
    let length = |paid: i32| {
        let lunch = paid > rules.break_after.0;
        let presence = paid + if lunch { shifts.lunch.0 } else { 0 };
        Length {
            paid,
            lunch,
            presence,
            units: (presence / unit) as usize,
            tail: presence % unit,
        }
    };
    let broken_enough = |length: &Length| {
        let need = if length.presence > rules.break_after_long.0 {
            rules.break_least_long.0
        } else if length.presence > rules.break_after.0 {
            rules.break_least.0
        } else {
            return true;
        };
        let short = shifts.short_break.0;
        let stretches = length.paid / rules.screen_stretch.0.max(1);
        let counted = if short >= rules.break_part.0 {
            (stretches - 1).max(0) * short
        } else {
            0
        };
        (if length.lunch { shifts.lunch.0 } else { 0 }) + counted >= need
    };
    let all = shifts.paid.iter().map(|paid| length(paid.0));
    all.filter(|length| length.paid > 0 && length.presence <= rules.shift_max.0)
        .filter(broken_enough)
        .collect()
}

fn prices(terms: &Terms) -> Prices {
    let dearest = [terms.hour.0, terms.shortage_hour.0, 1.0]
        .into_iter()
        .fold(0.0, f64::max);
    Prices {
        hour: dearest,
        work_hour: 50.0 * dearest,
        waiting_over: (20.0 * terms.wait_minute.0).max(dearest / 60.0) / 60.0,
        overflow_over: 20.0 * terms.overflow_contact.0.max(1.0),
        seat: 100.0 * dearest,
    }
}
