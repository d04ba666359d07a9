//! Whom a rule watches, made ready to be asked.

use std::collections::BTreeSet;

use super::Facts;
use crate::rules::Scope;

/// The sellers of a scope.
#[derive(Debug)]
pub enum Within<'a> {
    /// All of them.
    All,
    /// These slugs.
    Some(BTreeSet<&'a str>),
}

impl<'a> Within<'a> {
    /// Resolves a scope as it stands at the moment of the facts; `None` where there is no segment of that name.
    pub fn of(facts: &Facts<'a>, scope: &Scope) -> Option<Self> {
        let Some(name) = &scope.segment else {
            return Some(Self::All);
        };
        let filter = (facts.segments)(name)?;
        let clients = facts
            .snapshot
            .all_clients(&filter, analytics::ClientOrder::default());
        Some(Self::Some(
            clients.into_iter().map(|client| client.slug.as_str()).collect(),
        ))
    }

    /// Whether a seller is one of them.
    pub fn holds(&self, slug: &str) -> bool {
        match self {
            Self::All => true,
            Self::Some(slugs) => slugs.contains(slug),
        }
    }
}
