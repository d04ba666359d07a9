//! A running DNS server, and questions to it from a resolver that is not ours.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig, ResolverOpts};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::op::{Edns, Message, MessageType, OpCode, Query};
use hickory_resolver::proto::rr::{Name, RecordType};
use hickory_resolver::{Resolver, TokioResolver};
use sandbox::dns::{Counts, DnsServer, DnsSpec, Zone};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub struct Running {
    pub address: SocketAddr,
    pub counts: Arc<Counts>,
    stop: oneshot::Sender<()>,
    done: JoinHandle<std::io::Result<()>>,
}

/// A server for the records of a master file.
pub async fn server(zone: &str, spec: DnsSpec) -> Running {
    serving(Zone::parse(zone).unwrap(), spec).await
}

pub async fn serving(zone: Zone, spec: DnsSpec) -> Running {
    let server = DnsServer::new(Arc::new(zone), spec);
    let counts = server.counts();
    let (udp, tcp, address) = loop {
        let tcp = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = tcp.local_addr().unwrap();
        // Somebody else may have the same port of the other kind.
        if let Ok(udp) = UdpSocket::bind(address).await {
            break (udp, tcp, address);
        }
    };
    let (stop, stopped) = oneshot::channel::<()>();
    let done = tokio::spawn(server.serve(udp, tcp, stopped));
    Running {
        address,
        counts,
        stop,
        done,
    }
}

impl Running {
    /// A resolver without a cache and with one try.
    pub fn resolver(&self) -> TokioResolver {
        let mut server = NameServerConfig::udp_and_tcp(self.address.ip());
        server.connections = vec![ConnectionConfig::udp(), ConnectionConfig::tcp()];
        for connection in &mut server.connections {
            connection.port = self.address.port();
        }
        let config = ResolverConfig::from_parts(None, Vec::new(), vec![server]);
        let mut options = ResolverOpts::default();
        options.cache_size = 0;
        options.attempts = 1;
        options.timeout = Duration::from_secs(5);
        let mut builder = Resolver::builder_with_config(config, TokioRuntimeProvider::default());
        *builder.options_mut() = options;
        builder.build().unwrap()
    }

    /// One question over UDP; `None` where nothing comes within `patience`.
    pub async fn datagram(&self, question: &Message, patience: Duration) -> Option<Message> {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        socket
            .send_to(&question.to_vec().unwrap(), self.address)
            .await
            .unwrap();
        let mut buffer = vec![0; 65_535];
        let received = tokio::time::timeout(patience, socket.recv_from(&mut buffer)).await;
        let (length, _) = received.ok()?.unwrap();
        Some(Message::from_vec(&buffer[..length]).unwrap())
    }

    /// One question over UDP that is answered.
    pub async fn ask(&self, name: &str, kind: RecordType) -> Message {
        let answer = self
            .datagram(&question(name, kind), Duration::from_secs(20))
            .await;
        answer.expect("an answer")
    }

    /// One question over TCP.
    pub async fn ask_tcp(&self, name: &str, kind: RecordType) -> Message {
        let question = question(name, kind).to_vec().unwrap();
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream
            .write_u16(u16::try_from(question.len()).unwrap())
            .await
            .unwrap();
        stream.write_all(&question).await.unwrap();
        let mut answer = vec![0; usize::from(stream.read_u16().await.unwrap())];
        stream.read_exact(&mut answer).await.unwrap();
        Message::from_vec(&answer).unwrap()
    }

    pub async fn stop(self) {
        self.stop.send(()).unwrap();
        self.done.await.unwrap().unwrap();
    }
}

pub fn question(name: &str, kind: RecordType) -> Message {
    let mut message = Message::new(7, MessageType::Query, OpCode::Query);
    message.metadata.recursion_desired = true;
    let mut name = Name::from_ascii(name).unwrap();
    name.set_fqdn(true);
    message.add_query(Query::query(name, kind));
    let mut edns = Edns::new();
    edns.set_max_payload(1_232);
    message.set_edns(edns);
    message
}

/// The records of a section as a master file would have them: name, type, data.
pub fn lines(records: &[hickory_resolver::proto::rr::Record]) -> Vec<String> {
    let line = |record: &hickory_resolver::proto::rr::Record| {
        let name = record.name.to_ascii();
        format!("{name} {} {}", record.record_type(), record.data)
    };
    records.iter().map(line).collect()
}
