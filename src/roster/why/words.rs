//! Facts and changes in words, Dutch and English.

use super::{Change, Fact, Relaxation};
use crate::calendar::clock;
use crate::error::Phrase;
use crate::units::Minutes;
use chrono::{Datelike, NaiveDate};

const DAYS: [(&str, &str); 7] = [
    ("Monday", "maandag"),
    ("Tuesday", "dinsdag"),
    ("Wednesday", "woensdag"),
    ("Thursday", "donderdag"),
    ("Friday", "vrijdag"),
    ("Saturday", "zaterdag"),
    ("Sunday", "zondag"),
];

/// The names of rules and figures on paper: name, English, Dutch.
const RULES: [(&str, &str, &str); 18] = [
    ("break_least", "break of the law", "wettelijke pauze"),
    (
        "screen_stretch",
        "longest screen work",
        "langste beeldschermwerk",
    ),
    ("shift_max", "longest shift", "langste dienst"),
    (
        "week_max",
        "most hours in a week",
        "meeste uren in een week",
    ),
    (
        "week_max_over_4",
        "most hours over 4 weeks",
        "meeste uren over 4 weken",
    ),
    (
        "week_max_over_16",
        "most hours over 16 weeks",
        "meeste uren over 16 weken",
    ),
    ("weekly_rest", "weekly rest", "wekelijkse rust"),
    ("daily_rest", "daily rest", "dagelijkse rust"),
    (
        "break_due",
        "work without a short break",
        "werk zonder korte pauze",
    ),
    ("lunch_window", "lunch within", "lunch binnen"),
    ("lunch_from", "lunch from", "lunch vanaf"),
    ("lunch_to", "lunch until", "lunch tot"),
    ("start_step", "starts every", "begintijden om de"),
    ("day_window", "shifts within", "diensten binnen"),
    ("earliest", "earliest start", "vroegste begin"),
    ("latest", "latest end", "laatste einde"),
    (
        "consecutive_days",
        "most days in a row",
        "meeste dagen achtereen",
    ),
    ("paid", "paid lengths", "betaalde lengtes"),
];

fn named(name: &str) -> Phrase {
    let known = RULES.iter().find(|(rule, _, _)| *rule == name);
    known.map_or_else(
        || Phrase::new(name, name),
        |(_, english, dutch)| Phrase::new(*english, *dutch),
    )
}

fn weekday(day: usize) -> Phrase {
    let (english, dutch) = DAYS.get(day).copied().unwrap_or_default();
    Phrase::new(english, dutch)
}

/// A date with its weekday.
pub(super) fn on(date: NaiveDate) -> Phrase {
    let day = weekday(date.weekday().num_days_from_monday() as usize);
    Phrase::new(
        format!("{} {date}", day.english),
        format!("{} {date}", day.dutch),
    )
}

impl Fact {
    /// The fact in words.
    pub fn words(&self) -> Phrase {
        match self {
            Self::Rule { name, figure, .. } => {
                let rule = named(name);
                Phrase::new(
                    format!("{} {figure}", rule.english),
                    format!("{} {figure}", rule.dutch),
                )
            }
            Self::Closed { date } => on(*date).within("{} is closed", "{} is gesloten"),
            Self::Holiday { date } => on(*date).within("{} is a holiday", "{} is een feestdag"),
            Self::Before { person } => Phrase::new(
                format!("shifts of {person} before the week"),
                format!("diensten van {person} voor de week"),
            ),
            Self::Skill { person, skill } => Phrase::new(
                format!("{person} lacks the skill {skill}"),
                format!("{person} mist de vaardigheid {skill}"),
            ),
            Self::WorkSkill { work, skill } => Phrase::new(
                format!("{work} needs the skill {skill}"),
                format!("{work} vraagt de vaardigheid {skill}"),
            ),
            Self::Meeting { work } => Phrase::new(
                format!("the team's meeting {work}"),
                format!("het teamoverleg {work}"),
            ),
            Self::Hours {
                person,
                weekday: day,
                hours,
            } => hours_words(person, *day, *hours),
            Self::Leave { person, from, to } => Phrase::new(
                format!("leave of {person} from {from} to {to}"),
                format!("verlof van {person} van {from} tot en met {to}"),
            ),
            Self::Lock { person, date, .. } => on(*date).within(
                &format!("locked shift of {person} on {{}}"),
                &format!("vaste dienst van {person} op {{}}"),
            ),
            Self::Session { work, person } => Phrase::new(
                format!("session {work} of {person}"),
                format!("sessie {work} van {person}"),
            ),
            Self::Contract {
                person,
                minutes,
                tolerance,
            } => contract_words(person, Minutes(*minutes), Minutes(*tolerance)),
            Self::Staffed { work, people } => Phrase::new(
                format!("{work} needs {people} at every minute"),
                format!("{work} vraagt elke minuut {people}"),
            ),
            Self::Seats { site, seats } => Phrase::new(
                format!("{site} has {seats} seats"),
                format!("{site} heeft {seats} werkplekken"),
            ),
        }
    }
}

fn hours_words(person: &str, day: usize, hours: Option<(u32, u32)>) -> Phrase {
    let day = weekday(day);
    match hours {
        None => day.within(
            &format!("fixed day off of {person} on {{}}"),
            &format!("vaste vrije dag van {person} op {{}}"),
        ),
        Some((from, to)) => day.within(
            &format!("hours of {person} on {{}} {}-{}", clock(from), clock(to)),
            &format!("uren van {person} op {{}} {}-{}", clock(from), clock(to)),
        ),
    }
}

fn contract_words(person: &str, minutes: Minutes, tolerance: Minutes) -> Phrase {
    Phrase::new(
        format!("contract of {person} {minutes}, tolerance {tolerance}"),
        format!("contract van {person} {minutes}, speling {tolerance}"),
    )
}

impl Relaxation {
    /// The change in words.
    pub fn words(&self) -> Phrase {
        match &self.change {
            Change::Tolerance { minutes, .. } => Phrase::new(
                format!("a tolerance of {}", Minutes(*minutes)),
                format!("een speling van {}", Minutes(*minutes)),
            ),
            Change::Hours {
                person,
                weekday: day,
                from,
                to,
            } => weekday(*day).within(
                &format!("{person} on {{}} {}-{}", clock(*from), clock(*to)),
                &format!("{person} op {{}} {}-{}", clock(*from), clock(*to)),
            ),
            Change::Leave { person, date } => on(*date).within(
                &format!("no leave of {person} on {{}}"),
                &format!("geen verlof van {person} op {{}}"),
            ),
            Change::Open { date } => on(*date).within("work on {}", "werken op {}"),
            Change::Unlock { person, date, .. } => on(*date).within(
                &format!("unlock the shift of {person} on {{}}"),
                &format!("maak de dienst van {person} op {{}} los"),
            ),
            Change::Paid { minutes } => Phrase::new(
                format!("days of {} too", Minutes(*minutes)),
                format!("ook dagen van {}", Minutes(*minutes)),
            ),
            Change::Figure { name, value } => figure_words(name, *value),
            Change::Skill { person, skill } => Phrase::new(
                format!("{person} with the skill {skill}"),
                format!("{person} met de vaardigheid {skill}"),
            ),
            Change::Excuse { person, work } => Phrase::new(
                format!("{person} without {work}"),
                format!("{person} zonder {work}"),
            ),
            Change::Fewer {
                work,
                people,
                minutes,
            } => Phrase::new(
                format!("{people} fewer at {work} for {}", Minutes(*minutes)),
                format!("{people} minder bij {work}, {} lang", Minutes(*minutes)),
            ),
            Change::Seats { site, seats } => Phrase::new(
                format!("{seats} seats at {site}"),
                format!("{seats} werkplekken op {site}"),
            ),
        }
    }

    /// The change in words with its price.
    pub fn priced(&self) -> Phrase {
        let euros = format!("{:.0}", self.euros.0);
        let words = self.words();
        let law = match self.law {
            true => (", but that is the law", ", maar dat is de wet"),
            false => ("", ""),
        };
        Phrase::new(
            format!("{} (\u{20ac} {euros}{})", words.english, law.0),
            format!("{} (\u{20ac} {euros}{})", words.dutch, law.1),
        )
    }
}

fn figure_words(name: &'static str, value: i32) -> Phrase {
    let rule = named(name);
    let figure = match name {
        "consecutive_days" => value.to_string(),
        "earliest" | "latest" | "lunch_from" | "lunch_to" => clock(value.max(0) as u32),
        _ => Minutes(value).to_string(),
    };
    Phrase::new(
        format!("{} {figure}", rule.english),
        format!("{} {figure}", rule.dutch),
    )
}
