//! Reads the documents of sellers: one seller's, or all of them in one walk.
//!
//! Sellers, mappings and reports come in three walks of the same order. They are merged while they run, each on a
//! thread of its own, so that a million sellers need no second copy in memory and no query of their own.

use std::iter::Peekable;
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use analytics::ClientDocuments;
use database::{Database, Error};
use model::document::{Mapping, Report};

/// Documents handed from one thread to another at once, and how many such handfuls may wait.
const HANDFUL: usize = 256;
const WAITING: usize = 4;

/// All that is stored of one seller; `None` where there is none (any more).
pub fn of(database: &dyn Database, slug: &str) -> Result<Option<ClientDocuments>, Error> {
    let Some(seller) = database.seller(slug)? else {
        return Ok(None);
    };
    Ok(Some(ClientDocuments {
        seller,
        mapping: database.mapping(slug)?,
        reports: database.reports_of(slug)?,
    }))
}

/// All that is stored of every seller, by slug. What `put` fails with ends the walk.
pub fn each(
    database: &dyn Database,
    put: &mut dyn FnMut(ClientDocuments) -> Result<(), Error>,
) -> Result<(), Error> {
    std::thread::scope(|scope| {
        let (mappings, mappings_in) = handfuls();
        let (reports, reports_in) = handfuls();
        let mapping_walk = scope.spawn(move || hand_over(&mappings_in, |visit| database.each_mapping(visit)));
        let report_walk =
            scope.spawn(move || hand_over(&reports_in, |visit| database.each_report_ever(visit)));
        let mut mappings = mappings.into_iter().flatten().peekable();
        let mut reports = reports.into_iter().flatten().peekable();
        let walked = database.each_seller(&mut |seller| {
            let mapping = belonging(&mut mappings, &seller.slug, |mapping: &Mapping| {
                &mapping.client_id
            })
            .pop();
            let reports = belonging(&mut reports, &seller.slug, |report: &Report| &report.client_id);
            put(ClientDocuments {
                seller,
                mapping,
                reports,
            })?;
            Ok(ControlFlow::Continue(()))
        });
        // Ends the two walks where the sellers ended first.
        drop((mappings, reports));
        for walk in [mapping_walk, report_walk] {
            walk.join()
                .unwrap_or_else(|_| Err(Error::Visitor("a walk over documents ended early".to_owned())))?;
        }
        walked
    })
}

fn handfuls<T>() -> (Receiver<Vec<T>>, SyncSender<Vec<T>>) {
    let (sender, receiver) = sync_channel(WAITING);
    (receiver, sender)
}

/// Sends what a walk gives, a handful at a time; ends it where nobody listens any more.
fn hand_over<T>(
    to: &SyncSender<Vec<T>>,
    walk: impl FnOnce(database::Visit<'_, T>) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut handful = Vec::with_capacity(HANDFUL);
    walk(&mut |document| {
        handful.push(document);
        if handful.len() < HANDFUL {
            return Ok(ControlFlow::Continue(()));
        }
        let full = std::mem::replace(&mut handful, Vec::with_capacity(HANDFUL));
        Ok(match to.send(full) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        })
    })?;
    // Nobody listening is no failure: the sellers ended.
    let _ = to.send(handful);
    Ok(())
}

/// The next documents that belong to this seller; those of sellers that are no more are passed over.
fn belonging<T>(
    documents: &mut Peekable<impl Iterator<Item = T>>,
    slug: &str,
    owner: impl Fn(&T) -> &String,
) -> Vec<T> {
    let mut found = Vec::new();
    while let Some(document) = documents.next_if(|document| owner(document).as_str() <= slug) {
        if owner(&document) == slug {
            found.push(document);
        }
    }
    found
}
