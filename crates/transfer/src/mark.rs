//! How far a copy came, noted in the target.

use database::Database;
use model::Timestamp;
use serde::{Deserialize, Serialize};

use crate::portions::unreadable;
use crate::{Error, Result};

/// The note's key. It is never copied itself.
pub(crate) const KEY: &str = "copy";

/// How far the copy from one source came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mark {
    /// The source as it describes itself; another source begins anew.
    source: String,
    /// When the first copy from there was begun: tells this mark from any other.
    begun: Timestamp,
    /// Raw items up to this number of the source's are in the target.
    pub(crate) items: u64,
    /// Searches up to this number are.
    pub(crate) searches: u64,
}

impl Mark {
    /// The mark to go on from, and whether there was one.
    pub(crate) fn begin(
        source: &dyn Database,
        target: &dyn Database,
        begun: Timestamp,
    ) -> Result<(Self, bool)> {
        let nothing = Self {
            source: source.describe(),
            begun,
            items: 0,
            searches: 0,
        };
        if nothing.source == target.describe() {
            return Err(Error::Same);
        }
        // A note that cannot be read is another version's: all is handed over again, which changes nothing.
        let known = target
            .note(KEY)?
            .and_then(|note| serde_json::from_str::<Self>(&note).ok())
            .filter(|known| known.source == nothing.source);
        let resumed = known.is_some();
        let mark = known.unwrap_or(nothing);
        let text = mark.write(target)?;
        // One database may be reached by two names: what is written to one is then read from the other.
        if source.note(KEY)? == Some(text) {
            return Err(Error::Same);
        }
        Ok((mark, resumed))
    }

    /// The same copy, with nothing done yet.
    pub(crate) fn begun_anew(self) -> Self {
        Self {
            items: 0,
            searches: 0,
            ..self
        }
    }

    /// Notes it, and gives the text that it noted.
    pub(crate) fn write(&self, target: &dyn Database) -> Result<String> {
        let text = serde_json::to_string(self).map_err(unreadable)?;
        target.set_note(KEY, &text)?;
        Ok(text)
    }
}
