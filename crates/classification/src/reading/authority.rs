//! The part of a link where the host stands, before it is parsed.

/// What stands between the scheme and the path, as it was typed.
pub(super) fn authority(after_scheme: &str) -> &str {
    let end = after_scheme
        .find(['/', '\\', '?', '#'])
        .unwrap_or(after_scheme.len());
    after_scheme.get(..end).unwrap_or_default()
}

/// Whether a text begins with a placeholder: `{{product.link}}`, `%7B%7B...`, `[[...`, `%%...`, `${...`.
pub(super) fn starts_with_template(text: &str) -> bool {
    let text = text.trim_start_matches('/');
    ["{", "[[", "%%", "${", "<%"]
        .iter()
        .any(|mark| text.starts_with(mark))
        || starts_with_encoded_brace(text)
}

/// `%7B`, with any number of layers of encoding.
fn starts_with_encoded_brace(text: &str) -> bool {
    text.strip_prefix('%')
        .map(|rest| rest.trim_start_matches("25"))
        .and_then(|rest| rest.get(..2))
        .is_some_and(|code| code.eq_ignore_ascii_case("7b"))
}

/// Whether a placeholder stands in the place of the host or of one of its labels.
pub(super) fn holds_template(authority: &str) -> bool {
    authority.contains(['{', '}'])
        || authority.contains("[[")
        || authority.contains("%%")
        || authority
            .match_indices('%')
            .any(|(at, _)| authority.get(at..).is_some_and(starts_with_encoded_brace))
}

/// Whether the host was cut off: it ends in an ellipsis, in two dots or more.
pub(super) fn is_cut(authority: &str) -> bool {
    authority.ends_with('…') || authority.ends_with("..")
}

/// Whether a text without a scheme may be a host: one word with a dot in it, in any script.
pub(super) fn looks_like_host(authority: &str) -> bool {
    authority.contains(['.', '。', '．', '｡']) && !authority.contains(char::is_whitespace)
}

/// Whether a text is a mail address: one word, one `@`, nothing of a path.
pub(super) fn is_mail_address(text: &str) -> bool {
    let Some((user, host)) = text.split_once('@') else {
        return false;
    };
    !user.is_empty()
        && !text.contains(['/', '\\', '?', '#', ':'])
        && !host.contains('@')
        && !text.contains(char::is_whitespace)
        && model::Host::parse(host).is_ok()
}
