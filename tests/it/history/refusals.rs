//! What cannot be read or cannot be true, refused with its code, all at once.

use super::{Folder, as_is, expected, iso, long, only, read_bytes, source};
use bezet::error::{Error, Problems};
use bezet::history::{History, Source, read};
use chrono_tz::Europe::Amsterdam;
use std::path::Path;

fn problems(text: &str) -> Problems {
    problems_of(read_bytes("calls.csv", text))
}

pub(super) fn problems_of(result: Result<History, Error>) -> Problems {
    match result {
        Err(Error::Problems(problems)) => problems,
        other => panic!("expected problems, got {other:?}"),
    }
}

pub(super) fn codes(problems: &Problems) -> Vec<&'static str> {
    problems.iter().map(|problem| problem.code).collect()
}

#[test]
fn columns_are_mapped_by_the_source() {
    let header = ["Moment", "In", "Op", "Weg", "AHT", "Wachttijd", "Koppen"];
    let path_of = |folder: &Folder| folder.file("calls.csv", long(&header, ",", iso, as_is));
    let folder = Folder::new();
    let mut source = source(&path_of(&folder));
    let pairs = [
        ("start", "Moment"),
        ("offered", "In"),
        ("answered", "Op"),
        ("abandoned", "Weg"),
        ("agents", "Koppen"),
    ];
    source.columns = pairs
        .map(|(ours, theirs)| (ours.to_owned(), theirs.to_owned()))
        .into();
    assert_eq!(only(&read(&source).unwrap()), expected());
    source
        .columns
        .insert("offered".to_owned(), "Ink".to_owned());
    source.columns.insert("ofered".to_owned(), "In".to_owned());
    let found = problems_of(read(&source));
    assert_eq!(codes(&found), ["T104", "T103", "T102"]);
    assert!(found.to_string().contains("kind = \"calls\""));
    assert!(found.to_string().contains("did you mean `In`?"));
    assert!(found.to_string().contains("did you mean `offered`?"));
}

#[test]
fn what_cannot_be_read_is_refused_all_at_once() {
    let text = "start,queue,offered,answered\n\
        2021-04-12T08:30,phone,12,10\n\
        2021-04-12T08:45,phone,-3,0\n\
        2021-04-12T09:00,phone,twelve,10\n\
        2021-04-12T09:15,phone,12000000,10\n\
        2021-04-12T09:30,phone,10,12\n\
        a row of text,phone,10,12\n\
        2021-04-12T09:45,,10,9\n";
    let found = problems(text);
    let mut all = codes(&found);
    all.sort_unstable();
    assert_eq!(
        all,
        ["H101", "H102", "H103", "H103", "H114", "T105", "T106"]
    );
    let expected = [
        // a row whose time is wrong has its counts looked at too
        (
            "row 7, column answered",
            "answered `12` is above offered `10`",
        ),
        ("row 3, column offered", "`-3` is negative"),
        ("row 4, column offered", "`twelve` is no number"),
        ("row 5, column offered", "`12000000` is no count"),
        (
            "row 6, column answered",
            "answered `12` is above offered `10`",
        ),
        ("row 7, column start", "`a row of text` is no date and time"),
    ];
    for (place, what) in expected {
        let hit = found
            .iter()
            .find(|p| p.place.ends_with(place))
            .expect(place);
        assert!(hit.what.contains(what) && !hit.hint.is_empty(), "{hit}");
    }
}

#[test]
fn each_refusal_has_its_code() {
    let contradiction =
        "start,offered\n2021-04-12T08:30,1\n2021-04-12T08:45,1\n2021-04-12T08:30,2\n";
    let table = [
        ("", "T101", "`0` rows"),
        ("\n\n", "T101", "`0` rows"),
        ("start,offered\n", "H110", "`0` rows"),
        (
            "start,ofered\n2021-04-12T08:30,1\n",
            "T102",
            "no column `offered`",
        ),
        ("offered\n1\n", "T102", "no column `start`"),
        ("Datum,offered\n12-04-2021,1\n", "T102", "no column `time`"),
        (contradiction, "H104", "`2` contradicts `1`"),
        (
            "start,offered\n2021-04-12T00:00,1\n2021-04-12T06:00,1\n",
            "H106",
            "`360` minutes",
        ),
        (
            "start,offered\n2021-04-12T00:01,1\n2021-04-12T00:02,1\n",
            "H106",
            "`1` minutes",
        ),
        (
            "start,offered\n2021-03-28T01:30,1\n2021-03-28T02:30,1\n",
            "H108",
            "is skipped",
        ),
        (
            "start,offered\n2021-04-12T08:30:07,1\n",
            "H107",
            "odd seconds",
        ),
        (
            "start,offered\n1970-01-01T08:30,1\n2021-04-12T08:30,1\n",
            "H115",
            "`1970-01-01`",
        ),
        (
            "start,wait_s,outcome\n2021-04-12T08:30,1,LOST\n",
            "H109",
            "`LOST`",
        ),
        ("start,offered\n03/04/2021 08:30,1\n", "T110", "03/04/2021"),
        (
            "start,offered\n2021-04-12T08:30,\"1,234\"\n",
            "T107",
            "1,234",
        ),
        (
            "start;offered;aht\n2021-04-12T08:30;1;1,5\n2021-04-12T08:45;1;1.5\n",
            "T107",
            "mixed",
        ),
    ];
    for (text, code, what) in table {
        let found = problems(text);
        assert_eq!(codes(&found), [code], "{text}\n{found}");
        let problem = found.iter().next().unwrap();
        assert!(problem.what.contains(what), "{problem}");
        assert!(!problem.hint.is_empty(), "{problem}");
    }
    let none = problems_of(read(&Source::new(Vec::new(), Amsterdam)));
    assert_eq!(codes(&none), ["H113"]);
    let absent = read(&source(Path::new("absent.csv")));
    assert!(matches!(absent, Err(Error::Read { .. })));
}

/// A queue that is read alone is the same as among the others: days on which only others had a
/// call are days without calls of its own.
#[test]
fn a_queue_alone_is_that_among_the_others() {
    let folder = Folder::new();
    let calls = "start,queue,outcome\n2021-04-12T08:31,chat,answered\n\
        2021-04-13T09:01,phone,answered\n2021-04-14T10:46,chat,abandoned\n";
    let rows = "start,queue,offered\n2021-04-12T08:30,chat,2\n2021-04-12T08:45,chat,0\n\
        2021-04-13T08:30,phone,1\n2021-04-13T09:00,phone,1\n2021-04-14T08:45,chat,1\n";
    for (name, text) in [("calls.csv", calls), ("rows.csv", rows)] {
        let mut source = source(&folder.file(name, text));
        let all = read(&source).unwrap();
        assert_eq!(all.queues.len(), 2);
        source.only = vec!["chat".to_owned()];
        let alone = read(&source).unwrap();
        assert_eq!(alone.queues.len(), 1);
        assert_eq!(alone.queue("chat").unwrap(), all.queue("chat").unwrap());
    }
}

#[test]
fn a_queue_without_history_names_those_that_have_one() {
    let folder = Folder::new();
    let text = "start,queue,offered\n2021-04-12T08:30,phone,1\n2021-04-12T08:30,chat,2\n";
    let mut source = source(&folder.file("calls.csv", text));
    source.only = vec!["phnoe".to_owned()];
    let found = problems_of(read(&source));
    assert_eq!(codes(&found), ["H105"]);
    assert!(found.to_string().contains("did you mean `phone`?"));
    source.only = vec!["chat".to_owned()];
    let history = read(&source).unwrap();
    assert_eq!(history.queues.keys().collect::<Vec<_>>(), ["chat"]);
    assert!(
        history
            .queue("mail")
            .unwrap_err()
            .to_string()
            .contains("H105")
    );
}
