//! Servers of this process that stand in for the DNS and for every landing page: for `sandbox` and `demo`.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use sandbox::dns::{DnsServer, DnsSpec, Zone};
use sandbox::web::{self, Sites};
use tokio::net::{TcpListener, UdpSocket};
use tokio::runtime::Handle;

use crate::failure::Failure;
use probe::Resolvers;

use crate::settings::Network;

/// Ports tried where the system's choice for TCP is taken for UDP.
const TRIES: u32 = 20;

/// Answers for these names until the process ends; gives where.
pub async fn dns(address: SocketAddr, zone: Zone, spec: DnsSpec, on: &Handle) -> Result<SocketAddr, Failure> {
    let taken = |reason: io::Error| listen_failure(address, &reason);
    let (udp, tcp) = both(address).await.map_err(taken)?;
    let bound = tcp.local_addr().map_err(taken)?;
    let server = DnsServer::new(Arc::new(zone), spec);
    on.spawn(server.serve(udp, tcp, std::future::pending::<()>()));
    Ok(bound)
}

/// Answers for these hosts until the process ends; gives where.
pub async fn web(address: SocketAddr, sites: Arc<dyn Sites>, on: &Handle) -> Result<SocketAddr, Failure> {
    let taken = |reason: io::Error| listen_failure(address, &reason);
    let listener = TcpListener::bind(address).await.map_err(taken)?;
    let bound = listener.local_addr().map_err(taken)?;
    on.spawn(web::serve(listener, sites, std::future::pending::<()>()));
    Ok(bound)
}

/// A network that consists of these servers alone.
pub fn network(dns: SocketAddr, web: SocketAddr) -> Network {
    Network {
        resolvers: Resolvers::Addresses(vec![dns]),
        via: Some(web),
        ..Network::default()
    }
}

/// UDP and TCP on one port.
#[expect(
    clippy::disallowed_methods,
    reason = "a server on loopback: it listens and sends to nobody who did not ask"
)]
async fn both(address: SocketAddr) -> io::Result<(UdpSocket, TcpListener)> {
    let mut tries = 0;
    loop {
        let tcp = TcpListener::bind(address).await?;
        match UdpSocket::bind(tcp.local_addr()?).await {
            Ok(udp) => return Ok((udp, tcp)),
            Err(_) if address.port() == 0 && tries < TRIES => tries += 1,
            Err(error) => return Err(error),
        }
    }
}

/// An address that cannot be listened on.
pub fn listen_failure(address: SocketAddr, reason: &io::Error) -> Failure {
    let values = vec![("address", address.to_string()), ("reason", reason.to_string())];
    Failure::usage("error-listen", values, "next-listen")
}
