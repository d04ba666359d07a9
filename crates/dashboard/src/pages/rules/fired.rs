//! How often each rule spoke, and when it did last.

use std::collections::BTreeMap;

use model::Timestamp;
use watch::firings;

use crate::failure::Failure;
use crate::format::Html;
use crate::shell::Shell;

/// What rules said, counted.
pub struct Fired(BTreeMap<String, Count>);

struct Count {
    times: u64,
    last: Timestamp,
}

impl Fired {
    /// As far back as it is kept.
    pub fn read(shell: &Shell<'_>) -> Result<Self, Failure> {
        let visit = shell.visit;
        let said = firings::between(visit.database.as_ref(), Timestamp::clamped(0), visit.now)?;
        let mut counts = BTreeMap::<String, Count>::new();
        for firing in said {
            let count = counts.entry(firing.rule).or_insert(Count {
                times: 0,
                last: firing.at,
            });
            count.times += 1;
            count.last = count.last.max(firing.at);
        }
        Ok(Self(counts))
    }

    /// Of one rule; nothing where it never spoke.
    pub fn of(&self, shell: &Shell<'_>, rule: &str) -> Html {
        let Some(count) = self.0.get(rule) else {
            return Html::default();
        };
        let w = shell.w;
        let values = [
            ("count", w.count(count.times)),
            ("at", w.date(&shell.visit.view.frame().zone, count.last)),
        ];
        w.html_n("rule-fired", count.times, &values)
    }
}
