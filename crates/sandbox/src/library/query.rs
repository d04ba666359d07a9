//! What an Ad Library URL asks for.

use url::Url;

use crate::library::words;

/// What an Ad Library URL asks for. Media type, country and dates are not looked at; the real actor is known to
/// ignore the dates of keyword searches too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Which ads.
    pub wanted: Wanted,
    /// `Some(true)` for ads that are running, `Some(false)` for those that are not.
    pub active: Option<bool>,
}

/// Which ads are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// Those that hold all these words, anywhere (`keyword_unordered`).
    Words {
        /// As it stands in the URL, decoded.
        text: String,
        /// Its words, in order.
        words: Vec<String>,
    },
    /// Those that hold these words one after the other (`keyword_exact_phrase`, or a text in double quotes).
    Phrase {
        /// As it stands in the URL, decoded, without the quotes.
        text: String,
        /// Its words, in order.
        words: Vec<String>,
    },
    /// Those of the page with this id, or known under this address.
    Page(String),
    /// The one with this id.
    Ad(String),
    /// None: the URL is no search of the Ad Library.
    Nothing,
}

impl Query {
    /// Reads a URL; one that is no search asks for nothing.
    pub fn parse(url: &str) -> Self {
        let nothing = Self {
            wanted: Wanted::Nothing,
            active: None,
        };
        let Ok(url) = Url::parse(url) else {
            return nothing;
        };
        if !is_facebook(&url) || !url.path().starts_with("/ads/library") {
            return nothing;
        }
        let value = |name: &str| {
            url.query_pairs()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.trim().to_owned())
                .filter(|value| !value.is_empty())
        };
        let exact = value("search_type").is_some_and(|kind| kind == "keyword_exact_phrase");
        let wanted = match (value("id"), value("view_all_page_id"), value("q")) {
            (Some(id), _, _) => Wanted::Ad(id),
            (None, Some(page), _) => Wanted::Page(page),
            (None, None, Some(text)) => keyword(&text, exact),
            (None, None, None) => Wanted::Nothing,
        };
        Self {
            wanted,
            active: match value("active_status").as_deref() {
                Some("active") => Some(true),
                Some("inactive") => Some(false),
                _ => None,
            },
        }
    }
}

/// Whether the URL is Facebook's.
pub(crate) fn is_facebook(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    matches!(host.strip_suffix("facebook.com"), Some(sub) if sub.is_empty() || sub.ends_with('.'))
}

fn keyword(text: &str, exact: bool) -> Wanted {
    let quoted = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
        .map(str::trim);
    let text = quoted.unwrap_or(text).to_owned();
    let words = words::list(&text);
    if exact || quoted.is_some() {
        Wanted::Phrase { text, words }
    } else {
        Wanted::Words { text, words }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "https://www.facebook.com/ads/library/?active_status=active&country=TN";

    fn wanted(rest: &str) -> Wanted {
        Query::parse(&format!("{BASE}{rest}")).wanted
    }

    #[test]
    fn keywords_phrases_pages_and_ads_are_told_apart() {
        let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            wanted("&q=Dar-Gold.tn&search_type=keyword_unordered"),
            Wanted::Words {
                text: "Dar-Gold.tn".to_owned(),
                words: words(&["dar", "gold", "tn"])
            }
        );
        let phrase = Wanted::Phrase {
            text: "dar gold".to_owned(),
            words: words(&["dar", "gold"]),
        };
        assert_eq!(
            wanted("&q=%22dar%20gold%22&search_type=keyword_unordered"),
            phrase
        );
        assert_eq!(wanted("&q=dar+gold&search_type=keyword_exact_phrase"), phrase);
        assert_eq!(
            wanted("&search_type=page&view_all_page_id=999"),
            Wanted::Page("999".to_owned())
        );
        assert_eq!(wanted("&id=12"), Wanted::Ad("12".to_owned()));
        assert_eq!(wanted("&q=%20"), Wanted::Nothing);
    }

    #[test]
    fn what_is_no_search_asks_for_nothing() {
        for url in [
            "",
            "x",
            "https://example.com/ads/library/?q=a",
            "https://evilfacebook.com/ads/library/?q=a",
            "https://www.facebook.com/shop?q=a",
        ] {
            assert_eq!(Query::parse(url).wanted, Wanted::Nothing, "{url}");
        }
    }

    #[test]
    fn the_status_is_read() {
        assert_eq!(Query::parse(BASE).active, Some(true));
        assert_eq!(
            Query::parse(&BASE.replace("=active", "=inactive")).active,
            Some(false)
        );
        assert_eq!(Query::parse(&BASE.replace("=active", "=all")).active, None);
    }
}
