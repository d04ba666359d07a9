//! What A and AAAA give together.

use model::observation::UndecidedReason;

use super::*;

fn resolved(answer: DnsAnswer, addresses: &[&str], ttl: u32) -> Resolved {
    Resolved {
        answer,
        addresses: addresses.iter().map(|text| text.parse().unwrap()).collect(),
        aliases: Vec::new(),
        ttl,
    }
}

fn failed() -> Result<Resolved, Unknown> {
    Err(Unknown::new(UndecidedReason::Timeout, "no answer".to_owned()))
}

#[test]
fn an_ipv4_address_suffices_and_what_is_missing_is_told() {
    for aaaa in [None, Some(failed())] {
        let four = resolved(DnsAnswer::Resolves, &["198.51.100.1"], 60);
        let found = combined(four.clone(), aaaa).unwrap();
        assert_eq!((found.resolved, found.missing_ipv6), (four, true));
    }
}

#[test]
fn both_answers_are_one() {
    let four = resolved(
        DnsAnswer::Resolves,
        &["198.51.100.2", "198.51.100.1", "198.51.100.2"],
        60,
    );
    let six = resolved(DnsAnswer::Resolves, &["2001:db8::1"], 30);
    let found = combined(four, Some(Ok(six))).unwrap();
    let expected = resolved(
        DnsAnswer::Resolves,
        &["198.51.100.1", "198.51.100.2", "2001:db8::1"],
        30,
    );
    assert_eq!((found.resolved, found.missing_ipv6), (expected, false));
}

#[test]
fn a_name_without_addresses_needs_both_to_say_so() {
    let none = || resolved(DnsAnswer::NoAddress, &[], u32::MAX);
    assert!(combined(none(), Some(failed())).is_err());
    let found = combined(none(), Some(Ok(none()))).unwrap();
    assert_eq!(found.resolved.answer, DnsAnswer::NoAddress);
    let six = resolved(DnsAnswer::Resolves, &["2001:db8::1"], 30);
    let found = combined(none(), Some(Ok(six.clone()))).unwrap();
    assert_eq!(found.resolved, six);
    // There is no such name: AAAA is not waited for.
    let found = combined(resolved(DnsAnswer::NoSuchName, &[], 5), None).unwrap();
    assert_eq!(found.resolved.answer, DnsAnswer::NoSuchName);
    assert!(!found.missing_ipv6);
}
