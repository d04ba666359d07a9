//! The lists and objects around the current item.

use model::Timestamp;

use crate::engine::ITEM_LIMIT;
use crate::event::Context;

/// Lists and envelopes may be nested this deep around an item.
const MAX_FRAMES: usize = 64;

/// One list or object that has been entered.
#[derive(Debug, Default)]
pub(crate) struct Frame {
    /// No member has been read yet.
    pub first: bool,
    /// What is known of it where it is an object; `None` for a list.
    pub object: Option<Envelope>,
}

/// An object that holds items.
#[derive(Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four independent facts about one object, not a state"
)]
pub(crate) struct Envelope {
    /// It stands where an item would: when nothing is found in it, it is one.
    pub candidate: bool,
    /// Where it begins in the input.
    pub start: u64,
    /// What had been reported before it.
    pub reported_before: u64,
    /// Ads before it.
    pub ads_before: u64,
    /// It holds a list of items, perhaps an empty one.
    pub has_list: bool,
    /// It is a cache file's wrapper: the list is called `ads`.
    pub is_wrapper: bool,
    /// Its end has been looked at for the domain.
    pub looked_ahead: bool,
    /// What was searched for.
    pub domain: Option<String>,
    /// When.
    pub at: Option<Timestamp>,
}

/// The open frames, outermost first.
#[derive(Debug, Default)]
pub(crate) struct Frames(Vec<Frame>);

impl Frames {
    pub(crate) fn last(&self) -> Option<&Frame> {
        self.0.last()
    }

    pub(crate) fn last_mut(&mut self) -> Option<&mut Frame> {
        self.0.last_mut()
    }

    /// The innermost frame, where it is an object.
    pub(crate) fn envelope(&mut self) -> Option<&mut Envelope> {
        self.0.last_mut()?.object.as_mut()
    }

    pub(crate) const fn is_full(&self) -> bool {
        self.0.len() >= MAX_FRAMES
    }

    /// Enters a list (`None`) or object, which is a member of the innermost frame.
    pub(crate) fn enter(&mut self, object: Option<Envelope>) {
        self.member_done();
        self.0.push(Frame { first: true, object });
    }

    pub(crate) fn leave(&mut self) -> Option<Frame> {
        self.0.pop()
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// A member of the innermost frame has been read: a comma comes before the next.
    pub(crate) fn member_done(&mut self) {
        if let Some(frame) = self.0.last_mut() {
            frame.first = false;
        }
    }

    /// The search that what is read now belongs to.
    pub(crate) fn context(&self) -> Context<'_> {
        self.0
            .iter()
            .rev()
            .filter_map(|frame| frame.object.as_ref())
            .find(|envelope| envelope.domain.is_some())
            .map_or_else(Context::default, |envelope| Context {
                domain: envelope.domain.as_deref(),
                at: envelope.at,
            })
    }

    /// The start of the outermost envelope that may still turn out to be an item itself.
    pub(crate) fn anchor(&self, reported: u64, at: u64) -> Option<u64> {
        self.0
            .iter()
            .filter_map(|frame| frame.object.as_ref())
            .find(|envelope| {
                envelope.candidate
                    && envelope.reported_before == reported
                    && at.saturating_sub(envelope.start) <= ITEM_LIMIT as u64
            })
            .map(|envelope| envelope.start)
    }
}
