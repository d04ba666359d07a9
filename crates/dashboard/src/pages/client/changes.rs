//! What changed of a seller from scan to scan, latest first.

use analytics::changes::ChangeSet;
use analytics::{Client, Span};

use crate::format::Html;
use crate::pages::changed::sentences;
use crate::shell::Shell;

/// Scans that are shown.
const SHOWN: usize = 12;

/// One scan.
pub struct Step {
    pub at: Html,
    pub says: Vec<Html>,
}

/// Of a seller: scans that brought anything new of it.
pub fn of(shell: &Shell<'_>, client: &Client) -> Vec<Step> {
    let frame = shell.visit.view.frame();
    let scans = frame.scans();
    let pairs = scans.iter().zip(scans.iter().skip(1)).rev();
    let steps = pairs.filter_map(|(older, newer)| {
        let changes = ChangeSet::of_client(client, Span::of_scans(frame, older, newer))?;
        Some(Step {
            at: shell.w.date(&frame.zone, newer.ended),
            says: sentences(shell, &changes),
        })
    });
    steps.take(SHOWN).collect()
}
