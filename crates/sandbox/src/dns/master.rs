//! Master files (RFC 1035, section 5; `$TTL` of RFC 2308, section 4): text to zone and back.
//!
//! hickory-proto reads them too (its feature `text-parsing`), but tells no line where something is wrong, opens
//! files for `$INCLUDE`, and lets a CNAME stand beside other data; so this is ours.

mod data;
mod words;
mod write;

use compact_str::{CompactString, format_compact};

use super::name;
use super::zone::{Data, Zone, ZoneError};
use words::{Line, Lines, Word};

/// The longest TTL (RFC 2181, section 8).
const MAX_TTL: u64 = (1 << 31) - 1;

/// Reads a file.
pub(super) fn read(text: &str) -> Result<Zone, ZoneError> {
    let mut reader = Reader::default();
    let mut lines = Lines::new(text);
    while let Some(line) = lines.next()? {
        reader.line(&line)?;
    }
    Ok(reader.zone)
}

/// What holds from one line to the next.
#[derive(Default)]
struct Reader {
    zone: Zone,
    /// The root until one is named.
    origin: CompactString,
    /// By `$TTL`.
    usual_ttl: Option<u32>,
    /// Of the last record that said one.
    last_ttl: Option<u32>,
    /// Of the last record.
    owner: Option<CompactString>,
}

impl Reader {
    fn line(&mut self, line: &Line<'_>) -> Result<(), ZoneError> {
        let Some((first, rest)) = line.words.split_first() else {
            return Ok(());
        };
        if line.indented {
            return self.record(*first, &line.words);
        }
        if first.text.starts_with('$') && !first.quoted {
            return self.directive(*first, rest);
        }
        self.owner = Some(self.name(*first)?);
        self.record(*first, rest)
    }

    fn directive(&mut self, directive: Word<'_>, rest: &[Word<'_>]) -> Result<(), ZoneError> {
        let [word] = rest else {
            return Err(directive.wrong("one word is wanted after this"));
        };
        match directive.text.to_ascii_uppercase().as_str() {
            "$ORIGIN" => self.origin = self.name(*word)?,
            "$TTL" => self.usual_ttl = Some(seconds(*word)?),
            _ => return Err(directive.wrong("only $ORIGIN and $TTL are read, not")),
        }
        Ok(())
    }

    /// TTL and class in any order, each or none; then the type and what it holds.
    fn record(&mut self, first: Word<'_>, words: &[Word<'_>]) -> Result<(), ZoneError> {
        let Some(owner) = self.owner.clone() else {
            return Err(first.wrong("the first record of a file names whose it is, before"));
        };
        let mut ttl = None;
        let mut words = words.iter().copied();
        let kind = loop {
            let word = words
                .next()
                .ok_or_else(|| first.wrong("the type of the record is missing after"))?;
            if word.text.starts_with(|first: char| first.is_ascii_digit()) && ttl.is_none() {
                ttl = Some(seconds(word)?);
            } else if ["CH", "CS", "HS"]
                .iter()
                .any(|class| word.text.eq_ignore_ascii_case(class))
            {
                return Err(word.wrong("only the class IN is read, not"));
            } else if !word.text.eq_ignore_ascii_case("IN") {
                break word;
            }
        };
        let data = self.data(kind, words)?;
        let ttl = match (ttl, &data) {
            (Some(ttl), _) => ttl,
            (None, Data::Soa(soa)) => self.usual_ttl.unwrap_or(soa.minimum),
            (None, _) => (self.usual_ttl.or(self.last_ttl))
                .ok_or_else(|| kind.wrong("there is no TTL, here or by $TTL, before"))?,
        };
        self.last_ttl = Some(ttl);
        self.add(first, &owner, ttl, data)
    }

    /// A CNAME stands alone (RFC 1034, section 3.6.2).
    fn add(&mut self, first: Word<'_>, owner: &str, ttl: u32, data: Data) -> Result<(), ZoneError> {
        let held = self.zone.held(owner).unwrap_or_default();
        let alias = |data: &Data| matches!(data, Data::Cname(_));
        let mut others = held.iter().filter(|(_, there)| *there != data);
        if others.any(|(_, there)| alias(there) || alias(&data)) {
            let reason = format!("`{owner}` has a CNAME, and nothing may stand beside one");
            return Err(first.error(reason));
        }
        self.zone.add(owner, ttl, data);
        Ok(())
    }

    /// A name: `@` for the origin, absolute with a dot at its end, else under the origin.
    fn name(&self, word: Word<'_>) -> Result<CompactString, ZoneError> {
        if word.quoted {
            return Err(word.wrong("a name is not quoted:"));
        }
        let full = match word.text {
            "@" => return Ok(self.origin.clone()),
            text if text.ends_with('.') || self.origin.is_empty() => CompactString::from(text),
            text => format_compact!("{text}.{}", self.origin),
        };
        name::clean(&full).map_err(|reason| word.error(format!("{reason}: `{}`", word.text)))
    }
}

/// A time in seconds; also with units, as most servers read it: `1h30m`, `2d`, `1w`.
fn seconds(word: Word<'_>) -> Result<u32, ZoneError> {
    let wrong = || word.wrong("not a time in seconds:");
    let mut total = 0_u64;
    let mut rest = word.text;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (digits, tail) = rest.split_at_checked(end).ok_or_else(wrong)?;
        let mut tail = tail.chars();
        let unit = match tail.next().map(|unit| unit.to_ascii_lowercase()) {
            None | Some('s') => 1,
            Some('m') => 60,
            Some('h') => 3_600,
            Some('d') => 86_400,
            Some('w') => 604_800,
            Some(_) => return Err(wrong()),
        };
        let number: u32 = digits.parse().map_err(|_| wrong())?;
        total += u64::from(number) * unit;
        rest = tail.as_str();
    }
    if total > MAX_TTL || word.quoted {
        return Err(wrong());
    }
    u32::try_from(total).map_err(|_| wrong())
}
