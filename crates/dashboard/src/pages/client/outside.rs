//! Links out of the window, built from foreign text: to the Ad Library by id, and to shops only where a browser would
//! open a page.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::format::Html;

/// Characters of a destination that are shown.
const SHOWN: usize = 80;

/// A page's ads in Meta's Ad Library; `None` without an id.
pub fn library_of_page(page_id: &str, country: &str) -> Option<String> {
    let (page, country) = (encoded(page_id), encoded(country));
    (!page.is_empty()).then(|| {
        format!(
            "https://www.facebook.com/ads/library/?active_status=all&ad_type=all&country={country}&view_all_page_id={page}"
        )
    })
}

/// One ad in Meta's Ad Library.
pub fn library_of_ad(id: &str) -> String {
    format!("https://www.facebook.com/ads/library/?id={}", encoded(id))
}

/// A destination as given: a link where it is an address of the web, plain text where it is anything else.
pub fn destination(given: &str) -> Html {
    let given = given.trim();
    if given.is_empty() {
        return Html::default();
    }
    let mut shown: String = given.chars().take(SHOWN).collect();
    if shown.len() < given.len() {
        shown.push('…');
    }
    let shown = Html::isolated(&shown);
    // Written as the parser understood it, so that browser and parser cannot disagree about where it leads.
    match url::Url::parse(given) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.host().is_some() => {
            anchor(url.as_str(), &shown)
        }
        _ => shown,
    }
}

/// A link out of the window: it learns nothing of where it was clicked.
pub fn anchor(href: &str, inner: &Html) -> Html {
    let href = Html::text(href);
    Html::trusted(format!(
        "<a href=\"{href}\" target=\"_blank\" rel=\"noreferrer noopener nofollow\">{inner}</a>"
    ))
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_become_links() {
        for good in ["https://a.tn/x?y=1", "HTTP://A.tn", " https://a.tn/ "] {
            assert!(destination(good).as_str().starts_with("<a href=\"http"), "{good}");
        }
        let bad = [
            "javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "//a.tn",
            "a.tn/x",
            "whatsapp://send",
            "https://",
        ];
        for bad in bad {
            assert!(!destination(bad).as_str().contains("<a"), "{bad}");
        }
        assert_eq!(destination("  "), Html::default());
        let quoted = destination("https://a.tn/\"><script>");
        assert!(
            !quoted.as_str().contains("<script") && !quoted.as_str().contains("\"><s"),
            "{quoted}"
        );
        assert!(destination(&"x".repeat(1_000_000)).as_str().len() < 200);
    }

    #[test]
    fn ids_cannot_leave_their_place() {
        let link = library_of_page("1&x=\"#", "TN").unwrap();
        assert!(
            link.ends_with("country=TN&view_all_page_id=1%26x%3D%22%23"),
            "{link}"
        );
        assert_eq!(library_of_page("", "TN"), None);
    }
}
