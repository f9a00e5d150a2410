//! From hours and people to euros, figure by figure.

use super::answer::{Answer, Level, overflow};
use super::hours::WEEKS;
use super::ledger::{Expr, Ledger, Source, Unit, of, rest};
use super::team::Team;
use super::year::Year;
use crate::config::Scenario;
use chrono::Datelike;
use std::collections::BTreeMap;

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
            None => Source::Example,
        };
        let value = self.scenario.number(key).unwrap_or(0.0);
        self.ledger.put(key, words, unit, value, source);
    }

    fn found(&mut self, name: &str, words: [&str; 2], unit: Unit, value: f64, how: &str) {
        let how = how.to_owned();
        self.ledger
            .put(name, words, unit, value, Source::Found { how });
    }

    fn contacts(&mut self) {
        let year = self.year;
        let how = format!(
            "forecast by `{}` of the record until {}, for {} to {}",
            year.config.forecast.method,
            year.known_until,
            year.months
                .first()
                .map_or_else(String::new, ToString::to_string),
            year.end(),
        );
        let words = ["contacts by the forecast", "contacten volgens de prognose"];
        self.found(
            "volume.forecast",
            words,
            Unit::Contacts,
            year.volume(),
            &how,
        );
        self.number(
            "volume.growth",
            ["growth on top", "groei daarbovenop"],
            Unit::Share,
        );
        self.number(
            "volume.deflected",
            ["to digital channels", "naar digitale kanalen"],
            Unit::Share,
        );
        self.number(
            "volume.business",
            [
                "businesses, out of the queue",
                "ondernemers, uit de wachtrij",
            ],
            Unit::Share,
        );
        self.number(
            "volume.callbacks",
            ["called back instead", "in plaats daarvan teruggebeld"],
            Unit::Share,
        );
        let formula = Expr::Times(vec![
            of("volume.forecast"),
            Expr::Sum(vec![Expr::Is(1.0), of("volume.growth")]),
            rest("volume.deflected"),
            rest("volume.business"),
            rest("volume.callbacks"),
        ]);
        let words = ["contacts in the queue", "contacten in de wachtrij"];
        self.ledger
            .reckon("contacts", words, Unit::Contacts, formula);
        let seconds: f64 = year
            .contacts
            .values
            .iter()
            .zip(&year.handle_time.values)
            .map(|(contacts, long)| contacts.0 * long.0)
            .sum();
        let words = [
            "handle time by the forecast",
            "afhandeltijd volgens de prognose",
        ];
        let mean = seconds / year.volume().max(f64::MIN_POSITIVE);
        self.found("handle_time.forecast", words, Unit::Seconds, mean, &how);
        self.number(
            "handle_time.factor",
            ["handle time, factor", "afhandeltijd, factor"],
            Unit::Number,
        );
        self.number(
            "handle_time.longer_s",
            ["handle time, longer by", "afhandeltijd, langer met"],
            Unit::Seconds,
        );
        self.number(
            "knowledge.shorter_s",
            ["saved by the knowledge base", "bespaard door de kennisbank"],
            Unit::Seconds,
        );
        let longer = Expr::Sum(vec![
            Expr::Times(vec![of("handle_time.forecast"), of("handle_time.factor")]),
            of("handle_time.longer_s"),
        ]);
        let formula = Expr::Less(Box::new(longer), Box::new(of("knowledge.shorter_s")));
        self.ledger.reckon(
            "handle_time",
            ["handle time", "afhandeltijd"],
            Unit::Seconds,
            formula,
        );
    }

    fn hours(&mut self, answer: &Answer) {
        let hours = answer.hours;
        let lp = "linear programme over contracts, shifts, breaks and other work, mean over the kinds of weeks";
        self.number(
            "people.full_week_hours",
            ["a full week", "een volledige week"],
            Unit::Hours,
        );
        self.number("shrinkage.leave", ["leave", "verlof"], Unit::Share);
        self.number(
            "shrinkage.other",
            ["other absence", "overige afwezigheid"],
            Unit::Share,
        );
        self.found(
            "hours.breaks",
            ["short breaks", "korte pauzes"],
            Unit::Share,
            hours.breaks,
            lp,
        );
        self.found(
            "hours.spare",
            ["hours without use", "uren zonder nut"],
            Unit::Share,
            hours.spare,
            lp,
        );
        self.found(
            "hours.own_work",
            [
                "meetings, coaching, training",
                "overleg, coaching, training",
            ],
            Unit::Share,
            hours.own_work,
            lp,
        );
        self.found(
            "hours.work",
            ["other work a week", "ander werk per week"],
            Unit::Hours,
            hours.work,
            lp,
        );
        self.number(
            "knowledge.hours_per_week",
            ["knowledge base a week", "kennisbank per week"],
            Unit::Hours,
        );
        self.number(
            "handle_time.callback_s",
            ["a call back", "een keer terugbellen"],
            Unit::Seconds,
        );
        let taken = Expr::Times(vec![
            of("contacts"),
            Expr::Over(
                Box::new(of("volume.callbacks")),
                Box::new(rest("volume.callbacks")),
            ),
            of("handle_time.callback_s"),
        ]);
        let formula = Expr::Over(Box::new(taken), Box::new(Expr::Is(3600.0 * WEEKS)));
        self.ledger.reckon(
            "hours.callbacks",
            ["calling back a week", "terugbellen per week"],
            Unit::Hours,
            formula,
        );
        let words = ["sickness", "ziekte"];
        match self.scenario.numbers.contains_key("shrinkage.sickness") {
            true => self.number("shrinkage.sickness", words, Unit::Share),
            false => {
                let place = "configuration: absence.unplanned".to_owned();
                let source = Source::Stated { place };
                self.ledger.put(
                    "shrinkage.sickness",
                    words,
                    Unit::Share,
                    hours.sickness,
                    source,
                );
            }
        }
        let lost = Expr::Sum(vec![
            of("shrinkage.other"),
            of("hours.breaks"),
            of("hours.spare"),
            of("hours.own_work"),
        ]);
        let formula = Expr::Times(vec![
            of("people.full_week_hours"),
            rest("shrinkage.leave"),
            Expr::Less(Box::new(Expr::Is(1.0)), Box::new(lost)),
        ]);
        let words = [
            "hours for contacts of one FTE",
            "uren voor contacten per fte",
        ];
        self.ledger
            .reckon("hours.each", words, Unit::Hours, formula);
        let formula = Expr::Sum(vec![
            of("hours.work"),
            of("knowledge.hours_per_week"),
            of("hours.callbacks"),
        ]);
        let words = [
            "hours a week before the first contact",
            "uren per week vóór het eerste contact",
        ];
        self.ledger
            .reckon("hours.before", words, Unit::Hours, formula);
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

    fn prices(&mut self) {
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

    /// A team of a level: what it costs, structurally and once.
    fn costs(&mut self, level: &str, whose: [&str; 2], met: &Level, outside_week: f64) {
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
            .map(|what| here(what))
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
    fn outside(&mut self, level: &str, whose: [&str; 2], week: f64) {
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
    fn budget(&mut self) {
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
