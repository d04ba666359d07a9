//! What a recursive resolver answers for a name, told by a zone.

use std::borrow::Cow;

use compact_str::{CompactString, format_compact};

use super::zone::{Data, Soa, Zone};
use super::{RecordType, name};

/// Aliases followed at most; a longer chain is answered as far as this.
const MAX_CHAIN: usize = 32;
/// How long the absence of a name counts where no SOA of the zone says so, in seconds.
const ABSENT: u32 = 300;

/// The answer to one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look<'z> {
    /// How it ended.
    pub outcome: Outcome,
    /// The chain of aliases in its order, then the records.
    pub answers: Vec<Answer<'z>>,
    /// Who says that there is nothing, where there is nothing.
    pub negative: Option<Negative<'z>>,
}

/// One record of an answer: name, TTL in seconds, data.
pub type Answer<'z> = (CompactString, u32, &'z Data);

/// How a look ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// At least one record of the type.
    Found,
    /// The last name of the chain is there, such a record is not (RFC 2308, NODATA).
    NoData,
    /// The last name of the chain is not there (RFC 2308, NXDOMAIN).
    NoSuchName,
    /// The chain runs in a circle or is too long.
    Loop,
}

/// Who says that there is nothing (RFC 2308, section 3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Negative<'z> {
    /// The name at which the zone starts.
    pub name: CompactString,
    /// How long the absence counts, in seconds.
    pub ttl: u32,
    /// The zone's own, or one made up.
    pub soa: Cow<'z, Soa>,
}

impl Zone {
    /// What a recursive resolver answers; `RecordType::ANY` is answered with all that the name holds.
    pub fn look(&self, name: &str, kind: RecordType) -> Look<'_> {
        let mut answers = Vec::new();
        let Ok(mut name) = name::clean(name) else {
            return self.ended(Outcome::NoSuchName, "", answers);
        };
        let follows = !matches!(kind, RecordType::CNAME | RecordType::ANY);
        loop {
            let Some(records) = self.answering(&name) else {
                return self.ended(Outcome::NoSuchName, &name, answers);
            };
            let Some((ttl, data, target)) = alias(records).filter(|_| follows) else {
                let before = answers.len();
                for (ttl, data) in records {
                    if kind == RecordType::ANY || kind == data.kind() {
                        answers.push((name.clone(), *ttl, data));
                    }
                }
                let found = answers.len() > before;
                let outcome = if found { Outcome::Found } else { Outcome::NoData };
                return self.ended(outcome, &name, answers);
            };
            if answers.len() == MAX_CHAIN || answers.iter().any(|(seen, ..)| *seen == name) {
                return self.ended(Outcome::Loop, &name, answers);
            }
            let owner = std::mem::replace(&mut name, target.clone());
            answers.push((owner, ttl, data));
        }
    }

    /// What is held for this name: by itself, or by the wildcard under the closest name above that is there
    /// (RFC 4592, section 3.3.1); never by one further up.
    fn answering(&self, name: &str) -> Option<&[(u32, Data)]> {
        if name.is_empty() {
            return Some(self.held(name).unwrap_or_default());
        }
        if let Some(records) = self.held(name) {
            return Some(records);
        }
        let there = |above: &&str| above.is_empty() || self.held(above).is_some();
        match name::upwards(name).skip(1).find(there)? {
            "" => self.held("*"),
            above => self.held(&format_compact!("*.{above}")),
        }
    }

    /// An answer that ends at this name; an absence says who says so.
    fn ended<'z>(&'z self, outcome: Outcome, name: &str, answers: Vec<Answer<'z>>) -> Look<'z> {
        let absent = matches!(outcome, Outcome::NoData | Outcome::NoSuchName);
        Look {
            outcome,
            answers,
            negative: absent.then(|| self.negative(name)),
        }
    }

    /// Who says that there is nothing at a name: the SOA at it or closest above it; where the zone has none, one
    /// made up at the closest name with name servers, or at the top-level domain.
    pub(super) fn negative(&self, name: &str) -> Negative<'_> {
        for above in name::upwards(name) {
            for (ttl, data) in self.held(above).unwrap_or_default() {
                if let Data::Soa(soa) = data {
                    return Negative {
                        name: above.into(),
                        ttl: soa.minimum.min(*ttl),
                        soa: Cow::Borrowed(soa),
                    };
                }
            }
        }
        let served = |above: &&str| {
            let mut records = self.held(above).unwrap_or_default().iter();
            records.any(|(_, data)| matches!(data, Data::Ns(_)))
        };
        let top = name.rsplit('.').next().unwrap_or_default();
        let start = name::upwards(name).find(served).unwrap_or(top);
        Negative {
            name: start.into(),
            ttl: ABSENT,
            soa: Cow::Owned(made_up()),
        }
    }
}

/// The CNAME among these records: TTL, data, and the name in it.
fn alias(records: &[(u32, Data)]) -> Option<(u32, &Data, &CompactString)> {
    records.iter().find_map(|(ttl, data)| match data {
        Data::Cname(target) => Some((*ttl, data, target)),
        _ => None,
    })
}

fn made_up() -> Soa {
    Soa {
        server: "ns.sandbox.invalid".into(),
        mailbox: "hostmaster.sandbox.invalid".into(),
        serial: 1,
        refresh: 3_600,
        retry: 600,
        expire: 86_400,
        minimum: ABSENT,
    }
}
