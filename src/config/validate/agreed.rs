//! Rules that are agreed beside the law: tables of their own under `[rules]`.

use super::hours::windows;
use crate::config::section::Section;
use crate::error::Problem;
use crate::roster::Rules;
use crate::roster::rules::{Allowance, LateEarly, LeastDays, SameStart, Unsocial, WeekendsOff};
use crate::units::{Euros, Minutes, Share};

/// The keys of agreed rules.
pub(super) const KEYS: [&str; 7] = [
    "late_early",
    "consecutive_days_least",
    "weekends_off",
    "same_start",
    "balance_max_hours",
    "unsocial",
    "allowances",
];

/// Highest price of a breach.
const PRICE_MAX: f64 = 100_000.0;

/// Reads those that are written; the others stay.
pub(super) fn read(section: &Section<'_>, rules: &mut Rules) {
    rules.late_early = late_early(section).or(rules.late_early);
    rules.consecutive_days_least = least_days(section).or(rules.consecutive_days_least);
    rules.weekends_off = weekends_off(section).or(rules.weekends_off);
    rules.same_start = same_start(section).or(rules.same_start);
    rules.unsocial = unsocial(section).or(rules.unsocial);
    if let Some(hours) = section.number("balance_max_hours", 0.0..=1000.0) {
        rules.balance_max = Some(Minutes::from_hours(hours));
    }
    let allowances: Vec<Allowance> = section
        .tables("allowances")
        .iter()
        .filter_map(allowance)
        .collect();
    if !allowances.is_empty() {
        rules.allowances = allowances;
    }
}

/// The table of a rule, where it is written.
fn table<'a>(section: &Section<'a>, key: &str, known: &[&str]) -> Option<Section<'a>> {
    let table = section.table(key, known);
    table.exists().then_some(table)
}

/// What breaking the rule costs; without a price it is never broken.
fn price(table: &Section<'_>) -> Option<Euros> {
    table.number("price", 0.0..=PRICE_MAX).map(Euros)
}

fn late_early(section: &Section<'_>) -> Option<LateEarly> {
    let table = table(section, "late_early", &["late", "early", "price"])?;
    let late = table.check_c103_is_there("late", table.clock("late"));
    let early = table.check_c103_is_there("early", table.clock("early"));
    Some(LateEarly {
        late: late?,
        early: early?,
        price: price(&table),
    })
}

fn least_days(section: &Section<'_>) -> Option<LeastDays> {
    let table = table(section, "consecutive_days_least", &["days", "price"])?;
    let days = table.check_c103_is_there("days", table.whole("days", 2..=7));
    Some(LeastDays {
        days: days?,
        price: price(&table),
    })
}

fn weekends_off(section: &Section<'_>) -> Option<WeekendsOff> {
    let table = table(section, "weekends_off", &["free", "of", "price"])?;
    let free = table.check_c103_is_there("free", table.whole("free", 1..=16));
    let of = table.check_c103_is_there("of", table.whole("of", 1..=16));
    let (free, of) = (free?, of?);
    if free > of {
        let what = format!("of {of} weekends {free} cannot be free");
        let hint = "write for example `{ free = 2, of = 4 }`";
        section.push(Problem::new("C152", table.here(), what).hint(hint));
        return None;
    }
    let price = price(&table);
    Some(WeekendsOff { free, of, price })
}

fn same_start(section: &Section<'_>) -> Option<SameStart> {
    let table = table(section, "same_start", &["within_minutes", "price"])?;
    let within = table.whole("within_minutes", 0..=1440).unwrap_or(0);
    Some(SameStart {
        within: Minutes(within as i32),
        price: price(&table),
    })
}

fn unsocial(section: &Section<'_>) -> Option<Unsocial> {
    let table = table(section, "unsocial", &["late", "weekend", "price"])?;
    let late = table.check_c103_is_there("late", table.clock("late"));
    let price = table.check_c103_is_there("price", price(&table));
    Some(Unsocial {
        late: late?,
        weekend: table.flag("weekend").unwrap_or(true),
        price: price?,
    })
}

fn allowance(table: &Section<'_>) -> Option<Allowance> {
    table.check_c102_keys_are_known(&["windows", "share"]);
    let windows = windows(table, "windows");
    let share = table.check_c103_is_there("share", table.number("share", 0.0..=10.0));
    Some(Allowance {
        windows: windows?,
        share: Share(share?),
    })
}
