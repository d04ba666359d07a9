//! How anything goes out over HTTP: which addresses are taken, how long is waited, what an answer means.

use std::fmt;
use std::time::Duration;

use model::Timestamp;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use url::{Host, Url};

use super::{Private, Receipt, Refusal};

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(10);
/// How long all of it may take.
const WHOLE: Duration = Duration::from_secs(25);

/// A place outside, and the client that talks to it. Redirects are not followed: a signed body must not end where
/// nobody sent it. Of an answer only its head is read, so that none is too large.
#[derive(Clone)]
pub struct Outside {
    client: reqwest::Client,
    address: Private,
    host: String,
}

impl fmt::Debug for Outside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Outside({})", self.host)
    }
}

/// Why an address is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadAddress {
    /// No URL with a host, or neither `https` nor `http`.
    #[error("an address with https and a host")]
    NoUrl,
    /// Without TLS to another machine.
    #[error("an address with https (allow_plain lets plain http pass)")]
    Plain,
    /// The client could not be made: no certificates on this machine.
    #[error("usable: this machine has no certificates to trust")]
    NoClient,
}

impl BadAddress {
    /// What the address should have been.
    pub const fn expected(self) -> &'static str {
        match self {
            Self::NoUrl => "an address with https and a host",
            Self::Plain => "an address with https (allow_plain lets plain http pass)",
            Self::NoClient => "usable: this machine has no certificates to trust",
        }
    }
}

impl Outside {
    /// Of an address. Only `https` is taken, but to this machine itself or where it is allowed.
    pub fn open(address: Private, allow_plain: bool) -> Result<Self, BadAddress> {
        let url = Url::parse(address.expose()).map_err(|_| BadAddress::NoUrl)?;
        let host = url.host().ok_or(BadAddress::NoUrl)?;
        match url.scheme() {
            "https" => {}
            "http" if allow_plain || is_loopback(&host) => {}
            "http" => return Err(BadAddress::Plain),
            _ => return Err(BadAddress::NoUrl),
        }
        let client = client(is_loopback(&host)).map_err(|_| BadAddress::NoClient)?;
        let host = host.to_string();
        Ok(Self {
            client,
            address,
            host,
        })
    }

    /// The host that it talks to.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Sends a body of JSON, and judges the answer by its status.
    pub async fn post(&self, headers: HeaderMap, body: String, now: Timestamp) -> Result<Receipt, Refusal> {
        let request = self
            .client
            .post(self.address.expose())
            .headers(headers)
            .body(body);
        let answer = request
            .send()
            .await
            .map_err(|error| refusal_of_transport(&error))?;
        let status = answer.status();
        if status.is_success() {
            return Ok(Receipt {
                answer: format!("status {}", status.as_u16()),
            });
        }
        Err(refusal_of_status(status, answer.headers(), now))
    }
}

/// The client for everything that the watch sends by HTTP. What goes to this machine goes past the proxy that the
/// environment may name.
pub fn client(loopback: bool) -> reqwest::Result<reqwest::Client> {
    let builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(CONNECT)
        .timeout(WHOLE)
        .user_agent(concat!("sellers-ads/", env!("CARGO_PKG_VERSION")));
    if loopback { builder.no_proxy() } else { builder }.build()
}

/// Whether a host is this machine itself.
pub fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
        Host::Domain(name) => name.eq_ignore_ascii_case("localhost"),
    }
}

/// What went wrong on the way, without the address that the library would name.
pub fn refusal_of_transport(error: &reqwest::Error) -> Refusal {
    Refusal::temporary(if error.is_timeout() {
        "no answer in time"
    } else if error.is_connect() {
        "no connection"
    } else {
        "the connection was cut"
    })
}

/// What a status other than success means. What goes by: the receiver is down, too busy, or works on the same key just
/// now (409, as receivers that know keys answer). Everything else would be answered the same the next time.
pub fn refusal_of_status(status: StatusCode, headers: &HeaderMap, now: Timestamp) -> Refusal {
    let reason = format!("status {}", status.as_u16());
    if status.is_redirection() {
        return Refusal::ForGood {
            reason: format!("{reason}: redirects are not followed"),
        };
    }
    if status.is_server_error() || matches!(status.as_u16(), 408 | 409 | 425 | 429) {
        return Refusal::Temporary {
            reason,
            after: retry_after(headers, now),
        };
    }
    Refusal::ForGood { reason }
}

/// `Retry-After` as seconds or as a date (RFC 9110, section 10.2.3).
fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
    let wait = date.as_millisecond().checked_sub(now.as_millis())?;
    Some(Duration::from_millis(u64::try_from(wait).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(address: &str, allow_plain: bool) -> Result<Outside, BadAddress> {
        Outside::open(Private::from(address.to_owned()), allow_plain)
    }

    #[test]
    fn only_tls_leaves_this_machine() {
        for sound in [
            "https://crm.example/h",
            "http://127.0.0.1:9/h",
            "http://[::1]/h",
            "http://localhost/h",
        ] {
            assert!(open(sound, false).is_ok(), "{sound}");
        }
        assert_eq!(
            open("http://crm.example/h", false).unwrap_err(),
            BadAddress::Plain
        );
        assert!(open("http://crm.example/h", true).is_ok());
        // Names that only look like this machine.
        assert_eq!(
            open("http://localhost.example/h", false).unwrap_err(),
            BadAddress::Plain
        );
        assert_eq!(
            open("http://127.0.0.1.example/h", false).unwrap_err(),
            BadAddress::Plain
        );
        for broken in [
            "",
            "crm",
            "ftp://crm.example/h",
            "file:///etc/passwd",
            "unix:/run/x",
        ] {
            assert_eq!(open(broken, true).unwrap_err(), BadAddress::NoUrl, "{broken}");
        }
    }

    #[test]
    fn what_goes_by_is_told_from_what_stays() {
        let mut headers = HeaderMap::new();
        let now = Timestamp::parse("2026-11-23T08:00:00Z").unwrap();
        let refused = |status: u16, headers: &HeaderMap| {
            refusal_of_status(StatusCode::from_u16(status).unwrap(), headers, now)
        };
        for status in [408, 409, 425, 429, 500, 502, 503, 599] {
            assert!(
                matches!(refused(status, &headers), Refusal::Temporary { after: None, .. }),
                "{status}"
            );
        }
        for status in [301, 307, 400, 401, 403, 404, 410, 413, 422] {
            assert!(
                matches!(refused(status, &headers), Refusal::ForGood { .. }),
                "{status}"
            );
        }
        for (told, seconds) in [
            ("120", 120),
            ("Mon, 23 Nov 2026 08:01:30 GMT", 90),
            ("Mon, 23 Nov 2026 07:00:00 GMT", 0),
        ] {
            headers.insert(RETRY_AFTER, told.parse().unwrap());
            let Refusal::Temporary { after, .. } = refused(429, &headers) else {
                panic!("429 goes by")
            };
            assert_eq!(after, Some(Duration::from_secs(seconds)), "{told}");
        }
    }
}
