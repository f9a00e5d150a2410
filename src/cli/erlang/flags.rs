//! One case, as typed: checked as a whole, and solved.

use crate::error::{Problem, Problems, Result};
use crate::queueing::{Goal, Level, Model, Rates, Steady, fewest_agents};
use clap::{Args, ValueEnum};

/// What describes one queue.
#[derive(Clone, Debug, Args)]
#[group(id = "flags", multiple = true)]
pub struct Flags {
    /// Calls that come in, first attempts only
    #[arg(long, value_name = "N")]
    calls: Option<f64>,
    /// In what time they come [default: 1h]
    #[arg(long, value_name = "TIME", value_parser = seconds)]
    per: Option<f64>,
    /// Mean handle time of a call, talk and wrap-up
    #[arg(long, value_name = "TIME", value_parser = seconds)]
    handle_time: Option<f64>,
    /// Agents on the phone; a fraction is allowed without --room
    #[arg(long, value_name = "N")]
    agents: Option<f64>,
    /// Answered within this is in time [default: 20]
    #[arg(long, value_name = "TIME", value_parser = seconds)]
    threshold: Option<f64>,
    /// Mean patience: total waiting time over the number of those who hang up
    #[arg(long, value_name = "TIME", value_parser = seconds)]
    patience: Option<f64>,
    /// Calls that fit in, those being served included
    #[arg(long, value_name = "N")]
    room: Option<u32>,
    /// Share of the lost calls that is made again
    #[arg(long, value_name = "SHARE")]
    redial: Option<f64>,
    /// The model; default: the one that the other flags ask for
    #[arg(long)]
    model: Option<Letter>,
    /// Target: at least this share in time
    #[arg(long, value_name = "SHARE")]
    service_level: Option<f64>,
    /// Definition of the service level that the target is about [default: offered]
    #[arg(long, value_name = "DEFINITION")]
    of: Option<Of>,
    /// Target: average speed of answer at most this
    #[arg(long, value_name = "TIME", value_parser = seconds)]
    asa: Option<f64>,
    /// Target: at most this share hangs up
    #[arg(long, value_name = "SHARE")]
    max_abandoned: Option<f64>,
    /// Target: at most this share finds no room
    #[arg(long, value_name = "SHARE")]
    max_blocked: Option<f64>,
    /// Target: agents busy at most this share of their time
    #[arg(long, value_name = "SHARE")]
    max_occupancy: Option<f64>,
}

/// The models by their letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Letter {
    /// Nobody can wait
    B,
    /// Everybody waits
    C,
    /// Callers hang up
    A,
    /// Only so many fit in
    K,
    /// Lost callers call again
    X,
}

/// Of whom the service level is a share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Of {
    /// Of all calls
    Offered,
    /// Of those answered
    Served,
    /// Of callers who never hang up
    Virtual,
    /// Answered or hung up in time, of all calls
    Good,
    /// Of those who did not hang up in time
    AbExcl,
}

/// A case that makes sense.
pub struct Case {
    pub model: Model,
    pub rates: Rates,
    pub threshold: f64,
    agents: Option<f64>,
    goals: Vec<Goal>,
}

/// A case with its answer.
pub struct Solved {
    pub case: Case,
    pub agents: f64,
    pub steady: Steady,
    /// Calls per second, redials included.
    pub arrival: f64,
    /// Were the agents asked for?
    pub sought: bool,
}

/// Seconds from `90`, `90s`, `3min` or `1h`.
fn seconds(text: &str) -> std::result::Result<f64, String> {
    let end = text.find(|c: char| c.is_ascii_alphabetic() && c != 'e');
    let (figure, unit) = text.split_at(end.unwrap_or(text.len()));
    let factor = match unit {
        "" | "s" | "sec" => 1.0,
        "m" | "min" => 60.0,
        "h" => 3600.0,
        _ => return Err("write seconds, or a time as 90s, 3min or 1h".to_owned()),
    };
    let value: f64 = figure.trim().parse().map_err(|_| "is no time".to_owned())?;
    Ok(value * factor)
}

impl Flags {
    /// The case; every problem of the flags at once.
    ///
    /// # Errors
    /// `E101` for figures out of range, `E102` for missing flags, `E103` for flags that contradict
    /// each other, `E105` for agents that a room cannot hold.
    pub fn case(&self) -> Result<Case> {
        let mut problems = Problems::new();
        self.check_e101_ranges(&mut problems);
        self.check_e102_all_there(&mut problems);
        self.check_e103_no_contradiction(&mut problems);
        if let (Some(agents), Some(room)) = (self.agents, self.room)
            && !(agents.fract() == 0.0 && agents <= f64::from(room))
        {
            problems.push(e105_room("--room", room, agents));
        }
        let per_second = self.calls.unwrap_or(0.0) / self.per.unwrap_or(3600.0);
        let service = self.handle_time.unwrap_or(1.0).recip();
        let abandonment = self.patience.map_or(0.0, f64::recip);
        let rates = Rates::new(per_second, service, abandonment);
        let model = self.model();
        let case = rates.map(|rates| Case {
            model,
            rates,
            threshold: self.threshold.unwrap_or(20.0),
            agents: self.agents,
            goals: self.goals(),
        });
        match case {
            Some(case) => problems.or_ok(case),
            // Rates are only refused for figures that have been refused.
            None => Err(problems.into()),
        }
    }

    fn letter(&self) -> Letter {
        self.model
            .unwrap_or(match (self.redial, self.room, self.patience) {
                (Some(_), _, _) => Letter::X,
                (None, Some(_), _) => Letter::K,
                (None, None, Some(_)) => Letter::A,
                _ => Letter::C,
            })
    }

    fn model(&self) -> Model {
        match self.letter() {
            Letter::B => Model::ErlangB,
            Letter::C => Model::ErlangC,
            Letter::A => Model::ErlangA,
            Letter::K => Model::Room(self.room.unwrap_or(0)),
            Letter::X => Model::Redial {
                share: self.redial.unwrap_or(0.0),
                room: self.room,
            },
        }
    }

    fn goals(&self) -> Vec<Goal> {
        let of = match self.of.unwrap_or(Of::Offered) {
            Of::Offered => Level::Offered,
            Of::Served => Level::Served,
            Of::Virtual => Level::Patient,
            Of::Good => Level::Good,
            Of::AbExcl => Level::AbandonedExcluded,
        };
        let level = |share| Goal::ServiceLevel {
            share,
            threshold: self.threshold.unwrap_or(20.0),
            of,
        };
        let goals = [
            self.service_level.map(level),
            self.asa.map(Goal::AverageAnswer),
            self.max_abandoned.map(Goal::Abandonment),
            self.max_blocked.map(Goal::Blocking),
            self.max_occupancy.map(Goal::Occupancy),
        ];
        goals.into_iter().flatten().collect()
    }

    fn check_e101_ranges(&self, problems: &mut Problems) {
        let mut check = |flag: &str, what: &str, value: Option<f64>, most: f64, zero: bool| {
            let Some(value) = value else { return };
            if !(value >= 1e-9 && value <= most || zero && value >= 0.0 && value <= most) {
                let from = if zero { "from 0" } else { "from 1e-9" };
                problems.push(e101(
                    flag,
                    what,
                    value,
                    &format!("{from}, at most {most:e}"),
                ));
            }
        };
        check("--calls", "number of calls", self.calls, 1e12, true);
        check("--per", "length of time in seconds", self.per, 1e9, false);
        check(
            "--handle-time",
            "handle time in seconds",
            self.handle_time,
            1e9,
            false,
        );
        check("--agents", "number of agents", self.agents, 1e9, false);
        check(
            "--threshold",
            "threshold in seconds",
            self.threshold,
            1e9,
            true,
        );
        check(
            "--patience",
            "patience in seconds",
            self.patience,
            1e12,
            false,
        );
        check("--redial", "share", self.redial, 1.0, true);
        check("--service-level", "share", self.service_level, 1.0, false);
        check("--asa", "wait in seconds", self.asa, 1e9, false);
        check("--max-abandoned", "share", self.max_abandoned, 1.0, true);
        check("--max-blocked", "share", self.max_blocked, 1.0, true);
        check("--max-occupancy", "share", self.max_occupancy, 1.0, false);
    }

    fn check_e102_all_there(&self, problems: &mut Problems) {
        let mut check = |missing: bool, flag: &str, hint: &str| {
            if missing {
                let what = format!("`{flag}` is missing");
                problems.push(Problem::new("E102", "bezet erlang", what).hint(hint));
            }
        };
        check(
            self.calls.is_none(),
            "--calls",
            "say how many calls come in",
        );
        check(
            self.handle_time.is_none(),
            "--handle-time",
            "say how long a call takes, as 180 or 3min",
        );
        let nothing_asked = self.agents.is_none() && self.goals().is_empty();
        check(
            nothing_asked,
            "--agents",
            "say how many agents there are, or a target such as --service-level 0.8",
        );
        let letter = self.letter();
        let losing = self.patience.is_some() || self.room.is_some();
        let patience =
            letter == Letter::A && self.patience.is_none() || letter == Letter::X && !losing;
        check(
            patience,
            "--patience",
            "callers only hang up when patience is given, as 2min",
        );
        check(
            letter == Letter::K && self.room.is_none(),
            "--room",
            "say how many calls fit in",
        );
        check(
            letter == Letter::X && self.redial.is_none(),
            "--redial",
            "say which share of the lost calls again, as 0.3",
        );
    }

    fn check_e103_no_contradiction(&self, problems: &mut Problems) {
        let mut check = |wrong: bool, flag: &str, hint: &str| {
            if wrong {
                let what = format!("`{flag}` contradicts another flag");
                problems.push(Problem::new("E103", "bezet erlang", what).hint(hint));
            }
        };
        let goals = !self.goals().is_empty();
        check(
            self.agents.is_some() && goals,
            "--agents",
            "give agents or targets, not both",
        );
        let letter = self.letter();
        let waits = !matches!(letter, Letter::B | Letter::C);
        check(
            self.patience.is_some() && !waits,
            "--patience",
            "in models b and c nobody hangs up: leave out --model or --patience",
        );
        let limited = matches!(letter, Letter::K | Letter::X);
        check(
            self.room.is_some() && !limited,
            "--room",
            "only models k and x have a room: leave out --model or --room",
        );
        check(
            self.redial.is_some() && letter != Letter::X,
            "--redial",
            "only model x has redials: leave out --model or --redial",
        );
        check(
            self.of.is_some() && self.service_level.is_none(),
            "--of",
            "it says which --service-level is meant",
        );
    }
}

impl Case {
    /// The agents, given or fewest, and what callers meet.
    ///
    /// # Errors
    /// `E104` when no number of agents reaches the targets, `E106` when redials have no balance.
    pub fn solve(self) -> Result<Solved> {
        let sought = self.agents.is_none();
        let agents = match self.agents {
            Some(agents) => agents,
            None => f64::from(self.fewest()?),
        };
        let steady = self
            .model
            .steady(agents, &self.rates)
            .ok_or_else(e106_no_balance)?;
        let arrival = self
            .model
            .arrival(agents, &self.rates)
            .ok_or_else(e106_no_balance)?;
        Ok(Solved {
            case: self,
            agents,
            steady,
            arrival,
            sought,
        })
    }

    fn fewest(&self) -> Result<u32> {
        let mut most = 1;
        for goal in &self.goals {
            let found = fewest_agents(goal, &self.model, &self.rates);
            most = most.max(found.ok_or_else(|| e104_out_of_reach(goal))?);
        }
        Ok(most)
    }
}

fn e101(place: &str, what: &str, value: f64, limits: &str) -> Problem {
    let what = format!("`{value}` is no {what}");
    Problem::new("E101", place, what).hint(format!("give a number {limits}"))
}

fn e104_out_of_reach(goal: &Goal) -> Problem {
    let what = format!("no number of agents reaches `{goal:?}`");
    let hint = "check the target, the volume, the handle time and the room";
    Problem::new("E104", "bezet erlang", what).hint(hint)
}

/// A room that does not hold the agents, or a fraction of an agent in a room.
pub fn e105_room(place: &str, room: impl std::fmt::Display, agents: f64) -> Problem {
    let what = format!("a room for `{room}` contacts does not go with `{agents}` agents");
    let hint =
        "the room counts contacts being served too: give at least the agents, a whole number";
    Problem::new("E105", place, what).hint(hint)
}

fn e106_no_balance() -> Problem {
    let what = "callers try `until answered`, and the agents cannot answer them all";
    Problem::new("E106", "--redial", what)
        .hint("give more agents than the load, or a share below 1")
}
