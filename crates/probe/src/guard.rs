//! Which addresses may be spoken to: only those of the public internet.
//!
//! Hosts come from strangers' ads and their redirects, so whatever they name is judged as an address at the moment
//! of connecting, and the connection goes to the very address that was judged. What is refused stands in [`table`],
//! with its source. An IPv6 address that carries an IPv4 one is either refused outright, because its whole range is
//! (mapped, compatible, NAT64, 6to4, Teredo), or judged by both (ISATAP).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

pub mod table;

/// Why an address may not be spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{address} is {what}")]
pub struct Forbidden {
    /// The address.
    pub address: IpAddr,
    /// What it is, in words: `a private address`.
    pub what: &'static str,
}

/// Says which addresses may be spoken to.
#[derive(Debug, Clone, Default)]
pub struct Guard {
    allowed: Vec<IpNet>,
}

impl Guard {
    /// Public addresses only.
    pub const fn new() -> Self {
        Self { allowed: Vec::new() }
    }

    /// These too, whatever they are: for tests and for shops inside one's own network. An address is compared as
    /// written: allowing `127.0.0.0/8` does not allow `::ffff:127.0.0.1`.
    #[must_use]
    pub fn allowing(mut self, nets: impl IntoIterator<Item = IpNet>) -> Self {
        self.allowed.extend(nets);
        self
    }

    /// Refuses an address that is not of the public internet.
    pub fn check(&self, address: IpAddr) -> Result<(), Forbidden> {
        if self.allowed.iter().any(|net| net.contains(&address)) {
            return Ok(());
        }
        if let Some(range) = table::range_of(address) {
            let what = range.what;
            return Err(Forbidden { address, what });
        }
        match address {
            IpAddr::V6(outer) => embedded(outer).map_or(Ok(()), |inner| self.check(inner.into())),
            IpAddr::V4(_) => Ok(()),
        }
    }
}

/// The IPv4 address within an ISATAP interface identifier (RFC 5214, section 6.1), under any prefix.
fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let [.., 0 | 0x0200, 0x5efe, high, low] = address.segments() else {
        return None;
    };
    Some(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)))
}
