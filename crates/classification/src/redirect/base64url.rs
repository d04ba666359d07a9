//! Base64 with the URL alphabet, as one redirector writes its targets.

/// The text behind `a1` and unpadded base64; a value without the mark is given back as it is.
pub(super) fn decode_marked(value: &str) -> Option<String> {
    match value.strip_prefix("a1") {
        Some(encoded) => decode(encoded),
        None => Some(value.to_owned()),
    }
}

/// `None` where a sign is outside the alphabet or the bytes are no text.
fn decode(encoded: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(encoded.len() * 3 / 4);
    let (mut buffer, mut bits) = (0_u32, 0_u32);
    for sign in encoded.trim_end_matches('=').bytes() {
        buffer = (buffer << 6 | u32::from(six_bits(sign)?)) & 0xff_ffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(buffer >> bits & 0xff).ok()?);
        }
    }
    String::from_utf8(bytes).ok()
}

const fn six_bits(sign: u8) -> Option<u8> {
    match sign {
        b'A'..=b'Z' => Some(sign - b'A'),
        b'a'..=b'z' => Some(sign - b'a' + 26),
        b'0'..=b'9' => Some(sign - b'0' + 52),
        b'-' | b'+' => Some(62),
        b'_' | b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_and_without_the_mark() {
        assert_eq!(
            decode_marked("a1aHR0cHM6Ly9hLnRuLw").as_deref(),
            Some("https://a.tn/")
        );
        assert_eq!(
            decode_marked("a1aHR0cHM6Ly9hLnRuLw==").as_deref(),
            Some("https://a.tn/")
        );
        assert_eq!(decode_marked("https://a.tn/").as_deref(), Some("https://a.tn/"));
        assert_eq!(decode_marked("a1é"), None);
    }
}
