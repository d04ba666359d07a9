//! Where results go: stdout, or a file that is written whole or not at all.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;

use serde::Serialize;

use crate::failure::Failure;

/// One JSON document on stdout.
pub fn print_json(document: &impl Serialize) -> Result<(), Failure> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    serde_json::to_writer(&mut out, document)?;
    out.write_all(b"\n")?;
    out.flush()?;
    Ok(())
}

/// Text on stdout, with a line break at its end.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.write_all(b"\n")?;
    out.flush()?;
    Ok(())
}

/// Text on stderr, which scripts do not read, with a line break at its end.
pub fn tell(text: &str) {
    // What cannot be told is no reason to stop.
    let _ = io::stderr().lock().write_all(format!("{text}\n").as_bytes());
}

/// Columns of the terminal that stdout is; `None` where it is none.
pub fn width() -> Option<u16> {
    if !io::stdout().is_terminal() {
        return None;
    }
    let (_, columns) = console::Term::stdout().size();
    (columns > 20).then_some(columns)
}

/// Foreign text for a terminal: no control characters, no invisible marks, not endless.
pub fn shown(text: &str) -> String {
    const MOST: usize = 200;
    let mut out: String = text
        .chars()
        .filter(|c| !model::text::is_invisible(*c))
        .take(MOST)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if text.chars().nth(MOST).is_some() {
        out.push('…');
    }
    out
}

/// Writes a file whole or not at all: beside it first, then in its place.
pub fn write_whole(
    path: &Path,
    write: impl FnOnce(&mut std::fs::File) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)
        .map_err(|reason| Failure::path(path, &reason, "next-path"))?;
    write(file.as_file_mut())?;
    make_readable(file.as_file())?;
    file.persist(path)
        .map_err(|error| Failure::path(path, &error.error, "next-path"))?;
    Ok(())
}

/// Temporary files are made for their owner alone; a report is for whoever may read the folder.
#[cfg(unix)]
fn make_readable(file: &std::fs::File) -> Result<(), Failure> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))?;
    Ok(())
}

#[cfg(not(unix))]
fn make_readable(_file: &std::fs::File) -> Result<(), Failure> {
    Ok(())
}
