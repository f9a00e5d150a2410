//! The waiting formulas against published tables, against sums with 50 digits, and, when
//! BEZET_ORACLES names a folder with an `erlang_reference.csv`, against every row of that.

use bezet::queueing::{Rates, Steady, erlang_a, erlang_b, erlang_c, finite_room, ln_erlang_b};
use std::collections::BTreeMap;
use std::path::Path;

#[test]
fn erlang_b_gives_the_classic_table() {
    // Offered load in erlangs that loses 1 % on so many lines, three decimals (ITU, Teletraffic
    // Engineering Handbook, table of Erlang's B-formula).
    for (lines, load) in [
        (1.0, 0.0101),
        (5.0, 1.361),
        (10.0, 4.461),
        (20.0, 12.03),
        (100.0, 84.06),
    ] {
        let blocked = erlang_b(lines, load);
        // The last digit of the load is worth at most 0.1 % of the blocking's 1 %.
        assert!((blocked - 0.01).abs() < 2e-5, "{lines} lines: {blocked}");
    }
}

/// Worst relative error per model and quantity.
#[derive(Default)]
struct Worst(BTreeMap<(String, &'static str), (f64, String)>);

impl Worst {
    fn compare(&mut self, row: &Row, quantity: &'static str, found: f64) {
        let Some(truth) = row.number(quantity) else {
            return;
        };
        // A chance below the smallest normal number has fewer digits than any tolerance.
        let error = if found == truth || (truth.abs() < 1e-300 && found.abs() < 1e-300) {
            0.0
        } else {
            ((found - truth) / truth).abs()
        };
        let worst = self
            .0
            .entry((row.text("model").into(), quantity))
            .or_default();
        if error > worst.0 || error.is_nan() {
            *worst = (error, row.text("id").into());
        }
    }
}

struct Row(BTreeMap<String, String>);

impl Row {
    fn text(&self, key: &str) -> &str {
        self.0.get(key).map_or("", String::as_str)
    }

    fn number(&self, key: &str) -> Option<f64> {
        self.text(key).parse().ok()
    }

    fn steady(&self) -> Steady {
        let value = |key| self.number(key).unwrap_or(0.0);
        let rates = Rates::new(value("lambda"), value("mu"), value("theta")).unwrap();
        let agents = value("c");
        match self.text("model") {
            "A" => erlang_a(agents, &rates),
            "C" => erlang_c(agents, &rates),
            _ => finite_room(agents as u32, (value("K") - agents) as u32, &rates),
        }
    }
}

fn rows(text: &str) -> Vec<Row> {
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let row = |line: &str| {
        let cells = line.split(',').map(String::from);
        Row(header
            .iter()
            .map(|key| String::from(*key))
            .zip(cells)
            .collect())
    };
    lines.map(row).collect()
}

fn compare_all(text: &str) -> Worst {
    let mut worst = Worst::default();
    for row in rows(text) {
        if row.text("model") == "B" {
            let (agents, load) = (row.number("c").unwrap(), row.number("lambda").unwrap());
            let load = load / row.number("mu").unwrap();
            worst.compare(&row, "p_block", erlang_b(agents, load));
            worst.compare(&row, "ln_p_block", ln_erlang_b(agents, load));
            continue;
        }
        let steady = row.steady();
        worst.compare(&row, "p_block", steady.p_block);
        worst.compare(&row, "p_wait", steady.p_wait);
        worst.compare(&row, "p_ab", steady.p_abandon);
        worst.compare(&row, "p_served", steady.p_served);
        worst.compare(&row, "e_lq", steady.e_queue);
        worst.compare(&row, "e_w", steady.e_wait);
        worst.compare(&row, "e_w_served", steady.e_wait_served);
        worst.compare(&row, "occ", steady.occupancy);
        let level = steady.served_within(row.number("T").unwrap_or(0.0));
        worst.compare(&row, "sl_offered", level);
    }
    worst
}

/// Sums and products of the balance equations with 50 digits (mpmath), per unit of time.
const FIFTY_DIGITS: &str = include_str!("erlang_50_digits.csv");

#[test]
fn agrees_with_sums_of_fifty_digits() {
    let worst = compare_all(FIFTY_DIGITS);
    assert_eq!(worst.0.len(), 29);
    for ((model, quantity), (error, id)) in &worst.0 {
        assert!(*error < 1e-11, "{model} {quantity}: {error:.1e} in {id}");
    }
}

#[test]
fn agrees_with_every_reference_row() {
    let Ok(folder) = std::env::var("BEZET_ORACLES") else {
        return;
    };
    let text = std::fs::read_to_string(Path::new(&folder).join("erlang_reference.csv")).unwrap();
    let worst = compare_all(&text);
    for ((model, quantity), (error, id)) in &worst.0 {
        eprintln!("{model} {quantity:<11} {error:8.1e}  {id}");
    }
    // The worst row is c = 1e5 at full load, where a double's rounding of λ - c μ shows.
    assert!(worst.0.values().all(|(error, _)| *error < 1e-11));
}
