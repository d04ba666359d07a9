//! The purse, always in sight: spent, reserved, left, until when.

use charts::Tone;

use super::Shell;
use crate::format::Html;
use crate::parts;

/// The purse in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PurseLine {
    /// Spent, then reserved, of the limit.
    pub bar: Html,
    /// `3,12 $ sur 5`, and until when.
    pub spent: Html,
    /// When it ends at this pace, or that it lasts.
    pub until: Html,
    /// `ok`, `warn` from 80 percent, `danger` from 100.
    pub level: &'static str,
}

impl Shell<'_> {
    /// The purse; `None` where no budget is set.
    pub fn purse(&self) -> Option<PurseLine> {
        let money = &self.visit.view.money;
        let limit = u64::try_from(money.limit.micros())
            .ok()
            .filter(|limit| *limit > 0)?;
        let positive = |micros: i64| u64::try_from(micros).unwrap_or(0);
        let parts = [
            (Tone::Converty, positive(money.spent.micros())),
            (Tone::Warn, positive(money.reserved.micros())),
        ];
        let spent = Html::trusted(format!("<b>{}</b>", self.w.money(money.spent)));
        Some(PurseLine {
            bar: parts::bar(&parts, limit),
            spent: self.w.html(
                "purse-spent",
                &[("spent", spent), ("limit", self.w.money(money.limit))],
            ),
            until: self.purse_ends(),
            level: match money.percent {
                0..80 => "ok",
                80..100 => "warn",
                _ => "danger",
            },
        })
    }

    /// When the money ends at the pace so far, or that it lasts until the cycle ends.
    pub fn purse_ends(&self) -> Html {
        let view = &self.visit.view;
        let frame = view.frame();
        let day = |at| {
            let text = self.w.plain_day(frame.zone.day(at));
            Html::isolated(&text)
        };
        match (view.money.ends_at_pace(frame.taken_at), view.money.ends) {
            (Some(at), _) => self.w.html("purse-until", &[("day", day(at))]),
            (None, Some(at)) => self.w.html("purse-lasts", &[("day", day(at))]),
            (None, None) => {
                let left = self.w.money(view.money.left);
                self.w.html("purse-left", &[("left", left)])
            }
        }
    }
}
