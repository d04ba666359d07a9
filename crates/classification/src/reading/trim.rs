//! What stands around a link and is no part of it: spaces, quotes, brackets, sentence marks, emoji.

/// Quotes, brackets and marks of emphasis that people put around links.
const fn is_wrapping(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '`'
            | '*'
            | '|'
            | '<'
            | '>'
            | '('
            | ')'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '“'
            | '”'
            | '„'
            | '‘'
            | '’'
    )
}

/// Marks that end a sentence or a clause, in Latin and in Arabic letters; the full stop and the colon are
/// not among them, since hosts and schemes end in them.
const fn is_sentence_mark(c: char) -> bool {
    matches!(c, ',' | ';' | '!' | '،' | '؛' | '؟')
}

/// Emoji, arrows and other signs outside ASCII, but not `…` (which tells of a cut) nor full-width dots.
fn is_sign(c: char) -> bool {
    !c.is_ascii() && !c.is_alphanumeric() && !matches!(c, '…' | '。' | '．' | '｡' | '／' | '：')
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// The text without what stands around it.
pub(super) fn trim(text: &str) -> &str {
    let start = |c: char| is_space(c) || is_wrapping(c) || is_sign(c);
    let end = |c: char| start(c) || is_sentence_mark(c);
    let mut text = text.trim_start_matches(start).trim_end_matches(end);
    // One bracket is a wrapping, two are a template.
    while !text.starts_with("[[") && text.starts_with('[') && !text.starts_with("[:") {
        text = text.trim_start_matches('[').trim_start_matches(start);
    }
    if !text.contains('[') {
        text = text.trim_end_matches(|c| c == ']' || end(c));
    }
    text
}

/// Whether a tail may not end with this sign as it stands: [`trim`] would take it away.
pub(super) fn is_closing(c: char) -> bool {
    is_wrapping(c) || is_sentence_mark(c) || c == ']'
}

#[cfg(test)]
mod tests {
    use super::trim;

    #[test]
    fn only_what_stands_around_goes() {
        for text in [
            " https://a.tn ",
            "\"https://a.tn\"",
            "<https://a.tn>",
            "«https://a.tn»",
            "👉 https://a.tn 👈",
            "(https://a.tn),",
            "[https://a.tn]",
            "*https://a.tn*!",
            "\u{a0}https://a.tn؟",
        ] {
            assert_eq!(trim(text), "https://a.tn", "{text}");
        }
        for text in [
            "https://a.tn/متجر",
            "[[link]]",
            "{{product.link}}",
            "a.tn.",
            "https://a.tn/…",
            "whatsapp:",
        ] {
            assert_eq!(trim(text), text);
        }
    }
}
