//! What failed questions leave of facts.

use super::*;

#[test]
fn what_is_missing_comes_from_before() {
    let facts = |addresses: &[&str], servers: &[&str]| DnsFacts {
        answer: DnsAnswer::Resolves,
        addresses: addresses.iter().map(|text| text.parse().unwrap()).collect(),
        aliases: Vec::new(),
        name_servers: servers.iter().map(|name| CompactString::from(*name)).collect(),
    };
    let before = facts(&["198.51.100.1", "2001:db8::1"], &["ns.tn"]);
    let missing = Missing {
        ipv6: true,
        name_servers: true,
    };
    let filled = |missing: Missing, address| {
        let mut now = facts(&[address], &[]);
        missing.fill(&mut now, &before);
        now
    };
    assert_eq!(filled(missing, "198.51.100.1"), before);
    // It moved: its old IPv6 address is not its own any more.
    assert_eq!(
        filled(missing, "198.51.100.7"),
        facts(&["198.51.100.7"], &["ns.tn"])
    );
    let whole = filled(Missing::default(), "198.51.100.1");
    assert_eq!(whole, facts(&["198.51.100.1"], &[]));
}
