//! Reading what people wish for.

use super::people::columns;
use super::rows::{Rows, parse_date};
use crate::calendar::{parse_clock, parse_weekdays};
use crate::error::{Findings, Problem, Problems, Result};
use crate::roster::reach::meant;
use crate::roster::{Person, Wish, Wished};
use crate::table::Row;
use crate::units::Euros;
use chrono::NaiveDate;
use std::path::Path;

/// Heaviest wish that can be written.
const WEIGHT_MAX: f64 = 1000.0;

/// Reads wishes and gives each to its person; `price` is that of a wish of weight 1.
///
/// Columns: `person,wish` and perhaps `from,to,days,weight`. A wish is `off` (or `vrij`), `after
/// 10:00` (`na`) or `before 15:00` (`voor`); it holds from a first to a last date, blank is ever, on
/// days such as `mon-fri` or `wed,fri`, blank is all; a blank weight is 1.
///
/// # Errors
/// When the file cannot be read; its problems, codes `P101`, `P106` to `P108` and `P150` to
/// `P152`, go to the findings.
pub fn collect_wishes(
    path: &Path,
    price: Euros,
    people: &mut [Person],
    findings: &mut Findings,
) -> Result<()> {
    let Some(rows) = Rows::read(path, "wishes", findings)? else {
        return Ok(());
    };
    let problems = &mut findings.problems;
    let found = columns(&rows, &["person", "wish"], problems);
    if found.len() < 2 || people.is_empty() {
        return Ok(());
    }
    for row in &rows.rows {
        let wish = wish(&rows, row, price, problems);
        let id = rows.text(row, "person");
        match people.iter_mut().find(|person| person.id == id) {
            Some(person) => person.wishes.extend(wish),
            None => {
                let ids = people.iter().map(|person| person.id.as_str());
                let what = format!("names nobody among the people: `{id}`");
                let problem = Problem::new("P106", rows.place(row, "person"), what);
                problems.push(problem.hint(meant(id, ids)));
            }
        }
    }
    Ok(())
}

/// The wish of a row; every mistake of it is told.
fn wish(rows: &Rows, row: &Row, price: Euros, problems: &mut Problems) -> Option<Wish> {
    let mut cell = |code: &'static str, name: &str, wrong: &str, hint: &str| {
        let what = format!("{wrong}: `{}`", rows.text(row, name));
        problems.push(Problem::new(code, rows.place(row, name), what).hint(hint));
    };
    let wished = wished(rows.text(row, "wish"));
    if wished.is_none() {
        let hint = "write `off`, `after 10:00` or `before 15:00`";
        cell("P150", "wish", "is no wish", hint);
    }
    let days = match rows.text(row, "days") {
        "" => Some([true; 7]),
        text => parse_weekdays(text),
    };
    if days.is_none() {
        let hint = "write `fri`, `mon-wed` or `tue,thu`, or nothing for all days";
        cell("P151", "days", "names no days of the week", hint);
    }
    let weight = match rows.text(row, "weight") {
        "" => Some(1.0),
        text => weight(text),
    };
    if weight.is_none() {
        let hint = "write a number from 0 to 1000, or nothing for 1";
        cell("P152", "weight", "is no weight", hint);
    }
    let mut date = |name: &str| -> Option<Option<NaiveDate>> {
        let text = rows.text(row, name);
        if text.is_empty() {
            return Some(None);
        }
        let read = parse_date(text);
        if read.is_none() {
            let hint = "write it as 2021-04-12 or 12-04-2021, or nothing";
            cell("P107", name, "is no date", hint);
        }
        read.map(Some)
    };
    let (from, to) = (date("from"), date("to"));
    if let (Some(Some(from)), Some(Some(to))) = (from, to)
        && to < from
    {
        let hint = "`to` is the last day of the wish";
        cell("P108", "to", "ends before it starts", hint);
        return None;
    }
    Some(Wish {
        wished: wished?,
        days: days?,
        price: price * weight?,
        from: from?,
        to: to?,
    })
}

fn wished(text: &str) -> Option<Wished> {
    let text = text.to_lowercase();
    if matches!(text.as_str(), "off" | "vrij") {
        return Some(Wished::Off);
    }
    let (word, time) = text.split_once(' ')?;
    let clock = parse_clock(time.trim())?;
    match word {
        "after" | "na" => Some(Wished::After(clock)),
        "before" | "voor" => Some(Wished::Before(clock)),
        _ => None,
    }
}

fn weight(text: &str) -> Option<f64> {
    let weight: f64 = text.replace(',', ".").parse().ok()?;
    (0.0..=WEIGHT_MAX).contains(&weight).then_some(weight)
}
