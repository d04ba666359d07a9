//! Sellers: added to, never taken from.

use model::{DomainRefusal, Seller, SellerDomain};

use super::samples::{self, at, batch, sample};
use super::{Make, all};
use crate::{Result, Upserted};

fn given(seller: &Seller) -> Vec<&str> {
    seller
        .domains
        .iter()
        .map(|domain| domain.given.as_str())
        .collect()
}

/// New, changed and unchanged are told apart; the walk goes by slug.
pub fn are_counted_and_listed_by_slug(make: Make<'_>) -> Result<()> {
    let database = make();
    let b = Seller::new("b", ["b.tn", "silver"]);
    let a = Seller::new("a", Vec::<String>::new());
    let first = database.upsert_sellers(&[b.clone(), a.clone(), b.clone()])?;
    assert_eq!(
        first,
        Upserted {
            imported: 2,
            updated: 0,
            unchanged: 1
        }
    );
    let more = Seller::new("a", ["a.tn"]);
    let second = database.upsert_sellers(&[b.clone(), more, Seller::new("c", ["c.tn"])])?;
    assert_eq!(
        second,
        Upserted {
            imported: 1,
            updated: 1,
            unchanged: 1
        }
    );
    let sellers = all(|visit| database.each_seller(visit))?;
    assert_eq!(
        sellers.iter().map(|s| s.slug.as_str()).collect::<Vec<_>>(),
        ["a", "b", "c"]
    );
    assert_eq!(database.seller("b")?, Some(b));
    assert_eq!(database.seller("nobody")?, None);
    Ok(())
}

/// Domains keep the order in which they were given, refused ones with the reason.
pub fn domains_are_added_never_taken_away(make: Make<'_>) -> Result<()> {
    let database = make();
    database.upsert_sellers(&[Seller::new("x", ["zz.tn", "silver", "aa.tn"])])?;
    database.upsert_sellers(&[Seller::new("x", ["mm.tn", "https://www.aa.tn/", "<meta name=x"])])?;
    let seller = database
        .seller("x")?
        .unwrap_or_else(|| Seller::new("gone", ["gone.tn"]));
    assert_eq!(
        given(&seller),
        ["zz.tn", "silver", "aa.tn", "mm.tn", "<meta name=x"]
    );
    let reasons: Vec<_> = seller
        .domains
        .iter()
        .filter_map(|d| d.host.as_ref().err().copied())
        .collect();
    assert_eq!(reasons, [DomainRefusal::SingleWord, DomainRefusal::Markup]);
    database.upsert_sellers(&[Seller::new("x", Vec::<String>::new())])?;
    let seller = database
        .seller("x")?
        .unwrap_or_else(|| Seller::new("gone", ["gone.tn"]));
    assert_eq!(seller.domains.len(), 6, "the default shop is one more domain");
    Ok(())
}

/// The same text refused by newer rules is refused from then on, and the other way round.
pub fn a_known_domain_follows_its_latest_cleaning(make: Make<'_>) -> Result<()> {
    let database = make();
    let known = Seller::new("x", ["bit.ly", "x.tn"]);
    database.upsert_sellers(std::slice::from_ref(&known))?;
    let refused = SellerDomain {
        given: "bit.ly".to_owned(),
        host: Err(DomainRefusal::SharedHost),
    };
    let mut cleaned = known.clone();
    cleaned.domains = vec![refused.clone()];
    assert_eq!(database.upsert_sellers(&[cleaned])?.updated, 1);
    let domains = database.seller("x")?.map(|seller| seller.domains);
    assert_eq!(domains, Some(vec![refused, SellerDomain::clean("x.tn")]));
    assert_eq!(database.upsert_sellers(std::slice::from_ref(&known))?.updated, 1);
    assert_eq!(database.seller("x")?, Some(known));
    Ok(())
}

/// Slugs that differ in letter case are two sellers.
pub fn slugs_are_exact(make: Make<'_>) -> Result<()> {
    let database = make();
    let counts = database.upsert_sellers(&[Seller::new("Shop", ["a.tn"]), Seller::new("shop", ["b.tn"])])?;
    assert_eq!(counts.imported, 2);
    assert_eq!(database.seller("SHOP")?, None);
    assert!(database.remove_seller("shop")?);
    assert!(database.seller("Shop")?.is_some());
    Ok(())
}

/// Ads were paid for; they stay.
pub fn removing_takes_the_documents_but_not_the_ads(make: Make<'_>) -> Result<()> {
    let database = make();
    database.upsert_sellers(&[Seller::new("x", ["x.tn"]), Seller::new("y", ["y.tn"])])?;
    database.put_mappings(&[samples::mapping("x", 1, 0), samples::mapping("y", 1, 0)])?;
    database.put_reports(&[
        samples::report("x", 1, 0),
        samples::report("x", 2, 1),
        samples::report("y", 1, 0),
    ])?;
    samples::import(&*database, vec![batch(&[sample("1", "x", at(0))])])?;
    assert!(database.remove_seller("x")?);
    assert!(!database.remove_seller("x")?);
    assert_eq!(database.seller("x")?, None);
    assert_eq!(database.mapping("x")?, None);
    assert_eq!(database.reports_of("x")?, []);
    assert!(database.mapping("y")?.is_some() && database.report("y")?.is_some());
    assert_eq!(all(|visit| database.each_judged(visit))?.len(), 1);
    Ok(())
}
