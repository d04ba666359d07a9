//! Text and lengths inside SVG.

use std::fmt;

/// Tenths of a pixel, written in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tenths(pub u64);

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 % 10 {
            0 => write!(f, "{}", self.0 / 10),
            tenth => write!(f, "{}.{tenth}", self.0 / 10),
        }
    }
}

/// Hundredths of a percent of the width, written in percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Along(pub u64);

impl Along {
    /// The whole width.
    pub const WHOLE: u64 = 10_000;
}

impl fmt::Display for Along {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 % 100 {
            0 => write!(f, "{}%", self.0 / 100),
            rest => write!(f, "{}.{rest:02}%", self.0 / 100),
        }
    }
}

/// Which edge of a text stands at its place, as it is seen: `text-anchor` means the other one where text runs from
/// right to left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// The left one.
    Left,
    /// Neither: the middle.
    Middle,
    /// The right one.
    Right,
}

impl Edge {
    /// Attributes of a text of this direction.
    pub const fn attributes(self, rtl: bool) -> &'static str {
        match (self, rtl) {
            (Self::Left, false) => "",
            (Self::Middle, false) => " text-anchor=\"middle\"",
            (Self::Right, false) => " text-anchor=\"end\"",
            (Self::Left, true) => " direction=\"rtl\" text-anchor=\"end\"",
            (Self::Middle, true) => " direction=\"rtl\" text-anchor=\"middle\"",
            (Self::Right, true) => " direction=\"rtl\"",
        }
    }
}

/// Foreign text as SVG may hold it, in content and in attributes. What XML cannot hold at all, and characters that
/// would turn the text around them, become a mark for "no character".
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(character),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}' => {
                out.push('\u{fffd}');
            }
            control if control.is_control() => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out_and_xml_stays_sound() {
        assert_eq!(
            escaped("</text><script x=\"'&"),
            "&lt;/text&gt;&lt;script x=&quot;&#39;&amp;"
        );
        assert_eq!(
            escaped("a\0b\u{202e}c\u{b}d\u{ffff}"),
            "a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}"
        );
        assert_eq!(escaped("كونفرتي 12\u{202f}%"), "كونفرتي 12\u{202f}%");
    }

    #[test]
    fn lengths_are_written_short() {
        assert_eq!(Tenths(1205).to_string(), "120.5");
        assert_eq!(Tenths(10).to_string(), "1");
        assert_eq!(Along(1234).to_string(), "12.34%");
        assert_eq!(Along(1205).to_string(), "12.05%");
        assert_eq!(Along(10_000).to_string(), "100%");
    }
}
