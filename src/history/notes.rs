//! How a history was read, as notes.

use super::Source;
use super::pass::{Counts, Pass};
use super::record::Oddities;
use super::step::DAY;
use crate::error::{Note, Phrase};
use crate::table::{DateOrder, Decimal, Verdict};

/// How cells were read where that is not plain (`N103`).
pub(super) fn conventions(name: &str, source: &Source, pass: &Pass) -> Option<Note> {
    let shown = |choice: Verdict<Decimal>| matches!(choice, Verdict::Settled(Some(Decimal::Comma)));
    let order = pass.dates.verdict();
    let ordered = |first| matches!(order, Verdict::Settled(Some(order)) if order == first);
    let counts = &pass.counts;
    let zone = source.zone;
    let understood = [
        (
            shown(pass.decimals.verdict()),
            Phrase::new("decimal commas", "decimale komma's"),
        ),
        (
            ordered(DateOrder::DayFirst),
            Phrase::new("dates with the day first", "datums met de dag voorop"),
        ),
        (
            ordered(DateOrder::MonthFirst),
            Phrase::new("dates with the month first", "datums met de maand voorop"),
        ),
        (
            counts.serial,
            Phrase::new(
                "times as serial numbers of a spreadsheet",
                "tijden als volgnummers van een rekenblad",
            ),
        ),
        (
            counts.span.is_some(),
            Phrase::new(
                "intervals written as spans of time",
                "intervallen geschreven als tijdvakken",
            ),
        ),
        (
            counts.instants,
            Phrase::new(
                "times with their offset from UTC",
                "tijden met hun verschil tot UTC",
            ),
        ),
        (
            !counts.instants,
            Phrase::new(
                format!("local times of {zone}"),
                format!("plaatselijke tijden van {zone}"),
            ),
        ),
    ];
    let said = understood
        .into_iter()
        .filter_map(|(holds, phrase)| holds.then_some(phrase));
    let said = Phrase::list(&said.collect::<Vec<_>>());
    let what = said.within("understood: {}", "opgevat: {}");
    Some(Note::new("N103", name, what))
}

pub(super) fn intervals_said(calls: bool, step: u32) -> Phrase {
    if step == DAY {
        return Phrase::new("a row per date", "een rij per datum");
    }
    let (english, dutch) = match calls {
        true => ("calls counted in", "gesprekken geteld in"),
        false => ("recorded in", "vastgelegd in"),
    };
    Phrase::new(
        format!("{english} intervals of {step} minutes"),
        format!("{dutch} intervallen van {step} minuten"),
    )
}

pub(super) fn row_notes(name: &str, counts: &Counts) -> Vec<Note> {
    let said = [
        (
            "N202",
            counts.totals,
            ["row of totals left out", "rows of totals left out"],
            ["rij met totalen weggelaten", "rijen met totalen weggelaten"],
        ),
        (
            "N203",
            counts.blank,
            ["blank row left out", "blank rows left out"],
            ["lege rij weggelaten", "lege rijen weggelaten"],
        ),
        (
            "N205",
            counts.skipped_hour,
            [
                "empty interval of the hour that spring skips left out",
                "empty intervals of the hour that spring skips left out",
            ],
            [
                "leeg interval van het uur dat de zomertijd overslaat weggelaten",
                "lege intervallen van het uur dat de zomertijd overslaat weggelaten",
            ],
        ),
        (
            "N206",
            counts.ignored,
            [
                "call that never reached the queue left out",
                "calls that never reached the queue left out",
            ],
            [
                "gesprek dat de wachtrij nooit bereikte weggelaten",
                "gesprekken die de wachtrij nooit bereikten weggelaten",
            ],
        ),
        (
            "N207",
            counts.odd_unknown,
            [
                "cell such as `-` or `#N/A` read as unknown",
                "cells such as `-` or `#N/A` read as unknown",
            ],
            [
                "cel zoals `-` of `#N/A` gelezen als onbekend",
                "cellen zoals `-` of `#N/A` gelezen als onbekend",
            ],
        ),
        (
            "N216",
            counts.more_topics,
            [
                "row of a topic beyond the first hundred counted without topic",
                "rows of topics beyond the first hundred counted without topic",
            ],
            [
                "rij met een onderwerp na de eerste honderd geteld zonder onderwerp",
                "rijen met onderwerpen na de eerste honderd geteld zonder onderwerp",
            ],
        ),
        (
            "N217",
            counts.more_groups,
            [
                "row of a group beyond those that are kept apart counted without group",
                "rows of groups beyond those that are kept apart counted without group",
            ],
            [
                "rij van een groep buiten de groepen die apart worden gehouden geteld zonder groep",
                "rijen van groepen buiten de groepen die apart worden gehouden geteld zonder groep",
            ],
        ),
    ];
    let told = said.into_iter().filter(|(_, count, ..)| *count > 0);
    told.map(|(code, count, english, dutch)| {
        Note::new(code, name, Phrase::count(count as usize, english, dutch))
    })
    .collect()
}

pub(super) fn queue_notes(name: &str, unordered: bool, oddities: Oddities) -> Vec<Note> {
    let place = format!("queue {name}");
    let mut notes = Vec::new();
    if unordered {
        let what = Phrase::new(
            "rows were not in order of time and were sorted",
            "rijen stonden niet op volgorde van tijd en zijn gesorteerd",
        );
        notes.push(Note::new("N208", &place, what));
    }
    if oddities.identical > 0 {
        let what = Phrase::count(
            oddities.identical,
            [
                "row that repeats another was left out",
                "rows that repeat another were left out",
            ],
            [
                "rij die een andere herhaalt is weggelaten",
                "rijen die een andere herhalen zijn weggelaten",
            ],
        );
        notes.push(Note::new("N209", &place, what));
    }
    if oddities.repeated_hours > 0 {
        let what = Phrase::count(
            oddities.repeated_hours,
            [
                "interval of the hour that autumn repeats, in file order",
                "intervals of the hour that autumn repeats, in file order",
            ],
            [
                "interval van het uur dat de wintertijd herhaalt, in volgorde van het bestand",
                "intervallen van het uur dat de wintertijd herhaalt, in volgorde van het bestand",
            ],
        );
        notes.push(Note::new("N210", &place, what));
    }
    notes
}
