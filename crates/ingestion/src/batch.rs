//! Ads gathered into batches, judged on the way.

use ad_library::content_digest;
use classification::{Engine, links_of};
use database::{ImportBatch, IncomingAd, Refused, Search, StoredLinks};
use model::{Ad, Timestamp};

/// A batch is handed on once it holds this many bytes of raw items ...
const FULL_BYTES: usize = 2 * 1024 * 1024;
/// ... or this many ads.
const FULL_ADS: usize = 1024;
/// Of a refused item so much is kept.
const REFUSED_BYTES: usize = 64 * 1024;

/// Where an ad came from, as far as its source says.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Origin<'a> {
    pub(crate) searched: Option<&'a str>,
    pub(crate) seen_at: Option<Timestamp>,
}

/// Fills batches.
pub(crate) struct Filler<'e> {
    engine: &'e Engine,
    engine_digest: u64,
    source: String,
    batch: ImportBatch,
}

impl<'e> Filler<'e> {
    pub(crate) fn new(engine: &'e Engine) -> Self {
        Self {
            engine,
            engine_digest: engine.digest(),
            source: String::new(),
            batch: ImportBatch::default(),
        }
    }

    /// From here on items come from `source`. The batch so far is given back, if there is anything in it.
    pub(crate) fn start_source(&mut self, source: &str) -> Option<ImportBatch> {
        let before = self.take();
        source.clone_into(&mut self.source);
        self.batch.source.clone_from(&self.source);
        before
    }

    /// Adds an ad with its raw bytes; gives what will be stored.
    pub(crate) fn push(&mut self, ad: &Ad<'_>, raw: &[u8], origin: Origin<'_>) -> &IncomingAd {
        let start = self.batch.raw.len();
        self.batch.raw.extend_from_slice(raw);
        let mut incoming = self.judged(ad, origin, content_digest(raw));
        incoming.raw = start..self.batch.raw.len();
        self.batch.ads.push_mut(incoming)
    }

    /// Adds an ad whose raw bytes are stored already.
    pub(crate) fn push_stored(&mut self, ad: &Ad<'_>, digest: u128, origin: Origin<'_>) {
        let incoming = self.judged(ad, origin, digest);
        self.batch.ads.push(incoming);
    }

    pub(crate) fn push_search(&mut self, search: Search) {
        self.batch.searches.push(search);
    }

    pub(crate) fn push_refused(&mut self, item: u64, reason: String, raw: &[u8]) {
        let raw = raw.get(..REFUSED_BYTES).unwrap_or(raw).to_vec();
        self.batch.refused.push(Refused {
            source: self.source.clone(),
            item,
            reason,
            raw,
        });
    }

    /// The batch, once it is full.
    pub(crate) fn take_full(&mut self) -> Option<ImportBatch> {
        let held = self.batch.ads.len() + self.batch.searches.len() + self.batch.refused.len();
        if self.batch.raw.len() >= FULL_BYTES || held >= FULL_ADS {
            self.take()
        } else {
            None
        }
    }

    /// The batch, if there is anything in it.
    pub(crate) fn take(&mut self) -> Option<ImportBatch> {
        let empty =
            self.batch.ads.is_empty() && self.batch.searches.is_empty() && self.batch.refused.is_empty();
        if empty {
            return None;
        }
        let next = ImportBatch {
            source: self.source.clone(),
            ..ImportBatch::default()
        };
        Some(std::mem::replace(&mut self.batch, next))
    }

    fn judged(&self, ad: &Ad<'_>, origin: Origin<'_>, digest: u128) -> IncomingAd {
        let found = links_of(ad);
        let mut links = StoredLinks::new();
        for (source, text) in &found {
            links.push(*source, text);
        }
        let verdict = self.engine.judge_links(found.into_iter(), ad.cta_type.as_deref());
        let text =
            |field: &Option<std::borrow::Cow<'_, str>>| field.as_deref().unwrap_or_default().to_owned();
        IncomingAd {
            id: ad.id.clone().into_owned(),
            raw: 0..0,
            digest,
            searched: origin.searched.map(str::to_owned),
            seen_at: origin.seen_at,
            page_id: text(&ad.page_id),
            page_name: text(&ad.page_name),
            started: ad.started,
            ended: ad.ended,
            active: ad.active,
            cta_type: text(&ad.cta_type),
            display_format: text(&ad.display_format),
            title: text(&ad.title),
            links,
            verdict,
            engine: self.engine_digest,
        }
    }
}
