//! A made-up internet behind one loopback address.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use compact_str::CompactString;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use model::observation::{Place, UndecidedReason};
use probe::landing::Names;
use probe::{Guard, Landing, LandingLook, LandingSettings, Unknown};
use sandbox::web::{self, Answer, Counts, Site, WebFault};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// Any public address: nothing is sent there.
pub const PUBLIC: &str = "185.199.220.1";

/// Tells addresses of names, in turn where a name has several answers; every other name has [`PUBLIC`].
#[derive(Debug, Default)]
pub struct Told {
    answers: Mutex<HashMap<String, Vec<Vec<IpAddr>>>>,
    pub asked: Mutex<Vec<String>>,
}

impl Told {
    pub fn new(answers: &[(&str, &[&[&str]])]) -> Arc<Self> {
        let told = Self::default();
        for (name, answers) in answers {
            let answers = answers.iter().map(|answer| ips(answer)).collect();
            told.answers.lock().unwrap().insert((*name).to_owned(), answers);
        }
        Arc::new(told)
    }
}

fn ips(texts: &[&str]) -> Vec<IpAddr> {
    texts.iter().map(|text| text.parse().expect(text)).collect()
}

impl Names for Told {
    fn addresses<'n>(&'n self, name: &'n str) -> BoxFuture<'n, Result<Vec<IpAddr>, Unknown>> {
        self.asked.lock().unwrap().push(name.to_owned());
        let mut answers = self.answers.lock().unwrap();
        let told = match answers.get_mut(name) {
            None => ips(&[PUBLIC]),
            Some(left) if left.len() > 1 => left.remove(0),
            Some(left) => left[0].clone(),
        };
        ready(Ok(told)).boxed()
    }
}

/// Limits for tests: patient enough for a busy machine, but where a test waits for the end of patience.
pub fn settings(via: SocketAddr) -> LandingSettings {
    LandingSettings {
        via: Some(via),
        total: Duration::from_secs(20),
        connect: Duration::from_secs(10),
        ..LandingSettings::default()
    }
}

pub fn hurried(via: SocketAddr) -> LandingSettings {
    LandingSettings {
        total: Duration::from_millis(300),
        ..settings(via)
    }
}

/// Hosts that answer.
#[derive(Default)]
pub struct Internet(HashMap<CompactString, Site>);

impl Internet {
    #[must_use]
    pub fn host(mut self, name: &str, answer: Answer) -> Self {
        self.0.entry(name.into()).or_default().answer = answer;
        self
    }

    #[must_use]
    pub fn path(mut self, name: &str, path: &str, answer: Answer) -> Self {
        let site = self.0.entry(name.into()).or_default();
        site.paths.insert(path.to_owned(), answer);
        self
    }

    /// Serves until the test ends.
    pub async fn serve(self) -> (SocketAddr, Arc<Counts>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let counts = Arc::<Counts>::default();
        let serving = web::serve_counting(
            listener,
            Arc::new(self.0),
            counts.clone(),
            std::future::pending::<()>(),
        );
        tokio::spawn(serving);
        (address, counts)
    }
}

/// A server that sends these bytes to whoever asks, and then closes, or not.
pub async fn raw(bytes: impl Into<Vec<u8>>, closes: bool) -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
    let (bytes, heard) = (bytes.into(), Arc::<Mutex<Vec<String>>>::default());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let hears = heard.clone();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let (bytes, hears) = (bytes.clone(), hears.clone());
            tokio::spawn(async move {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    match stream.read_u8().await {
                        Ok(byte) => head.push(byte),
                        Err(_) => return,
                    }
                }
                hears.lock().unwrap().push(String::from_utf8(head).unwrap());
                let _ = stream.write_all(&bytes).await;
                if !closes {
                    std::future::pending::<()>().await;
                }
            });
        }
    });
    (address, heard)
}

pub fn place(text: &str) -> Place {
    Place::try_from(CompactString::from(text)).unwrap()
}

pub fn landing(settings: &LandingSettings, names: Arc<Told>) -> Landing {
    Landing::asking(settings, names, Guard::new()).unwrap()
}

pub async fn look(settings: &LandingSettings, at: &str) -> Result<LandingLook, Unknown> {
    landing(settings, Told::new(&[])).look(&place(at)).await
}

/// The reason of a look that must learn nothing.
pub async fn reason(settings: &LandingSettings, at: &str) -> (UndecidedReason, String) {
    let unknown = look(settings, at).await.expect_err("nothing to learn");
    assert!(unknown.detail.chars().count() <= 200 && !unknown.detail.is_empty());
    (unknown.reason, unknown.detail)
}

pub fn faulty(html: &str, fault: WebFault) -> Answer {
    Answer {
        fault: Some(fault),
        ..Answer::html(html)
    }
}
