//! A database in memory that loses power, a receiver that misbehaves, and a seeded chance.

use std::collections::BTreeMap;
use std::future::pending;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use analytics::Severity;
use async_trait::async_trait;
use database::{Error, Record, Result};
use model::Timestamp;
use watch::channels::{Cadence, Channel, Receipt, Refusal, Shown};
use watch::digest::Language;
use watch::engine::{About, Firing, Numbers};
use watch::outbox::{Clock, Content, Kind, Message, Records};
use watch::rules::{Delivery, Metric, Side};

/// Chance from a seed (splitmix64).
pub struct Chance(pub u64);

impl Chance {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    pub fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }
}

/// The records that outlive every process.
#[derive(Clone, Default)]
pub struct Disk {
    records: BTreeMap<String, (String, u64)>,
    revision: u64,
    base: Option<String>,
}

/// What happens when a process has made so many calls.
pub enum Fate {
    /// It dies before the call is carried out.
    Before,
    /// It dies after it, and never learns that it was.
    After,
    /// It sleeps before the call while somebody else does something.
    Sleep(Box<dyn FnOnce() + Send>),
}

/// The disk as one process sees it.
pub struct Seen {
    pub disk: Arc<Mutex<Disk>>,
    fuse: Mutex<(u64, Option<Fate>)>,
    dead: Mutex<bool>,
}

impl Seen {
    pub fn new(disk: &Arc<Mutex<Disk>>) -> Arc<Self> {
        Arc::new(Self {
            disk: Arc::clone(disk),
            fuse: Mutex::new((0, None)),
            dead: Mutex::new(false),
        })
    }

    /// Lays down what happens at the call after so many.
    pub fn doom(&self, calls: u64, fate: Fate) {
        *self.fuse.lock().unwrap() = (calls, Some(fate));
    }

    pub fn is_dead(&self) -> bool {
        *self.dead.lock().unwrap()
    }

    fn call<T>(&self, work: impl FnOnce(&mut Disk) -> T) -> Result<T> {
        let dead = || Error::Engine("the power went".to_owned());
        if self.is_dead() {
            return Err(dead());
        }
        let fate = {
            let mut fuse = self.fuse.lock().unwrap();
            if fuse.0 == 0 {
                fuse.1.take()
            } else {
                fuse.0 -= 1;
                None
            }
        };
        match fate {
            Some(Fate::Before) => {
                *self.dead.lock().unwrap() = true;
                return Err(dead());
            }
            Some(Fate::After) => {
                work(&mut self.disk.lock().unwrap());
                *self.dead.lock().unwrap() = true;
                return Err(dead());
            }
            Some(Fate::Sleep(meanwhile)) => meanwhile(),
            None => {}
        }
        Ok(work(&mut self.disk.lock().unwrap()))
    }
}

impl Records for Seen {
    fn get(&self, key: &str) -> Result<Option<Record>> {
        self.call(|disk| disk.records.get(key).map(|it| record(key, it)))
    }

    fn all(&self) -> Result<Vec<Record>> {
        self.call(|disk| disk.records.iter().map(|(key, it)| record(key, it)).collect())
    }

    fn put(&self, key: &str, body: &str, expected: u64) -> Result<Option<u64>> {
        self.call(|disk| {
            let found = disk.records.get(key).map_or(0, |(_, revision)| *revision);
            (found == expected).then(|| {
                disk.revision += 1;
                disk.records
                    .insert(key.to_owned(), (body.to_owned(), disk.revision));
                disk.revision
            })
        })
    }

    fn remove(&self, key: &str) -> Result<()> {
        self.call(|disk| drop(disk.records.remove(key)))
    }

    fn base(&self, offered: &str) -> Result<String> {
        self.call(|disk| disk.base.get_or_insert_with(|| offered.to_owned()).clone())
    }
}

fn record(key: &str, (body, revision): &(String, u64)) -> Record {
    Record {
        key: key.to_owned(),
        body: body.clone(),
        revision: *revision,
    }
}

/// What a receiver does with one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    Takes,
    /// It took it, and its answer is lost.
    TakesAndIsCut,
    /// It took it, and never answers.
    TakesAndHangs,
    Fails,
    AsksToWait(u64),
    Hangs,
    Refuses,
}

/// A receiver in memory, which knows keys again.
pub struct Receiver {
    shown: Shown,
    pub mood: Mutex<Box<dyn FnMut() -> Mood + Send>>,
    /// What it took, by key.
    pub had: Mutex<BTreeMap<String, Message>>,
    /// The keys of all requests that it took, in order, again and again.
    pub heard: Mutex<Vec<String>>,
}

impl Receiver {
    pub fn new(name: &str, mood: impl FnMut() -> Mood + Send + 'static) -> Arc<Self> {
        let shown = Shown {
            name: name.to_owned(),
            kind: "webhook",
            host: None,
            language: Language::En,
            digest: Cadence::Weekly,
        };
        Arc::new(Self {
            shown,
            mood: Mutex::new(Box::new(mood)),
            had: Mutex::default(),
            heard: Mutex::default(),
        })
    }

    pub fn mend(&self) {
        *self.mood.lock().unwrap() = Box::new(|| Mood::Takes);
    }

    fn take(&self, message: &Message) {
        self.heard.lock().unwrap().push(message.key.clone());
        let mut had = self.had.lock().unwrap();
        let first = had.entry(message.key.clone()).or_insert_with(|| message.clone());
        assert_eq!(first, message, "one key, two messages");
    }
}

#[async_trait]
impl Channel for Receiver {
    fn shown(&self) -> &Shown {
        &self.shown
    }

    async fn send(&self, message: &Message, _now: Timestamp) -> std::result::Result<Receipt, Refusal> {
        let temporary = |after| Refusal::Temporary {
            reason: "status 503".to_owned(),
            after,
        };
        let mood = (self.mood.lock().unwrap())();
        match mood {
            Mood::Takes | Mood::TakesAndIsCut | Mood::TakesAndHangs => self.take(message),
            _ => {}
        }
        match mood {
            Mood::Takes => Ok(Receipt {
                answer: "status 200".to_owned(),
            }),
            Mood::TakesAndIsCut | Mood::Fails => Err(temporary(None)),
            Mood::AsksToWait(seconds) => Err(temporary(Some(Duration::from_secs(seconds)))),
            Mood::TakesAndHangs | Mood::Hangs => pending().await,
            Mood::Refuses => Err(Refusal::ForGood {
                reason: "status 404".to_owned(),
            }),
        }
    }
}

/// A clock that goes with tokio's, which the tests stop and push.
pub fn clock() -> Box<Clock> {
    let began = tokio::time::Instant::now();
    let start = Timestamp::parse("2026-11-23T08:00:00Z").unwrap().as_millis();
    Box::new(move || Timestamp::clamped(start + i64::try_from(began.elapsed().as_millis()).unwrap()))
}

pub fn firing(id: &str, delivery: Delivery, channels: &[&str]) -> Firing {
    Firing {
        id: id.to_owned(),
        rule: "many-concurrent".to_owned(),
        title: "Many concurrent ads".to_owned(),
        severity: Severity::Warning,
        subject: "atlas-deco".to_owned(),
        at: Timestamp::parse("2026-11-23T08:00:00Z").unwrap(),
        delivery,
        channels: channels.iter().map(|&name| name.to_owned()).collect(),
        about: About::Level(Metric::ConcurrentAds, Side::Above),
        numbers: Numbers {
            value: Some(14),
            threshold: Some(10),
            ..Numbers::default()
        },
        link: "/clients/atlas-deco".to_owned(),
    }
}

/// A message that tells the ids inside.
pub fn compose(firings: &[Firing]) -> Content {
    let ids: Vec<&str> = firings.iter().map(|firing| firing.id.as_str()).collect();
    Content {
        kind: Kind::Alerts,
        subject: format!("{} alerts", ids.len()),
        text: ids.join(" "),
        html: None,
        data: serde_json::json!(ids),
    }
}
