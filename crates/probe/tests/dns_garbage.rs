//! Resolvers that answer nonsense: no look panics, and none gives facts.

use crate::support;

use std::net::SocketAddr;
use std::time::Duration;

use model::observation::UndecidedReason;
use probe::{DnsSettings, Resolvers};
use proptest::prelude::*;
use support::{dns, host, sockets};

/// Answers each question with what `reply` makes of it.
async fn liar(reply: impl Fn(&[u8]) -> Vec<u8> + Send + 'static) -> SocketAddr {
    let (udp, _tcp) = sockets().await;
    let address = udp.local_addr().unwrap();
    tokio::spawn(async move {
        let mut question = [0; 512];
        while let Ok((length, client)) = udp.recv_from(&mut question).await {
            let _ = udp.send_to(&reply(&question[..length]), client).await;
        }
    });
    address
}

fn settings(resolver: SocketAddr) -> DnsSettings {
    DnsSettings {
        resolvers: Resolvers::Addresses(vec![resolver]),
        timeout: Duration::from_millis(40),
        tries: 2,
        ..DnsSettings::default()
    }
}

#[tokio::test]
async fn a_broken_message_is_a_bad_answer() {
    let address = liar(|question| {
        let mut reply = question.to_vec();
        reply[2] |= 0x80; // a response
        reply[7] = 200; // of 200 records that are not there
        reply
    })
    .await;
    let error = dns(&settings(address)).look(&host("a.tn")).await.unwrap_err();
    assert_eq!(error.reason, UndecidedReason::BadAnswer, "{error}");
}

#[tokio::test]
async fn answers_to_other_questions_and_echoes_are_no_answers() {
    let other_id = liar(|question| {
        let mut reply = question.to_vec();
        reply[0] ^= 1;
        reply[2] |= 0x80;
        reply
    })
    .await;
    let other_name = liar(|question| {
        let mut reply = question.to_vec();
        reply[2] |= 0x80;
        reply[13] ^= 1; // the first letter of the name
        reply
    })
    .await;
    let echo = liar(<[u8]>::to_vec).await;
    for (address, reason) in [
        (other_id, UndecidedReason::Timeout),
        (other_name, UndecidedReason::Timeout),
        (echo, UndecidedReason::BadAnswer),
    ] {
        let error = dns(&settings(address)).look(&host("a.tn")).await.unwrap_err();
        assert_eq!(error.reason, reason, "{error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_make_a_look_panic(tail in prop::collection::vec(any::<u8>(), 0..80), flags in any::<[u8; 2]>()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            // The question comes back whole, with other flags and whatever follows as records.
            let address = liar(move |question| {
                let mut reply = question.to_vec();
                reply[2] = flags[0] | 0x80;
                reply[3] = flags[1];
                reply[7] = u8::from(!tail.is_empty());
                reply.extend(&tail);
                reply
            })
            .await;
            let settings = DnsSettings { timeout: Duration::from_millis(4), ..settings(address) };
            let _ = dns(&settings).look(&host("a.tn")).await;
        });
    }
}
