//! Marks of one file, compiled for looking up: in the DNS by address and by name, on pages by what they hold.

use core::net::IpAddr;
use std::collections::BTreeMap;

use compact_str::CompactString;

use super::error::{CatalogueError, line_of};
use super::mark::ParsedMark;
use super::page::PageMarks;
use super::range::Range;
use super::sign::Sign;

/// The marks of a file; owners are the numbers of its entries.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    /// The longest range first.
    addresses: Vec<(Range, u16)>,
    aliases: BTreeMap<CompactString, u16>,
    name_servers: BTreeMap<CompactString, u16>,
    /// What stands on pages.
    pub page: PageMarks,
}

impl Marks {
    /// Compiles the marks of the entries of a file, each an id and its marks, in their order; no mark may stand
    /// twice.
    pub fn compile<'p>(
        file: &'static str,
        source: &str,
        entries: impl Iterator<Item = (&'p str, &'p [ParsedMark])>,
    ) -> Result<Self, CatalogueError> {
        let entries: Vec<_> = entries.collect();
        claim(file, source, &entries)?;
        let mut marks = Self::default();
        let mut page = PageMarks::builder();
        for (owner, (_, parsed)) in (0_u16..).zip(entries) {
            for one in parsed {
                match &one.sign {
                    Sign::Address(range) => marks.addresses.push((*range, owner)),
                    Sign::Alias(name) => drop(marks.aliases.insert(name.clone(), owner)),
                    Sign::NameServer(name) => drop(marks.name_servers.insert(name.clone(), owner)),
                    sign => page.add(owner, &one.mark, sign),
                }
            }
        }
        marks
            .addresses
            .sort_by_key(|(range, _)| (std::cmp::Reverse(range.length()), *range));
        marks.page = page.build();
        Ok(marks)
    }

    /// Whose address this is, by the longest range that holds it, and the length of that range.
    pub fn of_address(&self, address: IpAddr) -> Option<(u16, u8)> {
        self.addresses
            .iter()
            .find(|(range, _)| range.holds(address))
            .map(|(range, owner)| (*owner, range.length()))
    }

    /// Whose alias this is: the name itself or the nearest above it.
    pub fn of_alias(&self, name: &str) -> Option<u16> {
        nearest(&self.aliases, name)
    }

    /// Whose name server this is.
    pub fn of_name_server(&self, name: &str) -> Option<u16> {
        nearest(&self.name_servers, name)
    }
}

/// Refuses a mark that stands twice: the one further down in the file is the newcomer.
fn claim(file: &'static str, source: &str, entries: &[(&str, &[ParsedMark])]) -> Result<(), CatalogueError> {
    let mut all: Vec<(&str, &ParsedMark)> = entries
        .iter()
        .flat_map(|(id, parsed)| parsed.iter().map(move |one| (*id, one)))
        .collect();
    all.sort_by_key(|(_, one)| one.offset);
    let mut claims: BTreeMap<&Sign, &str> = BTreeMap::new();
    for (id, one) in all {
        if let Some(other) = claims.insert(&one.sign, id) {
            return Err(CatalogueError::Duplicate {
                file,
                entry: id.to_owned(),
                other: other.to_owned(),
                place: one.mark.to_string(),
                line: line_of(source, one.offset),
            });
        }
    }
    Ok(())
}

/// What stands at the name itself, or at the nearest name above it.
fn nearest<T: Copy>(table: &BTreeMap<CompactString, T>, name: &str) -> Option<T> {
    std::iter::successors(Some(name), |name| name.split_once('.').map(|(_, above)| above))
        .find_map(|name| table.get(name).copied())
}
