//! The files behind the paths that somebody names.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::Error;

/// Endings that a folder is searched for; a file that is named itself may end as it likes.
const ENDINGS: [&str; 7] = ["json", "jsonl", "ndjson", "csv", "gz", "zst", "zstd"];

/// One file to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// As shown to people and in refusals: the path as it was named.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// Its size in bytes, 0 where the system does not say.
    pub size: u64,
}

impl Source {
    /// Opens it for reading.
    pub fn open(&self) -> io::Result<impl Read + use<>> {
        File::open(&self.path)
    }
}

/// The files behind `paths`, in the order named; folders are walked by name, hidden entries left out.
pub fn sources<P: AsRef<Path>>(paths: &[P]) -> Result<Vec<Source>, Error> {
    let mut found = Vec::new();
    for path in paths {
        let path = path.as_ref();
        let data = std::fs::metadata(path).map_err(|reason| at(path, reason))?;
        if data.is_dir() {
            walk(path, &mut found)?;
        } else {
            found.push(source(path, data.len()));
        }
    }
    Ok(found)
}

fn walk(folder: &Path, found: &mut Vec<Source>) -> Result<(), Error> {
    let entries: Result<Vec<_>, io::Error> = std::fs::read_dir(folder)
        .map_err(|reason| at(folder, reason))?
        .collect();
    let mut entries = entries.map_err(|reason| at(folder, reason))?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        let path = entry.path();
        // A link's own type: a link to a folder is not followed, so that no circle can be walked.
        let kind = entry.file_type().map_err(|reason| at(&path, reason))?;
        if kind.is_dir() {
            walk(&path, found)?;
        } else if has_known_ending(&path)
            && let Ok(data) = std::fs::metadata(&path)
            && data.is_file()
        {
            found.push(source(&path, data.len()));
        }
    }
    Ok(())
}

fn has_known_ending(path: &Path) -> bool {
    let Some(ending) = path.extension().and_then(|ending| ending.to_str()) else {
        return false;
    };
    ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending))
}

fn source(path: &Path, size: u64) -> Source {
    Source {
        name: path.display().to_string(),
        path: path.to_owned(),
        size,
    }
}

fn at(path: &Path, reason: io::Error) -> Error {
    Error::Path {
        path: path.display().to_string(),
        reason,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_walked_by_name_and_named_files_are_taken_as_they_are() {
        let folder = tempfile::tempdir().unwrap();
        for name in [
            "b.json",
            "a.JSONL.gz",
            "notes.txt",
            ".hidden.json",
            "deeper/c.csv",
        ] {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "[]").unwrap();
        }
        let names = |paths: &[PathBuf]| -> Vec<String> {
            let found = sources(paths).unwrap();
            found
                .iter()
                .map(|s| s.path.strip_prefix(folder.path()).unwrap().display().to_string())
                .collect()
        };
        assert_eq!(
            names(&[folder.path().to_owned()]),
            ["a.JSONL.gz", "b.json", "deeper/c.csv"]
        );
        assert_eq!(names(&[folder.path().join("notes.txt")]), ["notes.txt"]);
        assert!(sources(&[folder.path().join("absent")]).is_err());
    }
}
