//! The page: one file that needs no network, readable on paper.

use super::charts::{self, Charts};
use super::kpi::{key_rows, present_breaches};
use super::text::{known, title};
use super::week::{Day, days, window};
use super::words::{Language, Word};
use super::{assumptions, comparison, external, gantt, tables};
use crate::plan::{Calibration, Plan};
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// The style, for screen and A4.
const STYLE: &str = include_str!("page.css");

/// The page as HTML.
pub(super) fn page(plan: &Plan) -> String {
    let language = Language::from(plan.language);
    let days = days(plan);
    let kinds = gantt::kinds(plan);
    let charts = Charts {
        plan,
        language,
        days: &days,
        window: window(plan, &days),
    };
    let wait_title = match plan.present {
        Some(_) => Word::WaitTitle,
        None => Word::WaitTitlePlanned,
    };
    let content = html! {
        (headline(plan, language))
        (section(language, Word::KeyTitle, tables::key(plan, language)))
        (section(language, wait_title, waits(&charts)))
        @if let Some(compared) = comparison::section(plan, &days, charts.window, language) {
            (section(language, Word::ComparisonTitle, compared))
        }
        @if let Some(content) = outside(plan, language) {
            (section(language, Word::ExternalTitle, content))
        }
        (section(language, Word::CoverageTitle, coverage(&charts)))
        (section(language, Word::ForecastTitle, forecast(&charts)))
        (section(language, Word::GanttTitle, roster(&charts, &kinds)))
        (section(language, Word::Bridge, bridge(plan, &kinds, language)))
        (section(language, Word::CalibrationTitle, calibration(plan, language)))
        (section(language, Word::AssumptionsTitle, assumptions::section(&plan.assumptions, language)))
        (section(language, Word::RulesTitle, rules(plan, language)))
        (section(language, Word::NotesTitle, tables::notes(plan, language)))
        (section(language, Word::MethodTitle, tables::method(plan, language)))
    };
    frame(
        language,
        &title(plan, language),
        &content,
        language.say(Word::Footer),
    )
}

/// A whole page around its content.
pub(super) fn frame(language: Language, title: &str, content: &Markup, footer: &str) -> String {
    let page = html! {
        (DOCTYPE)
        html lang=(language.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main { (content) }
                footer { p { (footer) } }
            }
        }
    };
    page.into_string()
}

fn section(language: Language, heading: Word, content: Markup) -> Markup {
    html! { section { h2 { (capitalised(language.say(heading))) } (content) } }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

fn headline(plan: &Plan, language: Language) -> Markup {
    let rows = key_rows(plan, language);
    let mean = |word: Word, planned: bool| {
        let label = language.say(word);
        let row = rows.iter().find(|row| row.label == label);
        let figure = row.and_then(|row| match planned {
            true => Some(row.planned),
            false => row.present,
        });
        let written = row
            .zip(figure)
            .map(|(row, figure)| row.unit.write(language, figure.mean));
        written.unwrap_or_default()
    };
    let (word, class) = match plan.target.reached {
        true => (Word::TargetReached, "badge yes"),
        false => (Word::TargetNotReached, "badge no"),
    };
    let [paid, outside] = [Word::PaidHours, Word::Outside];
    let hours = [
        mean(paid, true),
        mean(paid, false),
        mean(outside, true),
        mean(outside, false),
    ];
    let waits = [
        mean(Word::AverageWait, false),
        mean(Word::AverageWait, true),
    ];
    html! {
        header {
            p class="title" { (title(plan, language)) }
            h1 {
                @if plan.present.is_some() { (language.fill(Word::Headline, &[&waits[0], &waits[1]])) }
                @else { (language.fill(Word::HeadlinePlanned, &[&waits[1]])) }
            }
            p class="lead" {
                span class=(class) { (language.say(word)) } " "
                @if plan.present.is_some() { (language.fill(Word::LeadHours, &hours.each_ref().map(String::as_str))) " " }
                @else { (language.fill(Word::LeadHoursPlanned, &[&hours[0], &hours[2]])) " " }
                @if plan.breaches.is_empty() { (language.say(Word::LeadRules)) }
                @else { strong { (language.fill(Word::LeadBreaches, &[&plan.breaches.len().to_string()])) } }
            }
            p class="known" { (capitalised(&known(plan, language))) "." }
        }
    }
}

/// A chart for each day and, in the last place, the table of the days.
fn day_grid(days: &[Day], chart: impl Fn(&Day) -> Markup, table: Markup) -> Markup {
    html! {
        div class="days" {
            @for day in days { div class="cell" { (chart(day)) } }
            div class="cell" { (table) }
        }
    }
}

fn forecast(charts: &Charts<'_>) -> Markup {
    let (plan, language) = (charts.plan, charts.language);
    let step = plan.open.grid.step.to_string();
    let level = language.percent(plan.forecast.level.0, 0);
    let table = tables::forecast(plan, charts.days, language);
    html! {
        p { (language.fill(Word::ForecastHelp, &[&step, &level])) }
        (charts.forecast_legend())
        (day_grid(charts.days, |day| charts.forecast(day), table))
    }
}

fn coverage(charts: &Charts<'_>) -> Markup {
    let (plan, language) = (charts.plan, charts.language);
    let table = tables::coverage(plan, charts.days, language);
    html! {
        p { (language.say(Word::CoverageHelp)) }
        (charts.coverage_legend())
        (day_grid(charts.days, |day| charts.coverage(day), table))
    }
}

fn waits(charts: &Charts<'_>) -> Markup {
    let (plan, language) = (charts.plan, charts.language);
    let table = tables::waits(plan, charts.days, language);
    html! {
        p { (language.say(Word::WaitHelp)) }
        (charts.wait_legend())
        (day_grid(charts.days, |day| charts.wait(day), table))
    }
}

fn roster(charts: &Charts<'_>, kinds: &[String]) -> Markup {
    let (plan, language) = (charts.plan, charts.language);
    html! {
        p { (language.say(Word::GanttHelp)) }
        (gantt::legend(kinds, language))
        @for day in charts.days { (gantt::day(plan, day, charts.window, kinds, language)) }
    }
}

/// What was decided about the external centre.
fn outside(plan: &Plan, language: Language) -> Option<Markup> {
    let rows = external::rows(plan, language)?;
    let decided = plan.external.as_ref().is_some_and(|one| one.decided);
    let help = if decided {
        Word::ExternalHelp
    } else {
        Word::ExternalFixed
    };
    let table = |caption, words: &[Word], rows: &[Vec<String>], numeric| {
        let heads = external::heads(words, language);
        tables::table(language.say(caption), &heads, rows, numeric)
    };
    Some(html! {
        p { (language.say(help)) }
        (table(Word::ExternalDays, &external::DAYS, &rows.days, false))
        (table(Word::ExternalBill, &[], &rows.bill, true))
        (table(Word::ExternalAlternatives, &external::ALTERNATIVES, &rows.alternatives, true))
    })
}

fn bridge(plan: &Plan, kinds: &[String], language: Language) -> Markup {
    html! {
        (charts::bridge(plan, kinds, language))
        (tables::bridge(plan, language))
    }
}

fn calibration(plan: &Plan, language: Language) -> Markup {
    let verdict = super::kpi::verdicts(plan, language).pop();
    html! {
        p { (language.say(Word::CalibrationHelp)) }
        @if let Some((_, verdict)) = verdict { p { strong { (capitalised(&verdict)) } } }
        @if let Calibration::Compared { days, .. } = &plan.calibration {
            (charts::calibration_legend(language))
            (charts::calibration(days, language))
        }
    }
}

fn rules(plan: &Plan, language: Language) -> Markup {
    html! {
        (tables::breaches(plan, language))
        @if plan.present_breaches.as_ref().is_some_and(|breaches| !breaches.is_empty()) {
            p { (language.fill(Word::PresentBreaches, &[&present_breaches(plan, language)])) }
        }
        (tables::shortages(plan, language))
        (tables::concessions(plan, language))
    }
}
