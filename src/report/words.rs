//! The words of everything that is read: one table, Dutch and English side by side.
//!
//! `{}` in a phrase is filled by [`Language::fill`], in order.

use crate::error::Note;

/// The language of what planners read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Dutch,
    English,
}

impl From<&str> for Language {
    /// Dutch where it is asked for, else English.
    fn from(code: &str) -> Self {
        if code == "nl" {
            Self::Dutch
        } else {
            Self::English
        }
    }
}

impl Language {
    /// Its code in HTML.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Dutch => "nl",
            Self::English => "en",
        }
    }

    /// The phrase of a word.
    pub(super) fn say(self, word: Word) -> &'static str {
        let (dutch, english) = word.both();
        match self {
            Self::Dutch => dutch,
            Self::English => english,
        }
    }

    /// The phrase with its `{}` filled in order.
    pub(super) fn fill(self, word: Word, values: &[&str]) -> String {
        let mut parts = self.say(word).split("{}");
        let mut text = parts.next().unwrap_or_default().to_owned();
        let mut values = values.iter();
        for part in parts {
            text.push_str(values.next().copied().unwrap_or_default());
            text.push_str(part);
        }
        text
    }

    /// The name of a rule on paper; a rule that says why somebody is away is only `unavailable`.
    pub(super) fn rule(self, name: &str) -> String {
        let known = RULES.iter().find(|(rule, _, _)| *rule == name);
        match (known, self) {
            (Some((_, dutch, _)), Self::Dutch) => (*dutch).to_owned(),
            (Some((_, _, english)), Self::English) => (*english).to_owned(),
            (None, _) => name.replace('_', " "),
        }
    }

    /// The sentence of a note.
    pub(super) fn note(self, note: &Note) -> &str {
        match self {
            Self::Dutch => &note.dutch,
            Self::English => &note.what,
        }
    }

    /// The place of a note on paper; files and dates are places in any language.
    pub(super) fn place(self, place: &str) -> String {
        match (self, place) {
            (Self::Dutch, "history") => "geschiedenis".to_owned(),
            (Self::Dutch, "forecast") => "verwachting".to_owned(),
            (Self::Dutch, place) if place.starts_with("queue ") => {
                place.replacen("queue", "wachtrij", 1)
            }
            _ => place.to_owned(),
        }
    }

    /// The name of an activity on paper; other work keeps the planner's own name.
    pub(super) fn activity(self, name: &str) -> String {
        match name {
            "phone" => self.say(Word::Phone).to_owned(),
            "break" => self.say(Word::Break).to_owned(),
            "lunch" => self.say(Word::Lunch).to_owned(),
            "absent" => self.say(Word::Absent).to_owned(),
            other => other.to_owned(),
        }
    }
}

/// Rules by their name in configuration: Dutch, English.
const RULES: &[(&str, &str, &str)] = &[
    ("shift_max", "langste dienst", "longest shift"),
    ("week_max", "uren per week", "hours a week"),
    ("daily_rest", "dagelijkse rust", "daily rest"),
    ("weekly_rest", "wekelijkse rust", "weekly rest"),
    (
        "week_max_over_4",
        "uren per week over 4 weken",
        "hours a week over 4 weeks",
    ),
    (
        "week_max_over_16",
        "uren per week over 16 weken",
        "hours a week over 16 weeks",
    ),
    ("break_least", "pauze", "break"),
    (
        "screen_stretch",
        "beeldschermwerk aaneen",
        "screen work at a stretch",
    ),
    ("consecutive_days", "dagen achtereen", "days in a row"),
    ("contract", "contracturen", "contract hours"),
    ("availability", "beschikbaarheid", "availability"),
    ("leave", "niet beschikbaar", "unavailable"),
    ("closed", "gesloten dag", "closed day"),
    ("skills", "bekwaamheid", "skills"),
    ("seats", "werkplekken", "seats"),
    ("one_shift", "één dienst per dag", "one shift a day"),
    ("shape", "opbouw van de dienst", "shape of the shift"),
    ("paid", "betaalde daglengte", "paid length of a day"),
    ("start_step", "begintijd", "start time"),
    ("day_window", "dagvenster", "day window"),
    ("lunch", "lunch", "lunch"),
    ("lunch_window", "tijdvak van de lunch", "lunch window"),
    ("short_break", "korte pauze", "short break"),
    ("break_due", "recht op een korte pauze", "short break due"),
    (
        "staffed",
        "bezetting van overig werk",
        "staffing of other work",
    ),
    ("hours", "uren overig werk", "hours of other work"),
    ("session", "persoonlijke sessie", "session of a person"),
    ("meeting", "teamoverleg", "team meeting"),
    ("block", "bloklengte van overig werk", "block of other work"),
    ("window", "tijdvak van overig werk", "window of other work"),
    ("locked", "vastgezette dienst", "locked shift"),
    ("known", "onbekende naam", "unknown name"),
    (
        "late_early",
        "vroege dienst na een late",
        "early shift after a late one",
    ),
    (
        "consecutive_days_least",
        "losse werkdagen",
        "working days on their own",
    ),
    ("weekends_off", "vrije weekenden", "free weekends"),
    ("same_start", "vaste begintijd", "same start"),
    ("balance", "saldo van uren", "balance of hours"),
    ("wish", "wens", "wish"),
    ("unsocial", "onaangename dienst", "unsocial shift"),
];

macro_rules! words {
    ($($name:ident: $dutch:literal, $english:literal;)*) => {
        /// A word or phrase of the reports.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Word { $($name),* }

        impl Word {
            /// Every word, for the test of the table.
            #[cfg(test)]
            const ALL: &[Self] = &[$(Self::$name),*];

            fn both(self) -> (&'static str, &'static str) {
                match self { $(Self::$name => ($dutch, $english)),* }
            }
        }
    };
}

words! {
    // The terminal and the key table.
    Title: "{}: weekrooster {}", "{}: roster of week {}";
    Known: "wachtrij {}, {} t/m {}; gepland met wat bekend was op {}",
        "queue {}, {} to {}; planned from what was known on {}";
    Present: "huidig", "present";
    Planned: "gepland", "planned";
    Difference: "verschil", "difference";
    Measure: "maat", "measure";
    AverageWait: "gemiddelde wachttijd (min:s)", "average wait (min:s)";
    ExactWait: "dezelfde, exact berekend", "the same, computed exactly";
    LongWaits: "langer dan {} minuten gewacht", "waits over {} minutes";
    ServiceLevel: "opgenomen binnen {} s", "answered within {} s";
    Abandoned: "opgehangen tijdens wachten", "abandoned while waiting";
    Outside: "contacten naar extern callcenter", "contacts to the external centre";
    PaidHours: "betaalde uren", "paid hours";
    PhoneHours: "uren aan de telefoon", "hours on the phone";
    Cost: "kosten van de week", "cost of the week";
    Offered: "aangeboden contacten", "contacts offered";
    LongWaitShare: "lange wachttijden", "long waits";
    Answered: "opgenomen binnen de norm", "answered within the threshold";
    Occupancy: "bezettingsgraad aan de telefoon", "occupancy on the phone";
    Overtime: "uitloop na het einde van telefoontijd (uren)",
        "run-over after the end of phone time (hours)";
    Points: "%-punt", "points";
    Target: "doel", "target";
    Reached: "bereikt", "reached";
    NotReached: "niet bereikt", "not reached";
    Ratio: "{} van de huidige wachttijd (95%: {}–{}), gevraagd hoogstens {}",
        "{} of the present wait (95%: {}–{}), at most {} asked";
    RatioRecorded: "{} van de gemeten wachttijd, {} van {} t/m {} (95%: {}–{}), gevraagd hoogstens {}",
        "{} of the recorded wait, {} from {} to {} (95%: {}–{}), at most {} asked";
    WaitAsked: "gemiddeld {} wachten (95%: {}–{}), gevraagd hoogstens {}",
        "a wait of {} on average (95%: {}–{}), at most {} asked";
    LevelAsked: "{} opgenomen binnen {} s (95%: {}–{}), gevraagd minstens {}",
        "{} answered within {} s (95%: {}–{}), at least {} asked";
    Breaches: "overtredingen", "breaches";
    BreachCount: "{} in het geplande rooster, {} in het huidige",
        "{} in the planned roster, {} in the present one";
    BreachCountPlanned: "{} in het geplande rooster", "{} in the planned roster";
    Solution: "oplossing", "solution";
    WithinGap: "hoogstens {} boven het best mogelijke (kosten {}, ondergrens {})",
        "at most {} above the best possible (cost {}, bound {})";
    StoppedGap: "gestopt op de rekengrens, hoogstens {} boven het best mogelijke (kosten {}, ondergrens {})",
        "stopped at the work limit, at most {} above the best possible (cost {}, bound {})";
    TimeGap: "gestopt op de tijdgrens (een herhaling kan afwijken), hoogstens {} boven het best mogelijke (kosten {}, ondergrens {})",
        "stopped at the time limit (a repeat may differ), at most {} above the best possible (cost {}, bound {})";
    Gap: "marge", "gap";
    Allowances: "waarvan toeslagen", "of which allowances";
    WishesKept: "wensen vervuld, van {}", "wishes kept, of {}";
    SetAside: "keer van een afspraak afgeweken", "agreed rules set aside";
    GivenCaption: "Wat niet kon: wensen en afspraken, de zwaarste eerst",
        "What could not be given: wishes and agreed rules, the heaviest first";
    Weight: "gewicht", "weight";
    Shortage: "tekort", "shortage";
    NoShortage: "geen", "none";
    ShortageSum: "{} persoonsuren; het meest {}, {}: {} personen",
        "{} person-hours; most on {}, {}: {} people";
    Calibration: "ijking", "calibration";
    Compared: "{} t/m {}: gemeten {}, berekend {}; verschil {} (95%: {} tot {}), {}",
        "{} to {}: recorded {}, predicted {}; difference {} (95%: {} to {}), {}";
    WithinChance: "door toeval te verklaren", "as chance explains";
    BeyondChance: "meer dan toeval verklaart", "more than chance explains";
    Uncalibrated: "niet geijkt: {}", "uncalibrated: {}";
    // The hours bridge.
    Bridge: "de urenbrug", "the hours bridge";
    BridgeCaption: "Waar de betaalde uren blijven (uren:minuten)", "Where the paid hours go (hours:minutes)";
    Hours: "uren", "hours";
    Contract: "contract", "contract";
    Paid: "betaald", "paid";
    Leave: "verlof en feestdagen", "leave and holidays";
    Breaks: "korte pauzes", "short breaks";
    RosteredPhone: "ingeroosterd aan de telefoon", "rostered on the phone";
    Sickness: "verwacht ziekteverzuim", "expected sickness";
    OnPhone: "aan de telefoon", "on the phone";
    Unexplained: "onverklaard", "unexplained";
    // Activities.
    Phone: "telefoon", "phone";
    Break: "pauze", "break";
    Lunch: "lunch", "lunch";
    Absent: "afwezig", "absent";
    Off: "vrij", "off";
    ShiftSummary: "Dienst {}", "Shift {}";
    RestPhone: "overige tijd: telefoon", "rest of the time: phone";
    // The workbook.
    SheetCoverage: "bezetting", "coverage";
    SheetSummary: "samenvatting", "summary";
    Person: "id", "id";
    Name: "naam", "name";
    Rostered: "ingeroosterd", "rostered";
    Date: "datum", "date";
    Time: "tijd", "time";
    Expected: "verwacht", "expected";
    Required: "nodig", "required";
    PresentAgents: "bezet huidig", "staffed at present";
    PlannedAgents: "bezet gepland", "staffed as planned";
    PresentWait: "wacht huidig (s)", "wait at present (s)";
    PlannedWait: "wacht gepland (s)", "wait as planned (s)";
    // The page.
    Headline: "De gemiddelde wachttijd gaat van {} naar {} minuten.",
        "The average wait goes from {} to {} minutes.";
    TargetReached: "Doel bereikt", "Target reached";
    TargetNotReached: "Doel niet bereikt", "Target not reached";
    LeadHours: "Met {} betaalde uren (huidig {}) en {} contacten naar het externe callcenter (huidig {}).",
        "With {} paid hours (present {}) and {} contacts to the external centre (present {}).";
    HeadlinePlanned: "De gemiddelde wachttijd wordt {} minuten.",
        "The average wait will be {} minutes.";
    LeadHoursPlanned: "Met {} betaalde uren en {} contacten naar het externe callcenter.",
        "With {} paid hours and {} contacts to the external centre.";
    LeadRules: "Het rooster houdt zich aan alle regels.", "The roster obeys every rule.";
    LeadBreaches: "Het rooster overtreedt regels: {} keer.", "The roster breaks rules: {} times.";
    KeyTitle: "Het antwoord in cijfers", "The answer in figures";
    KeyCaption: "Huidig en gepland rooster bij dezelfde gesimuleerde contacten; tussen haakjes het 95%-betrouwbaarheidsinterval",
        "Present and planned roster on the same simulated contacts; in brackets the 95% confidence interval";
    KeyCaptionPlanned: "Het geplande rooster bij gesimuleerde contacten; tussen haakjes het 95%-betrouwbaarheidsinterval",
        "The planned roster on simulated contacts; in brackets the 95% confidence interval";
    ForecastTitle: "Verwachting en geschiedenis", "Forecast against history";
    ForecastHelp: "Contacten per interval van {} minuten. De band hoort {} van de intervallen te bevatten; recente weken zijn gemiddeld; wat werkelijk kwam is nooit voor het plan gebruikt.",
        "Contacts per interval of {} minutes. The band is meant to hold {} of the intervals; recent weeks are averaged; what actually came was never used to plan.";
    ForecastCaption: "Contacten per dag; afhandeltijd in min:s", "Contacts a day; handle time in min:s";
    Day: "dag", "day";
    Week: "week", "week";
    Recent: "recente weken", "recent weeks";
    Actual: "werkelijk", "actual";
    Band: "band", "band";
    HandleTime: "afhandeltijd", "handle time";
    CoverageTitle: "Wat nodig is en wie er zit", "Requirement against coverage";
    CoverageHelp: "Mensen beschikbaar voor contacten, per interval.",
        "People available for contacts, per interval.";
    CoverageCaption: "Persoonsuren aan de telefoon per dag", "Person-hours on the phone a day";
    WaitTitle: "Verwachte wachttijd voor en na", "Expected wait before and after";
    WaitTitlePlanned: "Verwachte wachttijd", "Expected wait";
    WaitHelp: "Gemiddelde wachttijd in minuten van wie in het interval belt, gesimuleerd.",
        "Mean wait in minutes of those who call in the interval, simulated.";
    WaitCaption: "Gemiddelde wachttijd per dag (min:s), gewogen met de verwachte contacten",
        "Average wait a day (min:s), weighted by expected contacts";
    Windows: "extern callcenter open", "external centre open";
    ExternalTitle: "Het externe callcenter", "The external centre";
    ExternalHelp: "Vensters en drempels zijn samen met het rooster gekozen, tegen de laagste kosten van wachten en het externe callcenter binnen doel en contract. Een contact gaat naar buiten als het langer dan de drempel zou wachten.",
        "Windows and thresholds were decided with the roster, at the least cost of waiting and the external centre within target and contract. A contact goes outside when it would wait longer than the threshold.";
    ExternalFixed: "Vensters en drempel zijn zoals ingesteld.", "Windows and threshold are as configured.";
    ExternalDays: "Vensters per dag", "Windows by day";
    ExternalBill: "Kosten van het externe callcenter", "What the external centre costs";
    ExternalAlternatives: "Hetzelfde rooster met andere vensters, exact berekend", "The same roster with other windows, exactly";
    WindowsAbove: "vensters en drempel", "windows and threshold";
    OutsideContacts: "naar buiten", "outside";
    WindowsWhich: "vensters", "windows";
    ExactWaitShort: "wachttijd", "wait";
    Bill: "rekening", "bill";
    BillAndWait: "met wachttijd", "with waiting";
    InsteadShut: "alle dicht", "all shut";
    InsteadAllOpen: "alle open, laagste drempel", "all open, lowest threshold";
    InsteadDecided: "zoals gekozen", "as decided";
    InsteadFixed: "zoals ingesteld", "as configured";
    ShutAllDay: "dicht", "shut";
    BillContacts: "contacten", "contacts";
    BillUnused: "betaald, niet gebruikt", "paid and not used";
    BillSurcharge: "toeslag boven de opgave", "surcharge beyond the announced volume";
    FeeWeekly: "maandbedrag, deel van deze week (niet in de weekkosten)", "monthly fee, this week's part (not in the week's cost)";
    FeeSetup: "aansluiting, eenmalig (niet in de weekkosten)", "set-up, once (not in the week's cost)";
    FeeTraining: "inwerken, eenmalig (niet in de weekkosten)", "training, once (not in the week's cost)";
    GanttTitle: "Het rooster", "The roster";
    GanttHelp: "Per persoon en dag; rechts de betaalde tijd.", "By person and day; paid time on the right.";
    CalibrationTitle: "IJking op de eigen cijfers", "Calibration against the record";
    CalibrationHelp: "Over de laatste weken: de gemeten wachttijd naast wat de rekenwijze voorspelt uit de gemeten contacten en bezetting.",
        "Over the last weeks: the recorded wait beside what the engine predicts from recorded contacts and agents.";
    Recorded: "gemeten", "recorded";
    Predicted: "berekend", "predicted";
    RulesTitle: "Regels en tekorten", "Rules and shortage";
    RulesNone: "Het geplande rooster overtreedt geen enkele regel.", "The planned roster breaks no rule.";
    PresentBreaches: "In het huidige rooster: {}.", "In the present roster: {}.";
    BreachCaption: "Overtredingen in het geplande rooster", "Breaches in the planned roster";
    Code: "code", "code";
    Rule: "regel", "rule";
    Who: "wie", "who";
    NoBreaches: "geen overtredingen", "no breaches";
    When: "wanneer", "when";
    Measured: "gemeten", "measured";
    Allowed: "toegestaan", "allowed";
    ShortageCaption: "De grootste tekorten", "The largest shortages";
    What: "wat", "what";
    People: "personen", "people";
    NoShortageLong: "Er is nergens tekort aan mensen.", "Nowhere are people short.";
    NotesTitle: "Wat is gelezen en behandeld", "What was read and treated";
    NotesCaption: "Meldingen", "Notes";
    NoNotes: "Er viel niets te melden.", "There was nothing to note.";
    NotesPrivate: "Meldingen over personen ({}) staan alleen in plan.json.",
        "Notes about persons ({}) are in plan.json only.";
    Place: "plaats", "place";
    ComparisonTitle: "Drie manieren om een wachttijd te berekenen", "Three ways to compute a wait";
    ComparisonHelp: "Gemiddelde wachttijd in minuten van wie in het interval belt: het geplande rooster op één dag zoals verwacht, met iedereen aanwezig en zonder extern callcenter. Erlang C neemt aan dat niemand ophangt: waar meer werk binnenkomt dan er mensen zijn, heeft die wachttijd geen einde. Erlang A kent ongeduld, maar vergeet de rij die het vorige kwartier achterliet. De exacte berekening volgt de rij door de dag.",
        "Mean wait in minutes of those who call in the interval: the planned roster on one day as expected, with everybody there and without the external centre. Erlang C takes it that nobody hangs up: where more work comes in than there are people, its wait has no end. Erlang A knows impatience, but forgets the queue that the last interval left. The exact one follows the queue through the day.";
    ComparisonText: "{}: exact {}, Erlang A {}, Erlang C {} (min:s).", "{}: exact {}, Erlang A {}, Erlang C {} (min:s).";
    EndlessIntervals: "zonder einde in {} van {} intervallen", "without end in {} of {} intervals";
    Exact: "exact", "exact";
    ErlangA: "Erlang A per interval", "Erlang A per interval";
    ErlangC: "Erlang C per interval", "Erlang C per interval";
    Endless: "Erlang C zonder einde", "Erlang C without end";
    AssumptionsTitle: "Geduld en afhandeltijd zoals gemeten", "Patience and handle time as recorded";
    AssumptionsHelp: "De berekening neemt aan dat geduld en afhandeltijd exponentieel verdeeld zijn. Hier staat wat de geschiedenis ervan zegt, en wat die aanname uitmaakt: dezelfde dagen nagebootst met de gemeten verdelingen.",
        "The computation takes patience and handle time for exponential. Here is what the record says of them, and what that assumption changes: the same days simulated with the laws as recorded.";
    AssumptionsCaption: "Gemeten over de laatste 26 weken van de geschiedenis", "As recorded over the last 26 weeks of the history";
    OnlyCounts: "De geschiedenis telt contacten per interval. Daaruit volgt hoe snel bellers ophangen, maar niet hoe geduld en afhandeltijd om hun gemiddelde spreiden; wat de aanname uitmaakt is alleen uit losse gesprekken te zien (bezet calibrate).",
        "The history counts contacts by the interval. That tells how fast callers hang up, but not how patience and handle time scatter about their means; what the assumption changes can only be seen from single calls (bezet calibrate).";
    PatienceMean: "geduld, gemiddeld", "patience, mean";
    MeanLimits: "{} (95%: {}–{}), totale wachttijd gedeeld door opgehangen", "{} (95%: {}–{}), total waiting over abandonments";
    PatienceShape: "vorm van het geduld (Weibull; 1 is exponentieel)", "shape of patience (Weibull; 1 is exponential)";
    StillWaiting: "bereid te wachten: gemeten, exponentieel", "willing to wait: as recorded, exponential";
    StillWaitingAt: "na {} {}, {}", "after {} {}, {}";
    HandleSpread: "afhandeltijd", "handle time";
    MeanSpread: "gemiddeld {}, spreiding {} maal het gemiddelde (exponentieel: 1)", "mean {}, spread {} times the mean (exponential: 1)";
    CostDays: "nagebootste dagen", "days simulated";
    CostExponential: "alles exponentieel", "all exponential";
    CostHandleTime: "afhandeltijd zoals gemeten", "handle time as recorded";
    CostBoth: "ook geduld zoals gemeten", "patience as recorded too";
    MetText: "{} gewacht, {} opgehangen", "a wait of {}, {} abandoned";
    MethodTitle: "Hoe dit is berekend", "How this was computed";
    MethodCaption: "Uitgangspunten, oplossing en herhaalbaarheid", "Assumptions, solution and repeatability";
    MadeBy: "gemaakt met", "made by";
    KnownUntil: "geschiedenis bekend t/m", "history known until";
    Patience: "geduld van bellers (gemiddeld, min:s)", "patience of callers (mean, min:s)";
    Busyness: "spreiding van de drukte tussen dagen", "spread of busyness between days";
    CurveWait: "wachttijd volgens de stationaire formules", "wait by the stationary formulas";
    PresentPlanned: "huidig {}, gepland {}", "present {}, planned {}";
    SeedsLabel: "toevalsgetallen", "seeds";
    SeedsText: "oplosser {}, simulatie {}; {} herhalingen van de week",
        "solver {}, simulation {}; {} repetitions of the week";
    Rounds: "aanscherpingen van het doel", "times the target was tightened";
    LogTitle: "verloop van de oplossing", "course of the solution";
    Footer: "De wachttijd telt alle aangeboden contacten, ook wie ophangt en wie naar buiten gaat (met de wachttijd daar).",
        "The wait counts all contacts offered, those who abandon and those who go outside (with their wait there) included.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_lacks_a_language() {
        for word in Word::ALL {
            let (dutch, english) = word.both();
            assert!(
                !dutch.trim().is_empty() && !english.trim().is_empty(),
                "{word:?}"
            );
            let gaps = |text: &str| text.matches("{}").count();
            assert_eq!(gaps(dutch), gaps(english), "{word:?}");
        }
    }

    #[test]
    fn rules_have_both_languages_and_hide_why_people_are_away() {
        for rule in crate::roster::rules::ALL {
            assert!(
                RULES.iter().any(|(name, ..)| *name == rule.name),
                "{}",
                rule.name
            );
        }
        assert_eq!(Language::English.rule("leave"), "unavailable");
        assert_eq!(Language::Dutch.rule("daily_rest"), "dagelijkse rust");
        assert_eq!(Language::Dutch.rule("new_rule"), "new rule");
    }

    #[test]
    fn phrases_are_filled_in_order() {
        let text = Language::English.fill(Word::Headline, &["4:30", "3:12"]);
        assert_eq!(text, "The average wait goes from 4:30 to 3:12 minutes.");
    }
}
