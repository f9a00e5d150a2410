//! What a finished roster does not give people: wishes not kept, agreed rules broken at their price,
//! unsocial shifts beyond a fair share; and the hours that are paid more.
//!
//! Read from the roster minute by minute, as the checker does; it shares nothing with the model
//! that weighs the same prices.

use super::check;
use super::people::unsocial_excess;
use super::text::clock_after;
use super::{Activity, Breach, Person, Roster, Setting, Shift, Span, Wish};
use crate::units::{Euros, Hours};
use serde::Serialize;

/// Something that a person does not get.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Concession {
    /// What: `wish`, `unsocial`, or the name of an agreed rule that has a price.
    pub what: &'static str,
    /// Id of the person.
    pub who: String,
    /// When.
    pub span: Span,
    /// What it is taken to cost.
    pub price: Euros,
}

/// All that a roster does not give, in order of kind, person and time.
///
/// The price of a rule is per breach of it, as the checker would find it; that of a wish per day on
/// which it is not kept; that of an unsocial shift times those that the person had above their
/// share (by contract) in the weeks before.
pub fn concessions(setting: &Setting, roster: &Roster) -> Vec<Concession> {
    let mut all = agreed(setting, roster);
    let excess = unsocial_excess(setting.people);
    for shift in roster
        .shifts
        .iter()
        .filter(|shift| !shift.segments.is_empty())
    {
        let place = setting.people.iter().position(|p| p.id == shift.person);
        let Some((person, excess)) = place.map(|at| (&setting.people[at], excess[at])) else {
            continue;
        };
        all.extend(crossed(person, shift, roster));
        all.extend(unsocial(setting, shift, roster, excess));
    }
    all.sort_by(|a, b| (a.what, &a.who, a.span).cmp(&(b.what, &b.who, b.span)));
    all
}

/// Days of a roster for which somebody wishes something, one for each wish.
pub fn wishes(setting: &Setting, roster: &Roster) -> usize {
    let dates = roster.grid.dates();
    let of = |wish: &Wish| dates.iter().filter(|date| wish.covers(**date)).count();
    let all = setting.people.iter().flat_map(|person| &person.wishes);
    all.map(of).sum()
}

/// Paid hours in the windows of allowances, each times its share: paid on top of the hours.
pub fn allowance_hours(setting: &Setting, roster: &Roster) -> Hours {
    let mut minutes = 0.0;
    for shift in &roster.shifts {
        let paid = shift
            .segments
            .iter()
            .filter(|segment| segment.activity != Activity::Lunch);
        for segment in paid {
            for allowance in &setting.rules.allowances {
                // A shift is paid by the windows of the date on which it begins.
                let weekday = chrono::Datelike::weekday(&shift.date).num_days_from_monday();
                let windows = allowance.windows[weekday as usize].iter();
                let inside: i32 = windows
                    .map(|w| Span::local(&roster.grid, shift.date, w.from, w.to))
                    .map(|window| window.overlap(segment.span))
                    .sum();
                minutes += f64::from(inside) * allowance.share.0;
            }
        }
    }
    Hours(minutes / 60.0)
}

fn agreed(setting: &Setting, roster: &Roster) -> Vec<Concession> {
    let broken = check::priced(setting, roster).into_iter();
    broken
        .map(|(breach, price): (Breach, Euros)| Concession {
            what: breach.rule,
            who: breach.who,
            span: Span {
                from: breach.from,
                to: breach.to,
            },
            price,
        })
        .collect()
}

/// First and last minute of a shift after the midnight that begins its date.
fn clock(shift: &Shift, roster: &Roster) -> (i32, i32) {
    let at = |minute: i32| clock_after(&roster.grid, shift.date, minute);
    (at(shift.span().from), at(shift.span().to))
}

fn crossed(person: &Person, shift: &Shift, roster: &Roster) -> Vec<Concession> {
    let (from, to) = clock(shift, roster);
    let crossed = person
        .wishes
        .iter()
        .filter(|wish| wish.covers(shift.date) && wish.is_crossed_by(from, to));
    crossed
        .map(|wish| Concession {
            what: "wish",
            who: person.id.clone(),
            span: shift.span(),
            price: wish.price,
        })
        .collect()
}

fn unsocial(setting: &Setting, shift: &Shift, roster: &Roster, excess: f64) -> Option<Concession> {
    let rule = setting.rules.unsocial?;
    let is_one = rule.holds(shift.date, clock(shift, roster).1);
    (is_one && excess > 0.0).then(|| Concession {
        what: "unsocial",
        who: shift.person.clone(),
        span: shift.span(),
        price: rule.price * excess,
    })
}
