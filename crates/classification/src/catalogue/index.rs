//! From the two files to one table of places by host.

use std::collections::BTreeMap;

use compact_str::CompactString;
use toml::Spanned;

use super::destination::{self, File};
use super::error::{CatalogueError, line_of};
use super::place::{self, Listing, PathPrefix, Place, Written};
use super::platform;

/// The table while it is filled, with the owner of each place, to tell of duplicates.
pub(super) struct Index<'a> {
    places: BTreeMap<CompactString, Place>,
    schemes: BTreeMap<CompactString, Listing>,
    endings: &'a BTreeMap<String, Vec<String>>,
    owners: BTreeMap<String, String>,
}

/// Where a place stands, for errors.
struct At<'a> {
    file: &'static str,
    /// The whole file.
    source: &'a str,
    entry: &'a str,
    /// The place as it stands.
    text: &'a str,
    offset: usize,
}

impl<'a> Index<'a> {
    pub fn new(endings: &'a BTreeMap<String, Vec<String>>) -> Self {
        Self {
            places: BTreeMap::new(),
            schemes: BTreeMap::new(),
            endings,
            owners: BTreeMap::new(),
        }
    }

    /// Adds the suffixes of the platform at `index`.
    pub fn add_platform(
        &mut self,
        source: &str,
        index: u16,
        parsed: &platform::Parsed,
    ) -> Result<(), CatalogueError> {
        for (text, offset) in parsed.platform.suffixes.iter().zip(&parsed.offsets) {
            let at = At {
                file: platform::FILE,
                source,
                entry: &parsed.platform.id,
                text,
                offset: *offset,
            };
            self.add(&at, "", &mut |place, path| {
                place.list(path, Listing::Platform(index));
            })?;
        }
        Ok(())
    }

    /// Adds the places of every group of `destinations.toml`.
    pub fn add_groups(&mut self, text: &str, file: &File) -> Result<(), CatalogueError> {
        for (group, places) in &file.places {
            let name = group.get_ref();
            let Some(listing) = destination::listing_of(name) else {
                let line = line_of(text, group.span().start);
                return Err(CatalogueError::UnknownGroup {
                    group: name.clone(),
                    line,
                });
            };
            for written in places {
                let at = At::new(text, name, written);
                if let Some(scheme) = written.get_ref().strip_suffix(':') {
                    self.claim(&at, written.get_ref().clone())?;
                    self.schemes.insert(scheme.to_lowercase().into(), listing);
                } else {
                    self.add(&at, "", &mut |place, path| place.list(path, listing))?;
                }
            }
        }
        Ok(())
    }

    /// Adds the places of every redirector.
    pub fn add_redirectors(&mut self, text: &str, file: &File) -> Result<(), CatalogueError> {
        for (index, entry) in (0_u16..).zip(&file.redirector) {
            for written in &entry.places {
                let at = At::new(text, &entry.name, written);
                // A redirector and a destination may share a place: the prefix keeps them apart.
                self.add(&at, "redirector ", &mut |place, path| {
                    place.redirectors.push((path, index));
                })?;
            }
        }
        Ok(())
    }

    fn add(
        &mut self,
        at: &At<'_>,
        space: &str,
        list: &mut dyn FnMut(&mut Place, PathPrefix),
    ) -> Result<(), CatalogueError> {
        let written = place::parse(at.text).map_err(|reason| at.bad_host(reason))?;
        match written {
            Written::Scheme(_) => Err(at.scheme()),
            Written::Host(host, path) => {
                self.claim(at, format!("{space}{host}{}", path.as_str()))?;
                list(self.places.entry(host.into()).or_default(), path);
                Ok(())
            }
            Written::Endings { before, name, path } => {
                let endings = self.endings.get(name).ok_or_else(|| at.no_endings())?;
                for ending in endings {
                    let one = format!("{before}{name}.{ending}{path}");
                    let at = At { text: &one, ..*at };
                    let written = place::parse(&one).map_err(|reason| at.bad_host(reason))?;
                    if let Written::Host(host, path) = written {
                        self.claim(&at, format!("{space}{host}{}", path.as_str()))?;
                        list(self.places.entry(host.into()).or_default(), path);
                    }
                }
                Ok(())
            }
        }
    }

    /// Notes whose a place is; an error where it is somebody's already.
    fn claim(&mut self, at: &At<'_>, place: String) -> Result<(), CatalogueError> {
        match self.owners.insert(place, at.entry.to_owned()) {
            None => Ok(()),
            Some(other) => Err(CatalogueError::Duplicate {
                file: at.file,
                entry: at.entry.to_owned(),
                other,
                place: at.text.to_owned(),
                line: at.line(),
            }),
        }
    }

    /// Places sorted by host, the longest paths first within each; and what schemes are.
    pub fn finish(self) -> (Vec<(CompactString, Place)>, BTreeMap<CompactString, Listing>) {
        let mut places = self.places;
        for place in places.values_mut() {
            place
                .paths
                .sort_by_key(|(path, _)| std::cmp::Reverse(path.weight()));
            place
                .redirectors
                .sort_by_key(|(path, _)| std::cmp::Reverse(path.weight()));
        }
        (places.into_iter().collect(), self.schemes)
    }
}

impl Place {
    fn list(&mut self, path: PathPrefix, listing: Listing) {
        match path {
            PathPrefix::Any => self.listing = Some(listing),
            path => self.paths.push((path, listing)),
        }
    }
}

impl<'a> At<'a> {
    fn new(source: &'a str, entry: &'a str, written: &'a Spanned<String>) -> Self {
        Self {
            file: destination::FILE,
            source,
            entry,
            text: written.get_ref(),
            offset: written.span().start,
        }
    }

    /// Counted only where there is something to tell.
    fn line(&self) -> usize {
        line_of(self.source, self.offset)
    }

    fn bad_host(&self, reason: model::HostError) -> CatalogueError {
        CatalogueError::BadHost {
            file: self.file,
            entry: self.entry.to_owned(),
            place: self.text.to_owned(),
            reason,
            line: self.line(),
        }
    }

    fn scheme(&self) -> CatalogueError {
        CatalogueError::SchemeNotAllowed {
            file: self.file,
            entry: self.entry.to_owned(),
            place: self.text.to_owned(),
            line: self.line(),
        }
    }

    fn no_endings(&self) -> CatalogueError {
        CatalogueError::UnknownEndings {
            place: self.text.to_owned(),
            line: self.line(),
        }
    }
}
