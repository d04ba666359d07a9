//! Tables that go out by themselves: to a folder, or to a bucket that speaks S3.
//!
//! An export is a message of the outbox like any other ([`Outgoing`] is a channel): ordered when its schedule says so,
//! retried, given up after a day, sent again when somebody asks, and shown in the same log. The bytes are made when it is
//! carried out, under a name that the order fixes: carried out twice, the second overwrites the first.

mod bucket;
mod folder;
mod settings;

use std::sync::Arc;
use std::time::Duration;

use analytics::Zone;
use async_trait::async_trait;
use model::Timestamp;
use serde_json::json;

pub use bucket::BucketTarget;
pub use folder::FolderTarget;
pub use settings::{ExportSettings, ExportSettingsError, TargetKind};

use crate::channels::{Cadence, Channel, Receipt, Refusal, Shown};
use crate::digest::Language;
use crate::outbox::{Content, Kind, Message};

/// A table, ready to be put somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name with its ending, such as `clients.csv`.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Why a table could not be made. Reasons are shown to people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// The address names no export.
    #[error("{0} is no address of an export")]
    NoSuchExport(String),
    /// It failed, and may not the next time.
    #[error("{0}")]
    Failed(String),
}

/// Makes the table behind an address of the dashboard's exports, such as `/export/clients/csv?status=active`. It may
/// block: it is called on a thread for that.
pub trait Exporter: Send + Sync {
    /// The table.
    fn export(&self, address: &str) -> Result<File, ExportError>;
}

/// Where tables go.
#[derive(Debug, Clone)]
pub enum Target {
    /// A folder of this machine.
    Folder(FolderTarget),
    /// A bucket.
    Bucket(BucketTarget),
}

impl Target {
    async fn put(&self, name: &str, bytes: Vec<u8>) -> Result<(), Refusal> {
        match self {
            Self::Folder(folder) => folder.put(name, bytes).await,
            Self::Bucket(bucket) => bucket.put(name, bytes).await,
        }
    }
}

/// One export of the settings.
pub struct Outgoing {
    shown: Shown,
    address: String,
    target: Target,
    zone: Zone,
    zone_name: String,
    exporter: Arc<dyn Exporter>,
}

impl Outgoing {
    /// Opens an export. Days and names of files are those of the zone; `environment` looks up variables with keys.
    /// Nothing is sent.
    pub fn open(
        settings: &ExportSettings,
        (zone, zone_name): (&Zone, &str),
        exporter: Arc<dyn Exporter>,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, ExportSettingsError> {
        let (target, host) = settings.target(environment)?;
        let kind = match target {
            Target::Folder(_) => "folder",
            Target::Bucket(_) => "bucket",
        };
        Ok(Self {
            shown: Shown {
                name: settings.channel(),
                kind,
                host,
                language: Language::default(),
                digest: Cadence::default(),
            },
            address: settings.address.clone(),
            target,
            zone: zone.clone(),
            zone_name: zone_name.replace('/', "-"),
            exporter,
        })
    }

    /// The message that orders it: put it into the outbox when the schedule says so. The same moment orders it once.
    pub fn order(&self, at: Timestamp) -> Message {
        let local = self.zone.local(at);
        let stamp = format!(
            "{}_{:02}-{:02}_{}",
            local.date(),
            local.hour(),
            local.minute(),
            self.zone_name
        );
        let content = Content {
            kind: Kind::Export,
            subject: format!("{} · {stamp}", self.address),
            text: self.address.clone(),
            html: None,
            data: json!({ "address": self.address, "stamp": stamp }),
        };
        Message::new(
            &self.shown.name,
            &format!("export:{}:{at}", self.address),
            content,
            at,
        )
    }

    async fn make(&self, address: String) -> Result<File, Refusal> {
        let exporter = Arc::clone(&self.exporter);
        match tokio::task::spawn_blocking(move || exporter.export(&address)).await {
            Ok(Ok(file)) => Ok(file),
            Ok(Err(error @ ExportError::NoSuchExport(_))) => Err(Refusal::for_good(error.to_string())),
            Ok(Err(error)) => Err(Refusal::temporary(error.to_string())),
            Err(_) => Err(Refusal::temporary(
                "the table could not be made: the program is ending or has a fault",
            )),
        }
    }
}

#[async_trait]
impl Channel for Outgoing {
    fn shown(&self) -> &Shown {
        &self.shown
    }

    fn patience(&self) -> Duration {
        Duration::from_mins(5)
    }

    async fn send(&self, message: &Message, _now: Timestamp) -> Result<Receipt, Refusal> {
        let told = |key: &str| message.content.data.get(key).and_then(serde_json::Value::as_str);
        let (Some(address), Some(stamp)) = (told("address"), told("stamp")) else {
            return Err(Refusal::for_good("the order names no table"));
        };
        let file = self.make(address.to_owned()).await?;
        let name = dated(&file.name, stamp)
            .ok_or_else(|| Refusal::for_good("the table's name is no file's name"))?;
        let size = file.bytes.len();
        self.target.put(&name, file.bytes).await?;
        Ok(Receipt {
            answer: format!("{name}, {size} bytes"),
        })
    }
}

/// `clients.csv` with its date: `clients_2026-11-23_06-00_Africa-Tunis.csv`. `None` for a name that is no plain name of
/// a file.
fn dated(name: &str, stamp: &str) -> Option<String> {
    let plain = |text: &str| {
        !text.is_empty()
            && text
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+'))
    };
    let (stem, ending) = name.split_once('.')?;
    let sound = plain(stem) && ending.split('.').all(plain) && plain(stamp);
    sound.then(|| format!("{stem}_{stamp}.{ending}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_never_leaves_its_folder() {
        assert_eq!(
            dated("clients.csv", "2026-11-23").as_deref(),
            Some("clients_2026-11-23.csv")
        );
        assert_eq!(
            dated("clients.json.gz", "d").as_deref(),
            Some("clients_d.json.gz")
        );
        for evil in [
            "../clients.csv",
            "a/b.csv",
            ".csv",
            "clients",
            "clients.",
            "a..b",
            "a\\b.csv",
            "a\0.csv",
        ] {
            assert_eq!(dated(evil, "d"), None, "{evil}");
        }
    }
}
