//! The box that says how the money stands: this batch, the session, what is left, and for how many sellers.

use std::borrow::Cow;
use std::ops::ControlFlow;

use console::{measure_text_width, style};
use database::Database;
use model::MicroDollars;
use model::document::Status;
use purse::{Balance, Mark, Session};

use crate::app::App;
use crate::failure::Failure;
use crate::messages::number;

/// Blocks of the bar of what is spent.
const BAR: usize = 20;

/// Sellers of whom this cycle's searches found out whether they advertise.
pub fn covered_in(database: &dyn Database, balance: &Balance) -> Result<u64, Failure> {
    let mut covered = 0;
    database.each_mapping(&mut |mapping| {
        let known = mapping.status != Status::Unscannable;
        covered += u64::from(known && mapping.timestamp >= balance.cycle.starts);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(covered)
}

/// The purse as the overview and `check` show it.
pub fn of(balance: &Balance) -> reports::views::Money {
    reports::views::Money::new(balance.budget, balance.settled, balance.reserved, balance.left)
}

/// Six places are for the ledger; people read four, since a question costs less than a cent.
pub fn short(amount: MicroDollars) -> Cow<'static, str> {
    let text = amount.to_string();
    Cow::Owned(
        text.get(..text.len().saturating_sub(2))
            .unwrap_or(&text)
            .to_owned(),
    )
}

/// The box, a line per figure; `batch` is the number of runs that were just made, `None` where none were.
pub fn boxed(app: &App, session: &Session, balance: &Balance, batch: Option<u64>) -> String {
    let first = match batch {
        Some(runs) => app.say(
            "money-batch",
            &[("spent", short(session.batch)), ("runs", number(runs))],
        ),
        None => app.say("money-runs", &[("runs", number(balance.runs))]),
    };
    let mut lines = vec![
        first,
        format!(
            "{} {}",
            mark(session.mark),
            app.say(
                "money-session",
                &[
                    ("spent", short(session.spent)),
                    ("limit", short(session.limit)),
                    ("percent", balance.percent.to_string().into()),
                ],
            )
        ),
        bar(balance.percent),
        app.say(
            "money-left",
            &[
                ("left", short(session.left)),
                ("percent", left_percent(balance)),
                ("date", day(balance)),
            ],
        ),
    ];
    if session.reserved > MicroDollars::ZERO {
        lines.push(app.say("money-reserved", &[("reserved", short(session.reserved))]));
    }
    lines.push(match (session.average, session.clients_left) {
        (Some(average), Some(left)) => app.say(
            "money-clients",
            &[
                ("clients", number(session.clients)),
                ("average", average.to_string().into()),
                ("left", number(left)),
            ],
        ),
        _ => app.say("money-clients-none", &[("clients", number(session.clients))]),
    });
    frame(&app.say("money-title", &[]), &lines)
}

fn mark(mark: Mark) -> String {
    let dot = match mark {
        Mark::Green => style("●").green(),
        Mark::Yellow => style("●").yellow(),
        Mark::Orange => style("●").color256(208),
        Mark::Red => style("●").red(),
        Mark::Stopped => style("■").red(),
    };
    dot.to_string()
}

fn bar(percent: u32) -> String {
    let filled = (percent.min(100) as usize * BAR).div_ceil(100);
    format!("{}{}", "█".repeat(filled), "░".repeat(BAR - filled))
}

/// What is left in percent; something is never shown as nothing.
fn left_percent(balance: &Balance) -> Cow<'static, str> {
    let left = balance.left.times(100).fits(balance.limit);
    if left == 0 && balance.left > MicroDollars::ZERO {
        return Cow::Borrowed("< 1");
    }
    Cow::Owned(left.to_string())
}

/// The last day of the cycle: unused money is gone after it.
fn day(balance: &Balance) -> Cow<'static, str> {
    Cow::Owned(balance.cycle.ends.to_string().chars().take(10).collect())
}

fn frame(title: &str, lines: &[String]) -> String {
    let width = lines
        .iter()
        .map(|line| measure_text_width(line))
        .chain([measure_text_width(title) + 2])
        .max()
        .unwrap_or(0);
    let rule = |taken: usize| "─".repeat(width.saturating_sub(taken));
    let top = format!("┌ {title} {}┐", rule(measure_text_width(title)));
    let middle = lines.iter().map(|line| {
        let space = " ".repeat(width.saturating_sub(measure_text_width(line)));
        format!("│ {line}{space} │")
    });
    let bottom = format!("└{}┘", "─".repeat(width + 2));
    let all: Vec<String> = [top].into_iter().chain(middle).chain([bottom]).collect();
    all.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_box_is_as_wide_as_its_rules() {
        let text = frame("Argent", &["● un".to_owned(), "une ligne plus longue".to_owned()]);
        let widths: Vec<usize> = text.lines().map(measure_text_width).collect();
        assert!(widths.iter().all(|width| *width == widths[0]), "{text}");
    }

    #[test]
    fn the_bar_is_full_only_at_the_end() {
        assert_eq!(bar(0), "░".repeat(BAR));
        assert_eq!(bar(1).matches('█').count(), 1);
        assert_eq!(bar(250), "█".repeat(BAR));
    }

    #[test]
    fn amounts_are_cut_to_four_places() {
        assert_eq!(short(MicroDollars::new(1_234_567)), "1.2345");
    }
}
