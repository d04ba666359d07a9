//! Saved segments: filters that somebody named, for everybody. Their names stand in addresses, files and alert rules, so
//! a name stays what it was; what people call it may change.

use std::ops::ControlFlow;

use analytics::clients::address::{self, PARAMETERS};
use analytics::clients::segments::{Body, LONGEST_NAME, is_name};
use analytics::{Segment, Segments};
use database::{Database, Shelf};
use model::Timestamp;

use crate::clients_ask::NOT_FILTERED;
use crate::failure::Failure;

/// Characters of a title, at most.
pub const LONGEST_TITLE: usize = 80;
/// Bytes of a filter, at most.
pub const LONGEST_ADDRESS: usize = 4_000;
/// Segments that are kept, at most: each is counted on the page of clients.
pub const MOST: usize = 100;

/// A segment as it is to be kept.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'w> {
    /// What people call it.
    pub title: &'w str,
    /// Its filter, a query string.
    pub address: &'w str,
    /// The revision that the writer read; 0 where there was none.
    pub revision: u64,
    /// Whether the filter may ask how likely sellers are to start or leave: only where they are in memory.
    pub chances: bool,
}

/// A record, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The name.
    pub name: String,
    /// What is kept.
    pub body: Body,
    /// To be handed back when it is written.
    pub revision: u64,
}

/// Every segment with its revision, by name. A record that is none is passed over: it must not take the window down.
pub fn kept(database: &dyn Database) -> Result<Vec<Kept>, database::Error> {
    let mut found = Vec::new();
    database.each_record(Shelf::Segments, &mut |record| {
        match serde_json::from_str(&record.body) {
            Ok(body) => found.push(Kept {
                name: record.key,
                body,
                revision: record.revision,
            }),
            Err(error) => tracing::warn!(%error, "a stored segment cannot be read"),
        }
        Ok(ControlFlow::Continue(()))
    })?;
    found.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}

/// The same, resolved.
pub fn all(database: &dyn Database) -> Result<Segments, database::Error> {
    let kept = kept(database)?.into_iter();
    Ok(Segments::of(kept.map(|kept| (kept.name, kept.body))))
}

/// Keeps a segment under a name, over the one with this revision.
///
/// # Errors
/// [`Failure::Invalid`] where name, title or filter cannot be kept, [`Failure::Conflict`] where somebody else wrote
/// meanwhile; the database's.
pub fn put(
    database: &dyn Database,
    name: &str,
    wanted: Wanted<'_>,
    who: &str,
    now: Timestamp,
) -> Result<Kept, Failure> {
    if !is_name(name) {
        let reason = format!("is small letters, digits and dashes, at most {LONGEST_NAME}, and no band");
        return Err(Failure::invalid("name", reason));
    }
    let others = kept(database)?;
    if wanted.revision == 0 && others.len() >= MOST {
        return Err(Failure::invalid(
            "name",
            format!("there are {MOST} segments already"),
        ));
    }
    let body = Body {
        title: title(wanted.title)?,
        address: filter(&others, name, wanted)?,
        by: who.to_owned(),
        at: now,
    };
    let text = serde_json::to_string(&body).map_err(|error| Failure::Unexpected(error.to_string()))?;
    let written = database.put_record(Shelf::Segments, name, &text, Some(wanted.revision))?;
    Ok(Kept {
        name: name.to_owned(),
        body,
        revision: written.ok_or(Failure::Conflict)?,
    })
}

/// Forgets a segment.
///
/// # Errors
/// [`Failure::NotFound`] where there is none, [`Failure::Invalid`] where another segment is made of it; the database's.
pub fn remove(database: &dyn Database, name: &str) -> Result<(), Failure> {
    let segments = all(database)?;
    if segments.get(name).is_none() {
        return Err(Failure::NotFound { what: "segment" });
    }
    if let Some(other) = segments.made_of(name).find(|other| *other != name) {
        return Err(Failure::invalid(
            "segment",
            format!("the segment {other} is made of it"),
        ));
    }
    database.remove_record(Shelf::Segments, name)?;
    Ok(())
}

/// A name for a title, that no other segment has: its plain letters and digits, and a number where that is not enough.
pub fn name_for(title: &str, taken: &Segments) -> String {
    let mut stem = String::new();
    for letter in title.chars().flat_map(plain) {
        match letter {
            '-' if stem.is_empty() || stem.ends_with('-') => {}
            letter => stem.push(letter),
        }
    }
    // Room for a number.
    stem.truncate(LONGEST_NAME - 4);
    let stem = match stem.trim_end_matches('-') {
        "" => "segment",
        stem => stem,
    };
    let is_free = |name: &String| is_name(name) && taken.get(name).is_none();
    let numbered = (2..=MOST + 2).map(|number| format!("{stem}-{number}"));
    let mut names = std::iter::once(stem.to_owned()).chain(numbered);
    names.find(is_free).unwrap_or_else(|| stem.to_owned())
}

/// A letter as it stands in a name.
fn plain(letter: char) -> impl Iterator<Item = char> {
    let base = match letter {
        'à' | 'â' | 'ä' | 'á' | 'À' | 'Â' => 'a',
        'ç' | 'Ç' => 'c',
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' => 'e',
        'î' | 'ï' | 'í' | 'Î' => 'i',
        'ô' | 'ö' | 'ó' | 'Ô' => 'o',
        'ù' | 'û' | 'ü' | 'ú' => 'u',
        other if other.is_ascii_alphanumeric() => other.to_ascii_lowercase(),
        _ => '-',
    };
    std::iter::once(base)
}

fn title(text: &str) -> Result<String, Failure> {
    let clean: String = text.chars().filter(|c| !c.is_control()).collect();
    let title = clean.trim();
    match title.chars().count() {
        0 => Err(Failure::invalid("title", "is missing")),
        1..=LONGEST_TITLE => Ok(title.to_owned()),
        _ => Err(Failure::invalid(
            "title",
            format!("has more than {LONGEST_TITLE} characters"),
        )),
    }
}

/// The filter as it is kept, in the one way in which filters are written. It must choose among sellers, and be
/// understood as this segment's among the others.
fn filter(others: &[Kept], name: &str, wanted: Wanted<'_>) -> Result<String, Failure> {
    let address = wanted.address;
    let refuse = |reason: String| Err(Failure::invalid("address", reason));
    if address.len() > LONGEST_ADDRESS {
        return refuse(format!("is longer than {LONGEST_ADDRESS} bytes"));
    }
    let pairs = address::pairs(address);
    if let Some((odd, _)) = pairs
        .iter()
        .find(|(name, _)| !PARAMETERS.contains(&name.as_str()))
    {
        let odd: String = odd.chars().take(100).collect();
        return refuse(format!("{odd} is no filter"));
    }
    let body = Body {
        title: String::new(),
        address: address.to_owned(),
        by: String::new(),
        at: Timestamp::clamped(0),
    };
    let beside = others.iter().filter(|other| other.name != name);
    let records = beside.map(|other| (other.name.clone(), other.body.clone()));
    let resolved = Segments::of(records.chain([(name.to_owned(), body)]));
    let Some(saved) = resolved.get(name) else {
        return refuse("is not understood".to_owned());
    };
    match saved.read.misread.first() {
        Some(parameter) => refuse(format!("{parameter} is not understood")),
        None if !wanted.chances && saved.read.filter.asks_chances() => refuse(NOT_FILTERED.to_owned()),
        None if saved.read.is_everybody() => refuse("chooses all clients".to_owned()),
        None => Ok(saved.read.query()),
    }
}

/// A band's filter as a query string.
pub fn of_band(band: Segment) -> String {
    address::parse(
        &format!("segment={}", band.as_str().replace('+', "%2B")),
        &Segments::default(),
    )
    .query()
}

#[cfg(test)]
mod tests;
