//! The binary on a MongoDB server: settings, `check`, and copies to it and back.

use crate::common;
use crate::world;

use std::process;

use database::Mongo;
use database::mongodb::Address;
use serde_json::json;

/// A database of a test's own on the server that the environment names; dropped at its end.
struct Base {
    uri: String,
    name: String,
}

impl Base {
    #[allow(
        clippy::disallowed_methods,
        reason = "tests are told by the environment where the server is"
    )]
    fn new(test: &str) -> Self {
        let uri = std::env::var("MONGODB_TEST_URI")
            .expect("MONGODB_TEST_URI names no server: scripts/test.sh starts one and sets it");
        let name = format!("sa_test_cli_{test}_{}", process::id());
        let base = Self { uri, name };
        // A test that was killed may have left it behind.
        base.open().drop_database().unwrap();
        base
    }

    fn open(&self) -> Mongo {
        Mongo::open(&Address::new(&self.uri), Some(&self.name)).unwrap()
    }

    /// The server's address with the database's name in it.
    fn url(&self) -> String {
        let (server, options) = self.uri.split_once('?').unwrap_or((&self.uri, ""));
        let (scheme, hosts) = server.split_once("://").unwrap();
        let hosts = hosts.split('/').next().unwrap();
        let name = &self.name;
        if options.is_empty() {
            return format!("{scheme}://{hosts}/{name}");
        }
        format!("{scheme}://{hosts}/{name}?{options}")
    }
}

impl Drop for Base {
    fn drop(&mut self) {
        self.open().drop_database().unwrap();
    }
}

#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn a_base_goes_to_a_server_and_comes_back_the_same() {
    let base = Base::new("copy");
    let desk = world::filled();
    let digest = world::digest(&desk, &[]);
    let overview = world::overview(&desk, &[]);
    let there = ["copy", "--from", world::FILE, "--to", &base.url()];
    let copied = desk.json(&there);
    assert_eq!((&copied["same"], &copied["digest_to"]), (&json!(true), &digest));
    let again = desk.json(&there);
    assert_eq!(
        (&again["same"], &again["items"], &again["resumed"]),
        (&json!(true), &json!(0), &json!(true))
    );
    let url = base.url();
    let server = ["--database", &url];
    assert_eq!(world::overview(&desk, &server), overview);
    assert_eq!(
        world::digest(&desk, &server),
        digest,
        "made again from what is stored raw"
    );
    let back = desk.json(&["copy", "--from", &base.url(), "--to", "sqlite:back.db"]);
    assert_eq!((&back["same"], &back["digest_from"]), (&json!(true), &digest));
    let file = ["--database", "sqlite:back.db"];
    assert_eq!(world::overview(&desk, &file), overview);
    assert_eq!(world::digest(&desk, &file), digest);
}

#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn check_says_what_the_server_is_and_lacks() {
    let base = Base::new("check");
    let desk = common::Desk::new();
    let url = base.url();
    let told = desk.json(&["--database", &url, "check"]);
    assert_eq!(
        (&told["engine"], &told["problems"]),
        (&json!("mongodb"), &json!([]))
    );
    let server = &told["server"];
    assert!(!server["version"].as_str().unwrap().is_empty());
    assert!(
        server["majority"].is_boolean() && server["pipeline_updates"].is_boolean(),
        "{server}"
    );
    let lacks = server["lacks"].as_array().unwrap().len();
    let has = ["majority", "pipeline_updates", "change_streams"].map(|name| server[name] == json!(true));
    assert_eq!(lacks, has.iter().filter(|has| !**has).count(), "{server}");
    for language in ["en", "fr", "ar"] {
        let text = desk.done(&["--lang", language, "--database", &url, "check"]);
        assert!(text.contains("MongoDB") && text.contains(&base.name), "{text}");
        let indented = text.lines().filter(|line| line.starts_with("  ")).count();
        assert_eq!(indented, lacks + usize::from(has[0]), "{text}");
    }
}

#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn a_setting_names_the_database_more_strongly_than_the_address() {
    let base = Base::new("named");
    let other = Base::new("other");
    let desk = common::Desk::new();
    let add = |slug: &str, name: Option<&str>| {
        let mut command = desk.command(&["--json", "sellers", "add", slug, "--domain", "own.tn"]);
        command.env("MONGODB_URI", base.url());
        if let Some(name) = name {
            command.env("MONGODB_DATABASE", name);
        }
        let output = command.output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    };
    add("by-address", None);
    add("by-setting", Some(&other.name));
    let list = |base: &Base| desk.done(&["--database", &base.url(), "sellers", "list"]);
    assert!(list(&base).contains("by-address") && !list(&base).contains("by-setting"));
    assert!(list(&other).contains("by-setting") && !list(&other).contains("by-address"));
    // Of two servers each names its own: the setting would make them one.
    let output = desk
        .command(&["--json", "copy", "--from", &base.url(), "--to", &other.url()])
        .env("MONGODB_DATABASE", &base.name)
        .output()
        .unwrap();
    assert_eq!(
        output.status.code(),
        Some(4),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(list(&other).contains("by-address"));
}
