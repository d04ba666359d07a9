//! Walks whose visitor may fail in ways that the database does not know.

use std::ops::ControlFlow;

use database::{Error as DatabaseError, Visit};

use crate::Result;

/// A walk of a database over things of one sort.
pub(crate) struct Walk<W>(W);

impl<W> Walk<W> {
    /// The walk that this call makes with a visitor.
    pub(crate) const fn new<T>(walk: W) -> Self
    where
        W: FnOnce(Visit<'_, T>) -> database::Result<()>,
    {
        Self(walk)
    }

    /// Visits one by one. A failure of the visitor ends the walk and is given as it is.
    pub(crate) fn each<T>(self, mut visit: impl FnMut(T) -> Result<()>) -> Result<()>
    where
        W: FnOnce(Visit<'_, T>) -> database::Result<()>,
    {
        let mut failed = None;
        let walked = (self.0)(&mut |item| {
            Ok(match visit(item) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            })
        });
        match failed {
            Some(error) => Err(error),
            None => Ok(walked?),
        }
    }

    /// Gives portions of at most `size`; the last may be smaller, none is empty.
    pub(crate) fn portions<T>(self, size: usize, mut give: impl FnMut(&[T]) -> Result<()>) -> Result<()>
    where
        W: FnOnce(Visit<'_, T>) -> database::Result<()>,
    {
        let mut portion = Vec::new();
        self.each(|item| {
            portion.push(item);
            if portion.len() >= size {
                give(&portion)?;
                portion.clear();
            }
            Ok(())
        })?;
        if portion.is_empty() {
            return Ok(());
        }
        give(&portion)
    }
}

/// A failure of a database inside a visitor of another one.
pub(crate) fn unreadable(error: serde_json::Error) -> crate::Error {
    DatabaseError::from(error).into()
}
