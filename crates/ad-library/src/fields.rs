//! What the walk found in one item: places in the bytes, no text yet.
//!
//! Kept between items, so that reading an ad allocates nothing until it is handed out.

use crate::cursor::{Scalar, Span};

/// The fields of one item under their meaning, whatever their names were.
#[derive(Debug, Default)]
pub(crate) struct Fields {
    /// What stands once in an item.
    pub slots: Slots,
    pub titles: Vec<Span>,
    pub link_urls: Vec<Span>,
    pub card_links: Vec<Span>,
    pub extra_links: Vec<Span>,
    pub captions: Vec<Span>,
    pub card_captions: Vec<Span>,
    pub bodies: Vec<Span>,
    pub card_bodies: Vec<Span>,
    /// Everything an item without an ad says about why.
    pub errors: Vec<Span>,
}

/// Fields of which the first non-empty value counts.
#[derive(Debug, Default)]
pub(crate) struct Slots {
    /// `ad_archive_id`, the ad's own key.
    pub archive_id: Option<Span>,
    /// `id` (Graph API).
    pub graph_id: Option<Span>,
    /// `ad_id`: the key in exports that have no other; the advertiser's own number elsewhere.
    pub ad_id: Option<Span>,
    pub page_id: Option<Span>,
    pub page_name: Option<Span>,
    pub snapshot_page_id: Option<Span>,
    pub snapshot_page_name: Option<Span>,
    pub started: Option<Span>,
    pub started_text: Option<Span>,
    pub ended: Option<Span>,
    pub ended_text: Option<Span>,
    /// When delivery is to stop, as the advertiser set it (Graph API).
    pub stops: Option<Span>,
    pub active: Option<Scalar>,
    pub cta_type: Option<Span>,
    /// A URL in flattened exports, a button's type in others.
    pub call_to_action: Option<Span>,
    pub display_format: Option<Span>,
    /// The search that the item answers.
    pub search_url: Option<Span>,
    /// What a wrapper says of its search.
    pub domain: Option<Span>,
    pub cached_at: Option<Span>,
    /// There is a snapshot object.
    pub has_snapshot: bool,
    /// There is an empty list where items would be, or a total of 0.
    pub says_nothing_found: bool,
}

impl Fields {
    /// Forgets the last item; the lists keep their room.
    pub(crate) fn clear(&mut self) {
        self.slots = Slots::default();
        for list in [
            &mut self.titles,
            &mut self.link_urls,
            &mut self.card_links,
            &mut self.extra_links,
            &mut self.captions,
            &mut self.card_captions,
            &mut self.bodies,
            &mut self.card_bodies,
            &mut self.errors,
        ] {
            list.clear();
        }
    }

    /// Whether it has an ad's id or a snapshot: such an object is an item, whatever lists it also holds.
    pub(crate) const fn is_item(&self) -> bool {
        let slots = &self.slots;
        slots.archive_id.is_some() || slots.graph_id.is_some() || slots.ad_id.is_some() || slots.has_snapshot
    }

    /// The place of the ad's id, by trust.
    pub(crate) fn id(&self) -> Option<Span> {
        self.slots.archive_id.or(self.slots.graph_id).or(self.slots.ad_id)
    }
}
