//! `rebuild --raw` through the binary: two machines that shared a base scan a sandbox, and their folders alone make it
//! again.

use crate::common;

use common::Desk;
use common::served::{Served, listed};
use serde_json::Value;

const SELLERS: u32 = 60;
const SHARED: [&str; 2] = ["--database", "sqlite:shared.db"];

/// A sandbox in a process of its own; it ends with the test.
struct Sandbox(Served);

impl Sandbox {
    fn scan(&self, desk: &Desk, machine: &str, clients: &[String]) {
        let mut arguments = vec!["--json", "--data-dir", machine];
        arguments.extend(SHARED);
        arguments.push("discover");
        for client in clients {
            arguments.extend(["--client", client]);
        }
        let output = self.0.paid(&mut desk.command(&arguments)).output().unwrap();
        let said: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
        assert!(
            said["runs"].as_u64().unwrap() > 0,
            "{machine} spends something: {said}"
        );
    }
}

/// A desk on which two machines scanned the shared base, the first for a few sellers only.
fn scanned() -> Desk {
    let desk = Desk::new();
    listed(&desk, SELLERS);
    let stores = std::fs::read_to_string(desk.path("stores.json")).unwrap();
    let listed: Value = serde_json::from_str(&stores).unwrap();
    desk.done(&[&SHARED[..], &["sellers", "import", "stores.json"]].concat());
    let sandbox = Sandbox(Served::sandbox(&desk, SELLERS, &[]));
    let slug = |store: &Value| store["slug"].as_str().unwrap().to_owned();
    let few: Vec<String> = listed.as_array().unwrap().iter().take(8).map(slug).collect();
    sandbox.scan(&desk, "one", &few);
    sandbox.scan(&desk, "two", &[]);
    desk
}

/// Rebuilds the base of this data folder; gives the exit code and what was said.
fn rebuilt(desk: &Desk, base: &str, raw: &[&str]) -> (i32, Value) {
    let mut arguments = vec!["--json", "--data-dir", base, "rebuild"];
    if !raw.is_empty() {
        arguments.push("--raw");
        arguments.extend(raw);
    }
    let output = desk.run(&arguments);
    let said = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{arguments:?}: {}", String::from_utf8_lossy(&output.stderr)));
    (output.status.code().unwrap(), said)
}

/// One test: a scan waits for what Apify takes to be sure of a cost.
#[test]
fn the_folders_of_two_machines_make_the_base_and_its_money_again_and_what_lacks_is_named() {
    let desk = scanned();
    what_cannot_be_brought_back_is_named(&desk);
    let shared = desk.json(&[&SHARED[..], &["rebuild"]].concat());
    let costs = desk.json(&[&SHARED[..], &["costs"]].concat());
    desk.done(&["--data-dir", "new", "sellers", "import", "stores.json"]);
    let (code, said) = rebuilt(&desk, "new", &["one", "two/scans", "one"]);
    assert_eq!(
        (code, &said["digest"], &said["ads"]),
        (0, &shared["digest"], &shared["ads"]),
        "{said}"
    );
    assert_eq!(said["page_journals"], 2);
    assert!(said["ledger_lines"].as_u64().unwrap() > 0 && said["ads_new"].as_u64().unwrap() > 0);
    assert_eq!(desk.json(&["--data-dir", "new", "costs"]), costs);
    // Again, and from the raw items that the base holds by now: nothing changes.
    let (code, again) = rebuilt(&desk, "new", &["one", "two"]);
    let news = (&again["ledger_lines"], &again["ads_new"], &again["reports_added"]);
    assert_eq!((code, news), (0, (&0.into(), &0.into(), &0.into())), "{again}");
    assert_eq!(again["digest"], shared["digest"]);
    assert_eq!(rebuilt(&desk, "new", &[]).1["digest"], shared["digest"]);
}

fn what_cannot_be_brought_back_is_named(desk: &Desk) {
    desk.done(&["--data-dir", "less", "sellers", "import", "stores.json"]);
    let nowhere = desk.run(&["--data-dir", "less", "rebuild", "--raw", "nowhere"]);
    assert_eq!(nowhere.status.code(), Some(2));
    let (code, said) = rebuilt(desk, "less", &["two"]);
    let missing = said["missing_runs"].as_array().unwrap();
    assert!(code == 4 && !missing.is_empty(), "{said}");
    let text = desk.run(&["--data-dir", "less", "rebuild", "--raw", "two"]);
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(
        text.contains(missing[0].as_str().unwrap()) && text.contains("Brought back"),
        "{text}"
    );
    let (code, said) = rebuilt(desk, "less", &["two", "one"]);
    assert_eq!(
        (code, said["missing_runs"].as_array().unwrap().len()),
        (0, 0),
        "{said}"
    );
    let shared = desk.json(&[&SHARED[..], &["rebuild"]].concat());
    assert_eq!(said["digest"], shared["digest"]);
}
