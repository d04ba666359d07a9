//! Answers as messages of the DNS.

use hickory_server::proto::ProtoError;
use hickory_server::proto::op::ResponseCode;
use hickory_server::proto::rr::rdata::{A, AAAA, CNAME, NS, SOA, TXT};
use hickory_server::proto::rr::{Name, RData, Record};

use super::look::{Look, Negative, Outcome};
use super::name;
use super::zone::{Data, Soa};

/// What is sent back, but for the question and the header's copies of it.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) code: ResponseCode,
    pub(super) truncated: bool,
    pub(super) answers: Vec<Record>,
    pub(super) authority: Vec<Record>,
}

impl Reply {
    /// A code and nothing else.
    pub(super) const fn bare(code: ResponseCode) -> Self {
        Self {
            code,
            truncated: false,
            answers: Vec::new(),
            authority: Vec::new(),
        }
    }

    /// Nothing, and the mark that there is more over TCP.
    pub(super) const fn truncated() -> Self {
        let mut reply = Self::bare(ResponseCode::NoError);
        reply.truncated = true;
        reply
    }

    /// A referral of the name to a server that is not there.
    pub(super) fn lame(name: &str) -> Result<Self, ProtoError> {
        let zone = name::above(name).unwrap_or_default();
        let nobody = Data::Ns("ns.nobody.invalid".into());
        let mut reply = Self::bare(ResponseCode::NoError);
        reply.authority.push(record(zone, 300, &nobody)?);
        Ok(reply)
    }

    /// That the name is not there.
    pub(super) fn absent(negative: &Negative<'_>) -> Result<Self, ProtoError> {
        let mut reply = Self::bare(ResponseCode::NXDomain);
        reply.authority.push(authority(negative)?);
        Ok(reply)
    }

    /// What a zone says.
    pub(super) fn of(look: &Look<'_>) -> Result<Self, ProtoError> {
        let mut reply = Self::bare(match look.outcome {
            Outcome::NoSuchName => ResponseCode::NXDomain,
            Outcome::Found | Outcome::NoData | Outcome::Loop => ResponseCode::NoError,
        });
        for (name, ttl, data) in &look.answers {
            reply.answers.push(record(name, *ttl, data)?);
        }
        if let Some(negative) = &look.negative {
            reply.authority.push(authority(negative)?);
        }
        Ok(reply)
    }
}

fn authority(negative: &Negative<'_>) -> Result<Record, ProtoError> {
    let data = RData::SOA(start(&negative.soa)?);
    Ok(Record::from_rdata(absolute(&negative.name)?, negative.ttl, data))
}

fn record(name: &str, ttl: u32, data: &Data) -> Result<Record, ProtoError> {
    let data = match data {
        Data::A(address) => RData::A(A(*address)),
        Data::Aaaa(address) => RData::AAAA(AAAA(*address)),
        Data::Cname(target) => RData::CNAME(CNAME(absolute(target)?)),
        Data::Ns(server) => RData::NS(NS(absolute(server)?)),
        Data::Txt(strings) => RData::TXT(TXT::new(strings.iter().map(ToString::to_string).collect())),
        Data::Soa(soa) => RData::SOA(start(soa)?),
    };
    Ok(Record::from_rdata(absolute(name)?, ttl, data))
}

fn start(soa: &Soa) -> Result<SOA, ProtoError> {
    // No sane time is beyond what fits; one that is counts as the longest.
    let seconds = |seconds| i32::try_from(seconds).unwrap_or(i32::MAX);
    Ok(SOA::new(
        absolute(&soa.server)?,
        absolute(&soa.mailbox)?,
        soa.serial,
        seconds(soa.refresh),
        seconds(soa.retry),
        seconds(soa.expire),
        soa.minimum,
    ))
}

fn absolute(name: &str) -> Result<Name, ProtoError> {
    let mut name = Name::from_ascii(name)?;
    name.set_fqdn(true);
    Ok(name)
}
