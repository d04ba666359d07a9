//! A and AAAA of a name, asked at once and taken together.

use std::pin::pin;
use std::time::Duration;

use futures_util::future::{Either, select};
use hickory_resolver::proto::rr::{Name, RecordType};
use model::observation::DnsAnswer;

use super::answer::{Resolved, resolve};
use super::servers::Servers;
use crate::Unknown;

/// What A and AAAA gave together.
pub(super) struct Found {
    pub resolved: Resolved,
    /// The AAAA question failed beside an IPv4 address.
    pub missing_ipv6: bool,
}

/// Asks A and AAAA at once; beside an IPv4 address AAAA is given so much `grace`.
pub(super) async fn addresses_of(servers: &Servers, name: &Name, grace: Duration) -> Result<Found, Unknown> {
    let a = pin!(resolve(servers, name, RecordType::A));
    let aaaa = pin!(resolve(servers, name, RecordType::AAAA));
    let (a, aaaa) = match select(a, aaaa).await {
        Either::Right((aaaa, a)) => (a.await?, Some(aaaa)),
        Either::Left((a, aaaa)) => {
            let a = a?;
            let aaaa = match a.answer {
                DnsAnswer::NoSuchName => None,
                DnsAnswer::NoAddress => Some(aaaa.await),
                DnsAnswer::Resolves => tokio::time::timeout(grace, aaaa).await.ok(),
            };
            (a, aaaa)
        }
    };
    combined(a, aaaa)
}

/// A decides, AAAA adds; `None` is an AAAA question that was not waited for.
fn combined(mut a: Resolved, aaaa: Option<Result<Resolved, Unknown>>) -> Result<Found, Unknown> {
    let missing_ipv6 = match (a.answer, aaaa) {
        // There is no such name: that holds for every type. (Where there is a name, AAAA was waited for.)
        (DnsAnswer::NoSuchName, _) | (DnsAnswer::NoAddress, None) => false,
        (DnsAnswer::Resolves, Some(Ok(six))) => {
            if six.answer == DnsAnswer::Resolves {
                a.ttl = a.ttl.min(six.ttl);
                a.addresses.extend(six.addresses);
            }
            false
        }
        (DnsAnswer::Resolves, _) => true,
        (DnsAnswer::NoAddress, Some(six)) => {
            let six = six?;
            if six.answer == DnsAnswer::Resolves {
                a = six;
            }
            false
        }
    };
    a.addresses.sort_unstable();
    a.addresses.dedup();
    Ok(Found {
        resolved: a,
        missing_ipv6,
    })
}

#[cfg(test)]
mod tests;
