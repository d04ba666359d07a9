//! The dashboard through the binary: users and keys, starting and stopping, and a scan asked for and done.
#![allow(clippy::disallowed_methods, reason = "a client of the server on loopback")]

use crate::common;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::Duration;

use common::Desk;
use common::served::{Served, stocked};
use serde_json::{Value, json};

/// A client of the dashboard.
trait Asks {
    fn ask(&self, method: &str, path: &str, key: &str, body: &str) -> (u16, String);
}

impl Asks for Served {
    /// Status and body of an answer.
    fn ask(&self, method: &str, path: &str, key: &str, body: &str) -> (u16, String) {
        let address = self.text("listening").strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(address).unwrap();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n{key}\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
        let body = answer.split_once("\r\n\r\n").unwrap().1.to_owned();
        (status, body)
    }
}

fn dashboard(desk: &Desk, more: &[&str]) -> Command {
    let mut arguments = vec!["--json", "dashboard", "--listen", "127.0.0.1:0"];
    arguments.extend(more);
    desk.command(&arguments)
}

#[test]
fn users_and_keys_are_kept_by_hand() {
    let desk = Desk::new();
    desk.piped(
        &["users", "add", "Amal", "--role", "analyst"],
        "correct horse battery\n",
    );
    let users = desk.json(&["users", "list"]);
    assert_eq!(
        (&users[0]["name"], &users[0]["role"]),
        (&json!("amal"), &json!("analyst"))
    );
    desk.piped(&["users", "passwd", "amal"], "another horse battery\n");
    let key = desk.json(&[
        "keys",
        "add",
        "weekly",
        "--scope",
        "read",
        "--scope",
        "write",
        "--expires",
        "90d",
    ]);
    let secret = key["key"].as_str().unwrap();
    assert!(secret.starts_with(&format!("sak_{}", key["id"].as_str().unwrap())));
    assert_eq!(key["scopes"], json!(["read", "write"]));
    let listed = desk.done(&["--json", "keys", "list"]);
    assert!(listed.contains("weekly") && !listed.contains(secret), "{listed}");
    desk.done(&["keys", "revoke", key["id"].as_str().unwrap()]);
    assert_eq!(desk.json(&["keys", "list"]), json!([]));
    desk.done(&["users", "remove", "amal"]);
    for wrong in [
        vec!["users", "remove", "amal"],
        vec!["keys", "revoke", "nothing"],
        vec!["users", "passwd", "amal"],
    ] {
        assert_eq!(
            desk.command(&wrong)
                .stdin(Stdio::null())
                .output()
                .unwrap()
                .status
                .code(),
            Some(2),
            "{wrong:?}"
        );
    }
}

#[test]
fn nothing_is_served_to_others_before_access_is_set_up() {
    let desk = Desk::new();
    let refused = desk.run(&["dashboard", "--listen", "0.0.0.0:0"]);
    assert_eq!(refused.status.code(), Some(2));
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("users add") && said.contains("127.0.0.1"), "{said}");
    assert!(refused.stdout.is_empty(), "it never listened");
    for wrong in [["--time-zone", "Tunis"], ["--public-host", "https://x"]] {
        let mut all = vec!["dashboard", "--listen", "127.0.0.1:0"];
        all.extend(wrong);
        assert_eq!(desk.run(&all).status.code(), Some(2), "{wrong:?}");
    }
}

#[cfg(unix)]
#[test]
fn it_ends_cleanly_when_the_system_says_so() {
    let desk = Desk::new();
    desk.done(&["sellers", "add", "dar-deco", "--domain", "dar-deco.tn"]);
    for signal in ["-TERM", "-INT"] {
        let mut served = Served::start(dashboard(&desk, &[]));
        assert_eq!(served.ask("GET", "/healthz", "", ""), (200, "ok\n".to_owned()));
        let (status, body) = served.ask("GET", "/api/v1/clients", "", "");
        assert!(status == 200 && body.contains("dar-deco"), "{body}");
        let pid = served.process.id().to_string();
        assert!(
            Command::new("kill")
                .args([signal, &pid])
                .status()
                .unwrap()
                .success()
        );
        assert_eq!(served.process.wait().unwrap().code(), Some(0), "{signal}");
    }
}

/// A desk over a small made-up world, and the sandbox that answers for it.
fn world() -> (Desk, Served) {
    let (desk, _) = stocked(60);
    let sandbox = Served::sandbox(&desk, 60, &[]);
    (desk, sandbox)
}

#[test]
fn a_scan_that_was_asked_for_is_done_by_the_worker_in_the_dashboard() {
    let (desk, sandbox) = world();
    let key = desk.json(&["keys", "add", "weekly", "--scope", "write"]);
    let bearer = format!("authorization: Bearer {}\r\n", key["key"].as_str().unwrap());
    let mut command = dashboard(&desk, &[]);
    sandbox.paid(&mut command);
    let served = Served::start(command);
    let (status, asked) = served.ask(
        "POST",
        "/api/v1/scans",
        &bearer,
        r#"{"clients":[],"budget_usd":"0.500000"}"#,
    );
    assert_eq!(status, 201, "{asked}");
    let mut last = String::new();
    for _ in 0..600 {
        last = served.ask("GET", "/api/v1/scans", &bearer, "").1;
        if last.contains(r#""state":"done""#) {
            let (_, overview) = served.ask("GET", "/api/v1/money", &bearer, "");
            assert!(!overview.contains(r#""spent_usd":"0.000000""#), "{overview}");
            return;
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    panic!("it is not done: {last}");
}

#[test]
fn a_worker_does_what_waits_and_ends() {
    let (desk, sandbox) = world();
    let served = Served::start(dashboard(&desk, &["--no-worker"]));
    let key = desk.json(&["keys", "add", "weekly", "--scope", "write"]);
    let bearer = format!("authorization: Bearer {}\r\n", key["key"].as_str().unwrap());
    let (status, _) = served.ask(
        "POST",
        "/api/v1/scans",
        &bearer,
        r#"{"clients":[],"budget_usd":"0.200000"}"#,
    );
    assert_eq!(status, 201);
    let mut command = desk.command(&["--json", "worker", "--once"]);
    let output = sandbox.paid(&mut command).output().unwrap();
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (output.status.code(), &said["scans"]),
        (Some(0), &json!(1)),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let spent = desk.json(&["costs", "--quick"])["spent_usd"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(*spent > *"0.000000" && *spent <= *"0.200000", "{spent}");
}
