//! A window cut into days, weeks from Monday, or months.

use crate::time::{Day, Unit, Window};

/// More points than this tell nobody anything; the rest of an endless window is left out.
const POINTS: usize = 4_000;

/// The first and last day of each point, oldest first, without gaps. The first and the last point may be cut by the
/// window.
pub(crate) fn spans(window: Window, unit: Unit) -> impl Iterator<Item = (Day, Day)> {
    let first = window.from.max(Day::FIRST);
    let starts = std::iter::successors(Some(first), move |start| Some(next(*start, unit)));
    starts
        .take_while(move |start| *start <= window.to)
        .take(POINTS)
        .map(move |start| (start, next(start, unit).plus(-1).min(window.to)))
}

/// The first day of the next day, week or month. Always later than the day itself, however far away it lies.
fn next(day: Day, unit: Unit) -> Day {
    let next = match unit {
        Unit::Day => day.plus(1),
        // 1970-01-01 was a Thursday: three days after a Monday.
        Unit::Week => day.plus(7 - day.0.wrapping_add(3).rem_euclid(7)),
        Unit::Month => {
            let length = day.date().days_in_month();
            day.plus(i32::from(length - day.date().day()) + 1)
        }
    };
    next.max(day.plus(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(from: &str, to: &str, unit: Unit) -> Vec<String> {
        let window = Window {
            from: Day::parse(from).unwrap(),
            to: Day::parse(to).unwrap(),
        };
        spans(window, unit)
            .map(|(first, last)| format!("{first} {last}"))
            .collect()
    }

    #[test]
    fn weeks_begin_on_monday_and_are_cut_by_the_window() {
        assert_eq!(
            cut("2026-11-18", "2026-12-01", Unit::Week),
            [
                "2026-11-18 2026-11-22",
                "2026-11-23 2026-11-29",
                "2026-11-30 2026-12-01"
            ]
        );
    }

    #[test]
    fn months_follow_the_calendar() {
        assert_eq!(
            cut("2024-01-31", "2024-03-02", Unit::Month),
            [
                "2024-01-31 2024-01-31",
                "2024-02-01 2024-02-29",
                "2024-03-01 2024-03-02"
            ]
        );
    }

    #[test]
    fn no_window_is_endless() {
        let window = Window {
            from: Day(i32::MIN),
            to: Day(i32::MAX),
        };
        assert_eq!(spans(window, window.unit()).count(), POINTS);
        let empty = Window {
            from: Day(30_000),
            to: Day(29_999),
        };
        assert_eq!(spans(empty, Unit::Day).count(), 0);
    }
}
