//! `kill -9` at any moment of an import leaves a sound base, and the import can simply be run again.
#![cfg(unix)]

use crate::common;

use std::process::Stdio;
use std::time::Duration;

use common::Desk;
use sandbox::world::{World, WorldSpec};

/// A small made-up world on disk; its scan several times over under names of their own.
fn desk() -> Desk {
    let desk = Desk::new();
    let world = World::new(WorldSpec {
        sellers: 3000,
        seed: 7,
        ..WorldSpec::default()
    });
    let mut stores = Vec::new();
    world.write_stores_json(&mut stores).unwrap();
    std::fs::write(desk.path("stores.json"), stores).unwrap();
    let mut scan = Vec::new();
    world.write_scan_jsonl(&mut scan).unwrap();
    std::fs::write(desk.path("scan.jsonl"), scan).unwrap();
    desk
}

fn digest(desk: &Desk) -> String {
    desk.json(&["rebuild"])["digest"].as_str().unwrap().to_owned()
}

#[test]
fn killed_imports_leave_a_sound_base_that_can_be_completed() {
    let desk = desk();
    let whole = ["--data-dir", "whole"];
    desk.done(&[&whole[..], &["sellers", "import", "stores.json"]].concat());
    desk.done(&[&whole[..], &["ads", "import", "scan.jsonl"]].concat());
    let expected = desk.json(&[&whole[..], &["rebuild"]].concat())["digest"]
        .as_str()
        .unwrap()
        .to_owned();

    desk.done(&["sellers", "import", "stores.json"]);
    let mut killed = 0;
    for round in 0..12_u64 {
        let mut child = desk
            .command(&["ads", "import", "scan.jsonl"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(5 + 17 * round));
        let ended = child.try_wait().unwrap().is_some();
        child.kill().ok();
        child.wait().unwrap();
        killed += u32::from(!ended);
        let checked = desk.json(&["check"]);
        assert_eq!(
            checked["problems"].as_array().unwrap().len(),
            0,
            "round {round}: {checked}"
        );
    }
    assert!(killed > 0, "at least one import must have been cut short");
    desk.done(&["ads", "import", "scan.jsonl"]);
    assert_eq!(digest(&desk), expected);
    let again = desk.json(&["ads", "import", "scan.jsonl"]);
    assert_eq!(
        (again["new"].as_u64(), again["updated"].as_u64()),
        (Some(0), Some(0))
    );
}

#[test]
fn a_rebuild_cut_short_is_noticed_and_can_be_ended() {
    let desk = desk();
    desk.done(&["sellers", "import", "stores.json"]);
    desk.done(&["ads", "import", "scan.jsonl"]);
    let expected = digest(&desk);
    let mut noticed = false;
    for round in 0..20_u64 {
        let mut child = desk
            .command(&["rebuild"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(3 + 6 * round));
        child.kill().ok();
        child.wait().unwrap();
        let output = desk.run(&["report", "overview"]);
        if !output.status.success() {
            noticed = true;
            assert!(
                String::from_utf8_lossy(&output.stderr).contains("rebuild"),
                "says what to do next"
            );
            break;
        }
    }
    assert!(noticed, "at least one rebuild must have been cut short");
    assert_eq!(digest(&desk), expected);
}
