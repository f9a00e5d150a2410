//! The waiting formulas against published tables, against sums with 50 digits, and, when
//! BEZET_ORACLES names a folder with an `erlang_reference.csv`, against every row of that.

use bezet::queueing::{
    Goal, Level, Model, Rates, ServiceLevels, Steady, erlang_a, erlang_b, fewest_agents,
    finite_room, ln_erlang_b, redial,
};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

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
        let model = match self.text("model") {
            "A" => Model::ErlangA,
            "B" => Model::ErlangB,
            "C" => Model::ErlangC,
            _ => Model::Room(value("K") as u32),
        };
        model.steady(value("c"), &rates).unwrap()
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
        let steady = row.steady();
        if row.text("model") == "B" {
            let (agents, load) = (row.number("c").unwrap(), row.number("lambda").unwrap());
            let load = load / row.number("mu").unwrap();
            worst.compare(&row, "p_block", erlang_b(agents, load));
            worst.compare(&row, "ln_p_block", ln_erlang_b(agents, load));
        }
        for (quantity, found) in averages(&steady) {
            worst.compare(&row, quantity, found);
        }
        if let Some(threshold) = row.number("T") {
            for (quantity, found) in levels(&steady.service_levels(threshold)) {
                worst.compare(&row, quantity, found);
            }
        }
    }
    worst
}

fn averages(steady: &Steady) -> [(&'static str, f64); 11] {
    [
        ("p_block", steady.p_block),
        ("ln_p_block", steady.ln_p_block()),
        ("p_wait", steady.p_wait),
        ("p_ab", steady.p_abandon),
        ("p_served", steady.p_served),
        ("e_lq", steady.e_queue),
        ("e_w", steady.e_wait),
        ("e_w_served", steady.e_wait_served),
        ("e_w_ab", steady.e_wait_abandoned()),
        ("e_v", steady.e_wait_patient()),
        ("occ", steady.occupancy),
    ]
}

fn levels(levels: &ServiceLevels) -> [(&'static str, f64); 6] {
    [
        ("sl_offered", levels.offered),
        ("sl_served", levels.served),
        ("sl_virtual", levels.patient),
        ("sl_good", levels.good),
        ("sl_ab_excl", levels.abandoned_excluded),
        ("p_late", levels.late),
    ]
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

/// Every quantity with 50 digits (mpmath): whole agents by sums over states with regularised beta
/// and gamma functions, fractions and long queues by quadrature of the offered wait; where both
/// could be had they agreed to 18 digits. Tails, full load and overload, short and long patience.
const ALL_QUANTITIES: &str = include_str!("erlang_all_quantities.csv");

#[test]
fn every_quantity_agrees_with_fifty_digits() {
    let worst = compare_all(ALL_QUANTITIES);
    // B: 4; C: 13 that are not 0; A: 17 less 1; K: 17.
    assert!(worst.0.len() > 45, "{}", worst.0.len());
    for ((model, quantity), (error, id)) in &worst.0 {
        // A hundredth of what is promised; the worst rows lose digits to logarithms near -500.
        assert!(*error < 1e-12, "{model} {quantity}: {error:.1e} in {id}");
    }
}

/// A wider range, with 45 digits (mpmath): A by Gauss's rule of 96 points between the waits at which
/// the density has fallen by given powers of e, B and C by the recursion over agents or the same
/// rule, K state by state. The first rows are those that were once wrong, or wrongly suspected:
/// less than one agent, thresholds in the hump of an overload of 10^13 waits, far tails; the rest
/// is random: c = 0.02 to 1e6, loads of 1e-6 to 1e6 times c, θ / μ from 1e-9 to 1e6.
const WIDE_RANGE: &str = include_str!("erlang_wide_range.csv");

#[test]
fn a_wider_range_agrees_with_forty_five_digits() {
    let worst = compare_all(WIDE_RANGE);
    assert!(worst.0.len() > 45, "{}", worst.0.len());
    for ((model, quantity), (error, id)) in &worst.0 {
        // As above.
        assert!(*error < 1e-12, "{model} {quantity}: {error:.1e} in {id}");
    }
}

/// No input keeps anybody waiting: each answer is some milliseconds' work at most, and a loop that
/// does not end, or goes through all states one by one, would take minutes.
#[test]
fn absurd_questions_are_answered_soon() {
    let goals = [
        Goal::ServiceLevel {
            share: 0.999_999,
            threshold: 1e300,
            of: Level::Good,
        },
        Goal::AverageWait(1e-9),
        Goal::Abandonment(0.0),
        Goal::Blocking(1e-12),
    ];
    for load in [1e-100, 12.0, 1e6 * (1.0 - 1e-12), 1e9, 1e15, 1e100] {
        for theta in [0.0, 1e-100, 1e-12, 1.0, 1e100] {
            let rates = Rates::new(load, 1.0, theta).unwrap();
            let begin = Instant::now();
            let mut asked = 0;
            let redial = |share| Model::Redial { share, room: None };
            let all = [
                Model::ErlangB,
                Model::ErlangC,
                Model::ErlangA,
                Model::Room(50),
            ];
            for model in all.into_iter().chain([0.5, 1.0].map(redial)) {
                for goal in &goals {
                    let found = fewest_agents(goal, &model, &rates);
                    assert!(found != Some(0), "{model:?} {goal:?}");
                    asked += 1;
                }
                for agents in [1.0, 12.5, 1e6, 1e9] {
                    let Some(steady) = model.steady(agents, &rates) else {
                        continue;
                    };
                    let threshold = steady.answered_wait_quantile(0.9).unwrap();
                    let late = steady.service_levels(threshold).late;
                    assert!((0.0..=1.0).contains(&late), "{model:?} {late}");
                    asked += 1;
                }
            }
            let each = begin.elapsed().as_secs_f64() / f64::from(asked);
            assert!(each < 2.0, "{load} {theta}: {each} s");
        }
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

/// All that a queue says must be numbers, shares must be shares, and sides must add up.
fn is_sound(steady: &Steady, threshold: f64) -> Result<(), TestCaseError> {
    let found = levels(&steady.service_levels(threshold));
    let shares = averages(steady);
    let shares = shares
        .iter()
        .chain(&found)
        .filter(|(name, _)| name.starts_with("p_") || name.starts_with("sl_") || *name == "occ");
    for (name, share) in shares {
        // Sums of some thousand terms may pass 1 by their rounding.
        prop_assert!(
            (0.0..=1.0 + 1e-11).contains(share),
            "{name}: {share}, {steady:?}"
        );
    }
    for (name, value) in averages(steady) {
        prop_assert!(!value.is_nan(), "{name}: {steady:?}");
        prop_assert!(value >= 0.0 || name == "ln_p_block", "{name}: {value}");
    }
    let all = steady.p_served + steady.p_abandon + steady.p_block;
    prop_assert!((all - 1.0).abs() < 1e-10, "{all}: {steady:?}");
    prop_assert!(!steady.wait_exceeds(threshold).is_nan());
    Ok(())
}

/// Sizes from next to nothing to next to everything, even on a logarithmic scale.
fn size(from: f64, to: f64) -> impl Strategy<Value = f64> {
    (from.ln()..to.ln()).prop_map(f64::exp)
}

/// Any number at all, NaN and infinities too, but more often one of interest.
fn anything() -> impl Strategy<Value = f64> {
    prop_oneof![
        2 => any::<f64>(),
        1 => prop::sample::select(vec![
            0.0, -0.0, 5e-324, 1e-310, 1e-305, 1e-300, 1e-160, 1.0, 12.0, 1e6, 1e9, 1e160, 1e290,
            1e308, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0,
        ]),
        2 => size(1e-12, 1e12),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_input_gives_a_number_that_is_none(
        rates in (anything(), anything(), anything()),
        agents in anything(),
        threshold in anything(),
        places in 0..400_u32,
    ) {
        let Some(rates) = Rates::new(rates.0, rates.1, rates.2) else { return Ok(()) };
        let few = agents.clamp(0.0, 1e4) as u32;
        for model in [Model::ErlangB, Model::ErlangC, Model::ErlangA] {
            is_sound(&model.steady(agents, &rates).unwrap(), threshold)?;
        }
        is_sound(&finite_room(few, places, &rates), threshold)?;
    }

    #[test]
    fn another_agent_never_makes_it_worse(
        agents in 1..3000_u32,
        load in size(1e-3, 1e6),
        theta in size(1e-6, 1e4),
        threshold in size(1e-6, 1e2),
        places in 0..50_u32,
    ) {
        let rates = Rates::new(f64::from(agents) * load.min(1e6), 1.0, theta).unwrap();
        let room = agents + 1 + places;
        for model in [Model::ErlangA, Model::ErlangB, Model::Room(room)] {
            let [less, more] = [agents, agents + 1]
                .map(|agents| model.steady(f64::from(agents), &rates).unwrap());
            is_sound(&less, threshold)?;
            // The share served grows by 1/c at overload, so rounding never hides it.
            prop_assert!(more.p_served >= less.p_served * (1.0 - 1e-13), "{model:?}");
            prop_assert!(more.p_wait <= less.p_wait + less.p_block + 1e-13);
            let level = |steady: &Steady| steady.served_within(threshold);
            prop_assert!(level(&more) >= level(&less) * (1.0 - 1e-10), "{model:?}");
            prop_assert!(more.e_wait <= less.e_wait * (1.0 + 1e-10) || model != Model::ErlangA);
        }
    }

    #[test]
    fn a_fraction_of_an_agent_lies_between(
        agents in 1..200_u32,
        part in 0.01..0.99_f64,
        load in size(1e-2, 1e2),
        theta in size(1e-4, 1e3),
    ) {
        let rates = Rates::new(f64::from(agents) * load, 1.0, theta).unwrap();
        let served = |agents: f64| erlang_a(agents, &rates).p_served;
        let (low, high) = (f64::from(agents), f64::from(agents) + 1.0);
        let found = served(low + part);
        prop_assert!(served(low) * (1.0 - 1e-11) <= found, "{found}");
        prop_assert!(found <= served(high) * (1.0 + 1e-11), "{found}");
    }
}

/// Share answered in the plain chain with a room so large that it never fills.
fn served_by_chain(agents: u32, arrival: f64, theta: f64) -> f64 {
    let mut weights = vec![1.0_f64];
    for n in 1..=4000_u32 {
        let leaving = f64::from(n.min(agents)) + f64::from(n.saturating_sub(agents)) * theta;
        let next = weights[n as usize - 1] * arrival / leaving;
        weights.push(next);
        if next > 1e250 {
            weights.iter_mut().for_each(|weight| *weight *= 1e-250);
        }
    }
    let all: f64 = weights.iter().sum();
    let busy = (0..)
        .zip(&weights)
        .map(|(n, w)| f64::from(agents.min(n)) * w);
    busy.sum::<f64>() / all / arrival
}

#[test]
fn redials_are_the_fixed_point_of_the_plain_chain() {
    for (agents, arrival, theta, share) in [
        (12, 11.0, 0.5, 0.3),
        (12, 14.0, 0.5, 0.3),
        (12, 40.0, 2.0, 0.9),
        (1, 0.2, 0.1, 0.5),
        (60, 59.0, 0.05, 1.0),
    ] {
        // λ = λ0 + r λ (1 - P_served(λ)), from below, until nothing changes.
        let mut calls = arrival;
        for _ in 0..4000 {
            let lost = 1.0 - served_by_chain(agents, calls, theta);
            let next = arrival + share * calls * lost;
            if (next - calls).abs() < 1e-15 * calls {
                break;
            }
            calls = next;
        }
        let fresh = Rates::new(arrival, 1.0, theta).unwrap();
        let queue = |rates: &Rates| erlang_a(f64::from(agents), rates);
        let found = redial(&fresh, share, queue).unwrap();
        // The iteration stops short of its limit by its step times 1 / (1 - r).
        let error = (found.arrival / calls - 1.0).abs();
        assert!(error < 1e-11, "{agents} {arrival} {share}: {error:.1e}");
    }
}
