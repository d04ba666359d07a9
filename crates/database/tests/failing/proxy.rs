//! A network between the driver and the server in which everything can go wrong, message by message.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::wire::{self, Message};

/// What becomes of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// It is carried out and answered.
    Pass,
    /// The connection is cut before the server hears of it.
    CutBefore,
    /// It is carried out, and the connection is cut before the answer.
    CutAfter,
    /// It is carried out, and answered so much later.
    Delay(Duration),
    /// A server that is no primary (any more) refuses it.
    NotPrimary,
}

/// Decides by the command's name.
type Decide = Box<dyn FnMut(&str) -> Deed + Send>;

/// The proxy. What it does to connections ends with the test's process.
pub struct Proxy {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    server: SocketAddr,
    decide: Mutex<Decide>,
    gone: AtomicBool,
    open: Mutex<Vec<TcpStream>>,
    /// Deeds that were no `Pass`.
    misdeeds: AtomicU64,
}

impl Proxy {
    /// A network that works, to this server.
    pub fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            server,
            decide: Mutex::new(Box::new(|_| Deed::Pass)),
            gone: AtomicBool::new(false),
            open: Mutex::default(),
            misdeeds: AtomicU64::new(0),
        });
        let accepting = Arc::clone(&shared);
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if accepting.gone.load(Ordering::SeqCst) {
                    continue;
                }
                let shared = Arc::clone(&accepting);
                // A connection that fails ends: that is what connections do.
                std::thread::spawn(move || drop(shared.serve(client)));
            }
        });
        Self { address, shared }
    }

    /// Where drivers find it.
    pub fn uri(&self) -> String {
        format!("mongodb://{}", self.address)
    }

    /// From here on this decides what becomes of each command that is no `hello`.
    pub fn decide(&self, decide: impl FnMut(&str) -> Deed + Send + 'static) {
        *self.shared.decide.lock().unwrap() = Box::new(decide);
    }

    /// Cuts every connection and refuses new ones, until it is back.
    pub fn is_gone(&self, gone: bool) {
        self.shared.gone.store(gone, Ordering::SeqCst);
        if gone {
            self.cut_all();
        }
    }

    /// Cuts every connection.
    pub fn cut_all(&self) {
        for connection in self.shared.open.lock().unwrap().drain(..) {
            let _ = connection.shutdown(Shutdown::Both);
        }
    }

    /// How many commands something happened to.
    pub fn misdeeds(&self) -> u64 {
        self.shared.misdeeds.load(Ordering::SeqCst)
    }
}

impl Shared {
    /// Carries a connection's messages, one after the other, until it ends or is cut.
    fn serve(&self, mut client: TcpStream) -> io::Result<()> {
        let mut server = TcpStream::connect(self.server)?;
        for connection in [&client, &server] {
            connection.set_nodelay(true)?;
            self.open.lock().unwrap().push(connection.try_clone()?);
        }
        while let Some(request) = Message::read(&mut client)? {
            match self.deed(&request) {
                Deed::Pass => forward(&request, &mut server)?.write(&mut client)?,
                Deed::CutBefore => break,
                Deed::CutAfter => {
                    forward(&request, &mut server)?;
                    break;
                }
                Deed::Delay(pause) => {
                    let answer = forward(&request, &mut server)?;
                    std::thread::sleep(pause);
                    answer.write(&mut client)?;
                }
                Deed::NotPrimary => wire::not_primary(&request).write(&mut client)?,
            }
        }
        client.shutdown(Shutdown::Both)
    }

    fn deed(&self, request: &Message) -> Deed {
        let command = request.command();
        if command.is_empty()
            || command.eq_ignore_ascii_case("hello")
            || command.eq_ignore_ascii_case("ismaster")
        {
            return Deed::Pass;
        }
        let deed = (self.decide.lock().unwrap())(&command);
        if deed != Deed::Pass {
            self.misdeeds.fetch_add(1, Ordering::SeqCst);
        }
        deed
    }
}

fn forward(request: &Message, server: &mut (impl Read + Write)) -> io::Result<Message> {
    request.write(server)?;
    Message::read(server)?.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
}
