//! Contradictions in words, Dutch and English.

use super::words::on;
use super::{Contradiction, Fact, Kind};
use crate::calendar::Grid;
use crate::error::Phrase;

impl Contradiction {
    /// What has no answer, in words.
    pub fn words(&self, grid: &Grid) -> Phrase {
        let (from, to) = self.span.local_times(grid);
        let time = format!("{}-{}", from.format("%H:%M"), to.format("%H:%M"));
        let date = on(from.date());
        let when = match from.date() == to.date() {
            true => Phrase::new(
                format!("{} {time}", date.english),
                format!("{} {time}", date.dutch),
            ),
            false => Phrase::new("the week as a whole", "de week als geheel"),
        };
        let (who, people) = (&self.who, self.people);
        match self.kind {
            Kind::Week => Phrase::new(
                format!("{who} has no legal week"),
                format!("{who} heeft geen geldige week"),
            ),
            Kind::Locks => Phrase::new(
                format!("the locked shifts of {who} contradict"),
                format!("de vaste diensten van {who} zijn in strijd"),
            ),
            Kind::Session => Phrase::new(
                format!("{who} cannot hold the session"),
                format!("{who} kan de sessie niet houden"),
            ),
            Kind::Staffed => when.within(
                &format!("{who} is {people} short, {{}}"),
                &format!("{who} komt {people} tekort, {{}}"),
            ),
            Kind::Seats => when.within(
                &format!("{who} is {people} seats short, {{}}"),
                &format!("{who} komt {people} werkplekken tekort, {{}}"),
            ),
        }
    }

    /// The facts in one row: `contract of p07 36:00 (R10), ...`.
    pub fn set_words(&self) -> Phrase {
        let fact = |fact: &Fact| {
            let (words, code) = (fact.words(), fact.code());
            words.within(&format!("{{}} ({code})"), &format!("{{}} ({code})"))
        };
        Phrase::list(&self.set.iter().map(fact).collect::<Vec<_>>())
    }
}

impl Contradiction {
    /// Set and changes in one English row, as the hint of a problem.
    pub fn hint(&self) -> String {
        let set = self.set_words().english;
        let changes: Vec<String> = self
            .relaxations
            .iter()
            .map(|r| r.priced().english)
            .collect();
        match changes.is_empty() {
            true => format!("because of {set}"),
            false => format!("because of {set}; any of: {}", changes.join(", ")),
        }
    }
}

/// Contradictions as a planner reads them, one paragraph each; `dutch` or English.
pub fn why_text(found: &[Contradiction], grid: &Grid, dutch: bool) -> String {
    let say = |phrase: Phrase| if dutch { phrase.dutch } else { phrase.english };
    if found.is_empty() {
        let none = Phrase::new("no contradictions found", "geen tegenspraak gevonden");
        return format!("{}\n", say(none));
    }
    let mut lines = Vec::new();
    for one in found {
        lines.push(say(one.words(grid)));
        lines.push(say(Phrase::new("  because:", "  want:")));
        for fact in &one.set {
            lines.push(format!("    {} ({})", say(fact.words()), fact.code()));
        }
        let any = !one.relaxations.is_empty();
        let instead = match any {
            true => Phrase::new("  what instead, any of:", "  wat dan wel, een van:"),
            false => Phrase::new(
                "  no change of one of these is enough",
                "  geen verandering van een hiervan is genoeg",
            ),
        };
        lines.push(say(instead));
        let changes = one.relaxations.iter();
        lines.extend(changes.map(|change| format!("    {}", say(change.priced()))));
    }
    lines.push(String::new());
    lines.join("\n")
}
