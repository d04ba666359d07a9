//! Whether an error is the actor's way to say that a search found nothing.
//!
//! The known marker is `{"error":"Ads not found","errorCode":"ADS_NOT_FOUND","url":...}`; it stands in the
//! dataset like an ad and must never be counted as one.

/// Whole messages that mean it, in letters and digits only.
const WHOLE: [&str; 6] = ["noads", "noresults", "noad", "noresult", "zeroads", "0ads"];
/// Parts of messages that mean it.
const PARTS: [&str; 9] = [
    "adsnotfound",
    "adnotfound",
    "noadsfound",
    "noadfound",
    "noadswerefound",
    "noadsmatch",
    "nomatchingads",
    "noresultsfound",
    "noresultswerefound",
];

/// Whether the message says so, in any spelling of words, case and separators.
pub(crate) fn says_no_ads(message: &str) -> bool {
    let squashed: String = message
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    WHOLE.contains(&squashed.as_str()) || PARTS.iter().any(|part| squashed.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling() {
        for message in [
            "ADS_NOT_FOUND",
            "Ads not found",
            "AdsNotFound",
            "ads-not-found",
            "No ads found for this URL.",
            "No ads",
            "There are no ads matching your search",
            "NO_RESULTS",
        ] {
            assert!(says_no_ads(message), "{message}");
        }
    }

    #[test]
    fn other_failures_are_failures() {
        for message in [
            "",
            "Rate limit exceeded",
            "Page not found",
            "PAGE_NOT_SUPPORTED",
            "No ads could be loaded: blocked",
        ] {
            assert!(!says_no_ads(message), "{message}");
        }
    }
}
