//! A roster under construction: who does what, what is covered, and what it costs.

use super::model::{CONTACTS, Model, WORK};
use super::model_curve::Curve;
use super::model_day::{Cap, Choice, Gains, Pattern};
use super::model_sequence::{is_in_order, sequence_price};
use super::model_week::missed;
use super::model_work::Asked;
use super::{Activity, Segment, Shift, Span};
use std::sync::Arc;

/// Everybody's patterns and what follows from them.
#[derive(Clone)]
pub(super) struct State {
    /// By person and day.
    pub patterns: Vec<Vec<Option<Arc<Pattern>>>>,
    /// Minutes of coverage by interval.
    pub cover: Vec<i32>,
    /// People by kind, day and unit.
    pub staffed: Vec<Vec<Vec<i32>>>,
    /// Minutes by kind and day.
    pub minutes: Vec<Vec<i32>>,
    /// Seats taken by site, day and unit.
    pub seated: Vec<Vec<Vec<i32>>>,
    /// Paid minutes by person.
    pub paid: Vec<i32>,
}

/// What a state costs and what it leaves undone.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Score {
    /// By the terms, with the prices of what must not be.
    pub cost: f64,
    /// Waiting, contact-seconds.
    pub waiting: f64,
    /// Contacts outside.
    pub overflow: f64,
    /// Seats taken that are not there, in units.
    pub seats: i32,
}

impl State {
    /// Locked shifts only.
    pub fn new(model: &Model) -> Self {
        let mut state = Self::empty(model);
        for shift in model.setting.locked {
            state.lock(model, shift);
        }
        state
    }

    /// Nothing at all.
    pub fn empty(model: &Model) -> Self {
        let by_unit = || {
            model
                .days
                .iter()
                .map(|day| vec![0; day.units])
                .collect::<Vec<_>>()
        };
        Self {
            patterns: vec![vec![None; model.days.len()]; model.staff.len()],
            cover: vec![0; model.grid.len],
            staffed: model.kinds.iter().map(|_| by_unit()).collect(),
            minutes: vec![vec![0; model.days.len()]; model.kinds.len()],
            seated: model.seats.iter().map(|_| by_unit()).collect(),
            paid: vec![0; model.staff.len()],
        }
    }

    fn lock(&mut self, model: &Model, shift: &Shift) {
        let person = model
            .setting
            .people
            .iter()
            .position(|person| person.id == shift.person);
        let day = model.days.iter().position(|day| day.date == shift.date);
        let (Some(person), Some(day)) = (person, day) else {
            return;
        };
        for segment in &shift.segments {
            match &segment.activity {
                Activity::Contacts => self.lock_contacts(model, segment.span),
                Activity::Work(name) => self.lock_work(model, day, name, segment.span),
                Activity::Break | Activity::Lunch | Activity::Absent => {}
            }
            self.lock_seat(model, person, day, segment);
        }
    }

    fn lock_contacts(&mut self, model: &Model, span: Span) {
        let step = model.sizes.step;
        for (interval, cover) in self.cover.iter_mut().enumerate() {
            let from = interval as i32 * step;
            *cover += span.overlap(Span {
                from,
                to: from + step,
            });
        }
    }

    fn lock_work(&mut self, model: &Model, day: usize, name: &str, span: Span) {
        let Some(kind) = model.setting.work.iter().position(|work| work.name == name) else {
            return;
        };
        self.minutes[kind][day] += span.minutes().0;
        for (unit, people) in self.staffed[kind][day].iter_mut().enumerate() {
            let whole = unit_span(model, day, unit);
            *people += i32::from(span.overlap(whole) == model.sizes.unit);
        }
    }

    fn lock_seat(&mut self, model: &Model, person: usize, day: usize, segment: &Segment) {
        let code = match &segment.activity {
            Activity::Contacts => CONTACTS,
            Activity::Break => super::model::BREAK,
            // Neither takes a seat.
            Activity::Lunch | Activity::Absent => super::model::LUNCH,
            Activity::Work(name) => {
                let kind = model
                    .setting
                    .work
                    .iter()
                    .position(|work| work.name == *name);
                kind.map_or(CONTACTS, |kind| WORK + kind as u8)
            }
        };
        let (Some(site), true) = (model.staff[person].site, model.seated(code)) else {
            return;
        };
        for (unit, seats) in self.seated[site][day].iter_mut().enumerate() {
            *seats += i32::from(segment.span.overlap(unit_span(model, day, unit)) > 0);
        }
    }

    /// Gives a person a day.
    pub fn put(&mut self, model: &Model, person: usize, pattern: Arc<Pattern>) {
        self.count(model, person, &pattern, 1);
        let day = pattern.day;
        self.patterns[person][day] = Some(pattern);
    }

    /// Takes a person's day away.
    pub fn take(&mut self, model: &Model, person: usize, day: usize) -> Option<Arc<Pattern>> {
        let pattern = self.patterns[person][day].take()?;
        self.count(model, person, &pattern, -1);
        Some(pattern)
    }

    fn count(&mut self, model: &Model, person: usize, pattern: &Pattern, sign: i32) {
        let (day, unit_minutes) = (pattern.day, model.sizes.unit);
        let length = &model.lengths[pattern.length];
        self.paid[person] += sign * length.paid;
        let tail = (length.tail > 0).then_some((pattern.tail, length.tail));
        let whole = pattern.codes.iter().map(|code| (*code, unit_minutes));
        for (offset, (code, minutes)) in whole.chain(tail).enumerate() {
            let unit = pattern.start + offset;
            if code == CONTACTS {
                self.cover[model.interval(day, unit)] += sign * minutes;
            } else if code >= WORK {
                let kind = usize::from(code - WORK);
                self.minutes[kind][day] += sign * minutes;
                if minutes == unit_minutes {
                    self.staffed[kind][day][unit] += sign;
                }
            }
            if let (Some(site), true) = (model.staff[person].site, model.seated(code)) {
                self.seated[site][day][unit] += sign;
            }
        }
    }

    /// What the state costs.
    pub fn score(&self, model: &Model) -> Score {
        let (mut euros, mut waiting, mut overflow) = (0.0, 0.0, 0.0);
        for (curve, cover) in model.curves.intervals.iter().zip(&self.cover) {
            if let Some(curve) = curve {
                let minutes = minutes_of(curve, *cover);
                euros += curve.euros[minutes];
                waiting += curve.waiting[minutes];
                overflow += curve.overflow[minutes];
            }
        }
        let over = |value: f64, most: Option<f64>| most.map_or(0.0, |most| (value - most).max(0.0));
        let (terms, prices) = (model.terms, &model.prices);
        let seats = self.seats_over(model);
        let cost = euros
            + over(waiting, terms.waiting_max) * prices.waiting_over
            + over(overflow, terms.overflow_max) * prices.overflow_over
            + self.work_short(model)
            + self.people(model)
            + f64::from(seats) * prices.seat;
        Score {
            cost,
            waiting,
            overflow,
            seats,
        }
    }

    fn seats_over(&self, model: &Model) -> i32 {
        let over = |(taken, seats): (&Vec<Vec<i32>>, &i32)| -> i32 {
            taken
                .iter()
                .flatten()
                .map(|taken| (taken - seats).max(0))
                .sum()
        };
        self.seated.iter().zip(&model.seats).map(over).sum()
    }

    fn work_short(&self, model: &Model) -> f64 {
        let mut minutes = 0;
        for (index, kind) in model.kinds.iter().enumerate() {
            for (day, the_day) in model.days.iter().enumerate() {
                minutes += (kind.minutes_on(day) - self.minutes[index][day]).max(0);
                if let Asked::Staffed(_) = kind.asked {
                    let short =
                        |unit| (kind.people_at(day, unit) - self.staffed[index][day][unit]).max(0);
                    minutes += (0..the_day.units).map(short).sum::<i32>() * model.sizes.unit;
                }
            }
        }
        f64::from(minutes) / 60.0 * model.prices.work_hour
    }

    /// Paid hours and what they cost more, hours off the contract and sessions not held.
    fn people(&self, model: &Model) -> f64 {
        let one = |person: usize| {
            let paid = f64::from(self.paid[person]) / 60.0 * model.terms.hour.0;
            let off = f64::from((self.paid[person] - model.staff[person].target).abs()) / 60.0;
            paid + off * model.terms.contract_hour.0
                + model.week_extra(person, &self.patterns[person])
                + missed(model, person, self.sessions(model, person))
        };
        (0..self.paid.len()).map(one).sum()
    }

    /// What the order of a person's days costs with this choice among them; `None` where it may not be.
    pub fn order_price(&self, model: &Model, person: usize, choice: &Choice) -> Option<f64> {
        if !model.start_matters {
            return Some(0.0);
        }
        let mut patterns = self.patterns[person].clone();
        patterns[choice.day] = Some(Arc::new(Pattern {
            day: choice.day,
            start: choice.start,
            length: choice.length,
            codes: Vec::new(),
            tail: CONTACTS,
        }));
        let price = sequence_price(model, person, &patterns);
        is_in_order(model, person, &patterns).then_some(price)
    }

    /// The sessions that a person holds, a bit for each that is owed.
    pub fn sessions(&self, model: &Model, person: usize) -> u32 {
        let held = |kind: usize| {
            let code = WORK + kind as u8;
            let patterns = self.patterns[person].iter().flatten();
            patterns
                .into_iter()
                .any(|pattern| pattern.codes.contains(&code))
        };
        let owed = model.staff[person].sessions.iter().enumerate();
        owed.map(|(index, kind)| u32::from(held(*kind)) << index)
            .sum()
    }

    /// What each activity of one more person on a day gains, at these priced curves.
    pub fn gains(
        &self,
        model: &Model,
        person: usize,
        day: usize,
        priced: &[Option<Vec<f64>>],
    ) -> Gains {
        let units = model.days[day].units;
        let tails = |length: &super::model::Length| {
            (0..=units)
                .map(|unit| self.gain(model, day, unit, length.tail, priced))
                .collect()
        };
        let all = |unit| self.gain(model, day, unit, model.sizes.unit, priced);
        let (work, capped) = self.work_gains(model, day);
        Gains {
            contact: (0..units).map(all).collect(),
            tail: model.lengths.iter().map(tails).collect(),
            work,
            capped,
            seat: self.seat_gains(model, person, day),
            thrifty: true,
        }
    }

    /// What so many more minutes of contacts in a unit gain.
    fn gain(
        &self,
        model: &Model,
        day: usize,
        unit: usize,
        more: i32,
        priced: &[Option<Vec<f64>>],
    ) -> f64 {
        let interval = model.interval(day, unit);
        let Some(Some(curve)) = priced.get(interval) else {
            return 0.0;
        };
        let from = self.cover[interval] + model.minutes_before(day, unit);
        let at = |minutes: i32| curve[(minutes.max(0) as usize).min(curve.len() - 1)];
        at(from) - at(from + more)
    }

    fn work_gains(&self, model: &Model, day: usize) -> (Vec<Vec<f64>>, Vec<Option<Cap>>) {
        let minute = model.prices.work_hour / 60.0;
        let unit_price = minute * f64::from(model.sizes.unit);
        let sums = |index: usize| {
            let kind = &model.kinds[index];
            let short = |unit| kind.people_at(day, unit) > self.staffed[index][day][unit];
            prefix(
                (0..model.days[day].units).map(|unit| if short(unit) { unit_price } else { 0.0 }),
            )
        };
        let cap = |index: usize| match model.kinds[index].asked {
            Asked::Hours(_) => Some(Cap {
                per_minute: minute,
                minutes: (model.kinds[index].minutes_on(day) - self.minutes[index][day]).max(0),
            }),
            _ => None,
        };
        let kinds = 0..model.kinds.len();
        (kinds.clone().map(sums).collect(), kinds.map(cap).collect())
    }

    fn seat_gains(&self, model: &Model, person: usize, day: usize) -> Vec<f64> {
        let price = |unit: usize| match model.staff[person].site {
            Some(site) if self.seated[site][day][unit] >= model.seats[site] => model.prices.seat,
            _ => 0.0,
        };
        prefix((0..model.days[day].units).map(price))
    }
}

/// Sums from nothing up to each value.
pub(super) fn prefix(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut sums = vec![0.0];
    let mut sum = 0.0;
    for value in values {
        sum += value;
        sums.push(sum);
    }
    sums
}

fn minutes_of(curve: &Curve, cover: i32) -> usize {
    (cover.max(0) as usize).min(curve.waiting.len() - 1)
}

fn unit_span(model: &Model, day: usize, unit: usize) -> Span {
    let from = model.days[day].origin + unit as i32 * model.sizes.unit;
    Span {
        from,
        to: from + model.sizes.unit,
    }
}

/// The shift that a pattern is.
pub(super) fn shift(model: &Model, person: usize, pattern: &Pattern) -> Shift {
    let day = &model.days[pattern.day];
    let mut segments: Vec<Segment> = Vec::new();
    let mut at = day.origin + pattern.start as i32 * model.sizes.unit;
    let tail = (pattern.tail, model.lengths[pattern.length].tail);
    let whole = pattern.codes.iter().map(|code| (*code, model.sizes.unit));
    for (code, minutes) in whole.chain([tail]).filter(|(_, minutes)| *minutes > 0) {
        let activity = activity(model, code);
        match segments.last_mut() {
            Some(last) if last.activity == activity => last.span.to += minutes,
            _ => segments.push(Segment {
                activity,
                span: Span {
                    from: at,
                    to: at + minutes,
                },
            }),
        }
        at += minutes;
    }
    Shift {
        person: model.setting.people[person].id.clone(),
        date: day.date,
        segments,
    }
}

fn activity(model: &Model, code: u8) -> Activity {
    match code {
        CONTACTS => Activity::Contacts,
        super::model::BREAK => Activity::Break,
        super::model::LUNCH => Activity::Lunch,
        work => Activity::Work(model.setting.work[usize::from(work - WORK)].name.clone()),
    }
}
