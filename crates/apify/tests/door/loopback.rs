//! The real HTTP client against a server on this machine.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use apify::{Door, DoorOptions, Error, StartError, Token};
use model::MicroDollars;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// Gives every connection the same bytes and closes it; counts requests.
async fn server(answer: &'static [u8]) -> (Door, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut buffer = vec![0; 65_536];
            if socket.read(&mut buffer).await.unwrap_or(0) > 0 {
                counted.fetch_add(1, Ordering::SeqCst);
                let _ = socket.write_all(answer).await;
                let _ = socket.shutdown().await;
            }
        }
    });
    let options = DoorOptions {
        base_url,
        attempts: 3,
        first_pause: Duration::from_millis(1),
        ..DoorOptions::new(Token::new("t0k3nSecret"))
    };
    (Door::new(options).unwrap(), count)
}

#[tokio::test]
async fn an_answer_comes_through() {
    let (door, _) =
        server(b"HTTP/1.1 200 OK\r\ncontent-length: 26\r\n\r\n{\"data\":{\"itemCount\": 12}}").await;
    assert_eq!(door.dataset("d").await.unwrap().item_count, 12);
}

#[tokio::test]
async fn a_start_is_sent_once_though_the_connection_breaks_or_points_elsewhere() {
    for answer in [
        b"".as_slice(),
        b"HTTP/1.1 201 Created\r\ncontent-length: 500\r\n\r\n{\"data\":{\"actId\"",
        b"HTTP/1.1 307 Temporary Redirect\r\nlocation: /v2/actors/a/runs\r\ncontent-length: 0\r\n\r\n",
    ] {
        let (door, count) = server(answer).await;
        let started = door
            .start("a", &json!({"runTag": "t"}), MicroDollars::new(10_000))
            .await;
        assert!(matches!(started, Err(StartError::Unknown(_))), "{started:?}");
        assert_eq!(count.load(Ordering::SeqCst), 1, "{started:?}");
    }
}

#[tokio::test]
async fn a_read_cut_off_is_asked_again() {
    let (door, count) = server(b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n[{\"a\":1}").await;
    let error = door.items("secretset", 0, 10).await.unwrap_err();
    assert!(matches!(error, Error::Unreachable { attempts: 3, .. }), "{error}");
    assert!(!error.to_string().contains("secretset"), "{error}");
    assert_eq!(count.load(Ordering::SeqCst), 3);
}

#[test]
fn an_address_must_be_one() {
    for base_url in ["", "api.apify.com", "ftp://api.apify.com"] {
        let options = DoorOptions {
            base_url: base_url.to_owned(),
            ..DoorOptions::new(Token::new("t"))
        };
        assert!(
            matches!(Door::new(options), Err(Error::Settings(_))),
            "{base_url}"
        );
    }
}
