//! Workers and a planner as processes of the real binary, over one base and one sandbox.
#![cfg(unix)]

use crate::common;

use std::process::{Child, Command, Output, Stdio};

use common::Desk;
use common::served::{Served, stocked};
use serde_json::Value;

const SELLERS: u32 = 120;

/// A base with the sellers of a sandbox in another process.
struct Team {
    desk: Desk,
    sandbox: Served,
}

impl Team {
    fn new() -> Self {
        let (desk, _) = stocked(SELLERS);
        let sandbox = Served::sandbox(&desk, SELLERS, &[]);
        Self { desk, sandbox }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.desk.command(&[&["--json"], arguments].concat());
        self.sandbox
            .paid(&mut command)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn start(&self, arguments: &[&str]) -> Child {
        self.command(arguments).spawn().unwrap()
    }

    fn json(&self, arguments: &[&str]) -> Value {
        document(&self.command(arguments).output().unwrap())
    }

    fn wait_for_workers(&self, count: usize) {
        while self.json(&["worker", "--list"])["workers"]
            .as_array()
            .unwrap()
            .len()
            < count
        {
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
    }
}

fn document(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

/// Tells it to end, and gives what it says at its end.
fn ended(worker: Child) -> Value {
    let told = Command::new("kill")
        .args(["-TERM", &worker.id().to_string()])
        .status();
    assert!(told.unwrap().success());
    let output = worker.wait_with_output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    document(&output)
}

#[test]
fn workers_carry_what_discover_plans_and_end_when_they_are_told() {
    let team = Team::new();
    let workers = ["paris", "tunis"].map(|name| team.start(&["worker", "--name", name, "--slots", "4"]));
    team.wait_for_workers(2);
    let output = team.command(&["discover"]).output().unwrap();
    let summary = document(&output);
    assert_eq!(summary["stopped_by"], "done", "{summary}");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("2 workers carry the runs"), "{told}");
    let listed = team.json(&["worker", "--list"]);
    let names: Vec<&str> = listed["workers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|worker| worker["name"].as_str().unwrap())
        .collect();
    assert!(
        names[0].starts_with("paris-") && names[1].starts_with("tunis-"),
        "{names:?}"
    );
    assert_eq!((&listed["waiting"], &listed["leased"]), (&0.into(), &0.into()));
    assert_eq!(listed["given_up"], Value::Array(Vec::new()));
    let worked = workers.map(ended);
    let runs: u64 = worked.iter().map(|worked| worked["runs"].as_u64().unwrap()).sum();
    assert_eq!(summary["runs"], runs, "{worked:?}");
    assert!(runs > 0 && worked.iter().all(|worked| worked["scans"] == 0));
    assert_eq!(
        team.json(&["worker", "--list"])["workers"],
        Value::Array(Vec::new())
    );
    let costs = team.json(&["costs"]);
    assert_eq!(costs["spent_usd"], summary["spent_usd"]);
    assert_eq!(team.json(&["check"])["apify"]["used_usd"], summary["spent_usd"]);
    assert_eq!(team.desk.json(&["check"])["problems"], Value::Array(Vec::new()));
}

#[test]
fn without_workers_discover_carries_its_runs_itself() {
    let team = Team::new();
    assert_eq!(team.json(&["worker", "--once"])["runs"], 0, "nothing waits");
    let summary = team.json(&["discover"]);
    assert_eq!(summary["stopped_by"], "done", "{summary}");
    assert_eq!(team.json(&["worker", "--list"])["waiting"], 0);
    let bad = team.command(&["worker", "--name", "no/name"]).output().unwrap();
    assert_eq!(bad.status.code(), Some(2));
}
