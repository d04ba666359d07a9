//! One ad in the shape of the actor `curious_coder/facebook-ads-library-scraper`: its keys, types and quirks,
//! seen in scans of December 2025 and January 2026.
//!
//! Items of a search's first page carry `total` and `regional_regulation_data`; later ones `archive_types` and
//! `entity_type` instead.

use serde::Serialize;

/// `null` in every item that was seen.
type Null = ();
/// `[]` in every item that was seen.
type Nothing = [(); 0];

/// An item of a dataset.
#[expect(clippy::struct_excessive_bools, reason = "the shape is the actor's")]
#[derive(Debug, Default, Serialize)]
pub(super) struct Item<'a> {
    pub(super) ad_archive_id: String,
    pub(super) ad_id: Null,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) archive_types: Option<Nothing>,
    pub(super) categories: [&'a str; 1],
    pub(super) collation_count: Option<u64>,
    pub(super) collation_id: Option<String>,
    pub(super) contains_digital_created_media: bool,
    pub(super) contains_sensitive_content: bool,
    pub(super) currency: &'a str,
    pub(super) end_date: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) entity_type: Option<&'a str>,
    pub(super) fev_info: Null,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) finserv_ad_data: Option<Null>,
    pub(super) gated_type: &'a str,
    pub(super) has_user_reported: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) hidden_safety_data: Option<bool>,
    pub(super) hide_data_status: &'a str,
    pub(super) impressions_with_index: Impressions,
    pub(super) is_aaa_eligible: bool,
    pub(super) is_active: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) is_profile_page: Option<bool>,
    pub(super) menu_items: Nothing,
    pub(super) page_id: &'a str,
    pub(super) page_is_deleted: bool,
    pub(super) page_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) political_countries: Option<Nothing>,
    pub(super) publisher_platform: &'a [&'a str],
    pub(super) reach_estimate: Null,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) regional_regulation_data: Option<Regulation>,
    pub(super) report_count: Null,
    pub(super) snapshot: Snapshot<'a>,
    pub(super) spend: Null,
    pub(super) start_date: i64,
    pub(super) state_media_run_label: Null,
    pub(super) targeted_or_reached_countries: Nothing,
    pub(super) total_active_time: Option<u64>,
    pub(super) url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) total: Option<u64>,
    /// Newer builds of the actor give the rank among the results, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) position: Option<u64>,
    pub(super) ads_count: usize,
    pub(super) start_date_formatted: String,
    pub(super) end_date_formatted: String,
    pub(super) ad_library_url: String,
}

/// Never told for commercial ads.
#[derive(Debug, Serialize)]
pub(super) struct Impressions {
    impressions_text: Null,
    impressions_index: i8,
}

impl Default for Impressions {
    fn default() -> Self {
        Self {
            impressions_text: (),
            impressions_index: -1,
        }
    }
}

#[derive(Debug, Default, Serialize)]
pub(super) struct Regulation {
    finserv: FinancialServices,
    tw_anti_scam: AntiScam,
}

#[derive(Debug, Default, Serialize)]
struct FinancialServices {
    is_deemed_finserv: bool,
    is_limited_delivery: bool,
}

#[derive(Debug, Default, Serialize)]
struct AntiScam {
    is_limited_delivery: bool,
}

/// The ad as people see it.
#[derive(Debug, Default, Serialize)]
pub(super) struct Snapshot<'a> {
    pub(super) additional_info: Null,
    pub(super) body: Option<Body<'a>>,
    pub(super) branded_content: Null,
    pub(super) brazil_tax_id: Null,
    pub(super) byline: Null,
    pub(super) caption: Option<String>,
    pub(super) cards: Vec<Card<'a>>,
    pub(super) country_iso_code: Null,
    pub(super) cta_text: &'a str,
    pub(super) cta_type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) current_page_name: Option<&'a str>,
    pub(super) disclaimer_label: Null,
    pub(super) display_format: &'a str,
    pub(super) ec_certificates: Nothing,
    pub(super) event: Null,
    pub(super) extra_images: Nothing,
    pub(super) extra_links: Nothing,
    pub(super) extra_texts: Nothing,
    pub(super) extra_videos: Nothing,
    pub(super) images: Vec<Image>,
    pub(super) is_reshared: bool,
    pub(super) link_description: Option<String>,
    pub(super) link_url: Option<String>,
    pub(super) page_categories: [&'a str; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) page_entity_type: Option<&'a str>,
    pub(super) page_id: &'a str,
    pub(super) page_is_deleted: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) page_is_profile_page: Option<bool>,
    pub(super) page_like_count: u64,
    pub(super) page_name: &'a str,
    pub(super) page_profile_picture_url: String,
    pub(super) page_profile_uri: String,
    pub(super) root_reshared_post: Null,
    pub(super) title: Option<String>,
    pub(super) videos: Vec<Video>,
}

#[derive(Debug, Serialize)]
pub(super) struct Body<'a> {
    pub(super) text: std::borrow::Cow<'a, str>,
}

#[expect(clippy::struct_field_names, reason = "the names are the actor's")]
#[derive(Debug, Default, Serialize)]
pub(super) struct Image {
    pub(super) image_crops: Nothing,
    pub(super) original_image_url: String,
    pub(super) resized_image_url: String,
    pub(super) watermarked_resized_image_url: &'static str,
}

#[expect(clippy::struct_field_names, reason = "the names are the actor's")]
#[derive(Debug, Default, Serialize)]
pub(super) struct Video {
    pub(super) video_hd_url: String,
    pub(super) video_preview_image_url: String,
    pub(super) video_sd_url: String,
    pub(super) watermarked_video_hd_url: Null,
    pub(super) watermarked_video_sd_url: Null,
}

/// One card of a carousel, a dynamic creative or a catalogue ad.
#[derive(Debug, Default, Serialize)]
pub(super) struct Card<'a> {
    pub(super) body: String,
    pub(super) caption: String,
    pub(super) cta_text: &'a str,
    pub(super) cta_type: &'a str,
    pub(super) image_crops: Nothing,
    pub(super) link_description: Option<String>,
    pub(super) link_url: Option<String>,
    pub(super) original_image_url: Option<String>,
    pub(super) resized_image_url: Option<String>,
    pub(super) title: Option<String>,
    pub(super) video_hd_url: Option<String>,
    pub(super) video_preview_image_url: Option<String>,
    pub(super) video_sd_url: Option<String>,
    pub(super) watermarked_resized_image_url: Option<&'static str>,
    pub(super) watermarked_video_hd_url: Null,
    pub(super) watermarked_video_sd_url: Null,
}

/// What the actor gives instead of an empty result.
#[derive(Debug, Serialize)]
pub(super) struct NotFound<'a> {
    pub(super) error: &'static str,
    #[serde(rename = "errorCode")]
    pub(super) error_code: &'static str,
    pub(super) url: &'a str,
}

impl<'a> NotFound<'a> {
    pub(super) const fn new(url: &'a str) -> Self {
        Self {
            error: "Ads not found",
            error_code: "ADS_NOT_FOUND",
            url,
        }
    }
}
