//! Where messages go: signed webhooks, Slack-compatible webhooks, mail, a log. Each is one file behind one trait.
//!
//! Addresses and keys are secrets: no error, log line, record or page holds one. What may be shown is [`Shown`].

mod compose;
mod guard;
mod log;
mod mail;
mod secret;
mod settings;
mod signature;
mod slack;
mod webhook;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use model::Timestamp;

pub use compose::{alerts, test};
pub use log::LogChannel;
pub use mail::MailChannel;
pub use secret::Private;
pub use settings::{Cadence, ChannelKind, ChannelSettings, SMTP_URL, SettingsError};
pub use signature::{KEY_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER, signature};
pub use slack::SlackChannel;
pub use webhook::WebhookChannel;

pub(crate) use guard::{client, is_loopback};

use crate::digest::Language;
use crate::outbox::Message;

/// All that may be shown of a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its name in the settings.
    pub name: String,
    /// What it is, as in the settings: `webhook`, `slack`, `mail`, `log`, `folder`, `bucket`.
    pub kind: &'static str,
    /// The host that it talks to, if any.
    pub host: Option<String>,
    /// The language of what it carries.
    pub language: Language,
    /// How often its digest goes.
    pub digest: Cadence,
}

/// A receiver took a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// What it answered, in our words, such as `status 200`.
    pub answer: String,
}

/// A receiver did not take a message. Reasons are in our words: those of the other side may hold addresses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not now: it is sent again.
    #[error("{reason}")]
    Temporary {
        /// Why.
        reason: String,
        /// How long the receiver wants us to wait.
        after: Option<Duration>,
    },
    /// Sending the same again would bring the same.
    #[error("{reason}")]
    ForGood {
        /// Why.
        reason: String,
    },
}

impl Refusal {
    /// One that goes by.
    pub(crate) fn temporary(reason: impl Into<String>) -> Self {
        Self::Temporary {
            reason: reason.into(),
            after: None,
        }
    }

    /// One that stays.
    pub(crate) fn for_good(reason: impl Into<String>) -> Self {
        Self::ForGood {
            reason: reason.into(),
        }
    }
}

/// A way out.
#[async_trait]
pub trait Channel: Send + Sync {
    /// What may be shown of it.
    fn shown(&self) -> &Shown;

    /// How long sending one message may take; after that it counts as not taken, and may be sent by another process.
    fn patience(&self) -> Duration {
        Duration::from_secs(30)
    }

    /// Sends a message once. `now` is when: signatures and dates tell it.
    async fn send(&self, message: &Message, now: Timestamp) -> Result<Receipt, Refusal>;
}

/// The channels of the settings, by name.
#[derive(Clone, Default)]
pub struct Channels {
    all: Vec<Arc<dyn Channel>>,
}

impl Channels {
    /// Opens the channels of the settings. `environment` looks up variables, in which keys and secret addresses are.
    pub fn open(
        settings: &[ChannelSettings],
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, SettingsError> {
        let mut channels = Self::default();
        for channel in settings {
            if channels.get(&channel.name).is_some() {
                return Err(SettingsError::Twice {
                    channel: channel.name.clone(),
                });
            }
            channels.all.push(channel.open(environment)?);
        }
        Ok(channels)
    }

    /// All, in the order of the settings.
    pub fn all(&self) -> &[Arc<dyn Channel>] {
        &self.all
    }

    /// The one of a name.
    pub fn get(&self, name: &str) -> Option<&Arc<dyn Channel>> {
        self.all.iter().find(|channel| channel.shown().name == name)
    }

    /// What may be shown of each.
    pub fn shown(&self) -> Vec<Shown> {
        self.all.iter().map(|channel| channel.shown().clone()).collect()
    }
}
