//! The tables of the page.

use super::bridge::{Step, bridge_rows};
use super::kpi::{columns, key_rows, largest_shortages, more_rows, stretch};
use super::number::{sixtieths, wait};
use super::week::Day;
use super::words::{Language, Word};
use crate::calendar::Grid;
use crate::error::Note;
use crate::plan::{Plan, Side};
use crate::roster::{Breach, Span, rules};
use crate::units::Agents;
use maud::{Markup, html};
use std::collections::BTreeSet;

/// A table with a caption; the first column is text, the others as `numeric` says.
pub(super) fn table(caption: &str, heads: &[&str], rows: &[Vec<String>], numeric: bool) -> Markup {
    html! {
        table class=(if numeric { "numbers" } else { "texts" }) {
            caption { (caption) }
            @if !heads.is_empty() {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
            }
            tbody {
                @for row in rows {
                    tr {
                        @for (column, cell) in row.iter().enumerate() {
                            @if column == 0 { th scope="row" { (cell) } } @else { td { (cell) } }
                        }
                    }
                }
            }
        }
    }
}

/// The key figures and a few more, present against planned where there is a present roster.
pub(super) fn key(plan: &Plan, language: Language) -> Markup {
    let heads = columns(plan, Word::Measure, language);
    let rows = key_rows(plan, language)
        .into_iter()
        .chain(more_rows(plan, language));
    let rows: Vec<Vec<String>> = rows.map(|row| row.cells(language)).collect();
    let caption = match plan.present {
        Some(_) => Word::KeyCaption,
        None => Word::KeyCaptionPlanned,
    };
    table(language.say(caption), &heads, &rows, true)
}

/// Expected contacts and handle time a day, beside recent weeks and what came.
pub(super) fn forecast(plan: &Plan, days: &[Day], language: Language) -> Markup {
    let say = |word| language.say(word);
    let mut heads = vec![say(Word::Day), say(Word::Expected), say(Word::Recent)];
    if plan.actual.is_some() {
        heads.push(say(Word::Actual));
    }
    heads.push(say(Word::HandleTime));
    let row = |name: String, days: &[Day]| {
        let total = |of: &dyn Fn(&Day) -> f64| days.iter().map(of).sum::<f64>();
        let expected = total(&|day| day.sum(plan, &plan.forecast.contacts, |c| c.0));
        let recent = total(&|day| day.sum(plan, &plan.recent, |c| c.map_or(0.0, |c| c.0)));
        let mut cells = vec![
            name,
            language.number(expected, 0),
            language.number(recent, 0),
        ];
        if let Some(actual) = &plan.actual {
            let came = total(&|day| day.sum(plan, actual, |c| c.map_or(0.0, |c| c.0)));
            cells.push(language.number(came, 0));
        }
        let work = total(&|day| handle_seconds(plan, day));
        cells.push(if expected > 0.0 {
            wait(work / expected)
        } else {
            "–".to_owned()
        });
        cells
    };
    let rows = by_day(days, language, row);
    table(say(Word::ForecastCaption), &heads, &rows, true)
}

fn handle_seconds(plan: &Plan, day: &Day) -> f64 {
    let contacts = plan.forecast.contacts.values.iter();
    let pairs = contacts.zip(&plan.forecast.handle_time.values);
    let of_day = pairs.skip(day.range.start).take(day.range.len());
    of_day.map(|(contacts, time)| contacts.0 * time.0).sum()
}

/// Person-hours required and rostered for contacts a day.
pub(super) fn coverage(plan: &Plan, days: &[Day], language: Language) -> Markup {
    let say = |word| language.say(word);
    let mut heads = columns(plan, Word::Day, language);
    heads.insert(1, say(Word::Required));
    let step = plan.open.grid.step_hours();
    let rows = by_day(days, language, |name, days| {
        let hours = |series| {
            let days = days.iter();
            days.map(|day| day.sum(plan, series, |agents: &Agents| agents.0 * step))
                .sum::<f64>()
        };
        let planned = hours(&plan.planned.coverage);
        let present = plan.present.as_ref().map(|side| hours(&side.coverage));
        let number = |hours| language.number(hours, 1);
        let change = |present| language.signed(planned - present, number(planned - present));
        let mut cells = vec![name, number(hours(&plan.required))];
        cells.extend(present.map(number));
        cells.push(number(planned));
        cells.extend(present.map(change));
        cells
    });
    table(say(Word::CoverageCaption), &heads, &rows, true)
}

/// The average wait a day under the rosters.
pub(super) fn waits(plan: &Plan, days: &[Day], language: Language) -> Markup {
    let say = |word| language.say(word);
    let heads = columns(plan, Word::Day, language);
    let rows = by_day(days, language, |name, days| {
        let planned = mean_wait(plan, &plan.planned, days);
        let present = plan.present.as_ref();
        let present = present.map(|side| mean_wait(plan, side, days));
        let change = |present| language.signed(planned - present, wait(planned - present));
        let mut cells = vec![name];
        cells.extend(present.map(wait));
        cells.push(wait(planned));
        cells.extend(present.map(change));
        cells
    });
    table(say(Word::WaitCaption), &heads, &rows, true)
}

/// The wait of a side over some days, weighted by expected contacts.
fn mean_wait(plan: &Plan, side: &Side, days: &[Day]) -> f64 {
    let waits = &side.outcome.wait_by_interval.values;
    let contacts = &plan.forecast.contacts.values;
    let inside = |index: usize| days.iter().any(|day| day.range.contains(&index));
    let known = waits
        .iter()
        .zip(contacts)
        .enumerate()
        .filter(|(index, _)| inside(*index));
    let pairs = known.filter_map(|(_, (wait, contacts))| Some((wait.as_ref()?.0, contacts.0)));
    let (total, weight) = pairs.fold((0.0, 0.0), |(total, weight), (wait, n)| {
        (total + wait * n, weight + n)
    });
    if weight > 0.0 {
        total / weight
    } else {
        f64::NAN
    }
}

/// A row for each day and one for the week.
fn by_day(
    days: &[Day],
    language: Language,
    row: impl Fn(String, &[Day]) -> Vec<String>,
) -> Vec<Vec<String>> {
    let each = days
        .iter()
        .map(|day| row(language.day(day.date), std::slice::from_ref(day)));
    let week = row(language.say(Word::Week).to_owned(), days);
    each.chain([week]).collect()
}

/// The hours bridge, line by line.
pub(super) fn bridge(plan: &Plan, language: Language) -> Markup {
    let say = |word| language.say(word);
    html! {
        table class="numbers bridge" {
            caption { (say(Word::BridgeCaption)) }
            thead { tr {
                @for head in columns(plan, Word::Hours, language) { th scope="col" { (head) } }
            } }
            tbody {
                @for row in bridge_rows(plan, language) {
                    tr class=(match row.step { Step::Total => "total", Step::Less => "less", Step::Aside => "aside" }) {
                        th scope="row" { (row.label) }
                        @for cell in row.cells().into_iter().skip(1) { td { (cell) } }
                    }
                }
            }
        }
    }
}

/// Breaches of the planned roster, or that there are none.
pub(super) fn breaches(plan: &Plan, language: Language) -> Markup {
    let say = |word| language.say(word);
    if plan.breaches.is_empty() {
        return html! { p { (say(Word::RulesNone)) } };
    }
    let grid = &plan.planned.roster.grid;
    let rows = plan.breaches.iter().map(|breach| {
        let mut row = breach_row(breach, grid, language);
        if let Some(name) = plan.people.get(&breach.who) {
            row[2].clone_from(name);
        }
        row.to_vec()
    });
    let rows: Vec<Vec<String>> = rows.collect();
    table(
        say(Word::BreachCaption),
        &breach_heads(language),
        &rows,
        false,
    )
}

/// The columns of [`breach_row`].
pub(super) fn breach_heads(language: Language) -> [&'static str; 6] {
    [
        Word::Code,
        Word::Rule,
        Word::Who,
        Word::When,
        Word::Measured,
        Word::Allowed,
    ]
    .map(|word| language.say(word))
}

/// A breach: code, rule, who, when, what was found and what is allowed in the rule's unit.
pub(super) fn breach_row(breach: &Breach, grid: &Grid, language: Language) -> [String; 6] {
    let span = Span {
        from: breach.from,
        to: breach.to,
    };
    let unit = rules::with_code(breach.code).map(|rule| rule.unit);
    let amount = |value: f64| match unit {
        Some(rules::Unit::Minutes | rules::Unit::Clock) => sixtieths(value.round() as i64),
        _ => language.number(value, 0),
    };
    [
        breach.code.to_owned(),
        language.rule(breach.rule),
        breach.who.clone(),
        stretch(grid, span, language),
        amount(breach.measured),
        amount(breach.allowed),
    ]
}

/// The largest shortages, or that there are none.
pub(super) fn shortages(plan: &Plan, language: Language) -> Markup {
    let say = |word| language.say(word);
    if plan.solve.shortage.is_empty() {
        return html! { p { (say(Word::NoShortageLong)) } };
    }
    let heads = [Word::When, Word::What, Word::People].map(say);
    let grid = &plan.planned.roster.grid;
    let rows = largest_shortages(plan, 10).into_iter().map(|shortage| {
        let time = stretch(grid, shortage.span, language);
        let what = language.activity(&shortage.what);
        vec![time, what, language.number(shortage.people, 1)]
    });
    table(
        say(Word::ShortageCaption),
        &heads,
        &rows.collect::<Vec<_>>(),
        false,
    )
}

/// Most concessions that the page lists.
const MOST_GIVEN: usize = 20;

/// Wishes not kept and agreed rules set aside; nothing where all was given.
pub(super) fn concessions(plan: &Plan, language: Language) -> Markup {
    let mut given: Vec<_> = plan.planned.concessions.iter().collect();
    if given.is_empty() {
        return html! {};
    }
    given.sort_by(|a, b| b.price.0.total_cmp(&a.price.0));
    let heads = [Word::When, Word::Who, Word::What, Word::Weight].map(|word| language.say(word));
    let grid = &plan.planned.roster.grid;
    let rows: Vec<Vec<String>> = given
        .into_iter()
        .take(MOST_GIVEN)
        .map(|one| {
            vec![
                stretch(grid, one.span, language),
                one.who.clone(),
                language.rule(one.what),
                language.euros(one.price.0),
            ]
        })
        .collect();
    table(language.say(Word::GivenCaption), &heads, &rows, false)
}

/// What was noted on the way; notes about persons are only counted.
pub(super) fn notes(plan: &Plan, language: Language) -> Markup {
    let say = |word| language.say(word);
    let mut seen = BTreeSet::new();
    let (private, public): (Vec<&Note>, Vec<&Note>) = plan
        .notes
        .iter()
        .chain(&plan.forecast.notes)
        .filter(|note| seen.insert(*note))
        .partition(|note| is_private(plan, note));
    let heads = [Word::Code, Word::Place, Word::What].map(say);
    let cells = |note: &&Note| {
        vec![
            note.code.to_owned(),
            language.place(&note.place),
            language.note(note).to_owned(),
        ]
    };
    let rows: Vec<Vec<String>> = public.iter().map(cells).collect();
    html! {
        @if rows.is_empty() { p { (say(Word::NoNotes)) } }
        @else { (table(say(Word::NotesCaption), &heads, &rows, false)) }
        @if !private.is_empty() {
            p { (language.fill(Word::NotesPrivate, &[&private.len().to_string()])) }
        }
    }
}

/// Does a note name a person, by id or by name?
fn is_private(plan: &Plan, note: &Note) -> bool {
    let text = format!("{} {}", note.place, note.what);
    let word = |id: &str| {
        text.split(|letter: char| !letter.is_alphanumeric())
            .any(|part| part == id)
            || text.contains(&format!("`{id}`"))
    };
    plan.people
        .iter()
        .any(|(id, name)| word(id) || text.contains(name.as_str()))
}

/// How the plan was computed and what repeats it.
pub(super) fn method(plan: &Plan, language: Language) -> Markup {
    let say = |word| language.say(word);
    let seeds = plan.seeds;
    let planned = wait(plan.planned.curve_wait.0);
    let curves = match &plan.present {
        Some(side) => language.fill(Word::PresentPlanned, &[&wait(side.curve_wait.0), &planned]),
        None => planned,
    };
    let spread = language.percent((1.0 / plan.forecast.busyness).max(0.0).sqrt(), 1);
    let (solver, simulation, times) = (
        seeds.solve.to_string(),
        seeds.simulate.to_string(),
        seeds.replications.to_string(),
    );
    let mut rows = vec![
        vec![
            say(Word::MadeBy).to_owned(),
            format!("bezet {} (plan.json {})", plan.version, plan.format),
        ],
        vec![
            say(Word::KnownUntil).to_owned(),
            language.date(plan.known_until),
        ],
        vec![say(Word::Patience).to_owned(), wait(plan.patience.0)],
        vec![say(Word::Busyness).to_owned(), spread],
        vec![say(Word::CurveWait).to_owned(), curves],
        vec![
            say(Word::SeedsLabel).to_owned(),
            language.fill(Word::SeedsText, &[&solver, &simulation, &times]),
        ],
        vec![say(Word::Rounds).to_owned(), plan.solve.rounds.to_string()],
    ];
    rows.extend(
        super::kpi::verdicts(plan, language)
            .into_iter()
            .map(|(label, verdict)| vec![label.to_owned(), verdict]),
    );
    html! {
        (table(say(Word::MethodCaption), &[], &rows, false))
        @if !plan.solve.log.is_empty() {
            p { (say(Word::LogTitle)) ":" }
            ol class="log" { @for line in &plan.solve.log { li { (line) } } }
        }
    }
}
