//! The whole base at a glance.

mod table;

use std::collections::BTreeMap;

use model::MicroDollars;
use model::document::{Ratio, Status};
use serde::Serialize;

use crate::analysis::{Analysis, SellerFacts};
use crate::documents::status_of;
use crate::domains::{PlatformChange, Standings};
use crate::views::moves::{Moved, Moves};

/// Numbers over all sellers and ads. Every share says what it is out of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Overview {
    /// Sellers.
    pub total_clients: u64,
    /// Sellers of whom it is known whether they advertise: active and inactive.
    pub covered: u64,
    /// Sellers that advertise.
    pub active: u64,
    /// Active sellers whose ads are known only in part: a question capped for little money found them.
    pub active_partial: u64,
    /// Covered sellers that do not.
    pub inactive: u64,
    /// Sellers that can never be asked about: no URL carries their domain.
    pub unscannable: u64,
    /// Sellers not asked about yet.
    pub not_covered: u64,
    /// Those of them who are not asked about because none of their domains leads anywhere.
    pub unresolved: u64,
    /// Ads, each once, but those that are gone.
    pub total_ads: u64,
    /// Those that lead to a Converty shop.
    pub converty_ads: u64,
    /// Those that lead to a sale elsewhere.
    pub concurrent_ads: u64,
    /// The others.
    pub unknown_ads: u64,
    /// Those whose links lead to commercially different places.
    pub mixed_ads: u64,
    /// Those of whose host different things are known: the DNS says one platform, the page another, say.
    pub contested_ads: u64,
    /// Ads of sellers that a later search should have brought and did not; they are in no other number.
    pub gone_ads: u64,
    /// Percent of all ads.
    pub converty_ratio: Ratio,
    /// Percent of all ads.
    pub concurrent_ratio: Ratio,
    /// Ads that belong to a seller of the base; searches also bring those of strangers.
    pub attributed_ads: u64,
    /// Attributed ads that lead to a sale elsewhere.
    pub attributed_concurrent_ads: u64,
    /// Active sellers by number of ads.
    pub active_by_ads: Vec<SizeBand>,
    /// Attributed concurrent ads by platform, most first.
    pub platforms: BTreeMap<String, u64>,
    /// Where sellers' own domains stand.
    pub domains: Standings,
    /// Domains that left Converty, latest first.
    pub moves: Vec<Moved>,
    /// Where the platform itself seems to have gone; those domains are not among the moves.
    pub platform_change: Option<PlatformChange>,
    /// The purse; left out of the JSON where nobody asked it.
    #[serde(skip_serializing_if = "Money::is_untold")]
    pub money: Money,
}

/// Active sellers with so many ads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SizeBand {
    /// `1-5`, `6-10`, `11-20`, `21+`.
    pub ads: &'static str,
    /// Sellers.
    pub clients: u64,
}

/// What was and may be spent, as decimal strings with six places; empty ones where nobody asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Money {
    /// The month's money.
    pub budget_usd: String,
    /// Spent.
    pub spent_usd: String,
    /// Set aside for runs under way.
    pub reserved_usd: String,
    /// Left to spend.
    pub left_usd: String,
}

impl Money {
    /// These amounts.
    pub fn new(
        budget: MicroDollars,
        spent: MicroDollars,
        reserved: MicroDollars,
        left: MicroDollars,
    ) -> Self {
        Self {
            budget_usd: budget.to_string(),
            spent_usd: spent.to_string(),
            reserved_usd: reserved.to_string(),
            left_usd: left.to_string(),
        }
    }

    fn is_untold(&self) -> bool {
        *self == Self::default()
    }
}

/// Upper bounds of the bands, and their names.
const BANDS: [(u64, &str); 4] = [(5, "1-5"), (10, "6-10"), (20, "11-20"), (u64::MAX, "21+")];

impl Overview {
    /// The numbers of an analysis, where nobody asked the purse.
    pub fn without_money(analysis: &Analysis, active_threshold: u64) -> Self {
        Self::new(analysis, active_threshold, Money::default())
    }

    /// The numbers of an analysis.
    pub fn new(analysis: &Analysis, active_threshold: u64, money: Money) -> Self {
        let mut statuses: BTreeMap<Option<Status>, u64> = BTreeMap::new();
        let (mut active_partial, mut unresolved) = (0, 0);
        let mut bands = BANDS.map(|(_, ads)| SizeBand { ads, clients: 0 });
        for seller in &analysis.sellers {
            let status = status_of(analysis, seller, active_threshold);
            *statuses.entry(status).or_default() += 1;
            unresolved += u64::from(status.is_none() && analysis.domains.is_dead(seller));
            if status == Some(Status::Active) {
                active_partial += u64::from(analysis.covered(seller).is_none());
                let ads = analysis
                    .facts
                    .get(&seller.slug)
                    .map_or(0, SellerFacts::linked_ads);
                if let Some(band) = BANDS.iter().zip(&mut bands).find(|((most, _), _)| ads <= *most) {
                    band.1.clients += 1;
                }
            }
        }
        let count = |status: Option<Status>| statuses.get(&status).copied().unwrap_or(0);
        let (active, inactive) = (count(Some(Status::Active)), count(Some(Status::Inactive)));
        let mut platforms: BTreeMap<String, u64> = BTreeMap::new();
        for (rival, facts) in &analysis.rivals {
            *platforms.entry(rival.platform.clone()).or_default() += facts.ads;
        }
        let all = analysis.all;
        Self {
            total_clients: analysis.sellers.len() as u64,
            covered: active + inactive,
            active,
            active_partial,
            inactive,
            unscannable: count(Some(Status::Unscannable)),
            not_covered: count(None),
            unresolved,
            total_ads: all.total,
            converty_ads: all.converty,
            concurrent_ads: all.concurrent,
            unknown_ads: all.unknown,
            mixed_ads: all.mixed,
            contested_ads: all.contested,
            gone_ads: analysis.gone_ads(),
            converty_ratio: Ratio::of(all.converty, all.total),
            concurrent_ratio: Ratio::of(all.concurrent, all.total),
            attributed_ads: analysis.attributed.total,
            attributed_concurrent_ads: analysis.attributed.concurrent,
            active_by_ads: bands.into(),
            platforms,
            domains: analysis.domains.standings,
            moves: Moves::new(analysis).moves,
            platform_change: analysis.domains.platform_change.clone(),
            money,
        }
    }
}
