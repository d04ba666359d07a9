//! Text out of the HTML that bodies were before 2025, so that the URLs in it can be found.

/// Longest entity looked for, `&` and `;` left out.
const LONGEST_ENTITY: usize = 10;

/// The text of a piece of HTML: breaks and block ends become line breaks, other tags go, basic entities are
/// decoded. A link's address is kept behind its text when the text does not show it.
pub(crate) fn strip(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        let (plain, tail) = rest.split_at(at);
        out.push_str(plain);
        rest = if tail.starts_with('<') {
            tag(tail, &mut out)
        } else {
            entity(tail, &mut out)
        };
    }
    out.push_str(rest);
    out
}

/// Takes the tag at the start; a lone `<` is text.
fn tag<'h>(tail: &'h str, out: &mut String) -> &'h str {
    let inner = tail.get(1..).unwrap_or_default();
    let looks_like_tag = inner.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
    let Some((inside, after)) = inner.split_once('>').filter(|_| looks_like_tag) else {
        out.push('<');
        return inner;
    };
    let name = inside
        .trim_start_matches('/')
        .split(|c: char| !c.is_ascii_alphanumeric())
        .next()
        .unwrap_or_default();
    if ["br", "p", "div", "li"]
        .iter()
        .any(|block| name.eq_ignore_ascii_case(block))
    {
        out.push('\n');
    } else if name.eq_ignore_ascii_case("a")
        && let Some(address) = href(inside)
    {
        out.push(' ');
        out.push_str(&decode(address));
        out.push(' ');
    }
    after
}

/// The `href` of an `a` tag, entities still in it.
fn href(inside: &str) -> Option<&str> {
    let (_, value) = inside.split_once("href=")?;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value.get(1..)?.split(quote).next()
}

fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (plain, tail) = rest.split_at(at);
        out.push_str(plain);
        rest = entity(tail, &mut out);
    }
    out.push_str(rest);
    out
}

/// Takes the entity at the start; a lone `&` is text.
fn entity<'h>(tail: &'h str, out: &mut String) -> &'h str {
    let inner = tail.get(1..).unwrap_or_default();
    let named = inner
        .bytes()
        .take(LONGEST_ENTITY + 1)
        .position(|byte| byte == b';')
        .and_then(|end| inner.split_at_checked(end));
    if let Some((name, after)) = named
        && let Some(character) = character(name)
    {
        out.push(character);
        return after.get(1..).unwrap_or_default();
    }
    out.push('&');
    inner
}

fn character(name: &str) -> Option<char> {
    if let Some(code) = name.strip_prefix('#') {
        let number = match code.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => code.parse(),
        };
        return char::from_u32(number.ok()?);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_come_out_whole() {
        assert_eq!(
            strip("Go to <b>https:&#x2F;&#47;a.tn/?x=1&amp;y=2</b><br />now"),
            "Go to https://a.tn/?x=1&y=2\nnow"
        );
        assert_eq!(
            strip(r#"<a class="x" href="https://a.tn/?q=1&amp;r=2" target=_blank>here</a>"#),
            " https://a.tn/?q=1&r=2 here"
        );
    }

    #[test]
    fn what_is_no_markup_stays() {
        for text in [
            "1 < 2 & 3 > 2",
            "a &unknown; b",
            "<",
            "&",
            "I <3 you",
            "<a",
            "&#xfffffff;",
            "&é;",
        ] {
            assert_eq!(strip(text), text);
        }
    }
}
