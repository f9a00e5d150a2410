//! Files of holidays, of one country or several.

use crate::calendar::Holiday;
use crate::error::{Note, Problem, Problems, Result, nearest};
use crate::table::{Choice, Columns, DateOrder, Faults, Row, Table, Verdict, Wanted, date};
use std::collections::BTreeMap;
use std::path::Path;

/// The holidays that a file lists, by country in order of name, and how the file was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HolidayList {
    /// The file, for places.
    pub place: String,
    /// Holidays in order of date by country; the empty name where the file names none.
    pub countries: BTreeMap<String, Vec<Holiday>>,
    /// Conversions, each said once.
    pub notes: Vec<Note>,
}

const WANTED: [Wanted; 3] = [
    Wanted {
        name: "date",
        synonyms: &["datum", "day", "dag"],
    },
    Wanted {
        name: "name",
        synonyms: &["holiday", "naam", "feestdag", "localname"],
    },
    Wanted {
        name: "country",
        synonyms: &["land", "countrycode", "region"],
    },
];

/// Reads a file of holidays (csv, csv.gz or xlsx): columns date, name and, where it has several
/// countries, country. All of them are public holidays.
///
/// # Errors
/// All problems at once: `D101` without a column of dates, `D102` for a cell that is no date,
/// `D103` for an order of day and month that nothing shows, `D104` for a file without holidays;
/// `T101` to `T109` for what is no table.
///
/// ```
/// use bezet::history::read_holidays;
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("holidays.csv");
/// std::fs::write(&path, "country,date,name\nUS,2003-07-04,Independence Day\nIL,1999-09-20,Yom Kippur\n")?;
/// let list = read_holidays(&path)?;
/// assert_eq!(list.of("US")?[0].name, "Independence Day");
/// assert!(list.of("UK").expect_err("no such country").to_string().contains("`IL`, `US`"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_holidays(path: &Path) -> Result<HolidayList> {
    let mut table = Table::open(path)?;
    let mut problems = Problems::new();
    let columns = Columns::find(&table, &BTreeMap::new(), &WANTED, &mut problems);
    let Some(dates) = columns.get("date") else {
        return Err(without_dates(&table).into());
    };
    let rows = table.rows()?;
    // Dates with slashes are read again once the whole file has shown their order.
    let mut order = Choice::new(None);
    let first = listed(&table, &rows, &columns, dates, &mut order);
    let (countries, faults) = match order.verdict() {
        Verdict::Mixed(cell, other) => {
            return Err(unclear(&table, &format!("{cell} contradicts {other}")).into());
        }
        Verdict::Unknown(cell) => return Err(unclear(&table, &cell).into()),
        Verdict::Again(shown) => listed(
            &table,
            &rows,
            &columns,
            dates,
            &mut Choice::new(Some(shown)),
        ),
        Verdict::Settled(_) => first,
    };
    problems.extend(faults.into_problems(&table.name));
    if problems.is_empty() && countries.is_empty() {
        problems.push(without_rows(&table));
    }
    let mut notes = table.notes();
    notes.extend(columns.notes());
    problems.or_ok(HolidayList {
        place: table.name.clone(),
        countries,
        notes,
    })
}

type Countries = BTreeMap<String, Vec<Holiday>>;

fn listed(
    table: &Table,
    rows: &[Row],
    columns: &Columns,
    dates: usize,
    order: &mut Choice<DateOrder>,
) -> (Countries, Faults) {
    let mut countries = Countries::new();
    let mut faults = Faults::default();
    for row in rows {
        let text = |name| columns.get(name).map_or("", |column| row.cell(column));
        let cell = row.cell(dates);
        let cell = cell.strip_suffix("00:00:00").unwrap_or(cell);
        let cell = cell.trim_end_matches(['T', ' ']);
        let place = || format!("`{cell}` in row {}", row.number);
        let Some(day) = date(cell, order, place) else {
            faults.push("D102", || no_date(table, row, columns, cell));
            continue;
        };
        let name = match text("name") {
            "" => "holiday",
            name => name,
        };
        let days = countries.entry(text("country").to_owned()).or_default();
        days.push(Holiday::listed(day, name));
    }
    for days in countries.values_mut() {
        days.sort();
        days.dedup_by_key(|day| day.date);
    }
    (countries, faults)
}

impl HolidayList {
    /// The holidays of one country, as the file writes it, in capitals or not.
    ///
    /// # Errors
    /// `D105` when the file has none of that country, naming those that it has.
    pub fn of(&self, country: &str) -> Result<&[Holiday]> {
        let mut named = self.countries.iter();
        let same = |(name, _): &(&String, &Vec<Holiday>)| name.eq_ignore_ascii_case(country);
        match named.find(same) {
            Some((_, days)) => Ok(days),
            None => Err(self.no_such_country(country).into()),
        }
    }

    /// The holidays of the file where it is of one country, else those of `country`.
    ///
    /// # Errors
    /// As [`of`](Self::of); `D106` when the file has several countries and none is named.
    pub fn only(&self, country: Option<&str>) -> Result<&[Holiday]> {
        match (country, self.countries.values().next()) {
            (Some(country), _) => self.of(country),
            (None, Some(days)) if self.countries.len() == 1 => Ok(days),
            (None, _) => {
                let what = format!("holds `{}` countries", self.countries.len());
                let hint = format!("name one as country: {}", self.names());
                Err(Problem::new("D106", &self.place, what).hint(hint).into())
            }
        }
    }

    fn names(&self) -> String {
        let names = self.countries.keys().map(|name| match name.as_str() {
            "" => "rows without a country".to_owned(),
            name => format!("`{name}`"),
        });
        names.collect::<Vec<_>>().join(", ")
    }

    fn no_such_country(&self, country: &str) -> Problem {
        let mut hint = format!("it has {}", self.names());
        let known = self.countries.keys().map(String::as_str);
        if let Some(near) = nearest(country, known.filter(|name| name.len() > 2)) {
            hint.push_str(&format!("; did you mean `{near}`?"));
        }
        let what = format!("has no holidays of country `{country}`");
        Problem::new("D105", &self.place, what).hint(hint)
    }
}

fn without_dates(table: &Table) -> Problem {
    let shown: Vec<String> = table.header.iter().map(|c| format!("`{c}`")).collect();
    let hint = format!(
        "a file of holidays has the columns date, name and perhaps country; this one has {}",
        shown.join(", ")
    );
    Problem::new("D101", &table.name, "has no column `date`").hint(hint)
}

fn without_rows(table: &Table) -> Problem {
    Problem::new("D104", &table.name, "lists `0` holidays")
        .hint("give a row per holiday, or leave the file out")
}

fn no_date(table: &Table, row: &Row, columns: &Columns, cell: &str) -> Problem {
    let place = table.place(row, columns.title("date"));
    Problem::new("D102", place, format!("`{cell}` is no date")).hint("write it as 2003-07-04")
}

fn unclear(table: &Table, cell: &str) -> Problem {
    let what = format!("does not show whether day or month comes first: {cell}");
    Problem::new("D103", &table.name, what).hint("write dates as 2003-07-04")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<HolidayList> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("holidays.csv");
        std::fs::write(&path, text).unwrap();
        read_holidays(&path)
    }

    #[test]
    fn the_order_of_day_and_month_is_shown_by_the_file() {
        let list = read("date,name\n4/7/2003,A\n26/5/2003,B\n").unwrap();
        let dates: Vec<String> = list.countries[""]
            .iter()
            .map(|d| d.date.to_string())
            .collect();
        assert_eq!(dates, ["2003-05-26", "2003-07-04"]);
        let error = read("date,name\n4/7/2003,A\n").unwrap_err();
        assert!(error.to_string().contains("error[D103]"), "{error}");
    }

    #[test]
    fn every_mistake_has_its_code() {
        for (text, code) in [
            ("day off,name\n2003-07-04,A\n", "D101"),
            ("date,name\nfourth of July,A\n", "D102"),
            ("date,name\n", "D104"),
        ] {
            let error = read(text).unwrap_err().to_string();
            assert!(error.contains(&format!("error[{code}]")), "{error}");
        }
        let two = read("country,date\nUS,2003-07-04\nNL,2003-04-30\n").unwrap();
        let error = two.only(None).unwrap_err().to_string();
        assert!(error.contains("error[D106]") && error.contains("`NL`, `US`"));
        assert_eq!(two.only(Some("us")).unwrap()[0].name, "holiday");
    }
}
