//! The pages of the alerts section.

use crate::shell::{Link, Shell};

/// Each with the sentence that names it.
const PAGES: [(&str, &str); 4] = [
    ("/alerts", "alerts-tab-now"),
    ("/alerts/rules", "alerts-tab-rules"),
    ("/alerts/deliveries", "alerts-tab-deliveries"),
    ("/alerts/week", "alerts-tab-week"),
];

/// Links to them; `here` is the one that is shown.
pub fn tabs(shell: &Shell<'_>, here: &str) -> Vec<Link> {
    let link = |(path, name): (&'static str, &str)| Link {
        href: shell.to(path),
        label: shell.say(name),
        current: path == here,
        key: path,
    };
    PAGES.map(link).into()
}
