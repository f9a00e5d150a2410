//! The words of a back-test, Dutch and English side by side.

use crate::report::words::Language;

/// Dutch, English.
pub(super) type Pair = (&'static str, &'static str);

pub(super) const TITLE: Pair = (
    "Hoe goed waren de verwachtingen geweest?",
    "How good would the forecasts have been?",
);
pub(super) const ERRORS: Pair = ("Fouten", "Errors");
pub(super) const BANDS: Pair = ("Banden", "Bands");
pub(super) const NOTES: Pair = ("Meldingen", "Notes");
pub(super) const METHOD: Pair = ("methode", "method");
pub(super) const FLOOR: Pair = ("Poisson-ondergrens", "Poisson floor");
pub(super) const ERROR: Pair = ("fout %", "error %");
pub(super) const PER_INTERVAL: Pair = ("interval", "interval");
pub(super) const PER_DAY: Pair = ("dag", "day");
pub(super) const PER_WEEK: Pair = ("week", "week");
pub(super) const SCALED: Pair = ("MASE", "MASE");
pub(super) const PINBALL: Pair = ("pinball %", "pinball %");
pub(super) const BIAS: Pair = ("te hoog %", "bias %");
pub(super) const SECONDS: Pair = ("s per keer", "s per fit");
pub(super) const HELD: Pair = ("{} %", "{} %");
pub(super) const HELD_TITLE: Pair = (
    "Deel binnen de band, met standaardfout, en afstand van de PIT tot gelijkmatig, in %",
    "Share within the band, with its standard error, and distance of the PIT from even, in %",
);
pub(super) const SPREAD: Pair = ("PIT", "PIT");
pub(super) const ERRORS_HELP: Pair = (
    "Fout is WAPE: de som van de absolute fouten gedeeld door wat er kwam, per interval, per dag en per zeven dagen. De ondergrens is wat overblijft voor wie elk tempo kent: louter toeval van Poisson-aantallen. MASE is de gemiddelde fout per interval gedeeld door die van dezelfde week ervoor, voor de eerste oorsprong. Pinball weegt de kwantielen 10, 50 en 90 %.",
    "Error is WAPE: the sum of absolute errors over what came, per interval, per day and per seven days. The floor is what remains for somebody who knows every rate: pure chance of Poisson counts. MASE is the mean error per interval over that of the week before, ahead of the first origin. Pinball weighs the quantiles 10, 50 and 90 %.",
);
pub(super) const BANDS_HELP: Pair = (
    "Het deel dat binnen de band viel, met de standaardfout (geclusterd per oorsprong) na ±. PIT is de grootste afstand tot een tiende van de gerandomiseerde kansintegraal, in procentpunten: 0 is volmaakt.",
    "The share that fell within the band, with its standard error (clustered by origin) after ±. PIT is the largest distance from a tenth of the randomised probability integral transform, in points: 0 is perfect.",
);
pub(super) const SCOPE: Pair = (
    "{}, {}, intervallen van {} minuten, dagen {} tot en met {} vooruit",
    "{}, {}, intervals of {} minutes, days {} to {} ahead",
);
pub(super) const ORIGINS: Pair = ("{} van {} tot en met {}", "{} from {} to {}");
pub(super) const TESTED: Pair = (
    "{} intervallen, {} dagen en {} weken getoetst; {} contacten",
    "{} intervals, {} days and {} weeks scored; {} contacts",
);
pub(super) const ORIGIN: [Pair; 2] = [
    ("1 oorsprong", "1 origin"),
    ("{} oorsprongen", "{} origins"),
];
pub(super) const BEST: Pair = (
    "{} is per interval het beste: {} fout, waar {} onvermijdelijk is",
    "{} is best per interval: {} error, where {} cannot be avoided",
);
pub(super) const FIGURE_ERRORS: Pair = (
    "Fout per methode, met de ondergrens",
    "Error by method, with the floor",
);
pub(super) const FIGURE_BANDS: Pair = (
    "Wat de banden bevatten, met twee standaardfouten",
    "What the bands held, with two standard errors",
);
pub(super) const KEY_FLOOR: Pair = ("Poisson-ondergrens", "Poisson floor");
pub(super) const KEY_MEANT: Pair = ("bedoeld deel", "share meant");
pub(super) const KEY_FOUND: Pair = ("gevonden deel", "share found");
pub(super) const FOOTER: Pair = (
    "Gemaakt met bezet. Elke verwachting is gemaakt met wat op de avond van de oorsprong bekend was.",
    "Made with bezet. Every forecast was made with what was known on the evening of its origin.",
);

/// The phrase in a language.
pub(super) fn say(language: Language, (dutch, english): Pair) -> &'static str {
    match language {
        Language::Dutch => dutch,
        Language::English => english,
    }
}

/// What a method is called.
pub(super) fn named(language: Language, method: &str) -> &str {
    match language {
        Language::Dutch => crate::forecast::in_dutch(method),
        Language::English => method,
    }
}

/// The phrase with its `{}` filled in order.
pub(super) fn fill(language: Language, pair: Pair, values: &[&str]) -> String {
    values
        .iter()
        .fold(say(language, pair).to_owned(), |text, value| {
            text.replacen("{}", value, 1)
        })
}
