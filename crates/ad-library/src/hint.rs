//! Cheap questions that decide whether a text is worth handing over; `classification` judges further.

/// Whether a URL may stand in this text: it holds `://`, or a dot between a letter or digit of any script and
/// two letters of ASCII (`a.tn`, `www.x`). Sentences without a blank after the full stop pass too; prices and
/// Arabic sentences do not.
pub(crate) fn may_hold_url(text: &[u8]) -> bool {
    memchr::memchr2_iter(b'.', b':', text).any(|at| {
        let after = text.get(at + 1..).unwrap_or_default();
        if text.get(at) == Some(&b':') {
            // JSON may write slashes escaped.
            return after.starts_with(b"//") || after.starts_with(b"\\/");
        }
        let before = at.checked_sub(1).and_then(|before| text.get(before));
        before.is_some_and(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii())
            && matches!(after, [first, second, ..] if first.is_ascii_alphabetic() && second.is_ascii_alphabetic())
    })
}

/// Whether a caption looks like a host or URL: a dot in it, no white space inside.
pub(crate) fn is_address_like(caption: &str) -> bool {
    let caption = caption.trim();
    let has_space = || {
        caption.bytes().any(|byte| byte.is_ascii_whitespace())
            || (!caption.is_ascii() && caption.contains(char::is_whitespace))
    };
    caption.as_bytes().contains(&b'.') && !has_space()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_with_a_url() {
        for text in [
            "see https://a.tn",
            "a.tn",
            "go www.shop.com now",
            "wa.me/216",
            "متجر.shop",
            "wa:\\/\\/x",
        ] {
            assert!(may_hold_url(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn texts_without() {
        for text in [
            "",
            ".",
            "Free. Really",
            "price: 3.5",
            "a.b",
            "...",
            "Bonjour !",
            "12:30",
            "e.g. this",
            "49.900 DT",
            "جملة.جملة",
        ] {
            assert!(!may_hold_url(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn captions() {
        assert!(is_address_like(" A.tn "));
        assert!(is_address_like("https://a.tn/..."));
        assert!(!is_address_like("Commander maintenant."));
        assert!(!is_address_like("Instagram"));
    }
}
