//! A digest of what is kept, the same on every engine and whatever the order of writing.
//!
//! Each record is written in one canonical form and hashed (xxh3-64); the sum of the hashes is the digest.
//! Left out are row numbers, notes, records, attributions, what is undecided, and times that say when a document
//! was made and not what it says (`timestamp`, `analyzed_at`, `seen_at`), with what tells of the looks behind a report
//! (`changes`, `partial`).

use model::document::{Mapping, Report};
use model::observation::Observation;
use model::{Host, Seller, Timestamp, Verdict};
use xxhash_rust::xxh3::xxh3_64;

use crate::{Refused, Result, Search};

/// The digest so far.
#[derive(Debug, Default)]
pub(crate) struct ContentDigest {
    sum: u64,
    record: Vec<u8>,
}

/// An ad as it is kept: its current content and verdict.
pub(crate) struct AdRecord<'a> {
    pub(crate) id: &'a str,
    pub(crate) digest: u128,
    /// `page_id`, `page_name`, `cta_type`, `display_format`, `title`, `links`.
    pub(crate) texts: [&'a str; 6],
    /// `started`, `ended`, `first_seen`, `last_seen`.
    pub(crate) times: [Option<Timestamp>; 4],
    pub(crate) active: Option<bool>,
    pub(crate) engine: Option<u64>,
    pub(crate) verdict: Option<&'a Verdict>,
}

/// A raw item as it is kept.
pub(crate) struct RawRecord<'a> {
    pub(crate) ad: &'a str,
    pub(crate) digest: u128,
    pub(crate) searched: Option<&'a str>,
    pub(crate) first_seen: Option<Timestamp>,
    pub(crate) last_seen: Option<Timestamp>,
}

impl ContentDigest {
    /// The digest of all that was added.
    pub(crate) const fn value(&self) -> u64 {
        self.sum
    }

    pub(crate) fn add_seller(&mut self, seller: &Seller) {
        self.start("seller");
        self.text(&seller.slug);
        for domain in &seller.domains {
            self.text(&domain.given);
            match &domain.host {
                Ok(host) => self.text(host.as_str()),
                Err(refusal) => self.number(-1).text(refusal.as_str()),
            };
        }
        self.end();
    }

    pub(crate) fn add_search(&mut self, search: &Search) {
        self.start("search");
        self.text(&search.domain).time(search.at);
        self.bytes(&search.ads.to_le_bytes())
            .number(i64::from(search.complete))
            .number(search.cost.micros());
        self.end();
    }

    pub(crate) fn add_refused(&mut self, refused: &Refused) {
        self.start("refused");
        self.text(&refused.source).bytes(&refused.item.to_le_bytes());
        self.text(&refused.reason).bytes(&refused.raw);
        self.end();
    }

    pub(crate) fn add_raw(&mut self, raw: &RawRecord<'_>) {
        self.start("raw");
        self.text(raw.ad).bytes(&raw.digest.to_le_bytes());
        self.optional(raw.searched)
            .time(raw.first_seen)
            .time(raw.last_seen);
        self.end();
    }

    pub(crate) fn add_ad(&mut self, ad: &AdRecord<'_>) {
        self.start("ad");
        self.text(ad.id).bytes(&ad.digest.to_le_bytes());
        for text in ad.texts {
            self.text(text);
        }
        for time in ad.times {
            self.time(time);
        }
        self.optional(ad.active.map(|active| if active { "active" } else { "ended" }));
        self.optional_number(ad.engine.map(u64::cast_signed));
        if let Some(verdict) = ad.verdict {
            self.verdict(verdict);
        }
        self.end();
    }

    pub(crate) fn add_mapping(&mut self, mapping: &Mapping) -> Result<()> {
        let mut document = serde_json::to_value(mapping)?;
        if let Some(fields) = document.as_object_mut() {
            fields.remove("timestamp");
        }
        self.document("mapping", &document)
    }

    pub(crate) fn add_report(&mut self, report: &Report) -> Result<()> {
        let mut document = serde_json::to_value(report)?;
        if let Some(fields) = document.as_object_mut() {
            fields.remove("analyzed_at");
            fields.remove("seen_at");
            fields.remove("changes");
            fields.remove("partial");
        }
        self.document("report", &document)
    }

    pub(crate) fn add_observation(&mut self, observation: &Observation) -> Result<()> {
        // Through a value, whose fields are sorted by name: their order in the type means nothing.
        let facts = serde_json::to_string(&serde_json::to_value(&observation.facts)?)?;
        self.start("observation");
        self.text(observation.place.as_str()).text(&facts);
        for time in [observation.first_seen, observation.last_seen, observation.until] {
            self.time(Some(time));
        }
        self.end();
        Ok(())
    }

    /// The page of a place, by the xxh3-128 of its JSON as `serde_json` writes it.
    pub(crate) fn add_page(&mut self, place: &str, digest: u128) {
        self.start("page");
        self.text(place).bytes(&digest.to_le_bytes());
        self.end();
    }

    fn document(&mut self, what: &str, document: &serde_json::Value) -> Result<()> {
        self.start(what);
        // Objects of `serde_json` are sorted by key.
        let text = serde_json::to_string(document)?;
        self.text(&text);
        self.end();
        Ok(())
    }

    fn verdict(&mut self, verdict: &Verdict) {
        self.text(verdict.class.as_str()).text(verdict.kind.as_str());
        self.text(verdict.confidence.as_str()).text(verdict.rule.as_str());
        self.number(i64::from(verdict.mixed))
            .number(i64::from(verdict.contested))
            .optional(verdict.platform.as_deref());
        self.optional(verdict.host.as_ref().map(Host::as_str));
        self.optional(verdict.owner.as_deref())
            .optional(verdict.mention.as_deref());
    }

    fn start(&mut self, what: &str) {
        self.record.clear();
        self.text(what);
    }

    fn end(&mut self) {
        self.sum = self.sum.wrapping_add(xxh3_64(&self.record));
    }

    /// Length first, so that no two sequences of fields look alike.
    fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.record.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        self.record.extend_from_slice(bytes);
        self
    }

    fn text(&mut self, text: &str) -> &mut Self {
        self.bytes(text.as_bytes())
    }

    fn number(&mut self, number: i64) -> &mut Self {
        self.record.extend_from_slice(&number.to_le_bytes());
        self
    }

    fn optional(&mut self, text: Option<&str>) -> &mut Self {
        match text {
            Some(text) => self.number(1).text(text),
            None => self.number(0),
        }
    }

    fn optional_number(&mut self, number: Option<i64>) -> &mut Self {
        match number {
            Some(number) => self.number(1).number(number),
            None => self.number(0),
        }
    }

    fn time(&mut self, time: Option<Timestamp>) -> &mut Self {
        self.optional_number(time.map(Timestamp::as_millis))
    }
}
