//! An ad of a seller.

use database::SellerAd;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::{ConfidenceName, KindName, Moment, RuleName, VerdictName};

/// An ad with its verdict, the way to it, and when it was seen.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AdRow {
    /// Its id in the Ad Library.
    pub id: String,
    /// The Facebook page's id; empty where the source names none.
    pub page_id: String,
    /// The Facebook page's name.
    pub page_name: String,
    /// Its headline; empty where there is none.
    pub title: String,
    /// What it is.
    pub verdict: VerdictName,
    /// How sure that is.
    pub confidence: ConfidenceName,
    /// By which rule.
    pub rule: RuleName,
    /// What kind of place it leads to.
    pub kind: KindName,
    /// The platform's id; `unknown` for a shop on none that is known, null where it leads to no shop.
    pub platform: Option<String>,
    /// The host it leads to.
    pub host: Option<String>,
    /// Whether its links lead to commercially different places.
    pub mixed: bool,
    /// Whether different things are known of its host.
    pub contested: bool,
    /// The seller whose domain it leads to; may be another one.
    pub owner: Option<String>,
    /// Its most trusted link as given. Foreign text: it may be anything.
    pub link: String,
    /// Meta's start of delivery.
    pub started: Option<Moment>,
    /// Meta's end of delivery.
    pub ended: Option<Moment>,
    /// When a source first saw it.
    pub first_seen: Option<Moment>,
    /// When a source last saw it.
    pub last_seen: Option<Moment>,
    /// Whether Meta said that it was running.
    pub active: Option<bool>,
    /// Whether a later search should have brought it and did not; such ads count nowhere.
    pub gone: bool,
}

impl AdRow {
    /// Of an ad.
    pub fn of(ad: &SellerAd) -> Self {
        let (judged, verdict) = (&ad.ad, &ad.ad.verdict);
        Self {
            id: judged.id.clone(),
            page_id: judged.page_id.clone(),
            page_name: judged.page_name.clone(),
            title: ad.title.clone(),
            verdict: VerdictName(verdict.class),
            confidence: ConfidenceName(verdict.confidence),
            rule: RuleName(verdict.rule),
            kind: KindName(verdict.kind),
            platform: verdict.platform_name().map(str::to_owned),
            host: verdict.host.as_ref().map(|host| host.as_str().to_owned()),
            mixed: verdict.mixed,
            contested: verdict.contested,
            owner: verdict.owner.as_ref().map(ToString::to_string),
            link: ad.link.clone(),
            started: judged.started.map(Moment),
            ended: ad.ended.map(Moment),
            first_seen: judged.first_seen.map(Moment),
            last_seen: judged.last_seen.map(Moment),
            active: judged.active,
            gone: judged.gone,
        }
    }
}
