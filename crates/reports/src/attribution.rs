//! Whose ad is it: each ad belongs to at most one seller, whichever search brought it.
//!
//! An ad belongs to the seller whose domain its deciding link is on. An ad that leads elsewhere (WhatsApp, a
//! rival, nowhere) belongs to the seller whose domain it still mentions, else to the seller that the page
//! mostly advertises: the page's other ads say whose it is. What leads to a Converty shop of nobody we know
//! is never given to a seller that it merely mentions.

use std::collections::HashMap;

use database::JudgedAd;
use model::Class;

/// What makes an ad a seller's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// Its deciding link is on a domain of the seller.
    Link,
    /// It leads elsewhere and mentions the seller's domain.
    Mention,
    /// Its page mostly advertises the seller.
    Page,
}

/// Which seller a page mostly advertises. Ads that are gone count too: a page does not change hands when its ads end.
#[derive(Debug, Default)]
pub struct PageOwners {
    counts: HashMap<String, HashMap<String, u64>>,
    main: HashMap<String, String>,
}

impl PageOwners {
    /// Counts an ad whose deciding link is on a seller's domain.
    pub fn count(&mut self, ad: &JudgedAd) {
        if ad.page_id.is_empty() {
            return;
        }
        let Some(owner) = &ad.verdict.owner else { return };
        let page = match self.counts.get_mut(&ad.page_id) {
            Some(page) => page,
            None => self.counts.entry(ad.page_id.clone()).or_default(),
        };
        match page.get_mut(owner.as_str()) {
            Some(ads) => *ads += 1,
            None => {
                page.insert(owner.to_string(), 1);
            }
        }
    }

    /// Decides each page, once everything is counted: most ads, then the first slug by letter.
    #[must_use]
    pub fn decided(mut self) -> Self {
        for (page, owners) in std::mem::take(&mut self.counts) {
            let main = owners
                .into_iter()
                .max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
            if let Some((slug, _)) = main {
                self.main.insert(page, slug);
            }
        }
        self
    }

    /// The pages that mostly advertise each seller; in no order.
    pub(crate) fn pages_by_seller(&self) -> HashMap<&str, Vec<&str>> {
        let mut pages: HashMap<&str, Vec<&str>> = HashMap::new();
        for (page, slug) in &self.main {
            pages.entry(slug).or_default().push(page);
        }
        pages
    }

    /// The seller that an ad belongs to, if any.
    pub fn seller_of<'a>(&'a self, ad: &'a JudgedAd) -> Option<&'a str> {
        self.attribute(ad).map(|(seller, _)| seller)
    }

    /// The same, and what makes it the seller's.
    pub fn attribute<'a>(&'a self, ad: &'a JudgedAd) -> Option<(&'a str, Ground)> {
        if let Some(owner) = &ad.verdict.owner {
            return Some((owner, Ground::Link));
        }
        if ad.verdict.class != Class::Converty
            && let Some(mention) = &ad.verdict.mention
        {
            return Some((mention, Ground::Mention));
        }
        let main = self.main.get(&ad.page_id)?;
        Some((main, Ground::Page))
    }
}

#[cfg(test)]
mod tests {
    use model::{Confidence, Kind, Rule, Verdict};

    use super::*;

    fn ad(page: &str, class: Class, owner: Option<&str>, mention: Option<&str>) -> JudgedAd {
        let mut verdict = Verdict::new(class, Kind::Shop, Confidence::High, Rule::SellerDomain);
        verdict.owner = owner.map(Into::into);
        verdict.mention = mention.map(Into::into);
        JudgedAd {
            id: "1".into(),
            page_id: page.into(),
            page_name: String::new(),
            started: None,
            first_seen: None,
            last_seen: None,
            active: None,
            seller: None,
            gone: false,
            verdict,
        }
    }

    fn owners(ads: &[JudgedAd]) -> PageOwners {
        let mut owners = PageOwners::default();
        for ad in ads {
            owners.count(ad);
        }
        owners.decided()
    }

    #[test]
    fn the_deciding_link_comes_first_then_mention_then_page() {
        let pages = owners(&[ad("p", Class::Converty, Some("amel"), None)]);
        let linked = ad("p", Class::Converty, Some("brahim"), None);
        let mentioned = ad("p", Class::Concurrent, None, Some("chedli"));
        let by_page = ad("p", Class::Concurrent, None, None);
        assert_eq!(pages.attribute(&linked), Some(("brahim", Ground::Link)));
        assert_eq!(pages.attribute(&mentioned), Some(("chedli", Ground::Mention)));
        assert_eq!(pages.attribute(&by_page), Some(("amel", Ground::Page)));
    }

    #[test]
    fn a_strangers_converty_shop_is_not_given_to_whom_it_mentions() {
        let pages = owners(&[]);
        assert_eq!(
            pages.seller_of(&ad("p", Class::Converty, None, Some("tunisouk"))),
            None
        );
    }

    #[test]
    fn a_shared_page_goes_to_whom_it_advertises_most_and_ties_are_stable() {
        let a = ad("p", Class::Converty, Some("a"), None);
        let b = ad("p", Class::Converty, Some("b"), None);
        let stray = ad("p", Class::Unknown, None, None);
        assert_eq!(
            owners(&[a.clone(), b.clone(), b.clone()]).seller_of(&stray),
            Some("b")
        );
        assert_eq!(owners(&[b, a]).seller_of(&stray), Some("a"));
    }

    #[test]
    fn ads_without_a_page_share_nothing() {
        let pages = owners(&[ad("", Class::Converty, Some("a"), None)]);
        assert_eq!(pages.seller_of(&ad("", Class::Unknown, None, None)), None);
    }
}
