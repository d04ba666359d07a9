//! From calls that block to a driver that does not: its futures run on threads of their own.
//!
//! A caller waits on a plain channel and never enters the runtime, so calls may come from any thread, async ones
//! included, and from inside a walk's visitor.

use std::future::Future;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};

use crate::{Error, Result};

/// Threads that drive the driver: it waits far more than it works.
const THREADS: usize = 2;

/// The driver's runtime.
pub(super) struct Bridge {
    /// Taken out only when it is dropped.
    runtime: Option<Runtime>,
}

/// Something that runs on the bridge, and what it will give.
pub(super) struct Pending<T>(Option<Receiver<T>>);

impl Bridge {
    pub(super) fn start() -> Result<Self> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(THREADS)
            .thread_name("mongodb")
            .enable_all()
            .build()
            .map_err(|error| Error::Engine(format!("no threads for MongoDB: {error}")))?;
        Ok(Self {
            runtime: Some(runtime),
        })
    }

    /// Runs a future to its end and waits for it.
    pub(super) fn wait<T: Send + 'static>(
        &self,
        future: impl Future<Output = Result<T>> + Send + 'static,
    ) -> Result<T> {
        self.begin(future).wait()?
    }

    /// Lets a future run; whoever wants what it gives waits for it later, or never.
    pub(super) fn begin<T: Send + 'static>(
        &self,
        future: impl Future<Output = T> + Send + 'static,
    ) -> Pending<T> {
        Pending(self.runtime.as_ref().map(|runtime| {
            let (sender, receiver) = sync_channel(1);
            runtime.spawn(async move {
                // Nobody waits any more only where the waiting thread is gone.
                let _ = sender.send(future.await);
            });
            receiver
        }))
    }
}

impl<T> Pending<T> {
    /// What it gives, once it is there.
    pub(super) fn wait(self) -> Result<T> {
        self.0.ok_or_else(ended)?.recv().map_err(|_| ended())
    }

    /// The same, if it is there within this; it runs on where not.
    pub(super) fn wait_for(self, limit: Duration) -> Result<Option<T>> {
        match self.0.ok_or_else(ended)?.recv_timeout(limit) {
            Ok(value) => Ok(Some(value)),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(ended()),
        }
    }
}

fn ended() -> Error {
    Error::Engine("the threads for MongoDB ended early".to_owned())
}

impl Drop for Bridge {
    fn drop(&mut self) {
        // Not in place: a runtime must not wait for its threads on a thread of another one.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
