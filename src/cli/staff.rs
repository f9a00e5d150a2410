//! `bezet staff`.

use super::talk::Talk;
use super::{Answer, Which, data, json};
use crate::config::Config;
use crate::error::Result;
use crate::plan::{self, Expected};
use crate::staffing;
use clap::Args;
use serde::Serialize;

/// Agents needed per interval for the configured target
///
/// The requirement by Erlang C or Erlang A, interval by interval, and the people to roster for
/// it: the expected share of unplanned absence on top. A row per open interval on stdout: start,
/// contacts, handle_time_s, load_erlang, required_agents, required_people.
#[derive(Debug, Args)]
pub struct Staff {
    #[command(flatten)]
    which: Which,
    /// Print the rows as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Row {
    start: String,
    contacts: f64,
    handle_time_s: f64,
    load_erlang: f64,
    required_agents: f64,
    required_people: f64,
}

impl Staff {
    pub fn execute(&self, talk: &Talk) -> Result<Answer> {
        talk.stage("reading history");
        let config = Config::read(&self.which.config)?;
        let expected = plan::expect_week(&config, self.which.week)?;
        let rows = rows(&config, &expected)?;
        talk.done();
        talk.notes(&expected.notes);
        if self.json {
            json(&rows)?;
        } else {
            data(&table(&rows))?;
        }
        Ok(Answer::Yes)
    }
}

fn rows(config: &Config, expected: &Expected) -> Result<Vec<Row>> {
    let forecast = &expected.forecast;
    let required = plan::require(config, expected)?;
    let people = staffing::people(&required, config.absence)?;
    let load = staffing::load(&forecast.contacts, &forecast.handle_time)?;
    let open = (0..expected.open.grid.len).filter(|index| expected.open.values[*index]);
    let rows = open.map(|index| Row {
        start: expected
            .open
            .grid
            .local(index)
            .format("%Y-%m-%dT%H:%M")
            .to_string(),
        contacts: forecast.contacts.values[index].0,
        handle_time_s: forecast.handle_time.values[index].0,
        load_erlang: load.values[index].0,
        required_agents: required.values[index].0,
        required_people: people.values[index].0,
    });
    Ok(rows.collect())
}

fn table(rows: &[Row]) -> String {
    let head = "start,contacts,handle_time_s,load_erlang,required_agents,required_people\n";
    let lines = rows.iter().map(|row| {
        format!(
            "{},{:.2},{:.0},{:.2},{:.0},{:.1}\n",
            row.start,
            row.contacts,
            row.handle_time_s,
            row.load_erlang,
            row.required_agents,
            row.required_people
        )
    });
    head.to_owned() + &lines.collect::<String>()
}
