//! Who does not advertise, and, named apart, who can never be asked about.

use model::document::Status;
use model::{Seller, Timestamp};
use serde::Serialize;

use crate::analysis::{Analysis, SellerFacts};
use crate::documents::{main_domain, status_of};
use crate::tables::{Cell, Column, Table};

/// Sellers that do not advertise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Inactive {
    /// How many were covered and do not advertise: the length of `inactive`.
    pub total: u64,
    /// Them, by slug.
    pub inactive: Vec<InactiveRow>,
    /// Sellers that no search can cover, with the reason. They are not counted as inactive.
    pub unscannable: Vec<UnscannableRow>,
    /// How many were not asked about yet.
    pub not_covered: u64,
}

/// One covered seller that does not advertise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InactiveRow {
    /// Its slug.
    pub client_id: String,
    /// Its first domain.
    pub domain: String,
    /// Ads found all the same: fewer than the threshold.
    pub total_ads: u64,
    /// Since when it is known.
    pub covered_at: Option<Timestamp>,
}

/// One seller that no search can cover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnscannableRow {
    /// Its slug.
    pub client_id: String,
    /// The domain as given.
    pub domain: String,
    /// The stable name of the reason.
    pub code: &'static str,
    /// The reason in plain words.
    pub reason: String,
}

impl Inactive {
    /// From an analysis.
    pub fn new(analysis: &Analysis, active_threshold: u64) -> Self {
        let mut found = Self {
            total: 0,
            inactive: Vec::new(),
            unscannable: Vec::new(),
            not_covered: 0,
        };
        for seller in &analysis.sellers {
            match status_of(analysis, seller, active_threshold) {
                Some(Status::Active) => {}
                Some(Status::Inactive) => found.inactive.push(InactiveRow {
                    client_id: seller.slug.clone(),
                    domain: main_domain(seller),
                    total_ads: analysis
                        .facts
                        .get(&seller.slug)
                        .map_or(0, SellerFacts::linked_ads),
                    covered_at: analysis.covered(seller).flatten(),
                }),
                Some(Status::Unscannable) => found.unscannable.extend(unscannable(seller)),
                None => found.not_covered += 1,
            }
        }
        found.total = found.inactive.len() as u64;
        found
    }

    /// A line per seller: the inactive ones, then the unscannable ones, told apart by `status`.
    pub fn table(&self) -> Table {
        let columns = [
            Column::text("status"),
            Column::text("client_id"),
            Column::text("domain"),
            Column::number("total_ads"),
            Column::text("covered_at"),
            Column::text("reason"),
        ];
        let mut table = Table::new("inactive", &columns);
        for row in &self.inactive {
            table.push(vec![
                Cell::text(Status::Inactive.as_str()),
                Cell::text(&row.client_id),
                Cell::text(&row.domain),
                Cell::Count(row.total_ads),
                Cell::time(row.covered_at),
                Cell::Empty,
            ]);
        }
        for row in &self.unscannable {
            table.push(vec![
                Cell::text(Status::Unscannable.as_str()),
                Cell::text(&row.client_id),
                Cell::text(&row.domain),
                Cell::Empty,
                Cell::Empty,
                Cell::text(&row.reason),
            ]);
        }
        table
    }
}

fn unscannable(seller: &Seller) -> Option<UnscannableRow> {
    let domain = seller.domains.first()?;
    let refusal = domain.host.as_ref().err()?;
    Some(UnscannableRow {
        client_id: seller.slug.clone(),
        domain: domain.given.clone(),
        code: refusal.as_str(),
        reason: refusal.to_string(),
    })
}
