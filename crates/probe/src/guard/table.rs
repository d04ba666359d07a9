//! The addresses that are not the public internet.
//!
//! From the IANA registries of special-purpose addresses
//! (<https://www.iana.org/assignments/iana-ipv4-special-registry/>,
//! <https://www.iana.org/assignments/iana-ipv6-special-registry/>), multicast, and, in IPv6, everything outside
//! `2000::/3`, from which alone global addresses are given out (RFC 4291, section 2.4). Where a registry calls a
//! block global that serves no web pages (AS112, AMT), its neighbourhood decides: no shop stands there.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

/// One block of addresses that may not be spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// The block.
    pub net: IpNet,
    /// What its addresses are, in words: `a private address`.
    pub what: &'static str,
    /// Where that is said.
    pub source: &'static str,
}

/// All blocks; where they overlap the narrower stands first.
#[rustfmt::skip] // one row a line
pub const RANGES: [Range; 43] = [
    v4([0, 0, 0, 0], 32, "the unspecified address", "RFC 1122, 3.2.1.3"),
    v4([0, 0, 0, 0], 8, "an address of \"this network\"", "RFC 791, 3.2"),
    v4([10, 0, 0, 0], 8, "a private address", "RFC 1918"),
    v4([100, 64, 0, 0], 10, "a carrier's shared address", "RFC 6598"),
    v4([127, 0, 0, 0], 8, "a loopback address", "RFC 1122, 3.2.1.3"),
    v4([169, 254, 0, 0], 16, "a link-local address", "RFC 3927"),
    v4([172, 16, 0, 0], 12, "a private address", "RFC 1918"),
    v4([192, 0, 0, 0], 24, "an address for protocols", "RFC 6890, 2.1"),
    v4([192, 0, 2, 0], 24, "an address for documentation", "RFC 5737"),
    v4([192, 88, 99, 0], 24, "a 6to4 relay", "RFC 7526"),
    v4([192, 168, 0, 0], 16, "a private address", "RFC 1918"),
    v4([198, 18, 0, 0], 15, "an address for benchmarks", "RFC 2544"),
    v4([198, 51, 100, 0], 24, "an address for documentation", "RFC 5737"),
    v4([203, 0, 113, 0], 24, "an address for documentation", "RFC 5737"),
    v4([224, 0, 0, 0], 4, "a multicast address", "RFC 1112"),
    v4([255, 255, 255, 255], 32, "the broadcast address", "RFC 919"),
    v4([240, 0, 0, 0], 4, "a reserved address", "RFC 1112, 4"),
    v6([0; 8], 128, "the unspecified address", "RFC 4291, 2.5.2"),
    v6([0, 0, 0, 0, 0, 0, 0, 1], 128, "a loopback address", "RFC 4291, 2.5.3"),
    v6([0, 0, 0, 0, 0, 0xffff, 0, 0], 96, "an IPv4 address in IPv6 (mapped)", "RFC 4291, 2.5.5.2"),
    v6([0, 0, 0, 0, 0xffff, 0, 0, 0], 96, "an IPv4 address in IPv6 (translated)", "RFC 2765, 2.1"),
    v6([0; 8], 96, "an IPv4 address in IPv6 (compatible)", "RFC 4291, 2.5.5.1"),
    v6([0x64, 0xff9b, 0, 0, 0, 0, 0, 0], 96, "an IPv4 address in IPv6 (NAT64)", "RFC 6052"),
    v6([0x64, 0xff9b, 1, 0, 0, 0, 0, 0], 48, "an IPv4 address in IPv6 (local NAT64)", "RFC 8215"),
    v6([0x100, 0, 0, 0, 0, 0, 0, 0], 64, "an address that discards", "RFC 6666"),
    v6([0x100, 0, 0, 1, 0, 0, 0, 0], 64, "a dummy address", "RFC 9780"),
    v6([0x2001, 0, 0, 0, 0, 0, 0, 0], 32, "an IPv4 address in IPv6 (Teredo)", "RFC 4380"),
    v6([0x2001, 2, 0, 0, 0, 0, 0, 0], 48, "an address for benchmarks", "RFC 5180"),
    v6([0x2001, 0x10, 0, 0, 0, 0, 0, 0], 28, "an identifier, not an address (ORCHID)", "RFC 4843"),
    v6([0x2001, 0x20, 0, 0, 0, 0, 0, 0], 28, "an identifier, not an address (ORCHIDv2)", "RFC 7343"),
    v6([0x2001, 0x30, 0, 0, 0, 0, 0, 0], 28, "an identifier, not an address (drones)", "RFC 9374"),
    v6([0x2001, 0, 0, 0, 0, 0, 0, 0], 23, "an address for protocols", "RFC 2928"),
    v6([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], 32, "an address for documentation", "RFC 3849"),
    v6([0x2002, 0, 0, 0, 0, 0, 0, 0], 16, "an IPv4 address in IPv6 (6to4)", "RFC 3056"),
    v6([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20, "an address for documentation", "RFC 9637"),
    v6([0x5f00, 0, 0, 0, 0, 0, 0, 0], 16, "a segment identifier (SRv6)", "RFC 9602"),
    v6([0xfc00, 0, 0, 0, 0, 0, 0, 0], 7, "a private address", "RFC 4193"),
    v6([0xfe80, 0, 0, 0, 0, 0, 0, 0], 10, "a link-local address", "RFC 4291, 2.5.6"),
    v6([0xfec0, 0, 0, 0, 0, 0, 0, 0], 10, "a site-local address", "RFC 3879"),
    v6([0xff00, 0, 0, 0, 0, 0, 0, 0], 8, "a multicast address", "RFC 4291, 2.7"),
    v6([0; 8], 3, "outside the global addresses", "RFC 4291, 2.4"),
    v6([0x4000, 0, 0, 0, 0, 0, 0, 0], 2, "outside the global addresses", "RFC 4291, 2.4"),
    v6([0x8000, 0, 0, 0, 0, 0, 0, 0], 1, "outside the global addresses", "RFC 4291, 2.4"),
];

/// The narrowest block that an address is in.
pub fn range_of(address: IpAddr) -> Option<&'static Range> {
    const { &RANGES }
        .iter()
        .find(|range| range.net.contains(&address))
}

const fn v4(first: [u8; 4], prefix: u8, what: &'static str, source: &'static str) -> Range {
    let [a, b, c, d] = first;
    Range {
        net: IpNet::new_assert(IpAddr::V4(Ipv4Addr::new(a, b, c, d)), prefix),
        what,
        source,
    }
}

const fn v6(first: [u16; 8], prefix: u8, what: &'static str, source: &'static str) -> Range {
    let mut bits = 0;
    let mut rest = first.as_slice();
    while let [group, after @ ..] = rest {
        bits = bits << 16 | *group as u128;
        rest = after;
    }
    Range {
        net: IpNet::new_assert(IpAddr::V6(Ipv6Addr::from_bits(bits)), prefix),
        what,
        source,
    }
}
