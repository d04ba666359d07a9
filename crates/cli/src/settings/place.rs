//! Where everything is kept: the embedded database's file, or a MongoDB server.

use std::path::{Path, PathBuf};

use database::mongodb::Address;

use super::{SettingError, Sources};
use crate::args::Global;

/// The database's file where none is named.
const DATABASE_FILE: &str = "sellers-ads.db";

/// Where everything is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file of the embedded database.
    Sqlite(PathBuf),
    /// A database on a MongoDB server.
    MongoDb {
        /// Where the server is; shown without the user and password that it may hold.
        address: Address,
        /// The database's name where a setting names one, which counts more than the address.
        name: Option<String>,
    },
}

impl DatabaseUrl {
    /// From `sqlite:PATH` or `mongodb://...`, which `setting` was given as. Nothing of an address that cannot be read
    /// is repeated but its scheme: it may hold a password.
    pub fn parse(setting: &'static str, url: &str, name: Option<String>) -> Result<Self, SettingError> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if !path.is_empty() {
                return Ok(Self::Sqlite(PathBuf::from(path)));
            }
        }
        if url.starts_with("mongodb://") || url.starts_with("mongodb+srv://") {
            let address = Address::new(url);
            return Ok(Self::MongoDb { address, name });
        }
        Err(SettingError::Value {
            name: setting,
            value: url.split_once(':').map_or("...", |(scheme, _)| scheme).to_owned(),
            expected: "sqlite:PATH or mongodb://HOST",
        })
    }

    /// The same place, but where the address itself names a database, that one: of two servers each names its own.
    pub fn by_its_own_name(self) -> Self {
        match self {
            Self::MongoDb { address, .. } if names_a_database(&address) => {
                Self::MongoDb { address, name: None }
            }
            other => other,
        }
    }
}

/// Whether there is a name after the hosts: `mongodb://h1,h2/NAME`.
fn names_a_database(address: &Address) -> bool {
    let shown = address.to_string();
    let place = shown.split_once("://").map_or(&*shown, |(_, place)| place);
    place.split_once('/').is_some_and(|(_, name)| !name.is_empty())
}

/// The place that flags and settings name; else a file in the data folder.
pub(super) fn read(
    flags: &Global,
    sources: &Sources<'_>,
    data_dir: &Path,
) -> Result<DatabaseUrl, SettingError> {
    let name = name(sources);
    let given = [
        ("--database", flags.database.clone()),
        (
            "SELLERS_ADS_DATABASE",
            sources.get("SELLERS_ADS_DATABASE", "database"),
        ),
        ("MONGODB_URI", sources.get("MONGODB_URI", "mongodb_uri")),
    ];
    for (setting, url) in given {
        if let Some(url) = url {
            return DatabaseUrl::parse(setting, url.trim(), name);
        }
    }
    Ok(DatabaseUrl::Sqlite(data_dir.join(DATABASE_FILE)))
}

/// The name of a MongoDB database, where a setting names one.
pub(super) fn name(sources: &Sources<'_>) -> Option<String> {
    sources
        .get("MONGODB_DATABASE", "mongodb_database")
        .map(|name| name.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(url: &str) -> DatabaseUrl {
        DatabaseUrl::parse("--to", url, Some("named".to_owned())).unwrap()
    }

    #[test]
    fn files_and_servers_are_told_apart() {
        for (url, path) in [("sqlite:a.db", "a.db"), ("sqlite:///tmp/a.db", "/tmp/a.db")] {
            assert_eq!(parsed(url), DatabaseUrl::Sqlite(path.into()));
        }
        let url = "mongodb+srv://u:p@h.example/base";
        let DatabaseUrl::MongoDb { address, name } = parsed(url) else {
            panic!("{url} is a server");
        };
        assert_eq!((address, name.as_deref()), (Address::new(url), Some("named")));
        for url in ["sqlite:", "mysql://u:hunter2@h", "u:hunter2@h", "/a.db"] {
            let error = DatabaseUrl::parse("--to", url, None).unwrap_err().to_string();
            assert!(
                error.starts_with("--to: ") && !error.contains("hunter2"),
                "{error}"
            );
        }
    }

    #[test]
    fn no_password_is_shown() {
        let url = parsed("mongodb://user:hunter2@h1,h2/base?authMechanismProperties=TOKEN:hunter3");
        let shown = format!("{url:?}");
        assert!(shown.contains("h1,h2/base"), "{shown}");
        assert!(!shown.contains("hunter") && !shown.contains("user"), "{shown}");
    }

    #[test]
    fn of_two_servers_each_names_its_own_database() {
        for (url, own) in [
            ("mongodb://h/base", true),
            ("mongodb://u:p@h1,h2/base?w=1", true),
            ("mongodb://h", false),
            ("mongodb://h/?authSource=admin", false),
        ] {
            let DatabaseUrl::MongoDb { name, .. } = parsed(url).by_its_own_name() else {
                panic!("{url} is a server");
            };
            assert_eq!(name.is_none(), own, "{url}");
        }
    }
}
