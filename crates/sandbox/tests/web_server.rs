//! The landing pages' server over real sockets: hosts by name, and everything that goes wrong with a page.
#![allow(
    clippy::disallowed_methods,
    reason = "it knocks at the server under test, on loopback"
)]

use std::collections::HashMap;
use std::io::Read;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use compact_str::CompactString;
use flate2::read::GzDecoder;
use sandbox::web::{Answer, Counts, Site, Sites, WebFault, serve, serve_counting};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

struct Running {
    address: SocketAddr,
    counts: Arc<Counts>,
    stop: oneshot::Sender<()>,
    done: JoinHandle<std::io::Result<()>>,
}

async fn server(hosts: impl IntoIterator<Item = (&'static str, Answer)>) -> Running {
    let sites = hosts
        .into_iter()
        .map(|(host, answer)| (host.into(), answer.into()));
    serving(Arc::new(sites.collect::<HashMap<CompactString, Site>>())).await
}

async fn serving(sites: Arc<dyn Sites>) -> Running {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let counts = Arc::<Counts>::default();
    let (stop, stopped) = oneshot::channel::<()>();
    let done = tokio::spawn(serve_counting(listener, sites, Arc::clone(&counts), stopped));
    Running {
        address,
        counts,
        stop,
        done,
    }
}

impl Running {
    async fn open(&self, request: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        stream
    }

    /// Everything that comes back for these bytes until the connection ends.
    async fn raw(&self, request: &str) -> String {
        let mut stream = self.open(request).await;
        let mut answer = Vec::new();
        // A reset is an end, too.
        stream.read_to_end(&mut answer).await.ok();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// The same for one page.
    async fn page(&self, host: &str, path: &str) -> String {
        self.raw(&last(host, path)).await
    }

    async fn stop(self) {
        self.stop.send(()).unwrap();
        self.done.await.unwrap().unwrap();
    }
}

/// A request after which the connection ends.
fn last(host: &str, path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
}

fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").unwrap().1
}

#[tokio::test]
async fn hosts_are_told_apart_whatever_their_spelling() {
    let server = server([("a.tn", Answer::html("A")), ("b.tn", Answer::html("B"))]).await;
    for (host, page) in [("a.tn", "A"), ("b.tn", "B"), ("A.TN:8080", "A"), ("b.tn.", "B")] {
        let answer = server.page(host, "/any?x=1").await;
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
        assert!(
            answer.contains("content-type: text/html; charset=utf-8\r\n"),
            "{answer}"
        );
        assert_eq!(body(&answer), page, "{host}");
    }
    // As a proxy is asked: the target's host counts, not the header's.
    let answer = server.page("b.tn", "http://A.tn:80/x").await;
    assert_eq!(body(&answer), "A");
    assert_eq!(server.page("nobody.tn", "/").await, "");
    assert_eq!(server.counts.requests_of("a.tn"), 3);
    assert_eq!(server.counts.requests_of("nobody.tn"), 1);
    server.stop().await;
}

#[tokio::test]
async fn paths_with_an_answer_of_their_own_get_it() {
    let mut site = Site::from(Answer::html("home"));
    let away = Answer::redirect(302, "https://x.youcan.shop/p")
        .with("set-cookie", "a=1")
        .with("set-cookie", "b=2");
    site.paths.insert("/go?to=1".to_owned(), away);
    let server = serving(Arc::new(HashMap::from([(CompactString::from("a.tn"), site)]))).await;
    let answer = server.page("a.tn", "/go?to=1").await;
    assert!(answer.starts_with("HTTP/1.1 302 Found\r\n"), "{answer}");
    for header in [
        "location: https://x.youcan.shop/p",
        "set-cookie: a=1",
        "set-cookie: b=2",
        "content-length: 0",
    ] {
        assert!(answer.contains(&format!("{header}\r\n")), "{answer}");
    }
    assert_eq!(body(&server.page("a.tn", "/go?to=2").await), "home");
    server.stop().await;
}

#[tokio::test]
async fn one_connection_carries_many_requests() {
    let server = server([("a.tn", Answer::html("A")), ("b.tn", Answer::html("BB"))]).await;
    let both = format!("GET / HTTP/1.1\r\nHost: a.tn\r\n\r\n{}", last("b.tn", "/"));
    let answers = server.raw(&both).await;
    assert_eq!(answers.matches("HTTP/1.1 200 OK").count(), 2, "{answers}");
    assert!(answers.contains("content-length: 1\r\n") && answers.ends_with("\r\n\r\nBB"));
    assert_eq!((server.counts.connections(), server.counts.requests()), (1, 2));
    assert_eq!(server.counts.most_at_once(), 1);
    let head = server
        .raw("HEAD / HTTP/1.1\r\nHost: b.tn\r\nConnection: close\r\n\r\n")
        .await;
    assert!(
        head.contains("content-length: 2\r\n") && body(&head).is_empty(),
        "{head}"
    );
    server.stop().await;
}

#[tokio::test]
async fn what_is_no_request_for_a_page_is_refused() {
    let server = server([("a.tn", Answer::html("A"))]).await;
    for (request, status) in [
        ("GET / HTTP/1.1\r\nConnection: close\r\n\r\n", "400"),
        ("GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n", "400"),
        (
            "CONNECT a.tn:443 HTTP/1.1\r\nHost: a.tn:443\r\nConnection: close\r\n\r\n",
            "405",
        ),
        ("\u{16}\u{3}\u{1} is what TLS would say\r\n\r\n", "400"),
    ] {
        let answer = server.raw(request).await;
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status} ")),
            "{request}: {answer}"
        );
    }
    assert_eq!(server.counts.requests(), 0);
    server.stop().await;
}

#[tokio::test]
async fn the_servers_own_headers_are_not_overruled() {
    let odd = Answer::html("A")
        .with("Content-Length", "9")
        .with("Transfer-Encoding", "chunked")
        .with("no name", "x")
        .with("x-value", "a\nb")
        .with("X-Shop", "s");
    let mut nowhere = Answer::html("A");
    nowhere.status = 7;
    let server = server([("a.tn", odd), ("b.tn", nowhere)]).await;
    let answer = server.page("a.tn", "/").await;
    let head = answer.split_once("\r\n\r\n").unwrap().0.to_lowercase();
    assert_eq!(head.matches("content-length").count(), 1, "{answer}");
    assert!(
        head.contains("content-length: 1") && head.contains("x-shop: s"),
        "{answer}"
    );
    assert!(!head.contains("chunked") && !head.contains("no name") && !head.contains("x-value"));
    assert!(server.page("b.tn", "/").await.starts_with("HTTP/1.1 500 "));
    server.stop().await;
}

#[tokio::test]
async fn a_cut_body_ends_before_its_length() {
    let page = Answer::html("0123456789").but(WebFault::Cut);
    let server = server([("a.tn", page), ("b.tn", Answer::html("").but(WebFault::Cut))]).await;
    let answer = server.page("a.tn", "/").await;
    assert!(answer.contains("content-length: 10\r\n"), "{answer}");
    assert_eq!(body(&answer), "01234");
    let answer = server.page("b.tn", "/").await;
    assert!(
        answer.contains("content-length: 1\r\n") && body(&answer).is_empty(),
        "{answer}"
    );
    server.stop().await;
}

#[tokio::test]
async fn an_endless_body_goes_on_until_the_client_has_enough() {
    let page = Answer::html("<p>more</p>").but(WebFault::Endless);
    let server = server([("a.tn", page)]).await;
    let mut stream = server.open(&last("a.tn", "/")).await;
    let mut buffer = vec![0; 1 << 20];
    stream.read_exact(&mut buffer).await.unwrap();
    let text = String::from_utf8_lossy(&buffer);
    assert!(text.contains("transfer-encoding: chunked") && text.contains("<p>more</p><p>more</p>"));
    drop(stream);
    // The same host answers others meanwhile, and a stop does not wait for the end.
    let other = server.open(&last("a.tn", "/")).await;
    server.stop().await;
    drop(other);
}

#[tokio::test(start_paused = true)]
async fn late_and_slow_answers_take_their_time() {
    let second = Duration::from_secs(1);
    let late = Answer::html("late").but(WebFault::Late(second * 9));
    let slow = Answer::html("slow").but(WebFault::Drip(second * 2));
    let server = server([("late.tn", late), ("slow.tn", slow)]).await;
    // The clock is the test's: it stands still but for what is waited for.
    for (host, page, seconds) in [("late.tn", "late", 9), ("slow.tn", "slow", 8)] {
        let begun = tokio::time::Instant::now();
        assert_eq!(body(&server.page(host, "/").await), page);
        assert!(begun.elapsed() >= second * seconds, "{host}");
    }
    server.stop().await;
}

#[tokio::test]
async fn silence_and_slowness_are_counted_as_long_as_they_last() {
    let silent = Answer::html("").but(WebFault::Silent);
    let slow = Answer::html("slow").but(WebFault::Drip(Duration::from_mins(1)));
    let server = server([
        ("silent.tn", silent),
        ("slow.tn", slow),
        ("a.tn", Answer::html("A")),
    ])
    .await;
    let open = [
        server.open(&last("silent.tn", "/")).await,
        server.open(&last("slow.tn", "/1")).await,
        server.open(&last("slow.tn", "/2")).await,
    ];
    let counts = &server.counts;
    while counts.requests() < 3 {
        tokio::task::yield_now().await;
    }
    assert_eq!(body(&server.page("a.tn", "/").await), "A");
    assert_eq!((counts.most_at_once(), counts.most_connections()), (4, 4));
    assert_eq!(
        (counts.most_at_once_of("slow.tn"), counts.most_at_once_of("a.tn")),
        (2, 1)
    );
    let hosts: Vec<_> = counts.hosts().into_iter().map(|(host, _)| host).collect();
    assert_eq!(hosts, ["a.tn", "silent.tn", "slow.tn"]);
    drop(open);
    server.stop().await;
}

#[tokio::test]
async fn packed_pages_unpack() {
    let server = server([("a.tn", Answer::gzip("<html>packed</html>"))]).await;
    let mut answer = Vec::new();
    let mut stream = server.open(&last("a.tn", "/")).await;
    stream.read_to_end(&mut answer).await.unwrap();
    let at = answer.windows(4).position(|end| end == b"\r\n\r\n").unwrap();
    let (head, packed) = answer.split_at(at + 4);
    assert!(String::from_utf8_lossy(head).contains("content-encoding: gzip\r\n"));
    let mut page = String::new();
    GzDecoder::new(packed).read_to_string(&mut page).unwrap();
    assert_eq!(page, "<html>packed</html>");
    server.stop().await;
}

#[test]
fn a_bomb_is_small_and_unpacks_to_a_gibibyte() {
    let bomb = Answer::bomb();
    assert!(
        (900 << 10..1_200 << 10).contains(&bomb.body.len()),
        "{}",
        bomb.body.len()
    );
    let mut unpacked = GzDecoder::new(&*bomb.body);
    // The decoder checks length and sum at the end.
    let bytes = std::io::copy(&mut unpacked, &mut std::io::sink()).unwrap();
    assert_eq!(bytes, 1 << 30);
}

#[tokio::test]
async fn it_serves_loopback_only() {
    let open = TcpListener::bind((Ipv4Addr::UNSPECIFIED, 0)).await.unwrap();
    let sites = Arc::new(HashMap::<CompactString, Site>::new());
    let refused = serve(open, sites, std::future::pending::<()>()).await;
    assert_eq!(refused.unwrap_err().kind(), std::io::ErrorKind::InvalidInput);
}
