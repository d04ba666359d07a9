//! The world as a recorded scan: one line for each searched domain, as the prototype kept them.

use std::io::{self, Write};

use model::Timestamp;
use serde::Serialize;

use crate::world::World;
use crate::world::ads::{Plan, Search};
use crate::world::destinations::{Place, percent_encode};
use crate::world::item::NotFound;
use crate::world::page::{self, Page};
use crate::world::rng::Rng;

/// A search brings at most so many items.
const CAP: usize = 200;
/// So many of them come with the first page.
const FIRST_PAGE: usize = 30;
/// Of a thousand searches that bring nothing, how many were kept with the actor's marker.
const MARKED: u64 = 300;

/// What a recorded scan holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ScanSummary {
    /// Searches, one a line; a seller with two domains was searched for twice.
    pub searches: u64,
    /// Searches that brought no ad.
    pub empty: u64,
    /// Those of them that hold an `ADS_NOT_FOUND` marker.
    pub markers: u64,
    /// Ads, one seen by several searches counted for each.
    pub items: u64,
    /// Those of them that are a stranger's: its host merely ends with the searched text.
    pub strangers: u64,
    /// Bytes written.
    pub bytes: u64,
}

/// An ad found by a search: its seller's place in the base, its number, its page.
struct Found<'w> {
    plan: Plan<'w>,
    seller: usize,
    page: usize,
}

impl World {
    /// Writes `{"domain","cached_at","ads_count","ads":[...]}` lines for every seller in the base's order, those
    /// included that should never have been searched for.
    ///
    /// # Errors
    /// The writer's own.
    pub fn write_scan_jsonl(&self, out: &mut dyn Write) -> io::Result<ScanSummary> {
        let mut summary = ScanSummary::default();
        let mut line = Vec::with_capacity(1 << 16);
        for seller in 0..self.profiles.len() {
            for (order, domain) in self.given_domains(seller).iter().enumerate() {
                line.clear();
                self.write_search(seller, order == 0, domain, &mut line, &mut summary)?;
                out.write_all(&line)?;
                summary.bytes += u64::try_from(line.len()).unwrap_or_default();
            }
        }
        Ok(summary)
    }

    fn write_search(
        &self,
        seller: usize,
        is_first: bool,
        domain: &str,
        line: &mut Vec<u8>,
        summary: &mut ScanSummary,
    ) -> io::Result<()> {
        let found = if is_first { self.search(seller) } else { Vec::new() };
        let mut rng = Rng::new(self.spec.seed, &[5, summary.searches]);
        let url = library_url(domain);
        let head = LineHead {
            domain,
            cached_at: cached_at(self.spec.scanned_at, summary.searches, &mut rng),
            ads_count: found.len(),
        };
        serde_json::to_writer(&mut *line, &head)?;
        // The head is an object of its own: its closing brace makes room for the list.
        line.pop();
        line.extend_from_slice(b",\"ads\":[");
        summary.searches += 1;
        if found.is_empty() {
            summary.empty += 1;
            if rng.per_mille(MARKED) {
                summary.markers += 1;
                serde_json::to_writer(&mut *line, &NotFound::new(&url))?;
            }
        }
        summary.strangers += found.iter().map(|ad| u64::from(ad.seller != seller)).sum::<u64>();
        summary.items += u64::try_from(found.len()).unwrap_or_default();
        let search = Search {
            url: &url,
            items: found.len(),
            first_page: FIRST_PAGE,
        };
        self.write_items(found, search, line)?;
        line.extend_from_slice(b"]}\n");
        Ok(())
    }

    fn write_items(&self, found: Vec<Found<'_>>, search: Search<'_>, line: &mut Vec<u8>) -> io::Result<()> {
        let mut pages: Option<(usize, Vec<Page>)> = None;
        for (position, ad) in found.into_iter().enumerate() {
            let Some(profile) = self.profiles.get(ad.seller) else {
                continue;
            };
            let known = match pages.take() {
                Some(known) if known.0 == ad.seller => known,
                _ => (ad.seller, page::pages(self, ad.seller, profile)),
            };
            if let Some(page) = known.1.get(ad.page) {
                if position > 0 {
                    line.push(b',');
                }
                serde_json::to_writer(&mut *line, &ad.plan.item(self, profile, page, search, position))?;
            }
            pages = Some(known);
        }
        Ok(())
    }

    /// What a search for a seller's first domain brings: its pages' ads, then those of strangers whose host
    /// ends with the searched text.
    fn search(&self, seller: usize) -> Vec<Found<'_>> {
        let own = self.ads_of(seller);
        let strangers = self
            .strangers_of(seller)
            .iter()
            .flat_map(|(_, stranger)| self.ads_of(*stranger))
            .filter(|ad| ad.plan.place == Place::OwnShop);
        own.chain(strangers).take(CAP).collect()
    }

    fn ads_of(&self, seller: usize) -> impl Iterator<Item = Found<'_>> {
        self.profiles.get(seller).into_iter().flat_map(move |profile| {
            (0..profile.ads).map(move |number| {
                let plan = Plan::new(self, seller, profile, number);
                Found {
                    page: plan.page,
                    plan,
                    seller,
                }
            })
        })
    }
}

#[derive(Serialize)]
struct LineHead<'a> {
    domain: &'a str,
    cached_at: String,
    ads_count: usize,
}

/// The search's address, with the text as it was given.
pub(super) fn library_url(domain: &str) -> String {
    format!(
        "https://www.facebook.com/ads/library/?active_status=all&ad_type=all&country=TN&is_targeted_country=false\
         &media_type=all&q={}&search_type=keyword_unordered",
        percent_encode(domain)
    )
}

/// One search every three to four seconds, in the prototype's spelling: microseconds, no zone.
fn cached_at(first: Timestamp, search: u64, rng: &mut Rng) -> String {
    let millis = i64::try_from(search * 3_500 + rng.below(900)).unwrap_or_default();
    let time = Timestamp::from_millis(first.as_millis().saturating_add(millis))
        .unwrap_or(first)
        .to_string();
    format!("{}{:03}", time.trim_end_matches('Z'), rng.below(1000))
}
