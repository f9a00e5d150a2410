//! Laws estimated from recorded durations, some of which were cut short.
//!
//! A caller who is answered after 40 s shows only that his patience is longer than that: his
//! duration is *censored*. Leaving such callers out, or averaging the waits of those who hung up,
//! makes patience many times too short. The estimators here count them.
//!
//! Whatever is no duration (negative, not finite) is left aside; nothing here panics or returns a
//! NaN, however strange the record.

mod handle_time;
mod hazard;
mod kaplan_meier;
mod weibull;

pub use handle_time::{Fit, Spread, handle_time_fits, spread};
pub use hazard::{Hazard, hazard};
pub use kaplan_meier::{Step, Survival};
pub use weibull::{WeibullFit, weibull};

/// A duration of a record, in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Observed {
    /// How long it was seen to last.
    pub duration: f64,
    /// Did it end by itself (the caller hung up)? Else it was cut short (an agent answered) and
    /// would have lasted longer.
    pub ended: bool,
}

/// The observations of one duration.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Group {
    duration: f64,
    /// Of them, those that ended by themselves.
    events: u64,
    all: u64,
}

/// Equal durations together, in order; records in whole seconds have few different ones.
fn grouped(observed: &[Observed]) -> Vec<Group> {
    let usable = |seen: &&Observed| seen.duration.is_finite() && seen.duration >= 0.0;
    let mut sorted: Vec<Observed> = observed.iter().filter(usable).copied().collect();
    sorted.sort_by(|a, b| a.duration.total_cmp(&b.duration));
    let mut groups: Vec<Group> = Vec::new();
    for seen in sorted {
        let events = u64::from(seen.ended);
        match groups.last_mut() {
            Some(group) if group.duration == seen.duration => {
                group.events += events;
                group.all += 1;
            }
            _ => groups.push(Group {
                duration: seen.duration,
                events,
                all: 1,
            }),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_strange_is_an_observation() {
        let strange = [f64::NAN, f64::INFINITY, -1.0, 0.0, -0.0, 5.0];
        let observed = strange.map(|duration| Observed {
            duration,
            ended: true,
        });
        let groups = grouped(&observed);
        assert_eq!(groups.len(), 2);
        assert_eq!((groups[0].duration, groups[0].all), (0.0, 2));
    }
}
