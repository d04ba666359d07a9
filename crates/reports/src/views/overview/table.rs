//! The overview as a table: a line per number, with what it is out of.

use super::Overview;
use crate::tables::{Cell, Column, Table};

/// Lines of numbers, added one by one.
struct Lines(Table);

impl Lines {
    fn add(&mut self, metric: &str, value: u64, out_of: impl Into<Option<u64>>) {
        let out_of = out_of.into().map_or(Cell::Empty, Cell::Count);
        self.0.push(vec![Cell::text(metric), Cell::Count(value), out_of]);
    }
}

impl Overview {
    /// A line per number: its name, the number, what it is out of.
    pub fn table(&self) -> Table {
        let columns = [
            Column::text("metric"),
            Column::number("value"),
            Column::number("out_of"),
        ];
        let mut lines = Lines(Table::new("overview", &columns));
        self.add_sellers(&mut lines);
        self.add_ads(&mut lines);
        self.add_domains(&mut lines);
        let mut table = lines.0;
        if self.money.is_untold() {
            return table;
        }
        for (name, dollars) in [
            ("budget_usd", &self.money.budget_usd),
            ("spent_usd", &self.money.spent_usd),
            ("reserved_usd", &self.money.reserved_usd),
            ("left_usd", &self.money.left_usd),
        ] {
            let dollars = Cell::Decimal(dollars.clone());
            table.push(vec![Cell::text(name), dollars, Cell::Empty]);
        }
        table
    }

    fn add_sellers(&self, lines: &mut Lines) {
        let sellers = self.total_clients;
        lines.add("total_clients", sellers, None);
        lines.add("covered", self.covered, sellers);
        lines.add("active", self.active, self.covered);
        lines.add("active_partial", self.active_partial, self.active);
        lines.add("inactive", self.inactive, self.covered);
        lines.add("unscannable", self.unscannable, sellers);
        lines.add("not_covered", self.not_covered, sellers);
        lines.add("unresolved", self.unresolved, self.not_covered);
    }

    fn add_ads(&self, lines: &mut Lines) {
        let ads = self.total_ads;
        let lead_away = self.attributed_concurrent_ads;
        lines.add("total_ads", ads, None);
        lines.add("converty_ads", self.converty_ads, ads);
        lines.add("concurrent_ads", self.concurrent_ads, ads);
        lines.add("unknown_ads", self.unknown_ads, ads);
        lines.add("mixed_ads", self.mixed_ads, ads);
        lines.add("contested_ads", self.contested_ads, ads);
        lines.add("gone_ads", self.gone_ads, None);
        lines.add("attributed_ads", self.attributed_ads, ads);
        lines.add("attributed_concurrent_ads", lead_away, self.attributed_ads);
        for band in &self.active_by_ads {
            lines.add(
                &format!("active_with_ads {}", band.ads),
                band.clients,
                self.active,
            );
        }
        for (platform, ads) in &self.platforms {
            lines.add(&format!("platform {platform}"), *ads, lead_away);
        }
    }

    fn add_domains(&self, lines: &mut Lines) {
        let domains = &self.domains;
        lines.add("domains_probed", domains.probed, domains.own);
        for (metric, value) in [
            ("domains_on_converty", domains.on_converty),
            ("domains_on_rivals", domains.on_rivals),
            ("domains_elsewhere", domains.elsewhere),
            ("domains_hidden", domains.hidden),
            ("domains_parked", domains.parked),
            ("domains_nowhere", domains.nowhere),
            ("domains_left_converty", self.moves.len() as u64),
        ] {
            lines.add(metric, value, domains.probed);
        }
    }
}
