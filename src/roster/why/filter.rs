//! A smallest contradicting set, by taking away.

/// The members of `0..count` that stay when each that can go has gone, those in front first.
///
/// `contradicts` is asked of sets of members that are away, `true` at each one's place; it must be
/// true of none away. Whole runs go at once where they can, so that few questions are asked.
pub(super) fn smallest(count: usize, contradicts: &mut dyn FnMut(&[bool]) -> bool) -> Vec<usize> {
    let mut away = vec![false; count];
    take(0, count, &mut away, contradicts);
    (0..count).filter(|member| !away[*member]).collect()
}

fn take(
    from: usize,
    to: usize,
    away: &mut Vec<bool>,
    contradicts: &mut dyn FnMut(&[bool]) -> bool,
) {
    if from == to {
        return;
    }
    away[from..to].fill(true);
    if contradicts(away) {
        return;
    }
    away[from..to].fill(false);
    if to - from > 1 {
        let middle = from + (to - from) / 2;
        take(from, middle, away, contradicts);
        take(middle, to, away, contradicts);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sets that contradict: any that holds one of these.
    fn found(count: usize, cores: &[&[usize]]) -> Vec<usize> {
        smallest(count, &mut |away| {
            cores
                .iter()
                .any(|core| core.iter().all(|member| !away[*member]))
        })
    }

    #[test]
    fn the_set_that_is_left_is_one_of_the_smallest_and_the_last() {
        assert_eq!(found(9, &[&[2, 7]]), [2, 7]);
        assert_eq!(found(9, &[&[0, 1], &[6, 8], &[3, 8]]), [6, 8]);
        assert_eq!(found(4, &[&[0, 1, 2, 3]]), [0, 1, 2, 3]);
        assert_eq!(found(5, &[&[]]), [0; 0]);
    }
}
