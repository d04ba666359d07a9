//! One request and its answer, over a connection of its own.
//!
//! On hyper rather than reqwest, because what must hold is then what is written here and not what must be turned
//! off there: no proxy, no pool, no cookies, no redirects, no unpacking; the connection goes to one address that was
//! judged, literal or not (reqwest's resolver is not asked for literal addresses, and does not tell which of
//! several it took, so that connections per address could not be counted); bytes are counted on the socket, under
//! TLS; heads have a size; and a failure says whether it was the connection, TLS or the answer.

use std::error::Error as _;
use std::io;
use std::pin::pin;

use futures_util::future::{Either, select};
use http_body_util::{BodyExt, Empty};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::header::{self, CONTENT_TYPE, HeaderMap};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use model::observation::UndecidedReason;
use url::{Position, Url};

use super::dial::{Line, Stream};
use super::meter::Spent;
use super::trouble::{Trouble, in_words};
use super::unpack::Unpacker;

/// Bytes that the head of an answer may take, and so many lines.
const HEAD_BYTES: usize = 64 << 10;
const HEAD_LINES: usize = 256;

/// An answer as far as it came.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    /// `None` where there is no page, or none that can be read.
    page: Option<Unpacker>,
}

impl Answer {
    /// The page's text; what is not UTF-8 in it becomes replacement characters: marks are ASCII.
    pub(super) fn text(&self) -> String {
        let bytes = self.page.as_ref().map_or(&[][..], Unpacker::text);
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        String::from_utf8_lossy(bytes).into_owned()
    }

    /// Whether a page that broke off was there to its end: servers that never end their answers are not rare.
    pub(super) fn is_whole(&self) -> bool {
        let text = self.page.as_ref().map_or(&[][..], Unpacker::text);
        text.windows(7)
            .rev()
            .any(|word| word.eq_ignore_ascii_case(b"</html>"))
    }
}

/// Asks for `url` over `line`. What comes stands in `answer` as soon as there is a head, whatever happens after.
pub(super) async fn fetch(
    line: Line,
    request: Request<Empty<Bytes>>,
    read_bytes: usize,
    answer: &mut Option<Answer>,
) -> Result<(), Trouble> {
    let Line { stream, spent } = line;
    let spent = &spent;
    let (mut sender, connection) = handshake(stream).await.map_err(|error| trouble(&error, spent))?;
    let talk = async move {
        let sent = sender.send_request(request).await;
        let response = sent.map_err(|error| trouble(&error, spent))?;
        read(response, read_bytes, spent, answer).await
    };
    match select(pin!(talk), pin!(connection)).await {
        Either::Left((end, _)) => end,
        // The other side has closed; what it sent before is still to be read.
        Either::Right((_, talk)) => talk.await,
    }
}

type Talk = (
    http1::SendRequest<Empty<Bytes>>,
    http1::Connection<TokioIo<Box<dyn Stream>>, Empty<Bytes>>,
);

async fn handshake(stream: Box<dyn Stream>) -> hyper::Result<Talk> {
    http1::Builder::new()
        .max_buf_size(HEAD_BYTES)
        .max_header_size(HEAD_BYTES)
        .max_headers(HEAD_LINES)
        // As tolerant as browsers are: a mark does not become less true by a bad line beside it.
        .ignore_invalid_headers_in_responses(true)
        .allow_spaces_after_header_name_in_responses(true)
        .allow_obsolete_multiline_headers_in_responses(true)
        .handshake(TokioIo::new(stream))
        .await
}

async fn read(
    response: Response<Incoming>,
    read_bytes: usize,
    spent: &Spent,
    answer: &mut Option<Answer>,
) -> Result<(), Trouble> {
    let (head, mut body) = response.into_parts();
    let page = is_page(&head.headers)
        .then(|| Unpacker::of(&head.headers, read_bytes))
        .flatten();
    let answer = answer.insert(Answer {
        status: head.status.as_u16(),
        headers: head.headers,
        page,
    });
    let Some(page) = &mut answer.page else {
        return Ok(());
    };
    while let Some(frame) = body.frame().await {
        let frame = match frame {
            Ok(frame) => frame,
            // The limit is an end like any other.
            Err(_) if spent.is() => return Ok(()),
            Err(error) => return Err(trouble(&error, spent)),
        };
        let more = page.push(frame.data_ref().map_or(&[][..], |data| data));
        if !more.map_err(|error| Trouble::told(UndecidedReason::BadAnswer, error))? {
            return Ok(());
        }
    }
    Ok(())
}

/// Whether an answer is text for people; one that does not say may be.
fn is_page(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(CONTENT_TYPE) else {
        return true;
    };
    let kind = kind.as_bytes().to_ascii_lowercase();
    [&b"text/"[..], b"application/xhtml"]
        .iter()
        .any(|known| kind.trim_ascii_start().starts_with(known))
}

/// The request for `url`, which names nobody and nothing of its past.
pub(super) fn request(url: &Url, user_agent: &str) -> Result<Request<Empty<Bytes>>, Trouble> {
    let host = &url[Position::BeforeHost..Position::AfterPort];
    Request::get(&url[Position::BeforePath..Position::AfterQuery])
        .header(header::HOST, host)
        .header(header::USER_AGENT, user_agent)
        .header(header::ACCEPT, "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1")
        .header(header::ACCEPT_ENCODING, "gzip, br")
        .header(header::ACCEPT_LANGUAGE, "fr,ar;q=0.8,en;q=0.6")
        .header(header::CONNECTION, "close")
        .body(Empty::new())
        .map_err(|error| {
            Trouble::told(
                UndecidedReason::BadAnswer,
                format!("cannot be asked for: {error}"),
            )
        })
}

fn trouble(error: &hyper::Error, spent: &Spent) -> Trouble {
    if spent.is() {
        return Trouble::told(UndecidedReason::BadAnswer, "too long before the page began");
    }
    let reason = if error.is_parse() || is_nonsense(error) {
        UndecidedReason::BadAnswer
    } else {
        UndecidedReason::Unreachable
    };
    Trouble::told(reason, in_words(error))
}

/// Whether a body's framing cannot be read: hyper tells so by the kind of the error underneath.
fn is_nonsense(error: &hyper::Error) -> bool {
    let cause = error.source().and_then(|cause| cause.downcast_ref::<io::Error>());
    let kinds = [io::ErrorKind::InvalidInput, io::ErrorKind::InvalidData];
    cause.is_some_and(|cause| kinds.contains(&cause.kind()))
}
