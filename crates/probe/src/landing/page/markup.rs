//! Markup as pieces: tags, text, and the contents of elements that hold no markup.
//!
//! Near enough to what browsers do for pages as they are; comments are left out. Each byte is looked at a bounded
//! number of times, whatever is not closed.

use std::borrow::Cow;

use memchr::{memchr, memchr2, memchr3, memmem};

/// Elements that hold text, not markup.
const RAW: [&str; 4] = ["script", "style", "title", "textarea"];

/// A piece of markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'h> {
    /// Text between tags, as written.
    Text(&'h str),
    /// A tag.
    Tag(Tag<'h>),
    /// The tag of an element that holds no markup, and what it holds.
    Raw(Tag<'h>, &'h str),
}

/// A tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag<'h> {
    name: &'h str,
    /// Whether it ends an element.
    pub(super) closing: bool,
    /// All that stands after the name, as written.
    pub(super) attributes: &'h str,
}

impl<'h> Tag<'h> {
    /// Whether it is of this element.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// An attribute's value, decoded.
    pub(super) fn attribute(&self, name: &str) -> Option<Cow<'h, str>> {
        let mut rest = self.attributes;
        while let Some((found, value, after)) = attribute(rest) {
            if found.eq_ignore_ascii_case(name) {
                return Some(decoded(value));
            }
            rest = after;
        }
        None
    }
}

/// The pieces of a text.
pub(super) fn pieces(html: &str) -> Pieces<'_> {
    Pieces {
        rest: html,
        quotes: true,
    }
}

/// See [`pieces`].
#[derive(Debug)]
pub(super) struct Pieces<'h> {
    rest: &'h str,
    /// Whether quotes are believed: after one that nothing closes they are not, or the rest would be one tag.
    quotes: bool,
}

impl<'h> Iterator for Pieces<'h> {
    type Item = Piece<'h>;

    fn next(&mut self) -> Option<Piece<'h>> {
        loop {
            let second = match self.rest.as_bytes() {
                [] => return None,
                [b'<', b'/', third, ..] if third.is_ascii_alphabetic() => b'a',
                [b'<', second, ..] => *second,
                _ => b' ',
            };
            match second {
                b'!' | b'?' | b'/' => self.skip(),
                _ if second.is_ascii_alphabetic() && self.rest.starts_with('<') => return Some(self.tag()),
                _ => return Some(self.text()),
            }
        }
    }
}

impl<'h> Pieces<'h> {
    /// Takes so many bytes, which end between characters.
    fn take(&mut self, bytes: usize) -> &'h str {
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// Text to the next `<`; one that begins no tag is text too.
    fn text(&mut self) -> Piece<'h> {
        let after = self.rest.as_bytes().get(1..).unwrap_or_default();
        let end = memchr(b'<', after).map_or(self.rest.len(), |at| at + 1);
        Piece::Text(self.take(end))
    }

    /// Comments, declarations, and what only looks like them.
    fn skip(&mut self) {
        let end: &[u8] = if self.rest.starts_with("<!--") {
            b"-->"
        } else {
            b">"
        };
        let bytes = self.rest.as_bytes();
        // From 2: `<!-->` is a whole comment.
        let found = bytes.get(2..).and_then(|after| memmem::find(after, end));
        self.take(found.map_or(bytes.len(), |at| at + 2 + end.len()));
    }

    fn tag(&mut self) -> Piece<'h> {
        let end = self.tag_end();
        let inner = self.take(end).trim_start_matches('<');
        let inner = inner.strip_suffix('>').unwrap_or(inner);
        let (closing, inner) = inner
            .strip_prefix('/')
            .map_or((false, inner), |inner| (true, inner));
        let name = inner
            .find(|c: char| c.is_ascii_whitespace() || c == '/')
            .unwrap_or(inner.len());
        let (name, attributes) = inner.split_at(name);
        let tag = Tag {
            name,
            closing,
            attributes,
        };
        if closing || !RAW.iter().any(|raw| tag.is(raw)) {
            return Piece::Tag(tag);
        }
        let end = self.raw_end(name);
        Piece::Raw(tag, self.take(end))
    }

    /// Bytes of the tag that the rest begins with, its `>` included.
    fn tag_end(&mut self) -> usize {
        let bytes = self.rest.as_bytes();
        let mut at = 0;
        loop {
            let after = bytes.get(at..).unwrap_or_default();
            let found = if self.quotes {
                memchr3(b'>', b'"', b'\'', after)
            } else {
                memchr(b'>', after)
            };
            let Some(found) = found else { return bytes.len() };
            let mark = after.get(found).copied().unwrap_or(b'>');
            at += found + 1;
            if mark == b'>' {
                return at;
            }
            // A quote opens a value only after `=`.
            let before = after.get(..found).unwrap_or_default().trim_ascii_end();
            if before.last() != Some(&b'=') {
                continue;
            }
            match memchr(mark, bytes.get(at..).unwrap_or_default()) {
                Some(closing) => at += closing + 1,
                None => self.quotes = false,
            }
        }
    }

    /// Bytes to the tag that ends such an element.
    fn raw_end(&self, name: &str) -> usize {
        let bytes = self.rest.as_bytes();
        memmem::find_iter(bytes, b"</")
            .find(|at| {
                let after = bytes.get(at + 2..at + 2 + name.len());
                after.is_some_and(|after| after.eq_ignore_ascii_case(name.as_bytes()))
            })
            .unwrap_or(bytes.len())
    }
}

/// The first attribute: its name, its value as written, and what comes after.
fn attribute(text: &str) -> Option<(&str, &str, &str)> {
    let text = text.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
    let first = text.chars().next()?.len_utf8();
    let ends = |c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/');
    let rest = text.get(first..)?;
    let (name, rest) = text.split_at_checked(first + rest.find(ends).unwrap_or(rest.len()))?;
    let Some(value) = rest.trim_ascii_start().strip_prefix('=') else {
        return Some((name, "", rest));
    };
    let value = value.trim_ascii_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    if let Some(quote) = quote {
        let value = value.get(1..)?;
        let (value, rest) = value.split_once(quote).unwrap_or((value, ""));
        return Some((name, value, rest));
    }
    let end = value
        .find(|c: char| c.is_ascii_whitespace())
        .unwrap_or(value.len());
    let (value, rest) = value.split_at_checked(end)?;
    Some((name, value, rest))
}

/// Text with its character references read, those that such pages use.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    if memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        if let Some((letter, after)) = reference(from) {
            out.push(letter);
            rest = after;
        } else {
            out.push('&');
            rest = from.get(1..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character that a text begins with a reference to, and what comes after it.
fn reference(text: &str) -> Option<(char, &str)> {
    let bytes = text.as_bytes();
    let end = memchr2(b';', b'<', bytes.get(..bytes.len().min(12))?)?;
    let name = text.get(1..end)?;
    let after = text.get(end + 1..)?;
    let number = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            return Some((char::from_u32(code.ok()?)?, after));
        }
        None => name,
    };
    let letter = match number {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" | "rsquo" | "lsquo" => '\'',
        "nbsp" => ' ',
        "euro" => '€',
        "pound" => '£',
        "eacute" => 'é',
        "egrave" => 'è',
        "ecirc" => 'ê',
        "agrave" => 'à',
        "acirc" => 'â',
        "ccedil" => 'ç',
        "icirc" => 'î',
        "ocirc" => 'ô',
        "ucirc" => 'û',
        "ndash" | "mdash" => '-',
        "hellip" => '…',
        _ => return None,
    };
    Some((letter, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(html: &str) -> Vec<String> {
        let tell = |piece| match piece {
            Piece::Text(text) => format!("text {text}"),
            Piece::Tag(tag) => format!(
                "{}{} [{}]",
                if tag.closing { "/" } else { "" },
                tag.name,
                tag.attributes.trim()
            ),
            Piece::Raw(tag, text) => format!("{} raw {text}", tag.name),
        };
        pieces(html).map(tell).collect()
    }

    #[test]
    fn markup_comes_in_pieces() {
        let html =
            "<!doctype html><!-- <p>no</p> --><p class='a>b'>1 < 2</p><SCRIPT>if(a<b)'<p>'</Script ><br/>";
        assert_eq!(
            told(html),
            [
                "p [class='a>b']",
                "text 1 ",
                "text < 2",
                "/p []",
                "SCRIPT raw if(a<b)'<p>'",
                "/Script []",
                "br [/]"
            ]
        );
    }

    #[test]
    fn what_is_not_closed_ends_with_the_page() {
        assert_eq!(told("a<!-- b"), ["text a"]);
        assert_eq!(told("<script>a"), ["script raw a"]);
        assert_eq!(told("<p"), ["p []"]);
        assert_eq!(told("<"), ["text <"]);
        assert_eq!(told("</"), [""; 0]);
        assert_eq!(told("<!-->a"), ["text a"]);
        // A quote that nothing closes takes its tag along, no more.
        assert_eq!(
            told("<a href=\"x>1<b>2"),
            ["a [href=\"x]", "text 1", "b []", "text 2"]
        );
        assert_eq!(told("<p title=l'eau>1<i>"), ["p [title=l'eau]", "text 1", "i []"]);
    }

    #[test]
    fn attributes_are_found_however_they_are_written() {
        let html = r#"<a DATA-x disabled href = "/a?b=1&amp;c=2" title='l&#39;eau' id=x7 empty="" =odd>"#;
        let Some(Piece::Tag(tag)) = pieces(html).next() else {
            panic!("a tag")
        };
        for (name, value) in [
            ("data-X", Some("")),
            ("href", Some("/a?b=1&c=2")),
            ("title", Some("l'eau")),
            ("id", Some("x7")),
            ("empty", Some("")),
            ("rel", None),
        ] {
            assert_eq!(tag.attribute(name).as_deref(), value, "{name}");
        }
    }

    #[test]
    fn references_are_read_and_others_stay() {
        assert_eq!(
            decoded("29&nbsp;&euro; &eacute;&#xe9;&#233; &copy; & &#x110000; &amp"),
            "29 € ééé &copy; & &#x110000; &amp"
        );
    }
}
