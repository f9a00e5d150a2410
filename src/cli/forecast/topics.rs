//! `bezet forecast --by-topic`.

use crate::error::{Problem, Result};
use crate::forecast::TopicShares;
use crate::plan::Expected;

/// Rows of start, topic and contacts; what was said of shares is added to the notes.
pub fn table(expected: &mut Expected) -> Result<String> {
    let Some(shares) = TopicShares::learn(&expected.known.topics, expected.known_until) else {
        let what = "`0` contacts have a topic";
        let hint = "give the history a column topic (or onderwerp), or leave --by-topic out";
        return Err(Problem::new("H321", "--by-topic", what).hint(hint).into());
    };
    let topics = shares.split(&expected.forecast);
    let grid = expected.forecast.contacts.grid;
    let mut text = "start,topic,contacts\n".to_owned();
    for index in (0..grid.len).filter(|index| expected.open.values[*index]) {
        let start = grid.local(index).format("%Y-%m-%dT%H:%M");
        for (topic, contacts) in &topics.contacts {
            let (topic, contacts) = (quoted(topic), contacts.values[index].0);
            text += &format!("{start},{topic},{contacts:.4}\n");
        }
    }
    expected.notes.extend(shares.notes);
    Ok(text)
}

/// A cell of csv.
pub fn quoted(cell: &str) -> String {
    match cell.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    }
}
