//! One question: counted, perhaps lost, held back, answered.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use compact_str::CompactString;
use hickory_server::net::runtime::Time;
use hickory_server::net::xfer::Protocol;
use hickory_server::proto::ProtoError;
use hickory_server::proto::op::{Edns, Header, HeaderCounts, MessageType, Metadata, OpCode, ResponseCode};
use hickory_server::proto::rr::DNSClass;
use hickory_server::server::{Request, RequestHandler, ResponseHandler, ResponseInfo};
use hickory_server::zone_handler::MessageResponseBuilder;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::counts::Counts;
use super::faults::{Effect, Faults};
use super::reply::Reply;
use super::zone::Zone;
use super::{RecordType, name};

/// Bytes of an answer over UDP at most, whatever the client would take: what passes every network whole
/// (<https://www.dnsflagday.net/2020/>).
const MAX_UDP: u16 = 1_232;

/// Answers questions from a zone, faults permitting.
pub(super) struct Handler {
    pub(super) zone: Arc<Zone>,
    pub(super) faults: Faults,
    pub(super) latency: Duration,
    pub(super) drop_per_mille: u32,
    pub(super) seed: u64,
    pub(super) counts: Arc<Counts>,
    /// Questions over UDP so far.
    pub(super) datagrams: AtomicU64,
}

struct Question {
    name: CompactString,
    kind: RecordType,
    udp: bool,
}

#[async_trait::async_trait]
impl RequestHandler for Handler {
    async fn handle_request<R: ResponseHandler, T: Time>(
        &self,
        request: &Request,
        handle: R,
    ) -> ResponseInfo {
        let question = match read(request) {
            Ok(question) => question,
            Err(code) => return send(request, &Reply::bare(code), handle).await,
        };
        let _under_way = self.counts.begin(&question.name, question.kind, question.udp);
        if question.udp && self.loses() {
            self.counts.drop_one();
            return nothing(request);
        }
        if !self.latency.is_zero() {
            tokio::time::sleep(self.latency).await;
        }
        // What no message can carry fails, as it does where a zone is broken.
        let failed = |_| Some(Reply::bare(ResponseCode::ServFail));
        match self.reply(&question).unwrap_or_else(failed) {
            Some(reply) => send(request, &reply, handle).await,
            None => nothing(request),
        }
    }
}

impl Handler {
    /// Whether the next datagram is lost: the same of each number, for a seed.
    fn loses(&self) -> bool {
        let number = self.datagrams.fetch_add(1, Ordering::Relaxed);
        xxh3_64_with_seed(&number.to_le_bytes(), self.seed) % 1_000 < u64::from(self.drop_per_mille)
    }

    /// `None` for silence.
    fn reply(&self, question: &Question) -> Result<Option<Reply>, ProtoError> {
        let Question { name, kind, udp } = question;
        let reply = match self.faults.effect(name, *kind, *udp) {
            Effect::Answer(zone) => Reply::of(&zone.unwrap_or(&self.zone).look(name, *kind))?,
            Effect::Fail(code) => Reply::bare(code),
            Effect::Absent => Reply::absent(&self.zone.negative(name::above(name).unwrap_or_default()))?,
            Effect::Silent => return Ok(None),
            Effect::Truncated => Reply::truncated(),
            Effect::Lame => Reply::lame(name)?,
        };
        Ok(Some(reply))
    }
}

/// The one question of a request, or the code that answers a request without.
fn read(request: &Request) -> Result<Question, ResponseCode> {
    if request.metadata.op_code != OpCode::Query {
        return Err(ResponseCode::NotImp);
    }
    let info = request.request_info().map_err(|_| ResponseCode::FormErr)?;
    if info.query.query_class() != DNSClass::IN {
        return Err(ResponseCode::Refused);
    }
    let name = info.query.name().to_ascii();
    Ok(Question {
        // Names with bytes that zones do not keep are asked under the name that was sent, and not found.
        name: name::clean(&name).unwrap_or_else(|_| name.into()),
        kind: info.query.query_type(),
        udp: info.protocol == Protocol::Udp,
    })
}

async fn send<R: ResponseHandler>(request: &Request, reply: &Reply, mut handle: R) -> ResponseInfo {
    let edns = request.edns.as_ref().map(|asked| {
        let mut edns = Edns::new();
        edns.set_max_payload(asked.max_payload().clamp(512, MAX_UDP));
        edns
    });
    let mut builder = MessageResponseBuilder::from_message_request(request);
    if let Some(edns) = &edns {
        builder.edns(edns);
    }
    let mut metadata = Metadata::response_from_request(&request.metadata);
    metadata.recursion_available = true;
    metadata.response_code = reply.code;
    metadata.truncation = reply.truncated;
    let none = std::iter::empty;
    let message = builder.build(metadata, &reply.answers, &reply.authority, none(), none());
    // A client that is gone misses nothing.
    let sent = handle.send_response(message).await;
    sent.unwrap_or_else(|_| nothing(request))
}

/// What the library is told where nothing is sent.
fn nothing(request: &Request) -> ResponseInfo {
    let metadata = Metadata::new(request.metadata.id, MessageType::Response, OpCode::Query);
    ResponseInfo::from(Header {
        metadata,
        counts: HeaderCounts::default(),
    })
}
