//! The answer to one case, for people and for machines.

use super::figures::{COUNT, FIGURES, Unit, has_meaning, values};
use super::flags::Solved;
use crate::queueing::Model;
use serde_json::{Map, Value, json};

/// Every figure with a meaning: index and value.
fn figures(solved: &Solved) -> Vec<(usize, f64)> {
    let levels = solved.steady.service_levels(solved.case.threshold);
    let values = values(&solved.steady, Some(&levels));
    (0..COUNT)
        .filter(|index| has_meaning(*index, &solved.case.model, &values))
        .filter_map(|index| Some((index, values[index]?)))
        .collect()
}

fn title(model: &Model) -> &'static str {
    match model {
        Model::ErlangB => "Erlang B: nobody can wait",
        Model::ErlangC => "Erlang C: everybody waits until answered",
        Model::ErlangA => "Erlang A: callers hang up",
        Model::Room(_) => "Finite room: only so many fit in",
        Model::Redial { .. } => "Erlang X: lost callers call again",
    }
}

/// A table of words, values and units.
pub fn text(solved: &Solved) -> String {
    let mut lines = vec![title(&solved.case.model).to_owned(), String::new()];
    let mut line = |words: &str, value: String| lines.push(format!("  {words:<42} {value:>16}"));
    let first = &solved.case.rates;
    line(
        "load of first calls",
        shown(first.load(), Unit::Number) + " erlang",
    );
    if matches!(solved.case.model, Model::Redial { .. }) {
        let calls = solved.arrival / first.arrival();
        line(
            "calls per caller, redials included",
            shown(calls, Unit::Number),
        );
    }
    if solved.steady.e_wait.is_infinite() {
        lines.insert(
            1,
            "No more agents than work: the queue grows without end.".to_owned(),
        );
    }
    let mut line = |words: &str, value: String| lines.push(format!("  {words:<42} {value:>16}"));
    let agents = if solved.sought {
        "agents needed"
    } else {
        "agents"
    };
    line(agents, shown(solved.agents, Unit::Number));
    line(
        "in time is within",
        shown(solved.case.threshold, Unit::Time),
    );
    for (index, value) in figures(solved) {
        let figure = &FIGURES[index];
        line(figure.words, shown(value, figure.unit));
    }
    if matches!(solved.case.model, Model::ErlangB) {
        return lines.join("\n") + "\n";
    }
    for share in [0.5, 0.8, 0.95] {
        let wait = solved.steady.answered_wait_quantile(share);
        let words = format!("{:.0} % of those answered wait at most", share * 100.0);
        line(&words, shown(wait.unwrap_or(f64::INFINITY), Unit::Time));
    }
    lines.join("\n") + "\n"
}

/// Five figures that count, or an exponent where the number is very small or large.
fn shown(value: f64, unit: Unit) -> String {
    let (value, suffix) = match unit {
        Unit::Share => (value * 100.0, " %"),
        Unit::Time => (value, " s"),
        Unit::Number => (value, ""),
    };
    if value.is_infinite() {
        return "without end".to_owned();
    }
    let size = value.abs();
    let figures = match size {
        0.0 => "0".to_owned(),
        _ if !(1e-3..1e9).contains(&size) => format!("{value:.4e}"),
        _ if value.fract() == 0.0 => format!("{value:.0}"),
        _ => format!(
            "{value:.*}",
            (3 - size.log10().floor() as i32).clamp(1, 6) as usize
        ),
    };
    figures + suffix
}

/// The same as one object; what is without end is null.
pub fn document(solved: &Solved) -> Value {
    let mut object = Map::new();
    let model = title(&solved.case.model);
    object.insert("model".into(), json!(model));
    object.insert("arrival_per_s".into(), json!(solved.arrival));
    object.insert("load_erlang".into(), json!(solved.case.rates.load()));
    object.insert("agents".into(), json!(solved.agents));
    object.insert("threshold_s".into(), json!(solved.case.threshold));
    for (index, value) in figures(solved) {
        object.insert(FIGURES[index].name.into(), json!(value));
    }
    Value::Object(object)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_shown_with_what_counts() {
        assert_eq!(shown(0.8883500191794669, Unit::Share), "88.84 %");
        assert_eq!(shown(7.835939, Unit::Time), "7.836 s");
        assert_eq!(shown(14.0, Unit::Number), "14");
        assert_eq!(shown(1.5e-12, Unit::Share), "1.5000e-10 %");
        assert_eq!(shown(f64::INFINITY, Unit::Time), "without end");
    }
}
