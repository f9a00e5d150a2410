//! Ways in which it may come, drawn, as a file.

use crate::calendar::Series;
use crate::error::Result;
use crate::forecast::{Forecast, Period};
use crate::report::put_with;
use crate::units::Contacts;
use chrono::NaiveDate;
use rand::SeedableRng;
use rand_pcg::Pcg64Mcg;
use std::io::{self, Write};
use std::ops::Range;
use std::path::Path;

/// What paths are drawn from.
pub struct Paths<'a> {
    pub forecast: &'a Forecast,
    pub open: &'a Series<bool>,
    /// What came already, which is the same on every path.
    pub seen: Option<&'a Series<Option<Contacts>>>,
    /// Rows by period; by interval where there is none.
    pub by: Option<Period>,
}

impl Paths<'_> {
    /// Writes so many paths; the seed says which.
    pub fn write(&self, out: &Path, count: u32, seed: u64) -> Result<()> {
        put_with(out, |file| {
            let spans = self.spans();
            let head = if self.by.is_some() {
                "from,to"
            } else {
                "start"
            };
            writeln!(file, "path,{head},contacts")?;
            let mut random = Pcg64Mcg::seed_from_u64(seed);
            for path in 1..=count {
                let mut contacts = self.forecast.path(&mut random);
                for (contacts, seen) in contacts.iter_mut().zip(self.seen_values()) {
                    *contacts += seen.unwrap_or_default();
                }
                rows(file, path, &spans, &contacts)?;
            }
            Ok(())
        })
    }

    fn seen_values(&self) -> impl Iterator<Item = Option<Contacts>> {
        let values = self.seen.into_iter().flat_map(|seen| &seen.values);
        values.copied()
    }

    /// What a row is called, and the intervals in it; closed ones have none.
    fn spans(&self) -> Vec<(String, Range<usize>)> {
        let grid = self.forecast.contacts.grid;
        let Some(by) = self.by else {
            let open = (0..grid.len).filter(|index| self.open.values.get(*index) == Some(&true));
            let name = |index: usize| grid.local(index).format("%Y-%m-%dT%H:%M").to_string();
            return open.map(|index| (name(index), index..index + 1)).collect();
        };
        let dates = grid.dates();
        let parts = dates.chunk_by(|one, next| by.around(*one) == by.around(*next));
        let span = |(from, to): (NaiveDate, NaiveDate)| {
            let range = grid.day_range(from).start..grid.day_range(to).end;
            let open = self.open.values.get(range.clone())?.contains(&true);
            open.then(|| (format!("{from},{to}"), range))
        };
        let ends = parts.filter_map(|part| Some((*part.first()?, *part.last()?)));
        ends.filter_map(span).collect()
    }
}

fn rows(
    file: &mut impl Write,
    path: u32,
    spans: &[(String, Range<usize>)],
    contacts: &[Contacts],
) -> io::Result<()> {
    for (name, range) in spans {
        let values = contacts.get(range.clone()).unwrap_or_default();
        let sum: f64 = values.iter().map(|contacts| contacts.0).sum();
        writeln!(file, "{path},{name},{sum:.0}")?;
    }
    Ok(())
}
