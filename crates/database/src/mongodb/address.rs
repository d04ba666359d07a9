//! Where a MongoDB server is: an address that may hold a password, and is never shown with it.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

/// A connection string (`mongodb://...` or `mongodb+srv://...`).
#[derive(Clone)]
pub struct Address {
    uri: SecretString,
    shown: String,
}

impl Address {
    /// From its text; whether a server can be reached there is not looked at.
    pub fn new(uri: &str) -> Self {
        Self {
            uri: SecretString::from(uri),
            shown: without_credentials(uri),
        }
    }

    /// The whole text, for the driver alone.
    pub(super) fn expose(&self) -> &str {
        self.uri.expose_secret()
    }
}

/// Scheme, hosts and database; options are left out, since some hold secrets (`authMechanismProperties`).
fn without_credentials(uri: &str) -> String {
    let (scheme, rest) = uri.split_once("://").unwrap_or(("mongodb", uri));
    let rest = rest.split_once('?').map_or(rest, |(place, _)| place);
    // A password may hold an unescaped '@': the last one ends it.
    let place = rest.rsplit_once('@').map_or(rest, |(_, place)| place);
    format!("{scheme}://{place}")
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl PartialEq for Address {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl Eq for Address {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        for (uri, shown) in [
            ("mongodb://127.0.0.1:27017", "mongodb://127.0.0.1:27017"),
            (
                "mongodb://u:p@h1,h2/converty?replicaSet=r",
                "mongodb://h1,h2/converty",
            ),
            (
                "mongodb+srv://u:p@ss@cluster.example/",
                "mongodb+srv://cluster.example/",
            ),
            ("u:p@h", "mongodb://h"),
        ] {
            let address = Address::new(uri);
            assert_eq!(format!("{address}|{address:?}"), format!("{shown}|{shown}"));
        }
    }
}
