use super::super::spreads::Spreads;
use super::*;
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, Poisson, StandardNormal};
use rand_pcg::Pcg64Mcg;

fn near(day: f64) -> DaySpread {
    DaySpread {
        day,
        level: 0.0,
        interval: 0.0,
        taper: 0.0,
        odd: 0.0,
    }
}

/// Trials from so many evenings far from each other, of all the leads given: a level error of this
/// variance by lead, and busyness with this variance and correlation. A day has 10000 contacts in one interval.
fn drawn(
    evenings: usize,
    leads: &[usize],
    level: impl Fn(usize) -> f64,
    own: (f64, f64),
    random: &mut Pcg64Mcg,
) -> Vec<Tested> {
    let mut tested = Vec::new();
    for evening in 0..evenings {
        let mut normal = || -> f64 { StandardNormal.sample(random) };
        let (off, mut busy) = (normal(), normal());
        let mut rates = Vec::new();
        for lead in leads {
            busy = own.1 * busy + (1.0 - own.1 * own.1).sqrt() * normal();
            let rate = 1.0 + off * level(*lead).sqrt() + busy * own.0.sqrt();
            rates.push((*lead, 1e4 * rate.max(0.1)));
        }
        tested.extend(rates.into_iter().map(|(lead, rate)| Tested {
            day: 10_000 * evening + lead,
            lead,
            cells: vec![(Poisson::new(rate).unwrap().sample(random), 1e4)],
            effect: 0.0,
        }));
    }
    tested
}

fn mean(of: impl Iterator<Item = f64>) -> f64 {
    let all: Vec<f64> = of.collect();
    all.iter().sum::<f64>() / all.len() as f64
}

/// In worlds with a known level error and correlation both are found. From 300 evenings the usual
/// share counts for a twenty-fifth, and twenty worlds leave an error of some 0.01.
#[test]
fn both_parts_are_found() {
    let leads: Vec<usize> = (1..=14).collect();
    for (level, correlation) in [(0.6, 0.4), (0.2, 0.0), (0.0, 0.7), (0.4, 0.8)] {
        let found: Vec<Ties> = (0..20)
            .map(|seed| {
                let mut random = Pcg64Mcg::seed_from_u64(seed);
                let (level, own) = (0.01 * level, 0.01 * (1.0 - level));
                let own = (own, correlation);
                let tested = drawn(300, &leads, |_| level, own, &mut random);
                Ties::learn(&tested, &near(0.01))
            })
            .collect();
        // Days seven to thirteen apart are still tied a little by busyness of a long memory.
        let lasting = mean((7..14).flat_map(|n| (n..14).map(move |_| n)).map(|n| {
            let keep: f64 = correlation;
            keep.powi(n)
        }));
        let expected = level + (1.0 - level) * lasting;
        let share = mean(found.iter().map(|ties| ties.level));
        let tie = mean(found.iter().map(|ties| ties.correlation));
        assert!((share - expected).abs() < 0.04, "{share} for {expected}");
        assert!((tie - correlation).abs() < 0.05, "{tie} for {correlation}");
    }
}

/// Thirteen weeks without a level leave about half of the usual share, two weeks nearly all of it;
/// days of a handful of contacts tell next to nothing.
#[test]
fn little_is_drawn_to_the_usual_share() {
    let leads: Vec<usize> = (1..=14).collect();
    let share = |evenings: usize| {
        mean((0..30).map(|seed| {
            let mut random = Pcg64Mcg::seed_from_u64(seed);
            let tested = drawn(evenings, &leads, |_| 0.0, (0.01, 0.0), &mut random);
            Ties::learn(&tested, &near(0.01)).level
        }))
    };
    // Found shares below 0 count as 0: a little above 320 / (320 + 13 x 28) of a third.
    assert!((0.15..0.22).contains(&share(13)), "{}", share(13));
    assert!(share(2) > 0.27, "{}", share(2));
    let mut random = Pcg64Mcg::seed_from_u64(1);
    let mut tested = drawn(13, &leads, |_| 0.0, (0.01, 0.0), &mut random);
    for day in &mut tested {
        day.cells = vec![(f64::from(random.random_range(0..5_u8)), 2.0)];
    }
    let ties = Ties::learn(&tested, &near(0.01));
    assert!((ties.level - USUAL).abs() < 0.01, "{ties:?}");
    assert!(ties.correlation < 0.01, "{ties:?}");
    assert_eq!(Ties::learn(&[], &near(0.01)), Ties::UNKNOWN);
}

/// A level whose variance grows fivefold: what a day varies on its own is the same at any lead,
/// and another year adds to the level alone.
#[test]
fn what_grows_with_the_lead_is_the_level() {
    let leads: Vec<usize> = (1..=56).chain((60..400).step_by(5)).collect();
    let level = |lead: usize| match group_of(lead) {
        0 => 0.002,
        group => 0.002 * (1 + group) as f64,
    };
    let spreads: Vec<Spreads> = (0..8)
        .map(|seed| {
            let mut random = Pcg64Mcg::seed_from_u64(seed);
            let tested = drawn(60, &leads, level, (0.004, 0.3), &mut random);
            Spreads::learn(&tested, 1, 0.0)
        })
        .collect();
    for spreads in &spreads {
        let own = |lead: usize| spreads.on(lead).day - spreads.on(lead).level;
        let same = |lead: &usize| (own(*lead) - own(1)).abs() < 1e-12;
        assert!([20, 50, 100, 300, 800].iter().all(same));
        let year = spreads.on(765).level - spreads.on(400).level;
        assert!((year - 0.0064).abs() < 1e-12);
    }
    for (lead, wanted) in [(7, 0.002), (300, 0.01)] {
        let found = mean(spreads.iter().map(|spreads| spreads.on(lead).level));
        assert!((found / wanted - 1.0).abs() < 0.25, "{found} for {wanted}");
    }
}
