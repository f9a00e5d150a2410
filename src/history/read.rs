//! Files into a history.

use super::calls::Tally;
use super::layout::{Body, layout};
use super::pass::{Counts, Pass};
use super::record::{Oddities, Record};
use super::source::no_such_queue;
use super::wall::instant;
use super::{History, Source};
use crate::calendar::Grid;
use crate::error::{Error, Note, Phrase, Problem, Problems, Result};
use crate::table::{DateOrder, Decimal, Faults, Row, Table, Verdict};
use chrono::NaiveDate;
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Reads the history in the files of a source.
///
/// Local times that the autumn change repeats are the first and then the second hour, in the
/// order of the file. Single calls are counted into intervals of `source.step` minutes, zero
/// where a day with calls has none. Total rows are left out; identical duplicates count once.
///
/// # Errors
/// All problems of all files at once: `T101` to `T110` for what cannot be read, `H101` to `H115`
/// for what cannot be true. [`Error::Read`] when a file cannot be opened.
///
/// ```
/// use bezet::history::{Source, read};
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("calls.csv");
/// std::fs::write(&path, "Datum;Tijd;Aangeboden\n12-4-2021;08:30-08:45;12\n12-4-2021;08:45-09:00;9\n")?;
/// let history = read(&Source::new(vec![path], chrono_tz::Europe::Amsterdam))?;
/// let queue = history.queue("all")?;
/// assert_eq!(queue.offered.grid.step, 15);
/// assert_eq!(queue.offered.values[34].map(|contacts| contacts.0), Some(12.0));
/// assert_eq!(queue.offered.values[36], None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read(source: &Source) -> Result<History> {
    let mut intake = Intake::default();
    check_source(source)?;
    for path in &source.files {
        match intake.take(source, path) {
            Err(Error::Problems(problems)) => intake.problems.extend(problems),
            other => other?,
        }
    }
    intake.finish(source)
}

fn check_source(source: &Source) -> Result<()> {
    let mut problems = Problems::new();
    if source.files.is_empty() {
        let problem = Problem::new("H113", "history.files", "names `0` files");
        problems.push(problem.hint("name the files that hold the history"));
    }
    if !is_step(source.step) {
        let what = format!(
            "calls cannot be counted in intervals of `{}` minutes",
            source.step
        );
        problems.push(Problem::new("H106", "history.step", what).hint(STEPS));
    }
    problems.or_ok(())
}

const STEPS: &str = "intervals are 5, 6, 10, 12, 15, 20, 30 or 60 minutes";

fn is_step(step: u32) -> bool {
    (5..=60).contains(&step) && 60_u32.is_multiple_of(step)
}

/// What all files together hold.
#[derive(Default)]
struct Intake {
    files: Vec<String>,
    queues: BTreeMap<String, (Record, Tally)>,
    known: BTreeSet<String>,
    spans: BTreeSet<u32>,
    calls: bool,
    days_elsewhere: BTreeSet<NaiveDate>,
    problems: Problems,
    notes: Vec<Note>,
}

impl Intake {
    /// Reads a file, twice where its end settles a convention that its beginning left open.
    fn take(&mut self, source: &Source, path: &Path) -> Result<()> {
        let file = self.files.len() as u16;
        let mut settled = source.clone();
        loop {
            let mut table = Table::open(path)?;
            if table.typed {
                settled.decimal = settled.decimal.or(Some(Decimal::Point));
            }
            let layout = layout(&table, &settled)?;
            let name = table.name.clone();
            let mut pass = Pass::new(&settled, &layout, &name, file);
            let mut row = Row::default();
            while table.read(&mut row)? {
                pass.row(&row);
            }
            let (decimals, dates) = (pass.decimals.verdict(), pass.dates.verdict());
            let again = (again(&decimals), again(&dates));
            if again == (None, None) {
                self.notes.extend(table.notes());
                self.notes.extend(layout.notes.clone());
                self.problems.extend(undecided(&name, &decimals, &dates));
                self.notes.extend(conventions(&name, source, &pass));
                self.keep(&name, matches!(layout.body, Body::Calls { .. }), pass);
                return Ok(());
            }
            let (decimal, order) = again;
            drop(pass);
            settled.decimal = settled.decimal.or(decimal);
            settled.dates = settled.dates.or(order);
        }
    }

    fn keep(&mut self, name: &str, calls: bool, pass: Pass) {
        self.files.push(name.to_owned());
        self.calls |= calls;
        self.known.extend(pass.names().map(str::to_owned));
        self.spans.extend(pass.counts.span);
        self.days_elsewhere.extend(&pass.days_elsewhere);
        if pass.counts.rows == 0 && pass.faults.is_empty() && pass.names().next().is_none() {
            let problem = Problem::new("H110", name, "holds `0` rows of history");
            self.problems
                .push(problem.hint("only its header was found"));
        }
        self.notes.extend(row_notes(name, &pass.counts));
        for (queue, record, tally) in pass.queues {
            let held = self.queues.entry(queue).or_default();
            held.0.join(record);
            held.1.join(tally);
        }
        self.problems.extend(pass.faults.into_problems(name));
    }

    fn finish(mut self, source: &Source) -> Result<History> {
        let known: Vec<&str> = self.known.iter().map(String::as_str).collect();
        for queue in source
            .only
            .iter()
            .filter(|queue| !self.known.contains(*queue))
        {
            if !known.is_empty() {
                let place = self.files.join(", ");
                self.problems.push(no_such_queue(&place, queue, &known));
            }
        }
        if !self.problems.is_empty() {
            self.tell_contradictions();
            return Err(self.problems.into());
        }
        self.count_calls(source);
        let place = self.files.join(", ");
        let records: BTreeMap<String, Record> = self
            .queues
            .into_iter()
            .map(|(name, (record, _))| (name, record))
            .filter(|(_, record)| !record.minutes.is_empty())
            .collect();
        if records.is_empty() {
            let problem = Problem::new("H110", place, "holds `0` rows of history");
            return Err(problem.hint("all its rows were left out").into());
        }
        let step = match self.calls {
            true => source.step,
            false => step(&records, source.zone, &place, &self.spans)?,
        };
        let what = intervals_said(self.calls, step);
        self.notes.push(Note::new("N204", &place, what));
        assemble(records, source.zone, step, &self.files, self.notes)
    }

    /// What rows have wrong together is told with what they have wrong alone; which intervals a
    /// file with such rows has is not known.
    fn tell_contradictions(&mut self) {
        let mut faults = Faults::default();
        for (record, _) in self.queues.values() {
            record.contradictions(&self.files, &mut faults);
        }
        self.problems.extend(faults.into_problems("history"));
    }

    /// Single calls become records of all intervals of the days on which any queue had a call.
    fn count_calls(&mut self, source: &Source) {
        let mut clock = Days::new(source.zone);
        let mut days = std::mem::take(&mut self.days_elsewhere);
        for (_, tally) in self.queues.values_mut() {
            days.extend(tally.minutes().map(|minute| clock.date(minute)));
        }
        let mut intervals = BTreeSet::new();
        for day in days {
            let grid = Grid::days(source.zone, day, 1, source.step);
            let starts = (0..grid.len).map(|index| grid.instant(index).timestamp() / 60);
            intervals.extend(starts.map(|minute| minute as i32));
        }
        for (record, tally) in self.queues.values_mut() {
            if tally.minutes().next().is_some() {
                record.join(std::mem::take(tally).into_record(&intervals));
            }
        }
    }
}

/// The local dates of minutes, remembering the last one.
struct Days {
    zone: Tz,
    last: Option<(i32, NaiveDate)>,
}

impl Days {
    fn new(zone: Tz) -> Self {
        Self { zone, last: None }
    }

    fn date(&mut self, minute: i32) -> NaiveDate {
        if let Some((known, date)) = self.last
            && known == minute
        {
            return date;
        }
        let date = instant(minute).with_timezone(&self.zone).date_naive();
        self.last = Some((minute, date));
        date
    }
}

fn again<T: Copy>(verdict: &Verdict<T>) -> Option<T> {
    match verdict {
        Verdict::Again(value) => Some(*value),
        _ => None,
    }
}

fn undecided(name: &str, decimals: &Verdict<Decimal>, dates: &Verdict<DateOrder>) -> Problems {
    let mut problems = Problems::new();
    let key = "set decimal = \"comma\" or \"point\" for this file";
    match decimals {
        Verdict::Mixed(a, b) => {
            let what = format!("decimal commas and points are mixed: {a}, {b}");
            problems.push(Problem::new("T107", name, what).hint(key));
        }
        Verdict::Unknown(cell) => {
            let what = format!("{cell} may have a decimal or a thousands sign");
            problems.push(Problem::new("T107", name, what).hint(key));
        }
        _ => {}
    }
    let key = "set dates = \"day-first\" or \"month-first\" for this file";
    match dates {
        Verdict::Mixed(a, b) => {
            let what = format!("the order of day and month is mixed: {a}, {b}");
            problems.push(Problem::new("T110", name, what).hint(key));
        }
        Verdict::Unknown(cell) => {
            let what = format!("{cell} may have the day or the month first");
            problems.push(Problem::new("T110", name, what).hint(key));
        }
        _ => {}
    }
    problems
}

/// How cells were read where that is not plain (`N103`).
fn conventions(name: &str, source: &Source, pass: &Pass) -> Option<Note> {
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

fn intervals_said(calls: bool, step: u32) -> Phrase {
    let (english, dutch) = match calls {
        true => ("calls counted in", "gesprekken geteld in"),
        false => ("recorded in", "vastgelegd in"),
    };
    Phrase::new(
        format!("{english} intervals of {step} minutes"),
        format!("{dutch} intervallen van {step} minuten"),
    )
}

fn row_notes(name: &str, counts: &Counts) -> Vec<Note> {
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
    ];
    let told = said.into_iter().filter(|(_, count, ..)| *count > 0);
    told.map(|(code, count, english, dutch)| {
        Note::new(code, name, Phrase::count(count as usize, english, dutch))
    })
    .collect()
}

/// The share of starts that must lie on a step for it to be the step of the file; the others are
/// problems.
const ON_STEP: f64 = 0.99;

/// Minutes between rows of following days, at the least: a day of the spring change. Where all
/// rows stand at midnight (an hour off in the other half of the year), they are days.
const DAILY: i32 = 23 * 60;

/// The longest step that (nearly) all starts lie on.
fn step(
    records: &BTreeMap<String, Record>,
    zone: Tz,
    place: &str,
    spans: &BTreeSet<u32>,
) -> Result<u32> {
    let mut hour = [0_u64; 60];
    let mut gap = i32::MAX;
    let mut midnight = true;
    for record in records.values() {
        let shift = record.shift(zone);
        for minute in &record.minutes {
            midnight &= matches!((minute + shift).rem_euclid(1440), 0 | 60 | 1380);
            if let Some(count) = hour.get_mut((minute + shift).rem_euclid(60) as usize) {
                *count += 1;
            }
        }
        let pairs = record.minutes.iter().zip(record.minutes.iter().skip(1));
        let gaps = pairs.map(|(a, b)| (a - b).abs()).filter(|gap| *gap > 0);
        gap = gap.min(gaps.min().unwrap_or(i32::MAX));
    }
    let total: u64 = hour.iter().sum();
    let on = |step: u32| -> u64 { hour.iter().step_by(step as usize).sum() };
    let steps = [60, 30, 20, 15, 12, 10, 6, 5];
    let found = steps
        .into_iter()
        .find(|step| on(*step) as f64 >= ON_STEP * total as f64);
    match (spans.first(), found) {
        _ if spans.len() > 1 => Err(bad_step(place, &format!("{spans:?}"))),
        (Some(span), _) if is_step(*span) => Ok(*span),
        (Some(span), _) => Err(bad_step(place, &span.to_string())),
        (None, Some(_)) if (61..DAILY).contains(&gap) => Err(bad_step(place, &gap.to_string())),
        (None, Some(_)) if midnight && (DAILY..i32::MAX).contains(&gap) => {
            Err(bad_step(place, &gap.to_string()))
        }
        (None, Some(step)) => Ok(step),
        (None, None) => Err(bad_step(place, &gap.to_string())),
    }
}

fn bad_step(place: &str, step: &str) -> Error {
    let what = format!("its intervals are `{step}` minutes long");
    Problem::new("H106", place, what)
        .hint(format!("{STEPS}; for single calls set kind = \"calls\""))
        .into()
}

/// Longest history that is read, in years; beyond it a date is mistyped.
const LONGEST: i64 = 40;

fn assemble(
    records: BTreeMap<String, Record>,
    zone: Tz,
    step: u32,
    files: &[String],
    mut notes: Vec<Note>,
) -> Result<History> {
    let mut faults = Faults::default();
    let mut queues = BTreeMap::new();
    for (name, record) in records {
        record.off_grid(zone, step, |minute, place| {
            faults.push("H107", || off_grid(files, zone, step, minute, place));
        });
        let mut days = Days::new(zone);
        let first = record.minutes.iter().min().map(|minute| days.date(*minute));
        let last = record.minutes.iter().max().map(|minute| days.date(*minute));
        let (Some(first), Some(last)) = (first, last) else {
            continue;
        };
        let length = (last - first).num_days() + 1;
        if length > LONGEST * 366 {
            let what = format!("runs from `{first}` to `{last}`, more than {LONGEST} years");
            let problem = Problem::new("H115", format!("queue {name}"), what);
            faults.push("H115", || {
                problem.hint("one of these dates must be mistyped")
            });
            continue;
        }
        let grid = Grid::days(zone, first, length as u32, step);
        let mut oddities = Oddities::default();
        let unordered = record.unordered;
        let queue = record.assemble(grid, files, &mut faults, &mut oddities);
        notes.extend(queue_notes(&name, unordered, oddities));
        queues.insert(name, queue);
    }
    faults
        .into_problems("history")
        .or_ok(History { queues, notes })
}

fn off_grid(
    files: &[String],
    zone: Tz,
    step: u32,
    minute: i32,
    place: super::record::Place,
) -> Problem {
    let local = instant(minute).with_timezone(&zone);
    let file = files
        .get(usize::from(place.file))
        .cloned()
        .unwrap_or_default();
    let place = format!("{file}: row {}", place.row);
    let what = format!(
        "`{}` starts no interval of {step} minutes",
        local.format("%H:%M")
    );
    Problem::new("H107", place, what).hint("intervals start at whole multiples of their length")
}

fn queue_notes(name: &str, unordered: bool, oddities: Oddities) -> Vec<Note> {
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
