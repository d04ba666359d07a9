//! Records: what people wrote, kept as it was, and never overwritten by one who did not see it.

use std::ops::ControlFlow;

use super::samples::{at, batch, sample};
use super::{Make, all};
use crate::{Error, Record, Result, Shelf};

/// Every shelf, with texts that an encoding could trip over.
pub fn come_back_as_they_were(make: Make<'_>) -> Result<()> {
    let database = make();
    let body = r#"{"z":"é\u0000","a":["الجواب",null,18446744073709551615]}"#;
    for shelf in Shelf::ALL {
        for key in ["", "b", "a/ملاحظة \"'", "B", "a\0b"] {
            assert_eq!(database.record(shelf, key)?, None);
            let revision = database.put_record(shelf, key, body, None)?;
            let record = database.record(shelf, key)?;
            let expected = revision.map(|revision| Record {
                key: key.to_owned(),
                body: body.to_owned(),
                revision,
            });
            assert!(expected.is_some());
            assert_eq!(record, expected);
        }
        let keys: Vec<_> = all(|visit| database.each_record(shelf, visit))?
            .into_iter()
            .map(|record| record.key)
            .collect();
        assert_eq!(
            keys,
            ["", "B", "a\0b", "a/ملاحظة \"'", "b"],
            "by key, byte by byte"
        );
        assert!(database.remove_record(shelf, "b")?);
        assert!(!database.remove_record(shelf, "b")?);
        assert_eq!(database.record(shelf, "b")?, None);
    }
    Ok(())
}

/// Whoever expects something else than what is there writes nothing.
pub fn are_written_by_whom_read_them_last(make: Make<'_>) -> Result<()> {
    let database = make();
    let put = |body: &str, expected| database.put_record(Shelf::Users, "amel", body, expected);
    let body = || Ok::<_, Error>(database.record(Shelf::Users, "amel")?.map(|record| record.body));
    assert_eq!(put("1", Some(7))?, None, "there is none yet");
    assert_eq!(body()?, None);
    let first = put("2", Some(0))?;
    assert!(first.is_some());
    assert_eq!(put("3", Some(0))?, None, "there is one");
    let second = put("4", first)?;
    assert!(second > first);
    assert_eq!(put("5", first)?, None, "it was written since");
    assert_eq!(body()?.as_deref(), Some("4"));
    assert!(put("6", None)? > second);
    assert_eq!(body()?.as_deref(), Some("6"));
    Ok(())
}

/// Not to one who writes a record anew that another still holds the revision of.
pub fn revisions_are_never_given_twice(make: Make<'_>) -> Result<()> {
    let database = make();
    let held = database.put_record(Shelf::Keys, "k", "1", Some(0))?;
    assert!(database.remove_record(Shelf::Keys, "k")?);
    assert_eq!(
        database.put_record(Shelf::Keys, "k", "2", held)?,
        None,
        "it is gone"
    );
    let anew = database.put_record(Shelf::Keys, "k", "3", Some(0))?;
    assert!(anew > held);
    assert_eq!(database.put_record(Shelf::Keys, "k", "4", held)?, None);
    assert_eq!(
        database
            .record(Shelf::Keys, "k")?
            .map(|record| record.body)
            .as_deref(),
        Some("3")
    );
    Ok(())
}

/// One key on two shelves is two records.
pub fn shelves_are_apart(make: Make<'_>) -> Result<()> {
    let database = make();
    database.put_record(Shelf::Notes, "a", "1", None)?;
    assert_eq!(database.record(Shelf::Decisions, "a")?, None);
    assert!(
        database
            .put_record(Shelf::Decisions, "a", "2", Some(0))?
            .is_some()
    );
    assert!(database.remove_record(Shelf::Decisions, "a")?);
    assert_eq!(
        database
            .record(Shelf::Notes, "a")?
            .map(|record| record.body)
            .as_deref(),
        Some("1")
    );
    Ok(())
}

/// A change and whether it moves the version.
type Change<'c> = (&'c dyn Fn() -> Result<()>, bool);

/// By writing and by taking away, not by what changes nothing.
pub fn their_version_grows_with_changes_only(make: Make<'_>) -> Result<()> {
    let database = make();
    assert_eq!(database.records_version()?, 0);
    let changes: [Change<'_>; 6] = [
        (
            &|| database.put_record(Shelf::Notes, "a", "1", None).map(drop),
            true,
        ),
        (
            &|| database.put_record(Shelf::Notes, "a", "2", Some(0)).map(drop),
            false,
        ),
        (
            &|| database.put_record(Shelf::Users, "a", "1", Some(0)).map(drop),
            true,
        ),
        (&|| database.remove_record(Shelf::Keys, "a").map(drop), false),
        (&|| database.remove_record(Shelf::Notes, "a").map(drop), true),
        (&|| database.set_note("a", "1"), false),
    ];
    let mut last = 0;
    for (number, (change, grows)) in changes.iter().enumerate() {
        change()?;
        let version = database.records_version()?;
        assert_eq!(version > last, *grows, "change {number}");
        assert!(version >= last);
        last = version;
    }
    Ok(())
}

/// Neither the digest nor the version, nor rebuilding.
pub fn nothing_else_sees_them(make: Make<'_>) -> Result<()> {
    let database = make();
    let (digest, version) = (database.digest()?, database.version()?);
    database.put_record(Shelf::Notes, "a", "1", None)?;
    assert_eq!((database.digest()?, database.version()?), (digest, version));
    database.remove_seller("a")?;
    database.clear_ads()?;
    assert!(database.record(Shelf::Notes, "a")?.is_some());
    assert_eq!(all(|visit| database.each_ledger_line(0, visit))?, []);
    assert_eq!(database.verify()?, Vec::<String>::new());
    Ok(())
}

/// Somebody logs in while an import of minutes is open, by the same thread even.
pub fn never_wait_for_an_import(make: Make<'_>) -> Result<()> {
    let database = make();
    let mut import = database.start_import()?;
    import.write(batch(&[sample("1", "a", at(0))]))?;
    assert!(
        database
            .put_record(Shelf::Sessions, "s", "{}", Some(0))?
            .is_some()
    );
    assert!(database.record(Shelf::Sessions, "s")?.is_some());
    assert!(database.remove_record(Shelf::Sessions, "s")?);
    import.finish().map(drop)
}

/// And the record stays as it was.
pub fn what_is_no_json_is_refused(make: Make<'_>) -> Result<()> {
    let database = make();
    database.put_record(Shelf::Notes, "a", "[1]", None)?;
    for body in ["", "{", "nobody", "1 2", "{\"a\":1,}"] {
        let refused = database.put_record(Shelf::Notes, "a", body, None);
        assert!(matches!(refused, Err(Error::Document(_))), "{body:?}");
    }
    assert_eq!(
        database
            .record(Shelf::Notes, "a")?
            .map(|record| record.body)
            .as_deref(),
        Some("[1]")
    );
    Ok(())
}

/// A visitor may stop, fail, and change what it is shown.
pub fn walks_may_be_long_and_write(make: Make<'_>) -> Result<()> {
    let database = make();
    let keys: Vec<_> = (0..1203).map(|number| format!("k{number:04}")).collect();
    for key in &keys {
        database.put_record(Shelf::Requests, key, "0", Some(0))?;
    }
    let mut seen = Vec::new();
    database.each_record(Shelf::Requests, &mut |record| {
        let body = seen.len().to_string();
        let written = database.put_record(Shelf::Requests, &record.key, &body, Some(record.revision))?;
        assert!(written.is_some());
        seen.push(record.key);
        Ok(ControlFlow::Continue(()))
    })?;
    assert_eq!(seen, keys);
    let mut stopped = 0;
    database.each_record(Shelf::Requests, &mut |_| {
        stopped += 1;
        Ok(ControlFlow::Break(()))
    })?;
    assert_eq!(stopped, 1);
    let failed = database.each_record(Shelf::Requests, &mut |_| Err(Error::Visitor("enough".to_owned())));
    assert!(matches!(failed, Err(Error::Visitor(_))));
    Ok(())
}

/// Threads that count one record up by what they read lose no count.
pub fn of_many_writers_each_is_counted(make: Make<'_>) -> Result<()> {
    let database = make();
    let count_up = || -> Result<()> {
        let mut counted = 0;
        while counted < 25 {
            let known = database.record(Shelf::Decisions, "count")?;
            let (count, revision) = known.map_or((0, 0), |record| {
                (record.body.parse().unwrap_or(0), record.revision)
            });
            let next: u64 = count + 1;
            let put = database.put_record(Shelf::Decisions, "count", &next.to_string(), Some(revision))?;
            counted += u32::from(put.is_some());
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let writers: Vec<_> = (0..4).map(|_| scope.spawn(count_up)).collect();
        for writer in writers {
            assert!(writer.join().is_ok_and(|counted| counted.is_ok()));
        }
    });
    assert_eq!(
        database
            .record(Shelf::Decisions, "count")?
            .map(|record| record.body)
            .as_deref(),
        Some("100")
    );
    Ok(())
}
