//! Sellers: their rows, and what there is about one of them.

mod ad;
mod history;
mod note;
mod rival;

use analytics::{Client, Mark};
use potential::{Chance, Question};
use serde::Serialize;
use utoipa::ToSchema;

use super::{ClientStatusName, ConfidenceName, Dollars, Moment, Percent};
use crate::chances;
use crate::view::View;

pub use ad::AdRow;
pub use history::HistoryRow;
pub use note::{NoteAsked, NoteRow};
pub use rival::{ClientRivalRow, MoveRow};

/// A seller.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClientRow {
    /// Its slug.
    pub slug: String,
    /// Its domains as given.
    pub domains: Vec<String>,
    /// Whether it advertises.
    pub status: ClientStatusName,
    /// Whether its ads are known in part only.
    pub partial: bool,
    /// Its ads.
    pub ads: u32,
    /// Those that lead to a Converty shop.
    pub converty_ads: u32,
    /// Those that lead to a sale elsewhere.
    pub concurrent_ads: u32,
    /// The others.
    pub unknown_ads: u32,
    /// Percent of its ads.
    pub converty_ratio: Percent,
    /// Percent of its ads.
    pub concurrent_ratio: Percent,
    /// Its ads whose deciding link is on one of its domains: what status and segments are made from.
    pub linked_ads: u32,
    /// Its Facebook pages.
    pub pages: u32,
    /// How surely its main page is its own; null without pages.
    pub confidence: Option<ConfidenceName>,
    /// The rival host that gets most of its ads now.
    pub main_rival: Option<String>,
    /// That host's platform.
    pub main_platform: Option<String>,
    /// Whether one of its domains left Converty.
    pub moved: bool,
    /// Percent: how likely it is to be seen with ads within 28 days; null where it advertises, or nobody knows.
    pub start_chance: Option<Percent>,
    /// Percent: how likely it is to be seen without ads, or with most of them elsewhere, within 28 days; null where it does
    /// not advertise.
    pub leave_chance: Option<Percent>,
    /// What was spent to learn about it.
    pub cost_usd: Dollars,
    /// When it was last seen; null where nobody asked yet.
    pub seen_at: Option<Moment>,
    /// When it was first known whether it advertises; null where it is not known, or since when is not.
    pub covered_at: Option<Moment>,
}

impl ClientRow {
    /// Of a seller.
    pub fn of(client: &Client, view: &View) -> Self {
        let chance = view.chance(client);
        let of = |question| chance.as_ref().filter(|chance| chance.question == question);
        let percent = |chance: &Chance| Percent(chances::percent(chance.ppm));
        let rival = client.main_rival();
        Self {
            slug: client.slug.to_string(),
            domains: client.domains.iter().map(ToString::to_string).collect(),
            status: ClientStatusName(client.status),
            partial: client.partial,
            ads: client.ads.total,
            converty_ads: client.ads.converty,
            concurrent_ads: client.ads.concurrent,
            unknown_ads: client.ads.unknown,
            converty_ratio: Percent(client.ads.converty_ratio()),
            concurrent_ratio: Percent(client.ads.concurrent_ratio()),
            linked_ads: client.linked_ads,
            pages: client.pages,
            confidence: client.confidence.map(ConfidenceName),
            main_rival: rival.map(|rival| rival.domain.to_string()),
            main_platform: rival.map(|rival| rival.platform.to_string()),
            moved: !client.moves.is_empty(),
            start_chance: of(Question::Start).map(percent),
            leave_chance: of(Question::Leave).map(percent),
            cost_usd: Dollars(client.cost),
            seen_at: client.seen_at.map(Moment),
            covered_at: client.covered_at.map(Moment),
        }
    }
}

/// A seller with where its ads lead, its domains that left, and how it stands since when.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClientDetail {
    /// The row of the list.
    #[serde(flatten)]
    pub row: ClientRow,
    /// Where its concurrent ads lead or led, most ads first.
    pub rivals: Vec<ClientRivalRow>,
    /// Its domains that left Converty, latest first.
    pub moves: Vec<MoveRow>,
    /// How it stands since its last change; null where it never had a report.
    pub last: Option<HistoryRow>,
    /// How many changes `history` lists.
    pub changes: u64,
}

impl ClientDetail {
    /// Of a seller.
    pub fn of(client: &Client, view: &View) -> Self {
        let last: Option<&Mark> = client.history.last();
        Self {
            row: ClientRow::of(client, view),
            rivals: client
                .rivals
                .iter()
                .map(|rival| ClientRivalRow::of(rival, view))
                .collect(),
            moves: client.moves.iter().map(MoveRow::of).collect(),
            last: last.map(HistoryRow::of),
            changes: client.history.len() as u64,
        }
    }
}
