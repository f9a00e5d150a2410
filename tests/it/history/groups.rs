//! Histories that tell which group of people answered.

use bezet::history::{Queue, Source, contacts, read};
use bezet::units::Contacts;
use chrono_tz::Europe::Amsterdam;

fn source(text: &str) -> (tempfile::TempDir, Source) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.csv");
    std::fs::write(&path, text).unwrap();
    (folder, Source::new(vec![path], Amsterdam))
}

/// Contacts and handle time of a group.
fn at(queue: &Queue, group: &str, index: usize) -> (Option<f64>, Option<f64>) {
    let group = &queue.groups[group];
    let contacts = group.contacts.values[index].map(|contacts| contacts.0);
    (contacts, group.handle_time.values[index].map(|time| time.0))
}

#[test]
fn rows_of_groups_add_up_to_their_queue() {
    for title in ["group", "team", "Groep"] {
        let (_folder, source) = source(&format!(
            "start,queue,{title},offered,answered,handle_time_s,agents\n\
             2021-04-12T08:00,phone,new,6,6,300,5\n\
             2021-04-12T08:00,phone,old,3,3,120,2\n\
             2021-04-12T08:00,phone,,1,0,,\n\
             2021-04-12T08:15,phone,new,2,2,200,5\n\
             2021-04-12T08:30,phone,,7,7,250,6\n"
        ));
        let history = read(&source).unwrap();
        assert_eq!(history.queues.len(), 1);
        let queue = history.queue("phone").unwrap();
        assert_eq!(queue.offered.values[32], Some(Contacts(10.0)));
        assert_eq!(queue.answered.values[32], Some(Contacts(9.0)));
        // (6 x 300 + 3 x 120) / 9.
        assert_eq!(queue.handle_time.values[32].unwrap().0, 240.0);
        // Each group has agents of its own.
        assert_eq!(queue.agents.values[32].unwrap().0, 7.0);
        assert_eq!(queue.agents.values[34].unwrap().0, 6.0);
        assert_eq!(at(queue, "new", 32), (Some(6.0), Some(300.0)));
        assert_eq!(at(queue, "old", 32), (Some(3.0), Some(120.0)));
        // Another group has a row: this one answered none.
        assert_eq!(at(queue, "old", 33), (Some(0.0), None));
        assert_eq!(at(queue, "old", 34), (None, None));
        let hours = queue.resample(60).unwrap();
        // (6 x 300 + 2 x 200) / 8.
        assert_eq!(at(&hours, "new", 8), (Some(8.0), Some(275.0)));
        assert_eq!(at(&hours, "old", 8), (Some(3.0), Some(120.0)));
        let days = queue.resample(1440).unwrap();
        assert_eq!(at(&days, "new", 0), (Some(8.0), Some(275.0)));
        assert_eq!(at(&days, "old", 0), (Some(3.0), Some(120.0)));
        let known = queue.until(chrono::NaiveDate::from_ymd_opt(2021, 4, 12).unwrap());
        assert_eq!(known.groups["old"].contacts.values.len(), 96);
        assert!(queue.topics.is_empty());
    }
}

#[test]
fn single_contacts_have_groups_and_topics() {
    let text = "start,queue,topic,team,outcome,wait_s,handle_time_s,agent\n\
                2021-04-12T08:01:00,phone,moving,new,answered,5,300,a\n\
                2021-04-12T08:02:00,phone,waste,new,answered,5,100,b\n\
                2021-04-12T08:02:30,phone,waste,old,answered,5,140,c\n\
                2021-04-12T08:03:00,phone,moving,,abandoned,50,,\n\
                2021-04-12T09:03:00,phone,,,answered,50,200,a\n";
    let (_folder, source) = source(text);
    let history = read(&source).unwrap();
    let queue = history.queue("phone").unwrap();
    let step = queue.offered.grid.step as usize;
    let index = 480 / step;
    assert_eq!(queue.offered.values[index], Some(Contacts(4.0)));
    assert_eq!(queue.abandoned.values[index], Some(Contacts(1.0)));
    assert_eq!(queue.handle_time.values[index].unwrap().0, 180.0);
    assert_eq!(at(queue, "new", index), (Some(2.0), Some(200.0)));
    assert_eq!(at(queue, "old", index), (Some(1.0), Some(140.0)));
    let topic = |name: &str| queue.topics[name].values[index].map(|contacts| contacts.0);
    assert_eq!((topic("moving"), topic("waste")), (Some(2.0), Some(2.0)));
    let record = contacts(&source).unwrap().unwrap();
    assert_eq!(record.queues, ["phone"]);
    assert_eq!(record.contacts.len(), 5);
}

#[test]
fn the_same_interval_and_group_twice_contradicts() {
    let (_folder, source) =
        source("start,group,offered\n2021-04-12T08:00,new,6\n2021-04-12T08:00,new,7\n");
    assert!(read(&source).unwrap_err().to_string().contains("H104"));
}

#[test]
fn more_than_a_hundred_groups_are_counted_without() {
    let mut text = "start,group,outcome,wait_s,handle_time_s\n".to_owned();
    for group in 0..103 {
        text += &format!("2021-04-12T08:01:00,g{group},answered,5,300\n");
    }
    let (_folder, source) = source(&text);
    let history = read(&source).unwrap();
    let queue = history.queue("all").unwrap();
    assert_eq!(queue.groups.len(), 100);
    let all: f64 = queue.offered.values.iter().flatten().map(|c| c.0).sum();
    assert_eq!(all, 103.0);
    let said = history.notes.iter().find(|note| note.code == "N217");
    assert!(said.unwrap().what.contains('3'), "{said:?}");
}
