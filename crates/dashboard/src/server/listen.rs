//! Connections: taken as they come, each with a limit on how long its requests may take to arrive.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower::Service as _;

use crate::gate::asked::Peer;

/// Connections at once.
const CONNECTIONS: usize = 1_024;
/// A request's head must be here within this, the wait for the next request included.
const HEAD: Duration = Duration::from_mins(1);
/// Bytes of a request's head, at most.
const HEAD_BYTES: usize = 32 << 10;
/// What is under way when the dashboard stops gets so long.
const FAREWELL: Duration = Duration::from_secs(5);

/// Serves connections until `stop` is done, then lets those under way end.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) -> io::Result<()> {
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let farewell = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let taken = tokio::select! {
            () = &mut stop => break,
            taken = take(&listener, &room) => taken,
        };
        match taken {
            Ok((stream, peer, place)) => connect(stream, peer, place, &router, &farewell),
            // Too many open files, or a caller that was gone at once: the next one may do better.
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(FAREWELL, farewell.shutdown()).await.is_err() {
        tracing::info!("connections that did not end were cut");
    }
    Ok(())
}

/// The next connection, once there is room for it.
async fn take(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> io::Result<(TcpStream, Peer, OwnedSemaphorePermit)> {
    let place = Arc::clone(room).acquire_owned().await.map_err(io::Error::other)?;
    let (stream, address) = listener.accept().await?;
    stream.set_nodelay(true)?;
    Ok((stream, Peer(address), place))
}

fn connect(
    stream: TcpStream,
    peer: Peer,
    place: OwnedSemaphorePermit,
    router: &Router,
    farewell: &GracefulShutdown,
) {
    let router = router.clone();
    let service = tower::service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(peer);
        router.clone().call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    let connection = farewell.watch(connection);
    tokio::spawn(async move {
        let _place = place;
        // Callers that go away in the middle are their own business.
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a connection ended early");
        }
    });
}
