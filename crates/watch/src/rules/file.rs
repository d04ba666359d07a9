//! Rules out of a TOML text, block by block: one that cannot be read hides no other.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::LazyLock;

use serde::Deserialize;

use super::Written;

/// The rules that are built into the program.
pub const BUILT_IN: &str = include_str!("../../rules.toml");

/// The title that the program gives to a rule of its own.
pub fn built_in_title(id: &str) -> Option<String> {
    static TITLES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
        let (blocks, _) = read(Source::BuiltIn, BUILT_IN);
        let titled = blocks
            .into_iter()
            .map(|block| (block.written.id, block.written.title));
        titled
            .filter_map(|(id, title)| Some((id, title?.trim().to_owned())))
            .collect()
    });
    TITLES.get(id).cloned()
}

/// Where a rule was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Source {
    /// In the program itself.
    BuiltIn,
    /// In the file of the data folder.
    File,
    /// On the page.
    Records,
}

/// A rule that does not hold, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where it was written.
    pub source: Source,
    /// The line of the file, from 1.
    pub line: Option<usize>,
    /// The rule's id, where that could be read.
    pub rule: Option<String>,
    /// What is wrong.
    pub reason: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.source {
            Source::BuiltIn => "built-in rules",
            Source::File => "rules file",
            Source::Records => "rules of the page",
        })?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if let Some(rule) = &self.rule {
            write!(f, ", rule \"{rule}\"")?;
        }
        write!(f, ": {}", self.reason)
    }
}

/// A written rule and the line at which its block begins.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// From 1.
    pub line: usize,
    /// The rule.
    pub written: Written,
}

/// Reads every block of a text that can be read. Of two with one id the first counts.
pub fn read(source: Source, text: &str) -> (Vec<Block>, Vec<Problem>) {
    let (mut blocks, mut problems, mut ids) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (line, text) in cut(text) {
        let problem = |line, rule, reason| Problem {
            source,
            line: Some(line),
            rule,
            reason,
        };
        match one(text) {
            Ok(None) => {}
            Ok(Some(written)) if ids.insert(written.id.clone()) => blocks.push(Block { line, written }),
            Ok(Some(written)) => {
                let reason = "there is a rule of this id already".to_owned();
                problems.push(problem(line, Some(written.id), reason));
            }
            Err((within, reason)) => problems.push(problem(line + within, None, reason)),
        }
    }
    (blocks, problems)
}

/// The text cut before each line that begins a rule, each piece with the number of its first line.
fn cut(text: &str) -> Vec<(usize, &str)> {
    let mut pieces = Vec::new();
    let (mut begin, mut begin_line, mut place) = (0, 1, 0);
    for (number, line) in text.split_inclusive('\n').enumerate() {
        if line.trim_start().starts_with("[[") && place > begin {
            pieces.push((begin_line, text.get(begin..place).unwrap_or_default()));
            (begin, begin_line) = (place, number + 1);
        }
        place += line.len();
    }
    pieces.push((begin_line, text.get(begin..).unwrap_or_default()));
    pieces
}

/// The rule of one piece; `None` of a piece without any (comments at the head of a file). Where it fails: how many
/// lines below the first, and why.
fn one(text: &str) -> Result<Option<Written>, (usize, String)> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        #[serde(default)]
        rule: Vec<Written>,
    }
    match toml::from_str::<File>(text) {
        Ok(mut file) => Ok(file.rule.pop()),
        Err(error) => {
            let before = error
                .span()
                .and_then(|span| text.get(..span.start))
                .unwrap_or_default();
            let line = before.bytes().filter(|byte| *byte == b'\n').count();
            Err((line, error.message().trim().replace('\n', " ")))
        }
    }
}
