//! The columns of tables, and how a value of a row becomes the text of a cell.

use serde_json::Value;

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Column {
    /// The stable key; `column-<key>` is its heading.
    pub key: &'static str,
    /// What its values are.
    pub kind: Kind,
}

/// What the values of a column are; any of them may be absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text, foreign or ours.
    Text,
    /// Texts or numbers, joined by spaces.
    List,
    /// A whole number.
    Count,
    /// A percentage.
    Percent,
    /// Dollars, as a decimal string.
    Money,
    /// A moment, ISO 8601 in UTC.
    Moment,
    /// A day, ISO 8601.
    Day,
    /// Yes or no.
    Flag,
}

/// A column.
pub(super) const fn column(key: &'static str, kind: Kind) -> Column {
    Column { key, kind }
}

impl Column {
    /// Whether its values may hold what somebody else wrote.
    pub(super) const fn is_text(&self) -> bool {
        matches!(self.kind, Kind::Text | Kind::List)
    }
}

/// A value as plain text, not guarded; empty where there is none.
pub(super) fn plain(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(values)) => {
            let texts: Vec<String> = values.iter().map(|one| plain(Some(one))).collect();
            texts.join(" ")
        }
        Some(other) => other.to_string(),
    }
}
