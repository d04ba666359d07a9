//! The sandbox behind HTTP/1.1, for any client in any language. Loopback only: it knows no secrets worth a wire.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::header::{CONTENT_LENGTH, HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use model::Timestamp;
use tokio::net::TcpListener;
use tokio::time::sleep;

use super::error::Refusal;
use super::http::{Delivery, Reply, Request, Response};
use super::time::since;
use super::{Apify, MAX_BODY};

type Body = BoxBody<Bytes, io::Error>;
type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// How long a stop waits for answers that are under way.
const GRACE: Duration = Duration::from_secs(5);
/// How long a connection stays silent before it is closed without an answer.
const SILENCE: Duration = Duration::from_mins(10);

/// Serves until `stop` is done; then takes no more connections and lets answers under way go out for up to five
/// seconds. `clock` tells the sandbox's time; waiting is done in real time.
///
/// # Errors
/// Where the listener is not on loopback, or cannot say where it is.
pub async fn serve(
    listener: TcpListener,
    apify: Arc<Mutex<Apify>>,
    clock: Clock,
    stop: impl Future,
) -> io::Result<()> {
    if !listener.local_addr()?.ip().is_loopback() {
        let message = "the sandbox listens on loopback only";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    }
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            _ = &mut stop => break,
            accepted = listener.accept() => accepted,
        };
        let Ok((stream, _)) = accepted else {
            // A connection that is gone before it is taken concerns nobody; a lack of files passes.
            sleep(Duration::from_millis(50)).await;
            continue;
        };
        let (apify, clock) = (Arc::clone(&apify), Arc::clone(&clock));
        let service = service_fn(move |request| answer(Arc::clone(&apify), Arc::clone(&clock), request));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        // Its error is the sandbox's own doing, or the client's.
        tokio::spawn(async move { connection.await.ok() });
    }
    drop(listener);
    tokio::time::timeout(GRACE, graceful.shutdown()).await.ok();
    Ok(())
}

/// An error ends the connection without an answer.
async fn answer(
    apify: Arc<Mutex<Apify>>,
    clock: Clock,
    request: hyper::Request<Incoming>,
) -> io::Result<hyper::Response<Body>> {
    let response = match read(request).await? {
        Some(request) => held(&apify, &clock, &request).await,
        None => Refusal::too_large().response(),
    };
    let length = response.body.len();
    let body = match response.fault {
        Delivery::Whole => whole(response.body),
        Delivery::Slow(delay) => {
            sleep(delay).await;
            whole(response.body)
        }
        Delivery::Truncated(kept) => {
            let mut body = response.body;
            body.truncate(kept);
            broken(body)
        }
        Delivery::Lost => return Err(io::ErrorKind::ConnectionReset.into()),
        Delivery::Silent => {
            sleep(SILENCE).await;
            return Err(io::ErrorKind::ConnectionReset.into());
        }
    };
    let mut answer = hyper::Response::new(body);
    *answer.status_mut() = hyper::StatusCode::from_u16(response.status).unwrap_or_default();
    for (name, value) in response.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            answer.headers_mut().insert(name, value);
        }
    }
    if matches!(response.fault, Delivery::Truncated(_)) {
        answer
            .headers_mut()
            .insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    Ok(answer)
}

/// `None` for a body that is too large.
async fn read(request: hyper::Request<Incoming>) -> io::Result<Option<Request>> {
    let (head, body) = request.into_parts();
    let body = match Limited::new(body, MAX_BODY).collect().await {
        Ok(body) => body.to_bytes().to_vec(),
        Err(error) if error.is::<LengthLimitError>() => return Ok(None),
        Err(error) => return Err(io::Error::other(error)),
    };
    let path = head.uri.path_and_query().map(ToString::to_string);
    let headers = head.headers.iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        (name.as_str().to_owned(), value)
    });
    Ok(Some(Request {
        method: head.method.as_str().to_owned(),
        path_and_query: path.unwrap_or_default(),
        headers: headers.collect(),
        body,
    }))
}

/// The answer, once it is no longer held back.
async fn held(apify: &Mutex<Apify>, clock: &Clock, request: &Request) -> Response {
    let locked = || apify.lock().unwrap_or_else(PoisonError::into_inner);
    let mut reply = locked().handle(clock(), request);
    loop {
        match reply {
            Reply::Send(response) => return response,
            Reply::Hold { until, held } => {
                sleep(since(clock(), until).max(Duration::from_millis(1))).await;
                reply = locked().resume(clock(), &held);
            }
        }
    }
}

fn whole(body: Vec<u8>) -> Body {
    Full::new(Bytes::from(body))
        .map_err(|never: Infallible| match never {})
        .boxed()
}

/// What there is, and then the end of the connection.
fn broken(body: Vec<u8>) -> Body {
    // Time for the part to leave: what is still in a buffer when the body fails would never be sent.
    const FLUSH: Duration = Duration::from_millis(20);
    let part = stream::once(async { Ok(Frame::data(Bytes::from(body))) });
    let end = stream::once(async {
        sleep(FLUSH).await;
        Err(io::ErrorKind::ConnectionReset.into())
    });
    BodyExt::boxed(StreamBody::new(part.chain(end)))
}
