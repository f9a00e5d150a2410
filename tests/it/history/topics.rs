//! Histories that tell what contacts were about.

use bezet::history::{Queue, Source, contacts, read};
use bezet::units::Contacts;
use chrono_tz::Europe::Amsterdam;

fn source(text: &str) -> (tempfile::TempDir, Source) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.csv");
    std::fs::write(&path, text).unwrap();
    (folder, Source::new(vec![path], Amsterdam))
}

fn at(queue: &Queue, topic: &str, index: usize) -> Option<f64> {
    queue.topics[topic].values[index].map(|contacts| contacts.0)
}

#[test]
fn rows_of_topics_add_up_to_their_queue() {
    let (_folder, source) = source(
        "start,queue,onderwerp,offered,answered,handle_time_s,agents\n\
         2021-04-12T08:00,phone,moving,6,6,300,5\n\
         2021-04-12T08:00,phone,waste,4,3,100,5\n\
         2021-04-12T08:15,phone,moving,2,2,200,6\n\
         2021-04-12T08:30,phone,,7,7,250,6\n\
         2021-04-13T08:00,phone,waste,0,0,,4\n",
    );
    let history = read(&source).unwrap();
    assert_eq!(history.queues.len(), 1);
    let queue = history.queue("phone").unwrap();
    let offered = |index: usize| queue.offered.values[index].map(|contacts| contacts.0);
    assert_eq!(
        [offered(32), offered(33), offered(34)],
        [Some(10.0), Some(2.0), Some(7.0)]
    );
    assert_eq!(queue.offered.values[96 + 32], Some(Contacts(0.0)));
    assert_eq!(queue.answered.values[32], Some(Contacts(9.0)));
    // (6 x 300 + 3 x 100) / 9.
    assert!((queue.handle_time.values[32].unwrap().0 - 700.0 / 3.0).abs() < 1e-9);
    assert_eq!(queue.agents.values[32].unwrap().0, 5.0);
    assert_eq!(
        (at(queue, "moving", 32), at(queue, "waste", 32)),
        (Some(6.0), Some(4.0))
    );
    // Other topics have a row: none of this one came.
    assert_eq!(at(queue, "waste", 33), Some(0.0));
    // No topic is told: how it was split is not known.
    assert_eq!(at(queue, "waste", 34), None);
    let hours = queue.resample(60).unwrap();
    assert_eq!(hours.offered.values[8], None);
    let known = queue.until(chrono::NaiveDate::from_ymd_opt(2021, 4, 12).unwrap());
    assert_eq!(known.topics["waste"].values.len(), 96);
}

#[test]
fn single_contacts_have_topics() {
    let text = "start,queue,topic,outcome,wait_s,handle_time_s,agent\n\
                2021-04-12T08:01:00,phone,moving,answered,5,300,a\n\
                2021-04-12T08:02:00,phone,waste,answered,5,100,b\n\
                2021-04-12T08:03:00,phone,moving,abandoned,50,,\n\
                2021-04-12T09:03:00,phone,,answered,50,200,a\n";
    let (_folder, source) = source(text);
    let history = read(&source).unwrap();
    let queue = history.queue("phone").unwrap();
    let step = queue.offered.grid.step as usize;
    let index = 480 / step;
    assert_eq!(queue.offered.values[index], Some(Contacts(3.0)));
    assert_eq!(queue.abandoned.values[index], Some(Contacts(1.0)));
    assert_eq!(
        (at(queue, "moving", index), at(queue, "waste", index)),
        (Some(2.0), Some(1.0))
    );
    assert_eq!(queue.handle_time.values[index].unwrap().0, 200.0);
    let record = contacts(&source).unwrap().unwrap();
    assert_eq!(record.queues, ["phone"]);
    assert_eq!(record.contacts.len(), 4);
}

#[test]
fn the_same_interval_and_topic_twice_contradicts() {
    let (_folder, source) =
        source("start,topic,offered\n2021-04-12T08:00,moving,6\n2021-04-12T08:00,moving,7\n");
    assert!(read(&source).unwrap_err().to_string().contains("H104"));
}
