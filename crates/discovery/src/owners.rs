//! Which process watches over which runs, and whether it still lives.
//!
//! Every process holds an operating system's lock on `<folder>/owners/<owner>.lock` for as long as it lives. The
//! lock goes with the process, however it ends, so whoever gets it knows that the owner is dead. A lock file is
//! never removed: its absence means that the owner lived elsewhere (another machine, another folder), where no
//! lock of ours can say whether it still does.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_64;

/// Names up to this length are file names as they are.
const LONGEST: usize = 100;

/// A held lock: the owner is this process, or is dead and succeeded by it.
#[derive(Debug)]
pub struct OwnerLock {
    // Held for the sake of its lock.
    _file: File,
}

/// Whether an owner lives.
#[derive(Debug)]
pub enum Life {
    /// It does.
    Alive,
    /// It does not, and as long as this lock is held nobody else succeeds it.
    Dead(OwnerLock),
    /// It lived in another folder.
    Elsewhere,
}

/// Makes this process the owner of that name; `None` where another one is.
pub fn claim(folder: &Path, owner: &str) -> io::Result<Option<OwnerLock>> {
    let path = lock_path(folder, owner);
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent)?;
    }
    let file = OpenOptions::new().create(true).append(true).open(path)?;
    locked(file)
}

/// Looks whether an owner lives.
pub fn life(folder: &Path, owner: &str) -> io::Result<Life> {
    match OpenOptions::new().append(true).open(lock_path(folder, owner)) {
        Ok(file) => Ok(locked(file)?.map_or(Life::Alive, Life::Dead)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Life::Elsewhere),
        Err(error) => Err(error),
    }
}

fn locked(file: File) -> io::Result<Option<OwnerLock>> {
    match file.try_lock() {
        Ok(()) => Ok(Some(OwnerLock { _file: file })),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

fn lock_path(folder: &Path, owner: &str) -> PathBuf {
    folder.join("owners").join(format!("{}.lock", file_name(owner)))
}

/// An owner's name as part of a file name; another text than the name where it would not do.
pub(crate) fn file_name(owner: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let fits = !owner.is_empty() && owner.len() <= LONGEST && !owner.starts_with('.');
    if fits && owner.chars().all(plain) {
        owner.to_owned()
    } else {
        format!("owner-{:016x}", xxh3_64(owner.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_held_until_its_lock_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(life(folder.path(), "a").unwrap(), Life::Elsewhere));
        let lock = claim(folder.path(), "a").unwrap();
        assert!(lock.is_some());
        assert!(claim(folder.path(), "a").unwrap().is_none());
        assert!(matches!(life(folder.path(), "a").unwrap(), Life::Alive));
        drop(lock);
        let Life::Dead(successor) = life(folder.path(), "a").unwrap() else {
            panic!("nobody holds it");
        };
        assert!(claim(folder.path(), "a").unwrap().is_none(), "one successor only");
        drop(successor);
    }

    #[test]
    fn no_name_leaves_the_folder() {
        for owner in ["../x", "", ".", "a/b", "é"] {
            assert!(file_name(owner).starts_with("owner-"), "{owner}");
        }
        assert_eq!(file_name("host-12.a_b"), "host-12.a_b");
    }
}
