//! What an edit does, in the terminal, in English.

use super::number::{self};
use super::text::{aligned, breaches_text, finished};
use super::words::Language;
use crate::calendar::Grid;
use crate::plan::{Answer, CoverageChange, Figures, Repair, Repairs, ShiftChange};
use crate::roster::Breach;

const ENGLISH: Language = Language::English;

/// What edits do: the wait, the cost, breaches with new ones first, who changes, and the
/// difference from what was published.
pub fn answer_text(answer: &Answer, grid: &Grid) -> String {
    let mut text = String::new();
    for edit in &answer.edits {
        text.push_str(&format!("{edit}\n"));
    }
    text.push('\n');
    text.push_str(&finished(aligned(&figures(answer), 1)));
    text.push_str(&breaches("new breaches", &answer.new_breaches, grid));
    let stay = answer.breaches.len() - answer.new_breaches.len().min(answer.breaches.len());
    text.push_str(&format!(
        "\nbreaches of the roster: {}, of which {stay} as before\n",
        answer.breaches.len()
    ));
    text.push_str(&breaches("no longer broken", &answer.gone_breaches, grid));
    text.push_str(&changed("changed shifts", &answer.changes));
    text.push_str(&coverage(&answer.coverage));
    if let Some((version, changes)) = &answer.published {
        text.push_str(&difference_text(*version, changes));
    }
    text
}

/// How a roster differs from a published version, per person.
pub fn difference_text(version: u32, changes: &[ShiftChange]) -> String {
    match changes.is_empty() {
        true => format!("\nas published in version {version}\n"),
        false => changed(
            &format!("different from published version {version}"),
            changes,
        ),
    }
}

/// The best repairs, a line each, and what each changes.
pub fn repairs_text(repairs: &Repairs) -> String {
    if repairs.repairs.is_empty() {
        return "\nno repair helps without breaking a rule\n".to_owned();
    }
    let heads = [
        "", "repair", "wait", "change", "cost", "shifts", "mends", "left",
    ];
    let mut table = vec![heads.map(str::to_owned).to_vec()];
    let before = &repairs.answer.after;
    let rows = repairs.repairs.iter().enumerate();
    table.extend(rows.map(|(place, repair)| repair_row(place, repair, before)));
    let mut text = format!("\n{}", finished(aligned(&table, 2)));
    for (place, repair) in repairs.repairs.iter().enumerate() {
        text.push_str(&changed(
            &format!("repair {}, changed shifts", place + 1),
            &repair.changes,
        ));
    }
    text
}

fn repair_row(place: usize, repair: &Repair, before: &Figures) -> Vec<String> {
    let (was, is) = (wait(before), wait(&repair.figures));
    vec![
        (place + 1).to_string(),
        repair.what.clone(),
        clock(is),
        difference(was, is, clock),
        difference(Some(before.cost.0), Some(repair.figures.cost.0), euros),
        repair.changes.len().to_string(),
        repair.mended.len().to_string(),
        repair.left.to_string(),
    ]
}

fn wait(figures: &Figures) -> Option<f64> {
    figures.exact.map(|exact| exact.wait.0)
}

/// Rows of what the week comes to before and after.
fn figures(answer: &Answer) -> Vec<Vec<String>> {
    type Measure = (
        &'static str,
        fn(&Figures) -> Option<f64>,
        fn(Option<f64>) -> String,
    );
    let measures: [Measure; 6] = [
        ("average wait, exact (min:s)", wait, clock),
        ("hung up", |f| f.exact.map(|e| e.abandoned.0), percent),
        (
            "contacts outside",
            |f| f.exact.map(|e| e.overflowed.0),
            tenths,
        ),
        ("paid hours", |f| Some(f.paid.0), tenths),
        ("cost of the week", |f| Some(f.cost.0), euros),
        (
            "wishes and agreements not kept",
            |f| Some(f.not_given.0),
            euros,
        ),
    ];
    let heads = ["measure", "before", "after", "difference"];
    let mut table = vec![heads.map(str::to_owned).to_vec()];
    let all_given = |figures: &Figures| figures.not_given.0 == 0.0;
    let shown = match all_given(&answer.before) && all_given(&answer.after) {
        true => &measures[..5],
        false => &measures[..],
    };
    table.extend(shown.iter().map(|(name, of, shown)| {
        let (was, is) = (of(&answer.before), of(&answer.after));
        let mut difference = difference(was, is, *shown);
        // A share moves by points: a percentage of a percentage says something else.
        if let Some(number) = difference.strip_suffix('%') {
            difference = format!("{number} points");
        }
        vec![(*name).to_owned(), shown(was), shown(is), difference]
    }));
    table
}

fn difference(was: Option<f64>, is: Option<f64>, shown: fn(Option<f64>) -> String) -> String {
    let Some((was, is)) = was.zip(is) else {
        return shown(None);
    };
    let text = shown(Some((is - was).abs()));
    let visible = text.contains(|digit: char| ('1'..='9').contains(&digit));
    match (visible, is < was) {
        (false, _) => text,
        (true, true) => format!("−{text}"),
        (true, false) => format!("+{text}"),
    }
}

fn clock(seconds: Option<f64>) -> String {
    seconds.map_or("–".to_owned(), number::wait)
}

fn percent(share: Option<f64>) -> String {
    share.map_or("–".to_owned(), |share| ENGLISH.percent(share, 1))
}

fn tenths(value: Option<f64>) -> String {
    value.map_or("–".to_owned(), |value| ENGLISH.number(value, 1))
}

fn euros(value: Option<f64>) -> String {
    value.map_or("–".to_owned(), |value| ENGLISH.euros(value))
}

fn breaches(title: &str, breaches: &[Breach], grid: &Grid) -> String {
    if breaches.is_empty() {
        return format!("\n{title}: none\n");
    }
    format!("\n{title}\n{}", breaches_text(breaches, grid))
}

fn changed(title: &str, changes: &[ShiftChange]) -> String {
    let free = |text: &str| if text.is_empty() { "free" } else { text }.to_owned();
    let mut text = format!("\n{title}: {}\n", changes.len());
    for change in changes {
        let (was, is) = (free(&change.before), free(&change.after));
        let head = format!("{} {}", change.person, change.date.format("%a %Y-%m-%d"));
        text.push_str(&format!("  {head}\n    was {was}\n    now {is}\n"));
    }
    text
}

fn coverage(changes: &[CoverageChange]) -> String {
    let mut text = String::new();
    for run in changes {
        let (from, to) = (run.from.format("%a %H:%M"), run.to.format("%H:%M"));
        let change = ENGLISH.signed(run.change, ENGLISH.number(run.change, 2));
        text.push_str(&format!("  {from}–{to} {change}\n"));
    }
    match text.is_empty() {
        true => "\nagents for contacts: as before\n".to_owned(),
        false => format!("\nagents for contacts\n{text}"),
    }
}
