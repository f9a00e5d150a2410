//! The field test in words.

use super::{Assumptions, FieldTest, Measure, Score};
use std::fmt::Write;

/// The table of methods, and what the exponential laws leave out.
///
/// Seconds for waits, per cent for abandonment; bias is predicted less recorded.
pub fn field_text(test: &FieldTest) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let days = &test.days;
    if let (Some(first), Some(last)) = (days.first(), days.last()) {
        let offered: f64 = days.iter().map(|day| day.offered).sum();
        let _ = writeln!(
            text,
            "{} days from {} to {}, {offered:.0} contacts of {}\n",
            days.len(),
            first.date,
            last.date,
            test.queues.join(", ")
        );
    }
    for (measure, title, unit) in [
        (Measure::Wait, "average wait of a day, s", 1.0),
        (Measure::Abandoned, "hung up, % of a day's contacts", 100.0),
    ] {
        let _ = writeln!(
            text,
            "{title:<31} {:>5} {:>9} {:>8} {:>9} {:>12}",
            "days", "recorded", "bias", "mean abs", "correlation"
        );
        let rows = test.scores.iter().filter(|score| score.measure == measure);
        text.extend(rows.map(|score| row(score, unit)));
        text.push('\n');
    }
    let infinite = test.erlang_c_infinite;
    let _ = writeln!(
        text,
        "Erlang C is infinite on {infinite} of the {} days; its row has the others.",
        days.len()
    );
    if let Some(seconds) = test.after_contact_s {
        let _ = writeln!(
            text,
            "Handle times have {seconds:.1} s each for work after the contact, seen between contacts."
        );
    }
    if let Some(laws) = &test.assumptions {
        text.push_str(&laws.text());
    }
    text
}

fn row(score: &Score, unit: f64) -> String {
    let name = match score.method {
        "exact" => "exact chain through the day",
        "simulated" => "simulation, all exponential",
        "erlang_a" => "Erlang A per interval",
        _ => "Erlang C per interval",
    };
    let correlation = score
        .correlation
        .map_or("-".to_owned(), |value| format!("{value:.3}"));
    format!(
        "  {name:<29} {:>5} {:>9.2} {:>+8.2} {:>9.2} {correlation:>12}\n",
        score.days,
        unit * score.recorded,
        unit * score.bias,
        unit * score.absolute
    )
}

impl Assumptions {
    /// What the record says of the exponential laws, in lines.
    ///
    /// ```
    /// let none = bezet::plan::assumptions(&[]);
    /// assert!(none.text().contains("patience"));
    /// ```
    pub fn text(&self) -> String {
        let mut text = String::from("\nlaws of the record\n");
        if let Some(time) = self.handle_time {
            let _ = writeln!(
                text,
                "  handle time          mean {:.1} s, cv {:.2} (exponential: 1), {:.1} % under 10 s",
                time.mean,
                time.cv,
                100.0 * self.under_10_s
            );
        }
        if self.handle_time.is_none() {
            text.push_str(
                "  handle time          its spread is not known: that takes single calls\n",
            );
        }
        if let Some(law) = &self.handle_time_law {
            let _ = writeln!(text, "  best described as    {law}");
        }
        let patience = self.patience.map_or("nobody waited".to_owned(), |found| {
            let ends = [found.high, found.low].map(f64::recip);
            format!("mean {:.0} s ({:.0}-{:.0})", found.mean(), ends[0], ends[1])
        });
        let _ = write!(text, "  patience             {patience}");
        match self.patience_shape {
            Some(shape) => {
                let gone = 100.0 * self.at_once;
                let _ = writeln!(
                    text,
                    ", Weibull shape {shape:.2} (exponential: 1), {gone:.2} % gone at once"
                );
            }
            None => text.push('\n'),
        }
        text.push_str(&self.survival_text());
        text.push_str(&self.cost_text());
        text
    }

    fn survival_text(&self) -> String {
        if self.survival.is_empty() {
            return String::new();
        }
        let head = "\n  still willing after  Kaplan-Meier  (error)  exponential\n";
        let rows = self.survival.iter().map(|row| {
            format!(
                "  {:>15.0} s     {:>11.4} {:>9.4} {:>12.4}\n",
                row.at_s, row.kaplan_meier, row.error, row.exponential
            )
        });
        head.to_owned() + &rows.collect::<String>()
    }

    fn cost_text(&self) -> String {
        let Some(cost) = self.cost else {
            return String::new();
        };
        let mut text = format!(
            "\n  simulated, mean of {} days     wait s   hung up\n",
            cost.days
        );
        for (name, met) in [
            ("all exponential", cost.exponential),
            ("handle time as recorded", cost.handle_time),
            ("and patience as recorded", cost.both),
        ] {
            let _ = writeln!(
                text,
                "  {name:<26} {:>10.2} {:>8.2}%",
                met.wait_s,
                100.0 * met.abandoned
            );
        }
        text
    }
}
