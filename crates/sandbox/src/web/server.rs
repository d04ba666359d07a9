//! The server: all hosts behind one listener.

use std::future::Future;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use compact_str::CompactString;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::header::{CONNECTION, CONTENT_LENGTH, HOST, HeaderName, HeaderValue, TRANSFER_ENCODING};
use hyper::http::uri::Authority;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::body::{self, Body};
use super::counts::Counts;
use super::{Answer, Sites, WebFault};

/// How long a stop waits for answers that are under way.
const GRACE: Duration = Duration::from_secs(1);
/// How long a request without an answer stays open.
const SILENCE: Duration = Duration::from_mins(10);
/// Connections at once; more wait to be taken.
const CONNECTIONS: usize = 1_024;
/// Bytes of a request's head at most.
const MAX_HEAD: usize = 64 << 10;

/// Serves until `stop` is done; then takes no more connections, lets answers under way go out for up to a second,
/// and cuts what is left.
///
/// # Errors
/// Where the listener is not on loopback, or cannot say where it is.
pub async fn serve(listener: TcpListener, sites: Arc<dyn Sites>, stop: impl Future) -> io::Result<()> {
    serve_counting(listener, sites, Arc::default(), stop).await
}

/// The same as [`serve`], and counts what it is asked.
///
/// # Errors
/// Where the listener is not on loopback, or cannot say where it is.
pub async fn serve_counting(
    listener: TcpListener,
    sites: Arc<dyn Sites>,
    counts: Arc<Counts>,
    stop: impl Future,
) -> io::Result<()> {
    if !listener.local_addr()?.ip().is_loopback() {
        let message = "the sandbox listens on loopback only";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    }
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut connections = JoinSet::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let accept = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (listener.accept().await, place)
        };
        let (accepted, place) = tokio::select! {
            _ = &mut stop => break,
            Some(_) = connections.join_next() => continue,
            accepted = accept => accepted,
        };
        let Ok((stream, _)) = accepted else {
            // A connection that is gone before it is taken concerns nobody; a lack of files passes.
            sleep(Duration::from_millis(50)).await;
            continue;
        };
        let open = counts.open();
        let (sites, counts) = (Arc::clone(&sites), Arc::clone(&counts));
        let service = service_fn(move |request| answer(Arc::clone(&sites), Arc::clone(&counts), request));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .auto_date_header(false)
            .max_header_size(MAX_HEAD)
            .serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        connections.spawn(async move {
            let _held = (open, place);
            // Its error is the sandbox's own doing, or the client's.
            connection.await.ok();
        });
    }
    drop(listener);
    tokio::time::timeout(GRACE, graceful.shutdown()).await.ok();
    connections.shutdown().await;
    Ok(())
}

/// An error ends the connection without an answer.
async fn answer(
    sites: Arc<dyn Sites>,
    counts: Arc<Counts>,
    request: Request<Incoming>,
) -> io::Result<Response<Body>> {
    if request.method() == Method::CONNECT {
        return Ok(refusal(StatusCode::METHOD_NOT_ALLOWED));
    }
    let Some(host) = host(&request) else {
        return Ok(refusal(StatusCode::BAD_REQUEST));
    };
    let under_way = counts.begin(&host);
    let path = request.uri().path_and_query();
    let path = path.map_or("/", |path| path.as_str());
    let Some(answer) = sites.answer(&host, path) else {
        return Err(io::ErrorKind::ConnectionReset.into());
    };
    match answer.fault {
        Some(WebFault::Late(delay)) => sleep(delay).await,
        Some(WebFault::Silent) => {
            sleep(SILENCE).await;
            return Err(io::ErrorKind::ConnectionReset.into());
        }
        Some(WebFault::Cut | WebFault::Endless | WebFault::Drip(_)) | None => {}
    }
    let response = response(answer);
    // The request is under way as long as its answer's body is.
    Ok(response.map(|body| {
        let frames = body.map_frame(move |frame| {
            let _held = &under_way;
            frame
        });
        BodyExt::boxed(frames)
    }))
}

/// Whom a request is for: who stands in its target (as proxies are asked), else in its `Host`.
fn host(request: &Request<Incoming>) -> Option<CompactString> {
    let named = |header: &HeaderValue| header.to_str().ok()?.parse::<Authority>().ok();
    let authority = match request.uri().authority() {
        Some(authority) => authority.clone(),
        None => request.headers().get(HOST).and_then(named)?,
    };
    let host = authority.host();
    let mut host = CompactString::from(host.strip_suffix('.').unwrap_or(host));
    host.make_ascii_lowercase();
    Some(host)
}

fn refusal(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(body::whole(bytes::Bytes::new()));
    *response.status_mut() = status;
    response
}

fn response(answer: Answer) -> Response<Body> {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let length = match answer.fault {
        Some(WebFault::Endless) => None,
        // Nothing of something is a cut, too.
        Some(WebFault::Cut) => Some(answer.body.len().max(1)),
        _ if status == StatusCode::NO_CONTENT || status == StatusCode::NOT_MODIFIED => None,
        _ => Some(answer.body.len()),
    };
    let mut response = Response::new(match answer.fault {
        Some(WebFault::Cut) => body::cut(&answer.body),
        Some(WebFault::Endless) => body::endless(&answer.body),
        Some(WebFault::Drip(apart)) => body::drip(answer.body, apart),
        Some(WebFault::Late(_) | WebFault::Silent) | None => body::whole(answer.body),
    });
    *response.status_mut() = status;
    let headers = response.headers_mut();
    for (name, value) in answer.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value))
            && ![CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING].contains(&name)
        {
            headers.append(name, value);
        }
    }
    if let Some(length) = length {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    response
}
