//! The channel that always works: the program's own log, and a file with one line of JSON per message.

use std::fs::OpenOptions;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use model::Timestamp;

use super::{Channel, ChannelSettings, Receipt, Refusal, Shown};
use crate::outbox::Message;

/// The log.
pub struct LogChannel {
    shown: Shown,
    path: Option<PathBuf>,
}

impl LogChannel {
    /// Opens it. The file is made with the first message.
    pub fn open(settings: &ChannelSettings) -> Self {
        Self {
            shown: settings.shown(None),
            path: settings.path.clone(),
        }
    }
}

#[async_trait]
impl Channel for LogChannel {
    fn shown(&self) -> &Shown {
        &self.shown
    }

    async fn send(&self, message: &Message, _now: Timestamp) -> Result<Receipt, Refusal> {
        let content = &message.content;
        tracing::info!(
            key = message.key,
            kind = content.kind.as_str(),
            subject = content.subject,
            "message"
        );
        let Some(path) = self.path.clone() else {
            return Ok(Receipt {
                answer: "logged".to_owned(),
            });
        };
        let line = serde_json::json!({
            "key": message.key,
            "kind": content.kind.as_str(),
            "at": message.at,
            "subject": content.subject,
            "text": content.text,
            "data": content.data,
        });
        let written = tokio::task::spawn_blocking(move || append(&path, &line.to_string())).await;
        match written {
            Ok(Ok(())) => Ok(Receipt {
                answer: "written".to_owned(),
            }),
            Ok(Err(error)) => Err(Refusal::temporary(format!(
                "the file cannot be written: {}",
                error.kind()
            ))),
            Err(_) => Err(Refusal::temporary("the program is ending")),
        }
    }
}

/// Appends a line that outlives a power cut. Where the last one broke off, this one begins on a line of its own.
fn append(path: &Path, line: &str) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .create(true)
        .read(true)
        .append(true)
        .open(path)?;
    let mut last = [b'\n'];
    if file.seek(SeekFrom::End(0))? > 0 {
        file.seek(SeekFrom::End(-1))?;
        file.read_exact(&mut last)?;
    }
    let broken = if last == *b"\n" { "" } else { "\n" };
    file.write_all(format!("{broken}{line}\n").as_bytes())?;
    file.sync_data()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_broke_off_spoils_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log.jsonl");
        append(&path, "1").unwrap();
        std::fs::write(&path, "1\n{\"brok").unwrap();
        append(&path, "2").unwrap();
        append(&path, "3").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "1\n{\"brok\n2\n3\n");
    }
}
