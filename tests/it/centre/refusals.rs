//! A centre that is none, and the emptiest that are some.

use super::*;
use bezet::simulate::{Callback, Rules, log};

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let mut queue = Queue::new("phone", vec![1.0, -1.0], exponential(1.0), exponential(1.0));
    queue.rules = vec![Rules {
        share: 2.0,
        ..Rules::default()
    }];
    queue.callback = Some(Callback {
        wait_above: f64::NAN,
        accepts: 0.5,
        within: 1.0,
    });
    queue.handle_law = Law::Recorded([].into());
    let crews = vec![
        crew(2, Present::Counts(vec![1, 200_000])),
        crew(1, Present::Spans(vec![vec![(9.0, 5.0)]])),
    ];
    let mut wrong = centre(f64::NAN, vec![queue], crews);
    wrong.busyness = 0.0;
    let said = imitate(&wrong, &trials(1)).unwrap_err().to_string();
    for part in [
        "S101",
        "S102",
        "rules",
        "S103",
        "`-1`",
        "`2`",
        "`NaN`",
        "busyness",
        "S104",
        "handle_law",
        "S105",
        "`1`",
        "S106",
        "`9`",
        "S107",
        "`200001` agents",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(log(&wrong, 1, 1).is_err());
}

#[test]
fn the_emptiest_centres_have_an_outcome() {
    let nothing = centre(900.0, vec![], vec![]);
    assert!(imitate(&nothing, &trials(3)).unwrap().queues.is_empty());
    let queue = |contacts: f64| Queue::new("q", vec![contacts; 2], exponential(60.0), ENDLESS);
    let alone = |contacts, agents| {
        let staff = vec![crew(1, Present::Counts(vec![agents; 2]))];
        imitate(&centre(900.0, vec![queue(contacts)], staff), &trials(3)).unwrap()
    };
    let quiet = alone(0.0, 3);
    assert_eq!(quiet.queues[0].day.offered.mean, 0.0);
    assert_eq!(quiet.queues[0].day.wait.mean, 0.0);
    let deserted = alone(20.0, 0);
    assert_eq!(deserted.queues[0].day.unanswered.mean, 1.0);
    assert_eq!(deserted.crews[0].occupancy.mean, 0.0);
    let lonely = alone(20.0, 1);
    assert_eq!(lonely.queues[0].day.answered.mean, 1.0);
    let once = imitate(&centre(900.0, vec![queue(5.0)], vec![]), &trials(1)).unwrap();
    assert_eq!(once.queues[0].day.offered.high, f64::INFINITY);
}
