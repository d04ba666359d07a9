//! What scripts rely on: keys, sums, exit codes (shared/CLI.md's contracts, on made-up data).

use crate::common;

use common::Desk;
use serde_json::{Value, json};

const SELLERS: &str = r#"[
  {"slug":"amel","domain":"amel.converty.shop"},
  {"client_id":"brahim","domains":["https://WWW.Brahim-Store.tn/","silver"]},
  {"Slug":"meta","Domaine":"<meta name=\"facebook-domain-verification\" content=\"x\">"},
  {"slug":"chedli"}
]"#;

fn ad(id: u64, page: u64, link: &str, caption: &str) -> Value {
    json!({"ad_archive_id": id.to_string(), "page_id": page.to_string(), "page_name": "Page d'essai",
           "is_active": true, "start_date": 1_766_736_000,
           "snapshot": {"link_url": link, "caption": caption, "cards": [], "body": {"text": "Livraison 8 DT"}}})
}

fn scan() -> String {
    let line = |domain: &str, ads: Vec<Value>| {
        json!({"domain": domain, "cached_at": "2025-12-28T13:24:52.642309", "ads_count": ads.len(), "ads": ads}).to_string()
    };
    [
        line("amel.converty.shop", vec![
            ad(1, 10, "https://amel.converty.shop/product/a", "amel.converty.shop"),
            ad(2, 10, "https://amel.converty.shop/product/b?utm_medium={{campaign.name}}", ""),
            ad(3, 10, "https://api.whatsapp.com/send", "amel.converty.shop"),
            ad(4, 11, "https://jolie-amel.converty.shop/", ""),
        ]),
        line("brahim-store.tn", vec![ad(5, 12, "https://brahim.youcan.shop/products/x", "brahim-store.tn")]),
        line("chedli.converty.shop", vec![json!({"error": "Ads not found", "errorCode": "ADS_NOT_FOUND", "url": "https://www.facebook.com/ads/library/?q=chedli.converty.shop"})]),
        line("silver", vec![]),
    ]
    .join("\n")
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("sellers.json", SELLERS);
    desk.write("scan.jsonl", &scan());
    desk.json(&["sellers", "import", "sellers.json"]);
    desk.json(&["ads", "import", "scan.jsonl"]);
    desk
}

#[test]
fn sellers_import_names_what_no_url_could_carry() {
    let desk = Desk::new();
    desk.write("sellers.json", SELLERS);
    let first = desk.json(&["sellers", "import", "sellers.json"]);
    assert_eq!((&first["imported"], &first["updated"]), (&json!(4), &json!(0)));
    let rejected = first["rejected"].as_array().unwrap();
    let values: Vec<_> = rejected
        .iter()
        .map(|r| (r["line"].as_u64().unwrap(), r["value"].as_str().unwrap()))
        .collect();
    assert_eq!(values[0], (2, "silver"));
    assert!(values[1].1.starts_with("<meta"));
    assert!(rejected.iter().all(|r| !r["reason"].as_str().unwrap().is_empty()));
    let again = desk.json(&["sellers", "import", "sellers.json"]);
    assert_eq!((&again["imported"], &again["updated"]), (&json!(0), &json!(0)));
}

#[test]
fn ads_import_adds_up_and_can_be_repeated() {
    let desk = Desk::new();
    desk.write(
        "scan.jsonl",
        &format!("{}\n{{\"no\":\"ad\"}}\nnot json\n", scan()),
    );
    let first = desk.json(&["ads", "import", "scan.jsonl"]);
    let refused = first["refused"].as_array().unwrap();
    assert_eq!(first["files"], 1);
    assert_eq!(
        (&first["ads"], &first["no_ads"], refused.len()),
        (&json!(5), &json!(1), 2)
    );
    assert_eq!(first["items"], json!(5 + 1 + 2));
    assert_eq!((&first["new"], &first["updated"]), (&json!(5), &json!(0)));
    for item in refused {
        assert_eq!(item["file"], "scan.jsonl");
        assert!(item["item"].as_u64().unwrap() > 0 && !item["reason"].as_str().unwrap().is_empty());
    }
    let again = desk.json(&["ads", "import", "scan.jsonl"]);
    assert_eq!(
        (&again["new"], &again["updated"], &again["items"]),
        (&json!(0), &json!(0), &first["items"])
    );
}

#[test]
fn overview_counts_each_seller_once() {
    let overview = desk().json(&["report", "overview"]);
    for (key, value) in [
        ("total_clients", 4),
        ("covered", 3),
        ("active", 1),
        ("inactive", 2),
        ("unscannable", 1),
        ("not_covered", 0),
        ("total_ads", 5),
        ("converty_ads", 3),
        ("concurrent_ads", 2),
        ("unknown_ads", 0),
    ] {
        assert_eq!(overview[key], json!(value), "{key} of {overview}");
    }
    assert_eq!(overview["money"]["spent_usd"], "0.000000");
}

#[test]
fn a_seller_added_later_changes_verdicts_for_free() {
    let desk = desk();
    desk.done(&["sellers", "add", "jolie", "--domain", "jolie-amel.converty.shop"]);
    let classified = desk.json(&["classify"]);
    assert_eq!(classified["judged"], 5);
    assert_eq!(desk.json(&["classify"])["judged"], 0, "nothing is stale any more");
    assert_eq!(
        desk.json(&["report", "client", "jolie"])["metrics"]["total_ads"],
        1
    );
    for key in [
        "clients",
        "total_ads",
        "converty_ads",
        "concurrent_ads",
        "unknown_ads",
    ] {
        assert!(classified[key].is_u64(), "{key}");
    }
}

#[test]
fn report_client_is_the_document_of_the_contract() {
    let desk = desk();
    let report = desk.json(&["report", "client", "amel"]);
    let mut report = report.as_object().unwrap().clone();
    let analyzed_at = report.remove("analyzed_at").unwrap();
    assert!(analyzed_at.as_str().unwrap().ends_with('Z'));
    // Ours, beside the contract's.
    assert_eq!(report.remove("status"), Some("active".into()));
    assert_eq!(report.remove("seen_at"), Some("2025-12-28T13:24:52.642Z".into()));
    assert_eq!(
        Value::Object(report),
        json!({
            "client_id": "amel", "type": "report", "domain": "amel.converty.shop",
            "metrics": {"total_ads": 3, "converty_ads": 2, "concurrent_ads": 1, "unknown_ads": 0,
                        "converty_ratio": 66.67, "concurrent_ratio": 33.33},
            "facebook_pages": [{"page_id": "10", "page_name": "Page d'essai", "total_ads": 3, "converty_ads": 2,
                                "concurrent_ads": 1, "converty_ratio": 66.67}],
            "competitors": [{"domain": "api.whatsapp.com", "platform": "whatsapp", "total_ads": 1}]
        })
    );
    let brahim = desk.json(&["report", "client", "brahim"]);
    assert_eq!(brahim["competitors"][0]["platform"], "youcan");
    let nothing = desk.json(&["report", "client", "chedli"]);
    assert_eq!(nothing["metrics"]["total_ads"], 0);
    assert_eq!(nothing["metrics"]["converty_ratio"], json!(0.0));
}

#[test]
fn inactive_names_the_unscannable_apart() {
    let inactive = desk().json(&["report", "inactive"]);
    let names: Vec<_> = inactive["inactive"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["client_id"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["brahim", "chedli"]);
    assert_eq!(inactive["unscannable"][0]["client_id"], "meta");
    assert!(
        inactive["unscannable"][0]["reason"]
            .as_str()
            .unwrap()
            .contains("markup")
    );
}

#[test]
fn every_report_comes_in_every_format() {
    let desk = desk();
    for report in [
        &["client", "amel"][..],
        &["inactive"],
        &["competitors"],
        &["overview"],
    ] {
        for (format, start) in [("csv", &b""[..]), ("json", b"{"), ("xlsx", b"PK"), ("table", b"")] {
            let file = format!("out.{format}");
            let mut arguments = vec!["report"];
            arguments.extend_from_slice(report);
            arguments.extend_from_slice(&["--format", format, "-o", &file]);
            desk.done(&arguments);
            let bytes = std::fs::read(desk.path(&file)).unwrap();
            assert!(
                bytes.len() > 20 && bytes.starts_with(start),
                "{report:?} as {format}"
            );
        }
    }
}

#[test]
fn no_cell_of_a_csv_starts_a_formula() {
    let desk = Desk::new();
    desk.write(
        "sellers.csv",
        "slug,domain\n\"=HYPERLINK(\"\"http://evil.example\"\")\",evil.tn\n@amel,amel.tn\n",
    );
    desk.json(&["sellers", "import", "sellers.csv"]);
    desk.write("scan.jsonl", "{\"domain\":\"evil.tn\",\"cached_at\":\"2026-01-01\",\"ads_count\":0,\"ads\":[]}\n{\"domain\":\"amel.tn\",\"cached_at\":\"2026-01-01\",\"ads_count\":0,\"ads\":[]}");
    desk.json(&["ads", "import", "scan.jsonl"]);
    let csv = desk.done(&["report", "inactive", "--format", "csv"]);
    assert!(csv.contains("'=HYPERLINK"), "{csv}");
    assert!(csv.contains("'@amel"), "{csv}");
}

#[test]
fn explain_answers_each_line_and_goes_on_after_bad_ones() {
    let desk = Desk::new();
    let input = concat!(
        "{\"url\":\"https://amel.tn/product/x\",\"own_domains\":[\"amel.tn\"]}\n",
        "not json\n",
        "{\"url\":\"https://wa.me/21600000000\"}\n",
        "{\"url\":\"https://متجر.youcan.shop/\"}\n",
    );
    let output = desk.piped(&["explain", "--jsonl"], input);
    let lines: Vec<Value> = output
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 4);
    for key in [
        "url",
        "verdict",
        "platform",
        "kind",
        "host",
        "domain",
        "confidence",
        "rule",
    ] {
        assert!(lines[0].get(key).is_some(), "{key}");
    }
    assert_eq!(lines[0]["verdict"], "converty");
    assert_eq!(
        (&lines[1]["line"], lines[1]["error"].is_string()),
        (&json!(2), true)
    );
    assert_eq!(
        (&lines[2]["verdict"], &lines[2]["kind"], &lines[2]["platform"]),
        (&json!("concurrent"), &json!("messaging"), &json!("whatsapp"))
    );
    assert_eq!(lines[3]["platform"], "youcan");
    assert!(
        !desk.path("sellers-ads-data").exists(),
        "explaining makes no database"
    );
}

#[test]
fn rebuild_gives_the_same_digest() {
    let desk = desk();
    desk.json(&["classify"]);
    let once = desk.json(&["rebuild"]);
    assert_eq!(once["ads"], 5);
    assert_eq!(desk.json(&["rebuild"])["digest"], once["digest"]);
    assert_eq!(
        (&once["mappings_changed"], &once["reports_added"]),
        (&json!(0), &json!(0))
    );
}

#[test]
fn exit_codes_tell_usage_from_failure() {
    let desk = desk();
    let code = |arguments: &[&str]| desk.run(arguments).status.code().unwrap();
    assert_eq!(code(&["report", "client", "nobody"]), 2);
    assert_eq!(code(&["ads", "import", "absent.json"]), 2);
    assert_eq!(code(&["--database", "mysql://x", "check"]), 2);
    assert_eq!(code(&["--database", "mongodb://u:secret@", "check"]), 2);
    assert_eq!(code(&["no-such-command"]), 2);
    assert_eq!(code(&["explain", "https://a.tn", "--own-domain", "silver"]), 2);
    assert_eq!(code(&["check"]), 0);
}

#[test]
fn secrets_never_reach_the_output() {
    let desk = desk();
    desk.write(
        ".env",
        "APIFY_API_TOKEN=apify_api_verysecret\nMONGODB_URI=mongodb://user:hunter2@127.0.0.1:1/?serverSelectionTimeoutMS=100\n",
    );
    for arguments in [
        &["check"][..],
        &["-vv", "check"],
        &["--json", "check"],
        &["report", "overview"],
    ] {
        let output = desk.run(arguments);
        let text = format!(
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(
            !text.contains("verysecret") && !text.contains("hunter2"),
            "{text}"
        );
    }
    desk.write(".env", "APIFY_API_TOKEN=\"apify_api_verysecret\nbroken");
    let output = desk.run(&["check"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!String::from_utf8_lossy(&output.stderr).contains("verysecret"));
}

#[test]
fn messages_speak_three_languages() {
    let desk = desk();
    for (language, word) in [("fr", "publicités"), ("en", "Ads"), ("ar", "الإعلانات")] {
        let text = desk.done(&["--lang", language, "report", "overview"]);
        assert!(text.contains(word), "{language}: {text}");
    }
    let help = desk.done(&["--lang", "fr", "--help"]);
    assert!(help.contains("Ce qui a été trouvé"), "{help}");
    assert!(help.contains("dashboard"), "{help}");
    assert!(
        help.contains("watch") && help.contains("La semaine se fait toute seule"),
        "{help}"
    );
}

#[test]
fn a_file_cut_off_is_read_as_far_as_it_goes_and_ends_in_part() {
    let desk = Desk::new();
    let whole = json!([ad(1, 1, "https://amel.tn/", ""), ad(2, 1, "https://amel.tn/", "")]).to_string();
    desk.write("cut.json", &whole[..whole.len() - 40]);
    desk.write(
        "whole.json",
        &json!([ad(3, 1, "https://amel.tn/", "")]).to_string(),
    );
    let output = desk.run(&["--json", "ads", "import", "cut.json", "whole.json"]);
    assert_eq!(output.status.code(), Some(4));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&document["new"], &document["items"]), (&json!(2), &json!(3)));
    assert_eq!(document["refused"][0]["file"], "cut.json");
}

#[test]
fn foreign_text_cannot_move_the_cursor() {
    let desk = Desk::new();
    desk.write(
        "sellers.csv",
        "slug,domain\nevil\u{1b}[2J,\"\u{1b}]0;x\u{7}.tn\"\n",
    );
    let output = desk.run(&["sellers", "import", "sellers.csv"]);
    assert!(
        !output.stdout.contains(&0x1b),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
    let output = desk.run(&["sellers", "list"]);
    assert!(
        !output.stdout.contains(&0x1b),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
    let output = desk.run(&["report", "client", "\u{1b}[31mred"]);
    assert!(
        !output.stderr.contains(&0x1b),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn a_platform_is_added_without_rust() {
    let desk = desk();
    let builtin = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../classification/catalogue");
    let platforms = std::fs::read_to_string(builtin.join("platforms.toml")).unwrap();
    let added =
        "\n[new-shop]\nname = \"New Shop\"\nkind = \"shop\"\nregion = \"TN\"\nsuffixes = [\"newshop.tn\"]\n";
    std::fs::create_dir(desk.path("catalogue")).unwrap();
    desk.write("catalogue/platforms.toml", &format!("{platforms}{added}"));
    std::fs::copy(
        builtin.join("destinations.toml"),
        desk.path("catalogue/destinations.toml"),
    )
    .unwrap();
    let platform = |catalogue: &str| {
        let mut command = desk.command(&["--json", "explain", "https://amel.newshop.tn/"]);
        let output = command.env("SELLERS_ADS_CATALOGUE", catalogue).output().unwrap();
        let explained: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        (output.status.code(), explained["platform"].clone())
    };
    assert_eq!(platform("catalogue"), (Some(0), json!("new-shop")));
    assert_eq!(
        platform(""),
        (Some(0), json!("unknown")),
        "the built-in catalogue does not know it"
    );
    desk.write("catalogue/platforms.toml", &format!("{platforms}{added}{added}"));
    assert_eq!(
        platform("catalogue").0,
        Some(2),
        "a mistake in the catalogue is told, not ignored"
    );
}
