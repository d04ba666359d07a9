//! Cells that hold a list as Python prints it: `['a', "it's", 'b']`. Spreadsheet exports of the Graph API
//! are full of them.

use std::borrow::Cow;

/// The members of such a list (JSON's lists of strings read the same way); `None` where the text is none.
pub(crate) fn members(text: &str) -> Option<Vec<String>> {
    let mut rest = text.trim().strip_prefix('[')?.strip_suffix(']')?.trim_start();
    let mut members = Vec::new();
    while !rest.is_empty() {
        rest = if let Some(after) = rest.strip_prefix("None") {
            after
        } else {
            let (member, after) = quoted(rest)?;
            members.push(member);
            after
        };
        rest = match rest.trim_start().strip_prefix(',') {
            Some(after) => after.trim_start(),
            None if rest.trim_start().is_empty() => "",
            None => return None,
        };
    }
    Some(members)
}

/// The quoted string at the start, and what follows it.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut chars = text.char_indices();
    let (_, quote @ ('\'' | '"')) = chars.next()? else {
        return None;
    };
    let mut out = String::new();
    while let Some((at, c)) = chars.next() {
        if c == quote {
            return Some((out, text.get(at + 1..)?));
        }
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next()?.1 {
            'n' => out.push('\n'),
            'r' => out.push('\r'),
            't' => out.push('\t'),
            code @ ('x' | 'u' | 'U') => out.push(numbered(code, &mut chars)?),
            other => out.push(other),
        }
    }
    None
}

/// `\xNN`, `\uNNNN`, `\UNNNNNNNN`: the character of that number.
fn numbered(code: char, chars: &mut std::str::CharIndices<'_>) -> Option<char> {
    let digits = match code {
        'x' => 2,
        'u' => 4,
        _ => 8,
    };
    let mut number = 0u32;
    for _ in 0..digits {
        number = number.checked_mul(16)? + chars.next()?.1.to_digit(16)?;
    }
    Some(char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER))
}

/// The text itself, or the members of the list that it is.
pub(crate) fn spread<'a>(text: Cow<'a, str>, mut each: impl FnMut(Cow<'a, str>)) {
    if text.trim_start().starts_with('[')
        && let Some(members) = members(&text)
    {
        for member in members {
            each(Cow::Owned(member));
        }
    } else {
        each(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_python_prints_them() {
        assert_eq!(
            members(r#"['a', "it's", 'say \'x\'', None, 'l\n\u2019\xe9\U0001f525']"#).unwrap(),
            ["a", "it's", "say 'x'", "l\n\u{2019}é🔥"]
        );
        assert_eq!(members("[]").unwrap(), Vec::<String>::new());
        assert_eq!(members(r#" ["https://a.tn/"] "#).unwrap(), ["https://a.tn/"]);
    }

    #[test]
    fn other_texts_are_none() {
        for text in [
            "",
            "a",
            "[promo] -50%",
            "['a'",
            "['a' 'b']",
            "[1, 2]",
            "['a\\",
            "['\\xg0']",
            "][",
        ] {
            assert_eq!(members(text), None, "{text}");
        }
    }
}
