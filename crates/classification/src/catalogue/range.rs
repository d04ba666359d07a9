//! Ranges of addresses: `34.155.58.152`, `23.227.38.32/27`, `2606:4700::/32`.

use core::net::IpAddr;

use super::sign::MarkError;

/// Bits that an IPv4 address stands behind when it is written as an IPv6 one (RFC 4291, section 2.5.5.2).
const MAPPED: u8 = 96;
/// A range wider than this many bits is a slip: no platform owns a 256th of all IPv4 addresses.
const SHORTEST_V4: u8 = 8;
/// The same for IPv6: registries give out nothing wider.
const SHORTEST_V6: u8 = 16;

/// A range of addresses, IPv4 as mapped into IPv6 so that both are compared alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Range {
    bits: u128,
    /// How many leading bits count, of 128.
    length: u8,
}

impl Range {
    /// Reads an address or a range.
    pub fn parse(text: &str) -> Result<Self, MarkError> {
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address, Some(length)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| MarkError::BadAddress)?;
        let (whole, shortest, before) = match address {
            IpAddr::V4(_) => (32, SHORTEST_V4, MAPPED),
            IpAddr::V6(_) => (128, SHORTEST_V6, 0),
        };
        let length = match length {
            Some(digits) => digits.parse().map_err(|_| MarkError::BadAddress)?,
            None => whole,
        };
        if length > whole {
            return Err(MarkError::BadAddress);
        }
        if length < shortest {
            return Err(MarkError::TooWide);
        }
        let range = Self {
            bits: bits_of(address),
            length: before + length,
        };
        if range.bits & !range.mask() != 0 {
            return Err(MarkError::NotTheFirst);
        }
        Ok(range)
    }

    /// Whether an address is one of these.
    pub fn holds(self, address: IpAddr) -> bool {
        bits_of(address) & self.mask() == self.bits
    }

    /// The longer, the fewer addresses and the more it says.
    pub const fn length(self) -> u8 {
        self.length
    }

    fn mask(self) -> u128 {
        u128::MAX
            .checked_shl(128 - u32::from(self.length))
            .unwrap_or_default()
    }
}

fn bits_of(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(v4) => v4.to_ipv6_mapped().to_bits(),
        IpAddr::V6(v6) => v6.to_bits(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(range: &str, address: &str) -> bool {
        Range::parse(range).unwrap().holds(address.parse().unwrap())
    }

    #[test]
    fn a_range_holds_its_first_and_its_last_and_not_their_neighbours() {
        assert!(holds("34.155.58.152", "34.155.58.152"));
        assert!(!holds("34.155.58.152", "34.155.58.153"));
        assert!(holds("34.155.58.152", "::ffff:34.155.58.152"));
        for (address, inside) in [
            ("23.227.38.31", false),
            ("23.227.38.32", true),
            ("23.227.38.63", true),
            ("23.227.38.64", false),
        ] {
            assert_eq!(holds("23.227.38.32/27", address), inside, "{address}");
        }
        assert!(holds("2606:4700::/32", "2606:4700:ffff::1"));
        assert!(!holds("2606:4700::/32", "2606:4701::1"));
    }

    #[test]
    fn what_is_no_range_is_refused() {
        for (text, reason) in [
            ("", MarkError::BadAddress),
            ("shop.tn", MarkError::BadAddress),
            ("1.2.3", MarkError::BadAddress),
            ("1.2.3.4/33", MarkError::BadAddress),
            ("1.2.3.4/-1", MarkError::BadAddress),
            ("1.2.3.4/", MarkError::BadAddress),
            ("01.2.3.4", MarkError::BadAddress),
            ("::/129", MarkError::BadAddress),
            ("0.0.0.0/0", MarkError::TooWide),
            ("2000::/3", MarkError::TooWide),
            ("23.227.38.33/27", MarkError::NotTheFirst),
        ] {
            assert_eq!(Range::parse(text), Err(reason), "{text}");
        }
    }
}
