//! What a verification found, in words: so many told one by one, the others counted.

use crate::{Error, Result};

/// Findings told one by one.
const TOLD: usize = 100;

/// What was found so far.
#[derive(Default)]
pub(crate) struct Findings {
    told: Vec<String>,
    untold: u64,
}

impl Findings {
    pub(crate) fn add(&mut self, finding: String) {
        if self.told.len() < TOLD {
            self.told.push(finding);
        } else {
            self.untold += 1;
        }
    }

    /// What a look at something gave; damage is a finding and nothing more.
    pub(crate) fn look<T>(&mut self, looked: Result<T>) -> Result<Option<T>> {
        match looked {
            Ok(found) => Ok(Some(found)),
            Err(Error::Damaged(finding)) => {
                self.add(finding);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// All of it, how many were not told last.
    pub(crate) fn told(mut self) -> Vec<String> {
        if self.untold > 0 {
            self.told.push(format!("and {} more", self.untold));
        }
        self.told
    }
}
