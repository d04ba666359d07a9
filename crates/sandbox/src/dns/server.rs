//! The server: a zone behind a UDP socket and a TCP listener.

use std::future::Future;
use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use hickory_server::Server;
use socket2::SockRef;
use tokio::net::{TcpListener, UdpSocket};

use super::counts::Counts;
use super::faults::{DnsFault, Faults};
use super::handler::Handler;
use super::zone::Zone;

/// How long a TCP connection may stay without a question.
const IDLE: Duration = Duration::from_secs(30);
/// Bytes of questions that may wait for the server, as far as the system lets them: a client that asks for hundreds of
/// names at once shall lose only what the specification says.
const BUFFER: usize = 4 << 20;
/// Answers that wait for a slow reader of one TCP connection.
const WAITING: usize = 128;

/// How the network between the client and the names behaves.
#[derive(Debug, Clone, Default)]
pub struct DnsSpec {
    /// How long each answer takes.
    pub latency: Duration,
    /// Of a thousand questions over UDP, so many are lost; which ones, the seed and their number say.
    pub drop_per_mille: u32,
    /// For what is lost.
    pub seed: u64,
    /// What goes wrong, by the name that is asked for, or `*.suffix` for all names under a suffix, the suffix itself
    /// not. A name beats a suffix, a longer suffix a shorter one, the first of two the second.
    pub faults: Vec<(String, DnsFault)>,
}

/// Answers questions from a zone, as a recursive resolver would.
pub struct DnsServer {
    handler: Handler,
}

impl DnsServer {
    /// A server for a zone.
    pub fn new(zone: Arc<Zone>, spec: DnsSpec) -> Self {
        let handler = Handler {
            zone,
            faults: Faults::new(spec.faults),
            latency: spec.latency,
            drop_per_mille: spec.drop_per_mille,
            seed: spec.seed,
            counts: Arc::default(),
            datagrams: AtomicU64::new(0),
        };
        Self { handler }
    }

    /// What it is asked; can be read while it serves.
    pub fn counts(&self) -> Arc<Counts> {
        Arc::clone(&self.handler.counts)
    }

    /// Serves until `stop` is done. Questions that are under way then are not answered any more.
    ///
    /// # Errors
    /// Where a socket is not on loopback, cannot say where it is, or breaks.
    pub async fn serve(self, udp: UdpSocket, tcp: TcpListener, stop: impl Future) -> io::Result<()> {
        for address in [udp.local_addr()?, tcp.local_addr()?] {
            if !address.ip().is_loopback() {
                let message = "the sandbox listens on loopback only";
                return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
            }
        }
        // A smaller buffer loses more, and is no error.
        SockRef::from(&udp).set_recv_buffer_size(BUFFER).ok();
        let mut server = Server::new(self.handler);
        server.register_socket(udp);
        server.register_listener(tcp, IDLE, WAITING);
        tokio::select! {
            _ = stop => {}
            broken = server.block_until_done() => return broken.map_err(io::Error::other),
        }
        server.shutdown_gracefully().await.map_err(io::Error::other)
    }
}
