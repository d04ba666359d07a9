//! Answers that are made once and kept as long as the view that they belong to.

use std::sync::{Arc, Mutex, PoisonError};

use database::Result;

/// Answers that are remembered at once in one [`Few`]; a reader who tries out more makes the oldest go.
const FEW: usize = 32;

/// One answer. Who asks meanwhile waits for it; after a failure the next one tries again.
#[derive(Debug)]
pub struct Once<T>(Mutex<Option<Arc<T>>>);

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T> Once<T> {
    /// The answer, made by `make` where there is none yet.
    pub fn get(&self, make: impl FnOnce() -> Result<T>) -> Result<Arc<T>> {
        // What is inside is whole or not there, whoever panicked.
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = &*kept {
            return Ok(Arc::clone(kept));
        }
        let made = Arc::new(make()?);
        *kept = Some(Arc::clone(&made));
        Ok(made)
    }
}

/// Answers to questions of one kind.
#[derive(Debug)]
pub(crate) struct Few<Q, T>(Mutex<Vec<(Q, Arc<Once<T>>)>>);

impl<Q, T> Default for Few<Q, T> {
    fn default() -> Self {
        Self(Mutex::new(Vec::new()))
    }
}

impl<Q: PartialEq + Clone, T> Few<Q, T> {
    pub(crate) fn get(&self, question: &Q, make: impl FnOnce() -> Result<T>) -> Result<Arc<T>> {
        self.of(question).get(make)
    }

    fn of(&self, question: &Q) -> Arc<Once<T>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, once)) = kept.iter().find(|(other, _)| other == question) {
            return Arc::clone(once);
        }
        if kept.len() == FEW {
            kept.remove(0);
        }
        let once = Arc::new(Once::default());
        kept.push((question.clone(), Arc::clone(&once)));
        once
    }
}
