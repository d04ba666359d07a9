//! The dashboard on a socket: live events, scans that others do, keep-alive, and a clean end.
#![allow(clippy::disallowed_methods, reason = "a client of the server on loopback")]

use crate::door;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use access::Role;
use dashboard::scans::{self, Wanted};
use dashboard::view::{ScanProgress, ScanState};
use database::{Database as _, Shelf};
use door::{Door, local};
use model::Seller;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A dashboard that serves, until it is told to stop.
struct Served {
    door: Arc<Door>,
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<std::io::Result<()>>,
    freshened: Arc<AtomicU32>,
}

async fn serve(door: Door) -> Served {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let freshened = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&freshened);
    let mut dashboard = door.dashboard();
    dashboard.freshen = Arc::new(move || {
        count.fetch_add(1, Ordering::Relaxed);
        Ok(())
    });
    let (stop, stopped) = oneshot::channel();
    let ended = tokio::spawn(dashboard.serve(listener, async {
        let _ = stopped.await;
    }));
    Served {
        door: Arc::new(door),
        address,
        stop,
        ended,
        freshened,
    }
}

impl Served {
    async fn connect(&self, path: &str, headers: &str) -> BufReader<TcpStream> {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let head = format!("GET {path} HTTP/1.1\r\nhost: {}\r\n{headers}\r\n", self.address);
        stream.write_all(head.as_bytes()).await.unwrap();
        BufReader::new(stream)
    }

    async fn stop(self) {
        self.stop.send(()).unwrap();
        let ended = tokio::time::timeout(Duration::from_secs(20), self.ended).await;
        ended.expect("it stops").unwrap().unwrap();
    }
}

/// The data of the next event of this name.
async fn event(stream: &mut BufReader<TcpStream>, name: &str) -> serde_json::Value {
    let wanted = format!("event: {name}");
    let mut found = false;
    loop {
        let mut line = String::new();
        let read = tokio::time::timeout(Duration::from_secs(30), stream.read_line(&mut line)).await;
        assert!(read.expect("an event comes").unwrap() > 0, "the stream ended");
        if found && let Some(data) = line.strip_prefix("data: ") {
            return serde_json::from_str(data).unwrap();
        }
        found = line.trim_end() == wanted;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_hear_of_new_data_and_of_scans() {
    let served = serve(Door::new(local())).await;
    let mut stream = served.connect("/events?lang=en", "").await;
    let first = event(&mut stream, "stamp").await;
    served
        .door
        .database
        .upsert_sellers(&[Seller::new("nour-tech", ["nour-tech.tn"])])
        .unwrap();
    let second = event(&mut stream, "stamp").await;
    assert_ne!(first["stamp"], second["stamp"]);

    let database = &*served.door.database;
    let asked = scans::request(database, &Wanted::default(), "local", served.door.now()).unwrap();
    let waiting = event(&mut stream, "scan").await;
    assert_eq!(
        (&waiting["id"], &waiting["state"]),
        (&asked.id.as_str().into(), &"waiting".into())
    );
    let mut claim = scans::claim(database, served.door.now()).unwrap().unwrap();
    assert!(
        scans::claim(database, served.door.now()).unwrap().is_none(),
        "one worker has it"
    );
    let progress = ScanProgress {
        questions: 3,
        questions_in_all: 12,
        ads: 40,
        ..ScanProgress::default()
    };
    assert!(claim.progress(database, &progress).unwrap());
    loop {
        let running = event(&mut stream, "scan").await;
        if running["done"] == 3 {
            assert_eq!(
                (&running["state"], &running["all"]),
                (&"running".into(), &12.into())
            );
            assert!(running["questions"].as_str().unwrap().contains("12"), "{running}");
            break;
        }
    }
    claim.finish(database, ScanState::Done, &progress, None).unwrap();
    while event(&mut stream, "scan").await["state"] != "done" {}
    assert!(
        served.freshened.load(Ordering::Relaxed) > 0,
        "documents were behind"
    );
    served.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scan_that_was_called_off_is_no_workers_any_more() {
    let door = Door::new(local());
    let database = &*door.database;
    let wanted = Wanted {
        clients: vec!["dar-deco".to_owned()],
        budget: None,
    };
    let asked = scans::request(database, &wanted, "local", door.now()).unwrap();
    let mut claim = scans::claim(database, door.now()).unwrap().unwrap();
    assert_eq!(claim.scan.clients, ["dar-deco"]);
    scans::cancel(database, &asked.id).unwrap();
    let progress = ScanProgress {
        ads: 7,
        ..ScanProgress::default()
    };
    assert!(!claim.progress(database, &progress).unwrap());
    claim.finish(database, ScanState::Done, &progress, None).unwrap();
    let record = database.record(Shelf::Requests, &asked.id).unwrap().unwrap();
    assert!(
        record.body.contains("cancelled") && record.body.contains(r#""ads":7"#),
        "{}",
        record.body
    );

    // A worker that fell silent loses its scan to the next one.
    scans::request(database, &wanted, "local", door.now()).unwrap();
    let mut silent = scans::claim(database, door.now()).unwrap().unwrap();
    door.pass(11 * 60);
    assert!(scans::claim(database, door.now()).unwrap().is_some());
    assert!(!silent.progress(database, &progress).unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn one_connection_serves_many_requests_and_a_broken_one_harms_nobody() {
    let served = serve(Door::new(local())).await;
    let mut stream = TcpStream::connect(served.address).await.unwrap();
    for _ in 0..3 {
        let head = format!("GET /healthz HTTP/1.1\r\nhost: {}\r\n\r\n", served.address);
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = vec![0; 1_024];
        let read = stream.read(&mut answer).await.unwrap();
        assert!(answer[..read].starts_with(b"HTTP/1.1 200 OK"));
    }
    let mut broken = TcpStream::connect(served.address).await.unwrap();
    broken.write_all(b"NOT HTTP AT ALL\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    broken.read_to_string(&mut answer).await.unwrap();
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 400"),
        "{answer}"
    );
    let nameless = b"GET /healthz HTTP/1.1\r\n\r\n";
    let mut without = TcpStream::connect(served.address).await.unwrap();
    without.write_all(nameless).await.unwrap();
    let mut answer = vec![0; 64];
    let read = without.read(&mut answer).await.unwrap();
    assert!(answer[..read].starts_with(b"HTTP/1.1 421"));
    served.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_that_was_removed_elsewhere_is_out_within_seconds() {
    let door = Door::new(local());
    door.user("amal", Role::Viewer);
    let cookie = door.session("amal");
    let served = serve(door).await;
    let status = async || {
        let headers = format!("cookie: {cookie}\r\nconnection: close\r\n");
        let mut line = String::new();
        let mut stream = served.connect("/", &headers).await;
        stream.read_line(&mut line).await.unwrap();
        line
    };
    assert!(status().await.contains("200"));
    served.door.access.remove_user("amal").unwrap();
    // With the last user gone this machine needs no login again; another one keeps it closed.
    served.door.user("sami", Role::Viewer);
    for _ in 0..100 {
        if status().await.contains("303") {
            return served.stop().await;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("still in");
}
