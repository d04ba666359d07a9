//! The month's money: spent, set aside, left, and when it ends at this pace.

use charts::Tone;

use crate::format::Html;
use crate::parts;
use crate::shell::Shell;

/// The money in a card.
pub struct PurseFacts {
    /// Spent, then reserved, of the limit.
    pub bar: Html,
    /// Colour's class, words, amount.
    pub rows: Vec<(&'static str, String, Html)>,
    /// Until when, at this pace.
    pub until: Html,
    /// What a covered seller costs, and how many more the rest pays for; empty where that is not known.
    pub affordable: Html,
    /// The cycle's days.
    pub cycle: Html,
}

/// The money.
pub fn facts(shell: &Shell<'_>) -> PurseFacts {
    let (w, view) = (shell.w, &shell.visit.view);
    let money = &view.money;
    let micros = |amount: model::MicroDollars| u64::try_from(amount.micros()).unwrap_or(0);
    let shares = [
        (Tone::Converty, micros(money.spent)),
        (Tone::Warn, micros(money.reserved)),
    ];
    let affordable = money.per_client.map(|each| {
        let values = [
            ("each", w.money(each)),
            ("clients", w.count(money.left.fits(each))),
        ];
        w.html("purse-affordable", &values)
    });
    let day = |at| Html::isolated(&w.plain_day(view.frame().zone.day(at)));
    let cycle = money
        .starts
        .zip(money.ends)
        .map(|(starts, ends)| w.html("days-between", &[("from", day(starts)), ("to", day(ends))]));
    PurseFacts {
        bar: parts::bar(&shares, micros(money.limit)),
        rows: vec![
            ("t-converty", w.say("home-money-spent"), w.money(money.spent)),
            ("t-warn", w.say("home-money-reserved"), w.money(money.reserved)),
            ("t-muted", w.say("home-money-left"), w.money(money.left)),
        ],
        until: shell.purse_ends(),
        affordable: affordable.unwrap_or_default(),
        cycle: cycle.unwrap_or_default(),
    }
}
