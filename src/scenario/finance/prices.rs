//! What an hour, a place and a minute cost.

use super::{Book, PAID_WEEKS};
use crate::scenario::ledger::{Expr, Source, Unit, of, rest};

impl Book<'_> {
    pub(super) fn prices(&mut self) {
        let hour = self.scenario.numbers.contains_key("prices.hour");
        self.number(
            "prices.wage_index",
            ["wage indexation", "loonindexatie"],
            Unit::Share,
        );
        let indexed = Expr::Sum(vec![Expr::Is(1.0), of("prices.wage_index")]);
        let formula = if self.scenario.numbers.contains_key("prices.salary_year") {
            self.number(
                "prices.salary_year",
                ["salary of one FTE", "salaris per fte"],
                Unit::Euros,
            );
            self.number(
                "prices.choice_budget",
                ["personal choice budget", "individueel keuzebudget"],
                Unit::Share,
            );
            self.number("prices.pension", ["pension", "pensioen"], Unit::Share);
            self.number(
                "prices.on_costs",
                ["other on-costs", "overige werkgeverslasten"],
                Unit::Share,
            );
            let on_top = Expr::Sum(vec![
                Expr::Is(1.0),
                of("prices.choice_budget"),
                of("prices.pension"),
                of("prices.on_costs"),
            ]);
            Expr::Times(vec![of("prices.salary_year"), on_top, indexed])
        } else {
            let words = [
                "a paid hour, on-costs included",
                "een betaald uur, inclusief werkgeverslasten",
            ];
            match hour {
                true => self.number("prices.hour", words, Unit::Euros),
                false => {
                    let place = "configuration: prices.hour".to_owned();
                    let price = self.year.config.prices.hour.0;
                    self.ledger.put(
                        "prices.hour",
                        words,
                        Unit::Euros,
                        price,
                        Source::Stated { place },
                    );
                }
            }
            Expr::Times(vec![
                of("prices.hour"),
                of("people.full_week_hours"),
                Expr::Is(PAID_WEEKS),
                indexed,
            ])
        };
        let words = ["one FTE a year", "één fte per jaar"];
        self.ledger
            .reckon("price.fte_year", words, Unit::Euros, formula);
        self.number(
            "prices.temporary_hour",
            ["a temporary hour", "een uur tijdelijk personeel"],
            Unit::Euros,
        );
        self.number(
            "prices.line_minute",
            ["a minute on the line", "een minuut op de lijn"],
            Unit::Euros,
        );
        self.number(
            "prices.seat_year",
            ["a seat a year", "een werkplek per jaar"],
            Unit::Euros,
        );
        self.number(
            "prices.recruit",
            ["recruiting one FTE", "werving per fte"],
            Unit::Euros,
        );
        self.number(
            "prices.train",
            ["training one FTE", "inwerken per fte"],
            Unit::Euros,
        );
        self.number(
            "prices.vat",
            ["VAT on work from outside", "btw over werk van buiten"],
            Unit::Share,
        );
        self.number(
            "prices.vat_recovered",
            ["of that, recovered", "waarvan verrekenbaar"],
            Unit::Share,
        );
        let paid = Expr::Times(vec![of("prices.vat"), rest("prices.vat_recovered")]);
        let formula = Expr::Sum(vec![Expr::Is(1.0), paid]);
        self.ledger.reckon(
            "price.vat_factor",
            [
                "work from outside, VAT that stays",
                "werk van buiten, btw die blijft",
            ],
            Unit::Number,
            formula,
        );
    }
}
