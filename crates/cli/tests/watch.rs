//! The week through the binary: a sandbox in one process, a receiver on loopback, and turns of `watch --once`.

use crate::common;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::Desk;
use common::served::{Served, stocked};
use database::Sqlite;
use serde_json::Value;
use watch::leader;

const SELLERS: u32 = 120;

/// Everything that came to a webhook: its idempotency key and its body.
#[derive(Clone, Default)]
struct Received(Arc<Mutex<Vec<(String, Value)>>>);

impl Received {
    /// Answers 200 to everybody until the test ends; gives where.
    fn listen(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let received = self.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let mut reader = BufReader::new(stream);
                let (mut key, mut length) = (String::new(), 0);
                loop {
                    let mut line = String::new();
                    if reader.read_line(&mut line).unwrap_or(0) <= 2 {
                        break;
                    }
                    let (name, value) = line.split_once(':').unwrap_or((&line, ""));
                    match name.to_ascii_lowercase().as_str() {
                        "idempotency-key" => value.trim().clone_into(&mut key),
                        "content-length" => length = value.trim().parse().unwrap_or(0),
                        _ => {}
                    }
                }
                let mut body = vec![0; length];
                reader.read_exact(&mut body).unwrap();
                let body = serde_json::from_slice(&body).unwrap_or_default();
                received.0.lock().unwrap().push((key, body));
                let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
                reader.into_inner().write_all(answer).unwrap();
            }
        });
        format!("http://{address}/hook")
    }

    fn keys(&self) -> Vec<String> {
        let mut keys: Vec<String> = self
            .0
            .lock()
            .unwrap()
            .iter()
            .map(|(key, _)| key.clone())
            .collect();
        keys.sort();
        keys
    }
}

struct House {
    desk: Desk,
    sandbox: Served,
}

impl House {
    fn new(settings: &str) -> Self {
        let (desk, _) = stocked(SELLERS);
        desk.write("sellers-ads.toml", settings);
        let sandbox = Served::sandbox(&desk, SELLERS, &[]);
        Self { desk, sandbox }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.desk.command(&[&["--json"], arguments].concat());
        self.sandbox
            .paid(&mut command)
            .env("SELLERS_ADS_HOOK_SECRET", "a secret of this test");
        command
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let output = self.command(arguments).output().unwrap();
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{arguments:?}: {}", String::from_utf8_lossy(&output.stderr)))
    }
}

fn names(turned: &Value) -> Vec<String> {
    let done = turned["done"].as_array().unwrap();
    done.iter()
        .map(|did| {
            assert_eq!(did["failed"], Value::Null, "{turned}");
            did["schedule"].as_str().unwrap().to_owned()
        })
        .collect()
}

fn channel(hook: &str) -> String {
    let named = "[[channel]]\nname = \"hook\"\nkind = \"webhook\"\nlanguage = \"en\"";
    format!("{named}\nsecret_env = \"SELLERS_ADS_HOOK_SECRET\"\nurl = \"{hook}\"\n")
}

/// A rule that speaks as soon as anybody advertises.
const RULES: &str = r#"
[[rule]]
id = "somebody-advertises"
title = "Somebody advertises"
metric = "active_sellers"
at_least = 1
delivery = "at_once"
"#;

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
fn once_does_the_week_and_a_second_time_does_nothing_twice() {
    let received = Received::default();
    let hook = received.listen();
    let house = House::new(&format!(
        r#"
jitter = "0"
probe_at = "never"
rules = "rules.toml"
public_url = "http://ads.example.tn/"
{}
[[export]]
name = "sellers"
kind = "folder"
path = "out"
address = "/export/clients/csv"
"#,
        channel(&hook)
    ));
    house.desk.write("rules.toml", RULES);

    let plan = house.json(&["watch", "--plan"]);
    assert!(
        plan["asks"]["lines"]
            .as_array()
            .is_some_and(|lines| !lines.is_empty()),
        "{plan}"
    );
    assert_eq!(plan["pace"]["spent"], 0, "a plan costs nothing: {plan}");
    assert_eq!(plan["next"].as_array().unwrap().len(), 3);

    // Rules tell what crosses, not what stood there before anybody watched: here is a time before.
    let before = house
        .command(&["watch", "--once"])
        .env("SELLERS_ADS_SCAN_AT", "never")
        .env("SELLERS_ADS_DIGEST_AT", "never")
        .output()
        .unwrap();
    let before: Value = serde_json::from_slice(&before.stdout).unwrap();
    assert_eq!(names(&before), ["export:sellers"]);
    assert_eq!(before["firings"], 0, "{before}");

    let first = house.json(&["watch", "--once"]);
    assert_eq!(first["leads"], true);
    assert_eq!(names(&first), ["scan", "digest"]);
    assert!(first["firings"].as_u64().unwrap() > 0, "{first}");
    let costs = house.json(&["costs", "--quick"]);
    assert_ne!(costs["spent_usd"], "0.000000", "it scanned");

    let digests: Vec<_> = std::fs::read_dir(house.desk.path("sellers-ads-data/digests"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(digests.len(), 3, "one for each language: {digests:?}");
    let out: Vec<_> = std::fs::read_dir(house.desk.path("out"))
        .unwrap()
        .flatten()
        .collect();
    assert_eq!(out.len(), 1, "{out:?}");
    assert!(
        std::fs::metadata(out[0].path()).unwrap().len() > 1000,
        "a table of 120 sellers"
    );

    let keys = received.keys();
    let mut once = keys.clone();
    once.dedup();
    assert_eq!(keys, once, "no message came twice");
    assert_eq!(keys.len(), 2, "the alert and the digest: {keys:?}");

    let second = house.json(&["watch", "--once"]);
    assert_eq!(names(&second), Vec::<String>::new());
    assert_eq!(
        (&second["firings"], &second["sent"]),
        (&0.into(), &0.into()),
        "{second}"
    );
    assert_eq!(received.keys(), keys);
    assert_eq!(house.json(&["costs", "--quick"])["spent_usd"], costs["spent_usd"]);
}

/// Lines of the ledger's journals: some for each run.
fn journal_lines(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let journals = entries.filter(|entry| entry.path().extension().is_some_and(|end| end == "jsonl"));
    journals
        .map(|entry| {
            std::fs::read_to_string(entry.path())
                .unwrap_or_default()
                .lines()
                .count()
        })
        .sum()
}

#[test]
fn a_turn_killed_in_the_middle_of_its_scan_is_made_up_for_and_nothing_is_paid_twice() {
    let received = Received::default();
    let hook = received.listen();
    let house = House::new(&format!(
        "jitter = \"0\"\nprobe_at = \"never\"\n{}",
        channel(&hook)
    ));
    let mut killed = house.command(&["watch", "--once"]);
    let mut killed = killed
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let scans = house.desk.path("sellers-ads-data/scans");
    while journal_lines(&scans) < 12 && killed.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(2));
    }
    killed.kill().unwrap();
    assert!(!killed.wait().unwrap().success(), "it was cut short");
    assert_eq!(received.keys(), Vec::<String>::new());

    // Nobody can tell a dead leader from one that is slow: for a while no other leads.
    assert_eq!(house.json(&["watch", "--once"])["leads"], false);
    let database = Sqlite::open(&house.desk.path("sellers-ads-data/sellers-ads.db")).unwrap();
    let dead = leader::current(&database).unwrap().unwrap();
    leader::resign(&database, &dead).unwrap();
    drop(database);

    let turned = house.json(&["watch", "--once"]);
    assert_eq!(names(&turned), ["scan", "digest"]);
    let keys = received.keys();
    assert_eq!(keys.len(), 1, "the digest, once: {keys:?}");
    let costs = house.json(&["costs", "--quick"]);
    let account = house.json(&["check"]);
    assert_eq!(
        costs["spent_usd"], account["apify"]["used_usd"],
        "the ledger knows every run: {costs} {account}"
    );
    assert_eq!(account["watch"]["channels"][0]["name"], "hook");
    assert!(!account.to_string().contains("/hook"), "no address: {account}");
    assert_eq!(names(&house.json(&["watch", "--once"])), Vec::<String>::new());
    assert_eq!(received.keys(), keys);
}

#[test]
fn settings_that_cannot_be_used_are_told_without_their_values() {
    let desk = Desk::new();
    for (settings, word) in [
        ("scan_at = \"whenever\"", "SELLERS_ADS_SCAN_AT"),
        (
            "[[channel]]\nname = 5\nkind = \"webhook\"\nurl = \"https://secret.example\"",
            "[[channel]]",
        ),
        ("public_url = \"ftp://secret.example\"", "SELLERS_ADS_PUBLIC_URL"),
    ] {
        desk.write("sellers-ads.toml", settings);
        let output = desk.run(&["watch", "--once"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(word) && !said.contains("secret.example"), "{said}");
    }
}
