//! Pages that send on: a refresh within five seconds, or a script that is all there is.

use memchr::memmem;

use super::markup::{Piece, Tag, decoded, pieces};
use super::words::Words;

/// A later refresh is a page that shows news, not a redirect.
const SECONDS: u32 = 5;
/// A page with more markup, or more to read, is a page.
const SMALL_BYTES: usize = 8192;
const SMALL_WORDS: usize = 120;
/// Longest address looked at in a script.
const ADDRESS_BYTES: usize = 2000;

/// Where a page sends on to, as written; `None` where it does not.
pub(in crate::landing) fn of(html: &str) -> Option<String> {
    let mut without_scripts = 0_u32;
    let mut scripts = Vec::new();
    let (mut words, mut forms) = (Words::default(), false);
    for piece in pieces(html) {
        match piece {
            Piece::Tag(tag) if tag.is("noscript") && tag.closing => {
                without_scripts = without_scripts.saturating_sub(1);
            }
            Piece::Tag(tag) if tag.is("noscript") => without_scripts = without_scripts.saturating_add(1),
            // What is for browsers without scripts is not for most people.
            _ if without_scripts > 0 => {}
            Piece::Tag(tag) => {
                if let Some(to) = refresh(&tag) {
                    return Some(to);
                }
                forms |= tag.is("form");
            }
            Piece::Text(text) => words.push(&decoded(text)),
            Piece::Raw(tag, text) if tag.is("script") => scripts.push(text),
            Piece::Raw(..) => {}
        }
    }
    let is_small = html.len() <= SMALL_BYTES && words.as_str().len() <= SMALL_WORDS && !forms;
    if is_small { by_script(&scripts) } else { None }
}

/// `<meta http-equiv="refresh" content="0; url=/x">`.
fn refresh(tag: &Tag<'_>) -> Option<String> {
    if !tag.is("meta")
        || !tag
            .attribute("http-equiv")?
            .trim()
            .eq_ignore_ascii_case("refresh")
    {
        return None;
    }
    let content = tag.attribute("content")?;
    let content = content.trim();
    let end = content
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(content.len());
    let (seconds, rest) = content.split_at_checked(end)?;
    // `.5` is at once too; what has no number at all is no refresh.
    let soon =
        seconds.is_empty() && rest.starts_with('.') || seconds.parse().is_ok_and(|s: u32| s <= SECONDS);
    if !soon {
        return None;
    }
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let rest = rest.trim_start_matches([';', ',', ' ']);
    let to = match rest.get(..3) {
        Some(word) if word.eq_ignore_ascii_case("url") => {
            let after = rest.get(3..)?.trim_start();
            after.strip_prefix('=').map_or(rest, str::trim_start)
        }
        _ => rest,
    };
    let to = match to.chars().next()? {
        quote @ ('"' | '\'') => to.get(1..)?.split(quote).next()?,
        _ => to,
    };
    Some(to.trim().to_owned()).filter(|to| !to.is_empty())
}

/// The one address that the scripts of a page lead to.
fn by_script(scripts: &[&str]) -> Option<String> {
    let mut found: Option<String> = None;
    for script in scripts {
        for at in memmem::find_iter(script.as_bytes(), b"location") {
            let Some(to) = assigned(script.get(at + "location".len()..)?) else {
                continue;
            };
            if found.as_ref().is_some_and(|before| *before != to) {
                return None;
            }
            found = Some(to);
        }
    }
    found
}

/// After `location`: ` = "/x"`, `.href='/x'`, `.replace("/x")`, where nothing is added to the address.
fn assigned(text: &str) -> Option<String> {
    let calls = [".replace", ".assign"];
    let call = calls.iter().find_map(|name| text.strip_prefix(name));
    let text = match call {
        Some(text) => text.trim_ascii_start().strip_prefix('(')?,
        None => text
            .strip_prefix(".href")
            .unwrap_or(text)
            .trim_ascii_start()
            .strip_prefix('=')?,
    };
    let text = text.trim_ascii_start();
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let text = text.get(1..)?;
    let text = text.get(..text.floor_char_boundary(ADDRESS_BYTES))?;
    let (to, after) = text.split_once(quote)?;
    if after.trim_ascii_start().starts_with('+') {
        return None;
    }
    let to = to.replace("\\/", "/");
    let leads = to.starts_with('/') || to.starts_with("http://") || to.starts_with("https://");
    (leads && !to.contains('\\')).then_some(to)
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn refreshes_are_followed_where_they_come_soon() {
        for (content, to) in [
            ("0; url=/x", Some("/x")),
            ("0;URL='https://b.tn/?a=1&amp;b=2'", Some("https://b.tn/?a=1&b=2")),
            ("5, /x", Some("/x")),
            ("2.5;url = /x", Some("/x")),
            (".5;/url", Some("/url")),
            ("0; urls/x", Some("urls/x")),
            ("6; url=/x", None),
            ("99999999999; url=/x", None),
            ("0", None),
            ("0; url=", None),
            ("url=/x", None),
            ("", None),
        ] {
            let html = format!("<meta http-equiv='Refresh' content=\"{content}\">");
            assert_eq!(of(&html).as_deref(), to, "{content}");
        }
        assert_eq!(
            of("<noscript><meta http-equiv=refresh content='0;url=/no'></noscript>"),
            None
        );
        assert_eq!(of("<!-- <meta http-equiv=refresh content='0;url=/no'> -->"), None);
        assert_eq!(of("<meta name=refresh content='0;url=/no'>"), None);
    }

    #[test]
    fn scripts_are_followed_where_they_are_all_there_is() {
        for (script, to) in [
            (
                "window.onload=function(){window.location.href=\"/lander\"}",
                Some("/lander"),
            ),
            ("location = 'https:\\/\\/b.tn\\/x';", Some("https://b.tn/x")),
            (
                "document.location.replace(\"https://b.tn/\")",
                Some("https://b.tn/"),
            ),
            ("location.assign('/a'); top.location='/a'", Some("/a")),
            ("location.assign('/a'); top.location='/b'", None),
            ("location.href = '/a' + location.search", None),
            ("location.href == '/a'", None),
            ("if (location.hostname) x = '/a'", None),
            ("location='javascript:x'", None),
            ("location='/a", None),
        ] {
            assert_eq!(
                of(&format!("<title>…</title><script>{script}</script>")).as_deref(),
                to,
                "{script}"
            );
        }
        let page = format!(
            "<script>location='/a'</script>{}",
            "<p>Robes et sacs</p>".repeat(20)
        );
        assert_eq!(of(&page), None);
        assert_eq!(of("<script>location='/a'</script><form></form>"), None);
    }
}
