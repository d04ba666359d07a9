//! `probe`, `explain --probe` and what comes of them, against a DNS and pages of this process.

use crate::common;
use crate::internet;

use std::collections::BTreeSet;

use common::{Desk, shared};
use internet::Internet;
use serde_json::Value;

const SELLERS: &str = r#"[
  {"slug": "stays", "domain": "stays-here.tn"},
  {"slug": "leaves", "domain": "leaves-us.tn"},
  {"slug": "half", "domain": "half-gone.tn"},
  {"slug": "dead", "domain": "dead-shop.tn"},
  {"slug": "plain", "domain": "plain.converty.shop"}
]"#;

const BEFORE: &str = "
$TTL 300
stays-here.tn.      A 34.155.58.152
www.stays-here.tn.  CNAME stays-here.tn.
leaves-us.tn.       A 34.155.58.152
www.leaves-us.tn.   CNAME leaves-us.tn.
half-gone.tn.       A 34.155.58.152
www.half-gone.tn.   A 34.155.58.152
*.converty.shop.    A 34.155.58.152
unknown-shop.tn.    A 185.199.220.7
";

/// One seller went to Shopify, one lost its `www.`, a third never led anywhere.
fn after() -> String {
    BEFORE
        .replace(
            "leaves-us.tn.       A 34.155.58.152",
            "leaves-us.tn.       A 23.227.38.65",
        )
        .replace(
            "www.leaves-us.tn.   CNAME leaves-us.tn.",
            "www.leaves-us.tn.   CNAME shops.myshopify.com.\nshops.myshopify.com. A 23.227.38.74",
        )
        .replace("www.half-gone.tn.   A 34.155.58.152\n", "")
}

fn desk() -> Desk {
    let desk = Desk::new();
    let list = desk.write("stores.json", SELLERS);
    desk.done(&["sellers", "import", list.to_str().unwrap()]);
    desk
}

fn probe(desk: &Desk, internet: &Internet, arguments: &[&str]) -> Value {
    let mut all = vec!["--json", "probe"];
    all.extend_from_slice(arguments);
    let output = internet.settings(&mut desk.command(&all)).output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_domain_that_leaves_converty_is_named_and_no_other() {
    let desk = desk();
    let first = probe(&desk, &Internet::of(BEFORE), &["--sellers"]);
    // Four domains with their `www.`, and one shop under Converty's own suffix.
    assert_eq!(
        (&first["places"], &first["answered"]),
        (&9.into(), &9.into()),
        "{first}"
    );
    assert_eq!(first["nowhere"], 2, "dead-shop.tn and its www.");
    let overview = desk.json(&["report", "overview"]);
    assert_eq!(overview["moves"], Value::Array(vec![]));
    assert_eq!(overview["domains"]["on_converty"], 3);
    assert_eq!(overview["unresolved"], 1);

    let internet = Internet::of(&after());
    let fresh = probe(&desk, &internet, &["--sellers"]);
    assert_eq!(
        (&fresh["answered"], &fresh["fresh"]),
        (&0.into(), &9.into()),
        "nothing is due yet"
    );
    desk.done(&["cache", "clear", "--dns"]);
    let second = probe(&desk, &internet, &["--sellers"]);
    assert_eq!(second["answered"], 9, "{second}");
    let overview = desk.json(&["report", "overview"]);
    let moves = overview["moves"].as_array().unwrap();
    assert_eq!(moves.len(), 1, "{moves:?}");
    assert_eq!(
        (&moves[0]["client_id"], &moves[0]["platform"]),
        (&"leaves".into(), &"shopify".into())
    );
    assert_eq!(
        moves[0]["names"],
        serde_json::json!(["leaves-us.tn", "www.leaves-us.tn"])
    );
    let client = desk.json(&["report", "client", "leaves"]);
    assert_eq!(client["moves"][0]["domain"], "leaves-us.tn");
    let table = desk.done(&["report", "moves", "--format", "csv"]);
    assert_eq!(table.lines().count(), 2, "{table}");
    let verdict = desk.json(&["explain", "https://leaves-us.tn/product/x"]);
    assert_eq!(
        (&verdict["verdict"], &verdict["platform"]),
        (&"concurrent".into(), &"shopify".into())
    );
    assert_eq!(
        (&verdict["owner"], &verdict["contested"]),
        (&"leaves".into(), &true.into())
    );
}

#[test]
fn hosts_are_looked_at_by_name_and_explained_with_every_fact() {
    let desk = desk();
    let internet = Internet::of(BEFORE).with_page("unknown-shop.tn", "woocommerce");
    let seen = probe(&desk, &internet, &["unknown-shop.tn", "--landing"]);
    let host = &seen["hosts"][0];
    assert_eq!(host["standing"]["standing"], "elsewhere", "{host}");
    let facts: BTreeSet<&str> = host["facts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fact| fact["name"].as_str().unwrap())
        .collect();
    assert!(facts.contains("address") && facts.contains("mark"), "{facts:?}");
    let explained = desk.json(&["explain", "https://unknown-shop.tn/product/x/"]);
    assert_eq!(
        (&explained["platform"], &explained["rule"]),
        (&"woocommerce".into(), &"platform_landing".into())
    );
    let said = desk.done(&["explain", "https://unknown-shop.tn/product/x/"]);
    assert!(
        said.contains("185.199.220.7") && said.contains("woocommerce"),
        "{said}"
    );

    // Without a base nothing is kept, and everything is said.
    let nowhere = Desk::new();
    let mut command = nowhere.command(&[
        "--json",
        "explain",
        "--probe",
        "--landing",
        "https://unknown-shop.tn/",
    ]);
    let output = internet.settings(&mut command).output().unwrap();
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        document["platform"],
        "woocommerce",
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(!nowhere.path("sellers-ads-data/sellers-ads.db").exists());
}

#[test]
fn without_resolvers_nothing_is_probed_and_verdicts_say_so() {
    let desk = desk();
    let output = desk
        .command(&["probe", "--sellers"])
        .env("SELLERS_ADS_RESOLVERS", "none")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("SELLERS_ADS_RESOLVERS"));
    let said = desk.done(&["explain", "https://unknown-shop.tn/"]);
    assert!(said.contains("not probed"), "{said}");
    let mut command = desk.command(&["explain", "--probe", "https://unknown-shop.tn/"]);
    let output = command.env("SELLERS_ADS_RESOLVERS", "none").output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && said.contains("not probed"), "{said}");
    let refused = desk
        .command(&["probe", "silver"])
        .env("SELLERS_ADS_RESOLVERS", "127.0.0.1:9")
        .output()
        .unwrap();
    assert_eq!(refused.status.code(), Some(2));
}

#[test]
fn a_resolver_that_is_silent_leaves_every_host_undecided_with_its_reason() {
    let desk = desk();
    // A port where nobody answers: every try waits for its end.
    let mut command = desk.command(&["--json", "probe", "stays-here.tn"]);
    let output = command
        .env("SELLERS_ADS_RESOLVERS", "127.0.0.1:9")
        .output()
        .unwrap();
    assert_eq!(
        output.status.code(),
        Some(4),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&document["answered"], &document["undecided"]),
        (&0.into(), &2.into())
    );
    assert_eq!(document["hosts"][0]["facts"], Value::Array(vec![]));
}

#[test]
fn a_mark_added_to_one_file_finds_its_shops_among_the_pages_that_were_kept() {
    let desk = desk();
    let internet = Internet::of(BEFORE).with_page("unknown-shop.tn", "plain");
    probe(&desk, &internet, &["unknown-shop.tn", "--landing"]);
    let url = "https://unknown-shop.tn/p";
    assert_eq!(desk.json(&["explain", url])["platform"], "unknown");

    let page = String::from_utf8(sandbox::web::pages::page("plain").unwrap().body.to_vec()).unwrap();
    let title = page.split("<title>").nth(1).unwrap().split('<').next().unwrap();
    let builtin = classification::Catalogue::PLATFORMS;
    let mark = |line: &str| {
        format!("{builtin}\n[new-shop]\nname = \"New Shop\"\nkind = \"shop\"\nmarks = [\n  {line},\n]\n")
    };
    std::fs::create_dir(desk.path("mine")).unwrap();
    let with = |line: &str, arguments: &[&str]| {
        std::fs::write(desk.path("mine/platforms.toml"), mark(line)).unwrap();
        desk.command(arguments)
            .env("SELLERS_ADS_CATALOGUE", "mine")
            .output()
            .unwrap()
    };
    let good = format!("{{ html = {title:?}, source = \"its own page\" }}");
    let output = with(&good, &["--json", "explain", url]);
    let verdict: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&verdict["platform"], &verdict["rule"]),
        (&"new-shop".into(), &"platform_landing".into())
    );

    let line = builtin.lines().count() + 6;
    for bad in [
        "{ html = \"abc\", source = \"x\" }",
        "{ a = \"34.155.58.999\", source = \"x\" }",
        "{ cname = \"shops.new.tn\" }",
        "{ cookie = \"_shopify_y\", source = \"x\" }",
    ] {
        let output = with(bad, &["check"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{bad}: {said}");
        assert!(said.contains(&format!("line {line}")), "{bad}: {said}");
    }
}

/// The real base: its own domains on Converty, then a few of them with rivals.
#[test]
#[ignore = "needs ../shared/data"]
fn of_the_real_base_the_moved_are_found_and_none_else() {
    let desk = Desk::new();
    let stores = shared("converty-scan/stores.json");
    desk.done(&["sellers", "import", stores.to_str().unwrap()]);
    let listed = desk.json(&["sellers", "list"]);
    let own: BTreeSet<String> = hosts_of(&listed)
        .into_iter()
        .filter(|host| !host.ends_with(".converty.shop"))
        .collect();
    assert!(own.len() > 400, "{} domains of their own", own.len());
    let rivals = ["A 23.227.38.65", "CNAME shop.youcan.shop.", "A 198.185.159.144"];
    let moved: BTreeSet<String> = own.iter().step_by(61).cloned().collect();
    let zone = |gone: bool| {
        let record = |(number, host): (usize, &String)| {
            let target = if gone && moved.contains(host) {
                rivals[number % rivals.len()]
            } else {
                "A 34.155.58.152"
            };
            format!("{host}. 300 {target}\nwww.{host}. 300 {target}\n")
        };
        let names: String = own.iter().enumerate().map(record).collect();
        format!("*.converty.shop. 300 A 34.155.58.152\nshop.youcan.shop. 300 A 185.199.220.9\n{names}")
    };
    let first = probe(&desk, &Internet::of(&zone(false)), &["--sellers"]);
    assert_eq!(first["undecided"], 0, "{first}");
    assert_eq!(
        desk.json(&["report", "overview"])["domains"]["on_converty"],
        own.len()
    );
    probe(&desk, &Internet::of(&zone(true)), &["--sellers", "--again"]);
    let overview = desk.json(&["report", "overview"]);
    let found: BTreeSet<String> = overview["moves"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["domain"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(found, moved, "the moved ones, and none else");
    assert!(
        overview["moves"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["to"] == "platform")
    );
    assert_eq!(overview["platform_change"], Value::Null);
}

fn hosts_of(listed: &Value) -> Vec<String> {
    let sellers = listed.as_array().unwrap().iter();
    let domains = sellers.flat_map(|seller| seller["domains"].as_array().unwrap());
    let host = |domain: &Value| {
        let host = domain.as_str().unwrap();
        host.strip_prefix("www.").unwrap_or(host).to_owned()
    };
    domains.map(host).collect()
}
