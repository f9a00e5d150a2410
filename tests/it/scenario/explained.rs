//! Every figure again, from its explanation alone, by another reader of formulas.

use super::centre;
use bezet::config::Scenario;
use bezet::report::{explain_text, write_comparison};
use bezet::scenario::{Comparison, Extras, compare};
use calamine::Reader;
use std::collections::BTreeMap;

fn compared() -> Comparison {
    let folder = centre::folder();
    let path = folder.path().join("more.toml");
    let text = "name = { en = \"more\", nl = \"meer\" }\n[volume]\ngrowth = 0.1\ncallbacks = 0.05\n\
                [prices]\nsalary_year = 50000\n[people]\nhires = [{ on = 2021-09-01, fte = 0.5 }]\n\
                [target]\nwait_reduction = 0.2\noutside = true\n";
    std::fs::write(&path, text).unwrap();
    let scenario = Scenario::read(&path, 60).unwrap();
    let extras = Extras {
        frontier: true,
        sensitivity: true,
        chance: false,
        hindsight: None,
    };
    compare(&centre::config(folder.path()), &[scenario], extras).unwrap()
}

/// Reads `(a + b * 2)`, `max(a, b)`: sums, products, differences, quotients, with brackets around each.
struct Formula<'a> {
    text: &'a [u8],
    at: usize,
    known: &'a BTreeMap<String, f64>,
}

impl Formula<'_> {
    fn skip(&mut self) {
        while self.text.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
    }

    fn term(&mut self) -> f64 {
        self.skip();
        if self.text[self.at] == b'(' {
            self.at += 1;
            let value = self.sum();
            self.skip();
            assert_eq!(self.text[self.at], b')');
            self.at += 1;
            return value;
        }
        let from = self.at;
        let word = |byte: &u8| byte.is_ascii_alphanumeric() || b"._".contains(byte);
        let signed = |at: usize, text: &[u8]| at == from && text[at] == b'-';
        while self.at < self.text.len() && (word(&self.text[self.at]) || signed(self.at, self.text))
        {
            self.at += 1;
        }
        let name = std::str::from_utf8(&self.text[from..self.at]).unwrap();
        if name == "max" {
            self.at += 1;
            let one = self.sum();
            assert_eq!(self.text[self.at], b',');
            self.at += 1;
            let other = self.sum();
            self.at += 1;
            return one.max(other);
        }
        name.parse().unwrap_or_else(|_| self.known[name])
    }

    fn sum(&mut self) -> f64 {
        let mut value = self.term();
        loop {
            self.skip();
            let Some(sign) = self.text.get(self.at).copied() else {
                return value;
            };
            if !b"+-*/".contains(&sign) {
                return value;
            }
            self.at += 1;
            let next = self.term();
            match sign {
                b'+' => value += next,
                b'-' => value -= next,
                b'*' => value *= next,
                _ => value /= next,
            }
        }
    }
}

#[test]
fn figures_follow_from_their_explanation() {
    let comparison = compared();
    let json: serde_json::Value = serde_json::to_value(&comparison).unwrap();
    let mut formulas = 0;
    for column in json["columns"].as_array().unwrap() {
        let mut known = BTreeMap::new();
        for figure in column["ledger"]["figures"].as_array().unwrap() {
            let value = figure["value"].as_f64().unwrap();
            let name = figure["name"].as_str().unwrap().to_owned();
            if let Some(formula) = figure["source"]["formula"].as_str() {
                let mut reader = Formula {
                    text: formula.as_bytes(),
                    at: 0,
                    known: &known,
                };
                let again = reader.sum();
                assert!(
                    (again - value).abs() <= 1e-9 * value.abs().max(1.0),
                    "{name}: {formula}"
                );
                formulas += 1;
            }
            known.insert(name, value);
        }
        // what the ledger says is what was answered
        let answer = &column["answer"];
        for (figure, field) in [("needed.fte", "fte"), ("needed.wait", "wait")] {
            let said = answer["needed"][field].as_f64().unwrap();
            assert!((known[figure] - said).abs() < 1e-6 * said, "{figure}");
        }
        assert!((known["contacts"] - answer["contacts"].as_f64().unwrap()).abs() < 1e-6);
        assert!((known["handle_time"] - answer["handle_time"].as_f64().unwrap()).abs() < 1e-6);
    }
    assert!(formulas > 40, "{formulas} formulas");
    let text = explain_text(&comparison);
    assert!(text.contains("more.toml: volume.growth (line 3)"), "{text}");
    assert!(text.contains("= (needed.fte * price.fte_year)"), "{text}");
}

#[test]
fn threads_change_nothing() {
    let folder = centre::folder();
    let config = centre::config(folder.path());
    let extras = Extras {
        frontier: true,
        sensitivity: true,
        chance: true,
        hindsight: None,
    };
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        let scenario = Scenario::default()
            .with("volume.growth", 0.1, "test")
            .unwrap();
        let compared = pool.install(|| compare(&config, &[scenario], extras).unwrap());
        serde_json::to_string(&compared).unwrap()
    };
    assert_eq!(on(1), on(3));
}

#[test]
fn the_workbook_has_live_formulas() {
    let comparison = compared();
    let folder = tempfile::tempdir().unwrap();
    let files = write_comparison(&comparison, folder.path()).unwrap();
    assert_eq!(files.len(), 4);
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(&files[2]).unwrap();
    let names = book.sheet_names();
    let formulas = book.worksheet_formula(&names[2]).unwrap();
    let live = formulas
        .cells()
        .filter(|(_, _, formula)| !formula.is_empty())
        .count();
    let ledger = &comparison.columns[1].ledger;
    let reckoned = ledger
        .figures
        .iter()
        .filter(|figure| matches!(figure.source, bezet::scenario::Source::Formula(_)));
    assert_eq!(live, reckoned.count());
    // what a reader of values sees without reckoning is right too
    let values = book.worksheet_range(&names[2]).unwrap();
    for (row, figure) in ledger.figures.iter().enumerate() {
        let cell = values.get_value((row as u32 + 1, 2)).unwrap();
        let value = match cell {
            calamine::Data::String(text) => text.parse().unwrap(),
            other => calamine::DataType::as_f64(other).unwrap(),
        };
        assert!(
            (value - figure.value).abs() <= 1e-9 * value.abs().max(1.0),
            "{}",
            figure.name
        );
    }
    let page = std::fs::read_to_string(&files[3]).unwrap();
    assert!(page.contains("What it costs") && page.contains("<svg"));
    let rows = std::fs::read_to_string(&files[1]).unwrap();
    let figures: usize = comparison
        .columns
        .iter()
        .map(|column| column.ledger.figures.len())
        .sum();
    assert_eq!(rows.lines().count(), figures + 1);
}

#[test]
fn the_frontier_is_one() {
    let comparison = compared();
    let frontier = comparison.frontier.unwrap();
    assert!(frontier.points.iter().any(|point| point.above.is_some()));
    for (nth, point) in frontier.points.iter().enumerate() {
        let beaten = frontier.points.iter().enumerate().any(|(other, rival)| {
            other != nth
                && rival.cost <= point.cost
                && rival.wait <= point.wait
                && (rival.cost < point.cost || rival.wait < point.wait)
        });
        assert!(!(point.best && beaten), "{point:?} is beaten");
    }
    let target = &frontier.points[frontier.target.unwrap()];
    let asked = comparison.columns[1].answer.target;
    assert!(target.wait <= asked);
    let cheaper = frontier
        .points
        .iter()
        .filter(|point| point.cost < target.cost);
    assert!(cheaper.into_iter().all(|point| point.wait > asked));
    let swings = comparison.sensitivity.unwrap();
    let volume = swings
        .iter()
        .find(|swing| swing.words[0] == "volume")
        .unwrap();
    assert!(volume.less < volume.more);
    // there is no less than no absence: where none is stated only more of it moves anything
    let other = swings
        .iter()
        .find(|swing| swing.words[0] == "other absence");
    let (other, needed) = (other.unwrap(), comparison.columns[1].answer.needed.fte);
    assert!(
        (other.less / needed - 1.0).abs() < 1e-6,
        "{other:?} {needed}"
    );
    assert!(other.more > needed);
}
