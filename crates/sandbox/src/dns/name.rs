//! Names as zones keep them: lower case, letters of other scripts in punycode, no root dot; the root is empty.

use compact_str::CompactString;

/// Bytes of a label at most (RFC 1035, section 2.3.4).
const LABEL: usize = 63;
/// Bytes of a name as text at most: 255 on the wire, less the first length and the root.
const NAME: usize = 253;

/// The name as zones keep it, or why it is none. A leading `*` is a label like any other.
pub(super) fn clean(name: &str) -> Result<CompactString, &'static str> {
    let name = name.strip_suffix('.').unwrap_or(name);
    let mut name = if name.is_ascii() {
        CompactString::from(name)
    } else {
        let ascii = idna::domain_to_ascii(name).map_err(|_| "no name of the DNS has these letters")?;
        CompactString::from(ascii)
    };
    name.make_ascii_lowercase();
    if name.is_empty() {
        return Ok(name);
    }
    if name.len() > NAME {
        return Err("the name is too long");
    }
    // What a master file gives a meaning of its own would have to be escaped there.
    if name
        .bytes()
        .any(|byte| !byte.is_ascii_graphic() || b"\\\"();$".contains(&byte))
    {
        return Err("escapes, blanks, control characters and any of \"();$ in names are not read");
    }
    for label in name.split('.') {
        match label.len() {
            0 => return Err("a label of the name is empty"),
            1..=LABEL => {}
            _ => return Err("a label of the name is too long"),
        }
    }
    Ok(name)
}

/// The name above: `b.tn` of `a.b.tn`, the root of `tn`; `None` of the root.
pub(super) fn above(name: &str) -> Option<&str> {
    if name.is_empty() {
        return None;
    }
    Some(name.split_once('.').map_or("", |(_, above)| above))
}

/// The name itself and all above it, the root last.
pub(super) fn upwards(name: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(name), |name| above(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kept_in_one_spelling() {
        for (text, name) in [
            ("Shop.TN.", "shop.tn"),
            ("shop.tn", "shop.tn"),
            ("*.a.tn", "*.a.tn"),
            ("_dmarc.a.tn", "_dmarc.a.tn"),
            ("café.tn", "xn--caf-dma.tn"),
            ("متجر.تونس", "xn--pgbep1f.xn--pgbs0dh"),
            (".", ""),
            ("", ""),
        ] {
            assert_eq!(clean(text).as_deref(), Ok(name), "{text}");
        }
    }

    #[test]
    fn what_no_name_can_be_is_refused() {
        let label = format!("{}.tn", "a".repeat(64));
        let long = "a.".repeat(127) + "tn";
        for text in [
            "a..tn", ".tn", "a b.tn", "a\\.b.tn", "a;b.tn", "..", &label, &long,
        ] {
            assert!(clean(text).is_err(), "{text}");
        }
        assert!(clean(&format!("{}.tn", "a".repeat(63))).is_ok());
    }

    #[test]
    fn upwards_ends_at_the_root() {
        assert_eq!(
            upwards("a.b.tn").collect::<Vec<_>>(),
            ["a.b.tn", "b.tn", "tn", ""]
        );
    }
}
