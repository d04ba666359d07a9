//! What goes out, as it was composed, and the key by which a receiver knows it again.

use std::fmt::Write as _;

use model::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// What a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// What rules said in one evaluation.
    Alerts,
    /// What was gathered over a period, with what changed and whom to call.
    Digest,
    /// A table that is exported.
    Export,
    /// Somebody tries whether a channel works.
    Test,
}

impl Kind {
    /// The stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Alerts => "alerts",
            Self::Digest => "digest",
            Self::Export => "export",
            Self::Test => "test",
        }
    }
}

/// What a message says, in every form that a channel may take.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// What it is.
    pub kind: Kind,
    /// One line.
    pub subject: String,
    /// All of it as plain text.
    pub text: String,
    /// All of it as HTML that mail programs understand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// The same for programs.
    pub data: serde_json::Value,
}

/// A message on its way. It never changes once it was put: what is sent again is the same, byte by byte.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// The idempotency key.
    pub key: String,
    /// The name of the channel that carries it.
    pub channel: String,
    /// When it was composed.
    pub at: Timestamp,
    /// Ids of the notices inside.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<String>,
    /// What it says.
    pub content: Content,
}

impl Message {
    /// A message about an occasion: the same channel and occasion give the same key, so it is put once.
    pub fn new(channel: &str, occasion: &str, content: Content, at: Timestamp) -> Self {
        Self {
            key: key(channel, occasion),
            channel: channel.to_owned(),
            at,
            notices: Vec::new(),
            content,
        }
    }
}

/// SHA-256 of the channel and the occasion, as 64 hexadecimal digits: what knows a thing again within one base. To
/// receivers it is shown for messages that somebody composed outside any packing (trials, exports).
pub(super) fn key(channel: &str, occasion: &str) -> String {
    digest(&["sellers-ads", channel, occasion])
}

/// The same with the name of the base first, for what is packed: another base has the same channels and periods.
pub(super) fn key_of_base(base: &str, channel: &str, occasion: &str) -> String {
    digest(&["sellers-ads", base, channel, occasion])
}

fn digest(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        // The length first: no two lists of parts give the same bytes.
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hex(&hash.finalize())
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}
