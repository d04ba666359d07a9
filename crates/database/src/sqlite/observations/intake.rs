//! New facts find their line: the latest one, widened, or one that begins.

use model::Timestamp;
use model::observation::{FactsKind, Observed, Place};
use rusqlite::{CachedStatement, Connection, OptionalExtension, Row, params};

use super::pages::Pages;
use super::undecided;
use crate::Result;
use crate::facts::facts_in;
use crate::sqlite::columns;

/// Adds what was observed. Gives how many lines were begun.
pub(in crate::sqlite) fn put(connection: &Connection, observed: &[Observed]) -> Result<u64> {
    let mut intake = Intake::prepare(connection)?;
    let mut begun = 0;
    for new in observed {
        begun += u64::from(intake.put(new)?);
    }
    Ok(begun)
}

/// The statements that take observations in, prepared once for all of a call.
struct Intake<'c> {
    latest: CachedStatement<'c>,
    begin: CachedStatement<'c>,
    widen: CachedStatement<'c>,
    remove: CachedStatement<'c>,
    forget: CachedStatement<'c>,
    pages: Pages<'c>,
}

/// A line as it stands in its row, the facts unread.
#[derive(PartialEq, Eq)]
struct Line {
    first_seen: Timestamp,
    last_seen: Timestamp,
    until: Timestamp,
    facts: String,
}

impl Line {
    fn read(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            first_seen: columns::moment(row, 0)?,
            last_seen: columns::moment(row, 1)?,
            until: columns::moment(row, 2)?,
            facts: row.get(3)?,
        })
    }

    /// Whether its facts say the same as the new ones.
    fn says_the_same_as(&self, new: &Observed, json: &str) -> Result<bool> {
        if self.facts == json {
            return Ok(true);
        }
        let facts = facts_in(new.place.as_str(), new.facts.kind(), &self.facts)?;
        Ok(facts.says_the_same_as(&new.facts))
    }
}

/// Where new facts belong.
enum Fit {
    /// They are older than what is known.
    Nowhere,
    /// In this line, which they widen.
    In(Line),
    /// After all lines there are.
    After,
}

impl<'c> Intake<'c> {
    fn prepare(connection: &'c Connection) -> Result<Self> {
        Ok(Self {
            latest: connection.prepare_cached(
                "SELECT first_seen, last_seen, until, facts FROM observations \
                 WHERE place = ?1 AND kind = ?2 ORDER BY first_seen DESC LIMIT 1",
            )?,
            begin: connection.prepare_cached(
                "INSERT INTO observations (place, kind, first_seen, last_seen, until, facts) \
                 VALUES (?1, ?2, ?3, ?3, ?4, ?5)",
            )?,
            widen: connection.prepare_cached(
                "UPDATE observations SET (last_seen, until, facts) = (?4, ?5, ?6) \
                 WHERE place = ?1 AND kind = ?2 AND first_seen = ?3",
            )?,
            remove: connection.prepare_cached(
                "DELETE FROM observations WHERE place = ?1 AND kind = ?2 AND first_seen = ?3",
            )?,
            forget: connection.prepare_cached(undecided::FORGET)?,
            pages: Pages::prepare(connection)?,
        })
    }

    /// Takes in one look. Gives whether it began a line.
    fn put(&mut self, new: &Observed) -> Result<bool> {
        let (place, kind, at) = (new.place.as_str(), new.facts.kind().as_str(), new.at.as_millis());
        self.forget.execute(params![place, kind, at])?;
        let json = serde_json::to_string(&new.facts)?;
        let begins = match self.fit(new, &json)? {
            Fit::Nowhere => return Ok(false),
            Fit::In(line) => {
                self.widen(new, &line, json)?;
                false
            }
            Fit::After => {
                self.begin
                    .execute(params![place, kind, at, new.until.as_millis(), json])?;
                true
            }
        };
        if new.facts.kind() == FactsKind::Landing {
            self.pages.put(&new.place, new.page.as_ref())?;
        }
        Ok(begins)
    }

    /// Finds where new facts belong. A line that began at their very moment, and says something else, makes way: of
    /// one moment the facts written last hold, and then the line before may be the one that they widen.
    fn fit(&mut self, new: &Observed, json: &str) -> Result<Fit> {
        while let Some(line) = self.latest(&new.place, new.facts.kind())? {
            if new.at < line.last_seen {
                return Ok(Fit::Nowhere);
            }
            if line.says_the_same_as(new, json)? {
                return Ok(Fit::In(line));
            }
            if line.first_seen < new.at {
                break;
            }
            let kind = new.facts.kind().as_str();
            self.remove
                .execute(params![new.place.as_str(), kind, line.first_seen.as_millis()])?;
        }
        Ok(Fit::After)
    }

    fn latest(&mut self, place: &Place, kind: FactsKind) -> Result<Option<Line>> {
        let key = params![place.as_str(), kind.as_str()];
        self.latest
            .query_row(key, |row| Ok(Line::read(row)))
            .optional()?
            .transpose()
    }

    /// Widens a line to this look, whose facts take the place of the line's; writes only what is news.
    fn widen(&mut self, new: &Observed, line: &Line, json: String) -> Result<()> {
        let wider = Line {
            first_seen: line.first_seen,
            last_seen: new.at,
            until: line.until.max(new.until),
            facts: json,
        };
        if wider != *line {
            self.widen.execute(params![
                new.place.as_str(),
                new.facts.kind().as_str(),
                wider.first_seen.as_millis(),
                wider.last_seen.as_millis(),
                wider.until.as_millis(),
                wider.facts,
            ])?;
        }
        Ok(())
    }
}
