//! Edits as flags, in the order in which they were typed.

use crate::error::Problems;
use crate::plan::{Edit, EditKind};
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};

/// Edits as typed.
#[derive(Debug)]
pub struct EditFlags {
    typed: Vec<(EditKind, String)>,
    from: Option<String>,
    until: Option<String>,
}

impl EditFlags {
    /// The edits that can be understood, in order, and the problems of the others.
    pub fn read(&self) -> (Vec<Edit>, Problems) {
        let mut problems = Problems::new();
        let mut edits = Vec::new();
        for (kind, text) in &self.typed {
            match Edit::parse(*kind, &self.completed(*kind, text)) {
                Ok(edit) => edits.push(edit),
                Err(problem) => problems.push(problem),
            }
        }
        (edits, problems)
    }

    /// A sick call without its own moment has those of `--from` and `--until`.
    fn completed(&self, kind: EditKind, text: &str) -> String {
        let (EditKind::Sick, Some(from), false) = (kind, &self.from, text.contains('=')) else {
            return text.to_owned();
        };
        match &self.until {
            Some(until) => format!("{text}={from}/{until}"),
            None => format!("{text}={from}"),
        }
    }
}

fn help(kind: EditKind) -> String {
    let what = match kind {
        EditKind::Sick => "Somebody is away from a moment on, to the end of the week or a last day",
        EditKind::Off => "Somebody has a day off",
        EditKind::Swap => "Two people swap a day",
        EditKind::Move => "A shift begins at another time",
        EditKind::Assign => "Somebody has another shift on a day",
        EditKind::Lock => "Shifts stand as they are",
        EditKind::Unlock => "Shifts may change again",
    };
    format!("{what}: {}", kind.example())
}

fn with_flags(command: Command) -> Command {
    let flag = |kind: EditKind| {
        Arg::new(kind.name())
            .long(kind.name())
            .value_name("EDIT")
            .action(ArgAction::Append)
            .help(help(kind))
    };
    let moment = |name: &'static str, of: &'static str, says: &'static str| {
        Arg::new(name).long(name).value_name(of).help(says)
    };
    command
        .args(EditKind::ALL.map(flag))
        .arg(moment(
            "from",
            "MOMENT",
            "When those of --sick without a moment go: 2021-04-13 07:40",
        ))
        .arg(moment("until", "DATE", "The last day that they are away").requires("from"))
}

impl Args for EditFlags {
    fn augment_args(command: Command) -> Command {
        with_flags(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        with_flags(command)
    }
}

impl FromArgMatches for EditFlags {
    fn from_arg_matches(matches: &ArgMatches) -> std::result::Result<Self, clap::Error> {
        let mut typed: Vec<(usize, EditKind, String)> = Vec::new();
        for kind in EditKind::ALL {
            let places = matches.indices_of(kind.name()).into_iter().flatten();
            let texts = matches.get_many::<String>(kind.name());
            let texts = texts.into_iter().flatten();
            typed.extend(
                places
                    .zip(texts)
                    .map(|(place, text)| (place, kind, text.clone())),
            );
        }
        typed.sort_by_key(|(place, _, _)| *place);
        Ok(Self {
            typed: typed
                .into_iter()
                .map(|(_, kind, text)| (kind, text))
                .collect(),
            from: matches.get_one("from").cloned(),
            until: matches.get_one("until").cloned(),
        })
    }

    fn update_from_arg_matches(
        &mut self,
        matches: &ArgMatches,
    ) -> std::result::Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
