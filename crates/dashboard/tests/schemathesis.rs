//! The API does what its description says, tried from outside by schemathesis (on PyPI): made-up requests, right and
//! wrong ones, and every answer held against the description.
//!
//! The interpreter is that of `SELLERS_ADS_TEST_PYTHON`, else `target/test-venv/bin/python`:
//! `python3 -m venv target/test-venv && target/test-venv/bin/pip install -r scripts/requirements.txt`.

use crate::common;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use access::{Access, Scope};
use dashboard::server::Dashboard;
use database::Database;
use secrecy::ExposeSecret;
use tokio::net::TcpListener;
use tokio::process::Command;

/// Requests that are made up for each operation, at most, beside those that the description itself asks for.
const EXAMPLES: &str = "30";

/// Where no schema can say what is meant (an address that is a filter, a rule that can be evaluated), well-formed requests
/// may be refused.
const MEANT: &str = "^/api/v1/(segments|rules)/";
/// The check that they may not.
const ACCEPTED: &str = "positive_data_acceptance";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a Python with schemathesis"]
async fn the_api_does_what_its_description_says() {
    let python = python();
    let (address, key) = served().await;
    let place = tempfile::tempdir().unwrap();
    for apart in [
        vec!["--exclude-path-regex", MEANT],
        vec!["--include-path-regex", MEANT, "--exclude-checks", ACCEPTED],
    ] {
        tried(&python, &address, &key, (&apart, place.path())).await;
    }
}

/// Runs it over some of the operations.
async fn tried(python: &Path, address: &SocketAddr, key: &str, (apart, folder): (&[&str], &Path)) {
    let output = Command::new(python)
        .args([
            "-c",
            "from schemathesis.cli import schemathesis; schemathesis()",
            "run",
        ])
        .arg(format!("http://{address}/api/openapi.json"))
        .args(["--header", &format!("Authorization: Bearer {key}")])
        .args([
            "--checks",
            "all",
            "--max-examples",
            EXAMPLES,
            "--workers",
            "1",
            "--seed",
            "1",
        ])
        .args([
            "--generation-database",
            "none",
            "--no-color",
            "--continue-on-failure",
        ])
        .args(apart)
        .current_dir(folder)
        .output()
        .await
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout).replace(key, "KEY");
    let errors = String::from_utf8_lossy(&output.stderr).replace(key, "KEY");
    assert!(output.status.success(), "{told}\n{errors}");
    // A warning that an operation finds nothing is right here: nobody sent a message that could be sent again.
    assert!(
        told.contains(" generated, ") && !told.contains(" failed"),
        "{told}"
    );
}

fn python() -> PathBuf {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/test-venv/bin/python");
    let python = std::env::var_os("SELLERS_ADS_TEST_PYTHON").map_or(default, PathBuf::from);
    assert!(
        python.exists(),
        "{} is not there: name a Python with schemathesis in SELLERS_ADS_TEST_PYTHON, or make one with \
         `python3 -m venv target/test-venv && target/test-venv/bin/pip install -r scripts/requirements.txt`",
        python.display()
    );
    python
}

/// A dashboard over the made-up base on a port of the system's, and a key that may read and write.
async fn served() -> (SocketAddr, String) {
    let made = tokio::task::spawn_blocking(|| common::made(common::now()))
        .await
        .unwrap();
    let database = Arc::clone(&made.database) as Arc<dyn Database>;
    let access = Access::open(Arc::clone(&database)).unwrap();
    let key = access
        .add_key("schemathesis", &[Scope::Read, Scope::Write], None, made.now)
        .unwrap();
    let now = made.now;
    let dashboard = Dashboard {
        config: Arc::new(common::config()),
        database,
        catalogue: Arc::clone(&made.catalogue),
        clock: Arc::new(move || now),
        freshen: Arc::new(|| Ok(())),
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(dashboard.serve(listener, std::future::pending()));
    (address, key.secret.expose_secret().to_owned())
}
