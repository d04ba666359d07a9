//! Exports that go out: a folder in which files are whole or not there, a bucket that speaks S3, through the outbox.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use analytics::Zone;
use database::{Database, sqlite::Sqlite};
use model::Timestamp;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use watch::channels::Channel;
use watch::exporting::{ExportError, ExportSettings, Exporter, File, Outgoing};
use watch::outbox::{Outbox, Outcome, State};

/// Fails so often, then gives the address back as a table.
struct Tables(AtomicU64);

impl Exporter for Tables {
    fn export(&self, address: &str) -> Result<File, ExportError> {
        if address.contains("/nothing/") {
            return Err(ExportError::NoSuchExport(address.to_owned()));
        }
        if self.0.load(Ordering::Relaxed) > 0 {
            self.0.fetch_sub(1, Ordering::Relaxed);
            return Err(ExportError::Failed("the figures are not there yet".to_owned()));
        }
        Ok(File {
            name: "clients.csv".to_owned(),
            bytes: address.as_bytes().to_vec(),
        })
    }
}

fn now() -> Timestamp {
    Timestamp::parse("2026-11-23T05:00:00Z").unwrap()
}

fn open(toml: &str, fails: u64) -> Outgoing {
    let settings: ExportSettings = toml::from_str(toml).unwrap();
    let zone = Zone::named("Africa/Tunis").unwrap();
    let variables = |name: &str| match name {
        "AWS_ACCESS_KEY_ID" => Some("AKEXAMPLE".to_owned()),
        "AWS_SECRET_ACCESS_KEY" => Some("hush".to_owned()),
        _ => None,
    };
    Outgoing::open(
        &settings,
        (&zone, "Africa/Tunis"),
        Arc::new(Tables(AtomicU64::new(fails))),
        &variables,
    )
    .unwrap()
}

#[tokio::test]
async fn a_folder_gets_whole_files_by_day_and_zone_and_failures_are_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out");
    let toml = format!(
        "name = \"bi\"\naddress = \"/export/clients/csv?status=active\"\nkind = \"folder\"\npath = {:?}\n",
        path.to_str().unwrap()
    );
    let outgoing = Arc::new(open(&toml, 2));
    let database: Arc<dyn Database> = Arc::new(Sqlite::open_in_memory().unwrap());
    let outbox = Outbox::new(database, "one");
    let order = outgoing.order(now());
    assert!(outbox.put(&order, now()).unwrap());
    assert!(
        !outbox.put(&outgoing.order(now()), now()).unwrap(),
        "one moment orders it once"
    );
    let ways: [Arc<dyn Channel>; 1] = [outgoing.clone()];
    let at = Arc::new(Mutex::new(now()));
    let told = {
        let at = Arc::clone(&at);
        move || *at.lock().unwrap()
    };
    while let Some(due) = outbox.send_due(&ways, &told).await.unwrap().next_due {
        *at.lock().unwrap() = due;
    }
    // A replay overwrites: one order, one file.
    outbox.replay(&order.key, "amel", told()).unwrap();
    outbox.send_due(&ways, &told).await.unwrap();
    let files: Vec<String> = std::fs::read_dir(&path)
        .unwrap()
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(files, ["clients_2026-11-23_06-00_Africa-Tunis.csv"]);
    assert_eq!(
        std::fs::read_to_string(path.join(&files[0])).unwrap(),
        "/export/clients/csv?status=active"
    );
    let delivery = &outbox.log(9).unwrap()[0];
    assert!(matches!(delivery.state, State::Sent { .. }) && delivery.message.channel == "export:bi");
    assert_eq!(delivery.attempts.len(), 4);
    assert!(
        matches!(&delivery.attempts[0].outcome, Outcome::PutOff { reason, .. } if reason.contains("not there yet"))
    );
}

#[tokio::test]
async fn what_cannot_be_written_is_put_off_and_what_is_no_export_is_given_up() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let toml = |address: &str| {
        format!(
            "name = \"bi\"\naddress = \"{address}\"\nkind = \"folder\"\npath = {:?}\n",
            file.to_str().unwrap()
        )
    };
    for (address, for_good) in [("/export/clients/csv", false), ("/export/nothing/csv", true)] {
        let outgoing = open(&toml(address), 0);
        let refusal = outgoing.send(&outgoing.order(now()), now()).await.unwrap_err();
        assert_eq!(
            matches!(refusal, watch::channels::Refusal::ForGood { .. }),
            for_good,
            "{refusal}"
        );
    }
}

/// Answers each request with a status, and keeps its head and body.
async fn store(statuses: Vec<u16>) -> (String, Arc<Mutex<Vec<(String, String)>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let heard = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&heard);
    tokio::spawn(async move {
        let mut statuses = statuses.into_iter();
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let request = request(&mut stream).await;
            kept.lock().unwrap().push(request);
            let status = statuses.next().unwrap_or(200);
            let answer = format!(
                "HTTP/1.1 {status} X\r\netag: \"e\"\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            );
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    (address, heard)
}

async fn request(stream: &mut TcpStream) -> (String, String) {
    let mut text = String::new();
    loop {
        let mut bytes = [0; 4096];
        let read = stream.read(&mut bytes).await.unwrap();
        text.push_str(std::str::from_utf8(&bytes[..read]).unwrap());
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let head = head.to_ascii_lowercase();
            let length = head
                .split("content-length: ")
                .nth(1)
                .and_then(|it| it.split("\r\n").next());
            if body.len() >= length.map_or(0, |it| it.parse().unwrap()) {
                return (text.split("\r\n\r\n").next().unwrap().to_owned(), body.to_owned());
            }
        }
    }
}

#[tokio::test]
async fn a_bucket_gets_a_signed_put() {
    let (address, heard) = store(vec![503, 403, 200]).await;
    let toml = format!(
        "name = \"lake\"\naddress = \"/export/clients/csv\"\nkind = \"bucket\"\nbucket = \"sales\"\nregion = \"eu-west-3\"\n\
         prefix = \"/ads/weekly/\"\nendpoint = \"{address}\"\n"
    );
    let outgoing = open(&toml, 0);
    assert_eq!(outgoing.shown().host.as_deref(), Some("127.0.0.1"));
    let order = outgoing.order(now());
    let mut said = Vec::new();
    for _ in 0..3 {
        said.push(
            outgoing
                .send(&order, now())
                .await
                .map_or_else(|refusal| refusal.to_string(), |it| it.answer),
        );
    }
    let name = "clients_2026-11-23_06-00_Africa-Tunis.csv";
    let taken = format!("{name}, 19 bytes");
    assert_eq!(
        said,
        [
            "the store did not take it",
            "the key may not write there",
            taken.as_str()
        ]
    );
    let heard = heard.lock().unwrap();
    assert_eq!(heard.len(), 3, "the outbox retries, the store's client does not");
    for (head, body) in heard.iter() {
        assert!(
            head.starts_with(&format!("PUT /sales/ads/weekly/{name} HTTP/1.1")),
            "{head}"
        );
        let head = head.to_ascii_lowercase();
        assert!(
            head.contains("authorization: aws4-hmac-sha256 credential=akexample/"),
            "{head}"
        );
        assert!(
            head.contains("/eu-west-3/s3/aws4_request") && head.contains("x-amz-content-sha256: "),
            "{head}"
        );
        assert!(!head.contains("hush"));
        assert_eq!(body, "/export/clients/csv");
    }
}

#[test]
fn settings_that_cannot_be_used_say_so_without_a_key() {
    let zone = Zone::named("Africa/Tunis").unwrap();
    let error = |toml: &str| {
        let settings: ExportSettings = toml::from_str(toml).unwrap();
        let tables = Arc::new(Tables(AtomicU64::new(0)));
        Outgoing::open(&settings, (&zone, "Africa/Tunis"), tables, &|_| None)
            .err()
            .unwrap()
            .to_string()
    };
    let bucket =
        "name = \"lake\"\naddress = \"/export/x/csv\"\nkind = \"bucket\"\nbucket = \"b\"\nkey_env = \"ID\"\n";
    assert_eq!(error(bucket), "export lake: the variable ID is missing");
    assert_eq!(
        error("name = \"a\"\naddress = \"/export/x/csv\"\nkind = \"folder\""),
        "export a: path is missing"
    );
    assert!(
        error("name = \"a\"\naddress = \"http://x\"\nkind = \"folder\"").contains("begins with /export/")
    );
}
