//! The names that fields have had, and what each means: one table for every shape.
//!
//! The names are those of the actors' snake and camel case, Meta's web answers of 2018, 2024 and 2026, the
//! Graph API and flattened exports. Most keys of an item are in no one's interest: the table is hashed at compile
//! time so that such a key costs one look-up, not a walk down a tree of comparisons.

/// What a key means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Name {
    /// The ad's own key.
    ArchiveId,
    /// What the ad shows.
    Snapshot,
    /// The key in Graph API answers.
    Id,
    /// The key in flattened exports, the advertiser's own number elsewhere.
    AdId,
    /// The page's id.
    PageId,
    /// The page's name.
    PageTitle,
    /// The page's name, in snapshots.
    CurrentPage,
    /// Start of delivery.
    Started,
    /// The same in words.
    StartedText,
    /// End of delivery.
    Ended,
    /// The same in words.
    EndedText,
    /// When delivery is to stop.
    Stops,
    /// Whether it runs.
    Active,
    /// Where it leads.
    LinkUrl,
    /// The cards of a carousel.
    Cards,
    /// More links.
    ExtraLinks,
    /// The link that is shown.
    Caption,
    /// Its text.
    Body,
    /// Its headline.
    Title,
    /// The button's type.
    CtaType,
    /// Its format.
    DisplayFormat,
    /// The button's type, or where it leads.
    CallToAction,
    /// The search that the item answers.
    SearchUrl,
    /// Why there is no ad.
    Error,
    /// How many ads there are.
    Total,
    /// What a wrapper's search was for.
    Domain,
    /// When it was made.
    CachedAt,
    /// Something with items in it, if its value is a list or object.
    Envelope,
}

const NAMES: &[(&str, Name)] = &[
    ("ad_archive_id", Name::ArchiveId),
    ("adArchiveID", Name::ArchiveId),
    ("adArchiveId", Name::ArchiveId),
    ("snapshot", Name::Snapshot),
    ("id", Name::Id),
    ("ad_id", Name::AdId),
    ("adId", Name::AdId),
    ("adid", Name::AdId),
    ("page_id", Name::PageId),
    ("pageID", Name::PageId),
    ("pageId", Name::PageId),
    ("page_name", Name::PageTitle),
    ("pageName", Name::PageTitle),
    ("advertiser_name", Name::PageTitle),
    ("advertiserName", Name::PageTitle),
    ("current_page_name", Name::CurrentPage),
    ("currentPageTitle", Name::CurrentPage),
    ("start_date", Name::Started),
    ("startDate", Name::Started),
    ("ad_delivery_start_time", Name::Started),
    ("start_date_formatted", Name::StartedText),
    ("startDateFormatted", Name::StartedText),
    ("end_date", Name::Ended),
    ("endDate", Name::Ended),
    ("ad_delivery_stop_time", Name::Stops),
    ("end_date_formatted", Name::EndedText),
    ("endDateFormatted", Name::EndedText),
    ("is_active", Name::Active),
    ("isActive", Name::Active),
    ("ad_active_status", Name::Active),
    ("link_url", Name::LinkUrl),
    ("linkUrl", Name::LinkUrl),
    ("ad_creative_link_url", Name::LinkUrl),
    ("ad_creative_link_urls", Name::LinkUrl),
    ("ad_creative_links", Name::LinkUrl),
    ("cards", Name::Cards),
    ("extra_links", Name::ExtraLinks),
    ("extraLinks", Name::ExtraLinks),
    ("caption", Name::Caption),
    ("ad_creative_link_caption", Name::Caption),
    ("ad_creative_link_captions", Name::Caption),
    ("body", Name::Body),
    ("body_text", Name::Body),
    ("bodyText", Name::Body),
    ("ad_creative_body", Name::Body),
    ("ad_creative_bodies", Name::Body),
    ("promotional_text", Name::Body),
    ("title", Name::Title),
    ("headline", Name::Title),
    ("ad_creative_link_title", Name::Title),
    ("ad_creative_link_titles", Name::Title),
    ("cta_type", Name::CtaType),
    ("ctaType", Name::CtaType),
    ("display_format", Name::DisplayFormat),
    ("displayFormat", Name::DisplayFormat),
    ("call_to_action", Name::CallToAction),
    ("callToAction", Name::CallToAction),
    ("url", Name::SearchUrl),
    ("inputUrl", Name::SearchUrl),
    ("input_url", Name::SearchUrl),
    ("searchUrl", Name::SearchUrl),
    ("search_url", Name::SearchUrl),
    ("error", Name::Error),
    ("errors", Name::Error),
    ("errorCode", Name::Error),
    ("error_code", Name::Error),
    ("errorMessage", Name::Error),
    ("error_message", Name::Error),
    ("message", Name::Error),
    ("errorDescription", Name::Error),
    ("_error", Name::Error),
    ("_reason", Name::Error),
    ("totalCount", Name::Total),
    ("total_count", Name::Total),
    ("domain", Name::Domain),
    ("cached_at", Name::CachedAt),
    ("cachedAt", Name::CachedAt),
    ("ads", Name::Envelope),
    ("results", Name::Envelope),
    ("items", Name::Envelope),
    ("data", Name::Envelope),
    ("edges", Name::Envelope),
    ("collated_results", Name::Envelope),
    ("payload", Name::Envelope),
    ("ad_library_main", Name::Envelope),
    ("search_results_connection", Name::Envelope),
    ("node", Name::Envelope),
];

const SLOTS: usize = 512;
/// For each hash the number of a name, counted from 1; a name whose slot is taken has the next free one.
const TABLE: [u8; SLOTS] = table();

/// What the key means; `None` for the many that do not matter.
#[inline]
pub(crate) fn name(key: &[u8]) -> Option<Name> {
    let mut slot = hash(key);
    loop {
        let number = usize::from(*TABLE.get(slot)?);
        let (text, name) = NAMES.get(number.checked_sub(1)?)?;
        if text.as_bytes() == key {
            return Some(*name);
        }
        slot = (slot + 1) % SLOTS;
    }
}

/// From the length and the first and last four bytes; the factors were chosen so that no two names meet.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "a hash may lose bits")]
const fn hash(key: &[u8]) -> usize {
    let (head, tail) = match (key.first_chunk(), key.last_chunk()) {
        (Some(head), Some(tail)) => (u32::from_le_bytes(*head), u32::from_le_bytes(*tail)),
        _ => match key {
            [first, .., last] => (*first as u32, *last as u32),
            _ => (0, 0),
        },
    };
    let length = key.len() as u32;
    let sum = head
        .wrapping_mul(0x7867_3ff7)
        .wrapping_add(tail.wrapping_mul(0xdb9f_618b))
        .wrapping_add(length.wrapping_mul(0x0a3a_730f));
    (sum >> (u32::BITS - SLOTS.ilog2())) as usize
}

#[expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "runs at compile time, where a mistake is an error of the build"
)]
const fn table() -> [u8; SLOTS] {
    assert!(NAMES.len() < 256, "numbers are bytes");
    let mut table = [0; SLOTS];
    let mut number = 0;
    while number < NAMES.len() {
        let mut slot = hash(NAMES[number].0.as_bytes());
        while table[slot] != 0 {
            slot = (slot + 1) % SLOTS;
        }
        number += 1;
        table[slot] = number as u8;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_and_no_other() {
        for (text, expected) in NAMES {
            assert_eq!(name(text.as_bytes()), Some(*expected), "{text}");
            for other in [format!("{text}x"), format!("x{text}"), text.to_uppercase()] {
                assert_eq!(name(other.as_bytes()), None, "{other}");
            }
        }
        for other in ["", "a", "xy", "branded_content", "ad_archive_iD", "\u{e9}"] {
            assert_eq!(name(other.as_bytes()), None, "{other}");
        }
    }
}
