//! Searches that tell an earlier first coverage of sellers that were written before them.

use std::ops::ControlFlow;

use analytics::Client;
use analytics::apart::Note;
use database::Result;
use database::mongodb::bson::{Document, doc};
use database::mongodb::names::CLIENTS;
use database::mongodb::{FindAsk, Mongo, UpdateStatement};

use super::asked::Firsts;
use crate::filter::{alive, both};
use crate::row;

/// Sellers at once.
const HANDFUL: usize = 500;

/// Looks again at every seller that can be asked for by one of these hosts: a sweep's is that of nearly all, once.
pub(super) fn again(mongo: &Mongo, hosts: &[&str]) -> Result<()> {
    let mut after: Option<String> = None;
    loop {
        let mut filter = both(alive(), doc! { "names": { "$in": hosts } });
        if let Some(after) = &after {
            filter = both(filter, doc! { "_id": { "$gt": after.as_str() } });
        }
        let limit = u32::try_from(HANDFUL).unwrap_or(u32::MAX);
        let mut rows = Vec::new();
        mongo.find(
            CLIENTS,
            filter,
            FindAsk::sorted(doc! { "_id": 1 }).first(limit),
            &mut |row| {
                rows.push(row);
                Ok(ControlFlow::Continue(()))
            },
        )?;
        after = rows.last().map(|row| row::text(row, "_id").to_owned());
        let full = rows.len() == HANDFUL;
        write(mongo, &rows)?;
        if !full {
            return Ok(());
        }
    }
}

fn write(mongo: &Mongo, rows: &[Document]) -> Result<()> {
    let read = |row: &Document| (row::client(row), row::note(row), row::int(row, "v"));
    let sellers: Vec<(Client, Note, i64)> = rows.iter().map(read).collect();
    let hosts = sellers.iter().flat_map(|(client, note, _)| note.hosts(client));
    let firsts = Firsts::of(mongo, hosts)?;
    let mut statements = Vec::new();
    for (mut client, note, version) in sellers {
        let covered = firsts.covered(&client, &note);
        if covered != client.covered_at {
            client.covered_at = covered;
            // Who wrote it anew meanwhile knew of the search: only this very state of it is replaced.
            let same = doc! { "_id": client.slug.as_str(), "v": version };
            statements.push(UpdateStatement::new(same, row::document(&client, &note, version)));
        }
    }
    if !statements.is_empty() {
        mongo.update_many_statements(CLIENTS, &statements)?;
    }
    Ok(())
}
