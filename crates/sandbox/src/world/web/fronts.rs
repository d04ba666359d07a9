//! Pages of the made web: a platform's page with the Meta pixel or without, or one where no shop is open.

use std::fmt::Write as _;

use bytes::Bytes;

use crate::web::{Answer, pages};
use crate::world::web::number_of;

/// What a host shows whose shop is not open: it says so, waits behind a password, or sells nothing at all.
const CLOSED: [&str; 3] = ["closed", "password", "plain"];

/// A shop's front page. `platform` is its id in the catalogue, `None` for a shop that no mark tells; `pixel` numbers the
/// Meta pixel that it starts.
pub(super) fn shop(host: &str, platform: Option<&str>, pixel: Option<u64>) -> Answer {
    let mut answer = platform
        .and_then(pages::page)
        .unwrap_or_else(|| Answer::html(PLAIN.replace("{host}", host)));
    set_pixel(&mut answer, pixel);
    answer
}

/// What answers where no shop is open.
pub(super) fn closed(host: &str) -> Answer {
    let kinds = u64::try_from(CLOSED.len()).unwrap_or(1);
    let kind = usize::try_from(number_of(host) % kinds).unwrap_or_default();
    let mut answer = CLOSED
        .get(kind)
        .copied()
        .and_then(pages::page)
        .unwrap_or_default();
    set_pixel(&mut answer, None);
    answer
}

/// A page that offers its domain for sale.
pub(super) fn parked() -> Answer {
    pages::page("parked").unwrap_or_default()
}

/// A shop that no mark tells.
const PLAIN: &str = "<!doctype html><html lang=\"fr\"><head><meta charset=\"utf-8\"><title>{host}</title></head>\
    <body><h1>Nos produits</h1>\
    <a href=\"/product/lampe-chevet-tactile\">Lampe de chevet tactile</a> <b>45 DT</b> <button>Ajouter au panier</button>\
    <a href=\"/product/organisateur-tiroir\">Organisateur de tiroir</a> <b>29 DT</b> <button>Ajouter au panier</button>\
    </body></html>";

/// Which pages load a pixel is the world's to say, not the platform's.
fn set_pixel(answer: &mut Answer, pixel: Option<u64>) {
    if let Ok(html) = std::str::from_utf8(&answer.body) {
        let without = without_pixel(html);
        let html = match pixel {
            Some(number) => with_pixel(&without, number),
            None => without,
        };
        answer.body = Bytes::from(html);
    }
}

/// The page with Meta's own snippet, its pixel's id made up: it starts with `999`.
fn with_pixel(html: &str, number: u64) -> String {
    let id = 999_000_000_000_000 + number % 1_000_000_000_000;
    let mut script = String::new();
    // Writing to memory does not fail.
    let _ = write!(
        script,
        "<script>!function(f,b,e,v){{}}(window,document,'script',\
         'https://connect.facebook.net/en_US/fbevents.js');fbq('init', '{id}');fbq('track', 'PageView');</script>"
    );
    match html.find("</head>") {
        Some(at) => {
            let (head, rest) = html.split_at(at);
            format!("{head}{script}{rest}")
        }
        None => script + html,
    }
}

/// The page without any script that loads a pixel.
fn without_pixel(html: &str) -> String {
    let mut left = html;
    let mut kept = String::with_capacity(html.len());
    while let Some((before, rest)) = left.split_once("<script") {
        let Some((script, after)) = rest.split_once("</script>") else {
            break;
        };
        kept.push_str(before);
        if !["connect.facebook.net", "fbq("]
            .iter()
            .any(|mark| script.contains(mark))
        {
            kept.push_str("<script");
            kept.push_str(script);
            kept.push_str("</script>");
        }
        left = after;
    }
    kept + left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_the_worlds_pixel_and_no_other() {
        let page =
            "<head><script src=a></script><script>fbq('init', '1')</script></head><body><script>b</script>";
        let without = without_pixel(page);
        assert_eq!(
            without,
            "<head><script src=a></script></head><body><script>b</script>"
        );
        let with = with_pixel(&without, 5);
        assert!(
            with.contains("fbq('init', '999000000000005')")
                && with.ends_with("</head><body><script>b</script>")
        );
        assert_eq!(without_pixel(&with), without);
        assert_eq!(
            without_pixel("<script>fbq("),
            "<script>fbq(",
            "what has no end stays"
        );
    }
}
