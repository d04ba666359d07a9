//! Sellers and their domains, in the order in which they were given.

use std::ops::ControlFlow;

use model::{DomainRefusal, Host, Seller, SellerDomain};
use rusqlite::{Connection, Row, params};

use super::columns;
use super::touched::Touch;
use crate::{Error, Result, Upserted, Visit};

/// Adds sellers and domains; what is known stays.
pub(super) fn upsert(connection: &Connection, sellers: &[Seller]) -> Result<Upserted> {
    let mut upserted = Upserted::default();
    let mut touch = Touch::prepare(connection)?;
    let mut insert = connection.prepare_cached("INSERT INTO sellers VALUES (?1) ON CONFLICT DO NOTHING")?;
    for seller in sellers {
        if insert.execute([&seller.slug])? == 1 {
            add_domains(connection, seller, &[])?;
            touch.seller(&seller.slug)?;
            upserted.imported += 1;
            continue;
        }
        let known = one(connection, &seller.slug)?.map_or_else(Vec::new, |known| known.domains);
        if add_domains(connection, seller, &known)? {
            touch.seller(&seller.slug)?;
            upserted.updated += 1;
        } else {
            upserted.unchanged += 1;
        }
    }
    Ok(upserted)
}

/// Adds the seller's domains to those known. Gives whether that changed anything.
fn add_domains(connection: &Connection, seller: &Seller, known: &[SellerDomain]) -> Result<bool> {
    let mut put = connection.prepare_cached(
        "INSERT INTO seller_domains (slug, position, given, host, refusal) VALUES (?1, ?2, ?3, ?4, ?5) \
         ON CONFLICT (slug, position) DO UPDATE SET host = excluded.host, refusal = excluded.refusal",
    )?;
    let mut domains = known.to_vec();
    let mut changed = false;
    for domain in &seller.domains {
        let position = match find(&domains, domain) {
            Some((_, true)) => continue,
            Some((position, false)) => position,
            None => {
                domains.push(domain.clone());
                domains.len() - 1
            }
        };
        let host = domain.host.as_ref().ok().map(Host::as_str);
        let refusal = domain.host.as_ref().err().map(|refusal| refusal.as_str());
        put.execute(params![seller.slug, position, domain.given, host, refusal])?;
        changed = true;
    }
    Ok(changed)
}

/// Where a domain stands already, and whether what became of it is the same: the rules by which given texts
/// are cleaned grow, and the latest cleaning holds.
fn find(domains: &[SellerDomain], domain: &SellerDomain) -> Option<(usize, bool)> {
    let same_host = |known: &SellerDomain| known.host.is_ok() && known.host == domain.host;
    if let Some(position) = domains.iter().position(|known| known.given == domain.given) {
        return Some((position, domains.get(position)?.host == domain.host));
    }
    domains
        .iter()
        .position(same_host)
        .map(|position| (position, true))
}

/// Removes a seller and its domains.
pub(super) fn remove(connection: &Connection, slug: &str) -> Result<bool> {
    let mut delete = connection.prepare_cached("DELETE FROM sellers WHERE slug = ?1")?;
    Ok(delete.execute([slug])? > 0)
}

/// One seller.
pub(super) fn one(connection: &Connection, slug: &str) -> Result<Option<Seller>> {
    let mut found = None;
    walk(connection, "WHERE slug = ?1", &[&slug], &mut |seller| {
        found = Some(seller);
        Ok(ControlFlow::Break(()))
    })?;
    Ok(found)
}

/// All sellers, by slug.
pub(super) fn each(connection: &Connection, visit: Visit<'_, Seller>) -> Result<()> {
    walk(connection, "", &[], visit)
}

fn walk(
    connection: &Connection,
    filter: &str,
    parameters: &[&dyn rusqlite::ToSql],
    visit: Visit<'_, Seller>,
) -> Result<()> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT slug, given, host, refusal FROM sellers LEFT JOIN seller_domains USING (slug) {filter} \
         ORDER BY slug, position"
    ))?;
    let mut rows = statement.query(parameters)?;
    let mut current: Option<Seller> = None;
    while let Some(row) = rows.next()? {
        let slug = row.get_ref("slug")?.as_str().map_err(rusqlite::Error::from)?;
        if current.as_ref().is_none_or(|seller| seller.slug != slug) {
            let next = Seller {
                slug: slug.to_owned(),
                domains: Vec::new(),
            };
            if let Some(seller) = current.replace(next)
                && visit(seller)?.is_break()
            {
                return Ok(());
            }
        }
        if let (Some(seller), Some(domain)) = (current.as_mut(), domain(row)?) {
            seller.domains.push(domain);
        }
    }
    if let Some(seller) = current {
        let _ = visit(seller)?;
    }
    Ok(())
}

fn domain(row: &Row<'_>) -> Result<Option<SellerDomain>> {
    let Some(given) = row.get::<_, Option<String>>("given")? else {
        return Ok(None);
    };
    let host = row.get_ref("host")?;
    let host = match host.as_str_or_null().map_err(rusqlite::Error::from)? {
        // A suffix may leave the Public Suffix List; then the host is refused, not the whole base.
        Some(host) => Host::parse(host).map_err(DomainRefusal::from),
        None => match columns::named(row, "refusal", DomainRefusal::from_name)? {
            Some(refusal) => Err(refusal),
            None => {
                return Err(Error::Damaged(format!(
                    "the domain {given:?} has no host and no refusal"
                )));
            }
        },
    };
    Ok(Some(SellerDomain { given, host }))
}
