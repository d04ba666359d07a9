//! The rules of history: new facts widen the latest line of their place and kind, or begin one.

use ::mongodb::bson::{Bson, Document, doc};
use model::Timestamp;
use model::observation::{FactsKind, Observed};

use crate::facts::facts_in;
use crate::mongodb::values::{self, Read, millis};
use crate::{Error, Result};

/// A line, the facts unread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) first: Timestamp,
    pub(super) last: Timestamp,
    pub(super) until: Timestamp,
    pub(super) facts: String,
}

/// What is known of one kind of one place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct History {
    /// Oldest first.
    pub(super) lines: Vec<Line>,
    /// The digest of the page that the latest landing facts were read from.
    pub(super) page: Option<u128>,
}

impl History {
    /// What a document holds; without the field `h`, the latest line alone.
    pub(super) fn read(document: &Document) -> Result<Self> {
        let mut lines = Vec::new();
        if let Ok(earlier) = document.get_array("h") {
            for line in earlier.iter().filter_map(Bson::as_document) {
                lines.push(Line::read(line)?);
            }
        }
        lines.push(Line::read(document)?);
        Ok(Self {
            lines,
            page: document
                .contains_key("pg")
                .then(|| Read::digest(document, "pg"))
                .transpose()?,
        })
    }

    /// The fields of its document, each with its value where it has one.
    pub(super) fn fields(&self) -> Result<Vec<(&'static str, Option<Bson>)>> {
        let (latest, earlier) = self
            .lines
            .split_last()
            .ok_or_else(|| Error::Engine("a history without a line was to be written".to_owned()))?;
        let earlier: Vec<_> = earlier
            .iter()
            .map(|line| Bson::Document(line.document()))
            .collect();
        Ok(vec![
            ("f", Some(millis(latest.first))),
            ("s", Some(millis(latest.last))),
            ("u", Some(millis(latest.until))),
            ("x", Some(Bson::from(&latest.facts))),
            ("h", (!earlier.is_empty()).then_some(Bson::Array(earlier))),
            ("pg", self.page.map(values::digest)),
        ])
    }

    /// Takes in one look; `page` is the digest of its page. Gives `None` where it is older than what is known, else
    /// whether it began a line.
    ///
    /// A line that began at its very moment, and says something else, makes way: of one moment the facts written last
    /// hold, and then the line before may be the one that they widen.
    pub(super) fn take(&mut self, new: &Observed, page: Option<u128>) -> Result<Option<bool>> {
        let json = serde_json::to_string(&new.facts)?;
        let mut begins = true;
        while let Some(line) = self.lines.last_mut() {
            if new.at < line.last {
                return Ok(None);
            }
            if line.says_the_same_as(new, &json)? {
                line.last = new.at;
                line.until = line.until.max(new.until);
                line.facts.clone_from(&json);
                begins = false;
                break;
            }
            if line.first < new.at {
                break;
            }
            self.lines.pop();
        }
        if begins {
            self.lines.push(Line {
                first: new.at,
                last: new.at,
                until: new.until,
                facts: json,
            });
        }
        if new.facts.kind() == FactsKind::Landing {
            self.page = page;
        }
        Ok(Some(begins))
    }
}

impl Line {
    fn read(document: &Document) -> Result<Self> {
        Ok(Self {
            first: document.moment("f")?,
            last: document.moment("s")?,
            until: document.moment("u")?,
            facts: document.text("x")?.to_owned(),
        })
    }

    fn document(&self) -> Document {
        doc! {
            "f": millis(self.first), "s": millis(self.last), "u": millis(self.until), "x": &self.facts,
        }
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

#[cfg(test)]
mod tests {
    use model::observation::Facts;

    use super::*;
    use crate::conformance::looks::{closed, landing, look};
    use crate::conformance::samples::moment;

    fn taken(looks: &[(Facts, i64)]) -> (History, Vec<Option<bool>>) {
        let mut history = History::default();
        let told = looks
            .iter()
            .map(|(facts, minutes)| {
                let page = u128::from(minutes.unsigned_abs());
                history
                    .take(&look("a.tn", facts.clone(), *minutes), Some(page))
                    .unwrap()
            })
            .collect();
        (history, told)
    }

    fn spans(history: &History) -> Vec<(Timestamp, Timestamp)> {
        history.lines.iter().map(|line| (line.first, line.last)).collect()
    }

    #[test]
    fn the_same_widens_other_facts_begin_and_older_ones_are_left_out() {
        let (history, told) = taken(&[
            (landing("A"), 0),
            (landing("B"), 10),
            (closed("A"), 20),
            (landing("A"), 15),
            (landing("A"), 30),
        ]);
        assert_eq!(told, [Some(true), Some(false), Some(true), None, Some(true)]);
        let expected = [(0, 10), (20, 20), (30, 30)].map(|(first, last)| (moment(first), moment(last)));
        assert_eq!((spans(&history), history.page), (expected.to_vec(), Some(30)));
    }

    #[test]
    fn of_one_moment_the_last_written_holds_and_may_widen_the_line_before() {
        let (history, told) = taken(&[(landing("A"), 0), (closed("A"), 10), (landing("A"), 10)]);
        assert_eq!(told, [Some(true), Some(true), Some(false)]);
        assert_eq!(spans(&history), [(moment(0), moment(10))]);
        let (history, _) = taken(&[(landing("A"), 0), (closed("A"), 0)]);
        assert_eq!(spans(&history), [(moment(0), moment(0))]);
    }

    #[test]
    fn documents_hold_it_whole() {
        for looks in [
            &[(landing("A"), 0)][..],
            &[(landing("متجر"), 0), (closed("\0"), 9)],
        ] {
            let (mut history, _) = taken(looks);
            let document = |history: &History| {
                let fields = history.fields().unwrap().into_iter();
                fields
                    .filter_map(|(name, value)| Some((name.to_owned(), value?)))
                    .collect::<Document>()
            };
            assert_eq!(History::read(&document(&history)).unwrap(), history);
            history.page = None;
            assert_eq!(History::read(&document(&history)).unwrap(), history);
        }
        assert!(History::default().fields().is_err());
    }
}
