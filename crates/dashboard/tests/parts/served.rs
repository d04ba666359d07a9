//! A dashboard over a made-up base, served on a loopback port of the system's choice, as people meet it.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test uses a part, and may fail by panicking"
)]

use std::net::SocketAddr;
use std::sync::Arc;

use classification::Settings;
use dashboard::Config;
use dashboard::server::Dashboard;
use database::Database;
use model::Timestamp;
use reports::Options;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use crate::common::made::Made;

/// A dashboard that answers until this is dropped.
pub struct Served {
    /// `http://127.0.0.1:4711`.
    pub base: String,
    /// What it shows.
    pub made: Made,
    address: SocketAddr,
    _stop: oneshot::Sender<()>,
}

/// What came back over the wire.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The bytes of the body, as they came.
    pub body: Vec<u8>,
    /// All bytes that came, headers included.
    pub wire: usize,
}

/// This very moment: scripts of pages reckon with the reader's clock.
#[allow(
    clippy::disallowed_methods,
    reason = "pages are looked at with a real browser's clock"
)]
pub fn real_now() -> Timestamp {
    Timestamp::clamped(jiff::Timestamp::now().as_millisecond())
}

/// Serves a base until the value is dropped.
pub async fn serve(made: Made, config: Config) -> Served {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let fresh = made.clone();
    let dashboard = Dashboard {
        config: Arc::new(Config {
            listen: address,
            ..config
        }),
        database: Arc::clone(&made.database) as Arc<dyn Database>,
        catalogue: Arc::clone(&made.catalogue),
        clock: Arc::new(real_now),
        freshen: Arc::new(move || {
            let engine = reports::engine_of(
                &*fresh.database,
                Arc::clone(&fresh.catalogue),
                Settings::default(),
            );
            let engine = engine.map_err(|error| error.to_string())?;
            let done = reports::refresh(&*fresh.database, &engine, &Options::default(), real_now());
            done.map(drop).map_err(|error| error.to_string())
        }),
    };
    tokio::spawn(dashboard.serve(listener, async {
        let _ = stopped.await;
    }));
    let served = Served {
        base: format!("http://{address}"),
        made,
        address,
        _stop: stop,
    };
    while served.get("/healthz", &[]).await.status != 200 {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    served
}

impl Served {
    /// Asks for an address as a browser does that understands gzip.
    pub async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n",
            self.address
        );
        for (name, value) in headers {
            for part in [name, ": ", value, "\r\n"] {
                request.push_str(part);
            }
        }
        request.push_str("\r\n");
        let mut stream = connect(self.address).await;
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await.unwrap();
        Answer::read(&bytes)
    }
}

#[allow(
    clippy::disallowed_methods,
    reason = "asks the server of this test, on loopback"
)]
async fn connect(address: SocketAddr) -> TcpStream {
    TcpStream::connect(address).await.unwrap()
}

impl Answer {
    fn read(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let header = |line: &str| {
            let (name, value) = line.split_once(':').unwrap();
            (name.to_lowercase(), value.trim().to_owned())
        };
        Self {
            status,
            headers: lines.map(header).collect(),
            body: bytes[end + 4..].to_vec(),
            wire: bytes.len(),
        }
    }

    /// A header's value; empty where it is not there.
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(other, _)| other == name);
        found.map_or("", |(_, value)| value)
    }
}
