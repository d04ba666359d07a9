//! Exports as the settings file tells them: `[[export]]` tables, with keys by the name of their variable.

use std::path::PathBuf;

use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use url::Url;

use super::Target;
use super::bucket::{BucketAccess, BucketTarget};
use super::folder::FolderTarget;
use crate::channels::{client, is_loopback};

/// Where an export goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetKind {
    /// A folder of this machine.
    Folder,
    /// A bucket that speaks S3.
    Bucket,
}

/// One `[[export]]` of the settings.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExportSettings {
    /// Its name.
    pub name: String,
    /// What is exported: an address of the dashboard's exports, such as `/export/clients/csv?status=active`.
    pub address: String,
    /// When, in cron form.
    #[serde(default)]
    pub schedule: Option<String>,
    /// Where to.
    pub kind: TargetKind,
    /// The folder.
    #[serde(default)]
    pub path: Option<PathBuf>,
    /// The bucket.
    #[serde(default)]
    pub bucket: Option<String>,
    /// Its region; `us-east-1` where none is told.
    #[serde(default)]
    pub region: Option<String>,
    /// Its server, where it is not Amazon's.
    #[serde(default)]
    pub endpoint: Option<String>,
    /// What the names of objects begin with.
    #[serde(default)]
    pub prefix: String,
    /// The variable with the key's id; `AWS_ACCESS_KEY_ID` where none is told.
    #[serde(default)]
    pub key_env: Option<String>,
    /// The variable with the key; `AWS_SECRET_ACCESS_KEY` where none is told.
    #[serde(default)]
    pub secret_env: Option<String>,
    /// Whether it may go without TLS to another machine.
    #[serde(default)]
    pub allow_plain: bool,
}

/// Export settings that cannot be used. No value of a key is told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExportSettingsError {
    /// Something is not there.
    #[error("export {export}: {what} is missing")]
    Missing {
        /// Which export.
        export: String,
        /// What it needs.
        what: String,
    },
    /// Something is not what it must be.
    #[error("export {export}: {what} is not {expected}")]
    Invalid {
        /// Which export.
        export: String,
        /// What is wrong.
        what: &'static str,
        /// What it takes.
        expected: &'static str,
    },
}

impl ExportSettings {
    /// The name under which its orders stand in the delivery log, apart from those of channels.
    pub fn channel(&self) -> String {
        format!("export:{}", self.name)
    }

    /// The target, and the host that it talks to.
    pub(super) fn target(
        &self,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<(Target, Option<String>), ExportSettingsError> {
        if !self.address.starts_with("/export/") {
            return Err(self.invalid("address", "an address that begins with /export/"));
        }
        match self.kind {
            TargetKind::Folder => {
                let path = self.path.clone().ok_or_else(|| self.missing("path"))?;
                Ok((Target::Folder(FolderTarget::new(path)), None))
            }
            TargetKind::Bucket => self.bucket(environment),
        }
    }

    fn bucket(
        &self,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<(Target, Option<String>), ExportSettingsError> {
        let variable = |name: &Option<String>, usual: &str| {
            let name = name.as_deref().unwrap_or(usual);
            let set = environment(name).filter(|value| !value.trim().is_empty());
            set.map(SecretString::from)
                .ok_or_else(|| self.missing(&format!("the variable {name}")))
        };
        let key = variable(&self.key_env, "AWS_ACCESS_KEY_ID")?;
        let secret = variable(&self.secret_env, "AWS_SECRET_ACCESS_KEY")?;
        let (host, loopback) = self.server()?;
        let access = BucketAccess {
            bucket: self.bucket.as_deref().ok_or_else(|| self.missing("bucket"))?,
            region: self.region.as_deref().unwrap_or("us-east-1"),
            endpoint: self.endpoint.as_deref(),
            prefix: &self.prefix,
            key: key.expose_secret(),
            secret: secret.expose_secret(),
            allow_http: self.allow_plain || loopback,
        };
        let client =
            client(loopback).map_err(|_| self.invalid("this machine's list of certificates", "usable"))?;
        let bucket = BucketTarget::open(&access, client)
            .map_err(|_| self.invalid("bucket, region or endpoint", "what a store can be opened by"))?;
        Ok((Target::Bucket(bucket), Some(host)))
    }

    /// The host of the store, and whether it is this machine.
    fn server(&self) -> Result<(String, bool), ExportSettingsError> {
        let Some(endpoint) = &self.endpoint else {
            return Ok(("amazonaws.com".to_owned(), false));
        };
        let invalid = || self.invalid("endpoint", "an address with https");
        let url = Url::parse(endpoint).map_err(|_| invalid())?;
        let host = url.host().ok_or_else(invalid)?;
        let loopback = is_loopback(&host);
        match url.scheme() {
            "https" => {}
            "http" if loopback || self.allow_plain => {}
            _ => return Err(invalid()),
        }
        Ok((host.to_string(), loopback))
    }

    fn missing(&self, what: &str) -> ExportSettingsError {
        ExportSettingsError::Missing {
            export: self.name.clone(),
            what: what.to_owned(),
        }
    }

    fn invalid(&self, what: &'static str, expected: &'static str) -> ExportSettingsError {
        ExportSettingsError::Invalid {
            export: self.name.clone(),
            what,
            expected,
        }
    }
}
