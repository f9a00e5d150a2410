//! Stretches of time that share a queue: from the first opening to the last caller gone.

use crate::calendar::Series;

/// A day, or several where the lines stay open over midnight; times in seconds after the first
/// instant of the grid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Session {
    /// It begins.
    pub from: f64,
    /// The last open interval ends; `from` when nothing is open.
    pub closing: f64,
    /// The next one begins; nobody waits past this.
    pub to: f64,
}

/// The sessions of a mask of open intervals, in order; the last has no end.
pub(super) fn sessions(open: &Series<bool>) -> Vec<Session> {
    let grid = open.grid;
    let at = |index: usize| index as f64 * grid.step_seconds();
    let is_open = |index: usize| open.values.get(index).copied().unwrap_or(false);
    let midnights = grid.dates().into_iter().map(|date| grid.day_range(date));
    let starts: Vec<usize> = midnights
        .map(|day| day.start)
        .filter(|&first| first == 0 || !(is_open(first - 1) && is_open(first)))
        .collect();
    let ends = starts.iter().skip(1).copied().chain([grid.len]);
    let mut sessions: Vec<Session> = starts
        .iter()
        .zip(ends)
        .map(|(&first, end)| Session {
            from: at(first),
            closing: at((first..end)
                .rev()
                .find(|&i| is_open(i))
                .map_or(first, |i| i + 1)),
            to: at(end),
        })
        .collect();
    if let Some(last) = sessions.last_mut() {
        last.to = f64::INFINITY;
    }
    sessions
}

/// The session that holds a moment; the first for moments before the grid.
pub(super) fn session_at(sessions: &[Session], moment: f64) -> Option<usize> {
    let after = sessions.partition_point(|session| session.from <= moment);
    (!sessions.is_empty()).then(|| after.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Grid;
    use chrono::NaiveDate;

    fn three_days(open: impl Fn(usize) -> bool) -> Vec<Session> {
        let day = NaiveDate::from_ymd_opt(2021, 4, 12).unwrap();
        let grid = Grid::days(chrono_tz::Europe::Amsterdam, day, 3, 60);
        sessions(&Series::from_fn(grid, open))
    }

    #[test]
    fn a_closed_night_parts_the_days() {
        let days = three_days(|hour| (9..17).contains(&(hour % 24)));
        assert_eq!(days.len(), 3);
        assert_eq!(days[1].closing, (24.0 + 17.0) * 3600.0);
        assert_eq!(session_at(&days, 30.0 * 3600.0), Some(1));
    }

    #[test]
    fn an_open_midnight_does_not() {
        let days = three_days(|_| true);
        assert_eq!(days.len(), 1);
        assert_eq!(days[0].to, f64::INFINITY);
    }
}
