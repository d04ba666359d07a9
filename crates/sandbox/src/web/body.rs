//! Bodies: whole, cut, without an end, a byte at a time.

use std::convert::Infallible;
use std::io;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::Frame;
use tokio::time::sleep;

/// What the server sends.
pub(super) type Body = BoxBody<Bytes, io::Error>;

/// Bytes of a piece of a body without an end, at least.
const PIECE: usize = 16 << 10;
/// Time for a part to leave: what is still in a buffer when the body fails would never be sent.
const FLUSH: Duration = Duration::from_millis(20);

pub(super) fn whole(body: Bytes) -> Body {
    Full::new(body)
        .map_err(|never: Infallible| match never {})
        .boxed()
}

/// The first half, and then the end of the connection.
pub(super) fn cut(body: &Bytes) -> Body {
    let part = stream::once(std::future::ready(Ok(Frame::data(body.slice(..body.len() / 2)))));
    let end = stream::once(async {
        sleep(FLUSH).await;
        Err(io::ErrorKind::ConnectionReset.into())
    });
    BodyExt::boxed(StreamBody::new(part.chain(end)))
}

/// The body again and again; blanks where it is empty.
pub(super) fn endless(body: &Bytes) -> Body {
    let seed = if body.is_empty() { b" " } else { &**body };
    let piece = Bytes::from(seed.repeat(PIECE.div_ceil(seed.len())));
    let pieces = stream::repeat_with(move || Ok(Frame::data(piece.clone())));
    BodyExt::boxed(StreamBody::new(pieces))
}

/// A byte at a time.
pub(super) fn drip(body: Bytes, apart: Duration) -> Body {
    let bytes = stream::iter(0..body.len()).then(move |at| {
        let byte = body.slice(at..=at);
        async move {
            sleep(apart).await;
            Ok(Frame::data(byte))
        }
    });
    BodyExt::boxed(StreamBody::new(bytes))
}
