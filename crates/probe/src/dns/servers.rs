//! The resolvers that are asked, and how often: tries, growing waits, another resolver after a failure.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use hickory_resolver::proto::op::{Message, Query, ResponseCode};
use hickory_resolver::proto::rr::{Name, RecordType};
use hickory_resolver::system_conf::read_system_conf;
use model::observation::UndecidedReason;
use tokio::sync::Semaphore;

use super::exchange::{Trouble, exchange};
use super::plain;
use crate::{DnsSettings, Error, Resolvers, Unknown};

/// Where resolvers listen (RFC 1035, section 4.2).
const PORT: u16 = 53;
/// Questions under way at once, whatever the settings: each holds a socket, and many systems give a process 1,024.
const UNDER_WAY: usize = 512;

/// The resolvers, at least one.
#[derive(Debug)]
pub(super) struct Servers {
    addresses: Vec<SocketAddr>,
    /// The one that is asked first: the next one takes its place when it does not answer.
    first: AtomicUsize,
    timeout: Duration,
    tries: u32,
    under_way: Semaphore,
}

/// A try that failed.
struct Failed {
    reason: UndecidedReason,
    /// What happened, in a few words.
    what: String,
    /// Whether the same resolver may say something else later.
    passing: bool,
}

impl Servers {
    /// Those that the settings name; `None` where they name nobody.
    pub(super) fn open(settings: &DnsSettings) -> Result<Option<Self>, Error> {
        let mut addresses = match &settings.resolvers {
            Resolvers::None => Vec::new(),
            Resolvers::Addresses(addresses) => addresses.clone(),
            Resolvers::System => of_system()?,
        };
        let mut seen = std::collections::HashSet::new();
        addresses.retain(|address| seen.insert(*address));
        if addresses.is_empty() {
            return Ok(None);
        }
        Ok(Some(Self {
            addresses,
            first: AtomicUsize::new(0),
            timeout: settings.timeout,
            tries: settings.tries.max(1),
            under_way: Semaphore::new(UNDER_WAY),
        }))
    }

    /// Asks until there is a response that says something: `NOERROR` or `NXDOMAIN`.
    ///
    /// Silence, SERVFAIL and a network that fails are tried again, at the next resolver, with waits that grow up to
    /// the timeout; a refusal and what cannot be read are final once every resolver has said so.
    pub(super) async fn ask(&self, name: &Name, kind: RecordType) -> Result<Message, Unknown> {
        let query = Query::query(name.clone(), kind);
        let start = self.first.load(Ordering::Relaxed);
        let mut final_words = 0;
        let mut attempt = 0;
        loop {
            let server = start.wrapping_add(usize::try_from(attempt).unwrap_or_default());
            attempt += 1;
            let wait = self.timeout.saturating_mul(attempt) / self.tries;
            let failed = match self.once(server, &query, wait).await {
                Ok(message) => return Ok(message),
                Err(failed) => failed,
            };
            if failed.reason == UndecidedReason::Timeout || failed.reason == UndecidedReason::Unreachable {
                self.pass_over(server);
            }
            final_words += usize::from(!failed.passing);
            if attempt >= self.tries || final_words >= self.addresses.len() {
                return Err(self.unknown(&query, server, attempt, &failed));
            }
            if failed.passing && failed.reason != UndecidedReason::Timeout {
                tokio::time::sleep(wait / 2).await;
            }
        }
    }

    async fn once(&self, server: usize, query: &Query, wait: Duration) -> Result<Message, Failed> {
        let _slot = self.under_way.acquire().await;
        let answer = match self.address(server) {
            Some(address) => exchange(address, query, wait).await,
            None => Err(Trouble::Network("no resolver".to_owned())),
        };
        let (reason, what) = match answer {
            Ok(message) => match message.metadata.response_code {
                ResponseCode::NoError | ResponseCode::NXDomain => return Ok(message),
                code @ ResponseCode::ServFail => (UndecidedReason::ServerFailure, code.to_string()),
                code @ (ResponseCode::Refused | ResponseCode::NotAuth | ResponseCode::NotImp) => {
                    (UndecidedReason::Refused, code.to_string())
                }
                code => (UndecidedReason::BadAnswer, code.to_string()),
            },
            Err(Trouble::Silence) => (UndecidedReason::Timeout, "no answer".to_owned()),
            Err(Trouble::Network(what)) => (UndecidedReason::Unreachable, what),
            Err(Trouble::Garbage(what)) => (UndecidedReason::BadAnswer, what),
        };
        let passing = !matches!(reason, UndecidedReason::Refused | UndecidedReason::BadAnswer);
        Err(Failed {
            reason,
            what,
            passing,
        })
    }

    fn address(&self, server: usize) -> Option<SocketAddr> {
        self.addresses
            .get(server.checked_rem(self.addresses.len())?)
            .copied()
    }

    /// Lets the next resolver be the first one, where this one still is.
    fn pass_over(&self, server: usize) {
        let next = server.wrapping_add(1);
        let _ = self
            .first
            .compare_exchange(server, next, Ordering::Relaxed, Ordering::Relaxed);
    }

    fn unknown(&self, query: &Query, server: usize, tries: u32, failed: &Failed) -> Unknown {
        let address = self.address(server).map(|address| address.to_string());
        let detail = format!(
            "{} {}: {} ({}, {tries} {})",
            query.query_type(),
            plain(query.name()),
            failed.what,
            address.unwrap_or_default(),
            if tries == 1 { "try" } else { "tries" },
        );
        Unknown::new(failed.reason, detail)
    }
}

/// Those of the system's configuration; its search domains and its hosts file are left alone.
fn of_system() -> Result<Vec<SocketAddr>, Error> {
    let (config, _) = read_system_conf().map_err(|error| Error::NoResolver(error.to_string()))?;
    let addresses = config
        .name_servers()
        .iter()
        .map(|server| SocketAddr::new(server.ip, PORT))
        .collect();
    Ok(addresses)
}
