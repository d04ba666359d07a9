//! The Ad Library addresses that are asked.
//!
//! Parameters as the library's own pages write them; the actor takes them over as they stand (facts: addresses
//! verified with it in April 2026). Items name the address that brought them byte for byte, so an address is
//! always written the same way.

use database::PAGE_SEARCH;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use planner::Question;

/// What may stand in a query as it is (RFC 3986, "unreserved").
const KEPT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The address of a question; ended ads are asked for too, as the recorded scans did. Outside the EU and the UK the
/// library drops commercial ads soon after they end, so these are few (28 of 1,290), and they tell of a page that
/// advertised yesterday. `country` is two letters, or `ALL`.
pub fn address(question: &Question, country: &str) -> String {
    let country = utf8_percent_encode(country, KEPT);
    let common = format!(
        "https://www.facebook.com/ads/library/?active_status=all&ad_type=all&country={country}\
         &is_targeted_country=false&media_type=all"
    );
    match question {
        Question::Sweep { suffix: host } | Question::Domain { host } => {
            let words = utf8_percent_encode(host.as_str(), KEPT);
            format!("{common}&q={words}&search_type=keyword_unordered")
        }
        Question::Page { id } => {
            let id = utf8_percent_encode(id, KEPT);
            format!("{common}&search_type=page&view_all_page_id={id}")
        }
    }
}

/// The text under which the search that answers a question is kept: the host, the sweep's suffix, or
/// `page:<id>`.
pub fn search_key(question: &Question) -> String {
    match question {
        Question::Sweep { suffix: host } | Question::Domain { host } => host.as_str().to_owned(),
        Question::Page { id } => format!("{PAGE_SEARCH}{id}"),
    }
}

#[cfg(test)]
mod tests {
    use model::Host;

    use super::*;

    #[test]
    fn addresses_are_those_of_the_library() {
        let host = Host::parse("vervane.converty.shop").unwrap();
        assert_eq!(
            address(&Question::Domain { host }, "TN"),
            "https://www.facebook.com/ads/library/?active_status=all&ad_type=all&country=TN\
             &is_targeted_country=false&media_type=all&q=vervane.converty.shop&search_type=keyword_unordered"
        );
        let page = Question::Page {
            id: "9990&x=1".into(),
        };
        assert_eq!(
            address(&page, "TN"),
            "https://www.facebook.com/ads/library/?active_status=all&ad_type=all&country=TN\
             &is_targeted_country=false&media_type=all&search_type=page&view_all_page_id=9990%26x%3D1"
        );
        assert_eq!(search_key(&page), "page:9990&x=1");
    }
}
