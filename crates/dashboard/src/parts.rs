//! Small pieces of pages that say the same thing the same way everywhere: chips, split bars, changes, coverage.
//! Frames around content (cards, tables, empty states) are macros in `templates/parts/`.

mod bars;
mod change;

use analytics::ClientStatus;
use model::document::Ratio;
use model::{Class, Confidence};

use crate::format::Html;
use crate::words::Words;

pub use bars::{bar, fill, split};
pub use change::{change, change_points};

/// A small label: `class` colours it (`active`, `converty`, `concurrent`, `new`, `high`, `medium`, `low`, `critical`,
/// `warning`, `notice`; anything else is grey), `text` is plain.
pub fn chip(class: &str, text: &str) -> Html {
    let text = Html::text(text);
    Html::trusted(format!("<span class=\"chip chip-{class}\">{text}</span>"))
}

/// Whether a seller advertises.
pub fn status_chip(w: &Words, status: ClientStatus) -> Html {
    let name = status.as_str();
    chip(name, &w.say(&format!("status-{name}")))
}

/// Where an ad leads.
pub fn verdict_chip(w: &Words, class: Class) -> Html {
    let name = class.as_str();
    chip(name, &w.say(&format!("verdict-{name}")))
}

/// How sure it is.
pub fn confidence_chip(w: &Words, confidence: Confidence) -> Html {
    let name = confidence.as_str();
    chip(name, &w.say(&format!("confidence-{name}")))
}

/// `sur 14 210 des 21 764 clients`: what a number is out of.
pub fn coverage(w: &Words, covered: u64, clients: u64) -> Html {
    w.html(
        "coverage-of",
        &[("part", w.count(covered)), ("whole", w.count(clients))],
    )
}

/// `sur 21 764 · 65,3 %`.
pub fn out_of(w: &Words, part: u64, whole: u64) -> Html {
    let percent = w.percent(Ratio::of(part, whole));
    w.html("of-percent", &[("whole", w.count(whole)), ("percent", percent)])
}
