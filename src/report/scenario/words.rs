//! The words of scenarios, Dutch and English side by side.

use crate::report::words::Language;
use crate::scenario::Unit;

/// Dutch, English.
pub(super) type Pair = (&'static str, &'static str);

pub(super) const TITLE: Pair = ("Wat het kost", "What it costs");
pub(super) const SCOPE: Pair = (
    "{}, wachtrij {}, {} t/m {}; bekend tot en met {}",
    "{}, queue {}, {} to {}; known until {}",
);
pub(super) const LEAD: Pair = (
    "{}: {} fte voor een gemiddelde wachttijd van {}, dat is {} fte ten opzichte van vandaag; {} per jaar structureel",
    "{}: {} FTE for an average wait of {}, which is {} FTE against today; {} a year, structural",
);
pub(super) const SIDE_BY_SIDE: Pair = ("Naast elkaar", "Side by side");
pub(super) const SCENARIO: Pair = ("scenario", "scenario");
pub(super) const CONTACTS: Pair = ("contacten", "contacts");
pub(super) const HANDLE_TIME: Pair = ("per contact", "a contact");
pub(super) const WAIT: Pair = ("wacht nu", "wait now");
pub(super) const TARGET: Pair = ("doel", "target");
pub(super) const THERE: Pair = ("er zijn", "there are");
pub(super) const NEEDED: Pair = ("nodig", "needed");
pub(super) const STEP: Pair = ("verschil", "difference");
pub(super) const HOLDS: Pair = ("kans op doel", "target holds");
pub(super) const SURE: Pair = ("80% zeker", "80% sure");
pub(super) const OUTSIDE: Pair = ("buiten/week", "outside/week");
pub(super) const STRUCTURAL: Pair = ("structureel", "structural");
pub(super) const MORE: Pair = ("meer dan nu", "more than now");
pub(super) const SIDE_HELP: Pair = (
    "Nodig is het aantal fte waarmee het doel net gehaald wordt, het hele jaar gelijk; tussen haakjes waar vier van de vijf jaren in liggen. Elk scenario staat op zichzelf tegenover vandaag. Prijzen zijn voorbeelden zolang er geen eigen zijn ingevuld.",
    "Needed is the number of FTE with which the target is just met, the same all year; in brackets where four of five years lie. Each scenario stands by itself against today. Prices are examples until your own are given.",
);
pub(super) const MONTHS: Pair = ("Maand voor maand: {}", "Month by month: {}");
pub(super) const MONTH: Pair = ("maand", "month");
pub(super) const SHORT: Pair = ("tekort", "short");
pub(super) const STARTS: Pair = ("Wie wanneer moet beginnen", "Who must start when");
pub(super) const STARTS_HELP: Pair = (
    "Om in de maand volledig mee te draaien. Wie blijft telt ook voor de maanden daarna.",
    "To be at full strength in the month. Whoever stays counts for the months after it too.",
);
pub(super) const FIRST_DAY: Pair = ("eerste dag", "first day");
pub(super) const VACANCY: Pair = ("vacature open", "vacancy opens");
pub(super) const LATE: Pair = ("te laat", "too late");
pub(super) const IN_TIME: Pair = ("op tijd", "in time");
pub(super) const EUROS: Pair = ("Euro's per soort: {}", "Euros by kind: {}");
pub(super) const KIND: Pair = ("soort", "kind");
pub(super) const GIVEN_TEAM: Pair = ("huidig team", "present team");
pub(super) const NEEDED_TEAM: Pair = ("team voor het doel", "team for the target");
pub(super) const STAFF: Pair = ("salarissen", "salaries");
pub(super) const TEMPORARY: Pair = ("tijdelijk personeel", "temporary staff");
pub(super) const SEATS: Pair = ("werkplekken", "seats");
pub(super) const LINE: Pair = (
    "telefoonlijn, wachttijd inbegrepen",
    "telephone line, waiting included",
);
pub(super) const WORK_OUTSIDE: Pair = ("werk buiten", "work outside");
pub(super) const HIRING: Pair = ("werving en inwerken", "recruiting and training");
pub(super) const ONCE: Pair = ("extern callcenter, eenmalig", "external centre, once");
pub(super) const INCIDENTAL: Pair = ("incidenteel", "incidental");
pub(super) const TOTAL: Pair = ("in het eerste jaar", "in the first year");
pub(super) const WEEKS: Pair = (
    "Weken die voor het jaar staan",
    "Weeks that stand for the year",
);
pub(super) const MONDAY: Pair = ("week van", "week of");
pub(super) const STANDS_FOR: Pair = ("weken", "weeks");
pub(super) const OPEN_DAYS: Pair = ("open dagen", "open days");
pub(super) const PER_DAY: Pair = ("contacten per dag", "contacts a day");
pub(super) const HINDSIGHT: Pair = (
    "Begroting en werkelijkheid, {}",
    "Budget against actual, {}",
);
pub(super) const HINDSIGHT_HELP: Pair = (
    "De begroting is wat op de avond voor het jaar verwacht werd, bij de wachttijd van het jaar ervoor. Elke stap vraagt de exacte wachtrij hoeveel uren het kost; fte naar de contracten en het andere werk van nu.",
    "The budget is what was expected on the eve of the year, at the wait of the year before. Each step asks the exact queue for its hours; FTE by the contracts and other work of today.",
);
pub(super) const BUDGET: Pair = ("van begroot naar werkelijk", "from budget to actual");
pub(super) const ON_PHONE: Pair = ("telefoonuren/week", "phone hours/week");
pub(super) const BUDGETED: Pair = ("begroot", "budget");
pub(super) const ACTUAL: Pair = ("werkelijk", "actual");
pub(super) const STEPS: [Pair; 4] = [
    ("meer of minder contacten", "more or fewer contacts"),
    ("langere of kortere contacten", "longer or shorter contacts"),
    (
        "langer of korter laten wachten",
        "longer or shorter waits let be",
    ),
    ("niet verklaard", "not explained"),
];
pub(super) const SENSITIVITY: Pair = ("Wat het meest uitmaakt: {}", "What matters most: {}");
pub(super) const MOVED: Pair = ("wat verandert", "what is moved");
pub(super) const BY: Pair = ("met", "by");
pub(super) const LESS: Pair = ("minder: fte", "less: FTE");
pub(super) const MORE_OF_IT: Pair = ("meer: fte", "more: FTE");
pub(super) const FRONTIER: Pair = ("Mensen of buiten: {}", "People or outside: {}");
pub(super) const FRONTIER_HELP: Pair = (
    "Elke regel is een mengsel van team en overloop waarvoor niets tegelijk goedkoper en sneller is. De knik is waar een seconde minder wachten het meest duurder wordt.",
    "Each row is a mix of team and overflow that nothing beats in both cost and wait. The knee is where a second less of waiting begins to cost most.",
);
pub(super) const AVERAGE_WAIT: Pair = ("wachttijd", "wait");
pub(super) const TEAM: Pair = ("fte", "FTE");
pub(super) const ABOVE: Pair = ("naar buiten boven", "outside above");
pub(super) const COST: Pair = ("kosten per jaar", "cost a year");
pub(super) const KNEE: Pair = ("knik", "knee");
pub(super) const AT_TARGET: Pair = ("goedkoopste voor het doel", "cheapest for the target");
pub(super) const NEVER: Pair = ("nooit", "never");
pub(super) const BRIDGE: Pair = (
    "Van vandaag naar morgen, in fte",
    "From today to tomorrow, in FTE",
);
pub(super) const FOLLOWED: Pair = (
    "Elk getal na te rekenen: {}",
    "Every figure, to be followed: {}",
);
pub(super) const FIGURE: Pair = ("getal", "figure");
pub(super) const VALUE: Pair = ("waarde", "value");
pub(super) const HOW: Pair = ("waaruit", "from what");
pub(super) const EXAMPLE: Pair = ("voorbeeld; vul uw eigen in", "an example; put your own");
pub(super) const UNCHANGED: Pair = ("niets anders gezegd", "nothing else is said");
pub(super) const NAME: Pair = ("naam", "name");
pub(super) const UNIT: Pair = ("eenheid", "unit");
pub(super) const FOOTER: Pair = (
    "Gemaakt met bezet. Wachttijden zijn exact per soort week; uren van mensen volgen uit wet, contracten en diensten. Zaad van de trekkingen: {}.",
    "Made with bezet. Waits are exact for each kind of week; people's hours follow from law, contracts and shifts. Seed of the draws: {}.",
);
pub(super) const CHECK: Pair = (
    "Ter vergelijking: het verbeterplan van 2021 noemt 10 fte voor € 550.000 en 5 fte voor € 150.000, dat is € 55.000 en € 30.000 per fte; hier kost één fte {}.",
    "To compare: the improvement plan of 2021 has 10 FTE for €550,000 and 5 FTE for €150,000, which is €55,000 and €30,000 each; here one FTE costs {}.",
);

/// The words of a pair in a language.
pub(super) fn say(language: Language, (dutch, english): Pair) -> &'static str {
    match language {
        Language::Dutch => dutch,
        Language::English => english,
    }
}

/// The words with values in their places.
pub(super) fn fill(language: Language, pair: Pair, values: &[&str]) -> String {
    let mut parts = say(language, pair).split("{}");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for (part, value) in parts.zip(values) {
        text.push_str(value);
        text.push_str(part);
    }
    text
}

/// What an English and a Dutch text say in a language.
pub(super) fn told(language: Language, [english, dutch]: &[String; 2]) -> &str {
    match language {
        Language::Dutch => dutch,
        Language::English => english,
    }
}

/// The name of a unit.
pub(super) fn unit(language: Language, unit: Unit) -> &'static str {
    let pair = match unit {
        Unit::Fte => ("fte", "FTE"),
        Unit::Hours => ("uren", "hours"),
        Unit::Contacts => ("contacten", "contacts"),
        Unit::Seconds => ("seconden", "seconds"),
        Unit::Minutes => ("minuten", "minutes"),
        Unit::Euros => ("euro", "euros"),
        Unit::Share => ("aandeel", "share"),
        Unit::Number => ("", ""),
    };
    say(language, pair)
}
