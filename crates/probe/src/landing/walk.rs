//! From a place to its last answer, hop by hop, each judged before anything is sent.

use std::net::IpAddr;
use std::time::Duration;

use compact_str::CompactString;
use model::observation::UndecidedReason;
use tokio::time::{Instant, timeout};
use url::{Host, Url};

use super::Inner;
use super::fetch::{Answer, fetch, request};
use super::next;
use super::trail::Trail;
use super::trouble::{Trouble, unknown};
use crate::Unknown;

/// Addresses of one name that are tried one after the other: two that are silent leave time for plain HTTP.
const ADDRESSES: usize = 2;

/// The last answer, and the way to it.
pub(super) struct Arrived {
    pub(super) url: Url,
    pub(super) answer: Answer,
    pub(super) text: String,
    pub(super) trail: Trail,
}

/// One walk.
pub(super) struct Walk<'l> {
    inner: &'l Inner,
    /// What is left of the time that one place may take. Waiting for a turn takes none of it: a queue says nothing
    /// of the place.
    left: Duration,
    visited: Vec<Url>,
    trail: Trail,
}

impl<'l> Walk<'l> {
    pub(super) fn new(inner: &'l Inner) -> Self {
        Self {
            inner,
            left: inner.settings.total,
            visited: Vec::new(),
            trail: Trail::default(),
        }
    }

    /// Follows redirects of either kind to where they end.
    pub(super) async fn go(mut self, first: Url) -> Result<Arrived, Unknown> {
        let mut url = next::cleaned(first);
        loop {
            let answer = match self.ask(&url).await {
                Ok(answer) => answer,
                Err(trouble) if trouble.silent && self.trail.chain.is_empty() && url.scheme() == "https" => {
                    url = plain(url, trouble)?;
                    continue;
                }
                Err(trouble) => return Err(trouble.unknown),
            };
            self.trail.note(&url, &answer.headers);
            self.visited.push(url.clone());
            let text = answer.text();
            let Some(to) = next::of(&url, &answer, &text)? else {
                let trail = self.trail;
                return Ok(Arrived {
                    url,
                    answer,
                    text,
                    trail,
                });
            };
            self.may_go_on(&to)?;
            url = to;
        }
    }

    fn may_go_on(&self, to: &Url) -> Result<(), Unknown> {
        let many = UndecidedReason::TooManyRedirects;
        if self.visited.contains(to) {
            return Err(unknown(many, "redirects in a circle"));
        }
        let most = self.inner.settings.redirects;
        if self.visited.len() > most {
            return Err(unknown(many, format!("more than {most} redirects")));
        }
        Ok(())
    }

    /// One hop: at most one request to a host, and so many to an address, at once.
    async fn ask(&mut self, url: &Url) -> Result<Answer, Trouble> {
        let inner = self.inner;
        let host = inner.door(url)?;
        let _turn = inner.hosts.turn(host.to_string().into()).await;
        let addresses = self.timed(inner.addresses(&host)).await.ok_or_else(late)??;
        let mut last = Trouble::told(UndecidedReason::NoAddress, format!("{host} has no address"));
        for address in addresses.into_iter().take(ADDRESSES) {
            let _turn = inner.addresses.turn(address).await;
            match self.ask_address(url, address).await {
                Err(trouble) if trouble.silent => last = trouble,
                end => return end,
            }
        }
        Err(last)
    }

    async fn ask_address(&mut self, url: &Url, address: IpAddr) -> Result<Answer, Trouble> {
        let (inner, mut answer) = (self.inner, None);
        let read_bytes = inner.settings.read_bytes.max(inner.settings.page_bytes);
        let request = request(url, &inner.settings.user_agent)?;
        let talk = async {
            let line = inner.dialer.dial(url, address).await?;
            fetch(line, request, read_bytes, &mut answer).await
        };
        let end = self.timed(talk).await.unwrap_or_else(|| Err(late()));
        match (answer, end) {
            (Some(answer), Ok(())) => Ok(answer),
            (Some(answer), Err(_)) if answer.is_whole() => Ok(answer),
            (_, Err(trouble)) => Err(trouble),
            (None, Ok(())) => Err(Trouble::told(UndecidedReason::BadAnswer, "no answer")),
        }
    }

    /// Does something within the time that is left; `None` where that is not enough.
    async fn timed<T>(&mut self, work: impl Future<Output = T>) -> Option<T> {
        let begun = Instant::now();
        let done = timeout(self.left, work).await.ok();
        self.left = self.left.saturating_sub(begun.elapsed());
        done
    }
}

impl Inner {
    /// The host of an address whose scheme and port may be spoken to.
    fn door(&self, url: &Url) -> Result<Host<CompactString>, Unknown> {
        let forbidden = |detail: String| unknown(UndecidedReason::Forbidden, detail);
        if !matches!(url.scheme(), "http" | "https") {
            return Err(forbidden(format!("leads to the scheme {}", url.scheme())));
        }
        let port = url.port_or_known_default().unwrap_or_default();
        if !self.settings.ports.contains(&port) {
            return Err(forbidden(format!("leads to port {port}")));
        }
        match url.host() {
            Some(Host::Domain(name)) => Ok(Host::Domain(name.into())),
            Some(Host::Ipv4(address)) => Ok(Host::Ipv4(address)),
            Some(Host::Ipv6(address)) => Ok(Host::Ipv6(address)),
            None => Err(forbidden("leads to no host".to_owned())),
        }
    }

    /// The addresses of a host, IPv4 first, all of them public. A name with one address that is not is refused
    /// whole: nobody has such a name but by mistake or to get in. (Resolvers that make up NAT64 addresses are the
    /// exception; where one does, the settings must name another.)
    async fn addresses(&self, host: &Host<CompactString>) -> Result<Vec<IpAddr>, Unknown> {
        let mut addresses = match host {
            Host::Ipv4(address) => vec![IpAddr::V4(*address)],
            Host::Ipv6(address) => vec![IpAddr::V6(*address)],
            Host::Domain(name) => self.names.addresses(name).await?,
        };
        for &address in &addresses {
            self.guard
                .check(address)
                .map_err(|forbidden| unknown(UndecidedReason::Forbidden, format!("{host}: {forbidden}")))?;
        }
        addresses.sort_by_key(IpAddr::is_ipv6);
        Ok(addresses)
    }
}

fn late() -> Trouble {
    Trouble::told(UndecidedReason::Timeout, "no whole answer in time")
}

/// The same without TLS.
fn plain(mut url: Url, trouble: Trouble) -> Result<Url, Unknown> {
    url.set_scheme("http").map(|()| url).map_err(|()| trouble.unknown)
}
