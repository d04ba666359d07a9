//! A folder of this machine, in which a file is there whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::channels::Refusal;

/// A folder.
#[derive(Debug, Clone)]
pub struct FolderTarget {
    path: PathBuf,
}

impl FolderTarget {
    /// Of a path. The folder is made with the first file.
    pub const fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// Writes a file; one of the same name is replaced.
    pub(super) async fn put(&self, name: &str, bytes: Vec<u8>) -> Result<(), Refusal> {
        let (folder, name) = (self.path.clone(), name.to_owned());
        match tokio::task::spawn_blocking(move || write(&folder, &name, &bytes)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(Refusal::temporary(format!(
                "the folder cannot be written: {}",
                error.kind()
            ))),
            Err(_) => Err(Refusal::temporary("the program is ending")),
        }
    }
}

/// Writes beside, syncs, then renames: whoever looks into the folder sees whole files only. The name of what is beside
/// is fixed, so what a crash leaves is overwritten by the next attempt.
fn write(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let beside = folder.join(format!(".{name}.part"));
    let mut file = File::create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    fs::rename(&beside, folder.join(name))?;
    sync(folder)
}

/// The new name itself must outlive a power cut too.
#[cfg(unix)]
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync(_folder: &Path) -> io::Result<()> {
    Ok(())
}
