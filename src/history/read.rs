//! Files into a history.

use super::calls::Tally;
use super::contacts::{Kept, not_told};
use super::layout::{Body, layout};
use super::notes::{conventions, intervals_said, queue_notes, row_notes};
use super::parts::{Label, combine, of_part};
use super::pass::Pass;
use super::record::{Oddities, Record};
use super::source::no_such_queue;
use super::step::{DAY, STEPS, is_step, of_calls, step};
use super::wall::instant;
use super::{History, Source};
use crate::calendar::Grid;
use crate::error::{Error, Note, Problem, Problems, Result};
use crate::table::{DateOrder, Decimal, Faults, Row, Table, Verdict};
use chrono::NaiveDate;
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Reads the history in the files of a source.
///
/// Local times that the autumn change repeats are the first and then the second hour, in the
/// order of the file. Single calls are counted into intervals of `source.step` minutes (for
/// whole days, of 15, which add up to them), zero where a day with calls has none. Total rows are left out; identical duplicates count once.
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
    Intake::of(source, false)?.finish(source)
}

fn check_source(source: &Source) -> Result<()> {
    let mut problems = Problems::new();
    if source.files.is_empty() {
        let problem = Problem::new("H113", "history.files", "names `0` files");
        problems.push(problem.hint("name the files that hold the history"));
    }
    if !is_step(of_calls(source.step)) {
        let what = format!(
            "contacts cannot be counted in intervals of `{}` minutes",
            source.step
        );
        problems.push(Problem::new("H106", "history.step", what).hint(STEPS));
    }
    problems.or_ok(())
}

/// What all files together hold.
#[derive(Default)]
pub(super) struct Intake {
    pub files: Vec<String>,
    queues: BTreeMap<String, (Record, Tally)>,
    known: BTreeSet<String>,
    spans: BTreeSet<u32>,
    pub calls: bool,
    /// Single contacts, where they are asked for.
    pub kept: Option<Kept>,
    days_elsewhere: BTreeSet<NaiveDate>,
    problems: Problems,
    pub notes: Vec<Note>,
}

impl Intake {
    /// Takes all files of a source, and their single contacts if asked to.
    pub fn of(source: &Source, single: bool) -> Result<Self> {
        check_source(source)?;
        let mut intake = Self {
            kept: single.then(Kept::default),
            ..Self::default()
        };
        for path in &source.files {
            match intake.take(source, path) {
                Err(Error::Problems(problems)) => intake.problems.extend(problems),
                other => other?,
            }
        }
        Ok(intake)
    }

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
            pass.kept = self.kept.is_some().then(Kept::default);
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
                if pass.kept.is_some() {
                    self.problems.extend(untold(&name, &layout.body));
                }
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
        if let (Some(held), Some(kept)) = (&mut self.kept, pass.kept) {
            held.join(kept);
        }
        for (queue, record, tally) in pass.queues {
            let held = self.queues.entry(queue).or_default();
            held.0.join(record);
            held.1.join(tally);
        }
        self.problems.extend(pass.faults.into_problems(name));
    }

    /// Queues that are not there, and all that was wrong with rows.
    pub fn settle(&mut self, source: &Source) -> Result<()> {
        let known: Vec<&str> = self.known.iter().map(String::as_str).collect();
        for queue in source
            .only
            .iter()
            .filter(|queue| !self.known.contains(*queue) && source.new.as_ref() != Some(*queue))
        {
            if !known.is_empty() {
                let place = self.files.join(", ");
                self.problems.push(no_such_queue(&place, queue, &known));
            }
        }
        if !self.problems.is_empty() {
            self.tell_contradictions();
            return Err(std::mem::take(&mut self.problems).into());
        }
        Ok(())
    }

    fn finish(mut self, source: &Source) -> Result<History> {
        self.settle(source)?;
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
            true => of_calls(source.step),
            false => step(&records, source.zone, &place, &self.spans)?,
        };
        if step == DAY && source.zone != Tz::UTC {
            return read(&dated(source));
        }
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
            let grid = Grid::days(source.zone, day, 1, of_calls(source.step));
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

/// The source of a record with a row per date: dates have no clock that could change.
fn dated(source: &Source) -> Source {
    Source {
        zone: Tz::UTC,
        ..source.clone()
    }
}

/// Columns without which single contacts say nothing.
fn untold(name: &str, body: &Body) -> Problems {
    let Body::Calls {
        outcome,
        handle,
        wait,
        ..
    } = body
    else {
        return Problems::new();
    };
    let missing = [
        ("wait_s", wait.is_none()),
        ("outcome", outcome.is_none() && handle.is_none()),
    ];
    let missing = missing.into_iter().filter(|(_, missing)| *missing);
    let told: Vec<Problem> = missing.map(|(column, _)| not_told(name, column)).collect();
    Problems::from(told)
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
    let mut kept: BTreeMap<String, Parts> = BTreeMap::new();
    for (name, record) in records {
        record.off_grid(zone, step, |minute, place| {
            faults.push("H107", || off_grid(files, zone, step, minute, place));
        });
        let part = of_part(&name);
        let mut days = Days::new(zone);
        let dates = [record.minutes.iter().min(), record.minutes.iter().max()];
        let dates = dates.map(|minute| minute.map(|minute| days.date(*minute)));
        let parts = kept.entry(part.queue.to_owned()).or_default();
        parts.dates.extend(dates.iter().flatten());
        parts.records.push((part.label(), record));
    }
    let mut queues = BTreeMap::new();
    for (name, parts) in kept {
        let Some(grid) = parts.grid(&name, zone, step, &mut faults) else {
            continue;
        };
        let mut made = Vec::new();
        for (label, record) in parts.records {
            let mut oddities = Oddities::default();
            let unordered = record.unordered;
            let queue = record.assemble(grid, files, &mut faults, &mut oddities);
            notes.extend(queue_notes(&name, unordered, oddities));
            made.push((label, queue));
        }
        queues.extend(combine(made).map(|queue| (name, queue)));
    }
    faults
        .into_problems("history")
        .or_ok(History { queues, notes })
}

/// The records of a queue, one of each part.
#[derive(Default)]
struct Parts {
    records: Vec<(Label, Record)>,
    dates: BTreeSet<NaiveDate>,
}

impl Parts {
    /// The grid of all of them; a problem where it is too long to be true.
    fn grid(&self, name: &str, zone: Tz, step: u32, faults: &mut Faults) -> Option<Grid> {
        let (first, last) = (self.dates.first()?, self.dates.last()?);
        let length = (*last - *first).num_days() + 1;
        if length > LONGEST * 366 {
            let what = format!("runs from `{first}` to `{last}`, more than {LONGEST} years");
            let problem = Problem::new("H115", format!("queue {name}"), what);
            faults.push("H115", || {
                problem.hint("one of these dates must be mistyped")
            });
            return None;
        }
        Some(Grid::days(zone, *first, length as u32, step))
    }
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
