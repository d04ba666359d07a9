//! Weeks of a watch whose processes die and sleep between any two calls to the database and whose receivers fail, hang,
//! and lose answers: in the end each notice was received in exactly one message.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::advance;
use watch::channels::Channel;
use watch::engine::Firing;
use watch::outbox::{Batch, Clock, Outbox, Replay, State};
use watch::rules::Delivery;

use super::world::{Chance, Disk, Fate, Mood, Receiver, Seen, clock, compose, firing};

const NAMES: [&str; 2] = ["crm", "slack"];
const STEPS: u64 = 60;

struct World {
    chance: Chance,
    disk: Arc<Mutex<Disk>>,
    receivers: Vec<Arc<Receiver>>,
    ways: Vec<Arc<dyn Channel>>,
    clock: Box<Clock>,
    firings: Vec<Firing>,
    processes: u64,
}

#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    deaths: u64,
    requests: u64,
    messages: u64,
    given_up: u64,
}

impl World {
    fn new(seed: u64) -> Self {
        let receivers: Vec<_> = NAMES
            .iter()
            .zip(1..)
            .map(|(name, n)| Receiver::new(name, moody(seed ^ (n << 32))))
            .collect();
        let ways = receivers
            .iter()
            .map(|it| Arc::clone(it) as Arc<dyn Channel>)
            .collect();
        let disk = Arc::new(Mutex::new(Disk::default()));
        Self {
            chance: Chance(seed),
            disk,
            receivers,
            ways,
            clock: clock(),
            firings: Vec::new(),
            processes: 0,
        }
    }

    /// A new process, which may be doomed.
    fn process(&mut self) -> (Outbox, Arc<Seen>) {
        self.processes += 1;
        let seen = Seen::new(&self.disk);
        let calls = self.chance.below(12);
        match self.chance.below(6) {
            0 => seen.doom(calls, Fate::Before),
            1 => seen.doom(calls, Fate::After),
            2 => {
                let meanwhile = self.meanwhile();
                seen.doom(calls, Fate::Sleep(meanwhile));
            }
            _ => {}
        }
        (
            Outbox::over(Arc::clone(&seen) as Arc<_>, &format!("p{}", self.processes)),
            seen,
        )
    }

    /// What another process does while this one sleeps: it tells and packs, and may die amid it.
    fn meanwhile(&mut self) -> Box<dyn FnOnce() + Send> {
        self.processes += 1;
        let other = Seen::new(&self.disk);
        if self.chance.one_in(3) {
            other.doom(
                self.chance.below(8),
                if self.chance.one_in(2) {
                    Fate::Before
                } else {
                    Fate::After
                },
            );
        }
        let outbox = Outbox::over(other, &format!("p{}", self.processes));
        let (firings, now, day) = (self.firings.clone(), (self.clock)(), self.day());
        let digest = self.chance.one_in(2);
        Box::new(move || {
            let _ = outbox.tell(&NAMES, &firings);
            for name in NAMES {
                let batch = if digest {
                    Batch::Digest { period: &day }
                } else {
                    Batch::AtOnce
                };
                let _ = outbox.pack(name, batch, &compose, now);
            }
        })
    }

    fn day(&self) -> String {
        ((self.clock)().as_millis() / 86_400_000).to_string()
    }

    /// One step of one process. An error means that it died.
    async fn step(&mut self) -> u64 {
        if self.chance.one_in(2) {
            let lane = if self.chance.one_in(2) {
                Delivery::AtOnce
            } else {
                Delivery::Digest
            };
            let id = format!("f{}", self.firings.len());
            let channels: &[&str] = if self.chance.one_in(3) { &NAMES[..1] } else { &[] };
            self.firings.push(firing(&id, lane, channels));
        }
        let (outbox, seen) = self.process();
        let now = (self.clock)();
        let day = self.day();
        let _ = outbox.tell(&NAMES, &self.firings);
        for name in NAMES {
            let _ = outbox.pack(name, Batch::AtOnce, &compose, now);
            if self.chance.one_in(4) {
                let _ = outbox.pack(name, Batch::Digest { period: &day }, &compose, now);
            }
        }
        // Two processes send at the same time.
        let (other, _) = self.process();
        let _ = tokio::join!(
            outbox.send_due(&self.ways, &*self.clock),
            other.send_due(&self.ways, &*self.clock)
        );
        if self.chance.one_in(5) {
            let _ = outbox.prune((self.clock)());
        }
        advance(Duration::from_secs(self.chance.below(4 * 3600))).await;
        u64::from(seen.is_dead())
    }

    /// Everything works again: what was given up is asked for, what waits goes out.
    async fn mend(&mut self) -> u64 {
        for receiver in &self.receivers {
            receiver.mend();
        }
        let outbox = Outbox::over(Seen::new(&self.disk), "healer");
        outbox.tell(&NAMES, &self.firings).unwrap();
        let mut given_up = 0;
        for round in 0..4 {
            for name in NAMES {
                outbox
                    .pack(name, Batch::AtOnce, &compose, (self.clock)())
                    .unwrap();
                outbox
                    .pack(
                        name,
                        Batch::Digest {
                            period: &format!("end {round}"),
                        },
                        &compose,
                        (self.clock)(),
                    )
                    .unwrap();
            }
            for delivery in outbox.log(usize::MAX).unwrap() {
                if matches!(delivery.state, State::GivenUp { .. }) {
                    given_up += 1;
                    let replayed = outbox
                        .replay(&delivery.message.key, "amel", (self.clock)())
                        .unwrap();
                    assert_eq!(replayed, Replay::Queued);
                }
            }
            while let Some(due) = outbox.send_due(&self.ways, &*self.clock).await.unwrap().next_due {
                let wait = (due.as_millis() - (self.clock)().as_millis()).max(0);
                advance(Duration::from_millis(u64::try_from(wait).unwrap())).await;
            }
        }
        given_up
    }

    /// Each notice was received by each channel that it names in one message, and by no other.
    fn check(&self, seed: u64) {
        for receiver in &self.receivers {
            let name = &receiver.shown().name;
            let mut times: BTreeMap<&str, u64> = BTreeMap::new();
            let had = receiver.had.lock().unwrap();
            for id in had.values().flat_map(|message| &message.notices) {
                *times.entry(id).or_default() += 1;
            }
            for firing in &self.firings {
                let named = firing.channels.is_empty() || firing.channels.contains(name);
                let expected = if named { Some(1) } else { None };
                assert_eq!(
                    times.get(firing.id.as_str()).copied(),
                    expected,
                    "seed {seed}, {name}: {}",
                    firing.id
                );
            }
            assert!(times.len() <= self.firings.len());
        }
    }
}

/// A receiver that takes about half of what it is sent.
fn moody(seed: u64) -> impl FnMut() -> Mood + Send + 'static {
    let mut chance = Chance(seed);
    move || match chance.below(12) {
        0..6 => Mood::Takes,
        6 => Mood::TakesAndIsCut,
        7 => Mood::TakesAndHangs,
        8 => Mood::Hangs,
        9 => Mood::AsksToWait(chance.below(7_200)),
        10 => Mood::Fails,
        _ => {
            if chance.one_in(4) {
                Mood::Refuses
            } else {
                Mood::Fails
            }
        }
    }
}

async fn run(seed: u64) -> Tally {
    let mut world = World::new(seed);
    let mut tally = Tally::default();
    for _ in 0..STEPS {
        tally.deaths += world.step().await;
    }
    tally.given_up = world.mend().await;
    world.check(seed);
    for receiver in &world.receivers {
        tally.requests += receiver.heard.lock().unwrap().len() as u64;
        tally.messages += receiver.had.lock().unwrap().len() as u64;
    }
    tally
}

#[tokio::test(start_paused = true)]
async fn nothing_is_lost_and_nothing_comes_twice() {
    let mut sum = Tally::default();
    for seed in 0..16 {
        let tally = run(seed).await;
        sum.deaths += tally.deaths;
        sum.requests += tally.requests;
        sum.messages += tally.messages;
        sum.given_up += tally.given_up;
    }
    println!("{sum:?}");
    // The worlds were as rough as they are meant to be.
    assert!(sum.deaths > 100 && sum.given_up > 0, "{sum:?}");
    assert!(sum.requests > sum.messages + 20, "answers were lost: {sum:?}");
}
