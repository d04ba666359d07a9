//! How much goes out at once and in a second, whatever the tasks want.

use std::sync::Arc;
use std::time::Duration;

use apify::Pace;
use serde_json::json;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::script::{Step, data, door_with, fault, run};

fn facts() -> Step {
    data(&json!({"itemCount": 1}))
}

#[tokio::test(start_paused = true)]
async fn so_many_at_once_and_below_sixty_a_second() {
    let slow = Step::After(Duration::from_millis(10), Box::new(facts()));
    let (door, script) = door_with(vec![slow; 400], |options| options.parallel = 5);
    let door = Arc::new(door);
    let mut tasks = JoinSet::new();
    for _ in 0..400 {
        let door = Arc::clone(&door);
        tasks.spawn(async move { door.dataset("d").await.unwrap() });
    }
    tasks.join_all().await;
    assert_eq!(script.at_once(), 5);
    let asked: Vec<Instant> = script.asked().iter().map(|asked| asked.at).collect();
    for (at, first) in asked.iter().enumerate() {
        let within = asked[at..]
            .iter()
            .take_while(|moment| **moment - *first < Duration::from_secs(1))
            .count();
        assert!(within < 60, "{within} in a second");
    }
    assert!(
        asked[399] - asked[0] < Duration::from_secs(10),
        "slower than it must be"
    );
}

#[tokio::test(start_paused = true)]
async fn answers_held_back_do_not_stand_in_the_way() {
    let held = Step::After(Duration::from_mins(1), Box::new(data(&run("r", "RUNNING"))));
    let mut steps = vec![held; 10];
    steps.push(facts());
    let (door, _) = door_with(steps, |options| options.parallel = 1);
    let door = Arc::new(door);
    let mut tasks = JoinSet::new();
    for number in 0..10 {
        let door = Arc::clone(&door);
        tasks.spawn(async move {
            door.run(&format!("r{number}"), Duration::from_mins(1))
                .await
                .unwrap()
        });
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    let before = Instant::now();
    door.dataset("d").await.unwrap();
    assert!(before.elapsed() < Duration::from_secs(1));
    tasks.join_all().await;
}

#[tokio::test(start_paused = true)]
async fn too_many_requests_quiets_the_resource_for_all_tasks() {
    let (door, script) = door_with(
        [
            fault(429, "rate-limit-exceeded", "slow"),
            facts(),
            facts(),
            facts(),
        ],
        |_| {},
    );
    let door = Arc::new(door);
    let first = tokio::spawn({
        let door = Arc::clone(&door);
        async move { door.dataset("d").await.unwrap() }
    });
    tokio::time::sleep(Duration::from_millis(1)).await;
    door.dataset("other").await.unwrap();
    door.dataset("d").await.unwrap();
    first.await.unwrap();
    let asked = script.asked();
    assert!(asked[1].url.contains("other") && asked[1].at - asked[0].at < Duration::from_millis(500));
    assert!(asked[2].at - asked[0].at >= Duration::from_millis(500));
}

#[tokio::test(start_paused = true)]
async fn a_server_of_our_own_needs_no_pace() {
    let (door, script) = door_with(vec![facts(); 500], |_| {});
    let door = door.paced(Pace::UNLIMITED);
    for _ in 0..500 {
        door.dataset("d").await.unwrap();
    }
    let asked = script.asked();
    assert!(asked[499].at - asked[0].at < Duration::from_millis(1));
}
