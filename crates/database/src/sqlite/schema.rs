//! The tables, and how a file of an older version becomes one of this version.

use rusqlite::{Connection, TransactionBehavior};

use crate::{Error, Result};

/// Each takes the schema one version further; never edited once released.
const MIGRATIONS: [&str; 4] = [
    include_str!("migrations/0001_first.sql"),
    include_str!("migrations/0002_search_cost.sql"),
    include_str!("migrations/0003_observations.sql"),
    include_str!("migrations/0004_dashboard.sql"),
];

/// Marks a file as ours (`file` shows it, and no other program's base is taken for one): "sads".
const APPLICATION_ID: i32 = i32::from_be_bytes(*b"sads");

/// The schema version that this program knows.
pub(super) const KNOWN: u32 = 4;

/// Whether the file is new, ours, or a stranger's; refuses the last and what a newer program wrote.
pub(super) fn check(connection: &Connection, place: &str) -> Result<()> {
    check_file(connection, APPLICATION_ID, KNOWN, || Error::Open {
        place: place.to_owned(),
        reason: "it is a SQLite database of another program".to_owned(),
    })
}

/// Refuses a file that is not marked with `application` as `stranger`, and one with a schema past `known`. Reads
/// only, so that a stranger's file is left exactly as it was.
pub(super) fn check_file(
    connection: &Connection,
    application: i32,
    known: u32,
    stranger: impl FnOnce() -> Error,
) -> Result<()> {
    // One transaction, one state: another process may be making the tables at this moment.
    let state = connection.unchecked_transaction()?;
    let found: u32 = state.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let marked: i32 = state.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let tables: u64 = state.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    state.finish()?;
    if tables > 0 && marked != application {
        return Err(stranger());
    }
    if found > known {
        return Err(Error::TooNew { found, known });
    }
    Ok(())
}

/// Brings the schema to the version that this program knows; all steps or none.
pub(super) fn migrate(connection: &mut Connection) -> Result<()> {
    migrate_file(connection, APPLICATION_ID, &MIGRATIONS)
}

/// Takes every step that a file lacks, and marks it with `application`; all or none.
pub(super) fn migrate_file(connection: &mut Connection, application: i32, steps: &[&str]) -> Result<()> {
    let known = u32::try_from(steps.len()).unwrap_or(u32::MAX);
    let version = |c: &Connection| c.query_row("PRAGMA user_version", [], |row| row.get::<_, u32>(0));
    if version(connection)? == known {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Read again: another process may have migrated while this one waited for the lock.
    let found = version(&transaction)?;
    if found > known {
        return Err(Error::TooNew { found, known });
    }
    for step in steps.iter().skip(found as usize) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", application)?;
    transaction.pragma_update(None, "user_version", known)?;
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use model::{Class, Confidence, Host, Kind, Rule, Verdict};

    use super::*;
    use crate::conformance::all;
    use crate::conformance::looks::{dns, look};
    use crate::{Database, Sqlite};

    #[test]
    fn there_is_a_step_to_every_version() {
        assert_eq!(MIGRATIONS.len(), KNOWN as usize);
    }

    #[test]
    fn a_file_of_the_first_version_keeps_what_it_holds() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(MIGRATIONS[0]).unwrap();
        connection.pragma_update(None, "user_version", 1).unwrap();
        connection
            .pragma_update(None, "application_id", APPLICATION_ID)
            .unwrap();
        connection
            .execute("INSERT INTO searches VALUES ('a.tn', 5, 3, 1)", [])
            .unwrap();
        migrate(&mut connection).unwrap();
        let row = |c: &Connection| {
            c.query_row("SELECT domain, ads, cost FROM searches", [], |row| {
                Ok((
                    row.get::<_, String>(0)?,
                    row.get::<_, i64>(1)?,
                    row.get::<_, i64>(2)?,
                ))
            })
        };
        assert_eq!(row(&connection).unwrap(), ("a.tn".to_owned(), 3, 0));
    }

    /// A file as the program left it whose newest migration was the one with this number.
    fn file_of(version: u32, rows: &str) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("old.db");
        let connection = Connection::open(&path).unwrap();
        for step in MIGRATIONS.iter().take(version as usize) {
            connection.execute_batch(step).unwrap();
        }
        connection.execute_batch(rows).unwrap();
        connection.pragma_update(None, "user_version", version).unwrap();
        connection
            .pragma_update(None, "application_id", APPLICATION_ID)
            .unwrap();
        (folder, path)
    }

    #[test]
    fn verdicts_of_the_second_version_are_not_contested_and_stay_as_they_are() {
        let (_folder, path) = file_of(
            2,
            "INSERT INTO raw_items VALUES (1, '7', zeroblob(16), NULL, 5, 5, 1, 0, 0); \
             INSERT INTO ads VALUES (1, '7', zeroblob(16), '12', 'Page', NULL, NULL, 1, '', '', '', '', 5, 5, \
             -3, 'converty', 'converty', 'shop', 'a.tn', 'high', 'seller_domain', 1, 'vervane', 'other'); \
             INSERT INTO ads VALUES (2, '8', zeroblob(16), '12', 'Page', NULL, NULL, 1, '', '', '', '', 5, 5, \
             NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)",
        );
        let database = Sqlite::open(&path).unwrap();
        let judged = all(|visit| database.each_judged(visit)).unwrap();
        let expected = Verdict {
            platform: Some("converty".into()),
            host: Host::parse("a.tn").ok(),
            mixed: true,
            owner: Some("vervane".into()),
            mention: Some("other".into()),
            ..Verdict::new(Class::Converty, Kind::Shop, Confidence::High, Rule::SellerDomain)
        };
        assert_eq!(judged.len(), 1);
        assert_eq!((judged[0].id.as_str(), &judged[0].verdict), ("7", &expected));
        let version = database.version().unwrap();
        let engine = (-3_i64).cast_unsigned();
        database
            .write_verdicts(engine, &vec![("7".to_owned(), expected)])
            .unwrap();
        assert_eq!(database.version().unwrap(), version, "it is the same verdict");
        let look = look("a.tn", dns("34.155.58.152"), 0);
        assert_eq!(database.put_observed(&[look]).unwrap(), 1);
        assert_eq!(
            Sqlite::open(&path).unwrap().digest().unwrap(),
            database.digest().unwrap()
        );
    }

    #[test]
    fn a_file_of_the_third_version_tells_its_sellers_and_searches_from_the_beginning() {
        let (_folder, path) = file_of(
            3,
            "UPDATE changes SET version = 7; INSERT INTO sellers VALUES ('b'), ('a'); \
             INSERT INTO mappings VALUES ('c', '{}'); \
             INSERT INTO searches VALUES ('z.tn', 5, 3, 1, 800); \
             INSERT INTO searches VALUES ('a.tn', NULL, 0, 0, 0); \
             INSERT INTO ads VALUES (1, '7', zeroblob(16), '12', 'Page', NULL, NULL, 1, '', '', '', '', 5, 5, \
             -3, 'converty', 'converty', 'shop', 'a.tn', 'high', 'seller_domain', 1, 'vervane', 'other', 0)",
        );
        let database = Sqlite::open(&path).unwrap();
        let touched = |after| all(|visit| database.each_touched(after, visit)).unwrap();
        assert_eq!(touched(0), ["a", "b", "c"]);
        assert_eq!(touched(7), Vec::<String>::new());
        assert_eq!(database.version().unwrap(), 7);
        let searches = all(|visit| database.each_search_after(0, visit)).unwrap();
        let told: Vec<_> = searches.iter().map(|(n, s)| (*n, s.domain.as_str())).collect();
        assert_eq!(told, [(1, "z.tn"), (2, "a.tn")]);
        let judged = all(|visit| database.each_judged(visit)).unwrap();
        assert_eq!((judged[0].seller.as_deref(), judged[0].gone), (None, false));
    }

    #[test]
    fn migrating_twice_is_migrating_once() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection).unwrap();
        migrate(&mut connection).unwrap();
        check(&connection, "memory").unwrap();
    }
}
