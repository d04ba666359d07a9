//! Discovery through the binary: the sandbox in one process, scans in others, over loopback.

use crate::common;

use std::process::{Command, Output};

use common::Desk;
use common::served::{Served, stocked};
use sandbox::world::{SellerTruth, World};
use serde_json::Value;

const SELLERS: u32 = 120;

/// A sandbox in a process of its own; it ends with the test.
struct Sandbox(Served);

impl Sandbox {
    fn new(desk: &Desk, more: &[&str]) -> Self {
        Self(Served::sandbox(desk, SELLERS, more))
    }

    fn command(&self, desk: &Desk, arguments: &[&str]) -> Command {
        let mut command = desk.command(arguments);
        self.0
            .paid(&mut command)
            .env("SELLERS_ADS_RESOLVERS", self.0.text("resolvers"))
            .env("SELLERS_ADS_PROBE_VIA", self.0.text("probe_via"));
        command
    }

    fn run(&self, desk: &Desk, arguments: &[&str]) -> Output {
        self.command(desk, arguments).output().unwrap()
    }

    /// Runs with `--json`, whatever the exit code.
    fn json(&self, desk: &Desk, arguments: &[&str]) -> (i32, Value) {
        let mut all = vec!["--json"];
        all.extend_from_slice(arguments);
        let output = self.run(desk, &all);
        let document = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{all:?}: {}", String::from_utf8_lossy(&output.stderr)));
        (output.status.code().unwrap(), document)
    }
}

/// A desk whose base holds the sellers of the sandbox's world.
fn desk() -> (Desk, World) {
    stocked(SELLERS)
}

fn micros(amount: &Value) -> i64 {
    let text = amount.as_str().expect("money is text");
    assert_eq!(
        text.split_once('.').expect("with six places").1.len(),
        6,
        "{text}"
    );
    model::MicroDollars::parse(text).unwrap().micros()
}

#[test]
fn a_scan_covers_everyone_a_second_asks_pages_and_a_third_spends_nothing() {
    let (desk, world) = desk();
    let sandbox = Sandbox::new(&desk, &[]);
    let (code, plan) = sandbox.json(&desk, &["discover", "--plan"]);
    assert_eq!(code, 0);
    assert!(
        plan["lines"].as_array().is_some_and(|lines| !lines.is_empty()),
        "{plan}"
    );
    let (_, before) = sandbox.json(&desk, &["costs", "--quick"]);
    assert_eq!(micros(&before["spent_usd"]), 0, "a plan costs nothing");

    let (code, summary) = sandbox.json(&desk, &["discover"]);
    assert_eq!(
        (code, summary["stopped_by"].as_str()),
        (0, Some("done")),
        "{summary}"
    );
    let truth: Vec<_> = world.truth().collect();
    let unscannable = truth.iter().filter(|seller| seller.unscannable).count();
    assert_eq!(summary["sellers_total"], SELLERS);
    assert_eq!(summary["sellers_covered"], truth.len() - unscannable);
    assert_eq!(summary["sellers_left"], 0);
    for key in ["sellers_active", "ads_new", "ads_seen", "runs"] {
        assert!(summary[key].is_u64(), "{key}: {summary}");
    }
    let spent = micros(&summary["spent_usd"]);
    assert!(spent > 0 && micros(&summary["reserved_usd"]) == 0);
    assert_eq!(micros(&summary["budget_usd"]), 5_000_000);

    let (code, costs) = sandbox.json(&desk, &["costs"]);
    assert_eq!(code, 0);
    assert_eq!(
        micros(&costs["spent_usd"]),
        spent,
        "the ledger says what the scan said"
    );
    assert_eq!(micros(&costs["left_usd"]), 5_000_000 - spent);
    assert_eq!(costs["clients_covered"], truth.len() - unscannable);
    assert!(
        costs["percent"].is_u64() && costs["clients_left_estimate"].is_u64(),
        "{costs}"
    );
    let checked = sandbox.json(&desk, &["check"]).1;
    assert_eq!(checked["apify"]["reachable"], true);
    let account = checked["apify"]["used_usd"].clone();
    assert_eq!(micros(&account), spent, "and the account says the same");

    let (_, again) = sandbox.json(&desk, &["discover", "--pages", "50"]);
    let pages = micros(&again["spent_usd"]);
    assert!(pages > 0, "pages that hosts showed were never asked");
    assert_eq!(again["sellers_covered"], summary["sellers_covered"]);
    let (_, third) = sandbox.json(&desk, &["discover"]);
    assert_eq!(micros(&third["spent_usd"]), 0, "now everything was asked");
}

#[test]
fn the_budget_stops_a_scan_with_its_own_exit_code() {
    let (desk, _) = desk();
    let sandbox = Sandbox::new(&desk, &[]);
    let (code, summary) = sandbox.json(&desk, &["discover", "--budget", "0.008"]);
    assert_eq!(
        (code, summary["stopped_by"].as_str()),
        (3, Some("budget")),
        "{summary}"
    );
    assert!(micros(&summary["spent_usd"]) <= 8_000);
    assert!(summary["sellers_left"].as_u64().unwrap() > 0);
}

#[test]
fn the_accounts_own_limit_rules_where_it_is_lower() {
    let (desk, _) = desk();
    let sandbox = Sandbox::new(&desk, &["--budget", "0.008"]);
    let (code, summary) = sandbox.json(&desk, &["discover"]);
    assert_eq!(code, 3, "{summary}");
    assert!(micros(&summary["spent_usd"]) <= 8_000);
}

#[test]
fn without_a_token_nothing_is_asked_and_the_token_is_never_told() {
    let (desk, _) = desk();
    let output = desk.run(&["discover"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("APIFY_API_TOKEN"));
    let sandbox = Sandbox::new(&desk, &[]);
    for arguments in [
        &["-vv", "discover", "--plan"][..],
        &["-vv", "check"],
        &["-vv", "costs"],
    ] {
        let output = sandbox.run(&desk, arguments);
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        assert!(!said.contains(sandbox.0.text("token")), "{arguments:?}: {said}");
    }
    let wrong = sandbox
        .command(&desk, &["discover"])
        .env("APIFY_API_TOKEN", "apify_api_wrong_one")
        .output()
        .unwrap();
    assert!(!wrong.status.success());
    assert!(!String::from_utf8_lossy(&wrong.stderr).contains("apify_api_wrong_one"));
}

#[test]
fn only_the_named_seller_is_asked_about() {
    let (desk, world) = desk();
    let sandbox = Sandbox::new(&desk, &[]);
    let named = world.truth().find(SellerTruth::is_active).unwrap().slug;
    let (code, summary) = sandbox.json(&desk, &["discover", "--client", &named]);
    assert_eq!(code, 0, "{summary}");
    assert_eq!(summary["sellers_active"], 1, "{summary}");
    assert!(micros(&summary["spent_usd"]) < 100_000);
    let output = sandbox.run(&desk, &["discover", "--client", "nobody-has-this"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn raw_pages_of_settled_runs_can_be_cleared() {
    let (desk, _) = desk();
    let sandbox = Sandbox::new(&desk, &[]);
    sandbox.json(&desk, &["discover", "--budget", "0.008"]);
    let cleared = desk.json(&["cache", "clear"]);
    assert!(cleared["records_cleared"].as_u64().unwrap() > 0, "{cleared}");
    assert_eq!(cleared["records_kept"], 0);
    assert_eq!(desk.json(&["cache", "clear"])["records_cleared"], 0);
}

#[test]
fn domains_that_lead_nowhere_are_not_paid_for_once_somebody_looked() {
    let (desk, world) = desk();
    let sandbox = Sandbox::new(&desk, &[]);
    let dead: Vec<String> = world
        .web(sandbox::world::WebRates::default())
        .signs()
        .filter(|sign| !sign.resolves || sign.parked)
        .map(|sign| sign.host.as_str().to_owned())
        .collect();
    assert!(!dead.is_empty());
    let (_, before) = sandbox.json(&desk, &["discover", "--plan"]);
    assert_eq!(before["unresolved"], 0, "nobody looked yet");
    let (code, plan) = sandbox.json(&desk, &["discover", "--plan", "--probe"]);
    assert_eq!((code, &plan["unresolved"]), (0, &dead.len().into()));
    assert!(micros(&plan["expected_usd"]) < micros(&before["expected_usd"]));
    let (code, _) = sandbox.json(&desk, &["discover"]);
    assert_eq!(code, 0);
    let database = database::Sqlite::open(&desk.path("sellers-ads-data/sellers-ads.db")).unwrap();
    database::Database::each_search(&database, &mut |search| {
        assert!(!dead.contains(&search.domain), "{} was paid for", search.domain);
        Ok(std::ops::ControlFlow::Continue(()))
    })
    .unwrap();
    let overview = desk.json(&["report", "overview"]);
    assert_eq!(overview["unresolved"], dead.len());
}
