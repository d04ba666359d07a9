//! `<meta name="generator" content="...">`: the program that says it made the page.

/// The contents of all of them, as written, in their order.
pub(crate) fn generators(html: &str) -> impl Iterator<Item = &str> {
    let mut rest = html;
    std::iter::from_fn(move || {
        loop {
            let tag = next_meta(rest)?;
            let (attributes, after) = attributes_of(tag);
            rest = after;
            let value = |wanted: &str| {
                attributes
                    .iter()
                    .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
                    .map(|(_, value)| *value)
            };
            let says_so = value("name").is_some_and(|name| name.trim().eq_ignore_ascii_case("generator"));
            if let Some(content) = value("content").filter(|_| says_so) {
                return Some(content);
            }
        }
    })
}

/// What follows the next `<meta`.
fn next_meta(html: &str) -> Option<&str> {
    let mut rest = html;
    loop {
        let at = memchr::memchr(b'<', rest.as_bytes())?;
        rest = rest.get(at + 1..)?;
        let is_meta = rest
            .get(..4)
            .is_some_and(|name| name.eq_ignore_ascii_case("meta"));
        let ends = rest
            .as_bytes()
            .get(4)
            .is_some_and(|b| b.is_ascii_whitespace() || *b == b'/');
        if is_meta && ends {
            return rest.get(4..);
        }
    }
}

/// More attributes than this has no tag that a person or a program wrote.
const MOST_ATTRIBUTES: usize = 16;

/// The attributes of a tag, and what follows the tag. A quote that is never closed reaches to the end.
fn attributes_of(tag: &str) -> (Vec<(&str, &str)>, &str) {
    let mut attributes = Vec::new();
    let mut rest = tag;
    while attributes.len() < MOST_ATTRIBUTES {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() || rest.starts_with('>') {
            break;
        }
        let (name, after) = split(rest, |b| b.is_ascii_whitespace() || b"=>/".contains(&b));
        let Some(written) = after.trim_start().strip_prefix('=') else {
            // A sign that begins no name would be met again and again.
            rest = if name.is_empty() { skip_one(after) } else { after };
            attributes.push((name, ""));
            continue;
        };
        let (value, after) = value_of(written.trim_start());
        attributes.push((name, value));
        rest = after;
    }
    (attributes, rest)
}

/// A value in quotes or without, and what follows it.
fn value_of(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(quote) {
            return inside.split_once(quote).unwrap_or((inside, ""));
        }
    }
    split(text, |b| b.is_ascii_whitespace() || b == b'>')
}

fn split(text: &str, ends: impl Fn(u8) -> bool) -> (&str, &str) {
    let end = text.bytes().position(ends).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

fn skip_one(text: &str) -> &str {
    let mut signs = text.chars();
    signs.next();
    signs.as_str()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_generator_is_read_however_it_is_written() {
        for html in [
            "<meta name=\"generator\" content=\"PrestaShop\">",
            "<META content='PrestaShop' NAME=Generator />",
            "<meta name=generator content=PrestaShop>",
            "<meta\n name = \"generator\"\n content = \"PrestaShop\"/>",
            "<meta itemprop name=\"generator\" data-x content=\"PrestaShop\">",
            "<meta charset=utf-8><meta name=viewport content=x><meta name=generator content=PrestaShop>",
        ] {
            assert_eq!(generators(html).collect::<Vec<_>>(), ["PrestaShop"], "{html}");
        }
        for html in [
            "<metadata name=generator content=x>",
            "<meta name=generator>",
            "<meta name=x content=generator>",
            "<meta",
            "<meta =",
            "<meta name=\"generator content=x>",
        ] {
            assert_eq!(generators(html).next(), None, "{html}");
        }
        let two = "<meta name=generator content=A><meta name=generator content=B>";
        assert_eq!(generators(two).collect::<Vec<_>>(), ["A", "B"]);
    }

    proptest! {
        #[test]
        fn any_text_is_walked_to_its_end(html in "(<meta |name=|generator|content=|[\"'=/> é<]){0,60}") {
            for content in generators(&html) {
                prop_assert!(html.contains(content));
            }
        }
    }
}
