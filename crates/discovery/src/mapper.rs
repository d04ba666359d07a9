//! Which pages are a seller's: counts of its ads by page become pages with shares and confidence.

use std::collections::BTreeMap;

use model::document::MappedPage;

/// A seller's ads by page: only those whose deciding link is on one of its hosts are to be counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageCounts {
    pages: BTreeMap<String, (String, u64)>,
}

impl PageCounts {
    /// Counts an ad of the page. The latest name that is one is kept. Ads without a page are counted too:
    /// they are among the seller's ads, of which every page has its share.
    pub fn count(&mut self, page_id: &str, page_name: &str) {
        let (name, ads) = self.pages.entry(page_id.to_owned()).or_default();
        *ads += 1;
        if !page_name.is_empty() {
            page_name.clone_into(name);
        }
    }

    /// All ads counted.
    pub fn ads(&self) -> u64 {
        self.pages.values().map(|(_, ads)| ads).sum()
    }

    /// The pages, most ads first, then by id.
    pub fn pages(&self) -> Vec<MappedPage> {
        let all = self.ads();
        let named = self.pages.iter().filter(|(id, _)| !id.is_empty());
        let mut pages: Vec<MappedPage> = named
            .map(|(id, (name, ads))| MappedPage::new(id, name, *ads, all))
            .collect();
        pages.sort_by(|a, b| {
            b.total_ads
                .cmp(&a.total_ads)
                .then_with(|| a.page_id.cmp(&b.page_id))
        });
        pages
    }
}

#[cfg(test)]
mod tests {
    use model::Confidence;

    use super::*;

    #[test]
    fn pages_come_by_ads_and_ads_without_a_page_count_in_the_whole() {
        let mut counts = PageCounts::default();
        for (page, times) in [("2", 3), ("1", 3), ("", 1), ("9", 7)] {
            for _ in 0..times {
                counts.count(page, "");
            }
        }
        counts.count("9", "Vervane");
        counts.count("9", "");
        let pages = counts.pages();
        let ids: Vec<&str> = pages.iter().map(|page| page.page_id.as_str()).collect();
        assert_eq!(ids, ["9", "1", "2"]);
        let first = pages.first().unwrap();
        assert_eq!((first.total_ads, first.page_name.as_str()), (9, "Vervane"));
        // 9 of 16 are 56 %.
        assert_eq!(first.confidence, Confidence::Medium);
    }
}
