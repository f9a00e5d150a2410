//! The methods by name.

use super::blend::Blend;
use super::experts::{Expert, LowRank, Mean, Median, Regression, Smoothing};
use super::{Method, Options, SeasonalNaive};

/// The expert that is a second seasonal mean.
const HALF: &str = "seasonal-mean of half the weeks";

/// The names of all methods, the default first.
pub const NAMES: [&str; 8] = [
    "blend",
    "regression",
    "seasonal-mean",
    "recent-mean",
    "median",
    "low-rank",
    "smoothing",
    "seasonal-naive",
];

/// What a method is called where Dutch is read; on the command line it keeps its name.
///
/// ```
/// use bezet::forecast::in_dutch;
/// assert_eq!(in_dutch("median"), "mediaan");
/// assert_eq!(in_dutch("somebody's"), "somebody's");
/// ```
pub fn in_dutch(method: &str) -> &str {
    match method {
        "blend" => "mengsel",
        "regression" => "regressie",
        "seasonal-mean" => "seizoensgemiddelde",
        HALF => "seizoensgemiddelde van de helft van de weken",
        "recent-mean" => "recent gemiddelde",
        "median" => "mediaan",
        "low-rank" => "dagvormen",
        "smoothing" => "afvlakking",
        "seasonal-naive" => "vorige week",
        other => other,
    }
}

/// The method of this name with these options.
///
/// ```
/// use bezet::forecast::{NAMES, Options, method};
/// let default = method(NAMES[0], Options::default()).expect("a name of the list");
/// assert_eq!(default.name(), "blend");
/// assert!(method("crystal-ball", Options::default()).is_none());
/// ```
pub fn method(name: &str, options: Options) -> Option<Box<dyn Method>> {
    let name = NAMES.into_iter().find(|known| *known == name)?;
    if name == "seasonal-naive" {
        return Some(Box::new(SeasonalNaive { options }));
    }
    Some(Box::new(blend(name, options)))
}

/// The default method, [`NAMES`]`[0]`.
pub fn default_method(options: Options) -> Box<dyn Method> {
    let [name, ..] = NAMES;
    Box::new(blend(name, options))
}

fn blend(name: &'static str, options: Options) -> Blend {
    let (names, experts) = experts(name, options.weeks).into_iter().unzip();
    Blend {
        name,
        names,
        experts,
        options,
    }
}

/// An expert and what it is called in a blend.
type Named = (&'static str, Box<dyn Expert>);

fn experts(name: &str, weeks: usize) -> Vec<Named> {
    let (dates, half) = (2 * weeks, weeks.div_ceil(2));
    let mean = |name, weeks, seasonal| -> Named { (name, Box::new(Mean { weeks, seasonal })) };
    let all: [Named; 7] = [
        ("regression", Box::new(Regression { dates })),
        mean("seasonal-mean", weeks, true),
        mean(HALF, half, true),
        mean("recent-mean", 2, false),
        ("low-rank", Box::new(LOW_RANK)),
        ("smoothing", Box::new(Smoothing { dates })),
        ("median", Box::new(Median { dates: 6 })),
    ];
    // The median of six weeks is a yardstick: in back-tests it adds nothing to the others.
    let asked = |expert: &Named| match name {
        "blend" => expert.0 != "median",
        name => expert.0 == name,
    };
    all.into_iter().filter(asked).collect()
}

/// Three shapes of the last half year, after Shen and Huang.
const LOW_RANK: LowRank = LowRank {
    shapes: 3,
    weeks: 26,
    half_life: 4.0,
};
