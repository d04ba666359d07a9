//! Rows to sellers: slugs supplied, rows of one slug merged, refusals reported.

use std::collections::HashSet;
use std::hash::BuildHasher as _;
use std::mem;

use foldhash::fast::RandomState;
use hashbrown::HashTable;
use model::seller::DEFAULT_SUFFIX;
use model::{DomainRefusal, Host, Seller, SellerDomain};

use crate::field;
use crate::{Reason, Rejected, SellerList};

/// The platform's second name: its sub-domains are slugs as well.
const SECOND_SUFFIX: &str = "converty.site";

/// Up to here comparing each with each is faster than hashing.
const FEW: usize = 16;

/// One row as it was read, before anything is decided about it.
#[derive(Debug, Default)]
pub(crate) struct Row {
    pub(crate) slug: String,
    pub(crate) domains: Vec<String>,
}

/// Takes rows in order and makes sellers of them.
pub(crate) struct Collector<'a> {
    refuse: &'a dyn Fn(&Host) -> Option<DomainRefusal>,
    sellers: Vec<Seller>,
    /// Hashes of slugs and their places in `sellers`: no second copy of the slugs is kept.
    by_slug: HashTable<(u64, usize)>,
    hasher: RandomState,
    /// Sellers whose first row named no domain, and its line.
    without_domain: Vec<(usize, u64)>,
    rejected: Vec<Rejected>,
    rows: u64,
}

impl<'a> Collector<'a> {
    pub(crate) fn new(refuse: &'a dyn Fn(&Host) -> Option<DomainRefusal>) -> Self {
        Self {
            refuse,
            sellers: Vec::new(),
            by_slug: HashTable::new(),
            hasher: RandomState::default(),
            without_domain: Vec::new(),
            rejected: Vec::new(),
            rows: 0,
        }
    }

    /// Rows seen so far: the number of the last item.
    pub(crate) fn rows(&self) -> u64 {
        self.rows
    }

    /// A row that is no seller at all.
    pub(crate) fn reject(&mut self, line: u64, value: &str, reason: Reason) {
        self.rows += 1;
        self.rejected.push(Rejected::new(line, value, reason));
    }

    /// A row, as it was read at `line`.
    pub(crate) fn row(&mut self, line: u64, row: &Row) {
        let mut domains: Vec<SellerDomain> =
            row.domains.iter().flat_map(|text| field::domains(text)).collect();
        domains.retain(|domain| domain.host != Err(DomainRefusal::Empty));
        let slug = match row.slug.trim() {
            "" => slug_of(&domains),
            slug => Some(slug.to_owned()),
        };
        let Some(slug) = slug else {
            return self.reject(line, "", Reason::NoSlugNoDomain);
        };
        self.rows += 1;
        for domain in &mut domains {
            self.judge(line, domain);
        }
        self.add(line, slug, domains);
    }

    fn judge(&mut self, line: u64, domain: &mut SellerDomain) {
        if let Some(refusal) = domain.host.as_ref().ok().and_then(|host| (self.refuse)(host)) {
            domain.host = Err(refusal);
        }
        if let Err(refusal) = domain.host {
            self.rejected
                .push(Rejected::new(line, &domain.given, Reason::Domain(refusal)));
        }
    }

    fn add(&mut self, line: u64, slug: String, mut domains: Vec<SellerDomain>) {
        let hash = self.hasher.hash_one(slug.as_str());
        let sellers = &mut self.sellers;
        let found = self.by_slug.find(hash, |&(known, index)| {
            known == hash && sellers.get(index).is_some_and(|seller| seller.slug == slug)
        });
        if let Some(seller) = found.and_then(|&(_, index)| sellers.get_mut(index)) {
            seller.domains.append(&mut domains);
            return;
        }
        let index = sellers.len();
        if domains.is_empty() {
            self.without_domain.push((index, line));
        }
        domains.shrink_to_fit();
        sellers.push(Seller { slug, domains });
        self.by_slug.insert_unique(hash, (hash, index), |&(hash, _)| hash);
    }

    /// The list, with the shop of each seller that no row named a domain for.
    pub(crate) fn finish(mut self) -> SellerList {
        for (index, line) in mem::take(&mut self.without_domain) {
            let Some(seller) = self.sellers.get_mut(index) else {
                continue;
            };
            if seller.domains.is_empty() {
                let mut domains = Seller::new(&seller.slug, [""; 0]).domains;
                for domain in &mut domains {
                    self.judge(line, domain);
                }
                if let Some(seller) = self.sellers.get_mut(index) {
                    seller.domains = domains;
                }
            }
        }
        for seller in &mut self.sellers {
            keep_first(&mut seller.domains);
        }
        // Supplied shops were judged last; sorting is stable, so that one row's refusals keep their order.
        self.rejected.sort_by_key(|rejected| rejected.line);
        SellerList {
            sellers: self.sellers,
            rejected: self.rejected,
            rows: self.rows,
        }
    }
}

/// The slug that the first usable domain stands for, else the first text itself.
fn slug_of(domains: &[SellerDomain]) -> Option<String> {
    if let Some(host) = domains.iter().find_map(|domain| domain.host.as_ref().ok()) {
        let name = [DEFAULT_SUFFIX, SECOND_SUFFIX]
            .into_iter()
            .find_map(|suffix| host.as_str().strip_suffix(suffix)?.strip_suffix('.'));
        return Some(name.unwrap_or(host.as_str()).replace('.', "-"));
    }
    domains.first().map(|domain| domain.given.clone())
}

/// One domain given twice counts once, as in [`Seller::new`]; without its quadratic cost for long lists.
fn keep_first(domains: &mut Vec<SellerDomain>) {
    if domains.len() <= FEW {
        let mut kept: Vec<SellerDomain> = Vec::with_capacity(domains.len());
        for domain in domains.drain(..) {
            let twice =
                |d: &SellerDomain| d.given == domain.given || (d.host.is_ok() && d.host == domain.host);
            if !kept.iter().any(twice) {
                kept.push(domain);
            }
        }
        *domains = kept;
        return;
    }
    let mut texts: HashSet<String, RandomState> = HashSet::default();
    let mut hosts: HashSet<Host, RandomState> = HashSet::default();
    domains.retain(|domain| match &domain.host {
        Ok(host) => hosts.insert(host.clone()),
        Err(_) => texts.insert(domain.given.clone()),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn collected(rows: &[(&str, &[&str])]) -> SellerList {
        let mut collector = Collector::new(&|host| {
            (host.registrable() == Some("facebook.com")).then_some(DomainRefusal::SharedHost)
        });
        for (line, (slug, domains)) in (1..).zip(rows) {
            let row = Row {
                slug: (*slug).to_owned(),
                domains: domains.iter().map(|&d| d.to_owned()).collect(),
            };
            collector.row(line, &row);
        }
        collector.finish()
    }

    fn hosts(seller: &Seller) -> Vec<&str> {
        seller.hosts().map(Host::as_str).collect()
    }

    #[test]
    fn a_slug_comes_from_the_domain() {
        let list = collected(&[
            ("", &["x.converty.shop"]),
            ("", &["https://www.al-gazela.com/"]),
            ("", &["y.converty.site"]),
            ("", &["silver"]),
            ("", &["silver two", "z.tn"]),
            ("", &[]),
            (" ", &["", " "]),
        ]);
        let slugs: Vec<&str> = list.sellers.iter().map(|s| s.slug.as_str()).collect();
        assert_eq!(slugs, ["x", "al-gazela-com", "y", "silver", "z-tn"]);
        let reasons: Vec<(u64, &str)> = list
            .rejected
            .iter()
            .map(|r| (r.line, r.reason.as_str()))
            .collect();
        assert_eq!(
            reasons,
            [
                (4, "single_word"),
                (5, "spaces"),
                (6, "no_slug_no_domain"),
                (7, "no_slug_no_domain")
            ]
        );
        assert_eq!(list.rows, 7);
    }

    #[test]
    fn rows_of_one_slug_are_one_seller() {
        let list = collected(&[
            ("a", &[]),
            ("b", &["b.tn", "B.tn"]),
            (" a ", &["a.tn"]),
            ("b", &["https://b.tn/", "bb.tn"]),
        ]);
        assert_eq!(list.sellers.len(), 2);
        assert_eq!(
            hosts(&list.sellers[0]),
            ["a.tn"],
            "a named domain replaces the supplied shop"
        );
        assert_eq!(hosts(&list.sellers[1]), ["b.tn", "bb.tn"]);
    }

    #[test]
    fn without_any_domain_the_shop_is_supplied() {
        let list = collected(&[("a", &[]), ("one item", &[]), ("c", &["c c"])]);
        assert_eq!(hosts(&list.sellers[0]), ["a.converty.shop"]);
        assert!(list.sellers[1].is_unscannable());
        let refused: Vec<(u64, &str)> = list.rejected.iter().map(|r| (r.line, r.value.as_str())).collect();
        assert_eq!(refused, [(2, "one item.converty.shop"), (3, "c c")]);
    }

    #[test]
    fn the_catalogue_refuses_shared_hosts() {
        let list = collected(&[("a", &["https://www.facebook.com/a", "a.tn"])]);
        assert_eq!(list.sellers[0].domains[0].host, Err(DomainRefusal::SharedHost));
        assert_eq!(hosts(&list.sellers[0]), ["a.tn"]);
        assert_eq!(list.rejected[0].reason, Reason::Domain(DomainRefusal::SharedHost));
    }

    #[test]
    fn long_lists_are_merged_like_short_ones() {
        let many: Vec<String> = (0..40).map(|n| format!("d{}.tn", n % 20)).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let list = collected(&[("a", &many), ("a", &["a a", "a a", "www.d3.tn"])]);
        assert_eq!(list.sellers[0].domains.len(), 21);
        assert_eq!(hosts(&list.sellers[0])[..3], ["d0.tn", "d1.tn", "d2.tn"]);
    }
}
