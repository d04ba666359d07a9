//! What a watch leaves in a base: a saved segment, messages on their way, the week's state, what rules said in silence.

use std::sync::Arc;

use database::Shelf;
use model::Timestamp;
use serde_json::json;
use watch::channels::{Cadence, Shown};
use watch::outbox::{Attempt, Content, Delivery, Kind, Message, Outbox, Outcome, State};
use watch::schedule::runs;
use watch::state::{PaceSeen, Planned};

use super::made::Made;

/// The occasion of the message that was given up.
pub const GIVEN_UP: &str = "given up";

/// As after some weeks of watching.
pub fn watched(made: &Made) {
    let put = |shelf, key: &str, body: serde_json::Value| {
        let written = made.database.put_record(shelf, key, &body.to_string(), None);
        written.unwrap();
    };
    let body = json!({"title": "À rappeler", "address": "status=active&not_platform=youcan", "by": "salma", "at": made.now});
    put(Shelf::Segments, "a-rappeler", body);
    for delivery in deliveries(made.now) {
        put(Shelf::Deliveries, &delivery.message.key, json!(delivery));
    }
    let rules = json!([
        {"rule": "ratio-fell", "at": ago(made.now, 2), "looked_at": 97, "unknown": 3, "standing": 0, "fired": 2, "held_back": 1},
        {"rule": "platform-share-10", "at": ago(made.now, 2), "looked_at": 9, "unknown": 0, "standing": 0, "fired": 0, "held_back": 0},
    ]);
    let key = format!("{:015}:~", ago(made.now, 2).as_millis());
    put(
        Shelf::Firings,
        &key,
        json!({"at": ago(made.now, 2), "rules": rules}),
    );
    put(Shelf::Watch, "schedule:scan", json!(run(made.now)));
    watch::state::write(&*made.database, &state(made.now)).unwrap();
}

/// Two channels, as pages know them.
pub fn channels() -> Vec<Shown> {
    let channel = |name: &str, kind, host: &str| Shown {
        name: name.to_owned(),
        kind,
        host: Some(host.to_owned()),
        language: watch::digest::Language::Fr,
        digest: Cadence::Weekly,
    };
    vec![
        channel("equipe", "slack", "hooks.slack.com"),
        channel("crm", "webhook", "crm.example.tn"),
    ]
}

/// A message of the tests, waiting.
pub fn message(occasion: &str, subject: &str, kind: Kind, at: Timestamp) -> Message {
    let content = Content {
        kind,
        subject: subject.to_owned(),
        text: subject.to_owned(),
        html: None,
        data: json!({}),
    };
    Message::new("crm", occasion, content, at)
}

/// The outbox of a base.
pub fn outbox(made: &Made) -> Outbox {
    Outbox::new(Arc::clone(&made.database), "test")
}

fn deliveries(now: Timestamp) -> Vec<Delivery> {
    let attempt = |hours, outcome| Attempt {
        at: ago(now, hours),
        ended: ago(now, hours),
        outcome,
    };
    let silent = || Outcome::PutOff {
        reason: "no answer within 10 s".to_owned(),
        after_seconds: None,
    };
    let taken = Outcome::Taken {
        answer: "status 200".to_owned(),
    };
    let of = |occasion: &str, subject: &str, kind, hours, state, attempts: Vec<Attempt>| {
        let message = message(occasion, subject, kind, ago(now, hours));
        let mut delivery = json!({"message": message, "state": state, "tries": attempts.len()});
        delivery["attempts"] = json!(attempts);
        serde_json::from_value::<Delivery>(delivery).unwrap()
    };
    let refused = "status 403: the signature does not match".to_owned();
    vec![
        of(
            "digest",
            "Résumé de la semaine : 12 clients à appeler",
            Kind::Digest,
            2,
            State::Sent { at: ago(now, 1) },
            vec![attempt(2, silent()), attempt(1, taken)],
        ),
        of(
            GIVEN_UP,
            "La part vers Converty a baissé : 2 clients",
            Kind::Alerts,
            30,
            State::GivenUp {
                at: ago(now, 6),
                reason: refused.clone(),
            },
            vec![
                attempt(30, silent()),
                attempt(6, Outcome::Refused { reason: refused }),
            ],
        ),
        of(
            "waiting",
            "Nouveau concurrent : lulu.cartona.shop",
            Kind::Alerts,
            1,
            State::Waiting { due: now },
            vec![attempt(1, silent())],
        ),
    ]
}

fn run(now: Timestamp) -> runs::Run {
    runs::Run {
        occurrence: ago(now, 3),
        missed: 1,
        begun_at: ago(now, 3),
        token: 4,
        tries: 1,
        state: runs::State::Done { at: ago(now, 2) },
    }
}

fn state(now: Timestamp) -> watch::state::State {
    let planned = |schedule: &str, cron: &str, hours| Planned {
        schedule: schedule.to_owned(),
        cron: cron.to_owned(),
        zone: "Africa/Tunis".to_owned(),
        due: Some(ago(now, hours)),
    };
    watch::state::State {
        at: Some(now),
        leader: "serveur-1".to_owned(),
        pace: Some(PaceSeen {
            spent_micros: 3_120_000,
            planned_micros: 3_400_000,
            left_micros: 1_880_000,
            per_week_micros: 470_000,
            lasts_until: ago(now, -200),
            sweep_due: Some(ago(now, -100)),
            sweep_kept_micros: 800_000,
        }),
        next: vec![
            planned("scan", "0 6 * * 1", -165),
            planned("digest", "0 8 * * 1", -167),
        ],
    }
}

fn ago(now: Timestamp, hours: i64) -> Timestamp {
    Timestamp::clamped(now.as_millis() - hours * 3_600_000)
}
