//! A stream from which only so many bytes can be read: whatever a server sends, in whatever wrapping.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Ends like a closed connection once its bytes are spent.
#[derive(Debug)]
pub(super) struct Metered<S> {
    inner: S,
    left: usize,
    spent: Spent,
}

/// Whether the bytes of a stream are spent.
#[derive(Debug, Clone, Default)]
pub(super) struct Spent(Arc<AtomicBool>);

impl Spent {
    /// Whether somebody wanted more than there was to give.
    pub(super) fn is(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl<S> Metered<S> {
    /// At most `left` bytes of `inner`.
    pub(super) fn new(inner: S, left: usize) -> (Self, Spent) {
        let spent = Spent::default();
        let metered = Self {
            inner,
            left,
            spent: spent.clone(),
        };
        (metered, spent)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Metered<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.left == 0 {
            self.spent.0.store(true, Ordering::Relaxed);
            return Poll::Ready(Ok(()));
        }
        let filled = buffer.filled().len();
        if buffer.remaining() <= self.left {
            ready!(Pin::new(&mut self.inner).poll_read(context, buffer))?;
            self.left -= buffer.filled().len() - filled;
            return Poll::Ready(Ok(()));
        }
        // The last bytes go through a buffer that holds no more than is left.
        let mut last = [0; 1024];
        let most = self.left.min(last.len());
        let mut part = ReadBuf::new(last.get_mut(..most).unwrap_or_default());
        ready!(Pin::new(&mut self.inner).poll_read(context, &mut part))?;
        buffer.put_slice(part.filled());
        self.left -= part.filled().len();
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Metered<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncReadExt;

    use super::*;

    #[tokio::test]
    async fn not_a_byte_more_is_read() {
        let source = vec![b'x'; 5000];
        for (most, told) in [(0, true), (1, true), (4999, true), (5000, true), (5001, false)] {
            let (mut metered, spent) = Metered::new(source.as_slice(), most);
            let mut read = Vec::new();
            metered.read_to_end(&mut read).await.unwrap();
            assert_eq!((read.len(), spent.is()), (most.min(5000), told), "{most}");
        }
    }
}
