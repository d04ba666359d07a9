//! Domains that left Converty: whom to call first.

use std::cmp::Reverse;

use model::moves::{DomainMove, MovedTo};
use serde::Serialize;

use crate::analysis::Analysis;
use crate::tables::{Cell, Column, Table};

/// A seller's domain that left, and what the seller is worth calling for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// The seller.
    pub client_id: String,
    /// The move.
    #[serde(flatten)]
    pub domain_move: DomainMove,
    /// The seller's ads.
    pub total_ads: u64,
}

/// All domains that left Converty, latest first; of one day the sellers with most ads first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moves {
    /// Them.
    pub moves: Vec<Moved>,
}

impl Moves {
    /// Those of an analysis.
    pub fn new(analysis: &Analysis) -> Self {
        const DAY: i64 = 86_400_000;
        let ads = |slug: &str| analysis.facts.get(slug).map_or(0, |facts| facts.tally.total);
        let mut moves: Vec<Moved> = analysis
            .domains
            .moves()
            .map(|(slug, one)| Moved {
                client_id: slug.to_owned(),
                domain_move: one.clone(),
                total_ads: ads(slug),
            })
            .collect();
        moves.sort_by_key(|one| {
            (
                Reverse(one.domain_move.first_away.as_millis() / DAY),
                Reverse(one.total_ads),
            )
        });
        Self { moves }
    }

    /// A line per domain.
    pub fn table(&self) -> Table {
        let mut table = Table::new(
            "moves",
            &[
                Column::text("client_id"),
                Column::text("domain"),
                Column::text("moved_to"),
                Column::text("points_to"),
                Column::text("last_on_converty"),
                Column::text("first_away"),
                Column::number("total_ads"),
            ],
        );
        for one in &self.moves {
            let moved = &one.domain_move;
            table.push(vec![
                Cell::text(&one.client_id),
                Cell::text(&moved.domain),
                Cell::text(destination(moved)),
                Cell::text(&moved.points_to),
                Cell::Time(moved.last_on_converty),
                Cell::Time(moved.first_away),
                Cell::Count(one.total_ads),
            ]);
        }
        table
    }
}

/// The rival's id, or what else became of the domain.
pub fn destination(moved: &DomainMove) -> &str {
    match (&moved.platform, moved.to) {
        (Some(platform), MovedTo::Platform) => platform,
        (_, to) => to.as_str(),
    }
}
