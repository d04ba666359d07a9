//! Commands that meet a server that goes away: they say so and go on when it is back, or end with what to do next, and
//! a repeat completes them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test fails by panicking, and this one is told by the environment where the server's program is"
)]

use crate::common;
use crate::server;

use std::process::{Command, Output, Stdio};
use std::time::Duration;

use common::Desk;
use sandbox::world::{World, WorldSpec};
use serde_json::Value;
use server::Server;

/// A made-up world on disk, and the server whose base is to hold it.
struct Bench {
    desk: Desk,
    server: Server,
}

impl Bench {
    fn new() -> Self {
        let desk = Desk::new();
        let world = World::new(WorldSpec {
            sellers: 400,
            seed: 7,
            ..WorldSpec::default()
        });
        let mut stores = Vec::new();
        world.write_stores_json(&mut stores).unwrap();
        std::fs::write(desk.path("stores.json"), stores).unwrap();
        let mut scan = Vec::new();
        world.write_scan_jsonl(&mut scan).unwrap();
        std::fs::write(desk.path("scan.jsonl"), scan).unwrap();
        Self {
            desk,
            server: Server::start(),
        }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.desk.command(arguments);
        command.env(
            "MONGODB_URI",
            format!("mongodb://{}/failures", self.server.address()),
        );
        command
    }

    fn done(&self, arguments: &[&str]) -> Output {
        let output = self.command(arguments).output().unwrap();
        assert!(
            output.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        output
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let mut all = vec!["--json"];
        all.extend(arguments);
        serde_json::from_slice(&self.done(&all).stdout).unwrap()
    }
}

#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn an_import_that_loses_its_server_ends_or_is_completed_by_a_repeat() {
    let mut bench = Bench::new();
    bench.done(&["sellers", "import", "stores.json"]);
    for round in 0..3 {
        let child = bench
            .command(&["ads", "import", "scan.jsonl"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(300 + 500 * round));
        bench.server.kill();
        std::thread::sleep(Duration::from_millis(500));
        bench.server.begin();
        let output = child.wait_with_output().unwrap();
        let words = String::from_utf8(output.stderr).unwrap();
        match output.status.code() {
            Some(0) => {}
            Some(1) => assert!(words.contains("→"), "says what to do next: {words}"),
            other => panic!("{other:?}: {words}"),
        }
    }
    bench.done(&["ads", "import", "scan.jsonl"]);
    let again = bench.json(&["ads", "import", "scan.jsonl"]);
    assert_eq!(
        (again["new"].as_u64(), again["updated"].as_u64()),
        (Some(0), Some(0))
    );
    let desk = &bench.desk;
    desk.done(&["sellers", "import", "stores.json"]);
    desk.done(&["ads", "import", "scan.jsonl"]);
    let undisturbed = desk.json(&["rebuild"])["digest"].clone();
    assert_eq!(bench.json(&["rebuild"])["digest"], undisturbed);
}

#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn a_server_that_is_not_there_is_named_with_what_to_do() {
    let mut bench = Bench::new();
    let address = bench.server.address().to_string();
    bench.server.kill();
    let output = bench.command(&["report", "overview"]).output().unwrap();
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(matches!(output.status.code(), Some(1 | 2)), "{:?}", output.status);
    assert!(words.contains(&address) && words.contains("→"), "{words}");
    assert!(!words.contains("Kind:"), "no words of the driver's own: {words}");
    bench.server.begin();
    bench.done(&["sellers", "import", "stores.json"]);
    bench.done(&["report", "overview"]);
}
