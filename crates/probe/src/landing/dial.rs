//! A connection to one address that was judged, with TLS where the URL says so.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use model::observation::UndecidedReason;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{self, ClientConfig, RootCertStore};
use url::Url;

use super::meter::{Metered, Spent};
use super::trouble::{Trouble, in_words};
use crate::{Error, LandingSettings};

/// What can be read from and written to.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// A connection, and whether all was read of it that may be.
pub(super) struct Line {
    pub(super) stream: Box<dyn Stream>,
    pub(super) spent: Spent,
}

/// Makes connections.
pub(super) struct Dialer {
    connect: Duration,
    wire_bytes: usize,
    via: Option<SocketAddr>,
    /// Where port 80 and port 443 are in truth: there, but in tests.
    doors: [u16; 2],
    tls: TlsConnector,
}

impl Dialer {
    /// A dialer that trusts the authorities that browsers trust (Mozilla's list).
    pub(super) fn new(settings: &LandingSettings) -> Result<Self, Error> {
        let roots: RootCertStore = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
        Self::trusting(settings, roots, [80, 443])
    }

    /// A dialer that trusts these authorities only and finds the ports 80 and 443 elsewhere.
    pub(super) fn trusting(
        settings: &LandingSettings,
        roots: RootCertStore,
        doors: [u16; 2],
    ) -> Result<Self, Error> {
        let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| Error::Client(error.to_string()))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self {
            connect: settings.connect,
            wire_bytes: settings.wire_bytes,
            via: settings.via,
            doors,
            tls: TlsConnector::from(Arc::new(config)),
        })
    }

    /// A connection to `address`, which passed the guard, at the port of `url`.
    pub(super) async fn dial(&self, url: &Url, address: IpAddr) -> Result<Line, Trouble> {
        let late = |_| {
            Trouble::silent(
                UndecidedReason::Timeout,
                format!("no connection to {address} in time"),
            )
        };
        timeout(self.connect, self.dial_untimed(url, address))
            .await
            .map_err(late)?
    }

    async fn dial_untimed(&self, url: &Url, address: IpAddr) -> Result<Line, Trouble> {
        let socket = self.via.unwrap_or_else(|| self.socket(url, address));
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the one place where pages are fetched from, and the address passed the guard"
        )]
        let tcp = TcpStream::connect(socket)
            .await
            .map_err(|error| Trouble::silent(UndecidedReason::Unreachable, format!("{address}: {error}")))?;
        // A request is one small write; waiting to fill a packet helps nobody. Where it cannot be set it is no matter.
        let _ = tcp.set_nodelay(true);
        let (metered, spent) = Metered::new(tcp, self.wire_bytes);
        let stream: Box<dyn Stream> = if url.scheme() == "https" && self.via.is_none() {
            let tls = self.tls.connect(server_name(url)?, metered).await;
            Box::new(tls.map_err(|error| tls_trouble(&error))?)
        } else {
            Box::new(metered)
        };
        Ok(Line { stream, spent })
    }

    fn socket(&self, url: &Url, address: IpAddr) -> SocketAddr {
        let [http, https] = self.doors;
        let port = match url.port_or_known_default() {
            Some(80) | None => http,
            Some(443) => https,
            Some(other) => other,
        };
        SocketAddr::new(address, port)
    }
}

/// The name that the certificate must be for.
fn server_name(url: &Url) -> Result<ServerName<'static>, Trouble> {
    let name = match url.host() {
        Some(url::Host::Domain(name)) => ServerName::try_from(name.to_owned()).ok(),
        Some(url::Host::Ipv4(address)) => Some(IpAddr::V4(address).into()),
        Some(url::Host::Ipv6(address)) => Some(IpAddr::V6(address).into()),
        None => None,
    };
    name.ok_or_else(|| Trouble::told(UndecidedReason::Tls, "no certificate can be for such a name"))
}

/// Whoever answers a greeting with a certificate or an alert speaks TLS; who closes, or says something else, does not.
fn tls_trouble(error: &io::Error) -> Trouble {
    let words = in_words(error);
    let cause = error.get_ref().and_then(|inner| inner.downcast_ref());
    match cause {
        Some(rustls::Error::InvalidMessage(_)) => {
            Trouble::silent(UndecidedReason::Tls, format!("no TLS there: {words}"))
        }
        Some(_) => Trouble::told(UndecidedReason::Tls, words),
        None => Trouble::silent(UndecidedReason::Unreachable, format!("no TLS there: {words}")),
    }
}
