//! One day three ways: Erlang C, Erlang A and the exact wait.

use super::charts::legend;
use super::figure::{Chart, Step};
use super::number::wait;
use super::week::{Day, hours};
use super::words::{Language, Word};
use crate::plan::{Plan, WaitComparison, WaitInterval};
use crate::units::Seconds;
use maud::{Markup, html};

/// The figure with what it says in words; nothing where no day could be compared.
pub(super) fn section(
    plan: &Plan,
    days: &[Day],
    window: (i32, i32),
    language: Language,
) -> Option<Markup> {
    let comparison = plan.comparison.as_ref()?;
    let day = days.iter().find(|day| day.date == comparison.date)?;
    Some(html! {
        p { (language.say(Word::ComparisonHelp)) }
        p { strong { (summary(comparison, language)) } }
        (legend(&KEYS, language))
        (chart(plan, comparison, day, window, language))
    })
}

const KEYS: [(&str, Word); 4] = [
    ("planned", Word::Exact),
    ("erlang-a", Word::ErlangA),
    ("erlang-c", Word::ErlangC),
    ("shade", Word::Endless),
];

/// The day's averages.
fn summary(comparison: &WaitComparison, language: Language) -> String {
    let endless = comparison.intervals.iter();
    let endless = endless
        .filter(|interval| interval.erlang_c.is_none())
        .count();
    let by_c = match comparison.erlang_c {
        Some(mean) => wait(mean.0),
        None => language.fill(
            Word::EndlessIntervals,
            &[
                &endless.to_string(),
                &comparison.intervals.len().to_string(),
            ],
        ),
    };
    let day = language.long_day(comparison.date);
    let (exact, by_a) = (wait(comparison.exact.0), wait(comparison.erlang_a.0));
    language.fill(Word::ComparisonText, &[&day, &exact, &by_a, &by_c])
}

fn chart(
    plan: &Plan,
    comparison: &WaitComparison,
    day: &Day,
    window: (i32, i32),
    language: Language,
) -> Markup {
    let minutes = |of: &dyn Fn(&WaitInterval) -> Option<Seconds>| -> Vec<Step> {
        let at = |index: usize| comparison.intervals.iter().find(|part| part.index == index);
        day.steps(&plan.open, |index, _| Some(of(at(index)?)?.minutes()))
    };
    let exact = minutes(&|part| Some(part.exact));
    let by_a = minutes(&|part| Some(part.erlang_a));
    let most = [&exact, &by_a].into_iter().flatten();
    let most = most.filter_map(|step| step.value).fold(1.0, f64::max);
    let title = language.long_day(day.date);
    let mut chart = Chart::new(title, window, hours(&plan.open.grid, day, window), most);
    let endless = minutes(&|part| part.erlang_c.is_none().then_some(Seconds(60.0)));
    chart.shade(&endless, "shade");
    let top = Seconds(60.0 * chart.top());
    chart.line(
        &minutes(&|part| part.erlang_c.map(|wait| Seconds(wait.0.min(top.0)))),
        "erlang-c",
    );
    chart.line(&by_a, "erlang-a");
    chart.line(&exact, "planned");
    html! { div class="days" { div class="cell" { (chart.draw()) } } }
}
