//! An ingestion: files in, ads stored and judged, a summary out.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use ad_library::{Event, Reader, Refusal};
use classification::Engine;
use database::{Database, ImportBatch, ImportCounts, Search};
use model::MicroDollars;

use crate::Error;
use crate::batch::{Filler, Origin};
use crate::files::Source;

/// Batches that may wait for the writer: with one in work on each side this bounds memory to about ten
/// times two megabytes.
const WAITING: usize = 3;

/// What an ingestion read and stored. `items = ads + no_ads + refused.len()`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files that were read.
    pub files: u64,
    /// Items in them.
    pub items: u64,
    /// Ads among them; one seen twice counts twice.
    pub ads: u64,
    /// Ads not known before.
    pub new: u64,
    /// Known ads that changed.
    pub updated: u64,
    /// Markers of searches that found nothing.
    pub no_ads: u64,
    /// Items that could not be read.
    pub refused: Vec<RefusedItem>,
    /// Searches whose results were recorded.
    pub searches: u64,
    /// Files that could not be read to their end; each is among `refused` too.
    pub broken_files: u64,
}

/// An item that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedItem {
    /// The file.
    pub file: Arc<str>,
    /// Its number in the file, from 1.
    pub item: u64,
    /// Why.
    pub reason: String,
}

/// Is told how far an ingestion is.
pub trait Observer: Sync {
    /// So many more bytes of the files were read.
    fn read(&self, bytes: u64);
    /// A file was begun.
    fn file(&self, name: &str);
}

/// Tells nobody.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Observer for Silent {
    fn read(&self, _bytes: u64) {}
    fn file(&self, _name: &str) {}
}

/// Reads the files, judges each ad with `engine` and stores it. A file that cannot be read to its end is
/// counted as one refused item; the rest goes on.
pub fn ingest(
    database: &dyn Database,
    engine: &Engine,
    files: &[Source],
    observer: &dyn Observer,
) -> Result<Summary, Error> {
    let (sender, receiver) = sync_channel(WAITING);
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| write_all(database, receiver));
        let mut road = Road {
            filler: Filler::new(engine),
            sender,
            summary: Summary::default(),
        };
        for file in files {
            // A closed channel means that the writer failed; its error is the one to tell.
            if road.read_file(file, observer).is_err() {
                break;
            }
        }
        let mut summary = road.finished();
        let counts = writer.join().map_err(|_| Error::WriterLost)??;
        summary.new = counts.new;
        summary.updated = counts.updated;
        Ok(summary)
    })
}

fn write_all(
    database: &dyn Database,
    batches: Receiver<ImportBatch>,
) -> Result<ImportCounts, database::Error> {
    let mut import = database.start_import()?;
    for batch in batches {
        import.write(batch)?;
    }
    import.finish()
}

/// The writer is gone.
struct Closed;

struct Road<'e> {
    filler: Filler<'e>,
    sender: SyncSender<ImportBatch>,
    summary: Summary,
}

impl Road<'_> {
    fn read_file(&mut self, file: &Source, observer: &dyn Observer) -> Result<(), Closed> {
        observer.file(&file.name);
        self.summary.files += 1;
        let before = self.filler.start_source(&file.name);
        self.send(before)?;
        let name: Arc<str> = file.name.as_str().into();
        match file.open() {
            Ok(input) => self.read_items(&name, Counted { input, observer }),
            Err(error) => {
                self.broken(&name, 1, &error);
                Ok(())
            }
        }
    }

    fn read_items(&mut self, name: &Arc<str>, input: impl Read) -> Result<(), Closed> {
        let mut reader = Reader::new(input);
        let mut last = 0;
        loop {
            match reader.next_event() {
                Ok(None) => return Ok(()),
                Ok(Some(event)) => last = self.take(name, event).unwrap_or(last),
                Err(error) => {
                    self.broken(name, last + 1, &error);
                    return Ok(());
                }
            }
            let full = self.filler.take_full();
            self.send(full)?;
        }
    }

    /// Takes one event; gives the number of the item that it was.
    fn take(&mut self, name: &Arc<str>, event: Event<'_>) -> Option<u64> {
        match event {
            Event::Ad {
                item,
                ad,
                raw,
                context,
            } => {
                self.summary.items += 1;
                self.summary.ads += 1;
                self.filler.push(
                    &ad,
                    raw,
                    Origin {
                        searched: context.domain,
                        seen_at: context.at,
                    },
                );
                Some(item)
            }
            Event::NoAds { item, .. } => {
                self.summary.items += 1;
                self.summary.no_ads += 1;
                Some(item)
            }
            Event::Refused { item, raw, reason } => {
                // Cut off or damaged: what stood after this place was never seen.
                if matches!(reason, Refusal::Truncated { .. } | Refusal::Damaged(_)) {
                    self.summary.broken_files += 1;
                }
                self.refuse(name, item, reason.to_string(), raw);
                Some(item)
            }
            Event::Search { domain, at, ads } => {
                self.summary.searches += 1;
                self.filler.push_search(Search {
                    domain,
                    at,
                    ads,
                    complete: true,
                    cost: MicroDollars::ZERO,
                });
                None
            }
        }
    }

    fn broken(&mut self, name: &Arc<str>, item: u64, error: &dyn std::fmt::Display) {
        self.summary.broken_files += 1;
        self.refuse(name, item, format!("the file cannot be read: {error}"), &[]);
    }

    fn refuse(&mut self, name: &Arc<str>, item: u64, reason: String, raw: &[u8]) {
        self.summary.items += 1;
        self.filler.push_refused(item, reason.clone(), raw);
        self.summary.refused.push(RefusedItem {
            file: Arc::clone(name),
            item,
            reason,
        });
    }

    fn send(&self, batch: Option<ImportBatch>) -> Result<(), Closed> {
        match batch {
            Some(batch) => self.sender.send(batch).map_err(|_| Closed),
            None => Ok(()),
        }
    }

    /// Hands over what is left and closes the channel.
    fn finished(mut self) -> Summary {
        let rest = self.filler.take();
        // A closed channel means that the writer failed; its error is the one to tell.
        let _ = self.send(rest);
        self.summary
    }
}

/// Tells the observer what is read.
struct Counted<'o, R> {
    input: R,
    observer: &'o dyn Observer,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.observer.read(read as u64);
        Ok(read)
    }
}
