//! A recorded scan as a library: what was really found, to be found again.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, BufRead, BufReader};

use flate2::bufread::MultiGzDecoder;
use model::Host;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::library::index::Index;
use crate::library::members::without_search;
use crate::library::query::Query;
use crate::library::reading::Reading;
use crate::library::{AdRef, Library};

/// Why a recorded scan could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The source broke off, or is no whole gzip stream.
    #[error("the recorded scan cannot be read: {0}")]
    Read(#[from] io::Error),
}

/// The distinct ads of a recorded scan, in the order in which they were recorded. A keyword search finds the ads
/// that hold every word, and those recorded for exactly that domain: the real library matches more than what an
/// item shows.
#[derive(Debug, Default)]
pub struct Recorded {
    /// Each item as it was recorded, from `{` up to the member before the closing brace, without the members
    /// that belong to the search.
    items: Vec<Box<[u8]>>,
    index: Index,
    domains: Vec<String>,
    /// By domain, as [`key`] writes it.
    by_domain: HashMap<String, Vec<u32>>,
    skipped: u64,
}

/// A line: what was searched for and what it brought.
#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    domain: Cow<'a, str>,
    #[serde(borrow)]
    ads: Vec<&'a RawValue>,
}

impl Recorded {
    /// Reads lines `{domain, cached_at, ads_count, ads}`, plain or gzip. A line that is none is skipped and
    /// counted, and so is an ad that is no object; markers of empty searches are left out.
    ///
    /// # Errors
    /// [`Error::Read`] where the source fails.
    pub fn read(mut source: impl BufRead) -> Result<Self, Error> {
        const GZIP: [u8; 2] = [0x1f, 0x8b];
        let mut library = Self::default();
        if source.fill_buf()?.starts_with(&GZIP) {
            library.read_lines(BufReader::new(MultiGzDecoder::new(source)))?;
        } else {
            library.read_lines(source)?;
        }
        library.index.shrink();
        Ok(library)
    }

    /// How many distinct ads it holds.
    pub fn ads(&self) -> usize {
        self.index.len()
    }

    /// The domains that were searched for, as they were written, in order.
    pub fn domains(&self) -> impl ExactSizeIterator<Item = &str> {
        self.domains.iter().map(String::as_str)
    }

    /// The ads recorded for exactly this domain, each once, in order.
    pub fn recorded_for(&self, domain: &str) -> Vec<AdRef> {
        self.of_domain(domain).into_iter().map(AdRef).collect()
    }

    /// How many lines and ads were none.
    pub const fn skipped(&self) -> u64 {
        self.skipped
    }

    fn read_lines(&mut self, mut lines: impl BufRead) -> io::Result<()> {
        let mut line = Vec::new();
        while read_line(&mut lines, &mut line)? {
            if line.trim_ascii().is_empty() {
                continue;
            }
            match serde_json::from_slice::<Line<'_>>(&line) {
                Ok(found) => self.take(&found),
                Err(_) => self.skipped += 1,
            }
        }
        Ok(())
    }

    fn take(&mut self, line: &Line<'_>) {
        self.domains.push(line.domain.clone().into_owned());
        let mut of_domain = Vec::new();
        for ad in &line.ads {
            match Reading::of(ad.get().as_bytes()) {
                Ok(reading) if reading.id.is_empty() => {}
                Ok(reading) => of_domain.extend(self.place_of(&reading, ad)),
                Err(_) => self.skipped += 1,
            }
        }
        if !of_domain.is_empty() {
            let list = self.by_domain.entry(key(&line.domain)).or_default();
            list.extend(of_domain);
            list.sort_unstable();
            list.dedup();
        }
    }

    /// The ad's place: the one it has, or the next.
    fn place_of(&mut self, reading: &Reading, ad: &RawValue) -> Option<u32> {
        if let Some(known) = self.index.by_id(&reading.id) {
            return Some(known.0);
        }
        let Some(item) = without_search(ad) else {
            self.skipped += 1;
            return None;
        };
        self.items.push(item);
        Some(self.index.add(reading).0)
    }

    fn of_domain(&self, domain: &str) -> Vec<u32> {
        self.by_domain.get(&key(domain)).cloned().unwrap_or_default()
    }
}

impl Library for Recorded {
    fn search(&self, url: &str) -> Vec<AdRef> {
        let read = |ad| Reading::of(&self.item(ad, url, 1, 1)).ok();
        self.index
            .find(&Query::parse(url), read, |text| self.of_domain(text))
    }

    fn item(&self, ad: AdRef, url: &str, position: u64, total: u64) -> Vec<u8> {
        let place = usize::try_from(ad.0).ok();
        let Some(item) = place.and_then(|place| self.items.get(place)) else {
            return Vec::new();
        };
        let url = serde_json::Value::from(url);
        let tail = format!(",\"url\":{url},\"total\":{total},\"position\":{position}}}");
        [item.as_ref(), tail.as_bytes()].concat()
    }
}

/// A domain as it is looked up: its host where it has one, in lower case.
fn key(domain: &str) -> String {
    let text = domain.trim();
    Host::parse(text).map_or_else(|_| text.to_lowercase(), |host| host.as_str().to_owned())
}

/// Reads the next line with its end; false where there is none.
fn read_line(lines: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    Ok(lines.read_until(b'\n', line)? > 0)
}
