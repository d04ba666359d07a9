//! One question sent once to one resolver: UDP, and TCP where the answer is cut.
//!
//! hickory-net's transports are used without its exchanges: nothing is shared between questions, so nothing limits how
//! many are under way but [`Servers`](super::servers::Servers), and a resolver that fails one leaves no mark on the
//! next. Each goes out from a random port with a random id.

use std::net::SocketAddr;
use std::time::Duration;

use hickory_resolver::net::NetError;
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::net::tcp::TcpClientStream;
use hickory_resolver::net::udp::UdpClientStream;
use hickory_resolver::net::xfer::{DnsHandle, DnsRequestSender, FirstAnswer};
use hickory_resolver::proto::op::{DnsRequest, DnsRequestOptions, DnsResponse, Message, Query};

/// Why a question brought no response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Nothing came in time.
    Silence,
    /// The resolver could not be reached.
    Network(String),
    /// What came cannot be read, or answers another question.
    Garbage(String),
}

/// Asks and waits; over TCP, where that is needed, as long again for the connection and for the answer.
pub(super) async fn exchange(server: SocketAddr, query: &Query, wait: Duration) -> Result<Message, Trouble> {
    let mut response = over_udp(server, query, wait).await.map_err(trouble)?;
    if response.metadata.truncation {
        response = over_tcp(server, query, wait).await.map_err(trouble)?;
    }
    if response.queries.as_slice() != std::slice::from_ref(query) {
        return Err(Trouble::Garbage("it answers another question".to_owned()));
    }
    Ok(response.into_message())
}

fn request(query: &Query) -> DnsRequest {
    DnsRequest::from_query(query.clone(), DnsRequestOptions::default())
}

async fn over_udp(server: SocketAddr, query: &Query, wait: Duration) -> Result<DnsResponse, NetError> {
    // One datagram: when to send another is for the caller to say.
    UdpClientStream::builder(server, TokioRuntimeProvider::new())
        .with_timeout(Some(wait))
        .with_max_retries(1)
        .build()
        .send_message(request(query))
        .first_answer()
        .await
}

async fn over_tcp(server: SocketAddr, query: &Query, wait: Duration) -> Result<DnsResponse, NetError> {
    // The connection's task lives as long as the provider: it ends with this question.
    let provider = TokioRuntimeProvider::new();
    let connection = TcpClientStream::exchange(server, None, wait, None, provider.clone()).await?;
    let answered = connection.send(request(query)).first_answer();
    let answer = tokio::time::timeout(wait, answered)
        .await
        .unwrap_or(Err(NetError::Timeout));
    drop(provider);
    answer
}

fn trouble(error: NetError) -> Trouble {
    match error {
        NetError::Timeout => Trouble::Silence,
        NetError::Io(error) => Trouble::Network(error.to_string()),
        other => Trouble::Garbage(other.to_string()),
    }
}
