//! The guard over the edges of every block, written down a second time and by hand.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use probe::Guard;
use probe::guard::table;
use proptest::prelude::*;

/// First and last address of a block, a word of what it is, and whether the addresses just before and just after it
/// are public.
const EDGES: &[(&str, &str, &str, bool, bool)] = &[
    ("0.0.0.0", "0.0.0.0", "unspecified", false, false),
    ("0.0.0.1", "0.255.255.255", "this network", false, true),
    ("10.0.0.0", "10.255.255.255", "private", true, true),
    ("100.64.0.0", "100.127.255.255", "carrier", true, true),
    ("127.0.0.0", "127.255.255.255", "loopback", true, true),
    ("169.254.0.0", "169.254.255.255", "link-local", true, true),
    ("172.16.0.0", "172.31.255.255", "private", true, true),
    ("192.0.0.0", "192.0.0.255", "protocols", true, true),
    ("192.0.2.0", "192.0.2.255", "documentation", true, true),
    ("192.88.99.0", "192.88.99.255", "6to4", true, true),
    ("192.168.0.0", "192.168.255.255", "private", true, true),
    ("198.18.0.0", "198.19.255.255", "benchmarks", true, true),
    ("198.51.100.0", "198.51.100.255", "documentation", true, true),
    ("203.0.113.0", "203.0.113.255", "documentation", true, true),
    ("224.0.0.0", "239.255.255.255", "multicast", true, false),
    ("240.0.0.0", "255.255.255.254", "reserved", false, false),
    ("255.255.255.255", "255.255.255.255", "broadcast", false, false),
    ("::", "::", "unspecified", false, false),
    ("::1", "::1", "loopback", false, false),
    ("::2", "::ffff:ffff", "compatible", false, false),
    ("::ffff:0.0.0.0", "::ffff:255.255.255.255", "mapped", false, false),
    ("::ffff:0:0:0", "::ffff:0:ffff:ffff", "translated", false, false),
    ("64:ff9b::", "64:ff9b::ffff:ffff", "NAT64", false, false),
    (
        "64:ff9b:1::",
        "64:ff9b:1:ffff:ffff:ffff:ffff:ffff",
        "local NAT64",
        false,
        false,
    ),
    ("100::", "100::ffff:ffff:ffff:ffff", "discards", false, false),
    ("100:0:0:1::", "100::1:ffff:ffff:ffff:ffff", "dummy", false, false),
    (
        "2::",
        "63:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "outside",
        false,
        false,
    ),
    (
        "101::",
        "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "outside",
        false,
        true,
    ),
    (
        "2001::",
        "2001:0:ffff:ffff:ffff:ffff:ffff:ffff",
        "Teredo",
        true,
        false,
    ),
    (
        "2001:2::",
        "2001:2:0:ffff:ffff:ffff:ffff:ffff",
        "benchmarks",
        false,
        false,
    ),
    (
        "2001:10::",
        "2001:1f:ffff:ffff:ffff:ffff:ffff:ffff",
        "ORCHID)",
        false,
        false,
    ),
    (
        "2001:20::",
        "2001:2f:ffff:ffff:ffff:ffff:ffff:ffff",
        "ORCHIDv2",
        false,
        false,
    ),
    (
        "2001:30::",
        "2001:3f:ffff:ffff:ffff:ffff:ffff:ffff",
        "drones",
        false,
        false,
    ),
    (
        "2001:40::",
        "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff",
        "protocols",
        false,
        true,
    ),
    (
        "2001:db8::",
        "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
        "documentation",
        true,
        true,
    ),
    (
        "2002::",
        "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "6to4",
        true,
        true,
    ),
    (
        "3fff::",
        "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff",
        "documentation",
        true,
        true,
    ),
    (
        "4000::",
        "5eff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "outside",
        true,
        false,
    ),
    (
        "5f00::",
        "5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "SRv6",
        false,
        false,
    ),
    (
        "8000::",
        "fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "outside",
        false,
        false,
    ),
    (
        "fc00::",
        "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "private",
        false,
        false,
    ),
    (
        "fe80::",
        "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "link-local",
        false,
        false,
    ),
    (
        "fec0::",
        "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "site-local",
        false,
        false,
    ),
    (
        "ff00::",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "multicast",
        false,
        false,
    ),
];

fn ip(text: &str) -> IpAddr {
    text.parse().expect(text)
}

fn beside(address: IpAddr, step: i8) -> Option<IpAddr> {
    match address {
        IpAddr::V4(it) => {
            let next = it.to_bits().checked_add_signed(i32::from(step))?;
            Some(Ipv4Addr::from_bits(next).into())
        }
        IpAddr::V6(it) => {
            let next = it.to_bits().checked_add_signed(i128::from(step))?;
            Some(Ipv6Addr::from_bits(next).into())
        }
    }
}

#[test]
fn every_block_is_refused_to_its_edges_and_no_further() {
    let guard = Guard::new();
    for &(first, last, word, before, after) in EDGES {
        for edge in [first, last] {
            let forbidden = guard.check(ip(edge)).expect_err(edge);
            assert!(forbidden.what.contains(word), "{forbidden}, not {word}");
        }
        for (edge, step, public) in [(first, -1, before), (last, 1, after)] {
            if let Some(outside) = beside(ip(edge), step) {
                assert_eq!(guard.check(outside).is_ok(), public, "{outside}, beside {edge}");
            }
        }
    }
}

#[test]
fn every_row_has_an_edge_that_only_it_explains() {
    for range in &table::RANGES {
        let told = EDGES
            .iter()
            .any(|&(first, ..)| table::range_of(ip(first)) == Some(range));
        assert!(told, "no edge for {range:?}");
        assert!(!range.source.is_empty());
        assert_eq!(
            range.net.addr(),
            range.net.network(),
            "a block starts at its first address"
        );
    }
}

#[test]
fn places_of_secrets_are_refused() {
    for address in [
        "169.254.169.254",           // AWS, Google, Azure, Oracle
        "169.254.170.2",             // AWS containers
        "100.100.100.200",           // Alibaba
        "192.0.0.192",               // Oracle, older
        "fd00:ec2::254",             // AWS
        "fd20:ce::254",              // Google
        "::ffff:169.254.169.254",    // mapped
        "::169.254.169.254",         // compatible
        "64:ff9b::169.254.169.254",  // NAT64
        "2002:a9fe:a9fe::1",         // 6to4
        "2001:0:a9fe:a9fe::1",       // Teredo
        "2a00:1450::5efe:a9fe:a9fe", // ISATAP under a public prefix
        "2a00:1450::200:5efe:a9fe:a9fe",
    ] {
        assert!(Guard::new().check(ip(address)).is_err(), "{address}");
    }
}

#[test]
fn shops_are_not() {
    for address in [
        "34.155.58.152",
        "23.227.38.65",
        "185.199.220.9",
        "104.16.0.1",
        "1.1.1.1",
        "2606:4700::6810:1",
        "2a00:1450:4007:80e::200e",
        "2620:127:f00f:e::",
        "2a00:1450::5efe:2295:3a98", // ISATAP around a public address
    ] {
        assert_eq!(Guard::new().check(ip(address)), Ok(()), "{address}");
    }
}

#[test]
fn what_is_allowed_is_allowed_as_written() {
    let guard = Guard::new().allowing(["127.0.0.0/8".parse().unwrap()]);
    assert_eq!(guard.check(ip("127.9.9.9")), Ok(()));
    for still in ["::1", "::ffff:127.0.0.1", "10.0.0.1"] {
        assert!(guard.check(ip(still)).is_err(), "{still}");
    }
    let told = Guard::new().check(ip("10.1.2.3")).unwrap_err().to_string();
    assert_eq!(told, "10.1.2.3 is a private address");
}

proptest! {
    #[test]
    fn no_ipv6_address_that_is_not_global_unicast_passes(bits: u128) {
        let address = Ipv6Addr::from_bits(bits);
        if address.segments()[0] >> 13 != 1 {
            prop_assert!(Guard::new().check(address.into()).is_err());
        }
    }

    #[test]
    fn the_standard_library_agrees(bits: u32) {
        let address = Ipv4Addr::from_bits(bits);
        let theirs = address.is_private() || address.is_loopback() || address.is_link_local()
            || address.is_broadcast() || address.is_documentation() || address.is_multicast()
            || address.is_unspecified();
        if theirs {
            prop_assert!(Guard::new().check(address.into()).is_err());
        }
    }
}
