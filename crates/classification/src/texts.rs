//! An ad's links: its link fields, then the URLs inside its texts.

use model::{Ad, Host, LinkSource};

/// At most this many links of an ad are looked at and stored. The richest real ad has a tenth of it.
pub const MAX_LINKS: usize = 64;

/// Endings that a bare host in a text may have. A sentence glued to the next (`qualité.La livraison`) looks
/// like a host too, so only endings that begin no word of French, Arabic or English are believed.
const BELIEVED_ENDINGS: [&str; 9] = ["com", "tn", "net", "org", "shop", "store", "online", "site", "dz"];

/// The links of an ad in order of trust, exact duplicates dropped (the most trusted stays), at most
/// [`MAX_LINKS`]. This is what is stored with the ad.
pub fn links_of<'a>(ad: &'a Ad<'_>) -> Vec<(LinkSource, &'a str)> {
    let mut links: Vec<(LinkSource, &'a str)> = Vec::with_capacity(ad.links.len() + 2);
    let mut fields: Vec<_> = ad.links.iter().collect();
    fields.sort_by_key(|link| link.source);
    for link in fields {
        add(&mut links, link.source, &link.text);
    }
    for text in &ad.texts {
        urls_in(text, &mut |url| add(&mut links, LinkSource::Body, url));
    }
    links
}

fn add<'a>(links: &mut Vec<(LinkSource, &'a str)>, source: LinkSource, text: &'a str) {
    let twice = || links.iter().any(|(_, known)| *known == text);
    if !text.trim().is_empty() && links.len() < MAX_LINKS && !twice() {
        links.push((source, text));
    }
}

/// Calls `found` with every URL of a text, in order: those with a scheme, those that begin with `www.`, and
/// bare hosts that no sentence makes by chance.
fn urls_in<'a>(text: &'a str, found: &mut dyn FnMut(&'a str)) {
    let mut rest = text;
    while let Some(dot) = memchr::memchr2(b'.', b':', rest.as_bytes()) {
        let (start, end, is_url) = around(rest, dot);
        if is_url && let Some(url) = rest.get(start..end) {
            found(url);
        }
        // What stood before the sign belongs to no later URL: the next one begins after this token.
        rest = rest.get(end.max(dot + 1)..).unwrap_or_default();
    }
}

/// The token around a full stop or colon, and whether it is a URL.
fn around(text: &str, at: usize) -> (usize, usize, bool) {
    let (before, from) = text.split_at_checked(at).unwrap_or((text, ""));
    let start = at - before.bytes().rev().take_while(|b| is_host_byte(*b)).count();
    if from.starts_with("://") {
        let scheme_start = at - before.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
        let scheme = before.get(scheme_start..).unwrap_or_default();
        let end = at + from.find(ends_url).unwrap_or(from.len());
        let known = ["http", "https", "whatsapp"]
            .iter()
            .any(|s| s.eq_ignore_ascii_case(scheme));
        return (scheme_start, end, known);
    }
    if from.starts_with(':') {
        return (at, at + 1, false);
    }
    let end = at + from.find(ends_url).unwrap_or(from.len());
    let token = text.get(start..end).unwrap_or_default();
    let left = before.get(..start).and_then(|head| head.chars().next_back());
    // A mail address, a piece of a path, or a word in another script glued to it is no bare host.
    let glued = left.is_some_and(|c| c.is_alphanumeric() || matches!(c, '@' | '/' | '='));
    (start, end, !glued && is_bare_url(token))
}

const fn is_host_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.')
}

/// Spaces, quotes and emoji end a URL in a text; letters of any script do not.
fn ends_url(c: char) -> bool {
    let sign = !c.is_ascii() && !c.is_alphanumeric() && !model::text::is_invisible(c);
    c.is_whitespace() || c.is_control() || sign && c != '…' || matches!(c, '"' | '<' | '>' | '`' | '|')
}

/// Whether a token without a scheme is a URL.
fn is_bare_url(token: &str) -> bool {
    let end = token
        .bytes()
        .position(|b| !is_host_byte(b))
        .unwrap_or(token.len());
    let Some((name, rest)) = token.split_at_checked(end) else {
        return false;
    };
    let name = name.trim_end_matches('.');
    if rest.starts_with('@') || rest.starts_with(|c: char| c.is_alphanumeric()) {
        return false;
    }
    let Some((_, ending)) = name.rsplit_once('.') else {
        return false;
    };
    let one_case =
        !ending.bytes().any(|b| b.is_ascii_uppercase()) || !name.bytes().any(|b| b.is_ascii_lowercase());
    let believed = BELIEVED_ENDINGS
        .iter()
        .any(|known| known.eq_ignore_ascii_case(ending));
    let has_path = rest.starts_with('/') && rest.len() > 1;
    let has_www = name
        .get(..4)
        .is_some_and(|head| head.eq_ignore_ascii_case("www."));
    one_case && (believed || has_path || has_www) && Host::parse(name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut urls = Vec::new();
        urls_in(text, &mut |url| urls.push(url));
        urls
    }

    #[test]
    fn urls_with_a_scheme_are_cut_out_of_any_text() {
        assert_eq!(found("👉https://a.tn/x👈 واتساب"), ["https://a.tn/x"]);
        assert_eq!(found("اطلب من هنا:https://a.tn/منتج الآن"), ["https://a.tn/منتج"]);
        assert_eq!(
            found("a https://a.tn\nhttp://b.tn"),
            ["https://a.tn", "http://b.tn"]
        );
        assert_eq!(found("HTTPS://A.TN"), ["HTTPS://A.TN"]);
    }

    #[test]
    fn bare_hosts_are_believed_where_no_sentence_makes_them() {
        assert_eq!(
            found("Commandez sur www.a.ma ou shop.tn."),
            ["www.a.ma", "shop.tn."]
        );
        assert_eq!(
            found("wa.me/21622333444 bit.ly/abc"),
            ["wa.me/21622333444", "bit.ly/abc"]
        );
        for text in [
            "Bonne qualité.La livraison",
            "Stock limité.Tn",
            "prix 43.500 dt",
            "contact@shop.tn",
            "etc...",
            "Produit. Com",
            "fichier.pdf",
            "5.0/5",
            "a.b",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }
}
