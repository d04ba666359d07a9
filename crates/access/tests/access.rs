//! Users, keys and sessions over a real database.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use std::net::IpAddr;
use std::ops::ControlFlow;
use std::sync::Arc;

use access::{Access, Error, IDLE, LONGEST, Role, Scope, Via};
use database::{Database, Shelf, Sqlite};
use model::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};

const PEER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

fn at(seconds: u64) -> Timestamp {
    Timestamp::clamped(1_795_422_600_000 + i64::try_from(seconds).unwrap() * 1_000)
}

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

fn right() -> SecretString {
    secret("correct horse battery")
}

fn open() -> (Arc<Sqlite>, Access) {
    let database = Arc::new(Sqlite::open_in_memory().unwrap());
    let access = Access::open(Arc::clone(&database) as Arc<dyn Database>).unwrap();
    (database, access)
}

fn everything(database: &Sqlite) -> String {
    let mut all = String::new();
    for shelf in Shelf::ALL {
        database
            .each_record(shelf, &mut |record| {
                for part in [record.key.as_str(), " ", record.body.as_str(), "\n"] {
                    all.push_str(part);
                }
                Ok(ControlFlow::Continue(()))
            })
            .unwrap();
    }
    all
}

#[test]
fn users_are_added_once_by_names_and_passwords_that_can_be() {
    let (_, access) = open();
    assert!(!access.is_configured().unwrap());
    assert_eq!(
        access
            .add_user(" Amal ", Role::Analyst, &right(), at(0))
            .unwrap()
            .name,
        "amal"
    );
    assert!(access.has_users().unwrap());
    assert!(matches!(
        access.add_user("AMAL", Role::Admin, &right(), at(0)),
        Err(Error::Taken)
    ));
    for name in ["", "a b", "é", "a/b", &"a".repeat(65)] {
        assert!(
            matches!(
                access.add_user(name, Role::Viewer, &right(), at(0)),
                Err(Error::Name)
            ),
            "{name}"
        );
    }
    for password in ["short", &"a".repeat(1_025)] {
        let refused = access.add_user("sami", Role::Viewer, &secret(password), at(0));
        assert!(matches!(refused, Err(Error::Password)));
    }
    let users = access.users().unwrap();
    assert_eq!((users.len(), users[0].role), (1, Role::Analyst));
    assert!(matches!(
        access.set_password("sami", &right(), at(0)),
        Err(Error::Absent { .. })
    ));
    assert!(access.remove_user("amal").unwrap() && !access.remove_user("amal").unwrap());
    assert!(!access.has_users().unwrap());
}

#[test]
fn nothing_that_lets_in_is_stored() {
    let (database, access) = open();
    access.add_user("amal", Role::Admin, &right(), at(0)).unwrap();
    let session = access.log_in("amal", &right(), PEER, at(0)).unwrap();
    let key = access.add_key("weekly", &[Scope::Read], None, at(0)).unwrap();
    let stored = everything(&database);
    for secret in [&right(), &session.token, &key.secret] {
        assert!(!stored.contains(secret.expose_secret()));
        assert!(!format!("{session:?} {key:?}").contains(secret.expose_secret()));
    }
    assert!(stored.contains("$argon2id$") && stored.contains(&key.key.id));
}

#[test]
fn wrong_names_and_wrong_passwords_are_told_alike() {
    let (_, access) = open();
    access.add_user("amal", Role::Viewer, &right(), at(0)).unwrap();
    for (name, password) in [("amal", "wrong"), ("nobody", "wrong"), ("", ""), ("a b", "wrong")] {
        let refused = access.log_in(name, &secret(password), PEER, at(0)).unwrap_err();
        assert_eq!(refused.to_string(), "the name or the password is wrong");
    }
    let endless = secret(&"a".repeat(100_000));
    let other: IpAddr = [192, 0, 2, 9].into();
    assert!(matches!(
        access.log_in("amal", &endless, other, at(0)),
        Err(Error::Wrong)
    ));
    let identity = access.log_in("Amal", &right(), other, at(0)).unwrap().identity;
    assert_eq!(
        (identity.name.as_str(), identity.role, identity.via),
        ("amal", Role::Viewer, Via::Session)
    );
}

#[test]
fn sessions_end_when_idle_when_old_and_when_told() {
    let (_, access) = open();
    access.add_user("amal", Role::Viewer, &right(), at(0)).unwrap();
    let begin = || access.log_in("amal", &right(), PEER, at(0)).unwrap().token;
    let holds = |token: &SecretString, seconds| access.session(token, at(seconds)).unwrap().is_some();
    let idle = begin();
    assert!(holds(&idle, IDLE.as_secs()));
    assert!(holds(&idle, 2 * IDLE.as_secs() - 400), "use keeps it");
    assert!(!holds(&idle, 4 * IDLE.as_secs()));
    assert!(!holds(&idle, 1), "what is over stays so");

    let old = begin();
    let mut now = 0;
    while now + 3_600 <= LONGEST.as_secs() {
        now += 3_600;
        assert!(holds(&old, now), "{now}");
    }
    assert!(!holds(&old, LONGEST.as_secs() + 60));

    let (one, other) = (begin(), begin());
    access.log_out(&one).unwrap();
    assert!(!holds(&one, 0) && holds(&other, 0));
    access.set_password("amal", &right(), at(1)).unwrap();
    assert!(!holds(&other, 1));
    let last = access.log_in("amal", &right(), PEER, at(2)).unwrap().token;
    access.remove_user("amal").unwrap();
    assert!(!holds(&last, 2) && !holds(&secret("anything"), 2));
}

#[test]
fn what_others_take_away_is_gone_at_the_next_look() {
    let (database, here) = open();
    let elsewhere = Access::open(Arc::clone(&database) as Arc<dyn Database>).unwrap();
    here.add_user("amal", Role::Viewer, &right(), at(0)).unwrap();
    let token = here.log_in("amal", &right(), PEER, at(0)).unwrap().token;
    let key = here.add_key("weekly", &[Scope::Write], None, at(0)).unwrap();
    here.renew().unwrap();
    assert!(here.session(&token, at(0)).unwrap().is_some());
    assert!(here.key(&key.secret, at(0)).unwrap().is_some());
    elsewhere.remove_user("amal").unwrap();
    assert!(elsewhere.revoke_key(&key.key.id).unwrap());
    here.renew().unwrap();
    assert!(here.session(&token, at(0)).unwrap().is_none());
    assert!(here.key(&key.secret, at(0)).unwrap().is_none());
}

#[test]
fn keys_allow_what_their_scopes_do_until_they_expire() {
    let (_, access) = open();
    let key = access
        .add_key(
            "Weekly-Report",
            &[Scope::Write, Scope::Read, Scope::Write],
            Some(at(60)),
            at(0),
        )
        .unwrap();
    assert_eq!(key.key.name, "weekly-report");
    assert_eq!(key.key.scopes, [Scope::Read, Scope::Write]);
    assert!(
        key.secret
            .expose_secret()
            .starts_with(&format!("sak_{}", key.key.id))
    );
    let identity = access.key(&key.secret, at(59)).unwrap().unwrap();
    assert_eq!((identity.role, identity.via), (Role::Analyst, Via::Key));
    assert!(access.key(&key.secret, at(60)).unwrap().is_none());
    let none = access.add_key("none", &[], None, at(1)).unwrap();
    assert!(access.key(&none.secret, at(1)).unwrap().is_none());
    let mut altered = key.secret.expose_secret().to_owned();
    altered.pop();
    for wrong in [altered.as_str(), "sak_", "", &key.secret.expose_secret()[4..]] {
        assert!(access.key(&secret(wrong), at(0)).unwrap().is_none(), "{wrong}");
    }
    let ids: Vec<String> = access.keys().unwrap().into_iter().map(|key| key.id).collect();
    assert_eq!(ids, [key.key.id.clone(), none.key.id]);
    assert!(access.revoke_key(&format!("sak_{}", key.key.id)).unwrap());
    assert!(!access.revoke_key(&key.key.id).unwrap());
}

#[test]
fn nobody_has_endless_sessions() {
    let (database, access) = open();
    access.add_user("amal", Role::Viewer, &right(), at(0)).unwrap();
    let first = access.log_in("amal", &right(), PEER, at(0)).unwrap().token;
    for number in 1..=20 {
        access.log_in("amal", &right(), PEER, at(number)).unwrap();
    }
    assert!(access.session(&first, at(21)).unwrap().is_none());
    assert_eq!(everything(&database).matches("began_at").count(), 20);
}
