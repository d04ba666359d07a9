//! Every slug that sellers or documents name, by slug.

use std::collections::{BTreeMap, BTreeSet};

use ::mongodb::bson::doc;

use super::groups::Groups;
use super::{Mongo, documents, sellers};
use crate::{Result, Visit};

/// Those, and these beside.
pub(super) fn each(mongo: &Mongo, beside: BTreeSet<String>, visit: Visit<'_, String>) -> Result<()> {
    let mut aside: BTreeMap<_, _> = beside.into_iter().map(|slug| (slug, Vec::new())).collect();
    aside.extend(sellers::odd(mongo)?);
    let only = doc! { "_id": 1, "slug": 1, "client_id": 1, "Slug": 1, "client_slug": 1 };
    let mut groups = Groups::new(aside);
    sellers::walk(mongo, &mut groups, &only)?;
    documents::add_to(mongo, &mut groups, &["mapping", "report"], &only)?;
    while let Some((slug, _)) = groups.next()? {
        if visit(slug)?.is_break() {
            break;
        }
    }
    Ok(())
}
