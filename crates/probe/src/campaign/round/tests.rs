//! Lanes, limits and ends, with looks that look at nothing.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use super::*;

/// Looks that take a while; places of one ten share a lane.
#[derive(Default)]
struct Tens {
    /// Looks under way by ten, and the most there were.
    now: Arc<Mutex<BTreeMap<u32, u32>>>,
    most: Arc<Mutex<(u32, u32)>>,
    entered: Vec<u32>,
    written: usize,
    stop_after: Option<(usize, CancellationToken)>,
}

impl Work for Tens {
    type Look = u32;

    fn look(&self, place: u32) -> impl Future<Output = u32> + Send + 'static {
        let (now, most) = (Arc::clone(&self.now), Arc::clone(&self.most));
        async move {
            {
                let mut now = now.lock().unwrap();
                *now.entry(place / 10).or_default() += 1;
                let mut most = most.lock().unwrap();
                most.0 = most.0.max(now[&(place / 10)]);
                most.1 = most.1.max(now.values().sum());
            }
            tokio::time::sleep(Duration::from_millis(u64::from(place % 7) + 1)).await;
            *now.lock().unwrap().get_mut(&(place / 10)).unwrap() -= 1;
            place
        }
    }

    fn one_by_one(&self, before: u32, after: u32) -> bool {
        before / 10 == after / 10
    }

    fn enter(&mut self, place: u32, look: u32) -> Result<(), Error> {
        assert_eq!(place, look);
        self.entered.push(place);
        if let Some((after, stop)) = &self.stop_after
            && self.entered.len() == *after
        {
            stop.cancel();
        }
        Ok(())
    }

    fn write(&mut self) -> Result<(), Error> {
        self.written = self.entered.len();
        Ok(())
    }
}

#[tokio::test(start_paused = true)]
async fn each_is_looked_at_once_and_within_a_lane_one_by_one() {
    let mut work = Tens::default();
    let due: Vec<u32> = (0..200).filter(|place| place % 3 != 1).collect();
    let finished = run(&mut work, &due, 8, &CancellationToken::new()).await.unwrap();
    assert!(finished);
    work.entered.sort_unstable();
    assert_eq!(work.entered, due);
    assert_eq!(*work.most.lock().unwrap(), (1, 8));
}

#[tokio::test(start_paused = true)]
async fn nothing_is_begun_after_stop() {
    let stop = CancellationToken::new();
    let mut work = Tens {
        stop_after: Some((5, stop.clone())),
        ..Tens::default()
    };
    let due: Vec<u32> = (0..200).collect();
    assert!(!run(&mut work, &due, 8, &stop).await.unwrap());
    assert_eq!(work.entered.len(), 5);
    let mut late = Tens::default();
    assert!(!run(&mut late, &due, 8, &stop).await.unwrap());
    assert!(late.entered.is_empty());
    assert!(run(&mut late, &[], 8, &stop).await.unwrap());
}

#[tokio::test(start_paused = true)]
async fn what_came_is_written_while_the_rest_is_waited_for() {
    let mut work = Tens::default();
    let due: Vec<u32> = (0..10_000).collect();
    run(&mut work, &due, 1, &CancellationToken::new()).await.unwrap();
    assert!(work.written > 0);
}
