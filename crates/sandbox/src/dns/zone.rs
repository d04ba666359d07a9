//! Names and their records, as one resolver would see the whole DNS.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};

use compact_str::CompactString;

use super::{RecordType, master, name};

/// What a name holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Data {
    /// An IPv4 address.
    A(Ipv4Addr),
    /// An IPv6 address.
    Aaaa(Ipv6Addr),
    /// Another name of the same thing.
    Cname(CompactString),
    /// A name server.
    Ns(CompactString),
    /// Text, as strings of at most 255 bytes.
    Txt(Vec<CompactString>),
    /// Where a zone starts, and how long its absences count.
    Soa(Box<Soa>),
}

/// The start of a zone's authority (RFC 1035, section 3.3.13). Times in seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Soa {
    /// The first name server.
    pub server: CompactString,
    /// The mailbox of whoever answers for it, as a name.
    pub mailbox: CompactString,
    /// Which edition of the zone this is.
    pub serial: u32,
    /// When copies ask again.
    pub refresh: u32,
    /// When they ask again after a failure.
    pub retry: u32,
    /// When they stop answering.
    pub expire: u32,
    /// How long an absence counts at most (RFC 2308).
    pub minimum: u32,
}

impl Data {
    /// The type of the record that holds it.
    pub const fn kind(&self) -> RecordType {
        match self {
            Self::A(_) => RecordType::A,
            Self::Aaaa(_) => RecordType::AAAA,
            Self::Cname(_) => RecordType::CNAME,
            Self::Ns(_) => RecordType::NS,
            Self::Txt(_) => RecordType::TXT,
            Self::Soa(_) => RecordType::SOA,
        }
    }

    /// The same with its names as zones keep them.
    fn cleaned(self) -> Self {
        match self {
            Self::Cname(target) => Self::Cname(cleaned(&target)),
            Self::Ns(server) => Self::Ns(cleaned(&server)),
            other => other,
        }
    }
}

/// Why a zone file was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct ZoneError {
    /// From 1.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
}

/// One record of a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'z> {
    /// Whose: lower case, no root dot.
    pub name: &'z str,
    /// How long it counts, in seconds.
    pub ttl: u32,
    /// What it says.
    pub data: &'z Data,
}

/// All names that are known; any other does not exist.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Zone {
    /// By name, lower case, no root dot; `*.a.tn` answers for every name under `a.tn` that is not there itself. A name
    /// that is there only because others are under it holds nothing.
    names: BTreeMap<CompactString, Vec<(u32, Data)>>,
}

impl Zone {
    /// Reads a master file (RFC 1035, section 5): absolute or relative to `$ORIGIN` (the root until one is named),
    /// records of the types A, AAAA, CNAME, NS, SOA and TXT; others are refused.
    pub fn parse(text: &str) -> Result<Self, ZoneError> {
        master::read(text)
    }

    /// Adds a record with its TTL in seconds; one that is there already is not added again. Names may be in any case
    /// and any letters, with or without the root dot. What no name can be is kept and never found. A CNAME hides
    /// what stands beside it; only files are refused for that.
    pub fn add(&mut self, name: &str, ttl: u32, data: Data) {
        let name = cleaned(name);
        for above in name::upwards(&name).skip(1) {
            if above.is_empty() || self.names.contains_key(above) {
                break;
            }
            self.names.insert(above.into(), Vec::new());
        }
        let data = data.cleaned();
        let records = self.names.entry(name).or_insert_with(|| Vec::with_capacity(1));
        if records.iter().all(|(_, there)| *there != data) {
            records.push((ttl, data));
        }
    }

    /// All records, by name.
    pub fn iter(&self) -> impl Iterator<Item = Entry<'_>> {
        self.names.iter().flat_map(|(name, records)| {
            let entry = |(ttl, data)| Entry { name, ttl, data };
            records.iter().map(move |(ttl, data)| entry((*ttl, data)))
        })
    }

    /// Records there are.
    pub fn len(&self) -> usize {
        self.names.values().map(Vec::len).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// What exactly this name holds; `None` where it is not there.
    pub(super) fn held(&self, name: &str) -> Option<&[(u32, Data)]> {
        self.names.get(name).map(Vec::as_slice)
    }
}

fn cleaned(text: &str) -> CompactString {
    name::clean(text).unwrap_or_else(|_| CompactString::from(text).to_ascii_lowercase())
}
