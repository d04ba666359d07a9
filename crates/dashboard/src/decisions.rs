//! What people decide about alerts: seen and dealt with, or not to be shown for some days.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use analytics::AlertKind;
use database::{Database, Shelf};
use model::Timestamp;

use crate::failure::Failure;
use crate::view::{Decision, DecisionKind};

/// Days for which an alert may be muted from a page.
pub const MUTE_DAYS: [u32; 2] = [7, 30];
/// Days for which one may be muted at all.
pub const LONGEST_MUTE: u32 = 366;
/// Bytes of an alert's id, at most: a kind, a host or slug, an occasion.
const LONGEST_ID: usize = 400;
const DAY_MILLIS: i64 = 86_400_000;

/// Writes a decision in the place of an earlier one; `kind` of `None` takes it back. A mute needs a moment `until`
/// which it holds, at most [`LONGEST_MUTE`] days from `now`; what is acknowledged is so for good.
///
/// # Errors
/// [`Failure::Invalid`] where `id` is no alert's id or a mute does not say until when; the database's.
pub fn decide(
    database: &dyn Database,
    id: &str,
    kind: Option<DecisionKind>,
    until: Option<Timestamp>,
    who: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    if !is_id(id) {
        return Err(Failure::invalid("id", "is no alert's id"));
    }
    let Some(kind) = kind else {
        database.remove_record(Shelf::Decisions, id)?;
        return Ok(());
    };
    let decision = Decision {
        kind,
        by: who.to_owned(),
        at: now,
        until: match kind {
            DecisionKind::Acknowledged => None,
            DecisionKind::Muted => Some(until.filter(|until| is_mute(now, *until)).ok_or_else(|| {
                let reason = format!("a mute ends after now and within {LONGEST_MUTE} days");
                Failure::invalid("days", reason)
            })?),
        },
    };
    let body = serde_json::to_string(&decision).map_err(|error| Failure::Unexpected(error.to_string()))?;
    database.put_record(Shelf::Decisions, id, &body, None)?;
    Ok(())
}

/// So many days after `now`.
pub fn in_days(now: Timestamp, days: u32) -> Timestamp {
    Timestamp::clamped(
        now.as_millis()
            .saturating_add(i64::from(days).saturating_mul(DAY_MILLIS)),
    )
}

/// Every decision there is, by alert id, those that hold no more included. A record that is none is passed over: it
/// must not take the window down.
pub fn all(database: &dyn Database) -> Result<BTreeMap<String, Decision>, database::Error> {
    let mut decisions = BTreeMap::new();
    database.each_record(Shelf::Decisions, &mut |record| {
        match serde_json::from_str(&record.body) {
            Ok(decision) => {
                decisions.insert(record.key, decision);
            }
            Err(error) => tracing::warn!(%error, "a stored decision cannot be read"),
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(decisions)
}

/// Ids are `kind:subject...`; whether such an alert is there right now depends on the window somebody looked at.
fn is_id(id: &str) -> bool {
    let kind = id
        .split_once(':')
        .and_then(|(kind, _)| AlertKind::from_name(kind));
    kind.is_some() && id.len() <= LONGEST_ID
}

fn is_mute(now: Timestamp, until: Timestamp) -> bool {
    now < until && until <= in_days(now, LONGEST_MUTE)
}

#[cfg(test)]
mod tests {
    use database::Sqlite;

    use super::*;

    const ID: &str = "ratio_fell:atlas-deco:1798761600000";

    fn now() -> Timestamp {
        Timestamp::parse("2027-01-04T08:00:00Z").unwrap()
    }

    #[test]
    fn a_decision_is_kept_replaced_and_taken_back() {
        let database = Sqlite::open_in_memory().unwrap();
        let write = |kind, until| decide(&database, ID, kind, until, "leila", now());
        write(Some(DecisionKind::Acknowledged), None).unwrap();
        let kept = all(&database).unwrap();
        assert_eq!((kept.len(), kept[ID].by.as_str()), (1, "leila"));
        assert!(kept[ID].holds(in_days(now(), 10_000)));

        let until = in_days(now(), 7);
        write(Some(DecisionKind::Muted), Some(until)).unwrap();
        let muted = &all(&database).unwrap()[ID];
        assert!(muted.holds(now()) && !muted.holds(until));

        write(None, None).unwrap();
        assert_eq!(all(&database).unwrap(), BTreeMap::new());
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        let database = Sqlite::open_in_memory().unwrap();
        let refused = |id: &str, kind, until| {
            let outcome = decide(&database, id, Some(kind), until, "leila", now());
            matches!(outcome, Err(Failure::Invalid { .. }))
        };
        assert!(refused("", DecisionKind::Acknowledged, None));
        assert!(refused("users:leila", DecisionKind::Acknowledged, None));
        let long = format!("budget:{}", "9".repeat(LONGEST_ID));
        assert!(refused(&long, DecisionKind::Acknowledged, None));
        for until in [None, Some(now()), Some(in_days(now(), LONGEST_MUTE + 1))] {
            assert!(refused(ID, DecisionKind::Muted, until), "{until:?}");
        }
        assert_eq!(all(&database).unwrap(), BTreeMap::new());
    }

    #[test]
    fn a_damaged_record_hides_no_other() {
        let database = Sqlite::open_in_memory().unwrap();
        database
            .put_record(Shelf::Decisions, "budget:80:0", "{\"kind\":\"eaten\"}", None)
            .unwrap();
        decide(
            &database,
            ID,
            Some(DecisionKind::Acknowledged),
            None,
            "leila",
            now(),
        )
        .unwrap();
        assert_eq!(all(&database).unwrap().len(), 1);
    }
}
