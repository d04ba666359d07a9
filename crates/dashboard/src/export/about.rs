//! What a file says about itself: the filter, the time, the version.

use crate::visit::Visit;
use crate::words::Words;

/// What a file says about itself.
pub(super) struct About {
    /// The sentences of the reader's language.
    pub words: &'static Words,
    /// The table's stable name.
    pub table: String,
    /// The day on which it was made.
    pub day: String,
    /// Lines of the second sheet: a heading's sentence or a parameter's name, and the value.
    pub lines: Vec<(String, String)>,
}

impl About {
    /// Of the table of a visit.
    pub(super) fn of(visit: &Visit, table: &str) -> Self {
        let words = visit.words();
        let frame = visit.view.frame();
        let mut lines = vec![
            (words.say("file-table"), words.say(&format!("file-table-{table}"))),
            (words.say("file-made"), visit.now.to_string()),
            (words.say("file-data-of"), frame.taken_at.to_string()),
            (words.say("file-data-version"), frame.version.to_string()),
            (
                words.say("file-program"),
                format!("sellers-ads {}", env!("CARGO_PKG_VERSION")),
            ),
        ];
        let filters: Vec<_> = visit
            .ask
            .pairs()
            .filter(|(name, _)| !matches!(*name, "lang" | "bom" | "cursor" | "cols" | "rows"))
            .collect();
        if filters.is_empty() {
            lines.push((words.say("file-filters"), words.say("file-no-filter")));
        }
        for (name, value) in filters {
            lines.push((words.fill("file-filter", &[("name", name)]), value.to_owned()));
        }
        Self {
            words,
            table: table.to_owned(),
            day: frame.zone.day(visit.now).to_string(),
            lines,
        }
    }

    /// Whether it is read from right to left.
    pub(super) fn is_rtl(&self) -> bool {
        self.words.language.direction() == "rtl"
    }

    /// A column's heading.
    pub(super) fn heading(&self, key: &str) -> String {
        self.words
            .say_if(&format!("column-{key}"))
            .unwrap_or_else(|| key.to_owned())
    }
}
