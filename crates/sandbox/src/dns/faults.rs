//! What goes wrong, by name.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use compact_str::CompactString;
use hickory_server::proto::op::ResponseCode;

use super::zone::Zone;
use super::{RecordType, name};

/// What goes wrong with the questions for a name. Aliases that lead to the name are answered as if nothing were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DnsFault {
    /// The name's servers fail.
    ServFail,
    /// They fail for the first so many questions of each type.
    ServFailTimes(u32),
    /// There is no such name, whatever the zone says.
    NxDomain,
    /// The resolver does not want to say.
    Refused,
    /// No answer comes.
    Silent,
    /// Over UDP the answer is cut to nothing, with the mark that it is (TC); over TCP it is whole.
    Truncated,
    /// The delegation is lame: no answer, no SOA, and name servers that lead nowhere. By RFC 2308, section 2.2,
    /// the name servers are what makes it a referral and not an absence.
    Lame,
    /// From the second question of each type on, this zone answers: rebinding.
    Then(Zone),
}

/// What becomes of one question.
#[derive(Debug, Clone, Copy)]
pub(super) enum Effect<'f> {
    /// It is answered from this zone, or from the server's own.
    Answer(Option<&'f Zone>),
    /// It is answered with this code and nothing else.
    Fail(ResponseCode),
    /// It is answered with the absence of the name.
    Absent,
    /// As the variants of the fault say.
    Silent,
    Truncated,
    Lame,
}

/// All faults. A name of its own beats a `*.suffix`, a longer suffix a shorter one, the first of two the second.
#[derive(Debug, Default)]
pub(super) struct Faults {
    names: HashMap<CompactString, DnsFault>,
    /// Without the `*.`.
    suffixes: HashMap<CompactString, DnsFault>,
    /// Questions so far for names whose fault counts them.
    asked: Mutex<HashMap<(CompactString, RecordType), u32>>,
}

impl Faults {
    pub(super) fn new(faults: Vec<(String, DnsFault)>) -> Self {
        let mut made = Self::default();
        for (pattern, fault) in faults {
            let (map, text) = match pattern.strip_prefix("*.") {
                Some(suffix) => (&mut made.suffixes, suffix),
                None => (&mut made.names, &*pattern),
            };
            // What cannot be a name is never asked for.
            if let Ok(name) = name::clean(text) {
                map.entry(name).or_insert(fault);
            }
        }
        made
    }

    /// What becomes of the next question for this name and type.
    pub(super) fn effect(&self, name: &str, kind: RecordType, udp: bool) -> Effect<'_> {
        let well = Effect::Answer(None);
        let Some(fault) = self.of(name) else {
            return well;
        };
        match fault {
            DnsFault::ServFail => Effect::Fail(ResponseCode::ServFail),
            DnsFault::ServFailTimes(times) if self.before(name, kind) < *times => {
                Effect::Fail(ResponseCode::ServFail)
            }
            DnsFault::NxDomain => Effect::Absent,
            DnsFault::Refused => Effect::Fail(ResponseCode::Refused),
            DnsFault::Silent => Effect::Silent,
            DnsFault::Truncated if udp => Effect::Truncated,
            DnsFault::ServFailTimes(_) | DnsFault::Truncated => well,
            DnsFault::Lame => Effect::Lame,
            DnsFault::Then(zone) => Effect::Answer((self.before(name, kind) > 0).then_some(zone)),
        }
    }

    fn of(&self, name: &str) -> Option<&DnsFault> {
        let mut above = name::upwards(name).skip(1);
        let of_suffix = || above.find_map(|above| self.suffixes.get(above));
        self.names.get(name).or_else(of_suffix)
    }

    /// Questions for this name and type before this one.
    fn before(&self, name: &str, kind: RecordType) -> u32 {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = asked.entry((name.into(), kind)).or_default();
        let before = *asked;
        *asked = asked.saturating_add(1);
        before
    }
}
