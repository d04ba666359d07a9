//! A body that a writer makes on a thread of its own while it is sent, never more than a few pieces ahead.

use std::io::{self, Write};
use std::time::Duration;

use axum::body::{Body, Bytes};
use futures_util::stream;
use tokio::runtime::Handle;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use crate::gate::packed;
use crate::reply::Writer;

/// Bytes of a piece.
const PIECE: usize = 32 << 10;
/// Pieces that may wait.
const AHEAD: usize = 4;
/// Whoever takes nothing for so long has gone, whatever the connection says.
const STALLED: Duration = Duration::from_mins(1);

type Piece = io::Result<Bytes>;

/// The body that `writer` makes. Where it fails the connection is cut, so that half an export does not look whole.
pub fn body(writer: Writer, gzip: bool) -> Body {
    let (sender, receiver) = channel(AHEAD);
    let handle = Handle::current();
    tokio::task::spawn_blocking(move || {
        let mut pieces = Pieces {
            held: Vec::with_capacity(PIECE),
            sender,
            handle,
        };
        if let Err(error) = write(writer, &mut pieces, gzip) {
            if error.kind() != io::ErrorKind::BrokenPipe {
                tracing::error!(%error, "an export broke off");
            }
            let cut = Err(io::Error::other("the export broke off"));
            // Nobody listening has no need to hear it.
            let _ = pieces.hand_over(cut);
        }
    });
    Body::from_stream(stream::unfold(receiver, |mut receiver: Receiver<Piece>| async {
        let piece = receiver.recv().await?;
        Some((piece, receiver))
    }))
}

fn write(writer: Writer, pieces: &mut Pieces, gzip: bool) -> io::Result<()> {
    if gzip {
        let mut encoder = packed::stream(&mut *pieces);
        writer(&mut encoder)?;
        encoder.finish()?;
    } else {
        writer(pieces)?;
    }
    pieces.flush_held()
}

/// Gathers what is written into pieces and hands them to the connection.
struct Pieces {
    held: Vec<u8>,
    sender: Sender<Piece>,
    handle: Handle,
}

impl Pieces {
    fn hand_over(&self, piece: Piece) -> io::Result<()> {
        let sending = async { tokio::time::timeout(STALLED, self.sender.send(piece)).await };
        match self.handle.block_on(sending) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    fn flush_held(&mut self) -> io::Result<()> {
        if self.held.is_empty() {
            return Ok(());
        }
        let full = std::mem::replace(&mut self.held, Vec::with_capacity(PIECE));
        self.hand_over(Ok(full.into()))
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        if self.held.len() >= PIECE {
            self.flush_held()?;
        }
        Ok(bytes.len())
    }

    /// Pieces are sent when they are full: a writer that flushes each line would make a packet of each.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
