//! A DNS and landing pages of this process, for the binary to look at.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::process::Command;
use std::sync::Arc;

use compact_str::CompactString;
use sandbox::dns::{DnsServer, DnsSpec, Zone};
use sandbox::web::{self, Site, pages};
use tokio::net::{TcpListener, UdpSocket};
use tokio::runtime::Runtime;

pub struct Internet {
    dns: SocketAddr,
    web: SocketAddr,
    runtime: Runtime,
}

impl Internet {
    /// The names of a master file, and nothing behind them.
    pub fn of(zone: &str) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let zone = Zone::parse(zone).unwrap_or_else(|error| panic!("{error}"));
        let dns = runtime.block_on(async {
            let (udp, tcp) = both().await;
            let bound = tcp.local_addr().unwrap();
            let server = DnsServer::new(Arc::new(zone), DnsSpec::default());
            tokio::spawn(server.serve(udp, tcp, std::future::pending::<()>()));
            bound
        });
        let web = serve(&runtime, HashMap::new());
        Self { dns, web, runtime }
    }

    /// A host that answers as a shop of this platform would.
    pub fn with_page(mut self, host: &str, platform: &str) -> Self {
        let site = Site {
            answer: pages::page(platform).unwrap_or_else(|| panic!("no page of {platform}")),
            ..Site::default()
        };
        self.web = serve(&self.runtime, HashMap::from([(CompactString::from(host), site)]));
        self
    }

    /// Makes a run of the binary ask here.
    pub fn settings<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        command
            .env("SELLERS_ADS_RESOLVERS", self.dns.to_string())
            .env("SELLERS_ADS_PROBE_VIA", self.web.to_string())
    }
}

fn serve(runtime: &Runtime, sites: HashMap<CompactString, Site>) -> SocketAddr {
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let bound = listener.local_addr().unwrap();
        tokio::spawn(web::serve(
            listener,
            Arc::new(sites),
            std::future::pending::<()>(),
        ));
        bound
    })
}

/// UDP and TCP on one port that is free for both.
#[allow(clippy::disallowed_methods, reason = "a server on loopback")]
async fn both() -> (UdpSocket, TcpListener) {
    loop {
        let tcp = TcpListener::bind("127.0.0.1:0").await.unwrap();
        if let Ok(udp) = UdpSocket::bind(tcp.local_addr().unwrap()).await {
            return (udp, tcp);
        }
    }
}
