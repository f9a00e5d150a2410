//! Figures that can be followed on paper: each is stated, found, or a formula of others.

use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;

/// What a figure is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Full-time equivalents.
    Fte,
    /// Hours.
    Hours,
    /// Contacts.
    Contacts,
    /// Seconds.
    Seconds,
    /// Minutes on the line.
    Minutes,
    /// Euros.
    Euros,
    /// A share, 0 to 1.
    Share,
    /// A number.
    Number,
}

/// A formula of figures.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// The figure with this name.
    Of(String),
    /// A number.
    Is(f64),
    /// All together.
    Sum(Vec<Expr>),
    /// One times the other.
    Times(Vec<Expr>),
    /// The first less the second.
    Less(Box<Expr>, Box<Expr>),
    /// The first over the second.
    Over(Box<Expr>, Box<Expr>),
    /// The first, or the second where that is more.
    Most(Box<Expr>, Box<Expr>),
}

/// The figure with this name, in a formula.
pub fn of(name: &str) -> Expr {
    Expr::Of(name.to_owned())
}

/// 1 less a figure, in a formula.
pub fn rest(name: &str) -> Expr {
    Expr::Less(Box::new(Expr::Is(1.0)), Box::new(of(name)))
}

/// Where a figure comes from.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Written in a file.
    Stated {
        /// File, key and line.
        place: String,
    },
    /// An example that stands where nothing is written; put your own.
    Example,
    /// Nothing is written, so nothing differs.
    Unchanged,
    /// Found by forecast, programme or chain.
    Found {
        /// How.
        how: String,
    },
    /// Reckoned from other figures.
    Formula(Expr),
}

/// A figure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// Its name: `needed.fte`.
    pub name: String,
    /// What it is, in English and Dutch.
    pub words: [String; 2],
    /// Its value.
    pub value: f64,
    /// What it is counted in.
    pub unit: Unit,
    /// Where it comes from.
    pub source: Source,
}

/// Figures in the order in which they are reckoned.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Ledger {
    /// The figures.
    pub figures: Vec<Figure>,
    #[serde(skip)]
    places: BTreeMap<String, usize>,
}

impl Ledger {
    /// The value of a figure; 0 for one that is not there.
    pub fn value(&self, name: &str) -> f64 {
        self.figure(name).map_or(0.0, |figure| figure.value)
    }

    /// A figure by its name.
    pub fn figure(&self, name: &str) -> Option<&Figure> {
        self.places
            .get(name)
            .and_then(|place| self.figures.get(*place))
    }

    /// Where a figure stands, counted from 0.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.places.get(name).copied()
    }

    /// Adds a value that is stated or found.
    pub fn put(&mut self, name: &str, words: [&str; 2], unit: Unit, value: f64, source: Source) {
        self.places.insert(name.to_owned(), self.figures.len());
        self.figures.push(Figure {
            name: name.to_owned(),
            words: words.map(str::to_owned),
            value,
            unit,
            source,
        });
    }

    /// Adds a figure that is reckoned from those before.
    ///
    /// # Example
    /// ```
    /// use bezet::scenario::{Expr, Ledger, Source, Unit, of};
    /// let mut ledger = Ledger::default();
    /// ledger.put("fte", ["people", "mensen"], Unit::Fte, 20.0, Source::Example);
    /// ledger.put("price", ["price", "prijs"], Unit::Euros, 67_392.0, Source::Example);
    /// let formula = Expr::Times(vec![of("fte"), of("price")]);
    /// ledger.reckon("staff", ["staff", "personeel"], Unit::Euros, formula);
    /// assert_eq!(ledger.value("staff"), 1_347_840.0);
    /// ```
    pub fn reckon(&mut self, name: &str, words: [&str; 2], unit: Unit, formula: Expr) {
        let value = self.solve(&formula);
        self.put(name, words, unit, value, Source::Formula(formula));
    }

    fn solve(&self, formula: &Expr) -> f64 {
        match formula {
            Expr::Of(name) => self.value(name),
            Expr::Is(number) => *number,
            Expr::Sum(parts) => parts.iter().map(|part| self.solve(part)).sum(),
            Expr::Times(parts) => parts.iter().map(|part| self.solve(part)).product(),
            Expr::Less(one, other) => self.solve(one) - self.solve(other),
            Expr::Over(one, other) => self.solve(one) / self.solve(other),
            Expr::Most(one, other) => self.solve(one).max(self.solve(other)),
        }
    }
}

impl Expr {
    /// The formula as a spreadsheet writes it; `cell` says where a figure stands.
    pub fn in_cells(&self, cell: &dyn Fn(&str) -> String) -> String {
        let all = |parts: &[Self], sign: &str| {
            let parts: Vec<String> = parts.iter().map(|part| part.in_cells(cell)).collect();
            format!("({})", parts.join(sign))
        };
        match self {
            Self::Of(name) => cell(name),
            Self::Is(number) => number.to_string(),
            Self::Sum(parts) => all(parts, "+"),
            Self::Times(parts) => all(parts, "*"),
            Self::Less(one, other) => {
                format!("({}-{})", one.in_cells(cell), other.in_cells(cell))
            }
            Self::Over(one, other) => {
                format!("({}/{})", one.in_cells(cell), other.in_cells(cell))
            }
            Self::Most(one, other) => {
                format!("MAX({},{})", one.in_cells(cell), other.in_cells(cell))
            }
        }
    }
}

/// `(needed.fte * price.fte_year)`: names, numbers, `+ - * /`, `max(a, b)`, and brackets around each.
impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = |f: &mut fmt::Formatter<'_>, parts: &[Self], sign: &str| {
            f.write_str("(")?;
            for (nth, part) in parts.iter().enumerate() {
                if nth > 0 {
                    write!(f, " {sign} ")?;
                }
                write!(f, "{part}")?;
            }
            f.write_str(")")
        };
        match self {
            Self::Of(name) => f.write_str(name),
            Self::Is(number) => write!(f, "{number}"),
            Self::Sum(parts) => all(f, parts, "+"),
            Self::Times(parts) => all(f, parts, "*"),
            Self::Less(one, other) => write!(f, "({one} - {other})"),
            Self::Over(one, other) => write!(f, "({one} / {other})"),
            Self::Most(one, other) => write!(f, "max({one}, {other})"),
        }
    }
}

impl Serialize for Expr {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
