//! A server process of the test's own, which can be killed and started again on the same port and files.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// The server. Its process goes with it.
pub struct Server {
    folder: tempfile::TempDir,
    program: PathBuf,
    child: Option<Child>,
    port: u16,
}

impl Server {
    /// Starts one with nothing in it.
    pub fn start() -> Self {
        let mut server = Self {
            folder: tempfile::tempdir().unwrap(),
            program: program(),
            child: None,
            port: free_port(),
        };
        server.begin();
        server
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        (Ipv4Addr::LOCALHOST, self.port).into()
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Starts the killed one again, with what is on its disk.
    pub fn begin(&mut self) {
        let file = |name: &str| self.folder.path().join(name);
        let quiet = || Stdio::from(std::fs::File::create(file("out")).unwrap());
        std::fs::create_dir_all(file("data")).unwrap();
        let child = Command::new(&self.program)
            .arg("--data-dir")
            .arg(file("data"))
            .arg("--log-file")
            .arg(file("log"))
            .arg("--pid-file")
            .arg(file("pid"))
            .args(["-p", &self.port.to_string()])
            .stdin(Stdio::null())
            .stdout(quiet())
            .stderr(quiet())
            .spawn()
            .unwrap();
        self.child = Some(child);
        for _ in 0..600 {
            if TcpStream::connect(self.address()).is_ok() {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("the server does not listen");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Beside the Python that scripts/test.sh made.
fn program() -> PathBuf {
    let python = std::env::var_os("SELLERS_ADS_TEST_PYTHON").map(PathBuf::from);
    let python =
        python.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.venv/bin/python"));
    let program = python.with_file_name("nx-27017");
    assert!(
        program.exists(),
        "{} is missing: scripts/test.sh installs it, or SELLERS_ADS_TEST_PYTHON names the Python beside it",
        program.display()
    );
    program
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.local_addr().unwrap().port()
}
