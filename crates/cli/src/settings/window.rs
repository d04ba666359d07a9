//! Settings of the dashboard: where it listens, by which names it is reached, in which zone its days begin.

use std::net::{Ipv4Addr, SocketAddr};

use analytics::Zone;
use figures::Choice;

use super::{SettingError, Sources, switch_named};

/// Where the dashboard listens where nothing else is said.
const PORT: u16 = 8501;
/// The zone of the growth team.
pub(super) const ZONE: &str = "Africa/Tunis";
/// Memory that all sellers may take before the database is asked instead.
const LIMIT_MB: u64 = 2_048;

/// How the dashboard is reached.
#[derive(Debug, Clone)]
pub struct Window {
    /// Where it listens.
    pub listen: SocketAddr,
    /// In which days begin and end.
    pub zone: Zone,
    /// Names by which it is reached besides its address.
    pub hosts: Vec<String>,
    /// Whether TLS stands before it.
    pub behind_tls: bool,
    /// Where sellers are kept: in memory, or in the database.
    pub sellers: Choice,
    /// Bytes of memory that they may take, where that is left to an estimate.
    pub sellers_limit: u64,
}

impl Window {
    pub(super) fn read(sources: &Sources<'_>) -> Result<Self, SettingError> {
        Ok(Self {
            listen: listen(sources.get("SELLERS_ADS_LISTEN", "listen"))?,
            zone: zone(sources.get("SELLERS_ADS_TIME_ZONE", "time_zone"))?,
            hosts: hosts(sources.get("SELLERS_ADS_PUBLIC_HOSTS", "public_hosts"))?,
            behind_tls: switch_named(
                "SELLERS_ADS_BEHIND_TLS",
                sources.get("SELLERS_ADS_BEHIND_TLS", "behind_tls"),
                false,
            )?,
            sellers: sellers(sources.get("SELLERS_ADS_SNAPSHOT", "snapshot"))?,
            sellers_limit: limit(sources.get("SELLERS_ADS_SNAPSHOT_LIMIT_MB", "snapshot_limit_mb"))?,
        })
    }
}

fn listen(given: Option<String>) -> Result<SocketAddr, SettingError> {
    let Some(value) = given else {
        return Ok(SocketAddr::from((Ipv4Addr::LOCALHOST, PORT)));
    };
    value.trim().parse().map_err(|_| SettingError::Value {
        name: "SELLERS_ADS_LISTEN",
        value,
        expected: "an address and a port such as 127.0.0.1:8501",
    })
}

/// A zone by its name.
pub fn zone(given: Option<String>) -> Result<Zone, SettingError> {
    let value = given.unwrap_or_else(|| ZONE.to_owned());
    Zone::named(value.trim()).ok_or(SettingError::Value {
        name: "SELLERS_ADS_TIME_ZONE",
        value,
        expected: "a time zone such as Africa/Tunis",
    })
}

fn sellers(given: Option<String>) -> Result<Choice, SettingError> {
    let Some(value) = given else {
        return Ok(Choice::default());
    };
    let known = Choice::from_name(value.trim());
    known.ok_or(SettingError::Value {
        name: "SELLERS_ADS_SNAPSHOT",
        value,
        expected: "memory, database or auto",
    })
}

/// In bytes.
fn limit(given: Option<String>) -> Result<u64, SettingError> {
    let Some(value) = given else {
        return Ok(LIMIT_MB << 20);
    };
    let megabytes = value
        .trim()
        .parse::<u32>()
        .ok()
        .filter(|megabytes| *megabytes > 0);
    megabytes
        .map(|megabytes| u64::from(megabytes) << 20)
        .ok_or(SettingError::Value {
            name: "SELLERS_ADS_SNAPSHOT_LIMIT_MB",
            value,
            expected: "a number of megabytes such as 2048",
        })
}

fn hosts(given: Option<String>) -> Result<Vec<String>, SettingError> {
    let given = given.unwrap_or_default();
    let names = given
        .split([',', ' ', '[', ']', '"'])
        .filter(|name| !name.is_empty());
    names.map(|name| host(name.to_owned())).collect()
}

/// A name without port, as the `Host` header says it.
pub fn host(value: String) -> Result<String, SettingError> {
    let name = value.trim().trim_end_matches('.').to_ascii_lowercase();
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-';
    if name.is_empty() || name.len() > 253 || !name.bytes().all(allowed) {
        return Err(SettingError::Value {
            name: "SELLERS_ADS_PUBLIC_HOSTS",
            value,
            expected: "a host name without scheme and port, such as ads.example.tn",
        });
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_as_lists_of_either_spelling() {
        let names = |text: &str| hosts(Some(text.to_owned())).unwrap();
        assert_eq!(
            names("ads.example.tn, B.example.tn."),
            ["ads.example.tn", "b.example.tn"]
        );
        assert_eq!(names(r#"["a.tn", "b.tn"]"#), ["a.tn", "b.tn"]);
        assert!(hosts(Some("https://ads.example.tn".to_owned())).is_err());
        assert!(hosts(None).unwrap().is_empty());
    }

    #[test]
    fn sellers_are_in_memory_or_in_the_database() {
        let choice = |text: &str| sellers(Some(text.to_owned()));
        assert_eq!(sellers(None).unwrap(), Choice::Auto);
        assert_eq!(choice(" database ").unwrap(), Choice::Database);
        assert!(choice("disk").is_err());
        assert_eq!(limit(None).unwrap(), 2_147_483_648);
        assert_eq!(limit(Some("1".to_owned())).unwrap(), 1_048_576);
        assert!(limit(Some("0".to_owned())).is_err());
    }

    #[test]
    fn the_zone_is_known_or_refused() {
        assert!(zone(None).is_ok());
        assert!(zone(Some("Tunis".to_owned())).is_err());
    }
}
