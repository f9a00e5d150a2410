//! What a plan says of the external centre.

use super::candidates::Candidates;
use crate::config::Config;
use crate::outside::{Bill, Fees};
use crate::plan::exact::Kept;
use crate::plan::{Centre, Desk};
use crate::roster::{Roster, Span};
use crate::simulate::Overflow;
use crate::units::{Contacts, Euros, Seconds};
use chrono::NaiveDate;
use serde::Serialize;

/// The external centre in a planned week, by the exact wait.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct External {
    /// Were windows and thresholds decided, or are they as configured?
    pub decided: bool,
    /// The days on which it may take contacts.
    pub days: Vec<OutsideDay>,
    /// What its contacts cost in the week, by kind, at the exact number of them.
    pub bill: Bill,
    /// What is paid besides, whatever the week brings.
    pub fees: Fees,
    /// A week's part of the monthly fee.
    pub weekly_fee: Euros,
    /// The same roster with these and with other windows.
    pub alternatives: Vec<Alternative>,
}

/// A day of the external centre.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OutsideDay {
    /// The date.
    pub date: NaiveDate,
    /// When it is open; none: all day shut.
    pub windows: Vec<Window>,
    /// Contacts outside.
    pub contacts: Contacts,
}

/// When contacts go outside.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Window {
    /// From and to, minutes after the start of the grid.
    pub span: Span,
    /// A contact goes outside when it would wait longer than this.
    pub wait_above: Seconds,
}

/// The windows that are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Instead {
    /// None open.
    Shut,
    /// All that may be open, at the lowest threshold.
    AllOpen,
    /// As the plan has them.
    Planned,
}

/// The planned roster under some windows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Alternative {
    /// Which windows.
    pub windows: Instead,
    /// Average wait over all contacts, exactly.
    pub wait: Seconds,
    /// Contacts outside, exactly.
    pub contacts: Contacts,
    /// The external centre's bill.
    pub bill: Euros,
    /// Waiting at its price, and the bill.
    pub cost: Euros,
}

impl External {
    /// What is to be said; `None` without a contract, or where it is fixed and plain, or a day
    /// cannot be followed exactly.
    pub(in crate::plan) fn of(
        desk: &Desk,
        config: &Config,
        centre: &Centre,
        roster: &Roster,
    ) -> Option<Self> {
        let overflow = config.overflow.as_ref()?;
        let candidates = Candidates::of(overflow, &desk.traffic.open);
        if candidates.is_none() && overflow.contract.is_plain() {
            return None;
        }
        let now = desk.overflow.as_ref()?;
        let days = desk.exact_days(centre, roster, Some(now), &Kept::default())?;
        let (waiting, outside) = days.sums();
        let second = config.prices.wait_minute.0 / 60.0;
        let offered = desk
            .traffic
            .contacts
            .values
            .iter()
            .map(|c| c.0)
            .sum::<f64>();
        let alternative = |windows, (waiting, outside): (f64, f64)| {
            let bill = overflow.contract.bill(outside).total();
            Alternative {
                windows,
                wait: Seconds(waiting / offered.max(f64::MIN_POSITIVE)),
                contacts: Contacts(outside),
                bill,
                cost: bill + Euros(second * waiting),
            }
        };
        let under = |rule: Option<&Overflow>| {
            let days = desk.exact_days(centre, roster, rule, &Kept::default())?;
            Some(days.sums())
        };
        let mut alternatives = vec![alternative(Instead::Shut, under(None)?)];
        if let Some(candidates) = &candidates {
            let open = candidates.rule(&candidates.all_open(0));
            alternatives.push(alternative(Instead::AllOpen, under(Some(&open))?));
        }
        alternatives.push(alternative(Instead::Planned, (waiting, outside)));
        let may = candidates.map(|candidates| candidates.rule(&candidates.all_open(0)));
        let may = may.as_ref().unwrap_or(now);
        let outside_of = days.outside().collect::<Vec<_>>();
        Some(Self {
            decided: overflow.choice.is_some(),
            days: told_days(now, may, &outside_of),
            bill: overflow.contract.bill(outside),
            fees: overflow.contract.fees,
            weekly_fee: overflow.contract.fees.weekly(),
            alternatives,
        })
    }
}

/// The days on which contacts may go outside, with the windows that are open.
fn told_days(now: &Overflow, may: &Overflow, outside: &[f64]) -> Vec<OutsideDay> {
    let grid = now.wait_above.grid;
    let step = grid.step as i32;
    let days = grid.dates().into_iter().zip(outside);
    let days = days.filter_map(|(date, contacts)| {
        let range = grid.day_range(date);
        let mut may = may.wait_above.values[range.clone()].iter();
        may.any(Option::is_some).then(|| {
            let mut windows: Vec<Window> = Vec::new();
            for index in range {
                let Some(wait_above) = now.wait_above.values[index] else {
                    continue;
                };
                let from = index as i32 * step;
                match windows.last_mut() {
                    Some(last) if last.span.to == from && last.wait_above == wait_above => {
                        last.span.to = from + step;
                    }
                    _ => windows.push(Window {
                        span: Span {
                            from,
                            to: from + step,
                        },
                        wait_above,
                    }),
                }
            }
            OutsideDay {
                date,
                windows,
                contacts: Contacts(*contacts),
            }
        })
    });
    days.collect()
}
