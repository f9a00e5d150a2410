//! A roster on paper: whose it is, in which words.

use super::week::days;
use super::words::Language;
use crate::calendar::IsoWeek;
use crate::config::Config;
use crate::plan::{Editor, Plan};
use crate::roster::Roster;
use crate::units::Minutes;
use chrono::NaiveDate;

/// A person on paper.
pub(super) struct Member<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub contract: Option<Minutes>,
}

/// What the workbook's roster and the calendars show.
pub(super) struct Paper<'a> {
    pub centre: &'a str,
    pub language: Language,
    pub week: IsoWeek,
    pub known_until: NaiveDate,
    pub people: Vec<Member<'a>>,
    pub dates: Vec<NaiveDate>,
    pub roster: &'a Roster,
}

impl<'a> Paper<'a> {
    /// The planned roster.
    pub fn of(plan: &'a Plan) -> Self {
        let member = |(id, name): (&'a String, &'a String)| Member {
            id,
            name,
            contract: plan.contracts.get(id).copied(),
        };
        Self {
            centre: &plan.name,
            language: Language::from(plan.language),
            week: plan.week,
            known_until: plan.known_until,
            people: plan.people.iter().map(member).collect(),
            dates: days(plan).into_iter().map(|day| day.date).collect(),
            roster: &plan.planned.roster,
        }
    }

    /// An edited roster; its days are those that are open or worked on.
    pub fn edited(
        config: &'a Config,
        editor: &'a Editor,
        week: IsoWeek,
        roster: &'a Roster,
    ) -> Self {
        let mut people: Vec<Member> = editor
            .people()
            .iter()
            .map(|person| Member {
                id: &person.id,
                name: &person.name,
                contract: Some(person.contract),
            })
            .collect();
        people.sort_by_key(|person| person.id);
        let open = &editor.traffic().open;
        let shown = |date: &NaiveDate| {
            let opens = open.values[open.grid.day_range(*date)].contains(&true);
            opens || roster.shifts.iter().any(|shift| shift.date == *date)
        };
        Self {
            centre: &config.name,
            language: Language::from(config.language.code()),
            week,
            known_until: editor.known_until,
            people,
            dates: roster.grid.dates().into_iter().filter(shown).collect(),
            roster,
        }
    }
}
