//! The secret that opens the account: can be sent, never shown.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

/// The account's API token. It has no `Display`, its `Debug` is `[token]`, and texts that come from outside are
/// cleaned of it before they may become part of an error or a log line.
#[derive(Clone)]
pub struct Token(SecretString);

/// Longest text of others that is repeated, in characters: enough for Apify's sentences, too short for a page.
const LONGEST: usize = 300;

impl Token {
    /// Takes the token as configured; white space around it is not part of it.
    pub fn new(token: &str) -> Self {
        Self(SecretString::from(token.trim()))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.reveal().is_empty()
    }

    /// The token itself, for the one place that sends it.
    pub(crate) fn reveal(&self) -> &str {
        self.0.expose_secret()
    }

    /// A text of others made safe to repeat: without the token or anything that looks like one, on one line, and
    /// no longer than a few sentences.
    pub(crate) fn clean(&self, text: &str) -> String {
        let mut text = text.to_owned();
        if !self.is_empty() {
            let secret = self.reveal();
            for spelling in [
                secret.to_owned(),
                secret.escape_debug().to_string(),
                encoded(secret),
            ] {
                text = text.replace(&spelling, "[token]");
            }
        }
        for mark in ["apify_api_", "Bearer ", "bearer ", "token="] {
            text = without_word_after(&text, mark);
        }
        let line: String = without_paths(&text)
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        let mut kept: String = line.trim().chars().take(LONGEST).collect();
        if kept.len() < line.trim().len() {
            kept.push('…');
        }
        kept
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[token]")
    }
}

/// Cuts addresses down to the host: ids in their paths open things too.
fn without_paths(text: &str) -> String {
    let mut parts = text.split("://");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let ends = |c: char| c.is_whitespace() || "()<>\"'`,;".contains(c);
        let (address, rest) = part.split_at(part.find(ends).unwrap_or(part.len()));
        let authority = address.split(['/', '?', '#']).next().unwrap_or_default();
        let host = authority.rsplit('@').next().unwrap_or_default();
        out.push_str("://");
        out.push_str(host);
        out.push_str(rest);
    }
    out
}

/// Percent-encoded as in a query.
fn encoded(secret: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    secret
        .bytes()
        .map(|byte| {
            if plain(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

/// Replaces the word that follows `mark`, wherever that stands.
fn without_word_after(text: &str, mark: &str) -> String {
    let mut parts = text.split(mark);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(mark);
        out.push_str("[token]");
        let rest = part.trim_start_matches("[token]");
        out.push_str(rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || "-._~%+/=".contains(c)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_spelling_of_the_token_survives() {
        let token = Token::new(" apify_api_S3cretW0rd ");
        assert_eq!(format!("{token:?}"), "[token]");
        let text = token.clean(
            "GET https://me:pass@x/v2/runs/id7?token=apify_api_S3cretW0rd ?token=other&a=1 {\"Authorization\": \"Bearer apify_api_S3cretW0rd\"}\n\
             apify_api_Another1 Bearer other-Secret9",
        );
        assert!(
            !text.contains("S3cret") && !text.contains("Another1") && !text.contains("Secret9"),
            "{text}"
        );
        assert!(
            text.starts_with("GET https://x ") && !text.contains("id7"),
            "{text}"
        );
        assert!(!text.contains('\n') && text.contains("&a=1"), "{text}");
        let odd = Token::new("a\"b/c d");
        assert!(
            !odd.clean("url a%22b%2Fc%20d debug a\\\"b/c d plain a\"b/c d")
                .contains("b/c")
        );
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        let cut = Token::new("t0k3n").clean(&"é".repeat(1000));
        assert_eq!(cut.chars().count(), LONGEST + 1);
    }
}
