//! What rules said, gathered per channel until it is packed into a message.
//!
//! A notice is marked with the key of a message before that message is put, and counts as packed only if the message
//! that was put holds its id. Messages never change, so a notice ends in exactly one of them, whoever dies or sleeps
//! in between: one that was marked too late finds itself missing and is set free for the next message.

use std::collections::{BTreeMap, BTreeSet};

use model::Timestamp;
use serde::{Deserialize, Serialize};

use super::delivery::{Delivery, State};
use super::message::{self, Content, Message};
use super::{Held, Outbox, Result, read};
use crate::engine::Firing;
use crate::rules::Delivery as Delivered;

/// What the keys of gathered notices begin with; those of messages are hexadecimal.
const PREFIX: &str = "tray:";

/// When a notice goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// With the next packing.
    AtOnce,
    /// With the channel's next digest.
    Digest,
}

/// Which message is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Batch<'a> {
    /// One of all that waits; none where nothing does.
    AtOnce,
    /// The digest of a period, such as `2026-W48`. It is made once, also where nothing waits.
    Digest {
        /// See there.
        period: &'a str,
    },
}

impl Batch<'_> {
    const fn lane(self) -> Lane {
        match self {
            Self::AtOnce => Lane::AtOnce,
            Self::Digest { .. } => Lane::Digest,
        }
    }
}

/// A gathered notice.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Gathered {
    channel: String,
    lane: Lane,
    notice: Firing,
    /// The message that it is meant for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) meant: Option<String>,
    /// Since when it is known to be in that message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) packed: Option<Timestamp>,
}

/// Whether a record's key is one of a gathered notice.
pub(super) fn is_tray(key: &str) -> bool {
    key.starts_with(PREFIX)
}

type Tray = Vec<Held<Gathered>>;

impl Outbox {
    /// Keeps what a rule said for a channel until it is packed. `false` where the channel was told of this notice
    /// before, whether it went out already or not.
    pub fn gather(&self, channel: &str, lane: Lane, notice: &Firing) -> Result<bool> {
        let key = format!("{PREFIX}{}", message::key(channel, &notice.id));
        let gathered = Gathered {
            channel: channel.to_owned(),
            lane,
            notice: notice.clone(),
            meant: None,
            packed: None,
        };
        Ok(self.write(&key, &gathered, 0)?.is_some())
    }

    /// Gathers what rules said for each channel that they name (`all` where they name none), at once or for its
    /// digest. Gives how many of them are news to a channel. Safe to repeat.
    pub fn tell(&self, all: &[&str], firings: &[Firing]) -> Result<u64> {
        let mut news = 0;
        for firing in firings {
            let lane = match firing.delivery {
                Delivered::AtOnce => Lane::AtOnce,
                Delivered::Digest => Lane::Digest,
            };
            for channel in all {
                let named = firing.channels.is_empty() || firing.channels.iter().any(|name| name == channel);
                if named && self.gather(channel, lane, firing)? {
                    news += 1;
                }
            }
        }
        Ok(news)
    }

    /// Packs what waits for a channel into one message, the most pressing notice first, and puts it. Gives its key;
    /// `None` where nothing waits, the digest was made before, or somebody else packed the same at the same time.
    pub fn pack(
        &self,
        channel: &str,
        batch: Batch<'_>,
        compose: &dyn Fn(&[Firing]) -> Content,
        now: Timestamp,
    ) -> Result<Option<String>> {
        let base = self.base()?;
        let digest = match batch {
            Batch::AtOnce => None,
            Batch::Digest { period } => Some(self.digest_key(&base, channel, period)?),
        };
        let (free, begun) = self.settle(channel, batch.lane(), digest.as_deref(), now)?;
        for (key, tray) in begun {
            self.put_packed(channel, &key, &tray, compose, now)?;
        }
        let Some(key) = digest.or_else(|| key_of(&base, channel, &free)) else {
            return Ok(None);
        };
        if self.delivery(&key)?.is_some() {
            return Ok(None);
        }
        let mut taken = Tray::new();
        for held in free {
            taken.extend(self.mark(held, Some(&key))?);
        }
        if taken.is_empty() && batch == Batch::AtOnce {
            return Ok(None);
        }
        let put = self.put_packed(channel, &key, &taken, compose, now)?;
        Ok(put.then_some(key))
    }

    /// The name of the base. Where it has none yet it gets one made of this process's, which no other has.
    fn base(&self) -> Result<String> {
        Ok(self.records.base(&message::key("base", &self.by))?)
    }

    /// The key of a period's digest. One that was put before keys named the base keeps the key that it was put under.
    fn digest_key(&self, base: &str, channel: &str, period: &str) -> Result<String> {
        let occasion = format!("digest:{period}");
        let older = message::key(channel, &occasion);
        let put = self.delivery(&older)?;
        let put = put.is_some_and(|put| !matches!(put.state, State::Closed { .. }));
        Ok(if put {
            older
        } else {
            message::key_of_base(base, channel, &occasion)
        })
    }

    /// All gathered notices.
    pub(super) fn gathered(&self) -> Result<Vec<Held<Gathered>>> {
        let all = self.records.all()?;
        Ok(all
            .into_iter()
            .filter(|it| is_tray(&it.key))
            .filter_map(read)
            .collect())
    }

    /// Brings to an end what earlier packings left: gives what is free, and what was meant for at-once messages that
    /// were never put. `digest` is the message that is packed now: what was meant for it counts as free.
    fn settle(
        &self,
        channel: &str,
        lane: Lane,
        digest: Option<&str>,
        now: Timestamp,
    ) -> Result<(Tray, BTreeMap<String, Tray>)> {
        let (mut free, mut begun) = (Tray::new(), BTreeMap::<String, Tray>::new());
        for held in self.gathered()? {
            let it = &held.value;
            if it.channel != channel || it.lane != lane || it.packed.is_some() {
                continue;
            }
            let Some(meant) = it.meant.clone() else {
                free.push(held);
                continue;
            };
            match self.delivery(&meant)? {
                Some(put) if put.message.notices.contains(&it.notice.id) => self.seal(held, now)?,
                Some(_) => free.extend(self.mark(held, None)?),
                None if digest == Some(meant.as_str()) => free.push(held),
                None if lane == Lane::AtOnce => begun.entry(meant).or_default().push(held),
                // The digest of an earlier period: closed, so that whoever sleeps amid its packing cannot put it any
                // more, and its notices go with this one.
                None => {
                    self.close(channel, &meant, now)?;
                    let put = self.delivery(&meant)?;
                    if put.is_some_and(|put| put.message.notices.contains(&it.notice.id)) {
                        self.seal(held, now)?;
                    } else {
                        free.extend(self.mark(held, None)?);
                    }
                }
            }
        }
        Ok((free, begun))
    }

    /// Puts a message of marked notices. Where another put it first, whatever it holds, the next packing finds out.
    fn put_packed(
        &self,
        channel: &str,
        key: &str,
        tray: &[Held<Gathered>],
        compose: &dyn Fn(&[Firing]) -> Content,
        now: Timestamp,
    ) -> Result<bool> {
        let mut notices: Vec<Firing> = tray.iter().map(|held| held.value.notice.clone()).collect();
        notices.sort_by(most_pressing_first);
        let message = Message {
            key: key.to_owned(),
            channel: channel.to_owned(),
            at: now,
            notices: notices.iter().map(|notice| notice.id.clone()).collect(),
            content: compose(&notices),
        };
        self.put(&message, now)
    }

    /// Says for which message a notice is meant. Gives it as it stands now; `None` where another was first.
    fn mark(&self, held: Held<Gathered>, meant: Option<&str>) -> Result<Option<Held<Gathered>>> {
        if held.value.meant.as_deref() == meant {
            return Ok(Some(held));
        }
        let value = Gathered {
            meant: meant.map(str::to_owned),
            ..held.value
        };
        let written = self.write(&held.key, &value, held.revision)?;
        Ok(written.map(|revision| Held {
            value,
            key: held.key,
            revision,
        }))
    }

    /// A notice that is known to be in its message is never looked at again. Where another was first, it did the same.
    fn seal(&self, held: Held<Gathered>, now: Timestamp) -> Result<()> {
        let value = Gathered {
            packed: Some(now),
            ..held.value
        };
        self.write(&held.key, &value, held.revision).map(drop)
    }

    fn close(&self, channel: &str, key: &str, now: Timestamp) -> Result<()> {
        let nothing = Content {
            kind: message::Kind::Digest,
            subject: String::new(),
            text: String::new(),
            html: None,
            data: serde_json::Value::Null,
        };
        let mut message = Message::new(channel, "", nothing, now);
        key.clone_into(&mut message.key);
        let closed = Delivery::new(message, State::Closed { at: now });
        self.write(key, &closed, 0).map(drop)
    }
}

/// Ids end the order, so that equal sets are told in one order.
fn most_pressing_first(one: &Firing, other: &Firing) -> std::cmp::Ordering {
    let key = |it: &Firing| (it.severity, it.rule.clone(), it.subject.clone(), it.id.clone());
    key(one).cmp(&key(other))
}

/// The key of a message about these notices; `None` for none.
fn key_of(base: &str, channel: &str, free: &[Held<Gathered>]) -> Option<String> {
    let ids: BTreeSet<&str> = free.iter().map(|held| held.value.notice.id.as_str()).collect();
    let ids: Vec<&str> = ids.into_iter().collect();
    (!ids.is_empty()).then(|| message::key_of_base(base, channel, &format!("notices:{}", ids.join("\n"))))
}
