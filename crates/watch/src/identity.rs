//! Whose messages these are: a name that a base is given once and keeps, so that two installations that use a channel of
//! one name and one receiver never share an idempotency key.
//!
//! It is a record among the others: a base that is copied into another database keeps it, and its keys with it.

use database::{Database, Result, Shelf};

/// The record's key.
const KEY: &str = "base";

/// The name of a base; `offered` (something that no other process would offer) where it has none yet. Whoever asks, and
/// however many ask at once for the first time, all get the same one.
///
/// # Errors
/// The database's.
pub fn of(database: &dyn Database, offered: &str) -> Result<String> {
    let kept = || database.record(Shelf::Watch, KEY);
    if let Some(record) = kept()? {
        return Ok(record.body);
    }
    // As JSON, like every record; what is stored is the name, so nothing has to be read from it.
    let body = serde_json::Value::from(offered).to_string();
    if database.put_record(Shelf::Watch, KEY, &body, Some(0))?.is_some() {
        return Ok(body);
    }
    // Another was first. Nobody takes the record away, so that there is one.
    Ok(kept()?.map_or(body, |record| record.body))
}

#[cfg(test)]
mod tests {
    use database::Sqlite;

    use super::*;

    #[test]
    fn the_first_name_stays() {
        let (one, other) = (
            Sqlite::open_in_memory().unwrap(),
            Sqlite::open_in_memory().unwrap(),
        );
        let first = of(&one, "a").unwrap();
        assert_eq!(of(&one, "b").unwrap(), first);
        assert_ne!(of(&other, "b").unwrap(), first);
    }
}
