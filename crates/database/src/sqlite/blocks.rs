//! Blocks of raw items: compressed by a thread of their own while rows are written, checked when read.

use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::JoinHandle;

use rusqlite::{Connection, OptionalExtension, Row, params};
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::packing::{LEVEL, decompress, failed};
use crate::{Error, Result};

/// Blocks waiting for the thread; with the one in its hands and those done, what an import holds in memory.
const QUEUE: usize = 1;

/// A compressed block.
pub(super) struct Block {
    id: i64,
    bytes: usize,
    data: Vec<u8>,
}

/// Raw bytes on their way to becoming a block.
struct Job {
    id: i64,
    raw: Vec<u8>,
}

/// The compressing thread of one import.
#[derive(Default)]
pub(super) struct Compressor {
    thread: Option<Running>,
    in_flight: usize,
}

struct Running {
    jobs: SyncSender<Job>,
    blocks: Receiver<Result<Block>>,
    handle: JoinHandle<()>,
}

impl Compressor {
    /// Hands over raw bytes; waits while the queue is full.
    pub(super) fn send(&mut self, id: i64, raw: Vec<u8>) -> Result<()> {
        let running = match self.thread.take() {
            Some(running) => running,
            None => Running::start()?,
        };
        let sent = running.jobs.send(Job { id, raw });
        self.thread = Some(running);
        self.in_flight += 1;
        sent.map_err(|_| ended())
    }

    /// A block that is done, if one is.
    pub(super) fn done(&mut self) -> Result<Option<Block>> {
        let block = self
            .thread
            .as_ref()
            .and_then(|running| running.blocks.try_recv().ok());
        self.in_flight -= usize::from(block.is_some());
        block.transpose()
    }

    /// The next block, waiting for it; `None` where none is on its way.
    pub(super) fn wait(&mut self) -> Result<Option<Block>> {
        let (Some(running), true) = (&self.thread, self.in_flight > 0) else {
            return Ok(None);
        };
        self.in_flight -= 1;
        running.blocks.recv().map_err(|_| ended())?.map(Some)
    }
}

impl Drop for Compressor {
    fn drop(&mut self) {
        if let Some(Running { jobs, blocks, handle }) = self.thread.take() {
            drop((jobs, blocks));
            // A panic in there was told already, as a block that never came.
            let _ = handle.join();
        }
    }
}

impl Running {
    fn start() -> Result<Self> {
        let (jobs, inbox) = sync_channel(QUEUE);
        let (outbox, blocks) = channel();
        let handle = std::thread::Builder::new()
            .name("compress".to_owned())
            .spawn(move || compress_all(&inbox, &outbox))
            .map_err(|error| Error::Engine(format!("no thread to compress with: {error}")))?;
        Ok(Self { jobs, blocks, handle })
    }
}

/// The thread's life: until either end of the import lets go.
fn compress_all(inbox: &Receiver<Job>, outbox: &Sender<Result<Block>>) {
    let mut compressor = zstd::bulk::Compressor::new(LEVEL);
    for Job { id, raw } in inbox {
        let data = match &mut compressor {
            Ok(compressor) => compressor.compress(&raw).map_err(|error| failed(&error)),
            Err(error) => Err(failed(error)),
        };
        let bytes = raw.len();
        if outbox.send(data.map(|data| Block { id, bytes, data })).is_err() {
            return;
        }
    }
}

fn ended() -> Error {
    Error::Engine("the compressing thread ended early".to_owned())
}

/// The id that the next block may take.
pub(super) fn next_id(connection: &Connection) -> Result<i64> {
    let last: Option<i64> = connection.query_row("SELECT max(id) FROM raw_blocks", [], |row| row.get(0))?;
    Ok(last.unwrap_or(0) + 1)
}

/// Stores a block; gives its size.
pub(super) fn insert(connection: &Connection, block: &Block) -> Result<usize> {
    connection
        .prepare_cached("INSERT INTO raw_blocks (id, bytes, checksum, data) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![
            block.id,
            block.bytes,
            checksum(&block.data, block.bytes),
            block.data
        ])?;
    Ok(block.data.len())
}

/// The raw items of a block, one after the other.
pub(super) fn load(connection: &Connection, id: i64) -> Result<Vec<u8>> {
    let mut statement =
        connection.prepare_cached("SELECT bytes, checksum, data FROM raw_blocks WHERE id = ?1")?;
    let found = statement.query_row([id], |row| Ok(open(row))).optional()?;
    found
        .unwrap_or_else(|| Err(Error::Damaged("it is missing".to_owned())))
        .map_err(|error| match error {
            Error::Damaged(what) => Error::Damaged(format!("block {id} of raw items: {what}")),
            other => other,
        })
}

/// The bytes in a row with the columns `bytes`, `checksum` and `data`.
pub(super) fn open(row: &Row<'_>) -> Result<Vec<u8>> {
    let bytes: usize = row.get("bytes")?;
    let data = row.get_ref("data")?.as_blob().map_err(rusqlite::Error::from)?;
    // Before decompressing: a damaged length could ask for any amount of memory.
    if row.get::<_, i64>("checksum")? != checksum(data, bytes) {
        return Err(Error::Damaged("its checksum is wrong".to_owned()));
    }
    let raw = decompress(data, bytes)?;
    if raw.len() == bytes {
        Ok(raw)
    } else {
        Err(Error::Damaged("it is cut short".to_owned()))
    }
}

/// The checksum of compressed bytes and of the length before compression.
pub(super) fn checksum(data: &[u8], bytes: usize) -> i64 {
    xxh3_64_with_seed(data, bytes as u64).cast_signed()
}
