//! The sandbox behind real sockets: connections that end, bodies that break, a stop that lets answers out.
#![allow(
    clippy::disallowed_methods,
    reason = "it knocks at the server under test, on loopback"
)]

use crate::api_common;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use api_common::{ACTOR, apify, input, spec, start_time};
use apify_client::{ActorStartOptions, ApifyClient, ApifyClientError};
use sandbox::api::{Apify, ApifySpec, MAX_BODY, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

struct Server {
    address: SocketAddr,
    apify: Arc<Mutex<Apify>>,
    stop: oneshot::Sender<()>,
    done: JoinHandle<std::io::Result<()>>,
}

async fn server(spec: ApifySpec) -> Server {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let apify = Arc::new(Mutex::new(apify(spec)));
    let (stop, stopped) = oneshot::channel::<()>();
    // A clock that stands still: nothing here depends on time passing.
    let clock = Arc::new(start_time);
    let done = tokio::spawn(serve(listener, Arc::clone(&apify), clock, stopped));
    Server {
        address,
        apify,
        stop,
        done,
    }
}

impl Server {
    fn client(&self) -> ApifyClient {
        ApifyClient::builder()
            .token("apify_api_sandbox")
            .base_url(format!("http://{}", self.address))
            .max_retries(0)
            .build()
    }

    fn runs(&self) -> usize {
        self.apify.lock().unwrap().truth().runs.len()
    }

    /// Everything that comes back for these bytes until the connection ends.
    async fn raw(&self, request: &[u8]) -> String {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(request).await.unwrap();
        let mut answer = Vec::new();
        // A reset is an end, too.
        stream.read_to_end(&mut answer).await.ok();
        String::from_utf8_lossy(&answer).into_owned()
    }

    async fn stop(self) {
        self.stop.send(()).unwrap();
        self.done.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn the_rust_client_speaks_to_it_over_a_socket() {
    let server = server(spec("").instant()).await;
    let run = server
        .client()
        .actor(ACTOR)
        .start(Some(&input(&[12])), ActorStartOptions::default())
        .await
        .unwrap();
    let items = server
        .client()
        .dataset(run.default_dataset_id.unwrap())
        .list_items::<serde_json::Value>(apify_client::DatasetListItemsOptions::default())
        .await
        .unwrap();
    assert_eq!(items.total, 12);
    let address = server.address;
    server.stop().await;
    assert!(TcpStream::connect(address).await.is_err(), "it no longer listens");
}

#[tokio::test]
async fn a_lost_answer_closes_the_connection_without_a_byte() {
    // This seed closes instead of staying silent.
    let seed = (0..100).find(|seed| closes(*seed)).unwrap();
    let server = server(ApifySpec {
        seed,
        ..spec("start-then-lost=1")
    })
    .await;
    let body = input(&[1]).to_string();
    let request = format!(
        "POST /v2/acts/{ACTOR}/runs HTTP/1.1\r\nhost: x\r\nauthorization: Bearer apify_api_sandbox\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    assert_eq!(server.raw(request.as_bytes()).await, "");
    assert_eq!(server.runs(), 1);
    server.stop().await;
}

/// Whether the first request of this seed's world is closed rather than met with silence.
fn closes(seed: u64) -> bool {
    let mut apify = apify(ApifySpec {
        seed,
        ..spec("start-then-lost=1")
    });
    let reply = api_common::start(&mut apify, 0, "", &input(&[1]));
    reply.fault == sandbox::api::Delivery::Lost
}

#[tokio::test]
async fn a_truncated_body_breaks_off_before_its_length() {
    let server = server(spec("truncated=1")).await;
    let error = server.client().me().limits().await.unwrap_err();
    assert!(matches!(error, ApifyClientError::Http(_)), "{error}");
    let request = "GET /v2/users/me HTTP/1.1\r\nhost: x\r\nauthorization: Bearer apify_api_sandbox\r\n\r\n";
    let answer = server.raw(request.as_bytes()).await;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .and_then(|length| length.parse::<usize>().ok());
    assert!(length.unwrap() > body.len(), "{answer}");
    server.stop().await;
}

#[tokio::test]
async fn a_body_over_nine_mebibytes_is_refused() {
    let server = server(spec("")).await;
    let mut request = format!(
        "POST /v2/acts/{ACTOR}/runs HTTP/1.1\r\nhost: x\r\nauthorization: Bearer apify_api_sandbox\r\n\
         connection: close\r\ncontent-length: {}\r\n\r\n",
        MAX_BODY + 1
    )
    .into_bytes();
    request.resize(request.len() + MAX_BODY + 1, b' ');
    let answer = server.raw(&request).await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert!(answer.contains("request-too-large"), "{answer}");
    assert_eq!(server.runs(), 0);
    server.stop().await;
}

#[tokio::test]
async fn it_listens_on_loopback_only() {
    let listener = TcpListener::bind(("0.0.0.0", 0)).await.unwrap();
    let apify = Arc::new(Mutex::new(apify(spec(""))));
    let refused = serve(
        listener,
        apify,
        Arc::new(start_time),
        std::future::pending::<()>(),
    )
    .await;
    assert_eq!(refused.unwrap_err().kind(), std::io::ErrorKind::InvalidInput);
}
