//! The signed webhook and the Slack-compatible one over real sockets, with a real database behind.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use database::{Database, sqlite::Sqlite};
use hmac::{Hmac, KeyInit as _, Mac as _};
use model::Timestamp;
use sha2::Sha256;
use watch::channels::{Channels, Refusal};
use watch::outbox::{Outbox, State};

use super::receiver::{Act, Heard, start};
use super::{message, now, open};

const KEY: &str = "a key that nobody knows";

fn webhook(address: &str) -> Channels {
    let toml = "[[channel]]\nname = \"crm\"\nkind = \"webhook\"\nurl_env = \"URL\"\nsecret_env = \"KEY\"\n";
    open(
        toml,
        &[("URL", &format!("{address}/hook?token=hush")), ("KEY", KEY)],
    )
    .unwrap()
}

/// As a receiver would check it: over the bytes that came.
fn is_signed(heard: &Heard) -> bool {
    let mut mac = Hmac::<Sha256>::new_from_slice(KEY.as_bytes()).unwrap();
    mac.update(heard.headers["x-sellersads-timestamp"].as_bytes());
    mac.update(b".");
    mac.update(&heard.body);
    let mut expected = String::new();
    for byte in mac.finalize().into_bytes() {
        write!(expected, "{byte:02x}").unwrap();
    }
    heard.headers["x-sellersads-signature"] == format!("sha256={expected}")
}

#[tokio::test]
async fn it_is_signed_and_carries_its_key() {
    let (address, log) = start(vec![]).await;
    let channels = webhook(&address);
    let sent = message("crm");
    let receipt = channels.get("crm").unwrap().send(&sent, now()).await.unwrap();
    assert_eq!(receipt.answer, "status 200");
    let heard = &log.all()[0];
    assert_eq!(heard.line, "POST /hook?token=hush HTTP/1.1");
    assert_eq!(heard.headers["idempotency-key"], sent.key);
    assert_eq!(heard.headers["content-type"], "application/json");
    assert_eq!(heard.headers["x-sellersads-timestamp"], "1795420800");
    assert!(is_signed(heard));
    let body: serde_json::Value = serde_json::from_slice(&heard.body).unwrap();
    assert_eq!(
        (body["key"].as_str(), body["kind"].as_str()),
        (Some(sent.key.as_str()), Some("alerts"))
    );
}

#[tokio::test]
async fn each_answer_means_what_it_should() {
    let cases = [
        (Act::Answer(204, ""), "taken"),
        (Act::AnswerTwice, "taken"),
        (Act::Answer(500, ""), "later"),
        (Act::Answer(429, "retry-after: 120\r\n"), "later 120"),
        (Act::CutBefore, "later"),
        (Act::CutAfter, "later"),
        (Act::Answer(302, "location: http://127.0.0.1:1/\r\n"), "never"),
        (Act::Answer(404, ""), "never"),
    ];
    let (address, _) = start(cases.iter().map(|(act, _)| *act).collect()).await;
    let channels = webhook(&address);
    for (act, expected) in cases {
        let answer = channels.get("crm").unwrap().send(&message("crm"), now()).await;
        let said = match answer {
            Ok(_) => "taken".to_owned(),
            Err(Refusal::Temporary {
                after: Some(after), ..
            }) => format!("later {}", after.as_secs()),
            Err(Refusal::Temporary { after: None, .. }) => "later".to_owned(),
            Err(Refusal::ForGood { .. }) => "never".to_owned(),
        };
        assert_eq!(said, expected, "{act:?}");
    }
}

/// The whole road on a real database: a receiver that fails in every way, a sender killed between sending and noting.
#[tokio::test]
async fn nothing_is_lost_and_the_key_tells_what_came_twice() {
    let acts = vec![
        Act::Answer(500, ""),
        Act::Answer(429, "retry-after: 60\r\n"),
        Act::CutBefore,
        Act::CutAfter,
        Act::Answer(503, ""),
        Act::AnswerTwice,
    ];
    let (address, log) = start(acts).await;
    let channels = webhook(&address);
    let folder = tempfile::tempdir().unwrap();
    let database: Arc<dyn Database> = Arc::new(Sqlite::open(&folder.path().join("a.db")).unwrap());
    let time = Arc::new(AtomicI64::new(now().as_millis()));
    let clock = {
        let time = Arc::clone(&time);
        move || Timestamp::clamped(time.load(Ordering::Relaxed))
    };
    let outbox = Outbox::new(Arc::clone(&database), "one");
    let mut keys = BTreeSet::new();
    for occasion in ["a", "b", "c"] {
        let mut sent = message("crm");
        sent.key = format!("{occasion}{}", &sent.key[1..]);
        outbox.put(&sent, clock()).unwrap();
        keys.insert(sent.key);
    }
    // Killed between sending and noting: a claim stays behind.
    let dead = Outbox::new(Arc::clone(&database), "dead");
    let channel = channels.get("crm").unwrap();
    let claimed = dead.claim(channel.as_ref(), clock()).unwrap().unwrap();
    let _ = channel.send(&claimed.message, clock()).await;
    while let Some(due) = outbox.send_due(channels.all(), &clock).await.unwrap().next_due {
        time.fetch_max(due.as_millis(), Ordering::Relaxed);
    }
    let heard = log.all();
    assert!(heard.iter().all(is_signed));
    let had: BTreeSet<_> = heard
        .iter()
        .map(|it| it.headers["idempotency-key"].clone())
        .collect();
    assert_eq!(had, keys);
    assert!(heard.len() > keys.len(), "some came again");
    let bodies: BTreeSet<_> = heard.iter().map(|it| it.body.clone()).collect();
    assert_eq!(
        bodies.len(),
        keys.len(),
        "what comes again is the same, byte by byte"
    );
    assert!(
        outbox
            .log(9)
            .unwrap()
            .iter()
            .all(|it| matches!(it.state, State::Sent { .. }))
    );
}

#[tokio::test]
async fn a_receiver_that_hangs_holds_nobody_else_up() {
    let (hanging, taken) = start(vec![Act::Hang]).await;
    let (sound, log) = start(vec![]).await;
    let toml = "[[channel]]\nname = \"a\"\nkind = \"slack\"\nurl_env = \"A\"\n[[channel]]\nname = \"b\"\nkind = \"slack\"\nurl_env = \"B\"\n";
    let channels = open(toml, &[("A", &hanging), ("B", &sound)]).unwrap();
    let database: Arc<dyn Database> = Arc::new(Sqlite::open_in_memory().unwrap());
    let outbox = Outbox::new(database, "one");
    for name in ["a", "b"] {
        outbox.put(&message(name), now()).unwrap();
    }
    let sending = async { outbox.send_due(channels.all(), &now).await.unwrap() };
    tokio::pin!(sending);
    loop {
        tokio::select! {
            _ = &mut sending => panic!("nobody answers"),
            () = tokio::time::sleep(std::time::Duration::from_millis(5)) => {}
        }
        if log.all().len() == 1 && taken.all().len() == 1 {
            break;
        }
    }
    let body: serde_json::Value = serde_json::from_slice(&log.all()[0].body).unwrap();
    assert_eq!(body["blocks"][0]["type"], "header");
    // Only now may the clock run: the connection is there, and tokio's paused clock would end the wait for it.
    tokio::time::pause();
    let round = sending.await;
    assert_eq!((round.sent, round.put_off), (1, 1));
    assert!(round.next_due.is_some());
}
