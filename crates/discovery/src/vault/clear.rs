//! Taking away what is no longer needed: pages of runs that are settled, and therefore stored.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use super::journal::{self, Journal, at};
use super::{Succession, Vault, VaultError, journal_path, journals, lock};

/// What a clearing took away and left.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cleared {
    /// Records that went.
    pub records: u64,
    /// Bytes that they took on disk.
    pub bytes: u64,
    /// Records that stay: their runs are not settled.
    pub left: u64,
    /// Journals that were left alone, since their owners live.
    pub alive: u64,
}

impl Vault {
    /// Takes away the records of the runs `settled`. Journals of living owners are left alone; what is damaged
    /// goes with the rest.
    pub fn clear(&self, settled: &BTreeSet<String>) -> Result<Cleared, VaultError> {
        let mut cleared = Cleared::default();
        let mut own = lock(&self.journal);
        for path in journals(&self.folder)? {
            if path == own.path() {
                rewrite(&path, settled, &mut cleared)?;
                *own = Journal::open(&path)?;
                continue;
            }
            // The file's stem is its owner's name, or stands for it: the lock's name is made of it alike.
            let owner = path
                .file_stem()
                .and_then(|stem| stem.to_str())
                .unwrap_or_default();
            let ours = self.succeed(owner)? == Succession::Ours;
            if ours && journal_path(&self.folder, owner) == path {
                rewrite(&path, settled, &mut cleared)?;
            } else {
                cleared.alive += 1;
            }
        }
        Ok(cleared)
    }
}

/// Writes the journal anew without the settled runs, beside the old one, and puts it in its place.
fn rewrite(path: &Path, settled: &BTreeSet<String>, cleared: &mut Cleared) -> Result<(), VaultError> {
    let fail = |reason| at(path, reason);
    let bytes = std::fs::read(path).map_err(fail)?;
    let mut rest: Vec<u8> = Vec::new();
    let mut gone = 0;
    journal::walk(&bytes, &mut |header, _, _, record| {
        if settled.contains(&header.tag) {
            gone += 1;
        } else {
            cleared.left += 1;
            rest.extend_from_slice(record);
        }
    });
    if gone == 0 {
        return Ok(());
    }
    if rest.is_empty() {
        std::fs::remove_file(path).map_err(fail)?;
    } else {
        let new = path.with_extension("new");
        let mut file = std::fs::File::create(&new).map_err(fail)?;
        file.write_all(&rest).map_err(fail)?;
        file.sync_all().map_err(fail)?;
        std::fs::rename(&new, path).map_err(fail)?;
    }
    journal::sync_folder(path).map_err(fail)?;
    cleared.records += gone;
    cleared.bytes += (bytes.len() - rest.len()) as u64;
    Ok(())
}
