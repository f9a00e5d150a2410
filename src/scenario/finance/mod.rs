//! From hours and people to euros, figure by figure.

mod costs;
mod load;
mod prices;

use super::answer::{Answer, Level};
use super::hours::WEEKS;
use super::ledger::{Expr, Ledger, Source, Unit, of, rest};
use super::team::Team;
use super::year::Year;
use crate::config::Scenario;

/// Paid weeks of a year's contract: 36 hours are 1,872 a year.
const PAID_WEEKS: f64 = 52.0;

/// A year as finance sees it: every figure of a scenario with where it comes from.
pub fn ledger(year: &Year, scenario: &Scenario, answer: &Answer, unchanged: f64) -> Ledger {
    let mut book = Book::new(year, scenario);
    book.contacts();
    book.hours(answer);
    book.target(unchanged);
    book.people(answer);
    book.prices();
    book.costs(
        "given",
        ["present team", "huidig team"],
        &answer.given,
        answer.outside_week[0],
    );
    book.costs(
        "needed",
        ["team for the target", "team voor het doel"],
        &answer.needed,
        answer.outside_week[1],
    );
    book.budget();
    book.ledger
}

/// What a team of this size costs in a year, all together, with these sums of its callers.
pub(super) fn cost(year: &Year, scenario: &Scenario, answer: &Answer, level: &Level) -> f64 {
    let mut book = Book::new(year, scenario);
    book.contacts();
    book.hours(answer);
    book.people(answer);
    book.prices();
    book.costs("here", ["", ""], level, level.year.outside / WEEKS);
    book.ledger.value("here.structural")
}

/// Tables and keys whose figures are examples where nothing is written.
const EXAMPLES: [&str; 4] = [
    "prices.",
    "people.",
    "shrinkage.leave",
    "handle_time.callback_s",
];

struct Book<'a> {
    year: &'a Year,
    scenario: &'a Scenario,
    ledger: Ledger,
}

impl<'a> Book<'a> {
    fn new(year: &'a Year, scenario: &'a Scenario) -> Self {
        Self {
            year,
            scenario,
            ledger: Ledger::default(),
        }
    }

    /// A figure of the scenario, or what stands for it.
    fn number(&mut self, key: &str, words: [&str; 2], unit: Unit) {
        let stated = self.scenario.numbers.get(key);
        let source = match stated {
            Some(stated) => Source::Stated {
                place: stated.place.clone(),
            },
            None if EXAMPLES.iter().any(|table| key.starts_with(table)) => Source::Example,
            None => Source::Unchanged,
        };
        let value = self.scenario.number(key).unwrap_or(0.0);
        self.ledger.put(key, words, unit, value, source);
    }

    fn found(&mut self, name: &str, words: [&str; 2], unit: Unit, value: f64, how: &str) {
        let how = how.to_owned();
        self.ledger
            .put(name, words, unit, value, Source::Found { how });
    }

    fn target(&mut self, unchanged: f64) {
        let words = ["average wait of today", "gemiddelde wachttijd van vandaag"];
        let how = "exact chain, by kind of week, with the present team and today's roster";
        self.found("wait.today", words, Unit::Seconds, unchanged, how);
        let words = ["average wait asked", "gevraagde gemiddelde wachttijd"];
        if self.scenario.numbers.contains_key("target.average_wait_s") {
            return self.number("target.average_wait_s", words, Unit::Seconds);
        }
        self.number(
            "target.wait_reduction",
            ["reduction asked", "gevraagde verlaging"],
            Unit::Share,
        );
        let formula = Expr::Times(vec![of("wait.today"), rest("target.wait_reduction")]);
        self.ledger
            .reckon("wait.target", words, Unit::Seconds, formula);
    }

    fn people(&mut self, answer: &Answer) {
        let how = "mean over the days of the year: contracts, who comes, who goes, who is there for a while";
        let words = ["present team", "huidig team"];
        self.found("given.fte", words, Unit::Fte, answer.given.fte, how);
        let temporary = Team::mean(self.year, &answer.team.temporary);
        let words = ["of those, temporary", "waarvan tijdelijk"];
        self.found("given.temporary", words, Unit::Fte, temporary, how);
        let words = ["hired in the year", "aangenomen in het jaar"];
        self.found("given.hired", words, Unit::Fte, answer.team.hired, how);
        let chain = "exact chain by kind of week; fewest hours with which the average wait is the one asked";
        let words = [
            "hours on the phone a week for the target",
            "uren aan de telefoon per week voor het doel",
        ];
        self.found(
            "needed.on_phone",
            words,
            Unit::Hours,
            answer.needed.on_phone,
            chain,
        );
        let there = Expr::Over(
            Box::new(of("needed.on_phone")),
            Box::new(rest("shrinkage.sickness")),
        );
        let hours = Expr::Sum(vec![there, of("hours.before")]);
        let formula = Expr::Over(Box::new(hours), Box::new(of("hours.each")));
        let words = ["team for the target", "team voor het doel"];
        self.ledger.reckon("needed.fte", words, Unit::Fte, formula);
        let more = Expr::Less(Box::new(of("needed.fte")), Box::new(of("given.fte")));
        let formula = Expr::Most(Box::new(more), Box::new(Expr::Is(0.0)));
        self.ledger.reckon(
            "needed.hired",
            ["to be hired for it", "daarvoor aan te nemen"],
            Unit::Fte,
            formula,
        );
    }
}
