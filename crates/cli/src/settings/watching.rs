//! Settings of the watch: what comes when, whom it tells, what goes out.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use serde::de::DeserializeOwned;
use url::Url;
use watch::channels::{Cadence, ChannelSettings};
use watch::exporting::ExportSettings;
use watch::schedule::Schedule;

use super::{SettingError, Sources};

/// The scan of the week: Monday, before the team comes in.
const SCAN: &str = "0 6 * * MON";
/// The digest: when the scan is surely over.
const DIGEST: &str = "30 7 * * MON";
/// The digest of channels that want one a day.
const DAILY: &str = "30 7 * * *";
/// Exports that name no time of their own: after the digest.
const EXPORT: &str = "45 7 * * MON";
/// The DNS of sellers' domains, for nothing: the night before the scan.
const PROBE: &str = "0 3 * * MON";
/// Two machines that watch do not ask at the same second as everybody else's cron does.
const JITTER: Duration = Duration::from_mins(5);

/// How the week runs itself.
#[derive(Debug, Clone)]
pub struct Watching {
    /// The zone of schedules that name none.
    pub zone: String,
    /// What comes when.
    pub schedules: Vec<Schedule>,
    /// Whom it tells.
    pub channels: Vec<ChannelSettings>,
    /// What goes out by itself.
    pub exports: Vec<ExportSettings>,
    /// Alert rules beside those inside the program.
    pub rules: PathBuf,
    /// The dashboard's address as people reach it, before every link.
    pub public_url: Option<Url>,
    /// Where digests are written as files.
    pub digests: PathBuf,
    /// Where keys and secret addresses are looked up.
    pub variables: Variables,
}

/// The environment and what `.env` adds to it; values are never printed.
#[derive(Debug, Clone, Default)]
pub struct Variables(Arc<HashMap<String, SecretString>>);

impl Variables {
    /// A variable's value: the environment's, else that of `.env`.
    pub fn get(&self, name: &str) -> Option<String> {
        super::environment(name)
            .filter(|value| !value.trim().is_empty())
            .or_else(|| self.0.get(name).map(|value| value.expose_secret().to_owned()))
    }
}

impl Watching {
    /// As where nothing is set: the usual schedules, to the minute, told to these channels alone; rules and digests in
    /// this folder.
    pub fn usual(
        zone: &str,
        channels: Vec<ChannelSettings>,
        folder: &std::path::Path,
    ) -> Result<Self, SettingError> {
        let sources = Sources {
            environment: &|_| None,
            dotenv: HashMap::new(),
            config: toml::Table::new(),
        };
        Ok(Self {
            zone: zone.to_owned(),
            schedules: schedules(&sources, (&[], false), zone, Duration::ZERO)?,
            channels,
            exports: Vec::new(),
            rules: folder.join("rules.toml"),
            public_url: None,
            digests: folder.join("digests"),
            variables: Variables::default(),
        })
    }

    pub(super) fn read(sources: &Sources<'_>, data_dir: &std::path::Path) -> Result<Self, SettingError> {
        let zone = sources
            .get("SELLERS_ADS_TIME_ZONE", "time_zone")
            .unwrap_or_else(|| super::window::ZONE.to_owned());
        let jitter = match sources.get("SELLERS_ADS_JITTER", "jitter") {
            None => JITTER,
            Some(value) => crate::args::age(&value).map_err(|_| SettingError::Value {
                name: "SELLERS_ADS_JITTER",
                value,
                expected: "a length of time such as 5m, or 0",
            })?,
        };
        let exports: Vec<ExportSettings> = tables(sources, "export")?;
        let path = |variable, key, file| {
            let named = sources.get(variable, key).map(PathBuf::from);
            named.unwrap_or_else(|| data_dir.join(file))
        };
        let channels: Vec<ChannelSettings> = tables(sources, "channel")?;
        let daily = channels.iter().any(|channel| channel.digest == Cadence::Daily);
        Ok(Self {
            schedules: schedules(sources, (&exports, daily), zone.trim(), jitter)?,
            zone: zone.trim().to_owned(),
            channels,
            exports,
            rules: path("SELLERS_ADS_RULES", "rules", "rules.toml"),
            public_url: public_url(sources.get("SELLERS_ADS_PUBLIC_URL", "public_url"))?,
            digests: path("SELLERS_ADS_DIGESTS", "digests", "digests"),
            variables: variables(sources),
        })
    }
}

fn variables(sources: &Sources<'_>) -> Variables {
    let secret = |(name, value): (&String, &String)| (name.clone(), SecretString::from(value.clone()));
    Variables(Arc::new(sources.dotenv.iter().map(secret).collect()))
}

/// In the order in which they are done where several are due: what is seen comes before what is told of it. `daily`:
/// whether a channel wants a digest a day.
fn schedules(
    sources: &Sources<'_>,
    (exports, daily): (&[ExportSettings], bool),
    zone: &str,
    jitter: Duration,
) -> Result<Vec<Schedule>, SettingError> {
    let named = [
        ("probe", "SELLERS_ADS_PROBE_AT", "probe_at", PROBE),
        ("scan", "SELLERS_ADS_SCAN_AT", "scan_at", SCAN),
        ("digest", "SELLERS_ADS_DIGEST_AT", "digest_at", DIGEST),
    ];
    let mut schedules = Vec::new();
    let mut add = |name: &str, variable: &'static str, text: String| {
        if text.trim().eq_ignore_ascii_case("never") {
            return Ok(());
        }
        let schedule = Schedule::new(name, &text, zone, jitter).map_err(|_| SettingError::Value {
            name: variable,
            value: text,
            expected: "five fields of cron such as `0 6 * * MON` and perhaps a time zone, or `never`",
        })?;
        schedules.push(schedule);
        Ok(())
    };
    for (name, variable, key, otherwise) in named {
        let text = sources.get(variable, key).unwrap_or_else(|| otherwise.to_owned());
        add(name, variable, text)?;
    }
    if daily {
        let (variable, key) = ("SELLERS_ADS_DAILY_DIGEST_AT", "daily_digest_at");
        let text = sources.get(variable, key).unwrap_or_else(|| DAILY.to_owned());
        add("daily-digest", variable, text)?;
    }
    for export in exports {
        let text = export.schedule.clone().unwrap_or_else(|| EXPORT.to_owned());
        add(&export.channel(), "[[export]] schedule", text)?;
    }
    Ok(schedules)
}

/// All `[[name]]` of the settings file.
fn tables<T: DeserializeOwned>(sources: &Sources<'_>, name: &'static str) -> Result<Vec<T>, SettingError> {
    let Some(value) = sources.config.get(name) else {
        return Ok(Vec::new());
    };
    // The message alone, without the lines around it: they may hold a secret.
    value
        .clone()
        .try_into()
        .map_err(|error: toml::de::Error| SettingError::File {
            file: format!("[[{name}]]"),
            reason: error.message().to_owned(),
        })
}

fn public_url(given: Option<String>) -> Result<Option<Url>, SettingError> {
    let Some(value) = given else { return Ok(None) };
    let url = Url::parse(value.trim()).ok();
    let plain = |url: &Url| matches!(url.scheme(), "http" | "https") && url.password().is_none();
    match url.filter(plain) {
        Some(url) => Ok(Some(url)),
        None => Err(SettingError::Value {
            name: "SELLERS_ADS_PUBLIC_URL",
            value: "...".to_owned(),
            expected: "an address such as https://ads.example.tn/",
        }),
    }
}
