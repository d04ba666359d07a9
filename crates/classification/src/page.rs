//! What a page shows to somebody who looks for marks: the addresses it refers to, and who says they made it.
//!
//! Pages are damaged in every way, so nothing is parsed: both are found by walking the text once, whatever it
//! holds. A text that a browser would not read as markup can thus speak too; marks are chosen with that in mind.

mod generator;
mod plain;
mod reference;

use std::collections::BTreeSet;

use model::observation::{LandingPage, PageMark};

pub(crate) use generator::generators;
pub(crate) use plain::plain;
pub(crate) use reference::references;

use crate::catalogue::{MarkNumber, PageMarks};

/// To be raised whenever the code finds anything differently: pages are then looked at again.
pub(crate) const SCAN_VERSION: u32 = 1;

/// The numbers of the marks that stand on a page.
pub(crate) fn marks_on(marks: &PageMarks, page: &LandingPage) -> BTreeSet<MarkNumber> {
    let mut found = BTreeSet::new();
    for (name, value) in &page.headers {
        found.extend(marks.of_header(&name.to_ascii_lowercase(), value));
    }
    for name in &page.cookies {
        found.extend(marks.of_cookie(name));
    }
    found.extend(marks.of_text(&page.html));
    let text = plain(&page.html);
    for reference in references(&text) {
        found.extend(marks.of_reference(&reference.host, reference.path));
    }
    for content in generators(&page.html) {
        found.extend(marks.of_generator(content));
    }
    found
}

/// Marks as they are stored, by platform and then by mark; `name` gives the id of an owner.
pub(crate) fn told<'m>(
    marks: &'m PageMarks,
    found: &BTreeSet<MarkNumber>,
    name: impl Fn(u16) -> Option<&'m str>,
) -> Vec<PageMark> {
    let mut told: Vec<PageMark> = found
        .iter()
        .filter_map(|number| marks.sign(*number))
        .filter_map(|sign| {
            Some(PageMark {
                platform: name(sign.owner)?.into(),
                mark: sign.written.clone(),
                weak: sign.weak,
            })
        })
        .collect();
    told.sort_unstable();
    told
}
