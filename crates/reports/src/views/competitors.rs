//! Where sellers' ads lead away to: rivals and their platforms, with the sellers behind them.

use std::collections::{BTreeMap, BTreeSet};

use model::Kind;
use serde::Serialize;

use crate::analysis::{Analysis, RivalFacts};
use crate::tables::{Cell, Column, Table};

/// Rivals of all sellers. Ads of strangers, which searches bring too, are not counted here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Competition {
    /// Ads of sellers that lead to a sale elsewhere.
    pub total_ads: u64,
    /// Sellers behind them.
    pub clients: u64,
    /// By host, most ads first.
    pub competitors: Vec<CompetitorRow>,
    /// By platform, most ads first.
    pub platforms: Vec<PlatformRow>,
}

/// One rival host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CompetitorRow {
    /// The host, without `www.`.
    pub domain: String,
    /// The platform's id, `unknown` where none is known: those are worth probing.
    pub platform: String,
    /// Shop, messaging or marketplace.
    pub kind: Kind,
    /// Ads that lead there.
    pub total_ads: u64,
    /// How many sellers' ads they are.
    pub clients: u64,
    /// Those sellers' slugs.
    pub client_ids: Vec<String>,
}

/// One rival platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlatformRow {
    /// The platform's id, `unknown` where none is known.
    pub platform: String,
    /// Ads that lead there.
    pub total_ads: u64,
    /// How many sellers' ads they are.
    pub clients: u64,
    /// How many hosts they lead to.
    pub domains: u64,
}

impl Competition {
    /// From an analysis.
    pub fn new(analysis: &Analysis) -> Self {
        let mut competitors: Vec<CompetitorRow> = analysis
            .rivals
            .iter()
            .map(|(rival, facts)| CompetitorRow {
                domain: rival.domain.clone(),
                platform: rival.platform.clone(),
                kind: rival.kind,
                total_ads: facts.ads,
                clients: facts.sellers.len() as u64,
                client_ids: facts.sellers.iter().cloned().collect(),
            })
            .collect();
        competitors.sort_by(|a, b| {
            b.total_ads
                .cmp(&a.total_ads)
                .then_with(|| a.domain.cmp(&b.domain))
        });
        let sellers: BTreeSet<&String> = analysis
            .rivals
            .values()
            .flat_map(|facts| &facts.sellers)
            .collect();
        Self {
            total_ads: competitors.iter().map(|row| row.total_ads).sum(),
            clients: sellers.len() as u64,
            competitors,
            platforms: platforms(analysis),
        }
    }

    /// A line per rival host.
    pub fn table(&self) -> Table {
        let columns = [
            Column::text("domain"),
            Column::text("platform"),
            Column::text("kind"),
            Column::number("total_ads"),
            Column::number("clients"),
            Column::text("client_ids"),
        ];
        let mut table = Table::new("competitors", &columns);
        for row in &self.competitors {
            table.push(vec![
                Cell::text(&row.domain),
                Cell::text(&row.platform),
                Cell::text(row.kind.as_str()),
                Cell::Count(row.total_ads),
                Cell::Count(row.clients),
                Cell::Text(row.client_ids.join(" ")),
            ]);
        }
        table
    }
}

fn platforms(analysis: &Analysis) -> Vec<PlatformRow> {
    let mut grouped: BTreeMap<&str, Vec<&RivalFacts>> = BTreeMap::new();
    for (rival, facts) in &analysis.rivals {
        grouped.entry(&rival.platform).or_default().push(facts);
    }
    let mut rows: Vec<PlatformRow> = grouped
        .into_iter()
        .map(|(platform, facts)| PlatformRow {
            platform: platform.to_owned(),
            total_ads: facts.iter().map(|facts| facts.ads).sum(),
            clients: facts
                .iter()
                .flat_map(|facts| &facts.sellers)
                .collect::<BTreeSet<_>>()
                .len() as u64,
            domains: facts.len() as u64,
        })
        .collect();
    rows.sort_by(|a, b| {
        b.total_ads
            .cmp(&a.total_ads)
            .then_with(|| a.platform.cmp(&b.platform))
    });
    rows
}
