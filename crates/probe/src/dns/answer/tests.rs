//! Responses as resolvers send them, read.

use hickory_resolver::proto::op::OpCode;
use hickory_resolver::proto::rr::rdata::{A, AAAA, CNAME, NS, SOA};

use super::*;

fn name(text: &str) -> Name {
    super::super::absolute(text).unwrap()
}

fn response(code: ResponseCode, answers: Vec<Record>) -> Message {
    let mut message = Message::error_msg(7, OpCode::Query, code);
    message.answers = answers;
    message
}

fn alias(from: &str, to: &str, ttl: u32) -> Record {
    Record::from_rdata(name(from), ttl, RData::CNAME(CNAME(name(to))))
}

fn address(of: &str, last: u8, ttl: u32) -> Record {
    Record::from_rdata(name(of), ttl, RData::A(A::new(198, 51, 100, last)))
}

fn soa() -> Record {
    let soa = SOA::new(name("ns.tn"), name("who.tn"), 1, 2, 3, 4, 300);
    Record::from_rdata(name("tn"), 300, RData::SOA(soa))
}

fn read(response: &Message) -> Result<Option<Resolved>, Unknown> {
    Trail::from(name("a.tn")).read(response, RecordType::A)
}

#[test]
fn aliases_come_in_their_order_whatever_the_order_of_records() {
    let records = vec![
        address("c.tn", 2, 600),
        alias("b.tn", "C.tn", 30),
        address("x.tn", 9, 1),
        alias("a.TN", "b.tn", 900),
        address("c.tn", 1, 600),
    ];
    let resolved = read(&response(ResponseCode::NoError, records)).unwrap().unwrap();
    assert_eq!(resolved.aliases, ["b.tn", "c.tn"]);
    assert_eq!(
        resolved.addresses,
        ["198.51.100.2", "198.51.100.1"].map(|a| a.parse::<IpAddr>().unwrap())
    );
    assert_eq!((resolved.answer, resolved.ttl), (DnsAnswer::Resolves, 30));
}

#[test]
fn a_chain_that_ends_nowhere_is_kept() {
    let message = response(ResponseCode::NXDomain, vec![alias("a.tn", "gone.shop", 60)]);
    let resolved = read(&message).unwrap().unwrap();
    assert_eq!(resolved.answer, DnsAnswer::NoSuchName);
    assert_eq!(resolved.aliases, ["gone.shop"]);
}

#[test]
fn an_absence_needs_an_authority() {
    let mut message = response(ResponseCode::NoError, Vec::new());
    assert_eq!(read(&message).unwrap_err().reason, UndecidedReason::BadAnswer);
    let referral = Record::from_rdata(name("tn"), 60, RData::NS(NS(name("lame.tn"))));
    message.authorities = vec![referral];
    assert_eq!(read(&message).unwrap_err().reason, UndecidedReason::BadAnswer);
    message.authorities = vec![soa()];
    assert_eq!(read(&message).unwrap().unwrap().answer, DnsAnswer::NoAddress);
}

#[test]
fn half_a_chain_leads_on() {
    let mut trail = Trail::from(name("a.tn"));
    let half = response(ResponseCode::NoError, vec![alias("a.tn", "b.tn", 60)]);
    assert_eq!(trail.read(&half, RecordType::A), Ok(None));
    assert_eq!(trail.last(), &name("b.tn"));
    let rest = response(ResponseCode::NoError, vec![address("b.tn", 1, 90)]);
    let resolved = trail.read(&rest, RecordType::A).unwrap().unwrap();
    assert_eq!((resolved.aliases.len(), resolved.ttl), (1, 60));
}

#[test]
fn circles_and_endless_chains_end() {
    for records in [
        vec![alias("a.tn", "a.tn", 60)],
        vec![alias("a.tn", "b.tn", 60), alias("b.tn", "a.tn", 60)],
        (0..40)
            .map(|n| {
                let from = if n == 0 {
                    "a.tn".to_owned()
                } else {
                    format!("x{n}.tn")
                };
                alias(&from, &format!("x{}.tn", n + 1), 60)
            })
            .collect(),
    ] {
        let error = read(&response(ResponseCode::NoError, records)).unwrap_err();
        assert_eq!(error.reason, UndecidedReason::AliasLoop, "{error}");
    }
}

#[test]
fn what_was_not_asked_for_is_no_answer() {
    let other_type = Record::from_rdata(name("a.tn"), 60, RData::AAAA(AAAA::new(1, 2, 3, 4, 5, 6, 7, 8)));
    let records = vec![other_type, address("b.tn", 1, 60)];
    let error = read(&response(ResponseCode::NoError, records)).unwrap_err();
    assert_eq!(error.reason, UndecidedReason::BadAnswer);
}
