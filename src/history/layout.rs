//! What the columns of a file hold.

use super::{Kind, Shape, Source};
use crate::error::{Note, Phrase, Problem, Problems};
use crate::table::{Clock, Columns, Table, Wanted, time_of_day};

/// The quantities of an interval, in the order in which they are kept.
pub(super) const MEASURES: [&str; 6] = [
    "offered",
    "answered",
    "abandoned",
    "handle_time_s",
    "wait_s",
    "agents",
];

/// Is the quantity a duration?
pub(super) fn is_duration(measure: usize) -> bool {
    matches!(measure, 3 | 4)
}

const WANTED: [Wanted; 17] = [
    Wanted {
        name: "start",
        synonyms: &[
            "datumtijd",
            "datetime",
            "timestamp",
            "tijdstip",
            "datumentijd",
        ],
    },
    Wanted {
        name: "date",
        synonyms: &["datum", "dag", "day"],
    },
    Wanted {
        name: "time",
        synonyms: &[
            "tijd",
            "interval",
            "tijdvak",
            "kwartier",
            "periode",
            "starttijd",
            "begintijd",
            "starttime",
        ],
    },
    Wanted {
        name: "queue",
        synonyms: &[
            "wachtrij",
            "queuename",
            "wachtrijnaam",
            "skill",
            "skillgroup",
        ],
    },
    Wanted {
        name: "offered",
        synonyms: &[
            "aangeboden",
            "callsoffered",
            "offeredcalls",
            "aangebodengesprekken",
            "aanbod",
            "volume",
            "calls",
            "oproepen",
        ],
    },
    Wanted {
        name: "answered",
        synonyms: &[
            "beantwoord",
            "handled",
            "callsanswered",
            "callshandled",
            "answeredcalls",
            "beantwoordegesprekken",
            "afgehandeld",
        ],
    },
    Wanted {
        name: "abandoned",
        synonyms: &[
            "afgehaakt",
            "callsabandoned",
            "abandonedcalls",
            "verlaten",
            "opgehangen",
        ],
    },
    Wanted {
        name: "handle_time_s",
        synonyms: &[
            "ahts",
            "aht",
            "handletime",
            "averagehandletime",
            "avghandletime",
            "afhandeltijd",
            "gemiddeldeafhandeltijd",
            "gemafhandeltijd",
            "services",
            "servicetime",
        ],
    },
    Wanted {
        name: "wait_s",
        synonyms: &[
            "wait",
            "waittime",
            "avgwait",
            "averagewait",
            "wachttijd",
            "gemiddeldewachttijd",
            "gemwachttijd",
        ],
    },
    Wanted {
        name: "agents",
        synonyms: &["agenten", "medewerkers", "agentsavailable"],
    },
    Wanted {
        name: "measure",
        synonyms: &["kengetal", "metric", "kpi"],
    },
    Wanted {
        name: "outcome",
        synonyms: &["uitkomst", "resultaat", "disposition", "afloop"],
    },
    Wanted {
        name: "reached_queue",
        synonyms: &["inqueue"],
    },
    Wanted {
        name: "agent",
        synonyms: &["agentid", "agentcode", "medewerker", "medewerkernummer"],
    },
    Wanted {
        name: "menu_s",
        synonyms: &["vrus", "vru", "ivrs", "ivr", "menutime", "keuzemenu"],
    },
    Wanted {
        name: "topic",
        synonyms: &["onderwerp", "contactreden"],
    },
    Wanted {
        name: "group",
        synonyms: &["groep", "team", "teamnaam", "teamname", "agentgroup"],
    },
];

/// The quantity that a word in a `measure` column names.
pub(super) fn measure(word: &str) -> Option<usize> {
    let plain: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
    let plain = plain.to_lowercase();
    MEASURES.iter().position(|name| {
        let column = WANTED.iter().find(|column| column.name == *name);
        word.eq_ignore_ascii_case(name)
            || column.is_some_and(|column| column.synonyms.contains(&plain.as_str()))
    })
}

/// Where a row says when it was.
#[derive(Clone, Copy, Debug)]
pub(super) enum When {
    /// Date and time in one column.
    Start(usize),
    /// In two columns.
    Split { date: usize, time: usize },
}

impl When {
    pub fn column(self) -> usize {
        match self {
            Self::Start(column) | Self::Split { date: column, .. } => column,
        }
    }
}

/// What a row holds beside its time and queue.
#[derive(Clone, Debug)]
pub(super) enum Body {
    /// An interval: the column of each measure.
    Long { measures: [Option<usize>; 6] },
    /// A day: the columns of its intervals, and which measure the row is of.
    Wide {
        measure: Option<usize>,
        hours: Vec<(usize, Clock)>,
    },
    /// A call.
    Calls {
        outcome: Option<usize>,
        reached: Option<usize>,
        handle: Option<usize>,
        wait: Option<usize>,
        agent: Option<usize>,
        menu: Option<usize>,
    },
}

/// The columns of a file, understood.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub when: When,
    pub queue: Option<usize>,
    pub topic: Option<usize>,
    pub group: Option<usize>,
    pub body: Body,
    /// The file's own titles of all columns, for places.
    pub titles: Vec<String>,
    pub notes: Vec<Note>,
}

/// A header with so many times of day is that of a wide file.
const WIDE_COLUMNS: usize = 4;

/// Understands the header of a table, or says what is missing in it.
pub(super) fn layout(table: &Table, source: &Source) -> Result<Layout, Problems> {
    let mut problems = Problems::new();
    let columns = Columns::find(table, &source.columns, &WANTED, &mut problems);
    let mut notes: Vec<Note> = columns.notes().into_iter().collect();
    let hours = hours(table, &columns);
    let no_offered = columns.get("offered").is_none();
    let wide = match source.shape {
        Shape::Auto => no_offered && hours.len() >= WIDE_COLUMNS,
        shape => shape == Shape::Wide,
    };
    let single = ["outcome", "reached_queue"];
    let calls = match source.kind {
        Kind::Auto => no_offered && !wide && single.iter().any(|name| columns.get(name).is_some()),
        kind => kind == Kind::Calls,
    };
    let body = if calls {
        of_calls(&columns)
    } else if wide {
        of_days(table, &columns, hours, &mut problems, &mut notes)
    } else {
        of_intervals(&columns, &mut problems)
    };
    let when = when(&columns, matches!(body, Body::Wide { .. }), &mut problems);
    notes.extend(unread(table, &columns, &body));
    match (when, problems.is_empty()) {
        (Some(when), true) => Ok(Layout {
            when,
            queue: columns.get("queue"),
            topic: columns.get("topic"),
            group: columns.get("group"),
            body,
            titles: table.header.clone(),
            notes,
        }),
        _ => Err(problems),
    }
}

/// Columns that nothing is taken from, said once.
fn unread(table: &Table, columns: &Columns, body: &Body) -> Option<Note> {
    let across = match body {
        Body::Wide { hours, .. } => hours.as_slice(),
        _ => &[],
    };
    let unread = table.header.iter().enumerate().filter(|(index, _)| {
        !columns.is_taken(*index) && across.iter().all(|(column, _)| column != index)
    });
    let titles: Vec<String> = unread
        .take(30)
        .map(|(_, title)| format!("`{title}`"))
        .collect();
    let titles = titles.join(", ");
    let what = Phrase::new(
        format!("columns not read: {titles}"),
        format!("kolommen die niet zijn gelezen: {titles}"),
    );
    (!titles.is_empty()).then(|| Note::new("N211", &table.name, what))
}

fn when(columns: &Columns, wide: bool, problems: &mut Problems) -> Option<When> {
    let (start, date, time) = (
        columns.get("start"),
        columns.get("date"),
        columns.get("time"),
    );
    let found = match (start, date, time) {
        (Some(start), ..) => Some(When::Start(start)),
        (None, Some(date), None) if wide => Some(When::Start(date)),
        (None, Some(date), Some(time)) => Some(When::Split { date, time }),
        (None, None, Some(time)) => Some(When::Start(time)),
        (None, Some(_), None) => {
            problems.push(columns.missing("time"));
            return None;
        }
        (None, None, None) => None,
    };
    if found.is_none() {
        problems.push(columns.missing("start"));
    }
    found
}

fn of_intervals(columns: &Columns, problems: &mut Problems) -> Body {
    if columns.get("offered").is_none() {
        let mut problem = columns.missing("offered");
        problem
            .hint
            .push_str("; for a row per call set kind = \"calls\"");
        problems.push(problem);
    }
    Body::Long {
        measures: MEASURES.map(|name| columns.get(name)),
    }
}

fn of_calls(columns: &Columns) -> Body {
    Body::Calls {
        outcome: columns.get("outcome"),
        reached: columns.get("reached_queue"),
        handle: columns.get("handle_time_s"),
        wait: columns.get("wait_s"),
        agent: columns.get("agent"),
        menu: columns.get("menu_s"),
    }
}

fn of_days(
    table: &Table,
    columns: &Columns,
    hours: Vec<(usize, Clock)>,
    problems: &mut Problems,
    notes: &mut Vec<Note>,
) -> Body {
    if hours.is_empty() {
        let what = "is no wide file: `0` columns are titled with a time of day";
        let hint = "title them 08:00 or 08:00-08:15, or set shape = \"long\"";
        problems.push(Problem::new("T102", &table.name, what).hint(hint));
    } else {
        let what = Phrase::new(
            format!("a row per day, {} intervals across", hours.len()),
            format!("een rij per dag, met {} intervallen", hours.len()),
        );
        notes.push(Note::new("N201", &table.name, what));
    }
    Body::Wide {
        measure: columns.get("measure"),
        hours,
    }
}

fn hours(table: &Table, columns: &Columns) -> Vec<(usize, Clock)> {
    let untaken = |(index, _): &(usize, &String)| !columns.is_taken(*index);
    let cells = table.header.iter().enumerate().filter(untaken);
    let clocks = cells.filter_map(|(index, cell)| Some((index, time_of_day(cell)?)));
    clocks.collect()
}
