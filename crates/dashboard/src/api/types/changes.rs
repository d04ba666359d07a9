//! What changed between two moments.

use analytics::changes::{ChangeSet, ClientChanges, PlatformMove, Stood, Turn};
use serde::Serialize;
use utoipa::ToSchema;

use super::{ClientStatusName, Moment, Page, PageInfo, Percent};
use crate::changes_ask::Between;

/// What changed between two moments.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChangesAnswer {
    /// The moment before; null where there are no two scans to compare.
    pub after: Option<Moment>,
    /// The moment after; null for now.
    pub until: Option<Moment>,
    /// Sellers that started to advertise.
    pub started: u64,
    /// Sellers that stopped.
    pub stopped: u64,
    /// New ads, as the looks within told.
    pub new_ads: u64,
    /// Ended ads.
    pub ended_ads: u64,
    /// New pages.
    pub new_pages: u64,
    /// Lost pages.
    pub lost_pages: u64,
    /// Hosts to which no seller's ads led before, where that is proven.
    pub new_rivals: Vec<String>,
    /// Hosts to which no seller's ads lead any more.
    pub lost_rivals: Vec<String>,
    /// Sellers whose share of ads to Converty is another.
    pub ratio_moves: u64,
    /// Sellers that went to another platform.
    pub platform_moves: u64,
    /// The sellers of which anything changed, those to look at first.
    pub data: Vec<ClientChangesRow>,
    /// Where they stand.
    pub page: PageInfo,
}

impl ChangesAnswer {
    /// Of changes, with a page of their sellers.
    pub(crate) fn of(
        between: Option<Between>,
        changes: Option<&ChangeSet>,
        rows: Page<ClientChangesRow>,
    ) -> Self {
        let number = |of: fn(&ChangeSet) -> u64| changes.map_or(0, of);
        let names = |of: fn(&ChangeSet) -> &Vec<compact_str::CompactString>| {
            let names = changes.map(of).into_iter().flatten();
            names.map(ToString::to_string).collect()
        };
        Self {
            after: between.map(|between| Moment(between.after)),
            until: between.and_then(|between| between.until).map(Moment),
            started: number(|it| it.started),
            stopped: number(|it| it.stopped),
            new_ads: number(|it| it.new_ads),
            ended_ads: number(|it| it.ended_ads),
            new_pages: number(|it| it.new_pages),
            lost_pages: number(|it| it.lost_pages),
            new_rivals: names(|it| &it.new_rivals),
            lost_rivals: names(|it| &it.lost_rivals),
            ratio_moves: number(|it| it.ratio_moves),
            platform_moves: number(|it| it.platform_moves),
            data: rows.data,
            page: rows.page,
        }
    }
}

/// What changed of one seller.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClientChangesRow {
    /// Its slug.
    pub slug: String,
    /// `started` or `stopped`; null where neither.
    #[schema(pattern = "^(started|stopped)$")]
    pub turn: Option<&'static str>,
    /// New ads.
    pub new_ads: u32,
    /// Ended ads.
    pub ended_ads: u32,
    /// New pages.
    pub new_pages: u32,
    /// Lost pages.
    pub lost_pages: u32,
    /// Its status before; null where nobody knew.
    pub status_before: Option<ClientStatusName>,
    /// Its status after.
    pub status: Option<ClientStatusName>,
    /// Its ads before.
    pub ads_before: Option<u32>,
    /// Its ads after.
    pub ads: Option<u32>,
    /// Percent that led to Converty; null where the share did not change.
    pub converty_ratio_before: Option<Percent>,
    /// Percent that lead to Converty now.
    pub converty_ratio: Option<Percent>,
    /// Hosts that are new for it.
    pub new_rivals: Vec<String>,
    /// Hosts that its ads do not lead to any more.
    pub lost_rivals: Vec<String>,
    /// Its own domains that left Converty.
    pub moved_domains: Vec<String>,
    /// The platform that got most of its concurrent ads; null where that did not change.
    pub platform_before: Option<String>,
    /// The platform that gets most of them now.
    pub platform: Option<String>,
}

impl ClientChangesRow {
    /// Of a seller's changes.
    pub(crate) fn of(client: &ClientChanges) -> Self {
        let names = |hosts: &[compact_str::CompactString]| hosts.iter().map(ToString::to_string).collect();
        let status = |stood: Option<Stood>| stood.map(|stood| ClientStatusName(stood.status));
        let mut moved_domains = Vec::new();
        let mut platforms = None;
        for moved in &client.moves {
            match moved {
                PlatformMove::Domain { domain, .. } => moved_domains.push(domain.to_string()),
                PlatformMove::Ads { from, to, .. } => platforms = Some((from.to_string(), to.to_string())),
            }
        }
        let (platform_before, platform) = platforms.unzip();
        Self {
            slug: client.slug.to_string(),
            turn: client.turn.map(|turn| match turn {
                Turn::Started => "started",
                Turn::Stopped => "stopped",
            }),
            new_ads: client.new_ads,
            ended_ads: client.ended_ads,
            new_pages: client.new_pages,
            lost_pages: client.lost_pages,
            status_before: status(client.before),
            status: status(client.after),
            ads_before: client.before.map(|stood| stood.ads.total),
            ads: client.after.map(|stood| stood.ads.total),
            converty_ratio_before: client.ratio.map(|ratio| Percent(ratio.before)),
            converty_ratio: client.ratio.map(|ratio| Percent(ratio.after)),
            new_rivals: names(&client.new_rivals),
            lost_rivals: names(&client.lost_rivals),
            moved_domains,
            platform_before,
            platform,
        }
    }
}
