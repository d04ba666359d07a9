//! A receiver of webhooks that behaves as it is told, request by request.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// What it does with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Takes it, and answers this status with this further header.
    Answer(u16, &'static str),
    /// Answers `200` two times over.
    AnswerTwice,
    /// Cuts the connection before it read the body.
    CutBefore,
    /// Takes it, and cuts the connection before it answers.
    CutAfter,
    /// Takes it, and never answers.
    Hang,
}

/// One request that it took.
#[derive(Debug, Clone)]
pub struct Heard {
    pub line: String,
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<Heard>>>);

impl Log {
    pub fn all(&self) -> Vec<Heard> {
        self.0.lock().unwrap().clone()
    }
}

/// Starts it on a port that the system gives. After the last act it answers `200`.
pub async fn start(acts: Vec<Act>) -> (String, Log) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let log = Log::default();
    let heard = log.clone();
    tokio::spawn(async move {
        let mut acts = acts.into_iter();
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let act = acts.next().unwrap_or(Act::Answer(200, ""));
            tokio::spawn(serve(stream, act, heard.clone()));
        }
    });
    (address, log)
}

async fn serve(mut stream: TcpStream, act: Act, log: Log) {
    let Some(heard) = read(&mut stream, act == Act::CutBefore).await else {
        return;
    };
    if act == Act::CutBefore {
        return;
    }
    log.0.lock().unwrap().push(heard);
    let ok = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let answer = match act {
        Act::Answer(status, header) => {
            format!("HTTP/1.1 {status} X\r\n{header}content-length: 0\r\nconnection: close\r\n\r\n")
        }
        Act::AnswerTwice => format!("{ok}{ok}"),
        Act::CutBefore | Act::CutAfter => return,
        Act::Hang => return std::future::pending().await,
    };
    let _ = stream.write_all(answer.as_bytes()).await;
}

/// One request; without its body where only the head is wanted.
pub async fn read(stream: &mut TcpStream, head_only: bool) -> Option<Heard> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8(bytes[..end].to_vec()).ok()?;
    let mut lines = head.lines();
    let line = lines.next()?.to_owned();
    let headers: BTreeMap<String, String> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length: usize = headers
        .get("content-length")
        .and_then(|text| text.parse().ok())
        .unwrap_or(0);
    let mut body = bytes.split_off(end + 4);
    while !head_only && body.len() < length {
        if stream.read_buf(&mut body).await.ok()? == 0 {
            return None;
        }
    }
    Some(Heard { line, headers, body })
}
