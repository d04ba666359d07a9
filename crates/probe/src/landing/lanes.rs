//! How many may speak to one host, or one address, at once.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// One queue per key, made when it is first asked for and gone with the last who stands in it.
#[derive(Debug)]
pub(super) struct Lanes<K: Eq + Hash> {
    width: usize,
    lanes: Mutex<HashMap<K, Arc<Semaphore>>>,
}

/// A turn; it ends when this is dropped.
#[derive(Debug)]
pub(super) struct Turn<'l, K: Eq + Hash> {
    // Dropped before the place in the queue, so that the queue counts who is left.
    permit: Option<OwnedSemaphorePermit>,
    _place: InQueue<'l, K>,
}

/// Somebody who waits for a turn or has one.
#[derive(Debug)]
struct InQueue<'l, K: Eq + Hash> {
    lanes: &'l Lanes<K>,
    key: K,
    lane: Option<Arc<Semaphore>>,
}

impl<K: Eq + Hash + Clone> Lanes<K> {
    /// Lanes in which so many (at least one) go side by side.
    pub(super) fn new(width: usize) -> Self {
        Self {
            width: width.max(1),
            lanes: Mutex::default(),
        }
    }

    /// Waits for a turn, first come first served.
    pub(super) async fn turn(&self, key: K) -> Turn<'_, K> {
        let lane = {
            let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
            let lane = lanes
                .entry(key.clone())
                .or_insert_with(|| Arc::new(Semaphore::new(self.width)));
            Arc::clone(lane)
        };
        let place = InQueue {
            lanes: self,
            key,
            lane: Some(Arc::clone(&lane)),
        };
        // Nobody closes the semaphore; if somebody did, going on alone is the right thing.
        let permit = lane.acquire_owned().await.ok();
        Turn {
            permit,
            _place: place,
        }
    }
}

impl<K: Eq + Hash> Drop for Turn<'_, K> {
    fn drop(&mut self) {
        self.permit = None;
    }
}

impl<K: Eq + Hash> Drop for InQueue<'_, K> {
    fn drop(&mut self) {
        let mut lanes = self.lanes.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        self.lane = None;
        // Whoever waits or goes holds the lane too, and takes it under this lock.
        if lanes
            .get(&self.key)
            .is_some_and(|lane| Arc::strong_count(lane) == 1)
        {
            lanes.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    fn queues(lanes: &Lanes<u8>) -> usize {
        lanes.lanes.lock().unwrap().len()
    }

    #[test]
    fn turns_are_limited_by_key_and_queues_go_with_the_last() {
        let lanes = Lanes::new(2);
        let first = lanes.turn(1).now_or_never().expect("free");
        let second = lanes.turn(1).now_or_never().expect("free");
        assert!(lanes.turn(1).now_or_never().is_none(), "given up while waiting");
        let other = lanes.turn(2).now_or_never().expect("another lane");
        assert_eq!(queues(&lanes), 2);
        drop(first);
        let third = lanes.turn(1).now_or_never().expect("free again");
        drop((second, other));
        assert_eq!(queues(&lanes), 1);
        drop(third);
        assert_eq!(queues(&lanes), 0);
    }

    #[test]
    fn who_gives_up_after_the_last_left_leaves_no_queue_behind() {
        let lanes = Lanes::new(1);
        let first = lanes.turn(1).now_or_never().expect("free");
        let mut waiting = Box::pin(lanes.turn(1));
        assert!(waiting.as_mut().now_or_never().is_none());
        drop(first);
        assert_eq!(queues(&lanes), 1);
        drop(waiting);
        assert_eq!(queues(&lanes), 0);
    }
}
