//! What a team costs in a year, by kind and by budget year.

use super::{Book, PAID_WEEKS};
use crate::scenario::answer::Level;
use crate::scenario::hours::WEEKS;
use crate::scenario::ledger::{Expr, Unit, of};
use crate::scenario::study::overflow;
use chrono::Datelike;
use std::collections::BTreeMap;

impl Book<'_> {
    /// A team of a level: what it costs, structurally and once.
    pub(super) fn costs(&mut self, level: &str, whose: [&str; 2], met: &Level, outside_week: f64) {
        let name = |what: &str| format!("{level}.{what}");
        let words = |english: &str, dutch: &str| {
            [
                format!("{}: {english}", whose[0]),
                format!("{}: {dutch}", whose[1]),
            ]
        };
        let given = level == "given";
        if self.ledger.figure(&name("fte")).is_none() {
            self.found(&name("fte"), whose, Unit::Fte, met.fte, "asked");
        }
        let chain = "exact chain, by kind of week";
        let all = [
            (
                "wait",
                words("average wait", "gemiddelde wachttijd"),
                Unit::Seconds,
                met.wait,
            ),
            (
                "outside_week",
                words("contacts outside a week", "contacten naar buiten per week"),
                Unit::Contacts,
                outside_week,
            ),
            (
                "line_minutes",
                words("minutes on the line", "minuten op de lijn"),
                Unit::Minutes,
                (met.year.waiting + met.year.handling) / 60.0,
            ),
        ];
        for (what, words, unit, value) in all {
            self.found(&name(what), [&words[0], &words[1]], unit, value, chain);
        }
        if let Some(above) = met.outside_above {
            let words = words("goes outside above", "gaat naar buiten boven");
            let how = "shortest wait at which no more go outside than are taken there in a week";
            let words = [words[0].as_str(), words[1].as_str()];
            self.found(&name("outside_above"), words, Unit::Seconds, above, how);
        }
        let mut reckon = |what: &str, english: &str, dutch: &str, formula: Expr| {
            let words = words(english, dutch);
            self.ledger
                .reckon(&name(what), [&words[0], &words[1]], Unit::Euros, formula);
        };
        let here = |what: &str| of(&name(what));
        let own = match given {
            true => Expr::Less(Box::new(here("fte")), Box::new(of("given.temporary"))),
            false => here("fte"),
        };
        reckon(
            "staff",
            "salaries",
            "salarissen",
            Expr::Times(vec![own, of("price.fte_year")]),
        );
        if given {
            let formula = Expr::Times(vec![
                of("given.temporary"),
                of("people.full_week_hours"),
                Expr::Is(PAID_WEEKS),
                of("prices.temporary_hour"),
                of("price.vat_factor"),
            ]);
            reckon(
                "temporary_cost",
                "temporary staff",
                "tijdelijk personeel",
                formula,
            );
        }
        reckon(
            "seats",
            "seats",
            "werkplekken",
            Expr::Times(vec![here("fte"), of("prices.seat_year")]),
        );
        reckon(
            "line",
            "telephone line",
            "telefoonlijn",
            Expr::Times(vec![here("line_minutes"), of("prices.line_minute")]),
        );
        self.outside(level, whose, outside_week);
        let mut reckon = |what: &str, english: &str, dutch: &str, formula: Expr| {
            let words = words(english, dutch);
            self.ledger
                .reckon(&name(what), [&words[0], &words[1]], Unit::Euros, formula);
        };
        let structural = ["staff", "seats", "line", "outside_year"]
            .map(here)
            .to_vec();
        reckon(
            "structural",
            "structural a year",
            "structureel per jaar",
            Expr::Sum(structural),
        );
        if level == "here" {
            return;
        }
        let hiring = Expr::Times(vec![
            here("hired"),
            Expr::Sum(vec![of("prices.recruit"), of("prices.train")]),
        ]);
        reckon(
            "hiring",
            "recruiting and training",
            "werving en inwerken",
            hiring,
        );
        let mut once = vec![here("hiring"), here("outside_once")];
        once.extend(given.then(|| here("temporary_cost")));
        reckon("incidental", "incidental", "incidenteel", Expr::Sum(once));
        let total = Expr::Sum(vec![here("structural"), here("incidental")]);
        reckon("total", "in the first year", "in het eerste jaar", total);
    }

    /// What goes outside, by its contract.
    pub(super) fn outside(&mut self, level: &str, whose: [&str; 2], week: f64) {
        let name = |what: &str| format!("{level}.{what}");
        let contract = overflow(self.year, self.scenario).map(|overflow| &overflow.contract);
        let (bill, monthly, once) = contract.map_or((0.0, 0.0, 0.0), |contract| {
            let bill = contract.bill(week).total().0;
            (bill, contract.fees.monthly.0, contract.fees.once().0)
        });
        let how = "the contract's bill of an average week: price, bands, minimum, commitment";
        let pairs = [
            (
                "outside_bill",
                "bill of a week",
                "rekening van een week",
                bill,
            ),
            (
                "outside_monthly",
                "external centre, by the month",
                "extern callcenter, per maand",
                monthly,
            ),
        ];
        for (what, english, dutch, value) in pairs {
            let words = [
                format!("{}: {english}", whose[0]),
                format!("{}: {dutch}", whose[1]),
            ];
            self.found(&name(what), [&words[0], &words[1]], Unit::Euros, value, how);
        }
        let taken = Expr::Sum(vec![
            Expr::Times(vec![of(&name("outside_bill")), Expr::Is(WEEKS)]),
            Expr::Times(vec![of(&name("outside_monthly")), Expr::Is(12.0)]),
        ]);
        let formula = Expr::Times(vec![taken, of("price.vat_factor")]);
        let words = [
            format!("{}: work outside", whose[0]),
            format!("{}: werk buiten", whose[1]),
        ];
        self.ledger.reckon(
            &name("outside_year"),
            [&words[0], &words[1]],
            Unit::Euros,
            formula,
        );
        let words = [
            format!("{}: external centre, once", whose[0]),
            format!("{}: extern callcenter, eenmalig", whose[1]),
        ];
        let how = "set-up and training fees of the contract";
        self.found(
            &name("outside_once"),
            [&words[0], &words[1]],
            Unit::Euros,
            once,
            how,
        );
    }

    /// What each budget year pays: structural by its months, incidental in the first.
    pub(super) fn budget(&mut self) {
        let mut months: BTreeMap<i32, u32> = BTreeMap::new();
        for month in &self.year.months {
            *months.entry(month.year()).or_default() += 1;
        }
        for (nth, (year, count)) in months.into_iter().enumerate() {
            let share = Expr::Over(
                Box::new(Expr::Is(f64::from(count))),
                Box::new(Expr::Is(12.0)),
            );
            let mut parts = vec![Expr::Times(vec![of("needed.structural"), share])];
            parts.extend((nth == 0).then(|| of("needed.incidental")));
            let words = [
                format!("team for the target: budget year {year}"),
                format!("team voor het doel: begrotingsjaar {year}"),
            ];
            let name = format!("budget.{year}");
            self.ledger
                .reckon(&name, [&words[0], &words[1]], Unit::Euros, Expr::Sum(parts));
        }
    }
}
