//! Whose ad each is, as last noted, and a seller's ads page by page.

use rusqlite::types::ToSql;
use rusqlite::{Connection, Row, params, params_from_iter};

use super::{columns, verdicts};
use crate::{AdQuery, Attribution, Result, SellerAd, StoredLinks};

/// Notes what differs. Gives how many ads that changed.
pub(super) fn put(connection: &Connection, attributions: &[Attribution]) -> Result<u64> {
    let mut put = connection.prepare_cached(
        "UPDATE ads SET (seller, gone) = (?2, ?3) WHERE id = ?1 AND (seller, gone) IS NOT (?2, ?3)",
    )?;
    let mut changed = 0;
    for Attribution { ad, seller, gone } in attributions {
        changed += put.execute(params![ad, seller.as_deref(), gone])? as u64;
    }
    Ok(changed)
}

/// A page of a seller's ads.
pub(super) fn ads_of(connection: &Connection, query: &AdQuery) -> Result<Vec<SellerAd>> {
    let mut conditions = String::new();
    let mut parameters: Vec<&dyn ToSql> = vec![&query.seller];
    let class = query.class.map(model::Class::as_str);
    if let Some(class) = &class {
        conditions.push_str(" AND class = ?");
        parameters.push(class);
    }
    if let Some(gone) = &query.gone {
        conditions.push_str(" AND gone = ?");
        parameters.push(gone);
    }
    if let Some(after) = &query.after {
        conditions.push_str(" AND id < ?");
        parameters.push(after);
    }
    parameters.push(&query.limit);
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {}, {}, title, ended, links FROM ads INDEXED BY ads_seller \
         WHERE seller = ?{conditions} AND class IS NOT NULL ORDER BY id DESC LIMIT ?",
        verdicts::JUDGED,
        verdicts::COLUMNS
    ))?;
    let mut rows = statement.query(params_from_iter(parameters))?;
    let mut ads = Vec::new();
    while let Some(row) = rows.next()? {
        ads.extend(read(row)?);
    }
    Ok(ads)
}

fn read(row: &Row<'_>) -> Result<Option<SellerAd>> {
    let Some(ad) = verdicts::judged(row)? else {
        return Ok(None);
    };
    let links = StoredLinks::from_text(row.get(verdicts::JUDGED_COLUMNS + 2)?);
    Ok(Some(SellerAd {
        ad,
        title: row.get(verdicts::JUDGED_COLUMNS)?,
        ended: columns::time(row, verdicts::JUDGED_COLUMNS + 1)?,
        link: links
            .iter()
            .next()
            .map(|(_, link)| link.to_owned())
            .unwrap_or_default(),
    }))
}
