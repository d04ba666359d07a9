//! A place in the list as text that is safe in an address.

use std::fmt;

use compact_str::CompactString;

use super::Cursor;

/// `a` (after) or `b` (before), the key, a dot, the slug with every byte that an address would change as `~` and two
/// hexadecimal digits.
impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}.", if self.backwards { 'b' } else { 'a' }, self.key)?;
        for byte in self.slug.bytes() {
            if is_safe(byte) {
                write!(f, "{}", char::from(byte))?;
            } else {
                write!(f, "~{byte:02x}")?;
            }
        }
        Ok(())
    }
}

impl Cursor {
    /// Reads what `Display` wrote; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (backwards, rest) = match text.split_at_checked(1)? {
            ("a", rest) => (false, rest),
            ("b", rest) => (true, rest),
            _ => return None,
        };
        let (key, slug) = rest.split_once('.')?;
        Some(Self {
            backwards,
            key: key.parse().ok()?,
            slug: unescape(slug)?,
        })
    }
}

/// Letters, digits and `-._`: what RFC 3986, section 2.3, leaves as it is everywhere, but for `~`, which escapes.
const fn is_safe(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_')
}

fn unescape(text: &str) -> Option<CompactString> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'~' => digit(rest.next()?)? << 4 | digit(rest.next()?)?,
            safe if is_safe(safe) => safe,
            _ => return None,
        });
    }
    CompactString::from_utf8(bytes).ok()
}

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    }
}
