//! `copy` between files, and what is said where it cannot be.

use crate::common;
use crate::world;

use common::Desk;
use serde_json::json;

#[test]
fn a_base_is_copied_into_another_file() {
    let desk = world::filled();
    let digest = world::digest(&desk, &[]);
    let to = ["copy", "--from", world::FILE, "--to", "sqlite:other.db"];
    let copied = desk.json(&to);
    assert_eq!((&copied["same"], &copied["passes"]), (&json!(true), &json!(1)));
    assert_eq!((&copied["sellers"], &copied["items"]), (&json!(3), &json!(4)));
    assert_eq!((&copied["digest_from"], &copied["digest_to"]), (&digest, &digest));
    assert_eq!(copied["resumed"], json!(false));
    let again = desk.json(&to);
    assert_eq!((&again["same"], &again["items"]), (&json!(true), &json!(0)));
    assert_eq!(again["resumed"], json!(true));
    let other = ["--database", "sqlite:other.db"];
    assert_eq!(world::digest(&desk, &other), digest);
    assert_eq!(world::overview(&desk, &other), world::overview(&desk, &[]));
    assert!(desk.done(&to).contains("✓ Both are the same"));
}

#[test]
fn what_differs_is_told_by_its_exit_code() {
    let desk = world::filled();
    desk.done(&[
        "--database",
        "sqlite:other.db",
        "sellers",
        "add",
        "own",
        "--domain",
        "own.tn",
    ]);
    let output = desk.run(&["--json", "copy", "--from", world::FILE, "--to", "sqlite:other.db"]);
    assert_eq!(output.status.code(), Some(4));
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&told["same"], &told["same_ledger"]),
        (&json!(false), &json!(true))
    );
}

#[test]
fn what_cannot_be_copied_is_refused_in_words() {
    let desk = world::filled();
    let refused = |from: &str, to: &str, says: &str| {
        let output = desk.run(&["copy", "--from", from, "--to", to]);
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert!(text.contains(says) && text.contains('→'), "{text}");
        assert!(!text.contains("hunter2"), "{text}");
    };
    refused(
        "sqlite:absent.db",
        "sqlite:other.db",
        "there is no database at absent.db",
    );
    refused(world::FILE, world::FILE, "both sides are the same database");
    refused("mysql://user:hunter2@h", "sqlite:other.db", "--from: `mysql`");
    refused(world::FILE, "mongo://user:hunter2@h", "--to: `mongo`");
    assert!(!desk.path("absent.db").exists());
    // Money was spoken of in both, and not in the same words.
    for (file, cost) in [("sellers-ads-data/sellers-ads.db", 1), ("other.db", 2)] {
        world::spend(&desk.path(file), cost);
    }
    refused(world::FILE, "sqlite:other.db", "two ledgers are never merged");
}

#[test]
fn a_server_that_does_not_answer_is_told_with_what_to_do() {
    let desk = Desk::new();
    let uri = world::nobody("user:hunter2@");
    for (language, says) in [
        ("en", "see that the server runs"),
        ("fr", "vérifiez que le serveur"),
        ("ar", "تأكد أن الخادم"),
    ] {
        for arguments in [
            &["check"][..],
            &["-vv", "sellers", "list"],
            &["copy", "--from", &uri, "--to", &uri],
        ] {
            let output = desk
                .command(arguments)
                .env("MONGODB_URI", &uri)
                .env("SELLERS_ADS_LANG", language)
                .output()
                .unwrap();
            let text = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(2), "{text}");
            assert!(text.contains(says) && text.contains("MONGODB_URI"), "{text}");
            assert!(!text.contains("hunter2"), "{text}");
        }
    }
}

#[test]
fn the_address_may_come_from_every_source_and_never_shows_its_password() {
    let desk = Desk::new();
    let uri = world::nobody("user:hunter2@");
    desk.write(
        "sellers-ads.toml",
        &format!("mongodb_uri = {uri:?}\nmongodb_database = \"base\"\n"),
    );
    let by_file = desk.run(&["check"]);
    desk.write("sellers-ads.toml", "");
    desk.write(".env", &format!("MONGODB_URI={uri}\n"));
    let by_dotenv = desk.run(&["check"]);
    let by_flag = desk.run(&["--database", &uri, "check"]);
    for output in [by_file, by_dotenv, by_flag] {
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert!(text.contains("127.0.0.1:") && !text.contains("hunter2"), "{text}");
    }
    let stronger = desk.json(&["--database", "sqlite:own.db", "check"]);
    assert_eq!(
        (&stronger["engine"], &stronger["server"]),
        (&json!("sqlite"), &json!(null))
    );
}
