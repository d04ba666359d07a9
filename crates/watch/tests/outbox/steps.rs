//! One road at a time: retries, claims, replay, the log, how long things are kept.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use model::Timestamp;
use tokio::time::advance;
use watch::channels::Channel;
use watch::outbox::{Batch, Content, KEPT_DAYS, Lane, Message, Outbox, Outcome, Replay, State};
use watch::rules::Delivery;

use super::world::{Disk, Fate, Mood, Receiver, Seen, clock, compose, firing};

type Ways = Vec<Arc<dyn Channel>>;

fn world(mood: impl FnMut() -> Mood + Send + 'static) -> (Arc<Mutex<Disk>>, Outbox, Arc<Receiver>, Ways) {
    let disk = Arc::new(Mutex::new(Disk::default()));
    let receiver = Receiver::new("crm", mood);
    let ways: Ways = vec![receiver.clone()];
    let outbox = Outbox::over(Seen::new(&disk), "one");
    (disk, outbox, receiver, ways)
}

fn message(occasion: &str, at: Timestamp) -> Message {
    let content = Content {
        text: occasion.to_owned(),
        ..compose(&[])
    };
    Message::new("crm", occasion, content, at)
}

#[tokio::test(start_paused = true)]
async fn a_receiver_that_fails_hangs_and_asks_to_wait_gets_it_once() {
    let mut moods = vec![
        Mood::Takes,
        Mood::AsksToWait(600),
        Mood::TakesAndHangs,
        Mood::Hangs,
        Mood::Fails,
    ];
    let (_, outbox, receiver, ways) = world(move || moods.pop().unwrap());
    let clock = clock();
    let sent = message("a", clock());
    assert!(outbox.put(&sent, clock()).unwrap());
    assert!(
        !outbox.put(&sent, clock()).unwrap(),
        "the same occasion is put once"
    );
    let mut rounds = 0;
    loop {
        let round = outbox.send_due(&ways, &*clock).await.unwrap();
        rounds += 1;
        let Some(due) = round.next_due else {
            assert_eq!((round.sent, round.put_off), (1, 0));
            break;
        };
        assert_eq!((round.sent, round.put_off), (0, 1));
        assert!(due > clock());
        let early = outbox.send_due(&ways, &*clock).await.unwrap();
        assert_eq!(
            (early.put_off, early.next_due),
            (0, Some(due)),
            "nothing goes before it is due"
        );
        let wait = u64::try_from(due.as_millis() - clock().as_millis()).unwrap();
        if rounds == 4 {
            assert_eq!(wait, 600_000, "the receiver's wish counts where it is longer");
        }
        advance(Duration::from_millis(wait)).await;
    }
    assert_eq!(
        *receiver.heard.lock().unwrap(),
        [sent.key.clone(), sent.key.clone()]
    );
    let delivery = outbox.delivery(&sent.key).unwrap().unwrap();
    let outcomes: Vec<bool> = delivery
        .attempts
        .iter()
        .map(|it| matches!(it.outcome, Outcome::Taken { .. }))
        .collect();
    assert_eq!(outcomes, [false, false, false, false, true]);
    assert!(matches!(delivery.state, State::Sent { .. }));
}

#[tokio::test(start_paused = true)]
async fn after_a_day_it_is_given_up_and_shown_and_can_be_sent_again() {
    let (_, outbox, receiver, ways) = world(|| Mood::Fails);
    let clock = clock();
    let (began, sent) = (clock(), message("a", clock()));
    outbox.put(&sent, clock()).unwrap();
    while let Some(due) = outbox.send_due(&ways, &*clock).await.unwrap().next_due {
        advance(Duration::from_millis(
            u64::try_from(due.as_millis() - clock().as_millis()).unwrap(),
        ))
        .await;
    }
    assert_eq!(clock().as_millis() - began.as_millis(), 86_400_000);
    let log = outbox.log(10).unwrap();
    assert!(
        matches!(&log[0].state, State::GivenUp { reason, .. } if reason == "status 503"),
        "{:?}",
        log[0].state
    );
    assert!(
        (15..30).contains(&log[0].attempts.len()),
        "{} attempts",
        log[0].attempts.len()
    );

    receiver.mend();
    assert_eq!(
        outbox.replay("nothing", "amel", clock()).unwrap(),
        Replay::Unknown
    );
    assert_eq!(outbox.replay(&sent.key, "amel", clock()).unwrap(), Replay::Queued);
    assert_eq!(
        outbox.replay(&sent.key, "amel", clock()).unwrap(),
        Replay::Waiting
    );
    assert_eq!(outbox.send_due(&ways, &*clock).await.unwrap().sent, 1);
    // And what was sent goes again under the same key, as it was.
    assert_eq!(outbox.replay(&sent.key, "amel", clock()).unwrap(), Replay::Queued);
    assert_eq!(outbox.send_due(&ways, &*clock).await.unwrap().sent, 1);
    assert_eq!(
        *receiver.heard.lock().unwrap(),
        [sent.key.clone(), sent.key.clone()]
    );
    assert_eq!(outbox.delivery(&sent.key).unwrap().unwrap().asked.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn what_is_refused_for_good_is_not_tried_again_and_holds_nothing_up() {
    let mut moods = vec![Mood::Takes, Mood::Refuses];
    let (_, outbox, receiver, ways) = world(move || moods.pop().unwrap());
    let clock = clock();
    for occasion in ["a", "b"] {
        outbox.put(&message(occasion, clock()), clock()).unwrap();
    }
    let round = outbox.send_due(&ways, &*clock).await.unwrap();
    assert_eq!(
        (round.sent, round.given_up, round.put_off, round.next_due),
        (1, 1, 0, None)
    );
    assert_eq!(receiver.heard.lock().unwrap().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn two_senders_do_not_send_at_once_and_a_dead_ones_claim_runs_out() {
    let (disk, outbox, receiver, ways) = world(|| Mood::Takes);
    let clock = clock();
    let sent = message("a", clock());
    outbox.put(&sent, clock()).unwrap();
    // One takes it, sends it, and dies before it can note it.
    let dead = Outbox::over(Seen::new(&disk), "dead");
    let claimed = dead.claim(receiver.as_ref(), clock()).unwrap().unwrap();
    receiver.send(&claimed.message, clock()).await.unwrap();
    let round = outbox.send_due(&ways, &*clock).await.unwrap();
    assert_eq!(round.sent, 0, "claimed");
    advance(Duration::from_millis(
        u64::try_from(round.next_due.unwrap().as_millis() - clock().as_millis()).unwrap(),
    ))
    .await;
    assert_eq!(outbox.send_due(&ways, &*clock).await.unwrap().sent, 1);
    assert_eq!(
        *receiver.heard.lock().unwrap(),
        [sent.key.clone(), sent.key.clone()],
        "twice, by one key"
    );
    assert_eq!(receiver.had.lock().unwrap().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_sleepers_failure_undoes_nothing() {
    let (disk, outbox, receiver, ways) = world(|| Mood::Takes);
    let clock = clock();
    let sent = message("a", clock());
    outbox.put(&sent, clock()).unwrap();
    let sleeper = Outbox::over(Seen::new(&disk), "sleeper");
    let claimed = sleeper.claim(receiver.as_ref(), clock()).unwrap().unwrap();
    let at = clock();
    advance(Duration::from_mins(10)).await;
    assert_eq!(outbox.send_due(&ways, &*clock).await.unwrap().sent, 1);
    let failed = watch::outbox::Attempt {
        at,
        ended: clock(),
        outcome: Outcome::Refused {
            reason: "status 404".to_owned(),
        },
    };
    sleeper.note(&claimed, &failed).unwrap();
    let delivery = outbox.delivery(&sent.key).unwrap().unwrap();
    assert!(matches!(delivery.state, State::Sent { .. }));
    assert_eq!(delivery.attempts.len(), 2, "but it is written down");
}

#[tokio::test(start_paused = true)]
async fn notices_of_one_evaluation_are_one_message_and_digests_wait() {
    let (_, outbox, receiver, ways) = world(|| Mood::Takes);
    let now = clock()();
    let firings = [
        firing("a", Delivery::AtOnce, &[]),
        firing("b", Delivery::AtOnce, &["crm"]),
        firing("c", Delivery::AtOnce, &["other"]),
        firing("d", Delivery::Digest, &["crm", "other"]),
    ];
    assert_eq!(outbox.tell(&["crm", "other"], &firings).unwrap(), 6);
    assert_eq!(
        outbox.tell(&["crm", "other"], &firings).unwrap(),
        0,
        "told again, it is no news"
    );
    let key = outbox.pack("crm", Batch::AtOnce, &compose, now).unwrap().unwrap();
    assert_eq!(outbox.pack("crm", Batch::AtOnce, &compose, now).unwrap(), None);
    assert_eq!(
        outbox.delivery(&key).unwrap().unwrap().message.notices,
        ["a", "b"]
    );
    let week = Batch::Digest { period: "2026-W48" };
    let key = outbox.pack("crm", week, &compose, now).unwrap().unwrap();
    assert_eq!(outbox.delivery(&key).unwrap().unwrap().message.notices, ["d"]);
    // What comes after the digest was made waits for the next; a digest goes also where nothing waits.
    assert!(
        outbox
            .gather("crm", Lane::Digest, &firing("e", Delivery::Digest, &[]))
            .unwrap()
    );
    assert_eq!(outbox.pack("crm", week, &compose, now).unwrap(), None);
    for (period, ids) in [("2026-W49", vec!["e"]), ("2026-W50", vec![])] {
        let key = outbox
            .pack("crm", Batch::Digest { period }, &compose, now)
            .unwrap()
            .unwrap();
        assert_eq!(outbox.delivery(&key).unwrap().unwrap().message.notices, ids);
    }
    let clock = clock();
    assert_eq!(outbox.send_due(&ways, &*clock).await.unwrap().sent, 4);
    assert_eq!(receiver.had.lock().unwrap().len(), 4);
}

/// Two installations with a channel of one name and one receiver; and a second leader of the first.
#[test]
fn keys_are_a_base_s_own_and_its_leaders_agree_on_them() {
    let now = Timestamp::parse("2026-11-23T08:00:00Z").unwrap();
    let said = [
        firing("a", Delivery::AtOnce, &[]),
        firing("b", Delivery::Digest, &[]),
    ];
    let packed = |disk: &Arc<Mutex<Disk>>, by: &str, batch| {
        let outbox = Outbox::over(Seen::new(disk), by);
        outbox.tell(&["crm"], &said).unwrap();
        outbox.pack("crm", batch, &compose, now).unwrap()
    };
    let (one, other) = <(Arc<Mutex<Disk>>, Arc<Mutex<Disk>>)>::default();
    for batch in [Batch::AtOnce, Batch::Digest { period: "W48" }] {
        let ours = packed(&one, "one", batch).unwrap();
        assert_ne!(packed(&other, "two", batch).unwrap(), ours, "{batch:?}");
        assert_eq!(packed(&one, "three", batch), None, "{batch:?}: a second leader");
    }
    // A leader dies amid packing; the next one's message has the key that was meant.
    let week = Batch::Digest { period: "W49" };
    let dying = Seen::new(&one);
    dying.doom(4, Fate::Before);
    let died = Outbox::over(dying, "four").pack("crm", week, &compose, now);
    assert!(died.is_err());
    let copy = Arc::new(Mutex::new(one.lock().unwrap().clone()));
    assert_eq!(packed(&one, "five", week), packed(&copy, "six", week));
}

/// A program that is older than bases with names put Monday's digest, and this one runs the same Monday again.
#[test]
fn a_digest_that_was_put_under_its_older_key_is_not_made_again() {
    let disk = Arc::new(Mutex::new(Disk::default()));
    let now = Timestamp::parse("2026-11-23T08:00:00Z").unwrap();
    let outbox = Outbox::over(Seen::new(&disk), "one");
    let older = message("digest:W48", now);
    assert!(outbox.put(&older, now).unwrap());
    let pack = |period| {
        outbox
            .pack("crm", Batch::Digest { period }, &compose, now)
            .unwrap()
    };
    assert_eq!(pack("W48"), None);
    assert_eq!(outbox.log(10).unwrap()[0].message.key, older.key);
    assert!(pack("W49").is_some());
}

/// A process dies amid packing Monday's digest, and the next packing is a week later.
#[test]
fn what_a_broken_digest_was_to_hold_is_in_the_next() {
    let disk = Arc::new(Mutex::new(Disk::default()));
    let now = Timestamp::parse("2026-11-23T08:00:00Z").unwrap();
    let outbox = Outbox::over(Seen::new(&disk), "one");
    outbox
        .tell(
            &["crm"],
            &[
                firing("a", Delivery::Digest, &[]),
                firing("b", Delivery::Digest, &[]),
            ],
        )
        .unwrap();
    // Calls: whose base, the digest under its older key, the walk, the message, two marks; then the power goes before the message is put.
    let dying = Seen::new(&disk);
    dying.doom(6, Fate::Before);
    assert!(
        Outbox::over(dying, "two")
            .pack("crm", Batch::Digest { period: "W48" }, &compose, now)
            .is_err()
    );
    let key = outbox
        .pack("crm", Batch::Digest { period: "W49" }, &compose, now)
        .unwrap()
        .unwrap();
    assert_eq!(
        outbox.delivery(&key).unwrap().unwrap().message.notices,
        ["a", "b"]
    );
    assert_eq!(
        outbox
            .pack("crm", Batch::Digest { period: "W48" }, &compose, now)
            .unwrap(),
        None
    );
    assert_eq!(
        outbox.log(10).unwrap().len(),
        1,
        "what never goes out is not shown"
    );
}

#[test]
fn what_ended_is_kept_for_a_quarter() {
    let disk = Arc::new(Mutex::new(Disk::default()));
    let outbox = Outbox::over(Seen::new(&disk), "one");
    let day = |days: u64| Timestamp::clamped(1_700_000_000_000 + i64::try_from(days).unwrap() * 86_400_000);
    let receiver = Receiver::new("crm", || Mood::Takes);
    outbox
        .tell(&["crm"], &[firing("a", Delivery::AtOnce, &[])])
        .unwrap();
    let key = outbox
        .pack("crm", Batch::AtOnce, &compose, day(0))
        .unwrap()
        .unwrap();
    outbox.pack("crm", Batch::AtOnce, &compose, day(0)).unwrap();
    let claimed = outbox.claim(receiver.as_ref(), day(0)).unwrap().unwrap();
    let outcome = Outcome::Taken {
        answer: "status 200".to_owned(),
    };
    outbox
        .note(
            &claimed,
            &watch::outbox::Attempt {
                at: day(0),
                ended: day(0),
                outcome,
            },
        )
        .unwrap();
    // Nobody opened this channel: it is shown as given up after a week.
    let lost = Message {
        channel: "gone".to_owned(),
        ..message("x", day(0))
    };
    outbox.put(&lost, day(0)).unwrap();
    assert_eq!(outbox.prune(day(8)).unwrap(), 0);
    assert!(matches!(
        outbox.delivery(&lost.key).unwrap().unwrap().state,
        State::GivenUp { .. }
    ));
    assert_eq!(outbox.prune(day(KEPT_DAYS)).unwrap(), 0);
    assert!(outbox.delivery(&key).unwrap().is_some());
    assert_eq!(outbox.prune(day(KEPT_DAYS + 1)).unwrap(), 1);
    assert!(outbox.delivery(&key).unwrap().is_none());
    assert_eq!(outbox.prune(day(2 * KEPT_DAYS)).unwrap(), 1);
    assert!(outbox.log(10).unwrap().is_empty());
}
