//! Patience and handle time as recorded, and what taking them for exponential costs.

use super::number::wait;
use super::tables::table;
use super::words::{Language, Word};
use crate::plan::{Assumptions, Met};
use maud::{Markup, html};

/// The laws in a table, with what they change.
pub(super) fn section(laws: &Assumptions, language: Language) -> Markup {
    html! {
        p { (language.say(Word::AssumptionsHelp)) }
        (table(language.say(Word::AssumptionsCaption), &[], &rows(laws, language), false))
        @if laws.survival.is_empty() { p { (language.say(Word::OnlyCounts)) } }
    }
}

fn rows(laws: &Assumptions, language: Language) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut row = |word, text: String| rows.push(vec![language.say(word).to_owned(), text]);
    if let Some(patience) = &laws.patience {
        // The rate's upper limit is the mean's lower one.
        let [mean, low, high] = [patience.rate, patience.high, patience.low].map(|r| wait(1.0 / r));
        row(
            Word::PatienceMean,
            language.fill(Word::MeanLimits, &[&mean, &low, &high]),
        );
    }
    if let Some(shape) = laws.patience_shape {
        row(Word::PatienceShape, language.number(shape, 2));
    }
    if !laws.survival.is_empty() {
        row(Word::StillWaiting, still_waiting(laws, language));
    }
    if let Some(spread) = &laws.handle_time {
        let (mean, cv) = (wait(spread.mean), language.number(spread.cv, 2));
        row(
            Word::HandleSpread,
            language.fill(Word::MeanSpread, &[&mean, &cv]),
        );
    }
    if let Some(cost) = &laws.cost {
        let met = |met: Met| {
            let abandoned = language.percent(met.abandoned, 1);
            language.fill(Word::MetText, &[&wait(met.wait_s), &abandoned])
        };
        let days = cost.days.to_string();
        row(Word::CostDays, days);
        row(Word::CostExponential, met(cost.exponential));
        row(Word::CostHandleTime, met(cost.handle_time));
        row(Word::CostBoth, met(cost.both));
    }
    rows
}

/// Shares still willing to wait, by Kaplan and Meier and by the exponential law.
fn still_waiting(laws: &Assumptions, language: Language) -> String {
    let shown = laws.survival.iter().filter(|row| row.at_s >= 20.0);
    let each = shown.step_by(2).map(|row| {
        let (found, law) = (row.kaplan_meier, row.exponential);
        let percent = |share| language.percent(share, 0);
        language.fill(
            Word::StillWaitingAt,
            &[&wait(row.at_s), &percent(found), &percent(law)],
        )
    });
    each.collect::<Vec<_>>().join("; ")
}
