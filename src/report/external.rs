//! The external centre: what was decided, what it costs, and what other windows would do.

use super::number::wait;
use super::words::{Language, Word};
use crate::calendar::Grid;
use crate::plan::{External, Instead, OutsideDay, Plan};

/// The rows that the terminal, the page and the workbook show of the external centre.
pub(super) struct Rows {
    /// Day, windows, contacts.
    pub days: Vec<Vec<String>>,
    /// What is paid, by kind.
    pub bill: Vec<Vec<String>>,
    /// The roster under these and other windows.
    pub alternatives: Vec<Vec<String>>,
}

/// Heads of the days.
pub(super) const DAYS: [Word; 3] = [Word::Day, Word::WindowsAbove, Word::OutsideContacts];

/// Heads of the alternatives.
pub(super) const ALTERNATIVES: [Word; 5] = [
    Word::WindowsWhich,
    Word::ExactWaitShort,
    Word::OutsideContacts,
    Word::Bill,
    Word::BillAndWait,
];

/// Words in the plan's language.
pub(super) fn heads(words: &[Word], language: Language) -> Vec<&'static str> {
    words.iter().map(|word| language.say(*word)).collect()
}

/// The rows, where there is anything to say.
pub(super) fn rows(plan: &Plan, language: Language) -> Option<Rows> {
    let external = plan.external.as_ref()?;
    let day = |day: &OutsideDay| {
        vec![
            language.day(day.date),
            windows(day, &plan.open.grid, language),
            language.number(day.contacts.0, 1),
        ]
    };
    let alternatives = external.alternatives.iter().map(|one| {
        vec![
            language.say(name(external, one.windows)).to_owned(),
            wait(one.wait.0),
            language.number(one.contacts.0, 1),
            language.euros(one.bill.0),
            language.euros(one.cost.0),
        ]
    });
    Some(Rows {
        days: external.days.iter().map(day).collect(),
        bill: bill(external, language),
        alternatives: alternatives.collect(),
    })
}

fn name(external: &External, windows: Instead) -> Word {
    match windows {
        Instead::Shut => Word::InsteadShut,
        Instead::AllOpen => Word::InsteadAllOpen,
        Instead::Planned if external.decided => Word::InsteadDecided,
        Instead::Planned => Word::InsteadFixed,
    }
}

/// `09:00–10:45 > 300 s, 10:45–12:30 > 420 s`, or a dash.
fn windows(day: &OutsideDay, grid: &Grid, language: Language) -> String {
    let window = |window: &crate::plan::Window| {
        let (from, to) = window.span.local_times(grid);
        let end = match to.date() == from.date() {
            true => to.format("%H:%M").to_string(),
            false => "24:00".to_owned(),
        };
        let above = language.number(window.wait_above.0, 0);
        format!("{}–{end} > {above} s", from.format("%H:%M"))
    };
    let open: Vec<String> = day.windows.iter().map(window).collect();
    match open.is_empty() {
        true => language.say(Word::ShutAllDay).to_owned(),
        false => open.join(", "),
    }
}

/// What is paid: what the week brings, then fees, which no decision of the week changes.
fn bill(external: &External, language: Language) -> Vec<Vec<String>> {
    let (bill, fees) = (external.bill, external.fees);
    let lines = [
        (Word::BillContacts, bill.contacts.0, true),
        (Word::BillUnused, bill.unused.0, bill.unused.0 > 0.0),
        (
            Word::BillSurcharge,
            bill.surcharge.0,
            bill.surcharge.0 > 0.0,
        ),
        (Word::FeeWeekly, external.weekly_fee.0, fees.monthly.0 > 0.0),
        (Word::FeeSetup, fees.setup.0, fees.setup.0 > 0.0),
        (Word::FeeTraining, fees.training.0, fees.training.0 > 0.0),
    ];
    let shown = lines.into_iter().filter(|(_, _, shown)| *shown);
    shown
        .map(|(word, euros, _)| vec![language.say(word).to_owned(), language.euros(euros)])
        .collect()
}
