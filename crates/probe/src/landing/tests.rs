//! Over loopback without `via`: TLS, and the very addresses that connections go to. Ports 80 and 443 stand elsewhere
//! here, which needs the inside of the client.

use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use model::observation::UndecidedReason::{Forbidden, Timeout, Tls, Unreachable};
use model::observation::{LandingFacts, Place};
use rcgen::CertifiedKey;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

use super::dial::Dialer;
use super::*;

/// Answers of the DNS in turn, the last one again and again.
#[derive(Debug)]
struct InTurn(Mutex<Vec<Vec<IpAddr>>>);

impl Names for InTurn {
    fn addresses<'n>(&'n self, _: &'n str) -> BoxFuture<'n, Result<Vec<IpAddr>, Unknown>> {
        let mut left = self.0.lock().unwrap();
        let told = if left.len() > 1 {
            left.remove(0)
        } else {
            left[0].clone()
        };
        ready(Ok(told)).boxed()
    }
}

#[derive(Clone)]
enum Speaks {
    Http(&'static str),
    Https(TlsAcceptor),
    Nothing,
}

const PAGE: &str = "HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n<title>T</title";
const REDIRECT: &str = "HTTP/1.1 302 Found\r\nLocation: /two\r\nContent-Length: 0\r\n\r\n";

async fn answer(mut stream: impl dial::Stream, text: &str) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return,
        }
        if head.first() != Some(&b'G') {
            // Not a request: a web server says so and closes.
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
            return;
        }
    }
    let _ = stream.write_all(text.as_bytes()).await;
    let _ = stream.shutdown().await;
}

fn serve(listener: TcpListener, speaks: Speaks) -> Arc<AtomicUsize> {
    let taken = Arc::<AtomicUsize>::default();
    let counted = taken.clone();
    tokio::spawn(async move {
        loop {
            let (stream, _): (TcpStream, _) = listener.accept().await.unwrap();
            counted.fetch_add(1, Ordering::SeqCst);
            let speaks = speaks.clone();
            tokio::spawn(async move {
                match speaks {
                    Speaks::Http(text) => answer(stream, text).await,
                    Speaks::Https(acceptor) => {
                        if let Ok(stream) = acceptor.accept(stream).await {
                            answer(stream, PAGE).await;
                        }
                    }
                    Speaks::Nothing => {
                        let _held = stream;
                        std::future::pending::<()>().await;
                    }
                }
            });
        }
    });
    taken
}

async fn listen(address: &str) -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind(address).await.unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

/// A port where nobody listens: it was free a moment ago.
async fn nobody() -> u16 {
    listen("127.0.0.1:0").await.1.port()
}

fn certified(name: &str) -> (TlsAcceptor, RootCertStore) {
    let CertifiedKey { cert, signing_key } =
        rcgen::generate_simple_self_signed(vec![name.to_owned()]).unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(cert.der().clone()).unwrap();
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
    let provider = tokio_rustls::rustls::crypto::ring::default_provider();
    let config = ServerConfig::builder_with_provider(Arc::new(provider))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .unwrap();
    (TlsAcceptor::from(Arc::new(config)), roots)
}

async fn look(doors: [u16; 2], roots: RootCertStore, told: &[&[&str]]) -> Result<LandingFacts, Unknown> {
    let settings = LandingSettings {
        connect: Duration::from_secs(1),
        total: Duration::from_secs(5),
        ..LandingSettings::default()
    };
    let ips = |answer: &&[&str]| answer.iter().map(|text| text.parse().unwrap()).collect();
    let names = InTurn(Mutex::new(told.iter().map(ips).collect()));
    let guard = Guard::new().allowing(["127.0.0.1/32".parse().unwrap()]);
    let dialer = Dialer::trusting(&settings, roots, doors)?;
    let landing = Landing::through(dialer, &settings, Arc::new(names), guard);
    let place = Place::try_from(CompactString::from("a.tn")).unwrap();
    landing.look(&place).await.map(|look| look.facts)
}

impl From<Error> for Unknown {
    fn from(error: Error) -> Self {
        panic!("{error}")
    }
}

const HOME: &[&[&str]] = &[&["127.0.0.1"]];

#[tokio::test]
async fn certificates_count_and_other_ones_are_told() {
    let (http, plain) = listen("127.0.0.1:0").await;
    let plain_taken = serve(http, Speaks::Http(PAGE));
    for (name, trusted) in [("a.tn", true), ("other.tn", true), ("a.tn", false)] {
        let (acceptor, roots) = certified(name);
        let roots = if trusted { roots } else { RootCertStore::empty() };
        let (listener, address) = listen("127.0.0.1:0").await;
        serve(listener, Speaks::Https(acceptor));
        let told = look([plain.port(), address.port()], roots, HOME).await;
        if name == "a.tn" && trusted {
            assert_eq!(told.unwrap().chain, ["https://a.tn/"]);
        } else {
            assert_eq!(told.unwrap_err().reason, Tls, "{name}");
        }
    }
    assert_eq!(
        plain_taken.load(Ordering::SeqCst),
        0,
        "who speaks TLS is not asked without"
    );
}

#[tokio::test]
async fn plain_http_is_tried_where_nobody_speaks_tls() {
    let (http, plain) = listen("127.0.0.1:0").await;
    serve(http, Speaks::Http(PAGE));
    let (other, http_there) = listen("127.0.0.1:0").await;
    serve(other, Speaks::Http(PAGE));
    let (silent, silence) = listen("127.0.0.1:0").await;
    serve(silent, Speaks::Nothing);
    for https in [nobody().await, http_there.port(), silence.port()] {
        let told = look([plain.port(), https], RootCertStore::empty(), HOME).await;
        assert_eq!(told.unwrap().chain, ["http://a.tn/"]);
    }
    let nobody = nobody().await;
    for (http, reason) in [(nobody, Unreachable), (silence.port(), Timeout)] {
        let settings = [http, nobody];
        let told = tokio::time::timeout(
            Duration::from_secs(30),
            look(settings, RootCertStore::empty(), HOME),
        );
        assert_eq!(told.await.unwrap().unwrap_err().reason, reason);
    }
}

#[tokio::test]
async fn connections_go_to_the_addresses_that_were_judged() {
    let (first, address) = listen("127.0.0.1:0").await;
    let outside = serve(first, Speaks::Http(REDIRECT));
    // The same port on another address: where the name leads once it was judged.
    let (second, _) = listen(&format!("127.0.0.2:{}", address.port())).await;
    let inside = serve(second, Speaks::Http(PAGE));
    let doors = [address.port(), nobody().await];
    let turns: &[&[&str]] = &[&["127.0.0.1"], &["127.0.0.1"], &["127.0.0.2"]];
    let unknown = look(doors, RootCertStore::empty(), turns).await.unwrap_err();
    assert_eq!(
        (unknown.reason, &*unknown.detail),
        (Forbidden, "a.tn: 127.0.0.2 is a loopback address")
    );
    assert_eq!(
        (outside.load(Ordering::SeqCst), inside.load(Ordering::SeqCst)),
        (1, 0)
    );
}
