//! Finds the items in a stream of bytes that is seen through a window.
//!
//! The engine owns no bytes. It is given a window and goes on where it stopped; when it needs more it says
//! so and keeps its place. What it finds depends on the bytes alone, not on how they were cut into windows:
//! every decision looks at a fixed number of bytes from a fixed place.

use std::ops::Range;

use model::Timestamp;

use crate::build::{self, Sort};
use crate::event::{Event, Item};
use crate::fields::Fields;
use crate::frames::Frames;
use crate::refusal::Refusal;
use crate::skip::Skip;
use crate::table::Table;

/// Larger items are refused unread: the largest real ones have 40 KiB.
pub(crate) const ITEM_LIMIT: usize = 16 << 20;
/// How much of an item that is too large is shown.
pub(crate) const RAW_SHOWN: usize = 64 << 10;

/// What a step came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Advance {
    /// [`Engine::event`] has something.
    Ready,
    /// The window must grow.
    More,
    /// That was all.
    Done,
}

/// What can be seen of the input now.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'w> {
    /// The bytes.
    pub bytes: &'w [u8],
    /// No bytes will follow these.
    pub eof: bool,
}

/// Where the engine is between items.
#[derive(Debug)]
pub(crate) enum State {
    /// Nothing has been looked at yet.
    Start,
    /// Between tokens of JSON.
    Json,
    /// Inside a value that nobody wants.
    Skipping(Skip),
    /// After a failure: looking for a line that begins a value.
    Seeking,
    /// Between rows.
    Table(Box<Table>),
    /// All has been read.
    Done,
}

/// What `event` will hand out.
#[derive(Debug)]
enum Pending {
    /// The item in `fields`, at this place of the window.
    Item(Range<usize>),
    /// The item in `fields`, in the table's own buffer.
    Row,
    Refused(Range<usize>, Refusal),
    Search {
        domain: String,
        at: Option<Timestamp>,
        ads: u64,
    },
}

#[derive(Debug)]
pub(crate) struct Engine {
    pub(crate) state: State,
    pub(crate) frames: Frames,
    pub(crate) fields: Fields,
    /// The next byte, in the window.
    pub(crate) pos: usize,
    /// A failure has been skipped over: stray closers between values are its remains.
    pub(crate) recovering: bool,
    /// Where the window begins in the input.
    base: u64,
    items: u64,
    /// Ads among the items.
    pub(crate) ads: u64,
    /// Items and searches.
    pub(crate) reported: u64,
    pending: Option<Pending>,
    /// Why the input ends where it ends, if not by itself.
    damage: Option<String>,
}

impl Engine {
    pub(crate) fn new() -> Self {
        Self {
            state: State::Start,
            frames: Frames::default(),
            fields: Fields::default(),
            pos: 0,
            recovering: false,
            base: 0,
            items: 0,
            ads: 0,
            reported: 0,
            pending: None,
            damage: None,
        }
    }

    /// From where on the window must be kept.
    pub(crate) fn keep_from(&self) -> usize {
        let here = self.absolute(self.pos);
        let anchor = self.frames.anchor(self.reported, here).unwrap_or(here);
        usize::try_from(anchor.saturating_sub(self.base)).unwrap_or(self.pos)
    }

    /// The first `count` bytes of the window have gone.
    pub(crate) fn rebase(&mut self, count: usize) {
        self.pos = self.pos.saturating_sub(count);
        self.base += count as u64;
    }

    /// The input ends where it ends because its compression is damaged.
    pub(crate) fn set_damage(&mut self, reason: String) {
        self.damage = Some(reason);
    }

    pub(crate) const fn is_damaged(&self) -> bool {
        self.damage.is_some()
    }

    /// The place in the input of a place in the window.
    pub(crate) const fn absolute(&self, pos: usize) -> u64 {
        self.base + pos as u64
    }

    /// The place in the window of a place in the input, where the window still reaches it.
    pub(crate) fn relative(&self, at: u64) -> Option<usize> {
        usize::try_from(at.checked_sub(self.base)?).ok()
    }

    /// Goes on to the next event.
    pub(crate) fn advance(&mut self, view: View<'_>) -> Advance {
        loop {
            let step = match self.state {
                State::Start => self.start(view),
                State::Json => self.json(view),
                State::Skipping(_) => self.skip(view),
                State::Seeking => self.seek(view),
                State::Table(_) => self.row(view),
                State::Done => Some(self.last_word(view)),
            };
            if let Some(advance) = step {
                return advance;
            }
        }
    }

    /// Announces the item in `fields`.
    pub(crate) fn found(&mut self, raw: Range<usize>, bytes: &[u8]) -> Advance {
        self.ads += u64::from(build::sort(&self.fields, bytes) == Sort::Ad);
        self.announce_item(Pending::Item(raw))
    }

    /// Announces the row in `fields`.
    pub(crate) fn found_row(&mut self) -> Advance {
        self.announce_item(Pending::Row)
    }

    /// Announces a refused item.
    pub(crate) fn refuse(&mut self, raw: Range<usize>, reason: Refusal) -> Advance {
        self.announce_item(Pending::Refused(raw, reason))
    }

    /// Announces that a search has ended.
    pub(crate) fn search_ended(&mut self, domain: String, at: Option<Timestamp>, ads: u64) -> Advance {
        self.reported += 1;
        self.pending = Some(Pending::Search { domain, at, ads });
        Advance::Ready
    }

    /// The input ends within what began at `from`.
    pub(crate) fn truncated(&mut self, from: usize, view: View<'_>) -> Advance {
        let end = view.bytes.len();
        let reason = match self.damage.take() {
            Some(damage) => Refusal::Damaged(damage),
            None => Refusal::Truncated {
                at: self.absolute(end),
            },
        };
        self.frames.clear();
        self.pos = end;
        self.state = State::Done;
        self.refuse(from..end, reason)
    }

    /// Damage behind the last item is told too: what it hid cannot be known.
    fn last_word(&mut self, view: View<'_>) -> Advance {
        match self.damage.take() {
            Some(damage) => {
                let end = view.bytes.len();
                self.refuse(end..end, Refusal::Damaged(damage))
            }
            None => Advance::Done,
        }
    }

    fn announce_item(&mut self, pending: Pending) -> Advance {
        self.items += 1;
        self.reported += 1;
        self.pending = Some(pending);
        Advance::Ready
    }

    /// What `advance` announced; `None` where it announced nothing.
    pub(crate) fn event<'a>(&'a mut self, window: &'a [u8]) -> Option<Event<'a>> {
        let item = self.items;
        let (bytes, raw) = match self.pending.take()? {
            Pending::Item(raw) => (window, raw),
            Pending::Row => match &self.state {
                State::Table(table) => (table.row_as_json(), 0..table.row_as_json().len()),
                _ => return None,
            },
            Pending::Refused(raw, reason) => {
                let raw = window.get(raw).unwrap_or_default();
                return Some(Event::Refused { item, raw, reason });
            }
            Pending::Search { domain, at, ads } => return Some(Event::Search { domain, at, ads }),
        };
        let raw = bytes.get(raw).unwrap_or_default();
        let context = self.frames.context();
        Some(match build::item(&self.fields, bytes) {
            Item::Ad(ad) => Event::Ad {
                item,
                ad,
                raw,
                context,
            },
            Item::NoAds { search_url } => Event::NoAds {
                item,
                raw,
                context,
                search_url,
            },
            Item::Refused(reason) => Event::Refused { item, raw, reason },
        })
    }
}
