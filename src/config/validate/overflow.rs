//! The contract with an external centre.

use super::hours::windows;
use super::target::{PRICE_MAX, WAIT_MAX};
use crate::config::section::{Section, parse_length};
use crate::config::{Choice, Overflow};
use crate::error::Problem;
use crate::outside::{Band, Commitment, Contract, Fees, Price, a_week_of};
use crate::units::{Euros, Minutes, Seconds};

const KEYS: [&str; 17] = [
    "windows",
    "wait_above_s",
    "decide",
    "block",
    "answer_s",
    "price_per_contact",
    "price_per_minute",
    "handle_time_s",
    "bands",
    "bands_per",
    "weekly_min",
    "weekly_max",
    "commitment",
    "setup_fee",
    "training_fee",
    "monthly_fee",
    "handed_back",
];

/// Most contacts that can be written.
const CONTACTS_MAX: f64 = 1e9;

/// The contract with an external centre; none where the table is absent.
pub(super) fn overflow(root: &Section<'_>, step: u32) -> Option<Overflow> {
    let section = root.table("overflow", &KEYS);
    if !section.exists() {
        return None;
    }
    let windows = windows(&section, "windows");
    let above = section.numbers("wait_above_s", 0.0..=WAIT_MAX);
    let above = section.check_c103_is_there("wait_above_s", above);
    let choice = choice(&section, step);
    check_c160_one_threshold(&section, above.as_deref(), choice.is_some());
    let answer = section.number("answer_s", 0.0..=WAIT_MAX);
    let contract = contract(&section);
    check_c163_nothing_is_handed_back(&section);
    Some(Overflow {
        windows: windows?,
        wait_above: above?.into_iter().map(Seconds).collect(),
        choice,
        answer: Seconds(answer.unwrap_or(30.0)),
        contract: contract?,
    })
}

fn choice(section: &Section<'_>, step: u32) -> Option<Choice> {
    let block = section.form("block", "2:00", parse_length);
    let decide = section.flag("decide").unwrap_or(false);
    if section.has("block") && !decide {
        let what = "`block` says how windows may be chosen, and none is chosen";
        let hint = "write `decide = true`, or leave `block` out";
        section.push(Problem::new("C160", section.place("block"), what).hint(hint));
    }
    let step = step as i32;
    if let Some(block) = block.filter(|block| block.0 <= 0 || block.0 % step != 0) {
        let what = format!("a block of `{}` minutes is no number of intervals", block.0);
        let hint = format!("give a multiple of step_minutes, {step}");
        section.push(Problem::new("C160", section.place("block"), what).hint(hint));
    }
    let block = block.filter(|block: &Minutes| block.0 > 0);
    decide.then_some(Choice { block })
}

fn check_c160_one_threshold(section: &Section<'_>, above: Option<&[f64]>, decide: bool) {
    let count = above.map_or(1, <[f64]>::len);
    if count > 1 && !decide {
        let what = format!("`{count}` thresholds, and none is chosen");
        let hint = "give one, or write `decide = true`";
        section.push(Problem::new("C160", section.place("wait_above_s"), what).hint(hint));
    }
}

fn contract(section: &Section<'_>) -> Option<Contract> {
    let price = price(section);
    let amount = |key: &str| section.number(key, 0.0..=CONTACTS_MAX);
    let fee = |key: &str| Euros(section.number(key, 0.0..=PRICE_MAX).unwrap_or(0.0));
    let bands = bands(section);
    let contract = Contract {
        price: price.unwrap_or(Price::Contact(Euros::ZERO)),
        bands,
        weekly_min: amount("weekly_min").unwrap_or(0.0),
        weekly_max: amount("weekly_max"),
        commitment: commitment(section),
        fees: Fees {
            setup: fee("setup_fee"),
            training: fee("training_fee"),
            monthly: fee("monthly_fee"),
        },
    };
    check_c162_least_is_allowed(section, &contract);
    price.map(|_| contract)
}

/// The price, by contact or by minute.
fn price(section: &Section<'_>) -> Option<Price> {
    let euros = |key: &str| section.number(key, 0.0..=PRICE_MAX).map(Euros);
    let (contact, minute) = (euros("price_per_contact"), euros("price_per_minute"));
    let length = section.number("handle_time_s", 1.0..=WAIT_MAX).map(Seconds);
    let by_minute = section.has("price_per_minute");
    if by_minute && section.has("price_per_contact") {
        let what = "a price per contact and one per minute";
        let hint = "a contract has one of both";
        section.push(Problem::new("C161", section.place("price_per_minute"), what).hint(hint));
    }
    if section.has("handle_time_s") && !by_minute {
        let what = "the external centre's handle time, without a price per minute";
        let hint = "it is for `price_per_minute`; leave it out where a contact has its price";
        section.push(Problem::new("C161", section.place("handle_time_s"), what).hint(hint));
    }
    if !by_minute {
        let contact = section.check_c103_is_there("price_per_contact", contact);
        return contact.map(Price::Contact);
    }
    let handle_time = section.check_c103_is_there("handle_time_s", length)?;
    let price = minute?;
    Some(Price::Minute { price, handle_time })
}

fn bands(section: &Section<'_>) -> Vec<Band> {
    let periods = [("week", 1.0), ("month", a_week_of(1.0))];
    let weekly = section.choice("bands_per", &periods).unwrap_or(1.0);
    let tables = section.tables("bands");
    let bands: Vec<Band> = tables
        .iter()
        .filter_map(|table| {
            table.check_c102_keys_are_known(&["above", "price"]);
            let above = table.number("above", 0.0..=CONTACTS_MAX);
            let price = table.number("price", 0.0..=PRICE_MAX);
            let above = table.check_c103_is_there("above", above);
            let price = table.check_c103_is_there("price", price);
            Some(Band {
                above: above? * weekly,
                price: Euros(price?),
            })
        })
        .collect();
    if let Some(pair) = bands.windows(2).find(|pair| pair[1].above <= pair[0].above) {
        let what = format!(
            "a band above `{}` after one above `{}`",
            pair[1].above / weekly,
            pair[0].above / weekly
        );
        let hint = "write bands in order, each number once";
        section.push(Problem::new("C161", section.place("bands"), what).hint(hint));
    }
    bands
}

fn commitment(section: &Section<'_>) -> Option<Commitment> {
    let table = section.table("commitment", &["contacts", "below", "above", "surcharge"]);
    if !table.exists() {
        return None;
    }
    let contacts = table.number("contacts", 0.0..=CONTACTS_MAX);
    let contacts = table.check_c103_is_there("contacts", contacts);
    let below = table.number("below", 0.0..=1.0).unwrap_or(0.0);
    let above = table.number("above", 0.0..=1e6).unwrap_or(0.0);
    let surcharge = table.number("surcharge", 0.0..=PRICE_MAX).map(Euros);
    Some(Commitment {
        contacts: contacts?,
        below,
        above,
        surcharge,
    })
}

fn check_c162_least_is_allowed(section: &Section<'_>, contract: &Contract) {
    let least = contract.paid_at_least();
    if let Some(most) = contract.most().filter(|most| *most < least) {
        let what = format!("`{least}` contacts a week are paid at least, `{most}` taken at most");
        let hint = "compare weekly_min, weekly_max and commitment";
        section.push(Problem::new("C162", section.here(), what).hint(hint));
    }
}

/// Contacts that come back would meet our own queue twice; no formula here knows that.
fn check_c163_nothing_is_handed_back(section: &Section<'_>) {
    let share = section.number("handed_back", 0.0..=1.0).unwrap_or(0.0);
    if share > 0.0 {
        let what = format!("a share of `{share}` is handed back: that is not reckoned yet");
        let hint = "leave `handed_back` out only if none come back: each that does needs an agent \
                    here after all, so the roster would be too thin";
        section.push(Problem::new("C163", section.place("handed_back"), what).hint(hint));
    }
}
