//! What comes in a year, and the hours of people that are there for it.

use super::Book;
use crate::scenario::answer::Answer;
use crate::scenario::hours::WEEKS;
use crate::scenario::ledger::{Expr, Source, Unit, of, rest};

impl Book<'_> {
    pub(super) fn contacts(&mut self) {
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

    pub(super) fn hours(&mut self, answer: &Answer) {
        let hours = answer.hours;
        let lp = "linear programme over contracts, shifts, breaks and other work, mean over the kinds of weeks";
        let words = ["roster efficiency", "doelmatigheid van het rooster"];
        let how = "hours that would do for the same waiting if agents came and went by the interval, over those rostered";
        self.found(
            "hours.efficiency",
            words,
            Unit::Share,
            hours.efficiency,
            how,
        );
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
}
