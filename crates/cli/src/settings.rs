//! Settings, strongest first: flag, environment, `.env`, `sellers-ads.toml`, default.

mod network;
mod place;
mod watching;
mod window;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use model::MicroDollars;
use secrecy::SecretString;

use crate::args::{Global, Language};

pub use network::Network;
pub use place::DatabaseUrl;
pub use watching::Watching;
pub use window::{Window, host, zone};

/// The settings file that is read where none is named.
const CONFIG_FILE: &str = "sellers-ads.toml";
/// The folder of the embedded database where none is named.
const DATA_DIR: &str = "sellers-ads-data";

/// What a run of the program goes by.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where everything is kept.
    pub database: DatabaseUrl,
    /// The name of a database on a MongoDB server, where a setting names one.
    pub mongodb_database: Option<String>,
    /// Folder of the embedded database.
    pub data_dir: PathBuf,
    /// Language of messages.
    pub language: Language,
    /// The month's money.
    pub budget: MicroDollars,
    /// Ads from which a seller counts as active.
    pub active_threshold: u64,
    /// Whether an ad that leads to WhatsApp is concurrent (else unknown).
    pub whatsapp_is_concurrent: bool,
    /// The folder of a catalogue to use instead of the one inside the program.
    pub catalogue: Option<PathBuf>,
    /// The key of the paid door; never printed.
    pub apify_token: Option<SecretString>,
    /// Where the paid door is.
    pub apify_base_url: String,
    /// The actor that is asked.
    pub apify_actor: String,
    /// The country whose ads are asked for.
    pub country: String,
    /// How hosts are looked at.
    pub network: Network,
    /// How the dashboard is reached.
    pub window: Window,
    /// How the week runs itself.
    pub watching: Watching,
    /// Files that settings were read from.
    pub read_from: Vec<PathBuf>,
}

/// A setting that cannot be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SettingError {
    /// The settings file cannot be read.
    #[error("{file}: {reason}")]
    File {
        /// Which.
        file: String,
        /// Why.
        reason: String,
    },
    /// A value is not what the setting takes.
    #[error("{name}: `{value}` is not {expected}")]
    Value {
        /// The setting, as it is named in the environment.
        name: &'static str,
        /// What was given.
        value: String,
        /// What it takes.
        expected: &'static str,
    },
}

/// Looks settings up by strength.
struct Sources<'e> {
    environment: &'e dyn Fn(&str) -> Option<String>,
    dotenv: HashMap<String, String>,
    config: toml::Table,
}

impl Sources<'_> {
    /// The value from the environment, `.env` or the settings file; empty values count as not set.
    fn get(&self, variable: &str, key: &str) -> Option<String> {
        let set = |value: &String| !value.trim().is_empty();
        (self.environment)(variable)
            .filter(set)
            .or_else(|| self.dotenv.get(variable).cloned().filter(set))
            .or_else(|| self.config.get(key).map(plain).filter(set))
    }
}

fn plain(value: &toml::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

impl Settings {
    /// Reads all sources. `environment` looks a variable up; `folder` is where `.env` and the settings file
    /// are looked for.
    pub fn read(
        flags: &Global,
        environment: &dyn Fn(&str) -> Option<String>,
        folder: &Path,
    ) -> Result<Self, SettingError> {
        let mut read_from = Vec::new();
        let sources = Sources {
            environment,
            dotenv: read_dotenv(&folder.join(".env"), &mut read_from)?,
            config: read_config(flags.config.as_deref(), folder, &mut read_from)?,
        };
        let data_dir = flags
            .data_dir
            .clone()
            .or_else(|| sources.get("SELLERS_ADS_DATA_DIR", "data_dir").map(PathBuf::from))
            .unwrap_or_else(|| PathBuf::from(DATA_DIR));
        Ok(Self {
            database: place::read(flags, &sources, &data_dir)?,
            mongodb_database: place::name(&sources),
            language: language(flags, &sources)?,
            budget: budget(sources.get("SELLERS_ADS_BUDGET_USD", "budget_usd"))?,
            active_threshold: threshold(sources.get("SELLERS_ADS_ACTIVE_THRESHOLD", "active_threshold"))?,
            whatsapp_is_concurrent: switch_named(
                "SELLERS_ADS_WHATSAPP_CONCURRENT",
                sources.get("SELLERS_ADS_WHATSAPP_CONCURRENT", "whatsapp_concurrent"),
                true,
            )?,
            catalogue: sources
                .get("SELLERS_ADS_CATALOGUE", "catalogue")
                .map(PathBuf::from),
            apify_token: sources
                .get("APIFY_API_TOKEN", "apify_api_token")
                .map(SecretString::from),
            apify_base_url: base_url(sources.get("APIFY_BASE_URL", "apify_base_url"))?,
            apify_actor: sources
                .get("APIFY_ACTOR_ID", "apify_actor_id")
                .unwrap_or_else(|| "curious_coder/facebook-ads-library-scraper".to_owned()),
            country: country(sources.get("DEFAULT_COUNTRY", "default_country"))?,
            network: Network::read(&sources)?,
            window: Window::read(&sources)?,
            watching: Watching::read(&sources, &data_dir)?,
            data_dir,
            read_from,
        })
    }
}

/// A variable of the environment.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the environment is read"
)]
pub fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Reads an amount of dollars given as a flag or setting.
pub fn budget(given: Option<String>) -> Result<MicroDollars, SettingError> {
    let Some(value) = given else {
        return Ok(MicroDollars::new(5_000_000));
    };
    MicroDollars::parse(&value).ok_or(SettingError::Value {
        name: "SELLERS_ADS_BUDGET_USD",
        value,
        expected: "an amount of dollars with at most six places, such as 5 or 4.50",
    })
}

/// Where Apify is, or what stands in for it.
fn base_url(given: Option<String>) -> Result<String, SettingError> {
    let Some(value) = given else {
        return Ok("https://api.apify.com".to_owned());
    };
    let trimmed = value.trim().trim_end_matches('/');
    if trimmed.starts_with("https://") || trimmed.starts_with("http://") {
        return Ok(trimmed.to_owned());
    }
    // It may hold a password: nothing of it is repeated.
    Err(SettingError::Value {
        name: "APIFY_BASE_URL",
        value: "...".to_owned(),
        expected: "an address such as https://api.apify.com",
    })
}

/// A country as the Ad Library names it.
fn country(given: Option<String>) -> Result<String, SettingError> {
    let Some(value) = given else {
        return Ok("TN".to_owned());
    };
    let code = value.trim().to_ascii_uppercase();
    let is_code = code == "ALL" || (code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()));
    if is_code {
        return Ok(code);
    }
    Err(SettingError::Value {
        name: "DEFAULT_COUNTRY",
        value,
        expected: "a country of two letters such as TN, or ALL",
    })
}

fn threshold(given: Option<String>) -> Result<u64, SettingError> {
    let Some(value) = given else { return Ok(1) };
    value
        .trim()
        .parse()
        .ok()
        .filter(|ads| *ads >= 1)
        .ok_or(SettingError::Value {
            name: "SELLERS_ADS_ACTIVE_THRESHOLD",
            value,
            expected: "a whole number from 1 on",
        })
}

/// A setting that is on or off.
fn switch_named(name: &'static str, given: Option<String>, otherwise: bool) -> Result<bool, SettingError> {
    let Some(value) = given else { return Ok(otherwise) };
    match value.trim().to_ascii_lowercase().as_str() {
        "1" | "true" | "yes" | "on" => Ok(true),
        "0" | "false" | "no" | "off" => Ok(false),
        _ => Err(SettingError::Value {
            name,
            value,
            expected: "true or false",
        }),
    }
}

fn language(flags: &Global, sources: &Sources<'_>) -> Result<Language, SettingError> {
    if let Some(language) = flags.lang {
        return Ok(language);
    }
    if let Some(value) = sources.get("SELLERS_ADS_LANG", "lang") {
        return language_of(&value).ok_or(SettingError::Value {
            name: "SELLERS_ADS_LANG",
            value,
            expected: "fr, en or ar",
        });
    }
    Ok(language_of_locale(sources.environment))
}

/// The language that the system asks for. The house speaks French: so does the program where the system asks
/// for none of its languages.
pub fn language_of_locale(environment: &dyn Fn(&str) -> Option<String>) -> Language {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| environment(name).filter(|value| !value.is_empty()));
    locale
        .and_then(|locale| language_of(&locale))
        .unwrap_or(Language::Fr)
}

/// The language of a tag or locale: `fr`, `ar-TN`, `en_US.UTF-8`.
pub fn language_of(text: &str) -> Option<Language> {
    match text.split(['_', '-', '.']).next()? {
        "fr" => Some(Language::Fr),
        "en" => Some(Language::En),
        "ar" => Some(Language::Ar),
        _ => None,
    }
}

fn read_dotenv(path: &Path, read_from: &mut Vec<PathBuf>) -> Result<HashMap<String, String>, SettingError> {
    if !path.is_file() {
        return Ok(HashMap::new());
    }
    read_from.push(path.to_owned());
    // The parser's error repeats the line, and the line may hold a secret.
    let unreadable = |_| SettingError::File {
        file: path.display().to_string(),
        reason: "a line is not NAME=value (it is not repeated here: it may hold a secret)".to_owned(),
    };
    dotenvy::from_path_iter(path)
        .map_err(unreadable)?
        .collect::<Result<_, _>>()
        .map_err(unreadable)
}

fn read_config(
    named: Option<&Path>,
    folder: &Path,
    read_from: &mut Vec<PathBuf>,
) -> Result<toml::Table, SettingError> {
    let path = named.map_or_else(|| folder.join(CONFIG_FILE), Path::to_owned);
    if named.is_none() && !path.is_file() {
        return Ok(toml::Table::new());
    }
    let unreadable = |reason: String| SettingError::File {
        file: path.display().to_string(),
        reason,
    };
    let text = std::fs::read_to_string(&path).map_err(|error| unreadable(error.to_string()))?;
    // The message alone: the whole error would repeat the line, which may hold a secret.
    let table = text
        .parse::<toml::Table>()
        .map_err(|error| unreadable(error.message().to_owned()))?;
    read_from.push(path.clone());
    Ok(table)
}
