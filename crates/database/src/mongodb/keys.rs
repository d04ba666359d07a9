//! Keys that are put together of several parts, so that their order is the order of the parts.
//!
//! Parts are parted by NUL, which sorts below all that a part holds. Keys are texts, not documents or bytes: every
//! server and every shell orders and finds those alike.

use model::Timestamp;
use model::observation::FactsKind;

/// Between the parts of a key.
const PART: char = '\0';

/// The digits of a digest in a key: six bits each, in the order of their letters' bytes.
const DIGITS: &[u8; 64] = b"-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

/// How many digits a digest has: 22 for 128 bits, where hexadecimal takes 32.
const DIGEST: usize = 22;

/// The key of a raw item: its ad, then its digest.
pub(super) fn raw_item(ad: &str, digest: u128) -> String {
    let mut key = String::with_capacity(ad.len() + 1 + DIGEST);
    key.push_str(ad);
    key.push(':');
    push_digest(&mut key, digest);
    key
}

/// The ad and digest of a raw item's key.
pub(super) fn of_raw_item(key: &str) -> Option<(&str, u128)> {
    let (ad, digits) = key.rsplit_once(':')?;
    Some((ad, digest(digits)?))
}

/// The key of a search: its domain, then its time; those without a time first.
pub(super) fn search(domain: &str, at: Option<Timestamp>) -> String {
    match at {
        // The sign turned round, so that times before 1970 sort before those after it.
        Some(at) => format!(
            "{domain}{PART}{:016x}",
            at.as_millis().cast_unsigned() ^ (1 << 63)
        ),
        None => format!("{domain}{PART}"),
    }
}

/// The domain and time of a search's key.
pub(super) fn of_search(key: &str) -> Option<(&str, Option<Timestamp>)> {
    let (domain, at) = key.rsplit_once(PART)?;
    if at.is_empty() {
        return Some((domain, None));
    }
    let millis = u64::from_str_radix(at, 16).ok()? ^ (1 << 63);
    Some((domain, Some(Timestamp::from_millis(millis.cast_signed())?)))
}

/// The key of a refused item: its source, number, then the digest of its bytes as kept.
pub(super) fn refused(source: &str, item: u64, digest: u128) -> String {
    let mut key = format!("{source}{PART}{item:016x}{PART}");
    push_digest(&mut key, digest);
    key
}

/// The key of what is known of one kind of one place.
pub(super) fn place(place: &str, kind: FactsKind) -> String {
    format!("{place}{PART}{}", kind.as_str())
}

/// The place and the kind's name of such a key.
pub(super) fn of_place(key: &str) -> Option<(&str, &str)> {
    key.rsplit_once(PART)
}

/// The key of a page: its place, then the digest of its JSON.
pub(super) fn page(place: &str, digest: u128) -> String {
    let mut key = format!("{place}{PART}");
    push_digest(&mut key, digest);
    key
}

fn push_digest(key: &mut String, digest: u128) {
    let digit = |place: usize| {
        let six = (digest >> (6 * place)) & 63;
        usize::try_from(six).ok().and_then(|six| DIGITS.get(six)).copied()
    };
    key.extend((0..DIGEST).rev().filter_map(digit).map(char::from));
}

fn digest(digits: &str) -> Option<u128> {
    if digits.len() != DIGEST {
        return None;
    }
    digits.bytes().try_fold(0_u128, |digest, letter| {
        let six = DIGITS.binary_search(&letter).ok()?;
        // The first digit holds the two bits that are left over.
        (digest >> 122 == 0).then_some((digest << 6) | six as u128)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn raw_items_come_back(ad in ".*", digest: u128) {
            let key = raw_item(&ad, digest);
            prop_assert_eq!(of_raw_item(&key), Some((ad.as_str(), digest)));
        }

        #[test]
        fn digests_sort_as_numbers(one: u128, other: u128) {
            prop_assert_eq!(raw_item("a", one).cmp(&raw_item("a", other)), one.cmp(&other));
        }

        #[test]
        fn searches_come_back_and_sort(
            domains in ("[a-z.]{0,3}", "[a-z.]{0,3}"),
            times in (-9_000_000_000_000_i64..9_000_000_000_000, any::<bool>(), -9_i64..9),
        ) {
            let at = |millis| Timestamp::from_millis(millis);
            let one = (domains.0.as_str(), if times.1 { at(times.0) } else { None });
            let other = (domains.1.as_str(), at(times.2));
            let keys = [one, other].map(|(domain, at)| search(domain, at));
            prop_assert_eq!(of_search(&keys[0]), Some(one));
            prop_assert_eq!(of_search(&keys[1]), Some(other));
            prop_assert_eq!(keys[0].cmp(&keys[1]), one.cmp(&other));
        }
    }

    #[test]
    fn what_is_no_key_is_none() {
        let too_large = format!("a:zz{}", "z".repeat(20));
        for key in ["", "a", "a:", "a:short", "a:!!!!!!!!!!!!!!!!!!!!!!", &too_large] {
            assert_eq!(of_raw_item(key), None, "{key}");
        }
        assert_eq!(of_search("no time"), None);
        assert_eq!(of_search("a\0xyz"), None);
    }

    #[test]
    fn refused_items_and_places_sort_by_their_parts() {
        let mut keys = [
            refused("b", 10, 0),
            refused("b", 2, 9),
            refused("a.json", 99, 1),
            refused("a", 100, 1),
        ];
        keys.sort();
        let sources: Vec<_> = keys.iter().map(|key| key.split(PART).next().unwrap()).collect();
        assert_eq!(sources, ["a", "a.json", "b", "b"]);
        assert!(keys[2].contains("0000000000000002"));
        let kinds = [FactsKind::Dns, FactsKind::Landing];
        let places = ["a-b.tn", "a.tn", "a.tn/?q", "a.tn/A", "aa.tn"];
        let keys: Vec<_> = places
            .iter()
            .flat_map(|name| kinds.map(|kind| place(name, kind)))
            .collect();
        assert!(keys.is_sorted());
        assert_eq!(of_place(&keys[3]), Some(("a.tn", "landing")));
    }
}
