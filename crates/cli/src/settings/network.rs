//! Settings of what goes out to look at hosts: whom to ask about names, and which addresses may be spoken to.

use std::net::{IpAddr, SocketAddr};

use ipnet::IpNet;
use probe::{DnsSettings, Guard, LandingSettings, Resolvers};

use super::{SettingError, Sources};

/// The port of the DNS.
const DNS_PORT: u16 = 53;

/// How hosts are looked at.
#[derive(Debug, Clone, Default)]
pub struct Network {
    /// Whom to ask about names.
    pub resolvers: Resolvers,
    /// Addresses that may be spoken to though they are not public.
    pub allow: Vec<IpNet>,
    /// How the program names itself to shops, instead of the default.
    pub user_agent: Option<String>,
    /// A sandbox that stands in for every landing page.
    pub via: Option<SocketAddr>,
}

impl Network {
    pub(super) fn read(sources: &Sources<'_>) -> Result<Self, SettingError> {
        Ok(Self {
            resolvers: resolvers(sources.get("SELLERS_ADS_RESOLVERS", "resolvers"))?,
            allow: allow(sources.get("SELLERS_ADS_PROBE_ALLOW", "probe_allow"))?,
            user_agent: user_agent(sources.get("SELLERS_ADS_USER_AGENT", "user_agent"))?,
            via: via(sources.get("SELLERS_ADS_PROBE_VIA", "probe_via"))?,
        })
    }

    /// Whom it asks, in words.
    pub fn resolvers_named(&self) -> String {
        match &self.resolvers {
            Resolvers::System => "system".to_owned(),
            Resolvers::None => "none".to_owned(),
            Resolvers::Addresses(addresses) => {
                let addresses: Vec<String> = addresses.iter().map(ToString::to_string).collect();
                addresses.join(", ")
            }
        }
    }

    /// How the DNS is asked.
    pub fn dns(&self) -> DnsSettings {
        DnsSettings {
            resolvers: self.resolvers.clone(),
            ..DnsSettings::default()
        }
    }

    /// How pages are fetched.
    pub fn landing(&self) -> LandingSettings {
        let mut settings = LandingSettings::default();
        if let Some(user_agent) = &self.user_agent {
            settings.user_agent.clone_from(user_agent);
        }
        settings.via = self.via;
        settings
    }

    /// Which addresses may be spoken to.
    pub fn guard(&self) -> Guard {
        Guard::new().allowing(self.allow.iter().copied())
    }
}

fn resolvers(given: Option<String>) -> Result<Resolvers, SettingError> {
    let Some(value) = given else {
        return Ok(Resolvers::System);
    };
    match value.trim().to_ascii_lowercase().as_str() {
        "" | "system" => return Ok(Resolvers::System),
        "none" | "off" => return Ok(Resolvers::None),
        _ => {}
    }
    let addresses = value
        .split([',', ' '])
        .filter(|part| !part.is_empty())
        .map(address);
    addresses
        .collect::<Option<Vec<_>>>()
        .map(Resolvers::Addresses)
        .ok_or(SettingError::Value {
            name: "SELLERS_ADS_RESOLVERS",
            value,
            expected: "system, none, or addresses such as 9.9.9.9,1.1.1.1:53",
        })
}

/// An address with or without a port.
fn address(text: &str) -> Option<SocketAddr> {
    let with_port = text.parse().ok();
    with_port.or_else(|| {
        text.parse::<IpAddr>()
            .ok()
            .map(|ip| SocketAddr::new(ip, DNS_PORT))
    })
}

fn allow(given: Option<String>) -> Result<Vec<IpNet>, SettingError> {
    let Some(value) = given else {
        return Ok(Vec::new());
    };
    let net = |part: &str| {
        part.parse()
            .ok()
            .or_else(|| part.parse::<IpAddr>().ok().map(IpNet::from))
    };
    let nets = value.split([',', ' ']).filter(|part| !part.is_empty()).map(net);
    nets.collect::<Option<Vec<_>>>().ok_or(SettingError::Value {
        name: "SELLERS_ADS_PROBE_ALLOW",
        value,
        expected: "networks such as 10.1.0.0/16,192.168.7.4",
    })
}

fn user_agent(given: Option<String>) -> Result<Option<String>, SettingError> {
    let Some(value) = given
        .map(|value| value.trim().to_owned())
        .filter(|value| !value.is_empty())
    else {
        return Ok(None);
    };
    if value.bytes().all(|byte| (b' '..=b'~').contains(&byte)) && value.len() <= 200 {
        return Ok(Some(value));
    }
    Err(SettingError::Value {
        name: "SELLERS_ADS_USER_AGENT",
        value,
        expected: "at most 200 plain characters, such as shops-check/1.0 (+https://example.tn/bot)",
    })
}

fn via(given: Option<String>) -> Result<Option<SocketAddr>, SettingError> {
    let Some(value) = given.filter(|value| !value.trim().is_empty()) else {
        return Ok(None);
    };
    // Anything but this machine would be a proxy, and nobody asked for one: names and pages are told in clear.
    let parsed = value
        .trim()
        .parse::<SocketAddr>()
        .ok()
        .filter(|address| address.ip().is_loopback());
    parsed.map(Some).ok_or(SettingError::Value {
        name: "SELLERS_ADS_PROBE_VIA",
        value,
        expected: "an address of this machine such as 127.0.0.1:8601, as `sellers-ads sandbox` prints it",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolvers_are_named_or_none() {
        let read = |text: &str| resolvers(Some(text.to_owned()));
        assert_eq!(read("system"), Ok(Resolvers::System));
        assert_eq!(read("none"), Ok(Resolvers::None));
        let both = ["9.9.9.9:53", "[2620:fe::fe]:5353"].map(|text| text.parse().unwrap());
        assert_eq!(
            read("9.9.9.9, [2620:fe::fe]:5353"),
            Ok(Resolvers::Addresses(both.to_vec()))
        );
        assert!(read("dns.example.tn").is_err());
    }

    #[test]
    fn a_sandbox_stands_on_this_machine_only() {
        assert!(via(Some("127.0.0.1:8601".to_owned())).is_ok());
        assert!(via(Some("8.8.8.8:80".to_owned())).is_err());
    }

    #[test]
    fn nets_and_single_addresses_may_be_allowed() {
        let nets = allow(Some("10.0.0.0/8,192.168.7.4".to_owned())).unwrap();
        assert_eq!(nets.len(), 2);
        assert!(allow(Some("10.0.0.0/99".to_owned())).is_err());
    }
}
