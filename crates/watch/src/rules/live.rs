//! The rules that hold: those built in, the file's over them, people's over both.

use std::collections::BTreeMap;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;

use database::{Database, Record, Shelf};
use model::Timestamp;
use serde::{Deserialize, Serialize};

use super::file::{BUILT_IN, Problem, Source, built_in_title, read};
use super::{Fault, Known, Rule, Written};

/// Who wrote a rule last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    /// Nobody: it came with the program.
    BuiltIn,
    /// The file of the data folder.
    File,
    /// Somebody on the page.
    Person,
}

/// Who changed a rule on the page, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The user.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// A rule as a list of rules shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The rule.
    pub rule: Rule,
    /// Who wrote it last.
    pub origin: Origin,
    /// Whether its title is not the program's own, which pages tell in the reader's language.
    pub retitled: bool,
    /// Whether somebody deleted it; then it is not evaluated, and can be restored.
    pub deleted: bool,
    /// The revision of its record, to be named when it is saved; 0 where it has none.
    pub revision: u64,
    /// Who changed it last on the page.
    pub changed: Option<Changed>,
}

/// All rules, by id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rules(Vec<Listed>);

/// Rules, and what stood in the way of others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Those that hold.
    pub rules: Rules,
    /// Those that do not: each with its place and reason. A rule that cannot be read does not take the one below it
    /// away: that one goes on to hold.
    pub problems: Vec<Problem>,
}

/// The body of a record.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) by: String,
    pub(super) at: Timestamp,
    #[serde(default)]
    pub(super) deleted: bool,
    /// All of the rule; without its title where that is the program's.
    pub(super) rule: Written,
}

/// Layers put over one another.
#[derive(Default)]
struct Layers<'k> {
    known: Known<'k>,
    listed: BTreeMap<String, Listed>,
    problems: Vec<Problem>,
}

impl Rules {
    /// What holds now: the built-in rules, those of a file (`None`, or one that is not there: none), and those that
    /// people changed.
    ///
    /// # Errors
    /// The database's alone; a file that cannot be read is a problem among the others.
    pub fn load(
        database: &dyn Database,
        file: Option<&Path>,
        known: &Known<'_>,
    ) -> Result<Loaded, database::Error> {
        let mut layers = Layers::built_in(known);
        if let Some(path) = file {
            match std::fs::read_to_string(path) {
                Ok(text) => layers.text(Source::File, &text),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => layers.problem(Source::File, None, None, format!("cannot be read: {error}")),
            }
        }
        database.each_record(Shelf::Rules, &mut |record| {
            layers.record(&record);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(layers.loaded())
    }

    /// Those that came with the program, with those of a text over them: without any database.
    pub fn of_text(text: &str, known: &Known<'_>) -> Loaded {
        let mut layers = Layers::built_in(known);
        layers.text(Source::File, text);
        layers.loaded()
    }

    /// Every rule, those that do not hold included, by id.
    pub fn listed(&self) -> &[Listed] {
        &self.0
    }

    /// Those that are evaluated: enabled and not deleted, by id.
    pub fn active(&self) -> impl Iterator<Item = &Rule> {
        let active = self
            .0
            .iter()
            .filter(|listed| !listed.deleted && listed.rule.enabled);
        active.map(|listed| &listed.rule)
    }

    /// Those that are not deleted, by id: what a download holds.
    pub fn kept(&self) -> impl Iterator<Item = &Rule> {
        self.0
            .iter()
            .filter(|listed| !listed.deleted)
            .map(|listed| &listed.rule)
    }

    /// One of them.
    pub fn get(&self, id: &str) -> Option<&Listed> {
        let place = self
            .0
            .binary_search_by(|listed| listed.rule.id.as_str().cmp(id))
            .ok()?;
        self.0.get(place)
    }
}

impl FromIterator<Rule> for Rules {
    /// Of rules that stand in no file: for tests and previews. Of two with one id the last counts.
    fn from_iter<T: IntoIterator<Item = Rule>>(rules: T) -> Self {
        let listed = rules
            .into_iter()
            .map(|rule| (rule.id.clone(), Listed::of(rule, Origin::File)));
        Self(listed.collect::<BTreeMap<_, _>>().into_values().collect())
    }
}

impl Listed {
    fn of(rule: Rule, origin: Origin) -> Self {
        Self {
            retitled: origin != Origin::BuiltIn && built_in_title(&rule.id).as_ref() != Some(&rule.title),
            rule,
            origin,
            deleted: false,
            revision: 0,
            changed: None,
        }
    }
}

impl<'k> Layers<'k> {
    fn built_in(known: &Known<'k>) -> Self {
        let mut layers = Self {
            known: *known,
            ..Self::default()
        };
        layers.text(Source::BuiltIn, BUILT_IN);
        layers
    }

    fn text(&mut self, source: Source, text: &str) {
        let (blocks, problems) = read(source, text);
        self.problems.extend(problems);
        let origin = if source == Source::BuiltIn {
            Origin::BuiltIn
        } else {
            Origin::File
        };
        for block in blocks {
            let id = block.written.id.clone();
            let below = self.listed.get(&id).map(|listed| Written::from(&listed.rule));
            let written = block.written.over(below.unwrap_or_default());
            match written.rule(&self.known) {
                Ok(rule) => {
                    self.listed.insert(id, Listed::of(rule, origin));
                }
                Err(faults) => self.problem(source, Some(block.line), Some(id), told(&faults)),
            }
        }
    }

    fn record(&mut self, record: &Record) {
        let mut kept: Kept = match serde_json::from_str(&record.body) {
            Ok(kept) => kept,
            Err(error) => {
                let reason = format!("cannot be read: {error}");
                return self.problem(Source::Records, None, Some(record.key.clone()), reason);
            }
        };
        // Without a title it has the program's; a rule that no longer comes with the program is called by its id.
        let titled = || built_in_title(&record.key).unwrap_or_else(|| record.key.clone());
        kept.rule.title.get_or_insert_with(titled);
        match kept.rule.rule(&self.known) {
            Ok(rule) if rule.id == record.key => {
                let changed = Some(Changed {
                    by: kept.by,
                    at: kept.at,
                });
                let listed = Listed {
                    deleted: kept.deleted,
                    revision: record.revision,
                    changed,
                    ..Listed::of(rule, Origin::Person)
                };
                self.listed.insert(record.key.clone(), listed);
            }
            Ok(_) => {
                let reason = "is kept under another id than its own".to_owned();
                self.problem(Source::Records, None, Some(record.key.clone()), reason);
            }
            Err(faults) => {
                self.problem(Source::Records, None, Some(record.key.clone()), told(&faults));
                // So that whoever mends it on the page can: saving names the revision.
                if let Some(below) = self.listed.get_mut(&record.key) {
                    below.revision = record.revision;
                }
            }
        }
    }

    fn problem(&mut self, source: Source, line: Option<usize>, rule: Option<String>, reason: String) {
        self.problems.push(Problem {
            source,
            line,
            rule,
            reason,
        });
    }

    fn loaded(self) -> Loaded {
        Loaded {
            rules: Rules(self.listed.into_values().collect()),
            problems: self.problems,
        }
    }
}

fn told(faults: &[Fault]) -> String {
    let told: Vec<String> = faults.iter().map(Fault::to_string).collect();
    told.join("; ")
}
