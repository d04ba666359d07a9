//! What records hold, by type.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use compact_str::CompactString;

use super::super::zone::{Data, Soa, ZoneError};
use super::words::Word;
use super::{Reader, seconds};

/// Bytes of one string at most (RFC 1035, section 3.3).
const MAX_STRING: usize = 255;

impl Reader {
    /// What a record of this type holds; the words must be just those that it takes.
    pub(super) fn data<'t>(
        &self,
        kind: Word<'t>,
        words: impl Iterator<Item = Word<'t>>,
    ) -> Result<Data, ZoneError> {
        let mut words = Rest { kind, words };
        let data = match kind.text.to_ascii_uppercase().as_str() {
            "A" => Data::A(address::<Ipv4Addr>(words.one()?)?),
            "AAAA" => Data::Aaaa(address::<Ipv6Addr>(words.one()?)?),
            "CNAME" => Data::Cname(self.name(words.one()?)?),
            "NS" => Data::Ns(self.name(words.one()?)?),
            "SOA" => Data::Soa(Box::new(Soa {
                server: self.name(words.one()?)?,
                mailbox: self.name(words.one()?)?,
                serial: serial(words.one()?)?,
                refresh: seconds(words.one()?)?,
                retry: seconds(words.one()?)?,
                expire: seconds(words.one()?)?,
                minimum: seconds(words.one()?)?,
            })),
            "TXT" => {
                let mut strings = vec![string(words.one()?)?];
                for word in words.words.by_ref() {
                    strings.push(string(word)?);
                }
                Data::Txt(strings)
            }
            _ => return Err(kind.wrong("only A, AAAA, CNAME, NS, SOA and TXT are read, not")),
        };
        match words.words.next() {
            None => Ok(data),
            Some(word) => Err(word.wrong(&format!("a record of type {} ends before", kind.text))),
        }
    }
}

struct Rest<'t, I> {
    kind: Word<'t>,
    words: I,
}

impl<'t, I: Iterator<Item = Word<'t>>> Rest<'t, I> {
    fn one(&mut self) -> Result<Word<'t>, ZoneError> {
        let missing = || self.kind.wrong("something is missing after");
        self.words.next().ok_or_else(missing)
    }
}

fn address<A: FromStr>(word: Word<'_>) -> Result<A, ZoneError> {
    word.text
        .parse()
        .map_err(|_| word.wrong("not an address of this type:"))
}

fn serial(word: Word<'_>) -> Result<u32, ZoneError> {
    word.text.parse().map_err(|_| word.wrong("not a serial number:"))
}

/// Text with its escapes undone: `\"` for a quote, `\065` for the byte of that number, ASCII only.
fn string(word: Word<'_>) -> Result<CompactString, ZoneError> {
    let mut text = CompactString::with_capacity(word.text.len());
    let mut rest = word.text.chars();
    while let Some(char) = rest.next() {
        if char != '\\' {
            text.push(char);
            continue;
        }
        match rest.as_str().get(..3) {
            Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                let byte = digits.parse::<u8>().ok().filter(u8::is_ascii);
                let byte = byte.ok_or_else(|| word.wrong("an escape that is no ASCII, in"))?;
                text.push(char::from(byte));
                rest.by_ref().take(3).for_each(drop);
            }
            _ => text.push(
                rest.next()
                    .ok_or_else(|| word.wrong("an escape of nothing, in"))?,
            ),
        }
    }
    if text.len() > MAX_STRING {
        return Err(word.error(format!("a string of more than {MAX_STRING} bytes")));
    }
    Ok(text)
}
