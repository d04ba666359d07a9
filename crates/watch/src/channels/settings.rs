//! Channels as the settings file tells them: `[[channel]]` tables, with secrets by the name of their variable.

use std::path::PathBuf;
use std::sync::Arc;

use serde::Deserialize;

use super::{Channel, LogChannel, MailChannel, Private, Shown, SlackChannel, WebhookChannel};
use crate::digest::Language;

/// The variable with the address of the mail server, where a channel names none of its own.
pub const SMTP_URL: &str = "SELLERS_ADS_SMTP_URL";

/// What a channel is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKind {
    /// A signed `POST` of JSON.
    Webhook,
    /// A `POST` as Slack, Mattermost and others take it.
    Slack,
    /// Mail.
    Mail,
    /// The program's log, and a file if one is named.
    Log,
}

impl ChannelKind {
    /// The name, as in the settings.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Webhook => "webhook",
            Self::Slack => "slack",
            Self::Mail => "mail",
            Self::Log => "log",
        }
    }
}

/// How often a channel's digest goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cadence {
    /// Every day.
    Daily,
    /// Every week.
    #[default]
    Weekly,
}

/// One `[[channel]]` of the settings.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChannelSettings {
    /// By which rules name it.
    pub name: String,
    /// What it is.
    pub kind: ChannelKind,
    /// Where it goes (`webhook`, `slack`, and the server of `mail`).
    #[serde(default)]
    pub url: Option<Private>,
    /// The variable that holds the same.
    #[serde(default)]
    pub url_env: Option<String>,
    /// The variable that holds the key by which a `webhook` is signed.
    #[serde(default)]
    pub secret_env: Option<String>,
    /// Whom `mail` goes to.
    #[serde(default)]
    pub to: Vec<Private>,
    /// Whom `mail` comes from.
    #[serde(default)]
    pub from: Option<Private>,
    /// The file that `log` writes a line of JSON to per message.
    #[serde(default)]
    pub path: Option<PathBuf>,
    /// The language of what it carries; French where none is told.
    #[serde(default)]
    pub language: Language,
    /// How often its digest goes.
    #[serde(default)]
    pub digest: Cadence,
    /// Whether it may go without TLS to another machine, as inside one's own network.
    #[serde(default)]
    pub allow_plain: bool,
}

/// Channel settings that cannot be used. No value is told: it may be a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// Two have the same name.
    #[error("two channels are called {channel}")]
    Twice {
        /// The name.
        channel: String,
    },
    /// Something is not there.
    #[error("channel {channel}: {what} is missing")]
    Missing {
        /// Which channel.
        channel: String,
        /// What it needs.
        what: String,
    },
    /// Something is not what it must be.
    #[error("channel {channel}: {what} is not {expected}")]
    Invalid {
        /// Which channel.
        channel: String,
        /// What is wrong.
        what: String,
        /// What it takes.
        expected: &'static str,
    },
}

impl ChannelSettings {
    /// Opens the channel. Nothing is sent.
    pub fn open(
        &self,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Arc<dyn Channel>, SettingsError> {
        if self.name.is_empty() {
            return Err(self.missing("a name"));
        }
        Ok(match self.kind {
            ChannelKind::Webhook => Arc::new(WebhookChannel::open(self, environment)?),
            ChannelKind::Slack => Arc::new(SlackChannel::open(self, environment)?),
            ChannelKind::Mail => Arc::new(MailChannel::open(self, environment)?),
            ChannelKind::Log => Arc::new(LogChannel::open(self)),
        })
    }

    pub(super) fn shown(&self, host: Option<String>) -> Shown {
        Shown {
            name: self.name.clone(),
            kind: self.kind.as_str(),
            host,
            language: self.language,
            digest: self.digest,
        }
    }

    /// The address: what `url` says, else the variable that `url_env` names, else the variable `usual`.
    pub(super) fn address(
        &self,
        environment: &dyn Fn(&str) -> Option<String>,
        usual: Option<&str>,
    ) -> Result<Private, SettingsError> {
        if let Some(url) = &self.url {
            return Ok(url.clone());
        }
        match self.url_env.as_deref().or(usual) {
            Some(name) => self.variable(name, environment),
            None => Err(self.missing("url or url_env")),
        }
    }

    pub(super) fn variable(
        &self,
        name: &str,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Private, SettingsError> {
        let set = environment(name).filter(|value| !value.trim().is_empty());
        set.map(Private::from)
            .ok_or_else(|| self.missing(&format!("the variable {name}")))
    }

    pub(super) fn missing(&self, what: &str) -> SettingsError {
        SettingsError::Missing {
            channel: self.name.clone(),
            what: what.to_owned(),
        }
    }

    pub(super) fn invalid(&self, what: &str, expected: &'static str) -> SettingsError {
        SettingsError::Invalid {
            channel: self.name.clone(),
            what: what.to_owned(),
            expected,
        }
    }
}
